// Runs the cases that a conformance run hands to this thread, one after another, and reports each outcome.
import { parentPort, workerData } from "node:worker_threads";
import type { CaseOptions, CaseResult, CheckCase } from "../../../tests/conformance/case-result.ts";
import type { WorkerReport } from "./run-cases.ts";

const { suite, cases, mode } = workerData as { suite: string; cases: readonly unknown[]; mode: string | undefined };
const say = (report: WorkerReport): void => parentPort!.postMessage(report);

const module: { check?: CheckCase } = await import(suite);
const check = module.check as unknown as (testCase: unknown, options: CaseOptions) => CaseResult | Promise<CaseResult>;
if (typeof check !== "function") throw new Error(`${suite} exports no function "check".`);
say({ kind: "loaded" });
for (const [index, testCase] of cases.entries()) {
  say({ kind: "result", index, result: await outcomeOf(testCase) });
}

async function outcomeOf(testCase: unknown): Promise<CaseResult> {
  try {
    const result = await check(testCase, { mode });
    if (result?.kind === "pass") return { kind: "pass" };
    if (result?.kind === "fail" || result?.kind === "skip") return { kind: result.kind, why: String(result.why) };
    return { kind: "fail", why: `check returned ${JSON.stringify(result)}, which is no CaseResult` };
  } catch (error) {
    return { kind: "fail", why: error instanceof Error ? `${error.name}: ${error.message}` : `threw ${String(error)}` };
  }
}
