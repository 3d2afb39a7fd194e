// Writes rows by their natural keys instead of the keys that a database gave them, and finds rows by natural keys.
import type { Database } from "#orm";
import { type Column, type ModelMeta, type Relation, valueFromJson, valueToJson } from "#orm/internals";
import { readRows, selectRow } from "./rows.ts";

/** One field of a natural key; for a foreign key that is named by the other row's natural key, where that is. */
interface NaturalPart {
  readonly column: Column;
  readonly relation: Relation | undefined;
}

/** The columns of a model's natural key; undefined where it has none, or not all of them in its own table. */
function partsOf(meta: ModelMeta): readonly NaturalPart[] | undefined {
  const names = meta.options.naturalKey;
  if (names === undefined) return undefined;
  const parts = names.map((name): NaturalPart | undefined => {
    const column = meta.ownColumns.find((each) => each.name === name);
    if (column === undefined) return undefined;
    const relation = column.definition.fieldKind === "relation" ? meta.relation(column.name) : undefined;
    return { column, relation: relation !== undefined && hasNaturalKey(relation.target) ? relation : undefined };
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** Whether the rows of a model can be named by a natural key. */
export function hasNaturalKey(meta: ModelMeta): boolean {
  return partsOf(meta) !== undefined;
}

/** Gives the natural keys of rows that are there, each table read once. */
export class NaturalKeyReader {
  readonly #database: Database;
  readonly #known = new Map<Column, Promise<ReadonlyMap<string, readonly unknown[]>>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The natural keys of a model's rows, as JSON, by the JSON of the column that keys point at. */
  read(meta: ModelMeta, end: Column): Promise<ReadonlyMap<string, readonly unknown[]>> {
    let known = this.#known.get(end);
    if (known === undefined) this.#known.set(end, (known = this.#readAll(meta, end)));
    return known;
  }

  async #readAll(meta: ModelMeta, end: Column): Promise<ReadonlyMap<string, readonly unknown[]>> {
    const parts = partsOf(meta)!;
    const nested = await Promise.all(
      parts.map(({ relation }) => (relation === undefined ? undefined : this.read(relation.target, relation.end))),
    );
    const columns = [end, ...parts.map((part) => part.column)];
    const rows = readRows(this.#database, {
      table: meta.table,
      columns: columns.map((column) => column.column),
      types: columns.map((column) => column.type),
      order: [end.column],
    });
    const keys = new Map<string, readonly unknown[]>();
    for await (const [own, ...values] of rows) {
      const natural = values.flatMap((value, i) => {
        const { column, relation } = parts[i]!;
        const json = valueToJson(value, column.type);
        if (relation === undefined) return [json];
        return nested[i]!.get(JSON.stringify(json)) ?? emptyKey(relation.target);
      });
      keys.set(JSON.stringify(valueToJson(own, end.type)), natural);
    }
    return keys;
  }
}

function emptyKey(meta: ModelMeta): readonly null[] {
  return new Array(lengthOf(meta)).fill(null);
}

function lengthOf(meta: ModelMeta): number {
  return partsOf(meta)!.reduce(
    (sum, { relation }) => sum + (relation === undefined ? 1 : lengthOf(relation.target)),
    0,
  );
}

/** Finds rows by natural keys, as fixtures name them. */
export class NaturalKeyFinder {
  readonly #database: Database;
  readonly #found = new Map<ModelMeta, Map<string, unknown>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The value of the column that keys point at, in the row of a natural key; undefined where there is no such row. */
  async find(meta: ModelMeta, end: Column, natural: readonly unknown[]): Promise<unknown> {
    const text = `${end.name} ${JSON.stringify(natural)}`;
    const known = this.#found.get(meta)?.get(text);
    if (known !== undefined) return known;
    const where = await this.#whereOf(meta, natural);
    const row =
      where === undefined ? undefined : await selectRow(this.#database, { table: meta.table, columns: [end], where });
    if (row === undefined) return undefined;
    const found = this.#found.get(meta) ?? new Map<string, unknown>();
    this.#found.set(meta, found.set(text, row[0]));
    return row[0];
  }

  async #whereOf(
    meta: ModelMeta,
    natural: readonly unknown[],
  ): Promise<readonly (readonly [Column, unknown])[] | undefined> {
    if (natural.length !== lengthOf(meta)) return undefined;
    const where: (readonly [Column, unknown])[] = [];
    let at = 0;
    for (const { column, relation } of partsOf(meta)!) {
      const length = relation === undefined ? 1 : lengthOf(relation.target);
      const own = natural.slice(at, at + length);
      at += length;
      if (relation === undefined) where.push([column, valueFromJson(own[0], column.type)]);
      else if (own.every((each) => each === null)) where.push([column, null]);
      else {
        const value = await this.find(relation.target, relation.end, own);
        if (value === undefined) return undefined;
        where.push([column, value]);
      }
    }
    return where;
  }

  /** The key of the row that has a record's values in the fields of the natural key; undefined where there is none. */
  async findKey(meta: ModelMeta, values: ReadonlyMap<Column, unknown>): Promise<readonly unknown[] | undefined> {
    const where = partsOf(meta)!.map(({ column }) => [column, values.get(column) ?? null] as const);
    return selectRow(this.#database, { table: meta.table, columns: meta.keys, where });
  }

  /** Forgets what was found of a model, one of whose rows is written anew. */
  forget(meta: ModelMeta): void {
    this.#found.delete(meta);
  }
}
