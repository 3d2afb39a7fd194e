// Tests the admin's forms over real requests: layout, pickers, widgets, hooks, saving as new, dialogs, and what forged posts change.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App, reply } from "demijohn";
import { admin, ColorTextInput, LogEntry, MarkdownTextarea, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, currentUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { field, modelForm, NumberInput } from "demijohn/forms";
import { type Request, redirect } from "demijohn/http";
import { captureQueries, createTables, defineDatabases, f, Model } from "demijohn/orm";
import { MemoryStorage, upload } from "demijohn/storage";
import { TestClient } from "demijohn/testing";

const storage = new MemoryStorage({ baseUrl: "/media/" });

class Town extends Model("map.Town", () => Town, { name: f.char({ maxLength: 50 }) }, { ordering: ["name"] }) {
  override toString(): string {
    return this.name;
  }
}
class Tag extends Model(
  "map.Tag",
  () => Tag,
  {
    name: f.char({ maxLength: 50 }),
    weight: f.integer({
      default: 1,
      choices: [
        [1, "Light"],
        [9, "Heavy"],
      ],
    }),
    places: f.manyToMany(() => Town, { blank: true, relatedName: "marks" }),
  },
  { ordering: ["name"] },
) {
  override toString(): string {
    return this.name;
  }
}
class Guide extends Model("map.Guide", () => Guide, {
  name: f.char({ maxLength: 50 }),
  slug: f.slug({ maxLength: 50 }),
  kind: f.char({ maxLength: 5, choices: { walk: "Walk", ride: "Ride" }, default: "walk" }),
  town: f.foreignKey(() => Town, { onDelete: "cascade" }),
  other: f.foreignKey(() => Town, { onDelete: "setNull", null: true, blank: true, relatedName: "others" }),
  tags: f.manyToMany(() => Tag, { blank: true }),
  price: f.decimal({ maxDigits: 8, decimalPlaces: 2, default: "0" }),
  site: f.url({ blank: true, default: "" }),
  body: f.text({ blank: true, default: "" }),
  extra: f.json({ null: true, blank: true }),
  colour: f.char({ maxLength: 7, blank: true, default: "" }),
  day: f.date({ null: true, blank: true }),
  opens: f.time({ null: true, blank: true }),
  published: f.dateTime({ null: true, blank: true }),
  length: f.duration({ null: true, blank: true }),
  photo: f.image({ null: true, blank: true, storage, uploadTo: "photos" }),
  stock: f.integer({ default: 3 }),
}) {
  override toString(): string {
    return this.name;
  }
  absoluteUrl(): string {
    return `/guides/${this.slug}`;
  }
}
// The same table's rows through other options, by a proxy of the first model.
class Plain extends Model("map.Plain", () => Plain, {
  name: f.char({ maxLength: 50 }),
  town: f.foreignKey(() => Town, { onDelete: "cascade" }),
  tags: f.manyToMany(() => Tag, { blank: true }),
  secret: f.char({ maxLength: 20, default: "kept", blank: true }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Person extends Model("people.Person", () => Person, {}, { mixins: [Account] }) {}

class PlainForm extends modelForm(Plain, {
  fields: ["name", "town"],
  extra: { confirm: field.boolean({ required: false, label: "I am sure" }) },
}) {
  override clean(): void {
    if (this.cleanedData.name === "bad") this.addError("confirm", "Think again.");
  }
}

class ShortForm extends modelForm(Plain, { fields: ["name", "town"], labels: { name: "Short name" } }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "development",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
});
app.use(auth({ user: Person as never }));
const done: string[] = [];
const isBoss = async (request: Request): Promise<boolean> =>
  ((await currentUser(request)) as { readonly email?: string }).email === "boss@example.org";
app.use(
  admin({
    models: [
      modelAdmin(Guide, {
        fieldsets: [
          { fields: [["name", "slug"], "kind", "town", "other", "tags"] },
          { title: "Text", tab: "Content", fields: ["body", "extra", "colour", "site"], description: "What it says." },
          { title: "When", tab: "Dates & files", fields: ["day", "opens", "published", "length", "photo"] },
          { title: "Shop", tab: "Dates & files", fields: ["price"], collapsed: true },
        ],
        readonlyFields: ["stock", { name: "loud", label: "Loudly", value: (guide) => guide.name.toUpperCase() }],
        autocompleteFields: ["town"],
        rawIdFields: ["other"],
        filterVertical: ["tags"],
        radioFields: { kind: "horizontal" },
        widgets: { body: new MarkdownTextarea(), colour: new ColorTextInput() },
        formfieldOverrides: {
          decimal: { widget: new NumberInput({ attrs: { class: "money" } }) },
          image: (image) => image.with({ maxSize: 1000, extensions: ["png"] }),
        },
        prepopulatedFields: { slug: ["name"] },
        saveAs: true,
        saveOnTop: true,
        emptyValueDisplay: "nothing",
        fieldPermissions: { price: { change: isBoss }, colour: { view: isBoss }, other: { change: isBoss } },
      }),
      modelAdmin(Plain, {
        form: PlainForm,
        getForm: (request) => (request.query.has("short") ? ShortForm : PlainForm),
        getReadonlyFields: (_request, row) => (row?.name === "frozen" ? ["town"] : []),
        formfieldForForeignKey: (town, request) =>
          town.with({
            queryset: () => Town.objects.filter({ name__startswith: request.query.get("only") ?? "T" }),
          }),
        getChangeformInitialData: () => ({ name: "From a hook" }),
        responseAdd: (_request, row) => (row.name === "Elsewhere" ? redirect("/elsewhere") : undefined),
        responseChange: (_request, row) => (row.name === "Seen" ? reply("seen", 202) : undefined),
        responseDelete: (_request, row) => reply(`gone ${row.name}`, 200),
        constructChangeMessage: (_request, row, changes) => {
          done.push(`${row.name}: ${changes.map((change) => change.field).join()}`);
          return [];
        },
      }),
      modelAdmin(Town, {
        searchFields: ["name"],
        getQueryset: (request) =>
          request.query.has("near") ? Town.objects.filter({ id__lt: 50 }) : Town.objects.all(),
        deleteQueryset: async (rows) => void (await rows.update({ name: "Abandoned" })),
        getFieldsets: (_request, row) => [{ title: row?.name ?? "A new town", fields: ["name"] }],
        formfieldForDbfield: (one, _request, { name }) => one.with({ helpText: `Help for ${name}.` }),
      }),
      modelAdmin(Tag, {
        deleteModel: (tag) => (tag.name.startsWith("Tag 1") ? false : undefined),
        getFields: () => ["name", "weight", "places"],
        getExclude: (_request, row) => (row === undefined ? ["weight"] : []),
        formfieldForChoiceField: (one) => one.with({ choices: [[1, "Light"]] }),
        formfieldForManyToMany: (one) =>
          one.with({ queryset: () => Town.objects.filter({ name__startswith: "Town 31" }) }),
      }),
    ],
  }),
  { prefix: "/admin" },
);

const password = "poured by the river";
const clients = new Map<string, TestClient>();
type Answer = Awaited<ReturnType<TestClient["get"]>>;
type Sent = Record<string, string | string[]>;
function post(client: TestClient, path: string, form: Sent = {}): Promise<Answer> {
  return client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
}
async function clientOf(email: string): Promise<TestClient> {
  const client = clients.get(email) ?? new TestClient(app);
  if (!clients.has(email))
    assert.equal((await post(client, "/accounts/login", { login: email, password })).status, 303);
  clients.set(email, client);
  return client;
}
const boss = "boss@example.org";
const get = async (path: string, email = boss): Promise<Answer> => (await clientOf(email)).get(path);
async function page(path: string, email = boss): Promise<string> {
  const answer = await get(path, email);
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path}: ${text.slice(0, 600)}`);
  return text;
}
const send = async (path: string, form: Sent = {}, email = boss): Promise<Answer> =>
  post(await clientOf(email), path, form);
const versionIn = (text: string): string => /name="_version" value="([^"]*)"/.exec(text)![1]!;
async function change(path: string, form: Sent, email = boss): Promise<Answer> {
  return send(path, { _version: versionIn(await page(path, email)), ...form }, email);
}
// The part of a form that a field stands in.
function part(text: string, name: string): string {
  const start = text.indexOf(`data-part="${name}"`);
  assert.ok(start >= 0, `no part ${name}`);
  const end = text.indexOf("data-part=", start + 10);
  return text.slice(start, end < 0 ? undefined : end);
}

let guide: Guide;
const minimal = { name: "Ways", slug: "ways", kind: "walk", town: "1", price: "1.50" };

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Person as never), Town, Tag, Guide, Plain, LogEntry]);
  await syncPermissions();
  const account = (email: string, values: object) => createUser(Person, { email, password, ...values } as never);
  await account(boss, { isStaff: true, isSuperuser: true });
  const writer = await account("writer@example.org", { isStaff: true });
  await grantPermissions(writer as never, "map.change_guide", "map.add_guide", "map.view_town");
  const changer = await account("changer@example.org", { isStaff: true });
  await grantPermissions(changer as never, "map.change_guide");
  const reader = await account("reader@example.org", { isStaff: true });
  await grantPermissions(reader as never, "map.view_guide");
  await Town.objects.bulkCreate(Array.from({ length: 320 }, (_, i) => ({ name: `Town ${i}` })));
  await Tag.objects.bulkCreate(Array.from({ length: 20 }, (_, i) => ({ name: `Tag ${i}` })));
  guide = await Guide.objects.create({
    ...minimal,
    town: 7,
    other: 8,
    kind: "walk",
    extra: { b: [1, 2] },
    site: "https://example.org/",
    photo: upload("cat.png", new Uint8Array([1, 2, 3])),
  });
  await guide.tags.add(1, 2);
});

test("a form is laid out in lines, sets, tabs and folds, and read-only lines follow", async () => {
  const text = await page("/admin/map/guide/1/change");
  assert.match(text, /<div class="line">\s*<div class="part" data-part="name">[\s\S]*?data-part="slug">/);
  assert.match(
    text,
    /<a href="#tab-1" id="tab-1-tab">Content<\/a><a href="#tab-2" id="tab-2-tab">Dates &amp; files<\/a>/,
  );
  assert.match(
    text,
    /<section class="tab" id="tab-2"[\s\S]*?<details class="set" open><summary><h2>When[\s\S]*?<details class="set"><summary><h2>Shop/,
  );
  assert.match(text, /<p class="soft">What it says\.<\/p>/);
  assert.match(part(text, "stock"), /<dt>Stock<\/dt><dd>3<\/dd>/);
  assert.match(part(text, "loud"), /<dt>Loudly<\/dt><dd>WAYS<\/dd>/);
  assert.equal(text.match(/name="_then" value="continue"/g)?.length, 2, "buttons above and below");
  assert.match(text, /<a href="\/guides\/ways">View on site<\/a>/);
});

test("a tab with an error says so, and a folded set with one is open", async () => {
  const answer = await change("/admin/map/guide/1/change", { ...minimal, price: "much", site: "no address" });
  assert.equal(answer.status, 422);
  const text = await answer.text();
  assert.match(text, /id="tab-1-tab" class="has-errors">Content <span class="mark">1 error<\/span>/);
  assert.match(text, /<details class="set" open><summary><h2>Shop/);
  assert.match(text, /<div class="form-summary" role="alert" tabindex="-1" autofocus>/);
});

test("each kind of field gets its control", async () => {
  const text = await page("/admin/map/guide/1/change");
  assert.match(
    part(text, "kind"),
    /<input type="radio" name="kind" value="walk" class="side-by-side" required id="id_kind_0" checked>/,
  );
  assert.doesNotMatch(part(text, "kind"), /---/);
  assert.match(part(text, "body"), /<textarea name="body"[^>]* data-markdown="\/admin\/check\/markdown"/);
  assert.match(
    part(text, "extra"),
    /data-json="\/admin\/check\/json"[^>]*>\n\{\n {2}&#34;b&#34;: \[\n {4}1,\n {4}2\n {2}\]\n\}<\/textarea>/,
  );
  assert.match(part(text, "colour"), /<input type="text" name="colour"[^>]* data-color/);
  assert.match(
    part(text, "site"),
    /<a class="open" href="https:\/\/example.org\/" target="_blank" rel="noopener noreferrer">Open<\/a>/,
  );
  assert.match(part(text, "day"), /<input type="date" name="day" data-now="date" id="id_day">/);
  assert.match(part(text, "opens"), /<input type="time" name="opens" data-now="time" step="1"/);
  assert.match(
    part(text, "published"),
    /data-zone="UTC" aria-describedby="id_published_zone">[\s\S]*?<span class="zone" id="id_published_zone">Time zone: UTC<\/span>/,
  );
  assert.match(part(text, "length"), /placeholder="3 04:05:06" data-duration/);
  assert.match(part(text, "price"), /<input type="number" name="price" value="1.50" class="money"[^>]* step="0.01"/);
  const photo = part(text, "photo");
  assert.match(
    photo,
    /<img src="\/media\/photos\/cat.png" alt="The stored picture" loading="lazy"><a href="\/media\/photos\/cat.png">photos\/cat.png<\/a>/,
  );
  assert.match(photo, /<input type="checkbox" name="photo-clear" id="id_photo-clear"> Remove it/);
  assert.match(photo, /<p class="form-help" id="id_photo_limits">At most 1 kB\. PNG\.<\/p>/i);
  assert.match(photo, /accept="\.png"/);
});

test("relations are searched, typed as keys, or chosen from two lists, with the chosen rows' texts", async () => {
  const text = await page("/admin/map/guide/1/change");
  const town = part(text, "town");
  assert.match(town, /data-pick="one" data-choices="\/admin\/choices\/map\/guide\/town\?row=1" data-text="Town 6"/);
  assert.match(town, /<input type="text" name="town" value="7"/);
  assert.match(town, /<span class="chosen"><a href="\/admin\/map\/town\/7\/change">Town 6<\/a><\/span>/);
  const other = part(text, "other");
  assert.match(
    other,
    /data-pick="raw"[\s\S]*value="8"[\s\S]*<a class="find" href="\/admin\/choices\/map\/guide\/other\?row=1" target="_blank"/,
  );
  assert.match(part(text, "tags"), /<select name="tags" data-lists="vertical"[^>]* multiple>/);
  assert.doesNotMatch(text, /Town 300/);
  const bad = await send("/admin/map/guide/add", { ...minimal, town: "4000", other: "x" });
  assert.equal(bad.status, 422);
  assert.equal((await bad.text()).match(/Select a valid choice/g)?.length, 4, "beside the fields and in the summary");
});

test("a relation's rows are looked up on a page, searched, and named by their keys", async () => {
  const look = await page("/admin/choices/map/guide/town?q=town+31");
  assert.match(look, /<span data-choose="32">Town 31<\/span><\/td><td><code>32<\/code>/);
  assert.match(
    await page("/admin/choices/map/guide/town"),
    /rel="next" href="\/admin\/choices\/map\/guide\/town\?q=&amp;p=2"|rel="next" href="[^"]*p=2"/,
  );
  const found = JSON.parse(await page("/admin/choices/map/guide/town?as=json&q=Town+31"));
  assert.deepEqual(found.results[2], { key: "32", text: "Town 31" });
  assert.deepEqual([found.results.length, found.hasMore], [13, false]);
  assert.equal(JSON.parse(await page("/admin/choices/map/guide/town?as=json")).hasMore, true);
  const named = JSON.parse(await page("/admin/choices/map/guide/town?as=json&keys=3,x,99999"));
  assert.deepEqual(named, { results: [{ key: "3", text: "Town 2", address: "/admin/map/town/3/change" }] });
  assert.equal((await get("/admin/choices/map/guide/name")).status, 404);
  assert.equal((await get("/admin/choices/map/guide/town", "reader@example.org")).status, 403);
});

test("large relations to several rows are chips, which also take keys", async () => {
  await Tag.objects.bulkCreate(Array.from({ length: 300 }, (_, i) => ({ name: `More ${i}` })));
  const text = part(await page("/admin/map/guide/1/change"), "tags");
  assert.match(text, /data-pick="many" data-name="tags"/);
  assert.match(text, /<li><label><input type="checkbox" name="tags" value="1" checked> Tag 0<\/label><\/li>/);
  assert.doesNotMatch(text, /More 7/);
  const form = { ...minimal, town: "7", tags: ["2"], "tags-add": "5, 6", _then: "continue" };
  assert.equal((await change("/admin/map/guide/1/change", form)).status, 303);
  assert.deepEqual((await guide.tags.orderBy("id").flat("id")).map(Number), [2, 5, 6]);
  const bad = await change("/admin/map/guide/1/change", { ...form, "tags-add": "5,hello" });
  assert.equal(bad.status, 422);
});

test("what is limited by a hook is limited by key and in the look-up too", async () => {
  const few = JSON.parse(await page("/admin/choices/map/plain/town?as=json&only=Town+31"));
  assert.equal(few.results.length, 11);
  assert.equal((await send("/admin/map/plain/add?only=Nowhere", { name: "A", town: "3" })).status, 422);
  assert.equal(await Plain.objects.count(), 0);
});

test("a form of one's own checks and has fields of its own, and writes no others", async () => {
  const text = await page("/admin/map/plain/add");
  assert.match(text, /value="From a hook"/);
  assert.match(part(text, "confirm"), /I am sure/);
  assert.doesNotMatch(text, /name="secret"/);
  const bad = await send("/admin/map/plain/add", { name: "bad", town: "3" });
  assert.match(await bad.text(), /Think again\./);
  assert.equal((await send("/admin/map/plain/add", { name: "good", town: "3", secret: "stolen" })).status, 303);
  const row = await Plain.objects.get({ name: "good" });
  assert.deepEqual([row.secret, row.townId], ["kept", 3]);
});

test("read-only fields of a hook are shown and not written by a forged post", async () => {
  const row = await Plain.objects.create({ name: "frozen", town: 3 });
  const path = `/admin/map/plain/${row.id}/change`;
  assert.match(part(await page(path), "town"), /<dd><a href="\/admin\/map\/town\/3\/change">Town 2<\/a><\/dd>/);
  assert.equal((await change(path, { name: "frozen", town: "4" })).status, 303);
  await row.refresh();
  assert.equal(row.townId, 3);
});

test("hooks answer in the place of the admin, and say what the history tells", async () => {
  const elsewhere = await send("/admin/map/plain/add", { name: "Elsewhere", town: "3" });
  assert.equal(elsewhere.headers.get("location"), "/elsewhere");
  const row = await Plain.objects.get({ name: "Elsewhere" });
  const path = `/admin/map/plain/${row.id}`;
  assert.equal((await change(`${path}/change`, { name: "Seen", town: "3" })).status, 202);
  assert.deepEqual(done.at(-1), "Seen: Name");
  assert.deepEqual((await LogEntry.objects.filter({ action: "change", objectText: "Seen" }).first())?.changes, []);
  const gone = await send(`${path}/delete`);
  assert.equal(await gone.text(), "gone Seen");
  assert.equal(await Plain.objects.filter({ id: row.id }).exists(), false);
});

test("a new form holds what its address names", async () => {
  const text = await page("/admin/map/guide/add?name=Cycle&kind=ride&town=5&tags=3,4&stock=9");
  assert.match(text, /name="name" value="Cycle"/);
  assert.match(text, /value="ride"[^>]* checked/);
  assert.match(part(text, "town"), /data-text="Town 4"/);
  assert.match(part(text, "tags"), /value="3" checked> Tag 2[\s\S]*value="4" checked> Tag 3/);
});

test("an object is saved as a new one, with its files, and shown", async () => {
  const path = "/admin/map/guide/1/change";
  assert.match(await page(path), /name="_then" value="new">Save as new/);
  const refused = await send(path, { ...minimal, name: "", _then: "new" });
  assert.equal(refused.status, 422);
  const shown = await refused.text();
  assert.match(shown, /<h1>New guide<\/h1>/);
  assert.match(shown, /name="_then" value="new">Save as new/);
  assert.doesNotMatch(shown, /name="_then" value=""/);
  const answer = await send(path, { ...minimal, name: "Copy", slug: "copy", _then: "new" });
  const copy = await Guide.objects.get({ name: "Copy" });
  assert.equal(answer.headers.get("location"), `/admin/map/guide/${copy.id}/change`);
  assert.equal(copy.photo?.name, "photos/cat.png");
  assert.equal((await Guide.objects.get({ id: 1 })).name, "Ways");
  assert.equal(await LogEntry.objects.filter({ action: "add", objectText: "Copy" }).count(), 1);
  const plain = await Plain.objects.create({ name: "Single", town: 3 });
  await send(`/admin/map/plain/${plain.id}/change`, { name: "Twice", town: "3", _then: "new" });
  assert.equal(await Plain.objects.filter({ name: "Twice" }).exists(), false, "only where saveAs allows it");
});

test("a form in a dialog has ids of its own, and answers what was saved", async () => {
  const text = await page("/admin/map/town/add?_popup=2");
  assert.match(text, /id="popup2_name"/);
  assert.match(text, /<input type="hidden" name="_popup" value="2">/);
  assert.doesNotMatch(text, /Save and/);
  const answer = await send("/admin/map/town/add", { name: "Fresh <b>", _popup: "2" });
  assert.equal(answer.status, 200);
  const town = await Town.objects.get({ name: "Fresh <b>" });
  assert.match(await answer.text(), new RegExp(`data-done="add" data-key="${town.id}" data-text="Fresh &lt;b&gt;"`));
});

test("links to related objects are there for those who may follow them", async () => {
  const all = part(await page("/admin/map/guide/1/change"), "town");
  assert.match(all, /data-dialog="change"[^>]* href="\/admin\/map\/town\/7\/change"/);
  assert.match(all, /data-dialog="add"[^>]* href="\/admin\/map\/town\/add"/);
  const some = part(await page("/admin/map/guide/1/change", "writer@example.org"), "town");
  assert.match(some, /data-dialog="change"/);
  assert.doesNotMatch(some, /data-dialog="add"/);
  const tags = part(await page("/admin/map/guide/1/change", "writer@example.org"), "tags");
  assert.doesNotMatch(tags, /data-dialog/);
});

test("what may only be read is read: links, pictures, JSON, and the word for nothing", async () => {
  await Guide.objects.filter({ id: 1 }).update({ extra: { b: 1 } });
  const text = await page("/admin/map/guide/1/change", "reader@example.org");
  assert.doesNotMatch(text, /name="_then"/);
  assert.match(part(text, "photo"), /<img class="picture" src="\/media\/photos\/cat.png" alt=""/);
  assert.match(part(text, "extra"), /<pre tabindex="0">\{\n/);
  assert.match(part(text, "day"), /<dd>nothing<\/dd>/);
  assert.equal((await send("/admin/map/guide/1/change", minimal, "reader@example.org")).status, 403);
});

test("JSON is checked with its place, while it is typed and when it is sent", async () => {
  const checked = await send("/admin/check/json", { text: '{\n  "a": 1,\n}' });
  assert.deepEqual(await checked.json(), {
    at: 12,
    line: 3,
    column: 1,
    message: "This is not valid JSON: see line 3, column 1.",
  });
  assert.deepEqual(await (await send("/admin/check/json", { text: "[1]" })).json(), { message: null });
  const sent = await change("/admin/map/guide/1/change", { ...minimal, extra: "[1,, 2]" });
  assert.equal(sent.status, 422);
  assert.match(await sent.text(), /This is not valid JSON: see line 1, column 4\.[\s\S]*>\n\[1,, 2\]<\/textarea>/);
});

test("the preview of Markdown runs no script and loads nothing from elsewhere", async () => {
  const text = [
    "# Hello *you*",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[bad](javascript:alert(1)) ![far](https://evil.example/a.png) ![near](/media/cat.png)",
  ].join("\n\n");
  const { html } = (await (await send("/admin/check/markdown", { text })).json()) as { html: string };
  assert.match(html, /<h1>Hello <em>you<\/em><\/h1>/);
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;&lt;img/);
  assert.doesNotMatch(html, /href="javascript:|<script|<img src="(?!\/)/);
  assert.match(
    html,
    /<a href="https:\/\/evil.example\/a.png" rel="noopener noreferrer">far<\/a> <img src="\/media\/cat.png" alt="near" \/>/,
  );
  assert.equal((await new TestClient(app).post("/admin/check/markdown", { form: { text: "x" } })).status, 303);
});

test("files are refused by size and kind, kept, cleared and replaced", async () => {
  const path = "/admin/map/guide/1/change";
  const client = await clientOf(boss);
  const sendFile = async (file: File): Promise<Answer> =>
    client.post(path, {
      form: { ...minimal, _version: versionIn(await page(path)), photo: file },
      headers: { "Sec-Fetch-Site": "same-origin" },
    });
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
  assert.match(await (await sendFile(new File([new Uint8Array(2000)], "big.png"))).text(), /larger than 1/);
  assert.equal((await sendFile(new File(["text"], "a.gif"))).status, 422);
  assert.equal((await sendFile(new File([png], "new.png"))).status, 303);
  await guide.refresh();
  assert.equal(guide.photo?.name, "photos/new.png");
  assert.equal((await change(path, minimal)).status, 303);
  await guide.refresh();
  assert.equal(guide.photo?.name, "photos/new.png", "nothing sent keeps it");
  assert.equal((await change(path, { ...minimal, "photo-clear": "on" })).status, 303);
  await guide.refresh();
  assert.equal(guide.photo, null);
});

test("a form asks as many questions for many rows of related tables as for few", async () => {
  await guide.tags.add(1);
  await page("/admin/map/guide/1/change");
  const { queries: few } = await captureQueries(() => page("/admin/map/guide/1/change"));
  await Town.objects.bulkCreate(Array.from({ length: 2000 }, (_, i) => ({ name: `Far ${i}` })));
  await guide.tags.add(...Array.from({ length: 100 }, (_, i) => i + 10));
  const { queries: many } = await captureQueries(() => page("/admin/map/guide/1/change"));
  assert.equal(many.length, few.length);
  assert.ok(many.length <= 11, `${many.length} queries`);
});

test("layout, exclusions and fields are asked for each request", async () => {
  const added = await page("/admin/map/town/add");
  assert.match(added, /<h2>A new town<\/h2>/);
  assert.match(part(added, "name"), /Help for name\./);
  assert.match(await page("/admin/map/town/3/change"), /<h2>Town 2<\/h2>/);
  assert.doesNotMatch(await page("/admin/map/tag/add"), /name="weight"/);
  const text = await page("/admin/map/tag/3/change");
  assert.match(part(text, "weight"), /<option value="1" selected>Light<\/option><\/select>/);
  assert.doesNotMatch(text, /Heavy/);
  assert.match(part(text, "places"), /Town 31(?!\d)/);
  assert.doesNotMatch(part(text, "places"), /Town 32(?!\d)/);
  assert.equal((await change("/admin/map/tag/3/change", { name: "T", weight: "9" })).status, 422);
});

test("a hook can keep what is deleted, or delete many rows in its own way", async () => {
  assert.equal((await send("/admin/map/tag/12/delete")).status, 303);
  assert.equal(String(await Tag.objects.get({ id: 12 })), "Tag 11");
  await send("/admin/map/tag/", { action: "delete", row: ["12", "20", "21"], confirmed: "yes" });
  assert.deepEqual(await Tag.objects.filter({ id__in: [12, 20, 21] }).flat("id"), [12, 20]);
  await send("/admin/map/town/", { action: "delete", row: ["100", "101"], confirmed: "yes" });
  assert.equal(await Town.objects.filter({ name: "Abandoned" }).count(), 2);
});

test("a form's class is asked for each request", async () => {
  const text = await page("/admin/map/plain/add?short=yes");
  assert.match(text, /Short name/);
  assert.doesNotMatch(text, /I am sure/);
  assert.match(await page("/admin/map/plain/add"), /I am sure/);
});

test("fields that somebody may not see or change are not shown, not written and not looked up", async () => {
  const path = "/admin/map/guide/1/change";
  const writer = "writer@example.org";
  await Guide.objects.filter({ id: 1 }).update({ price: "7.00", colour: "#112233", other: 8 });
  const text = await page(path, writer);
  assert.doesNotMatch(text, /colour|#112233/i);
  assert.match(part(text, "price"), /<dd>7(?:\.00)?<\/dd>/);
  assert.match(part(text, "other"), /<dd><a href="\/admin\/map\/town\/8\/change">Town 7<\/a><\/dd>/);
  const answer = await change(path, { ...minimal, price: "0.01", colour: "#000000", other: "9" }, writer);
  assert.equal(answer.status, 303);
  const row = await Guide.objects.get({ id: 1 });
  assert.deepEqual([Number(row.price), row.colour, Number(row.otherId), row.name], [7, "#112233", 8, "Ways"]);
  assert.equal((await get("/admin/choices/map/guide/other", writer)).status, 404);
  assert.equal((await get("/admin/choices/map/guide/other")).status, 200);
});

test("rows that the related model's own rule leaves out are not chosen, and not lost", async () => {
  const row = await Plain.objects.create({ name: "Far", town: 200 });
  const place = await Tag.objects.create({ name: "Far tag" });
  await place.places.add(3, 200);
  const path = `/admin/map/tag/${place.id}/change?near=yes`;
  assert.match(
    part(await page(path), "places"),
    /It leads to something that you may not see[\s\S]*value="200"[^>]* disabled/,
  );
  assert.equal((await change(path, { name: "Far tag", weight: "1", places: ["4"] })).status, 303);
  assert.deepEqual(await place.places.orderBy("id").flat("id"), [3, 200]);
  assert.equal((await change(`/admin/map/tag/${place.id}/change`, { name: "Far tag", weight: "1" })).status, 303);
  assert.deepEqual(await place.places.flat("id"), []);
  const guides = "/admin/choices/map/guide/town?as=json&near=yes&keys=3,200";
  assert.deepEqual(
    JSON.parse(await page(guides)).results.map(({ key }: { key: string }) => key),
    ["3"],
  );
  assert.equal((await send("/admin/map/guide/add?near=yes", { ...minimal, town: "200" })).status, 422);
  assert.equal(
    (await change(`/admin/map/plain/${row.id}/change?near=yes`, { name: "Farther", town: "3" })).status,
    303,
  );
  await row.refresh();
  assert.deepEqual([row.name, row.townId], ["Farther", 200]);
});

test("who may not add saves nothing as new, and adds nothing in a dialog", async () => {
  const count = await Guide.objects.count();
  const path = "/admin/map/guide/1/change";
  const who = "changer@example.org";
  assert.doesNotMatch(await page(path, who), /Save as new/);
  assert.equal((await send(path, { ...minimal, name: "Stolen", _then: "new" }, who)).status, 403);
  assert.equal((await send("/admin/map/guide/add", { ...minimal, name: "Stolen", _popup: "1" }, who)).status, 403);
  assert.equal((await send("/admin/map/town/add", { name: "Stolen", _popup: "1" }, who)).status, 403);
  assert.equal((await send("/admin/map/guide/1/delete?_popup=1", {}, who)).status, 403);
  assert.equal(await Guide.objects.count(), count);
  assert.equal(await Town.objects.filter({ name: "Stolen" }).exists(), false);
});
