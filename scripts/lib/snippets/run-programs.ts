// Runs planned programs in a few processes that are replaced when one hangs or ends, and gives back the faults by place.
import { type ChildProcess, execFile, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LineOrigin, Program } from "./plan-programs.ts";
import type { ProgramOrder, ProgramReport } from "./program-worker.ts";

export interface ProgramFault {
  readonly program: Program;
  /** The line of the program, from 1 on. */
  readonly line: number;
  readonly what: string;
}

export interface RunSettings {
  /** The absolute path that the programs' paths start from. */
  readonly folder: string;
  readonly jobs: number;
  /** Put before PATH for shells. */
  readonly commands: readonly string[];
  /** Milliseconds for one program; 10,000 unless told. */
  readonly timeLimit?: number | undefined;
}

/** Runs all programs; those of one page run in the order of the page. */
export async function runPrograms(programs: readonly Program[], settings: RunSettings): Promise<ProgramFault[]> {
  const pages = Map.groupBy(programs, (program) => program.origin.source);
  const queue = [...pages.values()];
  const faults: ProgramFault[] = [];
  await Promise.all(
    Array.from({ length: Math.min(settings.jobs, queue.length) }, async () => {
      const runner = new ModuleRunner(settings.timeLimit ?? 10_000);
      for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
        const isRepeated = page.some(({ path }) => /\/[1-9]\d*(?:\/|$)/.test(path));
        for (const program of page) {
          const path = join(settings.folder, program.path);
          const isAlone = program.kind === "module" && (isRepeated || wantsOwnProcess(path));
          if (isAlone) runner.stop();
          const found =
            program.kind === "module" ? await runner.run(path) : await runShell(path, program.script!, settings);
          faults.push(...found.map((fault) => ({ program, ...fault })));
          if (isAlone) runner.stop();
        }
      }
      runner.stop();
    }),
  );
  return faults;
}

// A process has one user model, and one model of a name, which stay for the programs that come after: those that set up accounts, and
// those of a page that shows a file more than once, run in processes of their own.
function wantsOwnProcess(path: string): boolean {
  return /from "demijohn\/(?:auth|admin)"/.test(readFileSync(path, "utf8"));
}

/** Where a fault of a program stands in the documentation. */
export function placeOf(fault: ProgramFault, origins: readonly LineOrigin[] | undefined): LineOrigin {
  return origins?.[fault.line - 1] ?? fault.program.origin;
}

class ModuleRunner {
  readonly #limit: number;
  #child: ChildProcess | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  run(path: string): Promise<ProgramReport["faults"]> {
    this.#child ??= fork(fileURLToPath(new URL("program-worker.ts", import.meta.url)), {
      execArgv: ["--conditions=demijohn-source"],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, NODE_ENV: "development", NODE_TEST_CONTEXT: "", NO_COLOR: "1" },
    });
    const child = this.#child;
    return new Promise((resolve) => {
      let errors = "";
      const read = (chunk: Buffer): void => {
        errors += chunk;
      };
      const finish = (faults: ProgramReport["faults"], isBroken: boolean): void => {
        clearTimeout(timer);
        child.off("message", take).off("exit", exit);
        child.stderr!.off("data", read);
        if (isBroken) this.stop();
        resolve(faults);
      };
      const take = (report: ProgramReport): void => finish(report.faults, false);
      const exit = (): void => finish([{ line: 1, what: `ended the process: ${errors.trim()}` }], true);
      const timer = setTimeout(
        () => finish([{ line: 1, what: `did not finish within ${this.#limit / 1000} s` }], true),
        this.#limit,
      );
      child.on("message", take).on("exit", exit);
      child.stderr!.on("data", read);
      child.send({ path } satisfies ProgramOrder);
    });
  }

  stop(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}

function runShell(folder: string, script: string, settings: RunSettings): Promise<ProgramReport["faults"]> {
  const env = {
    ...process.env,
    NODE_TEST_CONTEXT: "",
    PORT: "0",
    PATH: [...settings.commands, process.env["PATH"]].join(":"),
  };
  return new Promise((resolve) => {
    const options = { cwd: folder, env, timeout: settings.timeLimit ?? 10_000, killSignal: "SIGKILL" } as const;
    execFile("bash", ["--norc", "-euo", "pipefail", "-c", script], options, (error, stdout, stderr) => {
      if (error === null) resolve([]);
      else resolve([{ line: 1, what: `the commands failed: ${`${stdout}${stderr}`.trim() || error.message}` }]);
    });
  });
}
