// Reads and writes dates and times by patterns such as "%d.%m.%Y %H:%M", the notation that strptime made common.

/** The parts that a pattern reads; what it does not name is missing. */
export interface DateParts {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly microsecond?: number;
  /** Minutes east of Greenwich. */
  readonly offset?: number;
}

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
const shorten = (name: string): string => name.slice(0, 3);
const oneOf = (names: readonly string[]): string => `(${names.join("|")})`;

type Mutable = { -readonly [K in keyof DateParts]: DateParts[K] } & { half?: number };
interface Piece {
  readonly source: string;
  readonly read?: (parts: Mutable, text: string) => void;
}

const number = (source: string, key: keyof DateParts): Piece => ({
  source: `(${source})`,
  read: (parts, text) => void (parts[key] = Number(text)),
});
const monthName = (names: readonly string[]): Piece => ({
  source: oneOf(names),
  read: (parts, text) => void (parts.month = names.indexOf(text.toLowerCase()) + 1),
});

const pieces: Readonly<Record<string, Piece>> = {
  Y: number("\\d{4}", "year"),
  y: {
    source: "(\\d{2})",
    read: (parts, text) => void (parts.year = Number(text) + (Number(text) < 69 ? 2000 : 1900)),
  },
  m: number("1[0-2]|0[1-9]|[1-9]", "month"),
  d: number("3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]", "day"),
  H: number("2[0-3]|[01]\\d|\\d", "hour"),
  I: number("1[0-2]|0[1-9]|[1-9]", "hour"),
  M: number("[0-5]\\d|\\d", "minute"),
  S: number("[0-5]\\d|\\d", "second"),
  f: { source: "(\\d{1,6})", read: (parts, text) => void (parts.microsecond = Number(text.padEnd(6, "0"))) },
  p: { source: "(am|pm)", read: (parts, text) => void (parts.half = text.toLowerCase() === "pm" ? 12 : 0) },
  B: monthName(months),
  b: monthName(months.map(shorten)),
  A: { source: oneOf(weekdays) },
  a: { source: oneOf(weekdays.map(shorten)) },
  z: { source: "(z|[+-]\\d{2}:?\\d{2})", read: (parts, text) => void (parts.offset = readOffset(text)) },
  "%": { source: "%" },
};

interface Compiled {
  readonly regex: RegExp;
  readonly reads: readonly (Piece["read"] | undefined)[];
}

const compiled = new Map<string, Compiled>();

/** Reads a text by a pattern; undefined where it does not fit or names a day that is not in the calendar. */
export function parseByPattern(text: string, pattern: string): DateParts | undefined {
  const { regex, reads } = compile(pattern);
  const found = regex.exec(text);
  if (found === null) return undefined;
  const parts: Mutable = {};
  for (const [index, read] of reads.entries()) read?.(parts, found[index + 1]!);
  const { half, ...date } = parts;
  if (half !== undefined && date.hour !== undefined) date.hour = (date.hour % 12) + half;
  return isRealDay(date) ? date : undefined;
}

function compile(pattern: string): Compiled {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const reads: (Piece["read"] | undefined)[] = [];
  const source = pattern.replace(/%(.)|\s+|[^%\s]+/gs, (token, letter: string | undefined) => {
    if (letter === undefined) return /^\s/.test(token) ? "\\s+" : RegExp.escape(token);
    const piece = pieces[letter];
    if (piece === undefined) return RegExp.escape(token);
    if (piece.source.startsWith("(")) reads.push(piece.read);
    return piece.source;
  });
  const made = { regex: new RegExp(`^${source}$`, "i"), reads };
  compiled.set(pattern, made);
  return made;
}

function readOffset(text: string): number {
  if (text.toLowerCase() === "z") return 0;
  const digits = text.replace(":", "");
  return (digits.startsWith("-") ? -1 : 1) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3)));
}

/** Whether the parts name a day of the calendar, as far as they name one at all. */
export function isRealDay({ year = 1904, month = 1, day = 1 }: DateParts): boolean {
  if (year < 1) return false;
  const last = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return last !== undefined && day >= 1 && day <= last;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const pad = (value: number | undefined, length: number): string => String(value ?? 0).padStart(length, "0");
const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

const writers: Readonly<Record<string, (parts: DateParts) => string>> = {
  Y: ({ year }) => pad(year, 4),
  y: ({ year }) => pad((year ?? 0) % 100, 2),
  m: ({ month = 1 }) => pad(month, 2),
  d: ({ day = 1 }) => pad(day, 2),
  H: ({ hour }) => pad(hour, 2),
  I: ({ hour = 0 }) => pad(hour % 12 === 0 ? 12 : hour % 12, 2),
  M: ({ minute }) => pad(minute, 2),
  S: ({ second }) => pad(second, 2),
  f: ({ microsecond }) => pad(microsecond, 6),
  p: ({ hour = 0 }) => (hour < 12 ? "AM" : "PM"),
  B: ({ month = 1 }) => capital(months[month - 1]!),
  b: ({ month = 1 }) => capital(shorten(months[month - 1]!)),
  A: (parts) => capital(weekdays[weekdayOf(parts)]!),
  a: (parts) => capital(shorten(weekdays[weekdayOf(parts)]!)),
  "%": () => "%",
};

function weekdayOf({ year = 1970, month = 1, day = 1 }: DateParts): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDay();
}

/** Writes parts by a pattern. */
export function formatByPattern(parts: DateParts, pattern: string): string {
  return pattern.replace(/%(.)/gs, (token, letter: string) => writers[letter]?.(parts) ?? token);
}
