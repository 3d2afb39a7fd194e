// Finds who is asking: by the session's login or by an API token, once for each request and only when it is wanted.
import type { Request } from "#http";
import { RequestSlot } from "#http/internals";
import { after, type Eventually } from "#orm/internals";
import { rotateCsrfToken } from "#security";
import type { ApiToken } from "../models/api-token.ts";
import type { LoginSession } from "../models/login-session.ts";
import { accountsOf } from "../setup/accounts.ts";
import { findBearer } from "../tokens/api-tokens.ts";
import type { AccountInstance } from "../user/account.ts";
import { AnonymousUser } from "../user/anonymous-user.ts";
import { beginLogin, endLogin, endLogins, findLogin, type LoginOptions } from "./login-sessions.ts";

declare global {
  namespace Demijohn {
    /** Merge into this to type users: `interface AuthTypes { user: User }`. */
    interface AuthTypes {}
    interface RequestExtensions {
      /** Who is asking; loaded when it is first awaited. */
      readonly user: Promise<CurrentUser>;
    }
  }
}

/** The site's user: as merged into `Demijohn.AuthTypes`. */
export type SiteUser = Demijohn.AuthTypes extends { user: infer User } ? User : AccountInstance;

/** Who is asking: a user, or nobody that is known. `isAuthenticated` tells which. */
export type CurrentUser = SiteUser | AnonymousUser;

/** How a request proves who asks. */
export interface CurrentLogin {
  readonly user: CurrentUser;
  /** The login of the browser, if there is one. */
  readonly login: LoginSession | undefined;
  /** The API token, if one was sent. */
  readonly token: ApiToken | undefined;
}

const known = new RequestSlot<Eventually<CurrentLogin>>();

/** Who is asking, and how that is known. */
export async function loginOf(request: Request): Promise<CurrentLogin> {
  return find(request);
}

/** Who is asking. The same as `request.user`. */
export async function currentUser(request: Request): Promise<CurrentUser> {
  const found = find(request);
  return found instanceof Promise ? (await found).user : found.user;
}

// Every request of somebody who is logged in comes here: as few promises as can be.
function find(request: Request): Eventually<CurrentLogin> {
  let found = known.find(request);
  if (found === undefined) {
    found = request.header("authorization") === undefined ? findByLogin(request) : findByBearer(request);
    known.keep(request, found);
  }
  return found;
}

async function findByBearer(request: Request): Promise<CurrentLogin> {
  const bearer = await findBearer(request);
  if (bearer === undefined) return findByLogin(request);
  return { user: bearer.user as never, login: undefined, token: bearer.token };
}

function findByLogin(request: Request): Eventually<CurrentLogin> {
  return after(findLogin(request), (found) =>
    found === undefined ? nobody() : { user: found.user as never, login: found.login, token: undefined },
  );
}

function nobody(): CurrentLogin {
  return { user: new AnonymousUser(), login: undefined, token: undefined };
}

/**
 * Logs a user in: for handlers of one's own, once it is proved who it is.
 *
 * The session gets a new id. Whoever was logged in before in this browser is logged out.
 *
 * @throws AuthError `AUTH_NOT_USED`
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { auth, logIn, userClass } from "demijohn/auth";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(auth());
 * app.post("/enter", async (request) => {
 *   await logIn(request, await userClass().objects.get({ email: "ada@example.org" }));
 *   return "Welcome.";
 * });
 * ```
 */
export async function logIn(request: Request, user: object, options: LoginOptions = {}): Promise<LoginSession> {
  const accounts = accountsOf(request.app);
  const account = user as unknown as AccountInstance;
  const login = await beginLogin(request, account, options);
  rotateCsrfToken(request);
  const lastLogin = accounts.date();
  await accounts.User.objects.filter({ pk: account.pk }).update({ lastLogin });
  account.lastLogin = lastLogin;
  known.keep(request, { user: account as never, login, token: undefined });
  await accounts.record("logged-in", {
    user: account,
    request,
    details: { method: login.method, remembered: login.remembered },
  });
  return login;
}

/** Logs the browser out, and forgets what its session held. */
export async function logOut(request: Request): Promise<void> {
  const accounts = accountsOf(request.app);
  const { user } = await loginOf(request);
  await endLogin(request);
  forgetSession(request);
  known.keep(request, nobody());
  if (user.isAuthenticated) await accounts.record("logged-out", { user: user as unknown as AccountInstance, request });
}

/** Logs a user out of all browsers, but this one if asked to; returns of how many. */
export async function logOutEverywhere(
  request: Request,
  { keepThis = false }: { readonly keepThis?: boolean | undefined } = {},
): Promise<number> {
  const accounts = accountsOf(request.app);
  const { user, login } = await loginOf(request);
  if (!user.isAuthenticated) return 0;
  const ended = await endLogins(user as unknown as AccountInstance, keepThis ? login : undefined);
  await accounts.record("logged-out-everywhere", {
    user: user as unknown as AccountInstance,
    request,
    details: { ended },
  });
  if (!keepThis) {
    forgetSession(request);
    known.keep(request, nobody());
  }
  return ended;
}

function forgetSession(request: Request): void {
  request.session.clear();
  request.session.rotate();
  rotateCsrfToken(request);
}
