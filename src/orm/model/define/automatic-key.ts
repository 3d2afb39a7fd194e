// Defines the key of models that declare none: a number of 64 bits that the database counts up.
import type { ScalarDefinition } from "../../fields/field-definition.ts";

/** The automatic key of a model that declares none. */
export const automaticKey: ScalarDefinition = {
  fieldKind: "scalar",
  builder: "auto",
  lookups: "number",
  type: { kind: "bigInt", safe: true },
  options: { primaryKey: true },
  auto: true,
  generated: undefined,
  converter: undefined,
  clock: undefined,
  choices: undefined,
  checks: [],
};
