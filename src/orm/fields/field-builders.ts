// Makes the definition of every kind of field: the functions of `f`, typed by the options that they are given.
import { StoredFile } from "#storage";
import {
  decimalValidator,
  maxLengthValidator,
  maxValueValidator,
  minValueValidator,
  normalizeIpv6,
  type Validator,
  validateEmail,
  validateIpv4Address,
  validateIpv6Address,
  validateIpv46Address,
  validateSlug,
  validateUnicodeSlug,
  validateUrl,
} from "#validate";
import type { ColumnType, RangeType } from "../column-type.ts";
import type { RangeValue } from "../dialects/postgres/postgres-codecs.ts";
import { temporal } from "../temporal.ts";
import type { Yields } from "../types/expression-type.ts";
import type { GenericField, HasQueryName, Insertion, RelationField, ScalarField } from "../types/field-type.ts";
import type { LookupKind } from "../types/lookup-kinds.ts";
import type {
  FieldDefinition,
  ForeignKeyDefinition,
  GenericDefinition,
  RelationDefinition,
  ScalarDefinition,
  ValueConverter,
} from "./field-definition.ts";
import type {
  BinaryOptions,
  CharOptions,
  Choices,
  ClockOptions,
  DecimalOptions,
  FieldOptions,
  FileOptions,
  ForeignKeyOptions,
  GeneratedOptions,
  ImageOptions,
  IpOptions,
  JsonOptions,
  ManyToManyOptions,
  NumberOptions,
  ReverseOptions,
  SlugOptions,
} from "./field-options.ts";
import * as check from "./value-checks.ts";

type Nullable<Value, Options> = Options extends { null: true } ? Value | null : Value;
type InsertionOf<Options> = Options extends { primaryKey: true }
  ? Options extends { default: unknown } | { databaseDefault: unknown }
    ? "autoKey"
    : "key"
  : Options extends
        | { null: true }
        | { default: unknown }
        | { databaseDefault: unknown }
        | { autoNow: true }
        | { autoNowAdd: true }
    ? "optional"
    : "required";
type ChoiceOf<Options, Value> = Options extends { choices: infer All }
  ? All extends readonly (infer One)[]
    ? One extends readonly [infer Choice, string]
      ? Choice
      : One
    : All extends Readonly<Record<infer Name, string>>
      ? Name
      : All extends object
        ? ChoiceBelow<All>
        : Value
  : Value;
type ChoiceBelow<Groups> = {
  readonly [Name in keyof Groups]: Groups[Name] extends string ? Name : keyof Groups[Name];
}[keyof Groups] &
  string;
type ScalarOf<Value, Kind extends LookupKind, Options> = ScalarField<
  Nullable<Value, Options>,
  Kind,
  InsertionOf<Options>
>;
type ChoiceScalar<Value, Kind extends LookupKind, Options> = ScalarOf<ChoiceOf<Options, Value>, Kind, Options>;
type FileScalar<Options> = ScalarOf<Options extends { storage: unknown } ? StoredFile : string, "text", Options>;
type CustomValue<Options> = Options extends { converter: { fromDatabase: (stored: never) => infer Value } }
  ? Value
  : Options extends { check: (value: infer Value) => unknown }
    ? Value
    : string;
type CustomKind<Options> = Options extends { lookups: infer Kind extends LookupKind } ? Kind : "text";
type NullOf<Options> = Options extends { null: true } ? true : false;
type ToFieldOf<Options> = Options extends { toField: infer Name extends string } ? Name : "pk";
type QueryNamed<Options> = Options extends { queryName: infer Name extends string } ? HasQueryName<Name> : unknown;
type RelatedNameOf<Options> = Options extends { relatedName: infer Name extends string } ? Name : never;

/** What a field of one's own needs. These are its column, its lookups, and how values travel. */
export interface CustomFieldOptions<Value> extends FieldOptions<Value> {
  readonly type: ColumnType;
  readonly lookups?: LookupKind | undefined;
  readonly converter?: ValueConverter<Value> | undefined;
  readonly check?: Validator<Value> | undefined;
  /** Brings a value into the form in which it is kept, before it is checked or written. */
  readonly prepare?: ((value: Value) => Value) | undefined;
}

/** The functions of `f`, one for each kind of field. */
export interface FieldBuilders {
  /** Text of at most `maxLength` characters. */
  char<const O extends CharOptions = {}>(options?: O): ChoiceScalar<string, "text", O>;
  /** Text of any length. */
  text<const O extends CharOptions = {}>(options?: O): ChoiceScalar<string, "text", O>;
  email<const O extends CharOptions = {}>(options?: O): ScalarOf<string, "text", O>;
  /** Letters, digits, hyphens and underscores. */
  slug<const O extends SlugOptions = {}>(options?: O): ScalarOf<string, "text", O>;
  url<const O extends CharOptions = {}>(options?: O): ScalarOf<string, "text", O>;
  /** An IPv4 or IPv6 address, as text. */
  ip<const O extends IpOptions = {}>(options?: O): ScalarOf<string, "text", O>;
  /** A file: its name, or with a `storage` a `StoredFile`. */
  file<const O extends FileOptions = {}>(options?: O): FileScalar<O>;
  /** An image: its name, or with a `storage` a `StoredFile`. */
  image<const O extends ImageOptions = {}>(options?: O): FileScalar<O>;
  integer<const O extends NumberOptions = {}>(options?: O): ChoiceScalar<number, "number", O>;
  smallInteger<const O extends NumberOptions = {}>(options?: O): ChoiceScalar<number, "number", O>;
  positiveInteger<const O extends NumberOptions = {}>(options?: O): ChoiceScalar<number, "number", O>;
  positiveSmallInteger<const O extends NumberOptions = {}>(options?: O): ChoiceScalar<number, "number", O>;
  /** 64 bits, as a `bigint` that loses no digit. */
  bigInt<const O extends FieldOptions<bigint> = {}>(options?: O): ScalarOf<bigint, "number", O>;
  positiveBigInt<const O extends FieldOptions<bigint> = {}>(options?: O): ScalarOf<bigint, "number", O>;
  float<const O extends NumberOptions = {}>(options?: O): ChoiceScalar<number, "number", O>;
  /** An exact decimal, as text such as `"10.50"` that loses no digit. */
  decimal<const O extends DecimalOptions>(options: O): ScalarOf<string, "number", O>;
  boolean<const O extends FieldOptions<boolean> = {}>(options?: O): ScalarOf<boolean, "boolean", O>;
  /** An instant, as a `Date`. */
  dateTime<const O extends ClockOptions<Date> = {}>(options?: O): ScalarOf<Date, "dateTime", O>;
  /** A day of the calendar. */
  date<const O extends ClockOptions<Temporal.PlainDate> = {}>(options?: O): ScalarOf<Temporal.PlainDate, "date", O>;
  /** A time of day. */
  time<const O extends ClockOptions<Temporal.PlainTime> = {}>(options?: O): ScalarOf<Temporal.PlainTime, "time", O>;
  duration<const O extends FieldOptions<Temporal.Duration> = {}>(
    options?: O,
  ): ScalarOf<Temporal.Duration, "duration", O>;
  /** A JSON document; name its type: `f.json<{ tags: string[] }>()`. */
  json<Value = unknown>(options?: JsonOptions<Value>): ScalarField<Value, "json", "optional">;
  uuid<const O extends FieldOptions<string> = {}>(options?: O): ScalarOf<string, "uuid", O>;
  binary<const O extends BinaryOptions = {}>(options?: O): ScalarOf<Uint8Array, "binary", O>;
  /** The automatic key, under another name than `id`; of 64 bits, or of 32 in a table that others have made so. */
  auto(
    options?: Pick<FieldOptions<number>, "column" | "verboseName"> & { readonly bits?: 16 | 32 | 64 | undefined },
  ): ScalarField<number, "number", "autoKey">;
  /** A range of whole numbers (PostgreSQL). */
  integerRange<const O extends FieldOptions<RangeValue<number>> = {}>(
    options?: O,
  ): ScalarOf<RangeValue<number>, "range", O>;
  /** A range of 64-bit whole numbers (PostgreSQL). */
  bigIntRange<const O extends FieldOptions<RangeValue<bigint>> = {}>(
    options?: O,
  ): ScalarOf<RangeValue<bigint>, "range", O>;
  /** A range of exact decimals (PostgreSQL). */
  decimalRange<const O extends FieldOptions<RangeValue<string>>>(
    options: O & { readonly maxDigits: number; readonly decimalPlaces: number },
  ): ScalarOf<RangeValue<string>, "range", O>;
  /** A range of days (PostgreSQL). */
  dateRange<const O extends FieldOptions<RangeValue<Temporal.PlainDate>> = {}>(
    options?: O,
  ): ScalarOf<RangeValue<Temporal.PlainDate>, "range", O>;
  /** A range of instants (PostgreSQL). */
  dateTimeRange<const O extends FieldOptions<RangeValue<Date>> = {}>(
    options?: O,
  ): ScalarOf<RangeValue<Date>, "range", O>;
  /** A list of values of another field (PostgreSQL). */
  array<Value, Kind extends LookupKind, const O extends FieldOptions<readonly Value[]> = {}>(
    of: ScalarField<Value, Kind, Insertion>,
    options?: O,
  ): ScalarOf<Value[], "array", O>;
  /** A column that the database computes from `expression`; the type is that of the field `as`. */
  generated<Value, Kind extends LookupKind>(
    as: ScalarField<Value, Kind, Insertion>,
    expression: Yields<unknown>,
    options?: GeneratedOptions,
  ): ScalarField<Value, Kind, "never">;
  /** A field of one's own: the type of its values is what its converter makes of those in the database. */
  // biome-ignore lint/suspicious/noExplicitAny: the values of any field; they are inferred from the converter
  custom<const O extends CustomFieldOptions<any>>(options: O): ScalarOf<CustomValue<O>, CustomKind<O>, O>;
  foreignKey<Thunk, const O extends ForeignKeyOptions = {}>(
    to: Thunk,
    options?: O,
  ): RelationField<Thunk, "one", NullOf<O>, InsertionOf<O>, RelatedNameOf<O>, ToFieldOf<O>>;
  oneToOne<Thunk, const O extends ForeignKeyOptions = {}>(
    to: Thunk,
    options?: O,
  ): RelationField<Thunk, "one", NullOf<O>, InsertionOf<O>, RelatedNameOf<O>, ToFieldOf<O>>;
  manyToMany<Thunk, const O extends ManyToManyOptions = {}>(
    to: Thunk,
    options?: O,
  ): RelationField<Thunk, "many", false, "never", RelatedNameOf<O>, "pk">;
  /** The other side of a foreign key or many-to-many field: `via` is its name, the key its `relatedName`. */
  reverse<Thunk, const Via extends string, const O extends ReverseOptions = {}>(
    to: Thunk,
    via: Via,
    options?: O,
  ): RelationField<Thunk, "many", false, "reverse", Via, "pk"> & QueryNamed<O>;
  /** A relation to a row of any model: `typeField` keeps the model's name, `idField` the key, as text or a number. */
  generic(typeField: string, idField: string): GenericField;
  /** The rows of a model that point here by their generic relation `via`. */
  genericReverse<Thunk, const Via extends string>(
    to: Thunk,
    via: Via,
  ): RelationField<Thunk, "many", false, "reverse", Via, "pk">;
  /** The other side of a one-to-one field. */
  reverseOne<Thunk, const Via extends string, const O extends ReverseOptions = {}>(
    to: Thunk,
    via: Via,
    options?: O,
  ): RelationField<Thunk, "one", true, "reverse", Via, "pk"> & QueryNamed<O>;
}

interface ScalarParts {
  readonly type: ColumnType;
  readonly lookups: LookupKind;
  readonly checks: readonly Validator[];
  readonly auto?: boolean;
  readonly now?: (() => unknown) | undefined;
  readonly converter?: ValueConverter<unknown> | undefined;
  readonly prepare?: ((value: never) => unknown) | undefined;
}

type AnyOptions = FieldOptions<unknown> & {
  readonly choices?: Choices<unknown>;
  readonly autoNow?: boolean;
  readonly autoNowAdd?: boolean;
};

function scalar(builder: string, options: AnyOptions | undefined, parts: ScalarParts): ScalarDefinition {
  const given = options ?? {};
  return Object.freeze({
    fieldKind: "scalar",
    builder,
    lookups: parts.lookups,
    type: parts.type,
    options: given,
    auto: parts.auto ?? false,
    generated: undefined,
    converter: parts.converter,
    prepare: parts.prepare,
    clock:
      parts.now && (given.autoNow || given.autoNowAdd) ? { always: given.autoNow === true, now: parts.now } : undefined,
    choices: given.choices === undefined ? undefined : choicePairs(given.choices),
    checks: parts.checks,
  });
}

const autoTypes: Readonly<Record<16 | 32 | 64, ColumnType>> = {
  16: { kind: "smallInt" },
  32: { kind: "integer" },
  64: { kind: "bigInt", safe: true },
};

function choicePairs(choices: Choices<unknown>): readonly (readonly [unknown, string])[] {
  if (!Array.isArray(choices))
    return Object.entries(choices as Record<string, string | Record<string, string>>).flatMap(([name, label]) =>
      typeof label === "string" ? [[name, label] as const] : Object.entries(label),
    );
  return choices.map((choice) =>
    Array.isArray(choice) ? (choice as unknown as [unknown, string]) : ([choice, String(choice)] as const),
  );
}

function textBuilder(builder: string, defaultLength: number | undefined, ...checks: readonly Validator[]) {
  return (options?: CharOptions): ScalarDefinition => {
    const length = options?.maxLength ?? defaultLength;
    const type: ColumnType = length === undefined ? { kind: "text" } : { kind: "char", maxLength: length };
    const lengthCheck = length === undefined ? [] : [maxLengthValidator(length)];
    return scalar(builder, options as AnyOptions, {
      type,
      lookups: "text",
      checks: [check.checkText, ...lengthCheck, ...checks],
    });
  };
}

function fileBuilder(builder: "file" | "image") {
  const named = textBuilder(builder, 100);
  return (options: ImageOptions = {}): ScalarDefinition => {
    const { storage, uploadTo, widthField, heightField, maxLength = 100 } = options;
    if (storage === undefined) return named(options as CharOptions);
    const storageOf = typeof storage === "function" ? storage : () => storage;
    const definition = scalar(builder, options as AnyOptions, {
      type: { kind: "char", maxLength },
      lookups: "text",
      checks: [check.checkFile],
      converter: {
        toDatabase: (file) => String(file),
        fromDatabase: (name: string) => (name === "" ? null : new StoredFile(name, storageOf())),
      },
    });
    return Object.freeze({ ...definition, file: { storage: storageOf, uploadTo, maxLength, widthField, heightField } });
  };
}

function integerBuilder(builder: string, kind: "smallInt" | "integer", min: number, max: number) {
  return (options?: NumberOptions): ScalarDefinition =>
    scalar(builder, options as AnyOptions, {
      type: { kind },
      lookups: "number",
      checks: [check.checkInteger, minValueValidator(min), maxValueValidator(max)],
    });
}

function bigIntBuilder(builder: string, min: bigint) {
  return (options?: FieldOptions<bigint>): ScalarDefinition =>
    scalar(builder, options as AnyOptions, {
      type: { kind: "bigInt" },
      lookups: "number",
      checks: [check.checkBigInt, minValueValidator(min), maxValueValidator(9_223_372_036_854_775_807n)],
    });
}

function foreignKeyBuilder(relation: "foreignKey" | "oneToOne") {
  return (to: () => unknown, options: ForeignKeyOptions = {}): ForeignKeyDefinition =>
    Object.freeze({ fieldKind: "relation", relation, to, options, onDelete: options.onDelete ?? "cascade" });
}

const reverseBuilder =
  (relation: "reverse" | "reverseOne") =>
  (to: () => unknown, via: string, { queryName }: ReverseOptions = {}): RelationDefinition =>
    Object.freeze({ fieldKind: "relation", relation, to, via, queryName });

const rangeBuilder =
  (builder: string, of: RangeType["of"]) =>
  (options?: AnyOptions): ScalarDefinition =>
    scalar(builder, options, { type: { kind: "range", of }, lookups: "range", checks: [check.checkRange] });

const ipValidators = { ipv4: validateIpv4Address, ipv6: validateIpv6Address, both: validateIpv46Address };

function unpackIpv4(text: unknown): unknown {
  return typeof text === "string" && text.includes(":") ? (normalizeIpv6(text, { unpackIpv4: true }) ?? text) : text;
}

function jsonConverter(options: JsonOptions<unknown> | undefined): ValueConverter<unknown> | undefined {
  const { encode, decode } = options ?? {};
  if (encode === undefined && decode === undefined) return undefined;
  return { toDatabase: encode ?? ((value) => value), fromDatabase: decode ?? ((json: unknown) => json) };
}

const builders = {
  char: textBuilder("char", undefined),
  text: textBuilder("text", undefined),
  email: textBuilder("email", 254, validateEmail),
  slug: (options?: SlugOptions) =>
    textBuilder("slug", 50, options?.allowUnicode === true ? validateUnicodeSlug : validateSlug)(options),
  url: textBuilder("url", 200, validateUrl),
  file: fileBuilder("file"),
  image: fileBuilder("image"),
  ip: (options?: IpOptions) =>
    scalar("ip", options as AnyOptions, {
      type: { kind: "inet" },
      lookups: "text",
      checks: [ipValidators[options?.protocol ?? "both"]],
      ...(options?.unpackIpv4 === true
        ? { prepare: unpackIpv4, converter: { toDatabase: unpackIpv4, fromDatabase: (text: string) => text } }
        : {}),
    }),
  integer: integerBuilder("integer", "integer", -2_147_483_648, 2_147_483_647),
  smallInteger: integerBuilder("smallInteger", "smallInt", -32_768, 32_767),
  positiveInteger: integerBuilder("positiveInteger", "integer", 0, 2_147_483_647),
  positiveSmallInteger: integerBuilder("positiveSmallInteger", "smallInt", 0, 32_767),
  bigInt: bigIntBuilder("bigInt", -9_223_372_036_854_775_808n),
  positiveBigInt: bigIntBuilder("positiveBigInt", 0n),
  float: (options?: AnyOptions) =>
    scalar("float", options, { type: { kind: "float" }, lookups: "number", checks: [check.checkFloat] }),
  decimal: (options: DecimalOptions) =>
    scalar("decimal", options as AnyOptions, {
      type: { kind: "decimal", maxDigits: options.maxDigits, decimalPlaces: options.decimalPlaces },
      lookups: "number",
      checks: [check.checkDecimal, decimalValidator(options)],
    }),
  boolean: (options?: AnyOptions) =>
    scalar("boolean", options, { type: { kind: "boolean" }, lookups: "boolean", checks: [check.checkBoolean] }),
  dateTime: (options?: AnyOptions) =>
    scalar("dateTime", options, {
      type: { kind: "dateTime" },
      lookups: "dateTime",
      checks: [check.checkDate],
      now: () => new Date(),
    }),
  date: (options?: AnyOptions) =>
    scalar("date", options, {
      type: { kind: "date" },
      lookups: "date",
      checks: [check.checkTemporal("PlainDate", "date")],
      now: () => temporal().Now.plainDateISO(),
    }),
  time: (options?: AnyOptions) =>
    scalar("time", options, {
      type: { kind: "time" },
      lookups: "time",
      checks: [check.checkTemporal("PlainTime", "time")],
      now: () => temporal().Now.plainTimeISO(),
    }),
  duration: (options?: AnyOptions) =>
    scalar("duration", options, {
      type: { kind: "duration" },
      lookups: "duration",
      checks: [check.checkTemporal("Duration", "duration")],
    }),
  json: (options?: JsonOptions<unknown>) =>
    scalar("json", options as AnyOptions, {
      type: { kind: "json" },
      lookups: "json",
      checks: [],
      converter: jsonConverter(options),
    }),
  uuid: (options?: AnyOptions) =>
    scalar("uuid", options, { type: { kind: "uuid" }, lookups: "uuid", checks: [check.checkUuid] }),
  binary: (options?: BinaryOptions) =>
    scalar("binary", options as AnyOptions, {
      type: { kind: "binary" },
      lookups: "binary",
      checks: [
        check.checkBytes,
        ...(options?.maxLength === undefined ? [] : [check.checkByteCount(options.maxLength)]),
      ],
    }),
  auto: (options?: AnyOptions & { readonly bits?: 16 | 32 | 64 }) =>
    scalar(
      "auto",
      { ...options, primaryKey: true },
      { type: autoTypes[options?.bits ?? 64], lookups: "number", checks: [], auto: true },
    ),
  integerRange: rangeBuilder("integerRange", { kind: "integer" }),
  bigIntRange: rangeBuilder("bigIntRange", { kind: "bigInt" }),
  decimalRange: (options: DecimalOptions) =>
    rangeBuilder("decimalRange", {
      kind: "decimal",
      maxDigits: options.maxDigits,
      decimalPlaces: options.decimalPlaces,
    })(options as AnyOptions),
  dateRange: rangeBuilder("dateRange", { kind: "date" }),
  dateTimeRange: rangeBuilder("dateTimeRange", { kind: "dateTime" }),
  array: (of: ScalarDefinition, options?: AnyOptions) =>
    scalar("array", options, { type: { kind: "array", of: of.type }, lookups: "array", checks: [check.checkList] }),
  generated: (as: ScalarDefinition, expression: unknown, options: GeneratedOptions = {}): ScalarDefinition =>
    Object.freeze({
      ...as,
      options: { ...as.options, ...options, editable: false },
      generated: { expression, stored: options.stored ?? true },
    }),
  custom: (options: CustomFieldOptions<unknown>) =>
    scalar("custom", options as AnyOptions, {
      type: options.type,
      lookups: options.lookups ?? "text",
      checks: options.check === undefined ? [] : [options.check as Validator],
      converter: options.converter,
      prepare: options.prepare,
    }),
  foreignKey: foreignKeyBuilder("foreignKey"),
  oneToOne: foreignKeyBuilder("oneToOne"),
  manyToMany: (to: () => unknown, options: ManyToManyOptions = {}): FieldDefinition =>
    Object.freeze({ fieldKind: "relation", relation: "manyToMany", to, options }),
  generic: (typeField: string, idField: string): GenericDefinition =>
    Object.freeze({ fieldKind: "generic", typeField, idField }),
  genericReverse: reverseBuilder("reverse"),
  reverse: reverseBuilder("reverse"),
  reverseOne: reverseBuilder("reverseOne"),
};

/**
 * Makes the fields of a model. Examples are `f.char({ maxLength: 100 })` and `f.foreignKey(() => Author)`.
 *
 * What each returns carries its type: `null: true` adds null to the value, a `default` makes it optional in `create`.
 */
export const f: FieldBuilders = builders as unknown as FieldBuilders;
