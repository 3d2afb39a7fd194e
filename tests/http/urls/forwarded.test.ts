// States what is believed of forwarding headers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Forwarded, type ForwardedCounts, HeaderMap, type Peer, resolveForwarded } from "demijohn/http";

const peer: Peer = { address: "10.0.0.1", scheme: "http", host: "app:8000" };

function resolve(headers: Record<string, string>, counts: ForwardedCounts): Forwarded {
  return resolveForwarded(new HeaderMap(headers), peer, counts);
}

const all = {
  "X-Forwarded-For": "6.6.6.6, 192.0.2.1, 192.0.2.2",
  "X-Forwarded-Proto": "http, https",
  "X-Forwarded-Host": "evil.com, site.com",
  "X-Forwarded-Port": "1, 8443",
  "X-Forwarded-Prefix": "/evil, /app/",
};

test("nothing is believed unless counted", () => {
  assert.deepEqual(resolve(all, {}), { ...peer, prefix: "" });
  assert.deepEqual(resolve(all, { for: 0, proto: 0 }), { ...peer, prefix: "" });
});

test("the value that is count from the right is believed", () => {
  assert.deepEqual(resolve(all, { for: 1, proto: 1, host: 1, port: 1, prefix: 1 }), {
    address: "192.0.2.2",
    scheme: "https",
    host: "site.com:8443",
    prefix: "/app",
  });
  assert.equal(resolve(all, { for: 2 }).address, "192.0.2.1");
});

test("fewer values than proxies means that the header is not theirs", () => {
  assert.equal(resolve({ "X-Forwarded-For": "6.6.6.6" }, { for: 2 }).address, "10.0.0.1");
  assert.equal(resolve({}, { for: 1, proto: 1, host: 1, port: 1, prefix: 1 }).host, "app:8000");
});

test("repeated header lines are one list", () => {
  const headers = new HeaderMap([
    ["X-Forwarded-For", "6.6.6.6"],
    ["X-Forwarded-For", "192.0.2.7"],
  ]);
  assert.equal(resolveForwarded(headers, peer, { for: 1 }).address, "192.0.2.7");
});

test("addresses lose ports and brackets", () => {
  const address = (text: string): string | undefined => resolve({ "X-Forwarded-For": text }, { for: 1 }).address;
  assert.equal(address("192.0.2.7:4711"), "192.0.2.7");
  assert.equal(address("[2001:db8::1]:80"), "2001:db8::1");
  assert.equal(address("2001:db8::1"), "2001:db8::1");
});

test("malformed values are ignored", () => {
  const bad = {
    "X-Forwarded-For": "<script>",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Host": "a b",
    "X-Forwarded-Port": "x",
    "X-Forwarded-Prefix": "//evil.com",
  };
  assert.deepEqual(resolve(bad, { for: 1, proto: 1, host: 1, port: 1, prefix: 1 }), { ...peer, prefix: "" });
  assert.equal(resolve({ "X-Forwarded-For": "999.1.1.1" }, { for: 1 }).address, "10.0.0.1");
  assert.equal(resolve({ "X-Forwarded-Prefix": "app" }, { prefix: 1 }).prefix, "");
  assert.equal(resolve({ "X-Forwarded-Prefix": '/a"><b' }, { prefix: 1 }).prefix, "");
});

test("a port belongs to the forwarded host, or else to the own one", () => {
  assert.equal(resolve({ "X-Forwarded-Port": "81" }, { port: 1 }).host, "app:81");
  assert.equal(
    resolve({ "X-Forwarded-Host": "[::1]:1", "X-Forwarded-Port": "81" }, { host: 1, port: 1 }).host,
    "[::1]:81",
  );
});

test("the Forwarded header of RFC 7239 is read where asked for", () => {
  const headers = {
    Forwarded:
      'for=6.6.6.6;proto=http, For="[2001:db8:cafe::17]:4711";Proto=HTTPS;Host="site.com:1, 2", for=unknown;host=in.side',
    "X-Forwarded-For": "6.6.6.6",
  };
  assert.equal(resolve(headers, { for: 2, standard: true }).address, "2001:db8:cafe::17");
  assert.equal(resolve(headers, { proto: 2, standard: true }).scheme, "https");
  assert.equal(resolve(headers, { host: 2, standard: true }).host, "app:8000");
  assert.equal(resolve(headers, { host: 1, for: 1, standard: true }).host, "in.side");
  assert.equal(resolve(headers, { for: 1, standard: true }).address, "10.0.0.1");
  assert.equal(resolve(headers, { for: 4, standard: true }).address, "10.0.0.1");
});
