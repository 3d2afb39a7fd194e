// Defines what every instance can do: save, delete, refresh, compare, and tell what changed.

import { quoteValue } from "#kernel";
import { routeModel } from "../database/router.ts";
import { type ConditionInput, conditionInput, Q } from "../expressions/condition-input.ts";
import { bindCondition } from "../query/bind.ts";
import { keyIs } from "../query/paths/key-query.ts";
import { orderTerm } from "../query/plan/plan-select.ts";
import { allOf, type Query } from "../query/query.ts";
import type { ModelErrors } from "../query/query-set.ts";
import { markForTemplates } from "../query/read/mark-for-templates.ts";
import { fetchInstances } from "../query/read/prefetch.ts";
import { userPlace } from "../query/user-place.ts";
import type { CleanOptions, DeleteCount, SaveOptions } from "../types/instance-type.ts";
import { fullClean } from "./clean/full-clean.ts";
import { keyTuple } from "./define/composite-key.ts";
import { sameKey } from "./define/key-values.ts";
import { ORDER_FIELD } from "./define/row-order.ts";
import { deleteInstances } from "./delete.ts";
import { isInstance, ModelRoot } from "./instance-state.ts";
import { changedColumns, markSaved, type Properties } from "./instance-values.ts";
import type { ModelMeta } from "./model-meta.ts";
import { readNaturalKey } from "./relations/natural-key.ts";
import { orderColumn } from "./relations/row-order.ts";
import { saveInstance } from "./save.ts";

/** The class that all models extend. */
export abstract class ModelInstance extends ModelRoot {
  abstract get meta(): ModelMeta;

  get pk(): unknown {
    const { key } = this.meta;
    const properties = this as unknown as Properties;
    return key.parts === undefined ? properties[key.attribute] : keyTuple(properties, key.parts);
  }
  set pk(value: unknown) {
    const { key, keys } = this.meta;
    const values = key.parts === undefined ? [value] : ((value ?? []) as readonly unknown[]);
    keys.forEach(({ attribute }, i) => {
      (this as unknown as Properties)[attribute] = values[i] ?? null;
    });
  }

  get isNew(): boolean {
    return ModelRoot.origin(this) === undefined;
  }

  async save(options?: SaveOptions): Promise<this> {
    await saveInstance(this, this.meta, options);
    return this;
  }

  async delete(options: { readonly using?: string | undefined } = {}): Promise<DeleteCount> {
    const { alias } = ModelRoot.origin(this) ?? {};
    return deleteInstances(this.meta, [this], options.using ?? routeModel("write", this.meta.name, { alias }));
  }

  async refresh(options: { readonly fields?: readonly string[] | undefined } = {}): Promise<this> {
    const { meta } = this;
    const origin = ModelRoot.origin(this);
    const wanted = meta.columns.filter(
      (column) =>
        options.fields === undefined ||
        options.fields.includes(column.name) ||
        options.fields.includes(column.attribute),
    );
    const only = [...new Set([...meta.keys.map((key) => key.attribute), ...wanted.map((column) => column.attribute)])];
    const base = meta.baseQuery;
    const where = [...base.where, keyIs(meta, this.pk)];
    const query: Query = { ...base, where, only, alias: origin?.alias ?? base.alias };
    const [found] = await fetchInstances(query);
    if (found === undefined) {
      const errors = meta.cls as unknown as ModelErrors;
      throw new errors.DoesNotExist(
        "ORM_DOES_NOT_EXIST",
        `There is no ${meta.shortName} with the key ${quoteValue(this.pk)} any more.`,
        {
          where: userPlace(),
          cure: "It was deleted meanwhile.",
        },
      );
    }
    const properties = this as unknown as Properties;
    for (const column of wanted) properties[column.attribute] = (found as Properties)[column.attribute];
    markSaved(this, meta, ModelRoot.origin(found as ModelRoot)!.alias, wanted);
    for (const name of meta.relationNames)
      if (options.fields === undefined || options.fields.includes(name)) ModelRoot.forgetRelated(this, name);
    return this;
  }

  equals(other: unknown): boolean {
    if (this === other) return true;
    if (!isInstance(other)) return false;
    const { meta, pk } = other as ModelInstance;
    return meta.concrete === this.meta.concrete && pk !== null && sameKey(pk, this.pk);
  }

  changedFields(): string[] {
    return changedColumns(this, this.meta).map((column) => column.name);
  }

  deferredFields(): string[] {
    const origin = ModelRoot.origin(this);
    if (origin === undefined) return [];
    return this.meta.columns.filter((column) => !Object.hasOwn(this, column.attribute)).map((column) => column.name);
  }

  display(field: string): string {
    const column = this.meta.findColumn(field);
    const value = (this as unknown as Properties)[column?.attribute ?? field];
    const pair = column?.scalar.choices?.find(([choice]) => choice === value);
    return pair === undefined ? String(value ?? "") : pair[1];
  }

  findNext(field: string, where?: object): Promise<this | null> {
    return this.#findNeighbour(field, true, where);
  }

  findPrevious(field: string, where?: object): Promise<this | null> {
    return this.#findNeighbour(field, false, where);
  }

  findNextInOrder(): Promise<this | null> {
    return this.#findPlace(true);
  }

  findPreviousInOrder(): Promise<this | null> {
    return this.#findPlace(false);
  }

  // Neighbours have the same foreign key.
  async #findPlace(next: boolean): Promise<this | null> {
    const { attribute } = orderColumn(this.meta);
    const key = (this as unknown as Properties)[attribute] ?? null;
    return this.#findNeighbour(ORDER_FIELD, next, new Q({ kind: "where", where: { [attribute]: key } }));
  }

  async #findNeighbour(field: string, next: boolean, where: object | undefined): Promise<this | null> {
    const { meta } = this;
    const value = (this as unknown as Properties)[meta.findColumn(field)?.attribute ?? field];
    const beyond = next ? "gt" : "lt";
    const input: ConditionInput = {
      kind: "or",
      items: [
        { kind: "where", where: { [`${field}__${beyond}`]: value } },
        { kind: "where", where: { [field]: value, [`pk__${beyond}`]: this.pk } },
      ],
    };
    const scope = { model: meta, annotations: [] };
    const conditions = [input, ...(where === undefined ? [] : [conditionInput(where)])];
    const order = [field, "pk"].map((path) => orderTerm(meta, next ? path : `-${path}`));
    const query: Query = {
      ...allOf(meta),
      where: conditions.map((each) => bindCondition(scope, each)),
      order,
      limit: 1,
      alias: ModelRoot.origin(this)?.alias,
    };
    const [found] = await fetchInstances(query);
    return (found as this | undefined) ?? null;
  }

  naturalKey(): Promise<unknown[]> {
    return readNaturalKey(this, this.meta);
  }

  clean(): void | Promise<void> {}

  async fullClean(options: CleanOptions = {}): Promise<void> {
    await fullClean(this, this.meta, options);
  }

  override toString(): string {
    const { pk } = this;
    return `${this.meta.shortName}(${Array.isArray(pk) ? pk.join(", ") : String(pk ?? "new")})`;
  }
}

markForTemplates(ModelInstance.prototype, ["display"]);
