// Builds an app out of declarations, freezes it into a plan at the first request, and answers requests with it.

import {
  defaultRequestLimits,
  type ForwardedCounts,
  isHostAllowed,
  MisdirectedRequest,
  Request,
  type RequestPolicy,
  type RequestSource,
  Response,
} from "#http";
import { closersOf } from "#http/internals";
import {
  type ContextVariable,
  loadSettings,
  type Mode,
  resolveMode,
  type Safe,
  type Settings,
  type SettingsSection,
  SetupError,
  secretSettings,
} from "#kernel";
import { databaseSettings, useDatabaseUrl } from "#kernel/internals";
import type { Converters, ConverterValues, Place } from "#routing";
import {
  FetchSource,
  type RunningServer,
  type ServedApp,
  type ServeOptions,
  serve,
  serverSettings,
  toWebResponse,
  type UpgradeDecision,
} from "#server";
import { runClosers } from "#server/internals";
import type { TemplateName, Templates } from "#templates";
import { answerMiss } from "./answer/answer-miss.ts";
import { describeThrown, describeUnhandled } from "./answer/on-error.ts";
import { acceptSocket } from "./answer/socket-upgrade.ts";
import { makeRequestClass } from "./app-request.ts";
import { currentContext } from "./current-request.ts";
import type { AppOptions, UpperRooms } from "./declare/app-options.ts";
import type { Battery, UseOptions } from "./declare/battery.ts";
import type { Blueprint } from "./declare/blueprint.ts";
import { folderOf } from "./declare/folder-of.ts";
import { type Declarations, RouteScope } from "./declare/route-scope.ts";
import { createLogger, type Logger } from "./logger.ts";
import { MemorySource, type RequestOptions } from "./memory-source.ts";
import { compilePlan, type Plan, type PlanOptions, type RouteTarget } from "./plan.ts";
import { renderTemplate, templatesOf } from "./render.ts";
import { stopOnSignals } from "./stop-on-signals.ts";
import { buildUrl, type UrlForOptions, type UrlOrigin } from "./url-for.ts";

const mostHosts = 1000;

/** Runs when an app starts or stops. */
export type LifeHook = (app: App) => void | Promise<void>;

// Invariants: #plan is set once, by #freeze; after that nothing can be declared (assertOpen).
// A request is answered by #dispatch alone, which never throws; handle() and fetch() only wrap it.

/**
 * A web app: declares routes, middleware and batteries, then serves them.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * const app = new App();
 * app.get("/hello/<name>", ({ params }) => `Hello, ${params.name}!`);
 * console.log(await (await app.request("/hello/Ada")).text()); // Hello, Ada!
 * ```
 */
export class App<C extends Converters = {}> extends RouteScope<ConverterValues<C>> implements ServedApp {
  readonly name: string;
  /** The folder that `static/`, `templates/` and `.env` stand in. */
  readonly root: string;
  readonly mode: Mode;
  readonly options: AppOptions<C>;
  readonly logger: Logger;
  readonly #rooms: UpperRooms;
  readonly #policy: RequestPolicy;
  readonly #batteries = new Map<string, Battery>();
  readonly #sections: SettingsSection[] = [serverSettings, databaseSettings];
  readonly #requestProperties = new Map<string, (request: Request) => unknown>();
  readonly #hooks = { ready: [] as LifeHook[], start: [] as LifeHook[], stop: [] as LifeHook[] };
  readonly #background = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();
  readonly #goodHosts = new Set<string>();
  readonly #context: ContextVariable<Request> | undefined;
  #settings: Settings | undefined;
  #requestClass: typeof Request = Request;
  #plan: Plan | undefined;
  #ready: Promise<void> | undefined;
  #running: RunningServer[] = [];
  #forgetSignals: (() => void) | undefined;

  constructor(options: AppOptions<C> = {}, rooms: UpperRooms = {}) {
    super();
    this.options = options;
    this.root = folderOf(options.root);
    this.name = options.name ?? (this.root.split(/[\\/]/).filter(Boolean).at(-1) || "app");
    this.mode = options.mode ?? resolveMode();
    this.logger = options.logger ?? createLogger(this.mode === "development" ? "debug" : "info");
    this.#rooms = rooms;
    if (options.secretKey !== undefined) this.#sections.push(secretSettings);
    this.#context = options.asyncContext === true ? currentContext : undefined;
    this.#policy = {
      limits:
        options.limits === undefined
          ? defaultRequestLimits
          : { ...defaultRequestLimits, ...withoutUndefined(options.limits) },
      trustedProxies: countsOf(options.trustedProxies),
    };
  }

  /** The settings of all declared sections; read when first asked for. @throws SettingsError listing every fault. */
  get settings(): Settings {
    if (this.#settings !== undefined) return this.#settings;
    this.#settings = loadSettings(this.#sections, {
      mode: this.mode,
      root: this.root,
      files: this.options.envFiles ?? envFilesFromEnvironment(),
      given:
        this.options.secretKey === undefined
          ? this.options.settings
          : { ...this.options.settings, secret: secretsOf(this.options.secretKey) },
    });
    useDatabaseUrl(this.#settings);
    return this.#settings;
  }

  /** True once the app answers requests and takes no more declarations. */
  get isFrozen(): boolean {
    return this.#plan !== undefined;
  }

  /** Aborted when the app stops: long streams should end then. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The frozen plan: routes, blueprints, commands and checks as data. Freezes nothing by itself. */
  get plan(): Plan {
    return this.#plan ?? this.#compile();
  }

  /** Declares a section of settings, read and checked when the app gets ready. */
  declareSettings(section: SettingsSection): this {
    this.assertOpen("declareSettings");
    if (this.#sections.includes(section)) return this;
    this.#sections.push(section);
    this.#settings = undefined;
    return this;
  }

  /** Declares the sections that hold the app's secret keys; for batteries that sign or encrypt. */
  declareSecrets(): this {
    return this.declareSettings(secretSettings);
  }

  /**
   * Adds a property to every request, made when it is first read. Type it by merging into `Demijohn.RequestExtensions`.
   * @throws SetupError when another battery has taken the name.
   */
  extendRequest<K extends keyof Demijohn.RequestExtensions>(
    name: K,
    make: (request: Request) => Demijohn.RequestExtensions[K],
  ): this {
    this.assertOpen("extendRequest");
    if (this.#requestProperties.has(name) || name in Request.prototype) {
      throw new SetupError("APP_REQUEST_PROPERTY_TWICE", `Requests already have a property "${name}".`, {
        cure: "Two batteries claim the name, or the same one was used twice: keep one.",
      });
    }
    this.#requestProperties.set(name, make);
    return this;
  }

  /** The battery of this name, if the app uses it. */
  battery(name: string): Battery | undefined {
    return this.#batteries.get(name);
  }

  /** Runs before the app is frozen: the last chance to declare, with all settings at hand. */
  onReady(hook: LifeHook): this {
    this.assertOpen("onReady");
    this.#hooks.ready.push(hook);
    return this;
  }

  /** Runs before the first request is taken. */
  onStart(hook: LifeHook): this {
    this.assertOpen("onStart");
    this.#hooks.start.push(hook);
    return this;
  }

  /** Runs after the last request was answered, in reverse order of declaration. */
  onStop(hook: LifeHook): this {
    this.assertOpen("onStop");
    this.#hooks.stop.push(hook);
    return this;
  }

  /** Takes in an app of any framework that has a `fetch` method; it sees paths without the prefix. */
  mount(
    prefix: string,
    other: { fetch(request: globalThis.Request): globalThis.Response | Promise<globalThis.Response> },
  ): this {
    this.assertOpen("mount");
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    const name = `mount:${prefix}`;
    const pass = async (request: Request): Promise<globalThis.Response> =>
      other.fetch(await webRequestOf(request, prefix));
    this.route(prefix, { name, methods, strictSlashes: false }, pass);
    this.route(`${prefix.replace(/\/$/, "")}/<path:rest>` as string, { name, methods, strictSlashes: false }, pass);
    return this;
  }

  /** Goes on with work after the response; `close` waits for it. */
  background(task: Promise<unknown> | (() => unknown)): void {
    const work = (typeof task === "function" ? Promise.resolve().then(task) : task).catch((error: unknown) =>
      this.reportFault(error),
    );
    this.#background.add(work);
    void work.finally(() => this.#background.delete(work));
  }

  /** Gets ready and freezes: loads settings, runs `onReady` and `onStart`. Serving and the first request do it by themselves. */
  ready(): Promise<void> {
    this.#ready ??= this.#getReady().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #getReady(): Promise<void> {
    // All faults of the settings are found here, before anything is served.
    void this.settings;
    for (const hook of this.#hooks.ready) await hook(this as unknown as App);
    if (this.#hasStaticFolder() && this.#rooms.openStatic !== undefined) {
      await (await this.#rooms.openStatic()).serveStaticFolders(this as unknown as App);
    }
    this.#requestClass = makeRequestClass(this as unknown as App, this.#requestProperties, (...args) =>
      this.#buildUrl(...args),
    );
    this.#plan = this.#compile();
    for (const hook of this.#hooks.start) await hook(this as unknown as App);
  }

  /** Answers one request; for servers. Never throws. */
  handle(source: RequestSource): Response | Promise<Response> {
    const plan = this.#plan;
    if (plan === undefined) return this.#handleFirst(source);
    const request = new this.#requestClass(source, this.#policy);
    const context = this.#context;
    return context === undefined
      ? this.#dispatch(plan, request)
      : context.run(request, () => this.#dispatch(plan, request));
  }

  /** Calls `run` as if in the middle of answering a request: for tests and scripts that call what handlers call. */
  async inRequest<T>(source: RequestSource, run: (request: Request) => T | Promise<T>): Promise<T> {
    await this.ready();
    const request = new this.#requestClass(source, this.#policy);
    return this.#context === undefined ? run(request) : this.#context.run(request, () => run(request));
  }

  async #handleFirst(source: RequestSource): Promise<Response> {
    try {
      await this.ready();
    } catch (error) {
      this.reportFault(error);
      return new Response("The app could not start; its log says why.\n", {
        status: 500,
        headers: { "Content-Type": "text/plain; charset=utf-8" },
      });
    }
    return this.handle(source);
  }

  #dispatch(plan: Plan, request: Request): Response | Promise<Response> {
    try {
      if (!this.#isHostGood(request)) throw new MisdirectedRequest();
      const place = this.#placeOf(request);
      const match = plan.routes.match(request.path, request.method, place);
      if (match.kind !== "found") {
        request.routingOutcome = answerMiss(match, request, plan, place);
        return plan.notFound(request);
      }
      const { target } = match.route;
      request.params = match.params;
      (request as { route: RouteTarget }).route = target;
      if (target.urlValues.length > 0) {
        const params = { ...match.params };
        for (const hook of target.urlValues) hook(request, params);
        request.params = params;
      }
      return target.run(request);
    } catch (error) {
      return plan.fail(error, request);
    }
  }

  // Names that were found good are remembered; with a pattern for subdomains, strangers could fill the memory with them.
  #isHostGood(request: Request): boolean {
    const { allowedHosts } = this.options;
    if (allowedHosts === undefined) return true;
    const { host } = request;
    if (this.#goodHosts.has(host)) return true;
    if (!isHostAllowed(host, allowedHosts)) return false;
    if (this.#goodHosts.size < mostHosts) this.#goodHosts.add(host);
    return true;
  }

  #placeOf(request: Request): Place | undefined {
    if (this.options.hostMatching === true) return { host: request.host };
    const { serverName } = this.options;
    if (serverName === undefined) return undefined;
    return { host: serverName, subdomain: subdomainOf(request.host, serverName) };
  }

  /** False where no WebSocket can be opened, so that a server need not look for handshakes. */
  get hasSockets(): boolean {
    return this.plan.definitions.some((route) => route.websocket === true);
  }

  /** Decides about a WebSocket handshake; for servers. */
  async upgrade(source: RequestSource): Promise<UpgradeDecision> {
    await this.ready();
    const request = new this.#requestClass(source, this.#policy);
    const decide = async (): Promise<UpgradeDecision> => {
      // Without this, a page of a foreign name that points here would pass as the site's own origin.
      if (!this.#isHostGood(request)) return { refuse: await this.#plan!.fail(new MisdirectedRequest(), request) };
      return acceptSocket(request, this.#plan!, {
        place: { ...this.#placeOf(request), websocket: true },
        report: (error) => this.reportFault(error),
      });
    };
    return this.#context === undefined ? decide() : this.#context.run(request, decide);
  }

  /** Logs a fault that no response can report any more. */
  reportFault(error: unknown): void {
    this.logger.error(describeThrown(error));
  }

  /**
   * Answers a request without a socket: for tests and scripts.
   *
   * @example
   * ```ts
   * import { App } from "demijohn";
   * const app = new App();
   * app.post("/jars", async (request) => ({ got: await request.json() }));
   * const response = await app.request("/jars", { method: "POST", json: { size: 5 } });
   * console.log(await response.text()); // {"got":{"size":5}}
   * ```
   */
  async request(target: string, options: RequestOptions = {}): Promise<Response> {
    const source = await MemorySource.make(target, options);
    const response = await this.handle(source);
    const closers = closersOf(response);
    const close = async (): Promise<void> => {
      if (closers !== undefined) await runClosers(closers, (error) => this.reportFault(error));
    };
    if (source.method === "HEAD") {
      if (typeof response.body === "string" || response.body instanceof Uint8Array) {
        if (!response.headers.has("content-length"))
          response.headers.set("Content-Length", Buffer.byteLength(response.body));
      }
      response.body = null;
    }
    if (response.isStreamed) response.body = closeAfter(response.body as AsyncIterable<string | Uint8Array>, close);
    else await close();
    return response;
  }

  /** Answers a Web `Request` with a Web `Response`: the door to Bun, Deno, service workers and edge runtimes. */
  readonly fetch: (request: globalThis.Request, peer?: unknown) => Promise<globalThis.Response> = async (
    request,
    peer,
  ) => {
    const response = await this.handle(new FetchSource(request, peerOf(peer)));
    return toWebResponse(response, request.method, (error) => this.reportFault(error));
  };

  /** Builds an address by a route's name; values that the pattern does not have go into the query. @throws UrlBuildError */
  urlFor(name: string, values: Readonly<Record<string, unknown>> = {}, options: UrlForOptions = {}): string {
    return this.#buildUrl(name, values, options, undefined);
  }

  #buildUrl(
    name: string,
    values: Readonly<Record<string, unknown>>,
    options: UrlForOptions,
    request: Request | undefined,
  ): string {
    const { serverName, scheme, basePath } = this.options;
    const origin: UrlOrigin = {
      host: request?.host || serverName,
      scheme: request?.scheme ?? scheme ?? "http",
      basePath: (request?.basePath ?? "") + (basePath ?? ""),
      serverName,
      hostMatching: this.options.hostMatching === true,
      blueprint: request?.route?.blueprints[0],
    };
    return buildUrl(this.plan, origin, { name, values, options });
  }

  /**
   * Renders a template outside of a request; inside of one, `request.render` also gives it the request.
   *
   * @throws TemplateError
   */
  render<T extends object>(name: TemplateName<T>, context?: T): Promise<Safe> {
    return renderTemplate(this as unknown as App, undefined, { name, context });
  }

  /** The template engine, made at the first use. */
  get templates(): Promise<Templates> {
    return templatesOf(this as unknown as App);
  }

  /** The folders that templates come from: the app's own before those of its blueprints. */
  get templateFolders(): readonly string[] {
    const path = process.getBuiltinModule("node:path");
    const { templateFolder } = this.options;
    const own = templateFolder === false ? [] : [path.resolve(this.root, templateFolder ?? "templates")];
    const ofBlueprints = this.plan.blueprints.flatMap(({ blueprint }) => blueprint.templateFolder ?? []);
    return [...own, ...ofBlueprints].filter((folder) => process.getBuiltinModule("node:fs").existsSync(folder));
  }

  /**
   * Serves the app on this runtime: Node, Bun or Deno. Under `demijohn run` and `serve` the program serves it instead.
   * SIGTERM and SIGINT close it: requests in flight are finished, and a second signal ends the process at once.
   * @throws SetupError when the port is taken, SettingsError when settings are missing.
   */
  async run(options: ServeOptions = {}): Promise<RunningServer> {
    const offer = (globalThis as Record<symbol, unknown>)[Symbol.for("demijohn.offer")];
    if (typeof offer === "function") return offer(this, options) as Promise<RunningServer>;
    await this.ready();
    const running = await serve(this, { ...this.settings.get(serverSettings), ...withoutUndefined(options) });
    this.adoptServer(running);
    this.#forgetSignals = stopOnSignals(this as unknown as App);
    this.logger.info(`${this.name} listens on ${running.url}`);
    return { ...running, close: (graceTime) => this.close(graceTime) };
  }

  /** Lets `close` stop a server that something else started, such as the command line. */
  adoptServer(running: RunningServer): void {
    this.#running.push(running);
  }

  /** Stops: finishes requests in flight and background work, then runs `onStop`. Calling it twice does nothing more. */
  async close(graceTime?: number): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort();
    this.#forgetSignals?.();
    await Promise.all(this.#running.map((running) => running.close(graceTime)));
    await Promise.race([
      Promise.all(this.#background),
      new Promise((resolve) => setTimeout(resolve, graceTime ?? 5000).unref()),
    ]);
    for (const hook of [...this.#hooks.stop].reverse()) await hook(this as unknown as App);
  }

  protected override assertOpen(verb: string): void {
    if (this.#plan === undefined) return;
    throw new SetupError(
      "APP_FROZEN",
      `The app "${this.name}" already answers requests, so ${verb}() comes too late.`,
      {
        cure: "Declare everything before app.run() and before the first request, or in app.onReady().",
      },
    );
  }

  protected override installBattery(battery: Battery, options: UseOptions): void {
    if (this.#batteries.has(battery.name)) {
      throw new SetupError("APP_BATTERY_TWICE", `The app already uses the battery "${battery.name}".`, {
        cure: "Keep one of the two use() calls.",
      });
    }
    this.#batteries.set(battery.name, battery);
    battery.install(this as unknown as App, options);
  }

  #hasStaticFolder(): boolean {
    const { existsSync } = process.getBuiltinModule("node:fs");
    const { join } = process.getBuiltinModule("node:path");
    const { staticFolder } = this.options;
    if (staticFolder !== false && existsSync(join(this.root, staticFolder ?? "static"))) return true;
    return anyBlueprint(this.declarations, (blueprint) => blueprint.staticFolder !== undefined);
  }

  #compile(): Plan {
    const { openDebug } = this.#rooms;
    const { strictSlashes, mergeSlashes, hostMatching, serverName, converters } = this.options;
    const debugPage: PlanOptions["debugPage"] =
      this.mode !== "development" || openDebug === undefined
        ? undefined
        : async (error, request) => (await openDebug()).renderDebugPage(error, request, this as unknown as App);
    return compilePlan(this as unknown as RouteScope<never>, {
      strictSlashes,
      mergeSlashes,
      hostMatching,
      subdomainMatching: serverName !== undefined,
      converters,
      report: (error, request) => this.logger.error(describeUnhandled(error, request)),
      debugPage,
    });
  }
}

function anyBlueprint({ inclusions }: Declarations, fits: (blueprint: Blueprint) => boolean): boolean {
  return inclusions.some(({ blueprint }) => fits(blueprint) || anyBlueprint(blueprint.declarations, fits));
}

function countsOf(proxies: number | ForwardedCounts | undefined): ForwardedCounts | undefined {
  if (typeof proxies !== "number") return proxies;
  return proxies === 0 ? undefined : { for: proxies, proto: proxies, host: proxies, port: proxies };
}

function secretsOf(secretKey: string | readonly string[]): Record<string, unknown> {
  const [key, ...oldKeys] = typeof secretKey === "string" ? [secretKey] : secretKey;
  return { key, oldKeys };
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function subdomainOf(host: string, serverName: string): string | undefined {
  const bare = host.replace(/:\d+$/, "").toLowerCase();
  const base = serverName.replace(/:\d+$/, "").toLowerCase();
  if (bare === base) return undefined;
  // A host that is not below the site's own has no subdomain of ours: a space is no name, so not even `<user>` takes it.
  return bare.endsWith(`.${base}`) ? bare.slice(0, -base.length - 1) : " ";
}

// Several files stand as in PATH: with colons between them, on Windows with semicolons.
function envFilesFromEnvironment(): readonly string[] | undefined {
  const files = process.env["DEMIJOHN_ENV_FILE"];
  return files ? files.split(process.getBuiltinModule("node:path").delimiter) : undefined;
}

function peerOf(peer: unknown): { readonly address?: string | undefined } {
  if (typeof peer !== "object" || peer === null) return {};
  const { address } = peer as { address?: unknown };
  return { address: typeof address === "string" ? address : undefined };
}

async function* closeAfter(
  body: AsyncIterable<string | Uint8Array>,
  close: () => Promise<void>,
): AsyncGenerator<string | Uint8Array> {
  try {
    yield* body;
  } finally {
    await close();
  }
}

async function webRequestOf(request: Request, prefix: string): Promise<globalThis.Request> {
  const url = new URL(request.url);
  // By segments, since the prefix may be written with percent-escapes or have parameters.
  const segments = prefix.split("/").filter(Boolean).length;
  url.pathname = `/${request.rawPath
    .split("/")
    .slice(segments + 1)
    .join("/")}`;
  const body = request.hasBody ? ((await request.bytes()) as Uint8Array<ArrayBuffer>) : undefined;
  return new globalThis.Request(url, {
    method: request.method,
    headers: [...request.headers],
    signal: request.signal,
    ...(body === undefined ? {} : { body }),
  });
}
