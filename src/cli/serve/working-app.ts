// Wraps an app for a worker: answers health checks, counts requests, and writes the access log.
import type { App } from "#app";
import { FileBody, type ForwardedCounts, type RequestSource, type Response, resolveForwarded, text } from "#http";
import type { ServedApp, UpgradeDecision } from "#server";
import { type AccessLogFormat, formatAccess } from "./access-log.ts";
import type { LogFile } from "./log-file.ts";

/** How an app is wrapped. */
export interface WorkingOptions {
  /** The path of health checks; empty for none. */
  readonly healthPath: string;
  readonly format: AccessLogFormat;
  readonly log: LogFile | undefined;
  /** Called after each request with how many there were. */
  readonly onCount: (requests: number) => void;
}

/** An app in a worker. */
export class WorkingApp implements ServedApp {
  readonly #app: App;
  readonly #options: WorkingOptions;
  #requests = 0;
  #isUnhealthy = false;

  constructor(app: App, options: WorkingOptions) {
    this.#app = app;
    this.#options = options;
  }

  /** Answers health checks with 503 from now on. */
  failHealth(): void {
    this.#isUnhealthy = true;
  }

  get hasSockets(): boolean {
    return this.#app.hasSockets;
  }

  handle(source: RequestSource): Response | Promise<Response> {
    const { healthPath, log } = this.#options;
    if (healthPath !== "" && source.target.startsWith(healthPath) && isPath(source.target, healthPath))
      return this.#health();
    this.#options.onCount(++this.#requests);
    if (log === undefined) return this.#app.handle(source);
    const started = performance.now();
    const response = this.#app.handle(source);
    return response instanceof Promise
      ? response.then((value) => this.#logged(source, value, started))
      : this.#logged(source, response, started);
  }

  upgrade(source: RequestSource): Promise<UpgradeDecision> {
    this.#options.onCount(++this.#requests);
    return this.#app.upgrade(source);
  }

  reportFault(error: unknown): void {
    this.#app.reportFault(error);
  }

  #health(): Response {
    const response =
      this.#isUnhealthy || this.#app.stopping.aborted ? text("stopping\n", { status: 503 }) : text("ok\n");
    response.headers.set("Cache-Control", "no-store");
    return response;
  }

  #logged(source: RequestSource, response: Response, started: number): Response {
    const time = new Date();
    response.onClose(() => {
      const { status, body } = response;
      const record = {
        address: addressOf(source, this.#app.options.trustedProxies),
        method: source.method,
        target: source.target,
        host: source.header("host"),
        status,
        length: source.method === "HEAD" ? 0 : lengthOf(body),
        referer: source.header("referer"),
        userAgent: source.header("user-agent"),
        time,
        duration: performance.now() - started,
      };
      this.#options.log!.write(formatAccess(record, this.#options.format as "common"));
    });
    return response;
  }
}

function isPath(target: string, path: string): boolean {
  const next = target.charCodeAt(path.length);
  return target.length === path.length || next === 63;
}

function lengthOf(body: Response["body"]): number | undefined {
  if (typeof body === "string") return Buffer.byteLength(body);
  if (body === null) return 0;
  return body instanceof Uint8Array || body instanceof FileBody ? body.length : undefined;
}

// The client's address as the app sees it, from behind the proxies that it trusts.
function addressOf(source: RequestSource, proxies: number | ForwardedCounts | undefined): string | undefined {
  if (proxies === undefined || proxies === 0) return source.peerAddress;
  const counts = typeof proxies === "number" ? { for: proxies } : proxies;
  const peer = { address: source.peerAddress, scheme: "http", host: undefined } as const;
  return resolveForwarded({ get: (name) => source.header(name) }, peer, counts).address;
}
