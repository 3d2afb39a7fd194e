// Asks an app as a browser would: keeps cookies, follows redirects, reads and writes the session; no socket is involved.
import type { App, RequestOptions } from "#app";
import { addQuery, MemorySource } from "#app/internals";
import { HeaderMap, type Request, Response } from "#http";
import { SetupError } from "#kernel";
import type { Session } from "#sessions";
import { sessionManagerOf } from "#sessions/internals";
import { CookieJar } from "./cookie-jar.ts";
import { TestResponse } from "./test-response.ts";

/** Options of a {@link TestClient}. */
export interface TestClientOptions {
  /** Scheme and host of the requests: `http://localhost`. */
  readonly origin?: string | undefined;
  /** Headers of every request. */
  readonly headers?: RequestOptions["headers"];
  /** Follow redirects: not if not given. */
  readonly followRedirects?: boolean | undefined;
}

/** Options of one request of a {@link TestClient}. */
export interface TestRequestOptions extends RequestOptions {
  readonly followRedirects?: boolean | undefined;
}

const maxRedirects = 20;

/**
 * A browser for tests: one cookie jar, any number of requests.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { TestClient } from "demijohn/testing";
 * const app = new App();
 * app.get("/", () => "Hello!");
 * app.post("/name", async (request) => (await request.form()).fields.require("name"));
 * const client = new TestClient(app);
 * console.log(await (await client.post("/name", { form: { name: "Ada" } })).text()); // Ada
 * ```
 */
export class TestClient {
  readonly app: App;
  readonly cookies: CookieJar = new CookieJar();
  readonly #options: TestClientOptions;

  constructor(app: { readonly [K in keyof App]: App[K] } | object, options: TestClientOptions = {}) {
    this.app = app as App;
    this.#options = options;
  }

  /** Asks with GET. */
  get(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "GET" });
  }

  /** Asks with HEAD. */
  head(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "HEAD" });
  }

  /** Asks with OPTIONS. */
  options(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "OPTIONS" });
  }

  /** Sends with POST. */
  post(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "POST" });
  }

  /** Sends with PUT. */
  put(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "PUT" });
  }

  /** Sends with PATCH. */
  patch(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "PATCH" });
  }

  /** Sends with DELETE. */
  delete(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    return this.request(path, { ...options, method: "DELETE" });
  }

  /** Sends any request. @throws SetupError `TESTING_TOO_MANY_REDIRECTS` after 20 redirects. */
  async request(path: string, options: TestRequestOptions = {}): Promise<TestResponse> {
    const follow = options.followRedirects ?? this.#options.followRedirects ?? false;
    const history: TestResponse[] = [];
    let target = addQuery(path, options.query);
    let current: RequestOptions = { ...options, query: undefined };
    for (;;) {
      const response = await this.#once(target, current, history);
      const { location } = response;
      if (!follow || location === undefined || response.status < 300 || response.status > 399) return response;
      history.push(response);
      if (history.length > maxRedirects) throw tooManyRedirects(path, history);
      target = resolveLocation(location, this.#absolute(target));
      current = afterRedirect(response.status, current);
    }
  }

  async #once(target: string, options: RequestOptions, history: readonly TestResponse[]): Promise<TestResponse> {
    const url = new URL(this.#absolute(target), "http://localhost");
    const headers = new HeaderMap(this.#options.headers ?? []);
    for (const [name, value] of new HeaderMap(options.headers ?? [])) headers.set(name, value);
    const place = { host: url.host, path: url.pathname, secure: url.protocol === "https:" };
    const cookies = this.cookies.header(place);
    if (cookies !== undefined && !headers.has("cookie")) headers.set("Cookie", cookies);
    const response = await this.app.request(this.#absolute(target), { ...options, headers });
    this.cookies.takeIn(response.headers.getAll("set-cookie"), place);
    return new TestResponse(response, url.pathname + url.search, [...history]);
  }

  #absolute(target: string): string {
    // What is no path is left as it is, so that the app's refusal quotes what the test wrote.
    if (!target.startsWith("/")) return target;
    return (this.#options.origin ?? "http://localhost") + target;
  }

  /** The session as the app would see it now. @throws SessionError when the app uses no sessions. */
  async session(): Promise<Session> {
    await this.app.ready();
    const manager = sessionManagerOf(this.app);
    const value = this.cookies.get(manager.cookieName);
    return manager.loadCookies(value === undefined ? [] : [value]);
  }

  /** Changes the session between requests: `await client.withSession((session) => session.set("userId", 1))`. */
  async withSession(change: (session: Session) => unknown): Promise<void> {
    const session = await this.session();
    await change(session);
    const response = new Response();
    await sessionManagerOf(this.app).save(session, response);
    const { host, protocol } = new URL(this.#absolute("/"));
    this.cookies.takeIn(response.headers.getAll("set-cookie"), { host, path: "/", secure: protocol === "https:" });
  }
}

/**
 * Runs a function as if it were called while `app` answers a request. Then `currentRequest()` and `urlFor` work.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { withRequest } from "demijohn/testing";
 * const app = new App();
 * console.log(await withRequest(app, "/jars?size=5", (request) => request.query.get("size"))); // 5
 * ```
 */
export async function withRequest<T>(
  app: object,
  target: string,
  run: (request: Request) => T | Promise<T>,
  options: RequestOptions = {},
): Promise<T> {
  let result: { readonly value: T } | undefined;
  const source = await MemorySource.make(target, options);
  await (app as App).ready();
  await (app as App).inRequest(source, async (request) => {
    result = { value: await run(request) };
  });
  return result!.value;
}

function afterRedirect(status: number, { headers, remoteAddress, ...options }: RequestOptions): RequestOptions {
  const kept = { headers, remoteAddress };
  if (status === 307 || status === 308)
    return { ...kept, method: options.method, body: options.body, json: options.json, form: options.form };
  return { ...kept, method: options.method === "HEAD" ? "HEAD" : "GET" };
}

function resolveLocation(location: string, base: string): string {
  const url = new URL(location, base);
  return url.origin === new URL(base).origin ? url.origin + url.pathname + url.search : url.href;
}

function tooManyRedirects(path: string, history: readonly TestResponse[]): SetupError {
  return new SetupError("TESTING_TOO_MANY_REDIRECTS", `${path} was redirected more than ${maxRedirects} times.`, {
    facts: [
      `The last ones: ${history
        .slice(-3)
        .map(({ url }) => url)
        .join(" → ")}.`,
    ],
    cure: "Look for two handlers that redirect to each other.",
  });
}
