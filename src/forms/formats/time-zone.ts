// Turns the date and time on a wall clock of one zone into an instant, and an instant into what that clock shows.
import { temporal } from "#orm/internals";
import type { DateParts } from "./date-pattern.ts";

/** The instant of a wall clock's date and time; undefined where the clock skips it or shows it twice. */
export function instantOf(parts: DateParts, timeZone: string): Date | undefined {
  const { year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0, microsecond = 0, offset } = parts;
  const millisecond = Math.floor(microsecond / 1000);
  if (offset !== undefined || timeZone === "UTC") {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute - (offset ?? 0), second, millisecond);
    return date;
  }
  try {
    const clock = temporal().PlainDateTime.from({ year, month, day, hour, minute, second, millisecond });
    return new Date(clock.toZonedDateTime(timeZone, { disambiguation: "reject" }).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** What a wall clock of the zone shows at an instant. */
export function clockAt(instant: Date, timeZone: string): DateParts {
  if (timeZone === "UTC")
    return {
      year: instant.getUTCFullYear(),
      month: instant.getUTCMonth() + 1,
      day: instant.getUTCDate(),
      hour: instant.getUTCHours(),
      minute: instant.getUTCMinutes(),
      second: instant.getUTCSeconds(),
      microsecond: instant.getUTCMilliseconds() * 1000,
    };
  const at = temporal().Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  const { year, month, day, hour, minute, second } = at;
  return { year, month, day, hour, minute, second, microsecond: at.millisecond * 1000 };
}
