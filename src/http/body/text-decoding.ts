// Decodes a body's bytes into text by the charset of its Content-Type.
import { quoteValue } from "#kernel";
import { BadRequest, UnsupportedMediaType } from "../http-error.ts";

/** The options of {@link decodeText}. */
export interface TextDecodingOptions {
  /** Answers 400 where the bytes are not valid in the charset, rather than to put U+FFFD in their place. */
  readonly strict?: boolean | undefined;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: false });
const utf8Strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/**
 * Decodes bytes as UTF-8 (the default), ASCII, ISO-8859-1 or UTF-16LE. A byte order mark is dropped.
 *
 * The list is closed: other charsets are rare in requests and common in attacks on filters.
 *
 * @throws UnsupportedMediaType `HTTP_UNKNOWN_CHARSET` for any other charset.
 * @throws BadRequest `HTTP_BAD_TEXT` for invalid bytes, where `strict`.
 */
export function decodeText(bytes: Uint8Array, charset?: string, options: TextDecodingOptions = {}): string {
  switch (charset === undefined ? "utf-8" : charset.toLowerCase()) {
    case "utf-8":
    case "utf8":
    case "us-ascii":
    case "ascii":
      return decodeUtf8(bytes, options.strict === true);
    case "iso-8859-1":
    case "latin1":
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    case "utf-16le":
      return new TextDecoder("utf-16le", { fatal: false }).decode(bytes);
    default:
      throw new UnsupportedMediaType(`The charset ${quoteValue(charset)} is not supported.`, {
        code: "HTTP_UNKNOWN_CHARSET",
        facts: ["Charsets: utf-8, us-ascii, iso-8859-1, utf-16le."],
        cure: "Send the body as UTF-8.",
      });
  }
}

function decodeUtf8(bytes: Uint8Array, strict: boolean): string {
  if (!strict) return utf8.decode(bytes);
  try {
    return utf8Strict.decode(bytes);
  } catch {
    throw new BadRequest("The body is not valid UTF-8.", {
      code: "HTTP_BAD_TEXT",
      cure: "Send it as UTF-8, or name its charset in Content-Type.",
    });
  }
}
