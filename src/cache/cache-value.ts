// Turns values into the JSON that caches keep, refuses those that would come back changed, and reads them again.
import { quoteValue } from "#kernel";
import { CacheError } from "./cache-error.ts";

/** Writes a value as JSON. @throws CacheError `CACHE_BAD_VALUE` */
export function encodeValue(key: string, value: unknown): string {
  checkPart(value, { key, path: "", above: [] });
  return JSON.stringify(value);
}

/** Reads a value; undefined where there is none, or what is there is no JSON. */
export function decodeValue(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a whole number to count on. @throws CacheError `CACHE_NOT_A_NUMBER` */
export function decodeCount(key: string, text: string): number {
  const number = decodeValue(text);
  if (Number.isSafeInteger(number)) return number as number;
  throw notANumber(key);
}

/** The error of counting on what is no whole number. */
export function notANumber(key: string, cause?: unknown): CacheError {
  const name = key.slice(key.indexOf(":", key.indexOf(":") + 1) + 1);
  return new CacheError("CACHE_NOT_A_NUMBER", `The value under ${quoteValue(name)} is no whole number.`, {
    cure: `Begin with cache.set(${quoteValue(name)}, 0).`,
    cause,
  });
}

interface Place {
  readonly key: string;
  readonly path: string;
  readonly above: readonly object[];
}

function checkPart(value: unknown, place: Place): void {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return;
  if (typeof value !== "object" || place.above.includes(value)) throw badValue(value, place);
  const above = [...place.above, value];
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkPart(value[i], { ...place, path: `${place.path}[${i}]`, above });
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== null && prototype !== Object.prototype) || "toJSON" in value) throw badValue(value, place);
  for (const [name, part] of Object.entries(value))
    if (part !== undefined) checkPart(part, { ...place, path: `${place.path}.${name}`, above });
}

function badValue(value: unknown, { key, path, above }: Place): CacheError {
  const circle = typeof value === "object" && value !== null && above.includes(value);
  return new CacheError("CACHE_BAD_VALUE", `The value for ${quoteValue(key)} cannot be cached.`, {
    facts: [
      `${path === "" ? "It" : `Its part ${path.replace(/^\./, "")}`} is ${circle ? "a circle" : quoteValue(value)}.`,
      "What comes back as it was: texts, finite numbers, booleans, null, arrays and plain objects of them.",
    ],
    cure: "Cache plain parts of it, such as date.toISOString() or [...map].",
  });
}
