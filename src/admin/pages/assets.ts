// Lists the files of the admin's pages: their style sheet and script.
import { TextAssets } from "#app/internals";
import { adminScript } from "../scripts/script.ts";
import { adminStyle } from "../styles/style.ts";
import { htmxScript } from "../vendor/htmx.ts";

export const adminAssets: TextAssets = new TextAssets([
  { name: "style", pattern: "/assets/admin.css", type: "text/css; charset=utf-8", text: adminStyle },
  { name: "script", pattern: "/assets/admin.js", type: "text/javascript; charset=utf-8", text: adminScript },
  { name: "htmx", pattern: "/assets/htmx.js", type: "text/javascript; charset=utf-8", text: htmxScript },
]);
