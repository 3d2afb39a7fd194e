// Plans expressions: a bound expression becomes the SqlNode tree that computes it.
import type { ColumnType } from "../../column-type.ts";
import * as sql from "../../sql/node.ts";
import { resolvePath } from "../paths/resolve-path.ts";
import type { BoundExpression, Query, ResolvedPath, Transform } from "../query.ts";
import type { PlanContext } from "./plan-context.ts";
import { staticType } from "./static-type.ts";

/** Makes the SQL of an expression. */
export function planExpression(context: PlanContext, node: BoundExpression): sql.SqlExpression {
  switch (node.kind) {
    case "leaf":
      return planLeaf(context, node.leaf);
    case "value":
      return context.slots.value(node.param, node.type);
    case "constant":
      return sql.constant(node.value);
    case "binary":
      return planBinary(context, node);
    case "compare":
      return planCompare(context, node);
    case "negate":
      return sql.unary("-", context.expression(node.operand));
    case "call":
      return planCall(context, node);
    case "aggregate":
      return planAggregate(context, node);
    case "window":
      return planWindow(context, node);
    case "case": {
      const branches = node.branches.map(({ when, result }) => ({
        when: context.condition(when),
        // biome-ignore lint/suspicious/noThenProperty: SQL's own word
        then: context.expression(result),
      }));
      const otherwise = node.otherwise === undefined ? undefined : context.expression(node.otherwise);
      return sql.caseWhen(branches, otherwise, staticType(node));
    }
    case "cast":
      return sql.cast(context.expression(node.operand), node.type);
    case "collate":
      return sql.collate(context.expression(node.operand), node.collation);
    case "extract": {
      const type = staticType(node.operand) ?? { kind: "dateTime" };
      return sql.extract(node.part, context.expression(node.operand), {
        type,
        timeZone: node.timeZone ?? context.timeZone,
      });
    }
    case "trunc": {
      const type = staticType(node.operand) ?? { kind: "dateTime" };
      const to = node.to ?? (type.kind === "date" ? "date" : "dateTime");
      return sql.trunc(node.unit, context.expression(node.operand), {
        type,
        to,
        timeZone: node.timeZone ?? context.timeZone,
      });
    }
    case "search": {
      const [first] = node.operands;
      const path = first?.kind === "leaf" && first.leaf.kind === "field" ? first.leaf.path : undefined;
      return sql.textSearch(
        node.operands.map((operand) => context.expression(operand)),
        context.expression(node.query),
        { ...node.options, ...(path === undefined ? undefined : searchedTable(context, path)) },
      );
    }
    case "subquery":
      return sql.subquery(context.inner(node.query), staticType(node));
    case "exists":
      return sql.exists(planExistence(context, node.query));
    case "condition":
      return context.condition(node.condition);
    case "raw":
      return sql.raw(
        node.parts,
        node.args.map((arg) => context.expression(arg)),
        node.type,
      );
  }
}

// Whether there is a row does not depend on what is read of it, nor on an order.
function planExistence(context: PlanContext, query: Query): sql.QueryNode {
  const node = context.inner(unordered(query));
  const whole = node.kind === "compound" || query.group !== undefined || query.distinct !== false;
  return whole || node.columns.length === 0 ? node : { ...node, columns: [sql.selected(sql.constant(1))] };
}

/** A query without its order, where the order does not choose its rows. */
export function unordered(query: Query): Query {
  return query.limit === undefined && query.offset === 0 && typeof query.distinct === "boolean"
    ? { ...query, order: [] }
    : query;
}

// The table of a full-text index has the columns of its model, but for the key, which is the row's number.
function searchedTable(context: PlanContext, path: ResolvedPath): { table: string; columnAt: number | undefined } {
  const { step } = context.joins.join(path.steps, "any");
  const model = step === undefined ? context.model : step.model;
  const at = model?.columns.filter((each) => !each.primaryKey).findIndex((each) => each.column === path.column) ?? -1;
  return { table: step === undefined ? context.model.table : step.table, columnAt: at < 0 ? undefined : at };
}

function planLeaf(context: PlanContext, leaf: Extract<BoundExpression, { kind: "leaf" }>["leaf"]): sql.SqlExpression {
  if (leaf.kind === "field")
    return planPath(context, leaf.path, context.joins.join(leaf.path.steps, "any").alias, leaf.text === true);
  if (leaf.kind === "reference") return context.expression(leaf.annotation.expression);
  const outer = context.outer;
  if (outer === undefined) return sql.constant(null);
  const path = resolvePath(outer.model, leaf.path);
  return planPath(outer, path, outer.joins.join(path.steps, "any").alias);
}

/** The column of a path on the table `alias`, with what is taken of it. */
export function planPath(
  context: PlanContext,
  path: ResolvedPath,
  alias: string,
  textOfJson = false,
): sql.SqlExpression {
  if (path.parts !== undefined) return sql.tuple(path.parts.map((part) => planPath(context, part, alias)));
  const column = sql.column(alias, path.column, path.type);
  return applyTransforms(context, column, path.type, path.transforms, textOfJson);
}

/** Takes the parts of a value, one after the other; keys of a JSON document make one path. */
export function applyTransforms(
  context: PlanContext,
  start: sql.SqlExpression,
  startType: ColumnType | undefined,
  transforms: readonly Transform[],
  textOfJson = false,
): sql.SqlExpression {
  let node = start;
  let type = startType ?? ({ kind: "text" } as ColumnType);
  const keys = transforms.filter((transform) => transform.kind === "json").map((transform) => jsonKey(transform.name));
  if (keys.length > 0) return sql.jsonPath(node, keys, textOfJson ? "text" : "json");
  for (const transform of transforms) {
    if (transform.build !== undefined) node = transform.build(node);
    else if (transform.kind === "part")
      node = sql.extract(transform.name as sql.DatePart, node, { type, timeZone: context.timeZone });
    else if (transform.kind === "length") node = sql.call("length", [node], transform.type);
    else if (transform.kind === "date") node = sql.trunc("day", node, { type, to: "date", timeZone: context.timeZone });
    else if (transform.kind === "time")
      node = sql.trunc("second", node, { type, to: "time", timeZone: context.timeZone });
    type = transform.type;
  }
  return node;
}

function jsonKey(name: string): string | number {
  return /^-?\d+$/.test(name) ? Number(name) : name;
}

/** The columns of a key of several fields; any other expression is its own only part. */
export function partsOf(node: sql.SqlExpression): readonly sql.SqlExpression[] {
  return node.kind === "tuple" ? node.items : [node];
}

// A plain value beside a column is encoded as that column's values are.
function planBinary(context: PlanContext, node: Extract<BoundExpression, { kind: "binary" }>): sql.SqlExpression {
  const type = staticType(node);
  const side = (each: BoundExpression, other: BoundExpression): sql.SqlExpression =>
    each.kind === "value" && isNumber(staticType(other))
      ? context.slots.value(each.param, valueType(each.type, staticType(other)))
      : context.expression(each);
  return sql.binary(node.operator, side(node.left, node.right), side(node.right, node.left), { type });
}

// A plain value beside an expression is encoded as the expression's values are; null is asked for by its own words.
function planCompare(context: PlanContext, node: Extract<BoundExpression, { kind: "compare" }>): sql.SqlExpression {
  const { left, right } = node;
  if (right.kind === "value" && right.param.value === null)
    return sql.isNull(context.expression(left), node.operator === "is not");
  const side = (each: BoundExpression, other: BoundExpression): sql.SqlExpression =>
    each.kind === "value" ? context.slots.value(each.param, staticType(other) ?? each.type) : context.expression(each);
  return sql.compare(node.operator, side(left, right), side(right, left));
}

function isNumber(type: ColumnType | undefined): boolean {
  return type !== undefined && ["smallInt", "integer", "bigInt", "decimal", "float"].includes(type.kind);
}

// A fraction beside a whole-number column stays a fraction.
function valueType(own: ColumnType | undefined, other: ColumnType | undefined): ColumnType | undefined {
  return own?.kind === "float" && other?.kind !== "decimal"
    ? own
    : other?.kind === "smallInt"
      ? { kind: "integer" }
      : other;
}

function planCall(context: PlanContext, node: Extract<BoundExpression, { kind: "call" }>): sql.SqlExpression {
  const args = node.args.map((arg) => context.expression(arg));
  const type = staticType(node);
  return typeof node.name === "string"
    ? sql.call(node.name, args, type)
    : sql.customFunction(node.name.custom, args, type);
}

function planOrder(
  context: PlanContext,
  terms: readonly { expression: BoundExpression; descending: boolean; nulls: "first" | "last" | undefined }[],
) {
  return terms.flatMap((term) =>
    partsOf(context.expression(term.expression)).map((part) => sql.order(part, term.descending, term.nulls)),
  );
}

function planAggregate(context: PlanContext, node: Extract<BoundExpression, { kind: "aggregate" }>): sql.AggregateNode {
  const first = node.args[0] === undefined ? undefined : staticType(node.args[0]);
  return sql.aggregate(
    node.name,
    node.args.map((arg) => context.expression(arg)),
    {
      distinct: node.distinct,
      filter: node.filter === undefined ? undefined : context.condition(node.filter),
      orderBy: planOrder(context, node.order),
      type: node.name === "sum" ? sumType(first) : staticType(node),
    },
  );
}

// Databases add whole numbers in a wider type.
function sumType(type: ColumnType | undefined): ColumnType | undefined {
  return type?.kind === "smallInt" || type?.kind === "integer" ? { kind: "bigInt", safe: true } : type;
}

function planWindow(context: PlanContext, node: Extract<BoundExpression, { kind: "window" }>): sql.SqlExpression {
  const call = context.expression(node.call);
  if (call.kind !== "function" && call.kind !== "aggregate" && call.kind !== "custom-function") return call;
  return sql.window(call, {
    partitionBy: node.partition.map((each) => context.expression(each)),
    orderBy: planOrder(context, node.order),
    frame: node.frame,
  });
}
