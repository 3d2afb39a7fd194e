// Tests the functions that make routes from other routes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RouteMap, withHost, withNamePrefix, withPrefix, withSubdomain } from "#routing";

const blog = [
  { pattern: "/", name: "index", target: 1 },
  { pattern: "/<int:id>", name: "show", methods: ["GET"], subdomain: "old", target: 2 },
];

test("a prefix comes before patterns, without its last slash", () => {
  assert.deepEqual(
    withPrefix("/blog/", blog).map((route) => route.pattern),
    ["/blog/", "/blog/<int:id>"],
  );
  assert.deepEqual(withPrefix("/", blog), blog);
});

test("a subdomain and a host replace a route's own", () => {
  assert.deepEqual(
    withSubdomain("blog", blog).map((route) => route.subdomain),
    ["blog", "blog"],
  );
  assert.deepEqual(
    withHost("a.test", blog).map((route) => route.host),
    ["a.test", "a.test"],
  );
});

test("a prefix of names keeps everything else", () => {
  assert.deepEqual(withNamePrefix("blog.", blog)[1], { ...blog[1], name: "blog.show" });
});

test("they nest, and give a map its routes", () => {
  const map = new RouteMap(
    withPrefix("/<lang>", withNamePrefix("blog.", withPrefix("/blog", withSubdomain("www", blog)))),
  );
  assert.equal(map.build("blog.show", { lang: "en", id: 7 }, { currentSubdomain: "www" }), "/en/blog/7");
});
