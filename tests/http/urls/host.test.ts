// States which hosts are valid and which patterns match them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isHostAllowed, parseHost, resolveHost } from "demijohn/http";

test("a host has a name and maybe a port", () => {
  assert.deepEqual(parseHost("Example.COM"), { name: "example.com", port: undefined });
  assert.deepEqual(parseHost("[::1]:80"), { name: "[::1]", port: 80 });
  assert.deepEqual(parseHost("127.0.0.1:8000"), { name: "127.0.0.1", port: 8000 });
  for (const host of [
    undefined,
    "",
    "a b",
    "a/b",
    "a@b",
    "a:b",
    "a:1:2",
    "[::1",
    "::1",
    "a\n",
    "é.com",
    "a:99999",
    ":80",
    "x".repeat(300),
  ]) {
    assert.equal(parseHost(host), undefined, host);
  }
});

test("patterns are names, domains and subdomains", () => {
  assert.equal(isHostAllowed("anything.at.all"), true);
  assert.equal(isHostAllowed("bad host"), false);
  assert.equal(isHostAllowed("bad host", ["*"]), false);
  assert.equal(isHostAllowed("a.com:8000", ["A.com"]), true);
  assert.equal(isHostAllowed("a.com", ["a.com:8000"]), true);
  assert.equal(isHostAllowed("b.com", ["a.com"]), false);
  assert.equal(isHostAllowed("x.a.com", ["a.com"]), false);
  assert.equal(isHostAllowed("x.y.a.com", [".a.com"]), true);
  assert.equal(isHostAllowed("a.com", [".a.com"]), true);
  assert.equal(isHostAllowed("xa.com", [".a.com"]), false);
  assert.equal(isHostAllowed("a.com", ["*.a.com"]), false);
  assert.equal(isHostAllowed("x.a.com", ["*.a.com"]), true);
  assert.equal(isHostAllowed("xn--n3h.com", ["☃.com"]), true);
  assert.equal(isHostAllowed("[::1]:80", ["[::1]"]), true);
  assert.equal(isHostAllowed("[::2]", ["[::1]"]), false);
});

test("a host loses the port of its scheme", () => {
  assert.equal(resolveHost("a.com:80"), "a.com");
  assert.equal(resolveHost("a.com:80", { scheme: "https" }), "a.com:80");
  assert.equal(resolveHost("A.com:443", { scheme: "wss" }), "a.com");
  assert.equal(resolveHost(undefined), "");
  assert.equal(resolveHost(undefined, { server: { host: "::1", port: 8000 } }), "[::1]:8000");
  assert.equal(resolveHost(undefined, { server: { host: "a.com", port: 80 } }), "a.com");
});

test("a malformed host is a 400, a foreign one a 421 that does not tell the allowed ones", () => {
  assert.throws(() => resolveHost("a b"), {
    status: 400,
    message: `HTTP_BAD_HOST: The Host header is not a host.
  Send a name or an address, and a port if need be: Host: example.com:8000.`,
  });
  assert.throws(() => resolveHost("evil.com", { allowed: ["a.com", ".b.com"] }), {
    status: 421,
    publicText: "This server does not answer for the host that the request names.",
    message: `HTTP_HOST_NOT_ALLOWED: The host "evil.com" is not allowed.
  Allowed: a.com, .b.com.
  Add it to the allowed hosts if this site answers for it.`,
  });
  assert.equal(resolveHost("x.b.com", { allowed: ["a.com", ".b.com"] }), "x.b.com");
});
