// Writes the generated pages of the documentation: `npm run docs`; `--check` compares them instead.
import { readFileSync, writeFileSync } from "node:fs";
import { describeErrors, findErrorFaults, loadErrorTables } from "./lib/errors/error-tables.ts";
import { findAdminTexts, writeCatalogue } from "./lib/texts/admin-texts.ts";

const root = new URL("../", import.meta.url);
const tables = await loadErrorTables(root);
const pages: Readonly<Record<string, string>> = {
  "docs/errors.md": describeErrors(tables),
  "src/admin/texts/catalogue.ts": writeCatalogue(findAdminTexts(root)),
};
const faults = findErrorFaults(root, tables);
for (const [path, text] of Object.entries(pages)) {
  const file = new URL(path, root);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  } else if (readFileSync(file, "utf8") !== text) faults.unshift(`${path} is out of date: run npm run docs.`);
}
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
