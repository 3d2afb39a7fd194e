// Gathers the models of an application: checks that both sides of each relation agree, and adds sides declared elsewhere.
import { SetupError } from "#kernel";
import type { AgreeingModels } from "../../types/agreement.ts";
import { findMeta, type ModelMeta } from "../model-meta.ts";
import { defineReverse } from "./accessors.ts";

/**
 * Gathers models and checks that they agree; the compiler checks the same.
 *
 * A relation with a `relatedName` that its target does not declare is added to the target: this is how an application
 * leads back from models that it does not own. Augment `ReverseEdges` to give it a type.
 *
 * @throws SetupError `ORM_NOT_A_MODEL`, `ORM_NO_OTHER_SIDE` or `ORM_RELATED_NAME_CLASH`.
 */
export function defineModels<const Models extends object>(models: Models & AgreeingModels<Models>): Models {
  const metas = Object.values(models)
    .map((cls) => findMeta(cls))
    .filter((meta) => meta !== undefined);
  for (const meta of metas) for (const name of Object.keys(meta.ownDefinitions)) checkForward(meta, name);
  for (const meta of metas) for (const name of meta.relationNames) meta.relation(name);
  return models;
}

// `{model}` in the relatedName of a mixin's field stands for each of the models that have it.
function lowerFirst(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1)}`;
}

function isTaken(target: ModelMeta, name: string): boolean {
  return target.definitions[name] !== undefined || target.findColumn(name) !== undefined;
}

function clash(meta: ModelMeta, name: string, what: string, target: ModelMeta): SetupError {
  return new SetupError(
    "ORM_RELATED_NAME_CLASH",
    `${meta.name}.${name} has the ${what}, which is a field of ${target.name}.`,
    { where: `${meta.name}.${name}`, cure: `Give it another ${what.split(" ")[0]}.` },
  );
}

function checkForward(meta: ModelMeta, name: string): void {
  const definition = meta.definitions[name]!;
  if (definition.fieldKind !== "relation" || !("options" in definition)) return;
  const named = (text: string | undefined) => text?.replace("{model}", lowerFirst(meta.shortName));
  const queryName = named(definition.options.relatedQueryName);
  const relatedName = named(definition.options.relatedName ?? meta.options.defaultRelatedName) ?? queryName;
  if (relatedName === undefined) return;
  const { target } = meta.relation(name);
  if (queryName !== undefined && queryName !== relatedName) {
    if (isTaken(target, queryName)) throw clash(meta, name, `relatedQueryName "${queryName}"`, target);
    target.addQueryName(queryName, relatedName);
  }
  const declared = target.findRelation(relatedName);
  if (declared !== undefined) {
    // A name that several relations get by default is declared for one of them.
    const { definition: other } = declared;
    if (definition.options.relatedName !== undefined || !("via" in other) || other.via === name) return;
    throw clash(meta, name, `relatedName "${relatedName}"`, target);
  }
  if (isTaken(target, relatedName)) throw clash(meta, name, `relatedName "${relatedName}"`, target);
  defineReverse(target, relatedName, {
    fieldKind: "relation",
    relation: definition.relation === "oneToOne" ? "reverseOne" : "reverse",
    to: () => meta.cls,
    via: name,
  });
}
