// Asks the database whether another row stands in the way of an instance by an exclusion constraint.
import { conditionInput } from "../../expressions/condition-input.ts";
import { nodeOfPath } from "../../expressions/expression.ts";
import { bindCondition, bindExpression } from "../../query/bind.ts";
import { Param } from "../../query/param.ts";
import { keyIs } from "../../query/paths/key-query.ts";
import { planCondition } from "../../query/plan/plan-condition.ts";
import { SelectPlanner } from "../../query/plan/plan-select.ts";
import { allOf, type BoundCondition, type Query } from "../../query/query.ts";
import { type Planner, runQuery } from "../../query/run.ts";
import { Shape } from "../../query/shape.ts";
import * as sql from "../../sql/node.ts";
import { ModelRoot } from "../instance-state.ts";
import { isPending, type Properties } from "../instance-values.ts";
import type { ModelMeta } from "../model-meta.ts";
import type { ExclusionConstraint, ExclusionOperator } from "../model-options.ts";
import { namesIn, satisfies, withValues } from "./satisfies.ts";

/**
 * Whether a row of the table compares true with the instance by all parts of the constraint.
 *
 * It is false where a part is null, where a value is not known before the row is written, or where a field is skipped.
 */
export async function excludes(
  instance: ModelRoot,
  meta: ModelMeta,
  constraint: ExclusionConstraint,
  skipped: readonly string[],
): Promise<boolean> {
  const properties = instance as unknown as Properties;
  const scope = { model: meta, annotations: [] };
  const parts = constraint.parts.map(({ of }) => bindExpression(scope, nodeOfPath(of)));
  const columns = new Map(meta.ownColumns.map((column) => [column.column, column]));
  for (const name of namesIn(parts)) {
    const column = columns.get(name);
    if (column === undefined || skipped.includes(column.name)) return false;
    const value = properties[column.attribute] ?? null;
    if (value === null || isPending(value)) return false;
  }
  if (constraint.where !== undefined && !(await satisfies(instance, meta, constraint.where, false))) return false;
  const { pk = null } = properties;
  const where: BoundCondition[] = [];
  if (constraint.where !== undefined) where.push(bindCondition(scope, conditionInput(constraint.where)));
  if (pk !== null && ModelRoot.origin(instance) !== undefined) where.push({ kind: "not", item: keyIs(meta, pk) });
  const query: Query = { ...allOf(meta), where, order: [], alias: ModelRoot.origin(instance)?.alias };
  const params = new Map(meta.ownColumns.map((each) => [each.column, new Param(properties[each.attribute] ?? null)]));
  const shape = new Shape();
  shape.key = `excludes:${meta.registry.tag}${meta.name}:${constraint.name}:`;
  shape.query(query);
  for (const part of parts) shape.expression(part);
  shape.params.push(...params.values());
  const plan: Planner = (slots, { dialect }) => {
    const planner = new SelectPlanner(query, dialect, slots);
    const valueOf = ({ name, type = { kind: "text" } }: sql.ColumnNode): sql.SqlExpression =>
      sql.cast(slots.value(params.get(name)!, type, columns.get(name)!.scalar.converter as never), type);
    const tests = parts.map((part, i) => {
      const left = planner.expression(part);
      return compare(constraint.parts[i]!.operator, left, withValues(left, valueOf) as sql.SqlExpression);
    });
    const conditions = where.map((each) => planCondition(planner, each));
    return {
      node: sql.select({
        columns: [sql.selected(sql.constant(1))],
        from: sql.table(meta.table, planner.joins.root.alias),
        where: sql.and(...tests, ...conditions),
        limit: sql.constant(1),
      }),
      read: { form: "flat", blocks: [], singles: [], width: 1 },
    };
  };
  return (await runQuery(query, "excludes", plan, shape)).length > 0;
}

function compare(operator: ExclusionOperator, left: sql.SqlExpression, right: sql.SqlExpression): sql.SqlExpression {
  switch (operator) {
    case "=":
    case "<>":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return sql.compare(operator, left, right);
    default:
      return sql.postgresCompare(operator, left, right);
  }
}
