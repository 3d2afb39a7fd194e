// Checks the tests behind `is` in both spellings of values.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safe } from "#kernel";
import { renderPython, renderText } from "../filters/render.ts";

const context = {
  html: safe("x"),
  map: new Map([["k", 1]]),
  set: new Set([1]),
  when: new Date(0),
  big: 10n ** 30n,
  item: new (class Item {})(),
  fn: () => 1,
  same: {},
  empty: undefined,
};

const truths: Readonly<Record<string, readonly string[]>> = {
  yes: [
    "missing is undefined",
    "empty is undefined",
    "none is defined",
    "none is none",
    "true is boolean",
    "true is true",
    "false is false",
    "1 is integer",
    "big is integer",
    "1.5 is float",
    "1 is number",
    "true is number",
    "big is number",
    "'a' is string",
    "html is string",
    "html is escaped",
    "'a' is lower",
    "'A1' is upper",
    "3 is odd",
    "-3 is odd",
    "4 is even",
    "big is even",
    "9 is divisibleby 3",
    "{} is mapping",
    "map is mapping",
    "[] is sequence",
    "'' is sequence",
    "map is sequence",
    "{} is sequence",
    "[] is iterable",
    "set is iterable",
    "'a' is iterable",
    "{} is iterable",
    "fn is callable",
    "range is callable",
    "same is sameas(same)",
    "1 is eq 1.0",
    "[1, {'a': 2}] is eq [1, {'a': 2}]",
    "1 is ne 2",
    "1 is lt 2",
    "2 is gt 1",
    "1 is le 1",
    "1 is ge 1",
    "'a' is lessthan 'b'",
    "2 is greaterthan 1",
    "1 is equalto 1",
    "1 is in [1]",
    "'a' is in 'abc'",
    "'k' is in map",
    "1 is in set",
    "'a' is in {'a': 1}",
    "'upper' is filter",
    "'odd' is test",
    "2 is not odd",
  ],
  no: [
    "1 is undefined",
    "0 is false",
    "1 is true",
    "0 is boolean",
    "1 is float",
    "'1' is number",
    "none is number",
    "1 is string",
    "'x' is escaped",
    "'aB' is lower",
    "'1' is lower",
    "'aB' is upper",
    "2 is odd",
    "[] is mapping",
    "'a' is mapping",
    "item is mapping",
    "when is mapping",
    "set is sequence",
    "5 is sequence",
    "5 is iterable",
    "none is iterable",
    "item is iterable",
    "'a' is callable",
    "{} is sameas({})",
    "'x' is filter",
    "'x' is test",
    "3 is in [1]",
    "'z' is in {'a': 1}",
    "1.5 is integer",
    "none is eq 0",
  ],
};

test("tests answer", async () => {
  for (const [answer, sources] of Object.entries(truths))
    for (const source of sources)
      assert.equal(await renderText(`{{ "yes" if ${source} else "no" }}`, context), answer, source);
});

test("null and undefined are one thing in JavaScript and two in Python", async () => {
  for (const [source, here, python] of [
    ["missing is none", "true", "False"],
    ["missing is eq none", "true", "False"],
    ["1.0 is float", "false", "True"],
    ["1.0 is integer", "true", "False"],
  ] as const) {
    assert.equal(await renderText(`{{ ${source} }}`), here, source);
    assert.equal(await renderPython(`{{ ${source} }}`), python, source);
  }
});
