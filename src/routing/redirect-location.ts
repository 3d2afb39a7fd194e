// Turns a redirect match into the Location header: adds scheme, host, the app's root and the query.
import { joinRoot } from "./reverse/build-url.ts";
import type { RedirectMatch } from "./route-definition.ts";

/** The request that is redirected. */
export interface RedirectOrigin {
  /** `http`, `https`, `ws` or `wss`. */
  readonly scheme?: string | undefined;
  /** The request's own host. Without it the location is a path, unless the redirect leads to another host. */
  readonly host?: string | undefined;
  /** The path under which the app lives. */
  readonly scriptName?: string | undefined;
  /** The request's query as it came, without the question mark. */
  readonly query?: string | undefined;
}

/**
 * Returns the Location header of a redirect (RFC 9110, section 10.2.2).
 *
 * The query goes along to a canonical address, but not to the target of `redirectTo`.
 *
 * @example
 * ```ts
 * import { RouteMap, redirectLocation } from "demijohn/routing";
 * const routes = new RouteMap([{ pattern: "/projects/", name: "projects", target: null }]);
 * const match = routes.match("/projects", "GET");
 * if (match.kind === "redirect") console.log(redirectLocation(match, { query: "page=2" })); // /projects/?page=2
 * ```
 */
export function redirectLocation(match: RedirectMatch, origin: RedirectOrigin = {}): string {
  const host = match.host ?? origin.host;
  const scheme = origin.scheme || "http";
  if (match.target !== undefined) return resolveTarget(match.target, host, scheme, origin.scriptName);
  const path = joinRoot(origin.scriptName, match.path);
  const query = origin.query ? `?${origin.query}` : "";
  return host === undefined ? path + query : `${scheme}://${host}${path}${query}`;
}

// A relative target starts at the app's root, one with a slash at the host's root.
function resolveTarget(
  target: string,
  host: string | undefined,
  scheme: string,
  scriptName: string | undefined,
): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith("//")) return target;
  const url = new URL(target, `${scheme}://${host ?? "host.invalid"}${joinRoot(scriptName, "/")}`);
  if (host !== undefined) return url.href;
  // Resolving may leave two slashes in front, which browsers take for the start of a host.
  return url.pathname.replace(/^\/{2,}/, "/") + url.search + url.hash;
}
