// States what policies are read into and written from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatContentSecurityPolicy, parseContentSecurityPolicy } from "demijohn/http";

test("a policy is read into directives, the first of each name", () => {
  const policy = parseContentSecurityPolicy(
    "default-src 'self';; Script-Src  'none' x ; default-src *; sandbox; __proto__ a",
  );
  assert.equal(Object.getPrototypeOf(policy), null);
  assert.deepEqual(Object.entries(policy), [
    ["default-src", "'self'"],
    ["script-src", "'none' x"],
    ["sandbox", ""],
    ["__proto__", "a"],
  ]);
  assert.deepEqual(Object.entries(parseContentSecurityPolicy(undefined)), []);
});

test("a policy is written from records in either spelling", () => {
  assert.equal(
    formatContentSecurityPolicy({
      defaultSrc: ["'self'", "https:"],
      "img-src": "*",
      upgradeInsecureRequests: true,
      sandbox: false,
      fontSrc: undefined,
    }),
    "default-src 'self' https:; img-src *; upgrade-insecure-requests",
  );
});

test("what would begin another directive is refused", () => {
  assert.throws(() => formatContentSecurityPolicy({ scriptSrc: "x; script-src *" }), {
    message: `HTTP_BAD_CSP: The policy's directive "script-src" has a character that ends it.
  You wrote "x; script-src *"
  Give each source as an item of its own: { scriptSrc: ["'self'", "https://cdn.example"] }.`,
  });
  for (const bad of [{ "a b": "x" }, { a: ["x", "y,z"] }, { a: "x\r\ny" }]) {
    assert.throws(() => formatContentSecurityPolicy(bad as Record<string, string>), { code: "HTTP_BAD_CSP" });
  }
});
