// Runs one conformance suite over a file of cases: `npm run conformance -- <suite> <file.json>`.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { type FoundSuite, findSuite } from "./lib/conformance/find-suite.ts";
import { type Differences, readCases, runCases } from "./lib/conformance/run-cases.ts";

const usage = `Usage: npm run conformance -- <suite> <file.json> [--only <text>] [--mode <name>]
  <suite>   tests/conformance/<suite>.ts, which exports check(testCase, { mode })
  --only    runs the cases whose id contains the text
  --mode    is handed to the suite, whose differences are then listed under "<suite>:<mode>"`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, mode: { type: "string" }, help: { type: "boolean" } },
});
const [suite, file] = positionals;
if (values.help || suite === undefined || file === undefined) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const folder = new URL("../tests/conformance/", import.meta.url);
let found: FoundSuite;
try {
  found = findSuite(folder, suite, basename(file, ".json"));
} catch (error) {
  console.error((error as Error).message);
  process.exit(2);
}
const differences: Differences = JSON.parse(readFileSync(new URL("differences.json", folder), "utf8"));
const counts = await runCases({
  suite: found.url,
  cases: readCases(readFileSync(file, "utf8")),
  differences: differences[values.mode === undefined ? found.name : `${found.name}:${values.mode}`] ?? {},
  mode: values.mode,
  only: values.only,
  print: (line) => console.log(line),
});
process.exitCode = counts.failed > 0 || counts.passed + counts.skipped === 0 ? 1 : 0;
