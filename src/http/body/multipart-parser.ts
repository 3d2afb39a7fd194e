// Splits a multipart body, chunk by chunk, into parts: headers, pieces of data, ends. Does no I/O and keeps no data.

import { type HeaderMap, headerMapFromFlat } from "../header-map.ts";
import { BadRequest, PayloadTooLarge } from "../http-error.ts";
import { defaultFormLimits } from "./form-limits.ts";
import { decodeText } from "./text-decoding.ts";

/** What {@link MultipartParser} finds. The bytes of `data` are valid until the next `write`. */
export type MultipartEvent =
  | { readonly kind: "part"; readonly headers: HeaderMap }
  | { readonly kind: "data"; readonly bytes: Buffer }
  | { readonly kind: "end" };

/** Bounds of {@link MultipartParser}. */
export interface MultipartLimits {
  /** The most parts: 1000. */
  readonly parts?: number | undefined;
  /** The most bytes of one part's headers: 16 KiB. */
  readonly partHeaders?: number | undefined;
}

// Invariants:
// 1. #rest is at most one part's headers (limits.partHeaders) or one delimiter with its padding: memory is constant.
// 2. #searched bytes of #rest hold no boundary and no blank line: every byte is searched once, however the chunks fall.
// 3. What #rest holds begins no later than the line break of a delimiter that is not yet whole: see #hold.
// 4. After "closed" nothing is looked at any more.
type State = "preamble" | "headers" | "data" | "closed";

const CR = 13;
const LF = 10;
const DASH = 45;
// More blanks than this after a boundary are no padding but an attempt to make the parser wait.
const maxPadding = 256;
const end: MultipartEvent = { kind: "end" };

/**
 * A streaming parser of multipart bodies. It reads `multipart/form-data` (RFC 7578) and other kinds (RFC 2046 section
 * 5.1).
 *
 * Feed it with `write`, then call `finish`. Lines may end in CR LF, LF or CR, as careless clients write them.
 *
 * @throws BadRequest `HTTP_BAD_MULTIPART` for a body cut off or without boundary.
 * @throws PayloadTooLarge `HTTP_TOO_MANY_PARTS`, `HTTP_PART_HEADERS_TOO_LARGE`.
 * @example
 * ```ts
 * import { MultipartParser } from "demijohn/http";
 * const parser = new MultipartParser("x");
 * const body = '--x\r\nContent-Disposition: form-data; name="jar"\r\n\r\n7\r\n--x--\r\n';
 * for (const event of [...parser.write(Buffer.from(body)), ...parser.finish()]) console.log(event.kind); // part data end
 * ```
 */
export class MultipartParser {
  readonly #needle: Buffer;
  readonly #hold: number;
  readonly #partsLimit: number;
  readonly #headersLimit: number;
  #state: State = "preamble";
  #rest: Buffer = Buffer.alloc(0);
  // True until a byte of the present part's data has passed: its delimiter may then stand without a line break.
  #atStart = false;
  #searched = 0;
  #parts = 0;

  constructor(boundary: string, limits: MultipartLimits = {}) {
    if (!/^[\x20-\x7e]{1,200}$/.test(boundary)) throw badMultipart("its boundary is missing or is not valid");
    this.#needle = Buffer.from(`--${boundary}`, "latin1");
    // A delimiter that began before this many last bytes would have been seen whole: line break, needle.
    this.#hold = this.#needle.length + 2;
    this.#partsLimit = limits.parts ?? defaultFormLimits.parts;
    this.#headersLimit = limits.partHeaders ?? defaultFormLimits.partHeaders;
  }

  /** Takes the next chunk and returns what it completes. */
  write(chunk: Uint8Array): MultipartEvent[] {
    const events: MultipartEvent[] = [];
    if (this.#state === "closed") return events;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#advance(this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]), events, false);
    return events;
  }

  /** Ends the body and returns what that completes. */
  finish(): MultipartEvent[] {
    const events: MultipartEvent[] = [];
    if (this.#state !== "closed") this.#advance(this.#rest, events, true);
    if ((this.#state as State) !== "closed") throw badMultipart("it ends before its closing boundary");
    return events;
  }

  #advance(buffer: Buffer, events: MultipartEvent[], last: boolean): void {
    let at = 0;
    for (;;) {
      const before = at;
      const state = this.#state;
      if (state === "closed") {
        at = buffer.length;
        break;
      }
      at = state === "headers" ? this.#readHeaders(buffer, at, events) : this.#readData(buffer, at, events, last);
      if (at === before && this.#state === state) break;
    }
    // A copy, so that a few held bytes do not keep a whole chunk alive.
    this.#rest = at >= buffer.length ? Buffer.alloc(0) : Buffer.from(buffer.subarray(at));
  }

  // Passes data on (or drops the preamble) up to the next delimiter, or up to what could be the start of one.
  #readData(buffer: Buffer, at: number, events: MultipartEvent[], last: boolean): number {
    let from = at + this.#searched;
    this.#searched = 0;
    for (;;) {
      const needle = buffer.indexOf(this.#needle, from);
      if (needle < 0) break;
      const start = this.#delimiterStart(buffer, at, needle);
      const tail = start < 0 ? "none" : this.#delimiterEnd(buffer, needle + this.#needle.length, last);
      if (tail === "none") {
        from = needle + 1;
        continue;
      }
      this.#emit(buffer, at, start, events);
      if (tail === "more") {
        // What stands between the held start and the needle is searched again, a line break at most.
        this.#searched = needle - start;
        return start;
      }
      this.#closePart(events, tail.closing);
      return tail.at;
    }
    const safe = Math.max(at, buffer.length - this.#hold);
    this.#searched = Math.max(0, buffer.length - this.#needle.length + 1 - safe);
    this.#emit(buffer, at, safe, events);
    return safe;
  }

  // Where the line break before the needle begins, or -1 where the needle does not stand at the start of a line.
  #delimiterStart(buffer: Buffer, at: number, needle: number): number {
    if (this.#state === "preamble") return needle;
    if (needle === at) return this.#atStart ? needle : -1;
    const before = buffer[needle - 1];
    if (before === LF) return needle - 2 >= at && buffer[needle - 2] === CR ? needle - 2 : needle - 1;
    return before === CR ? needle - 1 : -1;
  }

  // After the boundary: "--" ends the body, blanks and a line break end the line, anything else was data.
  #delimiterEnd(buffer: Buffer, at: number, last: boolean): { at: number; closing: boolean } | "none" | "more" {
    if (at >= buffer.length) return last ? "none" : "more";
    if (buffer[at] === DASH) {
      if (at + 1 >= buffer.length) return last ? "none" : "more";
      return buffer[at + 1] === DASH ? { at: at + 2, closing: true } : "none";
    }
    let i = at;
    while (i < buffer.length && isBlank(buffer[i]!)) if (++i - at > maxPadding) return "none";
    if (i >= buffer.length) return last ? "none" : "more";
    if (buffer[i] === LF) return { at: i + 1, closing: false };
    if (buffer[i] !== CR) return "none";
    if (i + 1 >= buffer.length && !last) return "more";
    return { at: buffer[i + 1] === LF ? i + 2 : i + 1, closing: false };
  }

  #emit(buffer: Buffer, from: number, to: number, events: MultipartEvent[]): void {
    if (to <= from) return;
    this.#atStart = false;
    if (this.#state === "data") events.push({ kind: "data", bytes: buffer.subarray(from, to) });
  }

  #closePart(events: MultipartEvent[], closing: boolean): void {
    if (this.#state === "data") events.push(end);
    this.#state = closing ? "closed" : "headers";
    this.#searched = 0;
  }

  #readHeaders(buffer: Buffer, at: number, events: MultipartEvent[]): number {
    const blank = findBlankLine(buffer, at, at + this.#searched);
    const length = (blank?.start ?? buffer.length) - at;
    if (length > this.#headersLimit) {
      throw new PayloadTooLarge(`The headers of a form part have more than ${this.#headersLimit} bytes.`, {
        code: "HTTP_PART_HEADERS_TOO_LARGE",
        cure: "Send shorter names and file names, or raise the limit: new App({ limits: { partHeaders: 65536 } }).",
      });
    }
    if (blank === undefined) {
      this.#searched = Math.max(0, buffer.length - at - 3);
      return at;
    }
    this.#parts++;
    if (this.#parts > this.#partsLimit) {
      throw new PayloadTooLarge(`The form has more than ${this.#partsLimit} parts.`, {
        code: "HTTP_TOO_MANY_PARTS",
        cure: "Send fewer, or raise the limit: new App({ limits: { parts: 5000 } }).",
      });
    }
    events.push({ kind: "part", headers: parsePartHeaders(buffer.subarray(at, blank.start)) });
    this.#state = "data";
    this.#atStart = true;
    this.#searched = 0;
    return blank.end;
  }
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 11 || byte === 12;
}

// The first of CR LF CR LF, LF LF and CR CR; `at` is where the headers begin, `from` where to go on searching.
function findBlankLine(buffer: Buffer, at: number, from: number): { start: number; end: number } | undefined {
  // A part may have no headers at all: the line break that would end them comes at once.
  if (buffer[at] === LF) return { start: at, end: at + 1 };
  if (buffer[at] === CR && at + 1 < buffer.length) return { start: at, end: buffer[at + 1] === LF ? at + 2 : at + 1 };
  for (let i = from; i < buffer.length; i++) {
    const byte = buffer[i];
    if (byte === LF && buffer[i + 1] === LF) return { start: i, end: i + 2 };
    if (byte !== CR) continue;
    if (buffer[i + 1] === CR) return { start: i, end: i + 2 };
    if (buffer[i + 1] === LF && buffer[i + 2] === CR && buffer[i + 3] === LF) return { start: i, end: i + 4 };
  }
  return undefined;
}

// Names and values as they came, UTF-8 for browsers; a line that starts with a blank continues the one before.
function parsePartHeaders(bytes: Buffer): HeaderMap {
  const flat: string[] = [];
  const text = decodeText(bytes).replace(/(?:\r\n|\n|\r)[ \t]/g, " ");
  for (const line of text.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(":");
    if (colon > 0) flat.push(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headerMapFromFlat(flat);
}

/** A 400 that says what is wrong with a multipart body. */
export function badMultipart(why: string): BadRequest {
  return new BadRequest(`The multipart form is not valid: ${why}.`, {
    code: "HTTP_BAD_MULTIPART",
    cure: "Let the client's own FormData write the body and its Content-Type.",
  });
}
