// Hashes passwords with the first of several hashers, checks them with whichever made the encoding, and says when to renew.
import { SetupError } from "#kernel";
import { argon2Hasher, hasArgon2 } from "./argon2-hasher.ts";
import { bcryptHasher } from "./bcrypt-hasher.ts";
import { md5Hasher } from "./md5-hasher.ts";
import { makeSalt, type PasswordHasher } from "./password-hasher.ts";
import { pbkdf2Hasher } from "./pbkdf2-hasher.ts";
import { scryptHasher } from "./scrypt-hasher.ts";

/** What checking a password found. */
export interface PasswordCheck {
  readonly isCorrect: boolean;
  /** Whether the password should be hashed anew: by another hasher, or with other parameters. */
  readonly mustUpdate: boolean;
}

// Django's sign of a password that nobody can know, followed by text that tells two such users apart.
const unusablePrefix = "!";
// Hashing takes time in proportion to the length, which a visitor decides.
const longestPassword = 4096;

/**
 * The hashers of a site, the preferred one first.
 *
 * @example
 * ```ts
 * import { argon2Hasher, Passwords, pbkdf2Hasher } from "demijohn/auth";
 * const old = await pbkdf2Hasher({ iterations: 1000 }).hash("correct horse");
 * const passwords = new Passwords([argon2Hasher({ memory: 64 }), pbkdf2Hasher()]);
 * console.log(await passwords.check("correct horse", old)); // { isCorrect: true, mustUpdate: true }
 * ```
 */
export class Passwords {
  readonly #hashers: readonly PasswordHasher[];

  /** @throws SetupError `AUTH_NO_HASHER` for an empty list. */
  constructor(hashers: readonly PasswordHasher[] = defaultHashers()) {
    if (hashers.length === 0)
      throw new SetupError("AUTH_NO_HASHER", "There is no hasher to hash passwords with.", {
        wrote: "hashers: []",
        cure: "Write hashers: [argon2Hasher(), pbkdf2Hasher()], or leave the option out.",
      });
    this.#hashers = hashers;
  }

  /** The hasher of new passwords. */
  get preferred(): PasswordHasher {
    return this.#hashers[0]!;
  }

  /** Makes the encoding of a password. */
  async hash(password: string): Promise<string> {
    return this.preferred.hash(cut(password));
  }

  /** The hasher that made an encoding, if it is one of these. */
  identify(encoded: string): PasswordHasher | undefined {
    const algorithm = encoded.slice(0, Math.max(0, encoded.indexOf("$")));
    return this.#hashers.find((hasher) => hasher.algorithm === algorithm);
  }

  /** Checks a password; an encoding that no hasher knows, or an unusable one, fits none. */
  async check(password: string, encoded: string): Promise<PasswordCheck> {
    const hasher = isPasswordUsable(encoded) ? this.identify(encoded) : undefined;
    if (hasher === undefined) {
      await this.spendTime(password);
      return { isCorrect: false, mustUpdate: false };
    }
    const isCorrect = await hasher.verify(cut(password), encoded);
    const mustUpdate = hasher !== this.preferred || hasher.mustUpdate(encoded);
    // A wrong password for an old, cheap encoding must not be refused sooner than one for a new encoding.
    if (!isCorrect && mustUpdate) await this.#harden(hasher, password, encoded);
    return { isCorrect, mustUpdate: isCorrect && mustUpdate };
  }

  async #harden(hasher: PasswordHasher, password: string, encoded: string): Promise<void> {
    if (hasher === this.preferred) await hasher.harden?.(cut(password), encoded);
    else await this.spendTime(password);
  }

  /** Takes as long as hashing does: for a login whose user does not exist. */
  async spendTime(password: string): Promise<void> {
    await this.preferred.hash(cut(password));
  }
}

/** The hashers where none are given. Argon2id hashes, scrypt where the platform lacks it; Django's others are checked. */
export function defaultHashers(): PasswordHasher[] {
  const hashers = [
    argon2Hasher(),
    scryptHasher(),
    pbkdf2Hasher(),
    pbkdf2Hasher({ digest: "sha1" }),
    bcryptHasher(),
    bcryptHasher({ sha256: false }),
    md5Hasher(),
  ];
  if (!hasArgon2()) hashers.unshift(...hashers.splice(1, 1));
  return hashers;
}

/** Makes an encoding that no password fits. */
export function unusablePassword(): string {
  return unusablePrefix + makeSalt(40);
}

/** Whether a password can fit an encoding at all. */
export function isPasswordUsable(encoded: string | null | undefined): boolean {
  return encoded !== null && encoded !== undefined && !encoded.startsWith(unusablePrefix);
}

function cut(password: string): string {
  return password.length > longestPassword ? password.slice(0, longestPassword) : password;
}
