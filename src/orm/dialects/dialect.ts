// Describes what sets one database's SQL apart: quoting, types, values, functions, limits and features.
import type { ColumnType } from "../column-type.ts";
import type { MatchLookup } from "../sql/sql-node.ts";

/** Turns a value of the program into one that the driver takes, and back. */
export interface Codec {
  /** Makes the driver's value; null stays null and never reaches it. undefined when the value passes as it is. */
  readonly encode: ((value: never) => unknown) | undefined;
  /** Makes the program's value; null never reaches it. undefined when the raw value is right already. */
  readonly decode: ((raw: never) => unknown) | undefined;
}

/** What a database can do; a query that needs more is refused by the layer above, with a cure. */
export interface DialectFeatures {
  readonly insertReturning: boolean;
  readonly updateReturning: boolean;
  readonly deleteReturning: boolean;
  readonly distinctOn: boolean;
  readonly aggregateFilter: boolean;
  readonly lockRows: boolean;
  readonly skipLocked: boolean;
  readonly nullsOrdering: boolean;
  readonly arrays: boolean;
  readonly lateral: boolean;
  readonly partialIndexes: boolean;
  readonly coveringIndexes: boolean;
  readonly expressionIndexes: boolean;
  readonly deferrableConstraints: boolean;
  readonly transactionalSchema: boolean;
  /** Whether an empty string and a missing one sort nulls first by default. */
  readonly nullsSortFirst: boolean;
}

export interface Dialect {
  readonly name: "sqlite" | "postgres" | "mysql";
  readonly features: DialectFeatures;
  /** The most parameters that one statement may have. */
  readonly maxParameters: number;
  /** Quotes a name: `"a"` or `` `a` ``. */
  quoteName(name: string): string;
  /** How values of a column type travel. */
  codec(type: ColumnType): Codec;
  /** Makes the driver's value of a search text: escapes `%`, `_` and `\`, and adds `%`, as the lookup asks. */
  encodePattern(lookup: MatchLookup, text: string): string;
}
