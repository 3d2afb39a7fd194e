// Turns a cache key of any length and letters into 64 hexadecimal digits, for columns and file names.

/** The SHA-256 of a key. */
export function hashKey(key: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(key).digest("hex");
}
