// Tests the reading of moments that databases write as text: every year of four digits, fractions and offsets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseInstant } from "../../src/orm/dialects/date-text.ts";

test("the last and first days of each month of all years are what Date writes", () => {
  for (let year = 0; year <= 9999; year++) {
    for (let month = 0; month < 12; month++) {
      const first = new Date(0);
      first.setUTCFullYear(year, month, 1);
      first.setUTCHours(23, 59, 59, 999);
      const last = new Date(first.getTime() - 86_400_000);
      for (const date of [first, last]) {
        const text = date.toISOString();
        if (text.length === 24) assert.equal(parseInstant(text).getTime(), date.getTime(), text);
      }
    }
  }
});

for (const [text, iso] of [
  ["2026-11-22 15:49:58.123456+00", "2026-11-22T15:49:58.123Z"],
  ["2026-11-22 15:49:58.9999999", "2026-11-22T15:49:58.999Z"],
  ["2026-11-22 15:49:58.5", "2026-11-22T15:49:58.500Z"],
  ["2026-11-22 15:49:58", "2026-11-22T15:49:58.000Z"],
  ["2024-02-29T00:30:00+05:30", "2024-02-28T19:00:00.000Z"],
  ["1890-01-01 00:00:00-01:02:03", "1890-01-01T01:02:03.000Z"],
  ["0099-12-31 23:59:59.25Z", "0099-12-31T23:59:59.250Z"],
  ["12026-11-22 15:49:58.1", "+012026-11-22T15:49:58.100Z"],
  ["2026-11-22", "2026-11-22T00:00:00.000Z"],
] as const)
  test(`${text} is ${iso}`, () => assert.equal(parseInstant(text).toISOString(), iso));

test("what no Date can say is an invalid date", () => assert.ok(Number.isNaN(parseInstant("infinity").getTime())));
