// Parses, compares and writes entity tags, which name a version of a resource.
import { DemijohnError, quoteValue } from "#kernel";

/** One entity tag. A weak one promises the same meaning, not the same bytes (RFC 9110 section 8.8.3). */
export interface ETag {
  /** Without its quotes. */
  readonly value: string;
  readonly weak: boolean;
}

/**
 * Writes an entity tag.
 *
 * @throws DemijohnError `HTTP_BAD_ETAG` for a value with a quote, a control character or one beyond Latin-1.
 */
export function quoteETag(value: string, options: { readonly weak?: boolean } = {}): string {
  if (/["\x00-\x1f\x7f]|[^\x00-\xff]/.test(value)) {
    throw new DemijohnError("HTTP_BAD_ETAG", `${quoteValue(value)} cannot be an entity tag.`, {
      cure: "Use letters, digits and punctuation without double quotes, such as a hash in hexadecimal.",
    });
  }
  return options.weak ? `W/"${value}"` : `"${value}"`;
}

/** Parses one entity tag, quoted or not; undefined where there is none. */
export function unquoteETag(text: string | undefined): ETag | undefined {
  if (!text) return undefined;
  const trimmed = text.trim();
  const weak = /^w\//i.test(trimmed);
  const quoted = weak ? trimmed.slice(2) : trimmed;
  const isQuoted = quoted.length > 1 && quoted.startsWith('"') && quoted.endsWith('"');
  return { value: isQuoted ? quoted.slice(1, -1) : quoted, weak };
}

/** The value of an entity tag for these bytes. It is their SHA-1 in hexadecimal, without quotes. */
export function generateETag(bytes: Uint8Array): string {
  return process.getBuiltinModule("node:crypto").createHash("sha1").update(bytes).digest("hex");
}

/**
 * The entity tags of `If-Match` or `If-None-Match`, or any at all (`*`).
 *
 * @example
 * ```ts
 * import { parseETags } from "demijohn/http";
 * const tags = parseETags('"a", W/"b"');
 * console.log(tags.has("b"), tags.hasWeak("b")); // false true
 * ```
 */
export class ETags {
  readonly strong: ReadonlySet<string>;
  readonly weak: ReadonlySet<string>;
  /** True for `*`. */
  readonly any: boolean;

  constructor(strong: Iterable<string> = [], weak: Iterable<string> = [], any = false) {
    this.strong = new Set(any ? [] : strong);
    this.weak = new Set(any ? [] : weak);
    this.any = any;
  }

  /** True where the header is missing or names nothing. */
  get isEmpty(): boolean {
    return !this.any && this.strong.size === 0 && this.weak.size === 0;
  }

  /** Strong comparison: weak tags never match (RFC 9110 section 8.8.3.2). */
  has(value: string): boolean {
    return this.any || this.strong.has(value);
  }

  /** Weak comparison: strong and weak tags match alike. */
  hasWeak(value: string): boolean {
    return this.has(value) || this.weak.has(value);
  }

  /** The header's value. */
  toString(): string {
    if (this.any) return "*";
    return [
      ...Array.from(this.strong, (value) => `"${value}"`),
      ...Array.from(this.weak, (value) => `W/"${value}"`),
    ].join(", ");
  }
}

const separators = /[\s,]*/y;
const entry = /([Ww]\/)?(?:"([^"]*)"|([^,"\s]+))[^,]*/y;

/** Parses `If-Match` or `If-None-Match`; what is no tag ends the list. */
export function parseETags(header: string | undefined): ETags {
  const strong: string[] = [];
  const weak: string[] = [];
  for (let at = 0; header !== undefined; at = entry.lastIndex) {
    separators.lastIndex = at;
    separators.test(header);
    entry.lastIndex = separators.lastIndex;
    const match = entry.exec(header);
    if (match === null) break;
    const value = match[2] ?? match[3]!;
    if (match[1] === undefined && match[3] === "*") return new ETags([], [], true);
    (match[1] === undefined ? strong : weak).push(value);
  }
  return new ETags(strong, weak);
}
