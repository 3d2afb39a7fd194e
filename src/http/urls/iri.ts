// Converts between addresses as people read them (IRI) and as they are sent (URI).
import { percentDecode, percentEncode } from "./percent.ts";

interface UrlParts {
  readonly scheme: string | undefined;
  readonly authority: string | undefined;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

// RFC 3986 appendix B.
const pattern = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function splitUrl(url: string): UrlParts {
  const match = pattern.exec(url)!;
  const [, scheme, authority, path = "", query = "", fragment = ""] = match;
  return { scheme: scheme?.toLowerCase(), authority, path, query, fragment };
}

function joinUrl(parts: UrlParts): string {
  let out = parts.scheme === undefined ? "" : `${parts.scheme}:`;
  if (parts.authority !== undefined) out += `//${parts.authority}`;
  out += parts.path;
  if (parts.query !== "") out += `?${parts.query}`;
  return parts.fragment === "" ? out : `${out}#${parts.fragment}`;
}

// Splits user:password@host:port and maps each piece; a piece that is empty goes with its mark.
function mapAuthority(authority: string, user: (text: string) => string, host: (text: string) => string): string {
  const at = authority.lastIndexOf("@");
  const credentials = at < 0 ? "" : authority.slice(0, at);
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1));
  const name = match === null ? authority.slice(at + 1) : match[1]!.toLowerCase();
  const port = match?.[2] ? `:${match[2]}` : "";
  const colon = credentials.indexOf(":");
  const parts = colon < 0 ? [credentials] : [credentials.slice(0, colon), credentials.slice(colon + 1)];
  const prefix =
    credentials === ""
      ? ""
      : `${parts
          .filter((part, i) => i === 0 || part !== "")
          .map(user)
          .join(":")}@`;
  return `${prefix}${host(name)}${port}`;
}

/**
 * Converts an address to ASCII. What is not allowed is percent-escaped, and the host becomes Punycode. Escapes stay as
 * they are.
 *
 * @example
 * ```ts
 * import { iriToUri } from "demijohn/http";
 * console.log(iriToUri("http://☃.net/påth?q=èry%DF")); // http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF
 * ```
 */
export function iriToUri(iri: string): string {
  const parts = splitUrl(iri);
  return joinUrl({
    scheme: parts.scheme,
    authority:
      parts.authority === undefined
        ? undefined
        : mapAuthority(parts.authority, (text) => percentEncode(text, "%!$&'()*+,;="), toAsciiHost),
    path: percentEncode(parts.path, "%!$&'()*+,/:;=@"),
    query: percentEncode(parts.query, "%!$&'()*+,/:;=?@"),
    fragment: percentEncode(parts.fragment, "%!#$&'()*+,/:;=?@"),
  });
}

// A name that Punycode cannot say is escaped, so that the result is ASCII in any case.
function toAsciiHost(host: string): string {
  if (!/[^\x00-\x7f]/.test(host)) return host;
  return process.getBuiltinModule("node:url").domainToASCII(host) || percentEncode(host);
}

const controls = [...Array(0x21).keys(), 0x25, 0x7f];
const keepIn = (marks: string): ReadonlySet<number> =>
  new Set([...controls, ...Array.from(marks, (mark) => mark.charCodeAt(0))]);
const keepInUser = keepIn(":@/?#");
const keepInPath = keepIn("/?#");
const keepInQuery = keepIn("&=+#");
const keepInFragment = keepIn("");

/**
 * Converts an address for people to read. Valid UTF-8 escapes are decoded, the host's Punycode too.
 *
 * What would change the address's meaning, such as an escaped slash, stays escaped.
 *
 * @example
 * ```ts
 * import { uriToIri } from "demijohn/http";
 * console.log(uriToIri("http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF")); // http://☃.net/påth?q=èry%DF
 * ```
 */
export function uriToIri(uri: string): string {
  const parts = splitUrl(uri);
  return joinUrl({
    scheme: parts.scheme,
    authority:
      parts.authority === undefined
        ? undefined
        : mapAuthority(parts.authority, (text) => percentDecode(text, keepInUser), toUnicodeHost),
    path: percentDecode(parts.path, keepInPath),
    query: percentDecode(parts.query, keepInQuery),
    fragment: percentDecode(parts.fragment, keepInFragment),
  });
}

function toUnicodeHost(host: string): string {
  if (!host.includes("xn--") || !/^[\w.-]+$/.test(host)) return host;
  const { domainToUnicode } = process.getBuiltinModule("node:url");
  return (
    domainToUnicode(host) ||
    host
      .split(".")
      .map((label) => domainToUnicode(label) || label)
      .join(".")
  );
}
