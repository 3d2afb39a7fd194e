// Moves the numbering of keys behind the highest one that is there, after rows came in with keys of their own.
import type { Database } from "#orm";
import type { ProjectModel } from "./fixture-models.ts";

/** The statements that do it; only PostgreSQL needs any. */
export function sequenceStatements(database: Database, models: readonly ProjectModel[]): readonly string[] {
  const { dialect } = database;
  if (dialect.name !== "postgres") return [];
  return models.flatMap(({ meta }) => {
    const key = meta.ownColumns.find((column) => column.primaryKey);
    if (key === undefined || key.definition.fieldKind !== "scalar" || !key.scalar.auto) return [];
    const table = dialect.quoteName(meta.table);
    const column = dialect.quoteName(key.column);
    return [
      `SELECT setval(pg_get_serial_sequence(${dialect.quoteText(table)}, ${dialect.quoteText(key.column)}), coalesce(max(${column}), 1), max(${column}) IS NOT NULL) FROM ${table}`,
    ];
  });
}

/** Moves the numbering of these models' keys. */
export async function resetSequences(database: Database, models: readonly ProjectModel[]): Promise<void> {
  for (const statement of sequenceStatements(database, models)) await database.script(statement);
}
