// Wraps an app for development: prints each request, and puts the script into pages that loads them again after a change.
import type { App } from "#app";
import { type RequestSource, Response } from "#http";
import type { ServedApp, UpgradeDecision } from "#server";
import { insertReloadTag, reloadPaths, reloadScript, reloadTag, versionEvent } from "./reload-script.ts";
import { requestLine } from "./request-line.ts";

/** How an app is wrapped. */
export interface DevelopmentOptions {
  readonly print: (line: string) => void;
  /** False leaves pages as they are. */
  readonly reloads: boolean;
}

/** An app in development. */
export class DevelopmentApp implements ServedApp {
  readonly #app: App;
  readonly #options: DevelopmentOptions;
  readonly #start = `${process.pid}-${Date.now().toString(36)}`;
  readonly #pages = new Set<(event: string) => void>();
  #refreshes = 0;

  constructor(app: App, options: DevelopmentOptions) {
    this.#app = app;
    this.#options = options;
  }

  /** Tells open pages to load again. */
  refresh(): void {
    this.#refreshes++;
    for (const tell of this.#pages) tell(versionEvent(this.#version));
  }

  get hasSockets(): boolean {
    return this.#app.hasSockets;
  }

  handle(source: RequestSource): Response | Promise<Response> {
    if (this.#options.reloads && source.target.startsWith("/__demijohn/")) {
      if (source.target === reloadPaths.script) return typed(reloadScript, "text/javascript; charset=utf-8");
      if (source.target === reloadPaths.events) return typed(this.#follow(source), "text/event-stream");
    }
    const started = performance.now();
    const response = this.#app.handle(source);
    return response instanceof Promise
      ? response.then((value) => this.#finish(source, value, started))
      : this.#finish(source, response, started);
  }

  async upgrade(source: RequestSource): Promise<UpgradeDecision> {
    const started = performance.now();
    const decision = await this.#app.upgrade(source);
    this.#print(source, decision.refuse?.status ?? 101, started);
    return decision;
  }

  reportFault(error: unknown): void {
    this.#app.reportFault(error);
  }

  get #version(): string {
    return `${this.#start}.${this.#refreshes}`;
  }

  #finish(source: RequestSource, response: Response, started: number): Response {
    if (this.#options.reloads) this.#insertScript(source, response);
    response.onClose(() => this.#print(source, response.status, started));
    return response;
  }

  #print({ method, target }: RequestSource, status: number, started: number): void {
    const answered = { method, target, status, duration: performance.now() - started };
    this.#options.print(requestLine(answered, new Date(), process.stdout));
  }

  // Only what a browser opens as a page gets the script: no fragments that scripts fetch, nothing for curl.
  #insertScript(source: RequestSource, response: Response): void {
    if (typeof response.body !== "string" || response.contentType?.startsWith("text/html") !== true) return;
    const destination = source.header("sec-fetch-dest");
    const isPage =
      destination === undefined
        ? source.header("accept")?.includes("text/html") === true
        : destination === "document" || destination === "iframe";
    if (!isPage || source.method !== "GET" || response.headers.has("content-encoding")) return;
    response.body = insertReloadTag(response.body, reloadTag(this.#version, nonceOf(response)));
    // A browser that revalidates must not be told that a page with an older version's script is still good.
    for (const name of ["content-length", "etag", "last-modified"]) response.headers.delete(name);
  }

  async *#follow(source: RequestSource): AsyncGenerator<string> {
    const queue = [versionEvent(this.#version)];
    let wake = (): void => undefined;
    const tell = (event: string): void => {
      queue.push(event);
      wake();
    };
    const ends = [source.signal(), this.#app.stopping];
    for (const signal of ends) signal.addEventListener("abort", () => wake(), { once: true });
    this.#pages.add(tell);
    try {
      while (!ends.some((signal) => signal.aborted)) {
        while (queue.length > 0) yield queue.shift()!;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#pages.delete(tell);
    }
  }
}

function typed(body: Response["body"], type: string): Response {
  const response = Response.typed(body, type);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

// A policy that allows scripts by nonce alone allows this one, too.
function nonceOf(response: Response): string | undefined {
  const policy = response.headers.get("content-security-policy");
  return policy === undefined ? undefined : /'nonce-([\w+/=-]+)'/.exec(policy)?.[1];
}
