// Makes API tokens and finds the user whom a request's `Authorization: Bearer` names (RFC 6750).
import { type Request, Unauthorized } from "#http";
import { ApiToken } from "../models/api-token.ts";
import { accountsOf } from "../setup/accounts.ts";
import type { AccountInstance } from "../user/account.ts";
import { digestOf, makeSecret } from "./digest.ts";

/** A new API token. */
export interface ApiTokenOptions {
  /** What its owner calls it. */
  readonly name: string;
  /** What it may be used for; any if empty. @default [] */
  readonly scopes?: readonly string[] | undefined;
  /** When it ends; never if not given. */
  readonly expiresAt?: Date | undefined;
}

// Scanners of leaked secrets know a token by its beginning.
const prefix = "djt_";

/** Makes an API token for a user. Its text is shown once: the table holds its digest. */
export async function createApiToken(
  user: object,
  { name, scopes = [], expiresAt }: ApiTokenOptions,
): Promise<{ readonly text: string; readonly token: ApiToken }> {
  const text = prefix + makeSecret();
  const token = await ApiToken.objects.create({
    user: user as unknown as AccountInstance,
    name: name.slice(0, 100),
    digest: digestOf("api-token", text),
    scopes,
    createdAt: new Date(),
    expiresAt: expiresAt ?? null,
  });
  return { text, token };
}

/** Finds the token and user of a request; undefined where it brings none. @throws Unauthorized for one that is not good. */
export async function findBearer(
  request: Request,
): Promise<{ readonly user: AccountInstance; readonly token: ApiToken } | undefined> {
  const header = request.header("authorization");
  if (header === undefined || !/^bearer /i.test(header)) return undefined;
  const text = header.slice(7).trim();
  if (!text.startsWith(prefix)) throw badToken();
  const accounts = accountsOf(request.app);
  const now = accounts.date();
  const token = await ApiToken.objects
    .selectRelated("user")
    .filter({ digest: digestOf("api-token", text) })
    .first();
  if (token === null || token === undefined) throw badToken();
  const { user } = token as { user: AccountInstance };
  if ((token.expiresAt !== null && token.expiresAt <= now) || !user.isActive) throw badToken();
  if (token.usedAt === null || now.getTime() - token.usedAt.getTime() > 60_000)
    await ApiToken.objects.filter({ pk: token.pk }).update({ usedAt: now });
  return { user, token };
}

/** Whether a token may be used for something. */
export function hasScope(token: Pick<ApiToken, "scopes">, scope: string): boolean {
  return token.scopes.length === 0 || token.scopes.includes(scope);
}

function badToken(): Unauthorized {
  return new Unauthorized("The token is not valid, or not any more.", {
    challenges: ['Bearer realm="api", error="invalid_token"'],
  });
}
