// Walks through what a Flask user tries first, through real HTTP.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { App, abort, escapeHtml, html, type RunningServer, redirect, reply, UrlBuildError } from "demijohn";
import { flash, getFlashedMessages, sessions } from "demijohn/sessions";

const root = mkdtempSync(join(tmpdir(), "demijohn-quickstart-"));
let server: RunningServer;
let base: string;

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({ root, mode: "test", secretKey: "a key of at least thirty-two characters", logger: silent });
app.use(sessions());
app.get("/", { name: "index" }, () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => html`<p>Hello, ${params.name}!</p>`);
app.get("/escaped/<name>", ({ params }) => `<p>${escapeHtml(params.name)}</p>`);
app.get("/user/<username>", { name: "profile" }, ({ params }) => `User ${params.username}`);
app.get("/post/<int:id>", ({ params }) => `Post ${params.id + 1}`);
app.get("/path/<path:sub>", ({ params }) => `Sub-path ${params.sub}`);
app.get("/uuid/<uuid:id>", ({ params }) => params.id);
app.get("/float/<float:x>", ({ params }) => ({ x: params.x }));
app.get("/any/<any(red,white):wine>", ({ params }) => params.wine);
app.get("/projects/", () => "The projects page");
app.get("/about", () => "The about page");
app.get("/login", { name: "login" }, (request) => request.query.get("next") ?? "no next");
app.post("/login", async (request) => {
  const { fields } = await request.form();
  return `Welcome, ${escapeHtml(fields.require("username"))}`;
});
app.post("/upload", async (request) => {
  const { files } = await request.form();
  const file = files.require("file");
  await file.save(join(root, "uploads", file.safeName));
  return reply({ name: file.safeName, size: file.size }, 201);
});
app.get("/cookies", (request) => {
  const visits = Number(request.cookies.get("visits") ?? "0") + 1;
  return reply(`Visit ${visits}`, 200, { "Set-Cookie": `visits=${visits}` });
});
app.get("/old", () => redirect("/about"));
app.get("/secret", () => abort(401));
app.onError(404, () => reply("This page does not exist", 404, { "X-Own": "yes" }));
app.get("/me", () => ({ username: "Ada", theme: "dark" }));
app.get("/users", () => [{ id: 1 }, { id: 2 }]);
app.post("/jars", () => reply({ id: 7 }, 201, { "X-Jar": "7" }));
app.get("/set", (request) => {
  request.session.set("name", "Ada");
  return "set";
});
app.get("/read", (request) => String(request.session.get("name") ?? "nobody"));
app.get("/pop", (request) => String(request.session.pop("name")));
app.get("/flash", (request) => {
  flash(request, "You were logged in.", "success");
  return redirect("/messages");
});
app.get("/messages", (request) =>
  getFlashedMessages(request).map(({ category, message }) => `${category}: ${message}`),
);
app.get("/bytes", async function* () {
  yield "one ";
  yield "two";
});

before(async () => {
  mkdirSync(join(root, "static"));
  mkdirSync(join(root, "uploads"));
  writeFileSync(join(root, "static", "style.css"), "body { color: red }");
  server = await app.run({ port: 0 });
  base = server.url.slice(0, -1);
});
after(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

const ask = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(base + path, { redirect: "manual", ...init });

test("the first page is HTML in UTF-8", async () => {
  const response = await ask("/");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(await response.text(), "Hello, World!");
});

test("a name from the address is escaped when rendered", async () => {
  assert.equal(await (await ask("/hello/%3Cscript%3E")).text(), "<p>Hello, &lt;script&gt;!</p>");
  assert.equal(await (await ask("/escaped/%3Cscript%3E")).text(), "<p>&lt;script&gt;</p>");
});

test("parameters are converted, and what does not fit is not found", async () => {
  assert.equal(await (await ask("/user/John%20Doe")).text(), "User John Doe");
  assert.equal(await (await ask("/post/1")).text(), "Post 2");
  assert.equal((await ask("/post/x")).status, 404);
  assert.equal(await (await ask("/path/a/b")).text(), "Sub-path a/b");
  assert.equal((await ask("/uuid/f47ac10b-58cc-4372-a567-0e02b2c3d479")).status, 200);
  assert.equal((await ask("/uuid/7")).status, 404);
  assert.deepEqual(await (await ask("/float/1.5")).json(), { x: 1.5 });
  assert.equal(await (await ask("/any/red")).text(), "red");
  assert.equal((await ask("/any/blue")).status, 404);
});

test("a missing slash redirects for good, a surplus one is not found", async () => {
  const response = await ask("/projects?page=2");
  assert.equal(response.status, 308);
  assert.equal(new URL(response.headers.get("location")!, base).pathname, "/projects/");
  assert.equal(new URL(response.headers.get("location")!, base).search, "?page=2");
  assert.equal((await ask("/about")).status, 200);
  assert.equal((await ask("/about/")).status, 404);
});

test("urlFor builds addresses and suggests on a wrong name", () => {
  assert.equal(app.urlFor("index"), "/");
  assert.equal(app.urlFor("login"), "/login");
  assert.equal(app.urlFor("login", { next: "/" }), "/login?next=/");
  assert.equal(app.urlFor("profile", { username: "John Doe" }), "/user/John%20Doe");
  assert.throws(
    () => app.urlFor("logim"),
    (error: Error) => error instanceof UrlBuildError && /Did you mean "login"\?/.test(error.message),
  );
});

test("another method is refused with the ones that are allowed", async () => {
  const refused = await ask("/about", { method: "POST" });
  assert.equal(refused.status, 405);
  assert.equal(refused.headers.get("allow"), "GET, HEAD, OPTIONS");
  const options = await ask("/about", { method: "OPTIONS" });
  assert.equal(options.status, 200);
  assert.equal(options.headers.get("allow"), "GET, HEAD, OPTIONS");
  const head = await ask("/about", { method: "HEAD" });
  assert.equal(head.headers.get("content-length"), "14");
  assert.equal(await head.text(), "");
});

test("static files are served, and not again while they are fresh", async () => {
  const address = app.urlFor("static", { filename: "style.css" });
  assert.equal(address, "/static/style.css");
  const first = await ask(address);
  assert.equal(first.status, 200);
  assert.equal(first.headers.get("content-type"), "text/css; charset=utf-8");
  const second = await ask(address, { headers: { "If-None-Match": first.headers.get("etag")! } });
  assert.equal(second.status, 304);
  assert.equal(await second.text(), "");
  assert.equal((await ask("/static/%2e%2e/package.json")).status, 404);
});

test("a missing form key is a bad request that names it", async () => {
  const good = await ask("/login", { method: "POST", body: new URLSearchParams({ username: "Ada" }) });
  assert.equal(await good.text(), "Welcome, Ada");
  const bad = await ask("/login", { method: "POST", body: new URLSearchParams({ user: "Ada" }) });
  assert.equal(bad.status, 400);
  assert.match(await bad.text(), /username/);
  assert.equal(await (await ask("/login?next=%2Fjars")).text(), "/jars");
});

test("an upload is saved under a safe name", async () => {
  const form = new FormData();
  form.append("file", new File(["cork"], "../../etc/My cork.txt"));
  const response = await ask("/upload", { method: "POST", body: form });
  assert.equal(response.status, 201);
  const { name, size } = (await response.json()) as { name: string; size: number };
  assert.equal(name.includes("/"), false);
  assert.equal(size, 4);
  assert.equal(readFileSync(join(root, "uploads", name), "utf8"), "cork");
});

test("cookies are read and set", async () => {
  const response = await ask("/cookies", { headers: { cookie: "visits=3" } });
  assert.equal(await response.text(), "Visit 4");
  assert.deepEqual(response.headers.getSetCookie(), ["visits=4"]);
});

test("redirects, abort and an own error page", async () => {
  const redirected = await ask("/old");
  assert.equal(redirected.status, 303);
  assert.equal(redirected.headers.get("location"), "/about");
  const refused = await ask("/secret");
  assert.equal(refused.status, 401);
  const missing = await ask("/nowhere");
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get("x-own"), "yes");
  assert.equal(await missing.text(), "This page does not exist");
});

test("objects and arrays are JSON, and a reply carries status and headers", async () => {
  const me = await ask("/me");
  assert.equal(me.headers.get("content-type"), "application/json");
  assert.deepEqual(await me.json(), { username: "Ada", theme: "dark" });
  assert.deepEqual(await (await ask("/users")).json(), [{ id: 1 }, { id: 2 }]);
  const made = await ask("/jars", { method: "POST" });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get("x-jar"), "7");
  assert.deepEqual(await made.json(), { id: 7 });
});

test("the session is kept in a signed cookie that scripts cannot read", async () => {
  const set = await ask("/set");
  const [cookie = ""] = set.headers.getSetCookie();
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  const pair = cookie.split(";")[0]!;
  assert.equal(await (await ask("/read", { headers: { cookie: pair } })).text(), "Ada");
  assert.equal(await (await ask("/read", { headers: { cookie: `${pair.slice(0, -2)}xx` } })).text(), "nobody");
  const popped = await ask("/pop", { headers: { cookie: pair } });
  assert.equal(await popped.text(), "Ada");
  assert.match(popped.headers.getSetCookie()[0] ?? "", /Max-Age=0/);
});

test("a flashed message is shown once, on the next page", async () => {
  const flashed = await ask("/flash");
  const pair = flashed.headers.getSetCookie()[0]!.split(";")[0]!;
  const shown = await ask("/messages", { headers: { cookie: pair } });
  assert.deepEqual(await shown.json(), ["success: You were logged in."]);
  const next = shown.headers.getSetCookie()[0]!.split(";")[0]!;
  assert.deepEqual(await (await ask("/messages", { headers: { cookie: next } })).json(), []);
});

test("a stream arrives whole", async () => {
  assert.equal(await (await ask("/bytes")).text(), "one two");
});
