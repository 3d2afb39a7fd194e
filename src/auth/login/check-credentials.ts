// Decides about one attempt to log in: counts it, asks the backends, and takes the same time for users and strangers.
import type { Request } from "#http";
import { F } from "#orm";
import { Throttle } from "../models/throttle.ts";
import type { Credentials } from "../permissions/backend.ts";
import { type Accounts, accountsOf } from "../setup/accounts.ts";
import { digestOf } from "../tokens/digest.ts";
import type { AccountInstance } from "../user/account.ts";
import { foldLogin } from "../user/login-name.ts";
import { type AttemptCount, countAttempt, forgetAttempts } from "./attempts.ts";
import { findByLogin } from "./model-backend.ts";
import { sendLockNotice } from "./notices.ts";

/** What became of an attempt to log in. */
export type CredentialsOutcome =
  | { readonly kind: "correct"; readonly user: AccountInstance; readonly backend: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "locked"; readonly until: Date };

/**
 * Checks what somebody gave to log in. It logs nobody in.
 *
 * Every attempt is counted before it is made, by account and address, by account, and by address. A wrong answer tells
 * neither by text nor by time whether there is such an account, and a lock holds for accounts that do not exist too.
 */
export async function checkCredentials(request: Request, credentials: Credentials): Promise<CredentialsOutcome> {
  const accounts = accountsOf(request.app);
  const start = performance.now();
  const name = foldLogin(accounts.loginField, credentials.login);
  const until = await countLogin(accounts, request, name);
  if (until !== undefined) return { kind: "locked", until };
  for (const backend of accounts.backends) {
    const user = await backend.authenticate?.(credentials, request);
    if (user === undefined) continue;
    await forgetLogin(request, name);
    return { kind: "correct", user, backend: backend.name };
  }
  await accounts.record("login-failed", { request, details: { login: name.slice(0, 254) } });
  await spendRest(accounts, start);
  return { kind: "wrong" };
}

async function countLogin(accounts: Accounts, request: Request, name: string): Promise<Date | undefined> {
  const { lockTime: seconds, maxFailures, maxFailuresOfAccount, maxFailuresOfAddress } = accounts.settings;
  const now = accounts.date();
  const { remoteAddress } = request;
  const counts: (AttemptCount & { readonly limit: number })[] = [];
  for (const [of, limit] of [
    [["login", name, remoteAddress], maxFailures],
    [["login-account", name], maxFailuresOfAccount],
    [["login-address", remoteAddress], maxFailuresOfAddress],
  ] as const)
    counts.push({ ...(await countAttempt({ of, limit, seconds }, now)), limit });
  const refused = counts.filter(({ isAllowed }) => !isAllowed);
  if (refused.length === 0) return undefined;
  if (counts[0]!.count === counts[0]!.limit + 1 || counts[1]!.count === counts[1]!.limit + 1) {
    await accounts.record("locked-out", { request, details: { login: name.slice(0, 254) } });
    sendLockNotice(accounts, request, () => findByLogin(accounts, name));
  }
  return new Date(Math.max(...refused.map(({ endsAt }) => endsAt.getTime())));
}

async function forgetLogin({ remoteAddress }: Request, name: string): Promise<void> {
  await forgetAttempts(["login", name, remoteAddress]);
  await forgetAttempts(["login-account", name]);
  // Many people may share an address: who logs in correctly does not count, whoever else fails goes on counting.
  const key = digestOf("login-address", remoteAddress);
  await Throttle.objects.filter({ key, count__gt: 0 }).update({ count: F("count").sub(1) } as never);
}

const slowest = new WeakMap<Accounts, number>();

// Old encodings may take longer to check than the one that strangers are measured by: a wrong attempt ends no sooner than
// the slowest that was seen lately.
async function spendRest(accounts: Accounts, start: number): Promise<void> {
  const taken = performance.now() - start;
  const target = Math.min(2000, Math.max(taken, (slowest.get(accounts) ?? 0) * 0.98));
  slowest.set(accounts, target);
  if (target > taken) await new Promise((resolve) => setTimeout(resolve, target - taken));
}
