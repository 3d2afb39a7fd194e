// Collects what is declared on an app or a blueprint: routes, middleware, hooks, error handlers, commands and checks.

import type { Request } from "#http";
import { type Check, type Command, quoteValue, SetupError } from "#kernel";
import type { PatternParams, ValidPattern } from "#routing";
import type { FilterDefinition, TemplateReference } from "#templates";
import type { Battery, UseOptions } from "./battery.ts";
import type { Blueprint } from "./blueprint.ts";
import type {
  AfterHook,
  BeforeHook,
  ErrorClass,
  ErrorHandler,
  Handler,
  Middleware,
  SocketHandler,
  TeardownHook,
  UrlDefaultsHook,
  UrlValuesHook,
} from "./handler.ts";

declare global {
  namespace Demijohn {
    /** Merge into this to type what a battery lets routes say of themselves; it finds it in `request.route.extensions`. */
    interface RouteExtensions {}
  }
}

/** Options of a route; batteries add their own. */
export interface RouteOptions<D extends Readonly<Record<string, unknown>> = {}> extends Demijohn.RouteExtensions {
  /** The name for `urlFor`; without it the handler function's own name, if it has one. */
  readonly name?: string | undefined;
  readonly methods?: readonly string[] | undefined;
  /** Values for parameters that the pattern does not have; they are in `params` too. */
  readonly defaults?: D | undefined;
  readonly host?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly strictSlashes?: boolean | undefined;
  readonly mergeSlashes?: boolean | undefined;
  /** Another address of the same name: `urlFor` never gives it, and asking for it redirects to the main one. */
  readonly alias?: boolean | undefined;
  /** Only for `urlFor`; never matched. */
  readonly buildOnly?: boolean | undefined;
  /** Runs around this route's handler alone, inside all other middleware. */
  readonly middleware?: readonly Middleware[] | undefined;
  /** False: OPTIONS is not answered automatically. */
  readonly automaticOptions?: boolean | undefined;
}

/** Options of a WebSocket route; batteries add their own. */
export interface SocketOptions extends Demijohn.RouteExtensions {
  readonly name?: string | undefined;
  /** Origins that may connect besides the site's own; `"*"` lets everybody in. */
  readonly origins?: readonly string[] | "*" | undefined;
  /** Subprotocols in order of preference. */
  readonly protocols?: readonly string[] | undefined;
  /** The largest message in bytes: 1 MiB if not given. */
  readonly maxMessage?: number | undefined;
  readonly host?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly middleware?: readonly Middleware[] | undefined;
}

/** One declared route, before the app is frozen. */
export interface RouteRecord {
  readonly pattern: string;
  readonly methods: readonly string[] | undefined;
  readonly options: RouteOptions<Readonly<Record<string, unknown>>> & SocketOptions;
  /** A whole name, taken as it is: for routes that the framework adds in the name of a blueprint. */
  readonly fullName?: string | undefined;
  readonly handler: Handler | undefined;
  readonly socket: SocketHandler | undefined;
  readonly redirectTo: string | ((params: Record<string, unknown>) => string) | undefined;
}

/** One blueprint in another scope. */
export interface Inclusion {
  readonly blueprint: Blueprint;
  readonly options: UseOptions;
}

/** Values that every template gets; may be async. */
export type ContextProcessor = (request: Request) => Record<string, unknown> | Promise<Record<string, unknown>>;

/** Models that were declared together, and where their migrations are. */
export interface ModelSet {
  readonly models: readonly unknown[];
  /** A folder, from the root of the app or blueprint, or the migrations themselves; `migrations` where not given. */
  readonly migrations?: string | readonly unknown[] | undefined;
}

/** All that was declared, for the plan. Only the scope itself adds to it. */
export interface Declarations {
  readonly routes: RouteRecord[];
  readonly middleware: Middleware[];
  readonly before: BeforeHook[];
  readonly after: AfterHook[];
  readonly teardown: TeardownHook[];
  readonly errorHandlers: Map<number | ErrorClass, ErrorHandler<never>>;
  readonly urlValues: UrlValuesHook[];
  readonly urlDefaults: UrlDefaultsHook[];
  readonly inclusions: Inclusion[];
  readonly commands: Command[];
  readonly checks: Check<never>[];
  readonly modelSets: ModelSet[];
  readonly contextProcessors: ContextProcessor[];
  readonly templateParts: TemplateParts;
}

/** Own filters, tests and globals of templates, by name. */
export interface TemplateParts {
  readonly filters: Record<string, TemplateFunction>;
  readonly tests: Record<string, TemplateFunction>;
  readonly globals: Record<string, unknown>;
  /** Templates whose context is declared, for `demijohn check`. */
  readonly references: TemplateReference<object>[];
  /** Templates that a battery brings along as texts; those of folders win. */
  readonly texts: Record<string, string>;
}

/** A filter or test of templates: the value first, then the arguments. `defineFilter` gives them names. */
// biome-ignore lint/suspicious/noExplicitAny: the types of a filter's arguments are its author's own
export type TemplateFunction = ((...args: any[]) => unknown) | FilterDefinition;

type Params<P extends string, C, D> = Simplify<PatternParams<P, C> & D>;
type Simplify<T> = { [K in keyof T]: T[K] };

/** The verbs that apps and blueprints share. `Converters` maps the names of own converters to the types they give. */
export abstract class RouteScope<Converters = {}> {
  /** What has been declared so far; read by the plan. */
  readonly declarations: Declarations = {
    routes: [],
    middleware: [],
    before: [],
    after: [],
    teardown: [],
    errorHandlers: new Map(),
    urlValues: [],
    urlDefaults: [],
    inclusions: [],
    commands: [],
    checks: [],
    modelSets: [],
    contextProcessors: [],
    templateParts: { filters: {}, tests: {}, globals: {}, references: [], texts: {} },
  };
  abstract readonly name: string;

  /** Throws if declarations are no longer possible. */
  protected abstract assertOpen(verb: string): void;

  /** Answers GET, and HEAD with it. */
  get<const P extends string>(pattern: ValidPattern<P, Converters>, handler: Handler<Params<P, Converters, {}>>): this;
  get<const P extends string, const D extends Readonly<Record<string, unknown>> = {}>(
    pattern: ValidPattern<P, Converters>,
    options: RouteOptions<D>,
    handler: Handler<Params<P, Converters, D>>,
  ): this;
  get(pattern: string, ...rest: readonly unknown[]): this {
    return this.#add("get", ["GET"], pattern, rest);
  }

  /** Answers POST. */
  post<const P extends string>(pattern: ValidPattern<P, Converters>, handler: Handler<Params<P, Converters, {}>>): this;
  post<const P extends string, const D extends Readonly<Record<string, unknown>> = {}>(
    pattern: ValidPattern<P, Converters>,
    options: RouteOptions<D>,
    handler: Handler<Params<P, Converters, D>>,
  ): this;
  post(pattern: string, ...rest: readonly unknown[]): this {
    return this.#add("post", ["POST"], pattern, rest);
  }

  /** Answers PUT. */
  put<const P extends string>(pattern: ValidPattern<P, Converters>, handler: Handler<Params<P, Converters, {}>>): this;
  put<const P extends string, const D extends Readonly<Record<string, unknown>> = {}>(
    pattern: ValidPattern<P, Converters>,
    options: RouteOptions<D>,
    handler: Handler<Params<P, Converters, D>>,
  ): this;
  put(pattern: string, ...rest: readonly unknown[]): this {
    return this.#add("put", ["PUT"], pattern, rest);
  }

  /** Answers PATCH. */
  patch<const P extends string>(
    pattern: ValidPattern<P, Converters>,
    handler: Handler<Params<P, Converters, {}>>,
  ): this;
  patch<const P extends string, const D extends Readonly<Record<string, unknown>> = {}>(
    pattern: ValidPattern<P, Converters>,
    options: RouteOptions<D>,
    handler: Handler<Params<P, Converters, D>>,
  ): this;
  patch(pattern: string, ...rest: readonly unknown[]): this {
    return this.#add("patch", ["PATCH"], pattern, rest);
  }

  /** Answers DELETE. */
  delete<const P extends string>(
    pattern: ValidPattern<P, Converters>,
    handler: Handler<Params<P, Converters, {}>>,
  ): this;
  delete<const P extends string, const D extends Readonly<Record<string, unknown>> = {}>(
    pattern: ValidPattern<P, Converters>,
    options: RouteOptions<D>,
    handler: Handler<Params<P, Converters, D>>,
  ): this;
  delete(pattern: string, ...rest: readonly unknown[]): this {
    return this.#add("delete", ["DELETE"], pattern, rest);
  }

  /** Answers the methods in `options.methods`; GET if there are none. */
  route<const P extends string>(
    pattern: ValidPattern<P, Converters>,
    handler: Handler<Params<P, Converters, {}>>,
  ): this;
  route<const P extends string, const D extends Readonly<Record<string, unknown>> = {}>(
    pattern: ValidPattern<P, Converters>,
    options: RouteOptions<D>,
    handler: Handler<Params<P, Converters, D>>,
  ): this;
  route(pattern: string, ...rest: readonly unknown[]): this {
    return this.#add("route", undefined, pattern, rest);
  }

  /** Answers WebSocket connections; the browser's origin must be the site's own or in `options.origins`. */
  ws<const P extends string>(
    pattern: ValidPattern<P, Converters>,
    handler: SocketHandler<Params<P, Converters, {}>>,
  ): this;
  ws<const P extends string>(
    pattern: ValidPattern<P, Converters>,
    options: SocketOptions,
    handler: SocketHandler<Params<P, Converters, {}>>,
  ): this;
  ws(pattern: string, ...rest: readonly unknown[]): this {
    this.assertOpen("ws");
    const socket = rest.at(-1);
    const options = (rest.length > 1 ? rest[0] : {}) as SocketOptions;
    if (typeof pattern !== "string" || typeof socket !== "function") throw badRoute("ws", pattern, socket);
    this.declarations.routes.push({
      pattern,
      methods: undefined,
      options: { ...options, name: options.name ?? (socket.name || undefined) },
      handler: undefined,
      socket: socket as SocketHandler,
      redirectTo: undefined,
    });
    return this;
  }

  /** Redirects (308) from one address to another; `<names>` of the target are filled from the pattern's parameters. */
  redirect(
    pattern: string,
    target: string | ((params: Record<string, unknown>) => string),
    options: RouteOptions = {},
  ): this {
    this.assertOpen("redirect");
    this.declarations.routes.push({
      pattern,
      methods: options.methods,
      options,
      handler: undefined,
      socket: undefined,
      redirectTo: target,
    });
    return this;
  }

  /** Takes in middleware, a blueprint or a battery, in this order of calls. */
  use(item: Middleware | Blueprint | Battery, options: UseOptions = {}): this {
    this.assertOpen("use");
    if (typeof item === "function") this.declarations.middleware.push(item);
    else if (item instanceof RouteScope) this.declarations.inclusions.push({ blueprint: item as Blueprint, options });
    else if (item !== null && typeof item === "object" && typeof item.install === "function")
      this.installBattery(item, options);
    else {
      throw new SetupError("APP_BAD_USE", "use() takes a middleware function, a Blueprint or a battery.", {
        wrote: `use(${quoteValue(item)})`,
        cure: 'Write use(async (request, next) => next()), use(blog, { prefix: "/blog" }) or use(sessions()).',
      });
    }
    return this;
  }

  protected abstract installBattery(battery: Battery, options: UseOptions): void;

  /** Runs before each handler of this scope; a returned value answers the request. */
  before(hook: BeforeHook): this {
    this.assertOpen("before");
    this.declarations.before.push(hook);
    return this;
  }

  /** Runs on each response of this scope, in reverse order of declaration. */
  after(hook: AfterHook): this {
    this.assertOpen("after");
    this.declarations.after.push(hook);
    return this;
  }

  /** Runs when each response of this scope was sent or given up, in reverse order of declaration. */
  teardown(hook: TeardownHook): this {
    this.assertOpen("teardown");
    this.declarations.teardown.push(hook);
    return this;
  }

  /**
   * Answers for errors by status or class; the most specific class wins, a blueprint's handler before the app's.
   *
   * @example
   * ```ts
   * import { App, html } from "demijohn";
   * const app = new App();
   * app.onError(404, (_error, request) => html`<h1>No ${request.path} here</h1>`);
   * ```
   */
  onError(status: number, handler: ErrorHandler<Error>): this;
  onError<E>(errorClass: ErrorClass<E>, handler: ErrorHandler<E>): this;
  onError(key: number | ErrorClass, handler: ErrorHandler<never>): this {
    this.assertOpen("onError");
    if (typeof key !== "function" && !(Number.isInteger(key) && key >= 400 && key <= 599)) {
      throw new SetupError("APP_BAD_ERROR_KEY", "onError() takes a status from 400 to 599 or an error class.", {
        wrote: `onError(${quoteValue(key)}, …)`,
        cure: "Write onError(404, (error, request) => …) or onError(NotFound, (error, request) => …).",
      });
    }
    if (this.declarations.errorHandlers.has(key)) {
      throw new SetupError(
        "APP_ERROR_HANDLER_TWICE",
        `"${this.name}" already has an error handler for ${typeof key === "number" ? key : key.name}.`,
        {
          cure: "Keep one of the two.",
        },
      );
    }
    this.declarations.errorHandlers.set(key, handler);
    return this;
  }

  /** Changes matched parameters before hooks and handlers see them, such as a language code that leads every path. */
  urlValues(hook: UrlValuesHook): this {
    this.assertOpen("urlValues");
    this.declarations.urlValues.push(hook);
    return this;
  }

  /** Adds values to every `urlFor` of this scope's routes. */
  urlDefaults(hook: UrlDefaultsHook): this {
    this.assertOpen("urlDefaults");
    this.declarations.urlDefaults.push(hook);
    return this;
  }

  /** Adds a command to the `demijohn` program. */
  command(command: Command): this {
    this.assertOpen("command");
    this.declarations.commands.push(command);
    return this;
  }

  /** Adds a check to `demijohn check`. */
  check<Subject>(check: Check<Subject>): this {
    this.assertOpen("check");
    this.declarations.checks.push(check as Check<never>);
    return this;
  }

  /** Declares models, for the commands about migrations and rows, and for batteries such as the admin. */
  models(models: readonly unknown[], options: Omit<ModelSet, "models"> = {}): this {
    this.assertOpen("models");
    this.declarations.modelSets.push({ ...options, models });
    return this;
  }

  /** Adds values to every template's context. */
  contextProcessor(processor: ContextProcessor): this {
    this.assertOpen("contextProcessor");
    this.declarations.contextProcessors.push(processor);
    return this;
  }

  /** Adds a filter to the app's templates: `{{ name|shout }}`. */
  templateFilter(name: string, filter: TemplateFunction): this {
    this.assertOpen("templateFilter");
    this.declarations.templateParts.filters[name] = filter;
    return this;
  }

  /** Adds a test to the app's templates: `{% if jar is full %}`. */
  templateTest(name: string, test: TemplateFunction): this {
    this.assertOpen("templateTest");
    this.declarations.templateParts.tests[name] = test;
    return this;
  }

  /** Names templates made with `defineTemplate`, so that `demijohn check` compares what they read with their context. */
  declareTemplates(...references: readonly TemplateReference<object>[]): this {
    this.assertOpen("declareTemplates");
    this.declarations.templateParts.references.push(...references);
    return this;
  }

  /** Adds templates as texts, by name: a template of the same name in a folder of the app or a blueprint wins. */
  templateTexts(texts: Readonly<Record<string, string>>): this {
    this.assertOpen("templateTexts");
    Object.assign(this.declarations.templateParts.texts, texts);
    return this;
  }

  /** Adds a value or function to all of the app's templates. */
  templateGlobal(name: string, value: unknown): this {
    this.assertOpen("templateGlobal");
    this.declarations.templateParts.globals[name] = value;
    return this;
  }

  #add(verb: string, methods: readonly string[] | undefined, pattern: string, rest: readonly unknown[]): this {
    this.assertOpen(verb);
    const handler = rest.at(-1);
    const options = (rest.length > 1 ? rest[0] : {}) as RouteOptions;
    const buildOnly = options.buildOnly === true;
    if (typeof pattern !== "string" || (typeof handler !== "function" && !buildOnly))
      throw badRoute(verb, pattern, handler);
    const given = methods ?? options.methods?.map((method) => method.toUpperCase()) ?? ["GET"];
    this.declarations.routes.push({
      pattern,
      methods: given,
      options: { ...options, name: options.name ?? ((handler as Handler | undefined)?.name || undefined) },
      handler: handler as Handler,
      socket: undefined,
      redirectTo: undefined,
    });
    return this;
  }
}

function badRoute(verb: string, pattern: unknown, handler: unknown): SetupError {
  return new SetupError("APP_BAD_ROUTE", `${verb}() takes a pattern and a handler function.`, {
    wrote: `${verb}(${quoteValue(pattern)}, ${quoteValue(handler)})`,
    cure: `Write ${verb}("/path", (${verb === "ws" ? "socket, request" : "request"}) => …).`,
  });
}
