// Tests the conformance runner: outcomes, broken cases, listed differences and the command line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findSuite } from "../../scripts/lib/conformance/find-suite.ts";
import { readCases, runCases } from "../../scripts/lib/conformance/run-cases.ts";

const folder = new URL("../fixtures/conformance/", import.meta.url);
const suite = new URL("sample.ts", folder);

async function run(
  cases: readonly { id?: string; name?: string; does: string }[],
  options: { differences?: Record<string, string>; only?: string; mode?: string; timeLimit?: number } = {},
): Promise<string[]> {
  const lines: string[] = [];
  await runCases({
    suite,
    cases: readCases(JSON.stringify(cases)),
    differences: {},
    timeLimit: 2_000,
    print: (line) => lines.push(line),
    ...options,
  });
  return lines;
}

test("each outcome is a line and the counts come last", async () => {
  const lines = await run([
    { id: "a", does: "pass" },
    { name: "b", does: "fail" },
    { id: "c", does: "skip" },
    { id: "d", does: "throw" },
    { id: "e", does: "nonsense" },
    { does: "fail" },
  ]);
  assert.deepEqual(lines, [
    "FAIL b: got 1 ⏎ expected 2",
    "SKIP c: needs Python",
    "FAIL d: TypeError: bad value",
    "FAIL e: check returned undefined, which is no CaseResult",
    "FAIL #5: got 1 ⏎ expected 2",
    "1 passed, 4 failed, 1 skipped",
  ]);
});

test("a case that hangs, spins, exits or throws late fails alone", async () => {
  const lines = await run(
    ["pass", "hang", "pass", "spin", "exit", "stray", "pass"].map((does, i) => ({ id: `${i}`, does })),
    { timeLimit: 600 },
  );
  assert.deepEqual(lines, [
    "FAIL 1: did not finish within 0.6 s",
    "FAIL 3: did not finish within 0.6 s",
    "FAIL 4: ended the thread that runs the cases",
    "FAIL 5: threw outside of the case: late",
    "3 passed, 4 failed, 0 skipped",
  ]);
});

test("a listed difference is skipped with its reason, and fails once it passes or its case is gone", async () => {
  const lines = await run(
    [
      { id: "a", does: "pass" },
      { id: "b", does: "fail" },
    ],
    { differences: { a: "was different", b: "text, not bytes", c: "an old case" } },
  );
  assert.deepEqual(lines, [
    "FAIL a: listed as a difference but passes: remove it",
    "SKIP b: text, not bytes",
    "FAIL c: listed as a difference but no case has this id: remove it",
    "0 passed, 2 failed, 1 skipped",
  ]);
});

test("--only picks cases by a part of their id and --mode reaches the suite", async () => {
  const cases = [
    { id: "url-1", does: "fail" },
    { id: "mode-1", does: "mode" },
  ];
  assert.deepEqual(await run(cases, { only: "mode" }), [
    "FAIL mode-1: mode is undefined",
    "0 passed, 1 failed, 0 skipped",
  ]);
  assert.deepEqual(await run(cases, { only: "mode", mode: "python" }), ["1 passed, 0 failed, 0 skipped"]);
});

test("a suite that does not load ends the run with its reason", async () => {
  await assert.rejects(
    runCases({
      suite: new URL("no-check.ts", folder),
      cases: [{ id: "a", testCase: {} }],
      differences: {},
      print: () => {},
    }),
    /no-check\.ts does not load: threw outside of the case: .*exports no function "check"\./,
  );
});

test("a suite is found by its name, without its prefix, or by the stem of the file", () => {
  assert.equal(findSuite(folder, "sample", "x").name, "sample");
  assert.equal(findSuite(folder, "django-sample", "x").name, "sample");
  assert.equal(findSuite(folder, "samp", "sample").name, "sample");
  assert.throws(() => findSuite(folder, "sampel", "x"), {
    message: 'No conformance suite is called "sampel". Did you mean "sample"? Suites: no-check, sample.',
  });
});
