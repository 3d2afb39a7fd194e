// Makes middleware that lets each client send so many requests and answers 429 to the rest.
import type { Middleware } from "#app";
import { type Request, type Response, TooManyRequests } from "#http";
import { securityOf } from "../security-of.ts";
import { clientKey } from "./client-key.ts";
import { RateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";
import type { RateVerdict } from "./rate-store.ts";

/** Options of {@link rateLimit}. */
export interface RateLimitOptions extends RateLimiterOptions {
  /**
   * Who is limited: a text for each client, or undefined for requests that are not limited. The client's address if not
   * given; of IPv6 its network, as one client has many addresses.
   */
  readonly key?: ((request: Request) => string | undefined | Promise<string | undefined>) | undefined;
  /** How much a request counts: 1. */
  readonly cost?: ((request: Request) => number) | undefined;
  /** Whether answers say what is left, in `RateLimit-…` headers: true. */
  readonly headers?: boolean | undefined;
  /** Whether requests are refused while the store fails: false, they pass uncounted. */
  readonly failClosed?: boolean | undefined;
}

/**
 * Limits how many requests each client may send. Use it for the app, a blueprint or one route.
 *
 * @throws SetupError `SECURITY_BAD_RATE_LIMIT`. Requests beyond the limit get 429, `SECURITY_TOO_MANY_REQUESTS`.
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { rateLimit } from "demijohn/security";
 * const app = new App({ mode: "test" });
 * app.post("/login", { middleware: [rateLimit({ limit: 5, window: "1 minute", name: "login" })] }, () => "Welcome.");
 * for (let i = 0; i < 5; i++) await app.request("/login", { method: "POST" });
 * console.log((await app.request("/login", { method: "POST" })).status); // 429
 * ```
 */
export function rateLimit(options: RateLimitOptions): Middleware {
  const { key = clientKey, cost, headers = true, failClosed = false } = options;
  const limiter = new RateLimiter({ ...options, name: options.name ?? nextName() });
  const ask = async (request: Request): Promise<RateVerdict | undefined> => {
    const who = await key(request);
    if (who === undefined) return undefined;
    try {
      return await limiter.take(who, cost?.(request) ?? 1, securityOf(request.app)?.rateStore);
    } catch (error) {
      if (failClosed) throw error;
      request.app.logger.warn(`${storeFailed}: Rate limits are not counted. ${describe(error)}`);
      return undefined;
    }
  };
  return async function limitRate(request, next) {
    const verdict = await ask(request);
    if (verdict === undefined) return next();
    if (!verdict.allowed) throw tooMany(verdict, headers);
    const response = await next();
    if (headers) addHeaders(response, verdict);
    return response;
  };
}

const storeFailed = "SECURITY_RATE_STORE";
let count = 0;

// Limiters without a name do not share their counts; across processes they agree as long as they are made in one order.
function nextName(): string {
  count++;
  return `limit${count}`;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function tooMany(verdict: RateVerdict, headers: boolean): TooManyRequests {
  return new TooManyRequests(undefined, {
    code: "SECURITY_TOO_MANY_REQUESTS",
    retryAfter: verdict.retryAfter,
    headers: headers ? linesOf(verdict) : [],
  });
}

function addHeaders(response: Response, verdict: RateVerdict): void {
  // Of several limits around one route, the answer tells of the one with the least left.
  const told = response.headers.get("ratelimit-remaining");
  if (told !== undefined && Number(told) <= verdict.remaining) return;
  for (const [name, value] of linesOf(verdict)) response.headers.set(name, value);
}

function linesOf({ limit, remaining, resetAfter }: RateVerdict): [string, string][] {
  return [
    ["RateLimit-Limit", String(limit)],
    ["RateLimit-Remaining", String(remaining)],
    ["RateLimit-Reset", String(resetAfter)],
  ];
}
