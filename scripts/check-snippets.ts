// Checks the documentation's snippets and prints what is wrong, one fault a line: `npm run snippets -- [part of a path]`.
import { checkSnippets } from "./lib/snippets/check-snippets.ts";

const root = new URL("../", import.meta.url);
const report = await checkSnippets({ root, parts: process.argv.slice(2) });
for (const { source, line, what } of report.faults) console.log(`${source}:${line}  ${what}`);
console.log(`${report.ran} snippets of ${report.sources.length} files ran, ${report.faults.length} faults`);
process.exitCode = report.faults.length === 0 ? 0 : 1;
