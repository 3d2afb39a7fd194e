// Turns a session's values into JSON text and back, keeping what JSON alone would lose: dates, bytes, bigints, safe HTML.
import { quoteValue, Safe, safe } from "#kernel";
import { SessionError } from "./session-error.ts";

// A value that JSON does not know is an object of one key, which begins with a space; Flask writes the same ones:
//   " d" date · " b" bytes in base64 · " m" safe HTML · " t" tuple · " u" UUID · " di" an object that only looks like a tag.
// " n" is a bigint, which Flask writes as a plain number.
const tags: ReadonlySet<string> = new Set([" d", " b", " m", " t", " u", " n", " di"]);

/** Writes values as JSON text. @throws SessionError `SESSIONS_BAD_VALUE` naming the place of what cannot be kept. */
export function stringifySession(values: Iterable<readonly [string, unknown]>): string {
  return JSON.stringify(
    Object.fromEntries(Array.from(values, ([key, value]) => [key, encode(value, { path: key, parents: [] })])),
  );
}

/** Reads JSON text into values. @throws SyntaxError or TypeError when it is no session's. */
export function parseSession(text: string): Map<string, unknown> {
  const record: unknown = JSON.parse(text);
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new TypeError("A session is a JSON object.");
  }
  const values = new Map<string, unknown>();
  for (const key of Object.keys(record)) values.set(key, decode((record as Record<string, unknown>)[key]));
  return values;
}

/** Writes one value as JSON text. @throws SessionError `SESSIONS_BAD_VALUE` */
export function stringifyValue(key: string, value: unknown): string {
  return JSON.stringify(encode(value, { path: key, parents: [] }));
}

interface Place {
  readonly path: string;
  readonly parents: readonly object[];
}

function encode(value: unknown, place: Place): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw badValue(value, place);
      return value;
    case "bigint":
      return { " n": String(value) };
    case "object":
      return value === null ? null : encodeObject(value, place);
    default:
      throw badValue(value, place);
  }
}

function encodeObject(value: object, { path, parents }: Place): unknown {
  if (value instanceof Date) return { " d": encodeDate(value, { path, parents }) };
  if (value instanceof Safe) return { " m": value.toString() };
  if (value instanceof Uint8Array) return { " b": Buffer.from(value).toString("base64") };
  if (parents.includes(value)) throw badValue(value, { path, parents });
  const inner = [...parents, value];
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) =>
      item === undefined ? null : encode(item, { path: `${path}[${i}]`, parents: inner }),
    );
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw badValue(value, { path, parents });
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [key, encode(item, { path: `${path}.${key}`, parents: inner })] as const);
  const [only] = entries;
  if (entries.length === 1 && tags.has(only![0])) return { " di": { [`${only![0]}__`]: only![1] } };
  return Object.fromEntries(entries);
}

// Whole seconds of four-digit years are written as HTTP writes them, which Flask reads; all else as ISO 8601, so that
// nothing is lost.
function encodeDate(date: Date, place: Place): string {
  if (Number.isNaN(date.getTime())) throw badValue(date, place);
  const year = date.getUTCFullYear();
  return date.getMilliseconds() === 0 && year >= 1000 && year <= 9999 ? date.toUTCString() : date.toISOString();
}

function decode(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && tags.has(only![0])) return decodeTag(only![0], only![1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, decode(item)]));
}

function decodeTag(tag: string, content: unknown): unknown {
  if (tag === " t") return (content as unknown[]).map(decode);
  if (tag === " di") {
    return Object.fromEntries(
      Object.entries(content as object).map(([key, item]) => [key.replace(/__$/, ""), decode(item)]),
    );
  }
  if (typeof content !== "string") throw new TypeError(`The session tag "${tag}" holds no text.`);
  switch (tag) {
    case " d":
      return decodeDate(content);
    case " b":
      return new Uint8Array(Buffer.from(content, "base64"));
    case " m":
      return safe(content);
    case " u":
      return content.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    default:
      return BigInt(content);
  }
}

function decodeDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new TypeError("A session's date cannot be read.");
  return date;
}

function badValue(value: unknown, { path, parents }: Place): SessionError {
  const isCircular = typeof value === "object" && value !== null && parents.includes(value);
  return new SessionError(
    "SESSIONS_BAD_VALUE",
    isCircular
      ? `The session value "${path}" contains itself.`
      : `The session value "${path}" is ${describeKind(value)}, which a session cannot keep.`,
    {
      facts: [
        "A session keeps text, finite numbers, bigints, booleans, null, dates, bytes, safe HTML, arrays and plain objects.",
      ],
      cure: "Store what identifies it, such as an id, and look the rest up.",
    },
  );
}

function describeKind(value: unknown): string {
  return value instanceof Date ? "an invalid date" : quoteValue(value);
}
