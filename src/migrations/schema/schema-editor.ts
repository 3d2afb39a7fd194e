// Describes what changes a database's tables: from descriptions of tables, before and after, to the statements that get there.
import type { Database } from "#orm";
import type {
  CheckDescription,
  Dialect,
  ExclusionDescription,
  ForeignKeyDescription,
  IndexDescription,
  SqlExpression,
  TableDescription,
  UniqueDescription,
} from "#orm/internals";

/**
 * What a database's ALTER statements can do.
 *
 * The lint and the operations ask for that, never for the database's name.
 */
export interface SchemaFeatures {
  /** Whether a failed migration leaves nothing behind. */
  readonly transactional: boolean;
  /** Whether most changes copy the whole table. */
  readonly rebuildsTables: boolean;
  /** Whether an index can be made while others write. */
  readonly concurrentIndexes: boolean;
  /** Whether a constraint can be added first and checked later. */
  readonly laterValidation: boolean;
  readonly comments: boolean;
}

/** A named rule of a table, told apart by `kind`. */
export type ConstraintDescription =
  | ({ readonly kind: "unique" } & UniqueDescription)
  | ({ readonly kind: "check" } & CheckDescription)
  | ({ readonly kind: "foreign key" } & ForeignKeyDescription)
  | ({ readonly kind: "exclusion" } & ExclusionDescription);

/** What descriptions alone cannot say of a change. */
export interface TableChangeOptions {
  /** New names by old ones. A column that is in neither description's other half is dropped or added. */
  readonly renamedColumns?: Readonly<Record<string, string>> | undefined;
  /** How the old value of a column (by its new name) becomes one of its new type; a cast where not given. */
  readonly casts?: Readonly<Record<string, SqlExpression>> | undefined;
  /**
   * Values for the rows that are there, by the column's new name: for one that is added, in every row; for one that stops
   * being null, where it is null. Constants, or expressions over the columns before the change.
   */
  readonly fill?: Readonly<Record<string, SqlExpression>> | undefined;
}

/** One table's change, for {@link SchemaEditor.changeTables}. */
export interface TableChange extends TableChangeOptions {
  readonly before: TableDescription;
  readonly after: TableDescription;
}

/** Counts the rows of a long statement. */
export interface SchemaProgress {
  /** What is done, for people: `copying the rows of "film"`. */
  readonly doing: string;
  readonly rows: number;
  readonly total: number;
}

/**
 * Changes the tables of one database. It works on descriptions and knows nothing of models.
 *
 * Every method finds the statements and runs them, in the current transaction where there is one. An editor that collects
 * runs nothing, and keeps them in `collected`.
 *
 * On SQLite, a change that needs a copy of the table wants `PRAGMA foreign_keys = OFF` before its transaction; whoever runs
 * migrations sees to it.
 */
export interface SchemaEditor {
  readonly database: Database;
  readonly dialect: Dialect;
  readonly features: SchemaFeatures;
  /** The statements so far, in an editor that only collects. */
  readonly collected: readonly string[] | undefined;

  /** Creates a table with its keys, constraints, indexes and comments. Tables that its keys name must be there. */
  createTable(table: TableDescription): Promise<void>;
  /** Creates tables that may refer to each other in a ring. */
  createTables(tables: readonly TableDescription[]): Promise<void>;
  dropTable(table: TableDescription): Promise<void>;
  /** Renames a table; what else differs (such as names of constraints) follows, as by {@link changeTable}. */
  renameTable(before: TableDescription, after: TableDescription, options?: TableChangeOptions): Promise<void>;
  /** Makes every difference between two descriptions of a table, keeping the rows. */
  changeTable(before: TableDescription, after: TableDescription, options?: TableChangeOptions): Promise<void>;
  /** Changes several tables at once, whose keys point at each other: a key's type and those of the columns that hold it. */
  changeTables(changes: readonly TableChange[]): Promise<void>;

  /** `concurrently` lets others write meanwhile (PostgreSQL); it needs a migration that is not atomic. */
  addIndex(
    table: TableDescription,
    index: IndexDescription,
    options?: { readonly concurrently?: boolean | undefined },
  ): Promise<void>;
  dropIndex(
    table: TableDescription,
    index: IndexDescription,
    options?: { readonly concurrently?: boolean | undefined },
  ): Promise<void>;
  /** Adds a constraint; `table` is as it is before. `notValid` checks new rows alone (PostgreSQL). */
  addConstraint(
    table: TableDescription,
    constraint: ConstraintDescription,
    options?: { readonly notValid?: boolean | undefined },
  ): Promise<void>;
  /** Drops a constraint; `table` is as it is before. */
  dropConstraint(table: TableDescription, constraint: ConstraintDescription): Promise<void>;
  /** Checks the rows that were there when a constraint was added with `notValid`. */
  validateConstraint(table: TableDescription, constraint: ConstraintDescription): Promise<void>;

  /** Runs SQL written by hand: one statement, with constants in its text. */
  runSql(sql: string): Promise<void>;
  /**
   * Runs work that changes rows. A collecting editor notes `description` as a comment instead. Where the database cannot
   * roll back a schema, the work gets a transaction of its own, and is not run again when a migration is resumed.
   */
  runData(description: string, work: () => unknown): Promise<void>;
}
