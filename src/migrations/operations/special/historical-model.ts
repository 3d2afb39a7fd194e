// Types the models of a moment of the history by the records of fields that a migration file declares.
import type { ModelStatic } from "#orm";
import type { InstanceOf, LookupKind, RelationField, ScalarField } from "#orm/internals";

/** The fields of some models, `label.Name` to field to its record. */
export type ModelDeclarations = Readonly<Record<string, Readonly<Record<string, DeclaredField>>>>;

/** As much of a field's record as its type in TypeScript depends on. The type `tuple` is that of a `pk` of several fields. */
export interface DeclaredField {
  readonly type: string;
  readonly null?: boolean | undefined;
  readonly default?: unknown;
  readonly databaseDefault?: unknown;
  readonly primaryKey?: boolean | undefined;
  readonly autoNow?: boolean | undefined;
  readonly autoNowAdd?: boolean | undefined;
  readonly to?: string | undefined;
  readonly toField?: string | undefined;
}

interface Values {
  char: [string, "text"];
  text: [string, "text"];
  email: [string, "text"];
  slug: [string, "text"];
  url: [string, "text"];
  ip: [string, "text"];
  file: [string, "text"];
  image: [string, "text"];
  integer: [number, "number"];
  smallInteger: [number, "number"];
  positiveInteger: [number, "number"];
  positiveSmallInteger: [number, "number"];
  bigInt: [bigint, "number"];
  positiveBigInt: [bigint, "number"];
  float: [number, "number"];
  decimal: [string, "number"];
  boolean: [boolean, "boolean"];
  dateTime: [Date, "dateTime"];
  date: [Temporal.PlainDate, "date"];
  time: [Temporal.PlainTime, "time"];
  duration: [Temporal.Duration, "duration"];
  json: [unknown, "json"];
  uuid: [string, "uuid"];
  binary: [Uint8Array, "binary"];
}

type ValueOf<Field extends DeclaredField> = Field["type"] extends keyof Values
  ? Values[Field["type"]][0] | (Field extends { readonly null: true } ? null : never)
  : unknown;
type KindOf<Field extends DeclaredField> = Field["type"] extends keyof Values
  ? Values[Field["type"]][1] & LookupKind
  : "text";
type InsertOf<Field> = Field extends { readonly primaryKey: true }
  ? "key"
  : Field extends
        | { readonly null: true }
        | { readonly default: unknown }
        | { readonly databaseDefault: unknown }
        | { readonly autoNow: true }
        | { readonly autoNowAdd: true }
    ? "optional"
    : "required";
type ToFieldOf<Field> = Field extends { readonly toField: infer Name extends string } ? Name : "pk";
type NullOf<Field> = Field extends { readonly null: true } ? true : false;
type Target<Models, Field> = Field extends { readonly to: infer Name extends keyof Models & string }
  ? () => HistoricalModel<Models, Name>
  : never;

type FieldOf<Models, Field extends DeclaredField> = Field["type"] extends "auto"
  ? ScalarField<number, "number", "autoKey">
  : Field["type"] extends "foreignKey" | "oneToOne"
    ? RelationField<Target<Models, Field>, "one", NullOf<Field>, InsertOf<Field>, never, ToFieldOf<Field>>
    : Field["type"] extends "manyToMany"
      ? RelationField<Target<Models, Field>, "many", false, "never", never, "pk">
      : Field["type"] extends "tuple"
        ? ScalarField<readonly unknown[], "tuple", "never">
        : ScalarField<ValueOf<Field>, KindOf<Field>, InsertOf<Field>>;

type FieldsOf<Models, Name extends keyof Models> = {
  [K in keyof Models[Name]]: Models[Name][K] extends DeclaredField ? FieldOf<Models, Models[Name][K]> : never;
};

/** The class of a declared model, as `Model(...)` would type it. */
export interface HistoricalModel<Models, Name extends keyof Models & string>
  extends ModelStatic<
    () => HistoricalModel<Models, Name>,
    Name,
    FieldsOf<Models, Name>,
    FieldsOf<Models, Name>,
    unknown
  > {
  readonly prototype: InstanceOf<Name, FieldsOf<Models, Name>, FieldsOf<Models, Name>, unknown>;
}
