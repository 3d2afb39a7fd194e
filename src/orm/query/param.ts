// Holds a value of a query apart from the query's shape, so that one compiled statement serves every value.
import type { ColumnType } from "../column-type.ts";

/** One value of a query, or one list; told apart by identity. */
export class Param {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** One letter for what a value is, where the statement depends on it. */
export function valueTag(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "i" : "n";
    case "string":
      return "s";
    case "boolean":
      return "b";
    case "bigint":
      return "g";
    case "object":
      return value === null ? "0" : objectTag(value);
    default:
      return "?";
  }
}

function objectTag(value: object): string {
  if (value instanceof Date) return "D";
  if (value instanceof Uint8Array) return "B";
  const name = Reflect.get(value, Symbol.toStringTag);
  if (name === "Temporal.PlainDate") return "d";
  if (name === "Temporal.PlainTime") return "t";
  if (name === "Temporal.Duration") return "u";
  return "j";
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  i: { kind: "bigInt", safe: true },
  n: { kind: "float" },
  s: { kind: "text" },
  b: { kind: "boolean" },
  g: { kind: "bigInt" },
  D: { kind: "dateTime" },
  B: { kind: "binary" },
  d: { kind: "date" },
  t: { kind: "time" },
  u: { kind: "duration" },
  j: { kind: "json" },
};

/** The column type of a value that no field stands beside. */
export function typeOfValue(value: unknown): ColumnType | undefined {
  return TYPES[valueTag(value)];
}
