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
const letter = /\p{L}/u;
const wordCharacter = /[\p{L}\p{N}_]/u;
const beforeDash = /[\p{L}\p{N}_!"'&.,?]/u;

/** A word or a run of spaces: characters `start` to `end` of the text. */
interface Chunk {
  readonly start: number;
  readonly end: number;
}

type Characters = readonly string[];

/** Wraps one paragraph to lines. Runs of spaces are kept inside a line and dropped at its ends. */
export function wrapWords(text: string, options: WrapOptions): string[] {
  const { width, breakLongWords = true, breakOnHyphens = true } = options;
  const characters = Array.from(text);
  const chunks = splitChunks(characters, breakOnHyphens).reverse();
  const isBlank = ({ start, end }: Chunk) => start === end || space.test(characters[start]!);
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && isBlank(chunks.at(-1)!)) chunks.pop();
    const line: Chunk[] = [];
    let length = 0;
    while (chunks.length > 0 && length + sizeOf(chunks.at(-1)!) <= width) {
      length += sizeOf(chunks.at(-1)!);
      line.push(chunks.pop()!);
    }
    const long = chunks.at(-1);
    if (long !== undefined && sizeOf(long) > width) {
      if (breakLongWords) {
        const end = breakPoint(characters, long, { room: width - length, breakOnHyphens });
        line.push({ start: long.start, end });
        chunks[chunks.length - 1] = { start: end, end: long.end };
      } else if (line.length === 0) line.push(chunks.pop()!);
    }
    if (line.length > 0 && isBlank(line.at(-1)!)) line.pop();
    if (line.length > 0) lines.push(line.map(({ start, end }) => characters.slice(start, end).join("")).join(""));
  }
  return lines;
}

function sizeOf({ start, end }: Chunk): number {
  return end - start;
}

// A long word is cut where the line ends, or behind the last hyphen that fits.
function breakPoint(
  text: Characters,
  { start }: Chunk,
  { room, breakOnHyphens }: { readonly room: number; readonly breakOnHyphens: boolean },
): number {
  if (!breakOnHyphens || room === 0) return start + room;
  let hyphen = start + room - 1;
  while (hyphen > start && text[hyphen] !== "-") hyphen--;
  const isInside = hyphen > start && text.slice(start, hyphen).some((character) => character !== "-");
  return isInside ? hyphen + 1 : start + room;
}

function splitChunks(text: Characters, breakOnHyphens: boolean): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < text.length) {
    const end = space.test(text[start]!)
      ? skip(text, start, (c) => space.test(c))
      : breakOnHyphens
        ? wordEnd(text, start)
        : skip(text, start, (c) => !space.test(c));
    chunks.push({ start, end });
    start = end;
  }
  return chunks;
}

function skip(text: Characters, start: number, matches: (character: string) => boolean): number {
  let end = start + 1;
  while (end < text.length && matches(text[end]!)) end++;
  return end;
}

function wordEnd(text: Characters, start: number): number {
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
function dashEnd(text: Characters, at: number): number | undefined {
  if (text[at] !== "-" || text[at + 1] !== "-" || at === 0 || !beforeDash.test(text[at - 1]!)) return undefined;
  const end = skip(text, at, (c) => c === "-");
  return end < text.length && wordCharacter.test(text[end]!) ? end : undefined;
}

/** Whether a word may break behind the hyphen at `at`: two letters before it and two after it, as in "well-known". */
function isHyphen(text: Characters, at: number): boolean {
  if (text[at] !== "-") return false;
  const isLetter = (i: number) => letter.test(text[i] ?? "");
  const before = isLetter(at - 1) && (isLetter(at - 2) || (text[at - 2] === "-" && isLetter(at - 3)));
  return before && isLetter(at + 1) && (isLetter(at + 2) || (text[at + 2] === "-" && isLetter(at + 3)));
}
