// Defines the nodes that are true, false or null: comparisons, logic, membership, patterns, JSON and array tests.
import type { ListSlotNode } from "./expression.ts";
import type { QueryNode } from "./query.ts";
import type { SqlExpression } from "./sql-expression.ts";

/** `is` and `is not` compare nulls as equal: `IS NOT DISTINCT FROM`, `IS` on SQLite, `<=>` on MariaDB. */
export type CompareOperator = "=" | "<>" | "<" | "<=" | ">" | ">=" | "is" | "is not";
/** `a = b`. */
export interface CompareNode {
  readonly kind: "compare";
  readonly operator: CompareOperator;
  readonly left: SqlExpression;
  readonly right: SqlExpression;
}
/** Compares two values, or two tuples: `compare("<", column("t", "n"), slot(0))` → `"t"."n" < $1`. */
export function compare(operator: CompareOperator, left: SqlExpression, right: SqlExpression): CompareNode {
  return Object.freeze({ kind: "compare", operator, left, right });
}

/** `(a AND b)`, `(a OR b)`, or, for `xor`, an odd number of true ones. */
export interface LogicalNode {
  readonly kind: "logical";
  readonly operator: "and" | "or" | "xor";
  readonly operands: readonly SqlExpression[];
}
export function logical(operator: LogicalNode["operator"], operands: readonly SqlExpression[]): LogicalNode {
  return Object.freeze({ kind: "logical", operator, operands });
}
/** Joins conditions by AND; no condition is `TRUE`, one stays itself. */
export function and(...operands: readonly SqlExpression[]): SqlExpression {
  return operands.length === 1 ? operands[0]! : logical("and", operands);
}
/** Joins conditions by OR; no condition is `FALSE`, one stays itself. */
export function or(...operands: readonly SqlExpression[]): SqlExpression {
  return operands.length === 1 ? operands[0]! : logical("or", operands);
}

/** `NOT (x)`. */
export interface NotNode {
  readonly kind: "not";
  readonly operand: SqlExpression;
}
export function not(operand: SqlExpression): NotNode {
  return Object.freeze({ kind: "not", operand });
}

/** `x IS NULL`, `x IS NOT NULL`. */
export interface IsNullNode {
  readonly kind: "is-null";
  readonly operand: SqlExpression;
  readonly negated: boolean;
}
export function isNull(operand: SqlExpression, negated = false): IsNullNode {
  return Object.freeze({ kind: "is-null", operand, negated });
}

/** `x BETWEEN low AND high`. */
export interface BetweenNode {
  readonly kind: "between";
  readonly operand: SqlExpression;
  readonly low: SqlExpression;
  readonly high: SqlExpression;
}
export function between(operand: SqlExpression, low: SqlExpression, high: SqlExpression): BetweenNode {
  return Object.freeze({ kind: "between", operand, low, high });
}

/**
 * Membership. Over a list slot: `x = ANY($1::integer[])` on PostgreSQL, `x IN (SELECT value FROM json_each(?1))` on
 * SQLite, `x IN (?, ?, …)` on MariaDB. A list slot's values hold no null; an empty list is false on all of them.
 */
export interface InNode {
  readonly kind: "in";
  readonly operand: SqlExpression;
  readonly list: readonly SqlExpression[] | ListSlotNode | QueryNode;
  readonly negated: boolean;
}
export function inList(operand: SqlExpression, list: InNode["list"], negated = false): InNode {
  return Object.freeze({ kind: "in", operand, list, negated });
}

/** `EXISTS (SELECT …)`. */
export interface ExistsNode {
  readonly kind: "exists";
  readonly query: QueryNode;
  readonly negated: boolean;
}
export function exists(query: QueryNode, negated = false): ExistsNode {
  return Object.freeze({ kind: "exists", query, negated });
}

/** How text is compared with a pattern; a leading `i` ignores case. */
export type MatchLookup =
  | "contains"
  | "icontains"
  | "startsWith"
  | "istartsWith"
  | "endsWith"
  | "iendsWith"
  | "iexact"
  | "regex"
  | "iregex"
  | "like"
  | "ilike";
/**
 * Text against a pattern. Where `pattern` is a slot its value is the plain search text passed through
 * `dialect.encodePattern(lookup, text)`, which adds `%` and escapes; every other expression is escaped in SQL.
 */
export interface MatchNode {
  readonly kind: "match";
  readonly lookup: MatchLookup;
  readonly operand: SqlExpression;
  readonly pattern: SqlExpression;
}
export function match(lookup: MatchLookup, operand: SqlExpression, pattern: SqlExpression): MatchNode {
  return Object.freeze({ kind: "match", lookup, operand, pattern });
}

/** Does a JSON value hold all, or any, of the keys? Paths of objects and arrays: `["a", 0]`. */
export interface JsonHasKeyNode {
  readonly kind: "json-has-key";
  readonly operand: SqlExpression;
  readonly path: readonly (string | number)[];
}
/** Is there a value (a JSON null counts) at `path`? */
export function jsonHasKey(operand: SqlExpression, path: readonly (string | number)[]): JsonHasKeyNode {
  return Object.freeze({ kind: "json-has-key", operand, path });
}

/**
 * JSON containment, `left @> right`: every key of `right` is in `left` with a contained value. PostgreSQL and MariaDB;
 * SQLite through a function that the connection registers.
 */
export interface JsonContainsNode {
  readonly kind: "json-contains";
  readonly left: SqlExpression;
  readonly right: SqlExpression;
}
export function jsonContains(left: SqlExpression, right: SqlExpression): JsonContainsNode {
  return Object.freeze({ kind: "json-contains", left, right });
}

/** Operators of PostgreSQL's arrays and ranges: contains, contained by, overlaps, left/right of, adjacent. */
export interface PostgresCompareNode {
  readonly kind: "postgres-compare";
  readonly operator: "@>" | "<@" | "&&" | "<<" | ">>" | "&<" | "&>" | "-|-" | "%" | "<%";
  readonly left: SqlExpression;
  readonly right: SqlExpression;
}
export function postgresCompare(
  operator: PostgresCompareNode["operator"],
  left: SqlExpression,
  right: SqlExpression,
): PostgresCompareNode {
  return Object.freeze({ kind: "postgres-compare", operator, left, right });
}

/**
 * Full-text match. PostgreSQL: `vector @@ query` (a text operand goes through `to_tsvector`). SQLite: the operand is an
 * FTS5 table or column, `operand MATCH query`. MariaDB: `MATCH (columns) AGAINST (query IN BOOLEAN MODE)`.
 */
export interface TextSearchNode {
  readonly kind: "text-search";
  readonly operands: readonly SqlExpression[];
  readonly query: SqlExpression;
  /** PostgreSQL's dictionary, such as `english`. */
  readonly config: string | undefined;
  readonly mode: "plain" | "phrase" | "raw" | "web";
  /** The score instead of the test. */
  readonly rank: boolean;
}
export function textSearch(
  operands: readonly SqlExpression[],
  query: SqlExpression,
  options: { config?: string | undefined; mode?: TextSearchNode["mode"]; rank?: boolean } = {},
): TextSearchNode {
  return Object.freeze({
    kind: "text-search",
    operands,
    query,
    config: options.config,
    mode: options.mode ?? "plain",
    rank: options.rank ?? false,
  });
}
