// Tests what each kind of handler result becomes.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { App, html, json, notFound, Response, redirect, reply, safe, text } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function answering(handler: () => unknown): App {
  const app = new App({ mode: "production", logger: silent });
  app.get("/", handler as () => string);
  return app;
}

const cases: readonly (readonly [string, () => unknown, number, string | undefined, string])[] = [
  ["text is HTML", () => "hi", 200, "text/html; charset=utf-8", "hi"],
  ["empty text is a page", () => "", 200, "text/html; charset=utf-8", ""],
  ["an object is JSON", () => ({ a: [1, null] }), 200, "application/json", '{"a":[1,null]}'],
  ["an array is JSON", () => [1, "two"], 200, "application/json", '[1,"two"]'],
  [
    "an object without prototype is JSON",
    () => Object.assign(Object.create(null), { a: 1 }),
    200,
    "application/json",
    '{"a":1}',
  ],
  ["an object with toJSON is JSON", () => new Date(0), 200, "application/json", '"1970-01-01T00:00:00.000Z"'],
  ["the html literal escapes", () => html`<p>${"<b>"}</p>`, 200, "text/html; charset=utf-8", "<p>&lt;b&gt;</p>"],
  ["safe text is HTML", () => safe("<i>"), 200, "text/html; charset=utf-8", "<i>"],
  ["bytes are bytes", () => Buffer.from("raw"), 200, "application/octet-stream", "raw"],
  ["an ArrayBuffer is bytes", () => new TextEncoder().encode("buf").buffer, 200, "application/octet-stream", "buf"],
  ["text() is plain", () => text("plain"), 200, "text/plain; charset=utf-8", "plain"],
  ["json() may be null", () => json(null), 200, "application/json", "null"],
  ["json() indents", () => json({ a: 1 }, { space: 1 }), 200, "application/json", '{\n "a": 1\n}'],
  [
    "reply() has status and headers",
    () => reply({ id: 7 }, 201, { "X-Jar": "7" }),
    201,
    "application/json",
    '{"id":7}',
  ],
  ["a Response stays itself", () => new Response("made", { status: 202 }), 202, "text/html; charset=utf-8", "made"],
  ["a promise is awaited", async () => "later", 200, "text/html; charset=utf-8", "later"],
  [
    "a platform response is taken over",
    () => new globalThis.Response("web", { status: 203, headers: { "content-type": "text/x" } }),
    203,
    "text/x",
    "web",
  ],
  ["a Blob keeps its type", () => new Blob(["blob"], { type: "text/csv" }), 200, "text/csv", "blob"],
  [
    "an async generator streams",
    async function* () {
      yield "a";
      yield Buffer.from("b");
    },
    200,
    "text/html; charset=utf-8",
    "ab",
  ],
  [
    "a generator streams",
    function* () {
      yield "c";
      yield "d";
    },
    200,
    "text/html; charset=utf-8",
    "cd",
  ],
  ["a ReadableStream streams", () => new Blob(["web stream"]).stream(), 200, "text/html; charset=utf-8", "web stream"],
  ["a Node stream streams", () => Readable.from(["x", "y"]), 200, "text/html; charset=utf-8", "xy"],
  ["a Map is JSON as JSON.stringify says", () => new Map([[1, 2]]), 200, "application/json", "{}"],
];
for (const [name, handler, status, type, body] of cases) {
  test(name, async () => {
    const response = await answering(handler).request("/");
    assert.equal(response.status, status);
    assert.equal(response.contentType, type);
    assert.equal(await response.text(), body);
  });
}

test("a returned HttpError is an error page", async () => {
  const response = await answering(() => notFound("No such jar.")).request("/");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /No such jar\./);
});

test("redirects are 303 unless they say otherwise, and carry an ASCII location", async () => {
  const found = await answering(() => redirect("/über?a=b c")).request("/");
  assert.equal(found.status, 303);
  assert.equal(found.headers.get("location"), "/%C3%BCber?a=b%20c");
  assert.equal((await answering(() => redirect("/moved", 308)).request("/")).status, 308);
  assert.equal(
    (await answering(() => redirect("/x\r\nSet-Cookie: a=b")).request("/")).headers.get("location"),
    "/x%0D%0ASet-Cookie:%20a=b",
  );
});

const nothings: readonly (readonly [string, unknown, string])[] = [
  ["undefined", undefined, 'The handler of "/" returned undefined, which is no reply.'],
  ["null", null, 'The handler of "/" returned null, which is no reply.'],
  ["a number", 7, 'The handler of "/" returned 7, which is no reply.'],
  ["a boolean", false, 'The handler of "/" returned false, which is no reply.'],
];
for (const [name, value, message] of nothings) {
  test(`${name} is no reply, and the error says what to return`, async () => {
    const errors: string[] = [];
    const app = new App({ mode: "production", logger: { ...silent, error: (line) => void errors.push(line) } });
    app.get("/", () => value as string);
    assert.equal((await app.request("/")).status, 500);
    assert.match(
      errors[0] ?? "",
      new RegExp(`APP_NO_REPLY: ${message.replace(/[/"]/g, "\\$&")}\n  (End it with a return|Return text)`),
    );
  });
}
