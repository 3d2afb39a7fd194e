// Decides whether a request that changes something may have been forged: by what browsers say, then by a token.
import type { Request } from "#http";
import { CsrfError, type CsrfReason } from "./csrf-error.ts";
import type { CsrfSecrets } from "./csrf-secrets.ts";
import { isOwnOrigin, type OriginTest } from "./origins.ts";

/** What the guard knows of the app. */
export interface CsrfGuardOptions {
  readonly secrets: CsrfSecrets;
  readonly isTrusted: OriginTest;
  /** Lower case; the first is the one that pages are told of. */
  readonly headerNames: readonly string[];
  readonly fieldName: string;
  readonly isExempt: (request: Request) => boolean;
  /** Whether requests that no browser sends pass: in tests, which speak without one. */
  readonly letProgramsPass: boolean;
}

/** True for methods that change nothing (RFC 9110 section 9.2.1). */
export function isSafeMethod(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS" || method === "TRACE";
}

/** Guards requests with unsafe methods against forgery. */
export class CsrfGuard {
  readonly #options: CsrfGuardOptions;

  constructor(options: CsrfGuardOptions) {
    this.#options = options;
  }

  /**
   * Lets a request pass or throws; a promise where its form has to be read first.
   *
   * @param alsoTrusts further origins that this route trusts.
   * @throws CsrfError
   */
  check(request: Request, alsoTrusts?: OriginTest): void | Promise<void> {
    const verdict = this.#judge(request, alsoTrusts);
    if (verdict === "own") return undefined;
    if (verdict !== "unknown") {
      if (this.#options.isExempt(request)) return undefined;
      throw new CsrfError(request, verdict);
    }
    if (this.#options.isExempt(request)) return undefined;
    return this.#checkToken(request);
  }

  // "own" and the reasons are final; "unknown" asks for a token.
  #judge(request: Request, alsoTrusts: OriginTest | undefined): "own" | "unknown" | CsrfReason {
    const { isTrusted, letProgramsPass } = this.#options;
    const trusts = (origin: string): boolean => isTrusted(origin) || alsoTrusts?.(origin) === true;
    const site = request.header("sec-fetch-site");
    // Scripts cannot set this header: where it stands, a browser wrote it.
    if (site === "same-origin" || site === "none") return "own";
    const origin = request.header("origin");
    if (site !== undefined) return origin !== undefined && trusts(origin) ? "own" : "foreign-site";
    if (origin !== undefined && origin !== "null")
      return isOwnOrigin(origin, request) || trusts(origin) ? "own" : "foreign-origin";
    const referer = request.header("referer");
    if (referer !== undefined) {
      const from = URL.canParse(referer) ? new URL(referer).origin : "null";
      return isOwnOrigin(from, request) || trusts(from) ? "unknown" : "foreign-referer";
    }
    if (origin === undefined) {
      // Without a cookie or a login that browsers repeat, there is nothing that another site could abuse.
      if (letProgramsPass || !carriesCredentials(request)) return "own";
      if (request.secure) return "no-referer";
    }
    return "unknown";
  }

  #checkToken(request: Request): void | Promise<void> {
    const { secrets, headerNames, fieldName } = this.#options;
    for (const name of headerNames) {
      const token = request.header(name);
      if (token !== undefined) return refuse(request, secrets.check(request, token));
    }
    const type = request.mediaType;
    if (type !== "application/x-www-form-urlencoded" && type !== "multipart/form-data")
      return refuse(request, secrets.check(request, undefined));
    return request.form().then((form) => {
      const token = form.fields.get(fieldName);
      return refuse(request, secrets.check(request, typeof token === "string" ? token : undefined));
    });
  }
}

function carriesCredentials(request: Request): boolean {
  if (request.header("cookie") !== undefined) return true;
  const authorization = request.header("authorization");
  // Browsers repeat Basic, Digest and Negotiate by themselves; no browser sends a bearer token unasked.
  return authorization !== undefined && !/^bearer\s/i.test(authorization);
}

function refuse(request: Request, reason: CsrfReason | undefined): void {
  if (reason !== undefined) throw new CsrfError(request, reason);
}
