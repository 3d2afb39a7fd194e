// Makes secrets that nobody guesses, and the digests by which tables know them.
import { sha256 } from "#kernel/internals";

/** Makes a secret of 32 random bytes, as text for addresses and headers. */
export function makeSecret(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(32).toString("base64url");
}

/** The SHA-256 of a text: 43 characters. A copy of the table opens nothing. */
export function digestOf(...parts: readonly string[]): string {
  return sha256(parts.length === 1 ? parts[0]! : parts.join("\0"));
}
