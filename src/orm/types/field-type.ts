// Types a field: its value, the lookups that it takes, and how `create` treats it.
import type { LookupKind } from "./lookup-kinds.ts";

/** How `create` treats a field: `key` and `autoKey` are primary keys, `never` fields are not given, `reverse` ones live elsewhere, `path` ones in paths alone. */
export type Insertion = "required" | "optional" | "key" | "autoKey" | "never" | "reverse" | "generic" | "path";

/** The part that all fields share. */
export interface AnyField {
  readonly fieldKind: "scalar" | "relation" | "generic";
}

/** A field with a value of its own: `Value` in TypeScript, the lookups of `Kind`. */
export interface ScalarField<Value, Kind extends LookupKind, Insert extends Insertion> extends AnyField {
  readonly fieldKind: "scalar";
  readonly "~value": Value;
  readonly "~lookups": Kind;
  readonly "~insert": Insert;
}

/**
 * A field that leads to another model. `Thunk` is the whole `() => Author`, never its result: that is what lets two
 * models name each other.
 */
export interface RelationField<
  Thunk,
  Count extends "one" | "many",
  Null extends boolean,
  Insert extends Insertion,
  RelatedName extends string,
  To = Whatever,
> extends AnyField {
  readonly fieldKind: "relation";
  readonly to: Thunk;
  readonly "~count": Count;
  readonly "~null": Null;
  readonly "~insert": Insert;
  readonly "~relatedName": RelatedName;
  /** The field of the target whose values it holds. */
  readonly "~to": To;
}

/** Another side whose paths have a name of their own. */
export interface HasQueryName<Name extends string> {
  readonly "~queryName": Name;
}

/** A field that leads to a row of any model. */
export interface GenericField extends AnyField {
  readonly fieldKind: "generic";
  readonly "~insert": "generic";
}

/** Matches any argument of a field's type without comparing it. */
// biome-ignore lint/suspicious/noExplicitAny: `unknown` would make the compiler compare the arguments
export type Whatever = any;
