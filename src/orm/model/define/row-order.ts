// Makes the column that keeps the order of rows within a foreign key, and the options that go with it.
import type { FieldDefinition, ScalarDefinition } from "../../fields/field-definition.ts";
import type { ModelOptions } from "../model-options.ts";

/** The name of the column: Django's. */
export const ORDER_FIELD = "_order";

const orderField: ScalarDefinition = {
  fieldKind: "scalar",
  builder: "integer",
  lookups: "number",
  type: { kind: "integer" },
  options: { editable: false },
  auto: false,
  generated: undefined,
  converter: undefined,
  clock: undefined,
  choices: undefined,
  checks: [],
};

/** The fields of a model, with that of the order where the model has one. */
export function withOrderField(
  definitions: Readonly<Record<string, FieldDefinition>>,
  { orderWithRespectTo }: ModelOptions,
): Readonly<Record<string, FieldDefinition>> {
  return orderWithRespectTo === undefined ? definitions : { ...definitions, [ORDER_FIELD]: orderField };
}

/** The options of a model: rows that have an order of their own come in it. */
export function orderedOptions(options: ModelOptions): ModelOptions {
  return options.orderWithRespectTo === undefined ? options : { ...options, ordering: [ORDER_FIELD] };
}

/** Whether a field is the order that the framework keeps. */
export function isOrderField(definition: FieldDefinition): boolean {
  return definition === orderField;
}
