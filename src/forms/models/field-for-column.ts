// Makes the form field of a model's field: one definition says column, checks and form.
import type { QuerySet } from "#orm";
import type {
  Column,
  FieldDefinition,
  ManyToManyDefinition,
  ModelMeta,
  Relation,
  ScalarDefinition,
} from "#orm/internals";
import type { MessageText } from "#validate";
import { BooleanField, NullBooleanField } from "../fields/boolean-fields.ts";
import { TypedChoiceField } from "../fields/choice-fields.ts";
import { DateField, DateTimeField, DurationField, TimeField } from "../fields/date-fields.ts";
import type { FieldOptions } from "../fields/field.ts";
import { FileField, ImageField } from "../fields/file-fields.ts";
import { ModelChoiceField, ModelMultipleChoiceField } from "../fields/model-choice-fields.ts";
import { BigIntegerField, DecimalField, FloatField, IntegerField } from "../fields/number-fields.ts";
import {
  CharField,
  EmailField,
  IpAddressField,
  type IpAddressFieldOptions,
  JsonField,
  SlugField,
  TextField,
  UrlField,
  UuidField,
} from "../fields/text-fields.ts";
import { labelOf } from "../form/bound-field.ts";
import type { AnyField } from "../form/form-types.ts";
import { type Choice, type ChoiceGroup, choiceText } from "../widgets/choices.ts";

interface CommonOptions {
  readonly null?: boolean | undefined;
  readonly blank?: boolean | undefined;
  readonly default?: unknown;
  readonly verboseName?: string | undefined;
  readonly helpText?: string | undefined;
  readonly editable?: boolean | undefined;
  readonly errorMessages?: Readonly<Record<string, string>> | undefined;
}

/** Whether a form may have the field of this definition. */
export function isEditable(definition: FieldDefinition): boolean {
  if (definition.fieldKind === "relation") {
    if (definition.relation === "reverse" || definition.relation === "reverseOne") return false;
    const { editable, through } = (definition as ManyToManyDefinition).options as CommonOptions & { through?: unknown };
    return editable !== false && through === undefined;
  }
  const isMade = definition.auto || definition.generated !== undefined || definition.clock !== undefined;
  return !isMade && definition.builder !== "binary" && definition.options.editable !== false;
}

/** The form field of a model's field. @throws whatever resolving the model of a relation throws. */
export function fieldForColumn(meta: ModelMeta, name: string): AnyField {
  const definition = meta.definitions[name]!;
  const shared = sharedOptions(name, (definition as ScalarDefinition).options as CommonOptions);
  if (definition.fieldKind === "scalar") return scalarField(definition, shared);
  const relation = meta.relation(name);
  const queryset = (): never => choicesOf(relation) as never;
  if ((definition as ManyToManyDefinition).relation === "manyToMany")
    return new ModelMultipleChoiceField({ ...shared, queryset, initial: undefined });
  const { end, target } = relation;
  return new ModelChoiceField({ ...shared, queryset, ...(end === target.key ? {} : { toFieldName: end.attribute }) });
}

// The rows that may be chosen; what a function says of them may be other rows at each request.
function choicesOf({ target, definition }: Relation): QuerySet<unknown> {
  const rows = target.defaultManager as QuerySet<unknown>;
  const { limitChoicesTo: limit } = (definition as ManyToManyDefinition).options;
  if (limit === undefined) return rows.all();
  const where = typeof limit === "function" ? limit() : limit;
  const chosen = rows.filter(where as never);
  // A condition over relations may meet a row several times.
  return Object.keys(where).some((path) => target.findRelation(path.split("__")[0]!) !== undefined)
    ? rows.filter({ pk__in: chosen.orderBy().flat("pk" as never) } as never)
    : chosen;
}

function sharedOptions(name: string, options: CommonOptions): FieldOptions {
  const { verboseName, helpText, default: initial, errorMessages } = options;
  return {
    required: options.blank !== true && options.null !== true,
    label: verboseName === undefined ? labelOf(name) : verboseName.charAt(0).toUpperCase() + verboseName.slice(1),
    ...(helpText === undefined ? {} : { helpText }),
    ...(initial === undefined || initial === null ? {} : { initial }),
    ...(errorMessages === undefined ? {} : { errorMessages: messagesOf(errorMessages) }),
  };
}

// What a model says of null and blank, a form says of a control that was left empty.
function messagesOf(texts: Readonly<Record<string, string>>): Readonly<Record<string, MessageText>> {
  const required = texts["required"] ?? texts["blank"] ?? texts["null"];
  const choice = texts["invalid_choice"] ?? texts["choice"];
  return {
    ...texts,
    ...(required === undefined ? {} : { required }),
    ...(choice === undefined ? {} : { invalid_choice: choice }),
  };
}

type Maker = (definition: ScalarDefinition, shared: FieldOptions) => AnyField;

const integer =
  (least: number, most: number): Maker =>
  (_definition, shared) =>
    new IntegerField({ ...shared, minValue: least, maxValue: most }) as AnyField;

const makers: Readonly<Record<string, Maker>> = {
  char: (definition, shared) => new CharField(textOptions(definition, shared)) as AnyField,
  text: (definition, shared) => new TextField(textOptions(definition, shared)),
  email: (definition, shared) => new EmailField(textOptions(definition, shared)),
  slug: (definition, shared) => new SlugField(textOptions(definition, shared)),
  url: (definition, shared) => new UrlField(textOptions(definition, shared)),
  ip: (definition, shared) => {
    const { protocol, unpackIpv4 } = definition.options as Pick<IpAddressFieldOptions, "protocol" | "unpackIpv4">;
    return new IpAddressField({ ...textOptions(definition, shared), protocol, unpackIpv4 });
  },
  file: (definition, shared) => new FileField({ ...shared, maxLength: lengthOf(definition) }) as AnyField,
  image: (definition, shared) => new ImageField({ ...shared, maxLength: lengthOf(definition) }) as AnyField,
  integer: integer(-2_147_483_648, 2_147_483_647),
  smallInteger: integer(-32_768, 32_767),
  positiveInteger: integer(0, 2_147_483_647),
  positiveSmallInteger: integer(0, 32_767),
  bigInt: (_definition, shared) =>
    new BigIntegerField({
      ...shared,
      minValue: -9_223_372_036_854_775_808n,
      maxValue: 9_223_372_036_854_775_807n,
    }) as AnyField,
  positiveBigInt: (_definition, shared) =>
    new BigIntegerField({ ...shared, minValue: 0n, maxValue: 9_223_372_036_854_775_807n }) as AnyField,
  float: (_definition, shared) => new FloatField(shared) as AnyField,
  decimal: ({ type }, shared) =>
    new DecimalField({
      ...shared,
      ...(type.kind === "decimal" ? { maxDigits: type.maxDigits, decimalPlaces: type.decimalPlaces } : {}),
    }) as AnyField,
  boolean: ({ options }, shared) =>
    options.null === true
      ? new NullBooleanField({ ...shared, required: false })
      : new BooleanField({ ...shared, required: false }),
  dateTime: (_definition, shared) => new DateTimeField(shared) as AnyField,
  date: (_definition, shared) => new DateField(shared) as AnyField,
  time: (_definition, shared) => new TimeField(shared) as AnyField,
  duration: (_definition, shared) => new DurationField(shared) as AnyField,
  uuid: (_definition, shared) => new UuidField(shared) as AnyField,
  json: (_definition, shared) => new JsonField(shared) as AnyField,
  array: (_definition, shared) => new JsonField(shared) as AnyField,
};

function scalarField(definition: ScalarDefinition, shared: FieldOptions): AnyField {
  if (definition.choices !== undefined) return choiceField(definition, definition.choices, shared);
  return (makers[definition.builder] ?? makers["char"]!)(definition, shared);
}

function textOptions(
  definition: ScalarDefinition,
  shared: FieldOptions,
): FieldOptions & { readonly maxLength?: number; readonly emptyValue?: null } {
  const maxLength = lengthOf(definition);
  // A column that takes NULL keeps nothing as NULL rather than as an empty text.
  return {
    ...shared,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(definition.options.null === true ? { emptyValue: null } : {}),
  };
}

function lengthOf({ type }: ScalarDefinition): number | undefined {
  return type.kind === "char" ? type.maxLength : undefined;
}

function choiceField(
  definition: ScalarDefinition,
  choices: readonly (readonly [unknown, string])[],
  shared: FieldOptions,
): AnyField {
  const hasEmpty = choices.some(([value]) => choiceText(value) === "");
  const isAnswered = shared.required === true && shared.initial !== undefined;
  const shown = groupedChoices(definition) ?? choices;
  const all = hasEmpty || isAnswered ? shown : [["", "---------"] as const, ...shown];
  const byText = new Map(choices.map(([value]) => [choiceText(value), value] as const));
  return new TypedChoiceField({
    ...shared,
    choices: all,
    coerce: (text) => byText.get(text) ?? text,
    emptyValue: definition.options.null === true ? null : "",
  });
}

// The choices under their headings, where the model gives some of them one.
function groupedChoices({ options }: ScalarDefinition): readonly (Choice | ChoiceGroup)[] | undefined {
  const { choices } = options as {
    readonly choices?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  };
  if (choices === undefined || Array.isArray(choices)) return undefined;
  return Object.entries(choices).map(([name, label]): Choice | ChoiceGroup =>
    typeof label === "string" ? [name, label] : [name, Object.entries(label)],
  );
}

/** The attribute of an instance that holds the value of a field: `authorId` for `author`. */
export function attributeOf(column: Column | undefined, name: string): string {
  return column?.attribute ?? name;
}
