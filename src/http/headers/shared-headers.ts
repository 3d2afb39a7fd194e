// Holds header lines that many responses carry unchanged, checked and written once.
import { flatHeaders, HeaderMap, type HeadersInit } from "../header-map.ts";

// What is asked for comes from code, which asks for the same few; a program that builds names from data makes no more than this.
const mostVariants = 20;

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

/** No headers at all: what others are added to. */
export const noHeaders: SharedHeaders = new SharedHeaders({});

const variants = new WeakMap<SharedHeaders, Map<string, SharedHeaders>>();
const unions = new WeakMap<SharedHeaders, WeakMap<SharedHeaders, SharedHeaders>>();

/** The headers with a name among those of `Vary`; undefined where too many names were asked for already. */
export function varying(shared: SharedHeaders, name: string): SharedHeaders | undefined {
  let known = variants.get(shared);
  if (known === undefined) variants.set(shared, (known = new Map()));
  let made = known.get(name);
  if (made === undefined && known.size < mostVariants) {
    const headers = mapOf(shared);
    addVary(headers, [name]);
    known.set(name, (made = new SharedHeaders(headers)));
  }
  return made;
}

/** The first headers, and of the second those that are not among the first. */
export function joined(first: SharedHeaders, second: SharedHeaders): SharedHeaders {
  let known = unions.get(first);
  if (known === undefined) unions.set(first, (known = new WeakMap()));
  let made = known.get(second);
  if (made === undefined) {
    const headers = mapOf(first);
    second.addTo(headers);
    known.set(second, (made = new SharedHeaders(headers)));
  }
  return made;
}

function mapOf(shared: SharedHeaders): HeaderMap {
  const headers = new HeaderMap();
  flatHeaders(headers).push(...shared.flat);
  return headers;
}

/** Adds field names to `Vary`, each once (RFC 9110 section 12.5.5). */
export function addVary(headers: HeaderMap, names: readonly string[]): void {
  const present = (headers.get("vary") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const seen = new Set(present.map((name) => name.toLowerCase()));
  if (seen.has("*")) return;
  for (const name of names) {
    if (seen.has(name.toLowerCase())) continue;
    seen.add(name.toLowerCase());
    present.push(name);
  }
  headers.set("Vary", present.join(", "));
}
