// Computes one-time codes out of a secret and the time (RFC 6238), and writes the secret for the apps that show them.

/** Seconds that a code lasts, and its digits: what all apps understand. */
const step = 30;
const digits = 6;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Makes a secret of 160 bits, the length that RFC 4226 section 4 recommends. */
export function makeTotpSecret(): Uint8Array {
  return process.getBuiltinModule("node:crypto").randomBytes(20);
}

/** The number of the step of time that a time, in milliseconds since 1970, lies in. */
export function totpStep(time: number): number {
  return Math.floor(time / 1000 / step);
}

/** The code of a step (RFC 4226 section 5.3). */
export function totpCode(secret: Uint8Array, stepNumber: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(stepNumber));
  const digest = process.getBuiltinModule("node:crypto").createHmac("sha1", secret).update(counter).digest();
  const at = digest[19]! & 15;
  const number = digest.readUInt32BE(at) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/**
 * Finds the step that a code belongs to, one before and one after the present included, for clocks that are not exact;
 * undefined for a wrong code. All three are compared, whichever fits.
 */
export function findTotpStep(secret: Uint8Array, code: string, time: number): number | undefined {
  const { timingSafeEqual } = process.getBuiltinModule("node:crypto");
  const given = Buffer.from(
    code
      .replace(/\s/g, "")
      .padEnd(digits)
      .slice(0, digits + 1),
  );
  const present = totpStep(time);
  let found: number | undefined;
  for (const candidate of [present - 1, present, present + 1]) {
    const expected = Buffer.from(totpCode(secret, candidate));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = candidate;
  }
  return found;
}

/** Writes bytes in base 32 (RFC 4648 section 6), without padding. */
export function toBase32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** Reads base 32; spaces and lower case are taken too. */
export function fromBase32(text: string): Uint8Array {
  let bits = "";
  for (const sign of text.toUpperCase().replace(/[\s=-]/g, ""))
    bits += alphabet.indexOf(sign).toString(2).padStart(5, "0");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** The address that apps read from a picture or link. */
export function otpauthUrl(
  secret: Uint8Array,
  { issuer, account }: { readonly issuer: string; readonly account: string },
): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${step}`;
}
