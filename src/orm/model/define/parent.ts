// Makes what a model has from the one that it extends: the link to its row, and the options that it does not set.
import type { FieldDefinition, ForeignKeyDefinition } from "../../fields/field-definition.ts";
import type { ModelMeta } from "../model-meta.ts";
import type { ModelOptions } from "../model-options.ts";

/** The link to the parent's row: `placePtr`, as Django names it, unless the model declares one itself. */
export function linkTo(
  meta: ModelMeta,
  parent: ModelMeta,
  definitions: Readonly<Record<string, FieldDefinition>>,
): Record<string, FieldDefinition> {
  const declared = Object.values(definitions).some(
    (each) => each.fieldKind === "relation" && "options" in each && "parentLink" in each.options,
  );
  if (declared) return {};
  const { shortName, concrete } = parent;
  const options = {
    primaryKey: true,
    parentLink: true,
    relatedName: `${meta.shortName[0]!.toLowerCase()}${meta.shortName.slice(1)}`,
    column: `${shortName.toLowerCase()}_ptr_id`,
  };
  const link: ForeignKeyDefinition = {
    fieldKind: "relation",
    relation: "oneToOne",
    to: () => concrete.cls,
    options,
    onDelete: "cascade",
  };
  return { [`${shortName[0]!.toLowerCase()}${shortName.slice(1)}Ptr`]: link };
}

/** The options of a model that has a parent: what it does not say itself, the parent says. */
export function inheritedOptions(parent: ModelMeta, options: ModelOptions): ModelOptions {
  const { ordering, latestBy } = parent.options;
  const shared =
    options.proxy === true
      ? {
          primaryKey: parent.options.primaryKey,
          unique: parent.options.unique,
          constraints: parent.options.constraints,
        }
      : {};
  return { ...shared, ordering, latestBy, ...options };
}
