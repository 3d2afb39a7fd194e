// Makes the statements that create and drop tables, from their descriptions, for one dialect.
import type { Dialect } from "../dialects/dialect.ts";
import type { SqlExpression } from "../sql/sql-node.ts";
import { SqlWriter } from "../sql/sql-writer.ts";
import { unsupportedSql } from "../sql/unsupported-sql.ts";
import type {
  ColumnDescription,
  Deferrable,
  ExclusionDescription,
  ForeignKeyDescription,
  IndexDescription,
  TableDescription,
  UniqueDescription,
} from "./table-description.ts";

/**
 * Makes the statements that create tables, which may refer to each other in any order and in rings.
 *
 * @throws {NotSupportedError} ORM_UNSUPPORTED_SQL for what the database cannot do, such as an exclusion on SQLite.
 */
export function createTables(tables: readonly TableDescription[], dialect: Dialect): readonly string[] {
  const statements: string[] = [];
  for (const table of tables) statements.push(createTableSql(table, dialect));
  if (dialect.name !== "sqlite") {
    // The table that a key points at may come later, so keys are added when all tables are there.
    for (const table of tables)
      for (const key of table.foreignKeys ?? []) statements.push(addForeignKey(table, key, dialect));
  }
  for (const table of tables) {
    for (const index of table.indexes ?? []) {
      const statement = createIndex(table, index, dialect);
      if (statement !== undefined) statements.push(statement);
    }
    if (dialect.name === "postgres") statements.push(...postgresComments(table, dialect));
  }
  return statements;
}

/** Makes the statement that drops a table; on PostgreSQL with what depends on it. */
export function dropTable(table: Pick<TableDescription, "name" | "schema">, dialect: Dialect): string {
  return `DROP TABLE ${tableName(table, dialect)}${dialect.name === "postgres" ? " CASCADE" : ""}`;
}

/** Writes an expression whose columns have no source; constants alone, no parameters. */
export function schemaExpression(expression: SqlExpression, dialect: Dialect): string {
  return new SqlWriter(dialect).expression(expression).finish().text;
}

/** The quoted name of a table, with its schema where it has one. */
export function tableName(table: Pick<TableDescription, "name" | "schema">, dialect: Dialect): string {
  const name = dialect.quoteName(table.name);
  return table.schema === undefined ? name : `${dialect.quoteName(table.schema)}.${name}`;
}

function names(list: readonly string[], dialect: Dialect): string {
  return list.map((name) => dialect.quoteName(name)).join(", ");
}

function createTableSql(table: TableDescription, dialect: Dialect): string {
  const lines = table.columns.map((column) => columnSql(column, dialect, isRowId(table, column, dialect)));
  if (table.primaryKey.length > 0 && !table.columns.some((column) => isRowId(table, column, dialect)))
    lines.push(`PRIMARY KEY (${names(table.primaryKey, dialect)})`);
  for (const unique of table.uniques ?? []) lines.push(uniqueSql(unique, dialect));
  for (const check of table.checks ?? [])
    lines.push(`CONSTRAINT ${dialect.quoteName(check.name)} CHECK (${schemaExpression(check.condition, dialect)})`);
  for (const exclusion of table.exclusions ?? []) lines.push(exclusionSql(exclusion, dialect));
  if (dialect.name === "sqlite") for (const key of table.foreignKeys ?? []) lines.push(foreignKeySql(key, dialect));
  let tail = "";
  if (dialect.name === "mysql") {
    tail = " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    if (table.comment !== undefined) tail += ` COMMENT = ${dialect.quoteText(table.comment)}`;
  }
  return `CREATE TABLE ${tableName(table, dialect)} (\n  ${lines.join(",\n  ")}\n)${tail}`;
}

// SQLite numbers rows itself only where the whole primary key is one column declared so on its own line.
function isRowId(table: TableDescription, column: ColumnDescription, dialect: Dialect): boolean {
  return (
    dialect.name === "sqlite" &&
    column.identity === true &&
    table.primaryKey.length === 1 &&
    table.primaryKey[0] === column.name
  );
}

/** `"name" varchar(100) NOT NULL DEFAULT ''`: a column as CREATE TABLE and ADD COLUMN have it. */
export function columnSql(column: ColumnDescription, dialect: Dialect, rowId = false): string {
  let sql = `${dialect.quoteName(column.name)} ${dialect.columnType(column.type)}`;
  if (column.collation !== undefined) {
    const collation = dialect.name === "mysql" ? column.collation : dialect.quoteName(column.collation);
    // A type of MariaDB brings a collation of its own already.
    sql = `${sql.replace(/ COLLATE \w+$/, "")} COLLATE ${collation}`;
  }
  if (column.generated !== undefined) {
    const { expression, stored } = column.generated;
    if (!stored && dialect.name === "postgres")
      throw unsupportedSql(dialect, "generated columns that are computed at each read", "Store it: stored: true.");
    sql += ` GENERATED ALWAYS AS (${schemaExpression(expression, dialect)}) ${stored ? "STORED" : "VIRTUAL"}`;
    if (column.null !== true && dialect.name !== "mysql") sql += " NOT NULL";
    return sql;
  }
  if (column.null !== true) sql += " NOT NULL";
  if (rowId) sql += " PRIMARY KEY AUTOINCREMENT";
  else if (column.identity === true && dialect.name === "postgres") sql += " GENERATED BY DEFAULT AS IDENTITY";
  else if (column.identity === true && dialect.name === "mysql") sql += " AUTO_INCREMENT";
  if (column.default !== undefined) sql += ` DEFAULT ${defaultSql(column.default, dialect)}`;
  if (column.comment !== undefined && dialect.name === "mysql") sql += ` COMMENT ${dialect.quoteText(column.comment)}`;
  return sql;
}

/** A default as the databases take it: anything but a plain constant in parentheses. */
export function defaultSql(expression: SqlExpression, dialect: Dialect): string {
  const sql = schemaExpression(expression, dialect);
  return expression.kind === "constant" && typeof expression.value !== "bigint" ? sql : `(${sql})`;
}

function deferrableSql(deferrable: Deferrable | undefined): string {
  return deferrable === undefined ? "" : ` DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`;
}

/** `CONSTRAINT "name" UNIQUE ("a", "b")`. */
export function uniqueSql(unique: UniqueDescription, dialect: Dialect): string {
  if (unique.nullsDistinct === false && dialect.name !== "postgres")
    throw unsupportedSql(dialect, "NULLS NOT DISTINCT", "Make the columns not null, or add a check.");
  if (unique.deferrable !== undefined && dialect.name !== "postgres")
    throw unsupportedSql(dialect, "deferrable unique constraints", "Leave deferrable out.");
  const nulls = unique.nullsDistinct === false ? " NULLS NOT DISTINCT" : "";
  return `CONSTRAINT ${dialect.quoteName(unique.name)} UNIQUE${nulls} (${names(unique.columns, dialect)})${deferrableSql(unique.deferrable)}`;
}

/** `CONSTRAINT "name" FOREIGN KEY ("a") REFERENCES "t" ("id") ON DELETE CASCADE`. */
export function foreignKeySql(key: ForeignKeyDescription, dialect: Dialect): string {
  const target = tableName({ name: key.table, schema: key.schema }, dialect);
  let sql = `CONSTRAINT ${dialect.quoteName(key.name)} FOREIGN KEY (${names(key.columns, dialect)}) REFERENCES ${target} (${names(key.targets, dialect)})`;
  if (key.onDelete !== undefined && key.onDelete !== "no action") sql += ` ON DELETE ${key.onDelete.toUpperCase()}`;
  // InnoDB checks keys at each row, and knows no word for later.
  return dialect.name === "mysql" ? sql : sql + deferrableSql(key.deferrable);
}

function addForeignKey(table: TableDescription, key: ForeignKeyDescription, dialect: Dialect): string {
  return `ALTER TABLE ${tableName(table, dialect)} ADD ${foreignKeySql(key, dialect)}`;
}

/** `CONSTRAINT "name" EXCLUDE USING gist ("room" WITH =, "span" WITH &&)`. */
export function exclusionSql(exclusion: ExclusionDescription, dialect: Dialect): string {
  if (dialect.name !== "postgres")
    throw unsupportedSql(dialect, "exclusion constraints", "Check for overlaps in the model's clean method.");
  const parts = exclusion.parts.map((part) => `${partSql(part.expression, dialect)} WITH ${part.operator}`);
  const where = exclusion.condition === undefined ? "" : ` WHERE (${schemaExpression(exclusion.condition, dialect)})`;
  return `CONSTRAINT ${dialect.quoteName(exclusion.name)} EXCLUDE USING ${exclusion.method ?? "gist"} (${parts.join(", ")})${where}${deferrableSql(exclusion.deferrable)}`;
}

function partSql(expression: SqlExpression | string, dialect: Dialect): string {
  return typeof expression === "string" ? dialect.quoteName(expression) : `(${schemaExpression(expression, dialect)})`;
}

/**
 * Makes the statement that creates an index; undefined where the database has no indexes of its kind (partial ones and
 * ones on expressions on MariaDB), so that the table works without.
 */
export function createIndex(
  table: Pick<TableDescription, "name" | "schema">,
  index: IndexDescription,
  dialect: Dialect,
): string | undefined {
  const { features } = dialect;
  if (index.condition !== undefined && !features.partialIndexes) return undefined;
  if (!features.expressionIndexes && index.parts.some((part) => typeof part.expression !== "string")) return undefined;
  const postgres = dialect.name === "postgres";
  const parts = index.parts.map((part) => {
    let sql = partSql(part.expression, dialect);
    if (part.operatorClass !== undefined && postgres) sql += ` ${part.operatorClass}`;
    if (part.descending === true) sql += " DESC";
    return sql;
  });
  // An index of SQLite lives in its table's schema, and is named there.
  const name =
    dialect.name === "sqlite" && table.schema !== undefined
      ? `${dialect.quoteName(table.schema)}.${dialect.quoteName(index.name)}`
      : dialect.quoteName(index.name);
  const on = dialect.name === "sqlite" ? dialect.quoteName(table.name) : tableName(table, dialect);
  const using = postgres && index.method !== undefined && index.method !== "btree" ? ` USING ${index.method}` : "";
  let sql = `CREATE ${index.unique === true ? "UNIQUE " : ""}INDEX ${name} ON ${on}${using} (${parts.join(", ")})`;
  if (postgres && index.include !== undefined && index.include.length > 0)
    sql += ` INCLUDE (${names(index.include, dialect)})`;
  if (postgres && index.nullsDistinct === false) sql += " NULLS NOT DISTINCT";
  if (index.condition !== undefined) sql += ` WHERE ${schemaExpression(index.condition, dialect)}`;
  return sql;
}

function postgresComments(table: TableDescription, dialect: Dialect): string[] {
  const name = tableName(table, dialect);
  const comments = table.columns
    .filter((column) => column.comment !== undefined)
    .map(
      (column) =>
        `COMMENT ON COLUMN ${name}.${dialect.quoteName(column.name)} IS ${dialect.quoteText(column.comment!)}`,
    );
  if (table.comment !== undefined) comments.unshift(`COMMENT ON TABLE ${name} IS ${dialect.quoteText(table.comment)}`);
  return comments;
}
