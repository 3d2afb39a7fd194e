// Makes secrets that nobody guesses, and the digests by which tables know them.

let loaded: typeof import("node:crypto") | undefined;

/** Makes a secret of 32 random bytes, as text for addresses and headers. */
export function makeSecret(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(32).toString("base64url");
}

/** The SHA-256 of a text: 43 characters. A copy of the table opens nothing. */
export function digestOf(...parts: readonly string[]): string {
  const crypto = (loaded ??= process.getBuiltinModule("node:crypto"));
  const text = parts.length === 1 ? parts[0]! : parts.join("\0");
  // At once where the platform can: every request of somebody who is logged in makes two.
  if (typeof crypto.hash === "function") return crypto.hash("sha256", text, "base64url");
  return crypto.createHash("sha256").update(text).digest("base64url");
}
