// Asks the database whether an instance's values satisfy a condition on its own columns, before the row is written.
import { conditionInput } from "../../expressions/condition-input.ts";
import { bindCondition } from "../../query/bind.ts";
import { Param } from "../../query/param.ts";
import { planCondition } from "../../query/plan/plan-condition.ts";
import { SelectPlanner } from "../../query/plan/plan-select.ts";
import { allOf } from "../../query/query.ts";
import { type Planner, runQuery } from "../../query/run.ts";
import { Shape } from "../../query/shape.ts";
import * as sql from "../../sql/node.ts";
import { ModelRoot } from "../instance-state.ts";
import { isPending, type Properties } from "../instance-values.ts";
import type { ModelMeta } from "../model-meta.ts";

/**
 * Whether the values satisfy the condition; a null counts as `whenNull`. It is true where a value is not known before
 * the row is written.
 */
export async function satisfies(
  instance: ModelRoot,
  meta: ModelMeta,
  condition: unknown,
  whenNull: boolean,
): Promise<boolean> {
  const properties = instance as unknown as Properties;
  const bound = bindCondition({ model: meta, annotations: [] }, conditionInput(condition));
  const columns = new Map(meta.ownColumns.map((column) => [column.column, column]));
  for (const name of namesIn(bound)) {
    const column = columns.get(name);
    if (column === undefined || isPending(properties[column.attribute])) return true;
  }
  const query = { ...allOf(meta), order: [], alias: ModelRoot.origin(instance)?.alias };
  const params = new Map(meta.ownColumns.map((each) => [each.column, new Param(properties[each.attribute] ?? null)]));
  const shape = new Shape();
  shape.key = `satisfies:${meta.registry.tag}${meta.name}:${whenNull}:`;
  shape.condition(bound);
  shape.params.push(...params.values());
  const plan: Planner = (slots, { dialect }) => {
    const valueOf = ({ name, type = { kind: "text" } }: sql.ColumnNode): sql.SqlExpression =>
      sql.cast(slots.value(params.get(name)!, type, columns.get(name)!.scalar.converter as never), type);
    const planned = planCondition(new SelectPlanner(query, dialect, slots), bound);
    const test = withValues(planned, valueOf) as sql.SqlExpression;
    return {
      node: sql.select({ columns: [sql.selected(asNumber(test, whenNull))] }),
      read: { form: "flat", blocks: [], singles: [], width: 1 },
    };
  };
  const [answer] = await runQuery(query, "satisfies", plan, shape);
  return Number(answer) === 1;
}

// 1 where the condition is true, 0 where it is false.
function asNumber(test: sql.SqlExpression, whenNull: boolean): sql.SqlExpression {
  const branches = [
    { when: sql.isNull(test), result: sql.constant(whenNull ? 1 : 0) },
    { when: test, result: sql.constant(1) },
  ];
  return sql.caseWhen(
    // biome-ignore lint/suspicious/noThenProperty: SQL's own word
    branches.map(({ when, result }) => ({ when, then: result })),
    sql.constant(0),
    { kind: "integer" },
  );
}

/** The columns of the model's own table that a bound condition or expression reads; `~` for one beyond it. */
export function namesIn(condition: unknown): readonly string[] {
  const names: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null || node instanceof Param) return;
    const { steps, column } = node as { steps?: readonly unknown[]; column?: unknown };
    if (Array.isArray(steps) && typeof column === "string") {
      names.push(steps.length === 0 ? column : "~");
      return;
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(condition);
  return names;
}

/** A planned expression with values in the place of its columns. */
export function withValues(node: unknown, valueOf: (column: sql.ColumnNode) => sql.SqlExpression): unknown {
  if (Array.isArray(node)) return node.map((each) => withValues(each, valueOf));
  if (typeof node !== "object" || node === null) return node;
  const { kind } = node as { kind?: string };
  if (kind === "column") return valueOf(node as sql.ColumnNode);
  if (kind === "slot" || kind === "list-slot") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withValues(value, valueOf)]));
}
