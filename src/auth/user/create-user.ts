// Makes users in code: for commands, tests and handlers of a site's own.
import { preSave, ValidationError } from "#orm";
import { findMeta } from "#orm/internals";
import { checkPasswordRules, type PasswordRule } from "../passwords/rules/password-rule.ts";
import type { AccountInstance, AccountModel } from "./account.ts";
import { foldEmail, foldLogin } from "./login-name.ts";

/** What a new user gets; the model's own fields may stand beside these. */
export interface NewUser {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  /** Without one, the user cannot log in by password. */
  readonly password?: string | undefined;
  readonly [field: string]: unknown;
}

/**
 * Makes a user: names are folded, the password is hashed, the fields are checked.
 *
 * @throws ValidationError with what is wrong, also where somebody else has the e-mail address or user name.
 * @example
 * ```ts
 * import { authModels, createUser, userClass } from "demijohn/auth";
 * import { createTables, defineDatabases } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:" });
 * await createTables(authModels());
 * const ada = await createUser(userClass(), { email: " Ada@Example.org ", password: "correct horse" });
 * console.log(ada.email, await ada.checkPassword("correct horse")); // ada@example.org true
 * ```
 */
export async function createUser<Instance>(
  model: { readonly prototype: Instance; readonly modelName: string },
  { password, ...values }: NewUser,
  rules: readonly PasswordRule[] = [],
): Promise<Instance> {
  const user = new (model as unknown as AccountModel)(foldNames(values) as never) as unknown as AccountInstance;
  if (password === undefined) user.setUnusablePassword();
  else {
    const faults = await checkPasswordRules(password, values, rules);
    if (faults.length > 0) throw new ValidationError({ password: faults });
    await user.setPassword(password);
  }
  await user.fullClean();
  await user.save();
  return user as Instance;
}

function foldNames(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { email, username } = values;
  return {
    ...values,
    ...(typeof email === "string" ? { email: foldEmail(email) } : {}),
    ...(typeof username === "string" ? { username: foldLogin("username", username) } : {}),
  };
}

const folding = new WeakSet<object>();

/** Folds the e-mail address of every user that is saved, so that no two differ in capitals alone. */
export function foldOnSave(model: AccountModel): void {
  if (folding.has(model)) return;
  folding.add(model);
  if (findMeta(model)!.findColumn("username") !== undefined) return;
  preSave.connect(
    ({ instance }) => {
      const user = instance as { email?: unknown };
      if (typeof user.email === "string") user.email = foldEmail(user.email);
    },
    { model },
  );
}
