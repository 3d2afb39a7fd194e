// States which joined paths stay in their folder and which are refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safeJoin } from "demijohn/http";

test("parts are joined and tidied", () => {
  assert.equal(safeJoin("/srv", "a", "b/c.txt"), "/srv/a/b/c.txt");
  assert.equal(safeJoin("/srv/", "a"), "/srv/a");
  assert.equal(safeJoin("/srv", "a/./b//../c"), "/srv/a/c");
  assert.equal(safeJoin("/srv"), "/srv");
  assert.equal(safeJoin("/srv", ""), "/srv");
  assert.equal(safeJoin("", "a"), "./a");
  assert.equal(safeJoin("/srv", "a..b", "...", "..c"), "/srv/a..b/.../..c");
});

test("what would leave the folder is refused", () => {
  for (const part of [
    "..",
    "../a",
    "a/../../b",
    "/etc/passwd",
    "a\\b",
    "..\\a",
    "a\0",
    "C:",
    "c:/x",
    "a/C:/b",
    "CON",
    "a/nul.txt",
    "com1 .x",
    "//a",
  ]) {
    assert.equal(safeJoin("/srv", part), undefined, part);
  }
  assert.equal(safeJoin("/srv", "a", "../.."), undefined);
  assert.equal(safeJoin("/srv", "a", "../b"), undefined);
});
