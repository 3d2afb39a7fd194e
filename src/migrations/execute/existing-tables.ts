// Says whether a database has the tables and columns of a first migration already, so that it can be adopted.
import type { Database } from "#orm";
import { stateAfter } from "../graph/migration.ts";
import { MigrationError } from "../migration-error.ts";
import { introspect } from "../schema/introspect/introspect.ts";
import { tablesOfState } from "../state/tables-of-state.ts";
import { textOf } from "./make-plan.ts";
import type { PlannedMigration } from "./migration-run.ts";

/**
 * Whether the database has everything that a first migration would create; false for one that is not a first.
 *
 * @throws {MigrationError} MIGRATIONS_OTHER_TABLES where it has some of the tables, or tables that lack columns.
 */
export async function tablesExist(database: Database, step: PlannedMigration): Promise<boolean> {
  const { migration, backwards, before } = step;
  const isFirst = migration.initial ?? migration.dependencies.every(([label]) => label !== migration.label);
  if (!isFirst || backwards) return false;
  const old = new Set(tablesOfState(before, database.dialect).map((table) => table.name));
  const created = tablesOfState(stateAfter(migration, before), database.dialect).filter(
    (table) => !old.has(table.name),
  );
  if (created.length === 0) return false;
  const found = await introspect(database, { tables: created.map((table) => table.name) });
  if (found.length === 0) return false;
  const missing = created.flatMap((table) => {
    const there = found.find((each) => each.name === table.name);
    if (there === undefined) return [`There is no table "${table.name}".`];
    const columns = new Set(there.columns.map((column) => column.name));
    return table.columns
      .filter((column) => !columns.has(column.name))
      .map((column) => `The table "${table.name}" has no column "${column.name}".`);
  });
  if (missing.length === 0) return true;
  throw new MigrationError(
    "MIGRATIONS_OTHER_TABLES",
    `The database has some of what ${textOf(migration)} creates, but not all of it.`,
    {
      facts: missing,
      cure: "Change the models to what is there, as demijohn inspectdb writes it, and make the migration anew.",
    },
  );
}
