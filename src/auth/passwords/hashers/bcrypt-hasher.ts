// Hashes passwords with bcrypt, by the package bcryptjs, in Django's encodings `bcrypt_sha256` and `bcrypt`.
import { SetupError } from "#kernel";
import type { PasswordHasher } from "./password-hasher.ts";

/** Options of {@link bcryptHasher}. */
export interface BcryptOptions {
  /** Whether the password's SHA-256 is hashed, so that more than its first 72 bytes count. @default true */
  readonly sha256?: boolean | undefined;
  /** The logarithm of the number of rounds. @default 12 */
  readonly rounds?: number | undefined;
}

interface Bcrypt {
  genSalt(rounds: number): Promise<string>;
  hash(password: string, salt: string): Promise<string>;
  compare(password: string, hash: string): Promise<boolean>;
}

/**
 * Makes a hasher of bcrypt: `bcrypt_sha256$$2b$12$<salt and hash>`.
 *
 * @throws SetupError `AUTH_NO_BCRYPT` at the first use, where the package bcryptjs is not installed.
 */
export function bcryptHasher({ sha256 = true, rounds = 12 }: BcryptOptions = {}): PasswordHasher {
  const algorithm = sha256 ? "bcrypt_sha256" : "bcrypt";
  const prepare = (password: string): string => (sha256 ? digestOf(password) : password);
  const dataOf = (encoded: string): string | undefined =>
    encoded.startsWith(`${algorithm}$$2`) ? encoded.slice(algorithm.length + 1) : undefined;
  return {
    algorithm,
    async hash(password, salt) {
      const bcrypt = await loadBcrypt();
      return `${algorithm}$${await bcrypt.hash(prepare(password), salt ?? (await bcrypt.genSalt(rounds)))}`;
    },
    async verify(password, encoded) {
      const data = dataOf(encoded);
      if (data === undefined || roundsOf(data) === undefined) return false;
      return (await loadBcrypt()).compare(prepare(password), data);
    },
    mustUpdate(encoded) {
      const data = dataOf(encoded);
      return data === undefined || roundsOf(data) !== rounds;
    },
    async harden(password, encoded) {
      const data = dataOf(encoded);
      const used = data === undefined ? undefined : roundsOf(data);
      if (data === undefined || used === undefined || used >= rounds) return;
      const bcrypt = await loadBcrypt();
      for (let missing = 2 ** (rounds - used) - 1; missing > 0; missing--)
        await bcrypt.hash(prepare(password), data.slice(0, 29));
    },
  };
}

function digestOf(password: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(password).digest("hex");
}

// `$2b$12$` and 22 characters of salt, 31 of hash. More than 20 would hold a thread for minutes.
function roundsOf(data: string): number | undefined {
  const found = /^\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(data);
  const rounds = Number(found?.[1]);
  return rounds >= 4 && rounds <= 20 ? rounds : undefined;
}

async function loadBcrypt(): Promise<Bcrypt> {
  try {
    return (await import("bcryptjs")).default;
  } catch (cause) {
    throw new SetupError(
      "AUTH_NO_BCRYPT",
      "A password is hashed with bcrypt, and the package bcryptjs is not installed.",
      {
        cure: "Run npm install bcryptjs.",
        cause,
      },
    );
  }
}
