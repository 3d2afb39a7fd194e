// Builds the errors of templates: what happened, the template's line with a caret, and how rendering came there.
import { DemijohnError } from "#kernel";
import type { TemplatesErrorCode } from "./error-table.ts";

/** One step of the way to an error. It is a place in a template that includes, extends or imports the next. */
export interface TemplateFrame {
  readonly template: string;
  readonly line: number;
  readonly column: number;
  /** What the template does there, such as `included`. */
  readonly relation: string;
}

/** The place and the help of a template error. */
export interface TemplateErrorDetails {
  /** Name of the template. */
  readonly template?: string | undefined;
  /** Its source, for the excerpt. */
  readonly source?: string | undefined;
  /** Offset in the source. */
  readonly at?: number | undefined;
  readonly facts?: readonly string[] | undefined;
  readonly cure?: string | undefined;
  readonly cause?: unknown;
  /** From the innermost include outwards. */
  readonly chain?: readonly TemplateFrame[] | undefined;
}

/**
 * The root of all template errors. They carry the template, line, column, an excerpt and the include chain.
 *
 * @example
 * ```ts
 * import { TemplateError, Templates } from "demijohn/templates";
 * try {
 *   new Templates().compile("{% if user %}");
 * } catch (error) {
 *   if (error instanceof TemplateError) console.log(error.line, error.column, error.excerpt);
 * }
 * ```
 */
export class TemplateError extends DemijohnError {
  /** Name of the template, or `<template>` for one that was compiled from a string. */
  readonly template: string;
  /** From 1; 0 when the error has no place. */
  readonly line: number;
  /** From 1; 0 when the error has no place. */
  readonly column: number;
  /** The line of the template with a caret below it. */
  readonly excerpt: string;
  /** From the innermost include outwards. */
  readonly chain: readonly TemplateFrame[];
  readonly #details: TemplateErrorDetails;

  constructor(code: TemplatesErrorCode, summary: string, details: TemplateErrorDetails = {}) {
    const template = details.template ?? "<template>";
    const place =
      details.source === undefined || details.at === undefined ? undefined : findPlace(details.source, details.at);
    const excerpt = place === undefined ? "" : describeExcerpt(details.source!, place);
    const facts = excerpt === "" ? [] : excerpt.split("\n");
    for (const frame of details.chain ?? [])
      facts.push(`${frame.relation} from ${frame.template}:${frame.line}:${frame.column}`);
    super(code, summary, {
      where: place === undefined ? details.template : `${template}:${place.line}:${place.column}`,
      facts: [...facts, ...(details.facts ?? [])],
      cure: details.cure,
      cause: details.cause,
    });
    this.template = template;
    this.line = place?.line ?? 0;
    this.column = place?.column ?? 0;
    this.excerpt = excerpt;
    this.chain = details.chain ?? [];
    this.#details = details;
  }

  /** A copy whose chain has one more step outwards. */
  within(frame: TemplateFrame): TemplateError {
    return this.#copy({ ...this.#details, chain: [...this.chain, frame] });
  }

  /** A copy with a place, when this error has none; else this error. */
  placed(template: string, source: string, at: number): TemplateError {
    return this.line > 0 ? this : this.#copy({ ...this.#details, template, source, at });
  }

  #copy(details: TemplateErrorDetails): TemplateError {
    const Kind = this.constructor as typeof TemplateError;
    const copy = new Kind(this.code as TemplatesErrorCode, this.summary, details);
    if (this.stack !== undefined)
      copy.stack = `${copy.name}: ${copy.message}${this.stack.slice(stackStart(this.stack))}`;
    return copy;
  }
}

/** Thrown when a template cannot be parsed. */
export class TemplateSyntaxError extends TemplateError {}

/** Thrown when a template names a filter or test that does not exist. */
export class TemplateAssertionError extends TemplateSyntaxError {}

/** Thrown when no loader has a template. */
export class TemplateNotFound extends TemplateError {
  /** The name that was looked for; of several, the last one. */
  get templateName(): string {
    return /"([^"]*)"[^"]*$/.exec(this.summary)?.[1] ?? "";
  }
}

/** Thrown when none of several templates exists. */
export class TemplatesNotFound extends TemplateNotFound {}

/** Thrown while a template renders. */
export class TemplateRuntimeError extends TemplateError {}

/** Thrown when a value that does not exist is read from or computed with. */
export class UndefinedError extends TemplateRuntimeError {}

/** Thrown when the sandbox refuses an attribute or a call. */
export class SecurityError extends TemplateRuntimeError {}

/** Finds line and column, both from 1, of an offset. */
export function findPlace(source: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (;;) {
    const next = source.indexOf("\n", start);
    if (next < 0 || next >= at) return { line, column: Math.min(at, source.length) - start + 1 };
    line++;
    start = next + 1;
  }
}

const widest = 100;

function describeExcerpt(source: string, place: { readonly line: number; readonly column: number }): string {
  const lines = source.split("\n");
  const text = (lines[place.line - 1] ?? "").replaceAll("\t", " ");
  const cut = Math.max(0, place.column - 1 - Math.floor(widest * 0.7));
  const shown = `${cut > 0 ? "…" : ""}${text.slice(cut, cut + widest)}${text.length > cut + widest ? "…" : ""}`;
  const number = String(place.line);
  const caret = " ".repeat(place.column - 1 - cut + (cut > 0 ? 1 : 0));
  return `${number} | ${shown}\n${" ".repeat(number.length)} | ${caret}^`;
}

function stackStart(stack: string): number {
  const start = stack.search(/\n\s+at /);
  return start < 0 ? stack.length : start;
}
