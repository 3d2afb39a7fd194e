// Describes the tables of an SQLite database, from the statements that made them.
import type { Database } from "#orm";
import {
  type Dialect,
  type ForeignKeyDescription,
  foreignKeyName,
  type IndexDescription,
  type TableDescription,
  uniqueName,
} from "#orm/internals";
import { queryRows } from "../query-rows.ts";
import type { IntrospectedTable, IntrospectOptions } from "./introspected-database.ts";
import { parseSqliteTable } from "./parse-sqlite-table.ts";
import { cutSql, splitList } from "./sql-pieces.ts";
import { sqliteColumnType } from "./sqlite-column-type.ts";
import { writtenExpression } from "./written-expression.ts";

type MasterRow = readonly [type: string, name: string, table: string, sql: string | null];

/** Describes the tables (and views) of an SQLite database, by name. */
export async function introspectSqlite(
  database: Database,
  options: IntrospectOptions = {},
): Promise<readonly IntrospectedTable[]> {
  const rows = (await queryRows(
    database,
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY name",
  )) as unknown as readonly MasterRow[];
  const isWanted = (name: string) => options.tables === undefined || options.tables.includes(name);
  const tables: IntrospectedTable[] = [];
  for (const [type, name, , sql] of rows) {
    if (!isWanted(name) || sql === null) continue;
    if (type === "table" && !/^CREATE\s+VIRTUAL/i.test(sql))
      tables.push(describeTable(name, sql, rows, database.dialect));
    if (type === "view" && options.views === true) tables.push(await describeView(database, name));
  }
  return tables;
}

function describeTable(name: string, sql: string, rows: readonly MasterRow[], dialect: Dialect): IntrospectedTable {
  const parsed = parseSqliteTable(sql);
  const indexes = rows.flatMap(([type, index, table, text]) =>
    type === "index" && table === name && text !== null ? [parseIndex(index, text)] : [],
  );
  const triggers = rows.filter(([type, , table]) => type === "trigger" && table === name).map(([, each]) => each);
  return {
    ...withNames(name, { name, ...parsed, foreignKeys: withTargets(parsed.foreignKeys, rows), indexes }, dialect),
    kind: "table",
    declaredTypes: parsed.declaredTypes,
    notes: [
      ...triggers.map((trigger) => `trigger ${trigger}`),
      ...(/\)\s*(?:STRICT\s*,\s*)?WITHOUT\s+ROWID/i.test(sql) ? ["WITHOUT ROWID"] : []),
    ],
  };
}

// A key that names no column leads to the other table's primary key.
function withTargets(
  keys: readonly ForeignKeyDescription[],
  rows: readonly MasterRow[],
): readonly ForeignKeyDescription[] {
  return keys.map((key) => {
    if (key.targets.length > 0) return key;
    const sql = rows.find(([type, name]) => type === "table" && name.toLowerCase() === key.table.toLowerCase())?.[3];
    return typeof sql === "string" ? { ...key, targets: parseSqliteTable(sql).primaryKey } : key;
  });
}

/** Gives the constraints that have no name of their own the ones that Demijohn would give them. */
function withNames(name: string, table: TableDescription, dialect: Dialect): TableDescription {
  let checks = 0;
  return {
    ...table,
    uniques: table.uniques?.map((each) => ({ ...each, name: each.name || uniqueName(name, each.columns, dialect) })),
    foreignKeys: table.foreignKeys?.map((each) => ({
      ...each,
      name:
        each.name ||
        foreignKeyName(name, each.columns.join("_"), { table: each.table, column: each.targets.join("_") }, dialect),
    })),
    checks: table.checks?.map((each) => ({ ...each, name: each.name || `${name}_check_${++checks}` })),
  };
}

/** Parses `CREATE UNIQUE INDEX name ON table (a, lower(b) DESC) WHERE c`. */
function parseIndex(name: string, sql: string): IndexDescription {
  const pieces = cutSql(sql);
  const list = pieces.find((piece) => piece.kind === "brackets")!;
  const parts = splitList(list.text).map((text) => {
    const words = cutSql(text);
    const last = words.at(-1);
    const order = last?.kind === "word" && /^(?:asc|desc)$/i.test(last.text) ? last : undefined;
    const expression = order === undefined ? text : text.slice(0, order.start).trim();
    const only = cutSql(expression);
    const plain = only.length === 1 && (only[0]!.kind === "name" || only[0]!.kind === "word");
    return {
      expression: plain ? only[0]!.text : writtenExpression(expression),
      descending: order?.text.toLowerCase() === "desc" ? true : undefined,
    };
  });
  const where = pieces.find((piece) => piece.kind === "word" && /^where$/i.test(piece.text) && piece.start > list.end);
  return {
    name,
    parts,
    unique: pieces[1]?.kind === "word" && /^unique$/i.test(pieces[1].text) ? true : undefined,
    condition: where === undefined ? undefined : writtenExpression(sql.slice(where.end)),
  };
}

async function describeView(database: Database, name: string): Promise<IntrospectedTable> {
  const columns = (await queryRows(
    database,
    `SELECT name, type FROM pragma_table_info(${database.dialect.quoteText(name)})`,
  )) as unknown as readonly (readonly [string, string])[];
  return {
    name,
    columns: columns.map(([column, type]) => ({ name: column, type: sqliteColumnType(type), null: true })),
    primaryKey: [],
    kind: "view",
    notes: [],
    declaredTypes: Object.fromEntries(columns),
  };
}
