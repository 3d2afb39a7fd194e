// Signs text together with the moment of signing, so that a verifier can refuse what is too old.
import { BadSignature, SignatureExpired } from "./bad-signature.ts";
import type { SecretKey } from "./secret.ts";
import { Signer, type SignerOptions } from "./signer.ts";

export interface TimestampSignerOptions extends SignerOptions {
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

export interface UnsignOptions {
  /** The oldest accepted signature, in seconds. */
  readonly maxAge?: number | undefined;
}

// Two machines' clocks differ: a signature from this many seconds ahead is taken as made now.
const clockSkew = 30;
const maxTimestampBytes = 6;
const maxDateSeconds = 8_640_000_000_000;

/**
 * Signs text with a timestamp. On the wire it is ItsDangerous's `TimestampSigner`: `text.timestamp.signature`.
 *
 * @throws SetupError `KERNEL_BAD_SIGNER` when the key, the purpose or the separator cannot be used.
 * @example
 * ```ts
 * import { TimestampSigner } from "demijohn";
 * const signer = new TimestampSigner("a long random key", { purpose: "download" });
 * const signed = signer.sign("report.pdf");
 * console.log(signer.unsign(signed, { maxAge: 3600 })); // report.pdf
 * ```
 */
export class TimestampSigner {
  readonly #signer: Signer;
  readonly #now: () => number;

  constructor(keys: SecretKey | readonly SecretKey[], options: TimestampSignerOptions) {
    this.#signer = new Signer(keys, options);
    this.#now = options.now ?? Date.now;
  }

  /** Returns `text`, the time and the signature of both. */
  sign(text: string): string {
    const seconds = Math.floor(this.#now() / 1000);
    return this.#signer.sign(text + this.#signer.separator + encodeTimestamp(seconds));
  }

  /**
   * Returns the text that was signed.
   *
   * @throws SignatureExpired `KERNEL_SIGNATURE_EXPIRED` when it is older than `maxAge`.
   * @throws BadSignature `KERNEL_BAD_SIGNATURE`, `KERNEL_BAD_TIMESTAMP`
   */
  unsign(signed: string, options: UnsignOptions = {}): string {
    return this.unsignWithDate(signed, options).value;
  }

  /** As {@link unsign}, with the moment of signing. */
  unsignWithDate(signed: string, options: UnsignOptions = {}): { readonly value: string; readonly signedAt: Date } {
    const stamped = this.#signer.unsign(signed);
    const end = stamped.lastIndexOf(this.#signer.separator);
    const value = end < 0 ? stamped : stamped.slice(0, end);
    const seconds = end < 0 ? undefined : decodeTimestamp(stamped.slice(end + this.#signer.separator.length));
    if (seconds === undefined) {
      throw new BadSignature("KERNEL_BAD_TIMESTAMP", "The text is signed, but carries no time.", {
        untrustedPayload: value,
        cure: "Sign it with a TimestampSigner, or verify it with a plain Signer.",
      });
    }
    const signedAt = new Date(seconds * 1000);
    const { maxAge } = options;
    if (maxAge !== undefined) checkAge(value, signedAt, { maxAge, now: this.#now() });
    return { value, signedAt };
  }

  /** Whether `signed` is genuine and young enough; never throws. */
  isValid(signed: string, options: UnsignOptions = {}): boolean {
    try {
      this.unsignWithDate(signed, options);
      return true;
    } catch {
      return false;
    }
  }
}

/** Throws `SignatureExpired` when more than `maxAge` seconds lie between `signedAt` and `now` (milliseconds). */
export function checkAge(
  untrustedPayload: string,
  signedAt: Date,
  limits: { readonly maxAge: number; readonly now: number },
): void {
  const age = Math.floor(limits.now / 1000) - Math.floor(signedAt.getTime() / 1000);
  if (age > limits.maxAge || age < -clockSkew) {
    throw new SignatureExpired(untrustedPayload, signedAt, { age, maxAge: limits.maxAge });
  }
}

// Big-endian bytes without leading zeros; zero itself is no byte at all.
function encodeTimestamp(seconds: number): string {
  let hex = Math.max(0, seconds).toString(16);
  if (hex.length % 2 === 1) hex = `0${hex}`;
  return seconds <= 0 ? "" : Buffer.from(hex, "hex").toString("base64url");
}

function decodeTimestamp(text: string): number | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length > maxTimestampBytes) return undefined;
  const seconds = bytes.length === 0 ? 0 : bytes.readUIntBE(0, bytes.length);
  return seconds > maxDateSeconds ? undefined : seconds;
}
