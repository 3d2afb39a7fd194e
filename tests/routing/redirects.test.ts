// Tests redirects to canonical addresses and of `redirectTo`, and the Location header made of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type RedirectMatch, type RouteDefinition, RouteMap, type RouteMapOptions, redirectLocation } from "#routing";

function mapOf(routes: readonly Partial<RouteDefinition>[], options?: RouteMapOptions): RouteMap {
  return new RouteMap(
    routes.map((route) => ({ pattern: "/", name: "page", target: null, ...route })),
    options,
  );
}

function redirect(map: RouteMap, path: string, method = "GET"): RedirectMatch {
  const match = map.match(path, method);
  assert.equal(match.kind, "redirect");
  return match as RedirectMatch;
}

const users: readonly Partial<RouteDefinition>[] = [
  { pattern: "/users/", defaults: { page: 1 } },
  { pattern: "/users/index.html", defaults: { page: 1 }, alias: true },
  { pattern: "/users/page/<int:page>" },
  { pattern: "/users/page-<int:page>.html", alias: true },
];

test("a path that spells out a default redirects to the route that leaves it out", () => {
  const map = mapOf(users);
  assert.deepEqual(redirect(map, "/users/page/1"), { kind: "redirect", status: 308, path: "/users/" });
  assert.equal(map.match("/users/page/2", "GET").kind, "found");
  assert.equal(map.match("/users/", "GET").kind, "found");
});

test("an alias redirects to the canonical route of its values", () => {
  const map = mapOf(users);
  assert.equal(redirect(map, "/users/index.html").path, "/users/");
  assert.equal(redirect(map, "/users/page-1.html").path, "/users/");
  assert.equal(redirect(map, "/users/page-7.html").path, "/users/page/7");
});

test("no redirects are made where they are switched off, or where no other route suits", () => {
  const map = mapOf(users, { redirectDefaults: false });
  assert.equal(map.match("/users/page/1", "GET").kind, "found");
  assert.equal(map.match("/users/index.html", "GET").kind, "found");
  const odd = mapOf([
    { pattern: "/<int:n>", methods: ["POST"] },
    { pattern: "/old/<int:n>", alias: true, methods: ["GET"] },
  ]);
  assert.equal(odd.match("/old/1", "GET").kind, "found");
});

test("a default counts only for the method and the kind of request that its route answers", () => {
  const map = mapOf([
    { pattern: "/a/", defaults: { n: 1 }, methods: ["POST"] },
    { pattern: "/ws/", defaults: { n: 1 }, websocket: true },
    { pattern: "/built/", defaults: { n: 1 }, buildOnly: true },
    { pattern: "/a/<int:n>" },
  ]);
  assert.equal(map.match("/a/1", "GET").kind, "found");
  assert.equal(redirect(map, "/a/1", "POST").path, "/a/");
});

test("a canonical route that cannot be written, or is the same path, is no reason to redirect", () => {
  const unwritable = mapOf([{ pattern: "/x/<any(a,b):form>/", defaults: { n: 1 } }, { pattern: "/x/<form>/<int:n>/" }]);
  assert.equal(unwritable.match("/x/c/1/", "GET").kind, "found");
  assert.equal(redirect(unwritable, "/x/a/1/").path, "/x/a/");
  const same = mapOf([
    { pattern: "/x/<int:n>", defaults: { n: 1, m: 2 } },
    { pattern: "/x/<int:n>/<int:m>" },
    { pattern: "/x/<n>", defaults: { m: 2 } },
  ]);
  assert.equal(same.match("/x/1", "GET").kind, "found");
});

test("a doubled slash redirects first, the default next", () => {
  const map = mapOf(users);
  assert.equal(redirect(map, "/users//page/1").path, "/users/page/1");
});

test("redirectTo takes text with parameters, written by their converters", () => {
  const map = mapOf([
    {
      pattern: "/old/<int(fixed_digits=3):id>/<name>",
      redirectTo: "new/<id>?by=<name>#<kind>",
      defaults: { kind: "ü" },
    },
    { pattern: "/abs", redirectTo: "/other" },
    { pattern: "/away/<path:p>", redirectTo: "https://other.test/<p>" },
    { pattern: "/away2", redirectTo: "//other.test/" },
    { pattern: "/line", redirectTo: "a\r\nb ü%20" },
  ]);
  const location = (path: string, origin = {}): string => redirectLocation(redirect(map, path), origin);
  assert.equal(location("/old/007/a b"), "/new/007?by=a%20b#%C3%BC");
  assert.equal(location("/old/007/a", { scriptName: "/app", host: "x.test" }), "http://x.test/app/new/007?by=a#%C3%BC");
  assert.equal(location("/abs", { scriptName: "/app", query: "a=1" }), "/other");
  assert.equal(location("/away/a/b"), "https://other.test/a/b");
  assert.equal(location("/away2", { scheme: "https", host: "x.test" }), "//other.test/");
  assert.equal(location("/line"), "/a%0D%0Ab%20%C3%BC%20");
});

test("redirectTo takes a function of the parameters", () => {
  const map = mapOf([{ pattern: "/<int:id>", redirectTo: ({ id }) => `posts/${Number(id) + 1}\n` }]);
  assert.deepEqual(redirect(map, "/7"), { kind: "redirect", status: 308, path: "/posts/8%0A", target: "posts/8%0A" });
});

test("a parameter at the start of redirectTo cannot lead to another host", () => {
  const map = mapOf([
    { pattern: "/go/<path:p>", redirectTo: "<p>" },
    { pattern: "/root/<any('/evil.test', a):p>", redirectTo: "/<p>" },
  ]);
  assert.equal(redirectLocation(redirect(map, "/go/http://evil.test/")), "/http://evil.test/");
  assert.equal(redirectLocation(redirect(map, "/go/javascript:alert(1)")), "/javascript:alert(1)");
  assert.equal(redirectLocation(redirect(map, "/root//evil.test")), "/evil.test");
  const more = mapOf([
    { pattern: "/first/<any('/evil.test', a):p>", redirectTo: "<p>" },
    { pattern: "/dots/<path:p>", redirectTo: "/x/<p>" },
  ]);
  assert.equal(redirectLocation(redirect(more, "/first//evil.test")), "/evil.test");
  assert.equal(redirectLocation(redirect(more, "/dots/..//evil.test")), "/evil.test");
  assert.equal(redirectLocation(redirect(more, "/dots/..//evil.test"), { host: "a.test" }), "http://a.test//evil.test");
});

test("the Location header has the query, and a host where one is known", () => {
  const map = mapOf([{ pattern: "/projects/" }]);
  const match = redirect(map, "/projects");
  assert.equal(redirectLocation(match), "/projects/");
  assert.equal(redirectLocation(match, { query: "a=1&b" }), "/projects/?a=1&b");
  assert.equal(redirectLocation(match, { scriptName: "shop/", query: "" }), "/shop/projects/");
  assert.equal(
    redirectLocation(match, { scriptName: "/", host: "x.test", scheme: "https" }),
    "https://x.test/projects/",
  );
  assert.equal(redirectLocation({ ...match, host: "y.test:81" }, { host: "x.test" }), "http://y.test:81/projects/");
});
