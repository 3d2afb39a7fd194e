// Turns values into the text that is signed and back: compact JSON, deflated where that is shorter, in base64url.
import { BadSignature } from "./bad-signature.ts";

/** How values become JSON and come back; `JSON` itself is one. */
export interface JsonFormat {
  stringify(value: unknown): string | undefined;
  parse(text: string): unknown;
}

/** Which text form a payload has. */
export interface PayloadFormat {
  readonly json: JsonFormat;
  /** Whether the text is base64url, safe in addresses, cookies and headers, or the JSON as it is. */
  readonly urlSafe: boolean;
  /** The most bytes of JSON that a payload may unpack to. */
  readonly maxBytes: number;
}

// Shorter JSON practically never shrinks, and trying costs more than all the rest of signing.
const shortestToDeflate = 100;

/** Writes a value as payload text. @throws TypeError when the value has no JSON form. */
export function encodePayload(value: unknown, format: PayloadFormat): string {
  const json = format.json.stringify(value);
  if (json === undefined) throw new TypeError(`A value of type ${typeof value} has no JSON form and cannot be signed.`);
  if (!format.urlSafe) return json;
  const plain = Buffer.from(json, "utf8");
  if (plain.length >= shortestToDeflate) {
    const deflated = process.getBuiltinModule("node:zlib").deflateSync(plain);
    if (deflated.length < plain.length - 1) return `.${deflated.toString("base64url")}`;
  }
  return plain.toString("base64url");
}

/** Reads payload text. @throws BadSignature `KERNEL_BAD_PAYLOAD` */
export function decodePayload(text: string, format: PayloadFormat): unknown {
  try {
    return format.json.parse(format.urlSafe ? unpack(text, format.maxBytes) : text);
  } catch (cause) {
    throw new BadSignature("KERNEL_BAD_PAYLOAD", "The signature matches, but what it signs cannot be read.", {
      untrustedPayload: text,
      cause,
      cure: "Read it with the serializer options that it was written with.",
    });
  }
}

function unpack(text: string, maxBytes: number): string {
  const isDeflated = text.startsWith(".");
  const encoded = isDeflated ? text.slice(1) : text;
  if (!/^[A-Za-z0-9_-]*$/.test(encoded)) throw new SyntaxError("The payload is not base64url.");
  const bytes = Buffer.from(encoded, "base64url");
  const json = isDeflated
    ? process.getBuiltinModule("node:zlib").inflateSync(bytes, { maxOutputLength: maxBytes })
    : bytes;
  if (json.length > maxBytes) throw new RangeError(`The payload is larger than ${maxBytes} bytes.`);
  return json.toString("utf8");
}
