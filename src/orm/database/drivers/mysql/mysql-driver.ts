// Reaches MariaDB and MySQL through the package mysql2: prepared statements, rows as arrays, moments as text.
import type { QueryRows, RawRow } from "../../../connection.ts";
import { mysql8Dialect, mysqlDialect } from "../../../dialects/mysql/mysql-dialect.ts";
import type { CompiledSql } from "../../../sql/compiled-sql.ts";
import type { DatabaseAddress } from "../../database-url.ts";
import type { BeginOptions, Driver, DriverConnection, Execution, StreamOptions } from "../driver.ts";
import { loadDriver } from "../load-driver.ts";
import { mapMysqlError } from "./mysql-errors.ts";

interface Header {
  readonly affectedRows: number;
  readonly insertId: number;
}
type Answer = readonly RawRow[] | Header;
type Done = (error: unknown, answer: Answer, fields?: readonly { readonly name: string }[]) => void;
interface Command {
  on(event: "result" | "error" | "end", listener: (value: unknown) => void): void;
}
interface MysqlConnectionObject {
  readonly stream: { ref(): void; unref(): void };
  execute(options: object, values: readonly unknown[], done?: Done): Command;
  query(options: object, done: Done): Command;
  ping(done: (error: unknown) => void): void;
  end(done: (error: unknown) => void): void;
  pause(): void;
  resume(): void;
  destroy(): void;
  on(event: "error" | "end" | "connect", listener: (error?: unknown) => void): void;
}
interface MysqlModule {
  readonly default: { createConnection(config: object): MysqlConnectionObject };
}

const noRows: readonly RawRow[] = Object.freeze([]);

class MysqlConnection implements DriverConnection {
  readonly #connection: MysqlConnectionObject;
  broken = false;
  readonly gathering = false;
  onBroken: (() => void) | undefined;

  constructor(connection: MysqlConnectionObject) {
    this.#connection = connection;
    const broke = () => {
      if (this.broken) return;
      this.broken = true;
      this.onBroken?.();
    };
    connection.on("error", broke);
    connection.on("end", broke);
  }

  run(_compiled: CompiledSql, execution: Execution): Promise<QueryRows> {
    return new Promise((resolve, reject) => {
      this.#connection.execute(
        { sql: execution.text, rowsAsArray: true },
        bindable(execution.values),
        (error, answer, fields) => {
          if (error) {
            if ((error as { fatal?: boolean }).fatal === true) this.broken = true;
            reject(error);
          } else {
            resolve(toRows(answer, execution.columns ? fields : undefined));
          }
        },
      );
    });
  }

  script(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connection.query({ sql: text }, (error) => {
        if ((error as { fatal?: boolean } | null)?.fatal === true) this.broken = true;
        if (error) reject(error);
        else resolve();
      });
    });
  }

  async *stream(_compiled: CompiledSql, text: string, options: StreamOptions): AsyncIterable<readonly RawRow[]> {
    const connection = this.#connection;
    const command = connection.execute({ sql: text, rowsAsArray: true }, bindable(options.values));
    const full: (readonly RawRow[])[] = [];
    let chunk: RawRow[] = [];
    let over = false;
    let failure: unknown;
    let wake = () => {};
    command.on("result", (row) => {
      if (chunk.push(row as RawRow) < options.chunkSize) return;
      full.push(chunk);
      chunk = [];
      // The server waits from here on, until the reader has taken this chunk.
      connection.pause();
      wake();
    });
    command.on("error", (error) => {
      failure = error;
      wake();
    });
    command.on("end", () => {
      over = true;
      wake();
    });
    try {
      for (;;) {
        if (full.length > 0) yield full.shift()!;
        else if (failure !== undefined) throw failure;
        else if (over) break;
        else {
          connection.resume();
          await new Promise<void>((resolve) => {
            wake = resolve;
            // A resumed connection may have answered already, from what it had read before.
            if (full.length > 0 || over || failure !== undefined) resolve();
          });
        }
      }
      if (chunk.length > 0) yield chunk;
    } finally {
      // The rest of the rows is still on its way, and there is no word to stop it: the connection is given up.
      if (!over) {
        this.broken = true;
        connection.destroy();
      }
    }
  }

  ping(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#connection.ping((error) => (error ? reject(error) : resolve()));
    });
  }
  close(): Promise<void> {
    const wasBroken = this.broken;
    this.broken = true;
    return new Promise((resolve) => {
      if (wasBroken) {
        this.#connection.destroy();
        resolve();
      } else {
        this.#connection.end(() => resolve());
      }
    });
  }
  ref(): void {
    this.#connection.stream.ref();
  }
  unref(): void {
    this.#connection.stream.unref();
  }
}

// A prepared statement takes no undefined, and a bigint only as text.
function bindable(values: readonly unknown[]): readonly unknown[] {
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== undefined && typeof values[i] !== "bigint") continue;
    return values.map((value) => (value === undefined ? null : typeof value === "bigint" ? String(value) : value));
  }
  return values;
}

function toRows(answer: Answer, fields: readonly { readonly name: string }[] | undefined): QueryRows {
  const columns = fields?.map((field) => field.name);
  if (Array.isArray(answer)) return { rows: answer, affected: answer.length, lastInsertId: undefined, columns };
  const { affectedRows, insertId } = answer as Header;
  return { rows: noRows, affected: affectedRows, lastInsertId: insertId === 0 ? undefined : insertId, columns };
}

/** Makes the driver of one MariaDB or MySQL server. */
export function createMysqlDriver(address: DatabaseAddress): Driver {
  return {
    dialect: address.engine === "mysql" ? mysql8Dialect : mysqlDialect,
    pipelineDepth: 1,
    cursorsNeedTransaction: false,
    maxConnections: Number.POSITIVE_INFINITY,
    async connect() {
      const { default: mysql } = await loadDriver<MysqlModule>("mysql2", "mysql2");
      const object = mysql.createConnection({
        ...address.extra,
        uri: address.url.replace(/^mariadb:/, "mysql:"),
        connectTimeout: address.connectTimeout,
        charset: "utf8mb4",
        dateStrings: true,
        supportBigNumbers: true,
        jsonStrings: true,
        multipleStatements: true,
        maxPreparedStatements: 1000,
      });
      await new Promise<void>((resolve, reject) => {
        object.on("connect", () => resolve());
        object.on("error", reject);
      });
      const connection = new MysqlConnection(object);
      // A backslash is itself and || joins nothing, bad values are refused, moments are UTC.
      await connection.script(
        "SET sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES', time_zone = '+00:00'",
      );
      return connection;
    },
    mapError: mapMysqlError,
    beginStatements: mysqlBegin,
  };
}

function mysqlBegin(options: BeginOptions): readonly string[] {
  const start = options.readOnly === true ? "START TRANSACTION READ ONLY" : "START TRANSACTION";
  if (options.isolation === undefined) return [start];
  return [`SET TRANSACTION ISOLATION LEVEL ${options.isolation.toUpperCase()}`, start];
}
