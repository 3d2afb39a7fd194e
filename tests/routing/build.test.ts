// Tests building URLs: which route is taken, how values and queries are written, and what cannot be built.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DemijohnError } from "#kernel";
import { defineConverter, RouteMap, UrlBuildError } from "#routing";

const map = new RouteMap(
  [
    { pattern: "/", name: "index", methods: ["GET"], target: 0 },
    { pattern: "/posts/<int(min=1):id>", name: "blog.show", methods: ["GET"], target: 0 },
    { pattern: "/posts/<int(min=1):id>/<slug:title>", name: "blog.show", methods: ["GET"], target: 0 },
    { pattern: "/posts/", name: "blog.list", defaults: { page: 1 }, target: 0 },
    { pattern: "/posts/page/<int:page>", name: "blog.list", target: 0 },
    { pattern: "/search", name: "search", methods: ["GET"], target: 0 },
    { pattern: "/search/run", name: "search", methods: ["POST"], target: 0 },
    { pattern: "/u/<name>", name: "user", target: 0 },
    { pattern: "/u/<name>.html", name: "user", alias: true, target: 0 },
    { pattern: "/live", name: "live", websocket: true, target: 0 },
    { pattern: "/feed", name: "feed", target: 0 },
    { pattern: "/feed", name: "feed", websocket: true, target: 0 },
    { pattern: "/w/<path:page>/edit", name: "wiki", target: 0 },
    { pattern: "/first/", name: "first", defaults: { page: 1 }, target: 0 },
    { pattern: "/c/<broken:x>", name: "broken", target: 0 },
    { pattern: "/é/a+b|c", name: "odd", target: 0 },
    { pattern: "/d/<a>/x-<b>", name: "dots", target: 0 },
  ],
  {
    converters: {
      broken: defineConverter({
        regex: "x",
        parse: (text) => text,
        format: () => {
          throw new TypeError("no text for this");
        },
      }),
    },
  },
);

test("the route with the most parameters that have values is taken, an alias never before its original", () => {
  assert.equal(map.build("blog.show", { id: 7 }), "/posts/7");
  assert.equal(map.build("blog.show", { id: 7, title: "hello" }), "/posts/7/hello");
  assert.equal(map.build("user", { name: "Ada" }), "/u/Ada");
});

test("a route whose converter refuses a value makes way for the next", () => {
  assert.equal(map.build("blog.show", { id: 7, title: "a b" }), "/posts/7?title=a+b");
});

test("a default is left out of the URL", () => {
  assert.equal(map.build("blog.list"), "/posts/");
  assert.equal(map.build("blog.list", { page: 1 }), "/posts/");
  assert.equal(map.build("blog.list", { page: 2 }), "/posts/page/2");
});

test("a default for a parameter of the pattern is what is written", () => {
  const fixed = new RouteMap([{ pattern: "/p/<int:n>", name: "p", defaults: { n: 3 }, target: 0 }]);
  assert.equal(fixed.build("p"), "/p/3");
});

test("routes for GET come first, and a given method decides", () => {
  assert.equal(map.build("search"), "/search");
  assert.equal(map.build("search", {}, { method: "post" }), "/search/run");
  const posts = new RouteMap([{ pattern: "/only", name: "post", methods: ["POST"], target: 0 }]);
  assert.equal(posts.build("post"), "/only");
});

test("text is percent-encoded as the URL standard has it", () => {
  assert.equal(map.build("odd"), "/%C3%A9/a+b%7Cc");
  assert.equal(map.build("user", { name: "John Doe" }), "/u/John%20Doe");
  assert.equal(map.build("user", { name: "!$&'()*+,:;=@-._~" }), "/u/!$&'()*+,:;=@-._~");
  assert.equal(map.build("user", { name: '%2F?#[]"\\' }), "/u/%252F%3F%23%5B%5D%22%5C");
  assert.equal(map.build("user", { name: "\ud800" }), "/u/%EF%BF%BD");
  assert.equal(map.build("wiki", { page: "a/b c" }), "/w/a/b%20c/edit");
});

test("other values become the query, in order, lists repeated, nothing for null and undefined", () => {
  const query = (values: Record<string, unknown>): string => map.build("index", values);
  assert.equal(query({ v: [1, null, 2, undefined], w: new Set(["a", "b"]) }), "/?v=1&v=2&w=a&w=b");
  assert.equal(query({ v: null, w: undefined, x: [], y: [null] }), "/");
  assert.equal(query({ v: "", z: 0, b: false, n: 10n }), "/?v=&z=0&b=false&n=10");
  assert.equal(query({ day: new Date(0) }), "/?day=1970-01-01T00:00:00.000Z");
  assert.equal(
    query({ next: "/a b?c=d&e#f+ü", "k&=": "!$'()*,/:;?@-._~" }),
    "/?next=/a+b?c%3Dd%26e%23f%2B%C3%BC&k%26%3D=!$'()*,/:;?@-._~",
  );
  assert.equal(map.build("index", { v: 1 }, { appendUnknown: false }), "/");
});

test("the query can be sorted", () => {
  const routes = [{ pattern: "/", name: "index", target: 0 }];
  const values = { b: [2, 1], a: 3 };
  assert.equal(new RouteMap(routes, { sortParameters: true }).build("index", values), "/?a=3&b=1&b=2");
  const backwards = new RouteMap(routes, { sortParameters: ([a], [b]) => b.localeCompare(a) });
  assert.equal(backwards.build("index", values), "/?b=2&b=1&a=3");
  assert.equal(new RouteMap(routes, { sortParameters: true }).build("index", { b: [1, 1] }), "/?b=1&b=1");
});

test("a fragment comes last", () => {
  assert.equal(map.build("index", { q: 1 }, { fragment: "top ü" }), "/?q=1#top%20%C3%BC");
  assert.equal(map.build("index", {}, { anchor: "x" }), "/#x");
  assert.equal(map.build("index", {}, { fragment: "" }), "/");
});

test("the app's root comes before the path, and an absolute URL has scheme and host", () => {
  assert.equal(map.build("index", {}, { scriptName: "/shop/" }), "/shop/");
  assert.equal(map.build("user", { name: "a" }, { scriptName: "shop" }), "/shop/u/a");
  assert.equal(map.build("index", {}, { external: true, host: "Example.org:5000" }), "http://example.org:5000/");
  assert.equal(map.build("index", {}, { external: true, host: "a.test", scheme: "https" }), "https://a.test/");
  assert.equal(map.build("index", {}, { external: true, host: "a.test", scheme: "wss" }), "https://a.test/");
  assert.equal(map.build("index", {}, { external: true, host: "a.test", scheme: "" }), "//a.test/");
});

test("a WebSocket route has its own scheme where the host is known", () => {
  assert.equal(map.build("live"), "/live");
  assert.equal(map.build("live", {}, { host: "a.test" }), "ws://a.test/live");
  assert.equal(map.build("live", {}, { host: "a.test", scheme: "https" }), "wss://a.test/live");
  assert.equal(map.build("feed", {}, { host: "a.test", websocket: true }), "ws://a.test/feed");
  assert.equal(map.build("feed", {}, { host: "a.test", websocket: false }), "/feed");
});

test("a map tells which parameters a name takes", () => {
  assert.equal(map.takes("blog.show", "title"), true);
  assert.equal(map.takes("blog.list", "page"), true);
  assert.equal(map.takes("index", "page"), false);
  assert.equal(map.takes("nothing", "page"), false);
});

/** Asserts the whole text of the error, and returns it. */
function refuses(build: () => string, text: string): UrlBuildError {
  let caught: unknown;
  try {
    build();
  } catch (error) {
    caught = error;
  }
  assert.ok(caught instanceof UrlBuildError && caught instanceof DemijohnError);
  assert.equal(caught.message, text);
  return caught;
}

test("an unknown name is reported with the nearest", () => {
  const error = refuses(
    () => map.build("blog.shwo", { id: 1, none: null }),
    `ROUTING_UNKNOWN_NAME: No route has the name "blog.shwo".
  Names: blog.list, blog.show, broken, dots, feed, first, index, live, odd, search, user, wiki. Did you mean "blog.show"?
  \`demijohn routes\` lists all of them.`,
  );
  assert.equal(error.suggestion, "blog.show");
  assert.equal(error.routeName, "blog.shwo");
  assert.deepEqual({ ...error.values }, { id: 1 });
  refuses(
    () => new RouteMap([]).build("x"),
    'ROUTING_UNKNOWN_NAME: No route has the name "x".\n  Names: none.\n  `demijohn routes` lists all of them.',
  );
  const many = new RouteMap(
    Array.from({ length: 14 }, (_, i) => ({ pattern: `/${i}`, name: `n${10 + i}`, target: 0 })),
  );
  assert.throws(() => many.build("other"), /Names: n10, .*, n21 and 2 more\.\n/);
});

test("a missing value is reported, with the misspelled one that may be meant", () => {
  refuses(
    () => map.build("dots"),
    `ROUTING_MISSING_VALUE: The URL of "dots" needs a value for "a" and "b".
  You wrote "dots" with no values
  Route: /d/<a>/x-<b> ("dots")
  Write build("dots", { a: …, b: … }).`,
  );
  refuses(
    () => map.build("user", { nmae: "Ada" }),
    `ROUTING_MISSING_VALUE: The URL of "user" needs a value for "name".
  You wrote "user" with values for nmae
  Route: /u/<name> ("user")
  Route: /u/<name>.html ("user")
  You gave "nmae". Did you mean "name"?`,
  );
});

test("a value that the converter refuses is reported with what it accepts", () => {
  refuses(
    () => map.build("blog.show", { id: 0 }),
    `ROUTING_BAD_VALUE: The value of "id" must be an integer of at least 1.
  You wrote id: 0 for "blog.show"
  Route: GET /posts/<int(min=1):id>/<slug:title> ("blog.show")
  Route: GET /posts/<int(min=1):id> ("blog.show")
  Pass another value, or give "id" another converter in the pattern.`,
  );
  refuses(
    () => map.build("user", { name: "a/b" }),
    `ROUTING_BAD_VALUE: The value of "name" must be text without a slash, and not empty.
  You wrote name: "a/b" for "user"
  Route: /u/<name> ("user")
  Route: /u/<name>.html ("user")
  Write <path:name> in the pattern where slashes are to be allowed.`,
  );
  for (const name of [{}, Symbol("s"), () => 1, Number.NaN, new Date(0)])
    assert.throws(() => map.build("user", { name }), /ROUTING_BAD_VALUE/);
});

test("a segment of dots is refused, as browsers resolve it", () => {
  refuses(
    () => map.build("dots", { a: "..", b: "c" }),
    `ROUTING_BAD_VALUE: The value of "a" must be text without a slash, and not empty, and no "." or ".." between slashes.
  You wrote a: ".." for "dots"
  Route: /d/<a>/x-<b> ("dots")
  Pass another value, or give "a" another converter in the pattern.`,
  );
  assert.equal(map.build("dots", { a: "...", b: ".." }), "/d/.../x-..");
  assert.throws(() => map.build("wiki", { page: "a/../b" }), /ROUTING_BAD_VALUE/);
  assert.throws(() => map.build("wiki", { page: "." }), /ROUTING_BAD_VALUE/);
  const pair = new RouteMap([{ pattern: "/<a><b>", name: "pair", target: 0 }]);
  assert.equal(pair.build("pair", { a: ".", b: "c" }), "/.c");
});

test("an error of a converter's own is the cause", () => {
  const error = refuses(
    () => map.build("broken", { x: 1 }),
    `ROUTING_BAD_VALUE: The value of "x" must be a value that the converter "broken" can write.
  You wrote x: 1 for "broken"
  Route: /c/<broken:x> ("broken")
  Pass another value, or give "x" another converter in the pattern.`,
  );
  assert.ok(error.cause instanceof TypeError);
});

test("a value that differs from the only default is reported", () => {
  refuses(
    () => map.build("first", { page: 2 }),
    `ROUTING_OTHER_DEFAULT: No route "first" has another "page" than 1.
  You wrote page: 2 for "first"
  Route: /first/ ("first")
  Leave "page" out, or add a route with <page> in its pattern.`,
  );
});

test("a method and a kind of request that no route answers are reported", () => {
  refuses(
    () => map.build("search", {}, { method: "put" }),
    `ROUTING_BAD_METHOD: No route "search" answers PUT.
  You wrote "search" with no values
  Route: GET /search ("search")
  Route: POST /search/run ("search")
  Leave the method out, or use one of: GET, HEAD, POST.`,
  );
  refuses(
    () => map.build("index", {}, { websocket: true }),
    `ROUTING_BAD_METHOD: No route "index" is for WebSockets.
  Route: GET / ("index")
  Leave \`websocket\` out.`,
  );
  refuses(
    () => map.build("live", {}, { websocket: false }),
    `ROUTING_BAD_METHOD: Every route "live" is for WebSockets.
  Route: WebSocket /live ("live")
  Leave \`websocket\` out.`,
  );
});

test("an absolute URL needs a valid host", () => {
  refuses(
    () => map.build("index", {}, { external: true }),
    `ROUTING_NO_HOST: The URL of "index" is asked for as an absolute one, and the current host is not known.
  Pass it: build("index", values, { host: "example.com" }).`,
  );
  refuses(
    () => map.build("index", {}, { host: "a b" }),
    `ROUTING_NO_HOST: "a b" is not a valid host.
  Pass a host such as "example.com" or "localhost:8000".`,
  );
});

test("a value that a query cannot carry is reported", () => {
  refuses(
    () => map.build("index", { filter: { a: 1 } }),
    `ROUTING_BAD_VALUE: The value of "filter" cannot be part of a query.
  You wrote filter: an object of class Object for "index"
  The route: GET / ("index")
  Pass text, a number, a boolean, a Date, or an array of these.`,
  );
  for (const value of [[{}], Symbol("s"), new Date(Number.NaN), () => 1])
    assert.throws(() => map.build("index", { value }), /ROUTING_BAD_VALUE/);
});

test("an error of sorting is not taken for one of a value", () => {
  const order = (): number => {
    throw new RangeError("mine");
  };
  const sorted = new RouteMap([{ pattern: "/", name: "index", target: 0 }], { sortParameters: order });
  assert.throws(() => sorted.build("index", { a: 1, b: 2 }), RangeError);
});
