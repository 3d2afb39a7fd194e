// Types the instances of a model: their values, their relations, and what every instance can do.
import type { ManagerParts } from "../model/define/managers.ts";
import type { LoadedRow } from "../model/instance-state.ts";
import type { Condition } from "./expression-type.ts";
import type { AnyField, GenericField, RelationField, ScalarField, Whatever } from "./field-type.ts";
import type {
  DeclaredFieldsOf,
  ExternalReverse,
  KeyColumns,
  KeyNames,
  KeyOf,
  ModelTyping,
  PointedValue,
  TargetOf,
} from "./model-fields.ts";

/** What the manager of the many instances behind a relation can do besides querying. */
export interface RelatedOperations<Instance, Via = never> {
  /** Makes an instance and saves it; what it is related by need not be given. */
  create(data: Omit<CreateInput<Instance>, Via & PropertyKey>): Promise<Instance>;
  /** Adds instances, or their keys, to the relation. */
  add(...members: readonly (Instance | KeyOf<Instance>)[]): Promise<void>;
  /** Adds instances, or their keys, with values for the model of the links: the `through` of the relation. */
  link(members: readonly (Instance | KeyOf<Instance>)[], values?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Takes instances out of the relation; they stay in the database. */
  remove(...members: readonly (Instance | KeyOf<Instance>)[]): Promise<void>;
  /** Makes the relation hold exactly `members`. */
  set(members: readonly (Instance | KeyOf<Instance>)[]): Promise<void>;
  /** Takes every instance out of the relation. */
  clear(): Promise<void>;
  /** The keys in the order that the rows have of their own: that of `orderWithRespectTo`. */
  getOrder(): Promise<KeyOf<Instance>[]>;
  /** Writes the order of the rows: that of `members`, which need not be all of them. */
  setOrder(members: readonly (Instance | KeyOf<Instance>)[]): Promise<void>;
}

// The manager's class is read from the target, so that its own query-set methods are there.
type RelatedManager<Thunk, Via> = Thunk extends () => infer Cls
  ? Cls extends { readonly "~names": { readonly manager: infer Name } }
    ? Cls[Name & keyof Cls] & RelatedOperations<TargetOf<Thunk>, Via>
    : never
  : never;

/** An instance of some model; `instanceof` tells of which. */
export interface AnyInstance {
  readonly pk: unknown;
  equals(other: unknown): boolean;
  toString(): string;
}

type ValueOf<Field> =
  Field extends ScalarField<infer Value, Whatever, Whatever>
    ? Value
    : Field extends RelationField<infer Thunk, infer Count, infer Null, infer Insert, infer Via>
      ? Count extends "many"
        ? RelatedManager<Thunk, Insert extends "reverse" ? Via : never>
        : Null extends true
          ? TargetOf<Thunk> | Promise<TargetOf<Thunk> | null> | null
          : TargetOf<Thunk> | Promise<TargetOf<Thunk>>
      : Field extends GenericField
        ? AnyInstance | Promise<AnyInstance | null> | null
        : never;

/** The values that the fields put on an instance. */
export type ValuesOf<Fields> = { -readonly [K in keyof Fields]: ValueOf<Fields[K]> };

/** The values of the declared fields, and the key columns of their foreign keys. */
export type ColumnsOf<Fields> = ValuesOf<Fields> & ValuesOf<KeyColumns<Fields>>;

/** How {@link ModelBase.save} writes. */
export interface SaveOptions<Names extends string = string> {
  /** Insert, even when the instance has a key. */
  readonly forceInsert?: boolean | undefined;
  /** Update, and throw NotUpdated when there is no such row. */
  readonly forceUpdate?: boolean | undefined;
  /** Write these fields alone. */
  readonly updateFields?: readonly Names[] | undefined;
  /** The alias of the database. */
  readonly using?: string | undefined;
}

/** A part of {@link ModelBase.fullClean}. `fields` are each by itself, `clean` is the model's own method. */
export type CleanStep = "fields" | "clean" | "unique" | "constraints";

/** Which checks {@link ModelBase.fullClean} runs. */
export interface CleanOptions<Names extends string = string> {
  /** Fields that are not looked at. */
  readonly exclude?: readonly Names[] | undefined;
  /** The parts to run; all by default. */
  readonly checks?: readonly CleanStep[] | undefined;
}

/** How many rows a delete removed: in all, and by model. */
export interface DeleteCount {
  readonly total: number;
  readonly byModel: Readonly<Record<string, number>>;
}

type FieldNames<Fields> = Exclude<keyof Fields & string, "pk">;

/** What every instance can do. */
export interface ModelBase<Name, Fields> {
  /** Types alone: the model's name and fields. */
  readonly "~model": ModelTyping<Name, Fields>;
  /** The primary key, whatever its name. */
  readonly pk: KeyValue<Fields>;
  /** Whether the instance is yet to be inserted. */
  readonly isNew: boolean;
  /** Inserts the instance, or updates what changed of it. */
  save(options?: SaveOptions<FieldNames<Fields>>): Promise<this>;
  /** Deletes the row, after what its relations' `onDelete` asks for. */
  delete(options?: { readonly using?: string | undefined }): Promise<DeleteCount>;
  /** Reads the values again, all of them or those of `fields`. */
  refresh(options?: { readonly fields?: readonly FieldNames<Fields>[] | undefined }): Promise<this>;
  /** Whether both are the same row of the same model. */
  equals(other: unknown): boolean;
  /** The names of the fields that differ from what was loaded or saved. */
  changedFields(): FieldNames<Fields>[];
  /** The names of the fields that `only` or `defer` left out. */
  deferredFields(): FieldNames<Fields>[];
  /** The label of the current choice of a field with choices. */
  display(field: FieldNames<Fields>): string;
  /** The row after this one in the order of a field, then of the key, among those that satisfy `where`; or null. */
  findNext(field: FieldNames<Fields>, where?: Condition<unknown>): Promise<this | null>;
  /** The row before this one. */
  findPrevious(field: FieldNames<Fields>, where?: Condition<unknown>): Promise<this | null>;
  /** The row after this one in the order of {@link RelatedOperations.setOrder}, or null. */
  findNextInOrder(): Promise<this | null>;
  /** The row before this one in that order. */
  findPreviousInOrder(): Promise<this | null>;
  /** The values of the fields that the option `naturalKey` names; of a foreign key, those of the row it leads to. */
  naturalKey(): Promise<unknown[]>;
  /** Called when the instance was made from a row: its values are set, its annotations and relations not yet. */
  afterLoad(loaded: LoadedRow): void;
  /** Checks that reach over several fields; throw a ValidationError. Called by {@link fullClean}. */
  clean(): void | Promise<void>;
  /** Runs every check of the fields, {@link clean}, uniqueness and the constraints; throws all faults at once. */
  fullClean(options?: CleanOptions<FieldNames<Fields>>): Promise<void>;
  toString(): string;
}

type KeyValue<Fields> = [KeyNames<Fields>] extends [never]
  ? number
  : KeyNames<Fields> extends keyof Fields
    ? Fields[KeyNames<Fields>] extends ScalarField<infer Value, Whatever, Whatever>
      ? Value
      : Fields[KeyNames<Fields>] extends { readonly to: infer Thunk; readonly "~to": infer To }
        ? PointedValue<Thunk, To>
        : never
    : never;

/** An instance of a model. The parts have no key in common: a compiler could not resolve them otherwise. */
export type InstanceOf<Name, Fields, Own, Mixed> = ModelBase<Name, Fields> &
  ColumnsOf<Own> &
  ValuesOf<ExternalReverse<Name>> &
  Mixed &
  ([KeyNames<Fields>] extends [never] ? { id: number } : unknown);

/** What `Mixin(...)` returns. */
export interface AnyMixin {
  readonly isMixin: true;
  readonly fields: Readonly<Record<string, AnyField>>;
  readonly manager: ManagerParts;
  // biome-ignore lint/suspicious/noExplicitAny: an instance of any shape
  readonly prototype: any;
}

/** The methods that the mixins of a tuple give to the manager of a model. */
export type MixinMethods<Mixins> = Mixins extends readonly [infer First, ...infer Rest]
  ? (First extends { readonly "~methods": infer Methods } ? Methods : unknown) & MixinMethods<Rest>
  : unknown;

/** The fields of all mixins of a tuple. */
export type MixinFields<Mixins> = Mixins extends readonly [infer First extends AnyMixin, ...infer Rest]
  ? First["fields"] & MixinFields<Rest>
  : unknown;

/** The instances of all mixins of a tuple, intersected. */
export type MixinInstance<Mixins> = Mixins extends readonly [infer First extends AnyMixin, ...infer Rest]
  ? First["prototype"] & MixinInstance<Rest>
  : unknown;

// Not by `infer`: the compiler would resolve the classes that the parent's fields lead to, this one among them.
/** The fields that a model has from the one that it extends. */
export type FieldsOfParent<Parent> = [Parent] extends [undefined] ? unknown : Parent["fields" & keyof Parent];

/** What the instances of a model have from the one that it extends. */
export type InstanceOfParent<Parent> = [Parent] extends [undefined] ? unknown : Parent["prototype" & keyof Parent];

/** What `create` and the constructor take: the fields without a value of their own are required. */
export type CreateInput<Instance> = RequiredInput<DeclaredFieldsOf<Instance>> &
  OptionalInput<DeclaredFieldsOf<Instance>>;

type NamesOf<Fields, Insert> = {
  [K in keyof Fields]: Fields[K] extends { readonly "~insert": infer Found }
    ? Found extends Insert
      ? K
      : never
    : never;
}[keyof Fields];

/** What a field takes: its value, or for a relation an instance or its key. */
export type InputOf<Field> =
  Field extends ScalarField<infer Value, Whatever, Whatever>
    ? Value
    : Field extends RelationField<infer Thunk, Whatever, infer Null, Whatever, Whatever, infer To>
      ? TargetOf<Thunk> | PointedValue<Thunk, To> | (Null extends true ? null : never)
      : Field extends GenericField
        ? AnyInstance | null
        : never;

type RequiredInput<Fields> = { [K in NamesOf<Fields, "required" | "key">]: InputOf<Fields[K]> };
type OptionalInput<Fields> = { [K in NamesOf<Fields, "optional" | "autoKey" | "generic">]?: InputOf<Fields[K]> } & ([
  KeyNames<Fields>,
] extends [never]
  ? { id?: number }
  : unknown);

/** The names that `update`, `bulkUpdate` and the like may write. */
export type WritableNames<Instance> = NamesOf<DeclaredFieldsOf<Instance>, "required" | "optional" | "key" | "autoKey">;
