// Writes what was sent for the inlines of an object, in the transaction that writes the object, and tells what changed.
import type { Request } from "#http";
import { ProtectedError, prefetchRelated } from "#orm";
import { keyText, type ModelMeta } from "#orm/internals";
import { ValidationError } from "#validate";
import { loggedDeletion } from "../../data/log/logged-deletion.ts";
import { compareTexts, type FieldTexts, readTexts } from "../../data/log/read-changes.ts";
import { takeSnapshot } from "../../data/log/row-snapshot.ts";
import { labelsOf, readDeletion, refusedText } from "../../data/read-deletion.ts";
import { type AdminSite, labelOfField } from "../../data/site.ts";
import type { LoggedAction, LoggedChange, RowSnapshot } from "../../models/log-entry.ts";
import type { InlineFormset } from "../../options/inline-options.ts";
import type { RowForm } from "./inline-form.ts";
import type { InlineNode } from "./inline-node.ts";
import type { InlineSet } from "./inline-set.ts";
import { clearPlaces, rowPlaces } from "./row-places.ts";

/** What is called while inlines are written. */
export interface SavingInlines {
  readonly site: AdminSite;
  readonly request: Request;
  readonly saveFormset: ((formset: InlineFormset<object>) => void | Promise<void>) | undefined;
}

interface Row {
  readonly pk: unknown;
  save(options?: { readonly updateFields: readonly string[] }): Promise<unknown>;
  delete(): Promise<unknown>;
}

/** What was written: readable differences for the history of the object, and what the log says of each row. */
export interface SavedInlines {
  readonly changes: readonly LoggedChange[];
  readonly rows: readonly LoggedRow[];
}

/** What the log says of one row. */
export interface LoggedRow {
  readonly action: LoggedAction;
  readonly meta: ModelMeta;
  readonly key: string;
  readonly text: string;
  readonly changes?: readonly LoggedChange[];
  readonly snapshot?: RowSnapshot | undefined;
  readonly row?: object;
}

/** Writes them. Undefined where one was refused: then the transaction must be undone, and the forms hold the errors. */
export async function saveInlines(
  nodes: readonly InlineNode[],
  saving: SavingInlines,
): Promise<SavedInlines | undefined> {
  const saved: SavedInlines[] = [];
  for (const node of nodes) {
    const { set } = node;
    if (set === undefined || !node.isSent) continue;
    const own = await saveNode(node, set, saving);
    if (own === undefined) return undefined;
    saved.push(own);
    for (const form of set.forms) {
      const isWritten = !set.isDeleted(form) && (set.isOld(form) || form.hasChanged());
      const inner = isWritten ? await saveInlines(form.nested, saving) : nothingSaved;
      if (inner === undefined) return undefined;
      saved.push(inner);
    }
  }
  return { changes: saved.flatMap(({ changes }) => changes), rows: saved.flatMap(({ rows }) => rows) };
}

const nothingSaved: SavedInlines = { changes: [], rows: [] };

async function saveNode(node: InlineNode, set: InlineSet, saving: SavingInlines): Promise<SavedInlines | undefined> {
  const { saveFormset } = saving;
  const { link, inline } = node.own;
  const { meta } = inline;
  const sortable = inline.options.sortable as string | undefined;
  const { created, changed, deleted } = set.plan;
  const places = sortable === undefined ? new Map<RowForm, number>() : rowPlaces(set, sortable);
  const moved = [...places.keys()].filter((form) => set.rowOf(form) !== undefined);
  const touched = set.forms.filter((form) => [...deleted, ...changed, ...moved].includes(form));
  if (touched.length + created.length === 0) return nothingSaved;
  const before = await textsOf(meta, touched, sortable);
  if (!areFresh(meta, set, touched, before)) return undefined;
  const going = rowsOf(meta, before, deleted);
  const along = await readDeletion(
    saving,
    meta,
    going.map(({ pk }) => pk),
  );
  if (along.refused.length > 0) {
    set.addError({ code: "refused", message: refusedText, params: { list: labelsOf(along.refused) } });
    return undefined;
  }
  const gone = await loggedDeletion(meta, going, along);
  if (saveFormset !== undefined && !(await accepted(set, () => saveFormset(set.written)))) return undefined;
  for (const { instance } of deleted) if (!(await deleteRow(set, instance as Row))) return undefined;
  if (sortable !== undefined) {
    await clearPlaces(
      meta,
      sortable,
      moved.map(({ instance }) => instance),
    );
    for (const [form, place] of places) (form.instance as Record<string, unknown>)[sortable] = place;
  }
  for (const form of changed) if ((await form.save()) === undefined) return undefined;
  for (const form of moved)
    if (!changed.includes(form)) await (form.instance as Row).save({ updateFields: [sortable!] });
  for (const form of created) {
    link.assign(form.instance, node.parent);
    if ((await form.save()) === undefined) return undefined;
  }
  const written = set.forms.filter((form) => [...changed, ...moved, ...created].includes(form));
  const after = await textsOf(meta, written, sortable);
  const rows = [
    ...gone.entries.map((entry) => ({ ...entry, action: "delete" as const })),
    ...[...after].map(([key, now]) => loggedRow(meta, key, before.get(key), now)),
  ];
  return { changes: describe(node, before, after), rows };
}

function rowsOf(meta: ModelMeta, told: ReadonlyMap<string, RowTexts>, forms: readonly RowForm[]): Row[] {
  return forms.flatMap((form) => (told.get(keyOf(meta, form))?.row as Row) ?? []);
}

function keyOf(meta: ModelMeta, { instance }: RowForm): string {
  return keyText(meta, (instance as unknown as Row).pk);
}

function loggedRow(meta: ModelMeta, key: string, old: RowTexts | undefined, now: RowTexts): LoggedRow {
  const shared = { meta, key, text: now.title, row: now.row };
  return old === undefined
    ? { ...shared, action: "add" }
    : { ...shared, action: "change", changes: compareTexts(meta, old.texts, now.texts), snapshot: old.snapshot };
}

// What somebody else wrote between the check and the transaction is not overwritten.
function areFresh(
  meta: ModelMeta,
  set: InlineSet,
  forms: readonly RowForm[],
  told: ReadonlyMap<string, RowTexts>,
): boolean {
  const stale = forms.filter((form) => !set.isFresh(form, told.get(keyOf(meta, form))?.row));
  for (const form of stale)
    form.addError(null, { code: "stale", message: "Somebody else saved this at this moment. Please save again." });
  return stale.length === 0;
}

async function accepted(set: InlineSet, run: () => void | Promise<void>): Promise<boolean> {
  try {
    await run();
    return set.nonFormErrors.length === 0;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    set.addError(error);
    return false;
  }
}

async function deleteRow(set: InlineSet, row: Row): Promise<boolean> {
  const text = String(row);
  try {
    await row.delete();
    return true;
  } catch (error) {
    if (!(error instanceof ProtectedError)) throw error;
    set.addError({
      code: "protected",
      message: "“{row}” cannot be deleted: other rows point at it.",
      params: { row: text },
    });
    return false;
  }
}

// --- what changed -----------------------------------------------------------------------------------------------------------

interface RowTexts {
  readonly row: object;
  readonly title: string;
  readonly snapshot: RowSnapshot;
  readonly texts: FieldTexts;
}

// Read from the database, so that each says what is there; relations come for all rows at once.
async function textsOf(
  meta: ModelMeta,
  forms: readonly RowForm[],
  sortable: string | undefined,
): Promise<ReadonlyMap<string, RowTexts>> {
  const told = new Map<string, RowTexts>();
  if (forms.length === 0) return told;
  const found: readonly object[] = await meta.cls.objects.filter({
    pk__in: forms.map((form) => (form.instance as unknown as Row).pk),
  });
  const many = [...new Set(forms.flatMap((form) => form.plan?.edited ?? []))].filter(
    (name) => meta.findRelation(name)?.many === true,
  );
  if (many.length > 0) await prefetchRelated(found as never, ...(many as never[]));
  const byKey = new Map(found.map((row) => [keyText(meta, (row as Row).pk), row]));
  for (const form of forms) {
    const { plan } = form;
    const key = keyOf(meta, form);
    const row = byKey.get(key);
    if (row === undefined) continue;
    const names = (plan?.edited ?? []).filter((name) => meta.definitions[name] !== undefined);
    const texts = await readTexts(meta, row, sortable === undefined ? names : [...names, sortable]);
    told.set(key, { row, title: String(row), texts, snapshot: await takeSnapshot(meta, row) });
  }
  return told;
}

const nothing = "–";

function describe(
  { own: { inline } }: InlineNode,
  before: ReadonlyMap<string, RowTexts>,
  after: ReadonlyMap<string, RowTexts>,
): readonly LoggedChange[] {
  const { meta, options } = inline;
  const noun = options.verboseName ?? meta.verboseName;
  const changes: LoggedChange[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, fresh] = [before.get(key), after.get(key)];
    const title = (fresh ?? old)!.title;
    for (const name of new Set([...(old?.texts.keys() ?? []), ...(fresh?.texts.keys() ?? [])])) {
      const said = { before: old?.texts.get(name) ?? nothing, after: fresh?.texts.get(name) ?? nothing };
      if (said.before === said.after) continue;
      const field = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} “${title}”: ${labelOfField(meta, name)}`;
      changes.push({ model: meta.name, key, name, field, ...said });
    }
  }
  return changes;
}
