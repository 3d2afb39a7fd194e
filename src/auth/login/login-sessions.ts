// Begins, finds and ends logins: a row for each browser, whose key stands in the browser's session.
import type { Request } from "#http";
import { after, type Eventually, findOne } from "#orm/internals";
import { LoginSession } from "../models/login-session.ts";
import { type Accounts, accountsOf } from "../setup/accounts.ts";
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

// What was digested lately, and comes again with each request of the same browser: digests by key, and the password's encoding
// by its mark. Whether a login was ended or a password changed is seen from the rows alone.
const mostRemembered = 1000;
const digests = new Map<string, string>();
const encodings = new Map<string, string>();

function remember(map: Map<string, string>, key: string, value: string): string {
  if (map.size >= mostRemembered) map.delete(map.keys().next().value!);
  map.set(key, value);
  return value;
}

function isMarkOf(mark: string, user: AccountInstance): boolean {
  if (encodings.get(mark) === user.password) return true;
  if (mark !== passwordMark(user)) return false;
  remember(encodings, mark, user.password);
  return true;
}

/**
 * Finds the login of a request with its user, in one query; none is asked where the session knows of no login.
 *
 * Every request of somebody who is logged in comes here: without a promise where the database answers at once.
 */
export function findLogin(request: Request): Eventually<FoundLogin | undefined> {
  const key = request.session.get("_login");
  if (typeof key !== "string") return undefined;
  // The same query set each time, so that it keeps its statement.
  loginsWithUsers ??= LoginSession.objects.selectRelated("user");
  const digest = digests.get(key) ?? remember(digests, key, digestOf(key));
  return after(findOne(loginsWithUsers, { digest }), (login) =>
    login === undefined ? undefined : checkLogin(login, accountsOf(request.app)),
  );
}

function checkLogin(login: LoginSession, accounts: Accounts): Eventually<FoundLogin | undefined> {
  const now = accounts.now();
  if (login.endsAt.getTime() <= now) return undefined;
  const { user } = login as { user: AccountInstance };
  const { idleTime } = accounts.settings;
  const age = now - login.seenAt.getTime();
  const isIdle = !login.remembered && age > idleTime * 1000;
  if (isIdle || !user.isActive || !isMarkOf(login.passwordMark, user)) return forget(login);
  // The time of last use is written now and then, not with each request.
  if (age >= Math.min(300_000, idleTime * 100)) return noteUse({ login, user }, new Date(now));
  return { login, user };
}

async function forget(login: LoginSession): Promise<undefined> {
  await LoginSession.objects.filter({ pk: login.pk }).delete();
}

async function noteUse(found: FoundLogin, now: Date): Promise<FoundLogin> {
  const { login } = found;
  login.seenAt = now;
  await LoginSession.objects.filter({ pk: login.pk }).update({ seenAt: now });
  return found;
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
