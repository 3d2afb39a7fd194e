// Ends a login whose first proof was right: asks for a one-time code where the user has an app for them, or logs in.
import type { Reply } from "#app";
import { type Request, redirect } from "#http";
import { logIn } from "../login/current-user.ts";
import { passwordMark } from "../login/login-sessions.ts";
import { safeNext } from "../login/safe-next.ts";
import { usesCodes } from "../proofs/totp/second-factor.ts";
import { accountsOf } from "../setup/accounts.ts";
import { createToken } from "../tokens/one-time-tokens.ts";
import type { AccountInstance } from "../user/account.ts";

/** What is known of a login that is about to begin. */
export interface FirstProof {
  readonly user: AccountInstance;
  readonly method: string;
  readonly remember: boolean;
  readonly next: string;
  /** Whether the proof was of two kinds already, as a passkey is. */
  readonly isStrong?: boolean | undefined;
}

// To open an app and type six digits.
const secondsForCode = 600;

/** Answers with the page that comes next, as an address. */
export async function finishLogin(
  request: Request,
  { user, method, remember, next, isStrong = false }: FirstProof,
): Promise<string> {
  const accounts = accountsOf(request.app);
  if (!isStrong && accounts.options.codes !== false && (await usesCodes(user))) {
    const data = { method, remember, next, mark: passwordMark(user) };
    const expiresAt = accounts.date(secondsForCode);
    request.session.set(
      "_step",
      await createToken({ purpose: "login-step", subject: String(user.pk), data, expiresAt }),
    );
    return request.urlFor("auth.code");
  }
  await logIn(request, user, { method, remember });
  return nextPage(request, next);
}

/** Where a login leads: to the page that was wanted, or the setting `loginRedirect`. */
export function nextPage(request: Request, next: string): string {
  return safeNext(next) ?? accountsOf(request.app).settings.loginRedirect;
}

/** The address that a page was given to go on to, or an empty text. */
export function nextOf(request: Request): string {
  return safeNext(request.query.get("next")) ?? "";
}

/** Redirects to where a login leads. */
export async function toNext(request: Request, proof: FirstProof): Promise<Reply> {
  return redirect(await finishLogin(request, proof));
}
