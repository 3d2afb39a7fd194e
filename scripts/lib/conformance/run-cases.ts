// Runs conformance cases one by one in a worker that is replaced when a case hangs or ends it, and counts the outcomes.
import { Worker } from "node:worker_threads";
import type { CaseResult } from "../../../tests/conformance/case-result.ts";

/** `{ suite: { id: reason } }`: where Demijohn differs from the reference on purpose. */
export type Differences = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One case with the id that the report calls it by. */
export interface IdentifiedCase {
  readonly id: string;
  readonly testCase: unknown;
}

export interface RunOptions {
  readonly suite: URL;
  readonly cases: readonly IdentifiedCase[];
  readonly differences: Readonly<Record<string, string>>;
  readonly mode?: string | undefined;
  /** Runs only the cases whose id contains this text. */
  readonly only?: string | undefined;
  /** Milliseconds that one case may take; 5,000 unless told. */
  readonly timeLimit?: number | undefined;
  /** Milliseconds that loading the suite may take; 60,000 unless told. */
  readonly loadLimit?: number | undefined;
  print(line: string): void;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What the worker says: it loaded the suite, or the case at `index` came out. */
export type WorkerReport =
  | { readonly kind: "loaded" }
  | { readonly kind: "result"; readonly index: number; readonly result: CaseResult };

/** Reads a file of cases: an array of records that have an `id` or a `name`. */
export function readCases(text: string): IdentifiedCase[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error("A file of conformance cases is a JSON array.");
  return list.map((testCase, i) => ({ id: String(testCase?.id ?? testCase?.name ?? `#${i}`), testCase }));
}

/** Runs every case, prints a line for each that failed or was skipped, and the counts last. */
export async function runCases(options: RunOptions): Promise<Counts> {
  const { only, differences, print } = options;
  const cases = only === undefined ? options.cases : options.cases.filter((item) => item.id.includes(only));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const known = new Set(options.cases.map((item) => item.id));
  const report = (id: string, result: CaseResult): void => {
    const outcome = judge(result, differences[id]);
    counts[outcome.kind === "pass" ? "passed" : outcome.kind === "fail" ? "failed" : "skipped"]++;
    if (outcome.kind !== "pass") print(`${outcome.kind.toUpperCase()} ${id}: ${oneLine(outcome.why)}`);
  };
  let next = 0;
  while (next < cases.length) {
    next = await runFrom({ ...options, cases }, next, report);
  }
  if (only === undefined) {
    for (const id of Object.keys(differences)) {
      if (known.has(id)) continue;
      counts.failed++;
      print(`FAIL ${id}: listed as a difference but no case has this id: remove it`);
    }
  }
  print(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts;
}

function judge(result: CaseResult, reason: string | undefined): CaseResult {
  if (reason === undefined) return result;
  if (result.kind === "pass") return { kind: "fail", why: "listed as a difference but passes: remove it" };
  return { kind: "skip", why: reason };
}

// Resolves to the index of the first case that has no outcome yet: the end, or the one after a case that broke the worker.
function runFrom(
  options: RunOptions,
  first: number,
  report: (id: string, result: CaseResult) => void,
): Promise<number> {
  const { cases, timeLimit = 5_000, loadLimit = 60_000 } = options;
  const worker = new Worker(new URL("case-worker.ts", import.meta.url), {
    workerData: {
      suite: options.suite.href,
      cases: cases.slice(first).map((item) => item.testCase),
      mode: options.mode,
    },
  });
  return new Promise((resolve, reject) => {
    let current = first;
    let loaded = false;
    let settled = false;
    let timer: NodeJS.Timeout;
    const settle = (action: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      void worker.terminate().then(action, reject);
    };
    const giveUp = (why: string): void => {
      settle(() => {
        if (!loaded) return reject(new Error(`The suite ${options.suite.pathname} does not load: ${why}`));
        report(cases[current]!.id, { kind: "fail", why });
        resolve(current + 1);
      });
    };
    const arm = (limit: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => giveUp(`did not finish within ${limit / 1000} s`), limit);
    };
    arm(loadLimit);
    worker.on("message", (message: WorkerReport) => {
      if (settled) return;
      if (message.kind === "loaded") {
        loaded = true;
      } else {
        report(cases[current]!.id, message.result);
        current = first + message.index + 1;
      }
      if (current === cases.length) settle(() => resolve(current));
      else arm(timeLimit);
    });
    // Reports that the worker sent before its end are delivered before "exit", but not before "error".
    let stray: Error | undefined;
    worker.on("error", (error) => {
      stray = error;
    });
    worker.on("exit", () => {
      giveUp(
        stray === undefined ? "ended the thread that runs the cases" : `threw outside of the case: ${stray.message}`,
      );
    });
  });
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, " ⏎ ");
  return line.length > 400 ? `${line.slice(0, 399)}…` : line;
}
