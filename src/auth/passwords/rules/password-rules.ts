// Makes the rules for new passwords: length, likeness to the user's own data, common ones, digits alone, known leaks.
import { isCommonPassword } from "./common-passwords.ts";
import type { PasswordRule } from "./password-rule.ts";
import { similarity } from "./similarity.ts";

/** Asks for a number of characters, counted as people count them. */
export function minimumLength(length = 8): PasswordRule {
  return {
    help: `Your password needs at least ${length} characters.`,
    check: (password) =>
      [...password].length < length ? `This password is too short. It needs at least ${length} characters.` : undefined,
  };
}

/** Options of {@link notSimilarToUser}. */
export interface SimilarityOptions {
  /** The fields that are compared. @default ["email", "name", "username", "firstName", "lastName"] */
  readonly fields?: readonly string[] | undefined;
  /** From this likeness on, 0.1 to 1, a password is refused. @default 0.7 */
  readonly limit?: number | undefined;
}

/** Refuses passwords that are like one of the user's own values, or a part of one. */
export function notSimilarToUser({
  fields = ["email", "name", "username", "firstName", "lastName"],
  limit = 0.7,
}: SimilarityOptions = {}): PasswordRule {
  return {
    help: "Your password must not be much like your other data.",
    check(password, user) {
      const lower = password.toLowerCase();
      for (const field of fields) {
        const value = user[field];
        if (typeof value !== "string" || value === "") continue;
        const whole = value.toLowerCase();
        const parts = [whole, ...whole.split(/[^\p{L}\p{N}_]+/u)];
        if (parts.some((part) => part !== "" && similarity(lower, part) >= limit))
          return `This password is too much like your ${nameOf(field)}.`;
      }
      return undefined;
    },
  };
}

/** Refuses passwords that attackers try first. Variations with digits, signs and look-alike letters are among them. */
export function notCommon(): PasswordRule {
  return {
    help: "Your password must not be one that many people use.",
    check: (password) =>
      isCommonPassword(password) ? "This password is among those that are tried first." : undefined,
  };
}

/** Refuses passwords of digits alone. */
export function notNumeric(): PasswordRule {
  return {
    help: "Your password must have more than digits.",
    check: (password) => (/^\p{Nd}+$/u.test(password) ? "This password has digits only." : undefined),
  };
}

/**
 * Refuses passwords from known leaks.
 *
 * `countOf` gets the first five digits of the password's SHA-1 in hexadecimal and returns lines of `<other 35
 * digits>:<count>`, as services of leaked passwords answer: the password itself leaves the machine in no form. When it
 * throws, the password passes.
 *
 * @example
 * ```ts
 * import { notBreached } from "demijohn/auth";
 * const rule = notBreached(async (prefix) => {
 *   return prefix === "5BAA6" ? "1E4C9B93F3F0682250B6CF8331B7EE68FD8:3861493" : "";
 * });
 * console.log(await rule.check("password", {})); // This password is known from 3861493 leaked accounts.
 * ```
 */
export function notBreached(countOf: (prefix: string) => string | Promise<string>): PasswordRule {
  return {
    help: "Your password must not be one that was leaked somewhere.",
    async check(password) {
      const { createHash } = process.getBuiltinModule("node:crypto");
      const digest = createHash("sha1").update(password).digest("hex").toUpperCase();
      let lines: string;
      try {
        lines = await countOf(digest.slice(0, 5));
      } catch {
        // Nobody is kept from signing up because another service is away.
        return undefined;
      }
      const rest = digest.slice(5);
      const found = lines.split(/\r?\n/).find((line) => line.slice(0, 35).toUpperCase() === rest);
      const count = Number(found?.slice(36) ?? 0);
      return count > 0 ? `This password is known from ${count} leaked accounts.` : undefined;
    },
  };
}

/** The rules where none are given. They ask for length, and refuse likeness, common passwords and digits alone. */
export function defaultPasswordRules(): PasswordRule[] {
  return [notSimilarToUser(), minimumLength(), notCommon(), notNumeric()];
}

function nameOf(field: string): string {
  return field === "email" ? "e-mail address" : field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
