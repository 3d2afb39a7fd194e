// Tells listeners of each new physical connection, before its first statement runs.

/** A connection that was opened. */
export interface OpenedConnection {
  /** The database's alias. */
  readonly database: string;
  readonly dialect: "sqlite" | "postgres" | "mysql";
  /** Whether nothing can be written over it: the second handle of an SQLite file. */
  readonly readOnly: boolean;
  /** Runs statements without parameters: `SET …`, `PRAGMA …`. At once on SQLite. */
  script(text: string): void | Promise<void>;
}

/** Called with each connection. SQLite does not wait for a promise. */
export type ConnectionListener = (connection: OpenedConnection) => void | Promise<void>;

/** The signal of new connections. */
export interface ConnectionSignal {
  /** Calls `listener` from now on; returns the function that ends it. */
  connect(listener: ConnectionListener): () => void;
}

const listeners = new Set<ConnectionListener>();

/**
 * Sent for each new physical connection, before its first statement.
 *
 * An error of a listener is that of the statement which needed the connection.
 *
 * @example
 * ```ts
 * import { connection, connectionOpened, defineDatabases, sql } from "demijohn/orm";
 * connectionOpened.connect(({ script }) => script("PRAGMA cache_size = -64000"));
 * defineDatabases({ default: "sqlite::memory:" });
 * console.log(await sql`PRAGMA cache_size`); // => [ { cache_size: -64000 } ]
 * await connection().close();
 * ```
 */
export const connectionOpened: ConnectionSignal = {
  connect(listener) {
    // The same function may be connected twice, and each time be ended by itself.
    const own: ConnectionListener = (opened) => listener(opened);
    listeners.add(own);
    return () => void listeners.delete(own);
  },
};

/** Tells of a connection at once; for those that are opened without waiting. */
export function tellOpened(opened: OpenedConnection): void {
  for (const listener of listeners) void listener(opened);
}

/** Tells of a connection, one listener after the other. */
export async function announceOpened(opened: OpenedConnection): Promise<void> {
  for (const listener of listeners) await listener(opened);
}
