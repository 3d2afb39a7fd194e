// Reads and changes the order that the rows of a relation have of their own.
import { nodeOfPath } from "../../expressions/expression.ts";
import { bindExpression } from "../../query/bind.ts";
import { valueIn } from "../../query/paths/key-query.ts";
import { orderTerm, planSelect } from "../../query/plan/plan-select.ts";
import { allOf, type BoundCondition, type Query } from "../../query/query.ts";
import { QueryError } from "../../query/query-error.ts";
import { fetchInstances } from "../../query/read/prefetch.ts";
import { type Eventually, runQuery } from "../../query/run.ts";
import { userPlace } from "../../query/user-place.ts";
import { updateRows } from "../../query/write/bulk.ts";
import { comparable } from "../define/key-values.ts";
import { ORDER_FIELD } from "../define/row-order.ts";
import { isInstance, type ModelRoot } from "../instance-state.ts";
import type { Properties } from "../instance-values.ts";
import type { Column, ModelMeta, Relation } from "../model-meta.ts";

/** The keys of a relation's rows, in the order that they have. */
export function readOrder(relation: Relation, where: BoundCondition, alias: string | undefined): Eventually<unknown[]> {
  const { target } = relation;
  checkOrdered(relation);
  const key = bindExpression({ model: target, annotations: [] }, nodeOfPath("pk"));
  const query: Query = {
    ...allOf(target),
    where: [where],
    order: [orderTerm(target, ORDER_FIELD), orderTerm(target, "pk")],
    values: { form: "flat", items: [{ name: "pk", expression: key }] },
    alias,
  };
  return runQuery(query, "select", (slots, on) => planSelect(query, on.dialect, slots));
}

/**
 * Writes the order of a relation's rows: that of `members`, instances or keys.
 *
 * @throws QueryError `ORM_NOT_ORDERED`.
 */
export async function writeOrder(
  relation: Relation,
  where: BoundCondition,
  members: readonly unknown[],
  alias: string | undefined,
): Promise<void> {
  const { target } = relation;
  checkOrdered(relation);
  const keys = members.map((member) => (isInstance(member) ? read(member, "pk") : member));
  const places = new Map(keys.map((key, place) => [String(comparable(key)), place]));
  const query: Query = { ...allOf(target), where: [where, valueIn(target, "pk", keys)], order: [], alias };
  const rows = ((await fetchInstances(query)) as ModelRoot[]).map((found) => {
    const key = String(comparable(read(found, "pk")));
    const place = places.get(key)!;
    const member = members[place];
    const row = isInstance(member) ? member : found;
    (row as unknown as Properties)[ORDER_FIELD] = place;
    places.delete(key);
    return row;
  });
  const [missing] = places.keys();
  if (missing !== undefined)
    throw new QueryError(
      "ORM_NOT_ORDERED",
      `The ${target.shortName} ${missing} is not in ${relation.source.shortName}.${relation.name}, and has no place there.`,
      { where: userPlace(), cure: "Give keys of its own rows, or add the row first." },
    );
  await updateRows(target, rows, [ORDER_FIELD], alias);
}

function checkOrdered({ source, name, target, column }: Relation): void {
  const within = target.options.orderWithRespectTo;
  if (within !== undefined && column?.name === within && column.model === target.concrete) return;
  throw notOrdered(`The rows of ${source.shortName}.${name} have no order of their own.`, target, column?.name);
}

/** The foreign key within which a model's rows have an order. @throws QueryError `ORM_NOT_ORDERED`. */
export function orderColumn(meta: ModelMeta): Column {
  const within = meta.options.orderWithRespectTo;
  if (within === undefined)
    throw notOrdered(`The rows of ${meta.shortName} have no order of their own.`, meta, undefined);
  return meta.findColumn(within)!;
}

function notOrdered(message: string, meta: ModelMeta, field = "…"): QueryError {
  return new QueryError("ORM_NOT_ORDERED", message, {
    where: userPlace(),
    cure: `Give ${meta.shortName} the option { orderWithRespectTo: "${field}" }.`,
  });
}

function read(instance: object, name: string): unknown {
  return (instance as Properties)[name];
}
