// Tests that text is bounded, well formed and visible before it is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspectValue, readProperty, readText, shownLine, shownText } from "../../../src/debug/report/shown-text.ts";

test("text is cut and says how much is missing", () => {
  assert.equal(shownText("abcdef", 4), "abcd… (2 more characters)");
  assert.equal(shownText("abcd", 4), "abcd");
});

test("control characters, bidirectional marks and lone surrogates are made visible", () => {
  assert.equal(shownText("a\0b\x1bc\x7fd", 99), "a␀b␛c␡d");
  assert.equal(shownText("gnp\u202e.exe", 99), "gnp\\u202e.exe");
  assert.equal(shownText("\ud800", 99), "\ufffd");
  assert.equal(shownText("tab\tand\r\nline", 99), "tab\tand\nline");
});

test("a line has no breaks", () => {
  assert.equal(shownLine("one\n   two\nthree", 99), "one two three");
});

test("printing a value calls no code of it", () => {
  let calls = 0;
  const value = {
    get secret() {
      calls++;
      return 1;
    },
    [Symbol.for("nodejs.util.inspect.custom")]() {
      calls++;
      return "custom";
    },
    toString() {
      calls++;
      return "text";
    },
  };
  const count = (): never => {
    calls++;
    throw new Error("called");
  };
  const proxy = new Proxy({ a: 1 }, { get: count, ownKeys: count });
  inspectValue(value, 1000);
  assert.equal(inspectValue(proxy, 1000), "{ a: 1 }");
  assert.equal(calls, 0);
});

test("a property whose getter fails reads as undefined", () => {
  const value = {
    get message(): string {
      throw new Error("no");
    },
  };
  assert.equal(readProperty(value, "message"), undefined);
  assert.equal(readText({ message: 5 }, "message"), undefined);
  assert.equal(readProperty(null, "message"), undefined);
});
