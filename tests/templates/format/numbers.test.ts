// Checks exact decimals, grouping, number words, JSON for HTML, pretty printing and placeholder text.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  findNumberWord,
  hasFraction,
  localizeDigits,
  parseDecimal,
  plainDigits,
  roundHalfUp,
} from "../../../src/templates/format/decimal.ts";
import { htmlSafeJson } from "../../../src/templates/format/json.ts";
import { loremParagraph, loremSentence, loremWords } from "../../../src/templates/format/lorem.ts";
import { prettyPython } from "../../../src/templates/format/pretty-python.ts";
import { pythonFloat, tuple } from "../../../src/templates/values/python-spelling.ts";

test("decimals are read exactly and rounded half up", () => {
  const table: readonly (readonly [string, number, string])[] = [
    ["0.125", 2, "0.13"],
    ["-0.125", 2, "-0.13"],
    ["-0.001", 2, "0.00"],
    ["1e3", 1, "1000.0"],
    ["12345678901234567890.5", 0, "12345678901234567891"],
    [".5", 0, "1"],
    ["5.", 1, "5.0"],
  ];
  for (const [text, places, rounded] of table) assert.equal(roundHalfUp(parseDecimal(text)!, places), rounded);
  for (const text of ["", ".", "abc", "1e", "NaN", "Infinity", "1e999999999", "9".repeat(500)])
    assert.equal(parseDecimal(text), undefined);
  assert.equal(hasFraction(parseDecimal("1.00")!), false);
  assert.equal(hasFraction(parseDecimal("1.01")!), true);
});

test("digits are written as a language writes them", () => {
  assert.equal(localizeDigits("-1234567.5", "en", true), "-1,234,567.5");
  assert.equal(localizeDigits("1234567.5", "de", true), "1.234.567,5");
  assert.equal(localizeDigits("1234567.5", "de", false), "1234567,5");
  assert.equal(localizeDigits("12345678", "hi", true), "1,23,45,678");
  assert.equal(localizeDigits("999", "en", true), "999");
});

test("numbers are written without an exponent", () => {
  assert.equal(plainDigits(1e21), "1000000000000000000000");
  assert.equal(plainDigits(1e-7), "0.0000001");
  assert.equal(plainDigits(12n), "12");
});

test("large numbers have words", () => {
  assert.equal(findNumberWord(999_999, "en"), undefined);
  assert.equal(findNumberWord(1_200_000, "en"), "1.2 million");
  assert.equal(findNumberWord(-2_000_000_000, "en"), "-2.0 billion");
  assert.equal(findNumberWord(1_200_000, "de"), "1,2 Millionen");
});

test("JSON for HTML cannot end a script or an attribute", () => {
  const json = htmlSafeJson({ a: "</script><!--'&\u2028" });
  assert.equal(json, '{"a":"\\u003c/script\\u003e\\u003c!--\\u0027\\u0026\\u2028"}');
  assert.deepEqual(JSON.parse(json), { a: "</script><!--'&\u2028" });
});

test("JSON has Python's spaces, floats and order of keys where asked", () => {
  const value = { b: [1, pythonFloat(2)], a: { é: null } };
  assert.equal(
    htmlSafeJson(value, { pythonSpelling: true, sortKeys: true }),
    '{"a": {"\\u00e9": null}, "b": [1, 2.0]}',
  );
  assert.equal(htmlSafeJson([1, {}], { pythonSpelling: true, indent: 2 }), "[\n  1,\n  {}\n]");
});

test("values that do not fit a line have one item a line", () => {
  const long = Array.from({ length: 40 }, (_, i) => i);
  assert.equal(prettyPython([1, 2]), "[1, 2]");
  assert.equal(prettyPython({ b: 1, a: 2 }), "{'a': 2, 'b': 1}");
  assert.equal(prettyPython(long), `[${long.join(",\n ")}]`);
  assert.equal(prettyPython({ key: tuple<unknown>("x".repeat(70), 1) }), `{'key': ('${"x".repeat(70)}',\n         1)}`);
});

test("placeholder text has the asked number of words", () => {
  assert.equal(loremWords(3), "lorem ipsum dolor");
  assert.equal(loremWords(40).split(" ").length, 40);
  assert.equal(loremParagraph(30).split(" ").length, 30);
  assert.match(loremParagraph(30), /^[A-Z].*\.$/);
  assert.match(loremSentence, /^Lorem ipsum dolor sit amet, consectetur .* aliqua\.$/);
});
