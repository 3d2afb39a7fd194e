// Writes the rows of models as records of a fixture: one JSON object for each row, links with the row that declares them.
import type { Database } from "#orm";
import { type Column, linkRelations, type ModelMeta, type Relation, valueToJson } from "#orm/internals";
import type { ProjectModel } from "./fixture-models.ts";
import { hasNaturalKey, NaturalKeyReader } from "./natural-keys.ts";
import { readRows } from "./rows.ts";

/** One row in a fixture; Django's files have the same form. */
export interface FixtureRecord {
  /** `blog.Article`. */
  readonly model: string;
  /** The key; for one of several fields, the list of their values. Without, the natural key tells which row it is. */
  readonly pk?: unknown;
  /** Values by field; for a link, the keys of the other rows. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How {@link dumpData} names rows. */
export interface DumpOptions {
  /** Names the rows that others point at by their natural keys, where their models have some. */
  readonly naturalForeign?: boolean | undefined;
  /** Leaves out the keys of rows that have a natural one: the database that loads them gives its own. */
  readonly naturalPrimary?: boolean | undefined;
}

/** Reads the rows of models, one model after the other, each by its key. */
export async function* dumpData(
  database: Database,
  models: readonly ProjectModel[],
  options: DumpOptions = {},
): AsyncGenerator<FixtureRecord, void, undefined> {
  const natural = options.naturalForeign === true ? new NaturalKeyReader(database) : undefined;
  for (const model of models) yield* dumpModel(database, model, { natural, bare: options.naturalPrimary === true });
}

interface Naming {
  readonly natural: NaturalKeyReader | undefined;
  readonly bare: boolean;
}

async function* dumpModel(
  database: Database,
  { name, meta }: ProjectModel,
  { natural, bare }: Naming,
): AsyncGenerator<FixtureRecord, void> {
  const nameOf = async (relation: Relation | undefined): Promise<(json: unknown) => unknown> => {
    if (natural === undefined || relation === undefined || !hasNaturalKey(relation.target)) return (json) => json;
    const keys = await natural.read(relation.target, relation.end);
    return (json) => keys.get(JSON.stringify(json)) ?? json;
  };
  const columns = meta.ownColumns.filter((column) => column.scalar.generated === undefined);
  const links = await Promise.all(
    linkRelations(meta).map(async (relation) => {
      const { table, sourceColumn, targetColumn } = relation.link!;
      const types = [relation.source.key.type, relation.target.key.type];
      const pairs = new Map<string, unknown[]>();
      const named = await nameOf(relation);
      for await (const [from, to] of readRows(database, {
        table,
        columns: [sourceColumn, targetColumn],
        types,
        order: [sourceColumn, targetColumn],
      })) {
        const list = pairs.get(String(from));
        const value = named(valueToJson(to, types[1]!));
        if (list === undefined) pairs.set(String(from), [value]);
        else list.push(value);
      }
      return { name: relation.name, pairs };
    }),
  );
  const { key, keys } = meta;
  const names = await Promise.all(columns.map((column) => nameOf(relationOf(meta, column))));
  const isBare = bare && hasNaturalKey(meta);
  const rows = readRows(database, {
    table: meta.table,
    columns: columns.map((column) => column.column),
    types: columns.map((column) => column.type),
    order: keys.map((each) => each.column),
  });
  for await (const row of rows) {
    const fields: Record<string, unknown> = {};
    const parts: unknown[] = [];
    columns.forEach((column, i) => {
      const value = valueToJson(row[i], column.type);
      const at = keys.indexOf(column);
      if (at < 0) fields[column.name] = names[i]!(value);
      else parts[at] = value;
    });
    for (const link of links) fields[link.name] = link.pairs.get(String(row[columns.indexOf(keys[0]!)])) ?? [];
    const pk = key.parts === undefined ? parts[0] : parts;
    yield isBare ? { model: name, fields } : { model: name, pk, fields };
  }
}

function relationOf(meta: ModelMeta, { name, definition }: Column): Relation | undefined {
  return definition.fieldKind === "relation" ? meta.relation(name) : undefined;
}
