// Reads a text out of an address as a value of a column; what cannot be one is told apart, so that no database is asked for it.
import type { Column } from "#orm/internals";

/** The key of a row out of an address; undefined for what cannot be one. */
export function typedKey(column: Column, text: string): unknown {
  const { kind } = column.scalar.type;
  if (text.includes("\0")) return undefined;
  if (kind === "integer" || kind === "smallInt" || kind === "bigInt") {
    if (!/^-?\d{1,18}$/.test(text)) return undefined;
    const number = Number(text);
    if (kind === "bigInt")
      return "safe" in column.scalar.type && column.scalar.type.safe === true ? safe(number) : BigInt(text);
    return Math.abs(number) <= (kind === "smallInt" ? 32_767 : 2_147_483_647) ? number : undefined;
  }
  if (kind === "uuid") return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text : undefined;
  return text;
}

function safe(number: number): number | undefined {
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Whether a column holds numbers. */
export function isNumeric({ type }: Column): boolean {
  return ["integer", "smallInt", "bigInt", "float", "decimal"].includes(type.kind);
}

/** A number for a column of numbers; undefined for what is none or does not fit. */
export function typedNumber(column: Column, text: string): unknown {
  if (!/^-?\d{1,18}(\.\d{1,12})?$/.test(text)) return undefined;
  const { kind } = column.scalar.type;
  if (kind === "float") return Number(text);
  if (kind === "decimal") return text;
  return text.includes(".") ? undefined : typedKey(column, text);
}
