// Holds header lines that many responses carry unchanged, checked and written once.
import { flatHeaders, HeaderMap, type HeadersInit } from "../header-map.ts";

/**
 * Headers that many responses carry unchanged, such as those of a policy.
 *
 * `response.share(headers)` adds those that the response does not have itself, without a header map being made for it.
 *
 * @throws DemijohnError `HTTP_BAD_HEADER_NAME` and `HTTP_BAD_HEADER_VALUE`.
 * @example
 * ```ts
 * import { Response, SharedHeaders } from "demijohn/http";
 * const shared = new SharedHeaders({ "X-Content-Type-Options": "nosniff" });
 * console.log(new Response("Hi").share(shared).headers.get("x-content-type-options")); // nosniff
 * ```
 */
export class SharedHeaders {
  /** Name, value, name, value …; never changed. */
  readonly flat: readonly string[];
  /** The lines as they are sent, each with its line break. */
  readonly text: string;
  /** For servers: what they have made of these headers and a content type, by both. */
  readonly made: Map<string, unknown> = new Map();

  constructor(init: HeadersInit) {
    const map = new HeaderMap(init);
    this.flat = Object.freeze([...flatHeaders(map)]);
    this.text = map.toString();
  }

  /** Adds to a map the headers that it has no line of. */
  addTo(headers: HeaderMap): void {
    const { flat } = this;
    for (let i = 0; i < flat.length; i += 2)
      if (!headers.has(flat[i]!)) flatHeaders(headers).push(flat[i]!, flat[i + 1]!);
  }
}
