// Plans lookups on primary keys of several fields: the key as a row value, compared with values, lists and queries.
import * as sql from "../../sql/node.ts";
import type { BoundCondition, ResolvedPath, RightSide } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";
import type { PlanContext } from "./plan-context.ts";
import { unordered } from "./plan-expression.ts";
import type { Converter } from "./slots.ts";

type Leaf = Extract<BoundCondition, { kind: "leaf" }>;

const OPERATORS: Readonly<Record<string, sql.CompareOperator>> = { gt: ">", gte: ">=", lt: "<", lte: "<=" };

/** Plans a lookup whose left side is the tuple of a key's columns; `parts` are the paths to them. */
export function planTupleLookup(
  context: PlanContext,
  { lookup, right }: Leaf,
  left: sql.TupleNode,
  parts: readonly ResolvedPath[],
): sql.SqlExpression {
  const valueOf = (side: RightSide): sql.SqlExpression => planTuple(context, side, parts);
  if (right.kind === "flag") return sql.isNull(left.items[0]!, !right.value);
  if (right.kind === "query") return sql.inList(left, context.inner(unordered(right.query)));
  if (right.kind === "list")
    return sql.inList(
      left,
      sql.tupleList(
        parts.map((part, i) => context.slots.partList(right.param, i, part.type, part.converter as Converter)),
      ),
    );
  if (right.kind === "pair")
    return sql.and(compare(">=", left, valueOf(right.low)), compare("<=", left, valueOf(right.high)));
  if (lookup.name === "exact") return sameTuple(left, valueOf(right));
  if (lookup.name === "ne") return sql.not(sameTuple(left, valueOf(right)));
  return compare(OPERATORS[lookup.name]!, left, valueOf(right));
}

/** Whether two keys of several fields are the same. */
export function sameTuple(left: sql.TupleNode, right: sql.SqlExpression): sql.SqlExpression {
  if (right.kind !== "tuple") return sql.compare("=", left, right);
  return sql.and(...left.items.map((item, i) => sql.compare("=", item, right.items[i]!)));
}

function compare(operator: sql.CompareOperator, left: sql.TupleNode, right: sql.SqlExpression): sql.SqlExpression {
  return sql.compare(operator, left, right);
}

function planTuple(context: PlanContext, right: RightSide, parts: readonly ResolvedPath[]): sql.SqlExpression {
  if (right.kind === "value")
    return sql.tuple(
      parts.map((part, i) => context.slots.part(right.param, i, part.type, part.converter as Converter)),
    );
  const node = right.kind === "expression" ? context.expression(right.expression) : sql.constant(null);
  if (node.kind === "subquery" || (node.kind === "tuple" && node.items.length === parts.length)) return node;
  throw new QueryError("ORM_COMPOSITE_KEY", "A key of several fields is compared with something that is no such key.", {
    where: userPlace(),
    facts: [`Columns of the key: ${parts.map((part) => part.column).join(", ")}.`],
    cure: 'Compare pk with a list of values, with outerRef("pk"), or with a query of such keys.',
  });
}
