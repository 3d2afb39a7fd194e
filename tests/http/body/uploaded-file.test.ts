// States how uploads in memory and on disk are read, saved and lost.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type ParsedForm, parseForm } from "demijohn/http";

const folder = mkdtempSync(join(tmpdir(), "demijohn-test-"));
after(() => rmSync(folder, { recursive: true }));

async function formWith(data: string, fileMemory: number): Promise<ParsedForm> {
  const body = `--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\nX-Jar: 7\r\n\r\n${data}\r\n--B--`;
  return parseForm([Buffer.from(body)], "multipart/form-data; boundary=B", { fileMemory, directory: folder });
}

for (const [where, memory] of [
  ["memory", 1000],
  ["disk", 0],
] as const) {
  test(`a file in ${where} gives its bytes as often as asked`, async () => {
    const form = await formWith("Hällo", memory);
    const file = form.files.require("f");
    assert.equal(file.headers.get("x-jar"), "7");
    assert.equal(file.type, undefined);
    assert.equal(file.size, 6);
    assert.equal(await file.text(), "Hällo");
    assert.deepEqual(Buffer.from(await file.bytes()), Buffer.from("Hällo"));
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.stream()) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), "Hällo");
    await form.cleanup();
  });

  test(`a file in ${where} is saved whole, with nothing beside it`, async () => {
    const target = join(folder, where);
    mkdirSync(target);
    const form = await formWith("content", memory);
    const path = join(target, "saved.txt");
    await form.files.require("f").save(path);
    assert.equal(readFileSync(path, "utf8"), "content");
    assert.equal(statSync(path).mode & 0o777, 0o644 & ~process.umask());
    assert.deepEqual(readdirSync(target), ["saved.txt"]);
    await form.cleanup();
    assert.equal(readFileSync(path, "utf8"), "content");
  });

  test(`an empty file in ${where} is saved empty`, async () => {
    const form = await formWith("", memory);
    const path = join(folder, `empty-${where}.txt`);
    await form.files.require("f").save(path, { mode: 0o600 });
    assert.equal(readFileSync(path, "utf8"), "");
    assert.equal(statSync(path).mode & 0o777, 0o600);
    await form.cleanup();
  });
}

test("a file is never saved over another, unless that is asked for", async () => {
  const form = await formWith("new", 1000);
  const target = join(folder, "taken");
  mkdirSync(target);
  const path = join(target, "a.txt");
  writeFileSync(path, "old");
  const file = form.files.require("f");
  await assert.rejects(file.save(path), {
    message: `HTTP_FILE_EXISTS: There is a file at ${JSON.stringify(path)} already.
  Choose another name, or replace it: file.save(path, { overwrite: true }).`,
  });
  assert.equal(readFileSync(path, "utf8"), "old");
  await file.save(path, { overwrite: true });
  assert.equal(readFileSync(path, "utf8"), "new");
  assert.deepEqual(readdirSync(target), ["a.txt"]);
});

test("a failed save leaves nothing beside the target", async () => {
  const form = await formWith("new", 1000);
  await assert.rejects(form.files.require("f").save(join(folder, "no-such-folder", "a.txt")), { code: "ENOENT" });
  const target = join(folder, "is-a-folder");
  mkdirSync(join(target, "a.txt"), { recursive: true });
  await assert.rejects(form.files.require("f").save(join(target, "a.txt"), { overwrite: true }), { code: "EISDIR" });
  assert.deepEqual(readdirSync(target), ["a.txt"]);
  chmodSync(target, 0o700);
});

test("a file is gone when its request has ended", async () => {
  const form = await formWith("x", 0);
  const file = form.files.require("f");
  await form.cleanup();
  const message = `HTTP_UPLOAD_GONE: The upload "a.txt" is gone: its request has ended.
  Read or save it before the handler answers: await file.save(path).`;
  await assert.rejects(file.bytes(), { message });
  await assert.rejects(file.text(), { message });
  await assert.rejects(file.save(join(folder, "gone")), { message });
  await assert.rejects(file.stream().next(), { message });
});

test("the text of a file is read by the charset of its part", async () => {
  const body = Buffer.from(
    "--B\r\nContent-Disposition: form-data; name=f; filename=a\r\nContent-Type: text/plain; charset=latin1\r\n\r\n\xe9\r\n--B--",
    "latin1",
  );
  const form = await parseForm([body], "multipart/form-data; boundary=B");
  assert.equal(await form.files.require("f").text(), "é");
});
