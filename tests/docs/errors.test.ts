// Tests that every error code is listed with its cure, thrown by something, named by a test, and described in docs/errors.md.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { describeErrors, findErrorFaults, loadErrorTables } from "../../scripts/lib/errors/error-tables.ts";

const root = new URL("../../", import.meta.url);

test("docs/errors.md says what the tables say; npm run docs writes it anew", async () => {
  const page = readFileSync(new URL("docs/errors.md", root), "utf8");
  assert.equal(page, describeErrors(await loadErrorTables(root)));
});

test("every code is in a table, is thrown, and is named by a test", async () => {
  assert.deepEqual(findErrorFaults(root, await loadErrorTables(root)), []);
});

test("codes that lack a row, a use, a test or their room are found", async () => {
  const folder = mkdtempSync(join(tmpdir(), "errors-"));
  const code = (what: string): string => `JAR_${what}`;
  const files: Record<string, string> = {
    "src/jar/error-table.ts": `export const jarErrors = {
      ${code("FINE")}: { when: "It is full.", cure: "Pour." },
      ${code("UNUSED")}: { when: "Never.", cure: "None." },
      LID_LOST: { when: "It is lost.", cure: "Search." },
    };`,
    "src/jar/internals.ts": 'export { other } from "./other.ts";',
    "src/jar/fill.ts": `throw new E("${code("FINE")}");\n// "${code("COMMENT")}"\nthrow new E("${code("LOST")}"); f("LID_LOST", "OTHER_CODE");`,
    "src/lid/error-table.ts": "export const lidErrors = {};",
    "src/lid/internals.ts": 'export { lidErrors } from "./error-table.ts";',
    "tests/jar/fill.test.ts": `"${code("FINE")}: …"; "${code("UNUSED")}";`,
  };
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const place = pathToFileURL(`${folder}/`);
    const tables = await loadErrorTables(place);
    assert.deepEqual(findErrorFaults(place, tables), [
      `src/jar/fill.ts:3 ${code("LOST")} stands in no error table.`,
      "src/jar/internals.ts does not export jarErrors.",
      `src/jar/error-table.ts: nothing under src throws ${code("UNUSED")}.`,
      "src/jar/error-table.ts: LID_LOST is not of this room.",
      "src/jar/error-table.ts: no test names LID_LOST.",
    ]);
    assert.match(describeErrors(tables), /## jar\n\n### JAR_FINE\n\nIt is full\.\n\n\*\*Cure:\*\* Pour\.\n/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
