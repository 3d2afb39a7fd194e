// Loads relations for many instances at once: one query for each relation, its rows handed to the instances they belong to.

import { comparable } from "../../model/define/key-values.ts";
import { isInstance, ModelRoot } from "../../model/instance-state.ts";
import { pointedValue } from "../../model/instance-values.ts";
import { findMeta, type ModelMeta, type Relation } from "../../model/model-meta.ts";
import { keptKey, keyOfTarget, pointsHere } from "../../model/relations/generic-keys.ts";
import { relationLookups } from "../lookups/lookup-table.ts";
import { Param } from "../param.ts";
import { valueIn } from "../paths/key-query.ts";
import { lookupOverSteps } from "../paths/resolve-path.ts";
import { planSelect } from "../plan/plan-select.ts";
import { allOf, type BoundCondition, type PathStep, type PrefetchRequest, type Query } from "../query.ts";
import { after, type Eventually, runQuery } from "../run.ts";

/** Reads the instances of a query, with what it asks to be loaded beside them. */
export function fetchInstances(query: Query): Eventually<object[]> {
  const read = runQuery(query, "select", (slots, on) => planSelect(query, on.dialect, slots)) as Eventually<object[]>;
  return query.prefetch.length === 0
    ? read
    : after(read, (instances) => after(prefetchAll(instances, query), () => instances));
}

/** Loads the relations that a query asks for onto its instances. */
export function prefetchAll(
  instances: readonly object[],
  query: Pick<Query, "model" | "prefetch" | "alias" | "place">,
): Eventually<void> {
  let done: Eventually<void>;
  for (const request of query.prefetch) done = after(done!, () => prefetchPath(instances, query.model, request, query));
  return done!;
}

function prefetchPath(
  instances: readonly object[],
  model: ModelMeta,
  request: PrefetchRequest,
  from: Pick<Query, "alias" | "place">,
): Eventually<void> {
  const [name, ...rest] = request.path.split("__") as [string, ...string[]];
  const last = rest.length === 0;
  if (model.generics[name] !== undefined)
    return after(loadGeneric(instances, name, { alias: from.alias, ...(last ? request : {}) }), () =>
      last ? undefined : goOn(instances, name, { ...request, path: rest.join("__") }, from),
    );
  const relation = model.relation(name);
  const chosen = (last ? request.query : undefined) ?? defaultQuery(relation, from.alias);
  const base = from.place === undefined ? chosen : { ...chosen, place: from.place };
  const pending = instances.filter(
    (each) =>
      isInstance(each) &&
      (last && request.query !== undefined ? true : ModelRoot.findRelated(each, name) === undefined),
  );
  const load =
    pending.length === 0 ? undefined : loadRelation(pending, relation, base, last ? request.attribute : undefined);
  if (last) return load;
  return after(load, () => {
    const next = instances.flatMap((each) => {
      const related = ModelRoot.findRelated(each as ModelRoot, name);
      return Array.isArray(related) ? (related as object[]) : isInstance(related) ? [related] : [];
    });
    return next.length === 0
      ? undefined
      : prefetchPath([...new Set(next)], relation.target, { ...request, path: rest.join("__") }, from);
  });
}

// What a generic relation leads to is of several models; each goes on by itself.
function goOn(
  instances: readonly object[],
  name: string,
  request: PrefetchRequest,
  from: Pick<Query, "alias" | "place">,
): Eventually<void> {
  const targets = instances.map((each) => ModelRoot.findRelated(each as ModelRoot, name)).filter(isInstance);
  let done: Eventually<void>;
  for (const [meta, members] of Map.groupBy(new Set(targets), (each) => findMeta(each.constructor)!))
    done = after(done!, () => prefetchPath(members, meta, request, from));
  return done!;
}

/** Loads a generic relation for instances of one model: one query for each model that they point at. */
export function loadGeneric(
  owners: readonly object[],
  name: string,
  { alias, queries, attribute }: GenericSource,
): Eventually<void> {
  const [first] = owners;
  if (first === undefined) return undefined;
  const meta = findMeta(first.constructor)!;
  const { typeField, idField } = meta.generics[name]!;
  const byType = Map.groupBy(owners, (owner) => read(owner, typeField) ?? null);
  let done: Eventually<void>;
  for (const [type, members] of byType) {
    const target = type === null ? undefined : meta.registry.find(String(type));
    done = after(done!, () =>
      loadOfModel(members as ModelRoot[], { name, idField, target, alias, queries, attribute }),
    );
  }
  return done!;
}

/** From where a generic relation is loaded, and where to. */
interface GenericSource {
  readonly alias: string | undefined;
  /** Queries for some of the models; of the others all rows are read. */
  readonly queries?: readonly Query[] | undefined;
  readonly attribute?: string | undefined;
}

interface GenericLoad extends GenericSource {
  readonly name: string;
  readonly idField: string;
  readonly target: ModelMeta | undefined;
}

function loadOfModel(owners: readonly ModelRoot[], load: GenericLoad): Eventually<void> {
  const { name, idField, target, alias, queries, attribute } = load;
  const give = (owner: ModelRoot, value: unknown): void => {
    if (attribute === undefined) ModelRoot.keepRelated(owner, name, value);
    else (owner as unknown as Record<string, unknown>)[attribute] = value;
  };
  const keyOf = (owner: ModelRoot): unknown => keyOfTarget(target!, read(owner, idField));
  if (target === undefined) {
    for (const owner of owners) give(owner, null);
    return undefined;
  }
  const keys = [...new Map(owners.map((owner) => [comparable(keyOf(owner)), keyOf(owner)])).values()];
  const base = queries?.find(({ model }) => model.concrete === target.concrete) ?? allOf(target);
  const where = [...base.where, valueIn(target, "pk", keys)];
  const query: Query = { ...base, where, order: [], alias: base.alias ?? alias };
  return after(fetchInstances(query), (found) => {
    const byKey = new Map(found.map((each) => [comparable(read(each, "pk")), each]));
    for (const owner of owners) give(owner, byKey.get(comparable(keyOf(owner))) ?? null);
  });
}

/** The query that loads a relation when none is given: the default manager's for many, the base one's for one. */
export function defaultQuery(relation: Relation, alias: string | undefined): Query {
  const base = relation.many ? relation.target.defaultManager.query : relation.target.baseQuery;
  return alias === undefined ? base : { ...base, alias };
}

/** Loads one relation for all of `owners` and keeps the result on each, under the relation's name or `attribute`. */
export function loadRelation(
  owners: readonly object[],
  relation: Relation,
  base: Query,
  attribute?: string,
): Eventually<void> {
  if (relation.kind === "foreignKey" || relation.kind === "oneToOne") return loadForward(owners, relation, base);
  return relation.link === undefined
    ? loadReverse(owners, relation, base, attribute)
    : loadLinked(owners, relation, base, attribute);
}

/**
 * Loads one relation for `owners`, and gives what it holds for `instance`, which is one of them.
 *
 * While it is on its way, touching it on any of the owners waits for the same query.
 */
export function loadTogether(
  instance: ModelRoot,
  owners: readonly object[],
  relation: Relation,
  base: Query,
): Eventually<unknown> {
  const mark = `~loading ${relation.name}`;
  const result = (): unknown => ModelRoot.findRelated(instance, relation.name);
  const underWay = ModelRoot.findRelated(instance, mark) as Promise<void> | undefined;
  if (underWay !== undefined) return underWay.then(result);
  const loading = loadRelation(owners, relation, base);
  if (!(loading instanceof Promise)) return result();
  const ended = loading.finally(() => {
    for (const owner of owners) ModelRoot.forgetRelated(owner as ModelRoot, mark);
  });
  for (const owner of owners) ModelRoot.keepRelated(owner as ModelRoot, mark, ended);
  return ended.then(result);
}

const read = (instance: object, attribute: string): unknown => (instance as Record<string, unknown>)[attribute];

function loadForward(owners: readonly object[], relation: Relation, base: Query): Eventually<void> {
  const { attribute } = relation.column!;
  const keys = distinct(owners.map((owner) => read(owner, attribute)));
  const { attribute: key } = relation.end;
  return after(
    keys.length === 0 ? [] : fetchInstances({ ...base, where: [...base.where, valueIn(relation.target, key, keys)] }),
    (found) => {
      const byKey = new Map(found.map((each) => [comparable(read(each, key)), each]));
      for (const owner of owners) {
        const value = read(owner, attribute);
        ModelRoot.keepRelated(
          owner as ModelRoot,
          relation.name,
          value === null || value === undefined ? null : (byKey.get(comparable(value)) ?? null),
        );
      }
    },
  );
}

function loadReverse(
  owners: readonly object[],
  relation: Relation,
  base: Query,
  attribute: string | undefined,
): Eventually<void> {
  const column = relation.column!;
  const ownKey = (owner: object): unknown =>
    relation.generic === undefined ? pointedValue(column, owner) : keptKey(column.type, read(owner, "pk"));
  const groups = new Map<unknown, { owner: object; readonly members: object[] }>();
  const keys: unknown[] = [];
  for (const owner of owners) {
    const key = ownKey(owner);
    const group = groups.get(comparable(key));
    if (group !== undefined) {
      group.owner = owner;
    } else {
      groups.set(comparable(key), { owner, members: [] });
      if (key !== null && key !== undefined) keys.push(key);
    }
  }
  return after(
    fetchInstances({
      ...base,
      where: [
        ...base.where,
        valueIn(relation.target, column.attribute, keys),
        ...(relation.generic === undefined ? [] : [pointsHere(relation)]),
      ],
    }),
    (found) => {
      for (const child of found) {
        const group = groups.get(comparable(read(child, column.attribute)));
        if (group === undefined) continue;
        group.members.push(child);
        if (isInstance(child)) ModelRoot.keepRelated(child, relation.generic?.name ?? column.name, group.owner);
      }
      for (const owner of owners) {
        const { members } = groups.get(comparable(ownKey(owner)))!;
        keep(owner, relation, relation.kind === "reverseOne" ? (members[0] ?? null) : members, attribute);
      }
    },
  );
}

// The key of the owner is read beside each row, as an annotation that is taken off again.
function loadLinked(
  owners: readonly object[],
  relation: Relation,
  base: Query,
  attribute: string | undefined,
): Eventually<void> {
  const path = linkPath(relation);
  const { attribute: ownKey } = relation.link!.sourceKey;
  const keys = distinct(owners.map((owner) => read(owner, ownKey)));
  const where: BoundCondition = {
    kind: "leaf",
    id: path.id,
    operand: { kind: "field", path: path.path },
    lookup: relationLookups["in"]!,
    right: { kind: "list", param: new Param(keys) },
  };
  const owner = {
    name: OWNER,
    expression: { kind: "leaf", leaf: { kind: "field", path: path.path } },
    selected: true,
    aggregate: false,
    window: false,
  } as const;
  const query: Query = { ...base, where: [...base.where, where], annotations: [...base.annotations, owner] };
  return after(fetchInstances(query), (found) => {
    const groups = new Map<unknown, object[]>();
    const single = new Map<unknown, object>();
    for (const child of found) {
      const key = comparable(ModelRoot.findRelated(child as ModelRoot, OWNER));
      // A row that several owners share is one instance.
      const id = comparable(read(child, "pk"));
      const instance = single.get(id) ?? child;
      single.set(id, instance);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [instance]);
      else group.push(instance);
    }
    for (const each of owners) keep(each, relation, groups.get(comparable(read(each, ownKey))) ?? [], attribute);
  });
}

const OWNER = "~owner";

function keep(owner: object, relation: Relation, value: unknown, attribute: string | undefined): void {
  if (attribute === undefined) ModelRoot.keepRelated(owner as ModelRoot, relation.name, value);
  else (owner as Record<string, unknown>)[attribute] = value;
}

const linkPaths = new WeakMap<Relation, ReturnType<typeof lookupOverSteps>>();

/** The path from the target of a many-to-many relation back to the key of its owner. */
export function linkPath(relation: Relation): ReturnType<typeof lookupOverSteps> {
  let path = linkPaths.get(relation);
  if (path === undefined) {
    const link = relation.link!;
    const step: PathStep = {
      key: `~${link.table}`,
      step: {
        table: link.table,
        model: link.model,
        from: link.targetKey.column,
        to: link.targetColumn,
        fromType: link.targetKey.type,
        many: true,
        optional: true,
      },
    };
    linkPaths.set(relation, (path = lookupOverSteps([step], link.sourceColumn, link.sourceKey.type)));
  }
  return path;
}

function distinct(values: readonly unknown[]): unknown[] {
  const seen = new Map<unknown, unknown>();
  for (const value of values) if (value !== null && value !== undefined) seen.set(comparable(value), value);
  return [...seen.values()];
}
