// Keeps the list of applied migrations in a table of the database, and reads the one that Django keeps.
import type { Database } from "#orm";
import { createTableStatements, type TableDescription } from "#orm/internals";
import type { MigrationId } from "../graph/migration.ts";
import { queryRows } from "../schema/query-rows.ts";

/** The name of the table. */
export const recordTable = "demijohn_migrations";

/** A migration that has been applied. */
export interface AppliedMigration {
  readonly label: string;
  readonly name: string;
  /** When, in ISO 8601. */
  readonly applied: string;
}

const text = { kind: "char", maxLength: 190 } as const;
/** The description of the table. */
export const recordTableDescription: TableDescription = {
  name: recordTable,
  columns: [
    { name: "label", type: text },
    { name: "name", type: text },
    { name: "applied", type: { kind: "char", maxLength: 30 } },
  ],
  primaryKey: ["label", "name"],
};

/** Whether a table is there. */
export async function hasTable(database: Database, table: string): Promise<boolean> {
  const { dialect } = database;
  const name = dialect.quoteText(table);
  const sql = {
    sqlite: `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${name}`,
    postgres: `SELECT 1 FROM pg_class WHERE relname = ${name} AND relkind IN ('r', 'p') AND pg_table_is_visible(oid)`,
    mysql: `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ${name}`,
  }[dialect.name];
  return (await queryRows(database, sql)).length > 0;
}

/** Makes the table where it is missing. */
export async function ensureTable(database: Database, table: TableDescription): Promise<void> {
  if (await hasTable(database, table.name)) return;
  for (const statement of createTableStatements([table], database.dialect)) {
    // Two processes may find it missing at once.
    await database.script(statement.replace(/^CREATE TABLE /, "CREATE TABLE IF NOT EXISTS "));
  }
}

/** The applied migrations, in the order in which they were applied; none where the table is missing. */
export async function readApplied(database: Database): Promise<readonly AppliedMigration[]> {
  if (!(await hasTable(database, recordTable))) return [];
  const rows = await queryRows(
    database,
    `SELECT label, name, applied FROM ${recordTable} ORDER BY applied, label, name`,
  );
  return rows.map(([label, name, applied]) => ({
    label: String(label),
    name: String(name),
    applied: String(applied),
  }));
}

/** Whether one migration is recorded. */
export async function isApplied(database: Database, [label, name]: MigrationId): Promise<boolean> {
  const { dialect } = database;
  const rows = await queryRows(
    database,
    `SELECT 1 FROM ${recordTable} WHERE label = ${dialect.quoteText(label)} AND name = ${dialect.quoteText(name)}`,
  );
  return rows.length > 0;
}

/** Records a migration as applied. */
export async function recordApplied(database: Database, [label, name]: MigrationId): Promise<void> {
  const { dialect } = database;
  const now = new Date().toISOString();
  await database.script(
    `INSERT INTO ${recordTable} (label, name, applied) VALUES (${[label, name, now].map(dialect.quoteText).join(", ")})`,
  );
}

/** Takes a migration off the list. */
export async function recordUnapplied(database: Database, [label, name]: MigrationId): Promise<void> {
  const { dialect } = database;
  await database.script(
    `DELETE FROM ${recordTable} WHERE label = ${dialect.quoteText(label)} AND name = ${dialect.quoteText(name)}`,
  );
}

/** The migrations that Django has applied to the database; undefined where Django has never been here. */
export async function readDjangoMigrations(database: Database): Promise<readonly AppliedMigration[] | undefined> {
  if (!(await hasTable(database, "django_migrations"))) return undefined;
  const rows = await queryRows(
    database,
    "SELECT app, name, CAST(applied AS CHAR(32)) FROM django_migrations ORDER BY id",
  );
  return rows.map(([label, name, applied]) => ({ label: String(label), name: String(name), applied: String(applied) }));
}
