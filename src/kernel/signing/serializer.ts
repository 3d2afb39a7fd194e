// Signs values instead of text: JSON in, a token out that fits in an address or a cookie, and back.
import { decodePayload, encodePayload, type JsonFormat, type PayloadFormat } from "./payload.ts";
import type { SecretKey } from "./secret.ts";
import { Signer, type SignerOptions } from "./signer.ts";
import { TimestampSigner, type TimestampSignerOptions, type UnsignOptions } from "./timestamp-signer.ts";

export interface SerializerOptions extends SignerOptions {
  /** Whether tokens are base64url, or readable JSON followed by the signature. @default true */
  readonly urlSafe?: boolean | undefined;
  /** How values become JSON. @default JSON */
  readonly json?: JsonFormat | undefined;
  /** The most bytes that a token may unpack to. @default 1048576 */
  readonly maxBytes?: number | undefined;
}

export interface TimedSerializerOptions extends SerializerOptions, TimestampSignerOptions {}

/** What {@link Serializer.peek} found in a token. */
export interface PeekedToken {
  readonly isGenuine: boolean;
  /** **Not to be trusted** unless `isGenuine`; undefined when it cannot be read. */
  readonly value: unknown;
}

/**
 * Signs JSON values as ItsDangerous's `URLSafeSerializer` does. With `urlSafe: false` it writes what its `Serializer`
 * writes.
 *
 * @throws SetupError `KERNEL_BAD_SIGNER` when the key, the purpose or the separator cannot be used.
 * @example
 * ```ts
 * import { Serializer } from "demijohn";
 * const links = new Serializer<{ user: number }>("a long random key", { purpose: "unsubscribe" });
 * const token = links.sign({ user: 7 });
 * console.log(links.unsign(token).user); // 7
 * ```
 */
export class Serializer<Value = unknown> {
  readonly #signer: Signer;
  readonly #format: PayloadFormat;

  constructor(keys: SecretKey | readonly SecretKey[], options: SerializerOptions) {
    this.#signer = new Signer(keys, options);
    this.#format = payloadFormat(options);
  }

  /** Returns a token for the value. @throws TypeError when the value has no JSON form. */
  sign(value: Value): string {
    return this.#signer.sign(encodePayload(value, this.#format));
  }

  /** Returns the value of a genuine token. @throws BadSignature `KERNEL_BAD_SIGNATURE`, `KERNEL_BAD_PAYLOAD` */
  unsign(token: string): Value {
    return decodePayload(this.#signer.unsign(token), this.#format) as Value;
  }

  /** Reads a token whether it is genuine or not, for debugging; never throws. */
  peek(token: string): PeekedToken {
    const isGenuine = this.#signer.isValid(token);
    return { isGenuine, value: readUntrusted(token, { parts: 1, separator: this.#signer.separator }, this.#format) };
  }
}

/**
 * Signs JSON values with the time, as ItsDangerous's `URLSafeTimedSerializer`. With `urlSafe: false` it writes what its
 * `TimedSerializer` writes.
 *
 * @throws SetupError `KERNEL_BAD_SIGNER` when the key, the purpose or the separator cannot be used.
 * @example
 * ```ts
 * import { TimedSerializer } from "demijohn";
 * const resets = new TimedSerializer<{ user: number }>("a long random key", { purpose: "password-reset" });
 * const token = resets.sign({ user: 7 });
 * console.log(resets.unsign(token, { maxAge: 3600 }).user); // 7
 * ```
 */
export class TimedSerializer<Value = unknown> {
  readonly #signer: TimestampSigner;
  readonly #format: PayloadFormat;
  readonly #separator: string;

  constructor(keys: SecretKey | readonly SecretKey[], options: TimedSerializerOptions) {
    this.#signer = new TimestampSigner(keys, options);
    this.#format = payloadFormat(options);
    this.#separator = options.separator ?? ".";
  }

  /** Returns a token for the value and the present time. @throws TypeError when the value has no JSON form. */
  sign(value: Value): string {
    return this.#signer.sign(encodePayload(value, this.#format));
  }

  /**
   * Returns the value of a genuine token.
   *
   * @throws SignatureExpired `KERNEL_SIGNATURE_EXPIRED` when it is older than `maxAge` seconds.
   * @throws BadSignature `KERNEL_BAD_SIGNATURE`, `KERNEL_BAD_TIMESTAMP`, `KERNEL_BAD_PAYLOAD`
   */
  unsign(token: string, options: UnsignOptions = {}): Value {
    return this.unsignWithDate(token, options).value;
  }

  /** As {@link unsign}, with the moment of signing. */
  unsignWithDate(token: string, options: UnsignOptions = {}): { readonly value: Value; readonly signedAt: Date } {
    const { value, signedAt } = this.#signer.unsignWithDate(token, options);
    return { value: decodePayload(value, this.#format) as Value, signedAt };
  }

  /** Reads a token whether it is genuine or not, for debugging; never throws. */
  peek(token: string, options: UnsignOptions = {}): PeekedToken {
    const isGenuine = this.#signer.isValid(token, options);
    return { isGenuine, value: readUntrusted(token, { parts: 2, separator: this.#separator }, this.#format) };
  }
}

function payloadFormat({ json = JSON, urlSafe = true, maxBytes = 1024 * 1024 }: SerializerOptions): PayloadFormat {
  return { json, urlSafe, maxBytes };
}

function readUntrusted(
  token: string,
  shape: { readonly parts: number; readonly separator: string },
  format: PayloadFormat,
): unknown {
  let payload = token;
  for (let i = 0; i < shape.parts; i++) {
    const end = payload.lastIndexOf(shape.separator);
    if (end < 0) return undefined;
    payload = payload.slice(0, end);
  }
  try {
    return decodePayload(payload, format);
  } catch {
    return undefined;
  }
}
