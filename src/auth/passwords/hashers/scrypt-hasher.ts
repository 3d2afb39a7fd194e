// Hashes passwords with scrypt (RFC 7914) in Django's encoding.
import { equalTexts, makeSalt, type PasswordHasher } from "./password-hasher.ts";

/** Options of {@link scryptHasher}. */
export interface ScryptOptions {
  /** A power of two. @default 16384 */
  readonly cost?: number | undefined;
  /** @default 8 */
  readonly blockSize?: number | undefined;
  /** @default 5 */
  readonly parallelization?: number | undefined;
}

const largestMemory = 4 * 1024 ** 3;

/**
 * Makes a hasher of scrypt. The encoding is Django's: `scrypt$<cost>$<salt>$<block size>$<parallelization>$<hash>`.
 *
 * @example
 * ```ts
 * import { scryptHasher } from "demijohn/auth";
 * const hasher = scryptHasher({ cost: 1024 });
 * console.log(await hasher.verify("wrong", await hasher.hash("correct horse"))); // false
 * ```
 */
export function scryptHasher({
  cost = 2 ** 14,
  blockSize = 8,
  parallelization = 5,
}: ScryptOptions = {}): PasswordHasher {
  const present = { cost, blockSize, parallelization };
  return {
    algorithm: "scrypt",
    async hash(password, salt = makeSalt()) {
      const hash = await derive(password, salt, present);
      return `scrypt$${cost}$${salt}$${blockSize}$${parallelization}$${hash}`;
    },
    async verify(password, encoded) {
      const parts = parse(encoded);
      return parts !== undefined && equalTexts(await derive(password, parts.salt, parts.work), parts.hash);
    },
    mustUpdate(encoded) {
      const parts = parse(encoded);
      if (parts === undefined || parts.salt.length < 22) return true;
      const { work } = parts;
      return work.cost !== cost || work.blockSize !== blockSize || work.parallelization !== parallelization;
    },
  };
}

function parse(encoded: string) {
  const [, cost, salt, blockSize, parallelization, hash, ...more] = encoded.split("$");
  const work = { cost: Number(cost), blockSize: Number(blockSize), parallelization: Number(parallelization) };
  const isSane =
    Number.isInteger(Math.log2(work.cost)) &&
    work.cost > 1 &&
    work.blockSize >= 1 &&
    work.parallelization >= 1 &&
    128 * work.cost * work.blockSize * work.parallelization <= largestMemory;
  return salt && hash && more.length === 0 && isSane ? { salt, hash, work } : undefined;
}

function derive(
  password: string,
  salt: string,
  work: { readonly cost: number; readonly blockSize: number; readonly parallelization: number },
): Promise<string> {
  const { scrypt } = process.getBuiltinModule("node:crypto");
  // Node's own limit is just below what common parameters need.
  const maxmem = 256 * work.cost * work.blockSize + 256 * work.blockSize * work.parallelization;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 64, { ...work, maxmem }, (error, key) =>
      error === null ? resolve(key.toString("base64")) : reject(error),
    );
  });
}
