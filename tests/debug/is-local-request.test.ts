// Tests who may see the development page: clients on this machine that ask for this machine, and no others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, type RequestOptions } from "demijohn";
import { isLoopbackAddress, isLoopbackHost } from "../../src/http/urls/is-local-request.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function isShown(
  options: RequestOptions,
  app: { mode?: "development" | "production" | "test"; trustedProxies?: number } = {},
): Promise<boolean> {
  const failing = new App({ mode: "development", logger: silent, ...app });
  failing.get("/", () => {
    throw new Error("the jar's secret fault");
  });
  const response = await failing.request("/", options);
  assert.equal(response.status, 500);
  return (await response.text()).includes("the jar's secret fault".replace("'", "&#39;"));
}

const shown: readonly (readonly [what: string, options: RequestOptions])[] = [
  ["127.0.0.1", {}],
  ["another address of 127.0.0.0/8", { remoteAddress: "127.8.9.10" }],
  ["::1", { remoteAddress: "::1" }],
  ["::ffff:127.0.0.1", { remoteAddress: "::ffff:127.0.0.1" }],
  ["the host 127.0.0.1:8000", { headers: { Host: "127.0.0.1:8000" } }],
  ["the host [::1]:8000", { headers: { Host: "[::1]:8000" } }],
  ["a host below localhost", { headers: { Host: "shop.localhost:8000" } }],
  ["a proxy on this machine for this machine", { headers: { "X-Forwarded-For": "127.0.0.1, ::1" } }],
  [
    "a Forwarded header for this machine",
    { headers: { Forwarded: 'for="[::1]:4711";host=localhost:5173;proto=http' } },
  ],
  ["a page of another port of this machine", { headers: { Origin: "http://localhost:5173" } }],
  ["the app's own script", { headers: { Origin: "null", "Sec-Fetch-Site": "same-origin" } }],
  ["a link on a foreign site", { headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" } }],
];

const hidden: readonly (readonly [what: string, options: RequestOptions])[] = [
  ["another machine of the network", { remoteAddress: "192.168.0.7" }],
  ["an address that only begins as loopback", { remoteAddress: "127.0.0.1.evil.example" }],
  ["an address with a part above 255", { remoteAddress: "127.0.0.256" }],
  ["a client without an address", { remoteAddress: "" }],
  ["a foreign host (DNS rebinding)", { headers: { Host: "rebound.example:8000" } }],
  ["a host that begins as localhost", { headers: { Host: "localhost.evil.example" } }],
  ["a host that begins as 127.0.0.1", { headers: { Host: "127.0.0.1.nip.io" } }],
  ["a host that ends in localhost without a dot", { headers: { Host: "notlocalhost" } }],
  ["the host 0.0.0.0", { headers: { Host: "0.0.0.0:8000" } }],
  ["an empty host", { headers: { Host: "" } }],
  ["a malformed host", { headers: { Host: "localhost/evil" } }],
  ["a client behind a proxy", { headers: { "X-Forwarded-For": "203.0.113.9" } }],
  ["a client before the proxy that says 127.0.0.1", { headers: { "X-Forwarded-For": "203.0.113.9, 127.0.0.1" } }],
  [
    "a client in a second header line",
    {
      headers: [
        ["X-Forwarded-For", "127.0.0.1"],
        ["X-Forwarded-For", "203.0.113.9"],
      ],
    },
  ],
  ["an empty X-Forwarded-For", { headers: { "X-Forwarded-For": "" } }],
  ["a client in Forwarded", { headers: { Forwarded: "for=203.0.113.9" } }],
  ["a hidden client in Forwarded", { headers: { Forwarded: "for=_hidden" } }],
  ["a Forwarded header that names no client", { headers: { Forwarded: "proto=https" } }],
  ["a foreign host in Forwarded", { headers: { Forwarded: "for=127.0.0.1;host=evil.example" } }],
  ["a foreign X-Forwarded-Host", { headers: { "X-Forwarded-Host": "app.example.com" } }],
  ["a client in X-Real-IP", { headers: { "X-Real-IP": "203.0.113.9" } }],
  ["a client of a tunnel", { headers: { "CF-Connecting-IP": "203.0.113.9" } }],
  ["a proxy that only names itself", { headers: { Via: "1.1 proxy.example" } }],
  ["a script of a foreign page", { headers: { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" } }],
  ["a script whose browser sends no fetch metadata", { headers: { Origin: "https://evil.example" } }],
  ["a script of a page whose origin begins as localhost", { headers: { Origin: "https://localhost.evil.example" } }],
  ["a sandboxed frame", { headers: { Origin: "null", "Sec-Fetch-Site": "cross-site" } }],
  [
    "a foreign page's request without an origin",
    { headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" } },
  ],
];

for (const [what, options] of shown)
  test(`the page is shown to ${what}`, async () => assert.equal(await isShown(options), true));
for (const [what, options] of hidden)
  test(`the page is not shown to ${what}`, async () => assert.equal(await isShown(options), false));

test("the page is shown in development alone", async () => {
  assert.equal(await isShown({}, { mode: "production" }), false);
  assert.equal(await isShown({}, { mode: "test" }), false);
});

test("what a trusted proxy says of the client counts, too", async () => {
  const headers = { "X-Forwarded-For": "203.0.113.9" };
  assert.equal(await isShown({ headers }, { trustedProxies: 1 }), false);
  assert.equal(await isShown({ headers: { "X-Forwarded-For": "127.0.0.1" } }, { trustedProxies: 1 }), true);
});

test("loopback addresses are told from others", () => {
  for (const address of ["127.0.0.1", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1", "::FFFF:127.0.0.1", "::ffff:7f00:1"])
    assert.equal(isLoopbackAddress(address), true, address);
  for (const address of [
    "",
    "127",
    "127.1",
    "128.0.0.1",
    "1127.0.0.1",
    "::2",
    "::ffff:8.8.8.8",
    "::ffff:8000:1",
    "localhost",
  ])
    assert.equal(isLoopbackAddress(address), false, address);
});

test("loopback hosts are told from others", () => {
  for (const host of ["localhost", "LOCALHOST:1", "a.b.localhost", "localhost.", "127.0.0.1", "[::1]"])
    assert.equal(isLoopbackHost(host), true, host);
  for (const host of [
    undefined,
    "",
    "localhost@evil.example",
    "[::2]",
    "10.0.0.1:80",
    "evil-localhost",
    "localhost:99999",
  ])
    assert.equal(isLoopbackHost(host), false, String(host));
});
