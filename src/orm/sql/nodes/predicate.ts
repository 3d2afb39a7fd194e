// Defines the nodes that are true, false or null: comparisons, logic, membership, patterns, JSON and array tests.
import type {
  BetweenNode,
  CompareNode,
  CompareOperator,
  ExistsNode,
  InNode,
  IsNullNode,
  JsonContainsNode,
  JsonHasKeyNode,
  LogicalNode,
  MatchLookup,
  MatchNode,
  NotNode,
  PostgresCompareNode,
  QueryNode,
  SqlExpression,
  TextSearchNode,
} from "../sql-node.ts";

/** Compares two values, or two tuples: `compare("<", column("t", "n"), slot(0))` → `"t"."n" < $1`. */
export function compare(operator: CompareOperator, left: SqlExpression, right: SqlExpression): CompareNode {
  return Object.freeze({ kind: "compare", operator, left, right });
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

export function not(operand: SqlExpression): NotNode {
  return Object.freeze({ kind: "not", operand });
}

export function isNull(operand: SqlExpression, negated = false): IsNullNode {
  return Object.freeze({ kind: "is-null", operand, negated });
}

export function between(operand: SqlExpression, low: SqlExpression, high: SqlExpression): BetweenNode {
  return Object.freeze({ kind: "between", operand, low, high });
}

export function inList(operand: SqlExpression, list: InNode["list"], negated = false): InNode {
  return Object.freeze({ kind: "in", operand, list, negated });
}

export function exists(query: QueryNode, negated = false): ExistsNode {
  return Object.freeze({ kind: "exists", query, negated });
}

export function match(lookup: MatchLookup, operand: SqlExpression, pattern: SqlExpression): MatchNode {
  return Object.freeze({ kind: "match", lookup, operand, pattern });
}

/** Is there a value (a JSON null counts) at `path`? */
export function jsonHasKey(operand: SqlExpression, path: readonly (string | number)[]): JsonHasKeyNode {
  return Object.freeze({ kind: "json-has-key", operand, path });
}

export function jsonContains(left: SqlExpression, right: SqlExpression): JsonContainsNode {
  return Object.freeze({ kind: "json-contains", left, right });
}

export function postgresCompare(
  operator: PostgresCompareNode["operator"],
  left: SqlExpression,
  right: SqlExpression,
): PostgresCompareNode {
  return Object.freeze({ kind: "postgres-compare", operator, left, right });
}

export function textSearch(
  operands: readonly SqlExpression[],
  query: SqlExpression,
  options: Partial<Omit<TextSearchNode, "kind" | "operands" | "query">> = {},
): TextSearchNode {
  return Object.freeze({
    kind: "text-search",
    operands,
    query,
    config: options.config,
    mode: options.mode ?? "plain",
    rank: options.rank ?? false,
    weights: options.weights,
    marks: options.marks,
    table: options.table,
    columnAt: options.columnAt,
  });
}
