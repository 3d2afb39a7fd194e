// Runs planned queries: finds the plan by the query's shape, fills in its values, executes, and reads the rows.
import type { Connection, QueryRows, RunOptions } from "../connection.ts";
import { connection } from "../database/databases.ts";
import { routeModel } from "../database/router.ts";
import { compileSql } from "../sql/compile.ts";
import type { CompiledSql } from "../sql/compiled-sql.ts";
import type { SqlNode } from "../sql/node.ts";
import type { Param } from "./param.ts";
import type { ReadPlan } from "./plan/plan-select.ts";
import { Slots, type SlotUse } from "./plan/slots.ts";
import type { Query } from "./query.ts";
import { makeReader, type RowReader } from "./read/hydrate.ts";
import { Shape } from "./shape.ts";

/** A value now, or later where the database is elsewhere. */
export type Eventually<Value> = Value | Promise<Value>;

/** A statement that is ready to run with new values. */
interface ReadyStatement {
  readonly compiled: CompiledSql;
  readonly slots: readonly SlotUse[];
  readonly read: RowReader;
}

/** Makes the statement of a shape that has not been seen yet. */
export type Planner = (slots: Slots, connection: Connection) => { readonly node: SqlNode; readonly read: ReadPlan };

const LIMIT = 2000;
const ready = new WeakMap<Connection["dialect"], Map<string, ReadyStatement>>();

/** Continues with a value that may be there already. */
export function after<Value, Result>(
  value: Eventually<Value>,
  next: (value: Value) => Eventually<Result>,
): Eventually<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The connection that a query runs on: the one it names, or the one that the rules choose for its model. */
export function connectionOf(query: Pick<Query, "alias" | "model">, access: "read" | "write" = "write"): Connection {
  return connection(query.alias ?? routeModel(access, query.model.name));
}

/** The connection that a query is read from; rows that are locked are to be written. */
export function readConnectionOf(query: Query): Connection {
  return connectionOf(query, query.lock === undefined ? "read" : "write");
}

function prepare(query: Query, shape: Shape, on: Connection, plan: Planner): ReadyStatement {
  const { params } = shape;
  // Models of different moments of a history may share a name.
  const key = query.model.registry.tag + shape.key;
  let known = ready.get(on.dialect);
  if (known === undefined) ready.set(on.dialect, (known = new Map()));
  let statement = known.get(key);
  if (statement === undefined) {
    const slots = new Slots(on.dialect, params);
    const { node, read } = plan(slots, on);
    statement = {
      compiled: compileSql(node, on.dialect as never),
      slots: slots.uses,
      read: makeReader(read, on.dialect),
    };
    // The oldest goes: shapes come from code, and only code that builds keys from data makes many.
    if (known.size >= LIMIT) known.delete(known.keys().next().value!);
    known.set(key, statement);
  }
  return statement;
}

function valuesOf(statement: ReadyStatement, params: readonly Param[]): unknown[] {
  const { slots } = statement;
  // A dialect may have no place for a value that was planned last.
  const count = statement.compiled.slotCount;
  const values = new Array(count);
  for (let i = 0; i < count; i++) {
    const { param, encode } = slots[i]!;
    const { value } = params[param]!;
    values[i] = encode === undefined ? value : encode(value);
  }
  return values;
}

/** Runs a statement and reads its rows; `purpose` tells apart statements of one query. */
export function runQuery(
  query: Query,
  purpose: string,
  plan: Planner,
  shape: Shape = shapeOf(query, purpose),
): Eventually<unknown[]> {
  const on = readConnectionOf(query);
  const statement = prepare(query, shape, on, plan);
  const source = { alias: on.alias, fetchMode: query.fetchMode ?? "peers" };
  const result = on.execute(statement.compiled, valuesOf(statement, shape.params), placeOf(query));
  return result instanceof Promise
    ? result.then(({ rows }) => statement.read(rows, source))
    : statement.read(result.rows, source);
}

/** Runs a statement that changes rows, and returns what it answered. */
export function runChange(query: Query, plan: Planner, shape: Shape): Eventually<QueryRows> {
  const on = connectionOf(query);
  const statement = prepare(query, shape, on, plan);
  return on.execute(statement.compiled, valuesOf(statement, shape.params), placeOf(query));
}

/** A query that is asked again and again with another value: its statement is found once. */
export class RepeatedQuery {
  readonly #query: Query;
  readonly #shape: Shape;
  readonly #plan: Planner;
  #dialect: Connection["dialect"] | undefined;
  #statement: ReadyStatement | undefined;

  private constructor(query: Query, shape: Shape, plan: Planner) {
    this.#query = query;
    this.#shape = shape;
    this.#plan = plan;
  }

  /** The repeated form of a query whose last condition compares with `value`; undefined when it holds other values. */
  static of(query: Query, value: unknown, plan: Planner): RepeatedQuery | undefined {
    const last = query.where.at(-1);
    if (last?.kind !== "leaf" || last.right.kind !== "value" || last.right.param.value !== value) return undefined;
    const shape = shapeOf(query, "select");
    return shape.params.length === 1 ? new RepeatedQuery(query, shape, plan) : undefined;
  }

  /** Asks with another value of the same type: text, a number, a bigint or a boolean. */
  run(value: unknown): Eventually<unknown[]> {
    const query = this.#query;
    const on = readConnectionOf(query);
    if (on.dialect !== this.#dialect) {
      this.#statement = prepare(query, this.#shape, on, this.#plan);
      this.#dialect = on.dialect;
    }
    const statement = this.#statement!;
    const values = statement.slots.map(({ encode }) => (encode === undefined ? value : encode(value)));
    const source = { alias: on.alias, fetchMode: query.fetchMode ?? "peers" };
    const result = on.execute(statement.compiled, values);
    return result instanceof Promise
      ? result.then(({ rows }) => statement.read(rows, source))
      : statement.read(result.rows, source);
  }
}

function placeOf({ place }: Query): RunOptions | undefined {
  return place === undefined ? undefined : { place };
}

/** Reads the rows of a query in chunks. */
export async function* streamQuery(query: Query, plan: Planner, chunkSize: number): AsyncGenerator<unknown[]> {
  const on = readConnectionOf(query);
  const shape = shapeOf(query, "select");
  const statement = prepare(query, shape, on, plan);
  const source = { alias: on.alias, fetchMode: query.fetchMode ?? ("peers" as const) };
  for await (const rows of on.stream(statement.compiled, valuesOf(statement, shape.params), {
    ...placeOf(query),
    chunkSize,
  }))
    yield statement.read(rows, source);
}

/** The SQL of a statement, and the values that go with it. */
export function describeQuery(
  query: Query,
  purpose: string,
  plan: Planner,
): { readonly text: string; readonly values: readonly unknown[] } {
  const on = readConnectionOf(query);
  const shape = shapeOf(query, purpose);
  const statement = prepare(query, shape, on, plan);
  return { text: statement.compiled.text, values: valuesOf(statement, shape.params) };
}

/** The shape of a query under a purpose. */
export function shapeOf(query: Query, purpose: string): Shape {
  const shape = new Shape();
  shape.key = `${purpose}:`;
  shape.query(query);
  return shape;
}
