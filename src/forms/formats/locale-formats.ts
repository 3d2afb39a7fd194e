// Finds how a language writes numbers, dates and times in forms, from the data that the platform has for every locale.

/** How values are read from text and written into text inputs. */
export interface LocaleFormats {
  /** BCP 47: `en`, `de-CH`. */
  readonly locale: string;
  readonly decimalSeparator: string;
  readonly thousandSeparator: string;
  /** Whether numbers are written with separators between thousands. */
  readonly useThousandSeparator: boolean;
  /** Patterns such as `%d.%m.%Y`, the first of which also writes. */
  readonly dateInputFormats: readonly string[];
  readonly timeInputFormats: readonly string[];
  readonly dateTimeInputFormats: readonly string[];
}

const isoDate = "%Y-%m-%d";
const times = ["%H:%M:%S", "%H:%M:%S.%f", "%H:%M"] as const;
const isoDateTimes = times.map((time) => `${isoDate} ${time}`);
const englishDates = [
  isoDate,
  "%m/%d/%Y",
  "%m/%d/%y",
  "%b %d %Y",
  "%b %d, %Y",
  "%d %b %Y",
  "%d %b, %Y",
  "%B %d %Y",
  "%B %d, %Y",
  "%d %B %Y",
  "%d %B, %Y",
] as const;

/** The formats of English, and of forms that ask for no language. */
export const englishFormats: LocaleFormats = Object.freeze({
  locale: "en",
  decimalSeparator: ".",
  thousandSeparator: ",",
  useThousandSeparator: false,
  dateInputFormats: englishDates,
  timeInputFormats: times,
  dateTimeInputFormats: combine([isoDate, "%m/%d/%Y", "%m/%d/%y"]),
});

const known = new Map<string, LocaleFormats>([["en", englishFormats]]);

/**
 * The formats of a language. They are those of English where the platform does not know it.
 *
 * @example
 * ```ts
 * import { findLocaleFormats } from "demijohn/forms";
 * console.log(findLocaleFormats("de").dateInputFormats[0]); // %d.%m.%Y
 * ```
 */
export function findLocaleFormats(locale: string): LocaleFormats {
  const found = known.get(locale);
  if (found !== undefined) return found;
  const formats = isKnown(locale) ? read(locale) : englishFormats;
  // Names come from requests: a few hundred are real, and the rest is not kept.
  if (known.size < 500) known.set(locale, formats);
  return formats;
}

function isKnown(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

function read(locale: string): LocaleFormats {
  const number = new Intl.NumberFormat(locale, { numberingSystem: "latn" }).formatToParts(-1234567.5);
  const part = (type: string): string | undefined => number.find((each) => each.type === type)?.value;
  const date = datePattern(locale);
  const dates = [...new Set([date, date.replace("%Y", "%y"), isoDate])];
  return Object.freeze({
    locale,
    decimalSeparator: part("decimal") ?? ".",
    thousandSeparator: part("group") ?? "",
    useThousandSeparator: false,
    dateInputFormats: dates,
    timeInputFormats: times,
    dateTimeInputFormats: [...new Set([...combine(dates.slice(0, -1)), ...isoDateTimes])],
  });
}

function datePattern(locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    calendar: "gregory",
    numberingSystem: "latn",
  });
  const letters: Readonly<Record<string, string>> = { year: "%Y", month: "%m", day: "%d" };
  return format
    .formatToParts(new Date(Date.UTC(2006, 9, 25, 12)))
    .map((part) => letters[part.type] ?? (part.type === "literal" ? part.value.replace(/[\u200e\u200f]/g, "") : ""))
    .join("")
    .trim();
}

function combine(dates: readonly string[]): readonly string[] {
  return dates.flatMap((date) => times.map((time) => `${date} ${time}`));
}
