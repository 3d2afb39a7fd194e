// Defines Django's filters about dates, times and time zones.
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import {
  type CalendarFields,
  fieldsInZone,
  findCalendar,
  isZone,
  toEpoch,
  wallClock,
  ZonedDate,
} from "../format/calendar.ts";
import { formatDate } from "../format/format-date.ts";
import { findNaturalDay, writeNaturalTime, writeSpan } from "../format/time-since.ts";
import { textOf } from "./text-of.ts";

/** Django's filters about dates. */
export const djangoDateFilters: Readonly<Record<string, FilterDefinition>> = {
  date: defineFilter(date, { call: true, params: ["format"] }),
  localtime: defineFilter(localTime, { call: true, params: [] }),
  naturalday: defineFilter(naturalDay, { call: true, params: ["format"] }),
  naturaltime: defineFilter(naturalTime, { call: true, params: [] }),
  time: defineFilter(time, { call: true, params: ["format"] }),
  timesince: defineFilter(timeSince, { call: true, params: ["now", "depth"] }),
  timeuntil: defineFilter(timeUntil, { call: true, params: ["now", "depth"] }),
  timezone: defineFilter(inTimezone, { call: true, params: ["zone"] }),
  utc: defineFilter((call: TemplateCall, value: unknown) => inZone(call, value, "UTC"), { call: true, params: [] }),
};

/** Writes a value's date or time by a format, in the language and zone of the engine; nothing for what is no date. */
export function writeDate(call: TemplateCall, value: unknown, format: string): string {
  const fields = findCalendar(value, call.options.timezone);
  return fields === undefined ? "" : writeFields(call, fields, format);
}

function writeFields(call: TemplateCall, fields: CalendarFields, format: string): string {
  const formats = call.options.policies["date.formats"];
  return formatDate(fields, format, {
    locale: call.options.locale,
    formats:
      typeof formats === "object" && formats !== null ? (formats as Readonly<Record<string, string>>) : undefined,
    error: (message) =>
      call.error(message, 'Write a format of the parts that it has, such as date("N j, Y") or time("H:i").'),
  });
}

function date(call: TemplateCall, value: unknown, format: unknown): string {
  const fields = findCalendar(value, call.options.timezone);
  if (fields === undefined) return "";
  const standard = fields.hasDate ? "DATE_FORMAT" : "TIME_FORMAT";
  return writeFields(call, fields, format === undefined || format === null ? standard : textOf(call, format));
}

function time(call: TemplateCall, value: unknown, format: unknown): string {
  const fields = findCalendar(value, call.options.timezone);
  if (fields === undefined || !fields.hasTime) return "";
  return writeFields(call, fields, format === undefined || format === null ? "TIME_FORMAT" : textOf(call, format));
}

/** Two moments as one clock shows them: that of the zone, or the wall clock where one of them has no zone. */
function compareMoments(
  call: TemplateCall,
  value: unknown,
  now: unknown,
): readonly [CalendarFields, CalendarFields] | undefined {
  const { timezone } = call.options;
  const moment = findCalendar(value, timezone);
  const base = findCalendar(now === undefined || now === null || now === "" ? call.options.now() : now, timezone);
  if (moment === undefined || base === undefined || !moment.hasDate || !base.hasDate) return undefined;
  if (!moment.hasTime || !base.hasTime) return [moment, base];
  return [fieldsInZone(toEpoch(moment, timezone), timezone), fieldsInZone(toEpoch(base, timezone), timezone)];
}

function depthOf(call: TemplateCall, depth: unknown): number {
  const number = depth === undefined || depth === null ? 2 : Number(depth);
  if (Number.isInteger(number) && number > 0) return number;
  throw call.error("depth must be greater than 0.", "Write moment|timesince(depth=2).");
}

function timeSince(call: TemplateCall, value: unknown, now: unknown, depth: unknown): string {
  const moments = compareMoments(call, value, now);
  if (moments === undefined) return "";
  return writeSpan(moments[0], moments[1], { locale: call.options.locale, depth: depthOf(call, depth) });
}

function timeUntil(call: TemplateCall, value: unknown, now: unknown, depth: unknown): string {
  const moments = compareMoments(call, value, now);
  if (moments === undefined) return "";
  return writeSpan(moments[1], moments[0], { locale: call.options.locale, depth: depthOf(call, depth) });
}

function naturalTime(call: TemplateCall, value: unknown): unknown {
  const moments = compareMoments(call, value, undefined);
  if (moments === undefined) return value;
  const utc = moments.map((fields) => fieldsInZone(toEpoch(fields, call.options.timezone), "UTC"));
  const isNear = Math.abs(wallClock(utc[0]!) - wallClock(utc[1]!)) < 86_400_000;
  const [moment, now] = isNear ? utc : moments;
  return writeNaturalTime(moment!, now!, call.options.locale);
}

function naturalDay(call: TemplateCall, value: unknown, format: unknown): unknown {
  const { timezone, locale } = call.options;
  const fields = findCalendar(value, timezone);
  if (fields === undefined || !fields.hasDate) return value;
  const today = fieldsInZone(call.options.now().getTime(), timezone);
  return findNaturalDay(fields, today, locale) ?? date(call, value, format);
}

function inZone(call: TemplateCall, value: unknown, zone: string): unknown {
  const fields = findCalendar(value, call.options.timezone);
  if (fields === undefined || !fields.hasDate || !fields.hasTime) return "";
  return new ZonedDate(toEpoch(fields, call.options.timezone), zone);
}

function localTime(call: TemplateCall, value: unknown): unknown {
  return inZone(call, value, call.options.timezone);
}

function inTimezone(call: TemplateCall, value: unknown, zone: unknown): unknown {
  const name = textOf(call, zone);
  if (!isZone(name))
    throw call.error(
      `There is no time zone named ${JSON.stringify(name)}.`,
      'Write an IANA name, such as moment|timezone("Europe/Berlin").',
    );
  return inZone(call, value, name);
}
