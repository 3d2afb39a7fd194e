// Defines a migration, as its file exports it: what it depends on, what it replaces, and its operations.
import type { Operation } from "../operations/operation.ts";
import type { ProjectState } from "../state/project-state.ts";

/**
 * Names a migration: label and name. `__first__` and `__latest__` stand for the first and the last of a label, and the
 * label `__setting__` for the first migration of the model that a swappable setting names.
 */
export type MigrationId = readonly [label: string, name: string];

/** What a migration file hands to {@link defineMigration}. */
export interface MigrationParts {
  /** The label of the blueprint; by default the one whose folder holds the file. */
  readonly label?: string | undefined;
  /** By default the name of the file. */
  readonly name?: string | undefined;
  readonly dependencies?: readonly MigrationId[] | undefined;
  /** Migrations that must wait for this one. */
  readonly runBefore?: readonly MigrationId[] | undefined;
  /** The migrations that this one was squashed from. */
  readonly replaces?: readonly MigrationId[] | undefined;
  /** Whether it creates the label's first tables, so that a database that has them can adopt it. */
  readonly initial?: boolean | undefined;
  /** Whether it runs in one transaction where the database can; true by default. */
  readonly atomic?: boolean | undefined;
  readonly operations: readonly Operation[];
}

/** A migration. */
export interface Migration {
  readonly label: string;
  readonly name: string;
  readonly dependencies: readonly MigrationId[];
  readonly runBefore: readonly MigrationId[];
  readonly replaces: readonly MigrationId[];
  readonly initial: boolean | undefined;
  readonly atomic: boolean;
  readonly operations: readonly Operation[];
}

/**
 * Declares a migration; its file exports the result as `migration`.
 *
 * @example
 * ```ts
 * import { createModel, defineMigration } from "demijohn/migrations";
 * export const migration = defineMigration({
 *   operations: [createModel("Author", { id: { type: "auto" }, name: { type: "char", maxLength: 100 } })],
 * });
 * console.log(migration.operations[0]?.describe()); // => Create model Author
 * ```
 */
export function defineMigration(parts: MigrationParts): Migration {
  const { label = "", name = "", dependencies = [], runBefore = [], replaces = [], initial, atomic = true } = parts;
  return Object.freeze({
    label,
    name,
    dependencies,
    runBefore,
    replaces,
    initial,
    atomic,
    operations: parts.operations,
  });
}

/** The text that names a migration to people: `blog.0002_author_email`. */
export function migrationText(id: MigrationId): string {
  return `${id[0]}.${id[1]}`;
}

/** The state after a migration. */
export function stateAfter(migration: Migration, state: ProjectState): ProjectState {
  return migration.operations.reduce((before, operation) => operation.stateForwards(migration.label, before), state);
}
