// Reads the moments that databases write as text, without a regular expression: it runs for each value of each row.

const zero = 48;

/**
 * Reads `2026-11-22 15:49:58.123456+00` (also with `T`, `Z`, no fraction, or no offset, which means UTC) as a Date.
 * Microseconds are cut to milliseconds. `infinity` and dates before Christ are invalid dates.
 */
export function parseInstant(text: string): Date {
  const length = text.length;
  if (length < 19 || text.charCodeAt(4) !== 45 || text.charCodeAt(13) !== 58) return parseRareInstant(text);
  const year = digits(text, 0, 4);
  let end = 19;
  let milliseconds = 0;
  if (length > 20 && text.charCodeAt(19) === 46) {
    end = 20;
    let scale = 100;
    while (end < length) {
      const digit = text.charCodeAt(end) - zero;
      if (digit < 0 || digit > 9) break;
      milliseconds += digit * scale;
      scale /= 10;
      end++;
    }
    milliseconds = Math.floor(milliseconds + 1e-9);
  }
  const time = Date.UTC(
    year,
    digits(text, 5, 2) - 1,
    digits(text, 8, 2),
    digits(text, 11, 2),
    digits(text, 14, 2),
    digits(text, 17, 2),
    milliseconds,
  );
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  const date = new Date(end < length ? time - offsetOf(text, end) : time);
  if (year < 100) date.setUTCFullYear(year);
  return date;
}

function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) value = value * 10 + text.charCodeAt(i) - zero;
  return value;
}

// `Z`, `+05`, `-03:30`, `+01:02:03`, in milliseconds.
function offsetOf(text: string, start: number): number {
  const sign = text.charCodeAt(start);
  if (sign !== 43 && sign !== 45) return 0;
  let offset = digits(text, start + 1, 2) * 3_600_000;
  if (text.length >= start + 6) offset += digits(text, start + 4, 2) * 60_000;
  if (text.length >= start + 9) offset += digits(text, start + 7, 2) * 1000;
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
