// Opens an SQLite file through node:sqlite and runs statements on it, each prepared once.
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { QueryRows, RawRow } from "../../../connection.ts";
import type { CompiledSql } from "../../../sql/compiled-sql.ts";
import { mapSqliteError } from "./sqlite-errors.ts";
import { registerFunctions } from "./sqlite-udf.ts";

/** How an SQLite database is opened. */
export interface SqliteOptions {
  /** The file's path, or `:memory:`. */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  /** Milliseconds that a statement waits, without giving way, for another process's lock. */
  readonly busyTimeout: number;
  /** Further pragmas by name, such as `{ cache_size: "-32000" }`. */
  readonly pragmas: Readonly<Record<string, string>>;
}

const noRows: readonly RawRow[] = Object.freeze([]);
const maxStatements = 500;

// The warning that SQLite support is experimental says nothing to a program whose framework has chosen it.
function loadSqlite(): typeof import("node:sqlite") {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes("SQLite")) emitWarning.call(process, warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** One open SQLite database file. All its methods are synchronous. */
export class SqliteHandle {
  readonly #database: DatabaseSync;
  // The statement that was prepared first is the first, and the first to go.
  readonly #statements = new Map<string, StatementSync>();
  readonly #bigIntStatements = new Map<string, StatementSync>();

  constructor(options: SqliteOptions) {
    const { DatabaseSync } = loadSqlite();
    try {
      this.#database = new DatabaseSync(options.path, {
        timeout: options.busyTimeout,
        enableForeignKeyConstraints: true,
        readOnly: options.readOnly ?? false,
      });
      const file = options.path !== ":memory:" && options.path !== "";
      // WAL lets readers go on beside the writer; NORMAL is safe with it against everything but the loss of the last
      // transactions in a power cut.
      if (file && options.readOnly !== true)
        this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
      this.#database.exec("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA recursive_triggers = ON");
      for (const [name, value] of Object.entries(options.pragmas)) this.#database.exec(`PRAGMA ${name} = ${value}`);
      registerFunctions(this.#database);
    } catch (error) {
      throw mapSqliteError(error, undefined, options.path);
    }
  }

  #prepare(text: string, bigInts: boolean): StatementSync {
    const statements = bigInts ? this.#bigIntStatements : this.#statements;
    let statement = statements.get(text);
    if (statement === undefined) {
      statement = this.#database.prepare(text);
      statement.setReturnArrays(true);
      if (bigInts) statement.setReadBigInts(true);
      if (statements.size >= maxStatements) statements.delete(statements.keys().next().value!);
      statements.set(text, statement);
    }
    return statement;
  }

  /** Runs a statement to its end. */
  run(compiled: CompiledSql, text: string, values: readonly unknown[]): QueryRows {
    try {
      const bigInts = compiled.bigInts.length > 0;
      const statement = this.#prepare(text, bigInts);
      if (compiled.returnsRows) {
        const rows = statement.all(...(values as readonly SQLInputValue[])) as unknown as RawRow[];
        if (bigInts) narrowIntegers(rows, compiled.bigInts);
        return { rows, affected: rows.length, lastInsertId: undefined, columns: undefined };
      }
      const { changes, lastInsertRowid } = statement.run(...(values as readonly SQLInputValue[]));
      return { rows: noRows, affected: changes as number, lastInsertId: lastInsertRowid, columns: undefined };
    } catch (error) {
      throw mapSqliteError(error, text);
    }
  }

  /** The names of a statement's result columns. */
  columnsOf(text: string): readonly string[] {
    return this.#prepare(text, false)
      .columns()
      .map((column) => column.name);
  }

  /** Runs several statements without parameters. */
  exec(text: string): void {
    try {
      this.#database.exec(text);
    } catch (error) {
      throw mapSqliteError(error, text);
    }
  }

  /**
   * Drops the prepared statements, after the schema may have changed: node:sqlite counts a statement's columns before
   * SQLite notices that the table has others.
   */
  forgetStatements(): void {
    this.#statements.clear();
    this.#bigIntStatements.clear();
  }

  /** Reads rows one chunk after another, on a statement of its own. */
  *iterate(compiled: CompiledSql, values: readonly unknown[], chunkSize: number): Iterable<readonly RawRow[]> {
    try {
      const statement = this.#database.prepare(compiled.text);
      statement.setReturnArrays(true);
      const bigInts = compiled.bigInts.length > 0;
      if (bigInts) statement.setReadBigInts(true);
      let chunk: RawRow[] = [];
      for (const row of statement.iterate(...(values as readonly SQLInputValue[]))) {
        chunk.push(row as unknown as RawRow);
        if (chunk.length === chunkSize) {
          if (bigInts) narrowIntegers(chunk, compiled.bigInts);
          yield chunk;
          chunk = [];
        }
      }
      if (bigInts) narrowIntegers(chunk, compiled.bigInts);
      if (chunk.length > 0) yield chunk;
    } catch (error) {
      throw mapSqliteError(error, compiled.text);
    }
  }

  close(): void {
    this.forgetStatements();
    this.#database.close();
  }
}

// node:sqlite reads all integers of a statement as bigint or none: those of other columns become numbers again.
function narrowIntegers(rows: readonly RawRow[], bigInts: readonly number[]): void {
  for (const row of rows as unknown[][]) {
    for (let i = 0; i < row.length; i++) {
      if (typeof row[i] === "bigint" && !bigInts.includes(i)) row[i] = Number(row[i]);
    }
  }
}
