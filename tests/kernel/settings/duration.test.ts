// Tests which texts are lengths of time, and how lengths are written for people.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { describeDuration, parseDuration } from "#kernel";

const lengths: readonly (readonly [string, number])[] = [
  ["90", 90],
  [" 1.5 ", 1.5],
  ["30s", 30],
  ["500ms", 0.5],
  ["14 days", 1_209_600],
  ["1 Day", 86_400],
  ["1h 30m", 5400],
  ["1h30m", 5400],
  ["1 hour, 30 minutes and 5 seconds", 5405],
  ["2 weeks", 1_209_600],
  ["1 year", 31_536_000],
  ["0.1s 0.2s", 0.3],
  ["1.5 hours", 5400],
  ["10 min", 600],
  ["0", 0],
  ["PT30M", 1800],
  ["P1DT12H", 129_600],
  ["P2W", 1_209_600],
  ["PT0.5S", 0.5],
];

for (const [text, seconds] of lengths) {
  test(`"${text}" is ${seconds} seconds`, () => assert.equal(parseDuration(text), seconds));
}

test("other texts are no lengths of time", () => {
  const others = [
    "",
    " ",
    "-5",
    "5 dayz",
    "days",
    "1 month",
    "5 5",
    "1h-30m",
    "P",
    "PT",
    "P1M",
    "1e3",
    "NaN",
    "5 constructor",
    "1,5s",
    "and",
  ];
  for (const text of others) assert.equal(parseDuration(text), undefined, text);
});

test("lengths are written in the units that people use", () => {
  const texts: readonly (readonly [number, string])[] = [
    [0, "0 seconds"],
    [1, "1 second"],
    [90, "1 minute 30 seconds"],
    [5400, "1 hour 30 minutes"],
    [86_400, "1 day"],
    [1_209_600, "14 days"],
    [2_678_400, "31 days"],
    [604_800 * 12, "12 weeks"],
    [0.25, "0.25 seconds"],
    [-60, "minus 1 minute"],
    [Infinity, "Infinity"],
  ];
  for (const [seconds, text] of texts) assert.equal(describeDuration(seconds), text);
});

test("what is written reads as the same length", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (milliseconds) => {
      assert.equal(parseDuration(describeDuration(milliseconds / 1000)), milliseconds / 1000);
    }),
  );
});
