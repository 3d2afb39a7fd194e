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

function checkForward(meta: ModelMeta, name: string): void {
  const definition = meta.definitions[name]!;
  if (definition.fieldKind !== "relation" || !("options" in definition)) return;
  const relatedName = definition.options.relatedName?.replace("{model}", lowerFirst(meta.shortName));
  if (relatedName === undefined) return;
  const { target } = meta.relation(name);
  const declared = target.findRelation(relatedName);
  if (declared !== undefined) return;
  if (target.definitions[relatedName] !== undefined || target.findColumn(relatedName) !== undefined)
    throw new SetupError(
      "ORM_RELATED_NAME_CLASH",
      `${meta.name}.${name} has the relatedName "${relatedName}", which is a field of ${target.name}.`,
      {
        where: `${meta.name}.${name}`,
        cure: "Give it another relatedName.",
      },
    );
  defineReverse(target, relatedName, {
    fieldKind: "relation",
    relation: definition.relation === "oneToOne" ? "reverseOne" : "reverse",
    to: () => meta.cls,
    via: name,
  });
}
