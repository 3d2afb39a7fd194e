// States how a file is answered: whole, in part, not modified, precompressed, or not at all.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { App, type Response } from "demijohn";
import { type FileOptions, file } from "demijohn/http";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const root = mkdtempSync(join(tmpdir(), "demijohn-test-"));
after(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "sub"));
writeFileSync(join(root, "a.txt"), "0123456789");
writeFileSync(join(root, "a.txt.br"), "brotli");
writeFileSync(join(root, "a.txt.gz"), "gzip");
writeFileSync(join(root, "empty.bin"), "");
const modified = new Date("2026-01-02T03:04:05Z");
for (const name of ["a.txt", "a.txt.br", "a.txt.gz", "empty.bin"]) utimesSync(join(root, name), modified, modified);

async function get(path: string, headers: Record<string, string> = {}, options: FileOptions = {}): Promise<Response> {
  const app = new App({ mode: "production", logger: silent });
  app.get("/<path:name>", (request) => file(request, request.params.name, { root, ...options }));
  return app.request(`/${path}`, { headers });
}

test("a file comes with its type, version and date", async () => {
  const response = await get("a.txt");
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "0123456789");
  assert.equal(response.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(response.headers.get("last-modified"), "Fri, 02 Jan 2026 03:04:05 GMT");
  assert.equal(response.headers.get("accept-ranges"), "bytes");
  assert.equal(response.headers.get("cache-control"), "no-cache");
  assert.match(response.headers.get("etag")!, /^"[0-9a-f]+-a"$/);
});

test("a client that has the file gets 304", async () => {
  const etag = (await get("a.txt")).headers.get("etag")!;
  for (const headers of [{ "If-None-Match": etag }, { "If-Modified-Since": "Fri, 02 Jan 2026 03:04:05 GMT" }]) {
    const response = await get("a.txt", headers as unknown as Record<string, string>);
    assert.equal(response.status, 304);
    assert.equal(await response.text(), "");
    assert.equal(response.headers.get("etag"), etag);
  }
  assert.equal((await get("a.txt", { "If-Match": '"other"' })).status, 412);
});

test("ranges give parts, and 416 outside of the file", async () => {
  const part = await get("a.txt", { Range: "bytes=2-4" });
  assert.equal(part.status, 206);
  assert.equal(await part.text(), "234");
  assert.equal(part.headers.get("content-range"), "bytes 2-4/10");
  const parts = await get("a.txt", { Range: "bytes=0-1,-2" });
  assert.match(parts.headers.get("content-type")!, /^multipart\/byteranges; boundary=/);
  assert.equal(Buffer.byteLength(await parts.text()), Number(parts.headers.get("content-length")));
  const none = await get("a.txt", { Range: "bytes=10-" });
  assert.equal(none.status, 416);
  assert.equal(none.headers.get("content-range"), "bytes */10");
  assert.equal((await get("a.txt", { Range: "bytes=2-4", "If-Range": '"other"' })).status, 200);
});

test("a download has its name", async () => {
  const response = await get("a.txt", {}, { attachment: true, downloadName: "naïve.txt" });
  assert.equal(
    response.headers.get("content-disposition"),
    "attachment; filename=naive.txt; filename*=UTF-8''na%C3%AFve.txt",
  );
});

test("a precompressed variant goes out where the client takes it", async () => {
  const response = await get("a.txt", { "Accept-Encoding": "gzip, br" }, { precompressed: true });
  assert.equal(await response.text(), "brotli");
  assert.equal(response.headers.get("content-encoding"), "br");
  assert.equal(response.headers.get("vary"), "Accept-Encoding");
  assert.equal(await (await get("a.txt", { "Accept-Encoding": "gzip" }, { precompressed: true })).text(), "gzip");
  assert.equal(
    await (await get("a.txt", { "Accept-Encoding": "br;q=0" }, { precompressed: true })).text(),
    "0123456789",
  );
  assert.equal(await (await get("a.txt", {}, { precompressed: true })).text(), "0123456789");
});

test("what is no file in the folder is 404", async () => {
  for (const path of ["missing.txt", "sub", "..%2f..%2fetc%2fpasswd", "a.txt%00", "sub/%2e%2e/%2e%2e/x", "%5c..%5cx"]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test("an empty file and caching for long are answered", async () => {
  assert.equal(await (await get("empty.bin")).text(), "");
  assert.equal((await get("a.txt", {}, { maxAge: 60 })).headers.get("cache-control"), "public, max-age=60");
  assert.equal(
    (await get("a.txt", {}, { immutable: true })).headers.get("cache-control"),
    "public, max-age=31536000, immutable",
  );
});
