// Hashes passwords with PBKDF2 (RFC 8018) in Django's encodings `pbkdf2_sha256` and `pbkdf2_sha1`.
import { equalTexts, makeSalt, type PasswordHasher } from "./password-hasher.ts";

/** Options of {@link pbkdf2Hasher}. */
export interface Pbkdf2Options {
  /** @default "sha256" */
  readonly digest?: "sha256" | "sha1" | undefined;
  /** @default 1500000 */
  readonly iterations?: number | undefined;
}

// An encoding from a foreign table must not be able to hold a thread for minutes.
const mostIterations = 20_000_000;

/**
 * Makes a hasher of PBKDF2: `pbkdf2_sha256$<iterations>$<salt>$<hash>`.
 *
 * @example
 * ```ts
 * import { pbkdf2Hasher } from "demijohn/auth";
 * const hasher = pbkdf2Hasher({ iterations: 1000 });
 * console.log(hasher.mustUpdate(await hasher.hash("correct horse"))); // false
 * ```
 */
export function pbkdf2Hasher({ digest = "sha256", iterations = 1_500_000 }: Pbkdf2Options = {}): PasswordHasher {
  const algorithm = `pbkdf2_${digest}`;
  return {
    algorithm,
    async hash(password, salt = makeSalt()) {
      return `${algorithm}$${iterations}$${salt}$${await derive(password, salt, iterations, digest)}`;
    },
    async verify(password, encoded) {
      const parts = parse(encoded);
      return (
        parts !== undefined && equalTexts(await derive(password, parts.salt, parts.iterations, digest), parts.hash)
      );
    },
    mustUpdate(encoded) {
      const parts = parse(encoded);
      return parts === undefined || parts.iterations !== iterations || parts.salt.length < 22;
    },
    async harden(password, encoded) {
      const parts = parse(encoded);
      const missing = iterations - (parts?.iterations ?? 0);
      if (parts !== undefined && missing > 0) await derive(password, parts.salt, missing, digest);
    },
  };
}

function parse(encoded: string) {
  const [, count, salt, hash, ...more] = encoded.split("$");
  const iterations = Number(count);
  if (!salt || !hash || more.length > 0 || !Number.isInteger(iterations)) return undefined;
  return iterations < 1 || iterations > mostIterations ? undefined : { iterations, salt, hash };
}

function derive(password: string, salt: string, iterations: number, digest: "sha256" | "sha1"): Promise<string> {
  const { pbkdf2 } = process.getBuiltinModule("node:crypto");
  return new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, digest === "sha256" ? 32 : 20, digest, (error, key) =>
      error === null ? resolve(key.toString("base64")) : reject(error),
    );
  });
}
