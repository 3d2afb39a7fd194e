// Runs statements on an SQLite file: synchronously where nothing is in the way, writers in turn, readers beside them.
//
// Invariants: one handle writes (`#writer`), and at most one task holds it for a transaction (`#holder`). A statement
// outside of a transaction runs on the writer only while nobody holds it, from start to end without giving way. While
// somebody does, reads go to a second handle, which sees what is committed (a database in memory has no second handle:
// they wait), and writes wait in `#queue`, first come, first served.
import { CHUNK_ROWS, type QueryRows, type RawRow, type RunOptions } from "../connection.ts";
import type { Dialect } from "../dialects/dialect.ts";
import { sqliteDialect } from "../dialects/sqlite/sqlite-dialect.ts";
import type { CompiledSql } from "../sql/compiled-sql.ts";
import { bulkChunks, bulkRows, emptyResult, joinResults } from "./bulk-chunks.ts";
import type { Database, Session } from "./database.ts";
import { LockTimeoutError } from "./database-error.ts";
import { tellOpened } from "./drivers/connection-signal.ts";
import type { BeginOptions } from "./drivers/driver.ts";
import { isBusy } from "./drivers/sqlite/sqlite-errors.ts";
import { SqliteHandle, type SqliteOptions } from "./drivers/sqlite/sqlite-handle.ts";
import { isTraced, traceQuery, traceStream } from "./trace/query-trace.ts";
import { findTransaction } from "./transactions/transaction.ts";

/** How an SQLite database is opened and shared. */
export interface SqliteDatabaseOptions extends SqliteOptions {
  /** Milliseconds that a task waits for the write lock, giving way to others; 5,000 by default. */
  readonly lockTimeout: number;
  readonly slowQuery: number | undefined;
}

const savepointWord = /^(?:SAVEPOINT|RELEASE|ROLLBACK) /;

interface Waiter {
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
  readonly deadline: number;
}

/** A database in an SQLite file or in memory. */
export class SqliteDatabase implements Database {
  readonly alias: string;
  readonly dialect: Dialect = sqliteDialect;
  readonly #options: SqliteDatabaseOptions;
  readonly #inMemory: boolean;
  #writer: SqliteHandle | undefined;
  #reader: SqliteHandle | undefined;
  #holder: Session | undefined;
  // Grants made to a waiter that has not run yet hold the writer, too.
  #granted = false;
  readonly #queue: Waiter[] = [];
  #timer: NodeJS.Timeout | undefined;
  // Set by a script in a transaction, which may have altered tables.
  #schemaChanged = false;

  constructor(alias: string, options: SqliteDatabaseOptions) {
    this.alias = alias;
    this.#options = options;
    this.#inMemory = options.path === ":memory:" || options.path === "";
  }

  get inTransaction(): boolean {
    return findTransaction(this) !== undefined;
  }

  get #write(): SqliteHandle {
    this.#writer ??= this.#open(false);
    return this.#writer;
  }
  get #read(): SqliteHandle {
    // The writer opens first: it makes the file, and turns its WAL on.
    void this.#write;
    this.#reader ??= this.#open(true);
    return this.#reader;
  }
  #open(readOnly: boolean): SqliteHandle {
    const handle = new SqliteHandle(readOnly ? { ...this.#options, readOnly } : this.#options);
    tellOpened({ database: this.alias, dialect: "sqlite", readOnly, script: (text) => handle.exec(text) });
    return handle;
  }

  execute(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): QueryRows | Promise<QueryRows> {
    if (this.#options.slowQuery === undefined && !isTraced()) return this.#execute(compiled, params, options);
    const { slowQuery } = this.#options;
    return traceQuery({ database: this.alias, compiled, params, slowQuery, place: options?.place }, () =>
      this.#execute(compiled, params, options),
    );
  }

  #execute(
    compiled: CompiledSql,
    params: readonly unknown[],
    options: RunOptions | undefined,
  ): QueryRows | Promise<QueryRows> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) return transaction.use().run(compiled, params, options);
    if (this.#holder === undefined && !this.#granted) return this.#runAlone(compiled, params, options);
    if (compiled.access === "read" && !this.#inMemory) return runOn(this.#read, compiled, params, options);
    return this.#inTurn(() => this.#runAlone(compiled, params, options));
  }

  // Outside of any transaction, with the writer free.
  #runAlone(
    compiled: CompiledSql,
    params: readonly unknown[],
    options: RunOptions | undefined,
  ): QueryRows | Promise<QueryRows> {
    try {
      return this.#runOnce(compiled, params, options);
    } catch (error) {
      if (!isBusy(error)) throw error;
      const once = () => this.#runOnce(compiled, params, options);
      // Meanwhile a task of this process may have taken the writer.
      return this.#retryBusy(error, () => (this.#holder === undefined && !this.#granted ? once() : this.#inTurn(once)));
    }
  }

  #runOnce(compiled: CompiledSql, params: readonly unknown[], options: RunOptions | undefined): QueryRows {
    const handle = this.#write;
    if (compiled.bulk === undefined || bulkRows(compiled, params) <= compiled.bulk.maxRows)
      return runOn(handle, compiled, params, options);
    handle.exec("BEGIN IMMEDIATE");
    try {
      const result = runOn(handle, compiled, params, options);
      handle.exec("COMMIT");
      return result;
    } catch (error) {
      handle.exec("ROLLBACK");
      throw error;
    }
  }

  // Another process writes: tries again in a while, and lets this one's other work go on meanwhile.
  async #retryBusy<Result>(first: unknown, attempt: () => Result | Promise<Result>): Promise<Result> {
    const deadline = performance.now() + this.#options.lockTimeout;
    for (let pause = 1, error = first; ; pause = Math.min(pause * 2, 50)) {
      if (performance.now() + pause > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        return await attempt();
      } catch (again) {
        if (!isBusy(again)) throw again;
        error = again;
      }
    }
  }

  // Waits until the writer is free, and calls while it is.
  #inTurn<Result>(call: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#queue.push({
        start: () => {
          this.#granted = false;
          try {
            resolve(call());
          } catch (error) {
            reject(error);
          }
          this.#next();
        },
        fail: reject,
        deadline: performance.now() + this.#options.lockTimeout,
      });
      this.#watch();
    });
  }

  #next(): void {
    if (this.#holder !== undefined || this.#granted) return;
    const waiter = this.#queue.shift();
    if (waiter === undefined) return;
    if (this.#queue.length === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    this.#granted = true;
    // Not at once: what ends a transaction must not run the next one's statements on its own stack.
    queueMicrotask(waiter.start);
  }

  // Deadlines are in the order of the queue, so that one timer serves all waiters.
  #watch(): void {
    if (this.#timer !== undefined || this.#queue.length === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        const now = performance.now();
        while (this.#queue.length > 0 && this.#queue[0]!.deadline <= now + 1)
          this.#queue.shift()!.fail(this.#lockTimeout());
        this.#watch();
      },
      Math.max(0, this.#queue[0]!.deadline - performance.now()),
    );
  }

  #lockTimeout(): LockTimeoutError {
    return new LockTimeoutError(
      "ORM_LOCK_TIMEOUT",
      `Another task kept the SQLite database "${this.alias}" locked for ${this.#options.lockTimeout} ms.`,
      {
        facts: [`Tasks waiting for it: ${this.#queue.length + 1}.`],
        cure: "Keep transactions short: no waiting for other services inside of atomic. Or raise ?lockTimeout= in the database's URL.",
      },
    );
  }

  async begin(options: BeginOptions): Promise<Session> {
    if (this.#holder !== undefined || this.#granted) await this.#inTurn(() => this.#hold());
    else this.#hold();
    const session = this.#holder!;
    try {
      const text = options.readOnly === true ? "BEGIN" : "BEGIN IMMEDIATE";
      try {
        this.#write.exec(text);
      } catch (error) {
        if (!isBusy(error)) throw error;
        await this.#retryBusy(error, () => this.#write.exec(text));
      }
    } catch (error) {
      this.#letGo();
      throw error;
    }
    return session;
  }

  #forgetStatements(): void {
    this.#schemaChanged = false;
    this.#writer?.forgetStatements();
    this.#reader?.forgetStatements();
  }

  #hold(): void {
    const handle = this.#write;
    this.#holder = {
      run: (compiled, params, options) => runOn(handle, compiled, params, options),
      script: (text) => {
        handle.exec(text);
        if (savepointWord.test(text)) return;
        this.#schemaChanged = true;
        handle.forgetStatements();
      },
      stream: (compiled, params, chunkSize) => readChunks(handle, compiled, params, chunkSize),
    };
  }
  #letGo(): void {
    this.#holder = undefined;
    if (this.#schemaChanged) this.#forgetStatements();
    this.#next();
  }

  async end(_session: Session, how: "commit" | "rollback"): Promise<void> {
    try {
      this.#write.exec(how === "commit" ? "COMMIT" : "ROLLBACK");
    } catch (error) {
      // A commit can fail on a deferred foreign key, and leaves the transaction open.
      if (how === "commit") {
        try {
          this.#write.exec("ROLLBACK");
        } catch {
          // SQLite has rolled back by itself.
        }
      }
      throw error;
    } finally {
      this.#letGo();
    }
  }

  async script(text: string): Promise<void> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) await transaction.use().script(text);
    else if (this.#holder === undefined && !this.#granted) this.#write.exec(text);
    else await this.#inTurn(() => this.#write.exec(text));
    if (transaction === undefined) this.#forgetStatements();
  }

  stream(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): AsyncIterable<readonly RawRow[]> {
    const chunks = this.#stream(compiled, params, options?.chunkSize ?? CHUNK_ROWS);
    const { slowQuery } = this.#options;
    if (slowQuery === undefined && !isTraced()) return chunks;
    return traceStream({ database: this.alias, compiled, params, slowQuery, place: options?.place }, chunks);
  }

  #stream(compiled: CompiledSql, params: readonly unknown[], chunkSize: number): AsyncIterable<readonly RawRow[]> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) return transaction.use().stream(compiled, params, chunkSize);
    return readChunks(this.#inMemory ? this.#write : this.#read, compiled, params, chunkSize);
  }

  async close(): Promise<void> {
    if (this.#holder !== undefined || this.#granted) await this.#inTurn(() => {});
    this.#reader?.close();
    this.#writer?.close();
    this.#reader = undefined;
    this.#writer = undefined;
  }
}

function runOn(
  handle: SqliteHandle,
  compiled: CompiledSql,
  params: readonly unknown[],
  options: RunOptions | undefined,
): QueryRows {
  let result: QueryRows;
  if (compiled.bulk !== undefined) {
    const rows = bulkRows(compiled, params);
    if (rows === 0) return emptyResult;
    const chunks = rows <= compiled.bulk.maxRows ? [params] : bulkChunks(compiled, params);
    result = joinResults(chunks.map((chunk) => runExpanded(handle, compiled, chunk)));
  } else if (compiled.expand !== undefined) {
    result = runExpanded(handle, compiled, params);
  } else {
    result = handle.run(compiled, compiled.text, compiled.lists.length > 0 ? joinLists(compiled, params) : params);
  }
  if (options?.columns !== true) return result;
  return { ...result, columns: handle.columnsOf(compiled.expand?.(params).text ?? compiled.text) };
}

function runExpanded(handle: SqliteHandle, compiled: CompiledSql, params: readonly unknown[]): QueryRows {
  const lists = compiled.lists.length > 0 ? joinLists(compiled, params) : params;
  const { text, values } = compiled.expand!(lists);
  return handle.run(compiled, text, values);
}

// Lists travel as JSON, which json_each reads.
function joinLists(compiled: CompiledSql, params: readonly unknown[]): readonly unknown[] {
  const values = params.slice();
  for (const index of compiled.lists) {
    const list = values[index] as readonly unknown[];
    values[index] = typeof list[0] === "bigint" ? `[${list.join(",")}]` : JSON.stringify(list);
  }
  return values;
}

async function* readChunks(
  handle: SqliteHandle,
  compiled: CompiledSql,
  params: readonly unknown[],
  chunkSize: number,
): AsyncIterable<readonly RawRow[]> {
  const values = compiled.lists.length > 0 ? joinLists(compiled, params) : params;
  let first = true;
  for (const chunk of handle.iterate(compiled, values, chunkSize)) {
    // Reading a chunk blocks the thread: others get their turn before the next.
    if (!first) await new Promise<void>((resolve) => setImmediate(resolve));
    first = false;
    yield chunk;
  }
}
