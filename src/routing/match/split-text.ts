// Divides a text among the literals and parameters of one part, in time linear in its length whatever the text.
import type { Ends, ValueConverter } from "../converters/value-converter.ts";
import type { Piece } from "../pattern/pattern-part.ts";
import type { Captures } from "./captures.ts";

const ends: Ends = { least: 0, most: 0 };

/**
 * Finds where each parameter's value begins and ends so that pieces and text agree, and adds both indices to `captures`.
 *
 * Where several divisions are possible, earlier parameters have their way first: greedy ones take the most, others the least.
 * Works from the last piece to the first, noting for each index where the value that begins there may end, so that no
 * division is tried twice: a text made for that cannot cost more than another of its length.
 */
export function splitText(
  pieces: readonly Piece[],
  text: string,
  start: number,
  end: number,
  captures: Captures,
): boolean {
  const size = end - start;
  // possible[i]: whether the pieces after the current one fit text[start + i, end).
  let possible = new Uint8Array(size + 1);
  possible[size] = 1;
  const chosen: (Int32Array | undefined)[] = [];
  for (let k = pieces.length - 1; k >= 0; k--) {
    const piece = pieces[k]!;
    if (typeof piece === "string") possible = fitLiteral(piece, text, start, possible);
    else {
      const choice = fitParameter(piece.converter, text.slice(start, end), possible);
      chosen[k] = choice;
      possible = new Uint8Array(size + 1);
      for (let i = 0; i <= size; i++) if (choice[i]! >= 0) possible[i] = 1;
    }
  }
  if (possible[0] === 0) return false;
  let at = 0;
  for (let k = 0; k < pieces.length; k++) {
    const piece = pieces[k]!;
    if (typeof piece === "string") at += piece.length;
    else {
      const stop = chosen[k]![at]!;
      captures.add(start + at, start + stop);
      at = stop;
    }
  }
  return true;
}

function fitLiteral(literal: string, text: string, start: number, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = after.length - 1;
  const possible = new Uint8Array(size + 1);
  for (let i = 0; i + literal.length <= size; i++)
    if (after[i + literal.length] === 1 && text.startsWith(literal, start + i)) possible[i] = 1;
  return possible;
}

// For each index, the end of the value that begins there, or -1.
function fitParameter(converter: ValueConverter, text: string, after: Uint8Array): Int32Array {
  const scan = converter.scan!;
  const size = text.length;
  const choice = new Int32Array(size + 1).fill(-1);
  if (scan.kind === "items") {
    for (let i = 0; i <= size; i++) {
      const item = scan.items.find((each) => after[i + each.length] === 1 && text.startsWith(each, i));
      if (item !== undefined) choice[i] = i + item.length;
    }
    return choice;
  }
  const runs = findRuns(text, scan.member);
  const nearest = converter.greedy ? findLast(after) : findNext(after);
  for (let i = 0; i <= size; i++) {
    if (!scan.find(text, i, runs, ends)) continue;
    const stop = nearest[converter.greedy ? ends.most : ends.least]!;
    if (stop >= ends.least && stop <= ends.most) choice[i] = stop;
  }
  return choice;
}

function findRuns(text: string, member: (code: number) => boolean): Int32Array {
  const runs = new Int32Array(text.length + 1);
  runs[text.length] = text.length;
  for (let i = text.length - 1; i >= 0; i--) runs[i] = member(text.charCodeAt(i)) ? runs[i + 1]! : i;
  return runs;
}

// The largest possible index up to each index, or -1.
function findLast(possible: Uint8Array): Int32Array {
  const found = new Int32Array(possible.length);
  for (let i = 0, last = -1; i < possible.length; i++) {
    if (possible[i] === 1) last = i;
    found[i] = last;
  }
  return found;
}

// The smallest possible index from each index on, or -1.
function findNext(possible: Uint8Array): Int32Array {
  const found = new Int32Array(possible.length);
  for (let i = possible.length - 1, next = -1; i >= 0; i--) {
    if (possible[i] === 1) next = i;
    found[i] = next;
  }
  return found;
}
