// Reaches PostgreSQL through the package pg: prepared statements by text, pipelining, cursors.
import type { QueryRows, RawRow } from "../../../connection.ts";
import { postgresDialect } from "../../../dialects/postgres/postgres-dialect.ts";
import type { CompiledSql } from "../../../sql/compiled-sql.ts";
import type { BeginOptions, Driver, DriverConnection, Execution, StreamOptions } from "../driver.ts";
import { loadDriver } from "../load-driver.ts";
import { mapPostgresError } from "./postgres-errors.ts";
import { RowsQuery, type WireConnection } from "./rows-query.ts";

/** Where the server is, and how statements are prepared. */
export interface PostgresDriverOptions {
  /** pg's own settings: host, port, user, password, database, ssl and so on. */
  readonly client: Readonly<Record<string, unknown>>;
  /** Whether statements are prepared by name; false behind a pgbouncer older than 1.21. */
  readonly prepare: boolean;
  readonly connectTimeout: number;
}

interface PgClient {
  readonly connection: WireConnection & { readonly stream: { cork(): void; uncork(): void } };
  connect(): Promise<void>;
  query(query: object): unknown;
  end(): Promise<void>;
  on(event: "error" | "end", listener: (error?: unknown) => void): void;
  getTransactionStatus(): "I" | "T" | "E" | null;
  ref(): void;
  unref(): void;
}
interface PgModule {
  readonly default: {
    readonly Client: new (config: object) => PgClient;
    readonly Query: { readonly prototype: object };
  };
}

const maxStatements = 1000;

class PostgresConnection implements DriverConnection {
  readonly #client: PgClient;
  readonly #prepare: boolean;
  readonly #names = new Map<string, string>();
  #nextName = 0;
  #nextCursor = 0;
  broken = false;
  gathering = false;
  onBroken: (() => void) | undefined;

  constructor(client: PgClient, prepare: boolean) {
    this.#client = client;
    this.#prepare = prepare;
    const broke = () => {
      if (this.broken) return;
      this.broken = true;
      this.onBroken?.();
    };
    client.on("error", broke);
    client.on("end", broke);
  }

  run(_compiled: CompiledSql, execution: Execution): Promise<QueryRows> {
    const { text, values, columns } = execution;
    const sent = this.#send(text, values, columns);
    if (!this.#prepare) return sent;
    return sent.catch((error) => {
      if (!isStalePlan(error) || this.#client.getTransactionStatus() !== "I") throw error;
      this.#forget(text);
      return this.#send(text, values, columns);
    });
  }

  #send(text: string, values: readonly unknown[] | undefined, columns: boolean): Promise<QueryRows> {
    return new Promise((resolve, reject) => {
      if (!this.gathering) this.#gather();
      const name = values === undefined || !this.#prepare ? "" : this.#nameOf(text);
      this.#client.query(new RowsQuery({ text, values, name, columns, resolve, reject }));
    });
  }

  // Statements sent in the same breath leave in one packet.
  #gather(): void {
    const { stream } = this.#client.connection;
    this.gathering = true;
    stream.cork();
    process.nextTick(() => {
      this.gathering = false;
      stream.uncork();
    });
  }

  #nameOf(text: string): string {
    let name = this.#names.get(text);
    if (name === undefined) {
      name = `dj_${++this.#nextName}`;
      if (this.#names.size >= maxStatements) this.#forget(this.#names.keys().next().value!);
      this.#names.set(text, name);
    }
    return name;
  }

  #forget(text: string): void {
    const name = this.#names.get(text);
    if (name === undefined) return;
    this.#names.delete(text);
    const { connection } = this.#client;
    delete connection.parsedStatements[name];
    connection.close({ type: "S", name });
  }

  async script(text: string): Promise<void> {
    await this.#send(text, undefined, false);
  }

  async *stream(_compiled: CompiledSql, text: string, options: StreamOptions): AsyncIterable<readonly RawRow[]> {
    const cursor = `dj_cursor_${++this.#nextCursor}`;
    await this.#send(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, options.values, false);
    let over = false;
    try {
      const fetch = `FETCH FORWARD ${options.chunkSize} FROM ${cursor}`;
      for (;;) {
        const { rows } = await this.#send(fetch, undefined, false);
        const { length } = rows;
        // pg's finished queries are garbage that grows old: whatever they still held would stay until a full collection.
        if (length > 0) yield (rows as RawRow[]).splice(0);
        if (length < options.chunkSize) break;
      }
      over = true;
    } finally {
      // After an error the transaction is over for the cursor, too.
      const closed = this.script(`CLOSE ${cursor}`);
      await (over ? closed : closed.catch(() => {}));
    }
  }

  async ping(): Promise<void> {
    await this.script("");
  }
  async close(): Promise<void> {
    this.broken = true;
    await this.#client.end();
  }
  ref(): void {
    this.#client.ref();
  }
  unref(): void {
    this.#client.unref();
  }
}

/**
 * Whether a statement failed only because it was prepared before: the table has changed its columns since, or a
 * pgbouncer in between has passed the connection on to another server process.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === "26000" || (code === "0A000" && message?.startsWith("cached plan") === true);
}

/** Makes the driver of one PostgreSQL server. */
export function createPostgresDriver(options: PostgresDriverOptions): Driver {
  let loading: Promise<PgModule["default"]> | undefined;
  const load = async () => {
    const { default: pg } = await loadDriver<PgModule>("pg", "pg");
    // pg pipelines only queries that it takes for its own.
    if (!(RowsQuery.prototype instanceof (pg.Query as never)))
      Object.setPrototypeOf(RowsQuery.prototype, pg.Query.prototype);
    return pg;
  };
  return {
    dialect: postgresDialect,
    pipelineDepth: 16,
    cursorsNeedTransaction: true,
    maxConnections: Number.POSITIVE_INFINITY,
    async connect() {
      loading ??= load();
      const pg = await loading;
      const client = new pg.Client({
        connectionTimeoutMillis: options.connectTimeout,
        keepAlive: true,
        ...options.client,
        pipeline: true,
      });
      const connection = new PostgresConnection(client, options.prepare);
      await client.connect();
      return connection;
    },
    mapError: mapPostgresError,
    beginStatements: postgresBegin,
  };
}

/** `BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY`. */
export function postgresBegin(options: BeginOptions): readonly string[] {
  const isolation = options.isolation === undefined ? "" : ` ISOLATION LEVEL ${options.isolation.toUpperCase()}`;
  return [`BEGIN${isolation}${options.readOnly === true ? " READ ONLY" : ""}`];
}
