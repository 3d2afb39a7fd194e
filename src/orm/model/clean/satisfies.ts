// Asks the database whether an instance's values satisfy a condition on its own columns, before the row is written.
import { conditionInput } from "../../expressions/condition-input.ts";
import { bindCondition } from "../../query/bind.ts";
import { Param } from "../../query/param.ts";
import { planCondition } from "../../query/plan/plan-condition.ts";
import { SelectPlanner } from "../../query/plan/plan-select.ts";
import type { Slots } from "../../query/plan/slots.ts";
import { allOf } from "../../query/query.ts";
import { runQuery } from "../../query/run.ts";
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
  const values = new Map(meta.ownColumns.map((column) => [column.column, properties[column.attribute]]));
  const query = { ...allOf(meta), order: [], alias: ModelRoot.origin(instance)?.alias };
  const bound = bindCondition({ model: meta, annotations: [] }, conditionInput(condition));
  const shape = new Shape();
  shape.key = `satisfies:${meta.registry.tag}${meta.name}:${whenNull}:`;
  shape.condition(bound);
  const columns = new Map([...values].map(([name, value]) => [name, new Param(value ?? null)]));
  shape.params.push(...columns.values());
  let known = true;
  const plan = (slots: Slots, on: { readonly dialect: Parameters<typeof planOf>[0] }) => {
    const node = planOf(on.dialect, slots);
    return {
      node: sql.select({ columns: [sql.selected(node)] }),
      read: { form: "flat", blocks: [], singles: [], width: 1 } as const,
    };
  };
  const planOf = (dialect: ConstructorParameters<typeof SelectPlanner>[1], slots: Slots): sql.SqlExpression => {
    const planned = planCondition(new SelectPlanner(query, dialect, slots), bound);
    const valueOf = (column: sql.ColumnNode): sql.SqlExpression => {
      const type = column.type ?? { kind: "text" };
      const field = meta.ownColumns.find((each) => each.column === column.name);
      return sql.cast(slots.value(columns.get(column.name)!, type, field?.scalar.converter as never), type);
    };
    const test = withValues(planned, valueOf) as sql.SqlExpression;
    const one = sql.constant(1);
    const zero = sql.constant(0);
    const isNull = sql.isNull(test);
    return sql.caseWhen(
      [
        // biome-ignore lint/suspicious/noThenProperty: SQL's own word
        { when: isNull, then: whenNull ? one : zero },
        // biome-ignore lint/suspicious/noThenProperty: SQL's own word
        { when: test, then: one },
      ],
      zero,
      { kind: "integer" },
    );
  };
  for (const name of namesIn(bound)) if (isPending(values.get(name)) || !values.has(name)) known = false;
  if (!known) return true;
  const [answer] = await runQuery(query, "satisfies", plan as never, shape);
  return Number(answer) === 1;
}

// The columns of the model's own table that a bound condition reads.
function namesIn(condition: unknown): readonly string[] {
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

function withValues(node: unknown, valueOf: (column: sql.ColumnNode) => sql.SqlExpression): unknown {
  if (Array.isArray(node)) return node.map((each) => withValues(each, valueOf));
  if (typeof node !== "object" || node === null) return node;
  const { kind } = node as { kind?: string };
  if (kind === "column") return valueOf(node as sql.ColumnNode);
  if (kind === "slot" || kind === "list-slot") return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withValues(value, valueOf)]));
}
