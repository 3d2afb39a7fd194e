// Reads and writes the file that names the last migration of a label, so that two branches conflict in version control.
import { MigrationError } from "../migration-error.ts";
import type { MigrationSource } from "../project.ts";
import type { Migration } from "./migration.ts";

/** The file beside the migrations of a label. */
export const LOCK_FILE = "latest.lock";

/** What the file says: the last migration, or the two of a merge that stopped at it. */
export type LockContent =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "conflict"; readonly ours: string; readonly theirs: string };

function pathOf(folder: string): string {
  return process.getBuiltinModule("node:path").join(folder, LOCK_FILE);
}

/** What the lock file of a folder says; undefined where there is none. */
export function readLock(folder: string): LockContent | undefined {
  const { existsSync, readFileSync } = process.getBuiltinModule("node:fs");
  const path = pathOf(folder);
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  const conflict = /^<{7}.*\n(?<ours>[^\n]*)\n(?:\|{7}.*\n[^\n]*\n)?={7}\n(?<theirs>[^\n]*)\n>{7}/m.exec(text);
  if (conflict?.groups === undefined) return { kind: "name", name: text.trim() };
  const { ours = "", theirs = "" } = conflict.groups;
  return { kind: "conflict", ours: ours.trim(), theirs: theirs.trim() };
}

/** Writes the name of the last migration into the lock file. */
export function writeLock(folder: string, name: string): void {
  process.getBuiltinModule("node:fs").writeFileSync(pathOf(folder), `${name}\n`);
}

/**
 * Checks that the lock file of a source names its last migration.
 *
 * @throws {MigrationError} MIGRATIONS_LOCK_CONFLICT or MIGRATIONS_LOCK_MISMATCH
 */
export function checkLock(source: MigrationSource, leaves: readonly Migration[]): void {
  if (source.folder === undefined) return;
  const lock = readLock(source.folder);
  if (lock === undefined) return;
  const where = pathOf(source.folder);
  if (lock.kind === "conflict")
    throw new MigrationError(
      "MIGRATIONS_LOCK_CONFLICT",
      `Two branches have each added a migration of "${source.label}": ${lock.ours} and ${lock.theirs}.`,
      { where, cure: `Put one behind the other: demijohn rebasemigration ${source.label}` },
    );
  const [last] = leaves;
  if (leaves.length === 1 && last!.name !== lock.name)
    throw new MigrationError(
      "MIGRATIONS_LOCK_MISMATCH",
      `${LOCK_FILE} of "${source.label}" names ${lock.name}, but the last migration is ${last!.name}.`,
      { where, cure: `Write ${last!.name} into it, or bring the missing migration back.` },
    );
}
