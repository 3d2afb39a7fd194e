// Answers the pages of an import: the upload, what its columns stand for, what it would change, and what came of it.
import type { Blueprint, Reply } from "#app";
import { Forbidden, NotFound, type Request, redirect, type UploadedFile } from "#http";
import { SetupError } from "#kernel";
import { keyText } from "#orm/internals";
import { cancelJob, createJob, findJob, forgetJob, giveWay, isStopped, workAfter } from "../../data/actions/jobs.ts";
import { readTable } from "../../data/exchange/read-table.ts";
import type { Table } from "../../data/exchange/table.ts";
import { TableFault } from "../../data/exchange/table-fault.ts";
import { hasXlsx } from "../../data/exchange/xlsx-file.ts";
import { guessTargets, importTargets, matchChoices, writableFields } from "../../data/imports/import-targets.ts";
import { checkImport, type ImportAsked, type ImportTold, writeImport } from "../../data/imports/run-import.ts";
import { type AdminSite, type Allowed, allowedOf, placeOf, pluralOf } from "../../data/site.ts";
import { seenEntry } from "../../data/visible-fields.ts";
import { AdminJob } from "../../models/admin-job.ts";
import { ImportRow } from "../../models/import-row.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { capital, entryOf, showAdminPage } from "../admin-context.ts";
import { logBatch, newBatch } from "../log-action.ts";
import { modelPath } from "../row-of.ts";
import { sendFaults, showImport } from "./import-view.ts";

/** Adds the routes. */
export function addImportPages(blueprint: Blueprint, site: AdminSite): void {
  const methods = ["GET", "POST"] as const;
  blueprint.route(`${modelPath}/import`, { name: "import", methods }, (request) => upload(site, request));
  blueprint.route("/imports/<token>", { name: "import-job", methods }, (request) => answerImport(site, request));
  blueprint.get("/imports/<token>/faults.csv", { name: "import-faults", atomic: false }, async (request) =>
    sendFaults((await importOf(site, request)).job),
  );
}

/** Whether a user may import rows of a model. */
export async function mayImport(request: Request, { options }: ModelAdmin, allowed: Allowed): Promise<boolean> {
  return (allowed.add || allowed.change) && ((await options.hasImportPermission?.(request, undefined)) ?? true);
}

const mostRows = 20_000;
const mostUnpacked = 100_000_000;
const keptAtOnce = 1_000;

// --- upload -----------------------------------------------------------------------------------------------------------------

async function upload(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, allowed } = await entryOf(site, request);
  if (!(await mayImport(request, entry, allowed))) throw new Forbidden();
  if (request.method !== "POST") return showUpload(site, request, entry);
  const file = (await request.form()).files.get("file") as UploadedFile | null | undefined;
  const { t } = site.texts(request);
  if (file === undefined || file === null || file.size === 0)
    return showUpload(site, request, entry, t("Choose a file."));
  try {
    const limits = { rows: entry.options.importRows ?? mostRows, unpacked: mostUnpacked };
    const table = await readTable(await file.bytes(), limits);
    return redirect(request.urlFor(".import-job", { token: await keepTable(request, entry, table, file.safeName) }));
  } catch (error) {
    if (error instanceof TableFault) return showUpload(site, request, entry, t(error.message, error.values));
    if (!(error instanceof SetupError) || error.code !== "ADMIN_NO_XLSX") throw error;
    return showUpload(site, request, entry, t("This server cannot read spreadsheets. Save the file as CSV."));
  }
}

// Its rows wait in the database, so that any process can go on with them.
async function keepTable(request: Request, entry: ModelAdmin, { columns, rows }: Table, file: string): Promise<string> {
  const { meta } = entry;
  const targets = importTargets(meta, await writableFields(entry, request));
  const mapping = guessTargets(meta, columns, targets).map(({ target }) => target);
  const match = matchChoices(meta, mapping, targets)[0] ?? [];
  const asked: ImportAsked = { file, columns, mapping, match, leaveOut: false };
  const job = await createJob(request, {
    kind: "import",
    model: meta.name,
    title: file,
    state: "uploaded",
    asked: { ...asked },
    total: rows.length,
  });
  for (let start = 0; start < rows.length; start += keptAtOnce) {
    const some = rows.slice(start, start + keptAtOnce);
    await ImportRow.objects.bulkCreate(some.map(({ number, values }) => ({ job: job.token, number, values })));
    await giveWay();
  }
  return job.token;
}

async function showUpload(site: AdminSite, request: Request, entry: ModelAdmin, fault?: string): Promise<Reply> {
  const { t } = site.texts(request);
  const { meta } = entry;
  const targets = importTargets(meta, await writableFields(entry, request));
  return showAdminPage(site, request, "import", {
    title: t("Import {list}", { list: capital(pluralOf(meta)) }),
    entry,
    status: fault === undefined ? 200 : 422,
    crumbs: [{ title: capital(pluralOf(meta)), address: request.urlFor(".list", placeOf(meta)) }],
    context: { fault, targets, has_xlsx: await hasXlsx(), most: entry.options.importRows ?? mostRows },
  });
}

// --- one import -------------------------------------------------------------------------------------------------------------

interface FoundImport {
  readonly entry: ModelAdmin;
  readonly job: AdminJob;
}

// What the user may do may have changed since.
async function importOf(site: AdminSite, request: Request): Promise<FoundImport> {
  const { token } = request.params as { readonly token: string };
  const job = await findJob(request, "import", token);
  const entry = job === undefined ? undefined : site.models.find(({ meta }) => meta.name === job.model);
  if (job === undefined || entry === undefined)
    throw new NotFound("There is no such import, or it is somebody else’s, or it was too long ago.");
  if (!(await mayImport(request, entry, await allowedOf(request, entry)))) throw new Forbidden();
  return { entry: await seenEntry(site, request, entry), job };
}

async function answerImport(site: AdminSite, request: Request): Promise<Reply> {
  const { entry, job } = await importOf(site, request);
  if (request.method !== "POST") return showImport(site, request, entry, job);
  const here = redirect(request.urlFor(".import-job", { token: job.token }));
  const { fields } = await request.form();
  switch (fields.get("do")) {
    case "check": {
      const fault = await readPlan(site, request, { entry, job });
      if (fault !== undefined) return showImport(site, request, entry, job, fault);
      workAfter(request, () => checkImport(request, { site, entry, job }));
      return here;
    }
    case "check-again":
      workAfter(request, () => checkImport(request, { site, entry, job }));
      return here;
    case "change":
      if (job.state === "checked" || isStopped(job)) await setState(job, "uploaded");
      return here;
    case "write":
      return write(site, request, { entry, job }, fields.get("leave_out") === "yes");
    case "cancel":
      if (job.state === "checking") await cancelJob(job);
      return here;
    case "discard":
      if (job.state === "writing" && !isStopped(job)) return here;
      await forgetJob(job.token);
      return redirect(request.urlFor(".list", placeOf(entry.meta)));
    default:
      return here;
  }
}

async function setState({ token, state: was }: AdminJob, state: AdminJob["state"]): Promise<void> {
  await AdminJob.objects.filter({ token, state: was } as never).update({ state } as never);
}

// Reads what the columns were said to stand for. Returns what is wrong with it.
async function readPlan(site: AdminSite, request: Request, { entry, job }: FoundImport): Promise<string | undefined> {
  const { t } = site.texts(request);
  const { meta } = entry;
  const { fields } = await request.form();
  const targets = importTargets(meta, await writableFields(entry, request));
  const asked = job.asked as unknown as ImportAsked;
  const mapping = asked.columns.map((_, i) => String(fields.get(`column${i}`) ?? ""));
  const match = String(fields.get("match") ?? "")
    .split("+")
    .filter((name) => name !== "");
  job.asked = { ...asked, mapping, match };
  const chosen = mapping.filter((name) => name !== "").map((name) => targets.find((target) => target.name === name));
  const names = chosen.map((target) => target?.field);
  const twice = chosen.find((target, i) => target !== undefined && names.indexOf(target.field) !== i);
  if (chosen.includes(undefined)) return t("There is no such field.");
  if (!chosen.some((target) => target?.isKeyOnly === false))
    return t("Say of at least one column which field it holds.");
  if (twice !== undefined) return t("Two columns hold the same field: {field}.", { field: twice.label });
  const isKnown = matchChoices(meta, mapping, targets).some((set) => set.join("+") === match.join("+"));
  if (match.length > 0 && !isKnown) return t("Rows can be found by a field that a column holds, or not at all.");
  await AdminJob.objects.filter({ token: job.token } as never).update({ asked: job.asked, told: {} } as never);
  return undefined;
}

async function write(
  site: AdminSite,
  request: Request,
  { entry, job }: FoundImport,
  leaveOut: boolean,
): Promise<Reply> {
  const { t } = site.texts(request);
  const { bad = 0 } = job.told as ImportTold;
  if (bad > 0 && !leaveOut)
    return showImport(site, request, entry, job, t("Mend the bad rows in the file, or tick that they are left out."));
  const batch = newBatch();
  workAfter(request, () =>
    writeImport(request, { site, entry, job }, (rows) =>
      logBatch(
        request,
        batch,
        rows.map(({ checked, row }) => ({
          action: checked.outcome === "create" ? "add" : "change",
          meta: entry.meta,
          key: keyText(entry.meta, row.pk),
          text: String(row),
          changes: checked.changes,
          row,
        })),
      ),
    ),
  );
  return redirect(request.urlFor(".import-job", { token: job.token }));
}
