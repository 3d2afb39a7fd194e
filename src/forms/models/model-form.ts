// Makes the base class of a form of a model: its fields come from the model's, and it writes those that are named.
import { didYouMean, quoteValue, SetupError } from "#kernel";
import { findMeta, type ModelMeta } from "#orm/internals";
import type { Field } from "../fields/field.ts";
import { defineShortcut, makeFrom } from "../form/form.ts";
import type { AnyField, FieldRecord, FormDefinition } from "../form/form-types.ts";
import { fieldForColumn, isEditable } from "./field-for-column.ts";
import { ModelFormInstance } from "./model-form-instance.ts";
import type { EditableName, ModelFields, ModelFormDefinition, ModelFormStatic, ModelKind } from "./model-form-types.ts";

type AnyDefinition = ModelFormDefinition<object, string, FieldRecord>;

/**
 * Makes the base class of a form of a model.
 *
 * Only the fields that are named can be written: what else a visitor sends is not looked at.
 *
 * @throws SetupError `FORMS_NOT_A_MODEL`, `FORMS_UNKNOWN_FIELD`, `FORMS_NOT_EDITABLE`.
 * @example
 * ```ts
 * import { field, modelForm } from "demijohn/forms";
 * import { createTables, defineDatabases, f, Model } from "demijohn/orm";
 * class Wine extends Model("cellar.Wine", () => Wine, {
 *   name: f.char({ maxLength: 50, unique: true }),
 *   year: f.integer({ null: true }),
 *   secret: f.boolean({ default: false }),
 * }) {}
 * class WineForm extends modelForm(Wine, { fields: ["name", "year"] }) {}
 * defineDatabases({ default: "sqlite::memory:" });
 * await createTables([Wine]);
 * const form = await WineForm.from({ name: "Rioja", year: "2019", secret: "on" });
 * const wine = await form.save();
 * console.log(wine?.name, wine?.year, wine?.secret); // Rioja 2019 false
 * ```
 */
export function modelForm<
  Instance extends object,
  const Names extends EditableName<Instance>,
  const Extra extends FieldRecord = {},
>(
  model: ModelKind<Instance>,
  definition: ModelFormDefinition<Instance, Names, Extra>,
): ModelFormStatic<Instance, ModelFields<Instance, Names> & Extra> {
  const meta = metaOf(model);
  const names: readonly string[] = definition.fields;
  for (const name of names) checkName(meta, name);
  const { extra = {} as Extra, storage } = definition;
  // Relations lead to models that may not be defined yet: fields are made when the first form is.
  let fields: FieldRecord | undefined;
  class MadeForm extends ModelFormInstance {
    static override readonly meta = meta;
    static override readonly modelFields = names;
    static override readonly storage = storage;
    static override readonly definition = definition as unknown as FormDefinition;
    static override get fields(): FieldRecord {
      fields ??= Object.freeze({ ...modelFieldsOf(meta, definition as unknown as AnyDefinition), ...extra });
      return fields;
    }
    static from = makeFrom;
  }
  for (const name of [...names, ...Object.keys(extra)]) defineShortcut(MadeForm.prototype, name);
  return MadeForm as never;
}

/** The form fields of some fields of a model, by name. */
export function fieldsForModel<Instance extends object, const Names extends EditableName<Instance>>(
  model: ModelKind<Instance>,
  names: readonly Names[],
): ModelFields<Instance, Names> {
  const meta = metaOf(model);
  for (const name of names) checkName(meta, name);
  return modelFieldsOf(meta, { fields: names }) as never;
}

/** The names of the fields of a model that forms can have. Those of `except` are left out. */
export function editableFields<Instance extends object, const Left extends EditableName<Instance> = never>(
  model: ModelKind<Instance>,
  options: { readonly except?: readonly Left[] | undefined } = {},
): readonly Exclude<EditableName<Instance>, Left>[] {
  const { definitions } = metaOf(model);
  const left: readonly string[] = options.except ?? [];
  return Object.keys(definitions).filter((name) => isEditable(definitions[name]!) && !left.includes(name)) as never;
}

function metaOf(model: unknown): ModelMeta {
  const meta = findMeta(model);
  if (meta !== undefined) return meta;
  throw new SetupError("FORMS_NOT_A_MODEL", `A form of a model was asked for ${quoteValue(model)}, which is none.`, {
    cure: "Give it a class that extends Model(…).",
  });
}

function checkName(meta: ModelMeta, name: string): void {
  const definition = Object.hasOwn(meta.definitions, name) ? meta.definitions[name] : undefined;
  const names = Object.keys(meta.definitions).filter((each) => isEditable(meta.definitions[each]!));
  if (definition === undefined)
    throw new SetupError("FORMS_UNKNOWN_FIELD", `${meta.shortName} has no field ${quoteValue(name)} for a form.`, {
      facts: [`Fields: ${names.join(", ")}.`],
      cure: didYouMean(name, names).trim() || "Name one of its fields.",
    });
  if (isEditable(definition)) return;
  throw new SetupError("FORMS_NOT_EDITABLE", `${meta.shortName}.${name} cannot be edited in a form.`, {
    where: `${meta.name}.${name}`,
    facts: [`Fields that can: ${names.join(", ")}.`],
    cure: "Leave it out of the form: it is computed, set by the clock, kept by another model or declared with editable: false.",
  });
}

function modelFieldsOf(
  meta: ModelMeta,
  definition: Pick<AnyDefinition, "fields"> & Partial<AnyDefinition>,
): Record<string, AnyField> {
  const fields: Record<string, AnyField> = {};
  for (const name of definition.fields) {
    const made = adapt(fieldForColumn(meta, name), name, definition);
    const kept = definition.eachField === undefined ? made : definition.eachField(made, name);
    if (kept !== undefined) fields[name] = kept;
  }
  return fields;
}

function adapt(standard: AnyField, name: string, definition: Partial<AnyDefinition>): AnyField {
  const {
    replace = {},
    widgets = {},
    labels = {},
    helpTexts = {},
    errorMessages = {},
    querysets = {},
    localized = [],
  } = definition;
  const other = own(replace, name);
  const field = typeof other === "function" ? other(standard) : (other ?? standard);
  const messages = own(errorMessages, name);
  const changes: Record<string, unknown> = {
    widget: own(widgets, name),
    label: own(labels, name),
    helpText: own(helpTexts, name),
    queryset: own(querysets, name),
    ...(messages === undefined ? {} : { errorMessages: { ...field.options.errorMessages, ...messages } }),
    ...(localized.includes(name) ? { localize: true } : {}),
  };
  for (const key of Object.keys(changes)) if (changes[key] === undefined) delete changes[key];
  return Object.keys(changes).length === 0 ? field : (field.with(changes) as Field);
}

function own<Value>(record: Readonly<Record<string, Value | undefined>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
