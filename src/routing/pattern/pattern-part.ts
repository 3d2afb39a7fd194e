// Splits a parsed pattern at its slashes into parts, each static text or a mixture of literals and parameters.
import type { ValueConverter } from "../converters/value-converter.ts";

/** A parameter whose converter is known. */
export interface Parameter {
  readonly name: string;
  readonly converter: ValueConverter;
}

export type Piece = string | Parameter;

/** How specific a dynamic part is: more literals, longer literals, more parameters, lower converter weights come first. */
export interface Weight {
  readonly literals: readonly number[];
  readonly parameters: readonly number[];
}

/** A part without parameters: the text between two slashes. */
export interface StaticPart {
  readonly kind: "static";
  readonly text: string;
}

/** A part with parameters. */
export interface DynamicPart {
  readonly kind: "dynamic";
  readonly pieces: readonly Piece[];
  /** Whether it takes all the rest of the path, slashes included. */
  readonly final: boolean;
  /** Final, and the pattern ends with a slash, which is not among the pieces. */
  readonly slashed: boolean;
  readonly weight: Weight;
  /** Parts of equal signature match the same texts. */
  readonly signature: string;
}

export type PatternPart = StaticPart | DynamicPart;

/**
 * Splits at slashes. A converter that may contain slashes makes its part the last one, with the rest of the pattern in it.
 *
 * `/a/<x>-<y>/` gives "", "a", [x, "-", y] and "".
 */
export function splitIntoParts(pieces: readonly Piece[]): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  let current: Piece[] = [];
  let final = false;
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      current.push(piece);
      final ||= !piece.converter.isolating;
    } else if (final) {
      current.push(piece);
    } else {
      const [head, ...rest] = piece.split("/") as [string, ...string[]];
      if (head !== "") current.push(head);
      for (const text of rest) {
        parts.push(makePart(current, false));
        current = text === "" ? [] : [text];
      }
    }
  }
  parts.push(makePart(current, final));
  return parts;
}

function makePart(pieces: readonly Piece[], final: boolean): PatternPart {
  if (pieces.every((piece) => typeof piece === "string")) return { kind: "static", text: pieces.join("") };
  const last = pieces.at(-1)!;
  const slashed = final && typeof last === "string" && last.endsWith("/");
  const own = slashed ? [...pieces.slice(0, -1), ...(last.length > 1 ? [last.slice(0, -1)] : [])] : pieces;
  return {
    kind: "dynamic",
    pieces: own,
    final,
    slashed,
    weight: weigh(own),
    signature: JSON.stringify([
      final,
      slashed,
      ...own.map((piece) => (typeof piece === "string" ? piece : [piece.converter.signature, piece.converter.weight])),
    ]),
  };
}

function weigh(pieces: readonly Piece[]): Weight {
  const literals: number[] = [];
  const parameters: number[] = [];
  for (const piece of pieces)
    if (typeof piece !== "string") parameters.push(piece.converter.weight);
    else for (const text of piece.split("/")) if (text !== "") literals.push(text.length);
  return { literals, parameters };
}

/** Orders weights: negative where `a` is the more specific one. */
export function compareWeights(a: Weight, b: Weight): number {
  return (
    b.literals.length - a.literals.length ||
    compareEach(b.literals, a.literals) ||
    b.parameters.length - a.parameters.length ||
    compareEach(a.parameters, b.parameters)
  );
}

function compareEach(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
