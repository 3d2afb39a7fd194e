// Defines the nodes that make one value: columns, constants, parameters, arithmetic, case, cast and sub-queries.
import type { ColumnType } from "../../column-type.ts";
import type { QueryNode, SelectNode } from "./query.ts";
import type { SqlExpression } from "./sql-expression.ts";

/** `"t"."name"`; `type` lets the dialect choose the right comparison and output. */
export interface ColumnNode {
  readonly kind: "column";
  readonly source: string | undefined;
  readonly name: string;
  readonly type: ColumnType | undefined;
}
/** Names a column of the source (table alias) `source`. */
export function column(source: string | undefined, name: string, type?: ColumnType): ColumnNode {
  return Object.freeze({ kind: "column", source, name, type });
}

/** `*` or `"t".*`. */
export interface StarNode {
  readonly kind: "star";
  readonly source: string | undefined;
}
/** All columns, of `source` where given. */
export function star(source?: string): StarNode {
  return Object.freeze({ kind: "star", source });
}

/** A value that is part of the SQL text: `1`, `'a'`, `TRUE`, `NULL`. */
export interface ConstantNode {
  readonly kind: "constant";
  readonly value: string | number | bigint | boolean | null;
}
/** Writes `value` into the SQL text, quoted. For values that belong to the query's shape; all others are slots. */
export function constant(value: ConstantNode["value"]): ConstantNode {
  return Object.freeze({ kind: "constant", value });
}

/** A parameter: `$1` on PostgreSQL, `?1` on SQLite, `?` on MariaDB. The same slot may stand in several places. */
export interface SlotNode {
  readonly kind: "slot";
  /** The index in the list of values that an execution is given. */
  readonly slot: number;
  readonly type: ColumnType | undefined;
}
/** Stands for the value number `index` of the execution, encoded already by `dialect.codec(type)`. */
export function slot(index: number, type?: ColumnType): SlotNode {
  return Object.freeze({ kind: "slot", slot: index, type });
}

/** A parameter that is a list; only in {@link InNode} and {@link BulkValuesNode}. */
export interface ListSlotNode {
  readonly kind: "list-slot";
  readonly slot: number;
  readonly type: ColumnType;
}
/** Stands for an array of encoded values; one SQL text serves every length on PostgreSQL and SQLite. */
export function listSlot(index: number, type: ColumnType): ListSlotNode {
  return Object.freeze({ kind: "list-slot", slot: index, type });
}

/** `-x` or `~x`. */
export interface UnaryNode {
  readonly kind: "unary";
  readonly operator: "-" | "~";
  readonly operand: SqlExpression;
}
export function unary(operator: UnaryNode["operator"], operand: SqlExpression): UnaryNode {
  return Object.freeze({ kind: "unary", operator, operand });
}

/** The portable operators between two values; `^` is power, `#` exclusive or of bits, `||` joins text. */
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "^" | "&" | "|" | "#" | "<<" | ">>" | "||";
/** `(a + b)`; `type` is that of the result, which decides how dates and durations are added. */
export interface BinaryNode {
  readonly kind: "binary";
  readonly operator: ArithmeticOperator;
  readonly left: SqlExpression;
  readonly right: SqlExpression;
  readonly type: ColumnType | undefined;
}
/** Joins two values by an operator: `binary("+", column("t", "n"), constant(1))` → `("t"."n" + 1)`. */
export function binary(
  operator: ArithmeticOperator,
  left: SqlExpression,
  right: SqlExpression,
  options: { type?: ColumnType | undefined } = {},
): BinaryNode {
  return Object.freeze({ kind: "binary", operator, left, right, type: options.type });
}

/** `(a, b)`: a row value, for composite keys. */
export interface TupleNode {
  readonly kind: "tuple";
  readonly items: readonly SqlExpression[];
}
export function tuple(items: readonly SqlExpression[]): TupleNode {
  return Object.freeze({ kind: "tuple", items });
}

/** `CASE WHEN c THEN v … ELSE o END`. */
export interface CaseNode {
  readonly kind: "case";
  readonly branches: readonly { readonly when: SqlExpression; readonly then: SqlExpression }[];
  readonly otherwise: SqlExpression | undefined;
  readonly type: ColumnType | undefined;
}
export function caseWhen(
  branches: CaseNode["branches"],
  otherwise?: SqlExpression,
  type?: ColumnType | undefined,
): CaseNode {
  return Object.freeze({ kind: "case", branches, otherwise, type });
}

/** `CAST(x AS type)`. */
export interface CastNode {
  readonly kind: "cast";
  readonly operand: SqlExpression;
  readonly type: ColumnType;
}
export function cast(operand: SqlExpression, type: ColumnType): CastNode {
  return Object.freeze({ kind: "cast", operand, type });
}

/** `x COLLATE name`. */
export interface CollateNode {
  readonly kind: "collate";
  readonly operand: SqlExpression;
  readonly collation: string;
}
export function collate(operand: SqlExpression, collation: string): CollateNode {
  return Object.freeze({ kind: "collate", operand, collation });
}

/** `(SELECT …)` as one value. */
export interface SubqueryNode {
  readonly kind: "subquery";
  readonly query: QueryNode;
  readonly type: ColumnType | undefined;
}
export function subquery(query: QueryNode, type?: ColumnType): SubqueryNode {
  return Object.freeze({ kind: "subquery", query, type });
}

/** SQL text written by hand, with expressions between its parts. */
export interface RawNode {
  readonly kind: "raw";
  readonly parts: readonly string[];
  readonly args: readonly SqlExpression[];
  readonly type: ColumnType | undefined;
}
/** Puts `args` between `parts`: `raw(["f(", ")"], [column("t", "a")])` → `f("t"."a")`. Never build `parts` from outside text. */
export function raw(parts: readonly string[], args: readonly SqlExpression[] = [], type?: ColumnType): RawNode {
  return Object.freeze({ kind: "raw", parts, args, type });
}

/** `DEFAULT` in the rows of an insert. */
export interface DefaultNode {
  readonly kind: "default";
}
export const defaultValue: DefaultNode = Object.freeze({ kind: "default" });

/** The row that an upsert could not insert: `excluded."name"`, or `VALUES(name)` on MariaDB. */
export interface ExcludedNode {
  readonly kind: "excluded";
  readonly name: string;
}
export function excluded(name: string): ExcludedNode {
  return Object.freeze({ kind: "excluded", name });
}

/** `ARRAY[a, b]::type` on PostgreSQL. */
export interface ArrayNode {
  readonly kind: "array";
  readonly items: readonly SqlExpression[];
  readonly type: ColumnType & { readonly kind: "array" };
}
export function array(items: readonly SqlExpression[], type: ArrayNode["type"]): ArrayNode {
  return Object.freeze({ kind: "array", items, type });
}

/** `ARRAY(SELECT …)` on PostgreSQL. */
export interface ArraySubqueryNode {
  readonly kind: "array-subquery";
  readonly query: SelectNode;
}
export function arraySubquery(query: SelectNode): ArraySubqueryNode {
  return Object.freeze({ kind: "array-subquery", query });
}
