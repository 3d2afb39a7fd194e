// Plans the statements around a query: counts, tests for existence, aggregates, updates and deletes.
import type { Dialect } from "../../dialects/dialect.ts";
import * as sql from "../../sql/node.ts";
import type { ExplainDetails } from "../../sql/sql-node.ts";
import { containsAggregate } from "../bind.ts";
import type { Annotation, BoundCondition, BoundExpression, Query } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { userPlace } from "../user-place.ts";
import { AliasSource } from "./join-tree.ts";
import { planSelect, type ReadPlan, SelectPlanner, withCtes } from "./plan-select.ts";
import type { Slots } from "./slots.ts";
import { staticType } from "./static-type.ts";

/** A planned statement and what its columns hold. */
export interface StatementPlan {
  readonly node: sql.SqlNode;
  readonly read: ReadPlan;
}

const nothingRead: ReadPlan = { form: "flat", blocks: [], singles: [], width: 0 };

/** Whether the rows of a query are not simply those of its WHERE clause. */
export function isLayered(query: Query): boolean {
  return (
    query.combination !== undefined ||
    query.source !== undefined ||
    query.distinct !== false ||
    query.limit !== undefined ||
    query.offset > 0 ||
    query.group !== undefined ||
    query.annotations.some((each) => each.aggregate || each.window)
  );
}

/** `SELECT COUNT(*) …`, over the query as a whole where it groups, slices or combines. */
export function planCount(query: Query, dialect: Dialect, slots: Slots): StatementPlan {
  const countAll: BoundExpression = {
    kind: "aggregate",
    name: "count",
    args: [],
    distinct: false,
    filter: undefined,
    order: [],
    type: { kind: "bigInt", safe: true },
  };
  return planAggregates(
    query,
    [{ name: "n", expression: countAll, selected: true, aggregate: true, window: false }],
    dialect,
    slots,
  );
}

/** `SELECT 1 … LIMIT 1`. */
export function planExists(query: Query, dialect: Dialect, slots: Slots): StatementPlan {
  if (query.combination !== undefined) {
    const inner = planSelect({ ...query, order: [] }, dialect, slots, { named: true });
    return {
      node: sql.select({
        columns: [sql.selected(sql.constant(1))],
        from: sql.derived(inner.node, "q"),
        limit: sql.constant(1),
      }),
      read: nothingRead,
    };
  }
  const plan = planSelect({ ...query, order: [], related: [], limit: query.limit === 0 ? 0 : 1 }, dialect, slots);
  const { node } = plan;
  if (node.kind === "compound" || query.group !== undefined || query.distinct !== false)
    return { node, read: nothingRead };
  return { node: { ...node, columns: [sql.selected(sql.constant(1))] }, read: nothingRead };
}

/** `EXPLAIN SELECT …`; its rows are read whole. */
export function planExplain(
  query: Query,
  dialect: Dialect,
  slots: Slots,
  options: { readonly analyze: boolean; readonly format?: "text" | "json"; readonly details?: ExplainDetails },
): StatementPlan {
  const { node } = planSelect(query, dialect, slots);
  return { node: sql.explain(node, options), read: { form: "rows", blocks: [], singles: [], width: 0 } };
}

/** The aggregates of all rows of a query, in one row. */
export function planAggregates(
  query: Query,
  aggregates: readonly Annotation[],
  dialect: Dialect,
  slots: Slots,
): StatementPlan {
  const needed = {
    ...query,
    order: query.limit === undefined && query.offset === 0 ? [] : query.order,
    related: [],
    prefetch: [],
    lock: undefined,
  };
  return isLayered(query)
    ? planOverLayer(needed, aggregates, dialect, slots)
    : planDirect(needed, aggregates, dialect, slots);
}

function planDirect(query: Query, aggregates: readonly Annotation[], dialect: Dialect, slots: Slots): StatementPlan {
  const items = aggregates.map(({ name, expression }) => ({ name, expression }));
  const { node, read } = planSelect(
    { ...query, annotations: [], values: { form: "objects", items }, group: undefined, order: [] },
    dialect,
    slots,
  );
  return { node, read };
}

// The inner select reads what the aggregates are over, under names of its own.
function planOverLayer(query: Query, aggregates: readonly Annotation[], dialect: Dialect, slots: Slots): StatementPlan {
  const aliases = new AliasSource();
  const extra: { name: string; expression: BoundExpression }[] = [];
  const arguments_: Map<BoundExpression, string> = new Map();
  for (const { expression } of aggregates) collectArguments(expression, arguments_, extra);
  const inner = planSelect(withColumns(query, extra), dialect, slots, { aliases, named: true });
  const columnOf = (part: BoundExpression): sql.ColumnNode => {
    const single = inner.read.singles.find((each) => each.name === arguments_.get(part));
    if (single === undefined)
      throw new QueryError(
        "ORM_COMBINED",
        "aggregate() of a field cannot follow a union, whose rows come from several queries.",
        {
          where: userPlace(),
          cure: "Count the rows by count(), or aggregate each of the queries.",
        },
      );
    return sql.column("q", `c${single.at}`, single.type);
  };
  const columns = aggregates.map(({ expression }) => sql.selected(outerAggregate(expression, { slots, columnOf })));
  const singles = aggregates.map(({ name, expression }, at) => ({
    name,
    at,
    type: typeOfAggregate(columns[at]!.expression, expression),
    converter: undefined,
  }));
  return {
    node: withCtes(sql.select({ columns, from: sql.derived(inner.node, "q") }), aliases),
    read: { form: "objects", blocks: [], singles, width: columns.length },
  };
}

function typeOfAggregate(node: sql.SqlExpression, bound: BoundExpression) {
  return node.kind === "aggregate" ? node.type : staticType(bound);
}

function withColumns(query: Query, extra: readonly { name: string; expression: BoundExpression }[]): Query {
  if (query.combination !== undefined || query.values !== undefined) {
    if (query.values === undefined || extra.length === 0) return query;
    return { ...query, values: { form: "objects", items: [...query.values.items, ...extra] } };
  }
  const annotations = extra.map(({ name, expression }) => ({
    name,
    expression,
    selected: true,
    aggregate: containsAggregate(expression),
    window: false,
  }));
  return {
    ...query,
    only: query.model.keys.map((key) => key.attribute),
    annotations: [...query.annotations, ...annotations],
  };
}

type Named = { readonly name: string; readonly expression: BoundExpression };

// What an aggregate reads: its arguments, its filter, and its order.
function partsOf(node: BoundExpression & { readonly kind: "aggregate" }): readonly BoundExpression[] {
  const filter: readonly BoundExpression[] = node.filter === undefined ? [] : [filterOf(node.filter)];
  return [
    ...node.args.filter((arg) => arg.kind !== "constant"),
    ...filter,
    ...node.order.map((term) => term.expression),
  ];
}

const filters = new WeakMap<BoundCondition, BoundExpression>();

function filterOf(condition: BoundCondition): BoundExpression {
  let expression = filters.get(condition);
  if (expression === undefined) filters.set(condition, (expression = { kind: "condition", condition }));
  return expression;
}

function collectArguments(node: BoundExpression, names: Map<BoundExpression, string>, extra: Named[]): void {
  if (node.kind === "aggregate") {
    for (const part of partsOf(node)) {
      const name = `~${extra.length}`;
      names.set(part, name);
      extra.push({ name, expression: part });
    }
  } else if (node.kind === "call") for (const arg of node.args) collectArguments(arg, names, extra);
  else if (node.kind === "binary") for (const arg of [node.left, node.right]) collectArguments(arg, names, extra);
}

interface Layer {
  readonly slots: Slots;
  readonly columnOf: (part: BoundExpression) => sql.ColumnNode;
}

function outerAggregate(node: BoundExpression, layer: Layer): sql.SqlExpression {
  switch (node.kind) {
    case "aggregate": {
      const args = node.args.map((arg) => (arg.kind === "constant" ? sql.constant(arg.value) : layer.columnOf(arg)));
      const first = args[0]?.kind === "column" ? args[0].type : undefined;
      const whole = first?.kind === "smallInt" || first?.kind === "integer";
      return sql.aggregate(node.name, args, {
        distinct: node.distinct,
        filter:
          node.filter === undefined
            ? undefined
            : sql.compare("is", layer.columnOf(filterOf(node.filter)), sql.constant(true)),
        orderBy: node.order.map((term) => sql.order(layer.columnOf(term.expression), term.descending, term.nulls)),
        type: node.name === "sum" && whole ? { kind: "bigInt", safe: true } : staticType(node),
      });
    }
    case "value":
      return layer.slots.value(node.param, node.type);
    case "constant":
      return sql.constant(node.value);
    case "call": {
      const args = node.args.map((arg) => outerAggregate(arg, layer));
      return typeof node.name === "string"
        ? sql.call(node.name, args, staticType(node))
        : sql.customFunction(node.name.custom, args, staticType(node));
    }
    case "binary":
      return sql.binary(node.operator, outerAggregate(node.left, layer), outerAggregate(node.right, layer), {
        type: staticType(node),
      });
    case "negate":
      return sql.unary("-", outerAggregate(node.operand, layer));
    case "cast":
      return sql.cast(outerAggregate(node.operand, layer), node.type);
    default:
      throw new QueryError("ORM_NOT_AGGREGATE", "aggregate() takes aggregates, and arithmetic and functions of them.", {
        where: userPlace(),
        cure: "Compute other values for each row by annotate(), and aggregate these.",
      });
  }
}

/** `UPDATE … SET …`; rows that joins or slices choose are named by their keys. */
export function planUpdate(
  query: Query,
  changes: readonly { column: string; expression: BoundExpression }[],
  dialect: Dialect,
  slots: Slots,
): StatementPlan {
  const target = rowsToChange(query, dialect, slots);
  const set = changes.map(({ column, expression }) => {
    const field = query.model.ownColumns.find((each) => each.column === column)!;
    const value =
      expression.kind === "value"
        ? slots.value(expression.param, field.type, field.scalar.converter as never)
        : target.planner.expression(expression);
    return sql.assignment(column, value);
  });
  return {
    node: sql.update({ table: sql.table(query.model.table, target.alias), set, where: target.where }),
    read: nothingRead,
  };
}

/** `DELETE FROM …`. */
export function planDelete(query: Query, dialect: Dialect, slots: Slots): StatementPlan {
  const target = rowsToChange(query, dialect, slots);
  return {
    node: sql.deleteFrom({ table: sql.table(query.model.table, target.alias), where: target.where }),
    read: nothingRead,
  };
}

function rowsToChange(query: Query, dialect: Dialect, slots: Slots) {
  const aliases = new AliasSource();
  if (!isLayered(query) && !query.where.some(conditionJoins)) {
    const planner = new SelectPlanner(query, dialect, slots, { aliases });
    planner.filters();
    return { planner, alias: planner.joins.root.alias, where: planner.where };
  }
  const outer = new SelectPlanner({ ...query, where: [], source: undefined }, dialect, slots, { aliases });
  const { keys } = query.model;
  const items = keys.map((key) => {
    const { attribute, column, type } = key;
    const path = { id: 0, steps: [], column, type, nullable: false, transforms: [], converter: undefined };
    return { name: attribute, expression: { kind: "leaf", leaf: { kind: "field", path } } } as const;
  });
  const chosen = planSelect(
    {
      ...query,
      order: query.limit === undefined ? [] : query.order,
      related: [],
      values: { form: "tuples", items },
    },
    dialect,
    slots,
    { aliases, named: true },
  );
  const rows = withCtes(chosen.node, aliases);
  // MariaDB refuses to read the table that it changes, unless the rows are gathered first.
  const columns = keys.map((key, i) => sql.selected(sql.column("q", `c${i}`, key.type)));
  const list = dialect.name === "mysql" ? sql.select({ columns, from: sql.derived(rows, "q") }) : rows;
  const { alias } = outer.joins.root;
  const own = keys.map((key) => sql.column(alias, key.column, key.type));
  return { planner: outer, alias, where: sql.inList(own.length === 1 ? own[0]! : sql.tuple(own), list) };
}

// Whether a condition reads more than the row's own columns.
function conditionJoins(condition: BoundCondition): boolean {
  switch (condition.kind) {
    case "leaf":
      return (
        condition.operand.kind !== "field" ||
        condition.operand.path.steps.length > 0 ||
        condition.right.kind === "expression" ||
        condition.right.kind === "expressions" ||
        condition.right.kind === "query"
      );
    case "not":
      return conditionJoins(condition.item);
    case "expression":
      return true;
    case "constant":
      return false;
    default:
      return condition.items.some(conditionJoins);
  }
}
