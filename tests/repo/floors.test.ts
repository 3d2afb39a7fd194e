// Tests the check of the layout on small trees, one fault at a time, and on this repository.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { findCycles } from "../../scripts/lib/floors/find-cycles.ts";
import { findFaults } from "../../scripts/lib/floors/find-faults.ts";
import { readFloorPlan } from "../../scripts/lib/floors/floor-plan.ts";

const architecture = `# House
| floor | rooms |
|---|---|
| 0 | kernel |
| 1 | http, mail |
| 2 | testing, cli |

Rooms do not import each other, except cli, which may use testing.

| internals of | open to |
|---|---|
| kernel | any |
| http | cli |
`;

/** Returns the faults of a tree with these files, whose first line is given unless the text has one. */
function faultsOf(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "floors-"));
  try {
    const all = {
      "ARCHITECTURE.md": architecture,
      "package.json": '{ "dependencies": { "ws": "8" }, "peerDependencies": { "@scope/pkg": "1" } }',
      ...files,
    };
    for (const [name, text] of Object.entries(all)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, name.endsWith(".ts") && !/^(?:\/\/|#!)/.test(text) ? `// Does one thing.\n${text}` : text);
    }
    return findFaults(pathToFileURL(`${folder}/`)).map(({ file, line, what }) => `${file}:${line} ${what}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const door = "export const a = 1;";

test("a tree in order has no faults", () => {
  const faults = faultsOf({
    "src/index.ts": 'export { a } from "./http/index.ts";\nimport("#cli/internals");',
    "src/bin.ts": "#!/usr/bin/env node\n// Runs the command.\nimport '#cli';",
    "src/kernel/index.ts": door,
    "src/kernel/internals.ts": door,
    "src/http/index.ts": 'import { readFileSync } from "node:fs";\nexport { a } from "./headers/accept.ts";',
    "src/http/internals.ts": door,
    "src/http/headers/accept.ts":
      'import type { A } from "#kernel";\nimport { a } from "#kernel/internals";\nimport ws from "ws";\nimport x from "@scope/pkg/deep";',
    "src/testing/index.ts": door,
    "src/cli/index.ts": 'import { a } from "#testing";',
    "src/cli/internals.ts": 'import { a } from "#http/internals";',
    "src/cli/types/option-type.ts": door,
    "tests/http/accept.test.ts": 'import { a } from "../../src/http/headers/accept.ts";',
    "tests/fixtures/odd_Name.ts": "// anything",
  });
  assert.deepEqual(faults, []);
});

test("imports go down only, types and dynamic ones included", () => {
  const faults = faultsOf({
    "src/http/index.ts":
      'import type { A } from "#cli";\nexport { a } from "#mail";\nconst b = await import("#testing");',
    "src/mail/index.ts": door,
    "src/testing/index.ts": 'import { a } from "#cli";',
    "src/cli/index.ts": door,
  });
  assert.deepEqual(faults, [
    'src/http/index.ts:2 "#cli" is an import upward: http is on floor 1, cli on 2.',
    'src/http/index.ts:3 "#mail" is an import on the same floor: http and mail both stand on 1.',
    'src/http/index.ts:4 "#testing" is an import upward: http is on floor 1, testing on 2.',
    'src/testing/index.ts:2 "#cli" is an import on the same floor: testing and cli both stand on 2.',
  ]);
});

test("a room is entered through its doors", () => {
  const faults = faultsOf({
    "src/kernel/index.ts": 'import { a } from "#kernel";',
    "src/http/index.ts": 'import { a } from "../kernel/index.ts";\nimport { b } from "#kernel/secret";',
    "src/http/internals.ts": door,
    "src/testing/index.ts": 'import { a } from "#http/internals";\nimport "#attic";\nimport "demijohn/http";',
    "src/cli/index.ts": 'import "./other";\nimport "lodash";\nimport { a } from "./missing.ts";',
    "src/attic/index.ts": door,
    "src/loose.ts": door,
  });
  assert.deepEqual(faults, [
    'src/attic:1 ARCHITECTURE.md puts the room "attic" on no floor.',
    'src/cli/index.ts:2 "./other" has to end in .ts.',
    'src/cli/index.ts:3 "lodash" is no dependency of the package.',
    "src/cli/index.ts:4 There is no src/cli/missing.ts.",
    'src/http/index.ts:2 "../kernel/index.ts" leaves the room: import the other room as "#kernel".',
    'src/http/index.ts:3 "#kernel/secret" is private: a room opens index.ts and internals.ts.',
    'src/kernel/index.ts:2 "#kernel" is this file\'s own room: import the file by a relative path.',
    "src/kernel/index.ts:2 An import cycle: src/kernel/index.ts → src/kernel/index.ts.",
    "src/loose.ts:1 A file outside of any room: only index.ts and bin.ts stand in src.",
    'src/testing/index.ts:2 "#http/internals" is not open to testing: ARCHITECTURE.md lists whom the internals of http are for.',
    'src/testing/index.ts:3 "#attic": ARCHITECTURE.md has no room "attic".',
    'src/testing/index.ts:4 "demijohn/http" is for users: import "#http".',
  ]);
});

test("cycles among files are found, and types within a room make none", () => {
  const faults = faultsOf({
    "src/http/index.ts": 'export { a } from "./a.ts";',
    "src/http/a.ts": 'import { b } from "./b.ts";',
    "src/http/b.ts": 'import { c } from "./c.ts";\nimport { d } from "./d.ts";',
    "src/http/c.ts": 'import { type A, a } from "./a.ts";',
    "src/http/d.ts": 'import type { B } from "./b.ts";',
  });
  assert.deepEqual(faults, [
    "src/http/a.ts:2 An import cycle: src/http/a.ts → src/http/b.ts → src/http/c.ts → src/http/a.ts.",
  ]);
});

test("each group of a graph gives its shortest cycle", () => {
  const graph = new Map(
    Object.entries({ a: "b", b: "cd", c: "a", d: "b", e: "f", f: "", g: "g" }).map(([from, to]) => [
      from,
      [...to].map((target, i) => ({ target, line: i + 1 })),
    ]),
  );
  assert.deepEqual(
    findCycles(graph).map((cycle) => `${cycle.files.join("")}:${cycle.line}`),
    ["abca:1", "gg:1"],
  );
});

test("names, first lines, default exports and sizes are checked", () => {
  const many = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`src/mail/m${i}.ts`, door]));
  const long = `// Does one thing.\n${"export const a = 1;\n".repeat(600)}`;
  const faults = faultsOf({
    ...many,
    "src/http/utils.ts": door,
    "src/http/helpers/base-thing.ts": door,
    "src/http/types.ts": door,
    "src/http/CamelCase.ts": door,
    "src/http/lower.ts": "// does one thing.\n",
    "src/http/open.ts": "// Has no end\nexport {};\n",
    "src/http/bare.ts": "#!/usr/bin/env node\nexport {};\n",
    "src/http/default.ts": "export default 1;",
    "src/http/long.ts": long,
    "src/http/long-with-reason.ts": long.replace("\n", "\n// Long, as it is one table.\n"),
  });
  const firstLine = "The first line is no comment that says, in one sentence, what comes in and what goes out.";
  assert.deepEqual(faults, [
    'src/http/CamelCase.ts:1 "CamelCase" is not in kebab-case.',
    `src/http/bare.ts:2 ${firstLine}`,
    "src/http/default.ts:2 A default export: export by name.",
    'src/http/helpers/base-thing.ts:1 "base-thing" says nothing: name it for the one thing that it holds.',
    'src/http/helpers/base-thing.ts:1 "helpers" says nothing: name it for the one thing that it holds.',
    "src/http/long.ts:2 601 lines: over 600, line 2 says why in a comment.",
    `src/http/lower.ts:1 ${firstLine}`,
    `src/http/open.ts:1 ${firstLine}`,
    'src/http/types.ts:1 "types" says nothing: name it for the one thing that it holds.',
    'src/http/utils.ts:1 "utils" says nothing: name it for the one thing that it holds.',
    "src/mail:1 16 entries: over 15, group them in folders.",
  ]);
});

test("a plan without its table, with a room twice or an unknown name is refused", () => {
  assert.throws(() => readFloorPlan("# House"), {
    message: "ARCHITECTURE.md has no table with the columns floor and rooms.",
  });
  assert.throws(() => readFloorPlan("| floor | rooms |\n|---|---|\n| 0 | a |\n| 1 | b, a |"), {
    message: 'ARCHITECTURE.md puts the room "a" on two floors.',
  });
  assert.throws(
    () => readFloorPlan("| floor | rooms |\n|---|---|\n| 0 | a |\n\n| internals of | open to |\n|---|---|\n| a | c |"),
    {
      message: 'ARCHITECTURE.md names no floor for "c".',
    },
  );
});

test("this repository's own layout holds", () => {
  const faults = findFaults(new URL("../../", import.meta.url));
  assert.deepEqual(
    faults.map(({ file, line, what }) => `${file}:${line} ${what}`),
    [],
  );
});
