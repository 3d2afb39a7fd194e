// Tests that every snippet of README.md, the pages of docs and the JSDoc of src compiles, runs and prints what it says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSnippets } from "../../scripts/lib/snippets/check-snippets.ts";

const root = new URL("../../", import.meta.url);
const report = await checkSnippets({ root });

for (const source of report.sources) {
  test(`the snippets of ${source} compile, run and print what they say`, () => {
    const faults = report.faults.filter((fault) => fault.source === source);
    assert.deepEqual(
      faults.map(({ line, what }) => `${source}:${line} ${what}`),
      [],
    );
  });
}

test("the compiler takes every snippet", () => {
  assert.deepEqual(
    report.faults.filter((fault) => !report.sources.includes(fault.source)),
    [],
  );
});
