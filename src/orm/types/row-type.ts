// Types the rows that a query gives: after annotations, values, and fields left out.
import type { PathType, Yields, YieldsOver } from "./expression-type.ts";
import type { DeclaredFieldsOf } from "./model-fields.ts";
import type { PathOf, ValueAt } from "./value-path.ts";

/** The value of an expression, with the paths in it looked up on the model of `Instance`. */
export type Resolved<Instance, Value, Extra = unknown> =
  Value extends PathType<infer Path, infer Take>
    ? Take extends "nonNull"
      ? NonNullable<ValueAt<Instance, Path, Extra>>
      : Take extends "null"
        ? Extract<ValueAt<Instance, Path, Extra>, null>
        : ValueAt<Instance, Path, Extra>
    : Value;

/** `Annotation` itself when the paths in it exist, else the same expression over those that do. */
export type Checked<Instance, Annotation, Extra = unknown> =
  Annotation extends YieldsOver<infer Value, infer Paths>
    ? [Paths] extends [never]
      ? Annotation
      : Paths extends PathOf<Instance, Paths, Extra>
        ? Annotation
        : YieldsOver<Value, PathOf<Instance, Paths, Extra>>
    : Annotation;

/** The type of the value of one annotation. */
export type AnnotationValue<Instance, Annotation, Extra = unknown> =
  Annotation extends Yields<infer Value> ? Resolved<Instance, Value, Extra> : never;

/** What `annotate` adds to a row. */
export type AnnotationsOf<Instance, Annotations, Extra = unknown> = {
  readonly [K in keyof Annotations]: AnnotationValue<Instance, Annotations[K], Extra>;
};

/** A row of `only(...)`: the fields that were not asked for are not there. */
export type OnlyRow<Instance, Row, Names> = Omit<Row, Exclude<keyof DeclaredFieldsOf<Instance>, Names | "pk">>;

/** A row of `values(...)`. */
export type ValuesRow<Instance, Path extends PropertyKey, Extra = unknown> = {
  [P in Path]: ValueAt<Instance, P, Extra>;
};

/** A row of `valuesList(...)`. */
export type ValuesTuple<Instance, Paths extends readonly string[], Extra = unknown> = {
  -readonly [I in keyof Paths]: ValueAt<Instance, Paths[I], Extra>;
};
