// Holds a secret text so that printing, logging or serializing the holder shows `***` alone.

const mask = "***";

/**
 * A text that is used but never shown. Its string, JSON and console forms are all `***`.
 *
 * @example
 * ```ts
 * import { Secret } from "demijohn";
 * const key = new Secret("correct horse");
 * console.log(`${key}`, JSON.stringify({ key }), key.reveal().length); // *** {"key":"***"} 13
 * ```
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Call it where the secret is used, never where it is printed. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  // What console.log and util.inspect print.
  static {
    Object.defineProperty(Secret.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value: () => `Secret(${mask})`,
    });
  }
}

/** A key as signers and encryptors take it: text is used as its UTF-8 bytes. */
export type SecretKey = string | Uint8Array | Secret;

/** Returns the bytes of a key. */
export function secretKeyBytes(key: SecretKey): Uint8Array {
  if (key instanceof Uint8Array) return key;
  return Buffer.from(typeof key === "string" ? key : key.reveal(), "utf8");
}
