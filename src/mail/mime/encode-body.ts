// Writes a body in lines of ASCII: as it is, in quoted-printable or in base64, whichever is shortest and safe (RFC 2045).

/** A body as it is sent, and the name of its encoding. */
export interface EncodedBody {
  readonly encoding: "7bit" | "quoted-printable" | "base64";
  readonly text: string;
}

const widest = 76;

/** Encodes text, whose line breaks become CRLF. */
export function encodeText(text: string): EncodedBody {
  const lines = text.replace(/\r\n?|\n/g, "\r\n");
  const isPlain = /^[\r\n\t\x20-\x7e]*$/.test(lines);
  // Trailing spaces get lost on the way, and "From " at a line's beginning is changed by old programs.
  if (isPlain && !/[^\r\n]{77}|[ \t]\r\n|[ \t]$|^From /m.test(lines)) return { encoding: "7bit", text: lines };
  const readable = quotedPrintable(lines);
  const bytes = Buffer.from(lines);
  return readable.length > bytes.length * 1.5
    ? { encoding: "base64", text: base64Lines(bytes) }
    : { encoding: "quoted-printable", text: readable };
}

/** Encodes bytes in lines of 76 characters. */
export function base64Lines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return text.replace(/.{76}(?=.)/g, "$&\r\n");
}

function quotedPrintable(text: string): string {
  return text
    .split("\r\n")
    .map((line) => quoteLine(line))
    .join("\r\n");
}

function quoteLine(line: string): string {
  const bytes = Buffer.from(line);
  let out = "";
  let width = 0;
  for (let i = 0; i < bytes.length; i++) {
    const token = quoteByte(bytes[i]!, {
      isLast: i === bytes.length - 1,
      beginsFrom: i === 0 && line.startsWith("From "),
    });
    // One column stays free for the = that says that the line goes on.
    if (width + token.length > widest - 1) {
      out += "=\r\n";
      width = 0;
    }
    out += token;
    width += token.length;
  }
  return out;
}

function quoteByte(byte: number, place: { readonly isLast: boolean; readonly beginsFrom: boolean }): string {
  const isSpace = byte === 0x20 || byte === 0x09;
  const isSafe = isSpace ? !place.isLast : byte > 0x20 && byte < 0x7f && byte !== 0x3d && !place.beginsFrom;
  return isSafe ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
