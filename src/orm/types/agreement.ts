// Types the checks that wait until all classes of an application are defined: both sides of each relation agree.
import type { Insertion, RelationField, Whatever } from "./field-type.ts";
import type { DeclaredFieldsOf, FieldsOf, NameOf, TargetOf } from "./model-fields.ts";
import type { OrderPath } from "./value-path.ts";

/** The report of a fault in the models, as the compiler prints it. */
export interface ModelProblem<Message extends string> {
  readonly "~problem": Message;
}

/** Asks of every model of the record that its relations lead to models whose other side agrees. */
export type AgreeingModels<Models> = {
  [K in keyof Models]: Models[K] extends {
    readonly modelName: infer Name extends string;
    readonly fields: infer Fields;
    readonly "~inherited": infer Inherited;
    readonly "~names": { readonly related: infer Related };
  }
    ? ModelChecks<K & string, { name: Name; fields: Fields; inherited: Inherited; related: Related }, Models[K]>
    : unknown;
};

interface Checked {
  readonly name: unknown;
  readonly fields: unknown;
  readonly inherited: unknown;
  readonly related: unknown;
}

// What a model inherits was checked with its parent.
type OwnNames<Model extends Checked> = Exclude<keyof Model["fields"], keyof Model["inherited"]> & string;

type ModelChecks<Key extends string, Model extends Checked, Cls> =
  | {
      [P in OwnNames<Model>]: Problem<Model, Model["fields"][P & keyof Model["fields"]], P>;
    }[OwnNames<Model>]
  | OrderingProblem<Cls> extends infer Problems
  ? [Problems] extends [never]
    ? unknown
    : ModelProblem<`${Key}.${Problems & string}`>
  : never;

type OrderingProblem<Cls> = Cls extends {
  readonly ordering: readonly (infer Path extends string)[];
  prototype: infer Instance;
}
  ? Path extends unknown
    ? [Path] extends [OrderPath<Instance, Path>]
      ? never
      : `ordering: there is no path "${Path}"`
    : never
  : never;

type Problem<Model extends Checked, Field, Key extends string> = Key extends `${string}__${string}`
  ? `${Key}: a field's name cannot contain "__"`
  : Field extends RelationField<infer Thunk, Whatever, Whatever, infer Insert, infer RelatedName, infer To>
    ? [NameOf<Thunk>] extends [never]
      ? `${Key}: the target is not a model`
      : Insert extends "reverse"
        ? IsOtherSide<OtherSide<DeclaredFieldsOf<TargetOf<Thunk>>, RelatedName, Thunk>, Model["name"], Key> extends true
          ? never
          : `${Key}: ${NameOf<Thunk>}.${RelatedName} is not a relation to this model with relatedName "${Key}"`
        :
            | PointingProblem<Key, Thunk, Field["~count"], To>
            | ([RelatedName] extends [never]
                ? [Model["related"]] extends [never]
                  ? never
                  : ForwardProblem<Key, Thunk, NamedFor<Model["related"] & string, Model["name"]>>
                : ForwardProblem<Key, Thunk, NamedFor<RelatedName, Model["name"]>>)
    : never;

// What a foreign key points at is a field of the target: the one that it names, or a key of one field.
type PointingProblem<Key extends string, Thunk, Count, To> = Count extends "one"
  ? To extends "pk"
    ? "pk" extends keyof DeclaredFieldsOf<TargetOf<Thunk>>
      ? `${Key}: the key of ${NameOf<Thunk>} is made of several fields: name a unique one with toField`
      : never
    : To extends keyof FieldsOf<TargetOf<Thunk>>
      ? never
      : `${Key}: ${NameOf<Thunk>} has no field "${To & string}" to point at`
  : never;

type ForwardProblem<Key extends string, Thunk, RelatedName extends string> = RelatedName extends keyof FieldsOf<
  TargetOf<Thunk>
>
  ? FieldsOf<TargetOf<Thunk>>[RelatedName] extends { readonly fieldKind: "relation" }
    ? never
    : `${Key}: relatedName "${RelatedName}" clashes with a field of ${NameOf<Thunk>}`
  : `${Key}: declare "${RelatedName}" on ${NameOf<Thunk>} with f.reverse()`;

// `{model}` in the relatedName of a mixin's field stands for each of the models that have it.
type NamedFor<RelatedName extends string, Name> = RelatedName extends `${infer Before}{model}${infer After}`
  ? Name extends `${string}.${infer Short}`
    ? `${Before}${Uncapitalize<Short>}${After}`
    : RelatedName
  : RelatedName;

type IsOtherSide<Side, Name, Key> = [Side] extends [never]
  ? false
  : Side extends { target: Name; relatedName: Key }
    ? true
    : false;

// The link of a model to its parent is declared by the option `parent`.
type OtherSide<Fields, Name, Owner> = Name extends keyof Fields
  ? Fields[Name] extends RelationField<infer Thunk, "one" | "many", boolean, Insertion, infer RelatedName>
    ? {
        target: NameOf<Thunk>;
        relatedName: NamedFor<[RelatedName] extends [never] ? DefaultName<Owner> : RelatedName, NameOf<Owner>>;
      }
    : Fields[Name] extends { readonly fieldKind: "generic" }
      ? { target: Whatever; relatedName: Whatever }
      : never
  : Name extends `${string}Ptr`
    ? { target: Whatever; relatedName: Whatever }
    : never;

type DefaultName<Thunk> = Thunk extends () => { readonly "~names": { readonly related: infer Name extends string } }
  ? Name
  : never;
