// Defines how rows that point at an object are edited in that object's form: inlines, and inlines of inlines.
import type { FormSetInstance, ModelKind } from "#forms";
import type { Request } from "#http";
import { quoteValue, SetupError } from "#kernel";
import { findMeta, type ModelMeta } from "#orm/internals";
import type { ControlOptions } from "./control-options.ts";
import type { FieldName, PathName } from "./field-names.ts";
import type { FormOptions } from "./form-options.ts";

type Fields<Child> = Child extends { readonly "~model": { readonly fields: infer Own } } ? Own : never;
/** A field that keeps the key of one other row, so that rows of `Child` can point at it. */
interface Pointing {
  readonly fieldKind: "relation";
  readonly "~count": "one";
  readonly "~insert": "required" | "optional" | "key";
}

/** The fields by which rows point at others: foreign keys and generic relations. */
export type ParentKey<Child> = {
  [Name in keyof Fields<Child> & string]: Fields<Child>[Name] extends Pointing | { readonly fieldKind: "generic" }
    ? Name
    : never;
}[keyof Fields<Child> & string];

/** The names of the models that rows can point at. Any name where a relation is generic. */
export type ParentNames<Child> = {
  [Name in ParentKey<Child>]: Fields<Child>[Name] extends {
    readonly to: () => { readonly modelName: infer Parent extends string };
  }
    ? Parent
    : string;
}[ParentKey<Child>];

/** The rows that rows of a model can point at. */
export type ParentRow<Child> = {
  [Name in ParentKey<Child>]: Fields<Child>[Name] extends { readonly to: () => { readonly prototype: infer Parent } }
    ? Parent
    : object;
}[ParentKey<Child>];

/** Asked for each form of an object. `parent` is undefined while the object is new. */
export type InlineHook<Child, Value> = (
  request: Request,
  parent: ParentRow<Child> | undefined,
) => Value | Promise<Value>;

/** The rows of one inline in a form that was sent, before they are written. */
export interface InlineFormset<Child> {
  /** The model of the rows: `polls.Choice`. */
  readonly model: string;
  /** New rows, with the values of the form. */
  readonly created: readonly Child[];
  readonly changed: readonly Child[];
  readonly deleted: readonly Child[];
  /** Says what is wrong with the rows together; then nothing is written. */
  addError: FormSetInstance["addError"];
}

/** What a form of rows checks and does besides. */
export interface InlineFormsetHooks<Child> {
  /** Checks that reach over several rows, when each is good by itself: call `addError`, or throw a ValidationError. */
  readonly clean?: ((formset: InlineFormset<Child>, request: Request) => void | Promise<void>) | undefined;
}

/** Options of {@link inline}, named as in Django's InlineModelAdmin. */
export interface InlineOptions<Child, Name extends string = never>
  extends Omit<FormOptions<Child>, `get${string}` | "viewOnSite" | "emptyValueDisplay">,
    ControlOptions<Child> {
  /** One line a row, or one card. @default "tabular" */
  readonly kind?: "tabular" | "stacked" | undefined;
  /** The field that points at the object, where the model has several. */
  readonly fkName?: ParentKey<Child> | undefined;
  /** How many empty rows there are beside those of the object. @default 1 */
  readonly extra?: number | undefined;
  readonly minNum?: number | undefined;
  readonly maxNum?: number | undefined;
  /** @default true */
  readonly canDelete?: boolean | undefined;
  /** Whether a row has a link to its own form; its model must be in the admin too. */
  readonly showChangeLink?: boolean | undefined;
  readonly ordering?: readonly (PathName<Child> | `-${PathName<Child>}`)[] | undefined;
  /** A field of numbers that keeps the order: rows can be moved. */
  readonly sortable?: FieldName<Child> | undefined;
  /** What one row is called; the model's own name unless given. */
  readonly verboseName?: string | undefined;
  readonly verboseNamePlural?: string | undefined;
  /** Folded until it is opened, or until one of its rows has an error. */
  readonly collapsed?: boolean | undefined;
  /** Names for a style sheet of one's own. */
  readonly classes?: readonly string[] | undefined;
  /** A template in the place of the admin's, which gets the inline as `inline`. */
  readonly template?: string | undefined;
  /** Checks of the rows together. */
  readonly formset?: InlineFormsetHooks<Child> | undefined;
  /** Rows that point at the rows of this inline. */
  readonly inlines?: readonly Inline<Name>[] | undefined;

  /** The rows that a request may see and change; those of the model's own admin unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: a query set of the model, whatever its row is
  readonly getQueryset?: ((request: Request) => any) | undefined;
  readonly getFields?: InlineHook<Child, NonNullable<FormOptions<Child>["fields"]>> | undefined;
  readonly getFieldsets?: InlineHook<Child, NonNullable<FormOptions<Child>["fieldsets"]>> | undefined;
  readonly getReadonlyFields?: InlineHook<Child, NonNullable<FormOptions<Child>["readonlyFields"]>> | undefined;
  readonly getPrepopulatedFields?: InlineHook<Child, NonNullable<FormOptions<Child>["prepopulatedFields"]>> | undefined;
  readonly getExtra?: InlineHook<Child, number> | undefined;
  readonly getMinNum?: InlineHook<Child, number> | undefined;
  readonly getMaxNum?: InlineHook<Child, number> | undefined;
  /** In the place of the user's permissions for the model and of what its own admin says. An inline that may not be viewed is absent. */
  readonly hasViewPermission?: InlineHook<Child, boolean> | undefined;
  readonly hasAddPermission?: InlineHook<Child, boolean> | undefined;
  readonly hasChangePermission?: InlineHook<Child, boolean> | undefined;
  readonly hasDeletePermission?: InlineHook<Child, boolean> | undefined;
}

/** Rows that are edited in the form of the object that they point at. Made by {@link inline}. */
export interface Inline<Parents extends string = never> {
  readonly meta: ModelMeta;
  readonly options: InlineOptions<object>;
  /** Types alone: the models that the rows can point at. */
  readonly "~parents"?: ((name: Parents) => void) | undefined;
}

/** Which inlines the form of a model has: a part of the options of `modelAdmin`. */
export interface InlinesOptions<Instance, Name extends string = never> {
  /** Rows that point at the object, edited in its form: `[inline(Choice, { extra: 3 })]`. */
  readonly inlines?: readonly Inline<Name>[] | undefined;
  /** In the place of `inlines`, for each form; `row` is undefined for a new one. */
  readonly getInlines?:
    | ((request: Request, row: Instance | undefined) => readonly Inline<Name>[] | Promise<readonly Inline<Name>[]>)
    | undefined;
  /** Called in the transaction, before the rows of one inline are written: their values can still be set. */
  readonly saveFormset?:
    | ((formset: InlineFormset<object>, request: Request, row: Instance) => void | Promise<void>)
    | undefined;
  /** Called in the transaction, after the object and all its inlines were written. */
  readonly saveRelated?: ((row: Instance, request: Request, isNew: boolean) => void | Promise<void>) | undefined;
}

/**
 * Edits the rows of a model in the form of the object that they point at.
 *
 * A model that cannot point at the object's does not compile, nor does a misspelled field.
 *
 * @throws SetupError `ADMIN_NOT_A_MODEL`; at the first page `ADMIN_INLINE_KEY`, `ADMIN_UNKNOWN_FIELD`
 * @example
 * ```ts
 * import { inline, modelAdmin } from "demijohn/admin";
 * import { f, Model } from "demijohn/orm";
 * class Question extends Model("polls.Question", () => Question, { text: f.char({ maxLength: 200 }) }) {}
 * class Choice extends Model("polls.Choice", () => Choice, {
 *   question: f.foreignKey(() => Question, { onDelete: "cascade" }),
 *   text: f.char({ maxLength: 200 }),
 *   votes: f.integer({ default: 0 }),
 * }) {}
 * const questions = modelAdmin(Question, { inlines: [inline(Choice, { kind: "tabular", extra: 3 })] });
 * console.log(questions.options.inlines?.map(({ meta }) => meta.name)); // [ 'polls.Choice' ]
 * ```
 */
export function inline<Child extends object, const Name extends string>(
  model: ModelKind<Child> & { readonly modelName: Name },
  options: InlineOptions<Child, Name> = {},
): Inline<ParentNames<Child>> {
  const meta = findMeta(model);
  if (meta === undefined)
    throw new SetupError("ADMIN_NOT_A_MODEL", `An inline was given ${quoteValue(model)}, which is no model.`, {
      cure: "Give it a class that extends Model(…): inline(Choice, { … }).",
    });
  return Object.freeze({ meta, options: options as unknown as InlineOptions<object> });
}
