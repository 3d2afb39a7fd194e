// Tests headers that many responses share: what a response has itself wins, and servers write them without a header map.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";
import { Response, SharedHeaders } from "demijohn/http";
import { plainTypeOf, sharedHeadersOf } from "#http/internals";

const shared = new SharedHeaders({ "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff" });

test("a response takes shared headers in, but for those that it has itself", () => {
  const own = new Response("Hi", { headers: { "x-frame-options": "SAMEORIGIN" } }).share(shared);
  assert.deepEqual(own.headers.getAll("X-Frame-Options"), ["SAMEORIGIN"]);
  assert.equal(own.headers.get("X-Content-Type-Options"), "nosniff");
});

test("a header that is set later replaces the shared one", () => {
  const response = new Response("Hi").share(shared);
  response.headers.set("X-Frame-Options", "SAMEORIGIN");
  assert.deepEqual(
    { ...response.headers.toJSON() },
    {
      "Content-Type": "text/html; charset=utf-8",
      "X-Frame-Options": "SAMEORIGIN",
      "X-Content-Type-Options": "nosniff",
    },
  );
});

test("of two sets that are shared, the first wins", () => {
  const response = new Response(null).share(shared).share(new SharedHeaders({ "X-Frame-Options": "x", "X-More": "1" }));
  assert.deepEqual(
    { ...response.headers.toJSON() },
    {
      "X-Frame-Options": "DENY",
      "X-Content-Type-Options": "nosniff",
      "X-More": "1",
    },
  );
});

test("names of Vary join the shared headers without a header map", () => {
  const vary = new SharedHeaders({ "X-Frame-Options": "DENY", Vary: "Accept" });
  for (const make of [
    () => new Response("Hi").share(vary).vary("Cookie").vary("cookie"),
    () => new Response("Hi").share(vary).vary("Cookie").share(shared).vary("Accept"),
  ]) {
    const response = make();
    assert.equal(sharedHeadersOf(response), sharedHeadersOf(make()));
    assert.equal(plainTypeOf(response), "text/html; charset=utf-8");
    assert.equal(response.headers.get("vary"), "Accept, Cookie");
    assert.equal(response.headers.get("x-frame-options"), "DENY");
  }
  assert.deepEqual(new Response("Hi").vary("Cookie").share(vary).headers.getAll("vary"), ["Cookie"]);
  assert.equal(new Response("Hi").vary("*").vary("Cookie").headers.get("vary"), "*");
  assert.equal(vary.flat.length, 4);
});

test("names of Vary that are made from data are not kept without end", () => {
  const last = Array.from({ length: 100 }, (_, i) => new Response("Hi").vary(`X-${i}`)).at(-1)!;
  assert.equal(sharedHeadersOf(last), undefined);
  assert.equal(last.headers.get("vary"), "X-99");
});

test("servers send them with every kind of body", async () => {
  const app = new App({ mode: "test" });
  app.use((_request, next) => (next() as Response).share(shared));
  app.get("/text", () => "plain ASCII");
  app.get("/umlaut", () => "Grüße");
  app.get("/bytes", () => new Uint8Array([1]));
  app.get("/none", () => new Response(null, { status: 204 }));
  const { url, close } = await app.run({ port: 0, host: "127.0.0.1" });
  for (const path of ["/text", "/text", "/umlaut", "/bytes", "/none", "/missing"]) {
    for (const response of [await fetch(new URL(path, url)), await app.fetch(new Request(new URL(path, url)))]) {
      assert.equal(response.headers.get("x-frame-options"), "DENY", path);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
      await response.bytes();
    }
  }
  await close();
});
