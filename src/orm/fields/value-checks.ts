// Checks that a value is of its field's type at all, and returns the fault as a text for people; validators check the rest.
import { StoredFile } from "#storage";

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const DECIMAL = /^-?\d+(?:\.\d*)?$/;

export function checkText(value: unknown): string | undefined {
  return typeof value === "string" ? undefined : "Enter text.";
}

export function checkUuid(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? undefined : "Enter a valid UUID.";
}

export function checkInteger(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? undefined : "Enter a whole number.";
}

export function checkBigInt(value: unknown): string | undefined {
  return typeof value === "bigint" ? undefined : "Enter a whole number as a bigint.";
}

export function checkFloat(value: unknown): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? undefined : "Enter a number.";
}

export function checkBoolean(value: unknown): string | undefined {
  return typeof value === "boolean" ? undefined : "Choose true or false.";
}

export function checkDate(value: unknown): string | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? undefined : "Enter a valid date and time.";
}

export function checkDecimal(value: unknown): string | undefined {
  const isDecimal = typeof value === "string" && DECIMAL.test(value);
  return isDecimal ? undefined : 'Enter a decimal number as text, such as "10.50".';
}

export function checkBytes(value: unknown): string | undefined {
  return value instanceof Uint8Array ? undefined : "Give the bytes as a Uint8Array.";
}

export function checkByteCount(limit: number): (value: Uint8Array) => string | undefined {
  return (value) => (value.length > limit ? `Give at most ${limit} bytes (these are ${value.length}).` : undefined);
}

/** Checks for one of the Temporal types by the name that its values give themselves. */
export function checkTemporal(
  name: "PlainDate" | "PlainTime" | "Duration",
  what: string,
): (value: unknown) => string | undefined {
  return (value) =>
    typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === `Temporal.${name}`
      ? undefined
      : `Enter a valid ${what}.`;
}

export function checkFile(value: unknown): string | undefined {
  return value instanceof StoredFile ? undefined : "Give a file that upload() made.";
}

export function checkList(value: unknown): string | undefined {
  return Array.isArray(value) ? undefined : "Give a list.";
}

export function checkRange(value: unknown): string | undefined {
  const isRange = typeof value === "object" && value !== null && "lower" in value && "upper" in value;
  return isRange ? undefined : "Enter a range: { lower, upper }.";
}
