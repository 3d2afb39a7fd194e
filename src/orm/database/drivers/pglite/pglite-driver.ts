// Reaches PGlite, PostgreSQL inside of this process, over the same wire messages as a server.
import type { QueryRows, RawRow } from "../../../connection.ts";
import { postgresDialect } from "../../../dialects/postgres/postgres-dialect.ts";
import type { CompiledSql } from "../../../sql/compiled-sql.ts";
import type { Driver, DriverConnection, Execution, StreamOptions } from "../driver.ts";
import { loadDriver } from "../load-driver.ts";
import { isStalePlan, postgresBegin } from "../postgres/postgres-driver.ts";
import { mapPostgresError } from "../postgres/postgres-errors.ts";
import { wireValue } from "../postgres/rows-query.ts";

interface Message {
  readonly name: string;
  readonly text?: string;
  /** Of a transaction: idle, open or failed. */
  readonly status?: string;
  readonly fields?: readonly unknown[];
}
interface Serializer {
  query(text: string): Uint8Array;
  parse(message: { text: string; name: string }): Uint8Array;
  bind(message: { statement: string; values: readonly unknown[] }): Uint8Array;
  describe(message: { type: "P" }): Uint8Array;
  execute(message: object): Uint8Array;
  sync(): Uint8Array;
}
interface PGliteInstance {
  execProtocol(message: Uint8Array, options: object): Promise<{ readonly messages: readonly Message[] }>;
  close(): Promise<void>;
}
interface PGliteModule {
  readonly PGlite: { create(path?: string): Promise<PGliteInstance> };
  readonly protocol: { readonly serialize: Serializer };
}

class PGliteConnection implements DriverConnection {
  readonly #instance: PGliteInstance;
  readonly #serialize: Serializer;
  readonly #names = new Map<string, string>();
  #nextName = 0;
  #nextCursor = 0;
  #status = "I";
  #turn: Promise<unknown> = Promise.resolve();
  broken = false;
  readonly gathering = false;
  onBroken: (() => void) | undefined;

  constructor(instance: PGliteInstance, serialize: Serializer) {
    this.#instance = instance;
    this.#serialize = serialize;
  }

  // One message after the other: PGlite mixes up the answers of two that are on their way at once.
  #send(parts: readonly Uint8Array[]): Promise<QueryRows> {
    const sent = this.#turn.then(() => this.#sendNow(parts));
    this.#turn = sent.catch(() => {});
    return sent;
  }

  async #sendNow(parts: readonly Uint8Array[]): Promise<QueryRows> {
    const { messages } = await this.#instance.execProtocol(Buffer.concat(parts), { throwOnError: false });
    const rows: RawRow[] = [];
    let columns: readonly string[] | undefined;
    let affected = 0;
    this.#status = messages.at(-1)?.status ?? this.#status;
    for (const message of messages) {
      if (message.name === "dataRow") rows.push(message.fields!);
      else if (message.name === "rowDescription")
        columns = (message.fields as readonly { name: string }[]).map((field) => field.name);
      else if (message.name === "commandComplete")
        affected = Number(message.text!.slice(message.text!.lastIndexOf(" ") + 1)) || 0;
      else if (message.name === "error") throw message;
    }
    return { rows, affected, lastInsertId: undefined, columns };
  }

  async run(compiled: CompiledSql, execution: Execution): Promise<QueryRows> {
    try {
      return await this.#execute(execution);
    } catch (error) {
      // A failed statement of a transaction has ended it, and cannot be tried again.
      if (!isStalePlan(error) || this.#status !== "I" || !this.#names.delete(execution.text)) throw error;
      return await this.run(compiled, execution);
    }
  }

  async #execute(execution: Execution): Promise<QueryRows> {
    const { text } = execution;
    const wire = this.#serialize;
    const parts: Uint8Array[] = [];
    const known = this.#names.get(text);
    // A name is spent even by a statement that fails: PostgreSQL keeps what it could parse.
    const name = known ?? `dj_${++this.#nextName}`;
    if (known === undefined) parts.push(wire.parse({ text, name }));
    parts.push(wire.bind({ statement: name, values: execution.values.map(wireValue) }));
    if (execution.columns) parts.push(wire.describe({ type: "P" }));
    parts.push(wire.execute({}), wire.sync());
    const result = await this.#send(parts);
    this.#names.set(text, name);
    return result;
  }

  async script(text: string): Promise<void> {
    await this.#send([this.#serialize.query(text)]);
  }

  async *stream(compiled: CompiledSql, text: string, options: StreamOptions): AsyncIterable<readonly RawRow[]> {
    const cursor = `dj_cursor_${++this.#nextCursor}`;
    const declare = `DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`;
    await this.run(compiled, { text: declare, values: options.values, columns: false });
    for (;;) {
      const { rows } = await this.#send([this.#serialize.query(`FETCH FORWARD ${options.chunkSize} FROM ${cursor}`)]);
      if (rows.length > 0) yield rows;
      if (rows.length < options.chunkSize) break;
    }
    await this.script(`CLOSE ${cursor}`);
  }

  async ping(): Promise<void> {
    await this.script("");
  }
  // The database itself lives on in the driver: what is in memory must outlast a connection.
  async close(): Promise<void> {}
  ref(): void {}
  unref(): void {}
}

/** Makes the driver of a PGlite database in a folder, or in memory. */
export function createPgliteDriver(path: string): Driver {
  let opening: Promise<{ instance: PGliteInstance; connection: PGliteConnection }> | undefined;
  const start = async () => {
    const { PGlite, protocol } = await loadDriver<PGliteModule>("@electric-sql/pglite", "@electric-sql/pglite");
    const instance = await PGlite.create(path === ":memory:" ? undefined : path);
    return { instance, connection: new PGliteConnection(instance, protocol.serialize) };
  };
  return {
    dialect: postgresDialect,
    pipelineDepth: 1,
    cursorsNeedTransaction: true,
    maxConnections: 1,
    async connect() {
      opening ??= start();
      return (await opening).connection;
    },
    mapError: mapPostgresError,
    beginStatements: postgresBegin,
    async close() {
      const opened = opening;
      opening = undefined;
      await (await opened)?.instance.close();
    },
  };
}
