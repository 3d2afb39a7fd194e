// Types forms: their fields, the values after cleaning, the initial values, and the class that Form(...) returns.
import type { Request, StandardSchema } from "#http";
import type { Field } from "../fields/field.ts";
import type { Media } from "../widgets/media.ts";
import type { BoundField } from "./bound-field.ts";
import type { FormInput, FormValues } from "./form-input.ts";
import type { FormInstance } from "./form-instance.ts";
import type { FormSettings } from "./form-settings.ts";
import type { FormSchema } from "./schema.ts";

/** Matches a field of any value without comparing it. */
// biome-ignore lint/suspicious/noExplicitAny: `unknown` would make the compiler compare values and options
export type AnyField = Field<any, any>;

/** A record of fields, as `Form` takes it. */
export type FieldRecord = Readonly<Record<string, AnyField>>;

/** The values of a form after cleaning. */
export type CleanData<Fields> = {
  -readonly [K in keyof Fields]: Fields[K] extends { readonly "~value": infer Value } ? Value : never;
};

/** The names of a form's fields. */
export type FieldName<Fields> = keyof Fields & string;

/** Initial values: some of the clean ones, or others that the fields can show. */
export type InitialData<Fields> = { readonly [K in keyof Fields]?: unknown };

/** What a form becomes once `isValid()` said yes. */
export interface ValidForm<Fields> {
  readonly cleanedData: CleanData<Fields>;
  readonly "~valid": true;
}

/** What every form of a class shares. */
export interface FormDefinition<Fields extends FieldRecord = FieldRecord> {
  /** Turns the clean value of a field into another, or refuses it by a ValidationError. */
  readonly cleanFields?:
    | {
        readonly [K in keyof Fields]?: (
          value: CleanData<Fields>[K],
          form: FormInstance<Fields>,
        ) => CleanData<Fields>[K] | Promise<CleanData<Fields>[K]>;
      }
    | undefined;
  /** A Standard Schema (zod, valibot, arktype …) that the clean values must satisfy together. */
  readonly schema?: StandardSchema | undefined;
  /** Names in the order in which they are shown; the others follow. */
  readonly fieldOrder?: readonly FieldName<Fields>[] | undefined;
  /** What all names of controls begin with. */
  readonly prefix?: string | undefined;
  /** What follows labels: nothing unless given. */
  readonly labelSuffix?: string | undefined;
  /** A class for the groups of fields that must be filled in. */
  readonly requiredClass?: string | undefined;
  /** A class for the groups of fields with errors. */
  readonly errorClass?: string | undefined;
  /** Whether browsers are told which controls are required; true unless given. */
  readonly useRequiredAttribute?: boolean | undefined;
  /** Whether errors are listed above the form; true unless given. */
  readonly errorSummary?: boolean | undefined;
  /** The pattern of ids, with `%s` for the name; false for none. */
  readonly autoId?: string | false | undefined;
  readonly templateName?: string | undefined;
  /** A class of one's own for the fields of a form, as templates see them. */
  readonly boundField?: typeof BoundField | undefined;
  readonly media?: Media | undefined;
}

/** What one form is made of. */
export interface FormOptions<Fields extends FieldRecord = FieldRecord> {
  /** What was sent; a form without it is unbound and shows its initial values. */
  readonly data?: FormValues | FormInput | undefined;
  readonly files?: Iterable<readonly [string, unknown]> | undefined;
  readonly initial?: InitialData<Fields> | undefined;
  readonly prefix?: string | undefined;
  readonly autoId?: string | false | undefined;
  readonly fieldOrder?: readonly FieldName<Fields>[] | undefined;
  /** Whether a form that nobody touched is valid. */
  readonly emptyPermitted?: boolean | undefined;
  readonly useRequiredAttribute?: boolean | undefined;
  readonly settings?: FormSettings | undefined;
}

/** What a form can be read from. */
export type FormSource = Request | FormValues;

/** Options of `from`. */
export type FromOptions<Fields extends FieldRecord = FieldRecord> = Omit<FormOptions<Fields>, "data" | "files"> & {
  /** Read the query instead of the body, for searches; by itself, only unsafe methods bind. */
  readonly bind?: "query" | undefined;
};

/** The class that `Form(...)` returns, for a form's own class to extend. */
export interface FormStatic<Fields extends FieldRecord> {
  new (options?: FormOptions<Fields>): FormInstance<Fields>;
  readonly fields: Fields;
  readonly definition: FormDefinition<Fields>;
  /** The class is a Standard Schema: `request.json({ schema: ContactForm })` gives its clean data or answers 422. */
  readonly "~standard": FormSchema<CleanData<Fields>>;
  /**
   * Makes a form of a request: bound and cleaned where the method is unsafe, else unbound.
   *
   * Records, `URLSearchParams` and `FormData` are taken as well, and always bind.
   */
  from<Self extends object>(
    this: new (
      options?: FormOptions<Fields>,
    ) => Self,
    source: FormSource,
    options?: FromOptions<Fields>,
  ): Promise<Self>;
}
