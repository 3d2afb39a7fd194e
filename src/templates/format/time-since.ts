// Says how long ago or how far off a moment is: "2 weeks, 3 days", "an hour ago", "in 5 Minuten", "tomorrow".
import { type CalendarFields, daysInMonth, wallClock } from "./calendar.ts";

const units = ["year", "month", "week", "day", "hour", "minute"] as const;
type Unit = (typeof units)[number];

const day = 86_400_000;
const chunks = [7 * day, day, day / 24, day / 24 / 60] as const;

/** How a span is written. */
export interface SpanOptions {
  readonly locale: string;
  /** The most units that are named; neighbours only, and none that is zero. */
  readonly depth?: number;
}

/** The span between two moments in calendar units: `1 year, 2 months`. Nothing, or a span backwards, is `0 minutes`. */
export function writeSpan(from: CalendarFields, to: CalendarFields, options: SpanOptions): string {
  const counts = countUnits(from, to);
  const start = counts.findIndex((count) => count !== 0);
  if (start < 0) return writeUnit(0, "minute", options.locale);
  const parts: string[] = [];
  for (let i = start; i < counts.length && parts.length < (options.depth ?? 2) && counts[i] !== 0; i++)
    parts.push(writeUnit(counts[i]!, units[i]!, options.locale));
  return parts.join(", ");
}

function countUnits(from: CalendarFields, to: CalendarFields): number[] {
  const [start, end] = [wallClock(from), wallClock(to)];
  if (Math.floor((end - start) / 1000) <= 0) return [];
  let total = (to.year - from.year) * 12 + (to.month - from.month);
  if (from.day > to.day || (from.day === to.day && timeOfDay(from) > timeOfDay(to))) total--;
  const years = Math.floor(total / 12);
  const months = total % 12;
  let rest = end - (total > 0 ? addMonths(from, total) : start);
  const counts = [years, months];
  for (const chunk of chunks) {
    counts.push(Math.floor(rest / chunk));
    rest %= chunk;
  }
  return counts;
}

function timeOfDay({ hour, minute, second, microsecond }: CalendarFields): number {
  return ((hour * 60 + minute) * 60 + second) * 1e6 + microsecond;
}

function addMonths(from: CalendarFields, months: number): number {
  const index = from.year * 12 + from.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  // February counts as 28 days in every year, so that a span does not depend on the year it ends in.
  const length = month === 2 ? 28 : daysInMonth(year, month);
  return wallClock({ ...from, year, month, day: Math.min(from.day, length), microsecond: 0 });
}

function isEnglish(locale: string): boolean {
  return locale === "en" || locale.startsWith("en-");
}

// The space between a number and its unit does not break.
function writeUnit(count: number, unit: Unit, locale: string): string {
  if (isEnglish(locale)) return `${count}\u00a0${unit}${count === 1 ? "" : "s"}`;
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" })
    .format(count)
    .replaceAll(" ", "\u00a0");
}

/** A moment seen from another: `now`, `5 seconds ago`, `an hour from now`, `2 weeks, 1 day ago`. */
export function writeNaturalTime(moment: CalendarFields, now: CalendarFields, locale: string): string {
  const milliseconds = wallClock(moment) - wallClock(now);
  const isPast = milliseconds < 0;
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (!isEnglish(locale)) return relativeTime(isPast ? -seconds : seconds, locale);
  const suffix = isPast ? "ago" : "from now";
  if (seconds >= 86_400)
    return `${isPast ? writeSpan(moment, now, { locale }) : writeSpan(now, moment, { locale })} ${suffix}`;
  if (seconds === 0) return "now";
  const [count, unit] =
    seconds < 60 ? [seconds, "second"] : seconds < 3600 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
  const whole = Math.floor(count as number);
  if (whole === 1) return `${unit === "hour" ? "an" : "a"} ${unit} ${suffix}`;
  return `${whole}\u00a0${unit}s ${suffix}`;
}

const relativeUnits: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

function relativeTime(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  for (const [unit, size] of relativeUnits)
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(seconds, "second");
}

/** `yesterday`, `today` or `tomorrow` in a language; undefined for other days. */
export function findNaturalDay(moment: CalendarFields, today: CalendarFields, locale: string): string | undefined {
  const midnight = { hour: 0, minute: 0, second: 0, microsecond: 0 };
  const days = (wallClock({ ...moment, ...midnight }) - wallClock({ ...today, ...midnight })) / day;
  return Math.abs(days) <= 1 ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day") : undefined;
}
