// Compares origins: the site's own, those that it trusts, and all others.
import type { Request } from "#http";
import { quoteValue, SetupError } from "#kernel";

/** Whether an origin, written as browsers do, is one of a list. */
export type OriginTest = (origin: string) => boolean;

const written = /^(https?):\/\/(\*\.)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;

/**
 * Makes a test of origins such as `https://app.example.org` and `https://*.example.org`.
 *
 * @throws SetupError `SECURITY_BAD_ORIGIN`
 */
export function originTest(patterns: readonly string[]): OriginTest {
  const exact = new Set<string>();
  const suffixes: { readonly scheme: string; readonly end: string }[] = [];
  for (const pattern of patterns) {
    const match = written.exec(pattern);
    if (match === null) throw badOrigin(pattern);
    const scheme = match[1]!.toLowerCase();
    const host = withoutDefaultPort(
      `${match[3]!.toLowerCase()}${match[4] === undefined ? "" : `:${match[4]}`}`,
      scheme,
    );
    if (match[2] === undefined) exact.add(`${scheme}://${host}`);
    else suffixes.push({ scheme: `${scheme}://`, end: `.${host}` });
  }
  return (origin) => {
    if (exact.size === 0 && suffixes.length === 0) return false;
    const plain = normalOrigin(origin);
    if (plain === undefined) return false;
    return exact.has(plain) || suffixes.some(({ scheme, end }) => plain.startsWith(scheme) && plain.endsWith(end));
  };
}

/** An origin in lower case without its scheme's own port; undefined for text that is none, such as `null`. */
export function normalOrigin(origin: string): string | undefined {
  const match = /^(https?):\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.exec(origin);
  if (match === null) return undefined;
  const scheme = match[1]!.toLowerCase();
  return `${scheme}://${withoutDefaultPort(`${match[2]!.toLowerCase()}${match[3] ?? ""}`, scheme)}`;
}

/**
 * Whether an origin is the request's own.
 *
 * The hosts must agree, ports included. A page over HTTPS may send to what the app sees as HTTP, as behind a proxy that is
 * not trusted; a page over plain HTTP, which anybody on the way can write, may not send to HTTPS.
 */
export function isOwnOrigin(origin: string, request: Request): boolean {
  const plain = normalOrigin(origin);
  if (plain === undefined) return false;
  const [scheme, host] = plain.split("://") as [string, string];
  if (request.secure && scheme !== "https") return false;
  return host === withoutDefaultPort(request.host.toLowerCase(), scheme);
}

function withoutDefaultPort(host: string, scheme: string): string {
  const port = scheme === "https" ? ":443" : ":80";
  return host.endsWith(port) ? host.slice(0, -port.length) : host;
}

function badOrigin(pattern: string): SetupError {
  return new SetupError("SECURITY_BAD_ORIGIN", "A trusted origin is not written as one.", {
    wrote: quoteValue(pattern),
    cure: "Write scheme and host without a path: https://app.example.org, or https://*.example.org for all below.",
  });
}
