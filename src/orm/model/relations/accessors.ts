// Puts the relations on the instances of a model: a foreign key reads an instance or a promise of it, many read a manager.
import { allowsRelation } from "../../database/router.ts";
import type { ForeignKeyDefinition, ReverseDefinition } from "../../fields/field-definition.ts";
import { QueryError } from "../../query/query-error.ts";
import { defaultQuery, loadTogether } from "../../query/read/prefetch.ts";
import type { Eventually } from "../../query/run.ts";
import { userPlace } from "../../query/user-place.ts";
import { sameKey } from "../define/key-values.ts";
import { isInstance, ModelRoot } from "../instance-state.ts";
import { type Properties, pointedValue } from "../instance-values.ts";
import type { ModelMeta, Relation } from "../model-meta.ts";
import { defineGeneric } from "./generic.ts";
import { relatedManager } from "./related-manager.ts";

/** Defines the accessors of a model's declared relations on a prototype. */
export function defineRelations(meta: ModelMeta, prototype: object): void {
  for (const [name, definition] of Object.entries(meta.ownDefinitions)) {
    if (definition.fieldKind !== "relation") continue;
    if ("options" in definition && "parentLink" in definition.options) defineLink(meta, prototype, name);
    const many = definition.relation === "manyToMany" || definition.relation === "reverse";
    defineRelation(meta, prototype, name, many);
  }
  for (const name of Object.keys(meta.generics)) defineGeneric(meta, prototype, name);
}

/** Adds the other side of a relation that another application declares. */
export function defineReverse(meta: ModelMeta, name: string, definition: ReverseDefinition): void {
  meta.addReverse(name, definition);
  defineRelation(meta, meta.cls.prototype, name, definition.relation === "reverse");
}

// The link to the parent's row is the key, under the names that a foreign key has.
function defineLink(meta: ModelMeta, prototype: object, name: string): void {
  Object.defineProperty(prototype, `${name}Id`, {
    configurable: true,
    get(this: Properties) {
      return this[meta.key.attribute];
    },
    set(this: Properties, value: unknown) {
      this[meta.key.attribute] = value;
    },
  });
  const { parent } = meta;
  const { relatedName } = (meta.ownDefinitions[name] as ForeignKeyDefinition).options;
  if (parent === undefined || relatedName === undefined || relatedName in parent.cls.prototype) return;
  if (parent.definitions[relatedName] === undefined)
    defineReverse(parent, relatedName, {
      fieldKind: "relation",
      relation: "reverseOne",
      to: () => meta.cls,
      via: name,
    });
}

function defineRelation(meta: ModelMeta, prototype: object, name: string, many: boolean): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: ModelRoot) {
      return many ? relatedManager(this, meta.relation(name)) : readOne(this, meta, name);
    },
    set(this: ModelRoot, value: unknown) {
      if (many) throw manyAssigned(meta, name);
      assignOne(this, meta.relation(name), value);
    },
  });
}

function manyAssigned(meta: ModelMeta, name: string): QueryError {
  return new QueryError("ORM_MANY_ASSIGNED", `${meta.shortName}.${name} holds many instances and cannot be assigned.`, {
    where: userPlace(),
    cure: `Use its manager: await instance.${name}.set([…]).`,
  });
}

function readOne(instance: ModelRoot, meta: ModelMeta, name: string): unknown {
  const relation = meta.relation(name);
  const known = ModelRoot.findRelated(instance, name);
  const forward = relation.kind === "foreignKey" || relation.kind === "oneToOne";
  if (!forward) return known !== undefined ? known : loadOne(instance, relation);
  const key = (instance as unknown as Properties)[relation.column!.attribute] ?? null;
  // An instance that is loaded stands for the key while it is the same.
  if (known instanceof Promise) return known;
  if (known !== undefined && (known === null ? key === null : sameKey(pointedValue(relation.column!, known), key)))
    return known;
  return key === null ? null : loadOne(instance, relation);
}

function loadOne(instance: ModelRoot, relation: Relation): unknown {
  const origin = ModelRoot.origin(instance);
  if (origin === undefined && relation.kind === "reverseOne") return null;
  if (origin?.fetchMode === "raise") throw notLoaded(relation);
  const owners = peersWithout(instance, relation);
  const { alias } = origin ?? {};
  const base = defaultQuery(relation, alias);
  const mode = origin === undefined ? base : { ...base, fetchMode: origin.fetchMode };
  return settle(loadTogether(instance, owners, relation, mode));
}

// What was loaded at once is still a promise at the first touch, so that code behaves alike on all databases.
function settle(value: unknown): Promise<unknown> {
  return Promise.resolve(value);
}

/** The instance and its siblings that do not have the relation yet. */
export function peersWithout(instance: ModelRoot, relation: Relation): readonly object[] {
  const origin = ModelRoot.origin(instance);
  if (origin === undefined || origin.fetchMode === "one") return [instance];
  const peers = origin.peers.filter(
    (peer) =>
      isInstance(peer) &&
      ModelRoot.findRelated(peer, relation.name) === undefined &&
      ModelRoot.origin(peer) !== undefined,
  );
  return peers.includes(instance) ? peers : [...peers, instance];
}

/** The error of a relation that is touched in the mode `raise`. */
export function notLoaded(relation: Relation): QueryError {
  const method = relation.many ? "prefetchRelated" : "selectRelated";
  return new QueryError(
    "ORM_NOT_LOADED",
    `${relation.source.shortName}.${relation.name} was not loaded, and this result may not ask for more.`,
    {
      where: userPlace(),
      cure: `Load it with the query: ${method}("${relation.name}").`,
    },
  );
}

function assignOne(instance: ModelRoot, relation: Relation, value: unknown): Eventually<void> {
  if (relation.kind === "reverseOne") {
    ModelRoot.keepRelated(instance, relation.name, value);
    if (isInstance(value)) (value as unknown as Properties)[relation.column!.name] = instance;
    return;
  }
  const properties = instance as unknown as Properties;
  const { attribute } = relation.column!;
  if (isInstance(value)) {
    checkDatabases(instance, relation, value);
    ModelRoot.keepRelated(instance, relation.name, value);
    properties[attribute] = pointedValue(relation.column!, value);
  } else {
    ModelRoot.forgetRelated(instance, relation.name);
    properties[attribute] = value;
  }
}

// No database can guard a reference into another one.
function checkDatabases(instance: ModelRoot, relation: Relation, value: ModelRoot): void {
  const from = ModelRoot.origin(instance)?.alias;
  const to = ModelRoot.origin(value)?.alias;
  if (from === undefined || to === undefined || from === to) return;
  const { source, target } = relation;
  if (allowsRelation({ model: source.name, alias: from }, { model: target.name, alias: to })) return;
  throw new QueryError(
    "ORM_CROSS_DATABASE",
    `${source.shortName}.${relation.name} is of the database "${from}" and cannot point at an instance of "${to}".`,
    {
      where: userPlace(),
      cure: "Read both from one database with using(alias), or allow it by allowRelation of a router.",
    },
  );
}
