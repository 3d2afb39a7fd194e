// Adds, checks and removes a user's app for one-time codes, and the recovery codes that stand in for it.
import { atomic } from "#orm";
import { countAttempt, forgetAttempts } from "../../login/attempts.ts";
import { RecoveryCode } from "../../models/recovery-code.ts";
import { TotpDevice } from "../../models/totp-device.ts";
import type { Accounts } from "../../setup/accounts.ts";
import { digestOf } from "../../tokens/digest.ts";
import type { AccountInstance } from "../../user/account.ts";
import { findTotpStep, fromBase32, makeTotpSecret, toBase32 } from "./totp.ts";

const recoveryCodes = 10;
// No letters and digits that look alike.
const recoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** Whether a user has to give a code at each login. */
export function usesCodes(user: AccountInstance): Promise<boolean> {
  return TotpDevice.objects.filter({ userId: user.pk, confirmedAt__isnull: false }).exists();
}

/** Begins to add an app: returns the secret that it has to be given. Until a code of it came back, nothing changes. */
export async function beginCodes(accounts: Accounts, user: AccountInstance): Promise<Uint8Array> {
  const device = await TotpDevice.objects.filter({ userId: user.pk }).first();
  if (device !== null && device !== undefined) {
    if (device.confirmedAt === null) return fromBase32(accounts.encryptor.decrypt(device.secret));
    await TotpDevice.objects.filter({ pk: device.pk, confirmedAt__isnull: true }).delete();
  }
  const secret = makeTotpSecret();
  await TotpDevice.objects.create({ user, secret: accounts.encryptor.encrypt(toBase32(secret)) });
  return secret;
}

/** Ends adding an app with a code of it; returns the recovery codes, or undefined for a wrong code. */
export async function confirmCodes(
  accounts: Accounts,
  user: AccountInstance,
  code: string,
): Promise<readonly string[] | undefined> {
  const device = await TotpDevice.objects.filter({ userId: user.pk, confirmedAt__isnull: true }).first();
  if (device === null || device === undefined || !(await mayTry(accounts, user))) return undefined;
  const step = findTotpStep(fromBase32(accounts.encryptor.decrypt(device.secret)), code, accounts.now());
  if (step === undefined) return undefined;
  const confirmed = TotpDevice.objects.filter({ pk: device.pk, confirmedAt__isnull: true });
  if ((await confirmed.update({ confirmedAt: accounts.date(), lastStep: step })) === 0) return undefined;
  await forgetTries(user);
  return renewRecoveryCodes(user);
}

/** What a code was. */
export type CodeOutcome = "app" | "recovery" | "wrong" | "locked";

/**
 * Checks a code of the app, or a recovery code, and uses it up: no code works twice, also not for two who come at once.
 */
export async function checkCode(accounts: Accounts, user: AccountInstance, code: string): Promise<CodeOutcome> {
  if (!(await mayTry(accounts, user))) return "locked";
  const outcome = (await useAppCode(accounts, user, code))
    ? "app"
    : (await useRecoveryCode(user, code))
      ? "recovery"
      : "wrong";
  if (outcome !== "wrong") await forgetTries(user);
  return outcome;
}

async function useAppCode(accounts: Accounts, user: AccountInstance, code: string): Promise<boolean> {
  const device = await TotpDevice.objects.filter({ userId: user.pk, confirmedAt__isnull: false }).first();
  if (device === null || device === undefined) return false;
  const step = findTotpStep(fromBase32(accounts.encryptor.decrypt(device.secret)), code, accounts.now());
  if (step === undefined) return false;
  return (await TotpDevice.objects.filter({ pk: device.pk, lastStep__lt: step }).update({ lastStep: step })) === 1;
}

async function useRecoveryCode(user: AccountInstance, code: string): Promise<boolean> {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (plain.length !== 12) return false;
  const { total } = await RecoveryCode.objects
    .filter({ userId: user.pk, digest: recoveryDigest(user, plain) })
    .delete();
  return total === 1;
}

/** Makes ten new recovery codes; the ones before are worth nothing any more. */
export async function renewRecoveryCodes(user: AccountInstance): Promise<readonly string[]> {
  const { randomInt } = process.getBuiltinModule("node:crypto");
  const make = (): string =>
    Array.from({ length: 12 }, () => recoveryAlphabet[randomInt(recoveryAlphabet.length)]).join("");
  const codes = Array.from({ length: recoveryCodes }, make);
  await atomic(async () => {
    await RecoveryCode.objects.filter({ userId: user.pk }).delete();
    for (const code of codes) await RecoveryCode.objects.create({ user, digest: recoveryDigest(user, code) });
  });
  return codes.map((code) => `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`);
}

/** How many recovery codes a user has left. */
export function countRecoveryCodes(user: AccountInstance): Promise<number> {
  return RecoveryCode.objects.filter({ userId: user.pk }).count();
}

/** Takes the app and all recovery codes away from a user. */
export async function removeCodes(user: AccountInstance): Promise<void> {
  await atomic(async () => {
    await RecoveryCode.objects.filter({ userId: user.pk }).delete();
    await TotpDevice.objects.filter({ userId: user.pk }).delete();
  });
}

// Twelve letters of 31 are 59 bits: a plain digest with the user's key is enough, and nobody can look it up elsewhere.
function recoveryDigest(user: AccountInstance, code: string): string {
  return digestOf("recovery", String(user.pk), code);
}

async function mayTry(accounts: Accounts, user: AccountInstance): Promise<boolean> {
  const { settings } = accounts;
  const key = { of: ["code", String(user.pk)], limit: settings.maxFailures, seconds: settings.lockTime };
  return (await countAttempt(key, accounts.date())).isAllowed;
}

function forgetTries(user: AccountInstance): Promise<void> {
  return forgetAttempts(["code", String(user.pk)]);
}
