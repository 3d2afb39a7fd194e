// Defines how the single fields of a model's form are asked for: pickers, widgets, and what is chosen among.
import type { AnyField, EditableName, FieldOptions, ModelChoiceField, ModelMultipleChoiceField, Widget } from "#forms";
import type { Request } from "#http";
import type { ManyName, RelationName } from "./field-names.ts";

/** The kinds of fields, by the names of the functions of `f` that make them. */
export type FieldKind =
  | "char"
  | "text"
  | "email"
  | "slug"
  | "url"
  | "file"
  | "image"
  | "ip"
  | "integer"
  | "smallInteger"
  | "positiveInteger"
  | "positiveSmallInteger"
  | "bigInt"
  | "positiveBigInt"
  | "float"
  | "decimal"
  | "boolean"
  | "dateTime"
  | "date"
  | "time"
  | "duration"
  | "uuid"
  | "json"
  | "array"
  | "foreignKey"
  | "oneToOne"
  | "manyToMany";

/** Other options for the form fields of a kind, or a function that changes each. */
export type FieldOverride =
  | Pick<FieldOptions, "widget" | "helpText" | "attrs" | "localize" | "required">
  | ((field: AnyField) => AnyField);

/** Where a form field stands. */
export interface FieldPlace<Instance> {
  readonly name: EditableName<Instance>;
  /** The row of the form; undefined for a new one. */
  readonly row: Instance | undefined;
}

/** Changes a form field for one request: `(field) => field.with({ queryset: … })`. */
export type FieldHook<Instance, Kind> = (
  field: Kind,
  request: Request,
  place: FieldPlace<Instance>,
) => AnyField | Promise<AnyField>;

/** How the fields of a form are asked for: a part of the options of `modelAdmin`. */
export interface ControlOptions<Instance> {
  /** Relations that are searched while typing, however many rows there are; those with many rows always are. */
  readonly autocompleteFields?: readonly RelationName<Instance>[] | undefined;
  readonly getAutocompleteFields?: ((request: Request) => readonly RelationName<Instance>[]) | undefined;
  /** Relations whose keys are typed, with a page to look them up. */
  readonly rawIdFields?: readonly RelationName<Instance>[] | undefined;
  /** Relations to several rows as two lists side by side. */
  readonly filterHorizontal?: readonly ManyName<Instance>[] | undefined;
  /** Relations to several rows as two lists, one above the other. */
  readonly filterVertical?: readonly ManyName<Instance>[] | undefined;
  /** Relations and choices as radio buttons, side by side or one above the other. */
  readonly radioFields?: { readonly [Name in EditableName<Instance>]?: "horizontal" | "vertical" } | undefined;
  /** The controls of single fields. */
  readonly widgets?: { readonly [Name in EditableName<Instance>]?: Widget } | undefined;
  /** The form fields of all fields of a kind: `{ text: { widget: new MarkdownTextarea() } }`. */
  readonly formfieldOverrides?: { readonly [Kind in FieldKind]?: FieldOverride } | undefined;
  /** Changes the field of a relation to one row. Its `queryset` is what can be chosen, by search and by key too. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any model; the query that a hook gives says which
  readonly formfieldForForeignKey?: FieldHook<Instance, ModelChoiceField<any>> | undefined;
  /** Changes the field of a relation to several rows. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any model; the query that a hook gives says which
  readonly formfieldForManyToMany?: FieldHook<Instance, ModelMultipleChoiceField<any>> | undefined;
  /** Changes a field with choices. */
  readonly formfieldForChoiceField?: FieldHook<Instance, AnyField> | undefined;
  /** Changes every field, after the others. */
  readonly formfieldForDbfield?: FieldHook<Instance, AnyField> | undefined;
}
