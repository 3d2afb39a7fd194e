// Creates and drops the tables of models at once, for tests and small programs; migrations do it in steps.
import { SetupError } from "#kernel";
import { connection } from "../database/databases.ts";
import { allowsMigrate } from "../database/router.ts";
import { findMeta, type ModelMeta } from "../model/model-meta.ts";
import { createTables as createStatements, dropTable } from "./create-table.ts";
import { describeTables } from "./describe-table.ts";

function metasOf(models: readonly unknown[]): readonly ModelMeta[] {
  return models.map((model) => {
    const meta = findMeta(model);
    if (meta === undefined)
      throw new SetupError("ORM_NOT_A_MODEL", "createTables() was given something that is not a model.", {
        cure: "Give it model classes: createTables([Author, Article]).",
      });
    return meta;
  });
}

/**
 * Creates the tables of models that the database may have. It is for models that migrations do not manage.
 *
 * @throws SetupError `ORM_NOT_A_MODEL`.
 */
export async function createTables(
  models: readonly unknown[],
  options: { readonly using?: string | undefined } = {},
): Promise<void> {
  const database = connection(options.using);
  const allowed = metasOf(models).filter((meta) => allowsMigrate(database.alias, meta.name));
  const tables = allowed.flatMap((meta) => describeTables(meta, database.dialect));
  for (const statement of createStatements(tables, database.dialect)) await database.script(statement);
}

// Tables that point at each other can be dropped only while nobody looks.
const keyGuards: Readonly<Record<string, string>> = { mysql: "SET FOREIGN_KEY_CHECKS", sqlite: "PRAGMA foreign_keys" };

/** Drops the tables of models, with everything in them. */
export async function dropTables(
  models: readonly unknown[],
  options: { readonly using?: string | undefined } = {},
): Promise<void> {
  const database = connection(options.using);
  const allowed = metasOf(models).filter((meta) => allowsMigrate(database.alias, meta.name));
  const tables = allowed.flatMap((meta) => [...describeTables(meta, database.dialect)].reverse());
  const guard = keyGuards[database.dialect.name];
  if (guard !== undefined) await database.script(`${guard} = 0`);
  for (const table of [...tables].reverse()) await database.script(dropTable(table, database.dialect));
  if (guard !== undefined) await database.script(`${guard} = 1`);
}
