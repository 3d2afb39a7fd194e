// Defines a lookup: which right side it takes, and the SQL condition that it makes.
import type { ColumnType } from "../../column-type.ts";
import type { MatchLookup, SqlExpression } from "../../sql/node.ts";

/** What stands right of a lookup. */
export type RightSideKind = "value" | "list" | "pair" | "flag" | "text" | "keys" | "pattern";

/** A lookup, by the name that ends a key of `filter`. */
export interface Lookup {
  readonly name: string;
  readonly takes: RightSideKind;
  /** The pattern that a text becomes, for the lookups that match. */
  readonly match?: MatchLookup | undefined;
  /** The type of the right side where it is not the column's. */
  readonly rightType?: ColumnType | undefined;
  /** Makes the condition; `right` holds one expression, two for a pair. */
  readonly build: (left: SqlExpression, right: readonly SqlExpression[], type: ColumnType | undefined) => SqlExpression;
}
