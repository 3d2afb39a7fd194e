// Copies an SQLite table into one of a new shape under the same name, with its rows, indexes, triggers and numbering.
//
// Invariants: foreign keys are off and a transaction is open (the caller sees to it), so that dropping the old table
// neither checks nor follows keys. Tables, views and triggers that name the table go on naming the new one: the last
// rename runs in SQLite's legacy mode, which leaves the text of everything else as it is.
import type { Database } from "#orm";
import {
  type ColumnDescription,
  createIndexStatement,
  type Dialect,
  type SqlExpression,
  type TableDescription,
} from "#orm/internals";
import { MigrationError } from "../migration-error.ts";
import { defaultCast, needsConversion } from "./default-cast.ts";
import { queryRows } from "./query-rows.ts";
import type { SchemaProgress, TableChange } from "./schema-editor.ts";
import { bareTableSql, nameList, valueSql } from "./statements.ts";
import type { TableDifference } from "./table-difference.ts";

/** What a rebuild needs of its editor. */
export interface RebuildContext {
  readonly database: Database;
  readonly collects: boolean;
  readonly run: (sql: string, table: string) => Promise<void>;
  readonly progress: ((progress: SchemaProgress) => void) | undefined;
}

/** Rows that one statement copies; between two, progress is told. */
const rowsAtOnce = 50_000;

/**
 * Rebuilds a table.
 *
 * @throws {MigrationError} MIGRATIONS_KEYS_ENFORCED in a transaction that has foreign keys on.
 */
export async function rebuildTable(
  context: RebuildContext,
  change: TableChange,
  difference: TableDifference,
): Promise<void> {
  const { database } = context;
  const { dialect } = database;
  const { after } = difference;
  if (!context.collects) await refuseEnforcedKeys(database, after.name);
  const own = context.collects ? [] : await readOwnObjects(database, difference);
  const copy: TableDescription = { ...after, name: `${after.name}__new` };
  await context.run(bareTableSql(copy, dialect), copy.name);
  await copyRows(context, copy, columnsToCopy(change, difference, dialect));
  await keepNumbering(context, after, copy);
  await context.run(`DROP TABLE ${dialect.quoteName(after.name)}`, after.name);
  await context.run("PRAGMA legacy_alter_table = ON", after.name);
  try {
    await context.run(
      `ALTER TABLE ${dialect.quoteName(copy.name)} RENAME TO ${dialect.quoteName(after.name)}`,
      after.name,
    );
  } finally {
    await context.run("PRAGMA legacy_alter_table = OFF", after.name);
  }
  for (const index of after.indexes ?? []) {
    const sql = createIndexStatement(after, index, dialect);
    if (sql !== undefined) await context.run(sql, after.name);
  }
  for (const sql of own) await context.run(sql, after.name);
}

async function refuseEnforcedKeys(database: Database, table: string): Promise<void> {
  const [row] = await queryRows(database, "PRAGMA foreign_keys");
  if (row?.[0] !== 1) return;
  const { dialect } = database;
  const pointing = await queryRows(
    database,
    `SELECT m.name FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS k WHERE m.type = 'table' AND lower(k."table") = lower(${dialect.quoteText(table)})`,
  );
  if (pointing.length === 0) return;
  throw new MigrationError(
    "MIGRATIONS_KEYS_ENFORCED",
    `The table "${table}" has to be copied, but foreign keys are enforced: dropping the old one would delete what points at it.`,
    {
      facts: [`Tables that point at it: ${[...new Set(pointing.map((each) => String(each[0])))].join(", ")}.`],
      cure: 'Run the change through demijohn migrate, or run connection().script("PRAGMA foreign_keys = OFF") before the transaction.',
    },
  );
}

// Triggers, and the indexes that nobody described, as they were created. An index on a dropped column goes with it.
async function readOwnObjects(database: Database, { before, after }: TableDifference): Promise<readonly string[]> {
  const { dialect } = database;
  // Django keeps some of its unique constraints as indexes of the constraint's name.
  const described = new Set(
    [before, after].flatMap((table) => [...(table.indexes ?? []), ...(table.uniques ?? [])]).map((each) => each.name),
  );
  const columns = new Set(after.columns.map((column) => column.name.toLowerCase()));
  const rows = await queryRows(
    database,
    `SELECT type, name, sql FROM sqlite_master WHERE lower(tbl_name) = lower(${dialect.quoteText(after.name)}) AND sql IS NOT NULL AND type IN ('index', 'trigger') ORDER BY rowid`,
  );
  const kept: string[] = [];
  for (const [type, name, sql] of rows as readonly [string, string, string][]) {
    if (type === "index") {
      if (described.has(name)) continue;
      const parts = await queryRows(database, `SELECT name FROM pragma_index_info(${dialect.quoteText(name)})`);
      if (parts.some(([column]) => column !== null && !columns.has(String(column).toLowerCase()))) continue;
    }
    kept.push(sql);
  }
  return kept;
}

interface CopiedColumn {
  readonly name: string;
  readonly value: string;
}

function columnsToCopy(
  { casts = {}, fill = {} }: TableChange,
  { before, after }: TableDifference,
  dialect: Dialect,
): readonly CopiedColumn[] {
  return after.columns.flatMap((column): readonly CopiedColumn[] => {
    if (column.generated !== undefined) return [];
    const was = before.columns.find((each) => each.name === column.name);
    const value = was === undefined ? fill[column.name] : oldValue(was, column, casts[column.name], dialect);
    if (value === undefined) return [];
    const sql = valueSql(value, dialect);
    const instead = was === undefined ? undefined : fill[column.name];
    return [
      {
        name: column.name,
        value: instead === undefined ? sql : `COALESCE(${sql}, ${valueSql(instead, dialect)})`,
      },
    ];
  });
}

function oldValue(
  was: ColumnDescription,
  column: ColumnDescription,
  cast: SqlExpression | undefined,
  dialect: Dialect,
): SqlExpression {
  if (cast !== undefined) return cast;
  return needsConversion(was.type, column.type, dialect)
    ? defaultCast(was, column, dialect)
    : { kind: "column", source: undefined, name: was.name, type: was.type };
}

async function copyRows(
  context: RebuildContext,
  copy: TableDescription,
  columns: readonly CopiedColumn[],
): Promise<void> {
  const { database } = context;
  const { dialect } = database;
  const from = copy.name.replace(/__new$/, "");
  const table = dialect.quoteName(from);
  const insert =
    columns.length === 0
      ? undefined
      : `INSERT INTO ${dialect.quoteName(copy.name)} (${nameList(
          columns.map((column) => column.name),
          dialect,
        )}) SELECT ${columns.map((column) => column.value).join(", ")} FROM ${table}`;
  if (insert === undefined) return;
  const total = context.collects ? 0 : await lastRowId(database, from);
  if (total <= rowsAtOnce) {
    await context.run(insert, copy.name);
    return;
  }
  const doing = `copying the rows of "${from}"`;
  for (let last: string | undefined = ""; last !== undefined; ) {
    const next = await rowIdAfter(database, table, last);
    const where: string[] = [];
    if (last !== "") where.push(`_rowid_ > ${last}`);
    if (next !== undefined) where.push(`_rowid_ <= ${next}`);
    await context.run(where.length === 0 ? insert : `${insert} WHERE ${where.join(" AND ")}`, copy.name);
    context.progress?.({ doing, rows: Math.min(Number(next ?? total), total), total });
    last = next;
  }
}

// The highest row number; 0 for a table that has none, which is copied at once.
async function lastRowId(database: Database, table: string): Promise<number> {
  const text = database.dialect.quoteText(table);
  const [list] = await queryRows(database, `SELECT wr FROM pragma_table_list(${text}) WHERE type = 'table'`);
  if (list?.[0] !== 0) return 0;
  const [row] = await queryRows(
    database,
    `SELECT CAST(max(_rowid_) AS REAL) FROM ${database.dialect.quoteName(table)}`,
  );
  return Number(row?.[0] ?? 0);
}

async function rowIdAfter(database: Database, table: string, last: string): Promise<string | undefined> {
  const where = last === "" ? "" : ` WHERE _rowid_ > ${last}`;
  const [row] = await queryRows(
    database,
    `SELECT CAST(_rowid_ AS TEXT) FROM ${table}${where} ORDER BY _rowid_ LIMIT 1 OFFSET ${rowsAtOnce - 1}`,
  );
  return row === undefined ? undefined : String(row[0]);
}

// AUTOINCREMENT never gives a number again, also not that of a row that is gone.
async function keepNumbering(context: RebuildContext, after: TableDescription, copy: TableDescription): Promise<void> {
  const { dialect } = context.database;
  const numbered = after.columns.some((column) => column.identity === true && after.primaryKey[0] === column.name);
  if (!numbered || after.primaryKey.length !== 1) return;
  const [old, fresh] = [dialect.quoteText(after.name), dialect.quoteText(copy.name)];
  const [row] = context.collects
    ? []
    : await queryRows(context.database, `SELECT CAST(seq AS TEXT) FROM sqlite_sequence WHERE name = ${old}`).catch(
        () => [],
      );
  if (row === undefined) return;
  await context.run(`DELETE FROM sqlite_sequence WHERE name = ${fresh}`, copy.name);
  await context.run(`INSERT INTO sqlite_sequence (name, seq) VALUES (${fresh}, ${row[0]})`, copy.name);
}
