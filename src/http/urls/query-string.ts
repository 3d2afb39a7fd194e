// Parses a query string or an urlencoded form into a MultiMap, in one pass over the text.
import { BadRequest, PayloadTooLarge } from "../http-error.ts";
import { type MultiMap, multiMapFromFlat } from "../multi-map.ts";
import { percentDecode } from "./percent.ts";

/** The options of {@link parseQueryString}. */
export interface QueryStringOptions {
  /** The most pairs: 1000. */
  readonly fields?: number | undefined;
  /** What the map is called in errors: `query`, which answers 400, or `form`, which answers 413. */
  readonly source?: "query" | "form" | undefined;
}

const PLUS = 43;
const PERCENT = 37;
const AMPERSAND = 38;
const EQUALS = 61;

/**
 * Parses `a=1&b=2`. `+` is a space, percent escapes are UTF-8, and what is no valid escape stays as it is.
 *
 * A leading question mark is not part of a query string; pass the text after it.
 *
 * @throws HttpError `HTTP_TOO_MANY_FIELDS` with more pairs than `fields`.
 * @example
 * ```ts
 * import { parseQueryString } from "demijohn/http";
 * const query = parseQueryString("name=Ada+L&tag=a&tag=b");
 * console.log(query.get("name"), query.getAll("tag")); // Ada L ["a", "b"]
 * ```
 */
export function parseQueryString(text: string, options: QueryStringOptions = {}): MultiMap {
  const limit = (options.fields ?? 1000) * 2;
  const source = options.source ?? "query";
  const flat: string[] = [];
  const end = text.length;
  let start = 0;
  let equals = -1;
  let keyCoded = false;
  let coded = false;
  for (let i = 0; i <= end; i++) {
    const code = i === end ? AMPERSAND : text.charCodeAt(i);
    if (code === AMPERSAND) {
      if (i > start) {
        if (flat.length >= limit) throw tooManyFields(limit / 2, source);
        if (equals < 0) flat.push(decodePart(text, start, i, coded), "");
        else flat.push(decodePart(text, start, equals, keyCoded), decodePart(text, equals + 1, i, coded));
      }
      start = i + 1;
      equals = -1;
      coded = false;
    } else if (code === EQUALS && equals < 0) {
      equals = i;
      keyCoded = coded;
      coded = false;
    } else if (code === PLUS || code === PERCENT) {
      coded = true;
    }
  }
  return multiMapFromFlat(flat, source);
}

function decodePart(text: string, start: number, end: number, coded: boolean): string {
  const part = text.slice(start, end);
  return coded ? percentDecode(part.replaceAll("+", " ")) : part;
}

function tooManyFields(limit: number, source: "query" | "form"): BadRequest | PayloadTooLarge {
  const Kind = source === "query" ? BadRequest : PayloadTooLarge;
  return new Kind(`The ${source} has more than ${limit} fields.`, {
    code: "HTTP_TOO_MANY_FIELDS",
    cure: "Send fewer, or raise the limit: new App({ limits: { fields: 5000 } }).",
  });
}
