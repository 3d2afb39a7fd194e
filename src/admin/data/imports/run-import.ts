// Runs an import: checks all rows of a file and keeps what each would do, and, once that is confirmed, writes them in one transaction.
//
// Invariant: checking writes nothing but the import's own rows; writing checks every row anew, and writes nothing where one differs from what was shown.
import type { Request } from "#http";
import { atomic, IntegrityError } from "#orm";
import type { AdminJob } from "../../models/admin-job.ts";
import { AdminJob as Jobs } from "../../models/admin-job.ts";
import { ImportRow } from "../../models/import-row.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { claimJob, giveWay, touchJob } from "../actions/jobs.ts";
import type { AdminSite } from "../site.ts";
import { type CheckedRow, Importer, type ImportPlan } from "./importer.ts";

/** What an import asks for. */
export interface ImportAsked extends ImportPlan {
  readonly file: string;
  readonly columns: readonly string[];
  /** Whether good rows are written although there are bad ones. */
  readonly leaveOut: boolean;
}

/** What came of an import. */
export interface ImportTold {
  readonly create?: number | undefined;
  readonly update?: number | undefined;
  readonly same?: number | undefined;
  readonly bad?: number | undefined;
  /** Rows that differ from what was shown when they were to be written. */
  readonly stale?: readonly { readonly number: number; readonly text: string }[] | undefined;
  /** Whether an error, rather than the rows, kept them from being written. */
  readonly failed?: boolean | undefined;
}

/** An import at work. */
export interface ImportRun {
  readonly site: AdminSite;
  readonly entry: ModelAdmin;
  readonly job: AdminJob;
}

/** One row that was written, for the log. */
export interface WrittenRow {
  readonly checked: CheckedRow;
  readonly row: object & { readonly pk: unknown };
}

const checkedAtOnce = 250;
const writtenAtOnce = 100;
const mostStale = 20;

// How far runs of this process are that hold a transaction open: their row cannot say so before it ends.
const here = new Map<string, number>();

/** How many rows of an import are done. */
export function doneOf({ token, done }: AdminJob): number {
  return here.get(token) ?? done;
}

// --- checking ---------------------------------------------------------------------------------------------------------------

/** Checks all rows. Cancelled, or stopped by an error, the import stands where its columns are mapped. */
export async function checkImport(request: Request, { site, entry, job }: ImportRun): Promise<void> {
  const { token } = job;
  const runner = await claimJob(job, ["uploaded", "checked"], "checking");
  if (runner === undefined) return;
  try {
    const importer = await Importer.make(site, request, entry, job.asked as unknown as ImportAsked);
    const told = { create: 0, update: 0, same: 0, bad: 0 };
    await ImportRow.objects.filter({ job: token } as never).update({ outcome: "" } as never);
    for (let done = 0; ; ) {
      const rows = await readRows(token, -1, checkedAtOnce, { outcome: "" });
      if (rows.length === 0) break;
      const checked = await importer.check(rows);
      for (const { outcome } of checked) told[outcome]++;
      await keep(rows, checked);
      done += rows.length;
      const now = await Jobs.objects.filter({ token, runner } as never).first();
      if (now?.cancelAsked !== false) {
        await touchJob(token, runner, { state: "uploaded", done: 0, told: {} });
        return;
      }
      await touchJob(token, runner, { done });
      await giveWay();
    }
    await touchJob(token, runner, { state: "checked", told });
  } catch (error) {
    await touchJob(token, runner, { state: "uploaded", told: { failed: true } });
    throw error;
  }
}

async function readRows(job: string, after: number, most: number, where: object): Promise<readonly ImportRow[]> {
  return ImportRow.objects
    .filter({ job, number__gt: after, ...where } as never)
    .orderBy("number" as never)
    .limit(most);
}

async function keep(rows: readonly ImportRow[], checked: readonly CheckedRow[]): Promise<void> {
  for (const [i, row] of rows.entries()) {
    const { outcome, objectKey, objectText, version, changes, faults } = checked[i]!;
    Object.assign(row, { outcome, objectKey, objectText, version, changes, faults });
  }
  const names = ["outcome", "objectKey", "objectText", "version", "changes", "faults"] as const;
  await ImportRow.objects.bulkUpdate(rows as ImportRow[], names as never);
}

// --- writing ----------------------------------------------------------------------------------------------------------------

class NothingWritten extends Error {
  readonly told: ImportTold;

  constructor(told: ImportTold) {
    super("Nothing was written.");
    this.told = told;
  }
}

/**
 * Writes the rows that were checked, all in one transaction, and `log` in it. Where a row is not as it was shown any more, nothing is written, and
 * the import says which.
 */
export async function writeImport(
  request: Request,
  { site, entry, job }: ImportRun,
  log: (rows: readonly WrittenRow[]) => Promise<void>,
): Promise<void> {
  const { token } = job;
  const runner = await claimJob(job, ["checked"], "writing");
  if (runner === undefined) return;
  const { told } = job as { readonly told: ImportTold };
  try {
    await atomic(async () => {
      // Holds the job's row until the end: a second run waits here, and then finds it done.
      if (!(await touchJob(token, runner, { done: 0 }))) throw new NothingWritten(told);
      const importer = await Importer.make(site, request, entry, job.asked as unknown as ImportAsked);
      await writeAll({ importer, entry, request, job, log });
      await touchJob(token, runner, { state: "done", done: job.total });
    });
  } catch (error) {
    const isExpected = error instanceof NothingWritten;
    await touchJob(token, runner, {
      state: "checked",
      told: { ...told, stale: isExpected ? (error.told.stale ?? []) : undefined, failed: !isExpected },
    });
    if (!isExpected) throw error;
  } finally {
    here.delete(token);
  }
}

interface Writing {
  readonly importer: Importer;
  readonly entry: ModelAdmin;
  readonly request: Request;
  readonly job: AdminJob;
  readonly log: (rows: readonly WrittenRow[]) => Promise<void>;
}

async function writeAll({ importer, entry, request, job, log }: Writing): Promise<void> {
  const { token, told } = job as { readonly token: string; readonly told: ImportTold };
  const stale: { number: number; text: string }[] = [];
  let done = 0;
  let after = -1;
  for (;;) {
    const rows = await readRows(token, after, writtenAtOnce, { outcome__in: ["create", "update"] });
    const last = rows.at(-1);
    if (last === undefined) break;
    const written: WrittenRow[] = [];
    for (const [i, checked] of (await importer.check(rows)).entries()) {
      if (!isAsShown(rows[i]!, checked)) {
        if (stale.length < mostStale) stale.push({ number: checked.number, text: staleText(rows[i]!, checked) });
      } else if (stale.length === 0)
        written.push({ checked, row: await writeRow(entry, request, checked).catch(refused) });
    }
    if (stale.length === 0) await log(written);
    after = last.number;
    done += rows.length;
    here.set(token, done);
    await giveWay();
  }
  if (stale.length > 0) throw new NothingWritten({ ...told, stale });
}

// What the database alone knows to refuse, somebody else wrote at this moment.
function refused(error: unknown): never {
  throw error instanceof IntegrityError ? new NothingWritten({ stale: [] }) : error;
}

function isAsShown(shown: ImportRow, { outcome, objectKey, version }: CheckedRow): boolean {
  return shown.outcome === outcome && shown.objectKey === objectKey && shown.version === version;
}

function staleText({ objectText }: ImportRow, { faults }: CheckedRow): string {
  return [objectText, ...faults.map(({ reason }) => reason)].join(": ");
}

interface Instance {
  readonly pk: unknown;
  save(): Promise<unknown>;
}

// As the form does, without a savepoint for each row: one that fails takes all back.
async function writeRow(
  { options }: ModelAdmin,
  request: Request,
  { form, outcome }: CheckedRow,
): Promise<WrittenRow["row"]> {
  const instance = form!.instance as Instance;
  await form!.save({ commit: false });
  await options.saveModel?.(instance as never, request, outcome === "create");
  await instance.save();
  await form!.saveRelations();
  return instance;
}
