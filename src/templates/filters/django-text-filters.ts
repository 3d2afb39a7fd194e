// Defines Django's filters that take text and give text, a list of its parts, or a suffix that fits a number.
import { escapeHtml, Safe, safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { printf } from "../format/printf.ts";
import { quoteUrl } from "../format/quote-url.ts";
import {
  truncateCharacters,
  truncateHtmlCharacters,
  truncateHtmlWords,
  truncateWords,
} from "../format/truncate-text.ts";
import { linkAddresses } from "../format/urlize.ts";
import { isTrue } from "../values/compare-values.ts";
import { reprPython } from "../values/python-spelling.ts";
import { markHtml } from "./django-html-filters.ts";
import { checkLength, countCharacters, likeInput, textOf, wholeNumber } from "./text-of.ts";

/** Django's filters about text. */
export const djangoTextFilters: Readonly<Record<string, FilterDefinition>> = {
  addslashes: defineFilter(addSlashes, { call: true, params: [] }),
  capfirst: defineFilter(capitalizeFirst, { call: true, params: [] }),
  cut: defineFilter(cut, { call: true, params: ["arg"] }),
  escapejs: defineFilter(escapeScript, { call: true, params: [] }),
  iriencode: defineFilter(encodeIri, { call: true, params: [] }),
  ljust: defineFilter(alignLeft, { call: true, params: ["width"] }),
  make_list: defineFilter(makeList, { call: true, params: [] }),
  phone2numeric: defineFilter(phoneToDigits, { call: true, params: [] }),
  rjust: defineFilter(alignRight, { call: true, params: ["width"] }),
  slugify: defineFilter(slugify, { call: true, params: ["allow_unicode"] }),
  stringformat: defineFilter(stringFormat, { call: true, params: ["format"] }),
  truncatechars: defineFilter(truncator(truncateCharacters), { call: true, params: ["length"] }),
  truncatechars_html: defineFilter(truncator(truncateHtmlCharacters), { call: true, params: ["length"] }),
  truncatewords: defineFilter(truncator(truncateWords), { call: true, params: ["length"] }),
  truncatewords_html: defineFilter(truncator(truncateHtmlWords), { call: true, params: ["length"] }),
  urlizetrunc: defineFilter(urlizeShort, { call: true, params: ["limit"] }),
  yesno: defineFilter(yesNo, { call: true, params: ["choices"] }),
};

function addSlashes(call: TemplateCall, value: unknown): string | Safe {
  return likeInput(value, textOf(call, value).replace(/[\\"']/g, "\\$&"));
}

function capitalizeFirst(call: TemplateCall, value: unknown): string | Safe {
  const text = textOf(call, value);
  const first = String.fromCodePoint(text.codePointAt(0) ?? 32);
  return likeInput(value, text === "" ? "" : first.toUpperCase() + text.slice(first.length));
}

// Without its semicolons, HTML is not what it was.
function cut(call: TemplateCall, value: unknown, arg: unknown): string | Safe {
  const removed = textOf(call, arg);
  const text = removed === "" ? textOf(call, value) : textOf(call, value).replaceAll(removed, "");
  return removed === ";" ? text : likeInput(value, text);
}

const scriptSigns = /[\\'"<>&=\-;`\x00-\x1f\x7f\u2028\u2029]/g;

function escapeScript(call: TemplateCall, value: unknown): Safe {
  return safe(
    textOf(call, value).replace(
      scriptSigns,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    ),
  );
}

function encodeIri(call: TemplateCall, value: unknown): string | Safe {
  return likeInput(value, quoteUrl(textOf(call, value), "/#%[]=:;$&()+,!?*@'~"));
}

function alignLeft(call: TemplateCall, value: unknown, width: unknown): string | Safe {
  const text = textOf(call, value);
  return likeInput(value, text + missingSpaces(call, text, width));
}

function alignRight(call: TemplateCall, value: unknown, width: unknown): string | Safe {
  const text = textOf(call, value);
  return likeInput(value, missingSpaces(call, text, width) + text);
}

function missingSpaces(call: TemplateCall, text: string, width: unknown): string {
  const columns = wholeNumber(call, width, 0, "The width of ljust and rjust");
  checkLength(call, columns, "Aligning");
  return " ".repeat(Math.max(columns - countCharacters(text), 0));
}

function makeList(call: TemplateCall, value: unknown): string[] {
  return Array.from(textOf(call, value));
}

const keypad = "22233344455566677778889999";

function phoneToDigits(call: TemplateCall, value: unknown): string | Safe {
  const text = textOf(call, value).toLowerCase();
  return likeInput(
    value,
    text.replace(/[a-z]/g, (letter) => keypad[letter.charCodeAt(0) - 97]!),
  );
}

function slugify(call: TemplateCall, value: unknown, allowUnicode: unknown): string | Safe {
  return likeInput(value, makeSlug(textOf(call, value), Boolean(allowUnicode)));
}

/** Lower case letters, digits, underscores and single hyphens; letters lose their accents unless `allowUnicode`. */
export function makeSlug(text: string, allowUnicode = false): string {
  const letters = allowUnicode
    ? text
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\s-]/gu, "")
    : text
        .normalize("NFKD")
        .replace(/[^\x00-\x7f]/g, "")
        .toLowerCase()
        .replace(/[^a-z0-9_\s-]/g, "");
  const slug = letters.split(/[-\s]+/).join("-");
  let [start, end] = [0, slug.length];
  while (start < end && (slug[start] === "-" || slug[start] === "_")) start++;
  while (end > start && (slug[end - 1] === "-" || slug[end - 1] === "_")) end--;
  return slug.slice(start, end);
}

function stringFormat(call: TemplateCall, value: unknown, format: unknown): string | Safe {
  // Faults of the format print nothing, as Django has it; every error that printf asks for is this one.
  const fault = new RangeError("stringformat");
  try {
    const text = printf(`%${textOf(call, format)}`, [value], {
      quote: reprPython,
      text: (item) => textOf(call, item),
      error: () => fault,
      maxLength: call.options.maxOutputLength,
    });
    return likeInput(value, text);
  } catch (error) {
    if (error === fault) return "";
    throw error;
  }
}

/** A whole number from an argument; undefined where it is none, for filters that then leave their value as it is. */
function findLength(value: unknown): number | undefined {
  const number =
    typeof value === "string" || value instanceof Safe ? Number(value.toString().trim() || "x") : Number(value);
  return value === null || value === undefined || !Number.isFinite(number) ? undefined : Math.trunc(number);
}

type Shorten = (text: string, length: number) => string;

function truncator(shorten: Shorten) {
  return (call: TemplateCall, value: unknown, length: unknown): string | Safe => {
    const text = textOf(call, value);
    const limit = findLength(length);
    return likeInput(value, limit === undefined ? text : shorten(text, limit));
  };
}

function urlizeShort(call: TemplateCall, value: unknown, limit: unknown): string | Safe {
  const length = wholeNumber(call, limit, Number.MAX_SAFE_INTEGER, "The limit of urlizetrunc");
  const text = textOf(call, value);
  const html = call.autoescape && !(value instanceof Safe) ? escapeHtml(text) : text;
  return markHtml(call, linkAddresses(html, { limit: length, ellipsis: "…", ellipsisCounts: true, rel: "nofollow" }));
}

function yesNo(call: TemplateCall, value: unknown, choices: unknown): unknown {
  const words = textOf(call, choices === undefined || choices === null ? "yes,no,maybe" : choices).split(",");
  const [yes, no] = words;
  if (yes === undefined || no === undefined) return value;
  if (value === null || call.isUndefined(value)) return words.length === 3 ? words[2] : no;
  return isTrue(value) ? yes : no;
}
