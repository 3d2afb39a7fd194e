// Parses a JSON body, refuses keys that could reach a prototype, and says where a fault stands.
import { quoteValue } from "#kernel";
import { BadRequest } from "../http-error.ts";
import { findJsonFault } from "./json-fault.ts";
import { decodeText } from "./text-decoding.ts";

/**
 * Parses a JSON body (RFC 8259): UTF-8, or the charset given.
 *
 * A body that has a key `__proto__`, or a key `constructor` with a `prototype` in its object, is refused: merged into
 * another object by careless code, it would change every object of the program.
 *
 * @throws BadRequest `HTTP_BAD_JSON` with line, column and an excerpt; `HTTP_UNSAFE_JSON` for such keys.
 * @throws UnsupportedMediaType `HTTP_UNKNOWN_CHARSET`.
 * @example
 * ```ts
 * import { parseJsonBytes } from "demijohn/http";
 * console.log(parseJsonBytes(new TextEncoder().encode('{"jar":7}'))); // { jar: 7 }
 * ```
 */
export function parseJsonBytes(bytes: Uint8Array, charset?: string): unknown {
  return parseJsonText(decodeText(bytes, charset, { strict: true }));
}

/** Parses JSON text; see {@link parseJsonBytes}. */
export function parseJsonText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (cause) {
    throw badJson(text, cause);
  }
  // Keys may be written with escapes, so a backslash makes the text suspicious as well.
  if (suspicious.test(text)) checkKeys(value);
  return value;
}

const suspicious = /__proto__|"constructor"|\\u/;

function checkKeys(root: unknown): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) open.push(item);
      continue;
    }
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key];
      if (key === "__proto__") throw unsafeJson(key);
      if (key === "constructor" && typeof inner === "object" && inner !== null && Object.hasOwn(inner, "prototype")) {
        throw unsafeJson(key);
      }
      open.push(inner);
    }
  }
}

function unsafeJson(key: string): BadRequest {
  return new BadRequest(`The JSON body has the key ${quoteValue(key)}, which is not accepted.`, {
    code: "HTTP_UNSAFE_JSON",
    cure: "Rename the key.",
  });
}

function badJson(text: string, cause: unknown): BadRequest {
  if (text.trim() === "") {
    return new BadRequest("The JSON body is empty.", { code: "HTTP_BAD_JSON", cure: "Send at least null." });
  }
  const at = findJsonFault(text);
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  const found = at >= text.length ? "the end of the text" : quoteValue(String.fromCodePoint(text.codePointAt(at)!));
  return new BadRequest(`The JSON body is not valid: ${found} at line ${line}, column ${column} is not expected.`, {
    code: "HTTP_BAD_JSON",
    wrote: quoteValue(text.slice(Math.max(0, at - 30), at + 30), 80),
    cure: "Check quotes, commas and brackets there; JSON has no trailing commas, comments or single quotes.",
    cause,
  });
}
