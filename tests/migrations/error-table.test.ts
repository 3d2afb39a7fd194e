// Tests that the error table of migrations has whole sentences and that the sources use no other codes.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { migrationErrors } from "#migrations/internals";

test("the table has exactly the codes that the room uses", () => {
  const folder = new URL("../../src/migrations/", import.meta.url);
  const used = new Set<string>();
  for (const file of globSync("**/*.ts", { cwd: folder })) {
    if (file.endsWith("error-table.ts")) continue;
    for (const [, code] of readFileSync(new URL(file, folder), "utf8").matchAll(/"(MIGRATIONS_[A-Z_]+)"/g))
      used.add(code!);
  }
  assert.deepEqual([...used].sort(), Object.keys(migrationErrors).sort());
});

test("every row says when and what to do, in sentences", () => {
  for (const [code, { when, cure }] of Object.entries(migrationErrors)) {
    assert.match(when, /^[A-Za-z].*\.$/s, code);
    assert.match(cure, /^[A-Z].*\.$/s, code);
  }
});
