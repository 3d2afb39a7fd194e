// Makes, finds, claims and forgets jobs: rows of a table, so that every process of an app sees how far they are.
import { currentUser } from "#auth";
import type { Request } from "#http";
import { onCommit } from "#orm";
import { AdminJob, type JobState } from "../../models/admin-job.ts";
import { ImportRow } from "../../models/import-row.ts";

/** What a job is made of. */
export interface NewJob {
  readonly kind: "action" | "import";
  readonly model: string;
  readonly title: string;
  readonly state: JobState;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly total: number;
}

// Old enough that nobody comes back for it.
const lifeTime = 2 * 86_400_000;
// A run that has not been heard of for so long has ended with its process.
const silence = 60_000;

/** Makes a job of the request's user, and forgets what is older than two days. */
export async function createJob(request: Request, job: NewJob): Promise<AdminJob> {
  await forgetJobs(new Date(Date.now() - lifeTime));
  const ownerKey = await ownerKeyOf(request);
  return AdminJob.objects.create({ ...job, title: job.title.slice(0, 200), token: newToken(), ownerKey });
}

async function forgetJobs(before: Date): Promise<void> {
  const tokens: readonly string[] = await AdminJob.objects
    .filter({ createdAt__lt: before } as never)
    .flat("token" as never);
  for (const token of tokens) await forgetJob(token);
}

/** Removes a job and its rows. */
export async function forgetJob(token: string): Promise<void> {
  await ImportRow.objects.filter({ job: token } as never).delete();
  await AdminJob.objects.filter({ token } as never).delete();
}

function newToken(): string {
  return process.getBuiltinModule("node:crypto").randomUUID();
}

async function ownerKeyOf(request: Request): Promise<string> {
  return String(((await currentUser(request)) as { readonly pk?: unknown }).pk ?? "");
}

/** A job of the request's user; undefined for one of somebody else. */
export async function findJob(request: Request, kind: NewJob["kind"], token: string): Promise<AdminJob | undefined> {
  const ownerKey = await ownerKeyOf(request);
  const found = await AdminJob.objects.filter({ token, kind, ownerKey } as never).first();
  return found ?? undefined;
}

/** Whether the run that worked on a job has ended without saying so. */
export function isStopped({ state, touchedAt }: AdminJob): boolean {
  const isAtWork = state === "running" || state === "checking" || state === "writing";
  return isAtWork && Date.now() - touchedAt.getTime() > silence;
}

/**
 * Takes a job over for one run: a new one, one in one of the states, or one whose run was silent for a minute. Returns the run's name, or undefined where
 * somebody else has taken it.
 */
export async function claimJob(
  job: AdminJob,
  from: readonly JobState[],
  state: "running" | "checking" | "writing",
): Promise<string | undefined> {
  const isFree = job.runner === "" || (from as readonly string[]).includes(job.state) || isStopped(job);
  if (!isFree) return undefined;
  const runner = newToken();
  const { token, state: was, runner: before } = job;
  const taken: number = await AdminJob.objects
    .filter({ token, state: was, runner: before } as never)
    .update({ state, runner, cancelAsked: false, touchedAt: new Date() } as never);
  return taken === 1 ? runner : undefined;
}

/** Changes a job, if the run still holds it. */
export async function touchJob(
  token: string,
  runner: string,
  changes: Partial<Pick<AdminJob, "state" | "done" | "total" | "cursor" | "told">>,
): Promise<boolean> {
  const touched: number = await AdminJob.objects
    .filter({ token, runner } as never)
    .update({ ...changes, touchedAt: new Date() } as never);
  return touched === 1;
}

/** Asks a job to stop: it does before its next batch. */
export async function cancelJob({ token }: AdminJob): Promise<void> {
  await AdminJob.objects.filter({ token } as never).update({ cancelAsked: true } as never);
}

/** Begins work after the answer, outside of the transaction that the request may be answered in, and not if that is rolled back. */
export function workAfter(request: Request, work: () => Promise<void>): void {
  onCommit(() => request.app.background(work));
}

/** Lets other requests have their turn: a driver without waiting would keep them all waiting. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
