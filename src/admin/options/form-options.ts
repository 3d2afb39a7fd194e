// Defines which fields the form of a model has and how they are laid out.
import type { AnyField, EditableName } from "#forms";
import type { Request } from "#http";
import type { FieldName } from "./field-names.ts";

/** A line of a form that is computed from the row and cannot be written. */
export interface ComputedField<Instance> {
  readonly name: string;
  /** What stands beside it; the name in words unless given. */
  readonly label?: string | undefined;
  /** What it says of a row, at once or later; it is not shown in the form of a new one. */
  readonly value: (row: Instance, request: Request) => unknown;
  readonly helpText?: string | undefined;
}

/** A part of a form: a field or a computed line. `Extra` are fields of the form's own class. */
export type FormPart<Instance, Extra extends string = never> =
  | EditableName<Instance>
  | FieldName<Instance>
  | Extra
  | ComputedField<Instance>;

/** A line of a form: a part, or several side by side. */
export type FormLine<Instance, Extra extends string = never> =
  | FormPart<Instance, Extra>
  | readonly FormPart<Instance, Extra>[];

/** Fields that stand together. */
export interface Fieldset<Instance, Extra extends string = never> {
  readonly title?: string | undefined;
  /** The tab that it stands in. Those without one stand above the tabs. */
  readonly tab?: string | undefined;
  readonly description?: string | undefined;
  readonly fields: readonly FormLine<Instance, Extra>[];
  /** Folded until it is opened, or until one of its fields has an error. */
  readonly collapsed?: boolean | undefined;
}

/** A form's class for a model, as `modelForm(…)` makes it. `Extra` are the fields that it adds. */
export interface FormKind<Extra extends string> {
  // biome-ignore lint/suspicious/noExplicitAny: the options of a form of any model
  new (options?: any): object;
  readonly fields: { readonly [Name in Extra]: AnyField };
}

/** Fields that are filled in from others: `{ slug: ["title"] }`. */
export type Prepopulated<Instance> = {
  readonly [Name in EditableName<Instance>]?: readonly EditableName<Instance>[];
};

type Made<Value> = Value | Promise<Value>;
/** Asked for each form; `row` is undefined for a new one. */
export type FormHook<Instance, Value> = (request: Request, row: Instance | undefined) => Made<Value>;

/** How a model's form looks: a part of the options of `modelAdmin`. */
export interface FormOptions<Instance, Extra extends string = never> {
  readonly fields?: readonly FormLine<Instance, NoInfer<Extra>>[] | undefined;
  readonly exclude?: readonly EditableName<Instance>[] | undefined;
  readonly fieldsets?: readonly Fieldset<Instance, NoInfer<Extra>>[] | undefined;
  /** Fields that are shown and not written. Those that stand in no set of fields follow at the end. */
  readonly readonlyFields?: readonly (FieldName<Instance> | ComputedField<Instance>)[] | undefined;
  /** Fields that a script fills in from others while they are typed: `{ slug: ["title"] }`. */
  readonly prepopulatedFields?: Prepopulated<Instance> | undefined;
  /** A class that extends `modelForm(…)`, with checks and further fields of its own. */
  readonly form?: FormKind<Extra> | undefined;
  /** What stands for a value that is empty. @default "–" */
  readonly emptyValueDisplay?: string | undefined;
  /** The object's page on the site: its address, or undefined where it has none. False hides what `absoluteUrl()` of the model says. */
  readonly viewOnSite?: false | ((row: Instance, request: Request) => string | undefined) | undefined;

  /** The form's class for one request. */
  readonly getForm?: FormHook<Instance, FormKind<string>> | undefined;
  readonly getFields?: FormHook<Instance, readonly FormLine<Instance, NoInfer<Extra>>[]> | undefined;
  readonly getExclude?: FormHook<Instance, readonly EditableName<Instance>[]> | undefined;
  readonly getFieldsets?: FormHook<Instance, readonly Fieldset<Instance, NoInfer<Extra>>[]> | undefined;
  readonly getReadonlyFields?:
    | FormHook<Instance, readonly (FieldName<Instance> | ComputedField<Instance>)[]>
    | undefined;
  readonly getPrepopulatedFields?: FormHook<Instance, Prepopulated<Instance>> | undefined;
  /** What a new form holds; what its address names unless given: `add?title=Heat&genre=3`. */
  readonly getChangeformInitialData?:
    | ((request: Request) => Made<{ readonly [Name in EditableName<Instance> | NoInfer<Extra>]?: unknown }>)
    | undefined;
}
