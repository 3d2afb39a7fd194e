// Tests which handler answers for an error, and what of the error reaches the client.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Blueprint, HttpError, NotFound, type Response, reply } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
class JarError extends Error {}
class BrokenJar extends JarError {}

function makeApp(): App {
  return new App({ mode: "production", logger: silent });
}

test("the most specific class answers, and a blueprint before the app", async () => {
  const app = makeApp();
  const cellar = new Blueprint("cellar", { prefix: "/cellar" });
  app.onError(JarError, () => "app: jar");
  app.onError(BrokenJar, () => "app: broken");
  cellar.onError(JarError, () => "cellar: jar");
  const fail = (error: Error) => (): never => {
    throw error;
  };
  app.get("/jar", fail(new JarError()));
  app.get("/broken", fail(new BrokenJar()));
  cellar.get("/broken", fail(new BrokenJar()));
  app.use(cellar);
  for (const [path, text] of [
    ["/jar", "app: jar"],
    ["/broken", "app: broken"],
    ["/cellar/broken", "cellar: jar"],
  ]) {
    const response = await app.request(path!);
    assert.equal(response.status, 500);
    assert.equal(await response.text(), text);
  }
});

test("a handler for a status answers for errors and unknown paths, one for 500 for all that is thrown", async () => {
  const app = makeApp();
  app.onError(404, (_error, request) => `no ${request.path}`);
  app.onError(500, (error) => `failed: ${(error.cause as Error).message}`);
  app.get("/thrown", () => {
    throw new NotFound();
  });
  app.get("/fails", () => {
    throw new Error("cork");
  });
  for (const [path, status, text] of [
    ["/nowhere", 404, "no /nowhere"],
    ["/thrown", 404, "no /thrown"],
    ["/fails", 500, "failed: cork"],
  ] as const) {
    const response = await app.request(path);
    assert.equal(response.status, status);
    assert.equal(await response.text(), text);
  }
});

test("a handler that fails itself gives a plain 500, one that throws an HttpError that error's page", async () => {
  const app = makeApp();
  app.onError(404, async () => {
    throw new Error("The handler of errors failed.");
  });
  app.onError(JarError, () => {
    throw new HttpError(409, "The jar is in use.");
  });
  app.get("/jar", () => {
    throw new JarError();
  });
  assert.equal((await app.request("/nowhere")).status, 500);
  const response = await app.request("/jar");
  assert.equal(response.status, 409);
  assert.match(await response.text(), /The jar is in use\./);
});

test("an error's headers are kept by its page and by a handler's text, twice where they occur twice", async () => {
  const headers: [string, string][] = [
    ["WWW-Authenticate", "Basic realm=a"],
    ["WWW-Authenticate", "Bearer"],
    ["Retry-After", "30"],
  ];
  const open = makeApp();
  const handled = makeApp();
  handled.onError(401, () => "log in");
  for (const app of [open, handled]) {
    app.get("/", () => {
      throw new HttpError(401, "Log in.", { headers });
    });
    app.post("/only-post", () => "ok");
    const response = await app.request("/");
    assert.equal(response.status, 401);
    assert.deepEqual(response.headers.getAll("www-authenticate"), ["Basic realm=a", "Bearer"]);
    assert.equal(response.headers.get("retry-after"), "30");
    const refused = await app.request("/only-post");
    assert.equal(refused.status, 405);
    assert.equal(refused.headers.get("allow"), "OPTIONS, POST");
  }
});

test("data of an error handler keeps the error's status, also where it has fields of a response", async () => {
  const app = makeApp();
  app.onError(404, () => ({ status: "gone", headers: [] }));
  app.onError(409, () => reply({ own: true }, 422));
  app.get("/own", () => {
    throw new HttpError(409, "No.");
  });
  const response = await app.request("/nowhere");
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { status: "gone", headers: [] });
  assert.equal((await app.request("/own")).status, 422);
});

test("an error page is HTML or JSON by what the client accepts, and escapes", async () => {
  const app = makeApp();
  app.get("/", () => {
    throw new HttpError(400, "<b>bold</b>");
  });
  const ask = (accept: string): Promise<Response> => app.request("/", { headers: { Accept: accept } });
  const page = await ask("text/html,*/*;q=0.8");
  assert.equal(page.contentType, "text/html; charset=utf-8");
  assert.match(await page.text(), /&lt;b&gt;bold&lt;\/b&gt;/);
  const data = await ask("application/json");
  assert.equal(data.contentType, "application/json");
  assert.deepEqual(await data.json(), { status: 400, error: "Bad Request", message: "<b>bold</b>" });
});

test("nothing of an unexpected error reaches the client in production", async () => {
  const messages: string[] = [];
  const app = new App({ mode: "production", logger: { ...silent, error: (text) => void messages.push(text) } });
  app.get("/", () => {
    throw new Error("password=hunter2");
  });
  const response = await app.request("/");
  assert.doesNotMatch(await response.text(), /hunter2/);
  assert.match(messages[0]!, /^GET \/ failed\nError: password=hunter2\n/);
});
