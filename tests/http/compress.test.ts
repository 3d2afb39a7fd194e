// Tests the middleware that compresses answers and that answers 304, over a real socket where bytes matter.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { App, Response } from "demijohn";
import { type CompressOptions, compress, conditionalGet } from "demijohn/http";

const long = "plum jar ".repeat(500);

function appWith(options?: CompressOptions): App {
  const app = new App({ mode: "test" });
  app.use(compress(options));
  app.get("/long", () => long);
  app.get("/short", () => "short");
  app.get("/json", () => ({ long }));
  app.get("/image", () => new Response(Buffer.alloc(5000), { headers: { "Content-Type": "image/png" } }));
  app.get("/done", () => new Response(long, { headers: { "Content-Encoding": "zstd" } }));
  app.get("/fixed", () => new Response(long, { headers: { "Cache-Control": "public, no-transform" } }));
  app.get("/tagged", () => new Response(long, { headers: { ETag: '"v7"', "Content-Length": "4500" } }));
  app.get("/stream", async function* stream() {
    for (let i = 0; i < 50; i++) yield `line ${i}\n`;
  });
  app.get("/failing", async function* failing() {
    yield "begun\n";
    throw new Error("broken");
  });
  return app;
}

const accept = (value: string) => ({ headers: { "Accept-Encoding": value } });

test("long text and JSON are compressed for clients that take it, and vary by it", async () => {
  const app = appWith();
  for (const path of ["/long", "/json"]) {
    const response = await app.request(path, accept("gzip, br"));
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.equal(response.headers.get("vary"), "Accept-Encoding");
    assert.ok(
      gunzipSync(await response.bytes())
        .toString()
        .includes(long),
    );
    const plain = await app.request(path, accept("identity"));
    assert.equal(plain.headers.get("content-encoding"), undefined);
    assert.equal(plain.headers.get("vary"), "Accept-Encoding");
  }
});

for (const value of ["", "identity", "gzip;q=0", "br", "*;q=0, identity"]) {
  test(`Accept-Encoding: ${JSON.stringify(value)} gets the text as it is`, async () => {
    const response = await appWith().request("/long", accept(value));
    assert.equal(await response.text(), long);
  });
}

for (const path of ["/short", "/image", "/done", "/fixed"]) {
  test(`${path} is left as it is`, async () => {
    const response = await appWith().request(path, accept("gzip"));
    assert.ok(response.headers.get("content-encoding") !== "gzip");
  });
}

test("a tag is weak then, and the length is another", async () => {
  const { headers } = await appWith().request("/tagged", accept("gzip"));
  assert.equal(headers.get("etag"), 'W/"v7"');
  assert.equal(headers.get("content-length"), undefined);
});

test("the length of the same answer differs from time to time (BREACH)", async () => {
  const app = appWith();
  const lengths = new Set<number>();
  for (let i = 0; i < 12; i++) lengths.add((await (await app.request("/long", accept("gzip"))).bytes()).length);
  assert.ok(lengths.size > 1);
});

test("brotli is used where it is asked for", async () => {
  const app = appWith({ encodings: ["br", "gzip"], threshold: 0 });
  const response = await app.request("/short", accept("gzip, br"));
  assert.equal(response.headers.get("content-encoding"), "br");
  assert.equal(brotliDecompressSync(await response.bytes()).toString(), "short");
});

test("streams are compressed chunk by chunk, and one that breaks breaks the answer", async () => {
  const app = appWith({ types: () => true });
  const { url, close } = await app.run({ port: 0, host: "127.0.0.1" });
  try {
    const response = await fetch(new URL("/stream", url), { headers: { "Accept-Encoding": "gzip" } });
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.match(await response.text(), /^line 0\n.*line 49\n$/s);
    app.reportFault = () => {};
    await assert.rejects(async () => (await fetch(new URL("/failing", url))).text());
  } finally {
    await close();
  }
});

function conditionalApp(): App {
  const app = new App({ mode: "test" });
  app.use(conditionalGet());
  app.get("/", () => "Hello");
  app.post("/", () => "Hello");
  app.get("/bytes", () => new Uint8Array([1, 2]));
  app.get("/dated", () => new Response("x", { headers: { "Last-Modified": "Mon, 05 Jan 2026 08:00:00 GMT" } }));
  app.get("/secret", () => new Response("x", { headers: { "Cache-Control": "no-store" } }));
  app.get(
    "/policy",
    () => new Response("x", { headers: { "Content-Security-Policy": "default-src 'self'", "Set-Cookie": "a=b" } }),
  );
  return app;
}

test("the same page again is 304 without a body, and another method is answered in full", async () => {
  const app = conditionalApp();
  for (const path of ["/", "/bytes"]) {
    const etag = (await app.request(path)).headers.get("etag")!;
    const again = await app.request(path, { headers: { "If-None-Match": `"other", W/${etag}` } });
    assert.deepEqual([again.status, await again.text(), again.headers.get("etag")], [304, "", etag]);
    assert.equal(again.headers.get("content-type"), undefined);
    assert.equal((await app.request(path, { headers: { "If-None-Match": '"other"' } })).status, 200);
  }
  const etag = (await app.request("/")).headers.get("etag")!;
  assert.equal((await app.request("/", { method: "POST", headers: { "If-None-Match": etag } })).status, 200);
});

test("dates do as well, and what must not be stored gets no tag", async () => {
  const app = conditionalApp();
  const since = { "If-Modified-Since": "Mon, 05 Jan 2026 08:00:00 GMT" };
  assert.equal((await app.request("/dated", { headers: since })).status, 304);
  assert.equal((await app.request("/secret")).headers.get("etag"), undefined);
});

test("a 304 keeps what is not about the body", async () => {
  const app = conditionalApp();
  const etag = (await app.request("/policy")).headers.get("etag")!;
  const { headers } = await app.request("/policy", { headers: { "If-None-Match": etag } });
  assert.equal(headers.get("content-security-policy"), "default-src 'self'");
  assert.equal(headers.get("set-cookie"), "a=b");
});
