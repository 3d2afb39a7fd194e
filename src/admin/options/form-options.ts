// Defines how the form of a model looks.
import type { EditableName } from "#forms";
import type { FieldName } from "./field-names.ts";

/** Fields that stand together under a title. */
export interface Fieldset<Instance> {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly fields: readonly (EditableName<Instance> | FieldName<Instance>)[];
  /** Folded until it is opened. */
  readonly collapsed?: boolean | undefined;
}

/** How a model's form looks: a part of the options of `modelAdmin`. */
export interface FormOptions<Instance> {
  readonly fields?: readonly EditableName<Instance>[] | undefined;
  readonly exclude?: readonly EditableName<Instance>[] | undefined;
  readonly fieldsets?: readonly Fieldset<Instance>[] | undefined;
  readonly readonlyFields?: readonly FieldName<Instance>[] | undefined;
  /** Fields that a script fills in from others while they are typed: `{ slug: ["title"] }`. */
  readonly prepopulatedFields?:
    | { readonly [Name in EditableName<Instance>]?: readonly EditableName<Instance>[] }
    | undefined;
}
