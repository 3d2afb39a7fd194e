// Reads the calendar fields of any date or time in a time zone: Date, Temporal's types, ISO 8601 text.

/** A moment, day or time of day by its parts, as a clock on the wall of one time zone shows them. */
export interface CalendarFields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly hasDate: boolean;
  readonly hasTime: boolean;
  /** IANA name of the zone; undefined for times of day. */
  readonly zone: string | undefined;
  /** Whether the value itself knows its instant: a time without a zone is read in the zone of the engine. */
  readonly isInstant: boolean;
  /** Seconds east of UTC; undefined where the zone has no such moment, or two, or there is no zone. */
  readonly offset: number | undefined;
}

/** An instant that prints in a time zone of its own: what the filters `timezone`, `localtime` and `utc` give. */
export class ZonedDate {
  readonly #epoch: number;
  readonly zone: string;
  constructor(epoch: number, zone: string) {
    this.#epoch = epoch;
    this.zone = zone;
  }
  /** Milliseconds since 1970. */
  valueOf(): number {
    return this.#epoch;
  }
  toString(): string {
    return isoText(fieldsInZone(this.#epoch, this.zone));
  }
  toJSON(): string {
    return new Date(this.#epoch).toISOString();
  }
}

/** The calendar fields of a value in a zone, or undefined where the value is no date or time. */
export function findCalendar(value: unknown, zone: string): CalendarFields | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : fieldsInZone(value.getTime(), zone);
  if (value instanceof ZonedDate) return fieldsInZone(value.valueOf(), value.zone);
  if (typeof value === "string") return parseIso(value, zone);
  return typeof value === "object" && value !== null ? temporalFields(value, zone) : undefined;
}

/** The instant of fields in milliseconds since 1970; days begin at midnight of the zone. */
export function toEpoch(fields: CalendarFields, zone: string): number {
  const wall = wallClock(fields);
  return (
    wall - (fields.offset ?? offsetOfWall(wall, fields.zone ?? zone) ?? zoneOffset(wall, fields.zone ?? zone)) * 1000
  );
}

/** Whether a name is a time zone that the platform knows. */
export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

interface TemporalLike {
  readonly epochMilliseconds?: number;
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly millisecond?: number;
  readonly microsecond?: number;
}

// Temporal's classes are known by their tag, so that a polyfill's are as good as the platform's.
function temporalFields(value: object, zone: string): CalendarFields | undefined {
  const tag: unknown = (value as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  if (typeof tag !== "string" || !tag.startsWith("Temporal.")) return undefined;
  const source = value as TemporalLike;
  if (tag === "Temporal.Instant" || tag === "Temporal.ZonedDateTime")
    return fieldsInZone(source.epochMilliseconds!, zone);
  const hasDate = tag === "Temporal.PlainDate" || tag === "Temporal.PlainDateTime";
  const hasTime = tag === "Temporal.PlainTime" || tag === "Temporal.PlainDateTime";
  if (!hasDate && !hasTime) return undefined;
  const { year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = source;
  const microsecond = (source.millisecond ?? 0) * 1000 + (source.microsecond ?? 0);
  const plain = { year, month, day, hour, minute, second, microsecond, hasDate, hasTime };
  return withZone(plain, hasDate ? zone : undefined);
}

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s?(Z|[+-]\d\d(?::?\d\d)?))?)?$/i;
const isoTime = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;

function parseIso(text: string, zone: string): CalendarFields | undefined {
  const time = isoTime.exec(text);
  if (time !== null) {
    const clock = {
      hour: Number(time[1]),
      minute: Number(time[2]),
      second: Number(time[3] ?? 0),
      microsecond: microseconds(time[4]),
    };
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return undefined;
    return withZone({ year: 1900, month: 1, day: 1, ...clock, hasDate: false, hasTime: true }, undefined);
  }
  const match = iso.exec(text);
  if (match === null) return undefined;
  const fields = {
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4] ?? 0),
    minute: Number(match[5] ?? 0),
    second: Number(match[6] ?? 0),
    microsecond: microseconds(match[7]),
    hasDate: true,
    hasTime: match[4] !== undefined,
  };
  if (fields.month < 1 || fields.month > 12 || fields.day < 1 || fields.day > daysInMonth(fields.year, fields.month))
    return undefined;
  if (fields.hour > 23 || fields.minute > 59 || fields.second > 59) return undefined;
  if (match[8] === undefined) return withZone(fields, zone);
  return fieldsInZone(wallClock(fields) - parseOffset(match[8]) * 1000 + (fields.microsecond % 1000) / 1000, zone);
}

function microseconds(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 6).padEnd(6, "0"));
}

function parseOffset(text: string): number {
  if (text.toUpperCase() === "Z") return 0;
  const digits = text.slice(1).replace(":", "").padEnd(4, "0");
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return text[0] === "-" ? -seconds : seconds;
}

function withZone(
  fields: Omit<CalendarFields, "zone" | "offset" | "isInstant">,
  zone: string | undefined,
): CalendarFields {
  return {
    ...fields,
    zone,
    isInstant: false,
    offset: zone === undefined ? undefined : offsetOfWall(wallClock(fields), zone),
  };
}

/** Milliseconds since 1970 of the same wall clock in UTC. */
export function wallClock(
  fields: Omit<CalendarFields, "zone" | "offset" | "hasDate" | "hasTime" | "isInstant">,
): number {
  const { year, month, day, hour, minute, second, microsecond } = fields;
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, Math.floor(microsecond / 1000)));
  // Date.UTC reads years 0 to 99 as 1900 to 1999; set the year, and the day again for the 29th of February.
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

/** The fields that a clock in `zone` shows at an instant. */
export function fieldsInZone(epoch: number, zone: string): CalendarFields {
  const offset = zoneOffset(epoch, zone);
  const wall = new Date(epoch + offset * 1000);
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    microsecond: wall.getUTCMilliseconds() * 1000,
    hasDate: true,
    hasTime: true,
    zone,
    isInstant: true,
    offset,
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const numeric = {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    } as const;
    clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", era: "short", ...numeric });
    // Zone names may come from users; the platform knows about 600, and aliases.
    if (clocks.size < 1000) clocks.set(zone, clock);
  }
  return clock;
}

/** Seconds that a zone is east of UTC at an instant. */
export function zoneOffset(epoch: number, zone: string): number {
  if (zone === "UTC") return 0;
  const shown: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(epoch)) shown[type] = value;
  const year = shown["era"] === "BC" || shown["era"] === "B" ? 1 - Number(shown["year"]) : Number(shown["year"]);
  const wall = wallClock({
    year,
    month: Number(shown["month"]),
    day: Number(shown["day"]),
    hour: Number(shown["hour"]),
    minute: Number(shown["minute"]),
    second: Number(shown["second"]),
    microsecond: 0,
  });
  return Math.round((wall - Math.floor(epoch / 1000) * 1000) / 1000);
}

// A wall clock that is skipped or shown twice when the clocks change has no offset.
function offsetOfWall(wall: number, zone: string): number | undefined {
  const day = 86_400_000;
  const candidates = new Set([zoneOffset(wall - day, zone), zoneOffset(wall, zone), zoneOffset(wall + day, zone)]);
  const fitting = [...candidates].filter((offset) => zoneOffset(wall - offset * 1000, zone) === offset);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Days in a month, 1 to 12, of a year. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Whether a year of the Gregorian calendar has a 29th of February. */
export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** `2026-01-02T03:04:05.000006+01:00`: ISO 8601, with the parts that the fields have. */
export function isoText(fields: CalendarFields): string {
  const day = `${pad(fields.year, 4)}-${pad(fields.month)}-${pad(fields.day)}`;
  if (!fields.hasTime) return day;
  const fraction = fields.microsecond === 0 ? "" : `.${pad(fields.microsecond, 6)}`;
  const time = `${pad(fields.hour)}:${pad(fields.minute)}:${pad(fields.second)}${fraction}`;
  if (!fields.hasDate) return time;
  return `${day}T${time}${fields.offset === undefined ? "" : offsetText(fields.offset, ":")}`;
}

/** `+0200`, or `+02:00` with a separator. */
export function offsetText(offset: number, separator: string): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 3600))}${separator}${pad(Math.floor(size / 60) % 60)}`;
}

/** A number with leading zeros. */
export function pad(number: number, width = 2): string {
  return String(number).padStart(width, "0");
}
