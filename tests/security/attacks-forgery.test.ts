// Tests an app in production against forged requests and tossed cookies, one attack each: nothing is changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { post, siteWith, visit } from "./attacked-site.ts";

// --- Cross-site request forgery: what a browser says for a page of another site.

const forged: readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[] = [
  ["a form of another site", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }],
  ["another site's form without Origin", { "Sec-Fetch-Site": "cross-site" }],
  ["a sibling subdomain's form", { "Sec-Fetch-Site": "same-site", Origin: "https://blog.example.org" }],
  ["another port of the same host", { "Sec-Fetch-Site": "same-site", Origin: "https://example.org:8443" }],
  ["a Sec-Fetch-Site that no browser sends", { "Sec-Fetch-Site": "SAME-ORIGIN" }],
  ["two values in Sec-Fetch-Site", { "Sec-Fetch-Site": "same-origin, cross-site" }],
  ["an empty Sec-Fetch-Site", { "Sec-Fetch-Site": "" }],
  ["a foreign Origin alone, as of older browsers", { Origin: "https://evil.example" }],
  ["a foreign Origin that begins as the site", { Origin: "https://example.org.evil.example" }],
  ["a foreign Origin that ends as the site", { Origin: "https://evilexample.org" }],
  ["the site's name as a foreign Origin's user", { Origin: "https://example.org@evil.example" }],
  ["the site's own name over plain HTTP", { Origin: "http://example.org" }],
  ["a subdomain's Origin", { Origin: "https://shop.example.org" }],
  ["the site's name with another port", { Origin: "https://example.org:444" }],
  ["a sandboxed frame, Origin null", { Origin: "null" }],
  ["an Origin that is no address", { Origin: "example.org" }],
  ["an empty Origin", { Origin: "" }],
  ["an Origin in two parts", { Origin: "https://example.org https://evil.example" }],
  ["an Origin with a path", { Origin: "https://example.org/form" }],
  ["a browser extension's Origin", { Origin: "chrome-extension://abcdef" }],
  ["a foreign Referer alone", { Referer: "https://evil.example/https://example.org/" }],
  ["a Referer with the site in its user", { Referer: "https://example.org@evil.example/" }],
  ["a Referer over plain HTTP", { Referer: "http://example.org/form" }],
  ["a Referer that is no address", { Referer: "about:blank" }],
  ["neither Origin nor Referer", {}],
  ["Basic credentials that the browser repeats", { Authorization: "Basic YWRhOng=" }],
];

for (const [what, headers] of forged) {
  test(`CSRF: ${what} changes nothing, though the cookie comes along`, async () => {
    const { app, changes } = siteWith();
    const { cookie } = await visit(app);
    assert.equal(await post(app, { ...headers, ...(headers["Authorization"] ? {} : { Cookie: cookie }) }), 403);
    assert.deepEqual(changes, []);
  });
}

for (const method of ["PUT", "PATCH", "DELETE"]) {
  test(`CSRF: ${method} of another site changes nothing`, async () => {
    const { app, changes } = siteWith();
    const { cookie } = await visit(app);
    assert.equal(await post(app, { Cookie: cookie, Origin: "https://evil.example" }, { method }), 403);
    assert.deepEqual(changes, []);
  });
}

// --- Tokens: where browsers say nothing of the origin.

const referer = { Referer: "https://example.org/form" };

test("CSRF: the visitor's own token passes in the form and in the header", async () => {
  const { app, changes } = siteWith();
  const { cookie, token } = await visit(app);
  assert.equal(await post(app, { ...referer, Cookie: cookie }, { form: { to: "ada", csrf_token: token } }), 200);
  assert.equal(await post(app, { ...referer, Cookie: cookie, "X-CSRF-Token": token }), 200);
  assert.deepEqual(changes, ["ada", "eve"]);
});

const badTokens: readonly (readonly [what: string, bend: (token: string) => string | undefined])[] = [
  ["missing", () => undefined],
  ["empty", () => ""],
  ["of another length", (token) => token.slice(0, -1)],
  ["longer", (token) => `${token}A`],
  ["changed in one character", (token) => (token[50] === "A" ? "B" : "A") + token.slice(1)],
  ["all zeros", () => "A".repeat(86)],
  ["with its halves exchanged and one bit changed", (token) => token.slice(43) + token.slice(0, 42).concat("_")],
  ["not base64url", (token) => `${token.slice(0, -2)}+/`],
  ["a null", () => "null"],
  ["undefined as a word", () => "undefined"],
];
for (const [what, bend] of badTokens) {
  test(`CSRF: a token that is ${what} changes nothing`, async () => {
    const { app, changes } = siteWith();
    const { cookie, token } = await visit(app);
    const bent = bend(token);
    const form = bent === undefined ? { to: "eve" } : { to: "eve", csrf_token: bent };
    assert.equal(await post(app, { ...referer, Cookie: cookie }, { form }), 403);
    assert.deepEqual(changes, []);
  });
}

test("CSRF: another visitor's token changes nothing", async () => {
  const { app, changes } = siteWith();
  const victim = await visit(app);
  const attacker = await visit(app);
  const form = { to: "eve", csrf_token: attacker.token };
  assert.equal(await post(app, { ...referer, Cookie: victim.cookie }, { form }), 403);
  assert.deepEqual(changes, []);
});

test("CSRF: a token in the query counts for nothing", async () => {
  const { app, changes } = siteWith();
  const { cookie, token } = await visit(app);
  const response = await app.request(`https://example.org/change?csrf_token=${token}`, {
    method: "POST",
    form: { to: "eve" },
    headers: { ...referer, Cookie: cookie },
  });
  assert.equal(response.status, 403);
  assert.deepEqual(changes, []);
});

test("CSRF: the secret of the cookie itself is no token", async () => {
  const { app, changes } = siteWith();
  const { cookie } = await visit(app);
  const form = { to: "eve", csrf_token: cookie.split("=")[1]! };
  assert.equal(await post(app, { ...referer, Cookie: cookie }, { form }), 403);
  assert.deepEqual(changes, []);
});

test("CSRF: the cookie is beyond the reach of scripts, other sites, subdomains and plain HTTP", async () => {
  const { app } = siteWith();
  const response = await app.request("https://example.org/form");
  assert.match(
    response.headers.get("set-cookie")!,
    /^__Host-csrf=[\w-]{43}; .*Secure; HttpOnly; Path=\/; SameSite=Lax$/,
  );
  assert.equal(response.headers.get("cache-control"), "private");
  assert.match(response.headers.get("vary")!, /Cookie/);
});

test("CSRF: two tokens of one secret have nothing in common (BREACH)", async () => {
  const { app } = siteWith();
  const first = await visit(app);
  const again = await app.request("https://example.org/form", { headers: { Cookie: first.cookie } });
  assert.notEqual(await again.text(), first.token);
  assert.equal(again.headers.get("set-cookie"), undefined);
});

// --- Cookie tossing: a subdomain or a man in the middle sets cookies.

const tossed: readonly (readonly [what: string, cookie: (own: string, foreign: string) => string])[] = [
  ["a second cookie before the visitor's", (mine, foreign) => `${foreign}; ${mine}`],
  ["a second cookie behind the visitor's", (mine, foreign) => `${mine}; ${foreign}`],
  ["the cookie without its __Host- prefix", (_mine, foreign) => foreign.replace("__Host-", "")],
  ["the cookie in other case", (_mine, foreign) => foreign.replace("__Host-csrf", "__HOST-CSRF")],
  // Browsers do not see the prefix behind such a space (U+2000 in UTF-8), so any subdomain may set this cookie.
  ["the cookie with a Unicode space before its name", (_mine, foreign) => `\xe2\x80\x80${foreign}`],
  ["the cookie with a no-break space before its name", (_mine, foreign) => `\xc2\xa0${foreign}`],
  ["the cookie with a byte-order mark before its name", (_mine, foreign) => `\xef\xbb\xbf${foreign}`],
  ["a secret that the attacker made up", () => "__Host-csrf=attacker"],
  ["an empty secret", () => "__Host-csrf="],
];
for (const [what, cookies] of tossed) {
  test(`cookie tossing: ${what}, with the attacker's token, changes nothing`, async () => {
    const { app, changes } = siteWith();
    const victim = await visit(app);
    const attacker = await visit(app);
    const form = { to: "eve", csrf_token: attacker.token };
    assert.equal(await post(app, { ...referer, Cookie: cookies(victim.cookie, attacker.cookie) }, { form }), 403);
    assert.deepEqual(changes, []);
  });
}

// --- Methods and bodies that browsers send without asking.

const overrides: readonly (readonly [what: string, path: string, headers: Record<string, string>])[] = [
  ["_method in the query", "/change?_method=POST", {}],
  ["X-HTTP-Method-Override", "/change", { "X-HTTP-Method-Override": "DELETE" }],
  ["X-HTTP-Method", "/change", { "X-HTTP-Method": "PUT" }],
  ["X-Method-Override", "/change", { "X-Method-Override": "POST" }],
];
for (const [what, path, headers] of overrides) {
  test(`method override: GET with ${what} stays GET`, async () => {
    const { app, changes } = siteWith();
    const { cookie } = await visit(app);
    const response = await app.request(`https://example.org${path}`, { headers: { Cookie: cookie, ...headers } });
    assert.equal(response.status, 405);
    assert.deepEqual(changes, []);
  });
}

test("method override: POST that says it is GET is still checked", async () => {
  const { app, changes } = siteWith();
  const { cookie } = await visit(app);
  const headers = { Cookie: cookie, Origin: "https://evil.example", "X-HTTP-Method-Override": "GET" };
  assert.equal(await post(app, headers, { form: { to: "eve", _method: "GET" } }), 403);
  assert.deepEqual(changes, []);
});

const simpleTypes = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""];
for (const type of simpleTypes) {
  test(`JSON as ${type || "no type at all"}, which other sites may send unasked, is no JSON`, async () => {
    const { app, changes } = siteWith({ csrf: false });
    const response = await app.request("https://example.org/api/change", {
      method: "POST",
      body: '{"to":"eve"}',
      headers: { ...(type === "" ? {} : { "Content-Type": type }), Origin: "https://evil.example" },
    });
    assert.equal(response.status, 415);
    assert.deepEqual(changes, []);
  });
}

test("JSON of another site is refused before its body is looked at", async () => {
  const { app, changes } = siteWith();
  const { cookie } = await visit(app);
  const response = await app.request("https://example.org/api/change", {
    method: "POST",
    json: { to: "eve" },
    headers: { Cookie: cookie, Origin: "https://evil.example" },
  });
  assert.equal(response.status, 403);
  assert.deepEqual(changes, []);
});

test("the answer to a forged request says nothing about the guard, and its headers stand", async () => {
  const { app } = siteWith();
  const response = await app.request("https://example.org/change", {
    method: "POST",
    headers: { Cookie: "a=b", Origin: "https://evil.example" },
  });
  const page = await response.text();
  assert.doesNotMatch(page, /evil\.example|Origin|SECURITY_/);
  assert.equal(response.headers.get("x-frame-options"), "DENY");
});
