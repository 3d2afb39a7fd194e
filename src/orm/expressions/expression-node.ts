// Defines expressions as data: the tree that the functions of this room build, generic over how far it is resolved.
import type { ColumnType } from "../column-type.ts";
import type { Param } from "../query/param.ts";
import type {
  AggregateName,
  ArithmeticOperator,
  CompareOperator,
  DatePart,
  FunctionName,
  TruncUnit,
  WindowFrame,
} from "../sql/node.ts";
import type { TextSearchNode } from "../sql/sql-node.ts";

/** The type of a result: a column type, that of the first argument that has one, or whatever the database makes of it. */
export type ResultType = ColumnType | "first" | undefined;

/** One term of an order inside an aggregate or a window. */
export interface OrderedExpression<Leaf, Condition, Query> {
  readonly expression: ExpressionNode<Leaf, Condition, Query>;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | undefined;
}

/**
 * An expression.
 *
 * Before it is bound to a query, `Leaf` is a path as text and `Condition` what the user wrote; afterwards they are
 * the resolved path and the bound condition.
 */
export type ExpressionNode<Leaf, Condition, Query> =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  | { readonly kind: "value"; readonly param: Param; readonly type: ColumnType | undefined }
  /** A value that is written into the text. */
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  | {
      readonly kind: "binary";
      readonly operator: ArithmeticOperator;
      readonly left: ExpressionNode<Leaf, Condition, Query>;
      readonly right: ExpressionNode<Leaf, Condition, Query>;
    }
  | {
      readonly kind: "compare";
      readonly operator: CompareOperator;
      readonly left: ExpressionNode<Leaf, Condition, Query>;
      readonly right: ExpressionNode<Leaf, Condition, Query>;
    }
  | { readonly kind: "negate"; readonly operand: ExpressionNode<Leaf, Condition, Query> }
  | {
      readonly kind: "call";
      /** A portable function, or the name of one of the database's own. */
      readonly name: FunctionName | { readonly custom: string };
      readonly args: readonly ExpressionNode<Leaf, Condition, Query>[];
      readonly type: ResultType;
    }
  | {
      readonly kind: "aggregate";
      readonly name: AggregateName | { readonly custom: string };
      readonly args: readonly ExpressionNode<Leaf, Condition, Query>[];
      readonly distinct: boolean;
      readonly filter: Condition | undefined;
      readonly order: readonly OrderedExpression<Leaf, Condition, Query>[];
      readonly type: ResultType;
    }
  | {
      readonly kind: "window";
      readonly call: ExpressionNode<Leaf, Condition, Query>;
      readonly partition: readonly ExpressionNode<Leaf, Condition, Query>[];
      readonly order: readonly OrderedExpression<Leaf, Condition, Query>[];
      readonly frame: WindowFrame | undefined;
    }
  | {
      readonly kind: "case";
      readonly branches: readonly {
        readonly when: Condition;
        readonly result: ExpressionNode<Leaf, Condition, Query>;
      }[];
      readonly otherwise: ExpressionNode<Leaf, Condition, Query> | undefined;
    }
  | { readonly kind: "cast"; readonly operand: ExpressionNode<Leaf, Condition, Query>; readonly type: ColumnType }
  | { readonly kind: "collate"; readonly operand: ExpressionNode<Leaf, Condition, Query>; readonly collation: string }
  | {
      readonly kind: "extract";
      readonly part: DatePart;
      readonly operand: ExpressionNode<Leaf, Condition, Query>;
      readonly timeZone: string | undefined;
    }
  | {
      readonly kind: "trunc";
      readonly unit: TruncUnit;
      readonly operand: ExpressionNode<Leaf, Condition, Query>;
      readonly to: "dateTime" | "date" | "time" | undefined;
      readonly timeZone: string | undefined;
    }
  | {
      readonly kind: "search";
      readonly operands: readonly ExpressionNode<Leaf, Condition, Query>[];
      readonly query: ExpressionNode<Leaf, Condition, Query>;
      readonly options: Partial<Omit<TextSearchNode, "kind" | "operands" | "query" | "table">>;
    }
  | { readonly kind: "subquery"; readonly query: Query }
  | { readonly kind: "exists"; readonly query: Query }
  | { readonly kind: "condition"; readonly condition: Condition }
  | {
      readonly kind: "raw";
      readonly parts: readonly string[];
      readonly args: readonly ExpressionNode<Leaf, Condition, Query>[];
      readonly type: ColumnType | undefined;
    };
