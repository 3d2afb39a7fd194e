// Makes the expressions that stand for values, choices, sub-queries, windows and hand-written SQL.
import type { ColumnType } from "../column-type.ts";
import { Param } from "../query/param.ts";
import type { QueryHolder } from "../query/query-holder.ts";
import type { WindowFrame } from "../sql/node.ts";
import type { Condition, PathType, Yields, YieldsOver } from "../types/expression-type.ts";
import type { OneColumnQuery } from "../types/lookup-kinds.ts";
import { orderedBy, type PathInput } from "./aggregates.ts";
import { conditionInput, type FreeCondition, Q } from "./condition-input.ts";
import { Expression, nodeOfPath, nodeOfValue, type Ordering } from "./expression.ts";
import { type NamedType, typeNamed, type ValueOfType } from "./named-type.ts";

/** The value at a path of whichever model the expression is used with. `Article.F("views")` names the model, too. */
export function F<const Path extends string>(path: Path): Expression<PathType<Path, "nonNull">, Path> {
  return new Expression(nodeOfPath(path));
}

/** A plain value as an expression. */
export function value<const Value extends string | number | bigint | boolean | Date | null>(
  plain: Value,
  type?: ColumnType,
): Expression<Widened<Value>> {
  return new Expression({ kind: "value", param: new Param(plain), type });
}

type Widened<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value;

/** A path of the query around this one, inside a sub-query. */
// biome-ignore lint/suspicious/noExplicitAny: the query around is not known where the path is written
export function outerRef(path: string): Expression<any> {
  return new Expression({ kind: "leaf", leaf: { kind: "outer", path } });
}

/** The one value that a query of one column and one row yields. */
export function subquery<Value>(query: OneColumnQuery<Value> & QueryHolder): Expression<Value | null> {
  return new Expression({ kind: "subquery", query: query.query });
}

/** Whether a query has a row; a condition and an expression at once. */
export function exists(query: QueryHolder): FreeCondition {
  return new Q({ kind: "expression", expression: { kind: "exists", query: query.query } }) as FreeCondition;
}

/** One branch of {@link caseWhen}: a condition, and the value where it holds. */
export type Branch<Value> = readonly [when: Condition<unknown>, then: Value];

type BranchValue<Value> = Value extends Yields<infer Inner> ? Inner : Widened<Value>;

/**
 * The value of the first branch whose condition holds. Where none does it is `otherwise`, else null.
 *
 * Values that are text are text, not paths: write `F("name")` for the value at a path.
 */
export function caseWhen<const Value, const Otherwise = null>(
  branches: readonly Branch<Value>[],
  otherwise?: Otherwise,
): Expression<BranchValue<Value> | BranchValue<Otherwise>> {
  return new Expression({
    kind: "case",
    branches: branches.map(([when, result]) => ({ when: conditionInput(when), result: nodeOfValue(result) })),
    otherwise: otherwise === undefined ? undefined : nodeOfValue(otherwise),
  });
}

/** The value in another type: cast("code", "integer"). A decimal says its digits: { kind: "decimal", maxDigits, decimalPlaces }. */
export function cast<const Path extends string, const Type extends NamedType | ColumnType>(
  input: PathInput<Path>,
  type: Type,
): Expression<ValueOfType<Type> | PathType<Path, "null">, Path> {
  return new Expression({ kind: "cast", operand: nodeOfPath(input), type: typeNamed(type) });
}

/** Over which rows, and in which order, a window function is computed. */
export interface WindowOptions<Path extends string> {
  readonly partitionBy?: readonly PathInput<Path>[] | undefined;
  /** Paths, `-` before one for descending order, or expressions. */
  readonly orderBy?: readonly (string | Ordering<Path> | YieldsOver<unknown, Path>)[] | undefined;
  readonly frame?: WindowFrame | undefined;
}

/** Computes an aggregate or window function over the rows around each row. It does not group them. */
export function over<Value, Path extends string = never>(
  call: Expression<Value, Path>,
  options: WindowOptions<string> = {},
): Expression<Value, Path> {
  return new Expression({
    kind: "window",
    call: call.node,
    partition: (options.partitionBy ?? []).map(nodeOfPath),
    order: (options.orderBy ?? []).map(orderedBy),
    frame: options.frame,
  });
}

/**
 * SQL written by hand, values between its parts: raw\`lower(name) = \${name}\`.
 *
 * The values become parameters, expressions their SQL; the text must never come from outside. Say the type of what it
 * yields by `as`: rawSql\`random()\`.as("float").
 */
export function rawSql<Value = unknown>(parts: TemplateStringsArray, ...values: readonly unknown[]): Expression<Value> {
  return new Expression({
    kind: "raw",
    parts: [...parts],
    args: values.map((each) => nodeOfValue(each)),
    type: undefined,
  });
}
