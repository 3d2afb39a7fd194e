// Lists the methods of texts, in Python's and JavaScript's names; those of HTML give HTML.
import { Safe } from "#kernel";
import { describeType } from "./describe-type.ts";
import { escapeText } from "./escape-text.ts";
import { failLimit, failType, failValue } from "./faults.ts";
import type { Method, MethodEnvironment } from "./methods.ts";

type Text = string | Safe;

/** A method whose result is HTML when its text is. */
function kept(change: (text: string, args: readonly unknown[], environment: MethodEnvironment) => string): Method {
  return (self: Text, args: readonly unknown[], environment: MethodEnvironment) => {
    if (!(self instanceof Safe)) return change(self, args, environment);
    const escaped = args.map((arg) => (typeof arg === "string" ? escapeText(arg) : arg));
    return new Safe(change(self.toString(), escaped, environment));
  };
}

/** A method that splits: the parts of HTML are HTML. */
function split(parts: (text: string, args: readonly unknown[]) => readonly string[]): Method {
  return (self: Text, args: readonly unknown[]) => {
    const list = parts(self.toString(), args);
    return self instanceof Safe ? list.map((part) => new Safe(part)) : [...list];
  };
}

/** A method that only asks. */
function asked(answer: (text: string, args: readonly unknown[]) => unknown): Method {
  return (self: Text, args: readonly unknown[]) => answer(self.toString(), args);
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value instanceof Safe ? value.toString() : failType(`Expected a text, not ${describeType(value)}.`);
}

function count(value: unknown, standard: number): number {
  const number = value === undefined || value === null ? standard : Number(value);
  return Number.isInteger(number) ? number : failType(`Expected a whole number, not ${describeType(value)}.`);
}

function filled(length: number, limit: number): number {
  return length > limit ? failLimit(`A text of ${length} would pass the limit of ${limit}.`) : length;
}

function trimmed(text: string, characters: unknown, sides: "both" | "left" | "right"): string {
  if (characters === undefined || characters === null) {
    if (sides === "both") return text.trim();
    return sides === "left" ? text.trimStart() : text.trimEnd();
  }
  const set = new Set(textOf(characters));
  const list = Array.from(text);
  let start = 0;
  let end = list.length;
  if (sides !== "right") while (start < end && set.has(list[start]!)) start++;
  if (sides !== "left") while (end > start && set.has(list[end - 1]!)) end--;
  return list.slice(start, end).join("");
}

function padded(text: string, args: readonly unknown[], limit: number, side: "left" | "right" | "both"): string {
  const width = filled(count(args[0], 0), limit);
  const fill = args[1] === undefined ? " " : textOf(args[1]);
  if (fill.length !== 1) failType("The fill character must be one character long.");
  const missing = Math.max(0, width - text.length);
  const before = side === "left" ? missing : side === "right" ? 0 : Math.floor(missing / 2) + (missing & width & 1);
  return fill.repeat(before) + text + fill.repeat(missing - before);
}

function splitText(text: string, args: readonly unknown[], fromRight: boolean): readonly string[] {
  const [separator, most] = args;
  const limit = count(most, -1);
  if (separator === undefined || separator === null) return splitWords(text, limit, fromRight);
  const mark = textOf(separator);
  if (mark === "") failValue("The separator is empty.");
  const parts = text.split(mark);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  if (fromRight) return [parts.slice(0, parts.length - limit).join(mark), ...parts.slice(parts.length - limit)];
  return [...parts.slice(0, limit), parts.slice(limit).join(mark)];
}

function splitWords(text: string, limit: number, fromRight: boolean): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (limit < 0 || words.length <= limit + 1) return words;
  if (fromRight) {
    let head = text.trimEnd();
    const tail: string[] = [];
    for (let i = 0; i < limit; i++) {
      tail.unshift(words.at(-1 - i)!);
      head = head.slice(0, head.length - words.at(-1 - i)!.length).trimEnd();
    }
    return [head, ...tail];
  }
  let rest = text.trimStart();
  for (let i = 0; i < limit; i++) rest = rest.slice(words[i]!.length).trimStart();
  return [...words.slice(0, limit), rest];
}

function partition(text: string, mark: string, at: number, isLast: boolean): readonly string[] {
  if (at < 0) return isLast ? ["", "", text] : [text, "", ""];
  return [text.slice(0, at), mark, text.slice(at + mark.length)];
}

function replaced(text: string, [from, to, most]: readonly unknown[], limit: number): string {
  const mark = textOf(from);
  const replacement = textOf(to);
  const parts = text.split(mark);
  const times = most === undefined || most === null ? parts.length - 1 : count(most, -1);
  filled(text.length + Math.min(parts.length, Math.max(times, 0)) * replacement.length, limit);
  if (times < 0 || times >= parts.length - 1) return parts.join(replacement);
  return [...parts.slice(0, times), parts.slice(times).join(mark)].join(times === 0 ? "" : replacement);
}

function occurrences(text: string, part: string): number {
  if (part === "") return text.length + 1;
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found++;
  return found;
}

function titled(text: string): string {
  return text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

function begins(text: string, marks: unknown): boolean {
  return Array.isArray(marks) ? marks.some((mark) => text.startsWith(textOf(mark))) : text.startsWith(textOf(marks));
}

function ends(text: string, marks: unknown): boolean {
  return Array.isArray(marks) ? marks.some((mark) => text.endsWith(textOf(mark))) : text.endsWith(textOf(marks));
}

function found(at: number): number {
  return at < 0 ? failValue("The text does not contain it.") : at;
}

const upper = kept((text) => text.toUpperCase());
const lower = kept((text) => text.toLowerCase());
const strip = kept((text, [characters]) => trimmed(text, characters, "both"));
const lstrip = kept((text, [characters]) => trimmed(text, characters, "left"));
const rstrip = kept((text, [characters]) => trimmed(text, characters, "right"));
const startsWith = asked((text, [marks]) => begins(text, marks));
const endsWith = asked((text, [marks]) => ends(text, marks));
const ljust = kept((text, args, { maxLength }) => padded(text, args, maxLength, "right"));
const rjust = kept((text, args, { maxLength }) => padded(text, args, maxLength, "left"));
const replace = kept((text, args, { maxLength }) => replaced(text, args, maxLength));

/** The methods of texts that need no more than the text and its arguments. */
export const textMethods: Readonly<Record<string, Method>> = {
  upper,
  lower,
  toUpperCase: upper,
  toLowerCase: lower,
  casefold: lower,
  capitalize: kept((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
  title: kept((text) => titled(text)),
  swapcase: kept((text) =>
    Array.from(text, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(""),
  ),
  strip,
  lstrip,
  rstrip,
  trim: strip,
  trimStart: lstrip,
  trimEnd: rstrip,
  removeprefix: kept((text, [mark]) => (begins(text, mark) ? text.slice(textOf(mark).length) : text)),
  removesuffix: kept((text, [mark]) => (ends(text, mark) ? text.slice(0, text.length - textOf(mark).length) : text)),
  replace,
  replaceAll: replace,
  center: kept((text, args, { maxLength }) => padded(text, args, maxLength, "both")),
  ljust,
  rjust,
  padEnd: ljust,
  padStart: rjust,
  zfill: kept((text, [width], { maxLength }) => {
    const sign = /^[-+]/.exec(text)?.[0] ?? "";
    return sign + text.slice(sign.length).padStart(filled(count(width, 0), maxLength) - sign.length, "0");
  }),
  repeat: kept((text, [times], { maxLength }) => {
    const number = count(times, 0);
    if (number < 0) failValue("A text cannot be repeated a negative number of times.");
    filled(text.length * number, maxLength);
    return text.repeat(number);
  }),
  split: split((text, args) => splitText(text, args, false)),
  rsplit: split((text, args) => splitText(text, args, true)),
  partition: split((text, [mark]) => partition(text, textOf(mark), text.indexOf(textOf(mark)), false)),
  rpartition: split((text, [mark]) => partition(text, textOf(mark), text.lastIndexOf(textOf(mark)), true)),
  join: (self: Text, [items]: readonly unknown[], environment: MethodEnvironment) => {
    if (!Array.isArray(items)) return failType(`Expected a list to join, not ${describeType(items)}.`);
    if (!(self instanceof Safe)) return items.map((item) => environment.text(item)).join(self);
    const parts = items.map((item) => (item instanceof Safe ? item.toString() : escapeText(environment.text(item))));
    return new Safe(parts.join(self.toString()));
  },
  startswith: startsWith,
  startsWith,
  endswith: endsWith,
  endsWith,
  includes: asked((text, [part]) => text.includes(textOf(part))),
  find: asked((text, [part]) => text.indexOf(textOf(part))),
  rfind: asked((text, [part]) => text.lastIndexOf(textOf(part))),
  indexOf: asked((text, [part]) => text.indexOf(textOf(part))),
  lastIndexOf: asked((text, [part]) => text.lastIndexOf(textOf(part))),
  index: asked((text, [part]) => found(text.indexOf(textOf(part)))),
  rindex: asked((text, [part]) => found(text.lastIndexOf(textOf(part)))),
  count: asked((text, [part]) => occurrences(text, textOf(part))),
  charAt: asked((text, [at]) => text.charAt(count(at, 0))),
  at: asked((text, [at]) => text.at(count(at, 0))),
  slice: kept((text, [from, to]) => text.slice(count(from, 0), count(to, text.length))),
  isdigit: asked((text) => /^\p{Nd}+$/u.test(text)),
  isdecimal: asked((text) => /^\p{Nd}+$/u.test(text)),
  isnumeric: asked((text) => /^\p{N}+$/u.test(text)),
  isalpha: asked((text) => /^\p{L}+$/u.test(text)),
  isalnum: asked((text) => /^[\p{L}\p{N}]+$/u.test(text)),
  isspace: asked((text) => /^\s+$/.test(text)),
  isupper: asked((text) => /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text)),
  islower: asked((text) => /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text)),
  istitle: asked((text) => /\p{L}/u.test(text) && text === titled(text)),
};
