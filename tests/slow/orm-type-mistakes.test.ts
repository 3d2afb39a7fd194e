// Asserts what the compiler says of mistakes: tests/fixtures/orm-types/mistakes.ts against mistakes.txt, line by line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const folder = new URL("tests/fixtures/orm-types/", root);
const expectation = new URL("mistakes.txt", folder);

/** Each line of the file that has a fault, and below it what the compiler says first. */
function reportMistakes(): string {
  const { stdout } = spawnSync(
    fileURLToPath(new URL("node_modules/.bin/tsc", root)),
    ["-p", fileURLToPath(folder), "--pretty", "false"],
    {
      encoding: "utf8",
      cwd: fileURLToPath(root),
    },
  );
  const lines = readFileSync(new URL("mistakes.ts", folder), "utf8").split("\n");
  const reports = [...stdout.matchAll(/^tests\/fixtures\/orm-types\/(\S+?)\((\d+),\d+\): error (TS\d+: .*)$/gm)];
  return reports
    .map(([, file, line, text]) => `${file === "mistakes.ts" ? lines[Number(line) - 1] : file}\n  ${text}\n`)
    .join("");
}

test("every mistake is refused, with a text that says how to mend it", () => {
  const report = reportMistakes();
  if (process.env["DEMIJOHN_UPDATE_FIXTURES"] === "1") writeFileSync(expectation, report);
  assert.equal(report, readFileSync(expectation, "utf8"));
  const source = readFileSync(new URL("mistakes.ts", folder), "utf8").split("\n");
  const mistakes = source.filter(
    (line) => line !== "" && !/^(\/\/|import|void|class (Odd|Lost|Wrong|Path|Points|Astray) )/.test(line),
  );
  assert.ok(mistakes.length >= 60);
  for (const line of mistakes) assert.ok(report.includes(`${line}\n`), `the compiler takes: ${line}`);
});
