// Digests texts, so that a table or an address can know them without holding them.

let loaded: typeof import("node:crypto") | undefined;

/** The SHA-256 of a text in UTF-8: 43 characters of base64url. */
export function sha256(text: string): string {
  const crypto = (loaded ??= process.getBuiltinModule("node:crypto"));
  // At once where the platform can: some texts are digested with every request.
  if (typeof crypto.hash === "function") return crypto.hash("sha256", text, "base64url");
  return crypto.createHash("sha256").update(text).digest("base64url");
}
