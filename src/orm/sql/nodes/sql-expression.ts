// Gathers every node that may stand where SQL expects a value or a condition.
import type * as E from "./expression.ts";
import type * as F from "./function.ts";
import type * as P from "./predicate.ts";

/** Anything that makes one value. Conditions are expressions too. */
export type SqlExpression =
  | E.ColumnNode
  | E.StarNode
  | E.ConstantNode
  | E.SlotNode
  | E.UnaryNode
  | E.BinaryNode
  | E.TupleNode
  | E.CaseNode
  | E.CastNode
  | E.CollateNode
  | E.SubqueryNode
  | E.RawNode
  | E.DefaultNode
  | E.ExcludedNode
  | E.ArrayNode
  | E.ArraySubqueryNode
  | P.CompareNode
  | P.LogicalNode
  | P.NotNode
  | P.IsNullNode
  | P.BetweenNode
  | P.InNode
  | P.ExistsNode
  | P.MatchNode
  | P.JsonHasKeyNode
  | P.JsonContainsNode
  | P.PostgresCompareNode
  | P.TextSearchNode
  | F.FunctionNode
  | F.CustomFunctionNode
  | F.AggregateNode
  | F.WindowNode
  | F.ExtractNode
  | F.TruncNode
  | F.JsonPathNode
  | F.JsonRowsNode;
