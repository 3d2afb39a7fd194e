// Tests the order of middleware, hooks and teardown, synchronous and asynchronous.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Blueprint, Response } from "demijohn";
import type { UploadedFile } from "demijohn/http";

function recordingApp(isAsync: boolean): { app: App; log: string[] } {
  const log: string[] = [];
  const note = (text: string): void | Promise<void> => {
    if (!isAsync) {
      log.push(text);
      return undefined;
    }
    return Promise.resolve().then(() => void log.push(text));
  };
  const app = new App({ mode: "production", logger: silent });
  app.use((_request, next) => {
    log.push("middleware 1 in");
    const after = (response: Response): Response => {
      log.push("middleware 1 out");
      return response;
    };
    const response = next();
    return response instanceof Response ? after(response) : response.then(after);
  });
  app.before(() => note("app before"));
  app.after(() => note("app after 1"));
  app.after(() => note("app after 2"));
  app.teardown(() => note("app teardown 1"));
  app.teardown(() => note("app teardown 2"));
  const inner = new Blueprint("inner");
  inner.before(() => note("inner before"));
  inner.after(() => note("inner after"));
  inner.teardown(() => note("inner teardown"));
  inner.get("/", async (request) => {
    request.onResponse(() => note("this response"));
    log.push("handler");
    return "done";
  });
  const outer = new Blueprint("outer");
  outer.before(() => note("outer before"));
  outer.after(() => note("outer after"));
  outer.use(inner, { prefix: "/inner" });
  app.use(outer, { prefix: "/outer" });
  app.get("/fails", () => {
    throw new Error("The handler failed.");
  });
  return { app, log };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

for (const isAsync of [false, true]) {
  test(`hooks run from the app inwards and back out (${isAsync ? "async" : "sync"})`, async () => {
    const { app, log } = recordingApp(isAsync);
    const response = await app.request("/outer/inner/");
    assert.equal(await response.text(), "done");
    assert.deepEqual(log, [
      "middleware 1 in",
      "app before",
      "outer before",
      "inner before",
      "handler",
      "this response",
      "inner after",
      "outer after",
      "app after 2",
      "app after 1",
      "middleware 1 out",
      "inner teardown",
      "app teardown 2",
      "app teardown 1",
    ]);
  });

  test(`a failing handler still gets its after hooks and teardown (${isAsync ? "async" : "sync"})`, async () => {
    const { app, log } = recordingApp(isAsync);
    const response = await app.request("/fails");
    assert.equal(response.status, 500);
    assert.deepEqual(log.slice(1), [
      "app before",
      "app after 2",
      "app after 1",
      "middleware 1 out",
      "app teardown 2",
      "app teardown 1",
    ]);
  });

  test(`app hooks run for a path that nothing answers (${isAsync ? "async" : "sync"})`, async () => {
    const { app, log } = recordingApp(isAsync);
    assert.equal((await app.request("/nowhere")).status, 404);
    assert.deepEqual(log.slice(1, 2), ["app before"]);
    assert.equal(log.includes("outer before"), false);
  });
}

test("a value returned by a before hook answers in the handler's place", async () => {
  const app = new App();
  app.before((request) => (request.path === "/closed" ? { closed: true } : undefined));
  app.before(async (request) => (request.path === "/later" ? "later" : undefined));
  app.get("/closed", () => "open");
  app.get("/later", () => "open");
  app.get("/open", () => "open");
  assert.deepEqual(await (await app.request("/closed")).json(), { closed: true });
  assert.equal(await (await app.request("/later")).text(), "later");
  assert.equal(await (await app.request("/open")).text(), "open");
});

test("an after hook can replace the response, and the teardown hooks follow it", async () => {
  const log: string[] = [];
  const app = new App();
  app.after(() => new Response("other", { status: 201 }));
  app.after(async () => undefined);
  app.teardown(() => void log.push("teardown"));
  app.get("/", () => "one");
  const response = await app.request("/");
  assert.equal(response.status, 201);
  assert.equal(await response.text(), "other");
  assert.deepEqual(log, ["teardown"]);
});

test("teardown waits for the end of a stream and is told what the handler threw", async () => {
  const log: unknown[] = [];
  const app = new App({ mode: "production", logger: silent });
  const fault = new Error("No more cork.");
  app.teardown((_request, error) => void log.push(error));
  app.get("/stream", async function* () {
    yield "a";
    log.push("still sending");
    yield "b";
  });
  app.get("/fails", () => {
    throw fault;
  });
  assert.equal(await (await app.request("/stream")).text(), "ab");
  await app.request("/fails");
  assert.deepEqual(log, ["still sending", undefined, fault]);
});

test("middleware may answer by itself, change the response, and be async", async () => {
  const app = new App();
  app.use(async (request, next) => {
    if (request.query.has("stop")) return { stopped: true };
    const response = await next();
    response.headers.set("X-Passed", "yes");
    return response;
  });
  app.get("/", () => "page");
  assert.equal(await (await app.request("/?stop=1")).text(), '{"stopped":true}');
  const response = await app.request("/");
  assert.equal(response.headers.get("x-passed"), "yes");
});

test("calling next() twice is an error that names the middleware", async () => {
  const messages: string[] = [];
  const app = new App({ mode: "production", logger: { ...silent, error: (message) => void messages.push(message) } });
  app.use(function impatient(_request, next) {
    next();
    return next();
  });
  app.get("/", () => "page");
  assert.equal((await app.request("/")).status, 500);
  assert.match(
    messages[0] ?? "",
    /APP_NEXT_TWICE: The middleware impatient called next\(\) twice for one request\.\n {2}Keep its result: const response = await next\(\);/,
  );
});

test("urlValues changes parameters for the handler and urlDefaults fills them in again", async () => {
  const app = new App();
  const pages = new Blueprint("pages");
  pages.urlValues((_request, params) => {
    delete params["lang"];
  });
  pages.urlDefaults((_name, values) => {
    values["lang"] ??= "en";
  });
  pages.get("/about", { name: "about" }, (request) => ({ params: request.params, here: request.urlFor(".about") }));
  app.use(pages, { prefix: "/<lang>" });
  assert.deepEqual(await (await app.request("/de/about")).json(), { params: {}, here: "/en/about" });
  assert.equal(app.urlFor("pages.about", { lang: "fr" }), "/fr/about");
});

for (const kind of ["answers by itself", "throws"] as const) {
  test(`a middleware that ${kind} still gets teardown and the request's own hooks, and no upload stays`, async () => {
    const log: string[] = [];
    const app = new App({ mode: "production", logger: silent, limits: { fileMemory: 1 } });
    const uploads: UploadedFile[] = [];
    app.use(async (request, next) => {
      if (request.method === "GET") return next();
      uploads.push((await request.form()).files.require("file"));
      request.onResponse((_request, response) => void response.headers.set("X-Own", "yes"));
      if (kind === "throws") throw new Error("No further.");
      return "answered";
    });
    app.before(() => void log.push("before"));
    app.after(() => void log.push("after"));
    app.teardown(() => void log.push("teardown"));
    app.route("/", { methods: ["GET", "POST"] }, () => "page");
    const response = await app.request("/", { form: { file: new Blob(["a cork that is kept on disk"]) } });
    assert.equal(response.headers.get("x-own"), "yes");
    assert.deepEqual(log, ["teardown"]);
    await assert.rejects(uploads[0]!.bytes(), /HTTP_UPLOAD_GONE/);
    await app.request("/");
    assert.deepEqual(log, ["teardown", "before", "after", "teardown"]);
  });
}
