// Runs one of Django's form cases on the public API of demijohn/forms: cleaning, change detection and the HTML of widgets.
// Long because the classes and options of Django's fields and widgets are translated one by one.
import * as forms from "demijohn/forms";
import { describeIssue, urlValidator, ValidationError } from "demijohn/validate";
import type { CaseResult } from "./case-result.ts";
import { resolveValidator } from "./django-validators.ts";
import { isSame, isSameDecimal, readValue, type Tagged } from "./python-values.ts";
import { sameHtml } from "./same-html.ts";

type Record_ = Readonly<Record<string, Tagged>>;

interface FormCase {
  readonly fn: string;
  readonly input: {
    readonly field?: Tagged;
    readonly widget?: Tagged;
    readonly args: readonly Tagged[];
    readonly kwargs?: Record_;
  };
  readonly expected?: Tagged;
  readonly raises?: string;
  readonly messages?: readonly string[];
  readonly codes?: readonly string[];
  readonly env?: Record_;
}

/** Answers for one case. Texts in other languages than English are a catalogue's: there, codes are compared alone. */
export async function check(testCase: unknown): Promise<CaseResult> {
  const one = testCase as FormCase;
  const formats = formatsOf(one.env ?? {});
  try {
    const actual = await run(one, formats);
    if (one.raises !== undefined) return fail(`gave ${show(actual)} where ${one.raises} is raised`);
    return compare(one, actual);
  } catch (error) {
    if (!(error instanceof ValidationError) || one.raises !== "ValidationError") return fail(`threw ${String(error)}`);
    return compareErrors(one, error);
  }
}

function run(one: FormCase, formats: forms.LocaleFormats): unknown {
  const { fn, input } = one;
  const context = { formats, timeZone: "UTC" };
  const args = input.args.map((value) => read(value));
  const kwargs = read(input.kwargs ?? {}) as Readonly<Record<string, unknown>>;
  if (fn.startsWith("Field.")) {
    const field = read(input.field) as forms.Field;
    if (field === undefined) throw new Error("there is no such field");
    if (fn === "Field.clean") return field.clean(args[0], { ...context, initial: args[1] });
    if (fn === "Field.to_python") return field.toValue(args[0], context);
    if (fn === "Field.prepare_value") return field.prepare(args[0], context);
    if (fn === "Field.has_changed") return field.hasChanged(args[0], args[1], context);
    if (fn === "Field.bound_data") return field.boundValue(args[0], args[1], context);
    if (fn === "Field.widget_attrs") return field.widgetAttributes(args[0] as forms.Widget);
    throw new Error(`there is no translation for ${fn}`);
  }
  const widget = read(input.widget) as forms.Widget;
  if (widget === undefined) throw new Error("there is no such widget");
  if (fn === "Widget.render") {
    const attrs = (args[2] ?? kwargs["attrs"] ?? {}) as forms.Attributes;
    // The widgets of dates and times are localized in Django whatever the field says.
    return widget.render(String(args[0]), args[1], { formats, attrs, translate: (text) => text });
  }
  if (fn === "Widget.value_from_datadict") {
    const input = inputOf(args[0] ?? kwargs["data"], args[1] ?? kwargs["files"], formats);
    return widget.valueFrom(input, String(args[2] ?? kwargs["name"]));
  }
  if (fn === "Widget.value_omitted_from_data")
    return widget.isOmittedFrom(inputOf(args[0], args[1], formats), String(args[2] ?? kwargs["name"]));
  if (fn === "Widget.id_for_label") return widget.idForLabel(String(args[0] ?? ""));
  if (fn === "Widget.format_value") return widget.formatValue(args[0], { formats });
  if (fn === "Widget.use_required_attribute") return widget.usesRequired(args[0]);
  if (fn === "Widget.decompress") return (widget as unknown as forms.MultiWidget).decompress(args[0]);
  throw new Error(`there is no translation for ${fn}`);
}

function inputOf(data: unknown, files: unknown, formats: forms.LocaleFormats): forms.FormInput {
  const pairs = Object.entries((files ?? {}) as Record<string, unknown>).flatMap(([name, file]) =>
    Array.isArray(file) ? file.map((each) => [name, each] as const) : [[name, file] as const],
  );
  return new forms.FormInput(data as Record<string, unknown>, pairs, formats);
}

function compare(one: FormCase, actual: unknown): CaseResult {
  const { expected } = one;
  if (typeof expected === "object" && expected !== null && "$safe" in expected)
    return sameHtml(String(expected["$safe"]), String(actual))
      ? pass
      : fail(`wrote ${show(String(actual))} instead of ${show(expected["$safe"])}`);
  if (typeof expected === "object" && expected !== null && "$decimal" in expected)
    return isSameDecimal(String(expected["$decimal"]), actual)
      ? pass
      : fail(`gave ${show(actual)} instead of ${show(expected)}`);
  if (one.fn === "Field.prepare_value" && isJsonField(one) && typeof expected === "string")
    return JSON.stringify(JSON.parse(expected)) === actual
      ? pass
      : fail(`gave ${show(actual)} instead of ${show(expected)}`);
  return isSame(read(expected), actual) ? pass : fail(`gave ${show(actual)} instead of ${show(expected)}`);
}

// Python puts a blank after commas and colons, which JSON does not need.
function isJsonField({ input }: FormCase): boolean {
  return (input.field as { $new?: string } | undefined)?.$new === "JSONField";
}

function compareErrors(one: FormCase, error: ValidationError): CaseResult {
  const issues = Object.values(error.issues).flat();
  const codes = issues.map((issue, index) => (one.codes?.[index] === null ? null : issue.code));
  if (one.codes !== undefined && !isSame([...one.codes], codes))
    return fail(`has the codes ${codes.join(", ")} instead of ${one.codes.join(", ")}`);
  const isEnglish = (one.env?.["language"] ?? "en") === "en" || one.env?.["language"] === null;
  if (!isEnglish || one.messages === undefined) return pass;
  const texts = issues.map((issue) => describeIssue(issue));
  return isSame([...one.messages], texts) ? pass : fail(`said ${show(texts)} instead of ${show(one.messages)}`);
}

function formatsOf(env: Record_): forms.LocaleFormats {
  const language = typeof env["language"] === "string" ? env["language"] : "en";
  const base = forms.findLocaleFormats(language === "en" ? "en" : language);
  const list = (name: string, known: readonly string[]): readonly string[] =>
    (env[name] as readonly string[] | undefined) ?? known;
  const dates = list("DATE_INPUT_FORMATS", base.dateInputFormats);
  return {
    ...base,
    decimalSeparator: (env["DECIMAL_SEPARATOR"] as string | undefined) ?? base.decimalSeparator,
    thousandSeparator: (env["THOUSAND_SEPARATOR"] as string | undefined) ?? base.thousandSeparator,
    useThousandSeparator: env["USE_THOUSAND_SEPARATOR"] === true,
    dateInputFormats: dates,
    timeInputFormats: list("TIME_INPUT_FORMATS", base.timeInputFormats),
    dateTimeInputFormats: list("DATETIME_INPUT_FORMATS", base.dateTimeInputFormats),
  };
}

// --- what cases name ------------------------------------------------------------------------------------------------------

function read(value: Tagged): unknown {
  return readValue(value, (kind, name, args, kwargs) => {
    const short = name.slice(name.lastIndexOf(".") + 1);
    if (kind === "ref") return refOf(name, short);
    const options = Object.fromEntries(Object.entries(kwargs).map(([key, one]) => [key, read(one)]));
    const given = args.map(read);
    return (
      fields[short]?.(given, options) ?? widgets[short]?.(given, options) ?? resolveValidator(kind, name, args, kwargs)
    );
  });
}

function refOf(name: string, short: string): unknown {
  if (name === "builtins.int") return (text: string) => Number.parseInt(text, 10);
  if (name === "builtins.float") return Number;
  if (name === "builtins.bool") return (text: string) => text !== "";
  if (name === "builtins.str") return String;
  if (short === "coerce_func") return (text: string) => `1.${text}`;
  if (name.includes("test_choicefield_callable_grouped_mapping"))
    return () => ({ Numbers: { "1": "One", "2": "Two" }, Letters: { "3": "A", "4": "B" } });
  if (name.includes("test_choicefield_callable") || name.includes("test_choicefield_enumeration"))
    return () => ({ J: "John", P: "Paul" });
  if (name.includes("test_render_check_test"))
    return (value: unknown) => typeof value === "string" && value.startsWith("hello");
  if (name.startsWith("django.forms.widgets.")) return widgets[short]?.([], {});
  if (name.startsWith("django.core.validators.")) return resolveValidator("ref", name, [], {});
  return undefined;
}

type Options = Readonly<Record<string, unknown>>;
type Make = (args: readonly unknown[], kwargs: Options) => unknown;

// Names of options that are not the same in camel case.
const renamed: Readonly<Record<string, string>> = {
  min_value: "minValue",
  max_value: "maxValue",
  assume_scheme: "assumeScheme",
  unpack_ipv4: "unpackIpv4",
  allow_empty_file: "allowEmptyFile",
  check_test: "isChecked",
};

function camel(options: Options): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      renamed[key] ?? key.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()),
      key === "protocol" ? String(value).toLowerCase() : key === "error_messages" ? messages(value) : value,
    ]),
  );
}

function messages(texts: unknown): unknown {
  const names: Readonly<Record<string, string>> = { limit_value: "limit", show_value: "length" };
  return Object.fromEntries(
    Object.entries(texts as Readonly<Record<string, string>>).map(([code, text]) => [
      code,
      text.replace(/%\((\w+)\)[sd]/g, (_all, name: string) => `{${names[name] ?? name}}`),
    ]),
  );
}

const of =
  (Kind: unknown, first?: string): Make =>
  (args, kwargs) => {
    const options = { ...(first === undefined || args.length === 0 ? {} : { [first]: args[0] }), ...camel(kwargs) };
    return new (Kind as new (options: object) => unknown)(options);
  };

const fields: Readonly<Record<string, Make>> = {
  BooleanField: of(forms.BooleanField),
  CharField: of(forms.CharField, "maxLength"),
  ChoiceField: of(forms.ChoiceField, "choices"),
  ComboField: of(forms.ComboField, "fields"),
  DateField: of(forms.DateField),
  DateTimeField: of(forms.DateTimeField),
  // A number that is a bound stands for an exact decimal too.
  DecimalField: of(forms.DecimalField),
  DurationField: of(forms.DurationField),
  EmailField: of(forms.EmailField),
  FileField: of(forms.FileField),
  FloatField: of(forms.FloatField),
  GenericIPAddressField: of(forms.IpAddressField),
  IntegerField: of(forms.IntegerField),
  JSONField: of(forms.JsonField),
  MultipleChoiceField: of(forms.MultipleChoiceField, "choices"),
  MultipleFileField: (_args, kwargs) => new SingleOrSeveral(camel(kwargs)),
  NullBooleanField: of(forms.NullBooleanField),
  RegexField: (args, kwargs) => {
    const pattern = args[0] instanceof RegExp ? args[0] : new RegExp(String(args[0]));
    return new forms.RegexField({ ...camel(kwargs), pattern } as forms.RegexFieldOptions);
  },
  SlugField: of(forms.SlugField),
  SplitDateTimeField: of(forms.SplitDateTimeField),
  TimeField: of(forms.TimeField),
  TypedChoiceField: of(forms.TypedChoiceField, "choices"),
  TypedMultipleChoiceField: of(forms.TypedMultipleChoiceField, "choices"),
  URLField: of(forms.UrlField),
  CustomURLField: (_args, kwargs) => new LongUrlField(camel(kwargs)),
  UUIDField: of(forms.UuidField),
  ComplexField: (_args, kwargs) =>
    new forms.MultiValueField({
      ...camel(kwargs),
      fields: [
        new forms.CharField(),
        new forms.MultipleChoiceField({ choices: beatles }),
        new forms.SplitDateTimeField(),
      ],
      compress: ((values: readonly [string, string[], Date] | readonly []) =>
        values.length === 0
          ? null
          : `${values[0]},${values[1].join("")},${values[2].toISOString().slice(0, 19).replace("T", " ")}`) as never,
    }),
  PhoneField: (_args, kwargs) => {
    const part = (name: string, pattern: RegExp, more: object = {}): forms.CharField =>
      new forms.CharField({
        ...more,
        validators: [
          ((value: string) =>
            pattern.test(value) ? undefined : { code: "invalid", message: `Enter a valid ${name}.` }) as never,
        ],
      });
    return new forms.MultiValueField({
      ...camel(kwargs),
      fields: [
        part("country code", /^\+[0-9]{1,2}$/),
        part("phone number", /^[0-9]*$/),
        part("extension", /^[0-9]+$/, { errorMessages: { incomplete: "Enter an extension." } }),
        new forms.CharField({ required: false, helpText: "E.g. home, work." }),
      ],
      compress: ((values: readonly string[]) =>
        values.length === 0 ? null : `${values[0]}.${values[1]} ext. ${values[2]} (label: ${values[3]})`) as never,
    });
  },
};

class LongUrlField extends forms.UrlField {
  protected override ownValidators(): [ReturnType<typeof urlValidator>] {
    return [urlValidator({ maxLength: 10_000 })];
  }
}

/** The field of Django's documentation that takes one file or several. */
class SingleOrSeveral extends forms.MultipleFileField {
  override toValue(raw: unknown): never {
    const files = super.toValue(raw) as unknown as readonly unknown[];
    return (Array.isArray(raw) ? files : files[0]) as never;
  }
  override async runValidators(): Promise<void> {}
}

const beatles = [
  ["J", "John"],
  ["P", "Paul"],
  ["G", "George"],
  ["R", "Ringo"],
] as const;

const widgets: Readonly<Record<string, Make>> = {
  CheckboxInput: of(forms.CheckboxInput),
  CheckboxSelectMultiple: of(forms.CheckboxSelectMultiple),
  ClearableFileInput: of(forms.ClearableFileInput),
  ColorInput: of(forms.ColorInput),
  DateInput: of(forms.DateInput),
  DateTimeInput: of(forms.DateTimeInput),
  EmailInput: of(forms.EmailInput),
  FileInput: of(forms.FileInput),
  HiddenInput: of(forms.HiddenInput),
  // An input without a type says "None" in Python.
  Input: (args, kwargs) =>
    new forms.Input({
      type: "None",
      ...((args[0] ?? kwargs["attrs"]) as object),
      attrs: (args[0] ?? kwargs["attrs"]) as forms.Attributes,
    }),
  MultipleFileInput: (_args, kwargs) => new forms.FileInput({ multiple: true, ...camel(kwargs) }),
  MultipleHiddenInput: of(forms.MultipleHiddenInput),
  MultiWidget: of(forms.MultiWidget, "widgets"),
  MyMultiWidget: (_args, kwargs) =>
    new forms.MultiWidget({
      ...camel(kwargs),
      decompress: (value) => (typeof value === "string" && value !== "" ? value.split("__") : ["", ""]),
    }),
  ComplexMultiWidget: (_args, kwargs) =>
    new forms.MultiWidget({
      ...camel(kwargs),
      widgets: [
        new forms.TextInput(),
        new forms.SelectMultiple({ choices: beatles }),
        new forms.SplitDateTimeWidget(),
      ] as forms.Widget[],
      decompress: (value) => {
        if (typeof value !== "string" || value === "") return [null, null, null];
        const [text, letters = "", time = ""] = value.split(",");
        return [text, [...letters], new Date(`${time.replace(" ", "T")}Z`)];
      },
    }),
  NullBooleanSelect: of(forms.NullBooleanSelect),
  NumberInput: of(forms.NumberInput),
  PasswordInput: of(forms.PasswordInput),
  RadioSelect: of(forms.RadioSelect),
  SearchInput: of(forms.SearchInput),
  Select: of(forms.Select),
  SelectDateWidget: of(forms.SelectDateWidget),
  SelectMultiple: of(forms.SelectMultiple),
  SplitDateTimeWidget: of(forms.SplitDateTimeWidget),
  SplitHiddenDateTimeWidget: of(forms.SplitHiddenDateTimeWidget),
  TelInput: of(forms.TelInput),
  Textarea: of(forms.Textarea),
  TextInput: of(forms.TextInput),
  TimeInput: of(forms.TimeInput),
  URLInput: of(forms.UrlInput),
};

const pass: CaseResult = { kind: "pass" };

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? `${one}n` : one)) ?? "undefined"
  ).slice(0, 300);
}

function fail(why: string): CaseResult {
  return { kind: "fail", why };
}
