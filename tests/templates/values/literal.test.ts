// Checks reading literals from text, and rendering templates to values by it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderNative, Templates } from "demijohn/templates";
import { parseLiteral } from "../../../src/templates/values/parse-literal.ts";
import { printPython } from "../../../src/templates/values/python-spelling.ts";

test("literals of Python and JSON are read", () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["1", 1],
    ["-1.5e3", -1500],
    ["+.5", 0.5],
    ["1_000", 1000],
    ["00", 0],
    ["123456789012345678901", 123456789012345678901n],
    ["'it\\'s'", "it's"],
    ["\"a\\n\" 'b'", "a\nb"],
    ["True", true],
    ["null", null],
    ["[1, [2], ]", [1, [2]]],
    ["[]", []],
    ["{'a': 1, \"b\": {}}", { a: 1, b: {} }],
    ["{1: 2,}", { 1: 2 }],
  ];
  for (const [text, value] of table) assert.deepEqual(parseLiteral(text), { value }, text);
  for (const [text, printed] of [
    ["()", "()"],
    ["(1,)", "(1,)"],
    ["1, 'a'", "(1, 'a')"],
    ["((1, 2), 3)", "((1, 2), 3)"],
    ["(1)", "1"],
  ] as const)
    assert.equal(printPython(parseLiteral(text)?.value), printed, text);
});

test("other text is no literal", () => {
  const texts = [
    "",
    " 1",
    "x",
    "1 2",
    "007",
    "1__0",
    "'a",
    "'a\nb'",
    "'\\q'",
    "[1",
    "[1 2]",
    "{1}",
    "{'a': 1 'b'}",
    "(1",
    "-'a'",
    "f()",
    "1 +",
    "[".repeat(500),
  ];
  for (const text of texts) assert.equal(parseLiteral(text), undefined, text);
  assert.equal(parseLiteral("true", true), undefined);
  assert.deepEqual(parseLiteral("True", true), { value: true });
});

test("a template that is one expression gives its value, any other the literal of its text", async () => {
  const engine = new Templates({ autoescape: false });
  const table: readonly (readonly [string, unknown])[] = [
    ["{{ list }}", [1, { a: 2 }]],
    ["{{ list|length }}", 2],
    ["{{ missing }}", undefined],
    ["{{ none }}", null],
    ["{{ '12' }}", 12],
    ["{{ word }}", "word"],
    ["{{ later }}", 5],
    ["[{{ 1 }}, 'x']", [1, "x"]],
    ["{{ 1 }}{{ 2 }}", 12],
    ["{{ 1 }} {{ 2 }}", "1 2"],
    ["{% for x in list %}{{ loop.index }}{% endfor %}", 12],
    ["", null],
  ];
  const context = { list: [1, { a: 2 }], word: "word", later: Promise.resolve(5) };
  for (const [source, value] of table) assert.deepEqual(await renderNative(engine, source, context), value, source);
});
