// Tests that the kernel's error table has whole sentences and that the sources use no other codes.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { kernelErrors } from "#kernel/internals";

test("the table has exactly the codes that the kernel uses", () => {
  const folder = new URL("../../src/kernel/", import.meta.url);
  const used = new Set<string>();
  for (const file of globSync("**/*.ts", { cwd: folder })) {
    if (file === "error-table.ts") continue;
    for (const [, code] of readFileSync(new URL(file, folder), "utf8").matchAll(/"(KERNEL_[A-Z_]+)"/g)) used.add(code!);
  }
  assert.deepEqual([...used].sort(), Object.keys(kernelErrors).sort());
});

test("every row says when and what to do, in sentences", () => {
  for (const [code, { when, cure }] of Object.entries(kernelErrors)) {
    assert.match(when, /^[A-Z].*\.$/s, code);
    assert.match(cure, /^[A-Z].*\.$/s, code);
  }
});
