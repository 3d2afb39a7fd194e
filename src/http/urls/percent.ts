// Decodes and encodes percent escapes as UTF-8, leaving alone whatever is not a valid escape.

const hex = "0123456789ABCDEF";
const encoder = new TextEncoder();

/**
 * Decodes percent escapes. An invalid escape stays as it is, and a byte that is not UTF-8 stays escaped.
 *
 * `keep` is a set of ASCII characters whose escapes are left in place.
 *
 * @example
 * ```ts
 * import { percentDecode } from "demijohn/http";
 * console.log(percentDecode("caf%C3%A9 100%25 %FF %zz")); // café 100% %FF %zz
 * ```
 */
export function percentDecode(text: string, keep?: ReadonlySet<number>): string {
  if (text.indexOf("%") < 0) return text;
  if (keep === undefined) {
    try {
      return decodeURIComponent(text);
    } catch {
      // At least one escape is broken or is not UTF-8: the careful way below keeps it.
    }
  }
  return decodeCarefully(text, keep);
}

function decodeCarefully(text: string, keep: ReadonlySet<number> | undefined): string {
  let out = "";
  let from = 0;
  let at = text.indexOf("%");
  while (at >= 0) {
    out += text.slice(from, at);
    const bytes: number[] = [];
    const first = at;
    while (text.charCodeAt(at) === 37) {
      const byte = escapedByte(text, at);
      if (byte < 0) break;
      bytes.push(byte);
      at += 3;
    }
    out += decodeRun(bytes, keep, (i) => text.slice(first + i * 3, first + i * 3 + 3));
    from = at;
    // An invalid escape: its percent sign is plain text.
    at = text.indexOf("%", bytes.length === 0 ? at + 1 : at);
  }
  return out + text.slice(from);
}

function escapedByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at + 1));
  const low = hexDigit(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function decodeRun(
  bytes: readonly number[],
  keep: ReadonlySet<number> | undefined,
  written: (i: number) => string,
): string {
  let out = "";
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i]!;
    const length = sequenceLength(bytes, i);
    if (length === 0 || keep?.has(byte)) {
      out += length === 0 ? escapeByte(byte) : written(i);
      i++;
      continue;
    }
    let code = length === 1 ? byte : byte & (0xff >> (length + 1));
    for (let k = 1; k < length; k++) code = (code << 6) | (bytes[i + k]! & 0x3f);
    out += String.fromCodePoint(code);
    i += length;
  }
  return out;
}

// The length of the valid UTF-8 sequence at `i`, or 0 (RFC 3629 section 4: no overlong forms, no surrogates).
function sequenceLength(bytes: readonly number[], i: number): number {
  const first = bytes[i]!;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  for (let k = 1; k < length; k++) {
    const byte = bytes[i + k];
    if (byte === undefined || byte < 0x80 || byte > 0xbf) return 0;
  }
  const second = bytes[i + 1]!;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

function escapeByte(byte: number): string {
  return `%${hex[byte >> 4]}${hex[byte & 15]}`;
}

/** Percent-encodes text as UTF-8. Letters, digits, `-._~` and the characters of `safe` stay. */
export function percentEncode(text: string, safe = ""): string {
  let out = "";
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (isUnreserved(code) || (code < 128 && safe.includes(char))) out += char;
    else if (code < 128) out += escapeByte(code);
    else for (const byte of encoder.encode(char)) out += escapeByte(byte);
  }
  return out;
}

function isUnreserved(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 45 ||
    code === 46 ||
    code === 95 ||
    code === 126
  );
}
