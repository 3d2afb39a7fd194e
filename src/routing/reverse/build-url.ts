// Builds a URL from a route's name and values: picks the most suitable route, writes it, and adds root, host and query.
import { quoteValue } from "#kernel";
import { type CompiledRoute, describeRoute } from "../match/compile-route.ts";
import { UrlBuildError } from "../url-build-error.ts";
import { describeFaults, noHost, unknownName, wrongKind } from "./describe-faults.ts";
import { asciiHost, splitPort } from "./host.ts";
import { encodePath } from "./quote.ts";
import { type ParameterOrder, UnwritableQueryValue, writeQuery } from "./write-query.ts";
import { findFault, type Values, type WrittenRoute, writeRoute } from "./write-route.ts";

/** How a URL is built, and from where. */
export interface BuildOptions {
  /** Takes only routes that answer this method. Without it, those for GET come first. */
  readonly method?: string | undefined;
  /** The part after `#`. */
  readonly fragment?: string | undefined;
  /** Another word for `fragment`. */
  readonly anchor?: string | undefined;
  /** Whether values that are no parameters become the query (the default) or are ignored. */
  readonly appendUnknown?: boolean | undefined;
  /** The scheme of an absolute URL: `http` where nothing is said, `""` for one that begins with `//`. */
  readonly scheme?: string | undefined;
  /** The current host with its port; the bare domain where subdomains are matched. */
  readonly host?: string | undefined;
  /** The path under which the app lives, such as `/shop`. */
  readonly scriptName?: string | undefined;
  /** Always gives an absolute URL. */
  readonly external?: boolean | undefined;
  /** Takes only WebSocket routes (true) or only others (false). */
  readonly websocket?: boolean | undefined;
  /** The subdomain of the current request: routes of another one get absolute URLs. */
  readonly currentSubdomain?: string | undefined;
}

/** What building needs of a map. */
export interface Reverse<T> {
  /** By name; routes to prefer come first. */
  readonly routes: ReadonlyMap<string, readonly CompiledRoute<T>[]>;
  readonly matching: "none" | "host" | "subdomain";
  readonly defaultSubdomain: string;
  readonly sortParameters: ParameterOrder;
}

/** A route with its address. */
export interface Choice<T> {
  readonly route: CompiledRoute<T>;
  readonly written: WrittenRoute;
}

/** Orders the routes of one name: canonical ones before aliases, then by the number of parameters, then of defaults. */
export function compareForBuilding<T>(a: CompiledRoute<T>, b: CompiledRoute<T>): number {
  return (
    Number(a.definition.alias ?? false) - Number(b.definition.alias ?? false) ||
    b.argumentNames.size - a.argumentNames.size ||
    Object.keys(b.defaults ?? {}).length - Object.keys(a.defaults ?? {}).length
  );
}

/** @throws UrlBuildError with the code `ROUTING_UNKNOWN_NAME`, `_MISSING_VALUE`, `_BAD_VALUE`, `_OTHER_DEFAULT`, `_BAD_METHOD` or `_NO_HOST`. */
export function buildUrl<T>(reverse: Reverse<T>, name: string, given: Values, options: BuildOptions): string {
  const values = withoutNothing(given);
  const host = options.host === undefined ? undefined : currentHost(name, values, options.host);
  const preferred = reverse.matching === "host" ? host : undefined;
  const { route, written } = chooseRoute(reverse, name, values, options, preferred);
  let url = addPlace(reverse, name, values, { ...options, host }, { route, written });
  if (options.appendUnknown ?? true) {
    const query = queryOf(reverse, name, values, route);
    if (query !== "") url += `?${query}`;
  }
  const fragment = options.fragment ?? options.anchor;
  return fragment === undefined || fragment === "" ? url : `${url}#${encodePath(fragment)}`;
}

// Null and undefined mean "no value", so that optional ones can be passed as they are.
function withoutNothing(given: Values): Values {
  const values: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(given)) if (value !== null && value !== undefined) values[key] = value;
  return values;
}

function currentHost(routeName: string, values: Values, host: string): string {
  const ascii = asciiHost(host);
  if (ascii !== undefined) return ascii;
  throw new UrlBuildError("ROUTING_NO_HOST", `${quoteValue(host)} is not a valid host.`, {
    routeName,
    values,
    cure: 'Pass a host such as "example.com" or "localhost:8000".',
  });
}

function chooseRoute<T>(
  reverse: Reverse<T>,
  name: string,
  values: Values,
  options: BuildOptions,
  host: string | undefined,
): Choice<T> {
  const named = reverse.routes.get(name);
  if (named === undefined) throw unknownName(name, values, reverse.routes.keys());
  const { websocket } = options;
  const routes = websocket === undefined ? named : named.filter((route) => route.websocket === websocket);
  const method = options.method?.toUpperCase();
  const choice =
    findChoice(routes, values, method ?? "GET", host) ??
    (method === undefined ? findChoice(routes, values, undefined, host) : undefined);
  if (choice !== undefined) return choice;
  throw routes.length > 0 ? describeFaults(name, values, method, routes) : wrongKind(name, values, websocket!, named);
}

/** Returns the first route that the values suit; one of the current host before any other. */
export function findChoice<T>(
  routes: readonly CompiledRoute<T>[],
  values: Values,
  method: string | undefined,
  host: string | undefined,
): Choice<T> | undefined {
  let first: Choice<T> | undefined;
  for (const route of routes) {
    if (findFault(route, values, method) !== undefined) continue;
    const written = writeRoute(route, values);
    if (written.kind !== "written") continue;
    if (host === undefined || written.domain === undefined || isSameHost(written.domain, host))
      return { route, written };
    first ??= { route, written };
  }
  return first;
}

/** Whether a route's host is the current one; a port counts only where the route names one. */
export function isSameHost(domain: string, host: string): boolean {
  return domain === host || domain === splitPort(host).name;
}

/** The host of an address in a map that matches hosts: the route's own, on the current port where it names none. */
export function hostOf(domain: string, host: string | undefined): string {
  return host === undefined || splitPort(domain).port !== "" ? domain : domain + splitPort(host).port;
}

function addPlace<T>(
  reverse: Reverse<T>,
  name: string,
  values: Values,
  options: BuildOptions,
  choice: Choice<T>,
): string {
  const { route, written } = choice;
  const path = joinRoot(options.scriptName, written.path);
  const isHere = isCurrentPlace(reverse, written.domain, options);
  const wantsHost = options.external === true || !isHere || (route.websocket && options.host !== undefined);
  if (!wantsHost) return path;
  const host = targetHost(reverse, written.domain, options.host);
  if (host === undefined) throw noHost(name, values, isHere);
  const scheme = chooseScheme(options.scheme ?? "http", route.websocket);
  return `${scheme === "" ? "" : `${scheme}:`}//${host}${path}`;
}

function isCurrentPlace<T>(reverse: Reverse<T>, domain: string | undefined, options: BuildOptions): boolean {
  if (domain === undefined) return true;
  if (reverse.matching === "host") return options.host !== undefined && isSameHost(domain, options.host);
  return domain === (options.currentSubdomain?.toLowerCase() ?? reverse.defaultSubdomain);
}

function targetHost<T>(reverse: Reverse<T>, domain: string | undefined, host: string | undefined): string | undefined {
  if (domain === undefined || host === undefined) return reverse.matching === "host" ? (domain ?? host) : host;
  if (reverse.matching === "host") return hostOf(domain, host);
  return domain === "" ? host : `${domain}.${host}`;
}

function chooseScheme(scheme: string, websocket: boolean): string {
  const secure = scheme === "https" || scheme === "wss";
  if (websocket) return secure ? "wss" : "ws";
  return secure ? "https" : scheme === "" ? "" : "http";
}

/** Puts the path under which the app lives before a path. */
export function joinRoot(root: string | undefined, path: string): string {
  const inner = path.replace(/^\/+/, "");
  if (root === undefined || root === "" || root === "/") return `/${inner}`;
  return `/${encodePath(root.replace(/^\/+|\/+$/g, ""))}/${inner}`;
}

function queryOf<T>(reverse: Reverse<T>, routeName: string, values: Values, route: CompiledRoute<T>): string {
  try {
    return writeQuery(
      Object.entries(values).filter(([key]) => !route.argumentNames.has(key)),
      reverse.sortParameters,
    );
  } catch (cause) {
    if (!(cause instanceof UnwritableQueryValue)) throw cause;
    throw new UrlBuildError("ROUTING_BAD_VALUE", `The value of "${cause.key}" cannot be part of a query.`, {
      routeName,
      values,
      wrote: `${cause.key}: ${quoteValue(values[cause.key])} for "${routeName}"`,
      facts: [`The route: ${describeRoute(route.definition)}`],
      cure: "Pass text, a number, a boolean, a Date, or an array of these.",
    });
  }
}
