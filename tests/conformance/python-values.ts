// Reads values that Django's reference cases write as tagged objects, and compares Demijohn's values with them.
import { isDeepStrictEqual } from "node:util";
import { safe } from "demijohn";
import { DecimalText } from "demijohn/validate";
import { temporal } from "#orm/internals";

/** A value as a case writes it: `{ "$tuple": [...] }`, `{ "$decimal": "1.20" }`. */
export type Tagged = unknown;

/** What stands for a Python class or function that a case names. */
export type Resolve = (
  kind: "new" | "ref",
  name: string,
  args: readonly Tagged[],
  kwargs: Readonly<Record<string, Tagged>>,
) => unknown;

/** Makes the value that Demijohn would have in its place. */
export function readValue(value: Tagged, resolve: Resolve): unknown {
  if (Array.isArray(value)) return value.map((one) => readValue(one, resolve));
  if (typeof value !== "object" || value === null) return value;
  const tags = value as Readonly<Record<string, Tagged>>;
  for (const tag of Object.keys(tags)) {
    const reader = readers[tag];
    if (reader !== undefined) return reader(tags[tag], tags, resolve);
  }
  return Object.fromEntries(Object.entries(tags).map(([key, one]) => [key, readValue(one, resolve)]));
}

type Reader = (value: Tagged, whole: Readonly<Record<string, Tagged>>, resolve: Resolve) => unknown;

const made: Reader = (name, { args = [], kwargs = {} }, resolve) =>
  resolve("new", String(name), args as readonly Tagged[], kwargs as Readonly<Record<string, Tagged>>);

const readers: Readonly<Record<string, Reader>> = {
  $tuple: (value, _whole, resolve) => readValue(value, resolve),
  $map: (value, _whole, resolve) => Object.fromEntries(readValue(value, resolve) as [string, unknown][]),
  $lazy: (value, _whole, resolve) => readValue(value, resolve),
  $safe: (value) => safe(String(value)),
  $decimal: (value) => value,
  $float: (value) => Number(value),
  $bigint: (value) => BigInt(String(value)),
  $uuid: (value) => value,
  $ip: (value) => value,
  $bytes: (value) => Buffer.from(String(value), "base64"),
  $date: (value) => temporal().PlainDate.from(String(value)),
  $time: (value) => temporal().PlainTime.from(String(value)),
  $datetime: (value, { tz }) => {
    const [, days = 0, hours = 0, minutes = 0] = (
      /^(?:(-?\d+) days?, )?(\d+):(\d+)/.exec(String(tz ?? "0:00")) ?? []
    ).map((part) => Number(part ?? 0));
    return new Date(Date.parse(`${String(value)}Z`) - ((days * 24 + hours) * 60 + minutes) * 60_000);
  },
  $timedelta: (value) => {
    const [days = 0, seconds = 0, microseconds = 0] = value as readonly number[];
    // Python's parts have signs of their own; those of Temporal have one.
    const total = BigInt(days * 86_400 + seconds) * 1_000_000n + BigInt(microseconds);
    return temporal().Duration.from({ seconds: Number(total / 1_000_000n), microseconds: Number(total % 1_000_000n) });
  },
  $file: (value) => {
    const { name, size } = value as { name: string | null; size: number };
    return { filename: name ?? "", safeName: name ?? "", size, name: name ?? "" };
  },
  $regex: (value, { flags = 0 }) => new RegExp(String(value).replace(/\\Z/g, "$"), Number(flags) & 2 ? "i" : ""),
  $new: made,
  $obj: made,
  $call: made,
  $ref: (name, _whole, resolve) => resolve("ref", String(name), [], {}),
};

/** Whether a value of Demijohn's is the one that a case expects. */
export function isSame(expected: unknown, actual: unknown): boolean {
  if (expected instanceof Date && actual instanceof Date) return expected.getTime() === actual.getTime();
  if (isDuration(expected) && isDuration(actual)) return micros(expected) === micros(actual);
  if (isTemporal(expected) && isTemporal(actual)) return String(expected) === String(actual);
  if (typeof expected === "bigint" || typeof actual === "bigint") return String(expected) === String(actual);
  if (Array.isArray(expected) && Array.isArray(actual))
    return expected.length === actual.length && expected.every((one, index) => isSame(one, actual[index]));
  return isDeepStrictEqual(expected ?? null, actual ?? null);
}

/** Whether two texts are the same decimal, written zeros included. */
export function isSameDecimal(expected: string, actual: unknown): boolean {
  if (typeof actual !== "string" && typeof actual !== "number") return false;
  return DecimalText.find(expected)?.toString() === DecimalText.find(String(actual))?.toString();
}

function isTemporal(value: unknown): value is object {
  return Object.prototype.toString.call(value).startsWith("[object Temporal.");
}

function isDuration(value: unknown): value is Temporal.Duration {
  return Object.prototype.toString.call(value) === "[object Temporal.Duration]";
}

function micros({ days, hours, minutes, seconds, milliseconds, microseconds }: Temporal.Duration): number {
  return ((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds) * 1000 + microseconds;
}
