// Checks how values become text, in pages and in Python's spelling.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safe } from "#kernel";
import { printJson, printValue } from "../../../src/templates/values/print-value.ts";
import { printPython, pythonFloat, reprPython, Tuple, tuple } from "../../../src/templates/values/python-spelling.ts";

class Plain {
  amount = 1;
}
class Named {
  toString(): string {
    return "named";
  }
}

test("pages print nothing for null and undefined, and JSON for arrays and plain objects", () => {
  const table: readonly (readonly [unknown, string])[] = [
    [null, ""],
    [undefined, ""],
    [true, "true"],
    [1.5, "1.5"],
    [12n, "12"],
    ["<b>", "<b>"],
    [safe("<b>"), "<b>"],
    [[1, "a", null, undefined], '[1,"a",null,null]'],
    [{ a: 1, b: undefined }, '{"a":1}'],
    [new Map<unknown, unknown>([["a", [2n]]]), '{"a":["2"]}'],
    [new Set([1, 2]), "[1,2]"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(Number.NaN), ""],
    [new Plain(), '{"amount":1}'],
    [new Named(), "named"],
    [Symbol("word"), "word"],
    [function act() {}, "function act"],
  ];
  for (const [value, text] of table) assert.equal(printValue(value), text);
});

test("JSON of a value inside itself says so", () => {
  const list: unknown[] = [1];
  list.push(list, { list });
  assert.equal(printJson(list), '[1,"[circular]",{"list":"[circular]"}]');
  const map = new Map<string, unknown>();
  map.set("self", map);
  assert.equal(printJson([map, map]), '[{"self":"[circular]"},{"self":"[circular]"}]');
});

test("lists that share lists cannot make a text of endless length", () => {
  let list: unknown[] = [1];
  for (let i = 0; i < 64; i++) list = [list, list];
  assert.ok(printJson(list).length < 40_000_000);
  assert.ok(printPython(list).length < 40_000_000);
});

test("Python's spelling has Python's words, quotes and numbers", () => {
  const table: readonly (readonly [unknown, string, string])[] = [
    [null, "None", "None"],
    [undefined, "", "Undefined"],
    [true, "True", "True"],
    ["x", "x", "'x'"],
    ["it's", "it's", `"it's"`],
    [`both ' and "`, `both ' and "`, `'both \\' and "'`],
    ["a\n\t\\\u0000é\u200b", "a\n\t\\\u0000é\u200b", "'a\\n\\t\\\\\\x00é\\u200b'"],
    [pythonFloat(3), "3.0", "3.0"],
    [pythonFloat(2.5), "2.5", "2.5"],
    [1e16, "10000000000000000", "10000000000000000"],
    [pythonFloat(1e16), "1e+16", "1e+16"],
    [0.00001, "1e-05", "1e-05"],
    [0.1, "0.1", "0.1"],
    [Number.POSITIVE_INFINITY, "inf", "inf"],
    [2 ** 60, "1152921504606846976", "1152921504606846976"],
    [[1, "a", null], "[1, 'a', None]", "[1, 'a', None]"],
    [tuple(1), "(1,)", "(1,)"],
    [tuple(1, 2), "(1, 2)", "(1, 2)"],
    [tuple(), "()", "()"],
    [{ a: true }, "{'a': True}", "{'a': True}"],
    [new Map([[1, "b"]]), "{1: 'b'}", "{1: 'b'}"],
    [new Set(), "set()", "set()"],
    [new Set([1]), "{1}", "{1}"],
    [safe("<b>"), "<b>", "Markup('<b>')"],
    [new Date(0), "1970-01-01 00:00:00+00:00", "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)"],
    [new Plain(), "<Plain object>", "<Plain object>"],
    [new Named(), "named", "named"],
  ];
  for (const [value, printed, quoted] of table) {
    assert.equal(printPython(value), printed);
    assert.equal(reprPython(value), quoted);
  }
});

test("a list inside itself prints as three dots", () => {
  const list: unknown[] = [1];
  list.push(list);
  assert.equal(printPython(list), "[1, [...]]");
});

test("a tuple is an array whose copies are ordinary arrays", () => {
  const pair = tuple(1, 2);
  assert.ok(Array.isArray(pair));
  assert.ok(pair instanceof Tuple);
  assert.equal(pair.map((n) => n + 1) instanceof Tuple, false);
  assert.equal(tuple(5).length, 1);
});

test("a whole float counts as a number", () => {
  assert.equal(Number(pythonFloat(3)) + 1, 4);
  assert.equal(JSON.stringify([pythonFloat(3)]), "[3]");
});
