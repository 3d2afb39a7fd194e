// Runs the tests: all of them, or those under the folders, files and name parts on the command line.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { keepCompiledCode } from "./lib/keep-compiled-code.ts";
import { findTestFiles, longFolders } from "./lib/test/find-test-files.ts";
import { runTestFiles } from "./lib/test/run-test-files.ts";

const usage = `Usage: npm test [-- <folder, file or part of a path>...] [options]
  --quick        leaves out the tests of ${longFolders.map((folder) => `tests/${folder}`).join(", ")}
  --without <p>  leaves out the files whose path contains the text; may be given again
  --name <text>  runs the tests whose name contains the text
  --jobs <n>     files run at once; as many as there are cores unless told`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean" },
    without: { type: "string", multiple: true },
    name: { type: "string" },
    jobs: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const root = new URL("../", import.meta.url);
keepCompiledCode(root);
const counts = await runTestFiles({
  root,
  files: findTestFiles(root, { parts: positionals, without: values.without, quick: values.quick }),
  jobs: Number(values.jobs ?? availableParallelism()),
  name: values.name,
  print: (line) => console.log(line),
});
process.exitCode = counts.failed > 0 || counts.passed + counts.skipped === 0 ? 1 : 0;
