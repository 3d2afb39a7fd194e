// Turns days and parts of the calendar into conditions on a column of dates or moments, in UTC.
import type { Column } from "#orm/internals";

/** From a day to before another; undefined where it is open. */
export interface DaySpan {
  /** Each is the beginning of a day. */
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** The rows whose value at a path lies in the span. */
export function inSpan(path: string, column: Column, { from, to }: DaySpan): Record<string, unknown> {
  const value = (day: Date): unknown => (column.type.kind === "date" ? day.toISOString().slice(0, 10) : day);
  return {
    ...(from === undefined ? {} : { [`${path}__gte`]: value(from) }),
    ...(to === undefined ? {} : { [`${path}__lt`]: value(to) }),
  };
}

/** The year, month or day that a text names: `1995`, `1995-03`, `1995-03-27`; undefined for a day that there is not. */
export function namedSpan(text: string): (DaySpan & { readonly from: Date; readonly to: Date }) | undefined {
  const [year, month, day] = text.split("-").map(Number) as [number, number?, number?];
  const from = day0(year, (month ?? 1) - 1, day ?? 1);
  if (day !== undefined && from.getUTCDate() !== day) return undefined;
  const to =
    day !== undefined
      ? day0(year, month! - 1, day + 1)
      : month !== undefined
        ? day0(year, month, 1)
        : day0(year + 1, 0, 1);
  return { from, to };
}

// `Date.UTC` takes the years 0 to 99 for those of the 20th century.
function day0(year: number, month: number, day: number): Date {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year, month, day);
  return date;
}

/** A span of days that is named by where it lies from today. */
export interface Period extends DaySpan {
  readonly value: string;
  /** In English, for the catalogue of texts. */
  readonly label: string;
}

/** The periods that a filter offers. */
export function periodsOf(now: Date): readonly Period[] {
  const [year, month, date] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const to = day0(year, month, date + 1);
  return [
    { value: "today", label: /* text */ "Today", from: day0(year, month, date), to },
    { value: "week", label: /* text */ "Past 7 days", from: day0(year, month, date - 7), to },
    { value: "month", label: /* text */ "This month", from: day0(year, month, 1), to: day0(year, month + 1, 1) },
    { value: "year", label: /* text */ "This year", from: day0(year, 0, 1), to: day0(year + 1, 0, 1) },
  ];
}
