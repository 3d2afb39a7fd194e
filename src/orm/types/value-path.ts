// Types paths that name a value: those of `values`, `orderBy`, `selectRelated`, `prefetchRelated` and of expressions.
import type { Insertion, RelationField, ScalarField, Whatever } from "./field-type.ts";
import type { TransformKinds } from "./lookup-kinds.ts";
import type { FieldsOf, PointedValue, TargetOf } from "./model-fields.ts";

type NullOver<Count, Null> = Null extends true ? null : Count extends "many" ? null : never;

/** The type of the value at the end of `Path`. */
export type ValueAt<Instance, Path, Extra = unknown> = Path extends keyof FieldsOf<Instance>
  ? FieldsOf<Instance>[Path] extends ScalarField<infer Value, Whatever, Whatever>
    ? Value
    : FieldsOf<Instance>[Path] extends RelationField<infer Thunk, infer Count, infer Null, Whatever, Whatever, infer To>
      ? PointedValue<Thunk, To> | NullOver<Count, Null>
      : never
  : Path extends `${infer Head}__${infer Rest}`
    ? Head extends keyof FieldsOf<Instance>
      ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, infer Count, infer Null, Whatever, Whatever>
        ? ValueAt<TargetOf<Thunk>, Rest> | NullOver<Count, Null>
        : FieldsOf<Instance>[Head] extends ScalarField<infer Value, infer Kind, Whatever>
          ? PartAt<Kind, Rest> | Extract<Value, null>
          : never
      : Head extends keyof Extra
        ? Extra[Head] extends FilteredRows<infer Target>
          ? ValueAt<Target, Rest> | null
          : never
        : never
    : Path extends keyof Extra
      ? Extra[Path]
      : never;

/** What stands for the rows of a filtered relation among the annotations of a query. */
export interface FilteredRows<Target> {
  readonly "~rows": Target;
}

/** The names of the relations of a model. */
export type RelationName<Instance> = RelationNames<FieldsOf<Instance>>;

/** The model that a relation leads to. */
export type TargetAt<Instance, Name> = Name extends keyof FieldsOf<Instance>
  ? FieldsOf<Instance>[Name] extends RelationField<infer Thunk, Whatever, Whatever, Whatever, Whatever>
    ? TargetOf<Thunk>
    : never
  : never;

type PartAt<Kind, Rest> = Kind extends keyof TransformKinds
  ? Rest extends keyof TransformKinds[Kind]
    ? TransformKinds[Kind][Rest]
    : Kind extends "array" | "range"
      ? unknown
      : never
  : Kind extends "json"
    ? unknown
    : never;

type FieldPath<Instance, Extra> = (keyof FieldsOf<Instance> & string) | (keyof Extra & string);

/** `Path` itself when it is valid, else what may follow its valid beginning: the compiler then names the nearest. */
export type PathOf<Instance, Path, Extra = unknown> = Path extends keyof FieldsOf<Instance>
  ? Path
  : NoInfer<LongPath<Instance, Path, Extra>>;

// Not a part of PathOf: the compiler would search it for `Path` at each call. `Extra` is asked last: in the methods of a
// query set's subclass it is not known yet, and what asks it is put off.
type LongPath<Instance, Path, Extra> = Path extends `${infer Head}__${infer Rest}`
  ? Head extends keyof FieldsOf<Instance>
    ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, Whatever, Whatever, Whatever, Whatever>
      ? `${Head}__${PathOf<TargetOf<Thunk>, Rest> & string}`
      : FieldsOf<Instance>[Head] extends ScalarField<infer _Value, infer Kind, Whatever>
        ? PartPath<Head, Kind, Rest>
        : `${FieldPath<Instance, Extra>}`
    : Head extends keyof Extra
      ? Extra[Head] extends FilteredRows<infer Target>
        ? `${Head}__${PathOf<Target, Rest> & string}`
        : ExtraPath<Instance, Path, Extra>
      : ExtraPath<Instance, Path, Extra>
  : ExtraPath<Instance, Path, Extra>;

type ExtraPath<Instance, Path, Extra> = Path extends keyof Extra ? Path : `${FieldPath<Instance, Extra>}`;

type PartPath<Head extends string, Kind, Rest extends string> = Kind extends keyof TransformKinds
  ? Kind extends "array" | "range"
    ? `${Head}__${Rest}`
    : `${Head}__${keyof TransformKinds[Kind] & string}`
  : Kind extends "json"
    ? `${Head}__${Rest}`
    : Head;

/**
 * A path with an optional `-` before it; `?` orders at random.
 *
 * The compiler finds `Path` in the first branch alone, and there in texts alone: an expression among the terms would
 * otherwise stand for it as well, and then hide all paths but the first.
 */
export type OrderPath<Instance, Path extends string, Extra = unknown> = Path extends "?"
  ? `${Path}`
  : NoInfer<
      Path extends `-${infer Rest}` ? `-${PathOf<Instance, Rest, Extra> & string}` : PathOf<Instance, Path, Extra>
    >;

// biome-ignore lint/suspicious/noExplicitAny: any thunk matches; `unknown` would resolve it
type AnyToOne = RelationField<any, "one", Whatever, Exclude<Insertion, "path">, Whatever>;
type ToOneNames<Fields> = { [K in keyof Fields & string]: Fields[K] extends AnyToOne ? K : never }[keyof Fields &
  string];
type RelationNames<Fields> = {
  [K in keyof Fields & string]: Fields[K] extends {
    readonly fieldKind: "relation" | "generic";
    readonly "~insert": Exclude<Insertion, "path">;
  }
    ? K
    : never;
}[keyof Fields & string];

/** A path of relations that lead to one instance each. */
export type RelatedPath<Instance, Path> =
  Path extends ToOneNames<FieldsOf<Instance>>
    ? Path
    : Path extends `${infer Head}__${infer Rest}`
      ? Head extends ToOneNames<FieldsOf<Instance>>
        ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, "one", Whatever, Whatever, Whatever>
          ? `${Head}__${RelatedPath<TargetOf<Thunk>, Rest> & string}`
          : never
        : ToOneNames<FieldsOf<Instance>>
      : ToOneNames<FieldsOf<Instance>>;

/** A path of relations of any kind. */
export type PrefetchPath<Instance, Path> =
  Path extends RelationNames<FieldsOf<Instance>>
    ? Path
    : Path extends `${infer Head}__${infer Rest}`
      ? Head extends RelationNames<FieldsOf<Instance>>
        ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, Whatever, Whatever, Whatever, Whatever>
          ? `${Head}__${PrefetchPath<TargetOf<Thunk>, Rest> & string}`
          : never
        : RelationNames<FieldsOf<Instance>>
      : RelationNames<FieldsOf<Instance>>;

/** What `selectRelated(Path)` adds to a row: the relation as the loaded instance. */
type Loaded<Instance, Path> = Path extends `${infer Head}__${infer Rest}`
  ? Head extends keyof FieldsOf<Instance>
    ? FieldsOf<Instance>[Head] extends RelationField<infer Thunk, "one", infer Null, Whatever, Whatever>
      ? { readonly [K in Head]: (TargetOf<Thunk> & Loaded<TargetOf<Thunk>, Rest>) | (Null extends true ? null : never) }
      : unknown
    : unknown
  : Path extends keyof FieldsOf<Instance>
    ? FieldsOf<Instance>[Path] extends RelationField<infer Thunk, "one", infer Null, Whatever, Whatever>
      ? { readonly [K in Path]: TargetOf<Thunk> | (Null extends true ? null : never) }
      : unknown
    : unknown;

/** What several paths of `selectRelated` add to a row. */
export type LoadedAll<Instance, Path> = Intersected<Path extends unknown ? Loaded<Instance, Path> : never>;

/** What `prefetchRelated(Path)` adds to a row: the loaded instance, or `items` on the manager of the many. */
type Prefetched<Instance, Path> = Path extends `${infer Head}__${infer _Rest}`
  ? Prefetched<Instance, Head>
  : Path extends keyof FieldsOf<Instance>
    ? FieldsOf<Instance>[Path] extends RelationField<infer Thunk, infer Count, infer Null, Whatever, Whatever>
      ? Count extends "many"
        ? { readonly [K in Path]: { readonly items: readonly TargetOf<Thunk>[] } }
        : { readonly [K in Path]: TargetOf<Thunk> | (Null extends true ? null : never) }
      : unknown
    : unknown;

/** What several paths of `prefetchRelated` add to a row. */
export type PrefetchedAll<Instance, Path> = Intersected<Path extends unknown ? Prefetched<Instance, Path> : never>;

type Intersected<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
