// Runs every fast check, two at a time, and prints one line a step with its seconds: `npm run check`.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { keepCompiledCode } from "./lib/keep-compiled-code.ts";

interface Step {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
}

const source = "--conditions=demijohn-source";
// The longest come first; the tests, which use both cores by themselves, come last.
const steps: readonly Step[] = [
  { name: "types", script: "node_modules/typescript/bin/tsc", args: ["-p", "tsconfig.json"] },
  {
    name: "declarations",
    script: "node_modules/typescript/bin/tsc",
    args: ["-p", "tsconfig.build.json", "--noCheck", "--outDir", "node_modules/.cache/declarations"],
  },
  { name: "lint", script: "node_modules/@biomejs/biome/bin/biome", args: ["check", "--error-on-warnings", "."] },
  { name: "snippets", script: "scripts/check-snippets.ts" },
  { name: "public API", script: "scripts/check-api.ts" },
  { name: "type budgets", script: "scripts/check-type-budgets.ts" },
  { name: "floors", script: "scripts/check-floors.ts" },
  { name: "error tables", script: "scripts/docs.ts", args: ["--check"] },
];
// What the steps above have checked.
const checked = ["tests/docs/", "tests/repo/public-api", "tests/repo/type-budgets", "tests/repo/static-checks"];
const tests: Step = {
  name: "unit tests",
  script: "scripts/test.ts",
  args: ["--quick", ...checked.flatMap((part) => ["--without", part])],
};

const root = fileURLToPath(new URL("../", import.meta.url));
keepCompiledCode(new URL("../", import.meta.url));
const started = performance.now();
let failed = 0;

async function runStep({ name, script, args = [] }: Step): Promise<void> {
  const start = performance.now();
  const flags = script.startsWith("scripts/") ? [source] : [];
  const child = spawn(process.execPath, [...flags, script, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
  const summary = name === tests.name ? `  ${output.trimEnd().split("\n").at(-1)}` : "";
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${seconds} s  ${name}${summary}`);
  if (status === 0) return;
  failed++;
  console.log(`\n${output.trimEnd().replaceAll(/^/gm, "    ")}\n`);
}

const queue = [...steps];
async function runQueue(): Promise<void> {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) await runStep(step);
}
await Promise.all([runQueue(), runQueue()]);
await runStep(tests);

const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(failed === 0 ? `All checks passed in ${seconds} s.` : `${failed} checks failed (${seconds} s).`);
process.exitCode = failed === 0 ? 0 : 1;
