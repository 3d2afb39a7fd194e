// Makes tokens that work once and for a time, and takes them: of fifty who come at once, one is let in.
import { OneTimeToken } from "../models/one-time-token.ts";
import { digestOf, makeSecret } from "./digest.ts";

/** What a token is for; one for another purpose is not known. */
export type TokenPurpose = "sign-up" | "reset" | "passkey" | "login-step";

/** A new token. */
export interface NewToken {
  readonly purpose: TokenPurpose;
  /** Whom or what it is about: a user's key, an e-mail address. */
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly expiresAt: Date;
}

/** Keeps a token and returns its text, which is not kept. */
export async function createToken({ purpose, subject, data = {}, expiresAt }: NewToken): Promise<string> {
  const text = makeSecret();
  await OneTimeToken.objects.create({ digest: digestOf(purpose, text), purpose, subject, data, expiresAt });
  return text;
}

/** Looks at a token without using it up. */
export async function findToken(purpose: TokenPurpose, text: string, now: Date): Promise<OneTimeToken | undefined> {
  const found = OneTimeToken.objects.filter({ digest: digestOf(purpose, text), purpose, expiresAt__gt: now });
  return (await found.first()) ?? undefined;
}

/** Uses a token up; says whether it was there to be used. */
export async function useToken(token: OneTimeToken): Promise<boolean> {
  const { total } = await OneTimeToken.objects.filter({ pk: token.pk }).delete();
  return total === 1;
}

/** Makes all tokens of a purpose and subject useless. */
export async function dropTokens(purpose: TokenPurpose, subject: string): Promise<void> {
  await OneTimeToken.objects.filter({ purpose, subject }).delete();
}
