// Turns a filter's input into text, and its result back into the kind of text that came in.
import { Safe, safe } from "#kernel";
import type { TemplateCall } from "../definitions.ts";

/** The text of any value, as `{{ value }}` prints it unescaped. */
export function textOf(call: TemplateCall, value: unknown): string {
  return typeof value === "string" ? value : value instanceof Safe ? value.toString() : call.text(value);
}

/** Marks `text` as HTML when `input` was: for filters whose result is HTML whenever their input is. */
export function likeInput(input: unknown, text: string): string | Safe {
  return input instanceof Safe ? safe(text) : text;
}

/** Refuses a length that would fill the memory: `center(1e9)` must not be a way to stop a server. */
export function checkLength(call: TemplateCall, length: number, what: string): void {
  const limit = call.options.maxOutputLength;
  if (length > limit)
    throw call.error(
      `${what} would make a text of ${length} characters; the limit is ${limit}.`,
      "Ask for a shorter one.",
    );
}

/** Refuses a count of items above the engine's limit. */
export function checkCount(call: TemplateCall, count: number, what: string): void {
  const limit = call.options.maxRange;
  if (count > limit)
    throw call.error(
      `${what} would make ${count} items; the limit is ${limit}.`,
      "Ask for fewer, or raise the limit maxRange.",
    );
}

/** A whole number from an argument: numbers, digits in text, or `fallback` when there is none. */
export function wholeNumber(call: TemplateCall, value: unknown, fallback: number, what: string): number {
  if (value === undefined || value === null) return fallback;
  const number = Number(value instanceof Safe ? value.toString() : value);
  if (Number.isInteger(number)) return number;
  throw call.error(`${what} must be a whole number, not ${call.text(value) || "nothing"}.`);
}

const surrogate = /[\ud800-\udfff]/;

/** A text by characters: the text itself where each is one UTF-16 unit, else an array of them. */
export function characters(text: string): string | string[] {
  return surrogate.test(text) ? Array.from(text) : text;
}

/** How many characters a text has: an emoji counts once. */
export function countCharacters(text: string): number {
  return surrogate.test(text) ? Array.from(text).length : text.length;
}

/** Characters `start` to `end` of a text; negative ones count from the end. */
export function sliceCharacters(text: string, start: number, end?: number): string {
  return surrogate.test(text) ? Array.from(text).slice(start, end).join("") : text.slice(start, end);
}
