// Keeps the statements of `get({ key: value })` for a query set that is asked so again and again, by the name of the key.
import { isTraced } from "../../database/trace/query-trace.ts";
import { planSelect } from "../plan/plan-select.ts";
import type { Query } from "../query.ts";
import { type Eventually, RepeatedQuery } from "../run.ts";

const LIMIT = 100;

/**
 * The repeated gets of one query set.
 *
 * Most query sets are asked once and thrown away, so that the first call keeps nothing.
 */
export class RepeatedGets {
  #queries: Map<string, RepeatedQuery | undefined> | undefined;
  #called = false;

  /**
   * The rows for `where`; undefined where they are to be asked for in the ordinary way. `bind` makes the query that asks.
   */
  run(query: Query, where: object, bind: () => Query): Eventually<unknown[]> | undefined {
    if (!this.#called) {
      this.#called = true;
      return undefined;
    }
    if (query.none || query.prefetch.length > 0 || isTraced()) return undefined;
    const key = onlyKey(where);
    if (key === undefined) return undefined;
    const value = (where as Record<string, unknown>)[key];
    // null and objects (expressions, instances, lists) have statements of their own.
    if (typeof value === "object" || value === undefined) return undefined;
    this.#queries ??= new Map();
    let repeated = this.#queries.get(key);
    if (repeated === undefined && !this.#queries.has(key)) {
      // Names of lookups are code, except where a path into JSON is made from data.
      if (this.#queries.size >= LIMIT) this.#queries.clear();
      repeated = repeatedQuery(bind(), value);
      this.#queries.set(key, repeated);
    }
    return repeated?.run(value);
  }
}

function onlyKey(where: object): string | undefined {
  if (Object.getPrototypeOf(where) !== Object.prototype) return undefined;
  let only: string | undefined;
  for (const key in where) {
    if (only !== undefined) return undefined;
    only = key;
  }
  return only;
}

function repeatedQuery(query: Query, value: unknown): RepeatedQuery | undefined {
  return RepeatedQuery.of(query, value, (slots, on) => planSelect(query, on.dialect, slots));
}
