// States what responses hold, how their headers change, and what bodies come out as bytes.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bodyChunks, FileBody, HeaderMap, json, Response, redirect, text } from "demijohn/http";

test("the content type goes by the body, unless the headers have one", () => {
  assert.equal(new Response("a").headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(new Response(Buffer.from("a")).contentType, "application/octet-stream");
  assert.equal(new Response().contentType, undefined);
  assert.equal(new Response("a", { headers: { "content-type": "a/b" } }).contentType, "a/b");
  assert.equal(text("a").contentType, "text/plain; charset=utf-8");
  assert.equal(json({}).contentType, "application/json");
});

test("the content type can be changed before and after headers are", () => {
  const response = new Response("a");
  response.contentType = "a/b";
  assert.deepEqual([...response.headers], [["Content-Type", "a/b"]]);
  response.contentType = "c/d";
  assert.deepEqual([...response.headers], [["Content-Type", "c/d"]]);
  response.contentType = undefined;
  assert.equal(response.headers.size, 0);
});

test("a status that is none is refused", () => {
  for (const status of [100, 199, 600, 200.5, Number.NaN]) {
    assert.throws(() => new Response("", { status }), {
      name: "SetupError",
      message: `HTTP_INVALID_STATUS: A response status is an integer from 200 to 599.
  You wrote status: ${status}
  Write for example new Response("Created.", { status: 201 }).`,
    });
  }
  assert.equal(new Response("", { status: 204 }).ok, true);
  assert.equal(new Response("", { status: 404 }).ok, false);
});

test("cookies are set and deleted, one line each", () => {
  const response = new Response().setCookie("a", "1", { httpOnly: true }).deleteCookie("b", { path: "/x" });
  assert.deepEqual(response.headers.getAll("set-cookie"), [
    "a=1; HttpOnly; Path=/",
    "b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/x",
  ]);
});

test("Vary has each name once, and a star stands alone", () => {
  const response = new Response().vary("Accept").vary("accept", "Cookie");
  assert.equal(response.headers.get("vary"), "Accept, Cookie");
  const star = new Response(null, { headers: { Vary: "*" } }).vary("Cookie");
  assert.equal(star.headers.get("vary"), "*");
});

test("a value without a JSON form is refused", () => {
  assert.throws(() => json(undefined), {
    message: `HTTP_NOT_JSON: The value has no JSON form: it is undefined, a function or a symbol.
  Return json(null) for an empty value.`,
  });
  assert.equal(json([1], { status: 201, headers: new HeaderMap({ "X-A": "b" }), space: 1 }).body, "[\n 1\n]");
});

test("a redirect is a 303 to an ASCII address", () => {
  const response = redirect("/jars/røde vine?q=é\r\nX: y");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/jars/r%C3%B8de%20vine?q=%C3%A9%0D%0AX:%20y");
  assert.equal(redirect("/a%20b", 308).headers.get("location"), "/a%20b");
  assert.throws(() => redirect("/", 200), {
    message: `HTTP_NOT_A_REDIRECT: A redirect's status is 301, 302, 303, 307 or 308.
  You wrote redirect("/", 200)
  Leave the status out for 303, or use 308 for an address that moved for good.`,
  });
});

test("every kind of body comes out as bytes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "demijohn-test-"));
  try {
    const path = join(folder, "a.txt");
    writeFileSync(path, "0123456789");
    async function* stream(): AsyncGenerator<string | Uint8Array> {
      yield "é";
      yield Buffer.from("x");
    }
    assert.equal(await new Response("é").text(), "é");
    assert.equal(await new Response(null).text(), "");
    assert.equal(await new Response(stream()).text(), "éx");
    assert.equal(await new Response(["a", "b"]).text(), "ab");
    assert.equal(await new Response(new Blob(["blob"]).stream()).text(), "blob");
    assert.equal(await new Response(new FileBody(path, 2, 3)).text(), "234");
    assert.equal(await new Response(new FileBody(path, 2, 0)).text(), "");
    assert.deepEqual(await json({ a: 1 }).json(), { a: 1 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of bodyChunks(["a", Buffer.from("b")])) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), "ab");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a stream is read once and kept as bytes", async () => {
  const response = new Response(["a", "b"]);
  assert.equal(response.isStreamed, true);
  assert.equal(await response.text(), "ab");
  assert.equal(response.isStreamed, false);
  assert.equal(await response.text(), "ab");
});
