// Defines a field as migrations know it: a plain record of its kind and of the options that a database or a history needs.
import type { ColumnType, OnDelete } from "#orm/internals";

/**
 * A field in the state of a project, and in a migration file.
 *
 * `type` is the name of the builder of `f`: `char`, `foreignKey`, `auto`. The options are the builder's, with models by
 * name (`to: "blog.Author"`) and functions as {@link Computed}.
 */
export interface FieldState {
  readonly type: string;
  readonly null?: boolean | undefined;
  readonly blank?: boolean | undefined;
  readonly default?: unknown;
  /** A value, or an expression such as `now()`. */
  readonly databaseDefault?: unknown;
  readonly unique?: boolean | undefined;
  readonly index?: boolean | undefined;
  readonly primaryKey?: boolean | undefined;
  readonly column?: string | undefined;
  readonly comment?: string | undefined;
  readonly collation?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly maxDigits?: number | undefined;
  readonly decimalPlaces?: number | undefined;
  /** Automatic keys: their width, 64 where not given. */
  readonly bits?: 16 | 32 | 64 | undefined;
  readonly autoNow?: boolean | undefined;
  readonly autoNowAdd?: boolean | undefined;
  /** Values, pairs of value and label, or a record of labels. */
  readonly choices?: unknown;
  readonly verboseName?: string | undefined;
  readonly helpText?: string | undefined;
  readonly editable?: boolean | undefined;
  /** Relations: the model, `label.Name`. */
  readonly to?: string | undefined;
  /** Relations that follow a setting, such as `auth.user`: its name. */
  readonly swappable?: string | undefined;
  readonly onDelete?: OnDelete | { readonly set: unknown } | undefined;
  readonly relatedName?: string | undefined;
  /** Whether the database guards the reference. */
  readonly constraint?: boolean | undefined;
  /** Whether this key is the row of the parent model (multi-table inheritance). */
  readonly parentLink?: boolean | undefined;
  readonly toField?: string | undefined;
  readonly fromFields?: readonly string[] | undefined;
  readonly toFields?: readonly string[] | undefined;
  /** Many to many: the model of the links. */
  readonly through?: string | undefined;
  readonly throughFields?: readonly [string, string] | undefined;
  /** Many to many: the table of the links. */
  readonly table?: string | undefined;
  /** Arrays: what they hold. */
  readonly of?: FieldState | undefined;
  /** Generated columns: the field whose type the value has, the expression, and whether it is stored. */
  readonly as?: FieldState | undefined;
  readonly expression?: unknown;
  readonly stored?: boolean | undefined;
  /** Fields of one's own: their column. */
  readonly columnType?: ColumnType | undefined;
}

/** Stands for a function of the models, which a migration cannot keep. It is a default that is made anew for each row. */
export interface Computed {
  readonly computed: string;
}

/** Makes the record that stands for a function named `name`. */
export function computed(name: string): Computed {
  return Object.freeze({ computed: name });
}

export function isComputed(value: unknown): value is Computed {
  return typeof value === "object" && value !== null && typeof (value as Computed).computed === "string";
}

/** Whether the field leads to another model. */
export function isRelation(field: FieldState): field is FieldState & { readonly to: string } {
  return field.to !== undefined;
}

export function isManyToMany(field: FieldState): boolean {
  return field.type === "manyToMany";
}

export function isGenerated(field: FieldState): boolean {
  return field.expression !== undefined;
}

/** Whether rows get a value from the program, be it null. */
export function hasDefault(field: FieldState): boolean {
  return "default" in field && field.default !== undefined;
}

export function hasDatabaseDefault(field: FieldState): boolean {
  return field.databaseDefault !== undefined;
}

export function isTimeField(field: FieldState): boolean {
  return field.type === "date" || field.type === "dateTime" || field.type === "time";
}

const WITHOUT_EMPTY_TEXT: ReadonlySet<string> = new Set([
  "auto",
  "integer",
  "smallInteger",
  "positiveInteger",
  "positiveSmallInteger",
  "bigInt",
  "positiveBigInt",
  "float",
  "decimal",
  "boolean",
  "date",
  "dateTime",
  "time",
  "duration",
  "uuid",
  "json",
  "ip",
  "array",
  "foreignKey",
  "oneToOne",
]);

/** Whether the empty text is a value of the field. */
export function allowsEmptyText(field: FieldState): boolean {
  return !WITHOUT_EMPTY_TEXT.has(field.type);
}
