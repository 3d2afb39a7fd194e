// States how repeated keys are read, converted, required and copied.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MissingKey, MultiMap } from "demijohn/http";

const tags = new MultiMap([
  ["tag", "red"],
  ["page", "2"],
  ["tag", "dry"],
]);

test("get gives the first value, getAll all of them", () => {
  assert.equal(tags.get("tag"), "red");
  assert.deepEqual(tags.getAll("tag"), ["red", "dry"]);
  assert.equal(tags.get("none"), undefined);
  assert.equal(tags.get("none", { default: "x" }), "x");
  assert.deepEqual(tags.getAll("none"), []);
  assert.equal(tags.has("page"), true);
  assert.equal(tags.has("Page"), false);
  assert.equal(tags.size, 3);
});

test("a value is converted, and the default stands for one that cannot be", () => {
  const map = new MultiMap(
    Object.entries({ i: " 42 ", f: "1.5e3", b: "on", no: "off", bad: "x", big: "99999999999999999", blank: "" }),
  );
  const page: number = map.get("i", { type: "int", default: 1 });
  assert.equal(page, 42);
  assert.equal(map.get("f", { type: "number" }), 1500);
  assert.equal(map.get("f", { type: "int" }), undefined);
  assert.equal(map.get("b", { type: "boolean" }), true);
  assert.equal(map.get("no", { type: "boolean", default: true }), false);
  assert.equal(map.get("blank", { type: "boolean", default: true }), false);
  assert.equal(map.get("bad", { type: "int", default: 7 }), 7);
  assert.equal(map.get("bad", { type: "boolean", default: true }), true);
  assert.equal(map.get("big", { type: "int", default: 0 }), 0);
  assert.equal(map.get("blank", { type: "number", default: 3 }), 3);
  const url: URL | undefined = map.get("bad", { type: (text) => new URL(text) });
  assert.equal(url, undefined);
  assert.equal(map.get("bad", { type: (text) => text.toUpperCase() }), "X");
  assert.deepEqual(
    new MultiMap([
      ["n", "1"],
      ["n", "x"],
      ["n", "3"],
    ]).getAll("n", { type: "int" }),
    [1, 3],
  );
});

test("require throws a 400 that names the missing key and those that are there", () => {
  assert.equal(tags.require("page"), "2");
  assert.throws(
    () =>
      new MultiMap(
        [
          ["a", "1"],
          ["a", "2"],
          ["b", "3"],
        ],
        "query",
      ).require("name"),
    (error: MissingKey) => {
      assert.ok(error instanceof MissingKey);
      assert.equal(
        error.message,
        `HTTP_MISSING_KEY: The query has no "name".
  The query has: "a", "b".
  Send "name", or read it with get("name"), which may be undefined.`,
      );
      return true;
    },
  );
});

test("it is iterated in the order it came", () => {
  assert.deepEqual(
    [...tags],
    [
      ["tag", "red"],
      ["page", "2"],
      ["tag", "dry"],
    ],
  );
  assert.deepEqual([...tags.keys()], ["tag", "page"]);
  assert.deepEqual([...tags.values()], ["red", "2", "dry"]);
  assert.deepEqual([...tags.entries()], [...tags]);
});

test("objects made from it have no prototype to pollute", () => {
  const map = new MultiMap([
    ["__proto__", "x"],
    ["constructor", "y"],
    ["a", "1"],
    ["a", "2"],
  ]);
  const object = map.toObject();
  assert.equal(Object.getPrototypeOf(object), null);
  assert.deepEqual(Object.entries(object), [
    ["__proto__", "x"],
    ["constructor", "y"],
    ["a", "1"],
  ]);
  assert.deepEqual(Object.entries(map.toLists()), [
    ["__proto__", ["x"]],
    ["constructor", ["y"]],
    ["a", ["1", "2"]],
  ]);
  assert.equal(JSON.stringify(map), '{"__proto__":["x"],"constructor":["y"],"a":["1","2"]}');
  assert.equal(({} as Record<string, unknown>)["x"], undefined);
});

test("with makes a changed copy, and text is a query string", () => {
  const next = tags.with({ page: "3", tag: ["a b", "c&d"], none: undefined });
  assert.equal(next.toString(), "page=3&tag=a+b&tag=c%26d");
  assert.equal(tags.toString(), "tag=red&page=2&tag=dry");
  assert.equal(tags.with({ page: undefined }).toString(), "tag=red&tag=dry");
});
