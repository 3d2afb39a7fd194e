// Shows a value of a field as people read it: text, and the kind that decides how it looks.
import { findHtml, Safe } from "#kernel";
import type { ModelMeta } from "#orm/internals";

/** How a value looks. */
export type ShownKind = "text" | "number" | "yes" | "no" | "date" | "link" | "image" | "html" | "none";

/** A value as people read it. */
export interface Shown {
  /** The address, for a link or picture. */
  readonly text: string;
  readonly kind: ShownKind;
  /** In the place of the text, where it is HTML already. */
  readonly html?: Safe | undefined;
}

const longest = 200;

const large = new Intl.NumberFormat("en-US");

/** Shows any value; `empty` stands for none. */
export function showValue(value: unknown, empty = "–"): Shown {
  if (value === null || value === undefined || value === "") return { text: empty, kind: "none" };
  if (typeof value === "string") return { text: cut(value), kind: "text" };
  if (value === true) return { text: "Yes", kind: "yes" };
  if (value === false) return { text: "No", kind: "no" };
  if (typeof value === "number" || typeof value === "bigint") return { text: showNumber(value), kind: "number" };
  if (value instanceof Date) return { text: `${value.toISOString().slice(0, 16).replace("T", " ")}`, kind: "date" };
  if (value instanceof Uint8Array) return { text: `${value.length} bytes`, kind: "text" };
  const html = value instanceof Safe ? value : findHtml(value);
  if (html !== undefined) return { text: "", kind: "html", html };
  return { text: cut(isPlain(value) ? JSON.stringify(value) : String(value)), kind: "text" };
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

// Years and keys are read as they are; large amounts are not.
function showNumber(value: number | bigint): string {
  const isLarge = value >= 100_000 || value <= -100_000;
  return isLarge ? large.format(value) : String(value);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** Shows a field of a row: the label of a choice, the text of a related object that is loaded. */
export function showField(meta: ModelMeta, row: object, name: string, empty?: string): Shown {
  const record = row as Readonly<Record<string, unknown>> & { display(field: string): string };
  const column = meta.findColumn(name);
  if (column?.scalar.choices !== undefined && column.definition.fieldKind === "scalar") {
    const value = record[column.attribute];
    return value === null || value === undefined || value === ""
      ? showValue(null, empty)
      : { text: record.display(column.name), kind: "text" };
  }
  return showValue(
    record[column === undefined || column.definition.fieldKind === "relation" ? name : column.attribute],
    empty,
  );
}

/** The value at a path over relations whose rows are loaded: `director__name`. */
export function showPath(meta: ModelMeta, row: object, path: string, empty?: string): Shown {
  let at = meta;
  let value: object | null = row;
  const parts = path.split("__");
  for (const part of parts.slice(0, -1)) {
    value = (value as Record<string, object | null>)[part] ?? null;
    if (value === null) return showValue(null, empty);
    at = at.relation(part).target;
  }
  return showField(at, value, parts.at(-1)!, empty);
}
