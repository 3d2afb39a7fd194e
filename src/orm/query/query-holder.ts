// Marks what holds a query: the query sets, which may stand inside the conditions and expressions of others.
import { findPlace, isTraced } from "../database/trace/query-trace.ts";
import type { Query } from "./query.ts";

/** What the manager of one instance's relation adds to a query set. */
export interface RelatedState {
  /** The rows, when the relation is loaded. */
  readonly items: () => readonly unknown[] | undefined;
  /** Loads the relation for the instance and its siblings; undefined when it is to be asked for alone. */
  readonly load: () => readonly unknown[] | Promise<readonly unknown[]> | undefined;
  /** The values that a new row has from the relation. */
  readonly defaults: () => Record<string, unknown>;
  /** Called with each row that was made through the manager. */
  readonly created: (instance: object) => Promise<void> | undefined;
}

/** The root of all query sets. */
export class QueryHolder {
  /** What was asked so far, as frozen data. */
  readonly query: Query;
  /** For the manager of a relation, until something more is asked of it. */
  "~related": RelatedState | undefined;

  constructor(query: Query) {
    this.query = query;
    this["~related"] = undefined;
  }
}

/** Copies a query set with another query; classes of one's own keep their methods. */
export function copyOf<Set extends QueryHolder>(set: Set, query: Query): Set {
  const { constructor } = set as unknown as { readonly constructor: new (holder: QueryHolder) => Set };
  return new constructor(new QueryHolder(isTraced() ? Object.freeze({ ...query, place: findPlace() }) : query));
}
