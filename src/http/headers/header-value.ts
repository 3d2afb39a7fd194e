// Parses and writes the grammars that header values share: quoted strings, lists, key=value lists, and parameters.
import { decodeText } from "../body/text-decoding.ts";

const tokenOnly = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Quotes a header value where it is not a token (RFC 9110 section 5.6.4). It escapes `"` and `\`.
 *
 * With `always`, tokens are quoted as well.
 */
export function quoteHeaderValue(value: string | number, options: { readonly always?: boolean } = {}): string {
  const text = String(value);
  if (!options.always && tokenOnly.test(text)) return text;
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/** Removes the quotes around a header value, and the backslash escapes inside. Other text passes unchanged. */
export function unquoteHeaderValue(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  const inner = value.slice(1, -1);
  return inner.includes("\\") ? inner.replace(/\\(.)/g, "$1") : inner;
}

/**
 * Splits a header value at its commas (RFC 9110 section 5.6.1). Commas in quotes do not count, and empty items are
 * dropped.
 *
 * An item that is quoted as a whole loses its quotes. With an unclosed quote the result is empty.
 *
 * @example
 * ```ts
 * import { parseListHeader } from "demijohn/http";
 * console.log(parseListHeader('token, "quoted, value"')); // ["token", "quoted, value"]
 * ```
 */
export function parseListHeader(value: string): string[] {
  const items: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i <= value.length; i++) {
    const code = value.charCodeAt(i);
    if (quoted) {
      if (i === value.length) return [];
      if (code === 92) i++;
      else if (code === 34) quoted = false;
    } else if (code === 34) {
      quoted = true;
    } else if (code === 44 || i === value.length) {
      const item = value.slice(start, i).trim();
      if (item !== "") items.push(unquoteHeaderValue(item));
      start = i + 1;
    }
  }
  return quoted ? [] : items;
}

/**
 * Parses a list of `key=value` and bare `key` items. A bare key has the value null.
 *
 * `key*=UTF-8''value` becomes `key`, decoded (RFC 8187). The record has no prototype.
 */
export function parseDictHeader(value: string): Record<string, string | null> {
  const record: Record<string, string | null> = Object.create(null);
  for (const item of parseListHeader(value)) {
    const equals = item.indexOf("=");
    let key = (equals < 0 ? item : item.slice(0, equals)).trim();
    if (key === "") continue;
    if (equals < 0) {
      record[key] = null;
      continue;
    }
    let text = item.slice(equals + 1).trim();
    if (key.endsWith("*")) {
      key = key.slice(0, -1);
      const marked = charsetMark.exec(text);
      if (marked !== null) text = decodeExtended(marked[2]!, marked[1]!.toLowerCase()) ?? marked[2]!;
    }
    record[key] = unquoteHeaderValue(text);
  }
  return record;
}

/** What {@link dumpHeader} can write. */
export type HeaderItems = Iterable<string | number> | Readonly<Record<string, string | number | null | undefined>>;

/**
 * Writes a list, or `key=value` items, separated by commas. Values that are no tokens are quoted.
 *
 * A null value writes the key alone. A key that ends in `*` has its value written as it is.
 */
export function dumpHeader(items: HeaderItems): string {
  if (Symbol.iterator in items) {
    return Array.from(items as Iterable<string | number>, (item) => quoteHeaderValue(item)).join(", ");
  }
  return Object.entries(items)
    .map(([key, value]) => (value === null || value === undefined ? key : dumpParameter(key, value)))
    .join(", ");
}

function dumpParameter(key: string, value: string | number): string {
  return `${key}=${key.endsWith("*") ? value : quoteHeaderValue(value)}`;
}

/** Writes a value and its parameters: `text/html; charset=utf-8`. Null and undefined parameters are left out. */
export function dumpOptionsHeader(
  value: string | undefined,
  options: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const parts = value === undefined ? [] : [value];
  for (const [key, option] of Object.entries(options)) {
    if (option !== null && option !== undefined) parts.push(dumpParameter(key, option));
  }
  return parts.join("; ");
}

/** A header's value and its parameters, by lower-case name. The record has no prototype. */
export interface OptionsHeader {
  readonly value: string;
  readonly options: Readonly<Record<string, string>>;
}

const parameterKey = /([\w!#$%&'*+\-.^`|~]+)=/y;
const parameterToken = /[\w!#$%&'*+\-.^`|~]+/y;
const charsetMark = /^([\w!#$%&*+\-.^`|~]*)'[\w!#$%&*+\-.^`|~]*'([\w!#$%&'*+\-.^`|~]+)/;
const continuation = /\*(\d+)$/;

/**
 * Parses a value with `key=value` parameters, such as Content-Type. RFC 9110 section 5.6.6.
 *
 * Understands continued and encoded parameters (RFC 2231, RFC 8187), and both ways to write a quote inside a quoted
 * value: `\"` and the `%22` of browsers. Invalid parameters are skipped.
 *
 * @example
 * ```ts
 * import { parseOptionsHeader } from "demijohn/http";
 * const { value, options } = parseOptionsHeader("attachment; filename*=UTF-8''na%C3%AFve.txt");
 * console.log(value, options.filename); // attachment naïve.txt
 * ```
 */
export function parseOptionsHeader(header: string | undefined): OptionsHeader {
  const options: Record<string, string> = Object.create(null);
  if (header === undefined) return { value: "", options };
  const semicolon = header.indexOf(";");
  const value = (semicolon < 0 ? header : header.slice(0, semicolon)).trim();
  if (semicolon < 0 || value === "") return { value, options };
  let continuedCharset: string | undefined;
  for (const [rawKey, rawValue] of readParameters(header, semicolon + 1)) {
    let key = rawKey;
    let text = rawValue;
    if (key.endsWith("*")) {
      key = key.slice(0, -1);
      const marked = charsetMark.exec(text);
      if (marked !== null) text = marked[2]!;
      // The parts after the first of a continued parameter carry no charset of their own.
      const charset = marked?.[1]?.toLowerCase() || continuedCharset;
      const decoded = charset === undefined ? undefined : decodeExtended(text, charset);
      if (decoded !== undefined) {
        continuedCharset = charset;
        text = decoded;
      }
    }
    if (text.length > 1 && text.startsWith('"') && text.endsWith('"')) text = unquoteParameter(text);
    const part = continuation.exec(key);
    if (part === null) {
      options[key] = text;
    } else {
      key = key.slice(0, part.index);
      options[key] = (options[key] ?? "") + text;
    }
  }
  return { value, options };
}

// Yields name and raw value of each valid parameter from `at` on.
function* readParameters(header: string, at: number): Generator<[string, string]> {
  while (at >= 0 && at < header.length) {
    while (isSpace(header.charCodeAt(at))) at++;
    parameterKey.lastIndex = at;
    const key = parameterKey.exec(header);
    if (key !== null) {
      at = parameterKey.lastIndex;
      parameterToken.lastIndex = at;
      if (parameterToken.test(header)) {
        yield [key[1]!.toLowerCase(), header.slice(at, parameterToken.lastIndex)];
        at = parameterToken.lastIndex;
      } else if (header.charCodeAt(at) === 34) {
        const end = closingQuote(header, at);
        if (end !== undefined) {
          yield [key[1]!.toLowerCase(), header.slice(at, end + 1)];
          at = end + 1;
        }
      }
    }
    const next = header.indexOf(";", at);
    at = next < 0 ? -1 : next + 1;
  }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

// Only \\ and \" are escapes here: Windows paths come with single backslashes.
function closingQuote(header: string, open: number): number | undefined {
  for (let i = open + 1; i < header.length; i++) {
    const code = header.charCodeAt(i);
    if (code === 92 && (header.charCodeAt(i + 1) === 92 || header.charCodeAt(i + 1) === 34)) i++;
    else if (code === 34) return i;
  }
  return undefined;
}

function unquoteParameter(text: string): string {
  return text.slice(1, -1).replace(/\\\\/g, "\\").replace(/\\"/g, '"').replaceAll("%22", '"');
}

const extendedCharsets = new Set(["ascii", "us-ascii", "utf-8", "iso-8859-1"]);

// Percent-decodes to bytes and those to text, bad bytes replaced; undefined for charsets that are not in use on the web.
function decodeExtended(text: string, charset: string): string | undefined {
  if (!extendedCharsets.has(charset)) return undefined;
  if (!text.includes("%")) return text;
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const escape = /^%([0-9a-f]{2})$/i.exec(text.slice(i, i + 3));
    if (escape !== null) {
      bytes[length++] = Number.parseInt(escape[1]!, 16);
      i += 2;
    } else {
      bytes[length++] = text.charCodeAt(i);
    }
  }
  return decodeText(bytes.subarray(0, length), charset);
}
