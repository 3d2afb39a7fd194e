// Hashes passwords with Argon2 (RFC 9106) by the platform's own code, and reads the encodings of earlier versions too.
import { type Argon2Variant, deriveArgon2 } from "./derive-argon2.ts";
import { equalTexts, makeSalt, type PasswordHasher } from "./password-hasher.ts";

/** Options of {@link argon2Hasher}. */
export interface Argon2Options {
  /** KiB. @default 47104 */
  readonly memory?: number | undefined;
  /** Passes over the memory. @default 1 */
  readonly passes?: number | undefined;
  /** Lanes that may be filled at the same time. @default 1 */
  readonly parallelism?: number | undefined;
}

interface Argon2Encoding {
  readonly variant: Argon2Variant;
  readonly version: number;
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const tagLength = 32;
// An encoding from a foreign table must not be able to take all memory or time.
const largestMemory = 4_194_304;
const mostPasses = 64;

/** Whether the platform has Argon2 of its own: Node 24.7 and later. */
export function hasArgon2(): boolean {
  return typeof (process.getBuiltinModule("node:crypto") as { argon2?: unknown }).argon2 === "function";
}

/**
 * Makes the hasher of Argon2id. The encoding is Django's: `argon2$argon2id$v=19$m=47104,t=1,p=1$<salt>$<hash>`.
 *
 * @example
 * ```ts
 * import { argon2Hasher } from "demijohn/auth";
 * const hasher = argon2Hasher({ memory: 64 });
 * const encoded = await hasher.hash("correct horse");
 * console.log(await hasher.verify("correct horse", encoded)); // true
 * ```
 */
export function argon2Hasher({ memory = 47_104, passes = 1, parallelism = 1 }: Argon2Options = {}): PasswordHasher {
  return {
    algorithm: "argon2",
    async hash(password, salt = makeSalt()) {
      const nonce = Buffer.from(salt);
      const settings = { variant: "argon2id", version: 19, memory, passes, parallelism, salt: nonce } as const;
      const hash = await derive(password, settings, tagLength);
      return `argon2$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(hash)}`;
    },
    async verify(password, encoded) {
      const parts = parseArgon2(encoded);
      if (parts === undefined) return false;
      const hash = await derive(password, parts, parts.hash.length);
      return equalTexts(hash.toString("hex"), parts.hash.toString("hex"));
    },
    mustUpdate(encoded) {
      const parts = parseArgon2(encoded);
      return (
        parts === undefined ||
        parts.variant !== "argon2id" ||
        parts.version !== 19 ||
        parts.memory !== memory ||
        parts.passes !== passes ||
        parts.parallelism !== parallelism ||
        parts.hash.length !== tagLength ||
        parts.salt.length < 16
      );
    },
  };
}

function parseArgon2(encoded: string): Argon2Encoding | undefined {
  const found =
    /^argon2\$(argon2(?:id|i|d))\$(?:v=(\d+)\$)?m=(\d+),t=(\d+),p=(\d+)(?:,data=[\w+/-]*)?\$([\w+/-]*)\$([\w+/-]+)$/.exec(
      encoded,
    );
  if (found === null) return undefined;
  const [, variant, version = "16", memory, passes, parallelism, salt, hash] = found;
  const parts: Argon2Encoding = {
    variant: variant as Argon2Variant,
    version: Number(version),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt!, "base64"),
    hash: Buffer.from(hash!, "base64"),
  };
  const isSane =
    (parts.version === 16 || parts.version === 19) &&
    parts.parallelism >= 1 &&
    parts.parallelism <= 255 &&
    parts.passes >= 1 &&
    parts.passes <= mostPasses &&
    parts.memory >= 8 * parts.parallelism &&
    parts.memory <= largestMemory &&
    parts.salt.length >= 8 &&
    parts.hash.length >= 4;
  return isSane ? parts : undefined;
}

async function derive(password: string, parts: Omit<Argon2Encoding, "hash">, length: number): Promise<Buffer> {
  // The platform knows version 1.3 alone; encodings without a version are of the one before.
  if (parts.version !== 19 || !hasArgon2()) return deriveArgon2(Buffer.from(password), { ...parts, tagLength: length });
  const { argon2 } = process.getBuiltinModule("node:crypto");
  const { variant, memory, passes, parallelism, salt } = parts;
  return new Promise((resolve, reject) => {
    const settings = { message: password, nonce: salt, parallelism, tagLength: length, memory, passes };
    argon2(variant, settings, (error, key) => (error === null ? resolve(Buffer.from(key)) : reject(error)));
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
