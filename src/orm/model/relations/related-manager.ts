// Makes the manager of the many instances behind one instance's relation: its query set, with add, remove, set and clear.
import { atomic } from "../../database/transactions/atomic.ts";
import type { ManyToManyDefinition } from "../../fields/field-definition.ts";
import { relationLookups } from "../../query/lookups/lookup-table.ts";
import { Param } from "../../query/param.ts";
import { valueIn } from "../../query/paths/key-query.ts";
import { resolveLookup } from "../../query/paths/resolve-path.ts";
import type { Slots } from "../../query/plan/slots.ts";
import { allOf, type BoundCondition, type Query } from "../../query/query.ts";
import { QueryError } from "../../query/query-error.ts";
import { copyOf, type QueryHolder, type RelatedState } from "../../query/query-holder.ts";
import { fetchInstances, linkPath, loadTogether } from "../../query/read/prefetch.ts";
import { runChange } from "../../query/run.ts";
import { Shape } from "../../query/shape.ts";
import { userPlace } from "../../query/user-place.ts";
import { bulkInsert } from "../../query/write/bulk.ts";
import * as sql from "../../sql/node.ts";
import { comparable } from "../define/key-values.ts";
import { isInstance, ModelRoot } from "../instance-state.ts";
import { type Properties, pointedValue } from "../instance-values.ts";
import type { Column, LinkTable, Relation } from "../model-meta.ts";
import { saveInstance } from "../save.ts";
import { linksChanged } from "../signals.ts";
import { keptKey, pointsHere } from "./generic-keys.ts";
import { flipped } from "./links.ts";
import { readOrder, writeOrder } from "./row-order.ts";

/** The manager of a relation to many, for one instance. */
export function relatedManager(instance: ModelRoot, relation: Relation): QueryHolder {
  const base = relation.target.defaultManager;
  const { alias } = ModelRoot.origin(instance) ?? {};
  const query: Query = {
    ...base.query,
    where: [...base.query.where, belongsTo(instance, relation)],
    alias: alias ?? base.query.alias,
  };
  const manager = copyOf(base, Object.freeze(query));
  manager["~related"] = stateOf(instance, relation, base);
  return Object.assign(manager, operations(instance, relation), {
    items: ModelRoot.findRelated(instance, relation.name),
  });
}

function belongsTo(instance: ModelRoot, relation: Relation): BoundCondition {
  const param = new Param(ownValue(instance, relation));
  const { id, path } =
    relation.link === undefined ? resolveLookup(relation.target, relation.column!.attribute) : linkPath(relation);
  const points: BoundCondition = {
    kind: "leaf",
    id,
    operand: { kind: "field", path },
    lookup: relationLookups["exact"]!,
    right: { kind: "value", param },
  };
  return relation.generic === undefined ? points : { kind: "and", items: [points, pointsHere(relation)] };
}

// The value by which rows, or links, point at the instance; null while it has none.
function ownValue(instance: ModelRoot, relation: Relation): unknown {
  const { pk = null } = instance as unknown as { pk?: unknown };
  if (relation.generic !== undefined) return keptKey(relation.column!.type, pk);
  if (relation.link === undefined) return pointedValue(relation.column!, instance);
  return (instance as unknown as Properties)[relation.link.sourceKey.attribute] ?? null;
}

function stateOf(instance: ModelRoot, relation: Relation, base: QueryHolder): RelatedState {
  return {
    items: () => ModelRoot.findRelated(instance, relation.name) as readonly unknown[] | undefined,
    load() {
      const known = ModelRoot.findRelated(instance, relation.name);
      if (known !== undefined) return known as readonly unknown[];
      const origin = ModelRoot.origin(instance);
      if (origin === undefined) return undefined;
      if (origin.fetchMode === "raise")
        throw new QueryError(
          "ORM_NOT_LOADED",
          `${relation.source.shortName}.${relation.name} was not loaded, and this result may not ask for more.`,
          {
            where: userPlace(),
            cure: `Load it with the query: prefetchRelated("${relation.name}").`,
          },
        );
      if (origin.fetchMode === "one") return undefined;
      const peers = origin.peers.filter(
        (peer) =>
          ModelRoot.origin(peer as ModelRoot) !== undefined &&
          ModelRoot.findRelated(peer as ModelRoot, relation.name) === undefined,
      );
      const owners = peers.includes(instance) ? peers : [...peers, instance];
      const query = { ...base.query, alias: origin.alias, fetchMode: origin.fetchMode };
      return loadTogether(instance, owners, relation, query) as readonly unknown[] | Promise<readonly unknown[]>;
    },
    defaults: () => (relation.link === undefined ? { [pointerOf(relation)]: instance } : {}),
    created: (made) => {
      ModelRoot.forgetRelated(instance, relation.name);
      return relation.link === undefined ? undefined : link(instance, relation, [linkedValue(relation, made)]);
    },
  };
}

function operations(instance: ModelRoot, relation: Relation) {
  const forget = (): void => ModelRoot.forgetRelated(instance, relation.name);
  return {
    async add(...members: readonly unknown[]): Promise<void> {
      forget();
      await (relation.link === undefined
        ? point(instance, relation, members)
        : link(
            instance,
            relation,
            members.map((member) => linkedValue(relation, member)),
          ));
    },
    async link(members: readonly unknown[], values: Readonly<Record<string, unknown>> = {}): Promise<void> {
      forget();
      await (relation.link === undefined
        ? point(instance, relation, members)
        : link(
            instance,
            relation,
            members.map((member) => linkedValue(relation, member)),
            values,
          ));
    },
    async remove(...members: readonly unknown[]): Promise<void> {
      forget();
      await (relation.link === undefined
        ? release(relation, [valueIn(relation.target, "pk", members.map(keyOf)), belongsTo(instance, relation)])
        : unlink(
            instance,
            relation,
            members.map((member) => linkedValue(relation, member)),
          ));
    },
    async clear(): Promise<void> {
      forget();
      await (relation.link === undefined
        ? release(relation, [belongsTo(instance, relation)])
        : unlink(instance, relation, undefined));
    },
    async getOrder(): Promise<unknown[]> {
      return readOrder(relation, belongsTo(instance, relation), ModelRoot.origin(instance)?.alias);
    },
    async setOrder(members: readonly unknown[]): Promise<void> {
      forget();
      const { alias } = ModelRoot.origin(instance) ?? {};
      await writeOrder(relation, belongsTo(instance, relation), members, alias);
    },
    async set(members: readonly unknown[]): Promise<void> {
      await atomic(async () => {
        const wanted = new Map(members.map((member) => [comparable(keyOf(member)), member]));
        forget();
        const current = (await relatedManager(instance, relation)) as unknown as { pk: unknown }[];
        const going = current.filter((each) => !wanted.has(comparable(each.pk)));
        const present = new Set(current.map((each) => comparable(each.pk)));
        const coming = [...wanted].filter(([key]) => !present.has(key)).map(([, member]) => member);
        if (going.length > 0) await this.remove(...going);
        if (coming.length > 0) await this.add(...coming);
      });
    },
  };
}

// The property of a related row that takes the instance which it points at.
function pointerOf(relation: Relation): string {
  return relation.generic?.name ?? relation.column!.name;
}

function keyOf(member: unknown): unknown {
  return isInstance(member) ? present((member as { pk?: unknown }).pk) : member;
}

// What the links keep of a member: mostly its key.
function linkedValue({ link, target, source, name }: Relation, member: unknown): unknown {
  const { targetKey } = link!;
  if (isInstance(member)) return present((member as unknown as Properties)[targetKey.attribute]);
  if (targetKey === target.key || targetKey.model.concrete !== target.concrete) return member;
  throw new QueryError(
    "ORM_NOT_AN_INSTANCE",
    `${source.shortName}.${name} takes instances: its links keep ${target.shortName}.${targetKey.name}, and not the key.`,
    { where: userPlace(), cure: `Read the instances first: ${target.shortName}.objects.filter({ pk__in: keys }).` },
  );
}

function present(key: unknown): unknown {
  if (key === null || key === undefined)
    throw new QueryError(
      "ORM_UNSAVED_INSTANCE",
      "The instance given to the relation is not saved, so that no row can point at it.",
      {
        where: userPlace(),
        cure: "Save it first: await instance.save().",
      },
    );
  return key;
}

// Points the members' foreign keys at the instance.
async function point(instance: ModelRoot, relation: Relation, members: readonly unknown[]): Promise<void> {
  const keys: unknown[] = [];
  for (const member of members) {
    if (typeof member === "object" && member !== null && (member as { isNew?: boolean }).isNew === true) {
      (member as Properties)[pointerOf(relation)] = instance;
      await saveInstance(member as ModelRoot, relation.target);
    } else {
      keys.push(keyOf(member));
      if (typeof member === "object" && member !== null) (member as Properties)[pointerOf(relation)] = instance;
    }
  }
  if (keys.length > 0)
    await changeKeys(relation, [valueIn(relation.target, "pk", keys)], present(ownValue(instance, relation)));
}

async function release(relation: Relation, where: readonly BoundCondition[]): Promise<void> {
  if (relation.generic !== undefined) {
    // Rows that point at nothing would be found by nobody.
    const set = copyOf(relation.target.defaultManager, { ...allOf(relation.target), where });
    await (set as unknown as { delete(): Promise<unknown> }).delete();
    return;
  }
  if (!relation.column!.nullable)
    throw new QueryError(
      "ORM_NOT_NULLABLE",
      `${relation.target.shortName}.${relation.column!.name} cannot be null, so no row can leave the relation.`,
      {
        where: userPlace(),
        cure: "Delete the rows, or add them to another instance.",
      },
    );
  await changeKeys(relation, where, null);
}

async function changeKeys(relation: Relation, where: readonly BoundCondition[], key: unknown): Promise<void> {
  const set = copyOf(relation.target.defaultManager, { ...allOf(relation.target), where });
  await (set as unknown as { update(changes: object): Promise<number> }).update(
    relation.generic === undefined
      ? { [relation.column!.attribute]: key }
      : {
          [relation.column!.attribute]: keptKey(relation.column!.type, key),
          [relation.generic.typeColumn.attribute]: relation.generic.value,
        },
  );
}

async function link(
  instance: ModelRoot,
  relation: Relation,
  keys: readonly unknown[],
  values: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (keys.length === 0) return;
  const own = present(ownValue(instance, relation));
  const both = isSymmetrical(relation) ? keys : [];
  const from = [...keys.map(() => own), ...both];
  const to = [...keys, ...both.map(() => own)];
  await (relation.link!.model === undefined
    ? insertLinks(instance, relation, from, to)
    : insertThrough(instance, relation, { from, to, values }));
  await tell(instance, relation, "add", keys);
}

function isSymmetrical({ definition }: Relation): boolean {
  return definition.relation === "manyToMany" && (definition as ManyToManyDefinition).options.symmetrical === true;
}

interface ThroughLinks {
  readonly from: readonly unknown[];
  readonly to: readonly unknown[];
  readonly values: Readonly<Record<string, unknown>>;
}

// The application's model of the links has fields of its own, with their defaults; those that are there are left.
async function insertThrough(
  instance: ModelRoot,
  relation: Relation,
  { from, to, values }: ThroughLinks,
): Promise<void> {
  const { model, sourceColumn, targetColumn } = relation.link!;
  const columnOf = (name: string): Column => model!.columns.find((column) => column.column === name)!;
  const [source, target] = [columnOf(sourceColumn), columnOf(targetColumn)];
  const alias = ModelRoot.origin(instance)?.alias;
  const where = [valueIn(model!, source.attribute, from), valueIn(model!, target.attribute, to)];
  const present = new Set(
    (await fetchInstances({ ...allOf(model!), where, order: [], alias })).map((each) => pairOf(each, source, target)),
  );
  const made = from
    .map((key, i) => new model!.cls({ ...values, [source.attribute]: key, [target.attribute]: to[i] }))
    .filter((each) => !present.has(pairOf(each, source, target)));
  await bulkInsert(model!, made as ModelRoot[], alias, {});
}

function pairOf(link: object, source: Column, target: Column): string {
  const values = link as Properties;
  return JSON.stringify([String(values[source.attribute]), String(values[target.attribute])]);
}

async function insertLinks(
  instance: ModelRoot,
  relation: Relation,
  from: readonly unknown[],
  to: readonly unknown[],
): Promise<void> {
  const table = relation.link!;
  const sources = new Param(from);
  const targets = new Param(to);
  const query: Query = { ...allOf(relation.source), alias: ModelRoot.origin(instance)?.alias };
  const shape = new Shape();
  shape.key = `link:${table.table}.${table.sourceColumn}`;
  shape.params.push(sources, targets);
  await runChange(
    query,
    (slots: Slots) => ({
      node: sql.insert({
        table: sql.table(table.table),
        columns: [table.sourceColumn, table.targetColumn],
        source: {
          kind: "bulk",
          values: sql.bulkValues("v", [
            { name: table.sourceColumn, list: slots.list(sources, table.sourceKey.type) },
            { name: table.targetColumn, list: slots.list(targets, table.targetKey.type) },
          ]),
        },
        conflict: sql.conflict({}),
      }),
      read: nothing,
    }),
    shape,
  );
}

const nothing = { form: "flat", blocks: [], singles: [], width: 0 } as const;

async function unlink(instance: ModelRoot, relation: Relation, keys: readonly unknown[] | undefined): Promise<void> {
  await deleteLinks(instance, relation, keys, relation.link!);
  if (isSymmetrical(relation)) await deleteLinks(instance, relation, keys, flipped(relation.link!));
  await tell(instance, relation, keys === undefined ? "clear" : "remove", keys ?? []);
}

async function deleteLinks(
  instance: ModelRoot,
  relation: Relation,
  keys: readonly unknown[] | undefined,
  table: LinkTable,
): Promise<void> {
  const own = new Param(present(ownValue(instance, relation)));
  const targets = new Param(keys ?? []);
  const query: Query = { ...allOf(relation.source), alias: ModelRoot.origin(instance)?.alias };
  const shape = new Shape();
  shape.key = `unlink:${table.table}.${table.sourceColumn}:${keys === undefined}`;
  shape.params.push(own, targets);
  await runChange(
    query,
    (slots: Slots) => {
      const mine = sql.compare(
        "=",
        sql.column(undefined, table.sourceColumn, table.sourceKey.type),
        slots.value(own, table.sourceKey.type),
      );
      const these =
        keys === undefined
          ? []
          : [
              sql.inList(
                sql.column(undefined, table.targetColumn, table.targetKey.type),
                slots.list(targets, table.targetKey.type),
              ),
            ];
      return { node: sql.deleteFrom({ table: sql.table(table.table), where: sql.and(mine, ...these) }), read: nothing };
    },
    shape,
  );
}

async function tell(
  instance: ModelRoot,
  relation: Relation,
  action: "add" | "remove" | "clear",
  keys: readonly unknown[],
): Promise<void> {
  if (linksChanged.listensTo(relation.source))
    await linksChanged.send(relation.source, { instance, relation: relation.name, action, keys });
}
