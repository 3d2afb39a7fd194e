// Writes the domain and path of one route from values, or says what keeps it from being the right route.
import type { ValueConverter } from "../converters/value-converter.ts";
import type { CompiledRoute } from "../match/compile-route.ts";
import type { Piece } from "../pattern/pattern-part.ts";
import { encodePath } from "./quote.ts";

/** An address without scheme, root and query. `domain` is undefined for a route of any host. */
export interface WrittenRoute {
  readonly kind: "written";
  readonly domain: string | undefined;
  readonly path: string;
}

/** Why a route is not the one to build from. */
export type Fault =
  | { readonly kind: "method" }
  | { readonly kind: "missing"; readonly names: readonly string[] }
  | { readonly kind: "default"; readonly name: string; readonly wanted: unknown }
  | { readonly kind: "value"; readonly name: string; readonly expects: string; readonly cause?: unknown };

export type Values = Readonly<Record<string, unknown>>;

const dotSegment = /(?:^|\/)\.{1,2}(?:\/|$)/;

/** Says why a route does not suit, or returns undefined where it does as far as names, defaults and method tell. */
export function findFault<T>(route: CompiledRoute<T>, values: Values, method: string | undefined): Fault | undefined {
  if (method !== undefined && route.methods !== undefined && !route.methods.has(method)) return { kind: "method" };
  const { defaults } = route;
  if (defaults !== undefined)
    for (const name of Object.keys(defaults)) {
      const value = values[name];
      if (value !== undefined && value !== defaults[name]) return { kind: "default", name, wanted: defaults[name] };
    }
  const missing = route.names.filter((name) => values[name] === undefined && !hasOwn(defaults, name));
  return missing.length > 0 ? { kind: "missing", names: missing } : undefined;
}

function hasOwn(record: Values | undefined, name: string): boolean {
  return record !== undefined && Object.hasOwn(record, name);
}

/** Writes a route that {@link findFault} has nothing against. */
export function writeRoute<T>(route: CompiledRoute<T>, values: Values): WrittenRoute | Fault {
  let domain: string | undefined;
  if (route.domain !== undefined) {
    const written = writePieces(route, route.domain, values);
    if (typeof written !== "string") return written;
    domain = written.toLowerCase();
  }
  const path = writePieces(route, route.path, values);
  return typeof path === "string" ? { kind: "written", domain, path: encodePath(path) } : path;
}

function writePieces<T>(route: CompiledRoute<T>, pieces: readonly Piece[], values: Values): string | Fault {
  let out = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      out += piece;
      continue;
    }
    const { name, converter } = piece;
    const value = hasOwn(route.defaults, name) ? route.defaults![name] : values[name];
    let text: string | undefined;
    try {
      text = writeValue(converter, value);
    } catch (cause) {
      return { kind: "value", name, expects: converter.expects, cause };
    }
    if (text === undefined) return { kind: "value", name, expects: converter.expects };
    // Browsers resolve these segments, and would ask for another address.
    if (dotSegment.test(text) && dotSegment.test(lastSegments(pieces, out, text, piece)))
      return { kind: "value", name, expects: `${converter.expects}, and no "." or ".." between slashes` };
    out += text;
  }
  return out;
}

// The text of a value with the rest of the segments that it stands in.
function lastSegments(pieces: readonly Piece[], before: string, text: string, piece: Piece): string {
  const next = pieces[pieces.indexOf(piece) + 1];
  const after = typeof next === "string" ? next.split("/", 1)[0]! : next === undefined ? "" : "x";
  return before.slice(before.lastIndexOf("/") + 1) + text + after;
}

function writeValue(converter: ValueConverter, value: unknown): string | undefined {
  const text = converter.write(value);
  if (typeof text !== "string" || !converter.accepts(text, 0, text.length)) return undefined;
  if (converter.isolating && text.includes("/")) return undefined;
  // Built-in converters know numbers out of range only by their value.
  if (converter.scan !== undefined && converter.read(text, 0, text.length) === undefined) return undefined;
  return text;
}
