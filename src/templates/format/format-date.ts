// Writes dates and times by Django's format letters: `N j, Y, P` gives "Jan. 2, 2026, 3:04 p.m.".
import {
  type CalendarFields,
  daysInMonth,
  isLeapYear,
  isoText,
  offsetText,
  pad,
  toEpoch,
  wallClock,
} from "./calendar.ts";

/** Django's named formats; languages other than English have the platform's own. */
const namedFormats: Readonly<Record<string, string>> = {
  DATE_FORMAT: "N j, Y",
  DATETIME_FORMAT: "N j, Y, P",
  TIME_FORMAT: "P",
  YEAR_MONTH_FORMAT: "F Y",
  MONTH_DAY_FORMAT: "F j",
  SHORT_DATE_FORMAT: "m/d/Y",
  SHORT_DATETIME_FORMAT: "m/d/Y P",
};

const platformFormats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  DATE_FORMAT: { dateStyle: "long" },
  DATETIME_FORMAT: { dateStyle: "long", timeStyle: "short" },
  TIME_FORMAT: { timeStyle: "short" },
  YEAR_MONTH_FORMAT: { year: "numeric", month: "long" },
  MONTH_DAY_FORMAT: { month: "long", day: "numeric" },
  SHORT_DATE_FORMAT: { dateStyle: "short" },
  SHORT_DATETIME_FORMAT: { dateStyle: "short", timeStyle: "short" },
};

/** Where and in which language a date is written. */
export interface DateFormatOptions {
  readonly locale: string;
  /** Own formats for the names `DATE_FORMAT` and its kind. */
  readonly formats?: Readonly<Record<string, string>> | undefined;
  /** Makes the error for a letter that the value cannot answer, such as the hour of a day. */
  readonly error: (message: string) => Error;
}

/** Writes calendar fields by a format of Django's letters or by the name of a format. */
export function formatDate(fields: CalendarFields, format: string, options: DateFormatOptions): string {
  if (options.formats !== undefined && Object.hasOwn(options.formats, format))
    return writeLetters(fields, options.formats[format]!, options);
  if (!Object.hasOwn(namedFormats, format)) return writeLetters(fields, format, options);
  if (isEnglish(options.locale)) return writeLetters(fields, namedFormats[format]!, options);
  return inLocale(fields, options.locale, platformFormats[format]!);
}

function isEnglish(locale: string): boolean {
  return locale === "en" || locale.startsWith("en-");
}

function writeLetters(fields: CalendarFields, format: string, options: DateFormatOptions): string {
  let text = "";
  for (let i = 0; i < format.length; i++) {
    const letter = format[i]!;
    if (letter === "\\" && i + 1 < format.length) text += format[++i];
    else text += Object.hasOwn(letters, letter) ? writeLetter(fields, letter, options) : letter;
  }
  return text;
}

function writeLetter(fields: CalendarFields, letter: string, options: DateFormatOptions): string {
  const isTime = timeLetters.includes(letter);
  if (isTime && !fields.hasTime)
    throw options.error(`A date without a time has no "${letter}": the format letters ${timeLetters} need a time.`);
  if (!isTime && !fields.hasDate) throw options.error(`A time without a date has no "${letter}".`);
  return String(letters[letter]!(fields, options.locale));
}

const timeLetters = "aAefgGhHiOPsTuZ";

type Letter = (fields: CalendarFields, locale: string) => string | number;

const letters: Readonly<Record<string, Letter>> = {
  a: (fields, locale) => (isEnglish(locale) ? (fields.hour > 11 ? "p.m." : "a.m.") : dayPeriod(fields, locale)),
  A: (fields, locale) => (isEnglish(locale) ? (fields.hour > 11 ? "PM" : "AM") : dayPeriod(fields, locale)),
  b: (fields, locale) => shortMonth(fields, locale).toLowerCase(),
  c: (fields) => isoText(fields),
  d: (fields) => pad(fields.day),
  D: (fields, locale) => inLocale(fields, locale, { weekday: "short" }),
  e: (fields) => (fields.isInstant ? zoneName(fields) : ""),
  E: (fields, locale) => part(fields, locale, { options: { day: "numeric", month: "long" }, type: "month" }),
  f: halfDayTime,
  F: (fields, locale) => inLocale(fields, locale, { month: "long" }),
  g: (fields) => fields.hour % 12 || 12,
  G: (fields) => fields.hour,
  h: (fields) => pad(fields.hour % 12 || 12),
  H: (fields) => pad(fields.hour),
  i: (fields) => pad(fields.minute),
  I: daylightSaving,
  j: (fields) => fields.day,
  l: (fields, locale) => inLocale(fields, locale, { weekday: "long" }),
  L: (fields) => (isLeapYear(fields.year) ? "True" : "False"),
  m: (fields) => pad(fields.month),
  M: (fields, locale) => shortMonth(fields, locale),
  n: (fields) => fields.month,
  N: (fields, locale) =>
    isEnglish(locale) ? pressMonths[fields.month - 1]! : inLocale(fields, locale, { month: "short" }),
  o: (fields) => isoWeek(fields).year,
  O: (fields) => (fields.offset === undefined ? "" : offsetText(fields.offset, "")),
  P: pressTime,
  r: emailDate,
  s: (fields) => pad(fields.second),
  S: (fields) => ordinalSuffix(fields.day),
  t: (fields) => daysInMonth(fields.year, fields.month),
  T: (fields) => (fields.offset === undefined ? "" : zoneName(fields)),
  u: (fields) => pad(fields.microsecond, 6),
  U: (fields) => Math.floor(toEpoch(fields, fields.zone ?? "UTC") / 1000),
  w: (fields) => weekday(fields),
  W: (fields) => isoWeek(fields).week,
  y: (fields) => pad(fields.year % 100),
  Y: (fields) => pad(fields.year, 4),
  z: (fields) => dayOfYear(fields),
  Z: (fields) => fields.offset ?? "",
};

const pressMonths = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let made = formatters.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    if (formatters.size < 1000) formatters.set(key, made);
  }
  return made;
}

// The wall clock is written as if it were UTC, so that the platform changes nothing about it.
function inLocale(fields: CalendarFields, locale: string, options: Intl.DateTimeFormatOptions): string {
  return formatter(locale, options).format(wallClock(fields));
}

interface Part {
  readonly options: Intl.DateTimeFormatOptions;
  readonly type: string;
}

function part(fields: CalendarFields, locale: string, { options, type }: Part): string {
  const parts = formatter(locale, options).formatToParts(wallClock(fields));
  return parts.find((one) => one.type === type)?.value ?? "";
}

function dayPeriod(fields: CalendarFields, locale: string): string {
  return part(fields, locale, { options: { hour: "numeric", hour12: true }, type: "dayPeriod" });
}

function shortMonth(fields: CalendarFields, locale: string): string {
  return isEnglish(locale)
    ? inLocale(fields, "en-US", { month: "short" })
    : inLocale(fields, locale, { month: "short" });
}

function halfDayTime(fields: CalendarFields): string {
  const hour = fields.hour % 12 || 12;
  return fields.minute === 0 ? String(hour) : `${hour}:${pad(fields.minute)}`;
}

function pressTime(fields: CalendarFields, locale: string): string {
  if (!isEnglish(locale)) return inLocale(fields, locale, { timeStyle: "short" });
  if (fields.minute === 0 && fields.hour === 0) return "midnight";
  if (fields.minute === 0 && fields.hour === 12) return "noon";
  return `${halfDayTime(fields)} ${fields.hour > 11 ? "p.m." : "a.m."}`;
}

/** 0 for Sunday to 6 for Saturday. */
function weekday(fields: CalendarFields): number {
  return new Date(wallClock(fields)).getUTCDay();
}

function dayOfYear(fields: CalendarFields): number {
  const { year } = fields;
  const midnight = { hour: 0, minute: 0, second: 0, microsecond: 0 };
  return (wallClock({ ...fields, ...midnight }) - wallClock({ year, month: 1, day: 1, ...midnight })) / 86_400_000 + 1;
}

// ISO 8601: the week belongs to the year of its Thursday.
function isoWeek(fields: CalendarFields): { year: number; week: number } {
  const fromMonday = (weekday(fields) + 6) % 7;
  const thursday = dayOfYear(fields) + 3 - fromMonday;
  const length = isLeapYear(fields.year) ? 366 : 365;
  if (thursday < 1) {
    const before = isLeapYear(fields.year - 1) ? 366 : 365;
    return { year: fields.year - 1, week: Math.ceil((thursday + before) / 7) };
  }
  return thursday > length ? { year: fields.year + 1, week: 1 } : { year: fields.year, week: Math.ceil(thursday / 7) };
}

/** The English suffix of an ordinal number: st, nd, rd or th. */
export function ordinalSuffix(number: number): string {
  const last = number % 100;
  if (last >= 11 && last <= 13) return "th";
  return ["th", "st", "nd", "rd"][number % 10] ?? "th";
}

function daylightSaving(fields: CalendarFields): string {
  if (fields.offset === undefined || fields.zone === undefined) return "";
  const name = new Intl.DateTimeFormat("en-US", { timeZone: fields.zone, timeZoneName: "long" });
  const text =
    name.formatToParts(toEpoch(fields, fields.zone)).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return /daylight|summer/i.test(text) || text === "Irish Standard Time" ? "1" : "0";
}

// Abbreviations such as CET stand in the data of regions that use them.
function zoneName(fields: CalendarFields): string {
  const zone = fields.zone ?? "UTC";
  const epoch = toEpoch(fields, zone);
  for (const locale of ["en-US", "en-GB", "en-AU", "en-CA", "en-ZA", "en-IN"]) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short" }).formatToParts(epoch);
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{2,5}$/.test(name)) return name;
  }
  return offsetText(fields.offset ?? 0, ":");
}

const emailDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const emailMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** RFC 5322 section 3.3; always in English. */
function emailDate(fields: CalendarFields): string {
  const day = `${emailDays[weekday(fields)]}, ${pad(fields.day)} ${emailMonths[fields.month - 1]} ${pad(fields.year, 4)}`;
  const time = `${pad(fields.hour)}:${pad(fields.minute)}:${pad(fields.second)}`;
  return `${day} ${time} ${fields.offset === undefined ? "-0000" : offsetText(fields.offset, "")}`;
}
