// Decides what a request's preconditions mean for a resource: go on, not modified, or failed.
import { parseHttpDate } from "../http-date.ts";
import { type ETag, parseETags } from "./etags.ts";

/** What is known of the resource as it is now. */
export interface ResourceState {
  readonly etag?: ETag | undefined;
  readonly lastModified?: Date | undefined;
  /** False where there is no resource yet, as before a PUT that makes it; true unless given. */
  readonly exists?: boolean | undefined;
}

/** What to do: answer as usual, answer 304, or answer 412. */
export type ConditionOutcome = "proceed" | "not-modified" | "failed";

/**
 * Evaluates a request's conditions in the order of RFC 9110 section 13.2.2. They are If-Match, If-Unmodified-Since,
 * If-None-Match and If-Modified-Since.
 *
 * @example
 * ```ts
 * import { evaluateConditions, HeaderMap } from "demijohn/http";
 * const headers = new HeaderMap({ "If-None-Match": '"v7"' });
 * console.log(evaluateConditions("GET", headers, { etag: { value: "v7", weak: false } })); // not-modified
 * ```
 */
export function evaluateConditions(
  method: string,
  headers: { get(name: string): string | undefined },
  resource: ResourceState,
): ConditionOutcome {
  const reading = method === "GET" || method === "HEAD";
  const exists = resource.exists ?? true;
  const ifMatch = headers.get("if-match");
  if (ifMatch !== undefined) {
    if (!matchesStrongly(ifMatch, resource.etag, exists)) return "failed";
  } else if (isModifiedSince(resource.lastModified, headers.get("if-unmodified-since"))) {
    return "failed";
  }
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== undefined) {
    if (matchesWeakly(ifNoneMatch, resource.etag, exists)) return reading ? "not-modified" : "failed";
  } else if (reading && isModifiedSince(resource.lastModified, headers.get("if-modified-since")) === false) {
    return "not-modified";
  }
  return "proceed";
}

function matchesStrongly(header: string, etag: ETag | undefined, exists: boolean): boolean {
  const tags = parseETags(header);
  if (tags.any) return exists;
  return etag !== undefined && !etag.weak && tags.has(etag.value);
}

function matchesWeakly(header: string, etag: ETag | undefined, exists: boolean): boolean {
  const tags = parseETags(header);
  if (tags.any) return exists;
  return etag !== undefined && tags.hasWeak(etag.value);
}

// Undefined where either is not known, so that the condition is ignored. Header dates have whole seconds.
function isModifiedSince(lastModified: Date | undefined, header: string | undefined): boolean | undefined {
  const since = parseHttpDate(header);
  if (since === undefined || lastModified === undefined) return undefined;
  return Math.floor(lastModified.getTime() / 1000) > Math.floor(since.getTime() / 1000);
}

/** The value of `If-Range`. It is an entity tag or a date, or neither where it is missing. */
export interface IfRange {
  readonly etag?: ETag | undefined;
  readonly date?: Date | undefined;
}

/** Parses `If-Range` (RFC 9110 section 13.1.5). */
export function parseIfRange(header: string | undefined): IfRange {
  if (!header) return {};
  const date = parseHttpDate(header);
  if (date !== undefined) return { date };
  const tags = parseETags(header);
  const [strong] = tags.strong;
  const [weak] = tags.weak;
  if (strong !== undefined) return { etag: { value: strong, weak: false } };
  return weak === undefined ? {} : { etag: { value: weak, weak: true } };
}

/**
 * True where a `Range` header may be honoured. Then there is no `If-Range`, or it names the resource as it is now.
 *
 * A weak tag or a date that is not exactly the last modification never does (RFC 9110 section 13.1.5).
 */
export function isRangeFresh(ifRange: string | undefined, resource: ResourceState): boolean {
  if (ifRange === undefined) return true;
  const { etag, date } = parseIfRange(ifRange);
  if (date !== undefined) {
    return (
      resource.lastModified !== undefined &&
      Math.floor(resource.lastModified.getTime() / 1000) * 1000 === date.getTime()
    );
  }
  return (
    etag !== undefined &&
    !etag.weak &&
    resource.etag !== undefined &&
    !resource.etag.weak &&
    resource.etag.value === etag.value
  );
}
