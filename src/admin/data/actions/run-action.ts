// Runs an action on many rows in batches: each is a transaction that also says how far the job is, so that it stops between two and never within one.
import type { Request } from "#http";
import { HttpError } from "#http";
import { atomic } from "#orm";
import { keyFromText, keyText } from "#orm/internals";
import type { AdminJob } from "../../models/admin-job.ts";
import { AdminJob as Jobs } from "../../models/admin-job.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { claimJob, giveWay, touchJob } from "./jobs.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;

/** The controls of a form that was sent, by name. */
export type SentValues = readonly (readonly [name: string, value: string])[];

/** What a job of an action asks for. */
export interface ActionAsked {
  readonly action: string;
  readonly words: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly date: string;
  readonly all: boolean;
  readonly keys: readonly string[];
  /** What was filled into the action's form, as it was sent. */
  readonly sent?: SentValues | undefined;
  /** The key of the last row, as text: what is added meanwhile is not part of it. */
  readonly upTo: string;
}

/** One run of a job. */
export interface ActionRun {
  readonly entry: ModelAdmin;
  readonly job: AdminJob;
  /** The rows that the job is for. */
  readonly rows: Rows;
  readonly batchSize: number;
  /** Does it to the rows of a batch. */
  readonly act: (rows: Rows) => Promise<unknown>;
}

class Lost extends Error {}

/** Runs it from where it stands to its end, to a cancellation, or until the app stops. */
export async function runAction(request: Request, run: ActionRun): Promise<void> {
  const { job } = run;
  const runner = await claimJob(job, ["stopped", "cancelled", "failed"], "running");
  if (runner === undefined) return;
  try {
    while ((await atomic(() => runBatch(request, run, runner), { retries: 3 })) === "on") await giveWay();
  } catch (error) {
    if (error instanceof Lost) return;
    const reason = error instanceof HttpError ? error.publicText : undefined;
    await touchJob(job.token, runner, { state: "failed", told: { reason: reason ?? "" } });
    if (reason === undefined) throw error;
  }
}

async function runBatch(
  request: Request,
  { entry, job, rows, batchSize, act }: ActionRun,
  runner: string,
): Promise<"on" | "end"> {
  const { token } = job;
  const now = await Jobs.objects.filter({ token, runner } as never).first();
  if (now === null) throw new Lost();
  if (now.cancelAsked || request.app.stopping.aborted) {
    await touchJob(token, runner, { state: now.cancelAsked ? "cancelled" : "stopped" });
    return "end";
  }
  const { meta } = entry;
  const { upTo } = now.asked as unknown as ActionAsked;
  let rest = rows.filter({ pk__lte: keyFromText(meta, upTo) });
  if (now.cursor !== "") rest = rest.filter({ pk__gt: keyFromText(meta, now.cursor) });
  const keys: readonly unknown[] = await rest.orderBy("pk").limit(batchSize).flat("pk");
  const last = keys.at(-1);
  if (last === undefined) {
    await touchJob(token, runner, { state: "done" });
    return "end";
  }
  await act(rows.filter({ pk__in: keys }));
  const isOurs = await touchJob(token, runner, { done: now.done + keys.length, cursor: keyText(meta, last) });
  // Another run has taken it over: what this one did is rolled back.
  if (!isOurs) throw new Lost();
  return "on";
}
