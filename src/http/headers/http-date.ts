// Parses the three date formats of HTTP, and writes the one that is still sent.

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

// Day name, then day month year time zone; or, as C's asctime writes it, month day time year.
const usual =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3,9})[\s-]+(\d{2}|\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+([a-z]{1,5}|[+-]\d{4}))?$/i;
const asctime = /^[a-z]{3,9}\s+([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(\d{4})$/i;

/**
 * Parses an HTTP date; undefined where the text is none (RFC 9110 section 5.6.7).
 *
 * Takes IMF-fixdate, RFC 850 and asctime dates, and numeric zones as in mail; without a zone it is UTC.
 *
 * @example
 * ```ts
 * import { parseHttpDate } from "demijohn/http";
 * console.log(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT")?.toISOString()); // 1994-11-06T08:49:37.000Z
 * ```
 */
export function parseHttpDate(text: string | undefined): Date | undefined {
  if (text === undefined || text.length > 64) return undefined;
  const trimmed = text.trim();
  const match = usual.exec(trimmed);
  if (match !== null) {
    const [, day, month, year, hour, minute, second = "0", zone] = match;
    const offset = zoneOffset(zone);
    if (offset === undefined) return undefined;
    return makeDate([fullYear(year!), month!, day!, hour!, minute!, second], offset);
  }
  const c = asctime.exec(trimmed);
  return c === null ? undefined : makeDate([Number(c[6]), c[1]!, c[2]!, c[3]!, c[4]!, c[5]!], 0);
}

/** Formats an instant as an IMF-fixdate (RFC 9110 section 5.6.7). It takes a Date, or seconds since 1970. */
export function formatHttpDate(instant: Date | number): string {
  return (typeof instant === "number" ? new Date(instant * 1000) : instant).toUTCString();
}

// Two digits stand for the year that lies no more than 50 years ahead.
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  const now = new Date().getUTCFullYear();
  const candidate = now - (now % 100) + year;
  return candidate > now + 50 ? candidate - 100 : candidate;
}

// Minutes east of UTC.
function zoneOffset(zone: string | undefined): number | undefined {
  if (zone === undefined || /^(gmt|utc?|z)$/i.test(zone)) return 0;
  if (!/^[+-]/.test(zone)) return undefined;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return zone[0] === "-" ? -minutes : minutes;
}

function makeDate(parts: readonly [number, string, string, string, string, string], offset: number): Date | undefined {
  const [year, monthName, ...rest] = parts;
  const [day, hour, minute, second] = rest.map(Number) as [number, number, number, number];
  const month = months.indexOf(monthName.slice(0, 3).toLowerCase());
  if (month < 0 || hour > 23 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (date.getUTCMonth() !== month || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute - offset, Math.min(second, 59), 0);
  return date;
}
