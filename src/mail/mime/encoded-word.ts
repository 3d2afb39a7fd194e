// Writes header text in ASCII: plain where it is, in encoded words where it is not (RFC 2047).

const longestWord = 75;
const wrapping = "=?UTF-8?B??=".length;

/** Writes unstructured text, such as a subject. */
export function encodeHeaderText(text: string): string {
  // "=?" itself would be read as the beginning of an encoded word.
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes("=?") && !/\S{900}/.test(text)) return text;
  const bytes = Buffer.byteLength(text);
  const beyond = bytes - text.replace(/[^\x20-\x7e]/g, "").length;
  return beyond * 3 > bytes ? inWords(text, "B", base64) : inWords(text, "Q", qText);
}

/** Writes a name before an address: an atom phrase, a quoted string or encoded words. */
export function encodePhrase(name: string): string {
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*$/.test(name) && !name.includes("=?")) return name;
  if (/^[\x20-\x7e]*$/.test(name) && !name.includes("=?")) return `"${name.replace(/(["\\])/g, "\\$1")}"`;
  return encodeHeaderText(name);
}

/** Writes a parameter of a structured header: quoted, or as RFC 2231 says beyond ASCII. */
export function encodeParameter(name: string, value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return `${name}="${value.replace(/(["\\])/g, "\\$1")}"`;
  const percent = encodeURIComponent(value).replace(
    /[*'()!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${name}*=UTF-8''${percent}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

// Only these stand for themselves in a phrase (RFC 2047 section 5).
function qText(text: string): string {
  let out = "";
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9!*+/-]/.test(character)) out += character;
    else out += byte === 0x20 ? "_" : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}

// A character is never split between words, as readers decode each word by itself.
function inWords(text: string, kind: "B" | "Q", encode: (text: string) => string): string {
  const words: string[] = [];
  let piece = "";
  for (const character of text) {
    if (piece !== "" && encode(piece + character).length > longestWord - wrapping) {
      words.push(piece);
      piece = "";
    }
    piece += character;
  }
  words.push(piece);
  return words.map((word) => `=?UTF-8?${kind}?${encode(word)}?=`).join(" ");
}
