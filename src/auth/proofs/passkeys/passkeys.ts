// Adds passkeys and logs in with them (WebAuthn level 3), by the package @simplewebauthn/server.
import type { Request } from "#http";
import { SetupError } from "#kernel";
import type { OneTimeToken } from "../../models/one-time-token.ts";
import { Passkey } from "../../models/passkey.ts";
import { type Accounts, accountsOf } from "../../setup/accounts.ts";
import { createToken, findToken, useToken } from "../../tokens/one-time-tokens.ts";
import type { AccountInstance } from "../../user/account.ts";
import { loginNameOf } from "../../user/login-name.ts";

declare global {
  namespace Demijohn {
    interface SessionData {
      /** The token of the challenge that the browser was given last. */
      _passkey: string;
    }
  }
}

type Library = typeof import("@simplewebauthn/server");

const challengeSeconds = 300;
// EdDSA, ES256 and RS256: what authenticators have. Left out, the library tries the platform for newer ones, which warns.
const algorithms = [-8, -7, -257];

async function loadLibrary(): Promise<Library> {
  try {
    return await import("@simplewebauthn/server");
  } catch (cause) {
    throw new SetupError(
      "AUTH_NO_WEBAUTHN",
      "Passkeys need the package @simplewebauthn/server, which is not installed.",
      {
        cure: "Run npm install @simplewebauthn/server, or leave passkeys: true out.",
        cause,
      },
    );
  }
}

/** What the browser needs to make a passkey for a user. */
export async function registrationOptions(request: Request, user: AccountInstance): Promise<object> {
  const accounts = accountsOf(request.app);
  const { generateRegistrationOptions } = await loadLibrary();
  const present = await Passkey.objects.filter({ userId: user.pk });
  const name = loginNameOf(user, accounts.loginField);
  const options = await generateRegistrationOptions({
    rpName: accounts.siteName,
    rpID: hostOf(accounts, request),
    // Not the e-mail address: authenticators may show it, and it may change.
    userID: new TextEncoder().encode(`user:${user.pk}`),
    userName: name,
    userDisplayName: String((user as { displayName?: string }).displayName ?? name),
    attestationType: "none",
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: present.map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await keepChallenge(request, options.challenge, String(user.pk));
  return options;
}

/** Keeps the passkey that a browser made; undefined where its answer is not good. */
export async function addPasskey(
  request: Request,
  user: AccountInstance,
  answer: unknown,
  name: string,
): Promise<Passkey | undefined> {
  const accounts = accountsOf(request.app);
  const { verifyRegistrationResponse } = await loadLibrary();
  const challenge = await takeChallenge(request, String(user.pk));
  if (challenge === undefined) return undefined;
  let found: Awaited<ReturnType<Library["verifyRegistrationResponse"]>>;
  try {
    found = await verifyRegistrationResponse({
      response: answer as never,
      expectedChallenge: challenge,
      expectedOrigin: accounts.originOf(request),
      expectedRPID: hostOf(accounts, request),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
  } catch {
    return undefined;
  }
  if (!found.verified || found.registrationInfo === undefined) return undefined;
  const { id, publicKey, counter, transports } = found.registrationInfo.credential;
  if (await Passkey.objects.filter({ credentialId: id }).exists()) return undefined;
  return Passkey.objects.create({
    user,
    credentialId: id,
    publicKey: new Uint8Array(publicKey),
    counter: BigInt(counter),
    transports: transports ?? [],
    name: name.trim().slice(0, 100) || "Passkey",
    createdAt: accounts.date(),
  });
}

/** What the browser needs to log in with whichever passkey it has for the site. */
export async function loginOptions(request: Request): Promise<object> {
  const accounts = accountsOf(request.app);
  const { generateAuthenticationOptions } = await loadLibrary();
  const options = await generateAuthenticationOptions({
    rpID: hostOf(accounts, request),
    userVerification: "required",
  });
  await keepChallenge(request, options.challenge, "");
  return options;
}

/** The user whose passkey signed the challenge; undefined for an answer that is not good. */
export async function checkPasskey(
  request: Request,
  answer: unknown,
): Promise<{ readonly user: AccountInstance; readonly passkey: Passkey } | undefined> {
  const accounts = accountsOf(request.app);
  const { verifyAuthenticationResponse } = await loadLibrary();
  const challenge = await takeChallenge(request, "");
  const id = (answer as { id?: unknown } | null)?.id;
  if (challenge === undefined || typeof id !== "string") return undefined;
  const passkey = await Passkey.objects.selectRelated("user").filter({ credentialId: id }).first();
  if (passkey === null || passkey === undefined) return undefined;
  const { user } = passkey as { user: AccountInstance };
  const counter = Number(passkey.counter);
  let found: Awaited<ReturnType<Library["verifyAuthenticationResponse"]>>;
  try {
    found = await verifyAuthenticationResponse({
      response: answer as never,
      expectedChallenge: challenge,
      expectedOrigin: accounts.originOf(request),
      expectedRPID: hostOf(accounts, request),
      credential: {
        id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter,
        transports: passkey.transports as never,
      },
      requireUserVerification: true,
    });
  } catch {
    return undefined;
  }
  if (!found.verified || !user.isActive) return undefined;
  await Passkey.objects
    .filter({ pk: passkey.pk })
    .update({ counter: BigInt(found.authenticationInfo.newCounter), usedAt: accounts.date() });
  return { user, passkey };
}

// A challenge works once: it stands in the database, and the browser's session holds the token that it is found by.
async function keepChallenge(request: Request, challenge: string, subject: string): Promise<void> {
  const expiresAt = accountsOf(request.app).date(challengeSeconds);
  request.session.set("_passkey", await createToken({ purpose: "passkey", subject, data: { challenge }, expiresAt }));
}

async function takeChallenge(request: Request, subject: string): Promise<string | undefined> {
  const text = request.session.pop("_passkey");
  if (typeof text !== "string") return undefined;
  const token: OneTimeToken | undefined = await findToken("passkey", text, accountsOf(request.app).date());
  if (token === undefined || token.subject !== subject || !(await useToken(token))) return undefined;
  return String(token.data["challenge"]);
}

function hostOf(accounts: Accounts, request: Request): string {
  return new URL(accounts.originOf(request)).hostname;
}
