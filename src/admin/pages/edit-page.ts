// Answers the form of an object, for a new one and one that is there.
import type { Blueprint, Reply } from "#app";
import { Forbidden, type Request, redirect } from "#http";
import { atomic } from "#orm";
import { compareTexts, readTexts } from "../data/read-changes.ts";
import { takeSnapshot } from "../data/row-snapshot.ts";
import { rowVersion } from "../data/row-version.ts";
import { type AdminSite, labelOfField, placeOf, pluralOf } from "../data/site.ts";
import { adminForm, editedFields } from "../forms/admin-form.ts";
import type { RowSnapshot } from "../models/log-entry.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { capital, entryOf, showAdminPage } from "./admin-context.ts";
import { logAction, offerUndo } from "./log-action.ts";
import { type FoundRow, keyOf, modelPath, type Row, rowOf } from "./row-of.ts";

/** Adds the routes. */
export function addEditPages(blueprint: Blueprint, site: AdminSite): void {
  const methods = ["GET", "POST"] as const;
  blueprint.route(`${modelPath}/add`, { name: "add", methods }, (request) => edit(site, request, undefined));
  blueprint.route(`${modelPath}/<key>/change`, { name: "change", methods }, (request) =>
    edit(site, request, keyOf(request)),
  );
}

async function edit(site: AdminSite, request: Request, key: string | undefined): Promise<Reply> {
  const found = key === undefined ? await newRow(site, request) : await rowOf(site, request, key);
  const { entry, allowed, row } = found;
  const mayWrite = key === undefined ? allowed.add : allowed.change;
  if (key === undefined && !mayWrite) throw new Forbidden();
  const version = row.isNew ? "" : rowVersion(entry.meta, row);
  const Form = await adminForm(entry, request);
  if (request.method !== "POST") {
    const form = new Form({ instance: row } as never);
    return showForm(site, request, { ...found, form, version, mayWrite });
  }
  if (!mayWrite) throw new Forbidden();
  const { fields } = await request.form();
  const names = editedFields(entry);
  const before = row.isNew ? new Map<string, string>() : await readTexts(entry.meta, row, names);
  const snapshot = row.isNew ? undefined : await takeSnapshot(entry.meta, row);
  const isStale = !row.isNew && fields.get("_version") !== version;
  const form = await Form.from(request, { instance: row } as never);
  if (isStale) return showForm(site, request, { ...found, form, version, mayWrite, theirs: before });
  const saving = { request, entry, form: form as never, row, before, snapshot };
  const batch = form.isValid() ? await save(saving) : undefined;
  if (batch === undefined) return showForm(site, request, { ...found, form, version, mayWrite });
  return afterSave(site, request, {
    entry,
    row,
    batch,
    button: String(fields.get("_then") ?? ""),
  });
}

async function newRow(site: AdminSite, request: Request): Promise<FoundRow> {
  const { entry, allowed } = await entryOf(site, request);
  return { entry, allowed, row: new entry.meta.cls() as Row };
}

interface Saving {
  readonly request: Request;
  readonly entry: ModelAdmin;
  readonly form: { save(): Promise<object | undefined> };
  readonly row: Row;
  readonly before: ReadonlyMap<string, string>;
  readonly snapshot: RowSnapshot | undefined;
}

class NotSaved extends Error {}

async function save({ request, entry, form, row, before, snapshot }: Saving): Promise<string | undefined> {
  const { meta, options } = entry;
  const { isNew } = row;
  let batch = "";
  try {
    await atomic(async () => {
      await options.saveModel?.(row, request, isNew);
      if ((await form.save()) === undefined) throw new NotSaved();
      const fresh: object = await meta.cls.objects.get({ pk: row.pk });
      const after = await readTexts(meta, fresh, editedFields(entry));
      const changes = isNew ? [] : compareTexts(meta, before, after);
      if (isNew || changes.length > 0)
        batch = await logAction(request, isNew ? "add" : "change", [
          { meta, key: String(row.pk), text: String(fresh), changes, snapshot, row: fresh },
        ]);
    });
    return batch;
  } catch (error) {
    if (error instanceof NotSaved) return undefined;
    throw error;
  }
}

interface Saved {
  readonly entry: ModelAdmin;
  readonly row: Row;
  /** What the log calls it; empty where nothing was changed. */
  readonly batch: string;
  readonly button: string;
}

function afterSave(site: AdminSite, request: Request, { entry: { meta }, row, batch, button }: Saved): Reply {
  const { t } = site.texts(request);
  const place = placeOf(meta);
  request.flash(t("{noun} “{object}” was saved.", { noun: capital(meta.verboseName), object: row }), "success");
  if (batch !== "") offerUndo(request, batch);
  if (button === "add") return redirect(request.urlFor(".add", place));
  if (button === "continue") return redirect(request.urlFor(".change", { ...place, key: String(row.pk) }));
  return redirect(request.urlFor(".list", place));
}

interface Shown extends FoundRow {
  // biome-ignore lint/suspicious/noExplicitAny: a form of a model that is not known here
  readonly form: any;
  readonly version: string;
  readonly mayWrite: boolean;
  /** What the fields say now, where somebody else changed them meanwhile. */
  readonly theirs?: ReadonlyMap<string, string> | undefined;
}

async function showForm(site: AdminSite, request: Request, shown: Shown): Promise<Reply> {
  const { entry, allowed, row, form, version, mayWrite, theirs } = shown;
  const { meta } = entry;
  const place = placeOf(meta);
  const title = row.isNew ? site.texts(request).t("New {noun}", { noun: meta.verboseName }) : String(row);
  await form.load();
  const only = await readOnlyTexts(shown);
  return showAdminPage(site, request, "form", {
    title,
    entry,
    status: theirs === undefined ? form.status : 409,
    crumbs: [{ title: capital(pluralOf(meta)), address: request.urlFor(".list", place) }],
    context: {
      form,
      allowed,
      version,
      may_write: mayWrite,
      is_new: row.isNew,
      sets: fieldsetsOf(entry, form, only, mayWrite),
      theirs:
        theirs === undefined
          ? undefined
          : [...theirs].map(([name, text]) => ({ label: labelOfField(meta, name), text })),
      prepopulated: JSON.stringify(entry.options.prepopulatedFields ?? {}),
      history: row.isNew ? undefined : request.urlFor(".history", { ...place, key: String(row.pk) }),
      remove: row.isNew || !allowed.delete ? undefined : request.urlFor(".delete", { ...place, key: String(row.pk) }),
    },
  });
}

async function readOnlyTexts({ entry, row, mayWrite }: Shown): Promise<ReadonlyMap<string, string>> {
  const names = (entry.options.readonlyFields ?? []) as readonly string[];
  const all = mayWrite ? names : [...new Set([...editedFields(entry), ...names])];
  return row.isNew ? new Map() : readTexts(entry.meta, row, all);
}

interface ShownSet {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly isCollapsed: boolean;
  readonly parts: readonly { readonly field?: unknown; readonly label?: string; readonly text?: string }[];
}

function fieldsetsOf(
  entry: ModelAdmin,
  form: Shown["form"],
  only: ReadonlyMap<string, string>,
  mayWrite: boolean,
): readonly ShownSet[] {
  const { meta, options } = entry;
  const readonly = (options.readonlyFields ?? []) as readonly string[];
  const edited = editedFields(entry);
  const sets = options.fieldsets ?? [{ fields: [...edited, ...readonly] as never }];
  const part = (name: string): ShownSet["parts"] => {
    if (mayWrite && edited.includes(name)) return [{ field: form.field(name) }];
    const text = only.get(name);
    return text === undefined ? [] : [{ label: labelOfField(meta, name), text }];
  };
  return sets.map((set) => ({
    title: set.title,
    description: set.description,
    isCollapsed: set.collapsed === true,
    parts: (set.fields as readonly string[]).flatMap(part),
  }));
}
