// Checks a route definition and compiles it into the parts that the trie matches and the pieces that URLs are built of.
import { quoteValue, SetupError } from "#kernel";
import type { Converters } from "../converters/converter.ts";
import { findConverter } from "../converters/find-converter.ts";
import type { ValueConverter } from "../converters/value-converter.ts";
import { parsePattern } from "../pattern/parse-pattern.ts";
import type { Parameter, Piece } from "../pattern/pattern-part.ts";
import { asciiHost } from "../reverse/host.ts";
import { encodePath } from "../reverse/quote.ts";
import type { FoundMatch, RouteDefinition } from "../route-definition.ts";

/** What the map's options say about a route that leaves them out. */
export interface RouteDefaults {
  readonly strictSlashes: boolean;
  readonly mergeSlashes: boolean;
  readonly defaultSubdomain: string;
  readonly converters: Converters;
  /** Which part of the host tells routes apart. */
  readonly matching: "none" | "host" | "subdomain";
}

export interface CompiledRoute<T> {
  readonly definition: RouteDefinition<T>;
  /** Upper case, HEAD included where GET is. Undefined means any. */
  readonly methods: ReadonlySet<string> | undefined;
  /** Whether GET is one of the methods: asked more often than all others. */
  readonly answersGet: boolean;
  readonly websocket: boolean;
  readonly strictSlashes: boolean;
  readonly mergeSlashes: boolean;
  /** The host or subdomain; undefined where the route stands for any host. */
  readonly domain: readonly Piece[] | undefined;
  readonly path: readonly Piece[];
  /** The names and converters of the parameters, the domain's first. */
  readonly names: readonly string[];
  readonly readers: readonly ValueConverter[];
  /** The names of parameters and defaults together. */
  readonly argumentNames: ReadonlySet<string>;
  /** Undefined where there are none. */
  readonly defaults: Readonly<Record<string, unknown>> | undefined;
  /** Where the route redirects, for `redirectTo`. */
  readonly redirectTo: ((params: Readonly<Record<string, unknown>>) => string) | undefined;
  /** The match of a route without parameters, shared by all requests. */
  readonly shared: FoundMatch<T> | undefined;
  /** Whether a match is the answer as it is, with no redirect to consider. Set once the whole map is known. */
  plain: boolean;
  /** Routes of the same name whose defaults may make them the canonical one. */
  canonical: readonly CompiledRoute<T>[];
}

const webSocketMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** @throws SetupError with a `ROUTING_BAD_…` code where the definition cannot work. */
export function compileRoute<T>(definition: RouteDefinition<T>, options: RouteDefaults): CompiledRoute<T> {
  const { pattern } = definition;
  if (typeof pattern !== "string" || !pattern.startsWith("/"))
    throw new SetupError("ROUTING_BAD_PATTERN", `The pattern ${quoteValue(pattern)} does not begin with a slash.`, {
      wrote: describeRoute(definition),
      cure: `Write ${quoteValue(`/${pattern}`)}.`,
    });
  const mergeSlashes = definition.mergeSlashes ?? options.mergeSlashes;
  const domain = compileDomain(definition, options);
  const path = compilePieces(mergeSlashes ? pattern.replace(/\/{2,}/g, "/") : pattern, options.converters);
  const parameters = [...(domain ?? []), ...path].filter((piece) => typeof piece !== "string");
  const names = parameters.map((parameter) => parameter.name);
  checkNames(definition, names);
  const given = Object.entries(definition.defaults ?? {});
  const defaults = given.length > 0 ? (Object.fromEntries(given) as Record<string, unknown>) : undefined;
  const methods = compileMethods(definition);
  return {
    definition,
    methods,
    answersGet: methods?.has("GET") ?? true,
    websocket: definition.websocket ?? false,
    strictSlashes: definition.strictSlashes ?? options.strictSlashes,
    mergeSlashes,
    domain,
    path,
    names,
    readers: parameters.map((parameter) => parameter.converter),
    argumentNames: new Set([...names, ...given.map(([name]) => name)]),
    defaults,
    redirectTo: compileRedirect(definition, parameters),
    shared:
      names.length === 0
        ? Object.freeze({ kind: "found", route: definition, params: Object.freeze({ ...defaults }) })
        : undefined,
    plain: true,
    canonical: [],
  };
}

function compileDomain<T>(definition: RouteDefinition<T>, options: RouteDefaults): readonly Piece[] | undefined {
  const { host, subdomain } = definition;
  const wrong =
    host !== undefined && options.matching !== "host"
      ? `has a host, but the map matches ${options.matching === "none" ? "no hosts" : "subdomains"}`
      : subdomain !== undefined && options.matching !== "subdomain"
        ? `has a subdomain, but the map matches ${options.matching === "none" ? "no subdomains" : "whole hosts"}`
        : undefined;
  if (wrong !== undefined)
    throw new SetupError("ROUTING_BAD_PLACE", `The route "${definition.name}" ${wrong}.`, {
      wrote: describeRoute(definition),
      cure: "Use hosts or subdomains, one of them, in all routes of a map, and leave hostMatching and subdomainMatching out or true.",
    });
  const text = options.matching === "subdomain" ? (subdomain ?? options.defaultSubdomain) : host;
  if (text === undefined) return undefined;
  if (text.includes("/"))
    throw new SetupError("ROUTING_BAD_PATTERN", `In ${quoteValue(text)}, a slash is not part of a host.`, {
      wrote: describeRoute(definition),
      cure: "Put the path into `pattern`.",
    });
  return compilePieces(text, options.converters).map((piece) =>
    typeof piece === "string" ? compileHostText(definition, piece) : piece,
  );
}

// Label by label, as the text around a parameter is not a whole host.
function compileHostText(definition: RouteDefinition, text: string): string {
  const labels = text.split(".").map((label) => (label === "" ? "" : asciiHost(label)));
  if (labels.every((label) => label !== undefined)) return labels.join(".");
  throw new SetupError("ROUTING_BAD_PATTERN", `${quoteValue(text)} cannot be part of a host.`, {
    wrote: describeRoute(definition),
    cure: 'Write a host such as "www.example.com" or "<tenant>.example.com".',
  });
}

function compilePieces(text: string, converters: Converters): readonly Piece[] {
  return parsePattern(text).map((piece) =>
    typeof piece === "string" ? piece : { name: piece.name, converter: findConverter(text, piece, converters) },
  );
}

function checkNames(definition: RouteDefinition, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SetupError("ROUTING_DUPLICATE_PARAMETER", `The parameter "${twice}" is used twice in one route.`, {
      wrote: describeRoute(definition),
      cure: "Rename one of the two.",
    });
  if (Object.hasOwn(definition.defaults ?? {}, "__proto__"))
    throw new SetupError("ROUTING_BAD_PATTERN", '"__proto__" is not allowed as the name of a default.', {
      wrote: describeRoute(definition),
      cure: "Choose another name.",
    });
}

function compileRedirect(
  definition: RouteDefinition,
  parameters: readonly Parameter[],
): CompiledRoute<unknown>["redirectTo"] {
  const { redirectTo } = definition;
  if (redirectTo === undefined) return undefined;
  if (typeof redirectTo === "function") return (params) => encodeHeader(redirectTo(params));
  const pieces = parsePattern(redirectTo);
  const known = new Set([...parameters.map(({ name }) => name), ...Object.keys(definition.defaults ?? {})]);
  for (const piece of pieces)
    if (typeof piece !== "string" && !known.has(piece.name))
      throw new SetupError(
        "ROUTING_BAD_REDIRECT",
        `The redirect of "${definition.name}" needs a parameter "${piece.name}".`,
        {
          wrote: `redirectTo: ${quoteValue(redirectTo)} for ${describeRoute(definition)}`,
          facts: [`Parameters: ${[...known].join(", ") || "none"}.`],
          cure: "Add the parameter to the pattern, or use a function.",
        },
      );
  const converters = new Map(parameters.map(({ name, converter }) => [name, converter]));
  return (params) => {
    const texts = pieces.map((piece) => {
      if (typeof piece === "string") return encodeHeader(piece);
      const value = params[piece.name];
      return encodePath(converters.get(piece.name)?.write(value) ?? String(value));
    });
    // A value from the request must not become a scheme or a host.
    const text = typeof pieces[0] === "string" ? texts.join("") : `./${texts.join("")}`;
    return redirectTo.startsWith("//") ? text : text.replace(/^\/{2,}/, "/");
  };
}

// Keeps what is encoded already, and lets no line break or international character into a header.
function encodeHeader(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

function compileMethods(definition: RouteDefinition): ReadonlySet<string> | undefined {
  const { methods } = definition;
  if (methods === undefined) return undefined;
  if (!Array.isArray(methods) || methods.length === 0 || methods.some((method) => typeof method !== "string"))
    throw badMethods(definition, "must be an array of names that is not empty");
  const names = new Set(methods.map((method) => method.toUpperCase()));
  if (names.has("GET")) names.add("HEAD");
  if (definition.websocket && [...names].some((name) => !webSocketMethods.has(name)))
    throw badMethods(definition, "can only be GET, HEAD and OPTIONS, as the route is a WebSocket's");
  return names;
}

function badMethods(definition: RouteDefinition, what: string): SetupError {
  return new SetupError("ROUTING_BAD_METHODS", `The methods of "${definition.name}" ${what}.`, {
    wrote: `methods: ${Array.isArray(definition.methods) ? JSON.stringify(definition.methods) : quoteValue(definition.methods)} for ${quoteValue(definition.pattern)}`,
    cure: 'Write methods: ["GET"], or leave methods out for any.',
  });
}

/** Describes a route for an error text: methods, place, pattern and name. */
export function describeRoute(definition: RouteDefinition): string {
  const methods = Array.isArray(definition.methods) ? `${definition.methods.join(", ")} ` : "";
  const place =
    definition.host !== undefined ? definition.host : definition.subdomain ? `${definition.subdomain}.…` : "";
  return `${definition.websocket ? "WebSocket " : methods}${place}${definition.pattern} ("${definition.name}")`;
}
