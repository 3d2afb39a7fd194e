// Makes primary keys of several fields: checks their declaration, makes the column that stands for them, and their tuples.
import { didYouMean, SetupError } from "#kernel";
import type { FieldDefinition, ScalarDefinition } from "../../fields/field-definition.ts";
import type { Column, ModelMeta } from "../model-meta.ts";

/**
 * Checks the option `primaryKey` of a model.
 *
 * @throws SetupError `ORM_BAD_KEY`.
 */
export function checkKey(
  model: string,
  names: readonly string[],
  definitions: Readonly<Record<string, FieldDefinition>>,
  parent: string | undefined,
): void {
  const refuse = (message: string, cure: string): never => {
    throw new SetupError("ORM_BAD_KEY", message, { wrote: `primaryKey: ${JSON.stringify(names)}`, where: model, cure });
  };
  if (parent !== undefined)
    refuse(`The key of ${model} is that of ${parent}, which it extends.`, "Take the option primaryKey away.");
  if (names.length < 2)
    refuse(
      `The key of ${model} is to be made of ${names.length === 0 ? "no field" : "one field"}.`,
      "Name several fields, or write primaryKey: true among the options of the one.",
    );
  const own = Object.keys(definitions);
  const other = own.find((name) => keyOption(definitions[name]!) === true);
  if (other !== undefined)
    refuse(
      `${model} has two primary keys: the field ${other}, and ${names.join(" and ")} together.`,
      `Take primaryKey away from the field ${other}, or the option of the model.`,
    );
  for (const [i, name] of names.entries()) {
    const definition = definitions[name];
    if (definition === undefined)
      refuse(
        `The key of ${model} names ${JSON.stringify(name)}, which is no field of it.`,
        didYouMean(name, own).trim() || `Fields: ${own.join(", ")}.`,
      );
    else checkPart(name, definition, refuse);
    if (names.indexOf(name) !== i) refuse(`The key of ${model} names ${name} twice.`, "Name each field once.");
  }
}

function checkPart(name: string, definition: FieldDefinition, refuse: (message: string, cure: string) => never): void {
  if (definition.fieldKind === "relation" && !("onDelete" in definition))
    refuse(
      `The field ${name} holds many instances, and cannot be a part of a key.`,
      "Name fields with a column of their own: values and foreign keys.",
    );
  if ("options" in definition && "null" in definition.options && definition.options.null === true)
    refuse(`The field ${name} may be null, and cannot be a part of a key.`, "Take null: true away from the field.");
  if (definition.fieldKind === "scalar" && definition.generated !== undefined)
    refuse(
      `The field ${name} is computed by the database, and cannot be a part of a key.`,
      "Name fields that rows are written with.",
    );
}

function keyOption(definition: FieldDefinition): unknown {
  return "options" in definition && "primaryKey" in definition.options && definition.options.primaryKey;
}

/** The column that stands for a key of several fields: its property is `pk`, and asking for its column throws. */
export function compositeKey(model: ModelMeta, parts: readonly Column[]): Column {
  const scalar: ScalarDefinition = {
    fieldKind: "scalar",
    builder: "composite",
    lookups: "tuple",
    get type(): never {
      throw noColumn(model);
    },
    options: { primaryKey: true, editable: false },
    auto: false,
    generated: undefined,
    converter: undefined,
    clock: undefined,
    choices: undefined,
    checks: [],
  };
  return Object.freeze({
    name: "pk",
    attribute: "pk",
    get column(): never {
      throw noColumn(model);
    },
    get type(): never {
      throw noColumn(model);
    },
    nullable: false,
    primaryKey: true,
    unique: true,
    model,
    definition: scalar,
    scalar,
    parts,
  });
}

function noColumn(model: ModelMeta): SetupError {
  const names = (model.options.primaryKey ?? []).join(" and ");
  return new SetupError(
    "ORM_COMPOSITE_KEY",
    `The key of ${model.shortName} is made of several fields, ${names}: no one column holds it.`,
    { cure: "Use these fields, or pk as a whole in lookups, orders and values." },
  );
}

/**
 * The column of a model's key, for the relation `by` that needs one column.
 *
 * @throws SetupError `ORM_COMPOSITE_TARGET` for a key of several fields.
 */
export function singleKey(model: ModelMeta, by: string): Column {
  const { key } = model;
  if (key.parts === undefined) return key;
  throw new SetupError(
    "ORM_COMPOSITE_TARGET",
    `${by} cannot point at ${model.name}, whose key is made of several fields: ${model.options.primaryKey!.join(" and ")}.`,
    {
      where: by,
      cure: `Point at a unique field of ${model.shortName} with toField, or give it a key of one field and make these unique together: { unique: [${JSON.stringify(model.options.primaryKey)}] }.`,
    },
  );
}

/** Whether a column alone tells the rows of its table apart, by itself or by an option of the model. */
export function isUnique({ options }: ModelMeta, column: Column): boolean {
  const isThis = (fields: readonly string[]): boolean => fields.length === 1 && fields[0] === column.name;
  if (column.unique || column.primaryKey || options.unique?.some(isThis) === true) return true;
  return (options.constraints ?? []).some(
    (each) =>
      each.kind === "unique" &&
      isThis(each.fields) &&
      each.where === undefined &&
      (each.expressions ?? []).length === 0,
  );
}

/** The error of a foreign key that names a field of its target which does not tell the rows apart. */
export function badToField(target: ModelMeta, by: string, name: string): SetupError {
  const found = target.concrete.ownDefinitions[name] !== undefined;
  const unique = target.ownColumns.filter((column) => isUnique(target, column)).map((column) => column.name);
  return new SetupError(
    "ORM_BAD_TO_FIELD",
    found
      ? `${by} points at ${target.name}.${name}, which is not unique.`
      : `${by} points at the field ${JSON.stringify(name)} of ${target.name}, which has no such field of its own.`,
    {
      wrote: `toField: ${JSON.stringify(name)}`,
      where: by,
      facts: [`Unique fields: ${unique.join(", ") || "none"}.`],
      cure: found
        ? `Make it unique: true, or name another field.`
        : didYouMean(name, unique).trim() || "Name a unique field of the target.",
    },
  );
}

/** The values of a key of several fields, or null while one of them is missing. */
export function keyTuple(instance: Readonly<Record<string, unknown>>, parts: readonly Column[]): unknown {
  const values = parts.map(({ attribute }) => instance[attribute]);
  return values.some((value) => value === null || value === undefined) ? null : Object.freeze(values);
}
