// Plans conditions: bound lookups become SQL conditions, with Django's meaning over relations to many and over nulls.
//
// Two rules. A condition is true or false, never null: under a negation, a comparison with null counts as false. A
// negated condition over a relation to many speaks of all its rows ("no article has …"), so it becomes NOT EXISTS,
// unless a positive condition of the same filter call already speaks of one of those rows.
import type { ColumnType } from "../../column-type.ts";
import * as sql from "../../sql/node.ts";
import type { BoundCondition, RightSide } from "../query.ts";
import { JoinTree, stepCondition, type TableUse } from "./join-tree.ts";
import type { FilterScope, PlanContext } from "./plan-context.ts";
import { applyTransforms, partsOf, planPath, unordered } from "./plan-expression.ts";
import { planTupleLookup } from "./plan-tuple.ts";
import type { Converter } from "./slots.ts";
import { staticType } from "./static-type.ts";

type Leaf = Extract<BoundCondition, { kind: "leaf" }>;

/** Plans one call of `filter`, and makes inner those joins without which it cannot be true. */
export function planFilter(context: PlanContext, condition: BoundCondition): sql.SqlExpression {
  const scope: FilterScope = { used: new Set(), negated: false, branchNegated: false };
  joinPositive(context, condition, scope);
  const node = planIn(context, condition, scope);
  context.joins.requireAll(rejecting(context, condition, scope));
  return node;
}

/** Plans a condition inside an expression: its joins stay outer ones, and are shared with everything. */
export function planCondition(context: PlanContext, condition: BoundCondition): sql.SqlExpression {
  return planIn(context, condition, { used: new Set(), negated: false, branchNegated: false }, true);
}

function planIn(
  context: PlanContext,
  condition: BoundCondition,
  scope: FilterScope,
  shared = false,
): sql.SqlExpression {
  switch (condition.kind) {
    case "leaf":
      return planLeaf(context, condition, scope, shared);
    case "constant":
      return sql.constant(condition.value);
    case "expression": {
      const node = context.expression(condition.expression);
      return scope.negated ? isTrue(node) : node;
    }
    case "not": {
      const inner = { ...scope, negated: !scope.negated, branchNegated: true };
      return sql.not(planIn(context, condition.item, inner, shared));
    }
    default:
      if (condition.items.length === 0) return sql.constant(true);
      return sql.logical(
        condition.kind,
        condition.items.map((item) => planIn(context, item, scope, shared)),
      );
  }
}

const isTrue = (node: sql.SqlExpression): sql.SqlExpression => sql.compare("is", node, sql.constant(true));

function planLeaf(context: PlanContext, leaf: Leaf, scope: FilterScope, shared: boolean): sql.SqlExpression {
  if (leaf.operand.kind === "annotation") {
    const { annotation, transforms, type } = leaf.operand;
    const left = applyTransforms(
      context,
      context.expression(annotation.expression),
      staticType(annotation.expression),
      transforms,
    );
    const node = planLookup(context, leaf, left, type, undefined);
    return scope.negated && leaf.lookup.name !== "isnull" ? isTrue(node) : node;
  }
  const { path } = leaf.operand;
  if (scope.branchNegated && !shared) {
    const split = firstUnsharedMany(context, leaf, scope);
    if (split !== undefined) return planOverAll(context, leaf, split);
  }
  const table = context.joins.join(path.steps, shared ? "any" : scope.used);
  const node = planOnTable(context, leaf, table);
  if (!scope.negated || leaf.lookup.name === "isnull" || (!path.nullable && !rightCanBeNull(leaf.right))) return node;
  if (rightCanBeNull(leaf.right)) return isTrue(node);
  return sql.and(node, sql.isNull(partsOf(planPath(context, path, table.alias))[0]!, true));
}

function rightCanBeNull(right: RightSide): boolean {
  if (right.kind === "pair") return rightCanBeNull(right.low) || rightCanBeNull(right.high);
  return right.kind === "expression" || right.kind === "expressions" || right.kind === "query";
}

function planOnTable(context: PlanContext, leaf: Leaf, table: TableUse): sql.SqlExpression {
  if (leaf.operand.kind !== "field") return sql.constant(false);
  const { path } = leaf.operand;
  const type = path.transforms.at(-1)?.type ?? path.type;
  const ofText = leaf.lookup.match !== undefined;
  const left = planPath(context, path, table.alias, ofText);
  if (left.kind === "tuple") return planTupleLookup(context, leaf, left, path.parts!);
  return planLookup(context, leaf, left, type, path.converter as Converter);
}

function planLookup(
  context: PlanContext,
  leaf: Leaf,
  left: sql.SqlExpression,
  type: ColumnType | undefined,
  converter: Converter,
): sql.SqlExpression {
  const { lookup, right } = leaf;
  const wanted = lookup.rightType;
  const rightType = typeof wanted === "function" ? wanted(type ?? { kind: "text" }) : (wanted ?? type);
  switch (right.kind) {
    case "flag":
      return lookup.build(left, [sql.constant(right.value)], type);
    case "list":
      return sql.inList(left, context.slots.list(right.param, rightType ?? { kind: "text" }, converter));
    case "query":
      return sql.inList(left, context.inner(unordered(right.query)));
    case "expressions":
      return sql.inList(
        left,
        right.items.map((item) => context.expression(item)),
      );
    case "pair":
      return lookup.build(
        left,
        [
          planRight(context, leaf, right.low, rightType, converter),
          planRight(context, leaf, right.high, rightType, converter),
        ],
        type,
      );
    default:
      if (lookup.takes === "keys" && right.kind === "value")
        return lookup.build(
          left,
          (right.param.value as string[]).map((key) => sql.constant(key)),
          type,
        );
      return lookup.build(left, [planRight(context, leaf, right, rightType, converter)], type);
  }
}

function planRight(
  context: PlanContext,
  leaf: Leaf,
  right: RightSide,
  type: ColumnType | undefined,
  converter: Converter,
): sql.SqlExpression {
  if (right.kind === "expression") return context.expression(right.expression);
  if (right.kind !== "value") return sql.constant(null);
  const { match } = leaf.lookup;
  return match === undefined
    ? context.slots.value(right.param, type, converter)
    : context.slots.pattern(right.param, match);
}

/** Joins the relations to many of the conditions that no negation is around: these share their rows with the others. */
function joinPositive(context: PlanContext, condition: BoundCondition, scope: FilterScope): void {
  if (condition.kind === "leaf") {
    if (condition.operand.kind === "field") context.joins.join(condition.operand.path.steps, scope.used);
  } else if (condition.kind === "and" || condition.kind === "or" || condition.kind === "xor") {
    for (const item of condition.items) joinPositive(context, item, scope);
  }
}

interface Split {
  /** The table before the first join to many that is not shared. */
  readonly at: TableUse;
  readonly index: number;
}

function firstUnsharedMany(context: PlanContext, leaf: Leaf, scope: FilterScope): Split | undefined {
  if (leaf.operand.kind !== "field") return undefined;
  const { steps } = leaf.operand.path;
  let at = context.joins.root;
  for (let index = 0; index < steps.length; index++) {
    const { key, step } = steps[index]!;
    const shared = at.children.find((child) => child.key === key && (!step.many || scope.used.has(child)));
    if (shared === undefined && step.many) return { at, index };
    at = shared ?? context.joins.join([steps[index]!], scope.used, at);
  }
  return undefined;
}

// EXISTS (SELECT 1 FROM the first table to many … WHERE it belongs to this row AND the condition).
function planOverAll(context: PlanContext, leaf: Leaf, split: Split): sql.SqlExpression {
  if (leaf.operand.kind !== "field") return sql.constant(false);
  const { path } = leaf.operand;
  if (leaf.lookup.name === "isnull" && leaf.right.kind === "flag" && leaf.right.value)
    return planNoneOrNull(context, leaf, split);
  const { step, filter } = path.steps[split.index]!;
  const joins = new JoinTree(context.model, context.aliases, step);
  const inner = contextWith(context, joins);
  const rest = path.steps.slice(split.index + 1);
  const table = joins.join(rest, new Set());
  const belongs = stepCondition(step, joins.root.alias, split.at.alias);
  const condition = planOnTable(inner, leaf, table);
  joins.requireAll([table]);
  return sql.exists(
    sql.select({
      columns: [sql.selected(sql.constant(1))],
      from: sql.table(step.table, joins.root.alias),
      joins: joins.toJoins(filterPlanner(inner)),
      where: sql.and(belongs, ...(filter === undefined ? [] : [filterPlanner(inner)(filter, joins.root)]), condition),
    }),
  );
}

// "Is null for some row, or there is no row": asked of the row itself, its relations outer-joined anew.
function planNoneOrNull(context: PlanContext, leaf: Leaf, split: Split): sql.SqlExpression {
  if (leaf.operand.kind !== "field" || split.at.model === undefined) return sql.constant(false);
  const { model } = split.at;
  const joins = new JoinTree(model, context.aliases);
  const table = joins.join(leaf.operand.path.steps.slice(split.index), new Set());
  const inner = contextWith(context, joins);
  const keyOf = (alias: string): readonly sql.SqlExpression[] =>
    model.keys.map(({ column, type }) => sql.column(alias, column, type));
  const outer = keyOf(split.at.alias);
  const same = sql.and(...keyOf(joins.root.alias).map((part, i) => sql.compare("=", part, outer[i]!)));
  const condition = planOnTable(inner, leaf, table);
  const none = sql.exists(
    sql.select({
      columns: [sql.selected(sql.constant(1))],
      from: sql.table(model.table, joins.root.alias),
      joins: joins.toJoins(filterPlanner(inner)),
      where: sql.and(same, condition),
    }),
  );
  // No row before the relation is no row behind it.
  return split.at.parent === undefined ? none : sql.or(sql.isNull(outer[0]!), none);
}

/** Plans the condition of a filtered relation on the table that it joins. */
export function filterPlanner(context: PlanContext): (filter: BoundCondition, use: TableUse) => sql.SqlExpression {
  return (filter, use) => planCondition(contextWith(context, { root: use, join: () => use } as never), filter);
}

function contextWith(context: PlanContext, joins: JoinTree): PlanContext {
  return Object.assign(Object.create(context) as PlanContext, { joins });
}

/** The tables without whose row the condition cannot be true. */
function rejecting(context: PlanContext, condition: BoundCondition, scope: FilterScope): Set<TableUse> {
  switch (condition.kind) {
    case "leaf": {
      const acceptsNull =
        condition.lookup.name === "isnull" && condition.right.kind === "flag" && condition.right.value;
      if (acceptsNull || condition.operand.kind !== "field") return new Set();
      return new Set([context.joins.join(condition.operand.path.steps, scope.used)]);
    }
    case "and": {
      const all = new Set<TableUse>();
      for (const item of condition.items) for (const table of rejecting(context, item, scope)) all.add(table);
      return all;
    }
    case "or": {
      const sets = condition.items.map((item) => withParents(rejecting(context, item, scope)));
      return new Set([...(sets[0] ?? [])].filter((table) => sets.every((set) => set.has(table))));
    }
    default:
      return new Set();
  }
}

function withParents(tables: Set<TableUse>): Set<TableUse> {
  const all = new Set<TableUse>();
  for (const table of tables) for (let at: TableUse | undefined = table; at !== undefined; at = at.parent) all.add(at);
  return all;
}
