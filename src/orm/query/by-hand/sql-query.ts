// Runs SQL that was written by hand, for its rows or for what it changes: values become parameters, rows plain objects.
import type { ColumnType } from "../../column-type.ts";
import type { Connection, QueryRows } from "../../connection.ts";
import { connection } from "../../database/databases.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { type NamedType, typeNamed, type ValueOfType } from "../../expressions/named-type.ts";
import { compileSql } from "../../sql/compile.ts";
import * as sqlNode from "../../sql/node.ts";
import { typeOfValue } from "../param.ts";
import { decoderOf, encoderOf } from "../plan/slots.ts";

/** The parts of hand-written SQL, and the values between them. */
export interface WrittenSql {
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
}

/** Whether hand-written SQL only reads, as far as its first word tells. */
export function accessOf({ parts }: WrittenSql): "read" | "write" {
  return /^\s*(?:SELECT|WITH|VALUES|TABLE|SHOW|EXPLAIN|PRAGMA|\()/i.test(parts[0] ?? "") ? "read" : "write";
}

/** Makes the statement; a list becomes as many parameters as it has values, in parentheses. */
export function writtenStatement(
  { parts, values }: WrittenSql,
  dialect: Dialect,
  access: "read" | "write",
): { readonly node: sqlNode.SqlNode; readonly params: readonly unknown[] } {
  const params: unknown[] = [];
  const slot = (value: unknown): sqlNode.SqlExpression => {
    if (value === null || value === undefined) return sqlNode.constant(null);
    const type = typeOfValue(value);
    const encode = encoderOf(dialect, type);
    return sqlNode.slot(params.push(encode === undefined ? value : encode(value)) - 1, type);
  };
  const args = values.map((value) =>
    Array.isArray(value) ? sqlNode.tuple(value.length === 0 ? [sqlNode.constant(null)] : value.map(slot)) : slot(value),
  );
  return { node: sqlNode.rawStatement(parts, args, access), params };
}

/**
 * SQL of one's own, made by `sql`; asks when it is awaited, and each time anew.
 *
 * Rows are objects by the names of the columns. Their values are as the driver reads them (PostgreSQL: texts), but for
 * columns whose types `types` says.
 */
export class SqlQuery<Row> implements PromiseLike<Row[]> {
  declare readonly "~row": Row;
  readonly #written: WrittenSql;
  readonly #alias: string | Connection | undefined;
  readonly #types: Readonly<Record<string, ColumnType>>;

  constructor(
    written: WrittenSql,
    options: {
      readonly using?: string | Connection | undefined;
      readonly types?: Readonly<Record<string, ColumnType>>;
    } = {},
  ) {
    this.#written = written;
    this.#alias = options.using;
    this.#types = options.types ?? {};
  }

  /** Asks the database of this alias. */
  using(alias: string): SqlQuery<Row> {
    return new SqlQuery(this.#written, { using: alias, types: this.#types });
  }

  /** Says the types of columns: `.types({ n: "integer", at: "dateTime" })`. */
  types<const Types extends Readonly<Record<string, NamedType | ColumnType>>>(
    types: Types,
  ): SqlQuery<Omit<Row, keyof Types> & { -readonly [Name in keyof Types]: ValueOfType<Types[Name]> | null }> {
    const named = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, typeNamed(type)]));
    return new SqlQuery(this.#written, { using: this.#alias, types: { ...this.#types, ...named } });
  }

  // biome-ignore lint/suspicious/noThenProperty: SQL is awaited
  then<Result = Row[], Failure = never>(
    resolve?: ((rows: Row[]) => Result | PromiseLike<Result>) | null,
    reject?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#rows().then(resolve, reject);
  }

  /** Runs a statement that changes rows, and tells how many. */
  async run(): Promise<number> {
    return (await this.#execute(this.#connection(), false)).affected;
  }

  #connection(): Connection {
    return typeof this.#alias === "object" ? this.#alias : connection(this.#alias);
  }

  #execute(on: Connection, returnsRows: boolean): QueryRows | Promise<QueryRows> {
    const { node, params } = writtenStatement(this.#written, on.dialect, accessOf(this.#written));
    return on.execute({ ...compileSql(node, on.dialect), returnsRows }, params, { columns: returnsRows });
  }

  async #rows(): Promise<Row[]> {
    const on = this.#connection();
    const { rows, columns = [] } = await this.#execute(on, true);
    const decoders = columns.map((name) => decoderOf(on.dialect, this.#types[name]));
    return rows.map((row) => {
      const object: Record<string, unknown> = {};
      columns.forEach((name, i) => {
        const decode = decoders[i];
        const raw = row[i];
        object[name] = raw === null || decode === undefined ? raw : decode(raw as never);
      });
      return object as Row;
    });
  }
}

/**
 * SQL of one's own. The values become parameters, a list as many as it has; the text must never come from outside.
 *
 * @example
 * ```ts
 * import { defineDatabases, sql } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * await sql`CREATE TABLE tea (name text, grams integer)`.run();
 * console.log(await sql`INSERT INTO tea VALUES (${"Assam"}, ${250})`.run()); // 1
 * console.log(await sql`SELECT name FROM tea WHERE grams IN ${[100, 250]}`); // [{ name: "Assam" }]
 * ```
 */
export function sql<Row = Record<string, unknown>>(
  parts: readonly string[],
  ...values: readonly unknown[]
): SqlQuery<Row> {
  return new SqlQuery<Row>({ parts: [...parts], values });
}
