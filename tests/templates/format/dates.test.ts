// Checks reading dates, writing them by format letters, and saying how long ago they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fieldsInZone,
  findCalendar,
  isoText,
  isZone,
  toEpoch,
  ZonedDate,
} from "../../../src/templates/format/calendar.ts";
import { formatDate } from "../../../src/templates/format/format-date.ts";
import { findNaturalDay, writeNaturalTime, writeSpan } from "../../../src/templates/format/time-since.ts";

const error = (message: string) => new RangeError(message);
const moment = new Date("2026-01-02T15:04:05.006Z");

function write(value: unknown, format: string, zone = "UTC", locale = "en"): string {
  return formatDate(findCalendar(value, zone)!, format, { locale, error });
}

/** Stands for Temporal's classes, which are known by their tag. */
function temporal(kind: string, fields: Readonly<Record<string, number>>): object {
  return { [Symbol.toStringTag]: `Temporal.${kind}`, ...fields };
}

test("dates, Temporal's types and ISO 8601 text are read", () => {
  const table: readonly (readonly [unknown, string])[] = [
    [moment, "2026-01-02T16:04:05.006000+01:00"],
    ["2026-01-02", "2026-01-02"],
    ["2026-01-02T03:04", "2026-01-02T03:04:00+01:00"],
    ["2026-01-02 03:04:05.5Z", "2026-01-02T04:04:05.500000+01:00"],
    ["2026-01-02T03:04:05-02:30", "2026-01-02T06:34:05+01:00"],
    ["03:04", "03:04:00"],
    [temporal("PlainDate", { year: 2026, month: 1, day: 2 }), "2026-01-02"],
    [temporal("PlainTime", { hour: 3, minute: 4, second: 5, millisecond: 6, microsecond: 7 }), "03:04:05.006007"],
    [temporal("PlainDateTime", { year: 2026, month: 7, day: 2, hour: 3, minute: 4 }), "2026-07-02T03:04:00+02:00"],
    [temporal("Instant", { epochMilliseconds: 0 }), "1970-01-01T01:00:00+01:00"],
    [new ZonedDate(0, "Asia/Tokyo"), "1970-01-01T09:00:00+09:00"],
  ];
  for (const [value, text] of table) assert.equal(isoText(findCalendar(value, "Europe/Berlin")!), text);
});

test("what is no date is not read", () => {
  for (const value of ["", "2026", "2026-02-30", "2026-13-01", "25:00", "tomorrow", 0, null, {}, new Date(Number.NaN)])
    assert.equal(findCalendar(value, "UTC"), undefined);
});

test("instants survive the way into a zone and back", () => {
  for (const zone of ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
    for (const epoch of [0, moment.getTime(), -1e12, 1e12, Date.UTC(1900, 0, 1)])
      assert.equal(toEpoch(fieldsInZone(epoch, zone), zone), epoch, `${zone} ${epoch}`);
});

test("an hour that the clocks skip or repeat has no offset", () => {
  for (const text of ["2015-03-29T02:30", "2015-10-25T02:30"])
    assert.equal(findCalendar(text, "Europe/Copenhagen")!.offset, undefined);
  assert.equal(write("2015-10-25T02:30", "T|O|Z", "Europe/Copenhagen"), "||");
});

test("zones are known by the platform's names", () => {
  assert.equal(isZone("Europe/Berlin"), true);
  assert.equal(isZone("Middle/Earth"), false);
});

test("every letter writes its part", () => {
  const table: Readonly<Record<string, string>> = {
    "d j D l S w z": "02 2 Fri Friday nd 5 2",
    W: "1",
    "m n M b E F N t": "01 1 Jan jan January January Jan. 31",
    "y Y L o": "26 2026 False 2026",
    "g G h H i s u": "3 15 03 15 04 05 006000",
    "a A f P": "p.m. PM 3:04 3:04 p.m.",
    "e I O T Z": "UTC 0 +0000 UTC 0",
    c: "2026-01-02T15:04:05.006000+00:00",
    r: "Fri, 02 Jan 2026 15:04:05 +0000",
    U: "1767366245",
    "jS \\o\\f F": "2nd of January",
    "\\\\d": "\\02",
  };
  for (const [format, text] of Object.entries(table)) assert.equal(write(moment, format), text, format);
});

test("times of the day have words for midnight and noon", () => {
  const clock = (text: string) => write(text, "P");
  assert.deepEqual(["00:00", "12:00", "00:30", "04:00", "13:05"].map(clock), [
    "midnight",
    "noon",
    "12:30 a.m.",
    "4 a.m.",
    "1:05 p.m.",
  ]);
});

test("zones have their own clock, abbreviation and summer time", () => {
  assert.equal(write(moment, "H:i e T O Z I", "Europe/Berlin"), "16:04 CET CET +0100 3600 0");
  assert.equal(write("2026-07-02T15:04:05Z", "H:i T I", "America/New_York"), "11:04 EDT 1");
  assert.equal(write(moment, "O", "Asia/Kathmandu"), "+0545");
});

test("weeks belong to the year of their Thursday", () => {
  const weeks = ["2021-01-01", "2020-12-31", "2024-12-30", "2026-12-31", "2027-01-03"].map((day) => write(day, "o-W"));
  assert.deepEqual(weeks, ["2020-53", "2020-53", "2025-1", "2026-53", "2026-53"]);
});

test("days of the month have English suffixes", () => {
  const suffixes = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map((day) =>
    write(`2026-01-${String(day).padStart(2, "0")}`, "jS"),
  );
  assert.equal(suffixes.join(" "), "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st");
});

test("formats have names, and languages their own words", () => {
  assert.equal(write(moment, "DATETIME_FORMAT"), "Jan. 2, 2026, 3:04 p.m.");
  assert.equal(write(moment, "SHORT_DATE_FORMAT"), "01/02/2026");
  assert.equal(write(moment, "DATE_FORMAT", "UTC", "de"), "2. Januar 2026");
  assert.equal(write(moment, "l, j. F Y", "UTC", "de"), "Freitag, 2. Januar 2026");
  assert.equal(write(moment, "j E", "UTC", "pl"), "2 stycznia");
  const formats = { DATE_FORMAT: "Y/m/d" };
  assert.equal(formatDate(findCalendar(moment, "UTC")!, "DATE_FORMAT", { locale: "de", error, formats }), "2026/01/02");
});

test("names that every object has are no formats", () => {
  assert.equal(write("2026-01-02T15:04:05Z", "valueOf"), "vp.m.Friday000000UTC+00003:04");
  assert.equal(write("2026-01-02T15:04:05Z", "__proto__"), "__pFri, 02 Jan 2026 15:04:05 +00002026312026__");
});

test("a day has no hour, and a time of the day no year", () => {
  assert.throws(() => write("2026-01-02", "H:i"), {
    message: 'A date without a time has no "H": the format letters aAefgGhHiOPsTuZ need a time.',
  });
  assert.throws(() => write("03:04", "Y"), { message: 'A time without a date has no "Y".' });
});

function span(from: string, to: string, depth = 2, locale = "en"): string {
  return writeSpan(findCalendar(from, "UTC")!, findCalendar(to, "UTC")!, { locale, depth }).replaceAll("\u00a0", " ");
}

test("spans name two neighbouring units", () => {
  const table: readonly (readonly [string, string, string])[] = [
    ["2026-01-01", "2026-01-01", "0 minutes"],
    ["2026-01-02", "2026-01-01", "0 minutes"],
    ["2026-01-01T00:00", "2026-01-01T00:00:59", "0 minutes"],
    ["2026-01-01T00:00", "2026-01-01T01:01", "1 hour, 1 minute"],
    ["2026-01-01", "2026-01-09", "1 week, 1 day"],
    ["2026-01-31", "2026-02-28", "4 weeks"],
    ["2026-01-31", "2026-03-01", "1 month"],
    ["2024-02-29", "2025-03-01", "1 year"],
    ["2000-01-01", "2026-04-01", "26 years, 3 months"],
    ["2026-01-01T00:00", "2027-01-01T05:00", "1 year"],
  ];
  for (const [from, to, text] of table) assert.equal(span(from, to), text, `${from} ${to}`);
  assert.equal(span("2025-01-01", "2026-02-09T01:01", 5), "1 year, 1 month, 1 week, 1 day, 1 hour");
  assert.equal(span("2026-01-01", "2026-01-09", 2, "de"), "1 Woche, 1 Tag");
});

test("moments have natural names", () => {
  const now = findCalendar("2026-01-10T12:00:00", "UTC")!;
  const natural = (text: string, locale = "en") =>
    writeNaturalTime(findCalendar(text, "UTC")!, now, locale).replaceAll("\u00a0", " ");
  assert.equal(natural("2026-01-10T12:00:00"), "now");
  assert.equal(natural("2026-01-10T11:59:59"), "a second ago");
  assert.equal(natural("2026-01-10T11:59:30"), "30 seconds ago");
  assert.equal(natural("2026-01-10T11:59:00"), "a minute ago");
  assert.equal(natural("2026-01-10T14:30:00"), "2 hours from now");
  assert.equal(natural("2026-01-10T13:00:00"), "an hour from now");
  assert.equal(natural("2026-01-01T12:00:00"), "1 week, 2 days ago");
  assert.equal(natural("2026-01-10T11:00:00", "de"), "vor 1 Stunde");
  assert.equal(findNaturalDay(findCalendar("2026-01-11", "UTC")!, now, "en"), "tomorrow");
  assert.equal(findNaturalDay(findCalendar("2026-01-09", "UTC")!, now, "de"), "gestern");
  assert.equal(findNaturalDay(findCalendar("2026-01-12", "UTC")!, now, "en"), undefined);
});
