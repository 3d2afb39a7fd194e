// Reads attributes by path, such as `author.name` or `tags.0`, for filters that take `attribute=`.
import { Safe } from "#kernel";
import type { TemplateCall } from "../definitions.ts";

/** Reads one value out of an item. */
export type AttributeReader = (item: unknown) => unknown;

const digits = /^[0-9]+$/;

/** Makes a reader of a dotted path; a missing attribute gives `fallback`. No path gives the item itself. */
export function attributeReader(call: TemplateCall, path: unknown, fallback?: unknown): AttributeReader {
  if (path === undefined || path === null) return (item) => item;
  const hasFallback = fallback !== undefined && fallback !== null;
  const text = path instanceof Safe ? path.toString() : path;
  const steps =
    typeof text === "string" ? text.split(".").map((step) => (digits.test(step) ? Number(step) : step)) : [text];
  return (item) => {
    let value = item;
    for (const step of steps) {
      value = call.attribute(value, step);
      if (hasFallback && call.isUndefined(value)) value = fallback;
    }
    return value;
  };
}

/** Makes readers of several paths separated by commas, for sorting by more than one attribute. */
export function attributeReaders(call: TemplateCall, paths: unknown): readonly AttributeReader[] {
  const text = paths instanceof Safe ? paths.toString() : paths;
  if (typeof text !== "string") return [attributeReader(call, text)];
  return text.split(",").map((path) => attributeReader(call, path.trim()));
}

/** The value by which texts compare without regard to case. */
export function ignoreCase(value: unknown): unknown {
  return typeof value === "string" || value instanceof Safe ? value.toString().toLowerCase() : value;
}
