// Describes a connection as the query layer sees it: it runs compiled SQL and gives rows of raw driver values.
import type { Dialect } from "./dialects/dialect.ts";
import type { CompiledSql } from "./sql/compiled-sql.ts";

/** One row as the driver read it. `dialect.codec(type).decode` makes each value what the program uses. */
export type RawRow = readonly unknown[];

/** What a statement answered. */
export interface QueryRows {
  readonly rows: readonly RawRow[];
  /** Rows inserted, changed or deleted; for a select, rows read. */
  readonly affected: number;
  /** The key that an insert without RETURNING made, where the database says it. */
  readonly lastInsertId: number | bigint | undefined;
  /** Names of the result columns; only where the caller asked for them with {@link RunOptions.columns}. */
  readonly columns: readonly string[] | undefined;
}

/**
 * Rows in each chunk of a stream where none are asked for.
 *
 * A million instances were measured in chunks of 100 to 5,000: larger ones are no faster, but outlive more collections
 * of the young, for which V8 then keeps up to 100 MB.
 */
export const CHUNK_ROWS = 500;

/** Details of one execution, all optional. */
export interface RunOptions {
  /** Ask for the names of the result columns. */
  readonly columns?: boolean | undefined;
  /** Rows in each chunk of {@link Connection.stream}; 500 by default. */
  readonly chunkSize?: number | undefined;
  /** Where the user's code asked, for the trace; found on the call stack where it is not given. */
  readonly place?: string | undefined;
}

/**
 * A database under its alias. Statements run in the current task's transaction when there is one (see `atomic`),
 * otherwise on whichever connection of the pool is free.
 */
export interface Connection {
  /** The name under which the database is configured: `default`. */
  readonly alias: string;
  readonly dialect: Dialect;
  /**
   * Runs a statement. `params[i]` is the encoded value of slot i, an array for a list slot.
   *
   * Synchronous on `node:sqlite` unless another task's transaction is in the way. Throws, or rejects with, a
   * {@link DatabaseError}.
   */
  execute(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): QueryRows | Promise<QueryRows>;
  /** Reads a select in chunks, through a server-side cursor; closing the iteration early frees it. */
  stream(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): AsyncIterable<readonly RawRow[]>;
  /** Whether the current task is inside a transaction of this database. */
  readonly inTransaction: boolean;
}
