// Finds users in the database by what they log in with, checks their passwords, and renews old encodings.

import { LoginSession } from "../models/login-session.ts";
import type { Backend, Credentials } from "../permissions/backend.ts";
import { databasePermissions } from "../permissions/has-permission.ts";
import { type Accounts, accountsOf } from "../setup/accounts.ts";
import type { AccountInstance } from "../user/account.ts";
import { foldLogin } from "../user/login-name.ts";
import { passwordMark } from "./login-sessions.ts";

/** Options of {@link modelBackend}. */
export interface ModelBackendOptions {
  /** Whether users that are not active may log in too; they still may do nothing. @default false */
  readonly allowInactive?: boolean | undefined;
}

/** The backend of users and permissions that stand in the database. */
export function modelBackend({ allowInactive = false }: ModelBackendOptions = {}): Backend {
  return {
    ...databasePermissions,
    async authenticate(credentials, request) {
      const user = await checkPassword(accountsOf(request.app), credentials);
      return user !== undefined && (user.isActive || allowInactive) ? user : undefined;
    },
  };
}

async function checkPassword(
  accounts: Accounts,
  { login, password }: Credentials,
): Promise<AccountInstance | undefined> {
  const user = await findByLogin(accounts, login);
  if (user === undefined) {
    await accounts.passwords.spendTime(password);
    return undefined;
  }
  const { isCorrect, mustUpdate } = await accounts.passwords.check(password, user.password);
  if (!isCorrect) return undefined;
  if (mustUpdate) await renewEncoding(accounts, user, password);
  return user;
}

/** The user of this e-mail address or user name. */
export async function findByLogin(accounts: Accounts, login: string): Promise<AccountInstance | undefined> {
  const { User, loginField } = accounts;
  const name = foldLogin(loginField, login);
  if (name === "") return undefined;
  const exact = await User.objects.filter({ [loginField]: name } as never).first();
  // Rows that something else wrote may hold capitals; where several differ in them alone, none is meant.
  if (exact !== null && exact !== undefined) return exact;
  if (loginField !== "email") return undefined;
  const [only, another] = await User.objects.filter({ email__iexact: name }).limit(2);
  return another === undefined ? only : undefined;
}

// Only the encoding changes, not the password: logins go on. Where two log in at once, the first encoding stays.
async function renewEncoding(accounts: Accounts, user: AccountInstance, password: string): Promise<void> {
  const old = user.password;
  const encoded = await accounts.passwords.hash(password);
  const changed = await accounts.User.objects.filter({ pk: user.pk, password: old }).update({ password: encoded });
  if (changed === 0) {
    await user.refresh({ fields: ["password"] });
    return;
  }
  const oldMark = passwordMark(user);
  user.password = encoded;
  await LoginSession.objects
    .filter({ userId: user.pk, passwordMark: oldMark })
    .update({ passwordMark: passwordMark(user) });
}
