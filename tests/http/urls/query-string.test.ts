// States which pairs query strings hold, and how they are written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatQueryString, parseQueryString } from "demijohn/http";

const pairs = (text: string): [string, string][] => [...parseQueryString(text)];

test("pairs come in order, with blank and missing values", () => {
  assert.deepEqual(pairs("a=1&b=2&a=3"), [
    ["a", "1"],
    ["b", "2"],
    ["a", "3"],
  ]);
  assert.deepEqual(pairs("a&b=&=c&&d=e=f&"), [
    ["a", ""],
    ["b", ""],
    ["", "c"],
    ["d", "e=f"],
  ]);
  assert.deepEqual(pairs(""), []);
  assert.deepEqual(pairs("a;b=1"), [["a;b", "1"]]);
});

test("plus is a space and escapes are UTF-8, in keys as in values", () => {
  assert.deepEqual(pairs("a+b=c+%2B&%C3%A9=%26%3D"), [
    ["a b", "c +"],
    ["é", "&="],
  ]);
  assert.deepEqual(pairs("a=%zz+%ff&b%=1"), [
    ["a", "%zz %FF"],
    ["b%", "1"],
  ]);
});

test("too many pairs are a 400", () => {
  assert.equal(parseQueryString("a&".repeat(1000)).size, 1000);
  assert.throws(() => parseQueryString("a&".repeat(1001)), {
    status: 400,
    message: `HTTP_TOO_MANY_FIELDS: The query has more than 1000 fields.
  Send fewer, or raise the limit: new App({ limits: { fields: 5000 } }).`,
  });
  assert.throws(() => parseQueryString("a&b&c", { fields: 2, source: "form" }), { status: 413 });
});

test("a missing key is told to be of the query", () => {
  assert.throws(() => parseQueryString("a=1").require("b"), /The query has no "b"/);
});

test("pairs are written and parsed back", () => {
  const all: [string, string][] = [
    ["a b", "c&d=e"],
    ["é", "☃'()*~!"],
    ["", "%+"],
  ];
  assert.deepEqual(pairs(formatQueryString(all)), all);
  assert.equal(
    formatQueryString([
      ["a", 1],
      ["b", true],
      ["c", null],
      ["d", undefined],
      ["e", "x y'"],
    ]),
    "a=1&b=true&e=x+y%27",
  );
  assert.equal(formatQueryString([["a", "\ud800"]]), "a=%EF%BF%BD");
});
