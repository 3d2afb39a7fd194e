// Writes the rows of models as records of a fixture: one JSON object for each row, links with the row that declares them.
import type { Database } from "#orm";
import { type ColumnType, valueToJson } from "#orm/internals";
import { linkRelations, type ProjectModel } from "./fixture-models.ts";

/** One row in a fixture; Django's files have the same form. */
export interface FixtureRecord {
  /** `blog.Article`. */
  readonly model: string;
  /** The key; for one of several fields, the list of their values. */
  readonly pk: unknown;
  /** Values by field; for a link, the keys of the other rows. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads the rows of models, one model after the other, each by its key. */
export async function* dumpData(
  database: Database,
  models: readonly ProjectModel[],
): AsyncGenerator<FixtureRecord, void, undefined> {
  for (const model of models) yield* dumpModel(database, model);
}

async function* dumpModel(database: Database, { name, meta }: ProjectModel): AsyncGenerator<FixtureRecord, void> {
  const columns = meta.ownColumns.filter((column) => column.scalar.generated === undefined);
  const links = await Promise.all(
    linkRelations(meta).map(async (relation) => {
      const { table, sourceColumn, targetColumn } = relation.link!;
      const types = [relation.source.key.type, relation.target.key.type];
      const pairs = new Map<string, unknown[]>();
      for await (const [from, to] of readRows(database, {
        table,
        columns: [sourceColumn, targetColumn],
        types,
        order: [sourceColumn, targetColumn],
      })) {
        const list = pairs.get(String(from));
        const value = valueToJson(to, types[1]!);
        if (list === undefined) pairs.set(String(from), [value]);
        else list.push(value);
      }
      return { name: relation.name, pairs };
    }),
  );
  const { key, keys } = meta;
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
      if (at < 0) fields[column.name] = value;
      else parts[at] = value;
    });
    for (const link of links) fields[link.name] = link.pairs.get(String(row[columns.indexOf(keys[0]!)])) ?? [];
    const pk = key.parts === undefined ? parts[0] : parts;
    yield { model: name, pk, fields };
  }
}

interface RowSource {
  readonly table: string;
  readonly columns: readonly string[];
  readonly types: readonly ColumnType[];
  readonly order: readonly string[];
}

async function* readRows(
  database: Database,
  { table, columns, types, order }: RowSource,
): AsyncGenerator<readonly unknown[], void> {
  const { dialect } = database;
  const list = (names: readonly string[]) => names.map((name) => dialect.quoteName(name)).join(", ");
  const codecs = types.map((type) => dialect.codec(type));
  const compiled = {
    text: `SELECT ${list(columns)} FROM ${dialect.quoteName(table)} ORDER BY ${list(order)}`,
    order: undefined,
    slotCount: 0,
    access: "read",
    returnsRows: true,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: types.flatMap((type, i) => (type.kind === "bigInt" && type.safe !== true ? [i] : [])),
  } as const;
  for await (const chunk of database.stream(compiled, []))
    for (const row of chunk)
      yield row.map((raw, i) => {
        const { decode } = codecs[i]!;
        return raw === null || decode === undefined ? raw : decode(raw as never);
      });
}
