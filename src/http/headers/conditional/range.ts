// Parses Range and Content-Range, and turns a range into positions of a resource of known length.

/**
 * One range of a request. It goes from `start` up to `end` (not included, undefined for the rest), or is the last
 * `suffix` units.
 */
export type RangeSpec = { readonly start: number; readonly end: number | undefined } | { readonly suffix: number };

/** A `Range` header. */
export interface Range {
  /** Lower case, `bytes` in practice. */
  readonly unit: string;
  readonly ranges: readonly RangeSpec[];
}

/** Positions in a resource: from `start` up to `end`, not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const plainNumber = /^\d{1,18}$/;

/**
 * Parses a `Range` header (RFC 9110 section 14.2). The result is undefined where it is malformed, which means that it
 * is ignored.
 *
 * Ranges must ascend without overlap: a header that asks for the same bytes many times is an attack (section 14.2).
 *
 * @example
 * ```ts
 * import { parseRange } from "demijohn/http";
 * console.log(parseRange("bytes=0-99, -10")?.ranges); // [{ start: 0, end: 100 }, { suffix: 10 }]
 * ```
 */
export function parseRange(header: string | undefined): Range | undefined {
  const equals = header?.indexOf("=") ?? -1;
  if (header === undefined || equals < 0) return undefined;
  const ranges: RangeSpec[] = [];
  let lastEnd = 0;
  for (const item of header.slice(equals + 1).split(",")) {
    const text = item.trim();
    const dash = text.indexOf("-");
    if (dash < 0 || lastEnd === Number.POSITIVE_INFINITY) return undefined;
    const first = text.slice(0, dash).trim();
    const last = text.slice(dash + 1).trim();
    if (first === "") {
      if (!plainNumber.test(text.slice(1))) return undefined;
      ranges.push({ suffix: Number(last) });
      lastEnd = Number.POSITIVE_INFINITY;
      continue;
    }
    if (!plainNumber.test(first) || (last !== "" && !plainNumber.test(last))) return undefined;
    const start = Number(first);
    const end = last === "" ? undefined : Number(last) + 1;
    if (start < lastEnd || (end !== undefined && start >= end)) return undefined;
    ranges.push({ start, end });
    lastEnd = end ?? Number.POSITIVE_INFINITY;
  }
  return { unit: header.slice(0, equals).trim().toLowerCase(), ranges };
}

/** Writes a `Range` header. */
export function formatRange(range: Range): string {
  const parts = range.ranges.map((spec) =>
    "suffix" in spec ? `-${spec.suffix}` : `${spec.start}-${spec.end === undefined ? "" : spec.end - 1}`,
  );
  return `${range.unit}=${parts.join(",")}`;
}

// Browsers and download managers ask for a few at most.
const mostRanges = 50;

/**
 * The positions that a `Range` header means in a resource of `length` bytes. None is left where none lies in it (416).
 *
 * Undefined where the header is missing, malformed, of another unit or of too many ranges: the whole is sent then.
 */
export function resolveRanges(range: Range | undefined, length: number): ByteRange[] | undefined {
  if (range === undefined || range.unit !== "bytes" || range.ranges.length > mostRanges) return undefined;
  const result: ByteRange[] = [];
  for (const spec of range.ranges) {
    const start = "suffix" in spec ? Math.max(0, length - spec.suffix) : spec.start;
    const end = "suffix" in spec ? length : Math.min(spec.end ?? length, length);
    if (start < end) result.push({ start, end });
  }
  return result;
}

/** A `Content-Range` header. Without `range` none of the resource is sent; without `length` it is not known. */
export interface ContentRange {
  readonly unit: string;
  readonly range?: ByteRange | undefined;
  readonly length?: number | undefined;
}

/** Parses a `Content-Range` header (RFC 9110 section 14.4). The result is undefined where it is malformed. */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const text = header?.trim() ?? "";
  const space = text.search(/\s/);
  const slash = text.indexOf("/", space);
  if (space < 0 || slash < 0) return undefined;
  const unit = text.slice(0, space);
  const rangeText = text.slice(space, slash).trim();
  const wholeLength = text.slice(slash + 1).trim();
  if (wholeLength !== "*" && !plainNumber.test(wholeLength)) return undefined;
  const length = wholeLength === "*" ? undefined : Number(wholeLength);
  if (rangeText === "*") return { unit, length };
  const positions = /^(\d{1,18})\s*-\s*(\d{1,18})$/.exec(rangeText);
  if (positions === null) return undefined;
  const range = { start: Number(positions[1]), end: Number(positions[2]) + 1 };
  return range.start < range.end && (length === undefined || range.start < length)
    ? { unit, range, length }
    : undefined;
}

/** Writes a `Content-Range` header. */
export function formatContentRange(range: ContentRange): string {
  const positions = range.range === undefined ? "*" : `${range.range.start}-${range.range.end - 1}`;
  return `${range.unit} ${positions}/${range.length ?? "*"}`;
}
