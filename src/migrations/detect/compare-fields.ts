// Compares fields as the changes of a project need it: relations by what they lead to, whatever its new name.
import { snakeCase } from "#orm/internals";
import type { FieldState } from "../state/field-state.ts";
import { type ModelKey, type ModelState, resolveModel } from "../state/model-state.ts";
import { plainText } from "../state/plain-value.ts";

/** The field with its relations as keys; `change` may put other keys into their place. */
export function resolvedField(
  field: FieldState,
  model: ModelState,
  change: (key: ModelKey) => ModelKey = (key) => key,
): FieldState {
  const { to, through } = field;
  return {
    ...field,
    ...(to === undefined ? {} : { to: change(resolveModel(to, model.label, model.name)) }),
    ...(through === undefined ? {} : { through: change(resolveModel(through, model.label, model.name)) }),
  };
}

/** The definitions of all fields, whatever they are called and lead to: what a renamed model keeps. */
export function fieldsText(model: ModelState): string {
  const names = Object.keys(model.fields).sort();
  return plainText(
    names.map((name) => {
      const { to: _, ...rest } = resolvedField(model.fields[name]!, model);
      return rest;
    }),
  );
}

/** The name of a field's column. */
export function columnOf(name: string, field: FieldState): string {
  const pointing = field.type === "foreignKey" || field.type === "oneToOne";
  return field.column ?? (pointing ? `${snakeCase(name)}_id` : snakeCase(name));
}
