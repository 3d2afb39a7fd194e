// Makes the fields of forms: the functions of `field`, typed by the options that they are given.
import type { UploadedFile } from "#http";
import type { Issue } from "#validate";
import type { CleanData, FieldRecord } from "../form/form-types.ts";
import { RadioSelect } from "../widgets/choice-widgets.ts";
import {
  ColorInput,
  HiddenInput,
  Input,
  NumberInput,
  PasswordInput,
  type PasswordInputOptions,
  SearchInput,
  TelInput,
  TextInput,
} from "../widgets/inputs.ts";
import { BooleanField, NullBooleanField } from "./boolean-fields.ts";
import {
  ChoiceField,
  type ChoiceFieldOptions,
  type ChoiceSource,
  MultipleChoiceField,
  TypedChoiceField,
  TypedMultipleChoiceField,
} from "./choice-fields.ts";
import { ComboField, MultiValueField, SplitDateTimeField, type SplitDateTimeFieldOptions } from "./compound-fields.ts";
import { DateField, type DateFieldOptions, DateTimeField, DurationField, TimeField } from "./date-fields.ts";
import { type Field, type FieldOptions, isEmpty, type OptionsOf } from "./field.ts";
import {
  FileField,
  type FileFieldOptions,
  ImageField,
  MultipleFileField,
  type MultipleFileFieldOptions,
} from "./file-fields.ts";
import { type ModelChoiceBuilders, modelChoiceBuilders } from "./model-choice-fields.ts";
import { GroupField, ListField, type ListFieldOptions } from "./nested-fields.ts";
import {
  BigIntegerField,
  DecimalField,
  type DecimalFieldOptions,
  FloatField,
  IntegerField,
  type NumberFieldOptions,
} from "./number-fields.ts";
import {
  CharField,
  type CharFieldOptions,
  EmailField,
  IpAddressField,
  type IpAddressFieldOptions,
  JsonField,
  type JsonFieldOptions,
  RegexField,
  type RegexFieldOptions,
  SlugField,
  type SlugFieldOptions,
  TextField,
  UrlField,
  type UrlFieldOptions,
  UuidField,
} from "./text-fields.ts";

/** The options of a kind of field with validators of its own kind of value. */
type For<Value, Options extends FieldOptions> = Omit<Options, "validators"> & Pick<OptionsOf<Value>, "validators">;
type Optional<Value, O> = O extends { readonly required: false } ? Value | null : Value;
type TextOf<O> = O extends { readonly emptyValue: null } ? string | null : string;
type ValuesIn<Source> = Source extends () => infer Made
  ? ValuesIn<Awaited<Made>>
  : Source extends readonly (infer One)[]
    ? One extends readonly [infer Value, infer Label]
      ? Label extends readonly unknown[]
        ? ValuesIn<Label>
        : TextValue<Value>
      : TextValue<One>
    : Source extends Readonly<Record<infer Name, infer Label>>
      ? Label extends string
        ? Name & string
        : ValuesIn<Label>
      : string;
type TextValue<Value> = Value extends string ? Value : Value extends number | boolean | bigint ? `${Value}` : string;
type ChosenIn<O> = O extends { readonly choices: infer Source } ? ValuesIn<Source> : string;
type ChoiceOf<O> = O extends { readonly required: false } ? Exclude<ChosenIn<O>, ""> | "" : Exclude<ChosenIn<O>, "">;
type FileOf<O> = O extends { readonly required: false } ? UploadedFile | false | null : UploadedFile;

interface TypedChoiceInput<Value> extends Omit<ChoiceFieldOptions, "validators"> {
  readonly choices: ChoiceSource;
  /** Turns the chosen text into a value; what throws is refused. */
  readonly coerce: (text: string) => Value;
  readonly emptyValue?: unknown;
}

/** The functions of `field`, one for each kind of field. */
export interface FieldBuilders extends ModelChoiceBuilders {
  /** Text of one line. */
  char<const O extends For<string, CharFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  /** Text of many lines. */
  text<const O extends For<string, CharFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  /** A password: blanks count, and it is never sent back to the browser. */
  password(options?: For<string, CharFieldOptions> & Pick<PasswordInputOptions, "renderValue">): Field<string>;
  email<const O extends For<string, CharFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  url<const O extends For<string, UrlFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  slug<const O extends For<string, SlugFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  /** Text that a pattern is found in. */
  regex(options: For<string, RegexFieldOptions>): Field<string>;
  /** A telephone number, as it is typed. */
  tel<const O extends For<string, CharFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  search<const O extends For<string, CharFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  /** A color, as `#rrggbb`. */
  color(options?: For<string, CharFieldOptions>): Field<string>;
  /** A value that is not seen. */
  hidden<const O extends For<string, CharFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  ip<const O extends For<string, IpAddressFieldOptions> = {}>(options?: O): Field<TextOf<O>>;
  uuid<const O extends For<string, FieldOptions> = {}>(options?: O): Field<Optional<string, O>>;
  /** A JSON document; name its type: `field.json<{ tags: string[] }>()`. */
  json<Value = unknown>(options?: For<Value, JsonFieldOptions>): Field<Value>;
  integer<const O extends For<number, NumberFieldOptions> = {}>(options?: O): Field<Optional<number, O>>;
  /** A whole number of any size. */
  bigInteger<const O extends For<bigint, NumberFieldOptions<bigint>> = {}>(options?: O): Field<Optional<bigint, O>>;
  float<const O extends For<number, NumberFieldOptions> = {}>(options?: O): Field<Optional<number, O>>;
  /** A number chosen with a slider. */
  range<const O extends For<number, NumberFieldOptions> = {}>(options?: O): Field<Optional<number, O>>;
  /** An exact decimal, as text such as `"10.50"`. */
  decimal<const O extends For<string, DecimalFieldOptions> = {}>(options?: O): Field<Optional<string, O>>;
  boolean(options?: For<boolean, FieldOptions>): Field<boolean>;
  /** Yes, no or unknown. */
  nullBoolean(options?: For<boolean, FieldOptions>): Field<boolean | null>;
  date<const O extends For<Temporal.PlainDate, DateFieldOptions> = {}>(
    options?: O,
  ): Field<Optional<Temporal.PlainDate, O>>;
  time<const O extends For<Temporal.PlainTime, DateFieldOptions> = {}>(
    options?: O,
  ): Field<Optional<Temporal.PlainTime, O>>;
  /** An instant. */
  dateTime<const O extends For<Date, DateFieldOptions> = {}>(options?: O): Field<Optional<Date, O>>;
  /** An instant, typed as a date beside a time. */
  splitDateTime<const O extends For<Date, SplitDateTimeFieldOptions> = {}>(options?: O): Field<Optional<Date, O>>;
  /** A month of a year, as text such as `2026-07`. */
  month(options?: For<string, CharFieldOptions>): Field<string>;
  /** A week of a year, as text such as `2026-W31`. */
  week(options?: For<string, CharFieldOptions>): Field<string>;
  duration<const O extends For<Temporal.Duration, FieldOptions> = {}>(
    options?: O,
  ): Field<Optional<Temporal.Duration, O>>;
  /** One of several values, as text. */
  choice<const O extends For<string, ChoiceFieldOptions>>(options: O): Field<ChoiceOf<O>>;
  /** One of several values, with radio buttons. */
  radio<const O extends For<string, ChoiceFieldOptions>>(options: O): Field<ChoiceOf<O>>;
  multipleChoice<const O extends For<string[], ChoiceFieldOptions>>(options: O): Field<ChosenIn<O>[]>;
  /** One of several values, turned into a type of the program's own. */
  typedChoice<Value>(options: TypedChoiceInput<Value>): Field<Value>;
  typedMultipleChoice<Value>(options: TypedChoiceInput<Value>): Field<Value[]>;
  /** An upload. Where the form has a stored file and no other is sent, the value is what is stored. */
  file<const O extends For<UploadedFile, FileFieldOptions> = {}>(options?: O): Field<FileOf<O>>;
  files(options?: For<UploadedFile, MultipleFileFieldOptions>): Field<UploadedFile[]>;
  /** An uploaded picture. */
  image<const O extends For<UploadedFile, FileFieldOptions> = {}>(options?: O): Field<FileOf<O>>;
  /** A group of fields, whose value has one value for each. */
  group<const Fields extends FieldRecord, const O extends Omit<FieldOptions, "validators"> = {}>(
    fields: Fields,
    options?: O,
  ): Field<Optional<CleanData<Fields>, O>>;
  /** A list of values of one field, typed into controls under one name. */
  list<Value>(item: Field<Value>, options?: For<Value[], Omit<ListFieldOptions, "item">>): Field<Value[]>;
  /** A value that several fields must take, one after the other. */
  combo(options: For<string, FieldOptions> & { readonly fields: readonly Field[] }): Field<string>;
  /** One value of several parts. */
  multiValue<Value, const Parts extends readonly Field[]>(
    options: Omit<FieldOptions, "validators"> &
      Pick<OptionsOf<Value>, "validators"> & {
        readonly fields: Parts;
        readonly requireAllFields?: boolean | undefined;
        readonly compress: (values: { readonly [K in keyof Parts]: Parts[K]["~value"] } | readonly []) => Value;
      },
  ): Field<Value>;
}

type AnyOptions = FieldOptions & Record<string, unknown>;
type Kind = new (options: never) => Field;

const simple =
  (FieldKind: Kind, defaults: AnyOptions = {}) =>
  (options: AnyOptions = {}): Field =>
    new FieldKind({ ...defaults, ...options } as never);

const patternText = (type: string, pattern: RegExp, example: string) =>
  simple(CharField as unknown as Kind, {
    widget: new Input({ type, attrs: { placeholder: example, pattern: pattern.source } }),
    validators: [
      (value: string): Issue | undefined =>
        isEmpty(value) || pattern.test(value)
          ? undefined
          : { code: "invalid", message: "Enter a value such as {example}.", params: { example } },
    ] as never,
  });

const builders = {
  char: simple(CharField as unknown as Kind),
  text: simple(TextField as unknown as Kind),
  password: ({ renderValue, ...options }: AnyOptions = {}) =>
    new CharField({ strip: false, widget: new PasswordInput({ renderValue: renderValue === true }), ...options }),
  email: simple(EmailField as unknown as Kind),
  url: simple(UrlField as unknown as Kind),
  slug: simple(SlugField as unknown as Kind),
  regex: simple(RegexField as unknown as Kind),
  tel: simple(CharField as unknown as Kind, { widget: new TelInput() }),
  search: simple(CharField as unknown as Kind, { widget: new SearchInput() }),
  color: (options: AnyOptions = {}) =>
    new RegexField({ widget: new ColorInput(), strip: true, ...options, pattern: /^#[0-9a-f]{6}$/i }),
  hidden: simple(CharField as unknown as Kind, { widget: new HiddenInput() }),
  ip: simple(IpAddressField as unknown as Kind),
  uuid: simple(UuidField as unknown as Kind),
  json: simple(JsonField as unknown as Kind),
  integer: simple(IntegerField as unknown as Kind),
  bigInteger: simple(BigIntegerField as unknown as Kind),
  float: simple(FloatField as unknown as Kind),
  range: simple(FloatField as unknown as Kind, { widget: new NumberInput({ type: "range" }) }),
  decimal: simple(DecimalField as unknown as Kind),
  boolean: simple(BooleanField as unknown as Kind),
  nullBoolean: simple(NullBooleanField as unknown as Kind),
  date: simple(DateField as unknown as Kind),
  time: simple(TimeField as unknown as Kind),
  dateTime: simple(DateTimeField as unknown as Kind),
  splitDateTime: simple(SplitDateTimeField as unknown as Kind),
  month: patternText("month", /^\d{4}-(?:0[1-9]|1[0-2])$/, "2026-07"),
  week: patternText("week", /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/, "2026-W31"),
  duration: simple(DurationField as unknown as Kind, {
    widget: new TextInput({ attrs: { placeholder: "3 04:05:06" } }),
  }),
  choice: simple(ChoiceField as unknown as Kind),
  radio: simple(ChoiceField as unknown as Kind, { widget: new RadioSelect() }),
  multipleChoice: simple(MultipleChoiceField as unknown as Kind),
  typedChoice: simple(TypedChoiceField as unknown as Kind),
  typedMultipleChoice: simple(TypedMultipleChoiceField as unknown as Kind),
  file: simple(FileField as unknown as Kind),
  files: simple(MultipleFileField as unknown as Kind),
  image: simple(ImageField as unknown as Kind),
  group: (fields: FieldRecord, options: AnyOptions = {}) => new GroupField({ ...options, fields }),
  list: (item: Field, options: AnyOptions = {}) => new ListField({ ...options, item }),
  combo: simple(ComboField as unknown as Kind),
  multiValue: simple(MultiValueField as unknown as Kind),
  ...modelChoiceBuilders,
};

/**
 * Makes the fields of a form, such as `field.char({ maxLength: 100 })`.
 *
 * What each returns carries the type of its clean value; `required: false` adds null where no empty value of the type
 * itself exists.
 */
export const field: FieldBuilders = builders as unknown as FieldBuilders;
