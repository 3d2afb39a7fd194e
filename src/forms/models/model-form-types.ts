// Types forms of models: which fields they may have, what their values are after cleaning, and what they are made with.
import type { UploadedFile } from "#http";
import type { MessageText } from "#validate";
import type { Field } from "../fields/field.ts";
import type { QuerySource } from "../fields/model-choice-fields.ts";
import type {
  AnyField,
  FieldRecord,
  FormDefinition,
  FormOptions,
  FormSource,
  FromOptions,
} from "../form/form-types.ts";
import type { Widget } from "../widgets/widget.ts";
import type { ModelFormInstance } from "./model-form-instance.ts";

/** A model's class. */
export interface ModelKind<Instance extends object = object> {
  readonly modelName: string;
  readonly prototype: Instance;
}

/** The declared fields of the model of an instance. */
export type DeclaredFields<Instance> = Instance extends { readonly "~model": { readonly fields: infer Fields } }
  ? Fields
  : never;

/** The names of the fields that a form can have. */
export type EditableName<Instance> = {
  [K in keyof DeclaredFields<Instance> & string]: DeclaredFields<Instance>[K] extends {
    readonly "~insert": infer Insert;
    readonly fieldKind: infer Kind;
  }
    ? Insert extends "reverse" | "autoKey"
      ? never
      : Insert extends "never"
        ? Kind extends "relation"
          ? K
          : never
        : K
    : never;
}[keyof DeclaredFields<Instance> & string];

type TargetOf<Thunk> = Thunk extends () => { prototype: infer Target } ? Target : never;

/** What a field of a form of a model gives. */
type ValueOf<Definition> = Definition extends { readonly "~value": infer Value }
  ? Value
  : Definition extends { readonly to: infer Thunk; readonly "~count": infer Count; readonly "~null": infer Null }
    ? Count extends "many"
      ? TargetOf<Thunk>[]
      : Null extends true
        ? TargetOf<Thunk> | null
        : TargetOf<Thunk>
    : never;

/** The fields of a form of a model. */
export type ModelFields<Instance, Names extends string> = {
  readonly [K in Names]: Field<
    K extends keyof DeclaredFields<Instance> ? ValueOf<DeclaredFields<Instance>[K]> : unknown
  >;
};

/** What stores uploads for fields of files; the storage of the app is one. */
export interface FileStore {
  /** Stores the content under a name like the one given, and returns the name that it got. */
  save(name: string, content: UploadedFile): Promise<string>;
}

type PerField<Names extends string, Value> = { readonly [K in Names]?: Value };

/** What a form of a model is made with. */
export interface ModelFormDefinition<Instance, Names extends string, Extra extends FieldRecord>
  extends Omit<FormDefinition, "cleanFields" | "fieldOrder">,
    Pick<FormDefinition<ModelFields<Instance, Names> & Extra>, "cleanFields" | "fieldOrder"> {
  /** The fields that the form has; it writes no others. */
  readonly fields: readonly Names[];
  readonly widgets?: PerField<Names, Widget> | undefined;
  readonly labels?: PerField<Names, string> | undefined;
  readonly helpTexts?: PerField<Names, string> | undefined;
  readonly errorMessages?: PerField<Names, Readonly<Record<string, MessageText>>> | undefined;
  /** The fields that are read and written as the form's language does. */
  readonly localized?: readonly Names[] | undefined;
  /** The rows that relations can choose among. */
  // biome-ignore lint/suspicious/noExplicitAny: query sets of several models
  readonly querysets?: PerField<Names, QuerySource<any>> | undefined;
  /** Other form fields than those that the model's fields would get. */
  readonly replace?: PerField<Names, AnyField | ((field: AnyField) => AnyField)> | undefined;
  /** Changes every field that the form gets from the model, or leaves it out by returning undefined. */
  readonly eachField?: ((field: AnyField, name: Names) => AnyField | undefined) | undefined;
  /** Fields that are not the model's. */
  readonly extra?: Extra | undefined;
  /** Where uploads of the model's fields of files go. */
  readonly storage?: FileStore | undefined;
}

/** What one form of a model is made of. */
export interface ModelFormOptions<Instance, Fields extends FieldRecord> extends FormOptions<Fields> {
  /** The row to change; a new one unless given. */
  readonly instance?: Instance | undefined;
  /** Fields that the form does not have, which the checks of the whole row look at all the same. */
  readonly alsoChecked?: readonly string[] | undefined;
}

/** The class that `modelForm(...)` returns. */
export interface ModelFormStatic<Instance extends object, Fields extends FieldRecord> {
  new (options?: ModelFormOptions<Instance, Fields>): ModelFormInstance<Instance, Fields>;
  readonly fields: Fields;
  readonly definition: FormDefinition<Fields>;
  /** Makes a form of a request or of values; see {@link FormStatic.from}. */
  from<Self extends object>(
    this: new (
      options?: ModelFormOptions<Instance, Fields>,
    ) => Self,
    source: FormSource,
    options?: FromOptions<Fields> & { readonly instance?: Instance | undefined },
  ): Promise<Self>;
}
