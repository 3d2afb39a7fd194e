// Tests which route answers a path: specificity, slashes, methods, WebSockets and what a miss says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Place, type RouteDefinition, RouteMap, type RouteMapOptions, type RouteMatch } from "#routing";

type Short = string | (Partial<RouteDefinition> & { readonly pattern: string });

/** Makes a map whose routes are named by their patterns. */
function mapOf(routes: readonly Short[], options?: RouteMapOptions): RouteMap {
  return new RouteMap(
    routes.map((route) => {
      const definition = typeof route === "string" ? { pattern: route } : route;
      return { name: definition.pattern, target: null, ...definition };
    }),
    options,
  );
}

/** Describes a match in a line: the route's name and parameters, or what else happened. */
function line(match: RouteMatch): string {
  switch (match.kind) {
    case "found":
      return `${match.route.name} ${JSON.stringify(match.params)}`;
    case "redirect":
      return `→ ${match.host ?? ""}${match.path}`;
    case "method-not-allowed":
      return `only ${match.allow.join(", ")}`;
    default:
      return match.kind;
  }
}

function matches(map: RouteMap, expected: Readonly<Record<string, string>>, method = "GET", place?: Place): void {
  for (const [path, wanted] of Object.entries(expected))
    assert.equal(line(map.match(path, method, place)), wanted, path);
}

test("static text wins over parameters, and specific parameters over general ones, in any order of routes", () => {
  const patterns = ["/<path:p>", "/<s>", "/<slug:g>", "/<any(one,two):a>", "/<int:i>", "/about", "/<float:f>", "/v<s>"];
  for (const routes of [patterns, patterns.toReversed()])
    matches(mapOf(routes), {
      "/about": "/about {}",
      "/7": '/<int:i> {"i":7}',
      "/7.5": '/<float:f> {"f":7.5}',
      "/two": '/<any(one,two):a> {"a":"two"}',
      "/a-b_c": '/<slug:g> {"g":"a-b_c"}',
      "/vé": '/v<s> {"s":"é"}',
      "/é!": '/<s> {"s":"é!"}',
      "/a/b": '/<path:p> {"p":"a/b"}',
    });
});

test("a part that leads nowhere is given up for a more general one", () => {
  const map = mapOf(["/a/b/c", "/a/<x>/d", "/<x>/b/e", "/<path:p>/f"]);
  matches(map, {
    "/a/b/c": "/a/b/c {}",
    "/a/b/d": '/a/<x>/d {"x":"b"}',
    "/a/b/e": '/<x>/b/e {"x":"a"}',
    "/a/b/f": '/<path:p>/f {"p":"a/b"}',
    "/a/b/g": "not-found",
    "/a": "not-found",
    "/a/b": "not-found",
  });
});

test("routes that share their first parts share them whatever their parameters' names", () => {
  const map = mapOf(["/<a>/<b>", "/<c>/x", "/<d>/<int:e>"]);
  matches(map, {
    "/1/x": '/<c>/x {"c":"1"}',
    "/1/2": '/<d>/<int:e> {"d":"1","e":2}',
    "/1/y": '/<a>/<b> {"a":"1","b":"y"}',
  });
});

test("a value that its converter refuses leaves the path to other routes", () => {
  const map = mapOf(["/<int(max=9):digit>", "/<int:number>", "/<word>"]);
  matches(map, {
    "/7": '/<int(max=9):digit> {"digit":7}',
    "/70": '/<int:number> {"number":70}',
    "/99999999999999999999": '/<word> {"word":"99999999999999999999"}',
  });
});

test("literal text around a parameter makes it more specific", () => {
  const map = mapOf(["/<x>", "/v<x>", "/version-<x>", "/<x>.html", "/v<int:a>.<int:b>", "/<a>-<b>"]);
  matches(map, {
    "/home": '/<x> {"x":"home"}',
    "/v": '/<x> {"x":"v"}',
    "/v1": '/v<x> {"x":"1"}',
    "/version-1": '/version-<x> {"x":"1"}',
    "/a.html": '/<x>.html {"x":"a"}',
    "/v1.2": '/v<int:a>.<int:b> {"a":1,"b":2}',
    "/x-y-z": '/<a>-<b> {"a":"x-y","b":"z"}',
  });
});

test("a path parameter takes what the rest of the pattern leaves", () => {
  const map = mapOf([
    "/w/<path:page>",
    "/w/<path:page>/edit",
    "/w/<path:page>/<int:rev>",
    "/w/<path:a>:<path:b>",
    "/f/<path:p>/",
  ]);
  matches(map, {
    "/w/a": '/w/<path:page> {"page":"a"}',
    "/w/a/b/edit": '/w/<path:page>/edit {"page":"a/b"}',
    "/w/edit": '/w/<path:page> {"page":"edit"}',
    "/w/a/7": '/w/<path:page>/<int:rev> {"page":"a","rev":7}',
    "/w/a:b:c": '/w/<path:a>:<path:b> {"a":"a","b":"b:c"}',
    "/w/a//b": '/w/<path:page> {"page":"a//b"}',
    "/w/a\nb": "not-found",
    "/f/a/b/": '/f/<path:p>/ {"p":"a/b"}',
    "/f/a/b": "→ /f/a/b/",
    "/f/a//": "→ /f/a/",
    "/f/": "not-found",
  });
});

test("a missing slash redirects, and a surplus one is not found", () => {
  const map = mapOf(["/projects/", "/about", "/p/<int:id>/", "/"]);
  matches(map, {
    "/projects": "→ /projects/",
    "/projects/": "/projects/ {}",
    "/about/": "not-found",
    "/p/7": "→ /p/7/",
    "/p/x": "not-found",
    "": "→ /",
  });
});

test("a redirect for a slash is percent-encoded, and only for a method and value that would be answered", () => {
  const map = mapOf([
    { pattern: "/вход/", methods: ["GET"] },
    { pattern: "/a b/<int(max=3):n>/", methods: ["GET"] },
    { pattern: "/<path:p>", methods: ["POST"] },
  ]);
  matches(map, {
    "/вход": "→ /%D0%B2%D1%85%D0%BE%D0%B4/",
    "/a b/1": "→ /a%20b/1/",
    "/a b/4": "only POST",
  });
  matches(map, { "/вход": '/<path:p> {"p":"вход"}' }, "POST");
});

test("without strict slashes a route answers with and without its slash", () => {
  const map = mapOf(["/leaf", "/branch/", "/both", "/both/", "/x/<int:n>", "/y/<path:p>"], { strictSlashes: false });
  matches(map, {
    "/leaf": "/leaf {}",
    "/leaf/": "/leaf {}",
    "/branch": "/branch/ {}",
    "/branch/": "/branch/ {}",
    "/both": "/both {}",
    "/both/": "/both/ {}",
    "/x/7/": '/x/<int:n> {"n":7}',
    "/y/a/": '/y/<path:p> {"p":"a/"}',
    "/leaf//": "→ /leaf/",
  });
  matches(mapOf(["/strict", { pattern: "/loose", strictSlashes: false }]), {
    "/strict/": "not-found",
    "/loose/": "/loose {}",
  });
});

test("a lenient route still answers only its own methods and protocol", () => {
  const map = mapOf(
    [
      { pattern: "/a", methods: ["POST"] },
      { pattern: "/b", websocket: true },
    ],
    { strictSlashes: false },
  );
  matches(map, { "/a/": "only POST", "/b/": "websocket-mismatch" });
  const mixed = mapOf([
    { pattern: "/a", methods: ["GET"], name: "strict" },
    { pattern: "/a", methods: ["POST"], name: "lenient", strictSlashes: false },
  ]);
  matches(mixed, { "/a/": "only POST" });
  matches(mixed, { "/a/": "lenient {}" }, "POST");
});

test("a converter may match an empty segment, but exact slashes come first", () => {
  const converters = {
    maybe: { regex: "[a-z]*", parse: (text: string) => text, format: (text: unknown) => String(text) },
  };
  matches(mapOf(["/x/<maybe:m>", { pattern: "/x", strictSlashes: false }], { converters }), {
    "/x/": '/x/<maybe:m> {"m":""}',
    "/x/a": '/x/<maybe:m> {"m":"a"}',
    "/x": "/x {}",
  });
  matches(mapOf(["/x/<maybe:m>", "/x/"], { converters }), { "/x/": "/x/ {}" });
});

test("doubled slashes redirect to the path without them, unless the path fits as it is", () => {
  const map = mapOf([
    "/a/b/",
    "/p/<path:rest>",
    { pattern: "/as//is", mergeSlashes: false },
    { pattern: "/no", mergeSlashes: false },
  ]);
  matches(map, {
    "/a//b/": "→ /a/b/",
    "/a///b": "→ /a/b/",
    "/p/x//y": '/p/<path:rest> {"rest":"x//y"}',
    "/as//is": "/as//is {}",
    "/as/is": "not-found",
    "/a//c": "not-found",
    "/no//": "not-found",
  });
  matches(mapOf(["/x//y"]), { "/x/y": "/x//y {}" });
  matches(mapOf(["/a/b"], { mergeSlashes: false }), { "/a//b": "not-found" });
});

test("slashes before the path count as one, so that no redirect leads to another host", () => {
  const map = mapOf(["/evil.test/"]);
  matches(map, { "//evil.test": "→ /evil.test/", "///evil.test/": "/evil.test/ {}", "evil.test/": "/evil.test/ {}" });
});

test("a route answers its methods, GET includes HEAD, and no methods means all", () => {
  const map = mapOf([
    { pattern: "/a", methods: ["get"], name: "get" },
    { pattern: "/a", methods: ["POST"], name: "post" },
    "/any",
    { pattern: "/n/<int:n>", methods: ["PUT", "DELETE"] },
  ]);
  matches(map, { "/a": "get {}", "/any": "/any {}", "/n/1": "only DELETE, PUT" });
  matches(map, { "/a": "get {}" }, "HEAD");
  matches(map, { "/a": "post {}", "/any": "/any {}" }, "POST");
  matches(map, { "/a": "only GET, HEAD, POST", "/any": "/any {}", "/x": "not-found" }, "BREW");
  matches(map, { "/a": "get {}", "/n/1": "only DELETE, PUT" }, "get");
  matches(map, { "/n/1": '/n/<int:n> {"n":1}' }, "delete");
});

test("methods of all routes that fit are allowed, also those behind other parameters", () => {
  const map = mapOf([
    { pattern: "/<x>", methods: ["GET"] },
    { pattern: "/foo", methods: ["POST"] },
    { pattern: "/<int:n>/", methods: ["PATCH"] },
  ]);
  assert.deepEqual(map.allowedMethods("/foo"), ["GET", "HEAD", "POST"]);
  assert.deepEqual(map.allowedMethods("/bar"), ["GET", "HEAD"]);
  assert.deepEqual(map.allowedMethods("/a/b"), []);
  assert.deepEqual(mapOf(["/any"]).allowedMethods("/any"), []);
});

test("a route made for HEAD comes before one that answers it with GET", () => {
  const map = mapOf([
    { pattern: "/<x>", methods: ["GET"], name: "get" },
    { pattern: "/<x>", methods: ["HEAD"], name: "head" },
    { pattern: "/a", methods: ["GET"], name: "get a" },
    { pattern: "/a", methods: ["HEAD"], name: "head a" },
  ]);
  matches(map, { "/x": 'head {"x":"x"}', "/a": "head a {}" }, "HEAD");
  matches(map, { "/x": 'get {"x":"x"}', "/a": "get a {}" });
});

test("WebSocket requests meet WebSocket routes only, and others the others", () => {
  const map = mapOf([
    { pattern: "/", name: "page" },
    { pattern: "/", name: "socket", websocket: true },
    { pattern: "/ws", websocket: true },
    "/http/<x>",
    { pattern: "/live/", websocket: true },
  ]);
  matches(map, { "/": "page {}", "/ws": "websocket-mismatch", "/live": "not-found" });
  matches(map, { "/": "socket {}", "/ws": "/ws {}", "/http/a": "websocket-mismatch", "/live": "→ /live/" }, "GET", {
    websocket: true,
  });
});

test("a route that only builds is never matched", () => {
  const map = mapOf([
    { pattern: "/cdn/<path:file>", buildOnly: true, name: "cdn" },
    { pattern: "/x", buildOnly: true },
  ]);
  matches(map, { "/cdn/a.css": "not-found", "/x": "not-found" });
  assert.equal(map.build("cdn", { file: "a.css" }), "/cdn/a.css");
});

test("defaults are among the parameters, and win over what the path says", () => {
  const map = mapOf([
    { pattern: "/users/", defaults: { page: 1 } },
    { pattern: "/u/<int:page>", defaults: { size: 10 } },
    { pattern: "/fixed/<int:page>", defaults: { page: 1 } },
  ]);
  matches(map, {
    "/users/": '/users/ {"page":1}',
    "/u/3": '/u/<int:page> {"page":3,"size":10}',
    "/fixed/3": '/fixed/<int:page> {"page":1}',
  });
});

test("the match of a route without parameters is one frozen object, others are new each time", () => {
  const map = mapOf(["/a", "/<int:n>"]);
  const match = map.match("/a", "GET");
  assert.equal(map.match("/a", "POST"), match);
  assert.ok(match.kind === "found" && Object.isFrozen(match) && Object.isFrozen(match.params));
  assert.notEqual(map.match("/1", "GET"), map.match("/1", "GET"));
});

test("a target is handed back as it is", () => {
  const target = { view: true };
  const match = new RouteMap([{ pattern: "/", name: "index", target }]).match("/", "GET");
  assert.ok(match.kind === "found");
  assert.equal(match.route.target, target);
});

test("a parameter named like a method of objects is an ordinary one", () => {
  matches(mapOf(["/<constructor>/<toString>/<hasOwnProperty>"]), {
    "/a/b/c": '/<constructor>/<toString>/<hasOwnProperty> {"constructor":"a","toString":"b","hasOwnProperty":"c"}',
  });
  assert.throws(() => mapOf(["/<toString>"]).build("/<toString>"), /needs a value for "toString"/);
});

test("a converter may ask the map that is searching", () => {
  const map: RouteMap = mapOf(["/<int:n>/<asking:x>/<y>", "/inner/<z>"], {
    converters: {
      asking: {
        regex: "[a-z]+",
        parse: (text) => line(map.match(`/inner/${text}`, "GET")),
        format: String,
      },
    },
  });
  matches(map, { "/7/abc/d": '/<int:n>/<asking:x>/<y> {"n":7,"x":"/inner/<z> {\\"z\\":\\"abc\\"}","y":"d"}' });
});

test("text of many routes that begin alike is told apart", () => {
  const words = [
    "team",
    "teams",
    "tea",
    "test",
    "te",
    "z",
    "a",
    "Ж",
    "日本",
    "日曜",
    "~",
    "!",
    "teapot/<int:n>",
    "tea/<int:n>",
    "t<int:n>",
  ];
  const map = mapOf(words.map((word) => `/${word}`));
  for (const word of words.filter((each) => !each.includes("<"))) matches(map, { [`/${word}`]: `/${word} {}` });
  matches(map, {
    "/tea/3": '/tea/<int:n> {"n":3}',
    "/teapot/3": '/teapot/<int:n> {"n":3}',
    "/t3": '/t<int:n> {"n":3}',
    "/teap": "not-found",
    "/teaxx": "not-found",
    "/t": "not-found",
    "/Ж1": "not-found",
    "/日": "not-found",
  });
});

test("a map of no routes finds nothing", () => {
  matches(new RouteMap([]), { "/": "not-found", "": "not-found" });
});

test("the routes are at hand in the order in which they were given", () => {
  const map = mapOf(["/b", "/a"]);
  assert.deepEqual(
    map.routes.map((route) => route.pattern),
    ["/b", "/a"],
  );
  assert.ok(Object.isFrozen(map.routes));
  assert.equal(map.has("/a"), true);
  assert.equal(map.has("/c"), false);
});
