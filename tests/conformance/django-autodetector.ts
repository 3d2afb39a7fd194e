// Runs one of Django's autodetector cases on the states and operations of demijohn/migrations.
// Long because fields, options, indexes, constraints and each operation need their few lines of translation.
import { isDeepStrictEqual } from "node:util";
import {
  type ConstraintState,
  type FieldState,
  findChanges,
  type IndexState,
  type ModelState,
  type Operation,
  projectOf,
  type Questioner,
  silentQuestioner,
} from "demijohn/migrations";
import type { CaseResult } from "./case-result.ts";

type Plain = Readonly<Record<string, unknown>>;

interface AutodetectorCase {
  readonly input: {
    readonly before: readonly DjangoModel[];
    readonly after: readonly DjangoModel[];
    readonly questioner: { readonly defaults: Plain };
  };
  readonly expected: Readonly<Record<string, readonly DjangoMigration[]>>;
}

interface DjangoModel {
  readonly app: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, DjangoField>>;
  readonly options: Plain;
  readonly bases: readonly string[];
  readonly managers: readonly unknown[];
}

interface DjangoField {
  readonly $field: string;
  readonly args: readonly unknown[];
  readonly kwargs: Plain;
}

interface DjangoMigration {
  readonly name: string;
  readonly operations: readonly { readonly $op: string; readonly args: readonly unknown[]; readonly kwargs: Plain }[];
  readonly dependencies: readonly (readonly [string, string])[];
}

// The cases do not carry the setting; this is Django's default for it.
const USER_SETTING = { AUTH_USER_MODEL: "auth.user" };

/** Answers for one case: the changes between its states, in Django's words, are the expected ones. */
export async function check(testCase: unknown): Promise<CaseResult> {
  const { input, expected } = testCase as AutodetectorCase;
  const found = await findChanges({
    from: projectOf(input.before.map(modelOf)),
    to: projectOf(input.after.map(modelOf)),
    questioner: questionerOf(input.questioner.defaults),
    swappables: USER_SETTING,
    createFirst: (model) =>
      model.options.swappable !== undefined ||
      model.bases.some((base) => /\b(AbstractBaseUser|AbstractUser)$/.test(base)) ||
      `${model.label}.${model.name}`.toLowerCase() === USER_SETTING.AUTH_USER_MODEL,
  });
  const actual = Object.fromEntries(
    [...found].map(([label, drafts]) => [
      label,
      drafts.map(({ name, dependencies, operations }) => ({
        name,
        dependencies: sorted(dependencies),
        operations: operations.map(djangoOperation),
      })),
    ]),
  );
  const wanted = Object.fromEntries(
    Object.entries(expected).map(([label, migrations]) => [
      label,
      migrations.map(({ name, dependencies, operations }) => ({
        name,
        dependencies: sorted(dependencies),
        operations: operations.map(({ $op, kwargs }) => [$op, normal(settled(kwargs))]),
      })),
    ]),
  );
  if (isDeepStrictEqual(actual, wanted)) return { kind: "pass" };
  return { kind: "fail", why: `found ${show(actual)} where Django finds ${show(wanted)}` };
}

function sorted(dependencies: readonly (readonly [string, string])[]): string[] {
  return dependencies.map((id) => id.join(".")).sort();
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each));
}

// Names of models are written in either case; those of Django's operations mostly in lower case.
function settled(kwargs: Plain): Plain {
  const named = ["model_name", "name"].filter((key) => key in kwargs && !("fields" in kwargs && key === "name"));
  const lowered = Object.fromEntries(named.map((key) => [key, lowerModel(key, kwargs)]));
  return { ...kwargs, ...lowered };
}

// In operations on fields, indexes and constraints, `name` is not a model's.
function lowerModel(key: string, kwargs: Plain): unknown {
  const value = kwargs[key];
  return typeof value === "string" && (key === "model_name" || !("model_name" in kwargs)) ? value.toLowerCase() : value;
}

// ------------------------------------------------------------------ from Django's words to Demijohn's

function modelOf({ app, name, fields, options, bases, managers }: DjangoModel): ModelState {
  return {
    label: app,
    name,
    fields: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fieldOf(field)])),
    options: optionsOf(options),
    bases: bases.filter((base) => base !== "django.db.models.base.Model").map(baseOf),
    managers,
  };
}

// A base with several dots is a class of Python's that is no model; its name gets no dot here.
function baseOf(base: string): string {
  return base.split(".").length > 2 ? base.replaceAll(".", ":") : base;
}

const TYPES: Readonly<Record<string, string>> = {
  AutoField: "auto",
  CharField: "char",
  TextField: "text",
  EmailField: "email",
  SlugField: "slug",
  URLField: "url",
  FileField: "file",
  ImageField: "image",
  GenericIPAddressField: "ip",
  IntegerField: "integer",
  SmallIntegerField: "smallInteger",
  BigIntegerField: "bigInt",
  PositiveIntegerField: "positiveInteger",
  PositiveSmallIntegerField: "positiveSmallInteger",
  PositiveBigIntegerField: "positiveBigInt",
  FloatField: "float",
  DecimalField: "decimal",
  BooleanField: "boolean",
  DateField: "date",
  DateTimeField: "dateTime",
  TimeField: "time",
  DurationField: "duration",
  JSONField: "json",
  UUIDField: "uuid",
  BinaryField: "binary",
  GeneratedField: "generated",
  ForeignKey: "foreignKey",
  OneToOneField: "oneToOne",
  ManyToManyField: "manyToMany",
};

const FIELD_OPTIONS: Readonly<Record<string, string>> = {
  max_length: "maxLength",
  max_digits: "maxDigits",
  decimal_places: "decimalPlaces",
  primary_key: "primaryKey",
  db_column: "column",
  db_index: "index",
  db_default: "databaseDefault",
  db_comment: "comment",
  db_collation: "collation",
  db_constraint: "constraint",
  db_table: "table",
  verbose_name: "verboseName",
  help_text: "helpText",
  auto_now: "autoNow",
  auto_now_add: "autoNowAdd",
  related_name: "relatedName",
  on_delete: "onDelete",
  parent_link: "parentLink",
  to_field: "toField",
  from_fields: "fromFields",
  to_fields: "toFields",
  through_fields: "throughFields",
  db_persist: "stored",
  output_field: "as",
};

// Types that Demijohn lacks keep Django's name, and are compared like any other.
function fieldOf({ $field, args, kwargs }: DjangoField): FieldState {
  const own = $field.startsWith("django.db.models.") ? $field.slice($field.lastIndexOf(".") + 1) : $field;
  const options = Object.entries(kwargs).map(([key, value]) => [FIELD_OPTIONS[key] ?? key, optionValue(key, value)]);
  const sized =
    own === "BigAutoField" || own === "SmallAutoField"
      ? { type: "auto", size: $field }
      : { type: TYPES[own] ?? $field };
  const field: FieldState = { ...sized, ...Object.fromEntries(options), ...(args.length > 0 ? { args } : {}) };
  const follows = String(field.to).toLowerCase() === USER_SETTING.AUTH_USER_MODEL;
  return follows ? { ...field, swappable: "AUTH_USER_MODEL" } : field;
}

function optionValue(key: string, value: unknown): unknown {
  if (key === "expression") return { "~expression": expressionOf(value) };
  if (key === "output_field") return fieldOf(value as DjangoField);
  if (key === "to" || key === "through") return relationName(value);
  if (key === "from_fields" || key === "to_fields" || key === "through_fields") return items(value);
  return unlazy(value);
}

// A text that is translated later is that text.
function unlazy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unlazy);
  if (typeof value !== "object" || value === null) return value;
  if ("$lazy" in value) return value.$lazy;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unlazy(each)]));
}

// Swappable relations are lazy references to a setting.
function relationName(value: unknown): unknown {
  const lazy = (value as { readonly $lazy?: unknown } | null)?.$lazy;
  return lazy ?? value;
}

// A text among the arguments of a function names a field.
function expressionOf(value: unknown): unknown {
  if (typeof value === "string") return { kind: "path", path: value };
  if (Array.isArray(value)) return value.map(expressionOf);
  if (typeof value !== "object" || value === null) return value;
  const { $obj, args = [], kwargs = {} } = value as Plain;
  if (typeof $obj === "string") return { $obj, args: expressionOf(args), kwargs };
  return value;
}

function djangoExpression(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(djangoExpression);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Plain;
  if (record["kind"] === "path") return record["path"];
  return "$obj" in record ? { ...record, args: djangoExpression(record["args"]) } : record;
}

const MODEL_OPTIONS: Readonly<Record<string, string>> = {
  db_table: "table",
  db_table_comment: "comment",
  unique_together: "unique",
  order_with_respect_to: "orderWithRespectTo",
  verbose_name: "verboseName",
  verbose_name_plural: "verboseNamePlural",
  get_latest_by: "latestBy",
  default_related_name: "defaultRelatedName",
  base_manager_name: "baseManagerName",
  default_manager_name: "defaultManagerName",
  default_permissions: "defaultPermissions",
  select_on_save: "selectOnSave",
};

function optionsOf(options: Plain): ModelState["options"] {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [MODEL_OPTIONS[key] ?? key, modelOption(key, value)]),
  );
}

function modelOption(key: string, value: unknown): unknown {
  if (key === "indexes") return (value as DjangoObject[]).map(indexOf);
  if (key === "constraints") return (value as DjangoObject[]).map(constraintOf);
  if (key === "unique_together") return uniqueSets(value);
  return value === null ? undefined : value;
}

/** The sets of a `unique_together`: one may stand alone, and all may be in a set of Python's. */
function uniqueSets(value: unknown): string[][] {
  const list = items(value);
  if (list.length > 0 && list.every((each) => typeof each === "string")) return [list as string[]];
  return list.map((each) => items(each) as string[]);
}

function items(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const { $tuple, $set } = (value ?? {}) as { readonly $tuple?: unknown[]; readonly $set?: unknown[] };
  return $tuple ?? $set ?? [];
}

interface DjangoObject {
  readonly $obj: string;
  readonly args: readonly unknown[];
  readonly kwargs: Plain;
}

function indexOf({ $obj, args, kwargs }: DjangoObject): IndexState {
  const { fields, name, condition, include, ...rest } = kwargs;
  return {
    name: String(name),
    ...(fields === undefined ? {} : { fields: items(fields) as string[] }),
    ...(args.length === 0 ? {} : { expressions: args }),
    ...(condition === undefined ? {} : { where: condition }),
    ...(include === undefined ? {} : { include: items(include) as string[] }),
    ...($obj === "django.db.models.Index" ? {} : { method: $obj }),
    ...rest,
  };
}

function constraintOf({ $obj, args, kwargs }: DjangoObject): ConstraintState {
  const { fields, name, violation_error_message: message, ...rest } = kwargs;
  return {
    kind: $obj,
    name: String(name),
    ...(fields === undefined ? {} : { fields: items(fields) as string[] }),
    ...(args.length === 0 ? {} : { args }),
    ...(message === undefined ? {} : { message: String(message) }),
    ...rest,
  };
}

function questionerOf(defaults: Plain): Questioner {
  return {
    ...silentQuestioner,
    renameModel: () => defaults["ask_rename_model"] === true,
    renameField: () => defaults["ask_rename"] === true,
    fillNewField: () => ({ value: defaults["ask_not_null_addition"] ?? null }),
    fillNewTime: () => ({ value: defaults["ask_auto_now_add_addition"] ?? null }),
    fillNulls: () => undefined,
  };
}

// ------------------------------------------------------------------ from Demijohn's words to Django's

function inverse(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([key, value]) => [value, key]));
}

const FIELD_TYPES = inverse(TYPES);
const FIELD_NAMES = inverse(FIELD_OPTIONS);
const OPTION_NAMES = inverse(MODEL_OPTIONS);

function djangoField(field: FieldState & { readonly args?: readonly unknown[]; readonly size?: string }): DjangoField {
  const { type, args = [], swappable: _, size, ...options } = field;
  const own = FIELD_TYPES[type];
  return {
    $field: size ?? (own === undefined ? type : `django.db.models.${own}`),
    args,
    kwargs: Object.fromEntries(
      Object.entries(options).map(([key, value]) => [FIELD_NAMES[key] ?? key, djangoFieldOption(key, value)]),
    ),
  };
}

function djangoFieldOption(key: string, value: unknown): unknown {
  if (key === "expression") return djangoExpression((value as { "~expression": unknown })["~expression"]);
  return key === "as" ? djangoField(value as FieldState) : value;
}

function djangoOptions(options: Plain): Plain {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      OPTION_NAMES[key] ?? key,
      key === "indexes"
        ? (value as IndexState[]).map(djangoIndex)
        : key === "constraints"
          ? (value as ConstraintState[]).map(djangoConstraint)
          : value,
    ]),
  );
}

function djangoIndex({ name, fields, expressions, where, include, method, ...rest }: IndexState): DjangoObject {
  return {
    $obj: method ?? "django.db.models.Index",
    args: expressions ?? [],
    kwargs: {
      ...(fields === undefined ? {} : { fields }),
      name,
      ...(where === undefined ? {} : { condition: where }),
      ...(include === undefined ? {} : { include }),
      ...rest,
    },
  };
}

function djangoConstraint(constraint: ConstraintState & { readonly args?: readonly unknown[] }): DjangoObject {
  const { kind, message, args = [], ...rest } = constraint;
  return {
    $obj: kind,
    args,
    kwargs: { ...rest, ...(message === undefined ? {} : { violation_error_message: message }) },
  };
}

type Parts = Readonly<Record<string, unknown>>;
// biome-ignore lint/suspicious/noExplicitAny: the arguments of whichever function
type Arguments = readonly any[];

/** What each operation is in Django: its name, and its arguments from those of the call in a migration file. */
const OPERATIONS: Readonly<Record<string, readonly [string, (args: Arguments) => Parts]>> = {
  createModel: ["CreateModel", createModelParts],
  deleteModel: ["DeleteModel", ([name]) => ({ name })],
  renameModel: ["RenameModel", ([old_name, new_name]) => ({ old_name, new_name })],
  addField: ["AddField", fieldParts],
  alterField: ["AlterField", fieldParts],
  removeField: ["RemoveField", ([model_name, name]) => ({ model_name, name })],
  renameField: ["RenameField", ([model_name, old_name, new_name]) => ({ model_name, old_name, new_name })],
  alterModelTable: ["AlterModelTable", ([name, table = null]) => ({ name, table })],
  alterModelComment: ["AlterModelTableComment", ([name, table_comment = null]) => ({ name, table_comment })],
  alterUnique: ["AlterUniqueTogether", ([name, unique_together]) => ({ name, unique_together })],
  alterOrderWithRespectTo: [
    "AlterOrderWithRespectTo",
    ([name, order_with_respect_to = null]) => ({ name, order_with_respect_to }),
  ],
  alterModelOptions: ["AlterModelOptions", ([name, options]) => ({ name, options: djangoOptions(options) })],
  alterModelManagers: ["AlterModelManagers", ([name, managers]) => ({ name, managers })],
  addIndex: ["AddIndex", ([model_name, index]) => ({ model_name, index: djangoIndex(index) })],
  removeIndex: ["RemoveIndex", ([model_name, name]) => ({ model_name, name })],
  renameIndex: ["RenameIndex", ([model_name, old_name, new_name]) => ({ model_name, new_name, old_name })],
  addConstraint: [
    "AddConstraint",
    ([model_name, constraint]) => ({ model_name, constraint: djangoConstraint(constraint) }),
  ],
  alterConstraint: [
    "AlterConstraint",
    ([model_name, name, constraint]) => ({ model_name, name, constraint: djangoConstraint(constraint) }),
  ],
  removeConstraint: ["RemoveConstraint", ([model_name, name]) => ({ model_name, name })],
};

function createModelParts([name, fields, more = {}]: Arguments): Parts {
  const { bases, managers, ...options } = more as { bases?: readonly string[]; managers?: readonly unknown[] };
  const list = Object.entries(fields as Record<string, FieldState>).map(([key, field]) => [key, djangoField(field)]);
  return {
    name,
    fields: list,
    ...(Object.keys(options).length > 0 ? { options: djangoOptions(options) } : {}),
    ...(bases === undefined ? {} : { bases: bases.map((base) => base.replaceAll(":", ".")) }),
    ...(managers === undefined ? {} : { managers }),
  };
}

function fieldParts([model_name, name, field, more]: Arguments): Parts {
  if (more === undefined) return { model_name, name, field: djangoField(field) };
  const { fill } = more as { readonly fill: unknown };
  return { model_name, name, field: djangoField({ ...(field as FieldState), default: fill }), preserve_default: false };
}

function djangoOperation({ written }: Operation): readonly [string, unknown] {
  const [name, partsOf] = OPERATIONS[written.name]!;
  return [name, normal(settled(partsOf(written.args)))];
}

// ------------------------------------------------------------------ one form for both

/** Values without what says nothing: tuples are lists, sets are in order, and empty texts of relations are in lower case. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Plain;
  if ("$tuple" in record) return normal(record["$tuple"]);
  if ("$set" in record) return (normal(record["$set"]) as unknown[]).toSorted(byText);
  if ("$ref" in record && record["$ref"] === "django.db.models.base.Model") return undefined;
  if ("$ref" in record && !String(record["$ref"]).startsWith("django.db.models.deletion")) return record["$ref"];
  if ("$lazy" in record) return record["$lazy"];
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key, each]) => each !== undefined && !isEmptyList(key, each))
      .map(([key, each]) => [key, normalEntry(key, each)]),
  );
}

// Proxies list that they have no indexes; other models leave them out.
function isEmptyList(key: string, value: unknown): boolean {
  return (key === "indexes" || key === "constraints") && Array.isArray(value) && value.length === 0;
}

// The cases give the names of managers alone before, and their classes as well afterwards.
function normalEntry(key: string, value: unknown): unknown {
  if (key === "unique_together") return uniqueSets(value).toSorted(byText);
  if (key === "managers") return items(value).map((each) => (typeof each === "string" ? each : items(each)[0]));
  return normal(value);
}

function byText(left: unknown, right: unknown): number {
  const [one, other] = [JSON.stringify(left), JSON.stringify(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}
