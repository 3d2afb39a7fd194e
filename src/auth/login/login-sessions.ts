// Begins, finds and ends logins: a row for each browser, whose key stands in the browser's session.
import type { Request } from "#http";
import { LoginSession } from "../models/login-session.ts";
import { accountsOf } from "../setup/accounts.ts";
import { digestOf, makeSecret } from "../tokens/digest.ts";
import type { AccountInstance } from "../user/account.ts";

declare global {
  namespace Demijohn {
    interface SessionData {
      /** The key of the login, whose digest is in the database. */
      _login: string;
      /** Where a login stands that waits for its second step. */
      _step: string;
    }
  }
}

/** How a login came about. */
export interface LoginOptions {
  /** Whether the browser stays logged in when it is closed. */
  readonly remember?: boolean | undefined;
  /** What proved who it is: `password`, `passkey`, the name of a backend or provider. */
  readonly method?: string | undefined;
}

/** A login as found: the row, and its user. */
export interface FoundLogin {
  readonly login: LoginSession;
  readonly user: AccountInstance;
}

/** A mark of a password's encoding, by which a login knows that it was not changed. */
export function passwordMark(user: { readonly password: string }): string {
  return digestOf("password-mark", user.password);
}

/**
 * Begins a login.
 *
 * Security: the session gets a new id and forgets everything of whoever was logged in before, so that a session which
 * somebody else prepared is worth nothing.
 */
export async function beginLogin(
  request: Request,
  user: AccountInstance,
  options: LoginOptions = {},
): Promise<LoginSession> {
  const accounts = accountsOf(request.app);
  const { session } = request;
  if (session.has("_login")) {
    await endLogin(request);
    session.clear();
  }
  session.delete("_step");
  session.rotate();
  const key = makeSecret();
  const { rememberTime, loginTime } = accounts.settings;
  const remembered = options.remember === true;
  const now = accounts.date();
  const login = await LoginSession.objects.create({
    digest: digestOf(key),
    user,
    passwordMark: passwordMark(user),
    method: (options.method ?? "password").slice(0, 40),
    remembered,
    createdAt: now,
    freshAt: now,
    seenAt: now,
    endsAt: accounts.date(remembered ? rememberTime : loginTime),
    address: request.remoteAddress.slice(0, 64),
    agent: (request.header("user-agent") ?? "").slice(0, 255),
  });
  session.set("_login", key);
  session.permanent = remembered;
  return login;
}

let loginsWithUsers: typeof LoginSession.objects | undefined;

/** Finds the login of a request with its user, in one query; none is asked where the session knows of no login. */
export async function findLogin(request: Request): Promise<FoundLogin | undefined> {
  const key = request.session.get("_login");
  if (typeof key !== "string") return undefined;
  const accounts = accountsOf(request.app);
  const now = accounts.date();
  // The same query set each time, so that it keeps its statement.
  loginsWithUsers ??= LoginSession.objects.selectRelated("user");
  let login: LoginSession;
  try {
    login = await loginsWithUsers.get({ digest: digestOf(key) });
  } catch (error) {
    if (error instanceof LoginSession.DoesNotExist) return undefined;
    throw error;
  }
  if (login.endsAt <= now) return undefined;
  const { user } = login as { user: AccountInstance };
  const isIdle = !login.remembered && now.getTime() - login.seenAt.getTime() > accounts.settings.idleTime * 1000;
  if (isIdle || !user.isActive || login.passwordMark !== passwordMark(user)) {
    await LoginSession.objects.filter({ pk: login.pk }).delete();
    return undefined;
  }
  // The time of last use is written now and then, not with each request.
  const age = now.getTime() - login.seenAt.getTime();
  if (age >= Math.min(300_000, accounts.settings.idleTime * 100)) await noteUse(login, now);
  return { login, user };
}

async function noteUse(login: LoginSession, now: Date): Promise<void> {
  login.seenAt = now;
  await LoginSession.objects.filter({ pk: login.pk }).update({ seenAt: now });
}

/** Ends the login of a request's browser; the user stays known for this request to nobody. */
export async function endLogin(request: Request): Promise<void> {
  const key = request.session.get("_login");
  if (typeof key === "string") await LoginSession.objects.filter({ digest: digestOf(key) }).delete();
}

/** Ends all logins of a user, but the one that is kept if it is given. */
export async function endLogins(user: AccountInstance, keep?: LoginSession): Promise<number> {
  const all = LoginSession.objects.filter({ user } as never);
  const { total } = await (keep === undefined ? all : all.exclude({ pk: keep.pk })).delete();
  return total;
}
