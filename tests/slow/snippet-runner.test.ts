// Tests the check of documentation snippets on a page in order, a page full of faults, and a source file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSnippets } from "../../scripts/lib/snippets/check-snippets.ts";
import { findMarkdownSnippets } from "../../scripts/lib/snippets/find-snippets.ts";
import { planPrograms } from "../../scripts/lib/snippets/plan-programs.ts";
import { isExpected, readExpectations } from "../../scripts/lib/snippets/read-expectations.ts";

const repository = new URL("../../", import.meta.url);

test("fences are found with their line, language and attributes", () => {
  const text =
    'x\n````ts file=a.ts no-run reason="two words"\n```\na\n````\n~~~\nb\n~~~\n  ```sh\n  c\n   d\n  ```\n```ts\nopen';
  assert.deepEqual(
    findMarkdownSnippets("page.md", text).map(({ line, language, attributes, code }) => [
      line,
      language,
      Object.fromEntries(attributes),
      code,
    ]),
    [
      [3, "ts", { file: "a.ts", "no-run": "", reason: "two words" }, "```\na\n"],
      [7, "", {}, "b\n"],
      [10, "sh", {}, "c\n d\n"],
      [14, "ts", {}, "open\n"],
    ],
  );
});

test("expected lines are read behind console.log and below it", () => {
  const code =
    'console.log(a); // => one\nlet b; // two\nconsole.log(")"); // three (3)\n// => four\nconsole.log(c);\n// five';
  assert.deepEqual(
    [...readExpectations(code)],
    [
      [1, "one"],
      [3, "three (3)\nfour"],
    ],
  );
  assert.ok(isExpected("[ 'a',\n  { b: 1 } ]", '["a", { b: 1 }]'));
  assert.ok(isExpected("{ now: 123, done: true }", "{ now: …, done: true }"));
  assert.ok(!isExpected("12", "1"));
  assert.ok(!isExpected("a", "."));
});

test("a file that the page shows again begins a new folder that keeps the others", () => {
  const page =
    "```ts file=a.ts\n1;\n```\n```ts file=b.ts\n2;\n```\n```ts file=a.ts\n3;\n```\n```ts continue\n4;\n```\n";
  const plan = planPrograms("page", findMarkdownSnippets("page.md", page));
  assert.deepEqual(
    plan.files.map(({ path, text, origins }) => [path, text, origins.map(({ line }) => line)]),
    [
      ["page/0/a.ts", "1;\n", [2]],
      ["page/0/b.ts", "2;\n", [5]],
      ["page/1/a.ts", "3;\n", [8]],
      ["page/1/b.ts", "2;\n", [5]],
      ["page/1/snippet-11.ts", "3;\n4;\n", [8, 11]],
    ],
  );
  assert.deepEqual(
    plan.programs.map(({ path }) => path),
    ["page/0/a.ts", "page/0/b.ts", "page/1/a.ts", "page/1/snippet-11.ts"],
  );
  assert.deepEqual(plan.faults, []);
});

test("continuing nothing is a fault", () => {
  const { faults } = planPrograms("page", findMarkdownSnippets("page.md", "```ts continue\n1;\n```"));
  assert.deepEqual(faults, [
    { origin: { source: "page.md", line: 2 }, what: "There is no snippet above that this one could continue." },
  ]);
});

test("pages are type-checked and run, and each fault stands at its line", async () => {
  const report = await checkSnippets({
    root: new URL("../fixtures/snippets/", import.meta.url),
    repository,
    timeLimit: 4_000,
  });
  assert.deepEqual(report.sources, ["docs/bad.md", "docs/good.md", "src/room/jar.ts"]);
  assert.deepEqual(
    report.faults.map(({ source, line, what }) => `${source}:${line} ${what}`),
    [
      "docs/bad.md:4 TS2322: Type 'number' is not assignable to type 'string'.",
      'docs/bad.md:8 prints "2", where "3" is expected',
      "docs/bad.md:12 did not finish within 4 s",
      "docs/bad.md:16 RangeError: too large",
      "docs/bad.md:20 did not finish within 4 s",
      "docs/bad.md:24 Error: The program called process.exit(1).",
      "docs/bad.md:29 Error: late",
      'docs/bad.md:35 A snippet that does not run says why: no-run reason="…".',
      "docs/bad.md:39 the commands failed: before",
      'src/room/jar.ts:8 prints "full", where "empty" is expected',
    ],
  );
});
