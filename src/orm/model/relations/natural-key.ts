// Reads the natural keys of instances, and makes the lookups that find a row by one.
import { QueryError } from "../../query/query-error.ts";
import { userPlace } from "../../query/user-place.ts";
import type { Properties } from "../instance-values.ts";
import type { ModelMeta } from "../model-meta.ts";

/** The fields of a model's natural key. @throws QueryError `ORM_NO_NATURAL_KEY`. */
function naturalFields(meta: ModelMeta): readonly string[] {
  const { naturalKey } = meta.options;
  if (naturalKey !== undefined) return naturalKey;
  throw new QueryError("ORM_NO_NATURAL_KEY", `${meta.shortName} has no natural key.`, {
    where: userPlace(),
    cure: `Give it the option { naturalKey: ["…"] } with the fields that name a row.`,
  });
}

// A foreign key is named by the natural key of the row that it leads to, where that has one.
function namedTarget(meta: ModelMeta, field: string): ModelMeta | undefined {
  const target = meta.findRelation(field)?.target;
  return target?.options.naturalKey === undefined ? undefined : target;
}

/** The values of an instance's natural key; in place of a foreign key those of the row that it leads to. */
export async function readNaturalKey(instance: object, meta: ModelMeta): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const field of naturalFields(meta)) {
    const target = namedTarget(meta, field);
    const properties = instance as Properties;
    if (target === undefined) values.push(properties[meta.findColumn(field)!.attribute] ?? null);
    else {
      const related = (await properties[field]) as object | null;
      values.push(...(related === null ? pathsOf(target).map(() => null) : await readNaturalKey(related, target)));
    }
  }
  return values;
}

function pathsOf(meta: ModelMeta): readonly string[] {
  return naturalFields(meta).flatMap((field) => {
    const target = namedTarget(meta, field);
    return target === undefined ? [field] : pathsOf(target).map((path) => `${field}__${path}`);
  });
}

/** The lookups for a natural key. @throws QueryError `ORM_NO_NATURAL_KEY`, `ORM_BAD_NATURAL_KEY`. */
export function whereNaturalKey(meta: ModelMeta, values: readonly unknown[]): Record<string, unknown> {
  const paths = pathsOf(meta);
  if (paths.length === values.length) return Object.fromEntries(paths.map((path, i) => [path, values[i]]));
  throw new QueryError(
    "ORM_BAD_NATURAL_KEY",
    `The natural key of ${meta.shortName} has ${paths.length} values, and ${values.length} were given.`,
    { where: userPlace(), cure: `Give them in this order: ${paths.join(", ")}.` },
  );
}
