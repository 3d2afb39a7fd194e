// Brings e-mail addresses and user names into the form by which they are kept and compared.
import type { AccountInstance } from "./account.ts";

/**
 * Folds what somebody typed to log in. Spaces around it go, look-alike forms of characters become one (NFKC), and an e-mail address
 * becomes lower case, so that nobody has two accounts of one address.
 */
export function foldLogin(field: "email" | "username", text: string): string {
  const plain = text.trim().normalize("NFKC");
  return field === "email" ? plain.toLowerCase() : plain;
}

/** The folded e-mail address. */
export function foldEmail(email: string): string {
  return foldLogin("email", email);
}

/** What a user logs in with. */
export function loginNameOf(user: AccountInstance, field: "email" | "username"): string {
  return String((user as unknown as Record<string, unknown>)[field]);
}

/** Whether a text can be an e-mail address that mail is sent to (RFC 5321 sections 4.1.2 and 4.5.3.1). */
export function isEmail(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[^\s@<>"(),:;\\[\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u.test(text)
  );
}
