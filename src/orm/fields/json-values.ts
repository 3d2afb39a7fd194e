// Turns values of columns into JSON and back, for fixtures and for what the admin keeps of a row.
import type { ColumnType } from "../column-type.ts";
import { temporal } from "../temporal.ts";

/** The JSON of a value: text for moments, decimals and large numbers, base64 for bytes. */
export function valueToJson(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === "json") return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value) && type.kind === "array") return value.map((each) => valueToJson(each, type.of));
  if (type.kind === "range") {
    const { lower, upper, ...rest } = value as { lower?: unknown; upper?: unknown };
    return { ...rest, lower: valueToJson(lower, type.of), upper: valueToJson(upper, type.of) };
  }
  return typeof value === "object" ? String(value) : value;
}

/** The value that a JSON value stands for. */
export function valueFromJson(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "bigInt":
      return type.safe === true ? Number(value) : BigInt(value as string);
    case "smallInt":
    case "integer":
    case "float":
      return Number(value);
    case "boolean":
      return Boolean(value);
    case "dateTime":
      return new Date(String(value));
    case "date":
      return temporal().PlainDate.from(String(value));
    case "time":
      return temporal().PlainTime.from(String(value));
    case "duration":
      return temporal().Duration.from(String(value));
    case "binary":
      return Buffer.from(String(value), "base64");
    case "array":
      return (value as unknown[]).map((each) => valueFromJson(each, type.of));
    case "range": {
      const { lower, upper, ...rest } = value as { lower?: unknown; upper?: unknown };
      return { ...rest, lower: valueFromJson(lower, type.of), upper: valueFromJson(upper, type.of) };
    }
    case "json":
      return value;
    default:
      return String(value);
  }
}
