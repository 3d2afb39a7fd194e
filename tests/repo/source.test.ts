// Tests the reading of source: tokens of every kind, and imports in every spelling.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readImports } from "../../scripts/lib/source/read-imports.ts";
import { tokenize } from "../../scripts/lib/source/tokenize.ts";

const kinds = (source: string): string[] => tokenize(source).map((token) => `${token.kind} ${token.text}`);

test("strings, templates and comments are told apart", () => {
  assert.deepEqual(kinds('a("x//y", \'it\\\'s\') // import "no"\n/* import "no" */ b'), [
    "word a",
    "punctuation (",
    "string x//y",
    "punctuation ,",
    "string it\\'s",
    "punctuation )",
    "word b",
  ]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the source under test is a template literal.
  assert.deepEqual(kinds("`a${b({ c: `d${e}` })}f`"), [
    "template a",
    "word b",
    "punctuation (",
    "punctuation {",
    "word c",
    "punctuation :",
    "template d",
    "word e",
    "template ",
    "punctuation }",
    "punctuation )",
    "template f",
  ]);
});

test("a slash is a division after a value and a regular expression elsewhere", () => {
  assert.deepEqual(
    tokenize(
      `a / b / c; x = /["'\`/]/g; if (a) /'/.test(b); (a) / 2; return /"/; a[0] / 1; a! / b / 1; i++ / 2 / 3; !/"/.test(c)`,
    )
      .filter((token) => token.kind === "regex")
      .map((token) => token.text),
    [`/["'\`/]/g`, "/'/", '/"/', '/"/'],
  );
});

test("comments are tokens when they are asked for, and lines are counted through them", () => {
  const tokens = tokenize("#!/usr/bin/env node\n/* a\nb */ c // d", { comments: true });
  assert.deepEqual(
    tokens.map((token) => [token.kind, token.text, token.line]),
    [
      ["comment", "/* a\nb */", 2],
      ["word", "c", 3],
      ["comment", "// d", 3],
    ],
  );
});

test("every spelling of an import is read", () => {
  const source = `
import "a";
import b from "b";
import * as c from 'c';
import { d,
  type D } from "d";
import type { E } from "e";
import type from "f";
export { g } from "g";
export type { H } from "h";
export * from "i";
export * as j from "j";
const k = await import("k");
type L = import("l").L;
import(\`m\`);
import(variable);
import.meta.url;
x.import("no");
const o = { import: "no", from: "no" };
export { p };
export const from = "no";
"import 'no'";
`;
  assert.deepEqual(
    readImports(source).imports.map(({ kind, specifier, line }) => `${line} ${kind} ${specifier}`),
    [
      "2 static a",
      "3 static b",
      "4 static c",
      "5 static d",
      "7 type e",
      "8 static f",
      "9 re-export g",
      "10 re-export h",
      "11 re-export i",
      "12 re-export j",
      "13 dynamic k",
      "14 dynamic l",
      "15 dynamic m",
    ],
  );
});

test("a default export is found in both spellings", () => {
  assert.equal(readImports("\nexport default class {}").defaultExport, 2);
  assert.equal(readImports("const a = 1;\nexport { a as default };").defaultExport, 2);
  assert.equal(readImports('export { default as a } from "a";').defaultExport, undefined);
  assert.equal(readImports("export const a = 1; export { a as b };").defaultExport, undefined);
});

test("every source file of the repository tokenizes to balanced brackets", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const files = globSync(["src/**/*.ts", "scripts/**/*.ts", "tests/**/*.ts"], {
    cwd: root,
    exclude: ["tests/fixtures/**"],
  });
  const pairs: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
  for (const file of files) {
    const open: string[] = [];
    for (const { kind, text, line } of tokenize(readFileSync(`${root}${file}`, "utf8"))) {
      if (kind !== "punctuation") continue;
      if ("([{".includes(text)) open.push(text);
      else if (text in pairs) assert.equal(open.pop(), pairs[text], `${file}:${line}`);
    }
    assert.deepEqual(open, [], file);
  }
});
