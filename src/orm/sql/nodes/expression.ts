// Defines the nodes that make one value: columns, constants, parameters, arithmetic, case, cast and sub-queries.
import type { ColumnType } from "../../column-type.ts";
import type {
  ArithmeticOperator,
  ArrayNode,
  ArraySubqueryNode,
  BinaryNode,
  CaseNode,
  CastNode,
  CollateNode,
  ColumnNode,
  ConstantNode,
  DefaultNode,
  ExcludedNode,
  ListSlotNode,
  QueryNode,
  RawNode,
  SelectNode,
  SlotNode,
  SqlExpression,
  StarNode,
  SubqueryNode,
  TupleListNode,
  TupleNode,
  UnaryNode,
} from "../sql-node.ts";

/** Names a column of the source (table alias) `source`. */
export function column(source: string | undefined, name: string, type?: ColumnType): ColumnNode {
  return Object.freeze({ kind: "column", source, name, type });
}

/** All columns, of `source` where given. */
export function star(source?: string): StarNode {
  return Object.freeze({ kind: "star", source });
}

/** Writes `value` into the SQL text, quoted. For values that belong to the query's shape; all others are slots. */
export function constant(value: ConstantNode["value"]): ConstantNode {
  return Object.freeze({ kind: "constant", value });
}

/** Stands for the value number `index` of the execution, encoded already by `dialect.codec(type)`. */
export function slot(index: number, type?: ColumnType): SlotNode {
  return Object.freeze({ kind: "slot", slot: index, type });
}

/** Stands for an array of encoded values; one SQL text serves every length on PostgreSQL and SQLite. */
export function listSlot(index: number, type: ColumnType): ListSlotNode {
  return Object.freeze({ kind: "list-slot", slot: index, type });
}

/** Stands for a list of tuples, from one list for each of their places. */
export function tupleList(lists: readonly ListSlotNode[]): TupleListNode {
  return Object.freeze({ kind: "tuple-list", lists });
}

export function unary(operator: UnaryNode["operator"], operand: SqlExpression): UnaryNode {
  return Object.freeze({ kind: "unary", operator, operand });
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

export function tuple(items: readonly SqlExpression[]): TupleNode {
  return Object.freeze({ kind: "tuple", items });
}

/** One branch of {@link caseWhen}. */
export function branch(when: SqlExpression, value: SqlExpression): CaseNode["branches"][number] {
  // biome-ignore lint/suspicious/noThenProperty: WHEN and THEN are SQL's own words, and nobody awaits a branch.
  return Object.freeze({ when, then: value });
}
export function caseWhen(
  branches: CaseNode["branches"],
  otherwise?: SqlExpression,
  type?: ColumnType | undefined,
): CaseNode {
  return Object.freeze({ kind: "case", branches, otherwise, type });
}

export function cast(operand: SqlExpression, type: ColumnType): CastNode {
  return Object.freeze({ kind: "cast", operand, type });
}

export function collate(operand: SqlExpression, collation: string): CollateNode {
  return Object.freeze({ kind: "collate", operand, collation });
}

export function subquery(query: QueryNode, type?: ColumnType): SubqueryNode {
  return Object.freeze({ kind: "subquery", query, type });
}

/** Puts `args` between `parts`: `raw(["f(", ")"], [column("t", "a")])` → `f("t"."a")`. Never build `parts` from outside text. */
export function raw(parts: readonly string[], args: readonly SqlExpression[] = [], type?: ColumnType): RawNode {
  return Object.freeze({ kind: "raw", parts, args, type });
}

export const defaultValue: DefaultNode = Object.freeze({ kind: "default" });

export function excluded(name: string): ExcludedNode {
  return Object.freeze({ kind: "excluded", name });
}

export function array(items: readonly SqlExpression[], type: ArrayNode["type"]): ArrayNode {
  return Object.freeze({ kind: "array", items, type });
}

export function arraySubquery(query: SelectNode): ArraySubqueryNode {
  return Object.freeze({ kind: "array-subquery", query });
}
