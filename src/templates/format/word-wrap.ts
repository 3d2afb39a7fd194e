// Wraps text at a width, breaking at spaces, hyphens and dashes, and long words where asked.

/** How lines are broken. */
export interface WrapOptions {
  /** Characters a line may have, at least 1. */
  readonly width: number;
  /** Cuts words that are longer than a line. */
  readonly breakLongWords?: boolean;
  /** Breaks compound words after their hyphens. */
  readonly breakOnHyphens?: boolean;
}

const space = /[\t\n\v\f\r ]/;
const blank = /^[\t\n\v\f\r ]*$/;
const letter = /\p{L}/u;
const wordCharacter = /[\p{L}\p{N}_]/u;
const beforeDash = /[\p{L}\p{N}_!"'&.,?]/u;

type Chunk = readonly string[];

/** Wraps one paragraph to lines. Runs of spaces are kept inside a line and dropped at its ends. */
export function wrapWords(text: string, options: WrapOptions): string[] {
  const { width, breakLongWords = true, breakOnHyphens = true } = options;
  const characters = Array.from(text);
  const chunks = splitChunks(characters, breakOnHyphens).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1)!)) chunks.pop();
    const line: Chunk[] = [];
    let length = 0;
    while (chunks.length > 0 && length + chunks.at(-1)!.length <= width) {
      length += chunks.at(-1)!.length;
      line.push(chunks.pop()!);
    }
    const long = chunks.at(-1);
    if (long !== undefined && long.length > width) {
      if (breakLongWords) {
        const end = breakPoint(long, Math.max(width - length, width < 1 ? 1 : 0), breakOnHyphens);
        line.push(long.slice(0, end));
        chunks[chunks.length - 1] = long.slice(end);
      } else if (line.length === 0) line.push(chunks.pop()!);
    }
    if (line.length > 0 && isBlank(line.at(-1)!)) line.pop();
    if (line.length > 0) lines.push(line.map((chunk) => chunk.join("")).join(""));
  }
  return lines;
}

function isBlank(chunk: Chunk): boolean {
  return blank.test(chunk.join(""));
}

// A long word is cut where the line ends, or behind the last hyphen that fits.
function breakPoint(chunk: Chunk, room: number, breakOnHyphens: boolean): number {
  if (!breakOnHyphens || chunk.length <= room || room === 0) return room;
  const hyphen = chunk.lastIndexOf("-", room - 1);
  return hyphen > 0 && chunk.slice(0, hyphen).some((character) => character !== "-") ? hyphen + 1 : room;
}

function splitChunks(text: Chunk, breakOnHyphens: boolean): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < text.length) {
    const end = space.test(text[start]!)
      ? skip(text, start, (c) => space.test(c))
      : breakOnHyphens
        ? wordEnd(text, start)
        : skip(text, start, (c) => !space.test(c));
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks;
}

function skip(text: Chunk, start: number, matches: (character: string) => boolean): number {
  let end = start + 1;
  while (end < text.length && matches(text[end]!)) end++;
  return end;
}

function wordEnd(text: Chunk, start: number): number {
  const dash = dashEnd(text, start);
  if (dash !== undefined) return dash;
  let end = start + 1;
  while (end < text.length && !space.test(text[end]!)) {
    if (isHyphen(text, end)) return end + 1;
    if (dashEnd(text, end) !== undefined) return end;
    end++;
  }
  return end;
}

/** The end of a dash of two or more hyphens between two words that begins at `at`. */
function dashEnd(text: Chunk, at: number): number | undefined {
  if (text[at] !== "-" || text[at + 1] !== "-" || at === 0 || !beforeDash.test(text[at - 1]!)) return undefined;
  const end = skip(text, at, (c) => c === "-");
  return end < text.length && wordCharacter.test(text[end]!) ? end : undefined;
}

/** Whether a word may break behind the hyphen at `at`: two letters before it and two after it, as in "well-known". */
function isHyphen(text: Chunk, at: number): boolean {
  if (text[at] !== "-") return false;
  const isLetter = (i: number) => letter.test(text[i] ?? "");
  const before = isLetter(at - 1) && (isLetter(at - 2) || (text[at - 2] === "-" && isLetter(at - 3)));
  return before && isLetter(at + 1) && (isLetter(at + 2) || (text[at + 2] === "-" && isLetter(at + 3)));
}
