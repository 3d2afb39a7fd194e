// Tests that the whole repository compiles and that the linter and formatter have no complaint.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

function outputOf(script: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

test("src, tests, scripts, examples and bench compile", () => {
  const report = outputOf("node_modules/typescript/bin/tsc", ["-p", "tsconfig.json", "--pretty", "false"]);
  assert.ok(report === "", report);
});

test("the linter and formatter have no complaint", () => {
  const report = outputOf("node_modules/@biomejs/biome/bin/biome", [
    "check",
    "--error-on-warnings",
    "--colors=off",
    ".",
  ]);
  assert.ok(report === "", report);
});
