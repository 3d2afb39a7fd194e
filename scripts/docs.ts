// Writes the generated pages of the documentation: `npm run docs`.
import { writeFileSync } from "node:fs";
import { describeErrors, findErrorFaults, loadErrorTables } from "./errors/error-tables.ts";

const root = new URL("../", import.meta.url);
const tables = await loadErrorTables(root);
writeFileSync(new URL("docs/errors.md", root), describeErrors(tables));
console.log("wrote docs/errors.md");
for (const fault of findErrorFaults(root, tables)) console.log(fault);
