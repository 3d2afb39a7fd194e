// Freezes what was declared into a plan: a route map whose routes hold one composed function each.

import { NotFound, type Request, Response } from "#http";
import { type Check, type Command, SetupError } from "#kernel";
import { type Converters, type RouteDefinition, RouteMap } from "#routing";
import { markAccepted } from "./answer/accepted-sockets.ts";
import { compose, type Layers, type Runner } from "./answer/compose.ts";
import { type ErrorHandlers, type ErrorPolicy, errorToResponse } from "./answer/on-error.ts";
import type { Blueprint } from "./declare/blueprint.ts";
import type {
  AfterHook,
  BeforeHook,
  Handler,
  Middleware,
  SocketHandler,
  TeardownHook,
  UrlDefaultsHook,
  UrlValuesHook,
} from "./declare/handler.ts";
import { mergeExtensions } from "./declare/merge-extensions.ts";
import type {
  ContextProcessor,
  Declarations,
  ModelSet,
  RouteRecord,
  RouteScope,
  SocketOptions,
  TemplateParts,
} from "./declare/route-scope.ts";

/** What a route leads to, once the app is frozen. */
export interface RouteTarget {
  readonly run: Runner;
  readonly name: string;
  readonly pattern: string;
  readonly methods: readonly string[] | undefined;
  /** Names of the blueprints that the route stands in, innermost first: `["shop.admin", "shop"]`. */
  readonly blueprints: readonly string[];
  readonly handler: Handler | undefined;
  readonly socket: { readonly handler: SocketHandler; readonly options: SocketOptions } | undefined;
  readonly automaticOptions: boolean;
  readonly urlValues: readonly UrlValuesHook[];
  /** What the route, or a blueprint around it, says for batteries. */
  readonly extensions: Demijohn.RouteExtensions;
}

/** A blueprint at the place where it was taken in. */
export interface PlacedBlueprint {
  readonly name: string;
  readonly prefix: string;
  readonly blueprint: Blueprint;
  readonly subdomain: string | undefined;
  readonly host: string | undefined;
}

/** Models, and the root of the blueprint that declared them; the app's own have none. */
export interface PlacedModels extends ModelSet {
  readonly root: string | URL | undefined;
}

/** A frozen app. */
export interface Plan {
  readonly routes: RouteMap<RouteTarget>;
  readonly definitions: readonly RouteDefinition<RouteTarget>[];
  readonly notFound: Runner;
  /** Runs the app's layers around an error that came up before any handler was found. */
  readonly fail: (error: unknown, request: Request) => Response | Promise<Response>;
  readonly blueprints: readonly PlacedBlueprint[];
  readonly commands: readonly Command[];
  readonly checks: readonly Check<never>[];
  readonly models: readonly PlacedModels[];
  readonly contextProcessors: readonly ContextProcessor[];
  readonly templateParts: TemplateParts;
  /** By route name: the hooks that add values for `urlFor`. */
  readonly urlDefaults: ReadonlyMap<string, readonly UrlDefaultsHook[]>;
}

/** What the plan needs to know of the app besides its declarations. */
export interface PlanOptions {
  readonly strictSlashes?: boolean | undefined;
  readonly mergeSlashes?: boolean | undefined;
  readonly hostMatching?: boolean | undefined;
  readonly subdomainMatching?: boolean | undefined;
  readonly defaultSubdomain?: string | undefined;
  readonly converters?: Converters | undefined;
  readonly report: ErrorPolicy["report"];
  readonly debugPage: ErrorPolicy["debugPage"];
}

interface Place {
  readonly prefix: string;
  readonly name: string;
  readonly blueprints: readonly string[];
  readonly subdomain: string | undefined;
  readonly host: string | undefined;
  /** Outermost first. */
  readonly scopes: readonly Declarations[];
  readonly extensions: Demijohn.RouteExtensions;
}

/** Compiles the declarations of an app and all its blueprints. @throws SetupError and UrlBuildError as routing does. */
export function compilePlan(app: RouteScope<never>, options: PlanOptions): Plan {
  const definitions: RouteDefinition<RouteTarget>[] = [];
  const blueprints: PlacedBlueprint[] = [];
  const gathered = {
    commands: [] as Command[],
    checks: [] as Check<never>[],
    models: [] as PlacedModels[],
    contextProcessors: [] as ContextProcessor[],
  };
  const templateParts: TemplateParts = { filters: {}, tests: {}, globals: {}, references: [], texts: {} };
  const urlDefaults = new Map<string, readonly UrlDefaultsHook[]>();

  const visit = (scope: RouteScope<never>, place: Place): void => {
    const { declarations } = scope;
    const root = "options" in scope && scope !== app ? (scope as unknown as Blueprint).options.root : undefined;
    for (const set of declarations.modelSets) {
      // A battery brings its models; a project may name them as well.
      const models = set.models.filter((model) => !gathered.models.some((each) => each.models.includes(model)));
      if (models.length > 0) gathered.models.push({ ...set, models, root });
    }
    for (const command of declarations.commands)
      if (!gathered.commands.includes(command)) gathered.commands.push(command);
    for (const check of declarations.checks) if (!gathered.checks.includes(check)) gathered.checks.push(check);
    gathered.contextProcessors.push(...declarations.contextProcessors);
    for (const kind of ["filters", "tests", "globals", "texts"] as const)
      Object.assign(templateParts[kind], declarations.templateParts[kind]);
    templateParts.references.push(...declarations.templateParts.references);
    for (const record of declarations.routes) {
      const definition = defineRoute(record, place, options);
      definitions.push(definition);
      const hooks = place.scopes.flatMap((level) => level.urlDefaults);
      if (hooks.length > 0) urlDefaults.set(definition.name, hooks);
    }
    for (const { blueprint, options: use } of declarations.inclusions) {
      const name = place.name + (use.name ?? blueprint.name);
      if (blueprints.some((other) => other.name === name)) throw sameName(name);
      const inner: Place = {
        prefix: joinPaths(place.prefix, use.prefix ?? blueprint.options.prefix ?? ""),
        name: `${name}.`,
        blueprints: [name, ...place.blueprints],
        subdomain: joinHosts(use.subdomain ?? blueprint.options.subdomain, place.subdomain),
        host: use.host ?? blueprint.options.host ?? place.host,
        scopes: [...place.scopes, blueprint.declarations],
        extensions: mergeExtensions(place.extensions, blueprint.options.routes),
      };
      blueprints.push({ name, prefix: inner.prefix, blueprint, subdomain: inner.subdomain, host: inner.host });
      visit(blueprint as RouteScope<never>, inner);
    }
  };
  const top: Place = {
    prefix: "",
    name: "",
    blueprints: [],
    subdomain: undefined,
    host: undefined,
    scopes: [app.declarations],
    extensions: {},
  };
  visit(app, top);

  const routes = new RouteMap<RouteTarget>(definitions, options);
  const layers = layersOf("the app", top.scopes, [], options);
  const notFound = compose((request) => {
    const outcome = request.routingOutcome ?? new NotFound();
    if (outcome instanceof Response) return outcome;
    throw outcome;
  }, layers);
  const fail = (error: unknown, request: Request): Response | Promise<Response> => layers.rescue(error, request);
  return { routes, definitions, notFound, fail, blueprints, urlDefaults, templateParts, ...gathered };
}

function defineRoute(record: RouteRecord, place: Place, options: PlanOptions): RouteDefinition<RouteTarget> {
  const { options: own } = record;
  const name = record.fullName ?? place.name + (own.name ?? record.pattern);
  if (own.name?.includes(".")) throw dottedName(name);
  const target: RouteTarget = {
    run: compose(
      record.handler ?? (record.socket === undefined ? unreachable : markAccepted),
      layersOf(name, place.scopes, own.middleware ?? [], options),
    ),
    name,
    pattern: joinPaths(place.prefix, record.pattern),
    methods: record.methods,
    blueprints: place.blueprints,
    handler: record.handler,
    socket: record.socket === undefined ? undefined : { handler: record.socket, options: own },
    automaticOptions: own.automaticOptions !== false,
    urlValues: place.scopes.flatMap((level) => level.urlValues),
    extensions: Object.freeze(mergeExtensions(place.extensions, own)),
  };
  return {
    pattern: target.pattern,
    name,
    methods: record.methods,
    defaults: own.defaults,
    host: own.host ?? place.host,
    subdomain: joinHosts(own.subdomain, place.subdomain),
    strictSlashes: own.strictSlashes,
    mergeSlashes: own.mergeSlashes,
    websocket: record.socket !== undefined,
    alias: own.alias,
    redirectTo: record.redirectTo,
    buildOnly: own.buildOnly,
    target,
  };
}

// A route that only redirects or builds addresses is never run.
const unreachable: Handler = () => new Response(null, { status: 204 });

function layersOf(
  routeName: string,
  scopes: readonly Declarations[],
  own: readonly Middleware[],
  options: PlanOptions,
): Layers {
  const inner = [...scopes].reverse();
  const errorHandlers: ErrorHandlers[] = inner.map((scope) => scope.errorHandlers);
  const before: BeforeHook[] = scopes.flatMap((scope) => scope.before);
  const after: AfterHook[] = inner.flatMap((scope) => [...scope.after].reverse());
  const teardown: TeardownHook[] = inner.flatMap((scope) => [...scope.teardown].reverse());
  return {
    routeName,
    middleware: [...scopes.flatMap((scope) => scope.middleware), ...own],
    before,
    after,
    teardown,
    rescue: errorToResponse({ scopes: errorHandlers, report: options.report, debugPage: options.debugPage }),
  };
}

/** Joins a prefix and a path with exactly one slash between them. */
export function joinPaths(prefix: string, path: string): string {
  if (prefix === "" || prefix === "/") return path === "" ? "/" : path;
  const left = prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
  if (path === "" || path === undefined) return left;
  return path.startsWith("/") ? left + path : `${left}/${path}`;
}

function joinHosts(inner: string | undefined, outer: string | undefined): string | undefined {
  if (inner === undefined || inner === "") return outer;
  return outer === undefined || outer === "" ? inner : `${inner}.${outer}`;
}

function sameName(name: string): SetupError {
  return new SetupError("APP_BLUEPRINT_TWICE", `Two blueprints have the name "${name}".`, {
    cure: `Give one another name: use(blueprint, { name: "${name}2", prefix: "…" }).`,
  });
}

function dottedName(name: string): SetupError {
  return new SetupError("APP_BAD_ROUTE_NAME", `The route name "${name}" has a dot of its own.`, {
    cure: "Dots join the names of blueprints and routes; leave them out of the name option.",
  });
}
