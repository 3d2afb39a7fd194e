// Compiles one dynamic part into the cheapest matcher that does it: one scan, a linear division, or a regular expression.
import type { ValueConverter } from "../converters/value-converter.ts";
import type { DynamicPart, Parameter, Piece } from "../pattern/pattern-part.ts";
import type { Captures } from "./captures.ts";
import { splitText } from "./split-text.ts";

/** Matches text[start, end) and adds each parameter's span to `captures`; adds nothing where it fails. */
export interface PartMatcher {
  match(text: string, start: number, end: number, captures: Captures): boolean;
}

export function compilePart(part: DynamicPart): PartMatcher {
  const parameters = part.pieces.filter((piece) => typeof piece !== "string");
  if (parameters.length === 1) return new OneParameter(part.pieces, parameters[0]!.converter);
  if (parameters.every((parameter) => parameter.converter.scan !== undefined))
    return new SeveralParameters(part.pieces);
  return new RegExpPart(part.pieces, parameters);
}

class OneParameter implements PartMatcher {
  readonly #before: string;
  readonly #after: string;
  readonly #converter: ValueConverter;

  constructor(pieces: readonly Piece[], converter: ValueConverter) {
    this.#converter = converter;
    this.#before = typeof pieces[0] === "string" ? pieces[0] : "";
    const last = pieces.at(-1)!;
    this.#after = typeof last === "string" ? last : "";
  }

  match(text: string, start: number, end: number, captures: Captures): boolean {
    if (this.#before !== "") {
      if (!text.startsWith(this.#before, start)) return false;
      start += this.#before.length;
    }
    if (this.#after !== "") {
      end -= this.#after.length;
      if (end < start || !text.startsWith(this.#after, end)) return false;
    }
    if (!this.#converter.accepts(text, start, end)) return false;
    captures.add(start, end);
    return true;
  }
}

class SeveralParameters implements PartMatcher {
  readonly #pieces: readonly Piece[];

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  match(text: string, start: number, end: number, captures: Captures): boolean {
    return splitText(this.#pieces, text, start, end, captures);
  }
}

/** For parts with an own converter beside other parameters: only its regular expression knows where a value ends. */
class RegExpPart implements PartMatcher {
  readonly #expression: RegExp;
  readonly #parameters: readonly Parameter[];

  constructor(pieces: readonly Piece[], parameters: readonly Parameter[]) {
    // Named groups, so that groups inside of a converter's own expression do not shift the count.
    const source = pieces.map((piece) =>
      typeof piece === "string" ? RegExp.escape(piece) : `(?<demijohn_${piece.name}>${piece.converter.regex})`,
    );
    this.#expression = new RegExp(`^${source.join("")}$`, "du");
    this.#parameters = parameters;
  }

  match(text: string, start: number, end: number, captures: Captures): boolean {
    const match = this.#expression.exec(text.slice(start, end));
    if (match === null) return false;
    const { count } = captures;
    for (const { name, converter } of this.#parameters) {
      const [from, to] = match.indices!.groups![`demijohn_${name}`]!;
      if (!converter.accepts(text, start + from, start + to)) {
        captures.count = count;
        return false;
      }
      captures.add(start + from, start + to);
    }
    return true;
  }
}
