// Knows which headers belong to a connection and which to a body, and removes them where they may not go.
import type { HeaderMap } from "../header-map.ts";
import { parseListHeader } from "./header-value.ts";

const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const entity = new Set([
  "allow",
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-md5",
  "content-range",
  "content-type",
  "expires",
  "last-modified",
]);

/** True for a header that is for one connection alone (RFC 9110 section 7.6.1). */
export function isHopByHopHeader(name: string): boolean {
  return hopByHop.has(name.toLowerCase());
}

/** True for a header that describes a body. */
export function isEntityHeader(name: string): boolean {
  return entity.has(name.toLowerCase());
}

/**
 * Removes the headers of the connection, before a message is passed on. Those that `Connection` names are among them.
 */
export function removeHopByHopHeaders(headers: HeaderMap): void {
  const named = headers.getAll("connection").flatMap(parseListHeader);
  for (const name of new Set([...headers.keys(), ...named])) {
    if (isHopByHopHeader(name) || named.includes(name)) headers.delete(name);
  }
}

/** Removes the headers that describe a body, before a 304 is sent. The `kept` ones stay. */
export function removeEntityHeaders(
  headers: HeaderMap,
  kept: readonly string[] = ["expires", "content-location"],
): void {
  const keep = new Set(kept.map((name) => name.toLowerCase()));
  for (const name of new Set(headers.keys())) {
    if (isEntityHeader(name) && !keep.has(name.toLowerCase())) headers.delete(name);
  }
}
