// Types what a model knows of its fields: the declared ones, the implicit ones, and those that others add to it.
import type { AnyField, HasQueryName, RelationField, ScalarField, Whatever } from "./field-type.ts";

/**
 * Reverse relations onto models that one does not own.
 *
 * Augment it with a line per edge: `"auth.User.articles": typeof Article`. Only the names of its keys are scanned, so
 * no class is resolved for it.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ReverseEdges {}

// Equal keys collapse into a union: every edge of one model stands under that model's name.
type EdgeKeys = {
  [Key in keyof ReverseEdges as Key extends `${infer App}.${infer Name}.${string}` ? `${App}.${Name}` : never]: Key;
};

/** The relations that other applications declared onto the model `Name`. */
export type ExternalReverse<Name> = Name extends keyof EdgeKeys
  ? {
      [Key in EdgeKeys[Name] & string as Key extends `${string}.${string}.${infer R}`
        ? R
        : never]: Key extends keyof ReverseEdges
        ? RelationField<() => ReverseEdges[Key], "many", false, "never", never, "pk">
        : never;
    }
  : unknown;

/** The names of the fields that are the primary key; `pk` for one of several fields. */
export type KeyNames<Fields> = "pk" extends keyof Fields
  ? "pk"
  : { [K in keyof Fields]: Fields[K] extends { readonly "~insert": "key" | "autoKey" } ? K : never }[keyof Fields];

/** The primary key of several fields, as the option `primaryKey` names them: `pk`, a tuple of their values. */
export type KeyOfFields<Fields, Names extends readonly unknown[]> = Names extends readonly []
  ? unknown
  : { readonly pk: ScalarField<KeyTuple<Fields, Names>, "tuple", "never"> };

type KeyTuple<Fields, Names> = { readonly [I in keyof Names]: KeyPart<Fields[Names[I] & keyof Fields]> };

type KeyPart<Field> =
  Field extends ScalarField<infer Value, Whatever, Whatever>
    ? Value
    : Field extends RelationField<infer Thunk, Whatever, Whatever, Whatever, Whatever, infer To>
      ? PointedValue<Thunk, To>
      : never;

/** `id`, where no field is the primary key, and `pk`, which names it in every model. */
type ImplicitKey<Fields> = [KeyNames<Fields>] extends [never]
  ? { id: ScalarField<number, "number", "autoKey">; pk: ScalarField<number, "number", "never"> }
  : { pk: KeyField<Fields, KeyNames<Fields>> };

type KeyField<Fields, Name> = Name extends keyof Fields
  ? Fields[Name] extends ScalarField<infer Value, infer Kind, Whatever>
    ? ScalarField<Value, Kind, "never">
    : Fields[Name] extends { readonly to: infer Thunk; readonly "~to": infer To }
      ? ScalarField<PointedValue<Thunk, To>, PointedKind<Thunk, To>, "never">
      : never
  : never;

/** `authorId` for every foreign key `author`. */
export type KeyColumns<Fields> = {
  [K in keyof Fields & string as Fields[K] extends RelationField<
    // biome-ignore lint/suspicious/noExplicitAny: any thunk matches; `unknown` would resolve it
    any,
    "one",
    boolean,
    "required" | "optional" | "key",
    string
  >
    ? `${K}Id`
    : never]: Fields[K] extends RelationField<infer Thunk, "one", infer Null, Whatever, Whatever, infer To>
    ? ScalarField<PointedValue<Thunk, To> | (Null extends true ? null : never), PointedKind<Thunk, To>, "optional">
    : never;
};

/** The other sides under the names that paths have for them, where those are not their own. */
// One comparison of all fields at once: looking at each would cost every model a quarter of what its queries do.
type QueryNames<Fields> = [Fields[keyof Fields]] extends [
  { readonly fieldKind: unknown; readonly "~queryName"?: undefined },
]
  ? unknown
  : Aliases<Fields[keyof Fields]>;
type Aliases<Field> = {
  [N in QueryNameOf<Field>]: Extract<Field, HasQueryName<N>> extends RelationField<
    infer Thunk,
    infer Count,
    infer Null,
    Whatever,
    Whatever
  >
    ? RelationField<Thunk, Count, Null, "path", never>
    : never;
};
type QueryNameOf<Field> = Field extends HasQueryName<infer Name> ? Name : never;

/** Every name that a lookup may start with. */
export type AllFields<Name, Fields> = ExternalReverse<Name> &
  Fields &
  KeyColumns<Fields> &
  QueryNames<Fields> &
  ImplicitKey<Fields>;

/** What an instance's type carries about its model. */
export interface ModelTyping<Name, Fields> {
  readonly fields: Fields;
  readonly all: AllFields<Name, Fields>;
}

export interface HasTyping {
  readonly "~model": { readonly all: unknown; readonly fields: unknown };
}

/** All fields of the model of `Instance`, the implicit ones included. */
export type FieldsOf<Instance> = Instance extends HasTyping ? Instance["~model"]["all"] : never;

/** The declared fields of the model of `Instance`. */
export type DeclaredFieldsOf<Instance> = Instance extends HasTyping ? Instance["~model"]["fields"] : never;

/** The instance type at the end of a thunk `() => Author`. */
export type TargetOf<Thunk> = Thunk extends () => { prototype: infer Instance } ? Instance : never;

/** The type of the primary key of `Instance`. */
export type KeyOf<Instance> =
  FieldsOf<Instance> extends { pk: ScalarField<infer Value, Whatever, Whatever> } ? Value : never;

type KeyKind<Instance> =
  FieldsOf<Instance> extends { pk: ScalarField<Whatever, infer Kind, Whatever> } ? Kind : "number";

/** The type of the values that a foreign key to the field `To` holds. */
export type PointedValue<Thunk, To> = To extends "pk"
  ? KeyOf<TargetOf<Thunk>>
  : PointedField<TargetOf<Thunk>, To> extends ScalarField<infer Value, Whatever, Whatever>
    ? NonNullable<Value>
    : never;

type PointedKind<Thunk, To> = To extends "pk"
  ? KeyKind<TargetOf<Thunk>>
  : PointedField<TargetOf<Thunk>, To> extends ScalarField<Whatever, infer Kind, Whatever>
    ? Kind
    : "number";

// A one-to-one field is pointed at by the key that it holds.
type PointedField<Target, To> = To extends keyof FieldsOf<Target>
  ? FieldsOf<Target>[To] extends { readonly fieldKind: "relation" }
    ? FieldsOf<Target>[`${To & string}Id` & keyof FieldsOf<Target>]
    : FieldsOf<Target>[To]
  : never;

/** The name of the model at the end of a thunk, or never when it is not a model. */
export type NameOf<Thunk> = Thunk extends () => { readonly modelName: infer Name extends string } ? Name : never;

/** A record of fields, as `Model` takes it. */
export type FieldRecord = Readonly<Record<string, AnyField>>;
