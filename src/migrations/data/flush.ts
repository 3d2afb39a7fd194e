// Empties the tables of models, and starts their numbering again.
import { atomic, type Database } from "#orm";
import { linkRelations } from "#orm/internals";
import type { ProjectModel } from "./fixture-models.ts";

/** Deletes all rows of these models and of the links between them. Tables of other models that point at them must be among them. */
export async function flush(database: Database, models: readonly ProjectModel[]): Promise<void> {
  const tables = models.flatMap(({ meta }) => [
    ...linkRelations(meta).map((relation) => relation.link!.table),
    ...(meta.options.managed === false ? [] : [meta.table]),
  ]);
  await emptyTables(database, [...new Set(tables)]);
}

/** Deletes all rows of tables. */
export async function emptyTables(database: Database, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  const { dialect } = database;
  const names = tables.map((table) => dialect.quoteName(table));
  if (dialect.name === "postgres") return database.script(`TRUNCATE ${names.join(", ")} RESTART IDENTITY`);
  await atomic(
    async () => {
      if (dialect.name === "mysql") {
        await database.script("SET FOREIGN_KEY_CHECKS = 0");
        try {
          for (const name of names) await database.script(`TRUNCATE TABLE ${name}`);
        } finally {
          await database.script("SET FOREIGN_KEY_CHECKS = 1");
        }
        return;
      }
      await database.script("PRAGMA defer_foreign_keys = ON");
      for (const name of names) await database.script(`DELETE FROM ${name}`);
      const list = tables.map((table) => dialect.quoteText(table)).join(", ");
      // There is no such table before the first numbered one.
      await database.script(`DELETE FROM sqlite_sequence WHERE name IN (${list})`).catch(() => {});
    },
    { using: database },
  );
}
