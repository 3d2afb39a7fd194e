// Refuses a change of type on SQLite that would turn values into 0 or NULL, which its casts do without a word.
import { quoteValue } from "#kernel";
import type { Database } from "#orm";
import type { ColumnDescription } from "#orm/internals";
import { MigrationError } from "../migration-error.ts";
import { defaultCast, needsConversion } from "./default-cast.ts";
import { queryRows } from "./query-rows.ts";
import type { TableChange } from "./schema-editor.ts";
import { valueSql } from "./statements.ts";
import type { TableDifference } from "./table-difference.ts";

const text = new Set(["char", "text", "custom", "uuid", "inet", "json"]);
const numbers = new Set(["smallInt", "integer", "bigInt", "float", "decimal", "boolean", "duration"]);
const moments = new Set(["date", "dateTime", "time"]);

/**
 * Looks for values that do not survive the change of their column's type.
 *
 * @throws {MigrationError} MIGRATIONS_LOST_VALUES
 */
export async function refuseLostValues(
  database: Database,
  { casts = {} }: TableChange,
  { before, after }: TableDifference,
): Promise<void> {
  for (const column of after.columns) {
    const was = before.columns.find((each) => each.name === column.name);
    if (was === undefined || casts[column.name] !== undefined || column.generated !== undefined) continue;
    const lost = lostWhere(was, column, database);
    if (lost === undefined) continue;
    const { dialect } = database;
    const name = dialect.quoteName(column.name);
    const rows = await queryRows(
      database,
      `SELECT ${name} FROM ${dialect.quoteName(after.name)} WHERE ${lost} LIMIT 3`,
    );
    if (rows.length === 0) continue;
    throw new MigrationError(
      "MIGRATIONS_LOST_VALUES",
      `Values of "${column.name}" in "${after.name}" cannot become those of its new type, ${column.type.kind}.`,
      {
        facts: [`Values: ${rows.map(([value]) => quoteValue(value)).join(", ")}.`],
        cure: "Mend them in a migration before this one. Nothing has been changed.",
      },
    );
  }
}

function lostWhere(was: ColumnDescription, column: ColumnDescription, database: Database): string | undefined {
  const { dialect } = database;
  if (!needsConversion(was.type, column.type, dialect)) return undefined;
  const name = dialect.quoteName(column.name);
  if (text.has(was.type.kind) && numbers.has(column.type.kind))
    return `${name} IS NOT NULL AND (trim(${name}) = '' OR trim(${name}) GLOB '*[^0-9.eE+-]*')`;
  if (moments.has(column.type.kind))
    return `${name} IS NOT NULL AND ${valueSql(defaultCast(was, column, dialect), dialect)} IS NULL`;
  return undefined;
}
