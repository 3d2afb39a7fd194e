// Tests an app in production against attacks, one test each: what the attacker sends, and that it comes to nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger, type RequestOptions, Response } from "demijohn";
import { Message } from "demijohn/mail";
import { isSafeRedirect, rateLimit } from "demijohn/security";
import { MemorySource } from "#app/internals";
import { own, post, siteWith, visit } from "./attacked-site.ts";

// --- Host header.

const hosts = [
  "evil.example",
  "example.org.evil.example",
  "evilexample.org",
  "example.org:443@evil.example",
  "sub.example.org",
  "example.org evil.example",
  "example.org/evil",
  "example.org\\@evil.example",
  "example.org:99999",
  "example.org:80:80",
  "[::1]",
  "127.0.0.1",
  "",
];
for (const host of hosts) {
  test(`host header: ${JSON.stringify(host)} is refused, so no address is built from it`, async () => {
    const { app } = siteWith();
    const response = await app.request("/link", { headers: { Host: host } });
    assert.equal(response.status, 421);
    assert.doesNotMatch(await response.text(), /evil/);
  });
}

for (const name of ["X-Forwarded-Host", "Forwarded", "X-Host", "X-Original-Host", "X-Forwarded-Server"]) {
  test(`host header: ${name} is not believed where no proxy is trusted`, async () => {
    const { app } = siteWith();
    const value = name === "Forwarded" ? "host=evil.example" : "evil.example";
    const response = await app.request("https://example.org/link", { headers: { ...own, [name]: value } });
    assert.equal(await response.text(), "https://example.org/link");
  });
}

test("host header: a proxy's X-Forwarded-Host is checked against the allowed hosts as well", async () => {
  const { app } = siteWith({}, { trustedProxies: 1 });
  const response = await app.request("https://example.org/link", {
    headers: { ...own, "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" },
  });
  assert.equal(response.status, 421);
});

// --- Open redirects.

const leavesTheSite = [
  "//evil.example",
  "///evil.example",
  "////evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "\\/evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "\u00a0//evil.example",
  "https://evil.example",
  "HTTPS://evil.example",
  "https:evil.example",
  "https:/evil.example",
  "https:///evil.example",
  "http:evil.example",
  "https:\\\\evil.example",
  "https://example.org@evil.example",
  "https://example.org:pw@evil.example/",
  "https://example.org.evil.example",
  "https://evil.example#example.org",
  "https://evil.example?.example.org",
  "https://example.org\\.evil.example",
  "https://example.org%2eevil.example",
  "http://example.org",
  "https://example.org:8443/",
  "https://[::ffff:1.2.3.4]/",
  "https://evil\u3002example",
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "ftp://example.org/",
  "blob:https://example.org/1",
  "mailto:eve@evil.example",
  "\u0000//evil.example",
  "",
];
for (const target of leavesTheSite) {
  test(`open redirect: ${JSON.stringify(target)} leads home`, async () => {
    const { app } = siteWith();
    const response = await app.request("https://example.org/go", { query: { next: target } });
    assert.equal(response.headers.get("location"), "/home");
  });
}

const staysOnTheSite = [
  "/",
  "/jars?page=2#top",
  "/a//b",
  "?page=2",
  "#top",
  "jars",
  "./jars",
  "../jars",
  "https://example.org/jars",
  "https://EXAMPLE.org:443/jars",
  "/%2F%2Fevil.example",
  "/@evil.example",
  "/next=https://evil.example",
];
for (const target of staysOnTheSite) {
  test(`open redirect: ${JSON.stringify(target)} stays, and is followed`, async () => {
    const { app } = siteWith();
    const response = await app.request("https://example.org/go", { query: { next: target } });
    assert.equal(response.headers.get("location"), target);
  });
}

test("open redirect: what passes leads a browser nowhere else, whatever it was", async () => {
  const { app } = siteWith();
  const pieces = ["/", "\\", "//", ":", "@", ".", "#", "?", "%2f", "\t", "https:", "evil.example", "example.org", "a"];
  let seed = 1;
  const next = (): string => pieces[(seed = (seed * 48271) % 2147483647) % pieces.length]!;
  await app.inRequest(await MemorySource.make("https://example.org/"), (request) => {
    for (let i = 0; i < 3000; i++) {
      const target = Array.from({ length: 1 + (i % 6) }, next).join("");
      if (!isSafeRedirect(request, target)) continue;
      assert.equal(new URL(target, "https://example.org/x/").origin, "https://example.org", JSON.stringify(target));
    }
  });
});

// --- Injection into headers and logs.

for (const piece of ["\r\nSet-Cookie: a=b", "\nX: y", "\r\n\r\n<script>", "\0"]) {
  test(`header injection: ${JSON.stringify(piece)} in a redirect is encoded or refused`, async () => {
    const { app } = siteWith();
    const response = await app.request("https://example.org/echo", { query: { q: `a${piece}` } });
    for (const [name, value] of response.headers) assert.doesNotMatch(`${name}: ${value}`, /[\r\n\0]/);
    assert.equal(response.headers.get("x"), undefined);
    assert.equal(response.headers.get("set-cookie"), undefined);
  });
}

test("header injection: a mail's subject, name and address cannot begin a header", () => {
  for (const options of [
    { subject: "Hi\r\nBcc: eve@evil.example" },
    { from: { name: "Ada\nBcc: eve@evil.example", address: "ada@example.org" } },
    { to: "ada@example.org\r\nBcc: eve@evil.example" },
  ])
    assert.throws(() => new Message({ text: "x", ...options }), { code: "MAIL_HEADER_INJECTION" });
});

test("log injection: a forged path begins no line of its own", async () => {
  const lines: string[] = [];
  const { app } = siteWith({}, { logger: createLogger("info", (line) => lines.push(line)) });
  await app.request("https://example.org/change%0a2026-01-01T00:00:00.000Z%20ERROR%20all%20is%20lost%1b[2J", {
    method: "POST",
    headers: { Cookie: "a=b", Origin: "https://evil.example" },
  });
  const text = lines.join("");
  assert.doesNotMatch(text, /^2026-01-01T00:00:00\.000Z ERROR all is lost/m);
  assert.ok(!text.includes("\x1b"));
});

// --- Clickjacking, sniffing, leaks.

const guards: readonly (readonly [header: string, value: RegExp])[] = [
  ["X-Frame-Options", /^DENY$/],
  ["Content-Security-Policy", /frame-ancestors 'none'/],
  ["Content-Security-Policy", /script-src 'self'(;|$)/],
  ["Content-Security-Policy", /object-src 'none'/],
  ["Content-Security-Policy", /base-uri 'self'/],
  ["Content-Security-Policy", /form-action 'self'/],
  ["X-Content-Type-Options", /^nosniff$/],
  ["Referrer-Policy", /^same-origin$/],
  ["Cross-Origin-Opener-Policy", /^same-origin$/],
  ["Cross-Origin-Resource-Policy", /^same-origin$/],
  ["Strict-Transport-Security", /^max-age=31536000$/],
  ["Permissions-Policy", /camera=\(\)/],
];
for (const [header, value] of guards) {
  test(`${header} matches ${value} on pages, errors and missing pages`, async () => {
    const { app } = siteWith();
    for (const path of ["/page", "/missing"])
      assert.match((await app.request(`https://example.org${path}`)).headers.get(header)!, value);
    assert.match((await app.request("/page", { headers: { Host: "evil.example" } })).headers.get(header)!, value);
  });
}

test("plain HTTP behind a trusted proxy is sent to HTTPS of the same, checked host", async () => {
  const { app } = siteWith({}, { trustedProxies: 1 });
  const headers = { "X-Forwarded-Host": "www.example.org", "X-Forwarded-Proto": "http" };
  const response = await app.request("/page?a=b%20c", { headers });
  assert.equal(response.status, 308);
  assert.equal(response.headers.get("location"), "https://www.example.org/page?a=b%20c");
});

test("a client cannot claim HTTPS where no proxy is trusted", async () => {
  const { app } = siteWith({ httpsRedirect: true });
  const response = await app.request("/page", { headers: { ...own, "X-Forwarded-Proto": "https" } });
  assert.equal(response.status, 308);
});

// --- Other origins.

const cors = { origins: ["https://app.example.org", "https://*.partner.example"], credentials: true };
const strangers = [
  "https://evil.example",
  "https://app.example.org.evil.example",
  "https://evilapp.example.org",
  "http://app.example.org",
  "https://app.example.org:8443",
  "https://partner.example",
  "https://evilpartner.example",
  "https://a.partner.example.evil.example",
  "https://a.partner.example@evil.example",
  "null",
  "*",
  "file://",
];
for (const origin of strangers) {
  test(`CORS: the origin ${origin} may read nothing`, async () => {
    const { app } = siteWith({ cors });
    const response = await app.request("https://example.org/page", { headers: { Origin: origin } });
    assert.equal(response.headers.get("access-control-allow-origin"), undefined);
    assert.equal(response.headers.get("access-control-allow-credentials"), undefined);
    assert.match(response.headers.get("vary")!, /Origin/);
    const preflight = await app.request("https://example.org/change", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
    });
    assert.equal(preflight.headers.get("access-control-allow-origin"), undefined);
    assert.equal(preflight.headers.get("access-control-allow-methods"), undefined);
  });
}

test("CORS: everybody with cookies cannot be configured", async () => {
  const { app } = siteWith({ cors: { origins: "*", credentials: true } });
  await assert.rejects(app.ready(), { code: "SECURITY_BAD_CORS" });
});

test("CORS: an origin that may only read is not believed when it changes something", async () => {
  const { app, changes } = siteWith({ cors: { origins: ["https://app.example.org"] } });
  const { cookie } = await visit(app);
  assert.equal(await post(app, { Cookie: cookie, Origin: "https://app.example.org" }), 403);
  assert.deepEqual(changes, []);
});

// --- Floods.

const claims: readonly (readonly [name: string, value: (i: number) => string])[] = [
  ["X-Forwarded-For", (i) => `203.0.113.${i}`],
  ["Forwarded", (i) => `for=203.0.113.${i}`],
  ["X-Real-IP", (i) => `203.0.113.${i}`],
  ["X-Client-IP", (i) => `203.0.113.${i}`],
  ["True-Client-IP", (i) => `203.0.113.${i}`],
  ["CF-Connecting-IP", (i) => `203.0.113.${i}`],
  ["X-Originating-IP", (i) => `203.0.113.${i}`],
  ["User-Agent", (i) => `agent ${i}`],
  ["Cookie", (i) => `visitor=${i}`],
];
for (const [name, value] of claims) {
  test(`rate limit: another ${name} each time does not make another client`, async () => {
    const { app } = siteWith();
    app.get("/limited", { middleware: [rateLimit({ limit: 3, window: "1 hour", now: () => 1 })] }, () => "ok");
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++)
      statuses.push(
        (await app.request("/limited", { remoteAddress: "192.0.2.7", headers: { ...own, [name]: value(i) } })).status,
      );
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
  });
}

test("rate limit: addresses before the trusted proxy's are claims", async () => {
  const { app } = siteWith({ httpsRedirect: false }, { trustedProxies: 1 });
  app.get("/limited", { middleware: [rateLimit({ limit: 1, window: "1 hour", now: () => 1 })] }, () => "ok");
  const ask = async (i: number): Promise<number> =>
    (await app.request("/limited", { headers: { ...own, "X-Forwarded-For": `203.0.113.${i}, 198.51.100.9` } })).status;
  assert.deepEqual([await ask(1), await ask(2)], [200, 429]);
});

test("rate limit: the addresses of one IPv6 network are one client", async () => {
  const { app } = siteWith();
  app.get("/limited", { middleware: [rateLimit({ limit: 1, window: "1 hour", now: () => 1 })] }, () => "ok");
  const ask = async (address: string): Promise<number> =>
    (await app.request("/limited", { remoteAddress: address, headers: own })).status;
  assert.deepEqual(
    [await ask("2001:db8:1:2::1"), await ask("2001:db8:1:2:ffff::9"), await ask("2001:db8:1:3::1")],
    [200, 429, 200],
  );
});

test("rate limit: fifty at once get no more than the limit", async () => {
  const { app } = siteWith();
  app.get("/limited", { middleware: [rateLimit({ limit: 10, window: "1 hour", now: () => 1 })] }, () => "ok");
  const all = await Promise.all(Array.from({ length: 50 }, () => app.request("/limited", { headers: own })));
  assert.equal(all.filter(({ status }) => status === 200).length, 10);
});

// --- Prototype pollution, oversized and crafted bodies.

const pollution = ["__proto__", "__proto__[admin]", "constructor.prototype.admin", "constructor[prototype][admin]"];
for (const name of pollution) {
  test(`prototype pollution: the key ${name} of a query, form or cookie stays a key`, async () => {
    const { app } = siteWith({ csrf: false });
    app.post("/keys", async (request) => {
      const { fields } = await request.form();
      const record = Object.fromEntries(fields.entries());
      return {
        admin: ({} as { admin?: unknown }).admin ?? null,
        own: Object.hasOwn(record, name) || name === "__proto__",
      };
    });
    const response = await app.request(`https://example.org/keys?${encodeURIComponent(name)}=yes`, {
      method: "POST",
      form: { [name]: "yes" },
      headers: { Cookie: `${name.replace(/[[\]]/g, "")}=yes` },
    });
    assert.deepEqual(await response.json(), { admin: null, own: true });
  });
}

test("prototype pollution: JSON with __proto__ changes no prototype", async () => {
  const { app, changes } = siteWith({ csrf: false });
  const response = await app.request("https://example.org/api/change", {
    method: "POST",
    body: '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
    headers: { "Content-Type": "application/json" },
  });
  assert.equal(({} as { admin?: unknown }).admin, undefined);
  assert.equal(response.status, 400);
  assert.deepEqual(changes, []);
});

const boundary = "x";
const part = (name: string, text: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`;
const multipart = (body: string): RequestOptions => ({
  method: "POST",
  body: `${body}--${boundary}--\r\n`,
  headers: { ...own, "Content-Type": `multipart/form-data; boundary=${boundary}`, "Sec-Fetch-Site": "same-origin" },
});
const bombs: readonly (readonly [what: string, options: RequestOptions])[] = [
  ["a multipart body of 5,000 parts", multipart(Array.from({ length: 5000 }, (_, i) => part(`p${i}`, "x")).join(""))],
  ["a part whose headers never end", multipart(`--${boundary}\r\nX: ${"y".repeat(100_000)}\r\n\r\n`)],
  [
    "an urlencoded body of 100,000 fields",
    {
      method: "POST",
      body: "a=&".repeat(100_000),
      headers: { ...own, "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" },
    },
  ],
  [
    "a body that is longer than any limit",
    {
      method: "POST",
      body: `a=${"x".repeat(40_000_000)}`,
      headers: { ...own, "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" },
    },
  ],
];
for (const [what, options] of bombs) {
  test(`bombs: ${what} is refused`, async () => {
    const { app, changes } = siteWith();
    const { status } = await app.request("/change", options);
    assert.ok(status === 413 || status === 400, String(status));
    assert.deepEqual(changes, []);
  });
}

test("bombs: a query of 100,000 parameters is refused", async () => {
  const { app } = siteWith();
  app.get("/query", (request) => String(request.query.size));
  const { status } = await app.request(`/query?${"a=&".repeat(100_000)}`, { headers: own });
  assert.ok(status === 413 || status === 400, String(status));
});

test("bombs: a body that dribbles in is given up in time, and its handler is not run", async () => {
  const { app, changes } = siteWith({}, { limits: { bodyTime: 30 } });
  const { url, close } = await app.run({ port: 0, host: "127.0.0.1" });
  const { connect } = await import("node:net");
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => (text += chunk)).on("close", () => resolve(text));
    socket.write(
      "POST /change HTTP/1.1\r\nHost: example.org\r\nSec-Fetch-Site: same-origin\r\n" +
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na=",
    );
  });
  await close();
  // The connection may end without an answer: its client is not one that waits for it.
  assert.match(answer, /^(HTTP\/1\.1 408 .*)?$/s);
  assert.deepEqual(changes, []);
});

test("a response with the headers of a stranger's cache key still varies by what it depends on", async () => {
  const { app } = siteWith({ cors: { origins: ["https://app.example.org"] } });
  const response = await app.request("https://example.org/form", { headers: { Origin: "https://app.example.org" } });
  assert.match(response.headers.get("vary")!, /Origin/);
  assert.match(response.headers.get("vary")!, /Cookie/);
  assert.ok(response instanceof Response);
});
