// Runs statements on a server through a pool of connections.
import { CHUNK_ROWS, type QueryRows, type RawRow, type RunOptions } from "../connection.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { CompiledSql } from "../sql/compiled-sql.ts";
import { bulkChunks, bulkRows, emptyResult, joinResults } from "./bulk-chunks.ts";
import type { Database, Session } from "./database.ts";
import type { BeginOptions, Driver, DriverConnection } from "./drivers/driver.ts";
import { Pool, type PoolMember, type PoolOptions } from "./pool.ts";
import { isTraced, traceQuery, traceStream } from "./trace/query-trace.ts";
import { findTransaction } from "./transactions/transaction.ts";

/** Sizes and times of the pool, and from how many milliseconds a statement is slow. */
export interface PooledDatabaseOptions extends PoolOptions {
  readonly slowQuery: number | undefined;
}

interface PooledSession extends Session {
  readonly member: PoolMember;
}

/** A database on a server: PostgreSQL, MariaDB or MySQL. */
export class PooledDatabase implements Database {
  readonly alias: string;
  readonly dialect: Dialect;
  readonly #driver: Driver;
  readonly #options: PooledDatabaseOptions;
  #pool: Pool;

  constructor(alias: string, driver: Driver, options: PooledDatabaseOptions) {
    this.alias = alias;
    this.dialect = driver.dialect;
    this.#driver = driver;
    this.#options = options;
    this.#pool = new Pool(alias, driver, options);
  }

  get inTransaction(): boolean {
    return findTransaction(this) !== undefined;
  }
  /** How many connections are open and idle, and how many tasks wait for one. */
  get poolState(): Pool["state"] {
    return this.#pool.state;
  }

  execute(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): Promise<QueryRows> {
    if (this.#options.slowQuery === undefined && !isTraced()) return this.#execute(compiled, params, options);
    const { slowQuery } = this.#options;
    return traceQuery({ database: this.alias, compiled, params, slowQuery, place: options?.place }, () =>
      this.#execute(compiled, params, options),
    ) as Promise<QueryRows>;
  }

  #execute(compiled: CompiledSql, params: readonly unknown[], options: RunOptions | undefined): Promise<QueryRows> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) {
      try {
        return transaction.use().run(compiled, params, options) as Promise<QueryRows>;
      } catch (error) {
        return Promise.reject(error);
      }
    }
    if (compiled.bulk !== undefined && bulkRows(compiled, params) > compiled.bulk.maxRows)
      return this.#inTransaction((session) => session.run(compiled, params, options) as Promise<QueryRows>);
    const member = this.#pool.take();
    if (member !== undefined) return this.#runOn(member, compiled, params, options);
    return this.#pool.wait(false).then((free) => this.#runOn(free, compiled, params, options));
  }

  #runOn(
    member: PoolMember,
    compiled: CompiledSql,
    params: readonly unknown[],
    options: RunOptions | undefined,
  ): Promise<QueryRows> {
    return runStatement(member.connection, compiled, params, options).then(
      (result) => {
        this.#pool.release(member);
        return result;
      },
      (error) => {
        this.#pool.release(member);
        throw this.#driver.mapError(error, compiled.text);
      },
    );
  }

  // For what needs several statements on one connection outside of `atomic`.
  async #inTransaction<Result>(call: (session: Session) => Promise<Result>): Promise<Result> {
    const session = await this.begin({});
    let result: Result;
    try {
      result = await call(session);
    } catch (error) {
      await this.end(session, "rollback").catch(() => {});
      throw error;
    }
    await this.end(session, "commit");
    return result;
  }

  async begin(options: BeginOptions): Promise<Session> {
    const member = await this.#pool.wait(true);
    const { connection } = member;
    const session: PooledSession = {
      member,
      run: (compiled, params, runOptions) =>
        runStatement(connection, compiled, params, runOptions).catch((error) => {
          throw this.#driver.mapError(error, compiled.text);
        }),
      script: (text) => this.#script(connection, text),
      stream: (compiled, params, chunkSize) => this.#streamOn(connection, compiled, params, chunkSize),
    };
    try {
      for (const text of this.#driver.beginStatements(options)) await session.script(text);
    } catch (error) {
      this.#pool.release(member);
      throw error;
    }
    return session;
  }

  async end(session: Session, how: "commit" | "rollback"): Promise<void> {
    const { member } = session as PooledSession;
    try {
      if (member.connection.broken) {
        if (how === "commit") await session.script("COMMIT");
        return;
      }
      await session.script(how === "commit" ? "COMMIT" : "ROLLBACK");
    } finally {
      this.#pool.release(member);
    }
  }

  async #script(connection: DriverConnection, text: string): Promise<void> {
    try {
      await connection.script(text);
    } catch (error) {
      throw this.#driver.mapError(error, text);
    }
  }

  async script(text: string): Promise<void> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) {
      await transaction.use().script(text);
      return;
    }
    const member = await this.#pool.wait(true);
    try {
      await this.#script(member.connection, text);
    } finally {
      this.#pool.release(member);
    }
  }

  stream(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): AsyncIterable<readonly RawRow[]> {
    const chunks = this.#streamAlone(compiled, params, options?.chunkSize ?? CHUNK_ROWS);
    const { slowQuery } = this.#options;
    if (slowQuery === undefined && !isTraced()) return chunks;
    return traceStream({ database: this.alias, compiled, params, slowQuery, place: options?.place }, chunks);
  }

  async *#streamAlone(
    compiled: CompiledSql,
    params: readonly unknown[],
    chunkSize: number,
  ): AsyncIterable<readonly RawRow[]> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) {
      yield* transaction.use().stream(compiled, params, chunkSize);
      return;
    }
    if (this.#driver.cursorsNeedTransaction) {
      const session = await this.begin({ readOnly: true });
      let how: "commit" | "rollback" = "rollback";
      try {
        yield* session.stream(compiled, params, chunkSize);
        how = "commit";
      } finally {
        await this.end(session, how);
      }
      return;
    }
    const member = await this.#pool.wait(true);
    try {
      yield* this.#streamOn(member.connection, compiled, params, chunkSize);
    } finally {
      this.#pool.release(member);
    }
  }

  async *#streamOn(
    connection: DriverConnection,
    compiled: CompiledSql,
    params: readonly unknown[],
    chunkSize: number,
  ): AsyncIterable<readonly RawRow[]> {
    const { text, values } = placeValues(compiled, params);
    try {
      yield* connection.stream(compiled, text, { values, chunkSize });
    } catch (error) {
      throw this.#driver.mapError(error, text);
    }
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = new Pool(this.alias, this.#driver, this.#options);
    await pool.close();
  }
}

function placeValues(
  compiled: CompiledSql,
  params: readonly unknown[],
): { readonly text: string; readonly values: readonly unknown[] } {
  if (compiled.expand !== undefined) return compiled.expand(params);
  const { order, text } = compiled;
  if (order === undefined) return { text, values: params };
  const values = new Array<unknown>(order.length);
  for (let i = 0; i < order.length; i++) values[i] = params[order[i]!];
  return { text, values };
}

function runStatement(
  connection: DriverConnection,
  compiled: CompiledSql,
  params: readonly unknown[],
  options: RunOptions | undefined,
): Promise<QueryRows> {
  if (compiled.bulk !== undefined) {
    const rows = bulkRows(compiled, params);
    if (rows === 0) return Promise.resolve(emptyResult);
    if (rows > compiled.bulk.maxRows) return runChunks(connection, compiled, params);
  }
  const { text, values } = placeValues(compiled, params);
  return connection.run(compiled, { text, values, columns: options?.columns === true });
}

async function runChunks(
  connection: DriverConnection,
  compiled: CompiledSql,
  params: readonly unknown[],
): Promise<QueryRows> {
  const results: QueryRows[] = [];
  for (const chunk of bulkChunks(compiled, params)) {
    const { text, values } = placeValues(compiled, chunk);
    results.push(await connection.run(compiled, { text, values, columns: false }));
  }
  return joinResults(results);
}
