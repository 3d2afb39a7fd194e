// Reads the migration files of a project's labels, and returns the migrations with label and name.
import { MigrationError } from "../migration-error.ts";
import type { MigrationSource } from "../project.ts";
import { compareText } from "../state/model-state.ts";
import type { Migration } from "./migration.ts";

/** A migration, and the file that it was read from. */
export interface LoadedMigration extends Migration {
  readonly file: string | undefined;
}

const FILE = /^[^._].*(?<!\.d)\.[cm]?[jt]s$/;

/**
 * Reads the migrations of all sources.
 *
 * @throws {MigrationError} MIGRATIONS_BAD_FILE
 */
export async function loadMigrations(sources: readonly MigrationSource[]): Promise<readonly LoadedMigration[]> {
  const lists = await Promise.all(sources.map(loadSource));
  return lists.flat();
}

async function loadSource(source: MigrationSource): Promise<readonly LoadedMigration[]> {
  const given = (source.migrations ?? []).map((each) => placed(each, source, { name: each.name, file: undefined }));
  const files = source.folder === undefined ? [] : migrationFiles(source.folder);
  return [...given, ...(await Promise.all(files.map((file) => loadFile(file, source))))];
}

/** The files of a folder that hold migrations, in the order of their names. */
export function migrationFiles(folder: string): readonly string[] {
  const { existsSync, readdirSync } = process.getBuiltinModule("node:fs");
  const { join } = process.getBuiltinModule("node:path");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort(compareText)
    .map((name) => join(folder, name));
}

/** The name of the migration in a file: `0002_author_email`. */
export function nameOfFile(file: string): string {
  return process
    .getBuiltinModule("node:path")
    .basename(file)
    .replace(/\.[cm]?[jt]s$/, "");
}

async function loadFile(file: string, source: MigrationSource): Promise<LoadedMigration> {
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  let module: { readonly migration?: Migration };
  try {
    module = await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new MigrationError("MIGRATIONS_BAD_FILE", `The migration ${file} cannot be read.`, {
      where: file,
      facts: [cause instanceof Error ? cause.message : String(cause)],
      cure: "Mend the file.",
      cause,
    });
  }
  if (!Array.isArray(module.migration?.operations))
    throw new MigrationError("MIGRATIONS_BAD_FILE", `The file ${file} exports no migration.`, {
      where: file,
      cure: "Write export const migration = defineMigration({ operations: [] }); files that are none begin with _ or a dot.",
    });
  return placed(module.migration, source, { name: nameOfFile(file), file });
}

function placed(
  migration: Migration,
  source: MigrationSource,
  at: { readonly name: string; readonly file: string | undefined },
): LoadedMigration {
  const { label, name } = migration;
  return Object.freeze({
    ...migration,
    label: label === "" ? source.label : label,
    name: name === "" ? at.name : name,
    file: at.file,
  });
}
