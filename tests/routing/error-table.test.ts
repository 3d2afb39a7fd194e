// Tests that the routing room's error table has whole sentences, and exactly the codes that the room uses and tests.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { routingErrors } from "#routing/internals";

function codesIn(folder: string, skipped: string): Set<string> {
  const codes = new Set<string>();
  const url = new URL(folder, import.meta.url);
  for (const file of globSync("**/*.ts", { cwd: url })) {
    if (file === skipped) continue;
    for (const [code] of readFileSync(new URL(file, url), "utf8").matchAll(/\bROUTING_[A-Z_]+\b/g)) codes.add(code);
  }
  return codes;
}

test("the table has exactly the codes that the room throws", () => {
  const used = [...codesIn("../../src/routing/", "error-table.ts")].filter((code) => !code.endsWith("_"));
  assert.deepEqual(used.sort(), Object.keys(routingErrors).sort());
});

test("every code is asserted by a test", () => {
  const tested = codesIn("./", "error-table.test.ts");
  for (const code of Object.keys(routingErrors)) assert.ok(tested.has(code), code);
});

test("every row says when and what to do, in sentences", () => {
  for (const [code, { when, cure }] of Object.entries(routingErrors)) {
    assert.match(when, /^[A-Z].*\.$/s, code);
    assert.match(cure, /^[A-Z].*\.$/s, code);
  }
});
