// Holds an app's routes: finds the one that answers a path, and builds the URL of one by its name.
import { quoteValue, SetupError } from "#kernel";
import type { Converters } from "./converters/converter.ts";
import { type CompiledRoute, compileRoute, describeRoute } from "./match/compile-route.ts";
import { compareInLeaf, Trie } from "./match/trie.ts";
import { Walk } from "./match/walk.ts";
import { parsePattern } from "./pattern/parse-pattern.ts";
import {
  type BuildOptions,
  buildUrl,
  compareForBuilding,
  findChoice,
  hostOf,
  isSameHost,
  type Reverse,
} from "./reverse/build-url.ts";
import { asciiHost, splitPort } from "./reverse/host.ts";
import { encodePath } from "./reverse/quote.ts";
import type { ParameterOrder } from "./reverse/write-query.ts";
import { findFault, type WrittenRoute, writeRoute } from "./reverse/write-route.ts";
import type { FoundMatch, Place, RedirectMatch, RouteDefinition, RouteMatch } from "./route-definition.ts";

/** What holds for all routes of a map that do not say otherwise. */
export interface RouteMapOptions {
  /** Whether hosts tell routes apart. By default where a route has a host. */
  readonly hostMatching?: boolean | undefined;
  /** Whether subdomains tell routes apart. By default where a route has a subdomain. */
  readonly subdomainMatching?: boolean | undefined;
  /** The subdomain of routes and requests that name none. `""` by default. */
  readonly defaultSubdomain?: string | undefined;
  /** Whether `/a` redirects to the route `/a/`, and `/b/` is not found for the route `/b`. True by default. */
  readonly strictSlashes?: boolean | undefined;
  /** Whether `/a//b` redirects to `/a/b`. True by default. */
  readonly mergeSlashes?: boolean | undefined;
  /** Whether a URL that spells out a default, or an alias, redirects to the canonical one. True by default. */
  readonly redirectDefaults?: boolean | undefined;
  /** Sorts the query of built URLs. False by default: the order of the values. */
  readonly sortParameters?: ParameterOrder | undefined;
  /** Own converters by name; they may replace built-in ones, `default` too. */
  readonly converters?: Converters | undefined;
}

const notFound = Object.freeze({ kind: "not-found" });
const websocketMismatch = Object.freeze({ kind: "websocket-mismatch" });
const slash = 47;
const noMethods: readonly string[] = Object.freeze([]);

/**
 * All routes of an app, compiled. Matching costs the same for ten routes as for ten thousand.
 *
 * The order of the routes does not matter; static text wins over parameters and specific converters over general ones.
 *
 * @example
 * ```ts
 * import { RouteMap } from "demijohn/routing";
 * const routes = new RouteMap([
 *   { pattern: "/", name: "index", methods: ["GET"], target: "home page" },
 *   { pattern: "/posts/<int:id>", name: "post", methods: ["GET"], target: "one post" },
 * ]);
 * const match = routes.match("/posts/7", "GET");
 * if (match.kind === "found") console.log(match.route.target, match.params); // one post { id: 7 }
 * console.log(routes.build("post", { id: 7, page: 2 })); // /posts/7?page=2
 * ```
 */
export class RouteMap<T = unknown> {
  /** The definitions, in the order given. */
  readonly routes: readonly RouteDefinition<T>[];

  readonly #trie: Trie<T> = new Trie();
  // Routes whose host names a port; they look at the request's host with its port.
  #trieOfPorts: Trie<T> | undefined;
  // What static routes answer as they are: for maps that look at no hosts, and for static hosts and subdomains.
  readonly #ready: ReadyPaths<T> = new Map();
  // By length, so that the hash of a path that no static route can have is not computed.
  readonly #readyLengths: boolean[] = [];
  readonly #readyOfDomains: Map<string, ReadyPaths<T>> = new Map();
  readonly #matching: "none" | "host" | "subdomain";
  readonly #defaultSubdomain: string;
  readonly #mergeSlashes: boolean;
  readonly #redirectDefaults: boolean;
  readonly #reverse: Reverse<T>;
  #idleWalk: Walk<T> | undefined = new Walk();

  /** @throws SetupError where a route cannot work, or two routes answer the same requests. */
  constructor(routes: Iterable<RouteDefinition<T>>, options: RouteMapOptions = {}) {
    this.routes = Object.freeze([...routes]);
    this.#matching = chooseMatching(this.routes, options);
    this.#defaultSubdomain = options.defaultSubdomain ?? "";
    this.#mergeSlashes = options.mergeSlashes ?? true;
    this.#redirectDefaults = options.redirectDefaults ?? true;
    const defaults = {
      strictSlashes: options.strictSlashes ?? true,
      mergeSlashes: this.#mergeSlashes,
      defaultSubdomain: this.#defaultSubdomain,
      converters: options.converters ?? {},
      matching: this.#matching,
    };
    const compiled = this.routes.map((definition) => compileRoute(definition, defaults));
    const byName = Map.groupBy(compiled, (route) => route.definition.name);
    for (const route of compiled) if (!route.definition.buildOnly) this.#trieFor(route).add(route);
    this.#trie.seal();
    this.#trieOfPorts?.seal();
    for (const named of byName.values()) {
      named.sort(compareForBuilding);
      this.#planRedirects(named);
    }
    for (const route of compiled.sort(compareInLeaf)) this.#addReady(route);
    this.#reverse = {
      routes: byName,
      matching: this.#matching,
      defaultSubdomain: this.#defaultSubdomain,
      sortParameters: options.sortParameters ?? false,
    };
  }

  /**
   * Finds what a request leads to. Never throws, whatever the path; only a route's own `redirectTo` function may.
   *
   * @param path Percent-decoded, beginning with a slash.
   * @param method In upper case.
   */
  match(path: string, method: string, place?: Place): RouteMatch<T> {
    const websocket = place?.websocket === true;
    const domain = this.#matching === "none" ? undefined : this.#domainOf(place);
    if (!websocket && this.#readyLengths[path.length] === true) {
      const paths = domain === undefined ? this.#ready : this.#readyOfDomains.get(domain);
      const methods = paths?.get(path);
      if (methods !== undefined) {
        const found = methods.get(method) ?? methods.get("");
        if (found !== undefined) return found;
      }
    }
    return this.#search(path, method, domain, place);
  }

  /** The methods of the routes that a path leads to, sorted; none where it leads nowhere or where any method will do. */
  allowedMethods(path: string, place?: Place): readonly string[] {
    // No route has this method, as a name cannot hold a space.
    const match = this.match(path, "no method", place);
    return match.kind === "method-not-allowed" ? match.allow : noMethods;
  }

  /**
   * Builds the URL of a route: a path, or an absolute URL where the route is on another host or `external` is set.
   *
   * Values that are no parameters become the query; lists repeat their name, null and undefined are left out.
   *
   * @throws UrlBuildError where no route suits.
   */
  build(name: string, values: Readonly<Record<string, unknown>> = {}, options: BuildOptions = {}): string {
    return buildUrl(this.#reverse, name, values, options);
  }

  /** Whether a route has this name. */
  has(name: string): boolean {
    return this.#reverse.routes.has(name);
  }

  /** Whether a route of this name takes the parameter, in its pattern or by a default. */
  takes(name: string, parameter: string): boolean {
    return this.#reverse.routes.get(name)?.some((route) => route.argumentNames.has(parameter)) ?? false;
  }

  #trieFor(route: CompiledRoute<T>): Trie<T> {
    const host = route.definition.host;
    if (host === undefined || !namesPort(host)) return this.#trie;
    this.#trieOfPorts ??= new Trie();
    return this.#trieOfPorts;
  }

  // The earliest route of a method is the one that counts, even where it needs a closer look and is not ready itself.
  #addReady(route: CompiledRoute<T>): void {
    if (route.definition.buildOnly || route.websocket || route.names.length > 0) return;
    let paths: ReadyPaths<T> | undefined = this.#ready;
    if (this.#matching !== "none") {
      if (route.domain === undefined || this.#trieOfPorts !== undefined) return;
      const domain = route.domain.join("");
      paths = this.#readyOfDomains.get(domain);
      if (paths === undefined) this.#readyOfDomains.set(domain, (paths = new Map()));
    }
    const path = route.path.join("");
    for (let length = this.#readyLengths.length; length <= path.length; length++) this.#readyLengths.push(false);
    this.#readyLengths[path.length] = true;
    let methods = paths.get(path);
    if (methods === undefined) paths.set(path, (methods = new Map()));
    const found = route.plain ? route.shared : undefined;
    for (const method of route.methods ?? [""]) if (!methods.has(method)) methods.set(method, found);
  }

  // Notes which routes may have to redirect to a sibling: aliases, and those that a sibling has defaults for.
  #planRedirects(named: readonly CompiledRoute<T>[]): void {
    named.forEach((route, index) => {
      if (route.definition.alias && !named.some((other) => !other.definition.alias)) throw badAlias(route.definition);
      if (this.#redirectDefaults)
        route.canonical = named
          .slice(0, index)
          .filter(
            (other) =>
              !other.definition.buildOnly &&
              other.defaults !== undefined &&
              other.websocket === route.websocket &&
              other.argumentNames.symmetricDifference(route.argumentNames).size === 0 &&
              !isSamePattern(other, route),
          );
      route.plain =
        route.canonical.length === 0 &&
        route.definition.redirectTo === undefined &&
        !(route.definition.alias && this.#redirectDefaults);
    });
  }

  #domainOf(place: Place | undefined): string | undefined {
    if (this.#matching === "subdomain") return asciiHost(place?.subdomain ?? this.#defaultSubdomain);
    return place?.host === undefined ? undefined : asciiHost(place.host);
  }

  #search(path: string, method: string, domain: string | undefined, place: Place | undefined): RouteMatch<T> {
    // A converter may ask the map while it is searching; then the state of that search must stay as it is.
    const walk = this.#idleWalk ?? new Walk<T>();
    this.#idleWalk = undefined;
    try {
      if (path !== "" && (path.charCodeAt(0) !== slash || path.charCodeAt(1) === slash))
        path = `/${path.replace(/^\/+/, "")}`;
      walk.begin(method, place?.websocket === true);
      const found = this.#walkTries(walk, domain, path);
      if (found === undefined) return this.#missed(walk, { path, method, domain, place });
      return walk.route!.plain ? found : this.#redirectFrom(walk.route!, found, { path, method, domain, place });
    } finally {
      this.#idleWalk = walk;
    }
  }

  // Nothing is there as it was asked for: says where it is, or why it is not.
  #missed(walk: Walk<T>, request: SearchedRequest): RouteMatch<T> {
    const { path, method, domain, place } = request;
    if (walk.slashRequired) return redirectTo(`${path}/`);
    if (this.#mergeSlashes && path.includes("//")) {
      const merged = path.replace(/\/{2,}/g, "/");
      const found = this.#walkTries(walk, domain, merged);
      if (walk.slashRequired) return redirectTo(`${merged}/`);
      if (found !== undefined && walk.route!.mergeSlashes) return redirectTo(merged);
    }
    const upper = method.toUpperCase();
    if (upper !== method) return this.match(path, upper, place);
    if (walk.allowed.size > 0) return { kind: "method-not-allowed", allow: Object.freeze([...walk.allowed].sort()) };
    return walk.websocketMismatch ? websocketMismatch : notFound;
  }

  #walkTries(walk: Walk<T>, domain: string | undefined, path: string): FoundMatch<T> | undefined {
    if (domain === undefined || this.#matching !== "host") return walk.search(this.#trie, domain, path);
    if (this.#trieOfPorts !== undefined) {
      const found = walk.search(this.#trieOfPorts, domain, path);
      if (found !== undefined || walk.slashRequired) return found;
    }
    return walk.search(this.#trie, splitPort(domain).name, path);
  }

  // What a route answers that may not be the canonical one, or that leads elsewhere.
  #redirectFrom(route: CompiledRoute<T>, found: FoundMatch<T>, request: SearchedRequest): RouteMatch<T> {
    const { params } = found;
    if (route.definition.alias && this.#redirectDefaults) {
      const originals = this.#reverse.routes.get(route.definition.name)!.filter((other) => !other.definition.alias);
      const host = this.#matching === "host" ? request.domain : undefined;
      const choice = findChoice(originals, params, request.method, host);
      if (choice !== undefined) return this.#redirectToRoute(choice.written, request) ?? found;
    }
    for (const other of route.canonical) {
      if (findFault(other, params, request.method) !== undefined) continue;
      const written = writeRoute(other, { ...params, ...other.defaults });
      const redirect = written.kind === "written" ? this.#redirectToRoute(written, request) : undefined;
      if (redirect !== undefined) return redirect;
    }
    const target = route.redirectTo?.(params);
    if (target === undefined) return found;
    return { kind: "redirect", status: 308, path: target.startsWith("/") ? target : `/${target}`, target };
  }

  // Undefined where the address is the request's own, or on a host that is not known: then the route answers itself.
  #redirectToRoute({ domain, path }: WrittenRoute, request: SearchedRequest): RedirectMatch | undefined {
    const isHere =
      domain === undefined ||
      domain === request.domain ||
      (this.#matching === "host" && request.domain !== undefined && isSameHost(domain, request.domain));
    if (isHere) return path === encodePath(request.path) ? undefined : { kind: "redirect", status: 308, path };
    if (this.#matching === "host") return { kind: "redirect", status: 308, path, host: hostOf(domain, request.domain) };
    const bare = request.place?.host;
    if (bare === undefined) return undefined;
    return { kind: "redirect", status: 308, path, host: domain === "" ? bare : `${domain}.${bare}` };
  }
}

// By path and method; the method "" stands for any.
type ReadyPaths<T> = Map<string, Map<string, FoundMatch<T> | undefined>>;

interface SearchedRequest {
  readonly path: string;
  readonly method: string;
  readonly domain: string | undefined;
  readonly place: Place | undefined;
}

function redirectTo(path: string): RedirectMatch {
  return { kind: "redirect", status: 308, path: encodePath(path) };
}

function chooseMatching(
  routes: readonly RouteDefinition[],
  { hostMatching, subdomainMatching, defaultSubdomain }: RouteMapOptions,
): "none" | "host" | "subdomain" {
  const hosts = hostMatching ?? routes.some((route) => route.host !== undefined);
  const subdomains =
    subdomainMatching ?? (Boolean(defaultSubdomain) || routes.some((route) => route.subdomain !== undefined));
  if (hosts && subdomains)
    throw new SetupError("ROUTING_BAD_PLACE", "One map cannot match both whole hosts and subdomains.", {
      cure: 'Write the subdomain routes with a host, such as host: "<name>.example.com".',
    });
  return hosts ? "host" : subdomains ? "subdomain" : "none";
}

function namesPort(host: string): boolean {
  const literal = parsePattern(host).map((piece) => (typeof piece === "string" ? piece : "x"));
  return splitPort(literal.join("")).port !== "";
}

function isSamePattern<T>(a: CompiledRoute<T>, b: CompiledRoute<T>): boolean {
  return skeleton(a) === skeleton(b);
}

function skeleton<T>(route: CompiledRoute<T>): string {
  const pieces = [...(route.domain ?? []), "|", ...route.path];
  return pieces.map((piece) => (typeof piece === "string" ? piece : `<${piece.name}>`)).join("");
}

function badAlias(definition: RouteDefinition): SetupError {
  return new SetupError("ROUTING_BAD_ALIAS", `The alias ${quoteValue(definition.pattern)} has no route to lead to.`, {
    wrote: describeRoute(definition),
    cure: `Add a route named "${definition.name}" without alias.`,
  });
}
