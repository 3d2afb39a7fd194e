// Tests that pages are kept for everybody, and that nobody gets what was made for somebody else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, type Reply, type Request, Response } from "demijohn";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { Cache, createCache, MemoryCache, NoCache, pageCache } from "demijohn/cache";
import { createTables, defineDatabases, Model } from "demijohn/orm";
import { security } from "demijohn/security";
import { MemoryStore, sessions } from "demijohn/sessions";
import { TestClient } from "demijohn/testing";

class User extends Model("people.User", () => User, {}, { mixins: [Account] }) {}

type Ask = (path?: string, options?: Parameters<App["request"]>[1]) => Promise<string>;

interface Site {
  readonly app: App;
  readonly ask: Ask;
  readonly pages: ReturnType<typeof pageCache>;
  made(): number;
}

function site(
  handler: (request: Request, count: number) => Reply | Promise<Reply>,
  cache = createCache("memory:"),
): Site {
  const app = new App({ mode: "test" });
  const pages = pageCache(cache);
  let count = 0;
  app.get("/<path:rest>", { middleware: [pages] }, (request) => handler(request, ++count));
  const ask: Ask = async (path = "/jars", options = {}) => (await app.request(path, options)).text();
  return { app, ask, pages, made: () => count };
}

test("a page is made once for its address: host, path and query", async () => {
  const { ask } = site((_request, count) => `made ${count}`);
  assert.equal(await ask("/jars?size=5"), "made 1");
  assert.equal(await ask("/jars?size=5"), "made 1");
  assert.equal(await ask("/jars?size=6"), "made 2");
  assert.equal(await ask("/pears"), "made 3");
  assert.equal(await ask("http://other.example.org/jars?size=5"), "made 4");
});

test("status, type and headers come back, and the page's age is told", async () => {
  const { app } = site(() => new Response("a,b", { headers: { "Content-Type": "text/csv", "X-Jar": "7" } }));
  const first = await app.request("/jars");
  const second = await app.request("/jars");
  assert.equal(first.headers.has("age"), false);
  assert.equal(second.headers.get("age"), "0");
  for (const { status, headers } of [first, second])
    assert.deepEqual([status, headers.get("content-type"), headers.get("x-jar")], [200, "text/csv", "7"]);
});

test("JSON and bytes are kept as they are", async () => {
  const json = site((_request, count) => ({ count }));
  assert.deepEqual([await json.ask(), await json.ask()], ['{"count":1}', '{"count":1}']);
  const bytes = site((_request, count) => Uint8Array.of(0, 255, count));
  await bytes.ask();
  assert.deepEqual([...(await (await bytes.app.request("/jars")).bytes())], [0, 255, 1]);
});

test("HEAD is answered from what GET kept, and keeps nothing itself", async () => {
  const { app, ask, made } = site((_request, count) => `made ${count}`);
  await app.request("/jars", { method: "HEAD" });
  assert.equal(await ask(), "made 2");
  const head = await app.request("/jars", { method: "HEAD" });
  assert.deepEqual([head.status, head.headers.get("age"), made()], [200, "0", 2]);
});

const notKept: readonly (readonly [string, (request: Request, count: number) => Reply])[] = [
  ["sets a cookie", () => new Response("x").setCookie("jar", "7")],
  ["is private", () => new Response("x", { headers: { "Cache-Control": "private, max-age=60" } })],
  ["is not to be stored", () => new Response("x", { headers: { "Cache-Control": "no-store" } })],
  ["varies with cookies", () => new Response("x").vary("Cookie")],
  ["varies with everything", () => new Response("x").vary("*")],
  ["is no 200", () => new Response("x", { status: 404 })],
  ["is a stream", () => new Response(["x"])],
  ["was made from cookies", (request) => `x${request.cookies.get("jar") ?? ""}`],
];
for (const [what, handler] of notKept)
  test(`an answer that ${what} is not kept`, async () => {
    const { ask, made } = site(handler);
    await ask();
    await ask();
    assert.equal(made(), 2);
  });

test("a request with Authorization is neither answered from what is kept nor kept", async () => {
  const { ask, made } = site((request, count) => `${count} ${request.header("authorization") ?? "nobody"}`);
  const headers = { Authorization: "Bearer jar" };
  assert.equal(await ask("/jars", { headers }), "1 Bearer jar");
  assert.equal(await ask(), "2 nobody");
  assert.equal(await ask("/jars", { headers }), "3 Bearer jar");
  assert.equal(await ask(), "2 nobody");
  assert.equal(made(), 3);
});

test("where the answer varies with headers, a page is kept for each of their values", async () => {
  const { ask } = site((request, count) =>
    new Response(`${request.header("accept-language")} ${count}`).vary("Accept-Language", "X-Theme"),
  );
  const page = (language: string, theme: string) =>
    ask("/jars", { headers: { "Accept-Language": language, "X-Theme": theme } });
  assert.equal(await page("de", "dark"), "de 1");
  assert.equal(await page("fr", "dark"), "fr 2");
  assert.equal(await page("de", "dark"), "de 1");
  assert.equal(await page("de", "light"), "de 3");
  assert.equal(await page("fr", "dark"), "fr 2");
});

test("POST goes to its handler, with a page kept for the same address", async () => {
  const { app, ask } = site((_request, count) => `made ${count}`);
  app.post("/<path:rest>", () => "posted");
  await ask();
  assert.equal(await ask("/jars", { form: { a: "1" } }), "posted");
});

test("pages are forgotten together, and those that are being made are not kept", async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const { ask, pages } = site(async (request, count) => {
    if (request.path === "/slow" && count === 3) {
      begun.resolve();
      await goOn.promise;
    }
    return `made ${count}`;
  });
  await ask("/a");
  await ask("/b");
  const slow = ask("/slow");
  await begun.promise;
  await pages.forget();
  goOn.resolve();
  assert.equal(await slow, "made 3");
  assert.deepEqual([await ask("/a"), await ask("/b"), await ask("/slow")], ["made 4", "made 5", "made 6"]);
  assert.deepEqual([await ask("/a"), await ask("/slow")], ["made 4", "made 6"]);
});

test("names share nothing, and one name shares its pages", async () => {
  const app = new App({ mode: "test" });
  const cache = createCache("memory:");
  const [jars, corks] = [pageCache(cache, { name: "jars" }), pageCache(cache, { name: "corks" })];
  let count = 0;
  app.get("/jars", { middleware: [jars] }, () => `${++count}`);
  app.get("/corks", { middleware: [corks] }, () => `${++count}`);
  const ask = async (path: string) => (await app.request(path)).text();
  assert.deepEqual([await ask("/jars"), await ask("/corks")], ["1", "2"]);
  await pageCache(cache, { name: "jars" }).forget();
  assert.deepEqual([await ask("/jars"), await ask("/corks")], ["3", "2"]);
});

test("a page is kept for its time", async () => {
  let now = 0;
  const cache = new Cache(new MemoryCache({ now: () => now }));
  const app = new App({ mode: "test" });
  let count = 0;
  app.get("/", { middleware: [pageCache(cache, { ttl: "1 minute" })] }, () => `${++count}`);
  const ask = async () => (await app.request("/")).text();
  assert.equal(await ask(), "1");
  now = 59_000;
  assert.equal(await ask(), "1");
  now = 61_000;
  assert.equal(await ask(), "2");
});

test("a cache that lost the stamp of a name has lost its pages, forgotten ones too", async () => {
  const cache = createCache("memory:");
  const { ask, pages } = site((_request, count) => `made ${count}`, cache);
  await ask();
  await pages.forget();
  await cache.delete("page-stamp:pages");
  assert.equal(await ask(), "made 2");
  assert.equal(await ask(), "made 2");
});

test("a cache that keeps nothing makes each page", async () => {
  const { ask } = site((_request, count) => `made ${count}`, new Cache(new NoCache()));
  assert.deepEqual([await ask(), await ask()], ["made 1", "made 2"]);
});

for (const [kind, store] of [
  ["a signed cookie", undefined],
  ["a store", new MemoryStore()],
] as const) {
  test(`a page that reads the session, kept in ${kind}, is made for each visitor`, async () => {
    const app = new App({ mode: "test" });
    const pages = pageCache(createCache("memory:"));
    app.use(sessions(store === undefined ? {} : { store }));
    let count = 0;
    app.get("/name/<name>", ({ session, params }) => {
      session.set("name", params.name);
      return "set";
    });
    app.get("/mine", { middleware: [pages] }, ({ session }) => `${session.get("name") ?? "nobody"} ${++count}`);
    app.get("/all", { middleware: [pages] }, () => `all ${++count}`);
    const [ada, bob] = [new TestClient(app), new TestClient(app)];
    await ada.get("/name/Ada");
    assert.equal(await (await ada.get("/mine")).text(), "Ada 1");
    assert.equal(await (await bob.get("/mine")).text(), "nobody 2");
    assert.equal(await (await ada.get("/mine")).text(), "Ada 3");
    // Who has a session makes pages for everybody where nothing looks at it.
    assert.equal(await (await ada.get("/all")).text(), "all 4");
    assert.equal(await (await bob.get("/all")).text(), "all 4");
  });
}

test("a page with a token against forgery or a nonce is not kept", async () => {
  const app = new App({ mode: "test" });
  app.use(security());
  const pages = pageCache(createCache("memory:"));
  app.get("/token", { middleware: [pages] }, (request) => String(request.csrfInput));
  app.get("/nonce", { middleware: [pages] }, (request) => request.cspNonce);
  for (const path of ["/token", "/nonce"]) {
    const [first, second] = [await app.request(path), await app.request(path)];
    assert.notEqual(await first.text(), await second.text());
    assert.equal(second.headers.has("age"), false);
  }
});

test("what a guard lets a user see is not shown to anybody else", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables(authModels(User));
  const app = new App({ mode: "test" });
  const pages = pageCache(createCache("memory:"));
  app.use(auth({ user: User, loginRequired: true }));
  app.get("/inside", { middleware: [pages] }, () => "for members");
  await createUser(User, { email: "ada@example.org", password: "three-jars-of-plums" });
  const ada = new TestClient(app);
  await ada.post("/accounts/login", { form: { login: "ada@example.org", password: "three-jars-of-plums" } });
  assert.equal(await (await ada.get("/inside")).text(), "for members");
  assert.equal((await ada.get("/inside")).headers.has("age"), false);
  assert.equal((await app.request("/inside")).status, 303);
});
