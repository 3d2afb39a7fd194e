// The app room's inner door, for the rooms above that serve and inspect apps.
export { finishing } from "./answer/compose.ts";
export { slotOfProperty } from "./app-request.ts";
export { appErrors } from "./error-table.ts";
export { addQuery, MemorySource } from "./memory-source.ts";
export { joinPaths } from "./plan.ts";
export { checkTemplates } from "./render.ts";
export { type TextAsset, TextAssets } from "./text-assets.ts";
