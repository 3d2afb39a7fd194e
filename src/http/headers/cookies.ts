// Parses the Cookie header as browsers and servers in the wild write it, and writes Set-Cookie lines.
import { DemijohnError, quoteValue } from "#kernel";
import { type MultiMap, multiMapFromFlat } from "../multi-map.ts";
import { percentEncode } from "../urls/percent.ts";
import { formatHttpDate } from "./http-date.ts";

/** The attributes of a cookie that is set (RFC 6265bis section 4.1). */
export interface CookieOptions {
  /** Seconds until it ends; 0 or less removes it. Without it and `expires`, it ends with the browser. */
  readonly maxAge?: number | undefined;
  readonly expires?: Date | undefined;
  /** `/` unless given; null leaves the attribute out. */
  readonly path?: string | null | undefined;
  /** The host itself unless given; a name includes its subdomains. A leading dot and a port are dropped. */
  readonly domain?: string | undefined;
  /** Sent over TLS only. */
  readonly secure?: boolean | undefined;
  /** Not readable by scripts. */
  readonly httpOnly?: boolean | undefined;
  readonly sameSite?: "strict" | "lax" | "none" | undefined;
  /** Kept apart for each top-level site (CHIPS); implies `secure`. */
  readonly partitioned?: boolean | undefined;
  /** Above this many bytes a warning is emitted, since browsers drop such cookies silently: 4093. 0 turns it off. */
  readonly maxSize?: number | undefined;
}

const encoder = new TextEncoder();
// A byte-order mark is a character like others: dropped, it would hide that a name does not begin with __Host-.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Parses a `Cookie` header (RFC 6265 section 5.4). Of a name that comes twice, `get` gives the first.
 *
 * Never throws: what is no cookie is skipped. Bytes beyond ASCII are read as UTF-8.
 *
 * @example
 * ```ts
 * import { parseCookies } from "demijohn/http";
 * console.log(parseCookies('jar=7; note="a;b"').get("note")); // a;b
 * ```
 */
export function parseCookies(header: string | undefined): MultiMap {
  const flat: string[] = [];
  if (header !== undefined && header !== "") {
    const text = utf8FromLatin1(header);
    let at = 0;
    while (at < text.length) at = readCookie(text, at, flat);
  }
  return multiMapFromFlat(flat, "cookies");
}

// Reads the cookie that starts at `at` and returns where the next one starts.
function readCookie(text: string, at: number, flat: string[]): number {
  let end = text.indexOf(";", at);
  if (end < 0) end = text.length;
  const length = text.slice(at, end).indexOf("=");
  const name = trimSpaces(text.slice(at, length < 0 ? end : at + length));
  if (length < 0) {
    if (name !== "") flat.push(name, "");
    return end + 1;
  }
  let start = at + length + 1;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  if (text.charCodeAt(start) === 34) end = endOfQuoted(text, start) ?? end;
  const value = trimSpaces(text.slice(start, end));
  if (name !== "") flat.push(name, isQuoted(value) ? unquote(value.slice(1, -1)) : value);
  return end + 1;
}

// A quoted value may hold semicolons; it counts as quoted only where nothing but spaces follows its closing quote.
function endOfQuoted(text: string, start: number): number | undefined {
  let i = start + 1;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) break;
  }
  if (i >= text.length) return undefined;
  i++;
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  return i === text.length || text.charCodeAt(i) === 59 ? i : undefined;
}

// No other spaces than browsers drop: a name that begins with one of Unicode's is another name, without the protection
// that the prefix __Host- has in browsers, and must not be taken for one that has it.
function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isQuoted(value: string): boolean {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"');
}

// Undoes backslash escapes: three octal digits are one byte of UTF-8, any other character stands for itself.
function unquote(value: string): string {
  if (!value.includes("\\")) return value;
  const from = encoder.encode(value);
  const bytes = new Uint8Array(from.length);
  let to = 0;
  for (let i = 0; i < from.length; i++) {
    let byte = from[i]!;
    if (byte === 92 && i + 1 < from.length) {
      const octal = /^[0-3][0-7]{2}$/.test(String.fromCharCode(from[i + 1]!, from[i + 2] ?? 0, from[i + 3] ?? 0));
      byte = octal ? ((from[i + 1]! & 3) << 6) | ((from[i + 2]! & 7) << 3) | (from[i + 3]! & 7) : from[i + 1]!;
      i += octal ? 3 : 1;
    }
    bytes[to++] = byte;
  }
  return decoder.decode(bytes.subarray(0, to));
}

// Servers hand headers over as Latin-1, one character a byte.
function utf8FromLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text;
  return decoder.decode(Uint8Array.from(text, (char) => char.charCodeAt(0)));
}

const needsNoQuotes = /^[\w!#$%&'()*+\-./:<=>?@[\]^`{|}~]*$/;
const badName = /[\x00-\x20\x7f=;,"]/;

/**
 * Writes the value of a `Set-Cookie` header (RFC 6265bis section 4.1).
 *
 * A value that a cookie cannot carry as it is, is quoted with octal escapes, which {@link parseCookies} undoes.
 *
 * @throws DemijohnError `HTTP_BAD_COOKIE` for a name, attribute or prefix that browsers refuse.
 * @example
 * ```ts
 * import { dumpCookie } from "demijohn/http";
 * console.log(dumpCookie("jar", "7", { maxAge: 60, sameSite: "lax" })); // jar=7; Max-Age=60; Path=/; SameSite=Lax
 * ```
 */
export function dumpCookie(name: string, value = "", options: CookieOptions = {}): string {
  const secure = options.secure || options.partitioned;
  const path = options.path === undefined ? "/" : options.path;
  const domain = options.domain ? cookieDomain(name, options.domain) : undefined;
  checkCookieName(name, { secure: secure === true, path, domain });
  const text = needsNoQuotes.test(value) ? value : quote(value);
  let out = `${latin1FromUtf8(name)}=${text}`;
  if (domain !== undefined) out += `; Domain=${domain}`;
  if (options.expires !== undefined) out += `; Expires=${formatHttpDate(options.expires)}`;
  if (options.maxAge !== undefined) out += `; Max-Age=${Math.trunc(options.maxAge)}`;
  if (secure) out += "; Secure";
  if (options.httpOnly) out += "; HttpOnly";
  if (path !== null) out += `; Path=${percentEncode(path, "%!$&'()*+,/:=@")}`;
  if (options.sameSite !== undefined) out += `; SameSite=${sameSiteWord(name, options.sameSite)}`;
  if (options.partitioned) out += "; Partitioned";
  warnAboutSize(name, text, out, options.maxSize ?? 4093);
  return out;
}

// The characters that a quoted value may not hold become a backslash and three octal digits, which Python's servers read too.
function quote(value: string): string {
  let out = "";
  for (const byte of encoder.encode(value)) {
    if (byte === 34 || byte === 92) out += `\\${String.fromCharCode(byte)}`;
    else if (byte < 32 || byte === 44 || byte === 59 || byte >= 127) out += `\\${byte.toString(8).padStart(3, "0")}`;
    else out += String.fromCharCode(byte);
  }
  return `"${out}"`;
}

function latin1FromUtf8(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text;
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}

function cookieDomain(cookie: string, domain: string): string {
  const host = domain.replace(/^\.+/, "").replace(/:.*$/, "");
  const ascii = /[^\x00-\x7f]/.test(host) ? process.getBuiltinModule("node:url").domainToASCII(host) : host;
  if (/^[\w.-]+$/.test(ascii)) return ascii;
  throw badCookie(cookie, `its domain ${quoteValue(domain)} is no host name`, 'Write domain: "example.com".');
}

function sameSiteWord(cookie: string, value: string): string {
  const word = value.toLowerCase();
  if (word === "strict") return "Strict";
  if (word === "lax") return "Lax";
  if (word === "none") return "None";
  throw badCookie(cookie, `its sameSite is ${quoteValue(value)}`, 'Write sameSite: "strict", "lax" or "none".');
}

function checkCookieName(
  name: string,
  has: { secure: boolean; path: string | null; domain: string | undefined },
): void {
  if (name === "" || badName.test(name)) {
    throw badCookie(
      name,
      'its name is empty or has a space, a control character or one of = ; , "',
      'Use letters, digits, "-" and "_".',
    );
  }
  const prefix = name.slice(0, 9).toLowerCase();
  if (prefix === "__secure-" && !has.secure) {
    throw badCookie(name, "the prefix __Secure- needs the attribute Secure", "Add secure: true.");
  }
  if (prefix.startsWith("__host-") && !(has.secure && has.path === "/" && has.domain === undefined)) {
    throw badCookie(
      name,
      "the prefix __Host- needs Secure, the path / and no domain",
      'Write { secure: true, path: "/" }.',
    );
  }
}

function badCookie(name: string, why: string, cure: string): DemijohnError {
  return new DemijohnError("HTTP_BAD_COOKIE", `The cookie ${quoteValue(name)} cannot be set: ${why}.`, { cure });
}

function warnAboutSize(name: string, value: string, line: string, limit: number): void {
  if (limit === 0 || line.length <= limit) return;
  process.emitWarning(
    `The cookie ${quoteValue(name)} has ${line.length} bytes (${value.length} of them its value), more than ${limit}: browsers may drop it silently.`,
    { type: "DemijohnWarning", code: "HTTP_LARGE_COOKIE" },
  );
}
