// Reads the moments that databases write as text, without a regular expression: it runs for each value of each row.

const zero = 48;

/**
 * Reads `2026-11-22 15:49:58.123456+00` (also with `T`, `Z`, no fraction, or no offset, which means UTC) as a Date.
 * Microseconds are cut to milliseconds. `infinity` and dates before Christ are invalid dates.
 */
export function parseInstant(text: string): Date {
  const length = text.length;
  if (length < 19 || text.charCodeAt(4) !== 45 || text.charCodeAt(13) !== 58) return parseRareInstant(text);
  const year = two(text, 0) * 100 + two(text, 2);
  let end = 19;
  let milliseconds = 0;
  if (length > 20 && text.charCodeAt(19) === 46) {
    end = 20;
    for (let scale = 100; end < length; end++) {
      const digit = text.charCodeAt(end) - zero;
      if (digit < 0 || digit > 9) break;
      milliseconds += digit * scale;
      scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
    }
  }
  const seconds = two(text, 11) * 3600 + two(text, 14) * 60 + two(text, 17);
  const time = daysTo(year, two(text, 5), two(text, 8)) * 86_400_000 + seconds * 1000 + milliseconds;
  return new Date(end < length ? time - offsetOf(text, end) : time);
}

// The days from 1970 to a date of the Gregorian calendar. Date.UTC says the same, and takes longer than all else here: years
// begin in March, so that the day that some of them have more is the last one.
function daysTo(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + Math.floor((months * 153 + 2) / 5) + day - 719_469;
}

function two(text: string, at: number): number {
  return (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero;
}

// `Z`, `+05`, `-03:30`, `+01:02:03`, in milliseconds.
function offsetOf(text: string, start: number): number {
  const sign = text.charCodeAt(start);
  if (sign !== 43 && sign !== 45) return 0;
  let offset = two(text, start + 1) * 3_600_000;
  if (text.length >= start + 6) offset += two(text, start + 4) * 60_000;
  if (text.length >= start + 9) offset += two(text, start + 7) * 1000;
  return sign === 43 ? offset : -offset;
}

// Years of more than four digits, dates without a time, and what no Date can say.
function parseRareInstant(text: string): Date {
  const match = /^(\d{4,6})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d+))?)?(Z|[+-][\d:]+)?$/.exec(text);
  if (match === null) return new Date(Number.NaN);
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(3, "0").slice(0, 3)));
  return zone === "Z" ? date : new Date(date.getTime() - offsetOf(zone, 0));
}
