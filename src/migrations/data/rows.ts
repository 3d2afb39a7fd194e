// Reads and writes rows of tables by plain statements, for fixtures.
import type { Database } from "#orm";
import type { Column, ColumnType } from "#orm/internals";

/** Columns of a table, and the order of its rows. */
export interface RowSource {
  readonly table: string;
  readonly columns: readonly string[];
  readonly types: readonly ColumnType[];
  readonly order: readonly string[];
}

/** Reads the rows of a table as the program has their values. */
export async function* readRows(
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

/** The values of some columns in the row whose other columns hold these values; undefined where there is none. */
export async function selectRow(
  database: Database,
  {
    table,
    columns,
    where,
  }: { table: string; columns: readonly Column[]; where: readonly (readonly [Column, unknown])[] },
): Promise<readonly unknown[] | undefined> {
  const { dialect } = database;
  const values: unknown[] = [];
  const tests = where.map(([column, value]) => {
    const name = dialect.quoteName(column.column);
    if (value === null || value === undefined) return `${name} IS NULL`;
    values.push(encode(database, column, value));
    return `${name} = ${placeholder(dialect.placeholders, values.length - 1)}`;
  });
  const list = columns.map((column) => dialect.quoteName(column.column)).join(", ");
  const compiled = {
    text: `SELECT ${list} FROM ${dialect.quoteName(table)} WHERE ${tests.join(" AND ")} LIMIT 1`,
    order: undefined,
    slotCount: values.length,
    access: "read",
    returnsRows: true,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: columns.flatMap(({ type }, i) => (type.kind === "bigInt" && type.safe !== true ? [i] : [])),
  } as const;
  const [row] = (await database.execute(compiled, values)).rows;
  return row?.map((raw, i) => {
    const { decode } = dialect.codec(columns[i]!.type);
    return raw === null || decode === undefined ? raw : decode(raw as never);
  });
}

/** A value as the driver takes it. */
export function encode(database: Database, column: Pick<Column, "type">, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  const { encode: encodeValue } = database.dialect.codec(column.type);
  return encodeValue === undefined ? value : encodeValue(value as never);
}

/** The placeholder of the value at an index. */
export function placeholder(style: "$1" | "?1" | "?", index: number): string {
  return style === "?" ? "?" : `${style[0]}${index + 1}`;
}

/** An INSERT of one row. */
export function insertText(database: Database, table: string, columns: readonly string[]): string {
  const { dialect } = database;
  const names = columns.map((column) => dialect.quoteName(column)).join(", ");
  const slots = columns.map((_, i) => placeholder(dialect.placeholders, i)).join(", ");
  return `INSERT INTO ${dialect.quoteName(table)} (${names}) VALUES (${slots})`;
}

/** Runs a statement that changes rows. */
export async function run(database: Database, text: string, values: readonly unknown[]): Promise<void> {
  const compiled = {
    text,
    order: undefined,
    slotCount: values.length,
    access: "write",
    returnsRows: false,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: [],
  } as const;
  await database.execute(compiled, values);
}
