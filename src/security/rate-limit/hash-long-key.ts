// Shortens the keys of rate limits to what a column or a server takes.
import { sha256 } from "#kernel/internals";

const longest = 150;

/** The key itself, or its SHA-256 where it is long. */
export function hashLongKey(key: string): string {
  if (key.length <= longest && /^[\x21-\x7e]*$/.test(key)) return key;
  return sha256(key);
}
