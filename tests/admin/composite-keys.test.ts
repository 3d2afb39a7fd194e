// Tests a model whose key is made of several fields in the admin: its list, forms, history, undo, actions, exports and jobs.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { AdminJob, admin, adminModels, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { type Fields, fieldsOf } from "./form-fields.ts";

class Book extends Model("library.Book", () => Book, { title: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.title;
  }
}
class Labelling extends Model(
  "library.Labelling",
  () => Labelling,
  {
    book: f.foreignKey(() => Book, { relatedName: "labellings", onDelete: "cascade" }),
    tag: f.char({ maxLength: 20 }),
    weight: f.integer({ default: 1 }),
    code: f.integer({ unique: true }),
  },
  { primaryKey: ["book", "tag"] },
) {
  override toString(): string {
    return `${this.bookId} as ${this.tag}`;
  }
}
class Remark extends Model("library.Remark", () => Remark, {
  text: f.char({ maxLength: 50 }),
  labelling: f.foreignKey(() => Labelling, { relatedName: "remarks", toField: "code", onDelete: "cascade" }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Page extends Model(
  "library.Page",
  () => Page,
  {
    title: f.char({ maxLength: 50 }),
    hidden: f.boolean({ default: false }),
  },
  { defaultManagerName: "shown" },
) {
  static readonly shown = Page.objects.filter({ hidden: false });
  override toString(): string {
    return this.title;
  }
}
class Reader extends Model("people.Reader", () => Reader, {}, { mixins: [Account] }) {}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const app = new App({
  mode: "development",
  secretKey: "a key that only this test knows, of 50 characters.",
  logger: silent,
});
app.use(auth({ user: Reader as never }));
app.use(
  admin({
    models: [
      modelAdmin(Labelling, {
        listDisplay: ["tag", "book", "weight"],
        listEditable: ["weight", "tag"],
        listFilter: ["book"],
        searchFields: ["tag"],
        actions: [
          {
            name: "double",
            label: "Double",
            batch: 1,
            run: async (rows) => {
              for (const row of await rows) {
                row.weight *= 2;
                await row.save();
              }
              return "Doubled.";
            },
          },
        ],
      }),
      Book,
      Remark,
      Page,
    ],
  }),
  { prefix: "/admin" },
);

const password = "shelved by the window";
let client: TestClient;
let books: readonly Book[];
const place = "/admin/library/labelling";
const headers = { "Sec-Fetch-Site": "same-origin" };
/** The key of a labelling in an address. */
const at = (book: number, tag: string): string => `${place}/${encodeURIComponent(`${books[book]!.id},${tag}`)}`;

async function page(address: string): Promise<string> {
  const answer = await client.get(address);
  assert.equal(answer.status, 200, address);
  return answer.text();
}
async function send(address: string, form: Fields, status = 303): Promise<string> {
  const answer = await client.post(address, { form, headers });
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  return text;
}
const jobsDone = async (): Promise<void> => {
  while (await AdminJob.objects.filter({ state: "running" }).exists()) await new Promise(setImmediate);
};
const weights = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await Labelling.objects.orderBy("code")).map((row) => [row.tag, row.weight]));

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Reader as never), ...adminModels(), Book, Labelling, Remark, Page]);
  await createUser(Reader, { email: "boss@example.org", password, isSuperuser: true, isStaff: true } as never);
  books = await Book.objects.bulkCreate([{ title: "Emma" }, { title: "Dune" }]);
  client = new TestClient(app);
  const signedIn = await client.post("/accounts/login", { form: { login: "boss@example.org", password }, headers });
  assert.equal(signedIn.status, 303);
});

test("a row is added, and a key that is there is refused", async () => {
  await send(`${place}/add`, { book: String(books[0]!.id), tag: "old, 5%", weight: "3", code: "1" });
  await send(`${place}/add`, { book: String(books[0]!.id), tag: "sad", weight: "4", code: "2" });
  await send(`${place}/add`, { book: String(books[1]!.id), tag: "sand", weight: "5", code: "3" });
  const told = await send(`${place}/add`, { book: String(books[0]!.id), tag: "sad", weight: "9", code: "4" }, 422);
  assert.match(told, /already/);
  assert.deepEqual(await weights(), { "old, 5%": 3, sad: 4, sand: 5 });
});

test("a list leads to the rows, sorts, filters and searches them", async () => {
  const html = await page(`${place}/`);
  for (const tag of ["sad", "sand"]) assert.match(html, new RegExp(`value="\\d,${tag}"`));
  assert.match(html, /value="\d,old%2C 5%25"/);
  assert.ok(html.includes(`href="${at(0, "sad")}/change`));
  const found = await page(`${place}/?q=sand`);
  assert.match(found, /"\d,sand"/);
  assert.doesNotMatch(found, /"\d,sad"/);
  const filtered = await page(`${place}/?book=${books[0]!.id}&o=-weight`);
  assert.ok(filtered.indexOf(`value="${books[0]!.id},sad"`) < filtered.indexOf(`value="${books[0]!.id},old`));
  assert.doesNotMatch(filtered, /"\d,sand"/);
});

test("a row is changed, and its key is shown alone", async () => {
  const address = at(0, "old%2C 5%25");
  const html = await page(`${address}/change`);
  const fields = fieldsOf(html);
  assert.deepEqual(
    Object.keys(fields)
      .filter((name) => !name.startsWith("_"))
      .sort(),
    ["code", "csrf_token", "weight"],
  );
  assert.match(html, /old, 5%/);
  await send(`${address}/change`, { ...fields, weight: "30", tag: "forged", book: String(books[1]!.id) });
  assert.deepEqual(await weights(), { "old, 5%": 30, sad: 4, sand: 5 });
  assert.match(await page(`${address}/history`), /30/);
  for (const key of ["1", "1,2,3", "x,sad", "99,sad"])
    assert.equal((await client.get(`${place}/${encodeURIComponent(key)}/change`)).status, 404, key);
});

test("weights are edited in the list, keys are not", async () => {
  const html = await page(`${place}/?q=sad`);
  const key = `${books[0]!.id},sad`;
  assert.match(html, new RegExp(`name="row-${key}-weight"`));
  assert.doesNotMatch(html, new RegExp(`name="row-${key}-tag"`));
  const version = new RegExp(`name="_version-${key}" value="([^"]*)"`).exec(html)![1]!;
  await send(`${place}/?q=sad`, {
    _key: key,
    [`_version-${key}`]: version,
    [`row-${key}-weight`]: "40",
    [`row-${key}-tag`]: "forged",
    _save: "1",
  });
  assert.deepEqual(await weights(), { "old, 5%": 30, sad: 40, sand: 5 });
});

test("an action is done to the ticked rows, also as a job from row to row", async () => {
  const one = `${books[0]!.id},sad`;
  const answer = await client.post(`${place}/`, { form: { action: "double", row: one }, headers });
  assert.equal(answer.status, 303);
  await jobsDone();
  assert.deepEqual(await weights(), { "old, 5%": 30, sad: 80, sand: 5 });
  await send(`${place}/`, { action: "double", all: "yes" });
  await jobsDone();
  assert.deepEqual(await weights(), { "old, 5%": 60, sad: 160, sand: 10 });
});

test("an export has the fields of the key", async () => {
  const lines = (await page(`${place}/export.csv?q=sad`)).trim().split(/\r?\n/);
  assert.equal(lines.length, 2);
  assert.match(lines[1]!, /sad/);
  assert.match(lines[1]!, /160/);
});

test("deleting tells what goes along, and is undone", async () => {
  await Remark.objects.create({ text: "too sad", labelling: (await Labelling.objects.get({ tag: "sad" })) as never });
  const address = `${at(0, "sad")}/delete`;
  assert.match(await page(address), /too sad/);
  await send(address, {});
  assert.deepEqual(await weights(), { "old, 5%": 60, sand: 10 });
  const gone = await LogEntry.objects.filter({ action: "delete", model: "library.Labelling" }).get();
  assert.equal(gone.objectKey, `${books[0]!.id},sad`);
  await send(`/admin/undo/${gone.batch}`, {});
  assert.deepEqual(await weights(), { "old, 5%": 60, sad: 160, sand: 10 });
  assert.equal(await Remark.objects.count(), 1);
  const ticked = { action: "delete", row: [`${books[0]!.id},sad`] };
  assert.ok((await send(`${place}/`, ticked, 200)).includes(`name="row" value="${ticked.row}"`));
  await send(`${place}/`, { ...ticked, confirmed: "yes" });
  await jobsDone();
  assert.deepEqual(await weights(), { "old, 5%": 60, sand: 10 });
});

test("lists and forms of a model with a default manager of its own start from that", async () => {
  await Page.objects.bulkCreate([{ title: "Shown" }, { title: "Unseen", hidden: true }]);
  const html = await page("/admin/library/page/");
  assert.match(html, /Shown/);
  assert.doesNotMatch(html, /Unseen/);
  const { id } = await Page.objects.get({ title: "Unseen" });
  assert.equal((await client.get(`/admin/library/page/${id}/change`)).status, 404);
});
