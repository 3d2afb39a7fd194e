// Defines Django's filters about languages: localize, unlocalize and the names of languages.
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { findCalendar, isoText } from "../format/calendar.ts";
import { localizeDigits, parseDecimal, plainDigits } from "../format/decimal.ts";
import { writeDate } from "./django-date-filters.ts";
import { findNumber } from "./number-filters.ts";
import { textOf } from "./text-of.ts";

/** Django's filters about languages. */
export const djangoLocaleFilters: Readonly<Record<string, FilterDefinition>> = {
  language_bidi: defineFilter((call: TemplateCall, value: unknown) => isRightToLeft(textOf(call, value)), {
    call: true,
  }),
  language_name: defineFilter((call: TemplateCall, value: unknown) => languageName(call, value, "en"), {
    call: true,
    params: [],
  }),
  language_name_local: defineFilter(
    (call: TemplateCall, value: unknown) => languageName(call, value, textOf(call, value)),
    { call: true, params: [] },
  ),
  language_name_translated: defineFilter(
    (call: TemplateCall, value: unknown) => languageName(call, value, call.options.locale),
    {
      call: true,
    },
  ),
  localize: defineFilter(localize, { call: true, params: [] }),
  unlocalize: defineFilter(unlocalize, { call: true, params: [] }),
};

function localize(call: TemplateCall, value: unknown): unknown {
  const number = findNumber(value);
  if (typeof value === "boolean") return value;
  if (number !== undefined) {
    const digits = plainDigits(number);
    return parseDecimal(digits) === undefined ? digits : localizeDigits(digits, call.options.locale, false);
  }
  const fields = typeof value === "string" ? undefined : findCalendar(value, call.options.timezone);
  if (fields === undefined) return value;
  return writeDate(call, value, fields.hasDate ? (fields.hasTime ? "DATETIME_FORMAT" : "DATE_FORMAT") : "TIME_FORMAT");
}

function unlocalize(call: TemplateCall, value: unknown): unknown {
  const fields = typeof value === "string" ? undefined : findCalendar(value, call.options.timezone);
  if (fields !== undefined) return isoText(fields);
  const number = findNumber(value);
  return number === undefined || typeof value === "boolean" ? value : plainDigits(number);
}

const languageTag = /^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,6}$/;

function languageName(call: TemplateCall, value: unknown, locale: string): string {
  const tag = textOf(call, value);
  if (!languageTag.test(tag))
    throw call.error(`${JSON.stringify(tag)} is no language tag.`, 'Write a tag such as "de" or "pt-BR".');
  return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
}

const rightToLeft = new Set([
  "ar",
  "arc",
  "ckb",
  "dv",
  "fa",
  "he",
  "ks",
  "ku",
  "nqo",
  "ps",
  "sd",
  "syr",
  "ug",
  "ur",
  "yi",
]);

/** Whether a language is written from right to left. */
export function isRightToLeft(tag: string): boolean {
  return rightToLeft.has(tag.toLowerCase().split("-")[0]!);
}
