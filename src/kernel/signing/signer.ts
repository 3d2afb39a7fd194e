// Signs text with an HMAC so that it can travel through untrusted hands, and gives it back only when nobody changed it.
import { SetupError } from "../errors.ts";
import { BadSignature } from "./bad-signature.ts";
import { type SecretKey, secretKeyBytes } from "./secret.ts";

/** How the key of one purpose is made from the secret key; the names are those of ItsDangerous. */
export type KeyDerivation = "hmac" | "concat" | "django-concat" | "none";

export type SigningDigest = "sha1" | "sha256" | "sha384" | "sha512";

/** The algorithm of a signature: HMAC with this digest, keyed by this derivation. */
export interface SigningScheme {
  /** @default "sha256" */
  readonly digest?: SigningDigest | undefined;
  /** @default "hmac" */
  readonly keyDerivation?: KeyDerivation | undefined;
}

export interface SignerOptions extends SigningScheme {
  /**
   * What the signature is for, such as `"password-reset"`: a text signed for one purpose is refused for another.
   * ItsDangerous and Django call it the salt.
   */
  readonly purpose: string;
  /** What stands between text and signature. @default "." */
  readonly separator?: string | undefined;
  /** Further schemes that are accepted, never written: for texts signed before the scheme changed. */
  readonly fallbacks?: readonly SigningScheme[] | undefined;
}

/** A scheme whose parts are all chosen. */
interface ChosenScheme {
  readonly digest: SigningDigest;
  readonly keyDerivation: KeyDerivation;
}

/** How Flask signs its session cookie. `new TimedSerializer(key, flaskSessionScheme)` reads and writes it. */
export const flaskSessionScheme: Readonly<ChosenScheme & { purpose: string }> = Object.freeze({
  purpose: "cookie-session",
  digest: "sha1",
  keyDerivation: "hmac",
});

/**
 * Signs and verifies text. On the wire it is ItsDangerous's `Signer`: `text.signature`.
 *
 * Signed text is readable by everyone and changeable by nobody. With several keys, the first signs and all verify, so a
 * key is replaced by putting the new one in front.
 *
 * @throws SetupError `KERNEL_BAD_SIGNER` when the key, the purpose or the separator cannot be used.
 * @see RFC 2104 (HMAC)
 * @example
 * ```ts
 * import { Signer } from "demijohn";
 * const signer = new Signer("a long random key", { purpose: "unsubscribe" });
 * const signed = signer.sign("ada@example.org");
 * console.log(signer.unsign(signed)); // ada@example.org
 * ```
 */
export class Signer {
  readonly separator: string;
  readonly #keys: readonly Uint8Array[];
  readonly #purpose: string;
  readonly #schemes: readonly ChosenScheme[];
  // Derived keys, one for each scheme and secret key, made at first use: the first of all signs.
  #derived: { readonly digest: SigningDigest; readonly key: Uint8Array }[] | undefined;

  constructor(keys: SecretKey | readonly SecretKey[], options: SignerOptions) {
    const { purpose, separator = ".", fallbacks = [] } = options;
    this.#keys = checkKeys(keys);
    checkPurpose(purpose);
    if (!/[^A-Za-z0-9_=-]/.test(separator)) {
      throw new SetupError("KERNEL_BAD_SIGNER", "The separator could not be told from the signature that follows it.", {
        wrote: `separator: ${JSON.stringify(separator)}`,
        cure: 'Use a character that base64url does not have, such as "." or ":".',
      });
    }
    this.separator = separator;
    this.#purpose = purpose;
    this.#schemes = [options, ...fallbacks].map(({ digest = "sha256", keyDerivation = "hmac" }) => ({
      digest,
      keyDerivation,
    }));
  }

  /** Returns `text`, the separator and the signature. */
  sign(text: string): string {
    const { digest, key } = this.#derivedKeys()[0]!;
    return text + this.separator + signature(digest, key, text);
  }

  /**
   * Returns the text that was signed.
   *
   * @throws BadSignature `KERNEL_BAD_SIGNATURE`
   */
  unsign(signed: string): string {
    const end = signed.lastIndexOf(this.separator);
    if (end < 0) {
      throw new BadSignature("KERNEL_BAD_SIGNATURE", "The text has no signature.", {
        facts: [`A signed text ends with "${this.separator}" and the signature.`],
        cure: "Ask for the whole text again; treat this one as forged.",
      });
    }
    const text = signed.slice(0, end);
    if (!this.#verify(text, signed.slice(end + this.separator.length))) {
      throw new BadSignature("KERNEL_BAD_SIGNATURE", "The signature does not match the text.", {
        untrustedPayload: text,
        facts: [`Signed for another purpose than "${this.#purpose}", with another key, or changed on the way.`],
        cure: "Treat the text as forged. If a key was replaced lately, keep the old one behind the new one.",
      });
    }
    return text;
  }

  /** Whether `signed` carries a genuine signature; never throws. */
  isValid(signed: string): boolean {
    const end = signed.lastIndexOf(this.separator);
    return end >= 0 && this.#verify(signed.slice(0, end), signed.slice(end + this.separator.length));
  }

  // The text form is compared, not the decoded bytes: base64 has several spellings of the same bytes, and only one is ours.
  #verify(text: string, claimed: string): boolean {
    const { timingSafeEqual } = process.getBuiltinModule("node:crypto");
    const given = Buffer.from(claimed, "utf8");
    for (const { digest, key } of this.#derivedKeys()) {
      const expected = Buffer.from(signature(digest, key, text), "latin1");
      if (given.length === expected.length && timingSafeEqual(given, expected)) return true;
    }
    return false;
  }

  #derivedKeys(): { readonly digest: SigningDigest; readonly key: Uint8Array }[] {
    this.#derived ??= this.#schemes.flatMap((scheme) =>
      this.#keys.map((key) => ({ digest: scheme.digest, key: deriveKey(key, this.#purpose, scheme) })),
    );
    return this.#derived;
  }
}

function signature(digest: SigningDigest, key: Uint8Array, text: string): string {
  return process.getBuiltinModule("node:crypto").createHmac(digest, key).update(text, "utf8").digest("base64url");
}

function deriveKey(key: Uint8Array, purpose: string, { digest, keyDerivation }: ChosenScheme): Uint8Array {
  const { createHash, createHmac } = process.getBuiltinModule("node:crypto");
  switch (keyDerivation) {
    case "hmac":
      return createHmac(digest, key).update(purpose, "utf8").digest();
    case "concat":
      return createHash(digest).update(purpose, "utf8").update(key).digest();
    case "django-concat":
      return createHash(digest).update(`${purpose}signer`, "utf8").update(key).digest();
    case "none":
      return key;
  }
}

/** Returns the bytes of all keys, newest first, or throws when there is none or one is empty. */
export function checkKeys(keys: SecretKey | readonly SecretKey[]): readonly Uint8Array[] {
  const all = (Array.isArray(keys) ? (keys as readonly SecretKey[]) : [keys as SecretKey]).map(secretKeyBytes);
  if (all.length === 0 || all.some((key) => key.length === 0)) {
    throw new SetupError(
      "KERNEL_BAD_SIGNER",
      all.length === 0 ? "No secret key was given." : "A secret key is empty.",
      {
        cure: "Give one of 32 random bytes: generateSecretKey() makes it.",
      },
    );
  }
  return all;
}

/** Throws when a purpose is missing: without one, a text signed for one use would pass in every other. */
export function checkPurpose(purpose: string): void {
  if (typeof purpose === "string" && purpose !== "") return;
  throw new SetupError("KERNEL_BAD_SIGNER", "A signature needs a purpose.", {
    cure: 'Name what it is for, such as { purpose: "password-reset" }.',
  });
}
