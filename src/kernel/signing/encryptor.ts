// Encrypts values so that they can travel through untrusted hands unread and unchanged, and opens them again.
import { BadSignature } from "./bad-signature.ts";
import { decodePayload, encodePayload, type JsonFormat, type PayloadFormat } from "./payload.ts";
import type { SecretKey } from "./secret.ts";
import { checkKeys, checkPurpose } from "./signer.ts";
import { checkAge, type UnsignOptions } from "./timestamp-signer.ts";

export interface EncryptorOptions {
  /** What the text is for: one encrypted for one purpose is refused for another. */
  readonly purpose: string;
  /** How values become JSON. @default JSON */
  readonly json?: JsonFormat | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

// Layout of version 1, after the prefix and base64url:
//   16 bytes of salt · 12 bytes of nonce · ciphertext · 16 bytes of tag
// The plaintext is six bytes of time (seconds, big-endian) and the JSON. It is never compressed: where a secret and a
// text chosen by an attacker are compressed together, the length tells about the secret.
const version = "1.";
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const timeBytes = 6;
const overhead = saltBytes + nonceBytes + tagBytes + timeBytes;

/**
 * Encrypts JSON values with AES-256-GCM. The keys are derived from the secret key for one purpose.
 *
 * Every message has a key of its own, derived with a random salt, so that the number of messages under one secret key is
 * not bounded by the 96-bit nonce. With several keys, the first encrypts and all decrypt.
 *
 * @throws SetupError `KERNEL_BAD_SIGNER` when the key or the purpose cannot be used.
 * @see RFC 5869 (HKDF), NIST SP 800-38D (GCM)
 * @example
 * ```ts
 * import { Encryptor } from "demijohn";
 * const notes = new Encryptor<{ note: string }>("a long random key", { purpose: "notes" });
 * const sealed = notes.encrypt({ note: "for your eyes only" });
 * console.log(notes.decrypt(sealed, { maxAge: 60 }).note); // for your eyes only
 * ```
 */
export class Encryptor<Value = unknown> {
  readonly #keys: readonly Uint8Array[];
  readonly #purpose: string;
  readonly #format: PayloadFormat;
  readonly #now: () => number;
  #roots: readonly Uint8Array[] | undefined;

  constructor(keys: SecretKey | readonly SecretKey[], options: EncryptorOptions) {
    this.#keys = checkKeys(keys);
    checkPurpose(options.purpose);
    this.#purpose = options.purpose;
    this.#format = { json: options.json ?? JSON, urlSafe: false, maxBytes: Number.POSITIVE_INFINITY };
    this.#now = options.now ?? Date.now;
  }

  /** Returns the encrypted text, safe in addresses and cookies. @throws TypeError when the value has no JSON form. */
  encrypt(value: Value): string {
    const { createCipheriv, randomBytes } = process.getBuiltinModule("node:crypto");
    const random = randomBytes(saltBytes + nonceBytes);
    const cipher = createCipheriv(
      "aes-256-gcm",
      messageKey(this.#rootKeys()[0]!, random.subarray(0, saltBytes)),
      random.subarray(saltBytes),
    );
    cipher.setAAD(Buffer.from(version));
    const time = Buffer.alloc(timeBytes);
    time.writeUIntBE(Math.max(0, Math.floor(this.#now() / 1000)), 0, timeBytes);
    const parts = [
      random,
      cipher.update(time),
      cipher.update(encodePayload(value, this.#format), "utf8"),
      cipher.final(),
    ];
    return version + Buffer.concat([...parts, cipher.getAuthTag()]).toString("base64url");
  }

  /**
   * Returns the value that was encrypted.
   *
   * @throws SignatureExpired `KERNEL_SIGNATURE_EXPIRED` when it is older than `maxAge` seconds.
   * @throws BadSignature `KERNEL_BAD_CIPHERTEXT`, `KERNEL_BAD_PAYLOAD`
   */
  decrypt(text: string, options: UnsignOptions = {}): Value {
    return this.decryptWithDate(text, options).value;
  }

  /** As {@link decrypt}, with the moment of encryption. */
  decryptWithDate(text: string, options: UnsignOptions = {}): { readonly value: Value; readonly signedAt: Date } {
    const plain = this.#open(text);
    if (plain === undefined) {
      throw new BadSignature("KERNEL_BAD_CIPHERTEXT", "The text cannot be decrypted.", {
        facts: [`Encrypted for another purpose than "${this.#purpose}", with another key, or changed on the way.`],
        cure: "Treat it as forged. If a key was replaced lately, keep the old one behind the new one.",
      });
    }
    const signedAt = new Date(plain.readUIntBE(0, timeBytes) * 1000);
    const json = plain.toString("utf8", timeBytes);
    if (options.maxAge !== undefined) checkAge(json, signedAt, { maxAge: options.maxAge, now: this.#now() });
    return { value: decodePayload(json, this.#format) as Value, signedAt };
  }

  #open(text: string): Buffer | undefined {
    if (!text.startsWith(version)) return undefined;
    const bytes = Buffer.from(text.slice(version.length), "base64url");
    // Decoding is lenient: what is not the one spelling of these bytes was changed on the way.
    if (bytes.length < overhead || version + bytes.toString("base64url") !== text) return undefined;
    for (const root of this.#rootKeys()) {
      const plain = openMessage(bytes, root);
      if (plain !== undefined) return plain;
    }
    return undefined;
  }

  #rootKeys(): readonly Uint8Array[] {
    this.#roots ??= this.#keys.map((key) => deriveRootKey(key, this.#purpose));
    return this.#roots;
  }
}

function deriveRootKey(key: Uint8Array, purpose: string): Uint8Array {
  const { hkdfSync } = process.getBuiltinModule("node:crypto");
  return new Uint8Array(hkdfSync("sha256", key, "", `demijohn encrypt 1 ${purpose}`, 32));
}

function messageKey(root: Uint8Array, salt: Uint8Array): Uint8Array {
  return process.getBuiltinModule("node:crypto").createHmac("sha256", root).update(salt).digest();
}

function openMessage(bytes: Buffer, root: Uint8Array): Buffer | undefined {
  const { createDecipheriv } = process.getBuiltinModule("node:crypto");
  const bodyStart = saltBytes + nonceBytes;
  const bodyEnd = bytes.length - tagBytes;
  const decipher = createDecipheriv(
    "aes-256-gcm",
    messageKey(root, bytes.subarray(0, saltBytes)),
    bytes.subarray(saltBytes, bodyStart),
    { authTagLength: tagBytes },
  );
  decipher.setAAD(Buffer.from(version));
  decipher.setAuthTag(bytes.subarray(bodyEnd));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(bodyStart, bodyEnd)), decipher.final()]);
  } catch {
    return undefined;
  }
}
