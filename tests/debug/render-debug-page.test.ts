// Tests what the development page shows through a whole app, in its three forms, and that nothing thrown breaks it.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { App, Blueprint, DemijohnError, HttpError } from "demijohn";
import { curl, failThrowing, failWith, renderDirectly, silent } from "./failing-app.ts";

const folder = mkdtempSync(join(tmpdir(), "debug-page-"));
after(() => rmSync(folder, { recursive: true }));

test("a browser gets a page with the error, its place and the source around it", async () => {
  const response = await failWith(
    function pour() {
      throw new TypeError("The jar is <empty>.");
    },
    { headers: { Accept: "text/html,*/*;q=0.8" } },
  );
  assert.equal(response.status, 500);
  assert.equal(response.contentType, "text/html; charset=utf-8");
  const page = await response.text();
  assert.match(page, /<h1>The jar is &lt;empty&gt;\.<\/h1>/);
  assert.match(page, /<title>TypeError: The jar is &lt;empty&gt;\.<\/title>/);
  assert.match(page, /tests\/debug\/render-debug-page\.test\.ts:\d+:13<\/a> in pour/);
  assert.match(page, /class="hit" aria-current="true"><span>\d+<\/span><code> {6}<span class="k">throw<\/span>/);
  assert.match(page, /<summary>\d+ frames of Demijohn and Node<\/summary>|<summary>\d+ frames of Demijohn<\/summary>/);
});

test("the page allows its own style and script by a fresh nonce, and nothing else", async () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 2; i++) {
    const response = await failThrowing(new Error("x"));
    const policy = response.headers.get("content-security-policy")!;
    const nonce = /script-src 'nonce-([\w+/=]{24})'/.exec(policy)![1]!;
    assert.equal(
      policy,
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const page = await response.text();
    assert.ok(page.includes(`<script nonce="${nonce}">`));
    assert.doesNotMatch(page, / style=| on\w+=|<script src|<link rel="stylesheet/);
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 2);
});

test("the answer is not kept, sniffed, or read by other sites", async () => {
  const { headers } = await failThrowing(new Error("x"));
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("cross-origin-resource-policy"), "same-origin");
  assert.equal(headers.get("cross-origin-opener-policy"), "same-origin");
  assert.equal(headers.get("referrer-policy"), "no-referrer");
  assert.equal(headers.get("vary"), "Accept, User-Agent");
});

test("curl gets plain text, a client of JSON gets JSON that begins as every error does", async () => {
  const text = await failThrowing(new TypeError("empty"), curl);
  assert.equal(text.contentType, "text/plain; charset=utf-8");
  assert.match(
    await text.text(),
    /^GET http:\/\/localhost\/ failed with status 500\n\nTypeError\n {2}empty\n\n {2}at /,
  );
  const json = await failThrowing(new TypeError("empty"), { headers: { Accept: "application/json" } });
  assert.equal(json.contentType, "application/json");
  const body = (await json.json()) as Record<string, unknown>;
  assert.deepEqual(Object.keys(body), ["status", "error", "message", "debug"]);
  assert.deepEqual(
    [body["status"], body["error"], body["message"]],
    [500, "Internal Server Error", "TypeError: empty"],
  );
});

test("the headers of an error that is an answer are kept, but for its type", async () => {
  const headers = [
    ["Retry-After", "5"],
    ["Content-Type", "text/evil"],
    ["Cache-Control", "public"],
  ] as const;
  const response = await failThrowing(new HttpError(500, "Later.", { headers }));
  assert.equal(response.headers.get("retry-after"), "5");
  assert.equal(response.contentType, "text/html; charset=utf-8");
  assert.equal(response.headers.get("cache-control"), "no-store");
});

test("the parts of Demijohn's errors are laid out, the cure as text to copy", async () => {
  const error = new DemijohnError("JAR_FULL", 'The jar "a" is full.', {
    wrote: 'pour("<b>")',
    where: "Jar.pour",
    facts: ["Jars: a, b."],
    cure: 'Write pour("b").',
  });
  const page = await (await failThrowing(error)).text();
  assert.match(page, /<span>DemijohnError<\/span> <span class="code">JAR_FULL<\/span>/);
  assert.match(page, /<h1>The jar &#34;a&#34; is full\.<\/h1>/);
  assert.match(page, /<h3>You wrote<\/h3><pre class="box">pour\(&#34;&lt;b&gt;&#34;\)<\/pre>/);
  assert.match(page, /<h3>Where<\/h3><pre class="box">Jar\.pour<\/pre>/);
  assert.match(page, /<h3>What is known<\/h3><pre class="box">Jars: a, b\.<\/pre>/);
  assert.match(
    page,
    /data-copy="cure-0" hidden>Copy<\/button><\/div>\n<pre class="box cure" id="cure-0">Write pour\(&#34;b&#34;\)\.<\/pre>/,
  );
});

test("a place that an error names is shown with its source before the frames", async () => {
  writeFileSync(join(folder, "views.ts"), "one\ntwo\nfilter(auther)\n");
  const app = new App({ root: folder, mode: "development", logger: silent });
  app.get("/", () => {
    throw new DemijohnError("JAR_X", "No.", { where: "views.ts:3:8" });
  });
  const page = await (await app.request("/")).text();
  assert.match(
    page,
    /named by the error<\/span> <span class="place"><a href="vscode:[^"]*views\.ts:3:8">views\.ts:3:8<\/a>/,
  );
  assert.match(page, /filter\(<mark>auther<\/mark>\)/);
});

test("a template's error shows the template's own line first, then those that include it", async () => {
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "templates/page.html"), "<h1>Jar</h1>\n{% include 'part.html' %}\n");
  writeFileSync(join(folder, "templates/part.html"), "<p>\n  {{ jar.owner.name }}\n</p>\n");
  const app = new App({ root: folder, mode: "development", logger: silent });
  app.get("/", (request) => request.render("page.html" as never, { jar: {} } as never));
  const page = await (await app.request("/")).text();
  assert.match(page, /<span class="code">TEMPLATES_UNDEFINED<\/span>/);
  const first = page.indexOf('<details class="frame" open><summary><span class="name">template</span>');
  assert.ok(first > 0 && page.indexOf('<span class="name">included from</span>') > first);
  assert.match(page, /templates\/part\.html:2:\d+<\/a>/);
  assert.match(page, /\{\{ jar\.<mark>owner<\/mark>\.name \}\}/);
  const text = await (await app.request("/", curl)).text();
  assert.match(
    text,
    / {2}template templates\/part\.html:2:\d+\n {4} {2}1 \| <p>\n {4}> 2 \| {3}\{\{ jar\.owner\.name \}\}\n {8}\| +\^\n/,
  );
});

test("an app's own error that passes through a template shows the template, too", async () => {
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "templates/own.html"), "<p>\n  {{ fail() }}\n</p>\n");
  const app = new App({ root: folder, mode: "development", logger: silent });
  const fail = (): never => {
    throw new RangeError("The jar is too small.");
  };
  app.get("/", (request) => request.render("own.html" as never, { fail } as never));
  const page = await (await app.request("/")).text();
  assert.match(page, /<h1>The jar is too small\.<\/h1>/);
  assert.match(
    page,
    /<span class="name">template<\/span> <span class="place"><a href="[^"]+">templates\/own\.html:2:\d+/,
  );
  assert.match(page, /<h3>How the program came there<\/h3>/);
});

test("each cause and each gathered error has its own section and frames", async () => {
  const inner = new SyntaxError("bad label");
  const page = await (
    await failThrowing(new Error("cannot pour", { cause: new AggregateError([inner, "dry"], "two jars") }))
  ).text();
  assert.match(page, /<li>caused by <a href="#error-1"><b>AggregateError<\/b><\/a>: two jars<\/li>/);
  assert.match(page, /<h2>Caused by <small>AggregateError<\/small><\/h2>/);
  assert.match(page, /<h2>Error 1 of 2 of <a href="#error-1">AggregateError<\/a> <small>SyntaxError<\/small><\/h2>/);
  assert.match(page, /<p class="headline">A string was thrown: &#39;dry&#39;<\/p>/);
  assert.equal(page.match(/aria-current="true"/g)!.length, 3);
});

test("route, blueprint, parameters, query and settings are shown", async () => {
  const app = new App({ mode: "development", logger: silent, secretKey: "the-key-of-all-the-jars" });
  const shop = new Blueprint("shop");
  shop.get("/jars/<int:id>", { name: "jar" }, function showJar() {
    throw new Error("dry");
  });
  app.use(shop, { prefix: "/shop" });
  const text = await (await app.request("/shop/jars/7?size=5&token=abc", curl)).text();
  assert.match(text, / {2}Address: GET http:\/\/localhost\/shop\/jars\/7\?size=5&token=\*\*\*\n/);
  assert.match(
    text,
    / {2}Route: shop\.jar {2}\/shop\/jars\/<int:id>\n {2}Handler: showJar\n {2}Blueprint: shop\n {2}Client: 127\.0\.0\.1\n/,
  );
  assert.match(text, /Parameters\n {2}id: 7\n\nQuery\n {2}size: 5\n {2}token: \*\*\*\n/);
  assert.match(text, / {2}secret\.key: \*\*\* {2}from code\n/);
  assert.match(
    text,
    /Versions\n {2}App: .+\n {2}Root: .+\n {2}Mode: development\n {2}Demijohn: \d+\.\d+\.\d+\n {2}Node: 24\./,
  );
});

test("no secret of the request, the app or the process shows in any form", async () => {
  const secrets = [
    "app-key-0123456789",
    "bearer-0123456789",
    "cookie-0123456789",
    "query-0123456789",
    "environment-0123456789",
    "nested-0123456789",
  ];
  process.env["JAR_PASSWORD"] = "environment-0123456789";
  const app = new App({ mode: "development", logger: silent, secretKey: "app-key-0123456789" });
  app.get("/", () => {
    const text = secrets.slice(0, 5).join(" ");
    const cause = Object.assign(new Error(`inner ${text}`), {
      config: { headers: { Authorization: "nested-0123456789" } },
    });
    throw Object.assign(
      new DemijohnError("JAR_X", text, { wrote: text, where: text, facts: [text], cure: text, cause }),
      { text },
    );
  });
  for (const Accept of ["text/html", "text/plain", "application/json"]) {
    const headers = {
      Accept,
      Authorization: "Bearer bearer-0123456789",
      Cookie: "session=cookie-0123456789",
      Referer: `http://localhost/?password=referer-${"0123456789"}`,
    };
    const body = await (await app.request("/?token=query-0123456789", { headers })).text();
    assert.match(body, /\*\*\*/);
    // The lines of this very test stand in the excerpt; what is known of the request and the process is masked there, too.
    for (const secret of [...secrets.slice(0, 5), `referer-${"0123456789"}`])
      assert.ok(!body.includes(secret), `${Accept}: ${secret}`);
    assert.match(body, /Authorization: \*\*\*/);
  }
  delete process.env["JAR_PASSWORD"];
});

test("the shell's working folder is no secret, though its variable is named PWD", async () => {
  const before = process.env["PWD"];
  process.env["PWD"] = process.cwd();
  const text = await (await failThrowing(new Error(`no file ${process.cwd()}/jar.txt`), curl)).text();
  if (before === undefined) delete process.env["PWD"];
  else process.env["PWD"] = before;
  assert.ok(text.includes(`no file ${process.cwd()}/jar.txt`));
});

test("hostile text in messages, names, headers and paths stays text", async () => {
  const evil = `"'><script>alert(1)</script></textarea></style></body><!--`;
  class Named extends Error {}
  Object.defineProperty(Named, "name", { value: evil });
  const error = Object.assign(
    new Named(evil, { cause: new DemijohnError(evil, evil, { wrote: evil, where: evil, facts: [evil], cure: evil }) }),
    {
      [evil]: evil,
      code: evil,
    },
  );
  error.stack = `${evil}: ${evil}\n    at ${evil} (/app/${evil}.ts:1:1)`;
  const app = new App({ mode: "development", logger: silent, name: evil });
  app.get("/<path:rest>", () => {
    throw error;
  });
  const response = await app.request(
    `/${encodeURIComponent(evil)}?${encodeURIComponent(evil)}=${encodeURIComponent(evil)}`,
    {
      headers: { "X-Jar": evil, "User-Agent": evil, Cookie: `a=${evil.replaceAll(/[";]/g, "")}` },
    },
  );
  const page = await response.text();
  assert.equal(page.match(/<script/g)!.length, 1);
  assert.equal(page.match(/<\/script>/g)!.length, 1);
  assert.equal(page.match(/<\/textarea>/g)!.length, 1);
  assert.equal(page.match(/<\/style>/g)!.length, 1);
  assert.equal(page.match(/<\/body>/g)!.length, 1);
  assert.ok(!page.includes("<!--"));
  assert.doesNotMatch(page, /href="(?!#|data:,|vscode:\/\/file\/)/);
});

const cyclic = new Error("cyclic");
cyclic.cause = new Error("back", { cause: cyclic });
let deep: Error = new Error("bottom");
for (let i = 0; i < 10_000; i++) deep = new Error(`level ${i}`, { cause: deep });
const wide = new AggregateError(
  Array.from({ length: 10_000 }, (_, i) => new Error(`one ${i}`)),
  "wide",
);
const longStack = new Error("long");
longStack.stack = `Error: long\n${"    at f (/app/x.ts:1:1)\n".repeat(10_000)}`;
const withGetters = new Error("getters");
for (const name of ["name", "message", "stack", "cause", "code", "errors", "jar", "constructor"])
  Object.defineProperty(withGetters, name, {
    enumerable: true,
    get() {
      throw new Error(`${name} fails`);
    },
  });
const refusing = new Proxy(new Error("proxy"), {
  get: () => {
    throw new Error("get");
  },
  ownKeys: () => {
    throw new Error("ownKeys");
  },
  getPrototypeOf: () => null,
});
const odd = new Error("odd");
Object.assign(odd, { name: 5, code: {}, cause: null, errors: "no list" });
Object.defineProperty(odd, "stack", { value: { not: "text" } });
const badDetails = new DemijohnError("JAR_X", "Bad details.", {});
Object.assign(badDetails, { summary: 5, details: { facts: "text", wrote: 3, where: null } });

const thrown: readonly (readonly [what: string, value: unknown, shows: RegExp])[] = [
  ["undefined", undefined, /undefined/],
  ["null", null, /null/],
  ["a number", 42, /<h1>A number was thrown: 42<\/h1>/],
  ["a string", "dry", /throw new Error\(&#34;dry&#34;\);/],
  ["a symbol", Symbol("jar"), /A symbol was thrown: Symbol\(jar\)/],
  ["a function", () => 1, /A function was thrown/],
  ["a promise", Promise.resolve(1), /A promise was thrown/],
  ["an object without a prototype", Object.create(null), /An object was thrown/],
  ["an object with a password", { password: "hunter2hunter2" }, /password: \*\*\*/],
  ["bytes", new Uint8Array(100_000), /An object was thrown: Uint8Array\(100000\)/],
  ["an error with no message", new Error(""), /<h1>\(no message\)<\/h1>/],
  ["an error whose cause is itself", cyclic, /<h1>cyclic<\/h1>/],
  ["a chain of 10,000 causes", deep, /level 9980/],
  ["10,000 errors in one", wide, /<h1>wide<\/h1>[\s\S]*Error 19 of 10000/],
  ["a stack of 10,000 lines", longStack, /9900 more frames are not shown/],
  ["a message of 10 MB", new Error("x".repeat(10_000_000)), /more characters\)/],
  ["a message of binary data", new Error("\0\x01\x1b[31m\ud800\u202e"), /␀␁␛\[31m\ufffd\\u202e/],
  ["an error whose getters all throw", withGetters, /was thrown/],
  ["a proxy that refuses everything", refusing, /was thrown/],
  ["an error with odd properties", odd, /<h1>/],
  ["an error of Demijohn with broken details", badDetails, /<h1>/],
  [
    "a frame whose file cannot be read",
    Object.assign(new Error("m"), { stack: "Error: m\n    at f (/nowhere/x.ts:1:1)" }),
    /\/nowhere\/x\.ts:1:1/,
  ],
];

for (const [what, value, shows] of thrown) {
  test(`the page stands ${what}`, async () => {
    for (const Accept of ["text/html", "text/plain", "application/json"]) {
      const started = performance.now();
      const response = await renderDirectly(value, { headers: { Accept } });
      const body = await response.text();
      assert.equal(response.status, 500);
      if (Accept === "text/html") assert.match(body, shows);
      // What was meant is the development page, and not the plain one that stands in for it.
      assert.match(body, /Versions|"versions"/);
      assert.ok(body.length < 1_000_000, `${body.length} characters`);
      assert.ok(performance.now() - started < 2000);
    }
  });
}

test("a second error in an error handler is shown", async () => {
  const app = new App({ mode: "development", logger: silent });
  app.get("/", () => {
    throw new Error("first");
  });
  app.onError(Error, () => {
    throw new TypeError("second");
  });
  assert.match(await (await app.request("/")).text(), /<h1>second<\/h1>/);
});
