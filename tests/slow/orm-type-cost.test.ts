// Measures what a large project costs the compiler: 100 models in a ring of relations, 300 queries of up to three steps.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { writeProject } from "./orm-type-project.ts";

const SIZE = { models: 100, queries: 300 };
const BUDGET = 850_000;

const root = new URL("../../", import.meta.url);
const folder = new URL("tests/fixtures/.orm-types/", root);

test(`the types of ${SIZE.models} models and ${SIZE.queries} queries stay within ${BUDGET} instantiations`, () => {
  try {
    writeProject(folder, SIZE);
    const report = execFileSync(
      fileURLToPath(new URL("node_modules/.bin/tsc", root)),
      ["-p", fileURLToPath(folder), "--extendedDiagnostics", "--singleThreaded"],
      { encoding: "utf8" },
    );
    const instantiations = Number(/Instantiations:\s+(\d+)/.exec(report)?.[1]);
    assert.ok(instantiations > 0 && instantiations <= BUDGET, `${instantiations} instantiations of ${BUDGET}`);
    console.log(`${instantiations} instantiations, ${/Total time:\s+(\S+)/.exec(report)?.[1]}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
