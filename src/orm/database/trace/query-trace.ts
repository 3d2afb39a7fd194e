// Publishes each statement that runs, with its time and the place in the user's code, for logs, toolbars and tests.
import { createContext, type TraceChannel, traceChannel } from "#kernel";
import type { QueryRows, RawRow } from "../../connection.ts";
import type { CompiledSql } from "../../sql/compiled-sql.ts";
import { hasWrappers, type WrappedQuery, wrapped } from "./query-wrappers.ts";

/** One statement that ran: published on the channel `demijohn:orm.query`. */
export interface QueryEvent {
  /** The database's alias. */
  readonly database: string;
  readonly sql: string;
  readonly params: readonly unknown[];
  readonly milliseconds: number;
  /** Rows read, or changed by a write. */
  readonly rows: number;
  readonly error: unknown;
  /** `file:line:column` outside of Demijohn, where the call stack still tells it. */
  readonly place: string | undefined;
}

/** The channel of all statements: `demijohn:orm.query`. */
export const queryChannel: TraceChannel<QueryEvent> = traceChannel<QueryEvent>("orm.query");

const captures = createContext<{ readonly events: QueryEvent[]; readonly outer: unknown }>();
let capturing = 0;

/** Whether anything wants to know of statements. */
export function isTraced(): boolean {
  return capturing > 0 || queryChannel.hasSubscribers || hasWrappers();
}

/** What running a statement needs to be reported. */
export interface TracedStatement {
  readonly database: string;
  readonly compiled: CompiledSql;
  readonly params: readonly unknown[];
  /** Milliseconds from which a statement is warned about. */
  readonly slowQuery: number | undefined;
  /** Where the query was made, for a call stack that does not tell it any more. */
  readonly place: string | undefined;
}

/** Runs a statement and reports it. */
export function traceQuery(
  statement: TracedStatement,
  call: () => QueryRows | Promise<QueryRows>,
): QueryRows | Promise<QueryRows> {
  const run = hasWrappers() ? wrapped(wrappedQuery(statement, false), call) : call;
  const place = findPlace() ?? statement.place;
  const start = performance.now();
  const report = (result: QueryRows | undefined, error: unknown) => {
    const event: QueryEvent = {
      database: statement.database,
      sql: statement.compiled.text,
      params: statement.params,
      milliseconds: performance.now() - start,
      rows: result === undefined ? 0 : statement.compiled.returnsRows ? result.rows.length : result.affected,
      error,
      place,
    };
    publish(event, statement.slowQuery);
  };
  let result: QueryRows | Promise<QueryRows>;
  try {
    result = run();
  } catch (error) {
    report(undefined, error);
    throw error;
  }
  if (!(result instanceof Promise)) {
    report(result, undefined);
    return result;
  }
  return result.then(
    (rows) => {
      report(rows, undefined);
      return rows;
    },
    (error) => {
      report(undefined, error);
      throw error;
    },
  );
}

function wrappedQuery({ database, compiled, params }: TracedStatement, streamed: boolean): WrappedQuery {
  return { database, sql: compiled.text, params, streamed };
}

const noRows: QueryRows = { rows: [], affected: 0, lastInsertId: undefined, columns: undefined };

/** Reads a statement in chunks and reports it at the end, with the time that was spent waiting for its rows. */
export async function* traceStream(
  statement: TracedStatement,
  chunks: AsyncIterable<readonly RawRow[]>,
): AsyncIterable<readonly RawRow[]> {
  const place = findPlace() ?? statement.place;
  let milliseconds = 0;
  let rows = 0;
  let error: unknown;
  let start = performance.now();
  try {
    if (hasWrappers()) await wrapped(wrappedQuery(statement, true), () => noRows)();
    for await (const chunk of chunks) {
      milliseconds += performance.now() - start;
      rows += chunk.length;
      yield chunk;
      start = performance.now();
    }
    milliseconds += performance.now() - start;
  } catch (caught) {
    error = caught;
    throw caught;
  } finally {
    const { database, compiled, params, slowQuery } = statement;
    publish({ database, sql: compiled.text, params, milliseconds, rows, error, place }, slowQuery);
  }
}

function publish(event: QueryEvent, slowQuery: number | undefined): void {
  if (queryChannel.hasSubscribers) queryChannel.publish(event);
  if (capturing > 0) {
    type Capture = { readonly events: QueryEvent[]; readonly outer: unknown } | undefined;
    for (let capture: Capture = captures.find(); capture !== undefined; capture = capture.outer as Capture)
      capture.events.push(event);
  }
  if (slowQuery !== undefined && event.milliseconds >= slowQuery) {
    const at = event.place === undefined ? "" : ` at ${event.place}`;
    process.emitWarning(`A query of "${event.database}" took ${Math.round(event.milliseconds)} ms${at}: ${event.sql}`, {
      type: "SlowQueryWarning",
      code: "ORM_SLOW_QUERY",
    });
  }
}

// In the repository the folder of all rooms; a published package lies in node_modules, whose frames are passed over.
const ownFolder = import.meta.url.slice(0, import.meta.url.lastIndexOf("/orm/") + 1);

/** Finds the first call outside of Demijohn and Node. */
export function findPlace(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  for (const line of stack.split("\n").slice(1)) {
    const match = /(?:\(|at |async )((?:file:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(line);
    if (match === null) continue;
    const place = match[1]!;
    if (place.startsWith(ownFolder) || place.startsWith(ownFolder.slice(7)) || place.includes("/node_modules/"))
      continue;
    return place.startsWith("file://") ? decodeURI(place.slice(7)) : place;
  }
  return undefined;
}

/**
 * Gathers the statements that a call runs, itself and in all that it awaits.
 *
 * @example
 * ```ts
 * import { captureQueries } from "demijohn/orm";
 * const { queries } = await captureQueries(async () => "nothing asked");
 * console.log(queries.length); // 0
 * ```
 */
export async function captureQueries<Result>(
  call: () => Result | Promise<Result>,
): Promise<{ readonly result: Result; readonly queries: readonly QueryEvent[] }> {
  const events: QueryEvent[] = [];
  capturing++;
  try {
    const result = await captures.run({ events, outer: captures.find() }, async () => await call());
    return { result, queries: events };
  } finally {
    capturing--;
  }
}
