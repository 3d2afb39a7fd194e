// Answers what was done in the whole admin, puts objects back as they were, and takes back what was done last.
import type { Blueprint, Reply } from "#app";
import { currentUser } from "#auth";
import { Forbidden, NotFound, type Request, redirect } from "#http";
import { atomic, IntegrityError, ValidationError } from "#orm";
import { findModel } from "#orm/internals";
import { safeRedirect } from "#security";
import { readLog, readLogUsers } from "../data/log/read-log.ts";
import { NotUndone, previewRestore, restoreEntry, type Undone, undoEntries } from "../data/log/undo.ts";
import { type AdminSite, allowedOf, placeOf, pluralOf } from "../data/site.ts";
import { entryFor } from "../data/visible-fields.ts";
import { LogEntry } from "../models/log-entry.ts";
import { capital, showAdminPage } from "./admin-context.ts";
import { logBatch, newBatch } from "./log-action.ts";

const perPage = 50;

/** Adds the routes. */
export function addActivityPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/activity", { name: "activity" }, (request) => showActivity(site, request));
  blueprint.route("/activity/<int:id>/restore", { name: "restore", methods: ["GET", "POST"] }, (request) =>
    restore(site, request, request.params.id),
  );
  blueprint.post("/undo/<uuid:batch>", { name: "undo" }, (request) => undo(site, request, request.params.batch));
}

async function showActivity(site: AdminSite, request: Request): Promise<Reply> {
  const { t } = site.texts(request);
  const asked = (name: string): string | undefined => request.query.get(name) || undefined;
  const chosen = {
    model: asked("model"),
    userKey: asked("user"),
    action: asked("action"),
    from: asked("from"),
    to: asked("to"),
  };
  const page = Math.max(1, request.query.get("p", { type: "int", default: 1 }));
  const log = await readLog(site, request, { ...chosen, page, perPage });
  const models: { readonly value: string; readonly label: string }[] = [];
  for (const { meta, ...entry } of site.models)
    if ((await allowedOf(request, { meta, ...entry })).view)
      models.push({ value: meta.name, label: capital(pluralOf(meta)) });
  const pageAddress = (number: number): string => {
    const query = new URLSearchParams(request.query.entries() as never);
    query.set("p", String(number));
    return `?${query}`;
  };
  return showAdminPage(site, request, "activity", {
    title: t("Recent activity"),
    context: {
      log,
      chosen: { ...chosen, from: chosen.from ?? "", to: chosen.to ?? "" },
      models,
      users: await readLogUsers(models.map(({ value }) => value)),
      kinds: [
        { value: "add", label: t("Added") },
        { value: "change", label: t("Changed") },
        { value: "delete", label: t("Deleted") },
      ],
      is_filtered: Object.values(chosen).some((value) => value !== undefined),
      previous: page > 1 ? pageAddress(page - 1) : undefined,
      next: log.hasMore ? pageAddress(page + 1) : undefined,
    },
  });
}

async function entryOfLog(site: AdminSite, request: Request, id: number): Promise<LogEntry> {
  const entry = await LogEntry.objects.filter({ id }).first();
  const meta = entry === null ? undefined : findModel(entry.model);
  const model = meta === undefined ? undefined : entryFor(site, meta);
  if (entry === null || model === undefined) throw new NotFound("The log has no such entry.");
  if (!(await allowedOf(request, model)).view) throw new Forbidden();
  const { entries } = await readLog(site, request, { id, page: 1, perPage: 1 });
  if (entries[0]?.restore === undefined) throw new NotFound("There is nothing to put back by this entry.");
  return entry;
}

async function restore(site: AdminSite, request: Request, id: number): Promise<Reply> {
  const { t } = site.texts(request);
  const entry = await entryOfLog(site, request, id);
  const meta = findModel(entry.model)!;
  const preview = await previewRestore(site, request, entry);
  let refusal: string | undefined;
  if (request.method === "POST") {
    const { fields } = await request.form();
    if (fields.get("_version") !== preview.version) refusal = t("It was changed meanwhile. Compare once more.");
    else {
      const undone = await tried(async () => {
        const restored = await restoreEntry(site, request, entry);
        await logBatch(request, newBatch(), [restored]);
        return [restored];
      });
      if (typeof undone !== "string") {
        request.flash(t("{noun} “{object}” is as it was.", named(undone[0]!)), "success");
        return redirect(request.urlFor(".change", { ...placeOf(meta), key: entry.objectKey }));
      }
      refusal = t(undone);
    }
  }
  return showAdminPage(site, request, "restore", {
    title: t("Put back {object}", { object: entry.objectText }),
    status: refusal === undefined ? 200 : 409,
    entry: entryFor(site, meta),
    crumbs: [
      { title: capital(pluralOf(meta)), address: request.urlFor(".list", placeOf(meta)) },
      { title: t("Recent activity"), address: request.urlFor(".activity") },
    ],
    context: { entry, preview, refusal, noun: meta.verboseName },
  });
}

function named({ meta, text }: Undone): { readonly noun: string; readonly object: string } {
  return { noun: capital(meta.verboseName), object: text };
}

// All or nothing; a text where it cannot be.
async function tried(take: () => Promise<readonly Undone[]>): Promise<readonly Undone[] | string> {
  try {
    return await atomic(take);
  } catch (error) {
    if (error instanceof NotUndone) return error.refusal;
    if (error instanceof IntegrityError || error instanceof ValidationError)
      return /* text */ "Something else is in its place now, or what it needs is gone.";
    throw error;
  }
}

async function undo(site: AdminSite, request: Request, batch: string): Promise<Reply> {
  const { t, tn } = site.texts(request);
  const user = await currentUser(request);
  const entries: readonly LogEntry[] = await LogEntry.objects
    .filter({ batch, userKey: String((user as { readonly pk?: unknown }).pk ?? "") })
    .orderBy("-id");
  if (entries.length === 0) throw new NotFound("The log has nothing of yours under this name.");
  const undone = await tried(async () => {
    const all = await undoEntries(site, request, entries);
    await logBatch(request, newBatch(), all);
    return all;
  });
  if (typeof undone === "string") request.flash(t(undone), "warning");
  else if (undone.length === 1) request.flash(t("{noun} “{object}” is as it was.", named(undone[0]!)), "success");
  else request.flash(tn("{count} object is as it was.", "{count} objects are as they were.", undone.length), "success");
  const back = (await request.form()).fields.get("_back");
  return safeRedirect(request, back === null || back === undefined ? undefined : String(back), {
    fallback: afterUndo(site, request, typeof undone === "string" ? entries : undone),
  });
}

// The object where there is one to see, else its list.
function afterUndo(site: AdminSite, request: Request, [first]: readonly (LogEntry | Undone)[]): string {
  const meta = first === undefined ? undefined : "meta" in first ? first.meta : findModel(first.model);
  if (first === undefined || meta === undefined || entryFor(site, meta) === undefined) return request.urlFor(".home");
  const place = placeOf(meta);
  if ("meta" in first && first.action !== "delete") return request.urlFor(".change", { ...place, key: first.key });
  return request.urlFor(".list", place);
}
