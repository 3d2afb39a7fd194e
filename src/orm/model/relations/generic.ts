// Reads and sets generic relations: a row that points at one of any model, by the model's name and the row's key.
import type { GenericDefinition } from "../../fields/field-definition.ts";
import { QueryError } from "../../query/query-error.ts";
import { loadGeneric } from "../../query/read/prefetch.ts";
import { userPlace } from "../../query/user-place.ts";
import { singleKey } from "../define/composite-key.ts";
import { isInstance, ModelRoot } from "../instance-state.ts";
import type { Properties } from "../instance-values.ts";
import { findMeta, type ModelMeta } from "../model-meta.ts";
import { keptKey } from "./generic-keys.ts";

/** Defines the accessor of a generic relation on a prototype. */
export function defineGeneric(meta: ModelMeta, prototype: object, name: string): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: ModelRoot) {
      return readGeneric(this, name, meta.generics[name]!);
    },
    set(this: ModelRoot, value: unknown) {
      assignGeneric(this, name, meta.generics[name]!, value);
    },
  });
}

/**
 * Points a generic relation at an instance, or at nothing.
 *
 * @throws QueryError `ORM_NOT_AN_INSTANCE`.
 */
export function assignGeneric(instance: ModelRoot, name: string, definition: GenericDefinition, value: unknown): void {
  const properties = instance as unknown as Properties;
  if (value === null || value === undefined) {
    ModelRoot.forgetRelated(instance, name);
    properties[definition.typeField] = null;
    properties[definition.idField] = null;
    return;
  }
  const target = isInstance(value) ? findMeta(value.constructor) : undefined;
  const owner = findMeta(instance.constructor)!;
  if (target === undefined)
    throw new QueryError("ORM_NOT_AN_INSTANCE", `${owner.shortName}.${name} takes an instance of a model.`, {
      where: userPlace(),
      cure: "Give an instance: a key alone does not say of which model it is.",
    });
  singleKey(target, `${owner.name}.${name}`);
  ModelRoot.keepRelated(instance, name, value);
  properties[definition.typeField] = target.concrete.name;
  const { type } = owner.findColumn(definition.idField)!;
  properties[definition.idField] = keptKey(type, (value as unknown as { pk: unknown }).pk ?? null);
}

function readGeneric(instance: ModelRoot, name: string, definition: GenericDefinition): unknown {
  const properties = instance as unknown as Properties;
  const known = ModelRoot.findRelated(instance, name);
  const type = properties[definition.typeField] ?? null;
  const key = properties[definition.idField] ?? null;
  if (type === null || (key === null && !isInstance(known))) return null;
  if (known === null) return null;
  if (isInstance(known)) {
    const same = findMeta(known.constructor)!.concrete.name === type;
    const { pk } = known as unknown as { pk: unknown };
    if (same && (key === null || String(pk) === String(key))) return known;
  }
  const mark = `~loading ${name}`;
  const underWay = ModelRoot.findRelated(instance, mark) as Promise<unknown> | undefined;
  if (underWay !== undefined) return underWay.then(() => ModelRoot.findRelated(instance, name) ?? null);
  const origin = ModelRoot.origin(instance);
  if (origin?.fetchMode === "raise") throw notLoaded(instance, name);
  const peers = origin === undefined || origin.fetchMode === "one" ? [instance] : origin.peers;
  const owners = peers.filter(
    (peer) =>
      peer === instance ||
      ((peer as Properties)[definition.typeField] === type &&
        ModelRoot.findRelated(peer as ModelRoot, name) === undefined),
  ) as ModelRoot[];
  const loading = Promise.resolve(loadGeneric(owners, name, { alias: origin?.alias })).finally(() => {
    for (const owner of owners) ModelRoot.forgetRelated(owner, mark);
  });
  for (const owner of owners) ModelRoot.keepRelated(owner, mark, loading);
  return loading.then(() => ModelRoot.findRelated(instance, name) ?? null);
}

function notLoaded(instance: ModelRoot, name: string): QueryError {
  const { shortName } = findMeta(instance.constructor)!;
  return new QueryError(
    "ORM_NOT_LOADED",
    `${shortName}.${name} was not loaded, and this result may not ask for more.`,
    {
      where: userPlace(),
      cure: `Load it with the query: prefetchRelated("${name}").`,
    },
  );
}
