// Lets pages of other origins read an app's answers, by rules (Fetch standard, section 3.2).
import { type Request, Response } from "#http";
import { parseDuration, quoteValue, SetupError } from "#kernel";
import { type OriginTest, originTest } from "../csrf/origins.ts";

/** Who may read what. */
export interface CorsOptions {
  /**
   * `"*"`, or origins such as `https://app.example.org` and `https://*.example.org`, or a function of the origin. Nobody if
   * not given.
   */
  readonly origins?: "*" | readonly string[] | ((origin: string, request: Request) => boolean) | undefined;
  /** Whether requests may carry cookies, and are then believed to be meant: not with `"*"`. */
  readonly credentials?: boolean | undefined;
  /** GET, HEAD, POST, PUT, PATCH and DELETE if not given. */
  readonly methods?: readonly string[] | undefined;
  /** Headers that requests may have; those that they ask for if not given. */
  readonly allowHeaders?: readonly string[] | undefined;
  /** Headers of answers that pages may read besides the simple ones. */
  readonly exposeHeaders?: readonly string[] | undefined;
  /** How long browsers remember the answer to a preflight: 10 minutes. */
  readonly maxAge?: number | string | undefined;
  /** Whether pages of the public network may ask an app in a private one. */
  readonly privateNetwork?: boolean | undefined;
}

/** Rules that are ready to be applied. */
export interface CorsRules {
  /** True for an origin that may send credentials: CSRF believes it. */
  readonly trusts: OriginTest;
  /** Answers a preflight. */
  preflight(request: Request, response?: Response): Response;
  /** Adds what lets the page of the request's origin read the response. */
  apply(request: Request, response: Response): void;
}

const simpleMethods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** True for the question that browsers ask before a request that is not simple. */
export function isPreflight(request: Request): boolean {
  return (
    request.method === "OPTIONS" &&
    request.header("access-control-request-method") !== undefined &&
    request.header("origin") !== undefined
  );
}

/** Compiles rules. @throws SetupError `SECURITY_BAD_CORS`, `SECURITY_BAD_ORIGIN` */
export function compileCors(options: CorsOptions): CorsRules {
  const { origins = [], credentials = false, exposeHeaders = [], privateNetwork = false } = options;
  if (origins === "*" && credentials) throw anyoneWithCredentials();
  const allows = allowing(origins);
  const maxAge = secondsOf(options.maxAge ?? 600);
  const methods = (options.methods ?? simpleMethods).map((method) => method.toUpperCase()).join(", ");
  const allow = (request: Request, response: Response): boolean => {
    // The answer depends on the origin also where there is none: a shared cache must not mix them up.
    if (origins !== "*") response.vary("Origin");
    const origin = request.header("origin");
    if (origin === undefined || (origins !== "*" && !allows(origin, request))) return false;
    response.headers.set("Access-Control-Allow-Origin", origins === "*" ? "*" : origin);
    if (credentials) response.headers.set("Access-Control-Allow-Credentials", "true");
    return true;
  };
  return {
    trusts: (origin) =>
      credentials && typeof origins !== "string" && typeof origins !== "function" && allows(origin, undefined as never),
    apply(request, response) {
      const isAllowed = allow(request, response);
      // Whoever may read the answer must be able to load it.
      if (isAllowed || origins === "*") response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
      if (isAllowed && exposeHeaders.length > 0)
        response.headers.set("Access-Control-Expose-Headers", exposeHeaders.join(", "));
    },
    preflight(request) {
      const response = new Response(null, { status: 204 });
      response.vary("Access-Control-Request-Method", "Access-Control-Request-Headers");
      if (!allow(request, response)) return response;
      response.headers.set("Access-Control-Allow-Methods", methods);
      const headers = headersFor(request, options.allowHeaders);
      if (headers !== "") response.headers.set("Access-Control-Allow-Headers", headers);
      response.headers.set("Access-Control-Max-Age", maxAge);
      if (privateNetwork && request.header("access-control-request-private-network") === "true")
        response.headers.set("Access-Control-Allow-Private-Network", "true");
      return response;
    },
  };
}

function allowing(origins: NonNullable<CorsOptions["origins"]>): (origin: string, request: Request) => boolean {
  if (typeof origins === "function") return origins;
  if (origins === "*") return () => true;
  // A sandboxed frame of any site has the origin null: it is never a name for somebody.
  return originTest(origins);
}

function headersFor(request: Request, allowed: readonly string[] | undefined): string {
  if (allowed !== undefined) return allowed.join(", ");
  const asked = request.header("access-control-request-headers") ?? "";
  return asked
    .split(",")
    .map((name) => name.trim())
    .filter((name) => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    .join(", ");
}

function secondsOf(age: number | string): number {
  const seconds = typeof age === "string" ? parseDuration(age) : age;
  if (seconds !== undefined && seconds >= 0) return Math.round(seconds);
  throw new SetupError("SECURITY_BAD_CORS", "The maxAge of rules for other origins is not a duration.", {
    wrote: quoteValue(age),
    cure: 'Write seconds, or a text such as "10 minutes".',
  });
}

function anyoneWithCredentials(): SetupError {
  return new SetupError("SECURITY_BAD_CORS", "Rules for other origins let everybody send cookies.", {
    wrote: '{ origins: "*", credentials: true }',
    facts: ["Any site could act and read in the name of whoever visits it; browsers refuse the pair."],
    cure: 'Name the origins: { origins: ["https://app.example.org"], credentials: true }.',
  });
}
