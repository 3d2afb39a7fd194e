// Defines Django's filters about numbers and lists of numbers: floatformat, pluralize, add, and those that write numbers for people.
import type { Safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import {
  findNumberWord,
  hasFraction,
  localizeDigits,
  parseDecimal,
  plainDigits,
  roundHalfUp,
} from "../format/decimal.ts";
import { ordinalSuffix } from "../format/format-date.ts";
import { isPlain } from "../values/python-spelling.ts";
import { findFloat, findNumber } from "./number-filters.ts";
import { overItems } from "./over-items.ts";
import { likeInput, textOf } from "./text-of.ts";

/** Django's filters about numbers, those of humanize included. */
export const djangoNumberFilters: Readonly<Record<string, FilterDefinition>> = {
  add: defineFilter(add, { call: true, params: ["arg"] }),
  apnumber: defineFilter(pressNumber, { params: [] }),
  default_if_none: defineFilter(defaultIfNone, { call: true, params: ["arg"] }),
  dictsortreversed: defineFilter(overItems(sortReversed), { call: true, params: ["arg"] }),
  divisibleby: defineFilter(isDivisible, { call: true, params: ["arg"] }),
  floatformat: defineFilter(floatFormat, { call: true, params: ["arg"] }),
  get_digit: defineFilter(getDigit, { params: ["arg"] }),
  intcomma: defineFilter(groupThousands, { call: true, params: ["use_l10n"] }),
  intword: defineFilter(numberWord, { call: true, params: [] }),
  length_is: defineFilter(hasLength, { call: true, params: ["arg"] }),
  ordinal: defineFilter(ordinal, { call: true, params: [] }),
  pluralize: defineFilter(pluralize, { call: true, params: ["arg"] }),
};

/** A whole number as Python's `int` reads it: numbers are cut, text has digits only; undefined for all else. */
function findWhole(value: unknown): number | bigint | undefined {
  const number = findNumber(value);
  if (typeof number === "bigint") return number;
  if (number !== undefined) return Number.isFinite(number) ? Math.trunc(number) : undefined;
  const isDecimal = typeof value === "object" && value !== null && !Array.isArray(value) && !isPlain(value);
  const text = isDecimal ? String(value) : value;
  if (typeof text !== "string" || !/^\s*[+-]?[0-9]{1,400}\s*$/.test(text)) return undefined;
  const whole = Number(text);
  return Number.isSafeInteger(whole) ? whole : BigInt(text.trim());
}

// Numbers are added as they are; Django would cut 1.5 to 1 first.
function add(call: TemplateCall, value: unknown, arg: unknown): unknown {
  const [a, b] = [findNumber(value) ?? findWhole(value), findNumber(arg) ?? findWhole(arg)];
  if (a !== undefined && b !== undefined) {
    if (typeof a === "number" && typeof b === "number") return a + b;
    return Number.isInteger(Number(a)) && Number.isInteger(Number(b)) ? BigInt(a) + BigInt(b) : Number(a) + Number(b);
  }
  if (Array.isArray(value) && Array.isArray(arg)) return [...value, ...arg];
  const isText = (part: unknown) => typeof part === "string" || call.test("escaped", part);
  return isText(value) && isText(arg) ? textOf(call, value) + textOf(call, arg) : "";
}

function defaultIfNone(call: TemplateCall, value: unknown, arg: unknown): unknown {
  return value === null || call.isUndefined(value) ? arg : value;
}

function sortReversed(call: TemplateCall, items: readonly unknown[], path: unknown): unknown {
  const isPlace = typeof path === "number" || path === undefined;
  return isPlace
    ? call.filter("sort", items, [true, true, path])
    : call.filter("sort", items, [true, true, textOf(call, path)]);
}

function isDivisible(call: TemplateCall, value: unknown, arg: unknown): boolean {
  const [number, by] = [findWhole(value), findWhole(arg)];
  if (number === undefined || by === undefined || Number(by) === 0)
    throw call.error("divisibleby takes whole numbers, and not zero to divide by.", "Write number|divisibleby(3).");
  return BigInt(number) % BigInt(by) === 0n;
}

function floatFormat(call: TemplateCall, value: unknown, arg: unknown): string | Safe {
  const text = plainText(call, value);
  const parsed = parseDecimal(text);
  if (parsed === undefined) return findFloat(value) === undefined ? "" : text;
  const { places, isGrouped, isLocal } = readPlaces(call, arg);
  if (places === undefined || parsed.digits.toString().length + Math.abs(parsed.exponent) > 200) return text;
  const digits = roundHalfUp(parsed, !hasFraction(parsed) && places <= 0 ? 0 : Math.abs(places));
  return likeInput(value, localizeDigits(digits, isLocal ? call.options.locale : "en", isGrouped));
}

function plainText(call: TemplateCall, value: unknown): string {
  const number = findNumber(value);
  return number === undefined || !Number.isFinite(Number(number)) ? textOf(call, value) : plainDigits(number);
}

interface Places {
  readonly places: number | undefined;
  readonly isGrouped: boolean;
  readonly isLocal: boolean;
}

// `2g` groups the digits, `2u` writes them without regard to the language.
function readPlaces(call: TemplateCall, arg: unknown): Places {
  const match = /^([+-]?[0-9]*)([gu]{0,2})$/.exec(arg === undefined || arg === null ? "-1" : textOf(call, arg).trim());
  if (match === null) return { places: undefined, isGrouped: false, isLocal: true };
  const places = match[1] === "" ? -1 : Number(match[1]);
  return {
    places: Number.isNaN(places) || Math.abs(places) > 400 ? undefined : places,
    isGrouped: match[2]!.includes("g"),
    isLocal: !match[2]!.includes("u"),
  };
}

function getDigit(value: unknown, arg: unknown): unknown {
  const [number, place] = [findWhole(value), findWhole(arg)];
  if (number === undefined || place === undefined || Number(place) < 1) return number ?? value;
  const digits = String(number).replace("-", "");
  return Number(digits.at(-Number(place)) ?? 0);
}

function groupThousands(call: TemplateCall, value: unknown, useLocale: unknown): string | Safe {
  const locale = useLocale === undefined || useLocale ? call.options.locale : "en";
  const text = plainText(call, value);
  const parsed = parseDecimal(text);
  if (parsed !== undefined && /^\s*[+-]?[0-9.]+\s*$/.test(text))
    return likeInput(value, localizeDigits(text.trim(), locale, true));
  const whole = /^-?[0-9]+/.exec(text)?.[0] ?? "";
  return likeInput(value, localizeDigits(whole, "en", true) + text.slice(whole.length));
}

function numberWord(call: TemplateCall, value: unknown): unknown {
  const number = findWhole(value);
  return number === undefined ? value : (findNumberWord(Number(number), call.options.locale) ?? number);
}

function hasLength(call: TemplateCall, value: unknown, arg: unknown): unknown {
  const wanted = findWhole(arg);
  return wanted === undefined ? "" : call.filter("length", value) === Number(wanted);
}

function ordinal(call: TemplateCall, value: unknown): unknown {
  const number = findWhole(value);
  if (number === undefined) return value;
  if (Number(number) < 0) return String(number);
  const { locale } = call.options;
  return locale === "en" || locale.startsWith("en-")
    ? `${number}${ordinalSuffix(Number(BigInt(number) % 100n))}`
    : `${number}.`;
}

const words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

function pressNumber(value: unknown): unknown {
  const number = findWhole(value);
  return number === undefined ? value : (words[Number(number) - 1] ?? number);
}

function pluralize(call: TemplateCall, value: unknown, arg: unknown): string {
  const suffixes = textOf(call, arg === undefined ? "s" : arg);
  const parts = suffixes.includes(",") ? suffixes.split(",") : ["", suffixes];
  if (parts.length > 2) return "";
  const [one, many] = parts as [string, string];
  const number = findFloat(value);
  if (number !== undefined) return number === 1 ? one : many;
  if (typeof value !== "object" || value === null) return "";
  return call.test("iterable", value) ? (call.filter("length", value) === 1 ? one : many) : "";
}
