// Turns durations into microseconds and PostgreSQL's interval text, and back.
import { DataError } from "../database/database-error.ts";
import { temporal } from "../temporal.ts";

/**
 * Counts the microseconds of a duration of weeks, days and smaller units.
 *
 * @throws {DataError} ORM_DURATION_WITHOUT_LENGTH for one with years or months, which are not always equally long.
 */
export function durationMicroseconds(duration: Temporal.Duration): number {
  if (duration.years !== 0 || duration.months !== 0) {
    throw new DataError(
      "ORM_DURATION_WITHOUT_LENGTH",
      `The duration ${duration} has years or months, which have no fixed length.`,
      {
        cure: 'Write it in weeks, days or smaller units: Temporal.Duration.from("P30D").',
      },
    );
  }
  const { weeks, days, hours, minutes, seconds } = duration;
  const whole = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return whole * 1e6 + duration.milliseconds * 1e3 + duration.microseconds + Math.round(duration.nanoseconds / 1e3);
}

/** Makes the duration of so many microseconds, in days and smaller units. */
export function durationFromMicroseconds(total: number): Temporal.Duration {
  const sign = total < 0 ? -1 : 1;
  let rest = Math.abs(total);
  const take = (unit: number) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count * sign || 0;
  };
  const Duration = temporal().Duration;
  return new Duration(0, 0, 0, take(864e8), take(36e8), take(6e7), take(1e6), take(1e3), take(1));
}

/** Reads PostgreSQL's interval text: `1 year 2 mons -3 days 04:05:06.789`. */
export function parseInterval(text: string): Temporal.Duration {
  let months = 0;
  let microseconds = 0;
  const words = text.split(" ");
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.includes(":")) {
      const negative = word.startsWith("-");
      const [hours, minutes, seconds] = word.replace(/^[+-]/, "").split(":");
      const time = (Number(hours) * 60 + Number(minutes)) * 6e7 + Math.round(Number(seconds) * 1e6);
      microseconds += negative ? -time : time;
    } else {
      const unit = words[++i] ?? "";
      if (unit.startsWith("year")) months += Number(word) * 12;
      else if (unit.startsWith("mon")) months += Number(word);
      else microseconds += Number(word) * 864e8;
    }
  }
  const rest = durationFromMicroseconds(microseconds);
  return months === 0 ? rest : rest.with({ years: Math.trunc(months / 12), months: months % 12 });
}
