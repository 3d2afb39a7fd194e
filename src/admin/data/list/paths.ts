// Follows the paths of a list, such as `director__country`, over the relations of a model.
import type { Column, ModelMeta } from "#orm/internals";

/** The model that holds a path's last part, and that part. */
export function endOfPath(meta: ModelMeta, path: string): { readonly at: ModelMeta; readonly name: string } {
  const parts = path.split("__");
  let at = meta;
  for (const part of parts.slice(0, -1)) at = at.relation(part).target;
  return { at, name: parts.at(-1)! };
}

/** The column at the end of a path; undefined for a relation to several rows. */
export function columnAt(meta: ModelMeta, path: string): Column | undefined {
  const { at, name } = endOfPath(meta, path);
  return at.findColumn(name);
}

/** Whether a path goes over a relation to several rows, so that one row can be found more than once. */
export function crossesMany(meta: ModelMeta, path: string): boolean {
  let at: ModelMeta | undefined = meta;
  for (const part of path.split("__")) {
    const relation: ReturnType<ModelMeta["findRelation"]> = at?.findRelation(part);
    if (relation === undefined) return false;
    if (relation.many) return true;
    at = relation.target;
  }
  return false;
}

/** The relations to one row that a path begins with: what is loaded with a row. */
export function loadedPath(meta: ModelMeta, path: string): string | undefined {
  const found: string[] = [];
  let at: ModelMeta | undefined = meta;
  for (const part of path.split("__")) {
    const relation: ReturnType<ModelMeta["findRelation"]> = at?.findRelation(part);
    if (relation === undefined || relation.many) break;
    found.push(part);
    at = relation.target;
  }
  return found.length === 0 ? undefined : found.join("__");
}
