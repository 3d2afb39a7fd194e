// Tests where an app answers: by host, subdomain and proxy, and what its addresses look like from there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, type AppOptions, Blueprint } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function ask(app: App, url: string, options: Parameters<App["request"]>[1] = {}): Promise<string> {
  const response = await app.request(url, options);
  return `${response.status} ${response.status === 200 ? await response.text() : ""}`.trim();
}

test("routes answer under their subdomain alone", async () => {
  const app = new App({ serverName: "example.org", scheme: "https" });
  const shop = new Blueprint("shop", { subdomain: "shop" });
  shop.get("/", { name: "home" }, () => "shop");
  shop.get("/", { name: "deep", subdomain: "old" }, () => "old shop");
  app.get("/", { name: "home" }, () => "main");
  app.get("/", { name: "user", subdomain: "<user>" }, ({ params }) => `user ${(params as { user?: string }).user}`);
  app.use(shop);
  for (const [host, text] of [
    ["example.org", "200 main"],
    ["EXAMPLE.org:8000", "200 main"],
    ["shop.example.org", "200 shop"],
    ["old.shop.example.org", "200 old shop"],
    ["ada.example.org", "200 user ada"],
    ["badexample.org", "404"],
    ["other.org", "404"],
  ] as const)
    assert.equal(await ask(app, `https://${host}/`), text, host);
});

test("addresses of other subdomains are whole, and outside of requests the server's name is taken", () => {
  const app = new App({ serverName: "example.org", scheme: "https" });
  app.get("/jars", { name: "jars" }, () => "");
  app.get("/jars", { name: "shop", subdomain: "shop" }, () => "");
  app.get("/jars", { name: "user", subdomain: "<user>" }, () => "");
  assert.equal(app.urlFor("jars", {}, { absolute: true }), "https://example.org/jars");
  assert.equal(app.urlFor("jars", {}, { scheme: "http", fragment: "5" }), "http://example.org/jars#5");
  assert.equal(app.urlFor("shop", {}, { absolute: true }), "https://shop.example.org/jars");
  assert.equal(app.urlFor("user", { user: "ada", page: 2 }, { absolute: true }), "https://ada.example.org/jars?page=2");
});

test("with hostMatching routes are told apart by their host", async () => {
  const app = new App({ hostMatching: true });
  app.get("/", { name: "a", host: "a.example" }, () => "a");
  app.get("/", { name: "b", host: "b.example" }, () => "b");
  app.get(
    "/",
    { name: "any", host: "<name>.example.net" },
    ({ params }) => `any ${(params as { name?: string }).name}`,
  );
  for (const [host, text] of [
    ["a.example", "200 a"],
    ["b.example", "200 b"],
    ["ada.example.net", "200 any ada"],
    ["c.example", "404"],
  ] as const)
    assert.equal(await ask(app, `http://${host}/`), text, host);
});

test("a host that is not allowed gets 421", async () => {
  const app = new App({ allowedHosts: ["example.org", ".example.net"], mode: "production", logger: silent });
  app.get("/", () => "in");
  for (const [host, text] of [
    ["example.org", "200 in"],
    ["example.org:8000", "200 in"],
    ["Example.ORG", "200 in"],
    ["example.net", "200 in"],
    ["a.b.example.net", "200 in"],
    ["www.example.org", "421"],
    ["badexample.net", "421"],
    ["evil.example", "421"],
  ] as const)
    assert.equal(await ask(app, `http://${host}/`), text, host);
});

const forwarded = {
  "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Host": "shop.example",
};

for (const [name, trustedProxies, seen] of [
  ["nobody is believed if not given", undefined, "127.0.0.1 http localhost http://localhost/jars"],
  ["zero proxies are none", 0, "127.0.0.1 http localhost http://localhost/jars"],
  ["one proxy is believed once", 1, "198.51.100.7 https shop.example https://shop.example/jars"],
  ["each header may be believed by itself", { for: 1 }, "198.51.100.7 http localhost http://localhost/jars"],
  ["two proxies reach one further", { for: 2, proto: 1 }, "203.0.113.9 https localhost https://localhost/jars"],
] as const satisfies readonly (readonly [string, AppOptions["trustedProxies"], string])[]) {
  test(`behind proxies ${name}`, async () => {
    const app = new App({ trustedProxies });
    app.get("/jars", { name: "jars" }, (request) =>
      [request.remoteAddress, request.scheme, request.host, request.urlFor("jars", {}, { absolute: true })].join(" "),
    );
    assert.equal(await ask(app, "/jars", { headers: forwarded }), `200 ${seen}`);
  });
}

test("a prefix is believed only where it is asked for, and then stands in all addresses", async () => {
  for (const [trustedProxies, seen] of [
    [1, "/jars http://localhost/jars"],
    [{ prefix: 1 }, "/cellar/jars http://localhost/cellar/jars"],
  ] as const) {
    const app = new App({ trustedProxies });
    app.get("/jars", { name: "jars" }, (request) => `${request.urlFor("jars")} ${request.url}`);
    assert.equal(await ask(app, "/jars", { headers: { "X-Forwarded-Prefix": "/cellar" } }), `200 ${seen}`);
  }
});

test("the base path stands in front of every address, while paths come without it", async () => {
  const app = new App({ basePath: "/shop", serverName: "example.org" });
  app.get("/jars/<int:id>", { name: "jar" }, (request) => request.urlFor("jar", { id: 7 }));
  assert.equal(await ask(app, "http://example.org/jars/5"), "200 /shop/jars/7");
  assert.equal(await ask(app, "http://example.org/shop/jars/5"), "404");
  assert.equal(app.urlFor("jar", { id: 7 }), "/shop/jars/7");
  assert.equal(app.urlFor("jar", { id: 7 }, { absolute: true }), "http://example.org/shop/jars/7");
});

test("the peer's address is the request's", async () => {
  const app = new App();
  app.get("/", ({ remoteAddress }) => remoteAddress);
  assert.equal(await ask(app, "/"), "200 127.0.0.1");
  assert.equal(await ask(app, "/", { remoteAddress: "2001:db8::5" }), "200 2001:db8::5");
});

test("a query is given as a record or as pairs", async () => {
  const app = new App();
  app.get("/", (request) => request.queryString);
  assert.equal(
    await (await app.request("/", { query: { q: "a b", page: 2, tag: ["x", "y"], none: undefined } })).text(),
    "q=a+b&page=2&tag=x&tag=y",
  );
  assert.equal(await (await app.request("/?a=1", { query: [["b", "2"]] })).text(), "a=1&b=2");
});
