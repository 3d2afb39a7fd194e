// States what a handler reads from a request: address, headers, choices, and the body within its limits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, type Request, type RequestOptions, type Response } from "demijohn";
import { splitTarget } from "demijohn/http";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
type AppSettings = NonNullable<ConstructorParameters<typeof App>[0]>;

async function answer(
  read: (request: Request) => unknown,
  target = "/",
  options: RequestOptions = {},
  settings: AppSettings = {},
): Promise<Response> {
  const app = new App({ mode: "production", logger: silent, ...settings });
  for (const pattern of ["/", "/<path:rest>"] as const) {
    const handler = async (request: unknown): Promise<object> => ({ value: (await read(request as Request)) ?? null });
    app.get(pattern, handler);
    app.post(pattern, handler);
  }
  return app.request(target, options);
}

async function read(
  reader: (request: Request) => unknown,
  target?: string,
  options?: RequestOptions,
  settings?: AppSettings,
): Promise<unknown> {
  const response = await answer(reader, target, options, settings);
  assert.equal(response.status, 200, await response.text());
  return ((await response.json()) as { value: unknown }).value;
}

test("the address is read in its parts", async () => {
  const parts = (request: Request): unknown => [
    request.method,
    request.path,
    request.rawPath,
    request.queryString,
    request.fullPath,
    request.target,
  ];
  assert.deepEqual(await read(parts, "/r%C3%B8d%20vin?q=a+b"), [
    "GET",
    "/rød vin",
    "/r%C3%B8d%20vin",
    "q=a+b",
    "/rød vin?q=a+b",
    "/r%C3%B8d%20vin?q=a+b",
  ]);
  assert.deepEqual(await read((r) => [r.query.get("q"), r.query.getAll("x")], "/?q=a+b&x=1&x=2"), ["a b", ["1", "2"]]);
});

test("a target is split whatever its form", () => {
  const cases: [string, string, string][] = [
    ["/a/b?c=d?e", "/a/b", "c=d?e"],
    ["/a", "/a", ""],
    ["/a#f", "/a", ""],
    ["/a?b#f", "/a", "b"],
    ["http://a.com/b?c", "/b", "c"],
    ["http://a.com", "/", ""],
    ["http://a.com?c", "/", "c"],
    ["*", "*", ""],
  ];
  for (const [target, path, query] of cases) assert.deepEqual(splitTarget(target), { path, query }, target);
});

test("headers, cookies and credentials are read", async () => {
  const options = {
    headers: { "X-Jar": "7", Authorization: "Bearer abc", "User-Agent": "test", Referer: "/from" },
    cookies: { a: "1" },
  };
  const reader = (r: Request): unknown => [
    r.headers.get("x-jar"),
    r.header("x-jar"),
    r.authorization?.token,
    r.userAgent,
    r.referrer,
    r.cookies.get("a"),
  ];
  assert.deepEqual(await read(reader, "/", options), ["7", "7", "abc", "test", "/from", "1"]);
});

test("the client chooses among types and languages", async () => {
  const headers = { Accept: "text/html, */*;q=0.1", "Accept-Language": "de-AT" };
  assert.deepEqual(
    await read((r) => [r.accepts("application/json", "text/html"), r.acceptsLanguages("en", "de")], "/", { headers }),
    ["text/html", "de"],
  );
  assert.deepEqual(await read((r) => [r.accepts("a/b", "c/d"), r.acceptsLanguages("en", "de")]), ["a/b", "en"]);
  assert.equal(await read((r) => r.accepts("image/png"), "/", { headers: { Accept: "text/html" } }), null);
});

test("the origin is the connection's, until proxies are trusted", async () => {
  const headers = {
    Host: "app.internal:80",
    "X-Forwarded-For": "6.6.6.6, 192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "shop.example:443",
    "X-Forwarded-Prefix": "/shop",
  };
  const reader = (r: Request): unknown => [r.url, r.host, r.secure, r.remoteAddress, r.basePath];
  assert.deepEqual(await read(reader, "/a?b", { headers }), [
    "http://app.internal/a?b",
    "app.internal",
    false,
    "127.0.0.1",
    "",
  ]);
  const trustedProxies = { for: 1, proto: 1, host: 1, prefix: 1 };
  assert.deepEqual(await read(reader, "/a?b", { headers }, { trustedProxies }), [
    "https://shop.example/shop/a?b",
    "shop.example",
    true,
    "192.0.2.7",
    "/shop",
  ]);
});

test("the body is kept, however often and in whatever way it is read", async () => {
  const reader = async (r: Request): Promise<unknown> => [
    await r.json(),
    await r.text(),
    (await r.bytes()).length,
    r.mediaType,
    r.isJson,
  ];
  assert.deepEqual(await read(reader, "/", { json: { a: 1 } }), [{ a: 1 }, '{"a":1}', 7, "application/json", true]);
});

test("JSON of another type is a 415, unless forced", async () => {
  const options = { body: "[1]", headers: { "Content-Type": "text/plain" } };
  assert.equal((await answer((r) => r.json(), "/", options)).status, 415);
  assert.deepEqual(await read((r) => r.json({ force: true }), "/", options), [1]);
  const problem = { body: "[1]", headers: { "Content-Type": "application/problem+json; charset=utf-8" } };
  assert.deepEqual(await read((r) => r.json(), "/", problem), [1]);
});

test("malformed JSON is a 400, a body over its limit a 413", async () => {
  assert.equal(
    (await answer((r) => r.json(), "/", { body: "{", headers: { "Content-Type": "application/json" } })).status,
    400,
  );
  const big = { body: "x".repeat(2000) };
  assert.equal((await answer((r) => r.text(), "/", big, { limits: { body: 1000 } })).status, 413);
  assert.equal(await read((r) => r.limit({ body: 5000 }).text(), "/", big, { limits: { body: 1000 } }), big.body);
});

test("a form has fields and files, gone when the request has ended", async () => {
  let kept: { bytes(): Promise<Uint8Array> } | undefined;
  const reader = async (r: Request): Promise<unknown> => {
    const { fields, files } = await r.form();
    kept = files.require("f");
    return [fields.get("a"), files.require("f").filename, await files.require("f").text()];
  };
  const data = new FormData();
  data.append("a", "1");
  data.append("f", new File(["hi"], "x.txt"));
  assert.deepEqual(await read(reader, "/", { body: data }), ["1", "x.txt", "hi"]);
  await assert.rejects(kept!.bytes(), { code: "HTTP_UPLOAD_GONE" });
});

test("a missing field is a 400", async () => {
  const response = await answer(async (r) => (await r.form()).fields.require("name"), "/", { form: { nme: "x" } });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /The form has no (&#34;|")name(&#34;|")\./);
});

test("a body is streamed once", async () => {
  const message = `HTTP_BODY_READ_TWICE: The request's body was read as a stream already, or is being read another way.
  Read it once: with bytes(), text(), json() or form(), which keep it, or with stream(), which does not.`;
  const reader = async (r: Request): Promise<unknown> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of r.stream()) chunks.push(chunk);
    assert.throws(() => r.stream(), { message });
    await assert.rejects(async () => r.bytes(), { message });
    return Buffer.concat(chunks).toString();
  };
  assert.equal(await read(reader, "/", { body: "abc" }), "abc");
});
