// Tests that `demijohn check` compiles every template and compares declared contexts with what templates read.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { App } from "demijohn";
import { invokeCommand } from "demijohn/cli";
import { sessions } from "demijohn/sessions";
import { defineTemplate } from "demijohn/templates";

const root = mkdtempSync(join(tmpdir(), "demijohn-templates-"));
after(() => rmSync(root, { recursive: true }));

function makeApp(templates: Readonly<Record<string, string>>): App {
  const folder = mkdtempSync(join(root, "app-"));
  mkdirSync(join(folder, "templates"));
  for (const [name, source] of Object.entries(templates)) writeFileSync(join(folder, "templates", name), source);
  return new App({ root: folder, mode: "test" });
}

test("templates in order are in order", async () => {
  const app = makeApp({
    "page.html": "{{ title }} {{ request.path }} {{ session.name }} {{ url_for('index') }} {{ own }}",
  });
  app.use(sessions());
  app.contextProcessor(() => ({ own: 7 }));
  app.get("/", { name: "index" }, () => "");
  app.declareTemplates(defineTemplate<{ title: string }>("page.html", { title: true }));
  const { status, output } = await invokeCommand(app, ["check"]);
  assert.equal(output, "Everything is in order.\n");
  assert.equal(status, 0);
});

test("a fault of syntax fails the check with its place", async () => {
  const { status, output } = await invokeCommand(makeApp({ "page.html": "<p>\n{% if x %}" }), ["check"]);
  assert.equal(status, 1);
  assert.match(output, /ERROR TEMPLATES_\w+: .+\n {2}At page\.html:2:/);
});

test("a variable that the context does not have is reported with the near name", async () => {
  const app = makeApp({ "page.html": "{{ titel }}" });
  app.declareTemplates(defineTemplate<{ title: string }>("page.html", { title: true }));
  const { output } = await invokeCommand(app, ["check"]);
  assert.match(output, /titel/);
  assert.match(output, /Did you mean "title"\?/);
});
