// States which texts are dates, and how dates are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatHttpDate, parseHttpDate } from "demijohn/http";

const iso = (text: string | undefined): string | undefined => parseHttpDate(text)?.toISOString().replace(".000", "");

test("all three formats of HTTP are parsed", () => {
  for (const text of ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]) {
    assert.equal(iso(text), "1994-11-06T08:49:37Z");
    assert.equal(iso(`  ${text} `), "1994-11-06T08:49:37Z");
  }
});

test("zones, short years and years long ago are understood", () => {
  assert.equal(iso("06 Nov 1994 08:49:37 +0230"), "1994-11-06T06:19:37Z");
  assert.equal(iso("Sun, 06 Nov 1994 08:49 -0100"), "1994-11-06T09:49:00Z");
  assert.equal(iso("Sun 02 Feb 1343 08:49:37"), "1343-02-02T08:49:37Z");
  assert.equal(iso("Sun, 06 Nov 0001 00:00:00 GMT"), "0001-11-06T00:00:00Z");
  const year = new Date().getUTCFullYear();
  const short = (ahead: number): string => String((year + ahead) % 100).padStart(2, "0");
  assert.equal(parseHttpDate(`Sunday, 06-Nov-${short(50)} 08:49:37 GMT`)?.getUTCFullYear(), year + 50);
  assert.equal(parseHttpDate(`Sunday, 06-Nov-${short(51)} 08:49:37 GMT`)?.getUTCFullYear(), year - 49);
  assert.equal(iso("Sat, 31 Dec 2016 23:59:60 GMT"), "2016-12-31T23:59:59Z");
});

test("what is no date is undefined", () => {
  for (const text of [
    undefined,
    "",
    "foo",
    "Thu, 33 Jan 1970 00:00:00 GMT",
    "Thu, 30 Feb 2020 00:00:00 GMT",
    "Thu, 01 Foo 1970 00:00:00 GMT",
    "01 Jan 1970 24:00:00 GMT",
    "01 Jan 1970 00:60:00 GMT",
    "01 Jan 1970 00:00:00 EST5",
    "1",
    " ".repeat(100_000),
  ]) {
    assert.equal(parseHttpDate(text), undefined);
  }
});

test("instants are formatted as IMF-fixdate", () => {
  assert.equal(formatHttpDate(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  assert.equal(formatHttpDate(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  assert.equal(formatHttpDate(new Date(784111777999)), "Sun, 06 Nov 1994 08:49:37 GMT");
});
