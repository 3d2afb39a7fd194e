// Parses and writes a Content-Security-Policy as a record of directives.
import { DemijohnError, quoteValue } from "#kernel";

/** What a directive may be given. These are its sources, or true for a directive that has none. */
export type CspValue = string | readonly string[] | boolean | undefined;

/** Directives by their name. The header's spelling (`script-src`) and JavaScript's (`scriptSrc`) both do. */
export type CspDirectives = Readonly<Record<string, CspValue>>;

/**
 * Parses a policy into its directives, the first of each name. CSP Level 3 section 2.2.1.
 *
 * The record has no prototype; a directive without a value is the empty string.
 *
 * @example
 * ```ts
 * import { parseContentSecurityPolicy } from "demijohn/http";
 * console.log(parseContentSecurityPolicy("default-src 'self'; img-src *")["img-src"]); // *
 * ```
 */
export function parseContentSecurityPolicy(header: string | undefined): Record<string, string> {
  const policy: Record<string, string> = Object.create(null);
  for (const part of header?.split(";") ?? []) {
    const directive = part.trim();
    if (directive === "") continue;
    const space = directive.search(/\s/);
    const name = (space < 0 ? directive : directive.slice(0, space)).toLowerCase();
    if (!(name in policy)) policy[name] = space < 0 ? "" : directive.slice(space).trim();
  }
  return policy;
}

/**
 * Writes a policy; false and undefined directives are left out.
 *
 * @throws DemijohnError `HTTP_BAD_CSP` where a name or value has a semicolon, comma or control character, which would begin a new directive.
 * @example
 * ```ts
 * import { formatContentSecurityPolicy } from "demijohn/http";
 * console.log(formatContentSecurityPolicy({ defaultSrc: ["'self'"], upgradeInsecureRequests: true }));
 * // default-src 'self'; upgrade-insecure-requests
 * ```
 */
export function formatContentSecurityPolicy(directives: CspDirectives): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(directives)) {
    if (value === undefined || value === false) continue;
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const text = value === true ? "" : typeof value === "string" ? value : value.join(" ");
    if (!/^[a-z0-9-]+$/.test(name) || /[;,\x00-\x1f\x7f]/.test(text)) throw badDirective(name, text);
    parts.push(text === "" ? name : `${name} ${text}`);
  }
  return parts.join("; ");
}

function badDirective(name: string, text: string): DemijohnError {
  return new DemijohnError("HTTP_BAD_CSP", `The policy's directive ${quoteValue(name)} has a character that ends it.`, {
    wrote: quoteValue(text),
    cure: 'Give each source as an item of its own: { scriptSrc: ["\'self\'", "https://cdn.example"] }.',
  });
}
