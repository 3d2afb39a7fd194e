// Keeps each visitor's CSRF secret, in a cookie of its own or in the session, and shows it to pages as masked tokens.
import type { Request, Response } from "#http";
import { RequestSlot } from "#http/internals";
import { SetupError } from "#kernel";
import { isSecret, isTokenOf, makeSecret, maskSecret } from "./csrf-token.ts";

/** Where secrets are kept. */
export interface CsrfStorage {
  readonly kind: "cookie" | "session";
  readonly cookieName: string;
  /** Seconds. */
  readonly cookieAge: number;
  readonly domain: string | undefined;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: "strict" | "lax" | "none";
}

// What the room needs of a session, whichever room it comes from.
interface SessionLike {
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
}

const sessionKey = "_csrf";

// The secret that a request's visitor gets with the response.
const fresh = new RequestSlot<string>();

/** Reads, makes and writes the secrets of one app. */
export class CsrfSecrets {
  readonly #storage: CsrfStorage;

  constructor(storage: CsrfStorage) {
    this.#storage = storage;
  }

  /** A token for the request's visitor, who gets a secret with the response where there is none yet. */
  tokenOf(request: Request): string {
    return maskSecret(this.#find(request) ?? this.#renew(request));
  }

  /** Gives the visitor another secret, so that tokens of older pages are worth nothing. */
  rotate(request: Request): string {
    return maskSecret(this.#renew(request));
  }

  /** Why a token is refused; undefined where it is the visitor's. */
  check(request: Request, token: string | undefined): "no-cookie" | "no-token" | "wrong-token" | undefined {
    const secret = this.#find(request);
    if (secret === undefined) return "no-cookie";
    if (token === undefined || token === "") return "no-token";
    return isTokenOf(token, secret) ? undefined : "wrong-token";
  }

  /** Puts a new secret's cookie on the response, which is the visitor's alone. */
  finish(request: Request, response: Response): void {
    response.vary("Cookie");
    const secret = fresh.find(request);
    if (secret === undefined || this.#storage.kind === "session") return;
    const { cookieName, cookieAge, domain, path, secure, httpOnly, sameSite } = this.#storage;
    response.setCookie(cookieName, secret, { maxAge: cookieAge, domain, path, secure, httpOnly, sameSite });
    // A shared cache would hand one visitor's secret to the next.
    if (!response.headers.has("cache-control")) response.headers.set("Cache-Control", "private");
  }

  #find(request: Request): string | undefined {
    const renewed = fresh.find(request);
    if (renewed !== undefined) return renewed;
    if (this.#storage.kind === "session") {
      const kept = sessionOf(request).get(sessionKey);
      return typeof kept === "string" && isSecret(kept) ? kept : undefined;
    }
    // Two that differ: one was set by a sibling domain, and nothing tells which.
    const [first, ...others] = request.cookies.getAll(this.#storage.cookieName);
    if (first === undefined || !isSecret(first) || others.some((other) => other !== first)) return undefined;
    return first;
  }

  #renew(request: Request): string {
    const secret = makeSecret();
    fresh.keep(request, secret);
    if (this.#storage.kind === "session") sessionOf(request).set(sessionKey, secret);
    return secret;
  }
}

function sessionOf(request: Request): SessionLike {
  const session = (request as { readonly session?: SessionLike }).session;
  if (session !== undefined) return session;
  throw new SetupError("SECURITY_NO_SESSION", "CSRF secrets are kept in sessions, and the request has none.", {
    cure: 'Write app.use(sessions()) before app.use(security({ csrfStorage: "session" })).',
  });
}
