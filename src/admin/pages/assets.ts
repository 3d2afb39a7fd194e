// Lists the files of the admin's pages: their style sheet and script.
import { TextAssets } from "#app/internals";
import { adminScript } from "../templates/admin-script.ts";
import { adminStyle } from "../templates/admin-style.ts";

export const adminAssets: TextAssets = new TextAssets([
  { name: "style", pattern: "/assets/admin.css", type: "text/css; charset=utf-8", text: adminStyle },
  { name: "script", pattern: "/assets/admin.js", type: "text/javascript; charset=utf-8", text: adminScript },
]);
