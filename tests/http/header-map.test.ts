// States how header lines are found, joined, replaced and refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderMap } from "demijohn/http";
import { flatHeaders, headerMapFromFlat } from "#http/internals";

test("names are found in any case and written as they were set", () => {
  const headers = new HeaderMap({ "Content-Type": "text/plain" });
  assert.equal(headers.get("content-TYPE"), "text/plain");
  assert.equal(headers.has("CONTENT-type"), true);
  assert.deepEqual([...headers], [["Content-Type", "text/plain"]]);
  headers.set("content-type", "a/b");
  assert.deepEqual([...headers.keys()], ["content-type"]);
});

test("repeated lines are joined by commas, cookies by semicolons, Set-Cookie not at all", () => {
  const headers = new HeaderMap([
    ["Vary", "Accept"],
    ["X-A", "1"],
    ["vary", "Cookie"],
    ["Cookie", "a=1"],
    ["Cookie", "b=2"],
    ["Set-Cookie", "a=1"],
    ["Set-Cookie", "b=2"],
  ]);
  assert.equal(headers.get("Vary"), "Accept, Cookie");
  assert.deepEqual(headers.getAll("VARY"), ["Accept", "Cookie"]);
  assert.equal(headers.get("cookie"), "a=1; b=2");
  assert.equal(headers.get("set-cookie"), "a=1");
  assert.deepEqual(headers.getAll("set-cookie"), ["a=1", "b=2"]);
  assert.equal(headers.get("missing"), undefined);
  assert.deepEqual(headers.getAll("missing"), []);
  assert.equal(headers.size, 7);
});

test("set replaces every line where the first one stood", () => {
  const headers = new HeaderMap([
    ["A", "1"],
    ["B", "2"],
    ["a", "3"],
    ["C", "4"],
  ]);
  headers.set("a", "5");
  assert.deepEqual(
    [...headers],
    [
      ["a", "5"],
      ["B", "2"],
      ["C", "4"],
    ],
  );
  headers.set("B", ["6", 7]);
  assert.deepEqual(
    [...headers.entries()],
    [
      ["a", "5"],
      ["C", "4"],
      ["B", "6"],
      ["B", "7"],
    ],
  );
  assert.deepEqual([...headers.values()], ["5", "4", "6", "7"]);
});

test("delete removes every line and says whether there was one", () => {
  const headers = new HeaderMap([
    ["A", "1"],
    ["B", "2"],
    ["a", "3"],
  ]);
  assert.equal(headers.delete("a"), true);
  assert.equal(headers.delete("a"), false);
  assert.deepEqual([...headers], [["B", "2"]]);
});

test("a map is made from records, pairs, other maps and the platform's Headers", () => {
  assert.deepEqual(
    [...HeaderMap.from({ A: "1", B: ["2", 3], C: undefined })],
    [
      ["A", "1"],
      ["B", "2"],
      ["B", "3"],
    ],
  );
  assert.deepEqual([...HeaderMap.from(new Map([["A", "1"]]))], [["A", "1"]]);
  const platform = new Headers([
    ["Set-Cookie", "a=1"],
    ["Set-Cookie", "b=2"],
    ["X-A", "1"],
  ]);
  assert.deepEqual(HeaderMap.from(platform).getAll("set-cookie"), ["a=1", "b=2"]);
  const first = new HeaderMap({ A: "1" });
  const copy = HeaderMap.from(first);
  copy.set("A", "2");
  assert.equal(first.get("A"), "1");
});

test("JSON is a record without a prototype, repeated headers as arrays", () => {
  const headers = new HeaderMap([
    ["A", "1"],
    ["__proto__", "x"],
    ["a", "2"],
    ["A", "3"],
  ]);
  const json = headers.toJSON();
  assert.equal(Object.getPrototypeOf(json), null);
  assert.deepEqual(Object.entries(json), [
    ["A", ["1", "2", "3"]],
    ["__proto__", "x"],
  ]);
  assert.equal(headers.toString(), "A: 1\r\n__proto__: x\r\na: 2\r\nA: 3\r\n");
});

test("a name that is no token is refused", () => {
  const headers = new HeaderMap();
  for (const name of ["", "a b", "a:b", "a\r\nb", "ä", "a\0"])
    assert.throws(() => headers.append(name, "1"), { code: "HTTP_BAD_HEADER_NAME" });
  assert.throws(() => headers.set("x y", "1"), {
    message: `HTTP_BAD_HEADER_NAME: "x y" cannot be the name of a header.
  A name has letters, digits and !#$%&'*+-.^_\`|~ only.
  Write headers.set("X-Name", value).`,
  });
  assert.equal(headers.size, 0);
});

test("a value that could split the message is refused, and nothing is changed", () => {
  const headers = new HeaderMap({ A: "1" });
  assert.throws(() => headers.set("A", "b\r\nSet-Cookie: x=1"), {
    message: `HTTP_BAD_HEADER_VALUE: The value of the header A has U+000D, which no header may have.
  You wrote "b\\r\\nSet-Cookie: x=1"
  Remove line breaks and control characters first.`,
  });
  assert.throws(() => headers.append("A", "☃"), {
    message: `HTTP_BAD_HEADER_VALUE: The value of the header A has U+2603, which no header may have.
  You wrote "☃"
  Encode it first: encodeURIComponent(value), or dumpOptionsHeader for parameters.`,
  });
  for (const bad of ["a\nb", "a\0b", "a\x7fb", "a\x01"])
    assert.throws(() => headers.set("A", ["ok", bad]), { code: "HTTP_BAD_HEADER_VALUE" });
  assert.deepEqual([...headers], [["A", "1"]]);
  headers.set("A", "tab\tand Latin-1 é");
  assert.equal(headers.get("A"), "tab\tand Latin-1 é");
});

test("the flat array behind a map is the map itself", () => {
  const flat = ["Host", "a", "Accept", "b"];
  const headers = headerMapFromFlat(flat);
  assert.equal(flatHeaders(headers), flat);
  headers.append("X", "1");
  assert.deepEqual(flat, ["Host", "a", "Accept", "b", "X", "1"]);
});
