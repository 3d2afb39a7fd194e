// Tests how the text of a stack becomes frames, and whose code each is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStack } from "../../../src/debug/report/stack-frames.ts";

const folders = { root: "/app", demijohn: ["/lib/demijohn/src/", "/app/node_modules/demijohn/dist/"] };

function parseLines(...lines: readonly string[]): ReturnType<typeof parseStack> {
  return parseStack(["Error: full", ...lines.map((line) => `    at ${line}`)].join("\n"), "full", folders);
}

function frameOf(line: string): unknown {
  const [frame] = parseLines(line).frames;
  const { name, file, place, line: at, column, origin, owner } = frame!;
  return [name, file ?? `(${place})`, at, column, origin, owner];
}

test("frames of every form are read", () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ["pour (file:///app/jar.ts:3:14)", ["pour", "/app/jar.ts", 3, 14, "own", ""]],
    ["file:///app/jar.ts:3:14", ["", "/app/jar.ts", 3, 14, "own", ""]],
    ["async pour (file:///app/jar.ts:3:14)", ["pour", "/app/jar.ts", 3, 14, "own", ""]],
    ["async file:///app/jar.ts:3:14", ["", "/app/jar.ts", 3, 14, "own", ""]],
    ["new Jar (/app/jar.ts:3:14)", ["new Jar", "/app/jar.ts", 3, 14, "own", ""]],
    ["Jar.pour [as drink] (/app/jar.ts:3:14)", ["Jar.pour [as drink]", "/app/jar.ts", 3, 14, "own", ""]],
    [
      "Object.<anonymous> (/app/a (copy)/jar.ts:3:14)",
      ["Object.<anonymous>", "/app/a (copy)/jar.ts", 3, 14, "own", ""],
    ],
    ["pour (file:///app/a%20b/jar.ts?v=2:3:14)", ["pour", "/app/a b/jar.ts", 3, 14, "own", ""]],
    ["pour (C:\\app\\jar.ts:3:14)", ["pour", "C:\\app\\jar.ts", 3, 14, "own", ""]],
    ["q (/app/node_modules/pg/lib/c.js:1:2)", ["q", "/app/node_modules/pg/lib/c.js", 1, 2, "package", "pg"]],
    [
      "q (/app/node_modules/.pnpm/x@1/node_modules/@a/b/c.js:1:2)",
      ["q", "/app/node_modules/.pnpm/x@1/node_modules/@a/b/c.js", 1, 2, "package", "@a/b"],
    ],
    [
      "run (file:///lib/demijohn/src/app/app.ts:9:1)",
      ["run", "/lib/demijohn/src/app/app.ts", 9, 1, "demijohn", "Demijohn"],
    ],
    [
      "run (/app/node_modules/demijohn/dist/chunks/a.js:9:1)",
      ["run", "/app/node_modules/demijohn/dist/chunks/a.js", 9, 1, "demijohn", "Demijohn"],
    ],
    ["run (/lib/demijohn/examples/app.ts:9:1)", ["run", "/lib/demijohn/examples/app.ts", 9, 1, "own", ""]],
    ["JSON.parse (<anonymous>)", ["JSON.parse", "(<anonymous>)", 0, 0, "platform", "Node"]],
    ["async Promise.all (index 0)", ["Promise.all", "(index 0)", 0, 0, "platform", "Node"]],
    ["open (node:internal/fs/promises:642:25)", ["open", "(node:internal/fs/promises)", 642, 25, "platform", "Node"]],
    ["<anonymous>", ["", "(<anonymous>)", 0, 0, "platform", "Node"]],
    [
      "eval (eval at make (file:///app/jar.ts:3:14), <anonymous>:1:7)",
      ["eval", "(code made at run time)", 0, 0, "own", ""],
    ],
  ];
  for (const [line, expected] of rows) assert.deepEqual(frameOf(line), expected, line);
});

test("a file in node_modules is the user's own where the app itself lies in it", () => {
  const { frames } = parseStack("Error: full\n    at f (/x/node_modules/shop/app.ts:1:1)", "full", {
    ...folders,
    root: "/x/node_modules/shop",
  });
  assert.equal(frames[0]!.origin, "own");
});

test("lines of the message that look like frames are not taken for some", () => {
  const message = "bad\n    at evil (/etc/secrets.ts:1:1)\nend";
  const stack = `Error: ${message}\n    at pour (/app/jar.ts:3:14)`;
  assert.deepEqual(
    parseStack(stack, message, folders).frames.map(({ name }) => name),
    ["pour"],
  );
});

test("after the message was changed, only the frames at the end are taken", () => {
  const stack =
    "Error: old\n    at evil (/etc/secrets.ts:1:1)\nend\n    at pour (/app/jar.ts:3:14)\n    at drink (/app/jar.ts:9:1)";
  assert.deepEqual(
    parseStack(stack, "new", folders).frames.map(({ name }) => name),
    ["pour", "drink"],
  );
});

test("the place of a syntax error is the first frame", () => {
  const stack =
    "file:///app/jar.ts:3\nconst = 1;\n      ^\n\nSyntaxError: Unexpected token '='\n    at compile (node:internal/modules:1:2)";
  const { frames } = parseStack(stack, "Unexpected token '='", folders);
  assert.deepEqual(
    frames.map(({ file, line, column }) => [file, line, column]),
    [
      ["/app/jar.ts", 3, 0],
      [undefined, 1, 2],
    ],
  );
});

test("a stack of 10,000 lines gives 100 frames and the number of the others", () => {
  const { frames, omitted } = parseLines(...Array.from({ length: 10_000 }, (_, i) => `f${i} (/app/jar.ts:${i + 1}:1)`));
  assert.deepEqual([frames.length, omitted], [100, 9900]);
});

test("text that is no stack gives no frames", () => {
  for (const stack of ["", "\n\n", "full", "    at ", `    at ${"x".repeat(5000)} (/app/x.ts:1:1)`])
    assert.deepEqual(parseStack(stack, "full", folders).frames, []);
});
