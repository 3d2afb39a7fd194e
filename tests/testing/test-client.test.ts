// Tests that the test client sends what a browser would, and keeps what a browser keeps.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, currentRequest, Response, redirect } from "demijohn";
import { sessions } from "demijohn/sessions";
import { TestClient, withRequest } from "demijohn/testing";

function echoing(): App {
  const app = new App();
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  app.route("/echo", { name: "echo", methods }, async (request) => ({
    method: request.method,
    type: request.header("content-type")?.split(";")[0] ?? null,
    body: request.hasBody ? await request.text() : "",
  }));
  app.route("/to/<int:status>", { name: "to", methods }, ({ params }) => redirect("/echo", params.status));
  return app;
}

test("each method has a verb, and the response knows its address", async () => {
  const client = new TestClient(echoing());
  for (const verb of ["get", "post", "put", "patch", "delete"] as const) {
    const response = await client[verb]("/echo", { query: [["size", "5"]] });
    assert.equal(((await response.json()) as { method: string }).method, verb.toUpperCase());
    assert.equal(response.url, "/echo?size=5");
    assert.deepEqual(response.history, []);
  }
  assert.equal(await (await client.head("/echo")).text(), "");
  assert.match((await client.options("/echo")).headers.get("allow") ?? "", /\bPATCH\b/);
});

test("redirects are left alone unless the client or the request follows them", async () => {
  const app = echoing();
  const response = await new TestClient(app).get("/to/302");
  assert.deepEqual([response.status, response.location], [302, "/echo"]);
  assert.equal((await new TestClient(app).get("/to/302", { followRedirects: true })).status, 200);
  const following = new TestClient(app, { followRedirects: true });
  assert.equal((await following.get("/to/302")).status, 200);
  assert.equal((await following.get("/to/302", { followRedirects: false })).status, 302);
});

for (const [status, sent, method, body] of [
  [301, "POST", "GET", ""],
  [302, "POST", "GET", ""],
  [303, "PUT", "GET", ""],
  [307, "POST", "POST", '{"a":1}'],
  [307, "PATCH", "PATCH", '{"a":1}'],
  [308, "POST", "POST", '{"a":1}'],
] as const) {
  test(`after ${status} a ${sent} goes on as ${method}`, async () => {
    const client = new TestClient(echoing(), { followRedirects: true });
    const response = await client.request(`/to/${status}`, { method: sent, json: { a: 1 } });
    const type = body === "" ? null : "application/json";
    assert.deepEqual(await response.json(), { method, type, body });
    assert.equal(response.url, "/echo");
    assert.deepEqual(
      response.history.map(({ url, status }) => [url, status]),
      [[`/to/${status}`, status]],
    );
  });
}

test("locations are resolved against the page that gave them, and the query is not sent twice", async () => {
  const app = new App();
  app.get("/a/b", () => redirect("c?from=b#part"));
  app.get("/a/c", () => redirect("../d"));
  app.get("/d", (request) => `${request.url} ${request.query.get("once") ?? "-"}`);
  const response = await new TestClient(app, { followRedirects: true }).get("/a/b", { query: [["once", "1"]] });
  assert.equal(await response.text(), "http://localhost/d -");
  assert.deepEqual(
    response.history.map(({ url }) => url),
    ["/a/b?once=1", "/a/c?from=b"],
  );
});

test("the origin gives scheme and host of every request, and of its cookies", async () => {
  const app = new App();
  app.get("/", (request) => `${request.scheme} ${request.host} ${request.cookies.get("a") ?? "-"}`);
  app.get("/set", () => {
    const response = new Response("set");
    response.headers.append("Set-Cookie", "a=1; Secure");
    return response;
  });
  const client = new TestClient(app, { origin: "https://example.org:8443" });
  await client.get("/set");
  assert.equal(client.cookies.find("a")?.domain, "example.org");
  assert.equal(await (await client.get("/")).text(), "https example.org:8443 1");
  assert.equal(await (await client.get("http://example.org/")).text(), "http example.org -");
  assert.equal(await (await client.get("https://other.org/")).text(), "https other.org -");
});

test("default headers go with every request, and a request's own replace them", async () => {
  const app = new App();
  app.get("/", (request) => `${request.header("x-a") ?? "-"} ${request.header("x-b") ?? "-"}`);
  app.get("/away", () => redirect("/"));
  const client = new TestClient(app, { headers: { "X-A": "1" }, followRedirects: true });
  assert.equal(await (await client.get("/")).text(), "1 -");
  assert.equal(await (await client.get("/", { headers: { "x-a": "2", "x-b": "3" } })).text(), "2 3");
  assert.equal(await (await client.get("/away", { headers: { "x-b": "3" } })).text(), "1 3");
});

test("a form is urlencoded, and multipart where it has a file", async () => {
  const app = new App();
  app.post("/", async (request) => {
    const { fields, files } = await request.form();
    const file = files.get("scan");
    return {
      type: request.header("content-type")?.split(";")[0],
      fields: [...fields],
      file: file === undefined ? null : [file.filename, file.type, await file.text()],
    };
  });
  const client = new TestClient(app);
  const form = { name: "Ada & Bob", size: 5, full: true, tag: ["a", "b"] };
  const fields = [
    ["name", "Ada & Bob"],
    ["size", "5"],
    ["full", "true"],
    ["tag", "a"],
    ["tag", "b"],
  ];
  assert.deepEqual(await (await client.post("/", { form })).json(), {
    type: "application/x-www-form-urlencoded",
    fields,
    file: null,
  });
  const scan = new File(["cork"], "jar.txt", { type: "text/plain" });
  assert.deepEqual(await (await client.post("/", { form: { ...form, scan } })).json(), {
    type: "multipart/form-data",
    fields,
    file: ["jar.txt", "text/plain", "cork"],
  });
});

test("bodies are sent as they are, and a written content type stays", async () => {
  const client = new TestClient(echoing());
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from("in ");
    yield Buffer.from("chunks");
  };
  for (const [options, type, body] of [
    [{ body: "text" }, null, "text"],
    [{ body: Buffer.from("bytes") }, null, "bytes"],
    [{ body: chunks() }, null, "in chunks"],
    [{ body: new URLSearchParams({ a: "b c" }) }, "application/x-www-form-urlencoded", "a=b+c"],
    [{ json: null }, "application/json", "null"],
    [{ json: [1], headers: { "Content-Type": "application/x-jar" } }, "application/x-jar", "[1]"],
  ] as const)
    assert.deepEqual(await (await client.post("/echo", options)).json(), { method: "POST", type, body });
});

test("cookies that a response sets go with later requests, redirects included", async () => {
  const app = new App();
  app.get("/set", () => {
    const response = redirect("/show");
    response.headers.append("Set-Cookie", "a=1");
    response.headers.append("Set-Cookie", "deep=2; Path=/deep");
    return response;
  });
  app.get("/show", (request) => request.header("cookie") ?? "none");
  app.get("/deep/show", (request) => request.header("cookie") ?? "none");
  const client = new TestClient(app, { followRedirects: true });
  assert.equal(await (await client.get("/show")).text(), "none");
  assert.equal(await (await client.get("/set")).text(), "a=1");
  assert.equal(await (await client.get("/deep/show")).text(), "deep=2; a=1");
  assert.equal(await (await client.get("/show", { headers: { Cookie: "own=1" } })).text(), "own=1");
  client.cookies.clear();
  assert.equal(await (await client.get("/show")).text(), "none");
});

for (const origin of ["http://localhost", "https://example.org"]) {
  test(`a test reads the session and changes it, on ${origin}`, async () => {
    const app = new App({ secretKey: "0123456789abcdef0123456789abcdef" });
    app.use(sessions());
    app.get("/user", ({ session }) => String(session.get("user")));
    app.get("/login", ({ session }) => {
      session.set("user", "ada");
      return "in";
    });
    const client = new TestClient(app, { origin });
    assert.equal((await client.session()).get("user"), undefined);
    await client.get("/login");
    assert.equal((await client.session()).get("user"), "ada");
    await client.withSession(async (session) => {
      await undefined;
      session.set("user", "bob");
    });
    assert.equal(await (await client.get("/user")).text(), "bob");
    await client.withSession((session) => session.clear());
    assert.equal(await (await client.get("/user")).text(), "undefined");
  });
}

test("withRequest runs a function inside a request that never reaches a handler", async () => {
  const app = new App({ asyncContext: true });
  app.get("/jars/<int:id>", { name: "jar" }, () => assert.fail("No handler is called."));
  const seen = await withRequest(
    app,
    "/jars/5?full=1",
    async (request) => {
      await undefined;
      assert.equal(currentRequest(), request);
      return [request.method, request.query.get("full"), await request.json(), request.urlFor("jar", { id: 7 })];
    },
    { json: { a: 1 } },
  );
  assert.deepEqual(seen, ["POST", "1", { a: 1 }, "/jars/7"]);
  assert.equal(await withRequest(app, "/", () => undefined), undefined);
  await assert.rejects(
    withRequest(app, "/", () => {
      throw new RangeError("Too far.");
    }),
    new RangeError("Too far."),
  );
});
