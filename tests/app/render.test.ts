// Tests what templates get from the app that renders them, and which of several folders a template comes from.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { App, Blueprint, Response } from "demijohn";

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "demijohn-render-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, "templates", name)), { recursive: true });
    await writeFile(join(folder, "templates", name), text);
  }
  return folder;
}

async function textOf(app: App, path: string): Promise<string> {
  const response = await app.request(path);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text;
}

test("a template gets its context, the request and its state, all escaped", async (t) => {
  const root = await folderWith(t, { "jar.html": "{{ name }} {{ request.path }} {{ state.mark }}|" });
  const app = new App({ root });
  app.before((request) => {
    (request.state as Record<string, unknown>)["mark"] = "<m>";
  });
  app.get("/jar", (request) => request.render("jar.html", { name: "<b>" }));
  const response = await app.request("/jar");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(await response.text(), "&lt;b&gt; /jar &lt;m&gt;|");
});

test("the app renders outside of requests, without a request", async (t) => {
  const root = await folderWith(t, { "mail.html": "{{ name }} {{ url_for('jar', id=5) }} {{ request is defined }}" });
  const app = new App({ root });
  app.get("/jars/<int:id>", { name: "jar" }, () => "");
  assert.equal(String(await app.render("mail.html", { name: "Ada" })), "Ada /jars/5 false");
});

test("one block is rendered alone", async (t) => {
  const root = await folderWith(t, {
    "layout.html": "<html>{% block body %}{% endblock %}</html>",
    "page.html": "{% extends 'layout.html' %}{% block body %}<p>{{ name }} {{ request.path }}</p>{% endblock %}",
  });
  const app = new App({ root });
  app.get("/whole", (request) => request.render("page.html", { name: "Ada" }));
  app.get("/part", (request) => request.renderBlock("page.html", "body", { name: "Ada" }));
  assert.equal(await textOf(app, "/whole"), "<html><p>Ada /whole</p></html>");
  assert.equal(await textOf(app, "/part"), "<p>Ada /part</p>");
});

test("a template is streamed while what it loops over is still coming", async (t) => {
  const root = await folderWith(t, { "list.html": "<ul>{% for n in numbers %}<li>{{ n }}{% endfor %}</ul>{{ site }}" });
  const app = new App({ root });
  app.contextProcessor(() => ({ site: "Cellar" }));
  app.get("/", (request) => {
    const numbers = async function* (): AsyncGenerator<number> {
      yield 1;
      await undefined;
      yield 2;
    };
    const response = new Response(request.streamTemplate("list.html", { numbers: numbers() }));
    response.headers.set("Content-Type", "text/html; charset=utf-8");
    return response;
  });
  assert.equal(await textOf(app, "/"), "<ul><li>1<li>2</ul>Cellar");
});

test("context processors add values, later ones replace earlier, and the handler's own go first", async (t) => {
  const root = await folderWith(t, { "page.html": "{{ a }} {{ b }} {{ c }}" });
  const app = new App({ root });
  let calls = 0;
  app.contextProcessor(() => {
    calls++;
    return { a: "sync", b: "sync", c: "sync" };
  });
  app.contextProcessor(async (request) => {
    await undefined;
    return { b: request.path, c: "async" };
  });
  app.get("/here", async (request) => {
    await request.render("page.html");
    return request.render("page.html", { c: "own" });
  });
  assert.equal(await textOf(app, "/here"), "sync /here own");
  assert.equal(calls, 1);
  await textOf(app, "/here");
  assert.equal(calls, 2);
});

test("links know the request's blueprint, and imported macros those of the app", async (t) => {
  const root = await folderWith(t, {
    "macros.html": "{% macro link(id) %}{{ url_for('blog.post', id=id, page=2) }}{% endmacro %}",
    "page.html":
      "{% import 'macros.html' as m %}{{ m.link(5) }} {{ url_for('.post', id=6) }} " +
      "{{ url_for('.post', id=7, _external=true, _anchor='top') }}",
  });
  const app = new App({ root });
  const blog = new Blueprint("blog", { prefix: "/blog" });
  blog.get("/", (request) => request.render("page.html"));
  blog.get("/<int:id>", { name: "post" }, () => "");
  app.use(blog);
  assert.equal(await textOf(app, "/blog/"), "/blog/5?page=2 /blog/6 http://localhost/blog/7#top");
});

test("the app's template goes before a blueprint's, and an earlier blueprint's before a later one's", async (t) => {
  const app = new App({ root: await folderWith(t, { "blog/post.html": "the app's" }) });
  for (const name of ["first", "second"]) {
    const files = { "blog/post.html": name, "blog/list.html": `list of the ${name}`, [`${name}.html`]: `only ${name}` };
    app.use(new Blueprint(name, { root: await folderWith(t, files) }));
  }
  app.get("/<path:name>", (request) => request.render(request.params["name"] as string));
  for (const [name, text] of [
    ["blog/post.html", "the app's"],
    ["blog/list.html", "list of the first"],
    ["first.html", "only first"],
    ["second.html", "only second"],
  ] as const)
    assert.equal(await textOf(app, `/${name}`), text, name);
});

test("templates that a battery brings as texts are found, and those of a folder win", async () => {
  const app = new App({ mode: "test", templateFolder: false });
  app.templateTexts({ "jar/page.html": "<h1>{{ name }}</h1>" });
  assert.equal(String(await app.render("jar/page.html", { name: "<Jar>" })), "<h1>&lt;Jar&gt;</h1>");
  const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
  const root = mkdtempSync(`${(await import("node:os")).tmpdir()}/texts-`);
  mkdirSync(`${root}/templates/jar`, { recursive: true });
  writeFileSync(`${root}/templates/jar/page.html`, "own {{ name }}");
  const own = new App({ mode: "test", root });
  own.templateTexts({ "jar/page.html": "<h1>{{ name }}</h1>" });
  assert.equal(String(await own.render("jar/page.html", { name: "Ann" })), "own Ann");
  rmSync(root, { recursive: true });
});
