// Tests routes that depend on the host or the subdomain, in matching and building.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asciiHost, type Place, RouteMap, type RouteMapOptions } from "#routing";

interface Row {
  readonly pattern?: string;
  readonly host?: string;
  readonly subdomain?: string;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly strictSlashes?: boolean;
  readonly alias?: boolean;
}

function mapOf(routes: Readonly<Record<string, Row>>, options?: RouteMapOptions): RouteMap {
  return new RouteMap(
    Object.entries(routes).map(([name, row]) => ({ pattern: "/", name: name.split("#")[0]!, target: name, ...row })),
    options,
  );
}

function find(map: RouteMap, path: string, place?: Place): unknown {
  const match = map.match(path, "GET", place);
  if (match.kind === "found") return [match.route.target, { ...match.params }];
  return match.kind === "redirect" ? `→ ${match.host ?? ""}${match.path}` : match.kind;
}

const hosts = mapOf({
  index: { host: "app.test" },
  tenant: { host: "<tenant>.app.test" },
  page: { host: "pages.<domain>", pattern: "/page/<int:n>/" },
  "page#first": { host: "app.<domain>", pattern: "/page/", defaults: { n: 1 } },
  dev: { host: "localhost:8000" },
  health: { pattern: "/health" },
});

test("a host is matched whole: its own text first, then parameters, then routes of any host", () => {
  assert.deepEqual(find(hosts, "/", { host: "app.test" }), ["index", {}]);
  assert.deepEqual(find(hosts, "/", { host: "APP.test" }), ["index", {}]);
  assert.deepEqual(find(hosts, "/", { host: "acme.app.test" }), ["tenant", { tenant: "acme" }]);
  assert.deepEqual(find(hosts, "/health", { host: "app.test" }), ["health", {}]);
  assert.deepEqual(find(hosts, "/health", { host: "acme.app.test" }), ["health", {}]);
  assert.deepEqual(find(hosts, "/health", {}), ["health", {}]);
  assert.deepEqual(find(hosts, "/health"), ["health", {}]);
  assert.equal(find(hosts, "/", { host: "other.test" }), "not-found");
  assert.equal(find(hosts, "/", { host: "a b/<>é\ud800" }), "not-found");
});

test("a host without a port stands for all ports, one with a port for that one", () => {
  assert.deepEqual(find(hosts, "/", { host: "app.test:8080" }), ["index", {}]);
  assert.deepEqual(find(hosts, "/", { host: "x.app.test:8080" }), ["tenant", { tenant: "x" }]);
  assert.deepEqual(find(hosts, "/", { host: "localhost:8000" }), ["dev", {}]);
  assert.equal(find(hosts, "/", { host: "localhost:8001" }), "not-found");
  const ports = mapOf({ any: { host: "<h>:<int:port>" }, page: { host: "a.test:1", pattern: "/page/" } });
  assert.deepEqual(find(ports, "/", { host: "b.test:81" }), ["any", { h: "b.test", port: 81 }]);
  assert.equal(find(ports, "/page", { host: "a.test:1" }), "→ /page/");
  assert.deepEqual(find(mapOf({ six: { host: "[::1]" } }), "/", { host: "[::1]:80" }), ["six", {}]);
});

test("a default leads to the host of the route that has it", () => {
  assert.deepEqual(find(hosts, "/page/", { host: "app.other.test" }), ["page#first", { domain: "other.test", n: 1 }]);
  assert.equal(find(hosts, "/page/1/", { host: "pages.other.test" }), "→ app.other.test/page/");
  assert.equal(find(hosts, "/page/1/", { host: "pages.other.test:81" }), "→ app.other.test:81/page/");
});

test("an alias leads to the route of the current host, where there is one", () => {
  const map = mapOf({
    "home#a": { host: "a.test", pattern: "/home" },
    "home#b": { host: "b.test", pattern: "/start" },
    "home#old": { pattern: "/old", alias: true },
  });
  assert.equal(find(map, "/old", { host: "b.test" }), "→ /start");
  assert.equal(find(map, "/old", { host: "c.test" }), "→ a.test/home");
});

test("a route answers itself where its canonical address is the one that was asked for", () => {
  const map = mapOf({
    "page#default": { pattern: "/one", defaults: { word: "one" } },
    page: { host: "a.test", pattern: "/<word>" },
  });
  assert.deepEqual(find(map, "/one", { host: "a.test" }), ["page", { word: "one" }]);
});

test("international hosts are compared in ASCII", () => {
  const map = mapOf({ books: { host: "bücher.test" }, any: { host: "<name>.test" } });
  assert.deepEqual(find(map, "/", { host: "xn--bcher-kva.test" }), ["books", {}]);
  assert.deepEqual(find(map, "/", { host: "Bücher.test" }), ["books", {}]);
  assert.equal(mapOf({ any: { host: "<x>.Bücher.test" } }).build("any", { x: "a" }), "http://a.xn--bcher-kva.test/");
  assert.equal(map.build("books", {}, { external: true }), "http://xn--bcher-kva.test/");
  assert.equal(asciiHost("Bücher.Test:80"), "xn--bcher-kva.test:80");
  assert.equal(asciiHost("[2001:DB8::A]:80"), "[2001:db8::a]:80");
  assert.equal(asciiHost("bü cher"), undefined);
});

test("a URL on the current host is a path, and absolute on another one, on the same port", () => {
  assert.equal(hosts.build("index", {}, { host: "app.test" }), "/");
  assert.equal(hosts.build("index", {}, { host: "app.test:81" }), "/");
  assert.equal(hosts.build("index", {}, { host: "x.test:81" }), "http://app.test:81/");
  assert.equal(hosts.build("index"), "http://app.test/");
  assert.equal(hosts.build("dev", {}, { host: "x.test:81", scheme: "https" }), "https://localhost:8000/");
  assert.equal(hosts.build("tenant", { tenant: "Acme" }, { host: "app.test" }), "http://acme.app.test/");
  assert.equal(hosts.build("health", {}, { host: "app.test" }), "/health");
  assert.equal(hosts.build("health", {}, { host: "app.test", external: true }), "http://app.test/health");
});

test("of several hosts the current one is preferred, otherwise the first", () => {
  const map = mapOf({ "index#a": { host: "a.test" }, "index#b": { host: "b.test" } });
  assert.equal(map.build("index", {}, { host: "b.test" }), "/");
  assert.equal(map.build("index", {}, { host: "c.test" }), "http://a.test/");
});

const subdomains = mapOf({
  index: { subdomain: "" },
  static: { subdomain: "static" },
  lookup: { subdomain: "<lang>", pattern: "/<word>" },
});

test("a subdomain is matched by its own text first", () => {
  assert.deepEqual(find(subdomains, "/"), ["index", {}]);
  assert.deepEqual(find(subdomains, "/", { subdomain: "static" }), ["static", {}]);
  assert.deepEqual(find(subdomains, "/道具", { subdomain: "jp" }), ["lookup", { lang: "jp", word: "道具" }]);
  assert.deepEqual(find(subdomains, "/word", { subdomain: "static" }), ["lookup", { lang: "static", word: "word" }]);
  assert.equal(find(subdomains, "/", { subdomain: "other" }), "not-found");
});

test("routes and requests that name no subdomain are on the default one", () => {
  const map = mapOf({ index: { subdomain: "" }, home: {} }, { defaultSubdomain: "www" });
  assert.deepEqual(find(map, "/"), ["home", {}]);
  assert.deepEqual(find(map, "/", { subdomain: "" }), ["index", {}]);
  assert.equal(map.build("home"), "/");
  assert.equal(map.build("home", {}, { currentSubdomain: "", host: "app.test" }), "http://www.app.test/");
});

test("a URL on another subdomain is absolute and needs the bare host", () => {
  const options = { host: "app.test", currentSubdomain: "static" };
  assert.equal(subdomains.build("static", {}, options), "/");
  assert.equal(subdomains.build("index", {}, options), "http://app.test/");
  assert.equal(subdomains.build("lookup", { lang: "jp", word: "a" }, options), "http://jp.app.test/a");
  assert.throws(() => subdomains.build("static"), {
    message: `ROUTING_NO_HOST: The URL of "static" is on another host, and the current host is not known.
  Pass it: build("static", values, { host: "example.com" }).`,
  });
});

test("a redirect to another subdomain names the host, where it is known", () => {
  const map = mapOf({
    "page#first": { subdomain: "", pattern: "/", defaults: { n: 1 } },
    page: { subdomain: "www", pattern: "/<int:n>" },
    "home#old": { subdomain: "", pattern: "/old", alias: true },
    home: { subdomain: "www", pattern: "/home" },
  });
  assert.equal(find(map, "/1", { subdomain: "www", host: "app.test" }), "→ app.test/");
  assert.deepEqual(find(map, "/1", { subdomain: "www" }), ["page", { n: 1 }]);
  assert.equal(find(map, "/old", { host: "app.test" }), "→ www.app.test/home");
  assert.deepEqual(find(map, "/old"), ["home#old", {}]);
});

test("the slash rules hold behind every kind of host", () => {
  const map = mapOf({
    a: { host: "a.test", pattern: "/x/" },
    any: { host: "<h>.any.test", pattern: "/x/" },
    lost: { host: "<h>.any.test", pattern: "/y", strictSlashes: false },
  });
  assert.equal(find(map, "/x", { host: "a.test" }), "→ /x/");
  assert.equal(find(map, "/x", { host: "b.any.test" }), "→ /x/");
  assert.deepEqual(find(map, "/y/", { host: "b.any.test" }), ["lost", { h: "b" }]);
});

test("a map that looks at no hosts ignores the place", () => {
  const map = mapOf({ index: {} });
  assert.deepEqual(find(map, "/", { host: "a", subdomain: "b" }), ["index", {}]);
  assert.equal(
    mapOf({ index: {} }, { subdomainMatching: true }).match("/", "GET", { subdomain: "b" }).kind,
    "not-found",
  );
  assert.equal(mapOf({ index: {} }, { hostMatching: true }).match("/", "GET", { host: "b" }).kind, "found");
});
