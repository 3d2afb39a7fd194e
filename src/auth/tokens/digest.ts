// Makes secrets that nobody guesses, and the digests by which tables know them.

/** Makes a secret of 32 random bytes, as text for addresses and headers. */
export function makeSecret(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(32).toString("base64url");
}

/** The SHA-256 of a text: 43 characters. A copy of the table opens nothing. */
export function digestOf(...parts: readonly string[]): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(parts.join("\0")).digest("base64url");
}
