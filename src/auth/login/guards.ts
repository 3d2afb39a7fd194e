// Makes middleware that lets only some people pass: who is logged in, may do something, or proved lately who they are.
import type { Handler, Middleware, Reply } from "#app";
import { Forbidden, HttpError, type Request, redirect, Unauthorized } from "#http";
import { accountsOf } from "../setup/accounts.ts";
import { hasScope } from "../tokens/api-tokens.ts";
import { type CurrentUser, currentUser, loginOf, type SiteUser } from "./current-user.ts";

/** Thrown by {@link requireUser} for nobody. The app answers with the way to the login page. */
export class LoginRequired extends HttpError {
  constructor() {
    super(401, "You need to log in first.", { code: "AUTH_LOGIN_REQUIRED" });
  }
}

/** Returns who is logged in. @throws LoginRequired for nobody. */
export async function requireUser(request: Request): Promise<SiteUser> {
  const user = await currentUser(request);
  if (!user.isAuthenticated) throw new LoginRequired();
  return user as SiteUser;
}

/** Options of the guards. */
export interface GuardOptions {
  /** Where to send who is not logged in, instead of the login page: a route's name. */
  readonly loginRoute?: string | undefined;
}

/**
 * Lets only those pass who are logged in. Others are sent to the login page and come back after it; programs get 401.
 *
 * @example
 * ```ts
 * import { App, Blueprint } from "demijohn";
 * import { auth, loginRequired } from "demijohn/auth";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(auth());
 * const members = new Blueprint("members", { prefix: "/members" });
 * members.use(loginRequired());
 * members.get("/", async (request) => `Hello, ${(await request.user).displayName}.`);
 * app.use(members);
 * console.log((await app.request("/members/")).headers.get("location")); // /accounts/login?next=/members/
 * ```
 */
export function loginRequired(options: GuardOptions = {}): Middleware {
  return userPasses((user) => user.isAuthenticated, options);
}

/** Lets only those pass whom a function admits. Who is not logged in is sent to the login page, others get 403. */
export function userPasses(
  test: (user: CurrentUser, request: Request) => boolean | Promise<boolean>,
  options: GuardOptions = {},
): Middleware {
  return async function guard(request, next): Promise<Reply> {
    const user = await currentUser(request);
    if (await test(user, request)) return next();
    if (!user.isAuthenticated) return loginNeeded(request, options.loginRoute);
    throw new Forbidden();
  };
}

/** Lets only those pass who have all these permissions. */
export function permissionRequired(...codenames: readonly string[]): Middleware {
  return userPasses((user) => user.hasPermissions(codenames));
}

/** Lets only those pass who proved lately who they are. The setting `freshTime` says how lately; others are asked anew. */
export function freshLoginRequired(): Middleware {
  return async function freshGuard(request, next): Promise<Reply> {
    const { user, login } = await loginOf(request);
    if (!user.isAuthenticated) return loginNeeded(request);
    if (login !== undefined && isFresh(request, login.freshAt)) return next();
    if (wantsPage(request)) return redirect(request.urlFor("auth.confirm", nextOf(request)));
    throw new Forbidden("Confirm your login first.", { code: "AUTH_NOT_FRESH" });
  };
}

/** Whether a login was proved lately enough. */
export function isFresh(request: Request, freshAt: Date): boolean {
  const accounts = accountsOf(request.app);
  return accounts.now() - freshAt.getTime() <= accounts.settings.freshTime * 1000;
}

/** Lets API tokens pass that have a scope. People in browsers pass without one. */
export function scopeRequired(...scopes: readonly string[]): Middleware {
  return async function scopeGuard(request, next): Promise<Reply> {
    const { user, token } = await loginOf(request);
    if (!user.isAuthenticated) return loginNeeded(request);
    const missing = token === undefined ? undefined : scopes.find((scope) => !hasScope(token, scope));
    if (missing === undefined) return next();
    throw new Forbidden(`The token has not the scope "${missing}".`, {
      headers: [["WWW-Authenticate", `Bearer error="insufficient_scope", scope="${scopes.join(" ")}"`]],
    });
  };
}

/** The answer to who has to log in: the way to the login page, or 401 for programs. */
export function loginNeeded(request: Request, loginRoute?: string): Reply {
  const { options } = accountsOf(request.app);
  if (wantsPage(request) && (options.pages !== false || loginRoute !== undefined))
    return redirect(request.urlFor(loginRoute ?? "auth.login", nextOf(request)));
  throw new Unauthorized("You need to log in first.", {
    code: "AUTH_LOGIN_REQUIRED",
    challenges: ['Bearer realm="api"'],
  });
}

// A page that was asked for can be asked for again; what was sent with another method cannot.
function nextOf(request: Request): Record<string, string> {
  return request.method === "GET" || request.method === "HEAD" ? { next: fullAddress(request) } : {};
}

function fullAddress(request: Request): string {
  return request.queryString === "" ? request.rawPath : `${request.rawPath}?${request.queryString}`;
}

function wantsPage(request: Request): boolean {
  if (request.header("authorization") !== undefined) return false;
  return request.accepts("text/html", "application/json") !== "application/json" && !request.isJson;
}

const openHandlers = new WeakSet<object>();

/** Marks a handler as one that needs no login, where every route asks for one. */
export function loginNotRequired<H extends Handler<never>>(handler: H): H {
  openHandlers.add(handler);
  return handler;
}

/** Asks for a login on every route but the marked ones, those named in `open`, and the pages for logging in. */
export function loginByDefault(open: readonly string[]): Middleware {
  const names = open.map((name) => new RegExp(`^${name.split("*").map(escapePattern).join(".*")}$`));
  const guard = loginRequired();
  return function loginEverywhere(request, next): Reply | Promise<Reply> {
    const { route } = request;
    // What is not found tells nothing, and static files are for the login page too.
    if (route === undefined || names.some((name) => name.test(route.name))) return next();
    if (route.handler !== undefined && openHandlers.has(route.handler)) return next();
    return guard(request, next);
  };
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
