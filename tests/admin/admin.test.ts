// Tests the admin's pages over real requests: lists, forms, history, deletion, actions, export, and who may do what.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { admin, adminModels, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { assertQueries, captureQueries, createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { checkNames } from "../../src/admin/options/model-admin.ts";

class Cellar extends Model(
  "wines.Cellar",
  () => Cellar,
  { name: f.char({ maxLength: 50 }), wines: f.reverse(() => Wine, "cellar") },
  { ordering: ["name"] },
) {
  override toString(): string {
    return this.name;
  }
}
class Grape extends Model("wines.Grape", () => Grape, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Wine extends Model("wines.Wine", () => Wine, {
  name: f.char({ maxLength: 50, unique: true }),
  year: f.integer({ null: true, blank: true }),
  kind: f.char({ maxLength: 5, choices: { red: "Red", white: "White" }, default: "red" }),
  ready: f.boolean({ default: false }),
  bottledAt: f.dateTime({ null: true, blank: true }),
  cellar: f.foreignKey(() => Cellar, { relatedName: "wines", onDelete: "protect" }),
  grapes: f.manyToMany(() => Grape, { blank: true }),
  notes: f.reverse(() => Note, "wine"),
}) {
  override toString(): string {
    return this.name;
  }
}
class Note extends Model("wines.Note", () => Note, {
  text: f.text(),
  wine: f.foreignKey(() => Wine, { relatedName: "notes", onDelete: "cascade" }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Person extends Model("people.Person", () => Person, {}, { mixins: [Account] }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "development",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
});
app.use(auth({ user: Person as never }));
app.use(
  admin({
    title: "Cellar book",
    models: [
      modelAdmin(Wine, {
        listDisplay: [
          "name",
          "year",
          "kind",
          "ready",
          "cellar",
          { name: "age", value: (wine) => (wine.year === null ? null : 2026 - wine.year), sortBy: "year" },
        ],
        listFilter: ["kind", "ready", "cellar", "bottledAt", "year"],
        searchFields: ["name", "cellar__name", "year"],
        ordering: ["name"],
        listPerPage: 10,
        keepCounts: 0,
        exclude: ["bottledAt"],
        actions: [
          {
            name: "open",
            label: "Mark as ready",
            run: async (rows) => `${await rows.update({ ready: true })} are ready.`,
          },
        ],
      }),
      modelAdmin(Cellar, { searchFields: ["name"] }),
      Grape,
      modelAdmin(Note, { readonlyFields: ["wine"] }),
    ],
  }),
  { prefix: "/admin" },
);

const password = "poured by the river";
const clients = new Map<string, TestClient>();

async function clientOf(email: string): Promise<TestClient> {
  const known = clients.get(email);
  if (known !== undefined) return known;
  const client = new TestClient(app);
  const answer = await post(client, "/accounts/login", { login: email, password });
  assert.equal(answer.status, 303, email);
  clients.set(email, client);
  return client;
}
type Answer = Awaited<ReturnType<TestClient["get"]>>;
function post(client: TestClient, path: string, form: Record<string, string | string[]> = {}): Promise<Answer> {
  return client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
}
async function page(path: string, email = "boss@example.org"): Promise<string> {
  const answer = await (await clientOf(email)).get(path);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text.slice(0, 2000)}`);
  return text;
}
const send = async (
  path: string,
  form: Record<string, string | string[]> = {},
  email = "boss@example.org",
): Promise<Answer> => post(await clientOf(email), path, form);
const names = (text: string): string[] => [...text.matchAll(/change[^"]*">([^<]*)<\/a>/g)].map(([, name]) => name!);

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Person as never), Cellar, Grape, Wine, Note, ...adminModels()]);
  await syncPermissions();
  const account = (email: string, values: object) => createUser(Person, { email, password, ...values } as never);
  await account("boss@example.org", { isStaff: true, isSuperuser: true });
  await account("guest@example.org", {});
  const reader = await account("reader@example.org", { isStaff: true });
  await grantPermissions(reader as never, "wines.view_wine");
  const writer = await account("writer@example.org", { isStaff: true });
  await grantPermissions(writer as never, "wines.change_wine", "wines.add_wine");
  await Cellar.objects.bulkCreate([{ name: "North" }, { name: "South" }]);
  await Grape.objects.bulkCreate([{ name: "Merlot" }, { name: "Syrah" }]);
  await Wine.objects.bulkCreate(
    Array.from({ length: 35 }, (_, i) => ({
      name: `Wine ${String(i + 1).padStart(2, "0")}`,
      year: i % 7 === 0 ? null : 1990 + i,
      kind: i % 2 === 0 ? ("red" as const) : ("white" as const),
      cellar: 1 + (i % 2),
    })),
  );
  await Note.objects.bulkCreate([
    { text: "Dry.", wine: 1 },
    { text: "Rich.", wine: 1 },
  ]);
});

test("who is not logged in is sent to the login page, and who is no staff is refused", async () => {
  const stranger = await new TestClient(app).get("/admin/wines/wine/");
  assert.equal(stranger.headers.get("location"), "/accounts/login?next=/admin/wines/wine/");
  assert.equal((await (await clientOf("guest@example.org")).get("/admin/")).status, 403);
});

test("the first page lists the models that the user may see", async () => {
  const all = await page("/admin/");
  for (const title of ["Wines", "Cellars", "Grapes", "Notes"])
    assert.match(all, new RegExp(`<a href="/admin/wines/\\w+/">${title}</a>`));
  const few = await page("/admin/", "reader@example.org");
  assert.match(few, /Wines/);
  assert.doesNotMatch(few, /Cellars|Grapes|\/add"/);
});

test("a list shows columns, choices by their labels, and pages", async () => {
  const first = await page("/admin/wines/wine/");
  assert.match(first, /Wines <small>35 Wines|Wines <small>35 wines/i);
  assert.deepEqual(
    names(first),
    Array.from({ length: 10 }, (_, i) => `Wine ${String(i + 1).padStart(2, "0")}`),
  );
  assert.match(first, /<td class="text short">White<\/td>/);
  assert.match(first, /<td class="text short">North<\/td>/);
  assert.match(first, /<span class="no">✗<span class="hidden"> No<\/span>/);
  assert.match(first, /Page 1 of 4/);
  assert.deepEqual(names(await page("/admin/wines/wine/?p=4")), [
    "Wine 31",
    "Wine 32",
    "Wine 33",
    "Wine 34",
    "Wine 35",
  ]);
  assert.deepEqual(names(await page("/admin/wines/wine/?p=3")).at(0), "Wine 21");
  assert.match(await page("/admin/wines/wine/?p=99"), /Page 4 of 4/);
});

test("a list asks as many questions for ten rows as for one", async () => {
  await page("/admin/wines/wine/");
  const { queries: many } = await captureQueries(() => page("/admin/wines/wine/?q=wine"));
  const { queries: one } = await captureQueries(() => page("/admin/wines/wine/?q=Wine+07"));
  assert.equal(many.length, one.length);
});

test("words are looked for in text of the row and of its relations, and numbers as they are", async () => {
  assert.deepEqual(names(await page("/admin/wines/wine/?q=wine+07")), ["Wine 07"]);
  assert.equal(names(await page("/admin/wines/wine/?q=south")).length, 10);
  assert.deepEqual(names(await page("/admin/wines/wine/?q=2001")), ["Wine 12"]);
  assert.match(await page("/admin/wines/wine/?q=%25"), /Nothing fits/);
});

test("filters offer their values with counts, and combine", async () => {
  const text = await page("/admin/wines/wine/");
  assert.match(text, /<span>Red<\/span> <span class="count">18<\/span>/);
  assert.match(text, /<span>North<\/span> <span class="count">18<\/span>/);
  const white = await page("/admin/wines/wine/?kind=white&cellar=2");
  assert.match(white, /<small>17 /);
  assert.match(
    white,
    /<span>Red<\/span> <span class="count">0<\/span>|<span>White<\/span> <span class="count">17<\/span>/,
  );
  assert.match(await page("/admin/wines/wine/?year=-"), /<small>5 /);
  assert.match(await page("/admin/wines/wine/?ready=yes"), /Nothing fits/);
  assert.match(await page("/admin/wines/wine/?cellar=x&bottledAt=never"), /<small>35 /);
});

test("a list is sorted by one column, by several, by a relation and by a computed one", async () => {
  assert.equal(names(await page("/admin/wines/wine/?o=-name"))[0], "Wine 35");
  assert.equal(names(await page("/admin/wines/wine/?o=-kind,-name"))[0], "Wine 34");
  assert.equal(names(await page("/admin/wines/wine/?o=-cellar,name"))[0], "Wine 02");
  assert.equal(names(await page("/admin/wines/wine/?o=-age"))[0], "Wine 35");
  assert.match(await page("/admin/wines/wine/?o=-name"), /aria-sort="descending"/);
  assert.equal(names(await page("/admin/wines/wine/?o=password,__proto__"))[0], "Wine 01");
});

test("a form adds a row with its relations, and the log tells it", async () => {
  const bad = await send("/admin/wines/wine/add", { name: "", cellar: "9", kind: "green" });
  assert.equal(bad.status, 422);
  const text = await bad.text();
  assert.match(text, /This field is required\./);
  assert.match(text, /Select a valid choice/);
  const good = await send("/admin/wines/wine/add", {
    name: "Rioja",
    year: "2019",
    kind: "red",
    cellar: "1",
    grapes: ["1", "2"],
  });
  assert.equal(good.headers.get("location"), "/admin/wines/wine/");
  const wine = await Wine.objects.get({ name: "Rioja" });
  assert.deepEqual(await wine.grapes.flat("name"), ["Merlot", "Syrah"]);
  const entry = await LogEntry.objects.get({ action: "add" });
  assert.deepEqual([entry.model, entry.objectText, entry.userText], ["wines.Wine", "Rioja", "boss@example.org"]);
  assert.match(await page("/admin/wines/wine/"), /Wine “Rioja” was saved\./);
  assert.match(await page("/admin/"), /change">Rioja<\/a>/);
});

async function versionOf(path: string): Promise<string> {
  return /name="_version" value="([^"]*)"/.exec(await page(path))![1]!;
}

test("a change is written with what it said before, and a save that changes nothing is not logged", async () => {
  const wine = await Wine.objects.get({ name: "Rioja" });
  const path = `/admin/wines/wine/${wine.id}/change`;
  const form = { name: "Rioja Reserva", year: "2018", kind: "red", cellar: "2", grapes: ["1"], _then: "continue" };
  const answer = await send(path, { ...form, _version: await versionOf(path) });
  assert.equal(answer.headers.get("location"), path);
  await send(path, { ...form, _version: await versionOf(path) });
  const entries = await LogEntry.objects.filter({ action: "change" });
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0]!.changes, [
    { name: "name", field: "Name", before: "Rioja", after: "Rioja Reserva" },
    { name: "year", field: "Year", before: "2019", after: "2018" },
    { name: "cellar", field: "Cellar", before: "North", after: "South" },
    { name: "grapes", field: "Grapes", before: "Merlot, Syrah", after: "Merlot" },
  ]);
  const history = await page(`/admin/wines/wine/${wine.id}/history`);
  assert.match(history, /<del>Rioja<\/del> <ins>Rioja Reserva<\/ins>/);
});

test("the second of two editors is told, sees what is saved, and loses nothing", async () => {
  const wine = await Wine.objects.get({ name: "Rioja Reserva" });
  const path = `/admin/wines/wine/${wine.id}/change`;
  const version = await versionOf(path);
  await Wine.objects.filter({ id: wine.id }).update({ year: 2001 });
  const form = { name: "Rioja Gran Reserva", year: "2018", kind: "red", cellar: "2" };
  const late = await send(path, { ...form, _version: version });
  assert.equal(late.status, 409);
  const text = await late.text();
  assert.match(text, /Somebody else changed this/);
  assert.match(text, /<dt>Year<\/dt><dd>2001<\/dd>/);
  assert.match(text, /value="Rioja Gran Reserva"/);
  assert.equal((await Wine.objects.get({ id: wine.id })).name, "Rioja Reserva");
  const shown = /name="_version" value="([^"]*)"/.exec(text)![1]!;
  assert.equal((await send(path, { ...form, _version: shown })).status, 303);
  assert.equal((await Wine.objects.get({ id: wine.id })).name, "Rioja Gran Reserva");
});

test("the page before a deletion tells what goes along and what forbids it", async () => {
  const along = await page("/admin/wines/wine/1/delete");
  assert.match(along, /<strong>2 Notes<\/strong>: Dry\., Rich\.|<strong>2 notes<\/strong>: Dry\., Rich\./);
  const held = await page("/admin/wines/cellar/1/delete");
  assert.match(held, /It cannot be deleted/);
  assert.equal((await send("/admin/wines/cellar/1/delete")).status, 409);
  assert.equal(await Cellar.objects.count(), 2);
  assert.equal((await send("/admin/wines/wine/1/delete")).status, 303);
  assert.equal(await Wine.objects.filter({ id: 1 }).exists(), false);
  assert.equal(await Note.objects.count(), 0);
  assert.equal((await (await clientOf("boss@example.org")).get("/admin/wines/wine/1/change")).status, 404);
});

test("an action runs on the ticked rows, or on all that fit", async () => {
  await send("/admin/wines/wine/", { action: "open", row: ["2", "3"] });
  assert.deepEqual(await Wine.objects.filter({ ready: true }).orderBy("id").flat("id"), [2, 3]);
  await send("/admin/wines/wine/?kind=white", { action: "open", all: "yes" });
  assert.equal(await Wine.objects.filter({ ready: true }).count(), 18);
  await send("/admin/wines/wine/", { action: "open" });
  assert.match(await page("/admin/wines/wine/"), /Nothing was ticked\./);
  assert.equal((await send("/admin/wines/wine/", { action: "drop", row: "2" })).status, 400);
});

test("deleting several rows is asked for once more, and logged row by row", async () => {
  const asked = await send("/admin/wines/wine/", { action: "delete", row: ["34", "35"] });
  const text = await asked.text();
  assert.match(text, /Delete: 2 wines\?/i);
  assert.equal(await Wine.objects.filter({ id__in: [34, 35] }).count(), 2);
  await send("/admin/wines/wine/", { action: "delete", row: ["34", "35"], confirmed: "yes" });
  assert.equal(await Wine.objects.filter({ id__in: [34, 35] }).count(), 0);
  assert.equal(await LogEntry.objects.filter({ action: "delete", objectKey__in: ["34", "35"] }).count(), 2);
});

test("rows are exported as CSV and JSON, by the list's filters, and formulas are disarmed", async () => {
  await Cellar.objects.create({ name: "=1+1" });
  const csv = await page("/admin/wines/cellar/export.csv");
  assert.equal(csv, "id,name\r\n1,North\r\n2,South\r\n3,'=1+1\r\n");
  const json: { name: string }[] = JSON.parse(await page("/admin/wines/wine/export.json?kind=white&q=wine+12"));
  assert.deepEqual(
    json.map(({ name }) => name),
    ["Wine 12"],
  );
});

test("the search for forms gives keys and texts", async () => {
  assert.deepEqual(JSON.parse(await page("/admin/lookup/wines/cellar?q=nor")), {
    results: [{ key: "1", text: "North" }],
  });
  assert.equal((await (await clientOf("reader@example.org")).get("/admin/lookup/wines/cellar?q=nor")).status, 403);
});

test("a relation with many rows is searched, not listed", async () => {
  await Cellar.objects.bulkCreate(Array.from({ length: 300 }, (_, i) => ({ name: `Cave ${i}` })));
  const form = await page("/admin/wines/wine/add");
  assert.match(form, /data-pick="one" data-choices="\/admin\/choices\/wines\/wine\/cellar"/);
  assert.doesNotMatch(form, /Cave 7</);
  const added = await send("/admin/wines/wine/add", { name: "Barolo", kind: "red", cellar: "2" });
  assert.equal(added.status, 303);
  assert.equal((await Wine.objects.get({ name: "Barolo" })).cellarId, 2);
  assert.equal((await send("/admin/wines/wine/add", { name: "Asti", kind: "red", cellar: "99999" })).status, 422);
});

test("what a user may not do changes nothing", async () => {
  const state = async (): Promise<string> =>
    JSON.stringify(await Wine.objects.orderBy("id").values("id", "name", "ready"));
  const earlier = await state();
  const wine = await Wine.objects.get({ name: "Barolo" });
  const form = { name: "Stolen", kind: "red", cellar: "2" };
  const path = `/admin/wines/wine/${wine.id}`;
  const refused: [string, string, Record<string, string>, number][] = [
    ["reader@example.org", `${path}/change`, form, 403],
    ["reader@example.org", "/admin/wines/wine/add", form, 403],
    ["reader@example.org", `${path}/delete`, {}, 403],
    ["reader@example.org", "/admin/wines/wine/", { action: "open", all: "yes" }, 400],
    ["reader@example.org", "/admin/wines/wine/", { action: "delete", all: "yes", confirmed: "yes" }, 400],
    ["writer@example.org", `${path}/delete`, {}, 403],
    ["writer@example.org", "/admin/wines/wine/", { action: "delete", all: "yes", confirmed: "yes" }, 400],
    ["writer@example.org", "/admin/wines/cellar/add", { name: "Mine" }, 403],
    ["guest@example.org", `${path}/change`, form, 403],
  ];
  for (const [email, address, sent, status] of refused)
    assert.equal((await send(address, sent, email)).status, status, `${email} ${address}`);
  assert.equal(await state(), earlier);
  const shown = await page(`${path}/change`, "reader@example.org");
  assert.doesNotMatch(shown, /<button[^>]*>Save</);
  assert.match(shown, /<dt>Name<\/dt><dd>Barolo<\/dd>/);
});

test("a forged request is refused", async () => {
  const client = await clientOf("boss@example.org");
  const answer = await client.post("/admin/wines/wine/2/delete", {
    headers: { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
  });
  assert.equal(answer.status, 403);
  assert.equal(await Wine.objects.filter({ id: 2 }).exists(), true);
});

test("what a row says is escaped wherever it is shown", async () => {
  await send("/admin/wines/wine/add", { name: "<script>alert(1)</script>", kind: "red", cellar: "2" });
  const wine = await Wine.objects.get({ name__startswith: "<script>" });
  for (const path of ["", `${wine.id}/change`, `${wine.id}/history`, `${wine.id}/delete`])
    assert.doesNotMatch(await page(`/admin/wines/wine/${path}`), /<script>alert/, path);
});

test("a form of a read-only field shows it and does not write it", async () => {
  const note = await Note.objects.create({ text: "Deep.", wine: 2 });
  const path = `/admin/wines/note/${note.id}/change`;
  assert.match(await page(path), /<dt>Wine<\/dt><dd><a href="\/admin\/wines\/wine\/2\/change">Wine 02<\/a><\/dd>/);
  await send(path, { text: "Deeper.", wine: "3", _version: await versionOf(path) });
  await note.refresh();
  assert.deepEqual([note.text, note.wineId], ["Deeper.", 2]);
});

test("an address that no model has is a 404, and queries of a form do not grow with rows", async () => {
  assert.equal((await (await clientOf("boss@example.org")).get("/admin/wines/beer/")).status, 404);
  assert.equal((await (await clientOf("boss@example.org")).get("/admin/wines/wine/abc/change")).status, 404);
  await assertQueries(7, () => page("/admin/wines/wine/2/change"));
});

test("wrong setups say what to write", async () => {
  class Nothing {}
  assert.throws(() => modelAdmin(Nothing as never), {
    message: [
      "ADMIN_NOT_A_MODEL: The admin was given function Nothing, which is no model.",
      "  Give it classes that extend Model(…), or modelAdmin(Article, { … }).",
    ].join("\n"),
  });
  const other = new App({ secretKey: "a key that only this test knows, of 50 characters.", logger: silent });
  const noAccounts = [
    "ADMIN_NO_ACCOUNTS: The admin asks who somebody is, and the app has no accounts.",
    "  Write app.use(auth({ user: User })) before app.use(admin(…)).",
  ].join("\n");
  assert.throws(() => other.use(admin({ models: [] })), { message: noAccounts });
  const third = new App({ secretKey: "a key that only this test knows, of 50 characters.", logger: silent });
  third.use(auth({ user: Person as never }));
  const twice = [
    "ADMIN_MODEL_TWICE: The admin was given wines.Wine twice.",
    "  Leave one of them out, or make a second admin under another prefix.",
  ].join("\n");
  assert.throws(() => third.use(admin({ models: [Wine, modelAdmin(Wine)] })), { message: twice });
});

test("an option that names no field says which there are", () => {
  const wrong = modelAdmin(Wine, { listDisplay: ["nmae"] as never });
  assert.throws(() => checkNames(wrong), {
    message: [
      'ADMIN_UNKNOWN_FIELD: Wine has no field "nmae".',
      '  You wrote modelAdmin(Wine, { listDisplay: ["nmae"] })',
      "  Fields: bottledAt, cellar, cellarId, grapes, id, kind, name, notes, pk, ready, year.",
      '  Did you mean "name"?',
    ].join("\n"),
  });
});
