// Describes a driver: how one kind of database is reached, and one physical connection to it.
import type { QueryRows, RawRow } from "../../connection.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import type { CompiledSql } from "../../sql/compiled-sql.ts";
import type { DatabaseError } from "../database-error.ts";

/** One physical connection. It runs one statement after another; several may be sent at once where the driver pipelines. */
export interface DriverConnection {
  /** Runs a compiled statement; errors are the driver's own, to be passed through {@link Driver.mapError}. */
  run(compiled: CompiledSql, execution: Execution): Promise<QueryRows>;
  /** Runs hand-written text, such as `BEGIN` or a whole script, without parameters. */
  script(text: string): Promise<void>;
  /** Reads a select in chunks; inside a transaction where {@link Driver.cursorsNeedTransaction}. */
  stream(compiled: CompiledSql, text: string, options: StreamOptions): AsyncIterable<readonly RawRow[]>;
  /** Asks the server whether it is there. */
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Whether the connection can no longer be used. */
  readonly broken: boolean;
  /** Whether it is gathering statements that will be sent together. */
  readonly gathering: boolean;
  /** Called when the connection breaks. */
  onBroken: (() => void) | undefined;
  /** Keeps the process alive, or does not, while nothing is on its way. */
  ref(): void;
  unref(): void;
}
/** The text and positional values of one run. */
export interface Execution {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether the names of the result columns are wanted. */
  readonly columns: boolean;
}
/** Values and size of the chunks of a stream. */
export interface StreamOptions {
  readonly values: readonly unknown[];
  readonly chunkSize: number;
}

/** One kind of database server, at one address. */
export interface Driver {
  readonly dialect: Dialect;
  /** How many statements may be on their way over one connection at once. */
  readonly pipelineDepth: number;
  readonly cursorsNeedTransaction: boolean;
  /** The most connections it can have; 1 for an embedded one. */
  readonly maxConnections: number;
  connect(): Promise<DriverConnection>;
  /** Makes the error of a failed statement or connection one of the ORM's classes. */
  mapError(error: unknown, sql: string | undefined): DatabaseError;
  /** Statements that start a transaction. */
  beginStatements(options: BeginOptions): readonly string[];
  /** Ends whatever the driver keeps besides connections. */
  close?(): Promise<void>;
}

/** How far a transaction is kept apart from others (SQL:1999). */
export type IsolationLevel = "read uncommitted" | "read committed" | "repeatable read" | "serializable";

/** How a transaction is to start. */
export interface BeginOptions {
  readonly isolation?: IsolationLevel | undefined;
  readonly readOnly?: boolean | undefined;
}
