// Lists the error codes of accounts: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type AuthCode = "AUTH_NO_BCRYPT" | "AUTH_NO_HASHER";

export const authErrors: Readonly<Record<AuthCode, ErrorRow>> = defineErrorTable({
  AUTH_NO_BCRYPT: {
    when: "A password is hashed with bcrypt, or was, and the package bcryptjs is not installed.",
    cure: "Run npm install bcryptjs.",
  },
  AUTH_NO_HASHER: {
    when: "The list of password hashers is empty.",
    cure: "Write hashers: [argon2Hasher(), pbkdf2Hasher()], or leave the option out.",
  },
});
