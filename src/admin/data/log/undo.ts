// Takes back what the log tells: writes rows as they were, deletes those that were added, makes those that were deleted again.
import type { Request } from "#http";
import { findModel, keyFromText, type ModelMeta } from "#orm/internals";
import { keysHeld } from "../../forms/controls/control-of.ts";
import { planForm } from "../../forms/form-plan.ts";
import type { LogEntry, LoggedAction, LoggedChange, RowSnapshot } from "../../models/log-entry.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { readDeletion } from "../read-deletion.ts";
import { hasRowRules, seenKeys } from "../row-rules.ts";
import { type AdminSite, allowedOf, entryOfRequest, visibleRows } from "../site.ts";
import { entryFor, mayChangeField } from "../visible-fields.ts";
import { editedNames } from "./edited-names.ts";
import { compareTexts, namesOf, readTexts } from "./read-changes.ts";
import {
  applyLinks,
  applyLinksFrom,
  applySnapshot,
  canBeMadeAgain,
  takeLastSnapshot,
  takeSnapshot,
} from "./row-snapshot.ts";
import { rowVersion } from "./row-version.ts";

/** Why something cannot be taken back, as a text of the catalogue. */
export type UndoRefusal =
  | "It was changed meanwhile; restore it from its history."
  | "It is not there any more."
  | "It is there again."
  | "You may not do that."
  | "It cannot be made again: the log does not keep all of its fields.";

/** Something cannot be taken back; nothing was changed. */
export class NotUndone extends Error {
  readonly refusal: UndoRefusal;

  constructor(refusal: UndoRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** What was done to take something back, for the log. */
export interface Undone {
  readonly action: LoggedAction;
  readonly meta: ModelMeta;
  readonly key: string;
  readonly text: string;
  readonly changes: readonly LoggedChange[];
  readonly snapshot: RowSnapshot | undefined;
  readonly row: object | undefined;
}

type AnyRow = object & {
  readonly pk: unknown;
  save(options?: { readonly forceInsert?: boolean }): Promise<unknown>;
  delete(): Promise<unknown>;
};

/**
 * Takes back all entries of one batch, the last first; call it in a transaction.
 *
 * Each object must be as the entry left it.
 *
 * @throws NotUndone
 */
export async function undoEntries(
  site: AdminSite,
  request: Request,
  entries: readonly LogEntry[],
): Promise<readonly Undone[]> {
  const done: Undone[] = [];
  const gone = entries.filter(({ action }) => action === "delete");
  for (const entry of entries) {
    if (entry.action === "add") done.push(await undoAdd(site, request, entry));
    if (entry.action === "change") {
      const { row, model } = await rowOf(site, request, entry);
      if (rowVersion(model.meta, row) !== entry.version)
        throw new NotUndone("It was changed meanwhile; restore it from its history.");
      done.push(await putBack(request, { model, row, entry }));
    }
  }
  for (const entry of inKeyOrder(gone)) done.push(await makeAgain(site, request, entry));
  return done;
}

/** Puts an object back as it was before an entry, whatever happened since. @throws NotUndone */
export async function restoreEntry(site: AdminSite, request: Request, entry: LogEntry): Promise<Undone> {
  const model = modelOf(site, entry);
  const row = await findRow(model, request, entry);
  return row === undefined ? makeAgain(site, request, entry) : putBack(request, { model, row, entry });
}

/** What restoring would change: the fields that say something else now. */
export async function previewRestore(
  site: AdminSite,
  request: Request,
  entry: LogEntry,
): Promise<{ readonly changes: readonly LoggedChange[]; readonly isGone: boolean; readonly version: string }> {
  const model = modelOf(site, entry);
  const row = await findRow(model, request, entry);
  if (row === undefined) return { changes: [], isGone: true, version: "" };
  const before = await takeSnapshot(model.meta, row);
  const version = rowVersion(model.meta, row);
  const now = await readTexts(model.meta, row, editedNames(model.meta));
  const may = await changeable(request, model, row, entry.snapshot);
  applySnapshot(model.meta, row, entry.snapshot!, may);
  const then = new Map(await readTexts(model.meta, row, plainNames(model.meta)));
  for (const [name, keys] of Object.entries(entry.snapshot!.links)) {
    const { target } = model.meta.relation(name);
    const rows: readonly object[] = await target.cls.objects.filter({ pk__in: keys });
    then.set(name, JSON.stringify(before.links[name]) === JSON.stringify(keys) ? now.get(name)! : namesOf(rows));
  }
  const names = (name: string): boolean => may(name);
  const kept = new Map([...then].filter(([name]) => names(name) && now.has(name)));
  return { changes: compareTexts(model.meta, now, kept), isGone: false, version };
}

// The fields that are columns of the row's own.
function plainNames(meta: ModelMeta): readonly string[] {
  return editedNames(meta).filter((name) => meta.findRelation(name)?.many !== true);
}

interface Subject {
  readonly model: ModelAdmin;
  readonly row: AnyRow;
  readonly entry: LogEntry;
}

// A model that is in no admin was written along with one that is: it has no rules of its own.
function modelOf(site: AdminSite, entry: LogEntry): ModelAdmin {
  const meta = findModel(entry.model);
  if (meta === undefined) throw new NotUndone("It is not there any more.");
  return entryFor(site, meta) ?? { meta, options: {} };
}

async function findRow(model: ModelAdmin, request: Request, entry: LogEntry): Promise<AnyRow | undefined> {
  const key = keyFromText(model.meta, entry.objectKey);
  if (key === undefined) return undefined;
  return (await visibleRows(model, request).filter({ pk: key }).first()) ?? undefined;
}

async function rowOf(
  site: AdminSite,
  request: Request,
  entry: LogEntry,
): Promise<{ readonly row: AnyRow; readonly model: ModelAdmin }> {
  const model = modelOf(site, entry);
  const row = await findRow(model, request, entry);
  if (row === undefined) throw new NotUndone("It is not there any more.");
  return { row, model };
}

async function undoAdd(site: AdminSite, request: Request, entry: LogEntry): Promise<Undone> {
  const { row, model } = await rowOf(site, request, entry);
  const { meta, options } = model;
  if (rowVersion(meta, row) !== entry.version)
    throw new NotUndone("It was changed meanwhile; restore it from its history.");
  if (!(await allowedOf(request, model, row)).delete) throw new NotUndone("You may not do that.");
  if ((await readDeletion({ site, request }, meta, [row.pk])).refused.length > 0)
    throw new NotUndone("You may not do that.");
  const snapshot = await takeLastSnapshot(meta, row);
  const text = String(row);
  if ((await options.deleteModel?.(row, request)) !== false) await row.delete();
  return { action: "delete", meta, key: entry.objectKey, text, changes: [], snapshot, row: undefined };
}

async function putBack(request: Request, { model, row, entry }: Subject): Promise<Undone> {
  const { meta, options } = model;
  if (!(await allowedOf(request, model, row)).change) throw new NotUndone("You may not do that.");
  if (entry.snapshot === null) throw new NotUndone("It cannot be made again: the log does not keep all of its fields.");
  const may = await changeable(request, model, row, entry.snapshot);
  const snapshot = await takeSnapshot(meta, row);
  const names = editedNames(meta).filter(may);
  const before = await readTexts(meta, row, names);
  applySnapshot(meta, row, entry.snapshot, may);
  await options.saveModel?.(row, request, false);
  await row.save();
  await applyLinks(meta, row, entry.snapshot, may);
  const fresh: AnyRow = await meta.cls.objects.get({ pk: row.pk });
  const changes = compareTexts(meta, before, await readTexts(meta, fresh, names));
  return { action: "change", meta, key: entry.objectKey, text: String(fresh), changes, snapshot, row: fresh };
}

async function makeAgain(site: AdminSite, request: Request, entry: LogEntry): Promise<Undone> {
  const model = modelOf(site, entry);
  const { meta, options } = model;
  const { snapshot } = entry;
  const isKnown = entryFor(site, meta) !== undefined;
  if (isKnown && !(await allowedOf(request, model)).add) throw new NotUndone("You may not do that.");
  if (snapshot === null || !canBeMadeAgain(meta, snapshot))
    throw new NotUndone("It cannot be made again: the log does not keep all of its fields.");
  if (await meta.cls.objects.filter({ pk: keyFromText(meta, entry.objectKey) }).exists())
    throw new NotUndone("It is there again.");
  const row = new meta.cls() as AnyRow;
  applySnapshot(meta, row, snapshot);
  await options.saveModel?.(row, request, true);
  await row.save({ forceInsert: true });
  await applyLinks(meta, row, snapshot);
  await applyLinksFrom(meta, row, snapshot);
  // A rule of a row can be asked only when the row is there; the transaction takes it away again.
  if (isKnown && (await findRow(model, request, entry)) === undefined) throw new NotUndone("You may not do that.");
  const fresh: AnyRow = await meta.cls.objects.get({ pk: row.pk });
  return {
    action: "add",
    meta,
    key: entry.objectKey,
    text: String(fresh),
    changes: [],
    snapshot: undefined,
    row: fresh,
  };
}

async function changeable(
  request: Request,
  model: ModelAdmin,
  row: object,
  snapshot: RowSnapshot | null,
): Promise<(name: string) => boolean> {
  const names = new Set<string>();
  const { shown } = await planForm(model, request, row, true);
  for (const name of Object.keys(model.meta.definitions)) {
    const isOpen = !shown.includes(name) && (await mayChangeField(request, model, name, row));
    if (isOpen && (await leadsToSeen(request, model.meta, name, row, snapshot))) names.add(name);
  }
  return (name) => names.has(name);
}

// A relation is put back where both the rows that it leads to and those that it led to may be seen.
async function leadsToSeen(
  request: Request,
  meta: ModelMeta,
  name: string,
  row: object,
  snapshot: RowSnapshot | null,
): Promise<boolean> {
  const target = meta.findRelation(name)?.target;
  const own = target === undefined ? undefined : entryOfRequest(request, target);
  if (own === undefined || !hasRowRules(own)) return true;
  const keys = new Set(
    [...(await keysHeld(meta, row, name)), snapshot?.columns[name], ...(snapshot?.links[name] ?? [])].flatMap((key) =>
      key === null || key === undefined ? [] : String(key),
    ),
  );
  return (await seenKeys(request, own, keys)).size === keys.size;
}

// Rows before those that point at them, as far as both were deleted at once.
function inKeyOrder(entries: readonly LogEntry[]): readonly LogEntry[] {
  const byPlace = new Map(entries.map((entry) => [`${entry.model} ${entry.objectKey}`, entry]));
  const ordered = new Set<LogEntry>();
  const open = new Set<LogEntry>();
  const visit = (entry: LogEntry): void => {
    if (ordered.has(entry) || open.has(entry)) return;
    open.add(entry);
    for (const column of findModel(entry.model)?.columns ?? []) {
      if (column.definition.fieldKind !== "relation") continue;
      const target = column.model.relation(column.name).target.name;
      const pointed = byPlace.get(`${target} ${String(entry.snapshot?.columns[column.name])}`);
      if (pointed !== undefined) visit(pointed);
    }
    open.delete(entry);
    ordered.add(entry);
  };
  for (const entry of entries) visit(entry);
  return [...ordered];
}
