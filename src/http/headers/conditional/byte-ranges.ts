// Plans a 206 answer: which bytes of a resource go out, and the text between them where there are several ranges.
import { RangeNotSatisfiable } from "../../http-error.ts";
import { type ByteRange, formatContentRange, parseRange, resolveRanges } from "./range.ts";

/** What is sent: text of the multipart frame, or a range of the resource. */
export type PartialPiece = string | ByteRange;

/** A 206 answer. */
export interface PartialPlan {
  /** `Content-Type`, `Content-Length` and, for a single range, `Content-Range`. */
  readonly headers: readonly (readonly [string, string])[];
  readonly pieces: readonly PartialPiece[];
}

/** The resource that {@link planPartial} cuts. */
export interface PartialResource {
  /** In bytes. */
  readonly length: number;
  readonly contentType?: string | undefined;
}

/**
 * Plans the answer to a `Range` header. It is undefined where the whole resource is to be sent.
 *
 * Several ranges become a `multipart/byteranges` body (RFC 9110 section 14.6).
 *
 * @throws RangeNotSatisfiable 416 with `Content-Range`, where no range lies in the resource.
 * @example
 * ```ts
 * import { planPartial } from "demijohn/http";
 * const plan = planPartial("bytes=0-3", { length: 10, contentType: "text/plain" });
 * console.log(plan?.headers.at(-1), plan?.pieces); // ["Content-Range", "bytes 0-3/10"] [{ start: 0, end: 4 }]
 * ```
 */
export function planPartial(header: string | undefined, resource: PartialResource): PartialPlan | undefined {
  const { length, contentType = "application/octet-stream" } = resource;
  const ranges = resolveRanges(parseRange(header), length);
  if (ranges === undefined) return undefined;
  const [first] = ranges;
  if (first === undefined) throw new RangeNotSatisfiable(length);
  const contentRange = (range: ByteRange): string => formatContentRange({ unit: "bytes", range, length });
  if (ranges.length === 1) {
    const size = first.end - first.start;
    const headers = [
      ["Content-Type", contentType],
      ["Content-Length", String(size)],
      ["Content-Range", contentRange(first)],
    ];
    return { headers: headers as [string, string][], pieces: [first] };
  }
  const boundary = crypto.randomUUID();
  const pieces: PartialPiece[] = [];
  let size = 0;
  for (const [i, range] of ranges.entries()) {
    const open = `${i === 0 ? "" : "\r\n"}--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: ${contentRange(range)}\r\n\r\n`;
    pieces.push(open, range);
    size += open.length + range.end - range.start;
  }
  const close = `\r\n--${boundary}--\r\n`;
  pieces.push(close);
  size += close.length;
  const type = `multipart/byteranges; boundary=${boundary}`;
  return {
    headers: [
      ["Content-Type", type],
      ["Content-Length", String(size)],
    ],
    pieces,
  };
}
