// Writes the statements that are alike on all databases: a table with its indexes, one index, names.
import {
  createIndexStatement,
  createTableStatements,
  type Dialect,
  type IndexDescription,
  quotedTableName,
  type SqlExpression,
  schemaExpression,
  type TableDescription,
} from "#orm/internals";

/** One statement, with what a journal must know to tell whether it took effect. */
export interface Statement {
  readonly sql: string;
  /** The table whose definition it changes, or undefined where that is not known. */
  readonly table?: string | undefined;
  /** `rows` changes rows alone, and can be rolled back on every database; `outside` cannot run in a transaction. */
  readonly kind?: "schema" | "rows" | "outside" | undefined;
  /** Written by hand, so that what it does is not known. */
  readonly raw?: boolean | undefined;
  /** The quoted name of the index that it makes or drops outside of a transaction. */
  readonly index?: string | undefined;
}

/** `CREATE INDEX …`, or undefined where the database has no such index. */
export function indexSql(
  table: Pick<TableDescription, "name" | "schema">,
  index: IndexDescription,
  dialect: Dialect,
): string | undefined {
  return createIndexStatement(table, index, dialect);
}

/** `CREATE TABLE …` alone, without keys that need other tables, and without indexes. */
export function bareTableSql(table: TableDescription, dialect: Dialect): string {
  return createTableStatements([{ ...table, indexes: [] }], dialect)[0]!;
}

/** `"films"."film"`. */
export function nameOf(table: Pick<TableDescription, "name" | "schema">, dialect: Dialect): string {
  return quotedTableName(table, dialect);
}

/** `"a", "b"`. */
export function nameList(names: readonly string[], dialect: Dialect): string {
  return names.map((name) => dialect.quoteName(name)).join(", ");
}

/** An expression that stands in a statement by itself. */
export function valueSql(expression: SqlExpression, dialect: Dialect): string {
  const sql = schemaExpression(expression, dialect);
  return expression.kind === "constant" || expression.kind === "column" ? sql : `(${sql})`;
}
