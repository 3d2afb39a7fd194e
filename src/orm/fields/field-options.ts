// Defines the options of each kind of field, as an application writes them.

import type { Storage } from "#storage";
import type { Validator } from "#validate";
import type { Yields } from "../types/expression-type.ts";

/** A check of one value: throws a ValidationError, or returns an issue or a message when the value is refused. */
export type { Validator };

/** The choices of a field: a list of values, or values with their labels; a heading in a record has a record of its own. */
export type Choices<Value> =
  | readonly Value[]
  | readonly (readonly [Value, string])[]
  | Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** What every field with a value takes. */
export interface FieldOptions<Value> {
  /** Whether the column takes NULL, and the value null; false by default. */
  readonly null?: boolean | undefined;
  /** Whether validation lets the value be empty; false by default. */
  readonly blank?: boolean | undefined;
  /** The value of a new instance that is given none, or a function that makes it. */
  readonly default?: Value | (() => Value) | null | undefined;
  /** The value that the database gives a row that is given none: a value, or an expression. */
  readonly databaseDefault?: Value | Yields<Value> | undefined;
  readonly unique?: boolean | undefined;
  readonly index?: boolean | undefined;
  readonly primaryKey?: boolean | undefined;
  /** The column's name; by default the field's, in snake case. */
  readonly column?: string | undefined;
  /** The name that people read; by default made from the field's. */
  readonly verboseName?: string | undefined;
  readonly helpText?: string | undefined;
  /** Whether forms and the admin show the field; true by default. */
  readonly editable?: boolean | undefined;
  readonly validators?: readonly Validator<Value>[] | undefined;
  /** A date of the model on whose day, month or year no other row may have this value. */
  readonly uniqueForDate?: string | undefined;
  readonly uniqueForMonth?: string | undefined;
  readonly uniqueForYear?: string | undefined;
  /** Other texts for the faults `null`, `blank`, `choice`, `unique` and `invalid`. */
  readonly errorMessages?: Readonly<Record<string, string>> | undefined;
  /** A comment on the column in the database. */
  readonly comment?: string | undefined;
}

/** Text of bounded length. */
export interface CharOptions extends FieldOptions<string> {
  readonly maxLength?: number | undefined;
  readonly choices?: Choices<string> | undefined;
  readonly collation?: string | undefined;
}

/** Letters, digits, hyphens and underscores. */
export interface SlugOptions extends CharOptions {
  /** Whether letters and digits of all scripts are taken. */
  readonly allowUnicode?: boolean | undefined;
}

/** An IP address. */
export interface IpOptions extends FieldOptions<string> {
  /** Which addresses are taken; both by default. */
  readonly protocol?: "ipv4" | "ipv6" | undefined;
  /** Whether an IPv4 address within an IPv6 one, such as `::ffff:10.0.0.1`, is kept as `10.0.0.1`. */
  readonly unpackIpv4?: boolean | undefined;
}

/** A JSON document whose values are not plain JSON in the program. */
export interface JsonOptions<Value> extends FieldOptions<Value> {
  /** Makes plain JSON of a value; the value itself where not given. */
  readonly encode?: ((value: Value) => unknown) | undefined;
  /** Makes a value of the plain JSON that was read. */
  readonly decode?: ((json: never) => Value) | undefined;
}

/** Bytes, at most `maxLength` of them. */
export interface BinaryOptions extends FieldOptions<Uint8Array> {
  readonly maxLength?: number | undefined;
}

/** A file: by its name alone, or, with a `storage`, as a `StoredFile`. */
export interface FileOptions extends Omit<CharOptions, "choices" | "default" | "validators"> {
  /** Where the files are kept, or a function that says it. */
  readonly storage?: Storage | (() => Storage) | undefined;
  /** The folder, in which `%Y`, `%m` and `%d` stand for today, or a function that makes the whole name. */
  readonly uploadTo?: string | ((instance: Readonly<Record<string, unknown>>, name: string) => string) | undefined;
  readonly default?: string | (() => string) | null | undefined;
  readonly validators?: readonly Validator<never>[] | undefined;
}

/** An image: a file whose size may be kept in fields of the model. */
export interface ImageOptions extends FileOptions {
  readonly widthField?: string | undefined;
  readonly heightField?: string | undefined;
}

/** Whole numbers and floats. */
export interface NumberOptions extends FieldOptions<number> {
  readonly choices?: readonly number[] | readonly (readonly [number, string])[] | undefined;
}

/** Exact decimals: `maxDigits` in all, of which `decimalPlaces` after the point. */
export interface DecimalOptions extends FieldOptions<string> {
  readonly maxDigits: number;
  readonly decimalPlaces: number;
}

/** Fields that can take the time of a save. */
export interface ClockOptions<Value> extends FieldOptions<Value> {
  /** Set at every save. */
  readonly autoNow?: boolean | undefined;
  /** Set at the first save. */
  readonly autoNowAdd?: boolean | undefined;
}

/** A column that the database computes. */
export interface GeneratedOptions {
  readonly column?: string | undefined;
  readonly verboseName?: string | undefined;
  /** Whether the database keeps the value (`STORED`) or computes it at each read. */
  readonly stored?: boolean | undefined;
}

/** What happens to a row when the row that it points at is deleted. */
export type OnDelete =
  | "cascade"
  | "protect"
  | "restrict"
  | "setNull"
  | "setDefault"
  | "doNothing"
  | "databaseCascade"
  | "databaseSetNull";

/** A foreign key or one-to-one relation. */
export interface ForeignKeyOptions {
  readonly null?: boolean | undefined;
  readonly blank?: boolean | undefined;
  /** The name of the other side, declared there with `f.reverse()`. */
  readonly relatedName?: string | undefined;
  /** The unique field of the target that it points at; by default the primary key. */
  readonly toField?: string | undefined;
  /** What paths of the other side call it, where that is not the `relatedName`. */
  readonly relatedQueryName?: string | undefined;
  /** Which rows may be chosen: lookups of the target, or a function that makes them; for validation and forms. */
  readonly limitChoicesTo?: Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>) | undefined;
  /** `cascade` by default. */
  readonly onDelete?: OnDelete | { readonly set: unknown } | undefined;
  readonly unique?: boolean | undefined;
  /** Whether the column is indexed; true by default. */
  readonly index?: boolean | undefined;
  readonly primaryKey?: boolean | undefined;
  readonly column?: string | undefined;
  /** Whether it is the link to the row of the model that this one extends. */
  readonly parentLink?: boolean | undefined;
  /** Whether the database guards the reference; true by default. */
  readonly constraint?: boolean | undefined;
  readonly default?: unknown;
  readonly verboseName?: string | undefined;
  readonly helpText?: string | undefined;
  readonly editable?: boolean | undefined;
}

/** The other side of a relation. */
export interface ReverseOptions {
  /** What paths call it, where that is not its own name: the `relatedQueryName` of the relation. */
  readonly queryName?: string | undefined;
}

/** A relation of many to many, over a table of its own or a model. */
export interface ManyToManyOptions {
  readonly relatedName?: string | undefined;
  /** What paths of the other side call it, where that is not the `relatedName`. */
  readonly relatedQueryName?: string | undefined;
  /** Which rows may be chosen: lookups of the target, or a function that makes them; for validation and forms. */
  readonly limitChoicesTo?: Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>) | undefined;
  /** The model of the links, where they carry more than the two keys. */
  readonly through?: unknown;
  /** The foreign keys of `through`: the one to this model first, where it has several. */
  readonly throughFields?: readonly [string, string] | undefined;
  /** Whether a link of two rows of one model goes both ways: for a relation of a model to itself. */
  readonly symmetrical?: boolean | undefined;
  /** The table of the links. */
  readonly table?: string | undefined;
  readonly blank?: boolean | undefined;
  readonly verboseName?: string | undefined;
  readonly helpText?: string | undefined;
  readonly editable?: boolean | undefined;
}
