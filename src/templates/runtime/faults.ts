// Raises run-time faults without a place, and gives errors the place of the template that they pass through.
import type { TemplatesErrorCode } from "../error-table.ts";
import {
  findPlace,
  SecurityError,
  TemplateError,
  type TemplateErrorDetails,
  type TemplateFrame,
  TemplateNotFound,
  TemplateRuntimeError,
  UndefinedError,
} from "../errors.ts";

/** What a fault needs to know of the template whose code it passes. */
export interface PlacedUnit {
  readonly name: string;
  readonly source: string;
  readonly positions: readonly (readonly [at: number, missing: string | null, relation: string | null])[];
}

type ErrorKind = new (code: TemplatesErrorCode, summary: string, details?: TemplateErrorDetails) => TemplateError;

/** An error of the run time before it has a place; never seen outside of the room. */
export class Fault extends Error {
  readonly kind: ErrorKind;
  readonly code: TemplatesErrorCode;
  /** Undefined where the place knows what to say: which value is undefined there. */
  readonly summary: string | undefined;
  readonly cure: string | undefined;
  /** Which side of an operator is at fault. */
  readonly side: number;

  constructor(kind: ErrorKind, code: TemplatesErrorCode, summary: string | undefined, cure?: string, side = 0) {
    super(summary ?? "A value is undefined.");
    this.kind = kind;
    this.code = code;
    this.summary = summary;
    this.cure = cure;
    this.side = side;
  }
}

/** Thrown by the synchronous code when a value has to be awaited. */
export class NeedsAwait extends Error {
  constructor() {
    super("A promise was met in a template that is rendered synchronously.");
  }
}

/** Throws an UndefinedError that names what is undefined at the place; `side` is 1 for a right operand. */
export function failUndefined(side = 0): never {
  throw new Fault(UndefinedError, "TEMPLATES_UNDEFINED", undefined, undefined, side);
}

export function failType(summary: string, cure?: string): never {
  throw new Fault(TemplateRuntimeError, "TEMPLATES_TYPE", summary, cure);
}

export function failValue(summary: string, cure?: string): never {
  throw new Fault(TemplateRuntimeError, "TEMPLATES_VALUE", summary, cure);
}

export function failRefused(summary: string, cure?: string): never {
  throw new Fault(SecurityError, "TEMPLATES_REFUSED", summary, cure);
}

export function failLimit(summary: string, cure?: string): never {
  throw new Fault(TemplateRuntimeError, "TEMPLATES_LIMIT", summary, cure);
}

const framesOf = new WeakMap<object, TemplateFrame[]>();

/**
 * Finds the templates through which an application's own error came. The innermost comes first.
 *
 * Template errors carry their place themselves; other errors keep their class and pass through templates unchanged.
 */
export function findTemplateFrames(error: unknown): readonly TemplateFrame[] {
  if (error instanceof TemplateError && error.line > 0)
    return [{ template: error.template, line: error.line, column: error.column, relation: "raised" }, ...error.chain];
  return typeof error === "object" && error !== null ? (framesOf.get(error) ?? []) : [];
}

/** Turns what was thrown in the code of a template into what leaves it. */
export function placeError(error: unknown, position: number, unit: PlacedUnit): unknown {
  if (error instanceof NeedsAwait) return error;
  const [at, missing, relation] = unit.positions[position] ?? [0, null, null];
  if (error instanceof Fault) return finishFault(error, at, missing, unit);
  if (error instanceof TemplateError) {
    if (error.line === 0 && !(error instanceof TemplateNotFound && error.chain.length > 0))
      return error.placed(unit.name, unit.source, at);
    const last = error.chain.at(-1)?.template ?? error.template;
    return last === unit.name && relation === null ? error : error.within(frameAt(unit, at, relation));
  }
  if (error instanceof RangeError && error.message.includes("call stack"))
    return limit(
      "Templates, macros or blocks call one another too deeply.",
      "Look for a template that includes itself.",
    );
  if (error instanceof RangeError && error.message.includes("string length"))
    return limit("The text became too long.", "Make the template do less.");
  if (typeof error === "object" && error !== null) {
    const frames = framesOf.get(error) ?? [];
    frames.push(frameAt(unit, at, frames.length === 0 ? "raised" : relation));
    framesOf.set(error, frames);
  }
  return error;

  function limit(summary: string, cure: string): TemplateError {
    return new TemplateRuntimeError("TEMPLATES_LIMIT", summary, {
      template: unit.name,
      source: unit.source,
      at,
      cure,
      cause: error,
    });
  }
}

function finishFault(fault: Fault, at: number, missing: string | null, unit: PlacedUnit): TemplateError {
  const details = { template: unit.name, source: unit.source, at };
  if (fault.summary !== undefined)
    return new fault.kind(fault.code, fault.summary.replace("\u0000", describedBy(missing)), {
      ...details,
      cure: fault.cure?.replace("\u0000", describedBy(missing)),
    });
  const sides = (missing ?? "").split("\u0000");
  const summary = sides[fault.side] || sides[0] || "A value is undefined.";
  return new fault.kind(fault.code, summary, { ...details, cure: fault.cure ?? cureUndefined(summary) });
}

/** The text of the expression that a position describes. */
function describedBy(missing: string | null): string {
  const sides = (missing ?? "").split("\u0000");
  const last = sides.at(-1)!;
  return /^"(.*)"(?: is undefined\.)?$/s.exec(last)?.[1] ?? /^"(.*)" is undefined\.$/s.exec(sides[0]!)?.[1] ?? "it";
}

function cureUndefined(summary: string): string | undefined {
  const name = /^"([\w.]+)" is undefined\.$/.exec(summary)?.[1];
  return name === undefined
    ? undefined
    : `Pass it to render, or write ${name.includes(".") ? name.replace(/\.(\w+)$/, "?.$1") : `${name}?.…`} or ${name}|default("") where it may be missing.`;
}

function frameAt(unit: PlacedUnit, at: number, relation: string | null): TemplateFrame {
  return { template: unit.name, ...findPlace(unit.source, at), relation: relation ?? "called" };
}
