// Tests templates of an app's own in the admin: for one model, for all models of a label, and for all.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { admin, adminModels } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { memoryLoader } from "demijohn/templates";
import { TestClient } from "demijohn/testing";

class Jar extends Model("cellar.Jar", () => Jar, { name: f.char({ maxLength: 50 }) }) {}
class Lid extends Model("cellar.Lid", () => Lid, { name: f.char({ maxLength: 50 }) }) {}
class Sheet extends Model("atlas.Sheet", () => Sheet, { name: f.char({ maxLength: 50 }) }) {}
class Person extends Model("cellar.Person", () => Person, {}, { mixins: [Account] }) {}

const own = (title: string, parent: string): string =>
  `{% extends "${parent}" %}{% block content %}<p class="own">${title}</p>{{ super() }}{% endblock %}`;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "development",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
  templates: {
    loader: memoryLoader({
      "admin/cellar/jar/list.html": own("list of jars", "admin/list.html"),
      "admin/cellar/list.html": own("a list of the cellar", "admin/list.html"),
      "admin/cellar/jar/form.html": own("form of jars", "admin/form.html"),
      "admin/cellar/history.html": own("history of the cellar", "admin/history.html"),
      "admin/atlas/sheet/delete.html": own("deletion of sheets", "admin/delete.html"),
    }),
  },
});
app.use(auth({ user: Person as never }));
app.use(admin({ models: [Jar, Lid, Sheet] }), { prefix: "/admin" });
const client = new TestClient(app);

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Person as never), Jar, Lid, Sheet, ...adminModels()]);
  const login = { email: "boss@example.org", password: "poured by the river" };
  await createUser(Person, { ...login, isStaff: true, isSuperuser: true } as never);
  for (const model of [Jar, Lid, Sheet]) await (model as typeof Jar).objects.create({ name: "One" });
  const form = { login: login.email, password: login.password };
  await client.post("/accounts/login", { form, headers: { "Sec-Fetch-Site": "same-origin" } });
});

async function ownOf(path: string): Promise<string | undefined> {
  const answer = await client.get(`/admin/${path}`);
  const text = await answer.text();
  assert.equal(answer.status, 200, text.slice(0, 500));
  assert.match(text, /<h1/, "the admin's own page is extended");
  return /<p class="own">([^<]*)</.exec(text)?.[1];
}

test("a template for a model goes before one for its label, and that before the admin's own", async () => {
  assert.equal(await ownOf("cellar/jar/"), "list of jars");
  assert.equal(await ownOf("cellar/lid/"), "a list of the cellar");
  assert.equal(await ownOf("atlas/sheet/"), undefined);
});

test("every page of a model can have one", async () => {
  assert.equal(await ownOf("cellar/jar/1/change"), "form of jars");
  assert.equal(await ownOf("cellar/jar/add"), "form of jars");
  assert.equal(await ownOf("cellar/lid/1/change"), undefined);
  assert.equal(await ownOf("cellar/lid/1/history"), "history of the cellar");
  assert.equal(await ownOf("atlas/sheet/1/delete"), "deletion of sheets");
});
