// Tests which editor the links open, and that paths stand in them safely.
import assert from "node:assert/strict";
import { test } from "node:test";
import { editorLink } from "../../../src/debug/formats/editor-link.ts";

function link(environment: Record<string, string>, file = "/app/jar.ts", line = 3, column = 14): string | undefined {
  return editorLink(environment)?.(file, line, column);
}

test("VS Code opens files unless the environment names another editor", () => {
  assert.equal(link({}), "vscode://file/app/jar.ts:3:14");
  assert.equal(link({ EDITOR: "vim" }), "vscode://file/app/jar.ts:3:14");
  assert.equal(link({ DEMIJOHN_EDITOR: "constructor" }), "vscode://file/app/jar.ts:3:14");
});

test("each editor has its own form of address", () => {
  const rows = {
    vscode: "vscode://file/app/jar.ts:3:14",
    "code-insiders": "vscode-insiders://file/app/jar.ts:3:14",
    codium: "vscodium://file/app/jar.ts:3:14",
    cursor: "cursor://file/app/jar.ts:3:14",
    windsurf: "windsurf://file/app/jar.ts:3:14",
    zed: "zed://file/app/jar.ts:3:14",
    idea: "idea://open?file=%2Fapp%2Fjar.ts&line=3&column=14",
    webstorm: "webstorm://open?file=%2Fapp%2Fjar.ts&line=3&column=14",
    subl: "subl://open?url=file://%2Fapp%2Fjar.ts&line=3&column=14",
    mate: "txmt://open?url=file://%2Fapp%2Fjar.ts&line=3&column=14",
  };
  for (const [editor, expected] of Object.entries(rows)) assert.equal(link({ DEMIJOHN_EDITOR: editor }), expected);
});

test("EDITOR may be a path with options, and DEMIJOHN_EDITOR goes before it", () => {
  assert.equal(link({ EDITOR: "/usr/bin/cursor --wait" }), "cursor://file/app/jar.ts:3:14");
  assert.equal(link({ EDITOR: "C:\\Tools\\subl.exe -w" }), "subl://open?url=file://%2Fapp%2Fjar.ts&line=3&column=14");
  assert.equal(link({ EDITOR: "cursor", DEMIJOHN_EDITOR: "zed" }), "zed://file/app/jar.ts:3:14");
});

test("an own address takes path, line and column; one that would run in the page does not", () => {
  assert.equal(link({ DEMIJOHN_EDITOR: "my://o?f={path}&l={line}&c={column}" }), "my://o?f=/app/jar.ts&l=3&c=14");
  for (const bad of [
    "javascript:alert('{path}')",
    "JavaScript:{path}",
    "data:text/html,{path}",
    "{path}",
    "//evil.example/{path}",
  ])
    assert.equal(link({ DEMIJOHN_EDITOR: bad }), undefined, bad);
});

test("none means no links", () => {
  assert.equal(editorLink({ DEMIJOHN_EDITOR: "none" }), undefined);
});

test("paths are encoded, Windows paths too, and unknown places open the file's start", () => {
  assert.equal(link({}, '/a b/"x"?#.ts'), "vscode://file/a%20b/%22x%22%3F%23.ts:3:14");
  assert.equal(link({}, "C:\\app\\jar.ts"), "vscode://file/C:/app/jar.ts:3:14");
  assert.equal(link({}, "/app/jar.ts", 0, 0), "vscode://file/app/jar.ts:1:1");
});
