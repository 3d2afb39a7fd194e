// Deletes instances and what depends on them: gathers the rows that point at them, as each relation's onDelete asks.
import { atomic } from "../database/transactions/atomic.ts";
import { Param } from "../query/param.ts";
import { valueIn } from "../query/paths/key-query.ts";
import { planDelete, planUpdate } from "../query/plan/plan-statement.ts";
import { allOf, type BoundExpression, type Query } from "../query/query.ts";
import { QueryError } from "../query/query-error.ts";
import { fetchInstances } from "../query/read/prefetch.ts";
import { connectionOf, runChange } from "../query/run.ts";
import { Shape } from "../query/shape.ts";
import { userPlace } from "../query/user-place.ts";
import * as sql from "../sql/node.ts";
import type { DeleteCount } from "../types/instance-type.ts";
import { comparable } from "./define/key-values.ts";
import { ModelRoot } from "./instance-state.ts";
import { defaultOf, type Properties, pointedValue } from "./instance-values.ts";
import type { Column, ModelMeta, Relation } from "./model-meta.ts";
import { type IncomingKey, keysTo, linksOf } from "./registry.ts";
import { keptKey, pointsHere } from "./relations/generic-keys.ts";
import { postDelete, preDelete } from "./signals.ts";

/** Thrown when rows are protected by others that point at them. `onDelete: "protect"` and `"restrict"` do that. */
export class ProtectedError extends QueryError {}

interface FieldUpdate {
  readonly model: ModelMeta;
  readonly column: Column;
  readonly keys: readonly unknown[];
  readonly value: unknown;
}

/** What one delete will do; gathered first, done afterwards. */
class Collector {
  readonly instances = new Map<ModelMeta, Map<unknown, object>>();
  readonly updates: FieldUpdate[] = [];
  readonly restricted: { readonly incoming: IncomingKey; readonly rows: readonly object[] }[] = [];
  readonly alias: string | undefined;

  constructor(alias: string | undefined) {
    this.alias = alias;
  }

  async add(of: ModelMeta, rows: readonly object[]): Promise<void> {
    const model = of.concrete;
    let known = this.instances.get(model);
    if (known === undefined) this.instances.set(model, (known = new Map()));
    const fresh = rows.filter((row) => !known.has(comparable(keyOf(row))));
    for (const row of fresh) known.set(comparable(keyOf(row)), row);
    if (fresh.length === 0) return;
    const keys = fresh.map(keyOf);
    for (const incoming of keysTo(model)) {
      const pointed = fresh.map((row) => pointedValue(incoming.column, row)).filter((value) => value !== null);
      if (pointed.length > 0) await this.#follow(incoming, pointed);
    }
    for (const relation of genericsTo(model)) await this.#followGeneric(relation, keys);
    if (model.parent !== undefined) await this.add(model.parent, fresh);
  }

  async #follow(incoming: IncomingKey, keys: readonly unknown[]): Promise<void> {
    const { model, column, definition } = incoming;
    const kind = definition.onDelete;
    if (kind === "doNothing" || kind === "databaseCascade" || kind === "databaseSetNull") return;
    if (kind === "setNull") this.updates.push({ model, column, keys, value: null });
    else if (kind === "setDefault") this.updates.push({ model, column, keys, value: defaultOf(column) });
    else if (typeof kind === "object")
      this.updates.push({ model, column, keys, value: typeof kind.set === "function" ? await kind.set() : kind.set });
    else {
      const query: Query = {
        ...allOf(model),
        where: [valueIn(model, column.attribute, keys)],
        order: [],
        alias: this.alias,
      };
      const rows = await fetchInstances(query);
      if (rows.length === 0) return;
      if (kind === "protect") throw refusal(incoming, rows.length, "protect");
      if (kind === "restrict") this.restricted.push({ incoming, rows });
      else await this.add(model, rows);
    }
  }

  async #followGeneric(relation: Relation, keys: readonly unknown[]): Promise<void> {
    const { target, column } = relation;
    const kept = keys.map((key) => keptKey(column!.type, key));
    const where = [valueIn(target, column!.attribute, kept), pointsHere(relation)];
    await this.add(target, await fetchInstances({ ...allOf(target), where, order: [], alias: this.alias }));
  }

  /** Refuses rows that are restricted by others which do not go as well. */
  check(): void {
    for (const { incoming, rows } of this.restricted) {
      const going = this.instances.get(incoming.model);
      const staying = rows.filter((row) => going?.has(comparable(keyOf(row))) !== true);
      if (staying.length > 0) throw refusal(incoming, staying.length, "restrict");
    }
  }

  /** The models so that each comes before those that it points at. */
  order(): readonly ModelMeta[] {
    const sorted: ModelMeta[] = [];
    const visit = (model: ModelMeta, path: readonly ModelMeta[]): void => {
      if (sorted.includes(model) || path.includes(model)) return;
      for (const { model: pointing } of keysTo(model))
        if (this.instances.has(pointing)) visit(pointing, [...path, model]);
      sorted.push(model);
    };
    for (const model of this.instances.keys()) visit(model, []);
    return sorted;
  }
}

// The generic relations whose rows a model lists, and which go with it.
function genericsTo(model: ModelMeta): readonly Relation[] {
  return model.relationNames.map((name) => model.relation(name)).filter((relation) => relation.generic !== undefined);
}

function keyOf(row: object): unknown {
  return (row as { pk: unknown }).pk;
}

function refusal(incoming: IncomingKey, count: number, kind: "protect" | "restrict"): ProtectedError {
  const { model, column } = incoming;
  const rows = count === 1 ? "1 row" : `${count} rows`;
  return new ProtectedError(
    "ORM_PROTECTED",
    `${rows} of ${model.shortName} point at what is to be deleted, and ${model.shortName}.${column.name} forbids it.`,
    {
      where: userPlace() ?? `${model.shortName}.${column.name}`,
      facts: [`${model.shortName}.${column.name} has onDelete: "${kind}".`],
      cure: `Delete or change the rows of ${model.shortName} first, or choose another onDelete.`,
    },
  );
}

/**
 * Deletes instances and everything that goes with them, in one transaction.
 *
 * @throws ProtectedError `ORM_PROTECTED` when a relation forbids it.
 */
export async function deleteInstances(
  model: ModelMeta,
  rows: readonly object[],
  alias: string | undefined,
): Promise<DeleteCount> {
  return atomic(
    async () => {
      const collector = new Collector(alias);
      await collector.add(model, rows);
      collector.check();
      return runCollected(collector);
    },
    { using: alias },
  );
}

async function runCollected(collector: Collector): Promise<DeleteCount> {
  const { alias } = collector;
  const order = collector.order();
  for (const model of order)
    if (preDelete.listensTo(model))
      for (const instance of collector.instances.get(model)!.values()) await preDelete.send(model, { instance });
  for (const update of collector.updates) await updateKeys(update, alias);
  const byModel: Record<string, number> = {};
  let total = 0;
  for (const model of order) {
    const rows = [...collector.instances.get(model)!.values()];
    const keys = rows.map(keyOf);
    for (const link of linksOf(model)) await deleteLinks(model, link, keys, alias);
    const count = await deleteWhere({ ...allOf(model), where: [valueIn(model, "pk", keys)], alias });
    if (count > 0) byModel[model.name] = count;
    total += count;
  }
  for (const model of order)
    for (const instance of collector.instances.get(model)!.values()) await finish(model, instance);
  for (const model of order)
    for (const instance of collector.instances.get(model)!.values())
      if (model.key.scalar.auto) (instance as Properties)[model.key.attribute] = null;
  return { total, byModel };
}

async function finish(model: ModelMeta, instance: object): Promise<void> {
  ModelRoot.reset(instance as ModelRoot, undefined, undefined);
  if (postDelete.listensTo(model)) await postDelete.send(model, { instance });
}

async function updateKeys({ model, column, keys, value }: FieldUpdate, alias: string | undefined): Promise<void> {
  const query: Query = { ...allOf(model), where: [valueIn(model, column.attribute, keys)], alias };
  const shape = new Shape();
  shape.key = `update:${column.attribute}:`;
  shape.query(query);
  const param = new Param(value);
  shape.params.push(param);
  const expression: BoundExpression = { kind: "value", param, type: column.type };
  await runChange(
    query,
    (slots, on) => planUpdate(query, [{ column: column.column, expression }], on.dialect, slots),
    shape,
  );
}

async function deleteLinks(
  model: ModelMeta,
  link: { readonly table: string; readonly column: string },
  keys: readonly unknown[],
  alias: string | undefined,
): Promise<void> {
  const query: Query = { ...allOf(model), alias };
  const param = new Param(keys);
  const shape = new Shape();
  shape.key = `unlink:${link.table}.${link.column}`;
  shape.params.push(param);
  await runChange(
    query,
    (slots) => ({
      node: sql.deleteFrom({
        table: sql.table(link.table),
        where: sql.inList(sql.column(undefined, link.column, model.key.type), slots.list(param, model.key.type)),
      }),
      read: { form: "flat", blocks: [], singles: [], width: 0 },
    }),
    shape,
  );
}

/** Deletes the rows of a query, and nothing else. */
export async function deleteWhere(query: Query): Promise<number> {
  const shape = new Shape();
  shape.key = "delete:";
  shape.query(query);
  const { affected } = await runChange(query, (slots, on) => planDelete(query, on.dialect, slots), shape);
  return affected;
}

/** Whether deleting rows of a model concerns nothing but their table. */
export function deletesAlone(model: ModelMeta): boolean {
  const quiet = model.concrete.parent === undefined && !preDelete.listensTo(model) && !postDelete.listensTo(model);
  const passive = keysTo(model).every(({ definition }) =>
    ["doNothing", "databaseCascade", "databaseSetNull"].includes(definition.onDelete as string),
  );
  return quiet && passive && linksOf(model).length === 0 && genericsTo(model).length === 0;
}

/** The connection's alias of a query, for the transaction around its delete. */
export function aliasOf(query: Query): string {
  return connectionOf(query).alias;
}
