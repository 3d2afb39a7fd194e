// Makes the values that migration files write by name: days, times, durations, and conditions.
import { Q } from "#orm";
import { temporalFrom } from "../state/plain-value.ts";

/** A day of the calendar. For example: `plainDate("2026-01-31")`. */
export function plainDate(text: string): Temporal.PlainDate {
  return temporalFrom("Temporal.PlainDate", text) as Temporal.PlainDate;
}

/** A time of day. For example: `plainTime("09:45")`. */
export function plainTime(text: string): Temporal.PlainTime {
  return temporalFrom("Temporal.PlainTime", text) as Temporal.PlainTime;
}

/** A duration. For example: `duration("PT90M")`. */
export function duration(text: string): Temporal.Duration {
  return temporalFrom("Temporal.Duration", text) as Temporal.Duration;
}

/** A condition of lookups that can be combined with others. For example: `q({ pages__gt: 0 }).or(q({ draft: true }))`. */
export function q(where: Readonly<Record<string, unknown>>): Q<unknown> {
  return new Q<unknown>({ kind: "where", where });
}
