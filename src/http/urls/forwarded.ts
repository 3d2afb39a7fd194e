// Resolves who really asked, and how, from what a known number of trusted proxies in front of the server say.
import { parseListHeader, parseOptionsHeader } from "../headers/header-value.ts";
import { parseHost } from "./host.ts";

/** How many proxies in front of the server set each header. 0 (the default) ignores it. */
export interface ForwardedCounts {
  /** `X-Forwarded-For`. */
  readonly for?: number | undefined;
  /** `X-Forwarded-Proto`. */
  readonly proto?: number | undefined;
  /** `X-Forwarded-Host`. */
  readonly host?: number | undefined;
  /** `X-Forwarded-Port`. */
  readonly port?: number | undefined;
  /** `X-Forwarded-Prefix`. */
  readonly prefix?: number | undefined;
  /** Read RFC 7239's `Forwarded` (for, proto, host) instead of the X-Forwarded ones, with the same counts. */
  readonly standard?: boolean | undefined;
}

/** What the server itself sees of a request. */
export interface Peer {
  readonly address: string | undefined;
  readonly scheme: "http" | "https";
  /** The Host header. */
  readonly host: string | undefined;
}

/** What is true of the request once the trusted proxies are believed. */
export interface Forwarded extends Peer {
  /** The path the app is mounted under, from `X-Forwarded-Prefix`; empty for none. */
  readonly prefix: string;
}

/**
 * Resolves address, scheme, host and prefix from the headers of trusted proxies.
 *
 * Each proxy appends what it sees to the right of the header, so only the value that is `count` from the right was
 * written by a trusted one. A header with fewer values than that, or with a value that is malformed, is ignored.
 * Only count proxies that set the header themselves, or clients can write what they like.
 *
 * @example
 * ```ts
 * import { HeaderMap, resolveForwarded } from "demijohn/http";
 * const headers = new HeaderMap({ "X-Forwarded-For": "6.6.6.6, 192.0.2.7", "X-Forwarded-Proto": "https" });
 * const peer = { address: "10.0.0.1", scheme: "http", host: "app:8000" } as const;
 * const seen = resolveForwarded(headers, peer, { for: 1, proto: 1 });
 * console.log(seen.address, seen.scheme, seen.host); // 192.0.2.7 https app:8000
 * ```
 */
export function resolveForwarded(
  headers: { get(name: string): string | undefined },
  peer: Peer,
  counts: ForwardedCounts,
): Forwarded {
  const read = counts.standard
    ? standardReader(headers)
    : (name: string) => readList(headers.get(`x-forwarded-${name}`));
  const value = (name: "for" | "proto" | "host" | "port" | "prefix"): string | undefined => {
    const count = counts[name] ?? 0;
    return count > 0 ? read(name).at(-count) : undefined;
  };
  const scheme = value("proto")?.toLowerCase();
  return {
    address: forwardedAddress(value("for")) ?? peer.address,
    scheme: scheme === "http" || scheme === "https" ? scheme : peer.scheme,
    host: forwardedHost(value("host"), value("port"), peer.host),
    prefix: forwardedPrefix(value("prefix")),
  };
}

function readList(value: string | undefined): readonly string[] {
  return value === undefined ? [] : parseListHeader(value);
}

// RFC 7239 section 4: each comma-separated element has the parameters of one proxy.
function standardReader(headers: { get(name: string): string | undefined }): (name: string) => readonly string[] {
  const elements = splitElements(headers.get("forwarded") ?? "").map((text) => parseOptionsHeader(`x;${text}`).options);
  return (name) => elements.map((element) => element[name] ?? "");
}

function splitElements(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted && char === "\\") i++;
    else if (char === '"') quoted = !quoted;
    else if (char === "," && !quoted) {
      parts.push(value.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(value.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

const ipv4 = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/;
const ipv6 = /^(?:\[([0-9a-f:.]+)\](?::\d+)?|([0-9a-f]*:[0-9a-f:.]+))$/i;

// An address alone: ports and brackets go; `unknown` and hidden names (RFC 7239 section 6) are no addresses.
function forwardedAddress(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const four = ipv4.exec(text);
  if (four !== null) return four[1]!.split(".").every((part) => Number(part) <= 255) ? four[1] : undefined;
  const six = ipv6.exec(text);
  return six === null ? undefined : (six[1] ?? six[2]);
}

function forwardedHost(
  host: string | undefined,
  port: string | undefined,
  own: string | undefined,
): string | undefined {
  const result = parseHost(host) === undefined ? own : host;
  if (port === undefined || !/^\d{1,5}$/.test(port) || result === undefined) return result;
  const parts = parseHost(result);
  return parts === undefined ? result : `${parts.name}:${port}`;
}

// A path without a slash at its end. Two slashes at its start would name another host.
function forwardedPrefix(text: string | undefined): string {
  if (text === undefined || text.startsWith("//") || !/^\/[\w\-.~!$&'()*+,;=:@%/]*$/.test(text)) return "";
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end--;
  return text.slice(0, end);
}
