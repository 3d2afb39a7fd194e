// Defines what a password rule is, and runs several over one password.

/** What a rule may compare the password with: the values of the user's own fields. */
export type UserFacts = Readonly<Record<string, unknown>>;

/** One demand on new passwords. */
export interface PasswordRule {
  /** What people read beside the field. */
  readonly help: string;
  /** Returns what is wrong with a password, if something is. */
  check(password: string, user: UserFacts): string | undefined | Promise<string | undefined>;
  /** Told of each password that was set, for rules that remember. */
  changed?(password: string, user: UserFacts): void | Promise<void>;
}

/**
 * Returns all that is wrong with a new password, in the order of the rules.
 *
 * @example
 * ```ts
 * import { checkPasswordRules, defaultPasswordRules } from "demijohn/auth";
 * console.log(await checkPasswordRules("12345", {}, defaultPasswordRules()));
 * // [
 * //   "This password is too short. It needs at least 8 characters.",
 * //   "This password is among those that are tried first.",
 * //   "This password has digits only."
 * // ]
 * ```
 */
export async function checkPasswordRules(
  password: string,
  user: UserFacts,
  rules: readonly PasswordRule[],
): Promise<string[]> {
  const faults: string[] = [];
  for (const rule of rules) {
    const fault = await rule.check(password, user);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}
