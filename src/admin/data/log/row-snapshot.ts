// Keeps a row as it was, and puts it back: what the log needs to restore and to undo.
import { allModels, linkRelations, type ModelMeta, type Relation, valueFromJson, valueToJson } from "#orm/internals";
import type { RowSnapshot } from "../../models/log-entry.ts";
import { isSecret } from "../visible-fields.ts";

/** The row's columns, and the keys of what it is linked to. Secrets are left out. */
export async function takeSnapshot(meta: ModelMeta, row: object): Promise<RowSnapshot> {
  const columns: Record<string, unknown> = {};
  for (const column of meta.columns) {
    if (column.scalar.generated !== undefined || isSecret(column.name)) continue;
    columns[column.name] = valueToJson((row as Record<string, unknown>)[column.attribute], column.type);
  }
  const links: Record<string, unknown[]> = {};
  for (const { name, target } of linkRelations(meta)) {
    const manager = (row as Record<string, { flat(name: string): Promise<readonly unknown[]> }>)[name]!;
    links[name] = (await manager.flat("pk")).map((key) => valueToJson(key, target.key.type));
  }
  return { columns, links };
}

/** The same of a row that will be deleted: besides, what is linked to it from the other side. */
export async function takeLastSnapshot(meta: ModelMeta, row: object): Promise<RowSnapshot> {
  const linkedFrom: Record<string, unknown[]> = {};
  for (const { source, name } of linksTo(meta)) {
    const keys: readonly unknown[] = await source.cls.objects.filter({ [name]: row }).flat("pk");
    if (keys.length > 0) linkedFrom[`${source.name}.${name}`] = keys.map((key) => valueToJson(key, source.key.type));
  }
  return { ...(await takeSnapshot(meta, row)), linkedFrom };
}

// The many-to-many relations of other models that lead to a model.
function linksTo(meta: ModelMeta): readonly Relation[] {
  return allModels()
    .flatMap(linkRelations)
    .filter(({ target, source }) => target === meta && source !== meta);
}

/** Whether a row that is gone can be made again: nothing that it needs was left out. */
export function canBeMadeAgain(meta: ModelMeta, snapshot: RowSnapshot): boolean {
  return meta.columns.every(
    (column) =>
      column.scalar.generated !== undefined ||
      column.name in snapshot.columns ||
      column.nullable ||
      column.scalar.options.default !== undefined,
  );
}

/** Sets the columns of a row to what they were; `fields` are the names that may be set. */
export function applySnapshot(
  meta: ModelMeta,
  row: object,
  { columns }: RowSnapshot,
  fields: (name: string) => boolean = () => true,
): void {
  for (const column of meta.columns)
    if (column.name in columns && (column.primaryKey || fields(column.name)))
      (row as Record<string, unknown>)[column.attribute] = valueFromJson(columns[column.name], column.type);
}

/** Links a saved row to what it was linked to, as far as that is still there. */
export async function applyLinks(
  meta: ModelMeta,
  row: object,
  { links }: RowSnapshot,
  fields: (name: string) => boolean = () => true,
): Promise<void> {
  for (const { name, target } of linkRelations(meta)) {
    const kept = links[name];
    if (kept === undefined || !fields(name)) continue;
    const keys = kept.map((key) => valueFromJson(key, target.key.type));
    const there: readonly unknown[] = await target.cls.objects.filter({ pk__in: keys }).flat("pk");
    await (row as Record<string, { set(keys: readonly unknown[]): Promise<void> }>)[name]!.set(there);
  }
}

/** Links the rows to a row that were linked to it before it was deleted, as far as they are still there. */
export async function applyLinksFrom(meta: ModelMeta, row: object, { linkedFrom = {} }: RowSnapshot): Promise<void> {
  for (const { source, name } of linksTo(meta)) {
    const keys = (linkedFrom[`${source.name}.${name}`] ?? []).map((key) => valueFromJson(key, source.key.type));
    if (keys.length === 0) continue;
    const rows: readonly object[] = await source.cls.objects.filter({ pk__in: keys });
    for (const each of rows) await (each as Record<string, { add(row: object): Promise<void> }>)[name]!.add(row);
  }
}
