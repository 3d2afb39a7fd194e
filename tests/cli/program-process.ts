// Starts the program as a process in a folder of its own, and ends it with the test, however that goes.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
// Machines that run tests are slow and busy; a test that waits for what never comes may take as long.
const patience = 30_000;

/** Makes a folder with these files in which `demijohn` can be imported; it goes with the test. */
export function makeFolder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "demijohn-cli-")));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/demijohn"), "dir");
  for (const [name, text] of Object.entries({ "package.json": '{ "type": "module" }\n', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A running program. */
export interface RunningProgram {
  readonly process: ChildProcess;
  /** What it has written so far, both streams. */
  text(): string;
  /** Waits until it has written something that fits. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with its exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts `demijohn` with these words. */
export function startProgram(
  t: TestContext,
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProgram {
  const { NODE_TEST_CONTEXT, NODE_ENV, DEMIJOHN_MODE, PORT, HOST, WEB_CONCURRENCY, ...rest } = process.env;
  const child = spawn(process.execPath, ["--conditions=demijohn-source", join(root, "src/bin.ts"), ...words], {
    cwd: folder,
    env: { ...rest, NO_COLOR: "1", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (text += part));
  const ended = new Promise<number | string>((resolve) =>
    child.once("close", (code, signal) => resolve(signal ?? code ?? 1)),
  );
  t.after(async () => {
    // The children of the program end by themselves when it is gone.
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await ended;
  });
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    const end = Date.now() + patience;
    for (;;) {
      const match = pattern.exec(text);
      if (match !== null) return match;
      if (Date.now() > end || child.exitCode !== null)
        throw new Error(`${pattern} never came. The program wrote:\n${text}`);
      await wait(10);
    }
  };
  return { process: child, text: () => text, says, ended };
}

/** Runs the program to its end. */
export async function runToEnd(
  t: TestContext,
  folder: string,
  words: readonly string[],
  input = "",
): Promise<{ readonly status: number | string; readonly text: string }> {
  const program = startProgram(t, folder, words);
  program.process.stdin!.end(input);
  return { status: await program.ended, text: program.text() };
}

/** Calls `probe` until it returns something other than undefined; its errors count as undefined. */
export async function eventually<T>(probe: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + patience;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    await wait(20);
  }
  throw new Error(`Nothing came of it in ${patience} ms.`, { cause: last });
}
