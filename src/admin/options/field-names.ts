// Types the names of fields and paths that a model's admin may be told of, so that a misspelled one does not compile.

type Fields<Instance> = Instance extends { readonly "~model": { readonly fields: infer Own } } ? Own : never;
type TargetOf<Definition> = Definition extends { readonly to: () => { readonly prototype: infer Target } }
  ? Target
  : never;

/** A field of a model. */
export type FieldName<Instance> = (keyof Fields<Instance> & string) | "id" | "pk";

/** A field of a model or of a related one: `director__name`. */
export type PathName<Instance> =
  | FieldName<Instance>
  | {
      [Name in keyof Fields<Instance> & string]: [TargetOf<Fields<Instance>[Name]>] extends [never]
        ? never
        : `${Name}__${FieldName<TargetOf<Fields<Instance>[Name]>>}`;
    }[keyof Fields<Instance> & string];

type Counted<Instance, Count> = {
  [Name in keyof Fields<Instance> & string]: Fields<Instance>[Name] extends {
    readonly "~count": Count;
    readonly "~insert": infer Insert;
  }
    ? Insert extends "reverse"
      ? never
      : Name
    : never;
}[keyof Fields<Instance> & string];

/** A relation of a model to several rows. */
export type ManyName<Instance> = Counted<Instance, "many">;

/** A relation of a model to one row or to several. */
export type RelationName<Instance> = Counted<Instance, "one" | "many">;
