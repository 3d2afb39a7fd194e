// Describes a compiled statement: its text, which values go where, and what the driver must know to run it.

/** One statement for one dialect, reused with new values; made by `compileSql`. */
export interface CompiledSql {
  /** The text; where {@link CompiledSql.lists} is not empty on a dialect that writes lists out, a template for one. */
  readonly text: string;
  /** For each placeholder in its order, the index of its value; undefined when placeholder n takes value n, and no more. */
  readonly order: readonly number[] | undefined;
  /** How many values an execution takes. */
  readonly slotCount: number;
  /** A read may run beside another task's transaction, and on a replica. */
  readonly access: "read" | "write";
  /** Whether the statement answers with rows. */
  readonly returnsRows: boolean;
  /** Makes the text and values of one execution, where the text depends on the length of a list. */
  readonly expand: ((params: readonly unknown[]) => ExpandedSql) | undefined;
  /** The lists of a bulk insert or update that is written out, and how many of their rows one statement takes at most. */
  readonly bulk: { readonly slots: readonly number[]; readonly maxRows: number } | undefined;
  /** Values that are lists and travel as one parameter, by index. */
  readonly lists: readonly number[];
  /** Result columns that are 64-bit integers read as `bigint`, by index; only SQLite must ask for them. */
  readonly bigInts: readonly number[];
}

/** Text and positional values of one execution. */
export interface ExpandedSql {
  readonly text: string;
  readonly values: readonly unknown[];
}
