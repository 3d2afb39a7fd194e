// Gives new rows their place within a foreign key, behind the others.
import { max } from "../../expressions/aggregates.ts";
import { nodeOfPath } from "../../expressions/expression.ts";
import { bindExpression } from "../../query/bind.ts";
import { valueIn } from "../../query/paths/key-query.ts";
import { resolveLookup } from "../../query/paths/resolve-path.ts";
import { planSelect } from "../../query/plan/plan-select.ts";
import { type Annotation, allOf, type BoundCondition, type Query } from "../../query/query.ts";
import { after, type Eventually, runQuery } from "../../query/run.ts";
import { comparable } from "../define/key-values.ts";
import { ORDER_FIELD } from "../define/row-order.ts";
import { isInstance, ModelRoot } from "../instance-state.ts";
import { type Properties, pointedValue } from "../instance-values.ts";
import type { Column, ModelMeta } from "../model-meta.ts";

/** Puts new instances behind the rows that have the same foreign key; undefined where there is nothing to do. */
export function placeLast(
  meta: ModelMeta,
  instances: readonly ModelRoot[],
  alias: string | undefined,
): Eventually<void> | undefined {
  const within = meta.options.orderWithRespectTo;
  if (within === undefined) return undefined;
  const placeless = instances.filter((each) => (read(each, ORDER_FIELD) ?? null) === null);
  if (placeless.length === 0) return undefined;
  const column = meta.findColumn(within)!;
  const keyOf = (instance: ModelRoot): unknown => {
    const related = ModelRoot.findRelated(instance, column.name);
    return read(instance, column.attribute) ?? (isInstance(related) ? pointedValue(column, related) : null);
  };
  const keys = new Map(placeless.map((each) => [comparable(keyOf(each)), keyOf(each)]));
  return after(lastPlaces(meta, column, [...keys.values()], alias), (last) => {
    for (const instance of placeless) {
      const key = comparable(keyOf(instance));
      const place = (last.get(key) ?? -1) + 1;
      last.set(key, place);
      (instance as unknown as Properties)[ORDER_FIELD] = place;
    }
  });
}

// The greatest place within each key, in one query.
function lastPlaces(
  meta: ModelMeta,
  column: Column,
  keys: readonly unknown[],
  alias: string | undefined,
): Eventually<Map<unknown, number>> {
  const scope = { model: meta, annotations: [] };
  const key = bindExpression(scope, nodeOfPath(column.attribute));
  const annotation: Annotation = {
    name: "last",
    expression: bindExpression(scope, max(ORDER_FIELD).node),
    selected: true,
    aggregate: true,
    window: false,
  };
  const last = { kind: "leaf", leaf: { kind: "reference", annotation } } as const;
  const known = keys.filter((each) => each !== null);
  const among: BoundCondition[] = known.length === 0 ? [] : [valueIn(meta, column.attribute, known)];
  if (known.length < keys.length) among.push(isNull(meta, column));
  const query: Query = {
    ...allOf(meta),
    where: [{ kind: "or", items: among }],
    annotations: [annotation],
    values: {
      form: "tuples",
      items: [
        { name: column.attribute, expression: key },
        { name: "last", expression: last },
      ],
    },
    group: [key],
    order: [],
    alias,
  };
  return after(
    runQuery(query, "select", (slots, on) => planSelect(query, on.dialect, slots)),
    (rows) => new Map((rows as [unknown, number][]).map(([each, place]) => [comparable(each), place])),
  );
}

function isNull(meta: ModelMeta, column: Column): BoundCondition {
  const { id, path, lookup } = resolveLookup(meta, `${column.attribute}__isnull`);
  return { kind: "leaf", id, operand: { kind: "field", path }, lookup, right: { kind: "flag", value: true } };
}

function read(instance: object, name: string): unknown {
  return (instance as Properties)[name];
}
