// Writes the field of a model for one column of a database, as a call of `f`.
import type { ColumnDescription, ColumnType, SqlExpression } from "#orm/internals";

/** A value as it is written in TypeScript; `code` stands as it is. */
export type Written = string | number | boolean | { readonly code: string } | readonly Written[];

/** `{ maxLength: 100, null: true }`, or nothing where there are no options. */
export function writeOptions(options: Readonly<Record<string, Written | undefined>>): string {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? "" : `{ ${entries.map(([key, value]) => `${key}: ${write(value!)}`).join(", ")} }`;
}

/** A value in TypeScript. */
export function write(value: Written): string {
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (typeof value === "object") return (value as { readonly code: string }).code;
  return JSON.stringify(value);
}

/** The call of `rawSql` for SQL that the database keeps. */
export function writeRawSql(expression: SqlExpression): string {
  const text =
    expression.kind === "raw"
      ? expression.parts.join("")
      : expression.kind === "constant"
        ? constantText(expression.value)
        : "NULL";
  return `rawSql\`${text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
}

const lookups: Readonly<Record<string, string>> = { ">=": "gte", ">": "gt", "<=": "lte", "<": "lt" };

/** A check: a lookup where it compares a column with a number, otherwise the database's words. */
export function writeCondition(expression: SqlExpression, nameOf: (column: string) => string): string {
  const text = expression.kind === "raw" ? expression.parts.join("") : "";
  const simple = /^[`"]?(\w+)[`"]? (>=|>|<=|<) (-?\d+(?:\.\d+)?)$/.exec(text.trim());
  if (simple === null) return `${writeRawSql(expression)}.isTrue()`;
  const [, column = "", operator = "", number = ""] = simple;
  return `{ ${nameOf(column)}__${lookups[operator]}: ${number} }`;
}

function constantText(value: string | number | bigint | boolean | null): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return value === null ? "NULL" : String(value).toUpperCase();
}

const plain: Readonly<Partial<Record<ColumnType["kind"], string>>> = {
  boolean: "boolean",
  smallInt: "smallInteger",
  integer: "integer",
  bigInt: "bigInt",
  float: "float",
  text: "text",
  char: "char",
  decimal: "decimal",
  dateTime: "dateTime",
  date: "date",
  time: "time",
  duration: "duration",
  json: "json",
  uuid: "uuid",
  binary: "binary",
  inet: "ip",
};

/** The builder of a column type, and the options that the type needs. */
export function builderOf(type: ColumnType): {
  readonly builder: string;
  readonly options: Readonly<Record<string, Written>>;
  readonly first?: string;
} {
  if (type.kind === "char") return { builder: "char", options: { maxLength: type.maxLength } };
  if (type.kind === "decimal")
    return { builder: "decimal", options: { maxDigits: type.maxDigits, decimalPlaces: type.decimalPlaces } };
  if (type.kind === "array")
    return { builder: "array", options: {}, first: writeField({ name: "", type: type.of }, {}) };
  const builder = plain[type.kind];
  if (builder !== undefined) return { builder, options: {} };
  return {
    builder: "custom",
    options: {
      type: {
        code: JSON.stringify(type)
          .replace(/"(\w+)":/g, " $1: ")
          .replace(/\}/g, " }"),
      },
    },
  };
}

/** `f.char({ maxLength: 100, null: true })`. */
export function writeField(column: ColumnDescription, options: Readonly<Record<string, Written | undefined>>): string {
  const { builder, options: own, first } = builderOf(column.type);
  const written = writeOptions({
    ...own,
    null: column.null === true ? true : undefined,
    databaseDefault: column.default === undefined ? undefined : writeDefault(column),
    collation: column.collation,
    comment: column.comment,
    ...options,
  });
  return `f.${builder}(${[first, written].filter(Boolean).join(", ")})`;
}

// A constant of JavaScript where the field's own values are such; otherwise the database's words.
function writeDefault({ type, default: value }: ColumnDescription): Written {
  if (value?.kind === "constant") {
    const { value: constant } = value;
    const numbers = ["smallInt", "integer", "float"];
    if (typeof constant === "number" && numbers.includes(type.kind)) return constant;
    if (typeof constant === "boolean" && type.kind === "boolean") return constant;
    if (typeof constant === "number" && type.kind === "boolean") return constant !== 0;
    if (typeof constant === "string" && (type.kind === "char" || type.kind === "text")) return constant;
  }
  return { code: writeRawSql(value!) };
}
