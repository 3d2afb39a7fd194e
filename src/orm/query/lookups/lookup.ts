// Defines a lookup: which right side it takes, and the SQL condition that it makes.
import type { ColumnType } from "../../column-type.ts";
import type { MatchLookup, SqlExpression } from "../../sql/node.ts";

/** What stands right of a lookup. */
export type RightSideKind = "value" | "list" | "pair" | "flag" | "text" | "keys" | "pattern";

/** A part that is taken of a value before it is compared. Its name stands before the lookup. */
export interface TransformDefinition {
  readonly name: string;
  /** The type of what it gives. */
  readonly type: ColumnType;
  /** Makes the SQL of the part out of that of the value. */
  readonly build: (operand: SqlExpression) => SqlExpression;
}

/** A lookup, by the name that ends a key of `filter`. */
export interface Lookup {
  readonly name: string;
  readonly takes: RightSideKind;
  /** The pattern that a text becomes, for the lookups that match. */
  readonly match?: MatchLookup | undefined;
  /** The type of the right side where it is not the column's: a type, or a function of the column's. */
  readonly rightType?: ColumnType | ((type: ColumnType) => ColumnType) | undefined;
  /** Another lookup of the same name, for values that are not as this one takes them. */
  readonly instead?: ((value: unknown) => Lookup | undefined) | undefined;
  /** Makes the condition; `right` holds one expression, two for a pair. */
  readonly build: (left: SqlExpression, right: readonly SqlExpression[], type: ColumnType | undefined) => SqlExpression;
}
