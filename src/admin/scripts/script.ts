// Joins the admin's script: what makes pages quicker to use that work without it.
import { formScript, formTexts } from "./form.ts";
import { groundScript } from "./ground.ts";
import { inlinesScript, inlinesTexts } from "./inlines.ts";
import { jobScript } from "./job.ts";
import { cellsScript, cellTexts } from "./list/cells.ts";
import { listScript, listTexts } from "./list/list.ts";
import { lookupScript } from "./lookup.ts";
import { paletteScript } from "./palette.ts";

/** The script's text. It runs under a policy that forbids inline script. */
export const adminScript: string = `"use strict";
(() => {${[groundScript, lookupScript, listScript, cellsScript, formScript, inlinesScript, paletteScript, jobScript].join("")}})();
`;

/** The texts that the script says, in English: `t` of ground.ts finds them in the page. */
export const scriptTexts: readonly string[] = [
  ...listTexts,
  ...cellTexts,
  ...formTexts,
  ...inlinesTexts,
  "Type to search, or a key",
  "Search and commands",
  "Search lists, objects and commands",
  "Found",
  "Lists",
  "On this page",
  "Nothing fits.",
];
