// Tests that a mounted app gets its requests whole, under paths without the prefix.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";

const inner = {
  async fetch(request: globalThis.Request): Promise<globalThis.Response> {
    const { pathname, search } = new URL(request.url);
    return globalThis.Response.json(
      {
        asked: `${request.method} ${pathname}${search}`,
        body: await request.text(),
        mark: request.headers.get("x-mark"),
      },
      { status: 202, headers: { "X-Inner": "yes" } },
    );
  },
};

async function asked(app: App, path: string, method = "GET"): Promise<string> {
  return ((await (await app.request(path, { method })).json()) as { asked: string }).asked;
}

test("the mounted app sees paths without the prefix", async () => {
  const app = new App();
  app.mount("/inner", inner);
  for (const [path, seen] of [
    ["/inner", "GET /"],
    ["/inner/", "GET /"],
    ["/inner?a=1&a=2", "GET /?a=1&a=2"],
    ["/inner/jars/5?full=1", "GET /jars/5?full=1"],
    ["/inner/inner", "GET /inner"],
    ["/inner/a%20b/%C3%A4", "GET /a%20b/%C3%A4"],
    ["/inner/a%2Fb", "GET /a%2Fb"],
  ] as const)
    assert.equal(await asked(app, path), seen, path);
  assert.equal((await app.request("/innermost")).status, 404);
});

test("a prefix may have several segments and parameters", async () => {
  const app = new App();
  app.mount("/shops/<name>/api", inner);
  assert.equal(await asked(app, "/shops/a%20b/api/jars"), "GET /jars");
  assert.equal(await asked(app, "/shops/x/api"), "GET /");
});

test("method, headers and body go in, status, headers and body come out", async () => {
  const app = new App();
  app.mount("/inner", inner);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const response = await app.request("/inner/jars", { method, body: "cork", headers: { "X-Mark": "m" } });
    assert.equal(response.status, 202);
    assert.equal(response.headers.get("x-inner"), "yes");
    assert.deepEqual(await response.json(), { asked: `${method} /jars`, body: "cork", mark: "m" });
  }
});

test("an app mounts another app, and both keep their own routes", async () => {
  const outer = new App();
  const other = new App();
  other.get("/", () => "inner home");
  other.get("/jars/<int:id>", ({ params }) => `inner jar ${params.id}`);
  outer.get("/", () => "outer home");
  outer.get("/inner/own", () => "outer's own");
  outer.mount("/inner", other);
  for (const [path, status, text] of [
    ["/", 200, "outer home"],
    ["/inner", 200, "inner home"],
    ["/inner/jars/5", 200, "inner jar 5"],
    ["/inner/own", 200, "outer's own"],
  ] as const) {
    const response = await outer.request(path);
    assert.deepEqual([response.status, await response.text()], [status, text], path);
  }
  assert.equal((await outer.request("/inner/missing")).status, 404);
});

test("middleware and hooks of the outer app run around the mounted one", async () => {
  const app = new App();
  app.after((_request, response) => {
    response.headers.set("X-Outer", "yes");
    return response;
  });
  app.mount("/inner", inner);
  const { headers } = await app.request("/inner/");
  assert.deepEqual([headers.get("x-outer"), headers.get("x-inner")], ["yes", "yes"]);
});
