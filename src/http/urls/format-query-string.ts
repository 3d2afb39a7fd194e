// Writes key and value pairs as a query string or an urlencoded form.

/**
 * Encodes pairs as `key=value&key=value`, spaces as `+`. WHATWG URL, application/x-www-form-urlencoded.
 *
 * @example
 * ```ts
 * import { formatQueryString } from "demijohn/http";
 * console.log(formatQueryString([["q", "red wine"], ["page", 2]])); // q=red+wine&page=2
 * ```
 */
export function formatQueryString(
  pairs: Iterable<readonly [string, string | number | boolean | bigint | null | undefined]>,
): string {
  let out = "";
  for (const [key, value] of pairs) {
    if (value === null || value === undefined) continue;
    out += `${out === "" ? "" : "&"}${encodePart(key)}=${encodePart(String(value))}`;
  }
  return out;
}

function encodePart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%20/g, "+").replace(/'/g, "%27");
}
