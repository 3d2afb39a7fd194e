// Answers the form of an object, for a new one and one that is there: shows it, checks what was sent, and saves it.
import type { Blueprint, Reply } from "#app";
import type { FormInstance } from "#forms";
import { Forbidden, type Request, type Response } from "#http";
import { readTexts } from "../../data/log/read-changes.ts";
import { takeSnapshot } from "../../data/log/row-snapshot.ts";
import { rowVersion } from "../../data/log/row-version.ts";
import type { AdminSite } from "../../data/site.ts";
import { adminForm, type FormPlace } from "../../forms/admin-form.ts";
import { planForm } from "../../forms/form-plan.ts";
import { validateInlines } from "../../forms/inlines/check-inlines.ts";
import { entryOf } from "../admin-context.ts";
import { type FoundRow, keyOf, modelPath, type Row, rowOf } from "../row-of.ts";
import { answerSaved, popupDepth } from "./answer-saved.ts";
import { allowManyFields, isStale, readEdited, wantsMore } from "./edit-inlines.ts";
import { carriedFiles, initialData } from "./initial-data.ts";
import { saveRow } from "./save-row.ts";
import { showForm } from "./show-form.ts";

/** Adds the routes. */
export function addEditPages(blueprint: Blueprint, site: AdminSite): void {
  const methods = ["GET", "POST"] as const;
  blueprint.route(`${modelPath}/add`, { name: "add", methods }, (request) => edit(site, request, undefined));
  blueprint.route(`${modelPath}/<key>/change`, { name: "change", methods }, (request) =>
    edit(site, request, keyOf(request)),
  );
}

async function edit(site: AdminSite, request: Request, key: string | undefined): Promise<Reply | Response> {
  const found = key === undefined ? await newRow(site, request) : await rowOf(site, request, key);
  const isSent = request.method === "POST";
  if (isSent && (found.allowed.add || found.allowed.change)) allowManyFields(found.entry, request);
  const button = isSent ? String((await request.form()).fields.get("_then") ?? "") : "";
  if (button === "new" && found.entry.options.saveAs === true && key !== undefined)
    return saveAsNew(site, request, found);
  const mayWrite = key === undefined ? found.allowed.add : found.allowed.change;
  if (!mayWrite && (key === undefined || isSent)) throw new Forbidden();
  return isSent ? send(site, request, { ...found, mayWrite, button }) : open(site, request, { ...found, mayWrite });
}

async function newRow(site: AdminSite, request: Request): Promise<FoundRow> {
  const { entry, allowed } = await entryOf(site, request);
  return { entry, allowed, row: new entry.meta.cls() as Row };
}

/** A row whose form is open, and whether it can be written. */
interface Editing extends FoundRow {
  readonly mayWrite: boolean;
}

async function placeFor(site: AdminSite, request: Request, { entry, row, mayWrite }: Editing): Promise<FormPlace> {
  const known = row.isNew ? undefined : row;
  const plan = await planForm(entry, request, known, mayWrite);
  const depth = await popupDepth(request);
  return { site, entry, request, row: known, plan, ...(depth === 0 ? {} : { autoId: `popup${depth}_%s` }) };
}

async function open(site: AdminSite, request: Request, editing: Editing): Promise<Reply> {
  const { entry, row } = editing;
  const place = await placeFor(site, request, editing);
  const Form = await adminForm(place);
  const initial = row.isNew ? await initialData(entry, request, Object.keys(Form.fields)) : {};
  const form = new Form({ instance: row, initial } as never) as unknown as FormInstance;
  const version = row.isNew ? "" : rowVersion(entry.meta, row);
  const inlines = await readEdited(place, { row, mayWrite: editing.mayWrite, form });
  return showForm(place, { ...editing, form, version, popup: await popupDepth(request), inlines });
}

async function send(
  site: AdminSite,
  request: Request,
  editing: Editing & { readonly button: string; readonly original?: Row | undefined },
): Promise<Reply | Response> {
  const { entry, row, button, original } = editing;
  const { isNew } = row;
  const place = await placeFor(site, request, editing);
  const names = place.plan.edited.filter((name) => entry.meta.definitions[name] !== undefined);
  const version = isNew ? "" : rowVersion(entry.meta, row);
  const before = isNew ? new Map<string, string>() : await readTexts(entry.meta, row, names);
  const snapshot = isNew ? undefined : await takeSnapshot(entry.meta, row);
  const Form = await adminForm(place);
  const initial = original === undefined ? {} : carriedFiles(Form.fields, original);
  const form = (await Form.from(request, { instance: row, initial } as never)) as unknown as FormInstance;
  const popup = await popupDepth(request);
  const sent = String((await request.form()).fields.get("_version") ?? "");
  const { mayWrite } = editing;
  const inlines = await readEdited(place, { row, mayWrite, form });
  const shown = { ...editing, form, version, popup, inlines };
  if (wantsMore(inlines)) {
    // One row more is no attempt to save: nothing is said of faults.
    const { input: data, settings } = form;
    const unchecked = new Form({ instance: row, initial, data, settings } as never) as unknown as FormInstance;
    return showForm(place, { ...shown, form: unchecked, version: sent });
  }
  const isChanged = !isNew && sent !== version;
  if (isChanged || isStale(inlines)) {
    const rebased = await readEdited(place, { row, mayWrite, form, isRebased: true });
    return showForm(place, { ...shown, inlines: rebased, theirs: isChanged ? before : new Map() });
  }
  const areGood = await validateInlines(inlines.nodes);
  const saving = { site, request, entry, form: form as never, row, names, before, snapshot, inlines: inlines.nodes };
  const batch = form.isValid() && areGood ? await saveRow(saving) : undefined;
  // What was undone may have a key that is not in the table.
  if (batch === undefined) return showForm(place, isNew ? { ...shown, row: new entry.meta.cls() as Row } : shown);
  return answerSaved({ site, request, entry, row, isNew, batch, button, popup });
}

// The form of an object that is there, saved as another one.
async function saveAsNew(site: AdminSite, request: Request, found: FoundRow): Promise<Reply | Response> {
  const { entry, allowed } = await entryOf(site, request);
  if (!allowed.add) throw new Forbidden();
  const row = new entry.meta.cls() as Row;
  return send(site, request, { entry, allowed, row, mayWrite: true, button: "new", original: found.row });
}
