// Types what `filter` takes: each key is parsed as a path over relations and a lookup, and gives the type of its value.
import type { Condition, Yields } from "./expression-type.ts";
import type { RelationField, ScalarField, Whatever } from "./field-type.ts";
import type { KindOf, LookupKinds, OneColumnQuery, TransformKinds } from "./lookup-kinds.ts";
import type { FieldsOf, PointedValue, TargetOf } from "./model-fields.ts";
import type { FilteredRows } from "./value-path.ts";

/** What a key that names no field resolves to. */
export interface UnknownField<Model, Name> {
  readonly "~unknown": [Model, Name];
}

/** What a lookup that the field does not have resolves to. */
export interface UnknownLookup<Value, Name> {
  readonly "~unknown": [Value, Name];
}

type ExactValue<Field> =
  Field extends ScalarField<infer Value, Whatever, Whatever>
    ? Value | Yields<NonNullable<Value>>
    : Field extends RelationField<infer Thunk, Whatever, infer Null, Whatever, Whatever, infer To>
      ? RelatedValue<Thunk, To> | (Null extends true ? null : never)
      : never;

type RelatedValue<Thunk, To> = TargetOf<Thunk> | PointedValue<Thunk, To> | Yields<PointedValue<Thunk, To>>;

type RelationLookup<Thunk, Rest, To> = Rest extends "isnull"
  ? boolean
  : Rest extends "in"
    ?
        | readonly (TargetOf<Thunk> | PointedValue<Thunk, To>)[]
        | OneColumnQuery<PointedValue<Thunk, To>>
        | OneColumnQuery<TargetOf<Thunk>>
    : LookupValue<TargetOf<Thunk>, Rest>;

type ScalarLookup<Value, Kind extends keyof LookupKinds<Value>, Rest> = Rest extends keyof LookupKinds<Value>[Kind]
  ? LookupKinds<Value>[Kind][Rest]
  : Kind extends keyof TransformKinds
    ? TransformLookup<TransformKinds[Kind], Rest, Value>
    : Kind extends "json"
      ? unknown
      : UnknownLookup<Value, Rest>;

type TransformLookup<Parts, Rest, Value> = Rest extends keyof Parts
  ? Parts[Rest] | Yields<Parts[Rest]>
  : Rest extends `${infer Part}__${infer Lookup}`
    ? Part extends keyof Parts
      ? ScalarLookup<Parts[Part], KindOf<Parts[Part]>, Lookup>
      : PlaceLookup<Value, Rest>
    : PlaceLookup<Value, Rest>;

// Parts whose names are no property names, or whose types are those of the value: indexes of lists, bounds of ranges.
type PlaceLookup<Value, Rest> = Value extends readonly unknown[]
  ? Rest extends `${number}${string}`
    ? unknown
    : UnknownLookup<Value, Rest>
  : Value extends { readonly lower: infer Bound }
    ? Rest extends "lower" | "upper"
      ? NonNullable<Bound>
      : Rest extends `${"lower" | "upper"}__${infer Lookup}`
        ? ScalarLookup<NonNullable<Bound>, KindOf<NonNullable<Bound>>, Lookup>
        : UnknownLookup<Value, Rest>
    : UnknownLookup<Value, Rest>;

type AnnotationLookup<Value, Rest> = ScalarLookup<NonNullable<Value>, KindOf<NonNullable<Value>>, Rest>;

/** The type of the value of the lookup `Path` on the model of `Instance`; `Extra` holds the query's annotations. */
export type LookupValue<Instance, Path, Extra = unknown> = Path extends keyof FieldsOf<Instance>
  ? ExactValue<FieldsOf<Instance>[Path]>
  : Path extends `${infer Head}__${infer Rest}`
    ? Head extends keyof FieldsOf<Instance>
      ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, Whatever, Whatever, Whatever, Whatever, infer To>
        ? RelationLookup<Thunk, Rest, To>
        : FieldsOf<Instance>[Head] extends ScalarField<infer Value, infer Kind, Whatever>
          ? ScalarLookup<NonNullable<Value>, Kind, Rest>
          : never
      : Head extends keyof Extra
        ? Extra[Head] extends FilteredRows<infer Target>
          ? Rest extends "isnull"
            ? boolean
            : LookupValue<Target, Rest>
          : AnnotationLookup<Extra[Head], Rest>
        : UnknownField<Instance, Head>
    : Path extends keyof Extra
      ? Extra[Path] | Yields<NonNullable<Extra[Path]>>
      : UnknownField<Instance, Path>;

// The keys that are offered and suggested: fields with their lookups, one step over each relation, and the
// continuations of the relations that the written keys already cross.
type LocalKeys<Instance> = LocalKeysIn<FieldsOf<Instance>>;
type LocalKeysIn<Fields> = {
  [Head in keyof Fields & string]: Fields[Head] extends ScalarField<infer Value, infer Kind, Whatever>
    ? Head | `${Head}__${keyof LookupKinds<Value>[Kind] & string}` | PartKeys<Head, Kind>
    : Head | `${Head}__isnull` | `${Head}__in`;
}[keyof Fields & string];
type PartKeys<Head extends string, Kind> = Kind extends keyof TransformKinds
  ? `${Head}__${keyof TransformKinds[Kind] & string}`
  : never;
type OneStepKeys<Instance> = OneStepKeysIn<FieldsOf<Instance>>;
type OneStepKeysIn<Fields> = {
  [Head in keyof Fields & string]: Fields[Head] extends RelationField<
    infer Thunk,
    "one" | "many",
    Whatever,
    Whatever,
    Whatever
  >
    ? `${Head}__${keyof FieldsOf<TargetOf<Thunk>> & string}`
    : never;
}[keyof Fields & string];
type ContinuedKeys<Instance, Key> = Key extends `${infer Head}__${infer Rest}`
  ? Head extends keyof FieldsOf<Instance>
    ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, Whatever, Whatever, Whatever, Whatever>
      ? `${Head}__${LocalKeys<TargetOf<Thunk>> | ContinuedKeys<TargetOf<Thunk>, Rest>}`
      : never
    : never
  : never;

/** What a call is checked with while the compiler is still inferring its keys. */
export interface Inferring {
  readonly part: string;
}

/** What it is checked with afterwards: the default of a type parameter that nobody gives. */
export interface Inferred extends Inferring {
  readonly part: "lookups";
  readonly done: true;
}

/**
 * The parameter of `filter`: the value of every key, by its path. When a key is wrong, or none is there yet, the type
 * turns into the closed set of possible keys, so that the compiler reports the key and suggests the right one.
 *
 * Before `Stage` is decided it holds the bare keys: the compiler would otherwise search every branch for `Key`, and
 * list all possible keys for each call, which made four fifths of a call's cost.
 */
export type Where<
  Instance,
  Key extends PropertyKey,
  Extra = unknown,
  Stage extends Inferring = Inferred,
> = Stage extends { readonly done: true } ? Lookups<Instance, Key, Extra>[Stage["part"]] : { [P in Key]: unknown };

// With an index signature, the parameter is `unknown` to the compiler as long as `Stage` can be anything.
interface Lookups<Instance, Key extends PropertyKey, Extra> {
  lookups: [WrongKey<Instance, Key, Extra>] extends [never]
    ? { [P in Key]: LookupValue<Instance, P, Extra> }
    : "~q" extends Key
      ? Condition<Instance>
      : PossibleLookups<Instance, Key, Extra>;
  [other: string]: unknown;
}

// Not never without keys: an empty object would complete nothing.
type WrongKey<Instance, Key, Extra> = [Key] extends [never]
  ? ""
  : Key extends unknown
    ? LookupValue<Instance, Key, Extra> extends { readonly "~unknown": unknown }
      ? Key
      : never
    : never;
type RightKey<Instance, Key, Extra> = Key extends unknown
  ? LookupValue<Instance, Key, Extra> extends { readonly "~unknown": unknown }
    ? never
    : Key & string
  : never;

/** Every lookup that may stand beside the keys that are written. */
export type PossibleLookups<Instance, Key, Extra> = {
  [P in PossibleKeys<Instance, Key, Extra>]?: LookupValue<Instance, P, Extra>;
};
// `0 extends Key` is never true: it only puts the work off until an error needs it.
type PossibleKeys<Instance, Key, Extra> = 0 extends Key
  ? never
  :
      | LocalKeys<Instance>
      | OneStepKeys<Instance>
      | ContinuedKeys<Instance, Key>
      | RightKey<Instance, Key, Extra>
      | (keyof Extra & string);
