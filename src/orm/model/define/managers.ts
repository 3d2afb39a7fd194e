// Finds the managers of a model: the static properties of its class that are query sets.
import { didYouMean, SetupError } from "#kernel";
import { QueryHolder } from "../../query/query-holder.ts";
import type { ModelMeta } from "../model-meta.ts";

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
