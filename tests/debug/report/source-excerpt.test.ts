// Tests which lines of which files are read around a fault.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { cutExcerpt, SourceReader } from "../../../src/debug/report/source-excerpt.ts";

const folder = mkdtempSync(join(tmpdir(), "excerpt-"));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

test("five lines before and after the fault are read", async () => {
  const file = write("jar.ts", Array.from({ length: 20 }, (_, i) => `line ${i + 1}`).join("\r\n"));
  const excerpt = await new SourceReader().excerpt(file, 10, 6);
  assert.deepEqual(excerpt, {
    first: 5,
    lines: Array.from({ length: 11 }, (_, i) => `line ${i + 5}`),
    line: 10,
    mark: 5,
  });
});

test("a long line is cut around the fault", () => {
  const excerpt = cutExcerpt([`${"a".repeat(500)}FAULT${"b".repeat(500)}`], 1, 501);
  assert.equal(excerpt.lines[0]!.length, 202);
  assert.ok(excerpt.lines[0]!.slice(excerpt.mark).startsWith("FAULT"));
});

test("a column behind the end of its line marks nothing", () => {
  assert.equal(cutExcerpt(["ab"], 1, 99).mark, -1);
  assert.equal(cutExcerpt(["ab"], 1, 0).mark, -1);
});

test("files that are missing, binary, huge, no file or no source give nothing", async () => {
  const reader = new SourceReader();
  const huge = write("huge.ts", "x");
  truncateSync(huge, 5_000_000);
  const pipe = join(folder, "pipe.ts");
  execFileSync("mkfifo", [pipe]);
  const files = [
    join(folder, "missing.ts"),
    write("binary.ts", "a\0b"),
    huge,
    pipe,
    folder,
    write("id_rsa", "x"),
    write(".env", "SECRET=1"),
    "/proc/self/environ",
    `${folder}/\0.ts`,
  ];
  for (const file of files) assert.equal(await reader.excerpt(file, 1, 1), undefined, file);
});

test("a line that the file does not have gives nothing", async () => {
  const file = write("short.ts", "one\ntwo");
  assert.equal(await new SourceReader().excerpt(file, 3, 1), undefined);
  assert.equal(await new SourceReader().excerpt(file, 0, 1), undefined);
});
