// Tests the parts of the build that read text: class heads, declaration specifiers and what cannot be bundled.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { checkSources } from "../../scripts/lib/build/check-sources.ts";
import { classHeads, duplicateClassNames } from "../../scripts/lib/build/class-heads.ts";
import { rewriteSpecifiers } from "../../scripts/lib/build/emit-declarations.ts";

function inTree(files: Record<string, string>, use: (root: URL) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "build-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    use(pathToFileURL(`${folder}/`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a class's body is found behind type arguments, calls and object types", () => {
  const source = `
class A { static make() { return new A(); } }
export abstract class B<T extends { x: () => void } = {}> extends C<{ y: 1 }>(() => B, { z: 2 }) implements D {}
const e = class extends A {};
x.class = 1; // class F {}
class G extends Base<Array<string>> {}`;
  assert.deepEqual(
    classHeads(source).map(({ name, bodyStart, isNamedLater }) => [
      name,
      source.slice(bodyStart - 2, bodyStart),
      isNamedLater,
    ]),
    [
      ["A", " {", true],
      ["B", " {", false],
      ["G", " {", false],
    ],
  );
});

test("class names that two files or the platform have are found", () => {
  const files = { "src/a.ts": "class A {} class Response {}", "src/b/c.ts": "class A {} class B {}" };
  inTree(files, (root) => assert.deepEqual([...duplicateClassNames(root)].sort(), ["A", "Response"]));
});

test("specifiers of declarations become relative paths that end in .js", () => {
  const source = `import type { A } from "./a.ts";
export * from "#kernel";
type B = import("#http/internals").B | import('../mail/index.ts').C;
import type { D } from "node:http";
/** import { x } from "./no.ts" */
export declare const e: "./no.ts";`;
  const { text, imports } = rewriteSpecifiers("http/body/form.d.ts", source);
  assert.equal(
    text,
    source
      .replace("./a.ts", "./a.js")
      .replace("#kernel", "../../kernel/index.js")
      .replace("#http/internals", "../internals.js")
      .replace("'../mail/index.ts'", '"../mail/index.js"'),
  );
  assert.deepEqual(imports, ["http/body/a.d.ts", "kernel/index.d.ts", "http/internals.d.ts", "http/mail/index.d.ts"]);
});

test("files that only work beside their source are refused", () => {
  const files = {
    "src/a/style.css": "",
    "src/a/index.ts":
      '// Reads.\nconst url = new URL("./style.css", import.meta.url);\nconst own = new URL("../", import.meta.url);\n',
  };
  inTree(files, (root) =>
    assert.throws(() => checkSources(root), {
      message: `These sources cannot be bundled:
  src/a/index.ts:2: a path from import.meta.url on is another one in the bundle.
  src/a/style.css: only .ts files are bundled; keep text as a constant in one of them.`,
    }),
  );
});
