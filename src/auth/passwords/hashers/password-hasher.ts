// Defines what a password hasher is: text in one encoding, made from a password and checked against one.

/** Makes and checks one encoding of passwords. The encodings are Django's, so that its tables can be read. */
export interface PasswordHasher {
  /** What stands before the first `$` of an encoding: `argon2`, `pbkdf2_sha256`. */
  readonly algorithm: string;
  /** Makes the encoding of a password; with a salt of its own unless one is given. */
  hash(password: string, salt?: string): Promise<string>;
  /** Whether a password is the one that was hashed. The time does not depend on where the two differ. */
  verify(password: string, encoded: string): Promise<boolean>;
  /** Whether an encoding was made with other parameters than the hasher's present ones. */
  mustUpdate(encoded: string): boolean;
  /** Spends the time that the present parameters take beyond those of an older encoding. */
  harden?(password: string, encoded: string): Promise<void>;
}

const saltAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Makes a salt of letters and digits with at least 128 bits. */
export function makeSalt(length = 22): string {
  const { randomInt } = process.getBuiltinModule("node:crypto");
  let salt = "";
  for (let i = 0; i < length; i++) salt += saltAlphabet[randomInt(saltAlphabet.length)];
  return salt;
}

/** Compares two texts in a time that does not tell where they differ. */
export function equalTexts(left: string, right: string): boolean {
  const { createHash, timingSafeEqual } = process.getBuiltinModule("node:crypto");
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
