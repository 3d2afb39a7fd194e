// Says what the definition of a table, or of a whole MySQL database, looks like, so that a change of it can be seen.
import { createHash } from "node:crypto";
import type { Database } from "#orm";
import { queryRows } from "../schema/query-rows.ts";

/** A digest of a table's definition, or of everything's where no table is named; the same as long as nothing changes. */
export async function fingerprint(database: Database, table: string | undefined): Promise<string> {
  const parts = table === undefined ? await everything(database) : [await definitionOf(database, table)];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

async function definitionOf(database: Database, table: string): Promise<string> {
  const { dialect } = database;
  const there = await queryRows(
    database,
    `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ${dialect.quoteText(table)}`,
  );
  if (there.length === 0) return "absent";
  const [row] = await queryRows(database, `SHOW CREATE TABLE ${dialect.quoteName(table)}`);
  // The next number changes with every row.
  return String(row?.[1]).replace(/ AUTO_INCREMENT=\d+/, "");
}

async function everything(database: Database): Promise<readonly string[]> {
  const names = await queryRows(
    database,
    "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME",
  );
  const parts: string[] = [];
  // The framework's own tables change between statements in their rows alone.
  for (const [name] of names) parts.push(await definitionOf(database, String(name)));
  const rest = [
    "SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1",
    "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1",
    "SELECT EVENT_NAME, EVENT_DEFINITION FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1",
  ];
  for (const sql of rest) parts.push(JSON.stringify(await queryRows(database, sql)));
  return parts;
}

/**
 * Whether a statement about an index of PostgreSQL, cut off in the middle, took effect. A half-made index, which only
 * costs, is dropped.
 */
export async function indexState(database: Database, index: string, sql: string): Promise<boolean> {
  const [row] = await queryRows(
    database,
    `SELECT indisvalid::int FROM pg_index WHERE indexrelid = to_regclass(${database.dialect.quoteText(index)})`,
  );
  if (/^\s*DROP/i.test(sql)) return row === undefined;
  if (row === undefined) return false;
  if (Number(row[0]) === 1) return true;
  await database.script(`DROP INDEX CONCURRENTLY ${index}`);
  return false;
}
