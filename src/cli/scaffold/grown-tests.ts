// Holds the tests of a grown project.

export const testSite: string = `import { migrationProject } from "demijohn/cli";
import { createUser } from "demijohn/auth";
import { migrate } from "demijohn/migrations";
import { defineDatabases } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { User } from "../accounts/models.ts";
import { createApp } from "../app.ts";

export const email = "ada@example.org";
export const password = "three-jars-of-plums";

/** The site with a database of its own, in memory, and a user who may do everything. */
export async function makeSite() {
  defineDatabases({ default: "sqlite::memory:" });
  const app = createApp();
  await app.ready();
  await migrate(migrationProject(app));
  await createUser(User, { email, password, isStaff: true, isSuperuser: true });
  return app;
}

/** A browser whose user is logged in. */
export async function logIn(app: Awaited<ReturnType<typeof makeSite>>) {
  const client = new TestClient(app);
  await client.post("/accounts/login", { form: { login: email, password } });
  return client;
}
`;

export const notesTest: string = `import assert from "node:assert/strict";
import { test } from "node:test";
import { Note } from "../notes/models.ts";
import { logIn, makeSite } from "./site.ts";

const app = await makeSite();

test("a note that is added is listed and has a page, escaped", async () => {
  const client = await logIn(app);
  const added = await client.post("/notes/", { form: { text: "<b>Milk</b>" } });
  assert.equal(added.status, 303);
  assert.equal(added.headers.get("location"), "/notes/");
  assert.match(await (await app.request("/notes/")).text(), /&lt;b&gt;Milk&lt;\\/b&gt;/);
  const note = await Note.objects.get({ text: "<b>Milk</b>" });
  assert.equal((await app.request(\`/notes/\${note.id}\`)).status, 200);
});

test("an empty note is not kept, and the page says why", async () => {
  const before = await Note.objects.count();
  const refused = await (await logIn(app)).post("/notes/", { form: { text: "  " } });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /This field is required/);
  assert.equal(await Note.objects.count(), before);
});

test("whoever is not logged in is led to the login, and the note is not kept", async () => {
  const before = await Note.objects.count();
  const refused = await app.request("/notes/", { form: { text: "Milk" } });
  assert.equal(refused.status, 303);
  assert.match(refused.headers.get("location") ?? "", /^\\/accounts\\/login/);
  assert.equal(await Note.objects.count(), before);
});
`;

export const appTest: string = `import assert from "node:assert/strict";
import { test } from "node:test";
import { logIn, makeSite } from "./site.ts";

const app = await makeSite();

test("the front page leads to the notes", async () => {
  const response = await app.request("/");
  assert.equal(response.status, 303);
  assert.equal(response.headers.get("location"), "/notes/");
});

test("an address that leads nowhere says so in the site's own page", async () => {
  const response = await app.request("/nowhere");
  assert.equal(response.status, 404);
  assert.match(await response.text(), /There is no such page/);
});

test("the style sheet is served", async () => {
  const response = await app.request("/static/site.css");
  assert.equal(response.status, 200);
});

test("the admin has the notes, for its users alone", async () => {
  assert.equal((await app.request("/admin/")).status, 303);
  const page = await (await logIn(app)).get("/admin/notes/note/");
  assert.equal(page.status, 200);
});
`;
