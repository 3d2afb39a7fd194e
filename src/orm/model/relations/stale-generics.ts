// Finds generic relations whose model is gone or has another name, and deletes or renames what they keep.
import { atomic } from "../../database/transactions/atomic.ts";
import { QuerySet } from "../../query/query-set.ts";
import type { DeleteCount } from "../../types/instance-type.ts";
import type { ModelMeta } from "../model-meta.ts";
import { allModels, findModel } from "../registry.ts";

/** The database in which rows of generic relations are looked for. */
export interface StaleGenericOptions {
  readonly using?: string | undefined;
}

interface TypedRows {
  readonly typeField: string;
  readonly rows: QuerySet<object>;
}

// Rows of the model that declares the relation: those that extend it share them.
function typedRows({ using }: StaleGenericOptions): readonly TypedRows[] {
  const declares = (meta: ModelMeta, name: string) => !meta.proxy && meta.parent?.generics[name] === undefined;
  return allModels().flatMap((meta) =>
    Object.entries(meta.generics)
      .filter(([name]) => declares(meta, name))
      .map(([, { typeField }]) => {
        const all = new QuerySet<object>(meta.cls as never);
        return { typeField, rows: using === undefined ? all : all.using(using) };
      }),
  );
}

/** The names that generic relations keep and that no model has. */
export async function staleGenericTypes(options: StaleGenericOptions = {}): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const { typeField, rows } of typedRows(options))
    for (const name of await rows
      .orderBy()
      .distinct()
      .flat(typeField as never))
      if (typeof name === "string" && name !== "" && findModel(name) === undefined) names.add(name);
  return [...names].sort();
}

/** Deletes the rows whose generic relation leads to a model that is gone. */
export async function deleteStaleGenerics(options: StaleGenericOptions = {}): Promise<DeleteCount> {
  return atomic(
    async () => {
      const stale = await staleGenericTypes(options);
      const byModel: Record<string, number> = {};
      let total = 0;
      if (stale.length === 0) return { total, byModel };
      for (const { typeField, rows } of typedRows(options)) {
        const deleted = await rows.filter({ [`${typeField}__in`]: stale } as never).delete();
        total += deleted.total;
        for (const [name, count] of Object.entries(deleted.byModel)) byModel[name] = (byModel[name] ?? 0) + count;
      }
      return { total, byModel };
    },
    { using: options.using },
  );
}

/**
 * Gives the rows of generic relations the new name of a model. Returns how many rows changed.
 *
 * It belongs into the migration that renames the model: `renameGenericType("blog.Note", "blog.Memo")`.
 */
export async function renameGenericType(from: string, to: string, options: StaleGenericOptions = {}): Promise<number> {
  let changed = 0;
  for (const { typeField, rows } of typedRows(options))
    changed += await rows.filter({ [typeField]: from } as never).update({ [typeField]: to } as never);
  return changed;
}
