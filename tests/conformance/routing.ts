// Checks one reference case of URL routing (match, build, allowed_methods, add) against the public API of the routing room.
import { DemijohnError, SetupError } from "#kernel";
import { asciiHost, type RouteDefinition, RouteMap, type RouteMatch, redirectLocation, UrlBuildError } from "#routing";
import type { CaseResult } from "./case-result.ts";

interface ReferenceRule {
  readonly rule: string;
  readonly endpoint?: unknown;
  readonly defaults?: Readonly<Record<string, unknown>> | null;
  readonly subdomain?: string | null;
  readonly host?: string | null;
  readonly methods?: readonly string[] | null;
  readonly strict_slashes?: boolean | null;
  readonly merge_slashes?: boolean | null;
  readonly build_only?: boolean;
  readonly redirect_to?: string | null;
  readonly alias?: boolean;
  readonly websocket?: boolean;
}

interface ReferenceCase {
  readonly op: "match" | "build" | "allowed_methods" | "add";
  readonly map: {
    readonly rules: readonly ReferenceRule[];
    readonly default_subdomain?: string;
    readonly strict_slashes?: boolean;
    readonly merge_slashes?: boolean;
    readonly redirect_defaults?: boolean;
    readonly sort_parameters?: boolean;
    readonly host_matching?: boolean;
    readonly subdomain_matching?: boolean;
  };
  readonly bind?: {
    readonly server_name?: string;
    readonly script_name?: string | null;
    readonly subdomain?: string | null;
    readonly url_scheme?: string;
    readonly default_method?: string;
    readonly path_info?: string | null;
    readonly query_args?: Query;
    readonly websocket?: boolean;
  };
  readonly call?: {
    readonly path_info?: string | null;
    readonly method?: string | null;
    readonly query_args?: Query;
    readonly websocket?: boolean | null;
    readonly endpoint?: unknown;
    readonly values?: Readonly<Record<string, unknown>> | null;
    readonly force_external?: boolean;
    readonly append_unknown?: boolean;
    readonly url_scheme?: string | null;
    /** The rules of an `add` case, where they are not the map's last ones. */
    readonly rule?: ReferenceRule | string;
    readonly rules?: readonly ReferenceRule[];
  };
  readonly result?: unknown;
  readonly error?: {
    readonly class: string;
    readonly location?: string;
    readonly allow?: readonly string[];
  };
}

type Query = string | Readonly<Record<string, unknown>> | null | undefined;

/** Runs one case; a difference is described in `why`. */
export function check(testCase: unknown): CaseResult {
  const reference = testCase as ReferenceCase;
  const wanted =
    reference.error === undefined ? { result: reference.result } : { error: comparableError(reference.error) };
  const got = answer(reference);
  if (typeof reference.result === "string" && "result" in got && isPythonSpelling(reference.result, got.result))
    return {
      kind: "skip",
      why: "expects Python's spelling of a boolean or of a whole float, which JSON does not tell from 1",
    };
  const difference = compare(wanted, got);
  return difference === undefined ? { kind: "pass" } : { kind: "fail", why: difference };
}

type Answer = { readonly result: unknown } | { readonly error: Readonly<Record<string, unknown>> };

function answer(reference: ReferenceCase): Answer {
  try {
    const routes = makeMap(reference);
    if (reference.op === "add") return { result: null };
    const bound = bind(reference);
    if (bound === undefined) return { error: { class: "BadHost" } };
    switch (reference.op) {
      case "match":
        return match(routes, reference, bound);
      case "build":
        return { result: build(routes, reference, bound) };
      case "allowed_methods":
        return { result: routes.allowedMethods(pathOf(reference), placeOf(reference, bound)) };
    }
  } catch (error) {
    if (error instanceof DemijohnError) return { error: { class: classOf(error) } };
    throw error;
  }
}

function makeMap({ map, call, op }: ReferenceCase): RouteMap<unknown> {
  const rules = op === "add" ? [...map.rules, ...addedRules(call)] : map.rules;
  return new RouteMap(rules.map(definitionOf), {
    hostMatching: map.host_matching,
    // The reference always looks at subdomains where it does not look at hosts; here a map does so when a route has one.
    subdomainMatching: map.subdomain_matching ?? !map.host_matching,
    defaultSubdomain: map.default_subdomain,
    strictSlashes: map.strict_slashes,
    mergeSlashes: map.merge_slashes,
    redirectDefaults: map.redirect_defaults,
    sortParameters: map.sort_parameters,
  });
}

// What a case adds is a rule, several, or the call itself.
function addedRules(call: ReferenceCase["call"]): readonly ReferenceRule[] {
  if (typeof call?.rule === "string") return [call as ReferenceRule];
  return [...(call?.rule === undefined ? [] : [call.rule]), ...(call?.rules ?? [])];
}

function definitionOf(rule: ReferenceRule): RouteDefinition<unknown> {
  return {
    pattern: rule.rule,
    name: nameOf(rule.endpoint),
    methods: rule.methods ?? undefined,
    defaults: rule.defaults ?? undefined,
    host: rule.host ?? undefined,
    subdomain: rule.subdomain ?? undefined,
    strictSlashes: rule.strict_slashes ?? undefined,
    mergeSlashes: rule.merge_slashes ?? undefined,
    websocket: rule.websocket,
    alias: rule.alias,
    redirectTo: rule.redirect_to ?? undefined,
    buildOnly: rule.build_only,
    target: rule.endpoint ?? null,
  };
}

// The reference allows endpoints of any type; here they are texts.
function nameOf(endpoint: unknown): string {
  return typeof endpoint === "string" ? endpoint : JSON.stringify(endpoint ?? null);
}

interface Bound {
  readonly host: string;
  readonly subdomain: string;
  readonly scheme: string;
}

function bind({ bind }: ReferenceCase): Bound | undefined {
  const host = asciiHost(bind?.server_name ?? "localhost");
  if (host === undefined) return undefined;
  // The cases give the subdomain that was bound in the end: leaving it out means the bare domain, not the map's default.
  return { host, subdomain: bind?.subdomain ?? "", scheme: bind?.url_scheme ?? "http" };
}

function placeOf({ bind, call }: ReferenceCase, { host, subdomain, scheme }: Bound): Parameters<RouteMap["match"]>[2] {
  const websocket = call?.websocket ?? bind?.websocket ?? (scheme === "ws" || scheme === "wss");
  return { host, subdomain, websocket };
}

function pathOf({ bind, call }: ReferenceCase): string {
  return call?.path_info ?? bind?.path_info ?? "/";
}

function match(routes: RouteMap<unknown>, reference: ReferenceCase, bound: Bound): Answer {
  const { bind, call } = reference;
  const found = routes.match(
    pathOf(reference),
    call?.method ?? bind?.default_method ?? "GET",
    placeOf(reference, bound),
  );
  if (found.kind === "found") return { result: { endpoint: found.route.target, values: found.params } };
  return { error: describeMiss(found, reference, bound) };
}

function describeMiss(
  found: Exclude<RouteMatch, { kind: "found" }>,
  { bind, call }: ReferenceCase,
  { host, subdomain, scheme }: Bound,
): Readonly<Record<string, unknown>> {
  switch (found.kind) {
    case "redirect":
      return {
        class: "RequestRedirect",
        location: redirectLocation(found, {
          scheme,
          host: subdomain ? `${subdomain}.${host}` : host,
          scriptName: bind?.script_name ?? undefined,
          query: queryText(call?.query_args ?? bind?.query_args),
        }),
      };
    case "method-not-allowed":
      return { class: "MethodNotAllowed", allow: found.allow };
    case "websocket-mismatch":
      return { class: "WebsocketMismatch" };
    case "not-found":
      return { class: "NotFound" };
  }
}

function queryText(query: Query): string {
  if (typeof query === "string") return query;
  return new URLSearchParams(
    Object.entries(query ?? {}).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}

function build(routes: RouteMap<unknown>, { bind, call }: ReferenceCase, { host, subdomain, scheme }: Bound): string {
  return routes.build(nameOf(call?.endpoint), call?.values ?? {}, {
    method: call?.method ?? undefined,
    appendUnknown: call?.append_unknown,
    scheme: call?.url_scheme ?? scheme,
    host,
    scriptName: bind?.script_name ?? undefined,
    external: call?.force_external,
    currentSubdomain: subdomain,
  });
}

function classOf(error: DemijohnError): string {
  if (error instanceof UrlBuildError) return error.code === "ROUTING_BAD_VALUE" ? "ValueError" : "BuildError";
  if (!(error instanceof SetupError)) return error.code;
  switch (error.code) {
    case "ROUTING_DUPLICATE_ROUTE":
      return "DuplicateRuleError";
    case "ROUTING_UNKNOWN_CONVERTER":
      return "LookupError";
    case "ROUTING_BAD_METHODS":
      return error.summary.includes("array") ? "TypeError" : "ValueError";
    default:
      return "ValueError";
  }
}

function comparableError(error: NonNullable<ReferenceCase["error"]>): Readonly<Record<string, unknown>> {
  const { class: name, location, allow } = error;
  return {
    class: name,
    ...(location === undefined ? {} : { location }),
    ...(allow === undefined ? {} : { allow: [...allow].sort() }),
  };
}

function isPythonSpelling(wanted: string, got: unknown): boolean {
  if (wanted === got) return false;
  return (
    wanted.replace(/=(-?\d+)\.0(?=&|$)/g, "=$1").replace(/=(?:True|False)(?=&|$)/g, (text) => text.toLowerCase()) ===
    got
  );
}

function compare(wanted: unknown, got: unknown): string | undefined {
  const [a, b] = [canonical(wanted), canonical(got)];
  return a === b ? undefined : `wanted ${a}, got ${b}`;
}

// Text with the keys of all objects in order.
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
