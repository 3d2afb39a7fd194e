// Checks the Host header: its characters, and that it names a host which the program answers for.
import { BadRequest, MisdirectedRequest } from "../http-error.ts";

const hostPattern = /^(?:([a-z0-9._-]+)|(\[[a-f0-9]*:[a-f0-9.:]+\]))(?::(\d{1,5}))?$/i;

/** A host without its port, and the port where one is written. */
export interface HostParts {
  /** Lower case; an IPv6 address keeps its brackets. */
  readonly name: string;
  readonly port: number | undefined;
}

/**
 * Splits `host:port` (RFC 9110 section 7.2). The result is undefined where it has characters that no host has.
 *
 * @example
 * ```ts
 * import { parseHost } from "demijohn/http";
 * console.log(parseHost("Example.com:8000")); // { name: "example.com", port: 8000 }
 * ```
 */
export function parseHost(host: string | undefined): HostParts | undefined {
  const match = host === undefined || host.length > 261 ? null : hostPattern.exec(host);
  if (match === null) return undefined;
  const port = match[3] === undefined ? undefined : Number(match[3]);
  if (port !== undefined && port > 65535) return undefined;
  return { name: (match[1] ?? match[2]!).toLowerCase(), port };
}

/**
 * True where the host is valid and one of the patterns matches it, ports apart.
 *
 * A pattern is a name, `.example.com` (the domain and all its subdomains), `*.example.com` (its subdomains alone) or
 * `*`. With no patterns every valid host is allowed.
 */
export function isHostAllowed(host: string | undefined, patterns: readonly string[] = []): boolean {
  const parts = parseHost(host);
  if (parts === undefined) return false;
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(parts.name, pattern));
}

function matchesPattern(name: string, pattern: string): boolean {
  if (pattern === "*") return true;
  const subdomains = pattern.startsWith("*.");
  const suffix = subdomains || pattern.startsWith(".");
  const bare = patternName(pattern.slice(subdomains ? 2 : suffix ? 1 : 0));
  if (suffix && name.endsWith(`.${bare}`)) return true;
  return !subdomains && name === bare;
}

function patternName(text: string): string {
  const name = text.startsWith("[") ? text.slice(0, text.indexOf("]") + 1) : text.replace(/:\d*$/, "");
  return /[^\x00-\x7f]/.test(name) ? process.getBuiltinModule("node:url").domainToASCII(name) : name.toLowerCase();
}

/** What {@link resolveHost} is told about the connection. */
export interface HostOptions {
  /** The scheme's own port is left out of the result. */
  readonly scheme?: "http" | "https" | "ws" | "wss" | undefined;
  /** See {@link isHostAllowed}. */
  readonly allowed?: readonly string[] | undefined;
  /** The address the server listens on: the host of a request that names none. */
  readonly server?: { readonly host: string; readonly port: number } | undefined;
}

/**
 * The host of a request, without the scheme's own port. It is empty where the request names none (HTTP/1.0).
 *
 * @throws BadRequest `HTTP_BAD_HOST` for a malformed host.
 * @throws MisdirectedRequest `HTTP_HOST_NOT_ALLOWED` for one that `allowed` does not have.
 */
export function resolveHost(header: string | undefined, options: HostOptions = {}): string {
  const host = header ?? serverHost(options.server);
  if (host === "") return "";
  const parts = parseHost(host);
  if (parts === undefined) {
    throw new BadRequest("The Host header is not a host.", {
      code: "HTTP_BAD_HOST",
      cure: "Send a name or an address, and a port if need be: Host: example.com:8000.",
    });
  }
  const { allowed } = options;
  if (allowed !== undefined && allowed.length > 0 && !allowed.some((pattern) => matchesPattern(parts.name, pattern))) {
    throw new MisdirectedRequest(undefined, {
      code: "HTTP_HOST_NOT_ALLOWED",
      summary: `The host "${parts.name}" is not allowed.`,
      facts: [`Allowed: ${allowed.join(", ")}.`],
      cure: "Add it to the allowed hosts if this site answers for it.",
    });
  }
  const secure = options.scheme === "https" || options.scheme === "wss";
  return parts.port === undefined || parts.port === (secure ? 443 : 80) ? parts.name : `${parts.name}:${parts.port}`;
}

function serverHost(server: HostOptions["server"]): string {
  if (server === undefined) return "";
  const name = server.host.includes(":") && !server.host.startsWith("[") ? `[${server.host}]` : server.host;
  return `${name}:${server.port}`;
}
