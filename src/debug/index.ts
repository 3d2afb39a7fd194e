// The debug room's door: the page that shows a developer why a request failed.
export { renderDebugPage } from "./render-debug-page.ts";
