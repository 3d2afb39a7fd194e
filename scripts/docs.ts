// Writes the generated pages of the documentation: `npm run docs`; `--check` compares them instead.
import { readFileSync, writeFileSync } from "node:fs";
import { describeErrors, findErrorFaults, loadErrorTables } from "./lib/errors/error-tables.ts";

const root = new URL("../", import.meta.url);
const page = new URL("docs/errors.md", root);
const tables = await loadErrorTables(root);
const text = describeErrors(tables);
const faults = findErrorFaults(root, tables);
if (!process.argv.includes("--check")) {
  writeFileSync(page, text);
  console.log("wrote docs/errors.md");
} else if (readFileSync(page, "utf8") !== text) {
  faults.unshift("docs/errors.md is out of date: run npm run docs.");
}
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
