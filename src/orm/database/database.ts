// Describes a database as transactions see it: a connection that can also begin, commit and roll back.
import type { Connection, QueryRows, RawRow, RunOptions } from "../connection.ts";
import type { CompiledSql } from "../sql/compiled-sql.ts";
import type { BeginOptions } from "./drivers/driver.ts";

/** A physical connection that one transaction has for itself. */
export interface Session {
  run(
    compiled: CompiledSql,
    params: readonly unknown[],
    options: RunOptions | undefined,
  ): QueryRows | Promise<QueryRows>;
  script(text: string): void | Promise<void>;
  stream(compiled: CompiledSql, params: readonly unknown[], chunkSize: number): AsyncIterable<readonly RawRow[]>;
}

/** A configured database. */
export interface Database extends Connection {
  /** Takes a connection for the caller alone and starts a transaction on it. */
  begin(options: BeginOptions): Promise<Session>;
  /** Ends the transaction and gives the connection back, whatever happens. */
  end(session: Session, how: "commit" | "rollback"): Promise<void>;
  /** Runs a script of statements without parameters, such as a schema: in the current transaction when there is one. */
  script(text: string): Promise<void>;
  /** Closes all connections; the next statement opens new ones. */
  close(): Promise<void>;
}
