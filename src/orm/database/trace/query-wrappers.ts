// Lets a program stand around the statements that a call runs: to measure, change what they answer, or forbid them.
import { createContext } from "#kernel";
import type { QueryRows } from "../../connection.ts";

/** A statement that is about to run. */
export interface WrappedQuery {
  /** The database's alias. */
  readonly database: string;
  readonly sql: string;
  readonly params: readonly unknown[];
  /** Whether its rows are read in chunks: `run` then only lets it begin, and gives no rows. */
  readonly streamed: boolean;
}

/** Stands around a statement. It calls `run` once and hands on what that gives, or throws. */
export type QueryWrapper = (
  query: WrappedQuery,
  run: () => QueryRows | Promise<QueryRows>,
) => QueryRows | Promise<QueryRows>;

interface Wrapping {
  readonly wrapper: QueryWrapper;
  readonly outer: Wrapping | undefined;
}

const wrappings = createContext<Wrapping>();
let active = 0;

/**
 * Calls a wrapper around each statement that a call runs.
 *
 * Those that it awaits are among them. Inner wrappers are called first.
 *
 * @example
 * ```ts
 * import { connection, defineDatabases, sql, withQueryWrapper } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * const refuse = () => {
 *   throw new Error("No queries here.");
 * };
 * console.log(await withQueryWrapper(refuse, async () => await sql`SELECT 1`).catch((error) => error.message)); // No queries here.
 * await connection().close();
 * ```
 */
export async function withQueryWrapper<Result>(
  wrapper: QueryWrapper,
  call: () => Result | Promise<Result>,
): Promise<Result> {
  active++;
  try {
    return await wrappings.run({ wrapper, outer: wrappings.find() }, async () => await call());
  } finally {
    active--;
  }
}

/** Whether any wrapper is in use. */
export function hasWrappers(): boolean {
  return active > 0;
}

/** The call with the current wrappers around it. */
export function wrapped(
  query: WrappedQuery,
  run: () => QueryRows | Promise<QueryRows>,
): () => QueryRows | Promise<QueryRows> {
  let call = run;
  const chain: QueryWrapper[] = [];
  for (let at = wrappings.find(); at !== undefined; at = at.outer) chain.push(at.wrapper);
  for (const wrapper of chain) {
    const inner = call;
    call = () => wrapper(query, inner);
  }
  return call;
}
