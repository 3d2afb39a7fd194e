// Parses and writes Cache-Control, of requests and of responses, as a record with a field for each directive.
import { dumpHeader, parseDictHeader } from "./header-value.ts";

/** The directives of Cache-Control (RFC 9111 section 5.2, RFC 5861, RFC 8246). Times in seconds. */
export interface CacheControl {
  readonly maxAge?: number | undefined;
  readonly noCache?: boolean | string | undefined;
  readonly noStore?: boolean | undefined;
  readonly noTransform?: boolean | undefined;
  readonly staleIfError?: number | undefined;
  /** Requests: seconds, or true for any age. */
  readonly maxStale?: number | true | undefined;
  /** Requests. */
  readonly minFresh?: number | undefined;
  /** Requests. */
  readonly onlyIfCached?: boolean | undefined;
  /** Responses; for the shared caches alone. */
  readonly sMaxAge?: number | undefined;
  /** Responses. */
  readonly public?: boolean | undefined;
  /** Responses; a string names the fields that are private. */
  readonly private?: boolean | string | undefined;
  /** Responses. */
  readonly mustRevalidate?: boolean | undefined;
  /** Responses. */
  readonly proxyRevalidate?: boolean | undefined;
  /** Responses. */
  readonly mustUnderstand?: boolean | undefined;
  /** Responses; the content will never change. */
  readonly immutable?: boolean | undefined;
  /** Responses. */
  readonly staleWhileRevalidate?: number | undefined;
  /** Directives that are none of these, or whose value is malformed, as they came. */
  readonly extensions?: Readonly<Record<string, string | null>> | undefined;
}

type Directive = Exclude<keyof CacheControl, "extensions">;
type Kind = "flag" | "seconds" | "text" | "any-age";

const directives: ReadonlyMap<string, readonly [Directive, Kind]> = new Map([
  ["max-age", ["maxAge", "seconds"]],
  ["no-cache", ["noCache", "text"]],
  ["no-store", ["noStore", "flag"]],
  ["no-transform", ["noTransform", "flag"]],
  ["stale-if-error", ["staleIfError", "seconds"]],
  ["max-stale", ["maxStale", "any-age"]],
  ["min-fresh", ["minFresh", "seconds"]],
  ["only-if-cached", ["onlyIfCached", "flag"]],
  ["s-maxage", ["sMaxAge", "seconds"]],
  ["public", ["public", "flag"]],
  ["private", ["private", "text"]],
  ["must-revalidate", ["mustRevalidate", "flag"]],
  ["proxy-revalidate", ["proxyRevalidate", "flag"]],
  ["must-understand", ["mustUnderstand", "flag"]],
  ["immutable", ["immutable", "flag"]],
  ["stale-while-revalidate", ["staleWhileRevalidate", "seconds"]],
]);

const names: ReadonlyMap<string, string> = new Map(Array.from(directives, ([name, [field]]) => [field, name]));

/**
 * Parses a `Cache-Control` header. A directive whose value is malformed counts as an extension.
 *
 * @example
 * ```ts
 * import { parseCacheControl } from "demijohn/http";
 * console.log(parseCacheControl("max-age=60, no-cache")); // { maxAge: 60, noCache: true }
 * ```
 */
export function parseCacheControl(header: string | undefined): CacheControl {
  const result: Partial<Record<Directive, boolean | number | string>> & { extensions?: Record<string, string | null> } =
    {};
  for (const [name, value] of Object.entries(header === undefined ? {} : parseDictHeader(header))) {
    const directive = directives.get(name.toLowerCase());
    const parsed = directive === undefined ? undefined : parseValue(value, directive[1]);
    if (directive !== undefined && parsed !== undefined) {
      result[directive[0]] = parsed;
    } else {
      result.extensions ??= Object.create(null) as Record<string, string | null>;
      result.extensions[name] = value;
    }
  }
  return result as CacheControl;
}

function parseValue(value: string | null, kind: Kind): boolean | number | string | undefined {
  if (kind === "flag") return true;
  if (value === null) return kind === "seconds" ? undefined : true;
  if (kind === "text") return value;
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/**
 * Writes a `Cache-Control` header in the order of the record's fields. False and undefined ones are left out.
 *
 * @example
 * ```ts
 * import { formatCacheControl } from "demijohn/http";
 * console.log(formatCacheControl({ public: true, maxAge: 31536000, immutable: true })); // public, max-age=31536000, immutable
 * ```
 */
export function formatCacheControl(directives: CacheControl): string {
  const items: Record<string, string | number | null> = Object.create(null);
  for (const [field, value] of Object.entries(directives)) {
    if (field === "extensions") Object.assign(items, value);
    else if (value === true) items[names.get(field) ?? field] = null;
    else if (value !== false && value !== undefined) {
      items[names.get(field) ?? field] = typeof value === "number" ? Math.trunc(value) : (value as string);
    }
  }
  return dumpHeader(items);
}
