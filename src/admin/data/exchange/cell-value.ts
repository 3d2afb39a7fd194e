// Turns values of models into what the cells of files can hold.

/** What a file holds: text, number, yes or no, an instant, a record of JSON, or nothing. */
export type Primitive =
  | string
  | number
  | boolean
  | Date
  | readonly unknown[]
  | Readonly<Record<string, unknown>>
  | null;

/** A value without the classes of models: dates of Temporal, rows and amounts become text, bytes become Base64. */
export function plainValue(value: unknown): Primitive {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (typeof value !== "object") return value as Primitive;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : dateText(value);
  return isRecord(value) ? (value as Primitive) : String(value);
}

function dateText(value: Date): string {
  return value.toISOString();
}

/** Whether a value is a list or record of JSON. */
export function isRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
