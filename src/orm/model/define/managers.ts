// Finds the managers of a model: the static properties of its class that are query sets.
import { didYouMean, SetupError } from "#kernel";
import { QueryHolder } from "../../query/query-holder.ts";
import type { ModelMeta } from "../model-meta.ts";

/** What mixins give to the manager of a model. */
export interface ManagerParts {
  readonly objects?: ((all: never) => QueryHolder) | undefined;
  readonly methods?: object | undefined;
}

type QuerySetClass = new (model: never) => QueryHolder;

/** The query set that a model's `objects` is where its class declares none: with what its mixins give. */
export function makeManager(Base: QuerySetClass, cls: unknown, mixed: readonly ManagerParts[]): QueryHolder {
  const methods = mixed.flatMap((part) => (part.methods === undefined ? [] : [part.methods]));
  const Own = methods.length === 0 ? Base : class extends Base {};
  for (const each of methods) Object.defineProperties(Own.prototype, Object.getOwnPropertyDescriptors(each));
  return mixed.reduce<QueryHolder>((set, { objects }) => objects?.(set as never) ?? set, new Own(cls as never));
}

/**
 * The manager of that name.
 *
 * @throws SetupError `ORM_NO_MANAGER`.
 */
export function managerOf(meta: ModelMeta, name: string): QueryHolder {
  const { cls } = meta;
  const manager = (cls as unknown as Readonly<Record<string, unknown>>)[name];
  if (manager instanceof QueryHolder) return manager;
  const names = Object.getOwnPropertyNames(cls).filter(
    (each) => (cls as unknown as Record<string, unknown>)[each] instanceof QueryHolder,
  );
  throw new SetupError("ORM_NO_MANAGER", `${meta.shortName} has no static query set "${name}".`, {
    where: meta.name,
    facts: [`Query sets: ${[...new Set(["objects", ...names])].join(", ")}.`],
    cure: `Declare it in the class: static readonly ${name} = new QuerySet(this).${didYouMean(name, names)}`,
  });
}
