// Tests the test runner: which files it finds, what it counts, and how failures, warnings and hangs show.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findTestFiles } from "../../scripts/lib/test/find-test-files.ts";
import { runTestFiles, type TestCounts } from "../../scripts/lib/test/run-test-files.ts";

const root = new URL("../fixtures/test-run/", import.meta.url);

async function run(file: string, options: { name?: string; timeLimit?: number } = {}): Promise<[string[], TestCounts]> {
  const lines: string[] = [];
  const files = file === "" ? [] : [`tests/${file}.test.ts`];
  // With this variable a run reports to the process above instead of starting files of its own.
  const context = process.env["NODE_TEST_CONTEXT"];
  delete process.env["NODE_TEST_CONTEXT"];
  const counts = await runTestFiles({ root, files, jobs: 1, print: (line) => lines.push(line), ...options });
  if (context !== undefined) process.env["NODE_TEST_CONTEXT"] = context;
  return [lines.map((line) => line.replaceAll(/\d+\.\d\d s/g, "T s")), counts];
}

test("files are found by folder, file and part; the long ones come first", () => {
  const all = ["slow/spins", "slow/waits", "one/broken", "one/empty", "one/mixed", "one/warns"].map(
    (name) => `tests/${name}.test.ts`,
  );
  assert.deepEqual(findTestFiles(root), all);
  assert.deepEqual(findTestFiles(root, { quick: true }), all.slice(2));
  assert.deepEqual(findTestFiles(root, { without: ["one/"] }), all.slice(0, 2));
  assert.deepEqual(findTestFiles(root, { parts: ["tests/slow/"] }), all.slice(0, 2));
  assert.deepEqual(findTestFiles(root, { parts: ["./tests/one/mixed.test.ts"] }), [all[4]]);
  assert.deepEqual(findTestFiles(root, { parts: ["warn", "empty"] }), [all[3], all[5]]);
});

test("leaf tests are counted and a failure is printed in full with its place", async () => {
  const [lines, counts] = await run("one/mixed");
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 1 });
  assert.equal(lines[0], "FAIL  tests/one/mixed.test.ts  3 tests, 1 skipped  T s");
  assert.match(lines[1]!, /^\n\S*tests\/one\/mixed\.test\.ts:10:11 {2}a parent > fails\n {4}AssertionError/);
  assert.match(lines[1]!, /\+ {3}a: 1\n {4}- {3}a: 2/);
  assert.deepEqual(lines.slice(2), ["Skipped 1: no PostgreSQL", "2 passed, 1 failed, 1 skipped"]);
});

test("--name runs the tests whose name contains the text", async () => {
  const [lines] = await run("one/mixed", { name: "is skip" });
  assert.equal(lines.at(-1), "0 passed, 0 failed, 1 skipped");
});

test("a file that does not load fails with its output", async () => {
  const [lines, counts] = await run("one/broken");
  assert.deepEqual(counts, { passed: 0, failed: 1, skipped: 0 });
  assert.match(lines[1]!, /tests\/one\/broken\.test\.ts: failed as a whole\n[\s\S]*Error: no such thing/);
});

test("a file without a test fails", async () => {
  const [lines] = await run("one/empty");
  assert.equal(lines[1], "\ntests/one/empty.test.ts: ran no test\n");
  assert.equal(lines.at(-1), "0 passed, 1 failed, 0 skipped");
});

test("an unexpected warning fails its file and an expected one does not", async () => {
  const [lines, counts] = await run("one/warns");
  assert.deepEqual(counts, { passed: 2, failed: 1, skipped: 0 });
  assert.match(lines[1]!, /A warning is an error in tests: DeprecationWarning: old thing/);
  assert.doesNotMatch(lines[1]!, /in tests: Fine/);
});

test("a file that never ends is ended", async () => {
  const [lines] = await run("slow/spins", { timeLimit: 700 });
  assert.match(lines[1]!, /tests\/slow\/spins\.test\.ts: did not finish within 0\.7 s and was ended\n/);
  assert.equal(lines.at(-1), "0 passed, 1 failed, 0 skipped");
});

test("a file that is ended names the test that was running", async () => {
  const [lines] = await run("slow/waits", { timeLimit: 700 });
  assert.match(lines[1]!, /waits\.test\.ts: did not finish within 0\.7 s and was ended in "waits"/);
  assert.equal(lines.at(-1), "1 passed, 1 failed, 0 skipped");
});

test("a run of nothing says so", async () => {
  assert.deepEqual((await run(""))[0], ["No test file fits.", "0 passed, 0 failed, 0 skipped"]);
});
