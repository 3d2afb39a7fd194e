// Tests what the battery does where it is used rightly: tokens, policies, routes with their own rules, other origins, checks.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { App, type AppOptions, Blueprint, DemijohnError, Response } from "demijohn";
import { CsrfError, cspNonce, rotateCsrfToken, type SecurityOptions, safeRedirect, security } from "demijohn/security";
import { sessions } from "demijohn/sessions";
import { traceChannel } from "#kernel";
import { securityErrors } from "#security/internals";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const folder = mkdtempSync(join(tmpdir(), "demijohn-security-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "form.html"),
  '<form>{% csrf_token %}</form>{{ csrf_input() }}<i>{{ csrf_token }}</i><script nonce="{{ csp_nonce }}"></script>',
);
writeFileSync(join(folder, "plain.html"), "<p>plain</p>");

function appWith(options: SecurityOptions = {}, appOptions: AppOptions = {}): App {
  const app = new App({
    mode: "production",
    secretKey: "k3y-of-the-tests-0123456789-abcdefghijkl",
    logger: silent,
    templateFolder: folder,
    ...appOptions,
  });
  app.use(sessions());
  app.use(security({ allowedHosts: ["*"], ...options }));
  return app;
}

const csp = (response: Response): string => response.headers.get("content-security-policy") ?? "";

test("the default policy of a page", async () => {
  const app = appWith();
  app.get("/", () => "Hi");
  const response = await app.request("https://example.org/");
  assert.deepEqual(
    { ...response.headers.toJSON() },
    {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "frame-ancestors 'none'; default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'",
      "X-Frame-Options": "DENY",
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
      "Strict-Transport-Security": "max-age=31536000",
    },
  );
});

test("templates get the token, the hidden field and the nonce, and only those that ask cost a cookie", async () => {
  const app = appWith();
  app.get("/form", (request) => request.render("form.html"));
  app.get("/plain", (request) => request.render("plain.html"));
  const plain = await app.request("https://example.org/plain");
  assert.equal(plain.headers.get("set-cookie"), undefined);
  assert.doesNotMatch(csp(plain), /nonce/);
  const form = await app.request("https://example.org/form");
  const page = await form.text();
  const [, nonce] = /nonce="([^"]+)"/.exec(page)!;
  assert.ok(csp(form).includes(`script-src 'self' 'nonce-${nonce}';`));
  const tokens = [...page.matchAll(/name="csrf_token" value="([\w-]{86})"/g)].map(([, token]) => token);
  assert.equal(tokens.length, 2);
  assert.match(page, /<i>[\w-]{86}<\/i>/);
  assert.equal(form.headers.getAll("set-cookie").length, 1);
});

test("each request has another nonce", async () => {
  const app = appWith();
  app.get("/", (request) => request.cspNonce);
  const nonces = await Promise.all([1, 2].map(async () => (await app.request("/")).text()));
  assert.notEqual(nonces[0], nonces[1]);
  assert.match(nonces[0]!, /^[\w+/]{22}==$/);
});

test("a page that is streamed, and development, always have a nonce", async () => {
  const app = appWith();
  app.get("/", async function* stream(request) {
    yield request.cspNonce;
  });
  const streamed = await app.request("/");
  assert.ok(csp(streamed).includes(`'nonce-${await streamed.text()}'`));
  const developed = appWith({}, { mode: "development" });
  developed.get("/", () => "Hi");
  assert.match(csp(await developed.request("/")), /'nonce-/);
});

test("a policy that the handler sets is left alone", async () => {
  const app = appWith({ csp: { scriptSrc: [cspNonce] } });
  app.get("/", (request) => {
    void request.cspNonce;
    const response = new Response("x");
    response.headers.set("Content-Security-Policy", "default-src 'none'");
    return response;
  });
  assert.equal(csp(await app.request("/")), "default-src 'none'");
});

test("routes and blueprints say what is otherwise for them", async () => {
  const app = appWith({ cspReportOnly: { defaultSrc: "'none'" } });
  const embedded = new Blueprint("embedded", {
    routes: { security: { frame: ["https://partner.example"], csrf: false, resourcePolicy: "cross-origin" } },
  });
  embedded.get("/widget", { security: { csp: { imgSrc: "*" } } }, () => "w");
  embedded.post("/hook", () => "hooked");
  app.use(embedded, { prefix: "/e" });
  app.get(
    "/bare",
    { security: { csp: false, cspReportOnly: false, frame: "sameorigin", permissions: false } },
    () => "b",
  );
  app.get("/map", { security: { permissions: { geolocation: ["self", "https://maps.example"] } } }, () => "m");
  const widget = await app.request("/e/widget");
  assert.match(csp(widget), /^frame-ancestors https:\/\/partner\.example; .*img-src \*;/);
  assert.equal(widget.headers.get("x-frame-options"), undefined);
  assert.equal(widget.headers.get("cross-origin-resource-policy"), "cross-origin");
  const foreign = { Origin: "https://evil.example", Cookie: "a=b" };
  assert.equal((await app.request("/e/hook", { method: "POST", headers: foreign })).status, 200);
  const bare = await app.request("/bare");
  assert.equal(csp(bare), "");
  assert.equal(bare.headers.get("x-frame-options"), "SAMEORIGIN");
  assert.equal(bare.headers.get("permissions-policy"), undefined);
  const map = await app.request("/map");
  assert.match(map.headers.get("permissions-policy")!, /geolocation=\(self "https:\/\/maps\.example"\)/);
  assert.match(map.headers.get("content-security-policy-report-only")!, /default-src 'none'/);
});

test("browsers' reports reach the app in both forms, and garbage does not", async () => {
  const reports: unknown[] = [];
  const app = appWith({ cspReports: "/csp", onCspReport: (report) => void reports.push(report) });
  app.get("/", () => "Hi");
  const page = await app.request("/");
  assert.match(csp(page), /report-uri \/csp; report-to csp/);
  assert.equal(page.headers.get("reporting-endpoints"), 'csp="/csp"');
  const send = async (json: unknown, type: string): Promise<number> =>
    (
      await app.request("/csp", {
        method: "POST",
        body: JSON.stringify(json),
        headers: { "Content-Type": type, Origin: "https://example.org", Cookie: "a=b" },
      })
    ).status;
  const old = { "document-uri": "https://example.org/", "violated-directive": "script-src", "blocked-uri": "inline" };
  assert.equal(await send({ "csp-report": old }, "application/csp-report"), 204);
  const body = {
    documentURL: "https://example.org/a",
    effectiveDirective: "img-src",
    blockedURL: "https://evil.example/x",
    sourceFile: "https://example.org/a.js",
    lineNumber: 7,
    disposition: "report",
  };
  assert.equal(await send([{ type: "csp-violation", body }, { type: "deprecation" }], "application/reports+json"), 204);
  assert.equal(await send(["x", null, 7], "application/reports+json"), 204);
  assert.equal((await app.request("/csp", { method: "POST", body: "{" })).status, 400);
  assert.equal(await send({ "csp-report": "x".repeat(70_000) }, "application/csp-report"), 413);
  assert.deepEqual(reports, [
    {
      documentUrl: "https://example.org/",
      directive: "script-src",
      blocked: "inline",
      source: undefined,
      disposition: "",
    },
    {
      documentUrl: "https://example.org/a",
      directive: "img-src",
      blocked: "https://evil.example/x",
      source: "https://example.org/a.js:7",
      disposition: "report",
    },
  ]);
});

const passing: readonly (readonly [what: string, headers: Readonly<Record<string, string>>])[] = [
  ["the site's own form", { "Sec-Fetch-Site": "same-origin", Origin: "https://example.org" }],
  ["what a visitor starts by hand", { "Sec-Fetch-Site": "none" }],
  ["an older browser's own form", { Origin: "https://example.org" }],
  ["the own origin in other case, with its port", { Origin: "https://EXAMPLE.org:443" }],
  ["a trusted origin", { Origin: "https://app.example.org" }],
  [
    "a trusted origin's form, as newer browsers say it",
    { "Sec-Fetch-Site": "same-site", Origin: "https://app.example.org" },
  ],
  ["a trusted subdomain", { Origin: "https://a.b.partner.example" }],
  ["a program with a bearer token", { Authorization: "Bearer x", Cookie: "" }],
];
for (const [what, headers] of passing) {
  test(`CSRF lets ${what} pass`, async () => {
    const app = appWith({ trustedOrigins: ["https://app.example.org", "https://*.partner.example"] });
    app.post("/", () => "ok");
    const own = headers["Cookie"] === "" ? { Authorization: headers["Authorization"]! } : { Cookie: "a=b", ...headers };
    assert.equal((await app.request("https://example.org/", { method: "POST", headers: own })).status, 200);
  });
}

test("a form over HTTPS passes where a proxy that nobody named hides the scheme", async () => {
  const app = appWith();
  app.post("/", () => "ok");
  const headers = { Host: "example.org", Cookie: "a=b", Origin: "https://example.org" };
  assert.equal((await app.request("/", { method: "POST", headers })).status, 200);
});

test("paths can be exempt, and the guard can be off", async () => {
  const headers = { Cookie: "a=b", Origin: "https://evil.example" };
  const app = appWith({ csrf: { exempt: ["/hooks/*", "/ping"] } });
  for (const path of ["/hooks/stripe", "/ping", "/pings"] as const) app.post(path, () => "ok");
  const statuses = ["/hooks/stripe", "/ping", "/pings"].map(
    async (path) => (await app.request(path, { method: "POST", headers })).status,
  );
  assert.deepEqual(await Promise.all(statuses), [200, 200, 403]);
  const open = appWith({ csrf: false });
  open.post("/", () => "ok");
  open.get("/token", (request) => request.csrfToken);
  assert.equal((await open.request("/", { method: "POST", headers })).status, 200);
  assert.equal((await open.request("/token")).status, 500);
});

test("a failure has a page of its own, a line in the log and a trace", async () => {
  const log: string[] = [];
  const app = appWith({}, { logger: { ...silent, warn: (text) => void log.push(text) } });
  app.post("/", () => "ok");
  app.onError(CsrfError, (error) => `Try again (${error.reason}).`);
  const traced: string[] = [];
  const listen = ({ error }: { error: CsrfError }): void => void traced.push(error.reason);
  const channel = traceChannel<{ error: CsrfError }>("security");
  channel.subscribe(listen);
  const headers = { Cookie: "a=b", Origin: "https://evil.example" };
  const response = await app.request("/", { method: "POST", headers });
  channel.unsubscribe(listen);
  assert.equal(response.status, 403);
  assert.equal(await response.text(), "Try again (foreign-origin).");
  assert.deepEqual(traced, ["foreign-origin"]);
  assert.deepEqual(log, [
    "SECURITY_CSRF_FAILED: The request may have been forged by another site.\n" +
      "  At POST /\n" +
      "  Its Origin is another site's.\n" +
      "  If the origin is yours, name it in trustedOrigins. Behind a proxy that changes the host, set trustedProxies: 1.",
  ]);
});

test("after rotation older tokens are worth nothing, in the cookie and in the session", async () => {
  for (const csrfStorage of ["cookie", "session"] as const) {
    const app = appWith({ csrfStorage });
    app.get("/token", (request) => request.csrfToken);
    app.get("/login", (request) => {
      rotateCsrfToken(request);
      return request.csrfToken;
    });
    app.post("/", () => "ok");
    const cookies = (response: Response): string =>
      response.headers
        .getAll("set-cookie")
        .map((line) => line.split(";")[0]!)
        .join("; ");
    const before = await app.request("https://example.org/token");
    const login = await app.request("https://example.org/login", { headers: { Cookie: cookies(before) } });
    const send = async (token: string): Promise<number> =>
      (
        await app.request("https://example.org/", {
          method: "POST",
          headers: { Cookie: cookies(login), Referer: "https://example.org/x", "X-CSRF-Token": token },
        })
      ).status;
    assert.equal(await send(await before.text()), 403, csrfStorage);
    assert.equal(await send(await login.text()), 200, csrfStorage);
    if (csrfStorage === "session") assert.doesNotMatch(cookies(before), /csrf/);
  }
});

test("rotation without the battery does nothing", async () => {
  const app = new App({ mode: "test" });
  app.get("/", (request) => {
    rotateCsrfToken(request);
    return "ok";
  });
  assert.equal((await app.request("/")).status, 200);
});

test("tests, which speak without a browser, need no token; what they claim is checked all the same", async () => {
  const app = appWith({}, { mode: "test" });
  app.post("/", () => "ok");
  assert.equal((await app.request("/", { method: "POST", cookies: { a: "b" } })).status, 200);
  assert.equal((await app.request("/", { method: "POST", headers: { Origin: "https://evil.example" } })).status, 403);
});

test("other origins read what they may, and are asked before what is not simple", async () => {
  const app = appWith({
    cors: {
      origins: ["https://app.example.org"],
      credentials: true,
      exposeHeaders: ["X-Total"],
      maxAge: "1 hour",
      privateNetwork: true,
    },
  });
  const changes: string[] = [];
  app.put("/jars/<int:id>", (request) => String(changes.push(String(request.params.id))));
  app.get("/open", { security: { cors: { origins: "*" } } }, () => "open");
  app.get("/closed", { security: { cors: false } }, () => "closed");
  const headers = { Origin: "https://app.example.org" };
  const preflight = await app.request("/jars/7", {
    method: "OPTIONS",
    headers: {
      ...headers,
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "x-csrf-token, content-type",
      "Access-Control-Request-Private-Network": "true",
    },
  });
  assert.equal(preflight.status, 204);
  const of = (name: string): string | undefined => preflight.headers.get(`access-control-allow-${name}`);
  assert.deepEqual(["origin", "credentials", "methods", "headers", "private-network"].map(of), [
    "https://app.example.org",
    "true",
    "GET, HEAD, POST, PUT, PATCH, DELETE",
    "x-csrf-token, content-type",
    "true",
  ]);
  assert.equal(preflight.headers.get("access-control-max-age"), "3600");
  const put = await app.request("/jars/7", { method: "PUT", headers: { ...headers, Cookie: "a=b" } });
  assert.deepEqual([put.status, changes], [200, ["7"]]);
  assert.equal(put.headers.get("access-control-allow-origin"), "https://app.example.org");
  assert.equal(put.headers.get("access-control-expose-headers"), "X-Total");
  assert.equal(put.headers.get("cross-origin-resource-policy"), "cross-origin");
  const open = await app.request("/open", { headers: { Origin: "https://anyone.example" } });
  assert.equal(open.headers.get("access-control-allow-origin"), "*");
  const closed = await app.request("/closed", { headers });
  assert.equal(closed.headers.get("access-control-allow-origin"), undefined);
});

test("origins may be decided by a function, and answers to errors carry the headers too", async () => {
  const app = appWith({ cors: { origins: (origin) => origin.endsWith(".example") } });
  const response = await app.request("/missing", { headers: { Origin: "https://a.example" } });
  assert.equal(response.status, 404);
  assert.equal(response.headers.get("access-control-allow-origin"), "https://a.example");
});

test("HTTPS is asked for behind trusted proxies, but for exempt paths and this machine", async () => {
  const app = appWith({ httpsExempt: ["/health"] }, { trustedProxies: 1 });
  app.get("/health", () => "ok");
  app.get("/", () => "ok");
  app.get("/own", { security: { httpsRedirect: false } }, () => "ok");
  const get = async (path: string, host: string, proto: string): Promise<number> =>
    (await app.request(path, { headers: { Host: host, "X-Forwarded-Proto": proto } })).status;
  assert.deepEqual(
    [
      await get("/", "example.org", "http"),
      await get("/", "example.org", "https"),
      await get("/health", "example.org", "http"),
      await get("/own", "example.org", "http"),
      await get("/", "localhost:8000", "http"),
    ],
    [308, 200, 200, 200, 200],
  );
  const plain = await app.request("/health", { headers: { Host: "example.org" } });
  assert.equal(plain.headers.get("strict-transport-security"), undefined);
});

test("production does not start without hosts", async () => {
  const app = new App({ mode: "production", logger: silent });
  app.use(security());
  await assert.rejects(
    app.ready(),
    (error) =>
      error instanceof DemijohnError &&
      /security\.allowedHosts/.test(error.message) &&
      /ALLOWED_HOSTS/.test(error.message),
  );
  const named = new App({ mode: "production", allowedHosts: ["example.org"], logger: silent });
  named.use(security());
  await named.ready();
});

async function deployFindings(options: SecurityOptions, appOptions: AppOptions = {}): Promise<Record<string, string>> {
  const app = appWith(options, appOptions);
  await app.ready();
  const found: Record<string, string> = {};
  for (const check of app.plan.checks) {
    if (!check.name.startsWith("security-")) continue;
    for (const { code, message, where, cure } of await check.check(app as never)) {
      assert.ok(where !== undefined && cure !== undefined, code);
      found[code] = message;
    }
  }
  return found;
}

test("the check before deployment is content with the defaults behind a proxy", async () => {
  const found = await deployFindings({ allowedHosts: ["example.org"] }, { trustedProxies: 1 });
  assert.deepEqual(found, {
    SECURITY_HSTS_WITHOUT_SUBDOMAINS:
      "Subdomains may still be asked over plain HTTP, where others can set cookies in their name.",
    SECURITY_SHARED_LIMITS:
      "Rate limits are counted in each process for itself: several processes allow several times as much.",
  });
});

test("the check before deployment finds everything that is off", async () => {
  const found = await deployFindings(
    {
      csp: { scriptSrc: ["'unsafe-inline'", "*"] },
      csrfCookieSecure: false,
      frame: false,
      hstsAge: 0,
      hstsPreload: true,
      nosniff: false,
      openerPolicy: false,
      referrerPolicy: false,
      rateLimits: "database:",
    },
    { secretKey: ["k3y-of-the-tests-0123456789-abcdefghijkl", "old"] },
  );
  assert.deepEqual(found, {
    SECURITY_NO_HSTS: "Browsers are not told to come by HTTPS alone: a first visit can be diverted.",
    SECURITY_PRELOAD_INCOMPLETE: "The preload lists of browsers refuse these HSTS settings.",
    SECURITY_NO_HTTPS_REDIRECT: "Requests over plain HTTP are answered instead of sent to HTTPS.",
    SECURITY_WILDCARD_HOST: "The app answers for every host, so that addresses in its mails can be forged.",
    SECURITY_INSECURE_COOKIE: "The CSRF cookie is sent over plain HTTP too, where others can read and set it.",
    SECURITY_NO_NOSNIFF: "Browsers guess the types of files, and may take an upload for a page.",
    SECURITY_NO_REFERRER_POLICY: "Other sites are told the addresses that visitors come from.",
    SECURITY_NO_OPENER_POLICY: "Windows of other sites that open the app keep a hold on its window.",
    SECURITY_NO_CLICKJACKING_GUARD: "Other sites may show the app in a frame and lead clicks astray.",
    SECURITY_UNSAFE_CSP: "The policy lets scripts run by 'unsafe-inline' and *, which attackers can use too.",
    SECURITY_WEAK_OLD_KEY:
      "An old secret key, which still verifies what it signed, is too short: 3 of at least 32 characters.",
  });
  const without = await deployFindings({ csp: false, csrf: false });
  assert.equal(without["SECURITY_NO_CSP"], "No Content-Security-Policy limits what an injected script can do.");
  assert.equal(
    without["SECURITY_CSRF_OFF"],
    "Nothing stands against requests that other sites forge in a visitor's name.",
  );
});

const faults: readonly (readonly [run: () => Promise<unknown>, message: string])[] = [
  [
    () => appWith({ cors: { origins: "*", credentials: true } }).ready(),
    "SECURITY_BAD_CORS: Rules for other origins let everybody send cookies.\n" +
      '  You wrote { origins: "*", credentials: true }\n' +
      "  Any site could act and read in the name of whoever visits it; browsers refuse the pair.\n" +
      '  Name the origins: { origins: ["https://app.example.org"], credentials: true }.',
  ],
  [
    () => appWith({ cors: { maxAge: "soon" } }).ready(),
    "SECURITY_BAD_CORS: The maxAge of rules for other origins is not a duration.\n" +
      '  You wrote "soon"\n' +
      '  Write seconds, or a text such as "10 minutes".',
  ],
  [
    () => appWith({ referrerPolicy: "same-orign" }).ready(),
    'SECURITY_BAD_POLICY: The referrerPolicy "same-orign" is none. Did you mean "same-origin"?\n' +
      "  Policies: no-referrer, no-referrer-when-downgrade, origin, origin-when-cross-origin, same-origin, strict-origin, " +
      "strict-origin-when-cross-origin, unsafe-url.\n" +
      "  Browsers would ignore the header: write one of these, or false for none.",
  ],
  [
    () => appWith({ cors: { origins: ["example.org"] } }).ready(),
    "SECURITY_BAD_ORIGIN: A trusted origin is not written as one.\n" +
      '  You wrote "example.org"\n' +
      "  Write scheme and host without a path: https://app.example.org, or https://*.example.org for all below.",
  ],
];
for (const [run, message] of faults) {
  test(`${message.slice(0, message.indexOf("\n"))} is said whole`, async () => {
    await assert.rejects(run, { message });
  });
}

test("what handlers do wrong is said whole", async () => {
  const caught: string[] = [];
  const app = new App({ mode: "test", logger: silent });
  app.use(security({ csrf: false }));
  app.onError(DemijohnError, (error) => String(caught.push(error.message)));
  app.get("/token", (request) => request.csrfToken);
  app.get("/go", (request) => safeRedirect(request, "//evil.example"));
  await app.request("/token");
  await app.request("/go");
  const bare = new App({ mode: "test", logger: silent });
  bare.use(security({ csrfStorage: "session" }));
  bare.onError(DemijohnError, (error) => String(caught.push(error.message)));
  bare.get("/token", (request) => request.csrfToken);
  await bare.request("/token");
  assert.deepEqual(caught, [
    "SECURITY_NOT_USED: A CSRF token was asked for, and the app checks none.\n  Take csrf: false out of security().",
    "SECURITY_UNSAFE_REDIRECT: A redirect would leave the site.\n" +
      '  You wrote "//evil.example"  at GET /go\n' +
      '  Give a place to go instead: safeRedirect(request, next, { fallback: "/" }).',
    "SECURITY_NO_SESSION: CSRF secrets are kept in sessions, and the request has none.\n" +
      '  Write app.use(sessions()) before app.use(security({ csrfStorage: "session" })).',
  ]);
});

test("every row of the error table says when and what to do, in sentences", () => {
  for (const [code, { when, cure }] of Object.entries(securityErrors)) {
    assert.match(when, /^[A-Z].*\.$/s, code);
    assert.match(cure, /^[A-Z].*\.$/s, code);
  }
});
