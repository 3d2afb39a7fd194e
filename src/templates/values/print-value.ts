// Prints a value as `{{ value }}` does, before escaping: nothing for null and undefined, JSON for arrays and plain objects.
import { findHtml, Safe } from "#kernel";
import { isPlain } from "./python-spelling.ts";

/** The most values that one JSON text has: lists that share lists can stand for more than any memory holds. */
const largest = 1_000_000;
/** The most levels of nested values. */
const deepest = 500;

/** The text of a value in a page: the one place where values become text. */
export function printValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "undefined":
      return "";
    case "symbol":
      return value.description ?? "";
    case "function":
      return `function ${value.name || "(anonymous)"}`;
    case "object":
      return value === null ? "" : printObject(value);
    default:
      return String(value);
  }
}

function printObject(value: object): string {
  if (value instanceof Safe) return value.toString();
  const made = findHtml(value);
  if (made !== undefined) return made.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (Array.isArray(value) || value instanceof Map || value instanceof Set || isPlain(value)) return printJson(value);
  const { toString } = value;
  return typeof toString === "function" && toString !== Object.prototype.toString ? String(value) : printJson(value);
}

/** The JSON of any value: big integers are digits in quotes, maps are objects, sets are arrays, a cycle is `"[circular]"`. */
export function printJson(value: unknown, indent?: string | number): string {
  // `holders` are the objects that are being written, `originals` the values they stand for.
  const holders: object[] = [];
  const originals: object[] = [];
  let left = largest;
  const json = JSON.stringify(
    value,
    function (this: unknown, _key, item: unknown) {
      if (--left < 0) return undefined;
      if (typeof item === "bigint") return String(item);
      if (typeof item !== "object" || item === null) return item;
      while (holders.length > 0 && holders.at(-1) !== this) {
        holders.pop();
        originals.pop();
      }
      if (holders.length > deepest) return "[too deep]";
      if (originals.includes(item)) return "[circular]";
      const holder =
        item instanceof Map ? Object.fromEntries(Array.from(item, toEntry)) : item instanceof Set ? [...item] : item;
      holders.push(holder);
      originals.push(item);
      return holder;
    },
    indent,
  );
  return json ?? "null";
}

function toEntry([key, item]: readonly [unknown, unknown]): [string, unknown] {
  return [printValue(key), item];
}
