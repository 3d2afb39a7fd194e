// Defines what every operation of a migration can do: change the state, change a database both ways, and say so.
import type { Dialect } from "#orm/internals";
import type { SchemaEditor } from "../schema/schema-editor.ts";
import type { ProjectState } from "../state/project-state.ts";

/** What runs an operation tells it: where it runs, and where to report progress. */
export interface OperationContext {
  /** The blueprint of the migration. */
  readonly label: string;
  readonly dialect: Dialect;
  /** The alias of the database; the default one where not given. */
  readonly using?: string | undefined;
  /** Statements are gathered instead of run: operations that need rows say so and do nothing. */
  readonly collecting?: boolean | undefined;
  /** Reports how far a long operation is; `total` where it is known. */
  readonly report?: ((done: number, total?: number) => void) | undefined;
}

/** What an operation does, as one sign. `+` adds, `-` removes, `~` alters, `p` runs code, `s` runs SQL. */
export type OperationCategory = "+" | "-" | "~" | "p" | "s" | "?";

/** How a migration file calls the function that makes the operation. */
export interface WrittenCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What two operations amount to. It is their replacement, true where they may pass each other, or false. */
export type Reduction = readonly Operation[] | boolean;

/**
 * One step of a migration.
 *
 * `databaseForwards` gets the states before and after; `databaseBackwards` gets the state after the operation as `from`
 * and the one before it as `to`.
 */
export interface Operation {
  /** The name of its function: `addField`. */
  readonly kind: string;
  readonly category: OperationCategory;
  /** Whether it can run backwards. */
  readonly reversible: boolean;
  /** Whether squashing may leave it out. */
  readonly elidable: boolean;
  /** False for what no transaction may enclose, such as a concurrent index. */
  readonly atomic: boolean;
  /** Whether all it does is in the statements that it sends; false for code. */
  readonly reducesToSql: boolean;
  /** The part of a migration's name that tells of it: `author_email`; undefined where nothing good can be said. */
  readonly fragment: string | undefined;
  readonly written: WrittenCall;
  /** What it does, in words: `Add field email to Author`. */
  describe(): string;
  stateForwards(label: string, state: ProjectState): ProjectState;
  databaseForwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void>;
  databaseBackwards(
    editor: SchemaEditor,
    from: ProjectState,
    to: ProjectState,
    context: OperationContext,
  ): Promise<void>;
  /** What this operation and a later one amount to. */
  reduce(other: Operation, label: string): Reduction;
  /** Whether it may touch the model; true where in doubt. */
  referencesModel(name: string, label: string): boolean;
  /** Whether it may touch the field; true where in doubt. */
  referencesField(model: string, name: string, label: string): boolean;
}
