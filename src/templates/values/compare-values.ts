// Compares values as templates do: order for sorting, equality by content, and truth as Python and Jinja see it.
import { Safe } from "#kernel";
import { isPlain, PythonFloat } from "./python-spelling.ts";

/**
 * Orders two values: negative, zero or positive; undefined where they have no order.
 *
 * Numbers, big integers, booleans and dates compare by amount, texts by character, arrays item by item.
 */
export function compareValues(a: unknown, b: unknown): number | undefined {
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  const x = comparable(a);
  const y = comparable(b);
  if (typeof x === "string" && typeof y === "string") return compareTexts(x, y);
  if (isAmount(x) && isAmount(y)) return x < y ? -1 : x > y ? 1 : 0;
  if (Array.isArray(x) && Array.isArray(y)) {
    for (let i = 0; i < x.length && i < y.length; i++) if (!valuesEqual(x[i], y[i])) return compareValues(x[i], y[i]);
    return x.length - y.length;
  }
  return compareTemporal(x, y);
}

// UTF-16 order differs from code point order where one text has a surrogate and the other a character above U+D7FF.
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  const x = a.charCodeAt(i);
  const y = b.charCodeAt(i);
  const xIsSurrogate = x >= 0xd800 && x < 0xe000;
  const yIsSurrogate = y >= 0xd800 && y < 0xe000;
  return xIsSurrogate === yIsSurrogate ? x - y : xIsSurrogate ? 1 : -1;
}

function comparable(value: unknown): unknown {
  if (typeof value === "boolean") return Number(value);
  if (value instanceof PythonFloat || value instanceof Date) return value.valueOf();
  if (value instanceof Safe) return value.toString();
  return value;
}

function isAmount(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

// Temporal's classes and decimal libraries bring their own order as a static `compare`.
function compareTemporal(x: unknown, y: unknown): number | undefined {
  if (typeof x !== "object" || typeof y !== "object" || x === null || y === null) return undefined;
  const kind: unknown = Object.getPrototypeOf(x)?.constructor;
  if (typeof kind !== "function" || Object.getPrototypeOf(y)?.constructor !== kind) return undefined;
  const { compare } = kind as { compare?: unknown };
  if (typeof compare !== "function") return undefined;
  const order: unknown = compare.call(kind, x, y);
  return typeof order === "number" ? order : undefined;
}

/** Whether two values are equal by content: `[1, 2] == [1, 2]`, `1 == 1.0`, dates of one instant. */
export function valuesEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, { ancestors: [], left: mostCompared });
}

/** The most values that one comparison looks at: lists that share lists can stand for more than any time allows. */
const mostCompared = 1_000_000;

interface Comparison {
  readonly ancestors: object[];
  left: number;
}

function equal(a: unknown, b: unknown, state: Comparison): boolean {
  if (a === b) return true;
  if (a === null || a === undefined) return b === null || b === undefined;
  const x = comparable(a);
  const y = comparable(b);
  if (x === y) return true;
  // biome-ignore lint/suspicious/noDoubleEquals: 1 and 1n are equal amounts.
  if (isAmount(x) && isAmount(y)) return x == y;
  if (typeof x !== "object" || typeof y !== "object" || x === null || y === null) return false;
  // A value inside itself is equal where everything around it is.
  if (state.ancestors.includes(x)) return true;
  if (--state.left < 0 || state.ancestors.length > 500) return false;
  state.ancestors.push(x);
  const isEqual = contentsEqual(x, y, state);
  state.ancestors.pop();
  return isEqual;
}

function contentsEqual(x: object, y: object, state: Comparison): boolean {
  if (Array.isArray(x))
    return Array.isArray(y) && x.length === y.length && x.every((item, i) => equal(item, y[i], state));
  if (x instanceof Set) return y instanceof Set && x.size === y.size && [...x].every((item) => y.has(item));
  const left = entriesOf(x);
  const right = entriesOf(y);
  if (left === undefined || right === undefined) return compareTemporal(x, y) === 0;
  if (left.size !== right.size) return false;
  for (const [key, item] of left) if (!right.has(key) || !equal(item, right.get(key), state)) return false;
  return true;
}

function entriesOf(value: object): ReadonlyMap<unknown, unknown> | undefined {
  return value instanceof Map ? value : isPlain(value) ? new Map(Object.entries(value)) : undefined;
}

/** Truth in templates: empty arrays, maps, sets and plain objects are false, as are `0`, `""`, null and undefined. */
export function isTrue(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Boolean(value);
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Safe) return value.length > 0;
  if (value instanceof PythonFloat) return value.valueOf() !== 0;
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  if (!isPlain(value)) return true;
  for (const _ in value) return true;
  return false;
}

/** A key under which equal values meet in a Map: amounts, texts and dates by content, other objects by identity. */
export function identityKey(value: unknown): unknown {
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Safe) return `text ${value.toString()}`;
  if (typeof value === "string") return `text ${value}`;
  if (value instanceof PythonFloat || typeof value === "boolean") return Number(value);
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) return Number(value);
  if (value === undefined) return null;
  return value;
}
