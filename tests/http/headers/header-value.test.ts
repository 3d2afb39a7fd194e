// States how quoted strings, lists, dicts and parameters are parsed and written.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as http from "demijohn/http";

test("values that are no tokens are quoted, and unquoted again", () => {
  assert.equal(http.quoteHeaderValue("token"), "token");
  assert.equal(http.quoteHeaderValue(42), "42");
  assert.equal(http.quoteHeaderValue(""), '""');
  assert.equal(http.quoteHeaderValue('a "b" \\c'), '"a \\"b\\" \\\\c"');
  assert.equal(http.quoteHeaderValue("token", { always: true }), '"token"');
  for (const text of ["", "a b", 'a"b', "a\\b", "é", "x"]) {
    assert.equal(http.unquoteHeaderValue(http.quoteHeaderValue(text)), text);
  }
  assert.equal(http.unquoteHeaderValue('"'), '"');
});

test("a list is split outside of quotes", () => {
  assert.deepEqual(http.parseListHeader('a, "b, c" , d="e, f",, "g\\"h"'), ["a", "b, c", 'd="e, f"', 'g"h']);
  assert.deepEqual(http.parseListHeader(""), []);
  assert.deepEqual(http.parseListHeader('a, "unclosed'), []);
  assert.deepEqual(http.parseListHeader('a, "unclosed\\'), []);
});

test("a dict has items with and without a value, in a record without a prototype", () => {
  const dict = http.parseDictHeader("a=1, b, c=\"x y\", =z, __proto__=p, d*=UTF-8''%e2%98%83, e*=x''%41");
  assert.equal(Object.getPrototypeOf(dict), null);
  assert.deepEqual(Object.entries(dict), [
    ["a", "1"],
    ["b", null],
    ["c", "x y"],
    ["__proto__", "p"],
    ["d", "☃"],
    ["e", "%41"],
  ]);
});

test("lists and records are written with quotes where needed", () => {
  assert.equal(http.dumpHeader(["a", "b c", 3]), 'a, "b c", 3');
  assert.equal(http.dumpHeader({ a: "1", b: null, c: "x y", "d*": "UTF-8''%41" }), "a=1, b, c=\"x y\", d*=UTF-8''%41");
  assert.equal(http.dumpOptionsHeader("a/b", { x: "1", y: null, z: "p q", u: undefined }), 'a/b; x=1; z="p q"');
  assert.equal(http.dumpOptionsHeader(undefined, { a: 1 }), "a=1");
});

test("parameters are parsed with every way to quote and to encode", () => {
  const parse = (header: string): Record<string, string> => ({ ...http.parseOptionsHeader(header).options });
  assert.deepEqual(http.parseOptionsHeader(undefined).value, "");
  assert.deepEqual(http.parseOptionsHeader(" text/html ; Charset=UTF-8").value, "text/html");
  assert.deepEqual(parse("text/html;Charset=UTF-8"), { charset: "UTF-8" });
  assert.deepEqual(parse("; a=1"), {});
  assert.deepEqual(parse('x; a="b;c"; d="\\"q\\" \\\\ %22 C:\\dir"'), { a: "b;c", d: '"q" \\ " C:\\dir' });
  assert.deepEqual(parse("x; a*=UTF-8''%e2%98%83; b*=iso-8859-1'en'%e9; c*=ebcdic''%c1"), { a: "☃", b: "é", c: "%c1" });
  assert.deepEqual(parse("x; f*0*=utf-8''a%20; f*1*=b%20; f*2=\"c d\"; g=1"), { f: "a b c d", g: "1" });
  assert.deepEqual(parse('x; a; =b; c= ; d="unclosed; e=1'), { e: "1" });
  assert.deepEqual(Object.entries(http.parseOptionsHeader("x; __proto__=1").options), [["__proto__", "1"]]);
});

test("long hostile values take linear time", () => {
  for (const unit of ['"\\', 'a="', "a=b;", ",", "a*0=b;", "%", '\\"'] as const) {
    const text = `x;${unit.repeat(100_000)}`;
    const start = process.hrtime.bigint();
    http.parseOptionsHeader(text);
    http.parseListHeader(text);
    http.parseDictHeader(text);
    assert.ok(Number(process.hrtime.bigint() - start) < 2e9, unit);
  }
});
