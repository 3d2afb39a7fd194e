// Makes CSRF secrets, and tokens that show a secret under a mask of their own each time.

const bytesOfSecret = 32;
const lengthOfSecret = 43;
const lengthOfToken = 86;

/** Makes a secret: 32 random bytes as base64url. */
export function makeSecret(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(bytesOfSecret).toString("base64url");
}

/** True for text in the form of a secret. */
export function isSecret(text: string): boolean {
  return text.length === lengthOfSecret && /^[\w-]+$/.test(text);
}

/**
 * Makes a token for a page: a random mask, and the secret combined with it.
 *
 * No two are alike, so that the length of compressed pages tells nothing about the secret (BREACH).
 */
export function maskSecret(secret: string): string {
  const mask = process.getBuiltinModule("node:crypto").randomBytes(bytesOfSecret);
  return Buffer.concat([mask, combine(Buffer.from(secret, "base64url"), mask)]).toString("base64url");
}

/** Whether a token shows this secret; takes the same time for every token of the right length. */
export function isTokenOf(token: string, secret: string): boolean {
  if (token.length !== lengthOfToken || !/^[\w-]+$/.test(token)) return false;
  const bytes = Buffer.from(token, "base64url");
  const shown = combine(bytes.subarray(bytesOfSecret), bytes.subarray(0, bytesOfSecret));
  return process.getBuiltinModule("node:crypto").timingSafeEqual(shown, Buffer.from(secret, "base64url"));
}

function combine(one: Uint8Array, other: Uint8Array): Buffer {
  const result = Buffer.alloc(bytesOfSecret);
  for (let i = 0; i < bytesOfSecret; i++) result[i] = one[i]! ^ other[i]!;
  return result;
}
