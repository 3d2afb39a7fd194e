// Reads and writes Django's encoding `md5`, which protects nothing: for tables of old and for tests that must be fast.
import { equalTexts, makeSalt, type PasswordHasher } from "./password-hasher.ts";

/**
 * Makes the hasher of salted MD5: `md5$<salt>$<hash>`.
 *
 * Security: anybody who has the table finds the passwords. It is there to check old rows, which the next login hashes
 * anew.
 */
export function md5Hasher(): PasswordHasher {
  return {
    algorithm: "md5",
    async hash(password, salt = makeSalt()) {
      return `md5$${salt}$${digest(password, salt)}`;
    },
    async verify(password, encoded) {
      const [, salt, hash, ...more] = encoded.split("$");
      return salt !== undefined && hash !== undefined && more.length === 0 && equalTexts(digest(password, salt), hash);
    },
    mustUpdate(encoded) {
      return (encoded.split("$")[1]?.length ?? 0) < 22;
    },
  };
}

function digest(password: string, salt: string): string {
  return process.getBuiltinModule("node:crypto").createHash("md5").update(salt).update(password).digest("hex");
}
