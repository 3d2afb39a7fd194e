// Shows an import in each of its states, and sends its bad rows as a file.
import { type Reply, reply } from "#app";
import type { Request } from "#http";
import { isStopped } from "../../data/actions/jobs.ts";
import { csvLines } from "../../data/exchange/csv-file.ts";
import { guessTargets, importTargets, matchChoices, writableFields } from "../../data/imports/import-targets.ts";
import { missingFields } from "../../data/imports/importer.ts";
import { doneOf, type ImportAsked, type ImportTold } from "../../data/imports/run-import.ts";
import { type AdminSite, labelOfField, placeOf, pluralOf } from "../../data/site.ts";
import type { AdminJob } from "../../models/admin-job.ts";
import { ImportRow } from "../../models/import-row.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { AdminTexts } from "../../texts/texts.ts";
import { capital, showAdminPage } from "../admin-context.ts";

const perPage = 50;
const samples = 3;

/** Shows it; with a fault, in the state where it can be mended. */
export async function showImport(
  site: AdminSite,
  request: Request,
  entry: ModelAdmin,
  job: AdminJob,
  fault?: string,
): Promise<Reply> {
  const texts = site.texts(request);
  const { meta } = entry;
  const list = capital(pluralOf(meta));
  const isBusy = (job.state === "checking" || job.state === "writing") && !isStopped(job);
  const told = job.told as ImportTold;
  return showAdminPage(site, request, isBusy ? "import-busy" : viewOf(job), {
    title: texts.t("Import of {file}", { file: job.title }),
    entry,
    status: fault === undefined ? 200 : 422,
    crumbs: [{ title: list, address: request.urlFor(".list", placeOf(meta)) }],
    context: {
      fault:
        fault ??
        (told.failed === true
          ? texts.t("An error stopped it, and nothing was written. The server’s log says more.")
          : undefined),
      told,
      ...(isBusy ? busyContext(job, texts) : await contextOf(request, entry, job, texts)),
    },
  });
}

function viewOf({ state }: AdminJob): string {
  if (state === "done") return "import-done";
  return state === "checked" || state === "writing" ? "import-preview" : "import-columns";
}

function busyContext(job: AdminJob, { t, number }: AdminTexts): Readonly<Record<string, unknown>> {
  const values = { done: number(doneOf(job)), total: number(job.total) };
  const isChecking = job.state === "checking";
  return {
    job: {
      isBusy: true,
      total: job.total,
      done: doneOf(job),
      canCancel: isChecking && !job.cancelAsked,
      text: isChecking
        ? t("{done} of {total} rows are checked. Nothing is written yet.", values)
        : t("The rows are being written: all of them, or none."),
    },
  };
}

function contextOf(
  request: Request,
  entry: ModelAdmin,
  job: AdminJob,
  texts: AdminTexts,
): Promise<Readonly<Record<string, unknown>>> | Readonly<Record<string, unknown>> {
  const view = viewOf(job);
  if (view === "import-columns") return columnsContext(request, entry, job, texts);
  return view === "import-preview" ? previewContext(request, entry, job, texts) : {};
}

// --- columns ----------------------------------------------------------------------------------------------------------------

async function columnsContext(
  request: Request,
  entry: ModelAdmin,
  job: AdminJob,
  { t }: AdminTexts,
): Promise<Readonly<Record<string, unknown>>> {
  const { meta } = entry;
  const asked = job.asked as unknown as ImportAsked;
  const names = await writableFields(entry, request);
  const targets = importTargets(meta, names);
  const guesses = guessTargets(meta, asked.columns, targets);
  const first: readonly ImportRow[] = await ImportRow.objects
    .filter({ job: job.token } as never)
    .orderBy("number" as never)
    .limit(samples);
  const given = asked.mapping.flatMap((name) => targets.find((target) => target.name === name)?.field ?? []);
  const everyTarget = matchChoices(
    meta,
    targets.map(({ name }) => name),
    targets,
  );
  return {
    targets,
    columns: asked.columns.map((heading, i) => ({
      name: `column${i}`,
      heading,
      target: asked.mapping[i] ?? "",
      resembles: asked.mapping[i] === "" ? guesses[i]?.resembles?.label : undefined,
      samples: first.map(({ values }) => String(values[i] ?? "").slice(0, 40)).filter((text) => text !== ""),
    })),
    matches: [
      { value: "", label: t("All rows are new"), isChosen: asked.match.length === 0 },
      ...everyTarget.map((set) => ({
        value: set.join("+"),
        label: set.map((name) => labelOfField(meta, name)).join(" + "),
        isChosen: set.join("+") === asked.match.join("+"),
      })),
    ],
    missing: missingFields(meta, names, given).map((name) => labelOfField(meta, name)),
    total: job.total,
  };
}

// --- preview ----------------------------------------------------------------------------------------------------------------

const outcomes = ["bad", "create", "update", "same"] as const;

async function previewContext(
  request: Request,
  entry: ModelAdmin,
  job: AdminJob,
  { t, tn }: AdminTexts,
): Promise<Readonly<Record<string, unknown>>> {
  const told = job.told as ImportTold;
  const counts = outcomes.map((outcome) => told[outcome] ?? 0);
  const asked = request.query.get("show");
  const shown = outcomes.find((outcome) => outcome === asked) ?? outcomes.find((_, i) => counts[i]! > 0) ?? "create";
  const count = counts[outcomes.indexOf(shown)]!;
  const pages = Math.max(1, Math.ceil(count / perPage));
  const page = Math.min(pages, Math.max(1, request.query.get("p", { type: "int", default: 1 })));
  const rows: readonly ImportRow[] = await ImportRow.objects
    .filter({ job: job.token, outcome: shown } as never)
    .orderBy("number" as never)
    .slice((page - 1) * perPage, page * perPage);
  const labels = { bad: t("Cannot be written"), create: t("New"), update: t("Changed"), same: t("As they are") };
  const address = (outcome: string, at: number): string => `?show=${outcome}${at === 1 ? "" : `&p=${at}`}`;
  const place = placeOf(entry.meta);
  const written = (told.create ?? 0) + (told.update ?? 0);
  return {
    tabs: outcomes.map((outcome, i) => ({
      label: labels[outcome],
      count: counts[i],
      address: address(outcome, 1),
      isCurrent: outcome === shown,
      kind: outcome,
    })),
    shown,
    rows: rows.map((row) => ({
      number: row.number,
      text: row.objectText,
      changes: row.changes,
      faults: row.faults,
      address: row.objectKey === "" ? undefined : request.urlFor(".change", { ...place, key: row.objectKey }),
    })),
    page,
    pages,
    previous: page > 1 ? address(shown, page - 1) : undefined,
    next: page < pages ? address(shown, page + 1) : undefined,
    faults_address: request.urlFor(".import-faults", { token: job.token }),
    written,
    stale: told.stale ?? [],
    is_stale: told.stale !== undefined,
    confirm: tn("Import {count} row", "Import {count} rows", written),
  };
}

/** Sends the bad rows, one line a fault. */
export function sendFaults(job: AdminJob): Reply {
  const headers = {
    "Content-Type": "text/csv; charset=utf-8",
    "Content-Disposition": 'attachment; filename="faults.csv"',
    "Cache-Control": "no-store",
  };
  return reply(csvLines(["row", "field", "value", "reason"], faultsOf(job)), 200, headers);
}

async function* faultsOf({ token }: AdminJob): AsyncGenerator<readonly unknown[]> {
  const rows = ImportRow.objects.filter({ job: token, outcome: "bad" } as never).orderBy("number" as never);
  for await (const { number, faults } of rows as AsyncIterable<ImportRow>)
    for (const { field, value, reason } of faults) yield [number, field, value, reason];
}
