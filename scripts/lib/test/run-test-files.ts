// Runs test files side by side, each in a process of its own, and prints one line a file and every failure in full.
import { run } from "node:test";
import { fileURLToPath } from "node:url";
import { FileOutcome } from "./file-outcome.ts";

export interface TestRunOptions {
  readonly root: URL;
  /** Paths from `root` on. */
  readonly files: readonly string[];
  /** How many files run at once. */
  readonly jobs: number;
  /** Runs only the tests whose name contains this text. */
  readonly name?: string | undefined;
  /** Milliseconds that one file may take; ten minutes unless told. */
  readonly timeLimit?: number | undefined;
  print(line: string): void;
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs the files and prints, last, `N passed, N failed, N skipped` with the counts of leaf tests. */
export async function runTestFiles(options: TestRunOptions): Promise<TestCounts> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const skips = new Map<string, number>();
  const queue = [...options.files];
  const failures: string[] = [];
  const runNext = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const outcome = await runFile(file, options);
      counts.passed += outcome.passed;
      counts.failed += outcome.failures.length;
      counts.skipped += outcome.skipped.length;
      for (const reason of outcome.skipped) skips.set(reason, (skips.get(reason) ?? 0) + 1);
      options.print(outcome.describe());
      for (const failure of outcome.failures) {
        failures.push(failure);
        options.print(`\n${failure}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, runNext));
  if (failures.length > 0 && options.files.length > 1) {
    options.print(`\nFailed:\n${failures.map((failure) => `  ${failure.split("\n")[0]}`).join("\n")}\n`);
  }
  for (const [reason, count] of skips) options.print(`Skipped ${count}: ${reason}`);
  if (options.files.length === 0) options.print("No test file fits.");
  options.print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts;
}

async function runFile(file: string, options: TestRunOptions): Promise<FileOutcome> {
  const path = fileURLToPath(new URL(file, options.root));
  const limit = options.timeLimit ?? 600_000;
  const outcome = new FileOutcome(file, path, { partial: options.name !== undefined, limit });
  const stream = run({
    files: [path],
    cwd: fileURLToPath(options.root),
    // A file that spins never ends by `timeout`, which its own process keeps; the signal ends the process.
    signal: AbortSignal.timeout(limit),
    execArgv: [
      "--conditions=demijohn-source",
      "--import",
      new URL("fail-on-warning.ts", import.meta.url).href,
      "--trace-warnings",
    ],
    ...(options.name === undefined ? {} : { testNamePatterns: [new RegExp(RegExp.escape(options.name), "i")] }),
  });
  const patience = setInterval(() => {
    const running = outcome.runningTest;
    options.print(`...   ${file} is still running${running === undefined ? "" : `: ${running}`}`);
  }, 60_000);
  for await (const event of stream) outcome.take(event);
  clearInterval(patience);
  return outcome;
}
