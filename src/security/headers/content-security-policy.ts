// Compiles a Content-Security-Policy once: its text without a nonce, and the pieces that a nonce joins.
import { type CspDirectives, type CspValue, formatContentSecurityPolicy } from "#http";

/**
 * Stands in a policy for the nonce of each request.
 *
 * Write it among the sources: `{ scriptSrc: ["'self'", cspNonce] }`.
 * A response whose page asked for no nonce is sent without this source.
 */
export const cspNonce = "'nonce'";

/** The policy of an app that gives none. Scripts need their file on the site, or the nonce. */
export const defaultPolicy: CspDirectives = Object.freeze({
  "default-src": ["'self'"],
  "script-src": ["'self'", cspNonce],
  // Styles in attributes and elements are everywhere, and can do little where the text around them is escaped.
  "style-src": ["'self'", "'unsafe-inline'"],
  "img-src": ["'self'", "data:"],
  "object-src": ["'none'"],
  "base-uri": ["'self'"],
  "form-action": ["'self'"],
});

/** A policy that was written once. */
export interface CompiledPolicy {
  /** For responses that use no nonce. */
  readonly plain: string;
  readonly usesNonce: boolean;
  withNonce(nonce: string): string;
}

/** Joins two sets of directives, by their names in either spelling; the later one's replace. */
export function joinPolicies(policy: CspDirectives, changes: CspDirectives): CspDirectives {
  const joined: Record<string, CspValue> = {};
  for (const [name, value] of Object.entries(policy)) joined[dashed(name)] = value;
  for (const [name, value] of Object.entries(changes)) joined[dashed(name)] = value;
  return joined;
}

/** Compiles directives. @throws DemijohnError `HTTP_BAD_CSP` */
export function compilePolicy(directives: CspDirectives): CompiledPolicy {
  const plain = formatContentSecurityPolicy(
    Object.fromEntries(Object.entries(directives).map(([name, value]) => [name, withoutNonce(value)])),
  );
  const pieces = formatContentSecurityPolicy(directives).split(cspNonce);
  return {
    plain,
    usesNonce: pieces.length > 1,
    withNonce: (nonce) => pieces.join(`'nonce-${nonce}'`),
  };
}

function withoutNonce(value: CspValue): CspValue {
  if (typeof value === "string")
    return value.split(/\s+/).includes(cspNonce) ? withoutNonce(value.split(/\s+/)) : value;
  if (typeof value !== "object") return value;
  const rest = value.filter((source) => source !== cspNonce);
  return rest.length === 0 && value.length > 0 ? ["'none'"] : rest;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
