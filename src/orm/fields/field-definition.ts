// Defines the record that a field builder returns: what the field stores and how, before a model gives it a name.

import type { Storage } from "#storage";
import type { Validator } from "#validate";
import type { ColumnType } from "../column-type.ts";
import type { LookupKind } from "../types/lookup-kinds.ts";
import type { FieldOptions, ForeignKeyOptions, ManyToManyOptions, OnDelete } from "./field-options.ts";

/** Turns a value of the program into one that the column's type takes, and back; for fields of one's own. */
export interface ValueConverter<Value> {
  readonly toDatabase: (value: Value) => unknown;
  readonly fromDatabase: (stored: never) => Value;
}

/** Where the files of a field are kept. */
export interface FilePlace {
  readonly storage: () => Storage;
  readonly uploadTo: string | ((instance: Readonly<Record<string, unknown>>, name: string) => string) | undefined;
  readonly maxLength: number;
  /** The fields of the model that take the size of an image. */
  readonly widthField: string | undefined;
  readonly heightField: string | undefined;
}

/** A field with a column of its own. */
export interface ScalarDefinition {
  readonly fieldKind: "scalar";
  /** The builder's name: `char`, `email`, `decimal`. */
  readonly builder: string;
  readonly lookups: LookupKind;
  readonly type: ColumnType;
  readonly options: FieldOptions<unknown>;
  /** Whether the database numbers the rows. */
  readonly auto: boolean;
  /** The expression of a generated column. */
  readonly generated: { readonly expression: unknown; readonly stored: boolean } | undefined;
  readonly converter: ValueConverter<unknown> | undefined;
  /** Brings a value into the form in which it is kept, before it is checked or written. */
  readonly prepare?: ((value: never) => unknown) | undefined;
  /** Makes the value of a save, for the fields that keep the time. */
  readonly clock: { readonly always: boolean; readonly now: () => unknown } | undefined;
  /** For a field that holds files of a storage. */
  readonly file?: FilePlace | undefined;
  /** Pairs of value and label, in order. */
  readonly choices: readonly (readonly [unknown, string])[] | undefined;
  /** Checks of the type itself, run before the validators; the first fault ends them. */
  readonly checks: readonly Validator[];
}

/** A field that points at one row of another model. */
export interface ForeignKeyDefinition {
  readonly fieldKind: "relation";
  readonly relation: "foreignKey" | "oneToOne";
  readonly to: () => unknown;
  readonly options: ForeignKeyOptions;
  readonly onDelete: OnDelete | { readonly set: unknown };
}

/** A field that links rows of two models in a third table. */
export interface ManyToManyDefinition {
  readonly fieldKind: "relation";
  readonly relation: "manyToMany";
  readonly to: () => unknown;
  readonly options: ManyToManyOptions;
}

/** The other side of a relation, declared under its `relatedName`. */
export interface ReverseDefinition {
  readonly fieldKind: "relation";
  readonly relation: "reverse" | "reverseOne";
  readonly to: () => unknown;
  readonly via: string;
  /** What paths call it besides its name. */
  readonly queryName?: string | undefined;
}

/** A relation to a row of any model, kept in two other fields: the model's name and the row's key. */
export interface GenericDefinition {
  readonly fieldKind: "generic";
  readonly typeField: string;
  readonly idField: string;
}

export type RelationDefinition = ForeignKeyDefinition | ManyToManyDefinition | ReverseDefinition;
export type FieldDefinition = ScalarDefinition | RelationDefinition;
