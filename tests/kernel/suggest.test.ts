// Tests which valid name a mistyped one is taken for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { didYouMean, suggest } from "#kernel";

const fields = ["author", "id", "pages", "title"];

test("a letter too many, too few, wrong or swapped is a slip", () => {
  assert.equal(suggest("auther", fields), "author");
  assert.equal(suggest("autho", fields), "author");
  assert.equal(suggest("authorr", fields), "author");
  assert.equal(suggest("auhtor", fields), "author");
  assert.equal(suggest("ttile", fields), "title");
});

test("case does not count", () => {
  assert.equal(suggest("AUTHOR", fields), "author");
});

test("a name too far from all choices has no suggestion", () => {
  assert.equal(suggest("publisher", fields), undefined);
  assert.equal(suggest("x", fields), undefined);
  assert.equal(suggest("anything", []), undefined);
});

test("the nearest choice wins, and of equals the first", () => {
  assert.equal(suggest("page", ["pager", "pages", "page"]), "page");
  assert.equal(suggest("pagex", ["pages", "pager"]), "pages");
});

test("a limit allows no more slips than it says", () => {
  assert.equal(suggest("sessions_lifetim", ["sessions_lifetime"], 1), "sessions_lifetime");
  assert.equal(suggest("session_lifetim", ["sessions_lifetime"], 1), undefined);
  assert.equal(suggest("session_lifetim", ["sessions_lifetime"], 2), "sessions_lifetime");
});

test("the beginning of a name suggests it, unless a slip is nearer", () => {
  assert.equal(suggest("rout", ["run", "routes", "settings"]), "routes");
  assert.equal(suggest("comple", ["completion", "comply"]), "comply");
  assert.equal(suggest("ro", ["routes"]), undefined);
});

test("very long names are compared quickly", () => {
  const started = performance.now();
  assert.equal(suggest("a".repeat(20_000), ["b".repeat(19_990), "c"]), undefined);
  assert.ok(performance.now() - started < 1000);
});

test("didYouMean is a sentence, or nothing", () => {
  assert.equal(didYouMean("auther", fields), ' Did you mean "author"?');
  assert.equal(didYouMean("zzz", fields), "");
});
