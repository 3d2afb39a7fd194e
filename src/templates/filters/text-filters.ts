// Defines Jinja's filters that take text and give text; those that Jinja lets keep HTML as HTML do so here.
import { escapeHtml, Safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { printf } from "../format/printf.ts";
import { splitLines } from "../format/split-lines.ts";
import { wrapWords } from "../format/word-wrap.ts";
import { reprPython } from "../values/python-spelling.ts";
import { checkLength, countCharacters, likeInput, sliceCharacters, textOf, wholeNumber } from "./text-of.ts";

/** Jinja's filters from text to text. */
export const textFilters: Readonly<Record<string, FilterDefinition>> = {
  capitalize: defineFilter(capitalize, { call: true, params: [] }),
  center: defineFilter(center, { call: true, params: ["width"] }),
  format: defineFilter(format, { call: true, rest: true, keywords: true }),
  indent: defineFilter(indent, { call: true, params: ["width", "first", "blank"] }),
  lower: defineFilter(lower, { call: true, params: [] }),
  replace: defineFilter(replace, { call: true, params: ["old", "new", "count"] }),
  title: defineFilter(title, { call: true, params: [] }),
  trim: defineFilter(trim, { call: true, params: ["chars"] }),
  truncate: defineFilter(truncate, { call: true, params: ["length", "killwords", "end", "leeway"] }),
  upper: defineFilter(upper, { call: true, params: [] }),
  wordcount: defineFilter(wordcount, { call: true, params: [] }),
  wordwrap: defineFilter(wordwrap, {
    call: true,
    params: ["width", "break_long_words", "wrapstring", "break_on_hyphens"],
  }),
};

function lower(call: TemplateCall, value: unknown): string | Safe {
  return likeInput(value, textOf(call, value).toLowerCase());
}

function upper(call: TemplateCall, value: unknown): string | Safe {
  return likeInput(value, textOf(call, value).toUpperCase());
}

function capitalize(call: TemplateCall, value: unknown): string | Safe {
  const text = textOf(call, value);
  const first = text.codePointAt(0);
  if (first === undefined) return likeInput(value, "");
  const head = String.fromCodePoint(first);
  return likeInput(value, head.toUpperCase() + text.slice(head.length).toLowerCase());
}

// A space too many goes to the right.
function center(call: TemplateCall, value: unknown, width: unknown): string | Safe {
  const text = textOf(call, value);
  const columns = wholeNumber(call, width, 80, "The width of center");
  checkLength(call, columns, "center");
  const missing = columns - countCharacters(text);
  if (missing <= 0) return likeInput(value, text);
  const left = missing >> 1;
  return likeInput(value, " ".repeat(left) + text + " ".repeat(missing - left));
}

function format(call: TemplateCall, value: unknown, ...args: unknown[]): string | Safe {
  const named = args.pop() as Readonly<Record<string, unknown>>;
  const hasNames = Object.keys(named).length > 0;
  if (args.length > 0 && hasNames)
    throw call.error(
      "format cannot take positional and keyword arguments at the same time.",
      "Write one kind of them.",
    );
  const isHtml = value instanceof Safe;
  const text = printf(textOf(call, value), hasNames ? named : args, {
    quote: (item) => (isHtml ? escapeHtml(reprPython(item)) : reprPython(item)),
    text: (item) =>
      isHtml ? (item instanceof Safe ? item.toString() : escapeHtml(call.text(item))) : textOf(call, item),
    error: (message) => call.error(`format: ${message}.`),
    maxLength: call.options.maxOutputLength,
  });
  return likeInput(value, text);
}

function indent(call: TemplateCall, value: unknown, width: unknown, first: unknown, blank: unknown): string | Safe {
  let space: string;
  if (typeof width === "string" || width instanceof Safe) space = width.toString();
  else {
    const columns = wholeNumber(call, width, 4, "The width of indent");
    checkLength(call, columns, "indent");
    space = " ".repeat(Math.max(columns, 0));
  }
  const lines = splitLines(`${textOf(call, value)}\n`);
  checkLength(call, lines.length * space.length, "indent");
  let text = lines[0] ?? "";
  for (let i = 1; i < lines.length; i++) text += `\n${blank || lines[i] !== "" ? space : ""}${lines[i]}`;
  return likeInput(value, first ? space + text : text);
}

interface Replacement {
  readonly call: TemplateCall;
  readonly old: string;
  readonly by: string;
  readonly count: number;
}

function replace(call: TemplateCall, value: unknown, ...args: readonly unknown[]): string | Safe {
  const [old, by, count] = args;
  if (old === undefined || by === undefined)
    throw call.error("replace needs what to replace and what to put there.", "Write text|replace('old', 'new').");
  const times = wholeNumber(call, count, -1, "The count of replace");
  const isHtml = value instanceof Safe || (call.autoescape && (old instanceof Safe || by instanceof Safe));
  const text = isHtml ? escapeHtml(value instanceof Safe ? value : textOf(call, value)) : textOf(call, value);
  const made = replaceText(text, {
    call,
    old: textOf(call, old),
    by: isHtml && call.autoescape && !(by instanceof Safe) ? escapeHtml(textOf(call, by)) : textOf(call, by),
    count: times < 0 ? Number.POSITIVE_INFINITY : times,
  });
  return isHtml && call.autoescape ? likeInput(new Safe(""), made) : made;
}

function replaceText(text: string, { call, old, by, count }: Replacement): string {
  if (old === "") {
    const pieces = Array.from(text);
    checkLength(call, text.length + by.length * Math.min(count, pieces.length + 1), "replace");
    let out = "";
    for (let i = 0; i <= pieces.length; i++) out += (i < count ? by : "") + (pieces[i] ?? "");
    return out;
  }
  const pieces = text.split(old);
  const times = Math.min(count, pieces.length - 1);
  checkLength(call, text.length + (by.length - old.length) * times, "replace");
  return times === pieces.length - 1
    ? pieces.join(by)
    : [pieces.slice(0, times + 1).join(by), ...pieces.slice(times + 1)].join(old);
}

const wordStart = /([-\s({[<]+)/;

function title(call: TemplateCall, value: unknown): string {
  return textOf(call, value).split(wordStart).map(capitalizeWord).join("");
}

function capitalizeWord(word: string): string {
  const first = word.codePointAt(0);
  if (first === undefined) return "";
  const head = String.fromCodePoint(first);
  return head.toUpperCase() + word.slice(head.length).toLowerCase();
}

const spaces = /[\s\x1c-\x1f\x85]/;

function trim(call: TemplateCall, value: unknown, chars: unknown): string | Safe {
  const text = textOf(call, value);
  const isTrimmed: (character: string) => boolean =
    chars === undefined || chars === null
      ? (character) => character !== "\ufeff" && spaces.test(character)
      : trimSet(textOf(call, chars));
  let start = 0;
  let end = text.length;
  while (start < end) {
    const character = String.fromCodePoint(text.codePointAt(start)!);
    if (!isTrimmed(character)) break;
    start += character.length;
  }
  while (end > start) {
    const isPair =
      end - start > 1 && isLowSurrogate(text.charCodeAt(end - 1)) && isHighSurrogate(text.charCodeAt(end - 2));
    const size = isPair ? 2 : 1;
    if (!isTrimmed(text.slice(end - size, end))) break;
    end -= size;
  }
  return likeInput(value, text.slice(start, end));
}

function trimSet(chars: string): (character: string) => boolean {
  const set = new Set(chars);
  return (character) => set.has(character);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function truncate(call: TemplateCall, value: unknown, ...args: readonly unknown[]): string | Safe {
  const length = wholeNumber(call, args[0], 255, "The length of truncate");
  const isWordKilled = Boolean(args[1]);
  const end = args[2] === undefined ? "..." : args[2];
  const tail = value instanceof Safe && !(end instanceof Safe) ? escapeHtml(textOf(call, end)) : textOf(call, end);
  const tailLength = countCharacters(textOf(call, end));
  const policy = call.options.policies["truncate.leeway"];
  const leeway = wholeNumber(call, args[3], typeof policy === "number" ? policy : 5, "The leeway of truncate");
  if (length < tailLength)
    throw call.error(
      `expected length >= ${tailLength}, got ${length}`,
      "Give truncate a length that its end fits into.",
    );
  if (leeway < 0) throw call.error(`expected leeway >= 0, got ${leeway}`);
  const text = textOf(call, value);
  // No text has more characters than UTF-16 units, so that a short one need not be counted.
  if (text.length <= length + leeway || countCharacters(text) <= length + leeway) return likeInput(value, text);
  const cut = sliceCharacters(text, 0, length - tailLength);
  const lastSpace = cut.lastIndexOf(" ");
  return likeInput(value, (isWordKilled || lastSpace < 0 ? cut : cut.slice(0, lastSpace)) + tail);
}

const word = /[\p{L}\p{N}_]+/gu;

function wordcount(call: TemplateCall, value: unknown): number {
  return textOf(call, value).match(word)?.length ?? 0;
}

function wordwrap(call: TemplateCall, value: unknown, ...args: readonly unknown[]): string {
  const width = wholeNumber(call, args[0], 79, "The width of wordwrap");
  if (width <= 0) throw call.error(`The width of wordwrap must be at least 1, not ${width}.`);
  const breakLongWords = args[1] === undefined || Boolean(args[1]);
  const between = args[2] === undefined || args[2] === null ? "\n" : textOf(call, args[2]);
  const breakOnHyphens = args[3] === undefined || Boolean(args[3]);
  const lines = splitLines(textOf(call, value)).map((line) =>
    wrapWords(line, { width, breakLongWords, breakOnHyphens }).join(between),
  );
  return lines.join(between);
}
