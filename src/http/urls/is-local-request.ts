// Decides whether a request comes from the developer's own machine and nobody else can read its answer.
import type { Request } from "../request.ts";
import { parseHost } from "./host.ts";

// Each names the client, or the host that the client asked for, as a proxy saw them.
const clientHeaders: ReadonlySet<string> = new Set([
  "cf-connecting-ip",
  "cf-connecting-ipv6",
  "client-ip",
  "fastly-client-ip",
  "fly-client-ip",
  "true-client-ip",
  "x-appengine-user-ip",
  "x-azure-clientip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-envoy-external-address",
  "x-forwarded",
  "x-forwarded-for",
  "x-original-forwarded-for",
  "x-real-ip",
]);
const hostHeaders: ReadonlySet<string> = new Set([
  "x-forwarded-host",
  "x-forwarded-server",
  "x-original-host",
  "x-host",
]);

/**
 * True when peer, host and page of origin are this machine.
 *
 * The peer's address alone says too little: a proxy or tunnel on this machine brings strangers, and a site whose name was
 * pointed at 127.0.0.1 (DNS rebinding) makes the developer's own browser ask. A foreign page must not read the answer either,
 * even where the app allows every origin.
 */
export function isLocalRequest(request: Request): boolean {
  if (!isLoopbackAddress(request.peer.address)) return false;
  if (!isLoopbackHost(request.header("host")) || !isLoopbackHost(request.host)) return false;
  if (!isLoopbackAddress(request.remoteAddress)) return false;
  for (const [name, value] of request.headers) if (!isLocalHeader(name.toLowerCase(), value)) return false;
  return !isForeignScript(request);
}

/** True for 127.0.0.0/8, `::1` and the IPv4 loopback addresses written as IPv6. */
export function isLoopbackAddress(address: string): boolean {
  const text = address.toLowerCase();
  if (text === "::1" || text === "0:0:0:0:0:0:0:1") return true;
  if (/^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(text)) return true;
  const match = /^(?:::ffff:)?127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  return match?.slice(1).every((part) => Number(part) <= 255) ?? false;
}

/** True for `localhost`, names below it, and loopback addresses, with a port or without. */
export function isLoopbackHost(host: string | undefined): boolean {
  const parts = parseHost(host);
  if (parts === undefined) return false;
  const name = parts.name.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  return name === "localhost" || name.endsWith(".localhost") || isLoopbackAddress(name);
}

function isLocalHeader(name: string, value: string): boolean {
  if (clientHeaders.has(name)) return value.split(",").every((one) => isLoopbackAddress(withoutPort(one.trim())));
  if (hostHeaders.has(name)) return value.split(",").every((one) => isLoopbackHost(one.trim()));
  if (name === "forwarded") return value.split(",").every(isLocalHop);
  return name !== "via";
}

// One element of RFC 7239's Forwarded: it must say for whom, and name no foreign host.
function isLocalHop(hop: string): boolean {
  const pairs = hop.split(";").map((pair) => /^\s*(\w+)\s*=\s*"?([^"]*?)"?\s*$/.exec(pair));
  const valueOf = (key: string): string | undefined => pairs.find((pair) => pair?.[1]?.toLowerCase() === key)?.[2];
  const client = valueOf("for");
  const host = valueOf("host");
  if (client === undefined || pairs.some((pair) => pair === null)) return false;
  return isLoopbackAddress(withoutPort(client)) && (host === undefined || isLoopbackHost(host));
}

function withoutPort(address: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(address);
  if (bracketed !== null) return bracketed[1]!;
  return /^[\d.]+:\d+$/.test(address) ? address.slice(0, address.indexOf(":")) : address;
}

// What a browser opens as a page, no other page can read; what a page fetches, it can where the app lets it.
function isForeignScript(request: Request): boolean {
  if (request.header("sec-fetch-mode") === "navigate") return false;
  const origin = request.header("origin");
  const site = request.header("sec-fetch-site");
  if (origin === undefined) return site === "cross-site";
  if (origin === "null") return site !== "same-origin";
  return !isLoopbackHost(/^https?:\/\/([^/]*)$/.exec(origin)?.[1]);
}
