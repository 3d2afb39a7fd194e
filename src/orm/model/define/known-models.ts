// Gives the program's models by their names, as generic relations, fixtures and settings keep them.
import { didYouMean, SetupError } from "#kernel";
import type { QuerySet } from "../../query/query-set.ts";
import type { AnyInstance } from "../../types/instance-type.ts";
import { allModels, findModel } from "../registry.ts";

/** The class of a model of which nothing more is known. */
export interface AnyModel {
  new (values?: Readonly<Record<string, unknown>>): AnyInstance;
  readonly name: string;
  /** `blog.Article`. */
  readonly modelName: string;
  readonly objects: QuerySet<AnyInstance>;
}

/**
 * The model with a name, such as `blog.Article`, in capitals or not.
 *
 * @throws SetupError `ORM_UNKNOWN_MODEL`.
 * @example
 * ```ts
 * import { f, getModel, Model } from "demijohn/orm";
 * class Cup extends Model("shelf.Cup", () => Cup, { name: f.char() }) {}
 * console.log(getModel("shelf.cup") === Cup); // => true
 * ```
 */
export function getModel(name: string): AnyModel {
  const lower = name.toLowerCase();
  const found = findModel(name) ?? allModels().find((meta) => meta.name.toLowerCase() === lower);
  if (found !== undefined) return found.cls as unknown as AnyModel;
  const names = allModels().map((meta) => meta.name);
  throw new SetupError("ORM_UNKNOWN_MODEL", `There is no model "${name}".`, {
    facts: [`Models: ${names.join(", ") || "none"}.`],
    cure: `Import the module that defines it first.${didYouMean(name, names)}`,
  });
}

/** All models that the program has defined so far. With a label, those of it: `listModels("blog")`. */
export function listModels(label?: string): readonly AnyModel[] {
  return allModels()
    .filter(({ name }) => label === undefined || name.startsWith(`${label}.`))
    .map((meta) => meta.cls as unknown as AnyModel);
}
