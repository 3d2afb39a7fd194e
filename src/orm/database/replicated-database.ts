// Sends reads to replicas and writes to the primary; after a write, reads go to the primary for a while.
import { createContext } from "#kernel";
import { CHUNK_ROWS, type QueryRows, type RawRow, type RunOptions } from "../connection.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { CompiledSql } from "../sql/compiled-sql.ts";
import type { Database, Session } from "./database.ts";
import type { BeginOptions } from "./drivers/driver.ts";
import { isTraced, type TracedStatement, traceQuery, traceStream } from "./trace/query-trace.ts";
import { findTransaction } from "./transactions/transaction.ts";

interface PinScope {
  readonly until: Map<Database, number>;
}
const pins = createContext<PinScope>();

/**
 * Runs a request whose own writes alone pin its reads to the primary. Elsewhere a write pins those of the whole
 * process.
 */
export function withReplicaPins<Result>(call: () => Result): Result {
  return pins.run({ until: new Map() }, call);
}

/** A primary with its replicas, under one alias. */
export class ReplicatedDatabase implements Database {
  readonly alias: string;
  readonly dialect: Dialect;
  readonly #primary: Database;
  readonly #replicas: readonly Database[];
  readonly #pinFor: number;
  #next = 0;
  #pinnedUntil = 0;

  constructor(primary: Database, replicas: readonly Database[], pinFor: number) {
    this.alias = primary.alias;
    this.dialect = primary.dialect;
    this.#primary = primary;
    this.#replicas = replicas;
    this.#pinFor = pinFor;
  }

  get inTransaction(): boolean {
    return findTransaction(this) !== undefined;
  }

  #pin(): void {
    const until = performance.now() + this.#pinFor;
    const scope = pins.find();
    if (scope === undefined) this.#pinnedUntil = until;
    else scope.until.set(this, until);
  }
  #choose(compiled: CompiledSql): Database {
    if (compiled.access === "write") {
      this.#pin();
      return this.#primary;
    }
    const scope = pins.find();
    const until = scope === undefined ? this.#pinnedUntil : (scope.until.get(this) ?? 0);
    if (performance.now() < until) return this.#primary;
    this.#next = (this.#next + 1) % this.#replicas.length;
    return this.#replicas[this.#next]!;
  }

  execute(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): QueryRows | Promise<QueryRows> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) {
      const run = () => transaction.use().run(compiled, params, options);
      return isTraced() ? traceQuery(this.#traced(compiled, params, options), run) : run();
    }
    return this.#choose(compiled).execute(compiled, params, options);
  }
  stream(compiled: CompiledSql, params: readonly unknown[], options?: RunOptions): AsyncIterable<readonly RawRow[]> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) {
      const chunks = transaction.use().stream(compiled, params, options?.chunkSize ?? CHUNK_ROWS);
      return isTraced() ? traceStream(this.#traced(compiled, params, options), chunks) : chunks;
    }
    return this.#choose(compiled).stream(compiled, params, options);
  }
  #traced(compiled: CompiledSql, params: readonly unknown[], options: RunOptions | undefined): TracedStatement {
    return { database: this.alias, compiled, params, slowQuery: undefined, place: options?.place };
  }

  begin(options: BeginOptions): Promise<Session> {
    return this.#primary.begin(options);
  }
  async end(session: Session, how: "commit" | "rollback"): Promise<void> {
    await this.#primary.end(session, how);
    if (how === "commit") this.#pin();
  }
  async script(text: string): Promise<void> {
    const transaction = findTransaction(this);
    if (transaction !== undefined) await transaction.use().script(text);
    else await this.#primary.script(text);
    this.#pin();
  }
  async close(): Promise<void> {
    await Promise.all([this.#primary.close(), ...this.#replicas.map((replica) => replica.close())]);
  }
}
