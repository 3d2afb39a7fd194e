// Holds header lines in their order, finds them by name in any case, and refuses names and values that could split a message.
import { DemijohnError, quoteValue } from "#kernel";

/** What a {@link HeaderMap} can be made from. */
export type HeadersInit =
  | HeaderMap
  | Headers
  | Iterable<readonly [string, HeaderValue]>
  | Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>>;

/** A header's value before it is written; numbers are written in decimal. */
export type HeaderValue = string | number;

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const forbiddenInValue = /[^\t\x20-\x7e\x80-\xff]/;

let readFlat: (map: HeaderMap) => string[];
let adoptFlat: (flat: string[]) => HeaderMap;

// Invariants: #flat holds name, value, name, value …; each name is a token and each value one line of Latin-1,
// except in maps made by headerMapFromFlat, whose lines came from a parser that has checked them.

/**
 * Header lines in the order and case they were written. Names are case-insensitive and may repeat.
 *
 * @example
 * ```ts
 * import { HeaderMap } from "demijohn/http";
 * const headers = new HeaderMap({ "Content-Type": "text/plain" });
 * headers.append("Vary", "Accept");
 * headers.append("Vary", "Cookie");
 * console.log(headers.get("vary")); // Accept, Cookie
 * console.log(headers.getAll("vary")); // ["Accept", "Cookie"]
 * ```
 */
export class HeaderMap implements Iterable<[string, string]> {
  #flat: string[] = [];

  /** @throws DemijohnError `HTTP_BAD_HEADER_NAME` and `HTTP_BAD_HEADER_VALUE`. */
  constructor(init?: HeadersInit) {
    if (init !== undefined) this.#fill(init);
  }

  /** Makes a map from another map, the platform's `Headers`, a record or pairs. */
  static from(init: HeadersInit): HeaderMap {
    return new HeaderMap(init);
  }

  /** Reads and makes maps by their flat array; for the doors below, which are not public. */
  static {
    readFlat = (map) => map.#flat;
    adoptFlat = (flat) => {
      const map = new HeaderMap();
      map.#flat = flat;
      return map;
    };
  }

  #fill(init: HeadersInit): void {
    if (init instanceof HeaderMap) {
      this.#flat = init.#flat.slice();
    } else if (Symbol.iterator in init) {
      for (const [name, value] of init as Iterable<readonly [string, HeaderValue]>) this.append(name, value);
    } else {
      for (const [name, value] of Object.entries(init)) {
        if (Array.isArray(value)) for (const one of value) this.append(name, one);
        else if (value !== undefined) this.append(name, value as HeaderValue);
      }
    }
  }

  /** The number of header lines. */
  get size(): number {
    return this.#flat.length / 2;
  }

  /**
   * The value of a header, or undefined. Repeated lines are joined by a comma, as RFC 9110 section 5.3 allows for lists.
   *
   * `Cookie` is joined by a semicolon; of `Set-Cookie`, which cannot be joined, it is the first.
   */
  get(name: string): string | undefined {
    const flat = this.#flat;
    const lower = name.toLowerCase();
    let found: string | undefined;
    for (let i = 0; i < flat.length; i += 2) {
      if (!isName(flat[i]!, lower)) continue;
      const value = flat[i + 1]!;
      if (found === undefined) found = value;
      else if (lower === "set-cookie") return found;
      else found += lower === "cookie" ? `; ${value}` : `, ${value}`;
    }
    return found;
  }

  /** The values of all lines of a header, in order; empty where there is none. */
  getAll(name: string): string[] {
    const flat = this.#flat;
    const lower = name.toLowerCase();
    const values: string[] = [];
    for (let i = 0; i < flat.length; i += 2) {
      if (isName(flat[i]!, lower)) values.push(flat[i + 1]!);
    }
    return values;
  }

  has(name: string): boolean {
    const flat = this.#flat;
    const lower = name.toLowerCase();
    for (let i = 0; i < flat.length; i += 2) if (isName(flat[i]!, lower)) return true;
    return false;
  }

  /**
   * Makes a header have this value (or these lines) alone, where its first line stood or else at the end.
   *
   * @throws DemijohnError `HTTP_BAD_HEADER_NAME` and `HTTP_BAD_HEADER_VALUE`.
   */
  set(name: string, value: HeaderValue | readonly HeaderValue[]): void {
    if (typeof value === "object") {
      const values = value.map((one) => checkedValue(name, one));
      this.delete(name);
      for (const one of values) this.append(name, one);
      return;
    }
    checkName(name);
    const text = checkedValue(name, value);
    const flat = this.#flat;
    const lower = name.toLowerCase();
    for (let i = 0; i < flat.length; i += 2) {
      if (!isName(flat[i]!, lower)) continue;
      flat[i] = name;
      flat[i + 1] = text;
      removeFrom(flat, i + 2, lower);
      return;
    }
    flat.push(name, text);
  }

  /**
   * Adds a line, and keeps the ones of the same name.
   *
   * @throws DemijohnError `HTTP_BAD_HEADER_NAME` and `HTTP_BAD_HEADER_VALUE`.
   */
  append(name: string, value: HeaderValue): void {
    checkName(name);
    this.#flat.push(name, checkedValue(name, value));
  }

  /** Removes every line of a header; true where there was one. */
  delete(name: string): boolean {
    return removeFrom(this.#flat, 0, name.toLowerCase());
  }

  /** The name of each line, as it was written. */
  *keys(): Generator<string> {
    for (let i = 0; i < this.#flat.length; i += 2) yield this.#flat[i]!;
  }

  /** The value of each line. */
  *values(): Generator<string> {
    for (let i = 1; i < this.#flat.length; i += 2) yield this.#flat[i]!;
  }

  /** The name and value of each line. */
  *entries(): Generator<[string, string]> {
    for (let i = 0; i < this.#flat.length; i += 2) yield [this.#flat[i]!, this.#flat[i + 1]!];
  }

  [Symbol.iterator](): Generator<[string, string]> {
    return this.entries();
  }

  /** A record without a prototype, by the name as first written; repeated headers are arrays. */
  toJSON(): Record<string, string | string[]> {
    const record: Record<string, string | string[]> = Object.create(null);
    const spelling = new Map<string, string>();
    for (const [name, value] of this) {
      const lower = name.toLowerCase();
      const key = spelling.get(lower) ?? name;
      spelling.set(lower, key);
      const before = record[key];
      record[key] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
    }
    return record;
  }

  /** The lines as they stand in a message, each ended by CR LF. */
  toString(): string {
    let out = "";
    for (const [name, value] of this) out += `${name}: ${value}\r\n`;
    return out;
  }
}

/** The array behind a map: `[name, value, name, value …]`. Read it; do not keep or change it. */
export function flatHeaders(map: HeaderMap): string[] {
  return readFlat(map);
}

/** Wraps `[name, value …]` without copying or checking: only for lines that an HTTP parser has read. */
export function headerMapFromFlat(flat: string[]): HeaderMap {
  return adoptFlat(flat);
}

/**
 * Refuses a header name that is not a token (RFC 9110 section 5.1).
 *
 * @throws DemijohnError `HTTP_BAD_HEADER_NAME`.
 */
function checkName(name: string): void {
  if (token.test(name)) return;
  throw new DemijohnError("HTTP_BAD_HEADER_NAME", `${quoteValue(name)} cannot be the name of a header.`, {
    facts: ["A name has letters, digits and !#$%&'*+-.^_`|~ only."],
    cure: 'Write headers.set("X-Name", value).',
  });
}

// Line breaks would let a value add headers of its own; beyond Latin-1 there is no byte to send.
function checkedValue(name: string, value: HeaderValue): string {
  const text = typeof value === "string" ? value : String(value);
  const at = text.search(forbiddenInValue);
  if (at < 0) return text;
  const code = text.codePointAt(at)!;
  const character = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  throw new DemijohnError(
    "HTTP_BAD_HEADER_VALUE",
    `The value of the header ${name} has ${character}, which no header may have.`,
    {
      wrote: quoteValue(text),
      cure:
        code > 0xff
          ? "Encode it first: encodeURIComponent(value), or dumpOptionsHeader for parameters."
          : "Remove line breaks and control characters first.",
    },
  );
}

// Most names differ in length or in their last letter, which are cheaper to compare than the whole.
function isName(name: string, lower: string): boolean {
  const { length } = name;
  if (length !== lower.length || (name.charCodeAt(length - 1) | 32) !== (lower.charCodeAt(length - 1) | 32))
    return false;
  return name === lower || name.toLowerCase() === lower;
}

// Closes the gaps in place, so that removing many lines stays linear.
function removeFrom(flat: string[], start: number, lower: string): boolean {
  let to = start;
  for (let i = start; i < flat.length; i += 2) {
    if (isName(flat[i]!, lower)) continue;
    if (to !== i) {
      flat[to] = flat[i]!;
      flat[to + 1] = flat[i + 1]!;
    }
    to += 2;
  }
  const removed = to !== flat.length;
  flat.length = to;
  return removed;
}
