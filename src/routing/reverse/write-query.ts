// Writes the values that no parameter takes as a query.
import { encodeQueryText } from "./quote.ts";

/** Orders the parameters of a query: by name and value, or as the function says. */
export type ParameterOrder = boolean | ((a: readonly [string, string], b: readonly [string, string]) => number);

/** Thrown for a value that has no spelling in a query; the caller adds where. */
export class UnwritableQueryValue extends Error {
  readonly key: string;
  constructor(key: string) {
    super(key);
    this.key = key;
  }
}

/**
 * Returns a query without its question mark. Arrays and sets give their name once for each item, null and undefined nothing.
 *
 * @throws UnwritableQueryValue for objects, functions and symbols; a Date is written in ISO form.
 */
export function writeQuery(entries: Iterable<readonly [string, unknown]>, order: ParameterOrder = false): string {
  const pairs: (readonly [string, string])[] = [];
  for (const [key, value] of entries) {
    if (Array.isArray(value) || value instanceof Set) for (const item of value) addPair(pairs, key, item);
    else addPair(pairs, key, value);
  }
  if (order !== false) pairs.sort(order === true ? comparePairs : order);
  return pairs.map(([key, value]) => `${encodeQueryText(key)}=${encodeQueryText(value)}`).join("&");
}

function addPair(pairs: (readonly [string, string])[], key: string, value: unknown): void {
  switch (typeof value) {
    case "undefined":
      return;
    case "string":
    case "number":
    case "bigint":
    case "boolean":
      pairs.push([key, String(value)]);
      return;
    default:
      if (value === null) return;
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw new UnwritableQueryValue(key);
      pairs.push([key, value.toISOString()]);
  }
}

function comparePairs(a: readonly [string, string], b: readonly [string, string]): number {
  return compareTexts(a[0], b[0]) || compareTexts(a[1], b[1]);
}

function compareTexts(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
