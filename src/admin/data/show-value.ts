// Shows a value of a field as people read it: text, and the kind that decides how it looks.
import type { ModelMeta } from "#orm/internals";

/** How a value looks. */
export type ShownKind = "text" | "number" | "yes" | "no" | "date" | "none";

/** A value as people read it. */
export interface Shown {
  readonly text: string;
  readonly kind: ShownKind;
}

const longest = 200;

/** Shows any value. */
export function showValue(value: unknown): Shown {
  if (value === null || value === undefined || value === "") return { text: "–", kind: "none" };
  if (value === true) return { text: "Yes", kind: "yes" };
  if (value === false) return { text: "No", kind: "no" };
  if (typeof value === "number" || typeof value === "bigint") return { text: showNumber(value), kind: "number" };
  if (value instanceof Date) return { text: `${value.toISOString().slice(0, 16).replace("T", " ")}`, kind: "date" };
  if (value instanceof Uint8Array) return { text: `${value.length} bytes`, kind: "text" };
  const text = isPlain(value) ? JSON.stringify(value) : String(value);
  return { text: text.length > longest ? `${text.slice(0, longest)}…` : text, kind: "text" };
}

// Years and keys are read as they are; large amounts are not.
function showNumber(value: number | bigint): string {
  const isLarge = value >= 100_000 || value <= -100_000;
  return isLarge ? value.toLocaleString("en-US") : String(value);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** Shows a field of a row: the label of a choice, the text of a related object that is loaded. */
export function showField(meta: ModelMeta, row: object, name: string): Shown {
  const record = row as Readonly<Record<string, unknown>> & { display(field: string): string };
  const column = meta.findColumn(name);
  if (column?.scalar.choices !== undefined && column.definition.fieldKind === "scalar") {
    const value = record[column.attribute];
    return value === null || value === undefined || value === ""
      ? showValue(null)
      : { text: record.display(column.name), kind: "text" };
  }
  return showValue(
    record[column === undefined || column.definition.fieldKind === "relation" ? name : column.attribute],
  );
}

/** The value at a path over relations whose rows are loaded: `director__name`. */
export function showPath(meta: ModelMeta, row: object, path: string): Shown {
  let at = meta;
  let value: object | null = row;
  const parts = path.split("__");
  for (const part of parts.slice(0, -1)) {
    value = (value as Record<string, object | null>)[part] ?? null;
    if (value === null) return showValue(null);
    at = at.relation(part).target;
  }
  return showField(at, value, parts.at(-1)!);
}
