// Tests what the admin's log is for: who did what, putting an object back as it was, and taking back what was done last.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { type AdminPermission, admin, adminModels, adminUser, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser, grantPermissions, syncPermissions } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { Temporal } from "temporal-polyfill";

class Shelf extends Model("books.Shelf", () => Shelf, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Label extends Model("books.Label", () => Label, {
  name: f.char({ maxLength: 50 }),
  books: f.manyToMany(() => Book, { blank: true, relatedName: "labels" }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Book extends Model("books.Book", () => Book, {
  title: f.char({ maxLength: 50, unique: true }),
  price: f.decimal({ maxDigits: 6, decimalPlaces: 2, default: "1.00" }),
  read: f.date({ null: true, blank: true }),
  shelf: f.foreignKey(() => Shelf, { onDelete: "cascade" }),
  others: f.manyToMany(() => Shelf, { blank: true, relatedName: "lent" }),
  labels: f.reverse(() => Label, "books"),
}) {
  override toString(): string {
    return this.title;
  }
}
class Secret extends Model("books.Secret", () => Secret, {
  owner: f.char({ maxLength: 50 }),
  text: f.char({ maxLength: 50 }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Reader extends Model("club.Reader", () => Reader, {}, { mixins: [Account] }) {}

const isBoss: AdminPermission<object> = (request) => adminUser(request).isSuperuser === true;
const app = new App({ mode: "development", secretKey: "a key that only this test knows, of 50 characters." });
app.use(auth({ user: Reader as never }));
app.use(
  admin({
    models: [
      modelAdmin(Book, { fieldPermissions: { price: { view: isBoss } } }),
      modelAdmin(Shelf),
      Label,
      modelAdmin(Secret, {
        getQueryset: (request) => Secret.objects.filter({ owner: adminUser(request).displayName }),
      }),
    ],
  }),
  { prefix: "/admin" },
);

const password = "read under the lamp";
const clients = new Map<string, TestClient>();

async function clientOf(name: string): Promise<TestClient> {
  const client = clients.get(name) ?? new TestClient(app);
  if (!clients.has(name)) await post(client, "/accounts/login", { login: `${name}@example.org`, password });
  clients.set(name, client);
  return client;
}
type Answer = Awaited<ReturnType<TestClient["get"]>>;
function post(client: TestClient, path: string, form: Record<string, string | string[]> = {}): Promise<Answer> {
  return client.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
}
async function page(path: string, name = "boss", status = 200): Promise<string> {
  const answer = await (await clientOf(name)).get(path);
  assert.equal(answer.status, status, path);
  return answer.text();
}
const send = async (path: string, form: Record<string, string | string[]> = {}, name = "boss"): Promise<Answer> =>
  post(await clientOf(name), path, form);

async function save(path: string, form: Record<string, string | string[]>, name = "boss"): Promise<void> {
  const version = /name="_version" value="([^"]*)"/.exec(await page(path, name))![1]!;
  const answer = await send(path, { ...form, _version: version }, name);
  assert.equal(answer.status, 303, await answer.text());
}
// What the button beside the message leads to.
async function undoAddress(name = "boss", path = "/admin/"): Promise<string> {
  const found = /action="(\/admin\/undo\/[^"]+)"/.exec(await page(path, name));
  assert.ok(found, "nothing can be undone");
  return found[1]!;
}
const bookForm = (book: Book, changes: Record<string, string | string[]> = {}) => ({
  title: book.title,
  price: String(book.price),
  read: String(book.read ?? ""),
  shelf: String(book.shelfId),
  ...changes,
});

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Reader as never), ...adminModels(), Shelf, Book, Label, Secret]);
  await syncPermissions();
  const account = (name: string, values: object) =>
    createUser(Reader, { email: `${name}@example.org`, password, isStaff: true, ...values } as never);
  await account("boss", { isSuperuser: true });
  const clerk = await account("clerk", {});
  await grantPermissions(clerk as never, "books.view_book", "books.change_book", "books.view_secret");
  await Shelf.objects.bulkCreate([{ name: "Top" }, { name: "Low" }]);
});

test("a change is taken back on the next page, with columns and links", async () => {
  const book = await Book.objects.create({
    title: "Dune",
    price: "9.50",
    read: Temporal.PlainDate.from("2020-02-03"),
    shelf: 1,
  });
  await book.others.set([1, 2]);
  await save(
    `/admin/books/book/${book.id}/change`,
    bookForm(book, { title: "Emma", read: "", shelf: "2", others: ["2"] }),
  );
  assert.deepEqual(await Book.objects.values("title", "shelfId"), [{ title: "Emma", shelfId: 2 }]);
  const answer = await send(await undoAddress());
  assert.equal(answer.headers.get("location"), `/admin/books/book/${book.id}/change`);
  await book.refresh();
  assert.deepEqual(
    [book.title, String(book.price), String(book.read), book.shelfId, await book.others.orderBy("id").flat("id")],
    ["Dune", "9.50", "2020-02-03", 1, [1, 2]],
  );
  assert.match(await page(`/admin/books/book/${book.id}/history`), /<del>Emma<\/del> <ins>Dune<\/ins>/);
});

test("what was changed meanwhile is not overwritten, and the message says what to do", async () => {
  const book = await Book.objects.get({ title: "Dune" });
  await save(`/admin/books/book/${book.id}/change`, bookForm(book, { title: "Persuasion" }));
  const address = await undoAddress();
  await Book.objects.filter({ id: book.id }).update({ price: "1.00" });
  await send(address);
  assert.match(await page("/admin/"), /It was changed meanwhile; restore it from its history\./);
  await book.refresh();
  assert.deepEqual([book.title, String(book.price)], ["Persuasion", "1.00"]);
});

test("an older state is compared with what is there, and put back", async () => {
  const book = await Book.objects.get({ title: "Persuasion" });
  const history = await page(`/admin/books/book/${book.id}/history`);
  const address = /href="(\/admin\/activity\/\d+\/restore)"/.exec(history)![1]!;
  const preview = await page(address);
  assert.match(preview, /<dt>Title<\/dt><dd><del>Persuasion<\/del> <ins>Dune<\/ins>/);
  const stale = await send(address, { _version: "older" });
  assert.equal(stale.status, 409);
  const version = /name="_version" value="([^"]*)"/.exec(preview)![1]!;
  assert.equal((await send(address, { _version: version })).status, 303);
  await book.refresh();
  assert.deepEqual([book.title, String(book.price)], ["Dune", "9.50"]);
});

test("an added object is taken away again, unless somebody changed it", async () => {
  await send("/admin/books/book/add", { title: "Ulysses", price: "2.00", shelf: "1" });
  await send(await undoAddress());
  assert.equal(await Book.objects.filter({ title: "Ulysses" }).exists(), false);
  await send("/admin/books/book/add", { title: "Ulysses", price: "2.00", shelf: "1" });
  const address = await undoAddress();
  await Book.objects.filter({ title: "Ulysses" }).update({ shelf: 2 });
  await send(address);
  assert.equal(await Book.objects.filter({ title: "Ulysses" }).exists(), true);
});

test("a deletion is taken back with all that went along and was linked", async () => {
  const book = await Book.objects.get({ title: "Dune" });
  const label = await Label.objects.create({ name: "sand" });
  await label.books.add(book);
  await book.others.set([2]);
  const kept = await Book.objects.orderBy("id").values("id", "title", "price", "read", "shelfId");
  await send(`/admin/books/shelf/${book.shelfId}/delete`);
  assert.equal(await Book.objects.filter({ id: book.id }).exists(), false);
  await send(await undoAddress());
  assert.deepEqual(await Book.objects.orderBy("id").values("id", "title", "price", "read", "shelfId"), kept);
  assert.deepEqual(await label.books.flat("id"), [book.id]);
  assert.deepEqual(await (await Book.objects.get({ id: book.id })).others.flat("id"), [2]);
  assert.deepEqual(await Shelf.objects.orderBy("id").flat("name"), ["Top", "Low"]);
});

test("a deletion whose place is taken stays, and says so", async () => {
  const book = await Book.objects.get({ title: "Ulysses" });
  await send(`/admin/books/book/${book.id}/delete`);
  const address = await undoAddress();
  const other = await Book.objects.create({ title: "Ulysses", shelf: 1 });
  await send(address);
  assert.match(await page("/admin/"), /Something else is in its place now, or what it needs is gone\./);
  assert.deepEqual(await Book.objects.filter({ title: "Ulysses" }).flat("id"), [other.id]);
});

test("nobody takes back what another did, or what they may not do", async () => {
  const book = await Book.objects.get({ title: "Dune" });
  await save(`/admin/books/book/${book.id}/change`, bookForm(book, { title: "Mine" }));
  const address = await undoAddress();
  assert.equal((await send(address, {}, "clerk")).status, 404);
  const entry = await LogEntry.objects.filter({ action: "delete", model: "books.Book" }).first();
  await Book.objects.filter({ id: Number(entry!.objectKey) }).delete();
  const restore = await send(`/admin/activity/${entry!.id}/restore`, { _version: "" }, "clerk");
  assert.equal(restore.status, 409);
  assert.equal(await Book.objects.filter({ id: Number(entry!.objectKey) }).exists(), false);
});

test("a hidden field is neither told nor put back", async () => {
  const book = await Book.objects.get({ title: "Mine" });
  await save(`/admin/books/book/${book.id}/change`, bookForm(book, { price: "77.00", title: "Known" }));
  const shown = await page("/admin/activity", "clerk");
  assert.match(shown, /Known/);
  assert.doesNotMatch(shown, /77\.00|Price/);
  const entry = await LogEntry.objects.filter({ objectText: "Known" }).first();
  const path = `/admin/activity/${entry!.id}/restore`;
  const preview = await page(path, "clerk");
  assert.doesNotMatch(preview, /77\.00|Price/);
  const version = /name="_version" value="([^"]*)"/.exec(preview)![1]!;
  assert.equal((await send(path, { _version: version }, "clerk")).status, 303);
  await book.refresh();
  assert.deepEqual([book.title, String(book.price)], ["Mine", "77.00"]);
});

test("the activity is filtered, and keeps objects of others to themselves", async () => {
  const add = (owner: string, text: string) => Secret.objects.create({ owner, text });
  const mine = await add("clerk@example.org", "garden");
  const theirs = await add("boss@example.org", "vault");
  for (const row of [mine, theirs])
    await LogEntry.objects.create({
      action: "add",
      model: "books.Secret",
      objectKey: String(row.id),
      objectText: row.text,
      userKey: "1",
      userText: "boss@example.org",
    });
  const shown = await page("/admin/activity?model=books.Secret", "clerk");
  assert.match(shown, /garden/);
  assert.doesNotMatch(shown, /vault/);
  assert.match(await page("/admin/activity?action=delete"), /Ulysses/);
  assert.doesNotMatch(await page("/admin/activity?action=add&from=2001-01-01&to=2001-01-02"), /class="log"/);
  assert.match(await page("/admin/activity?from=nonsense&p=1"), /class="log"/);
  assert.match(await page("/admin/activity?user=nobody"), /Nothing fits\./);
});

test("adminUser of another request says what to write", async () => {
  const other = new App({ secretKey: "a key that only this test knows, of 50 characters." });
  other.get("/", (request) => {
    assert.throws(() => adminUser(request), { code: "ADMIN_NO_USER", message: /await request\.user/ });
    return "asked";
  });
  assert.equal(await (await other.request("/")).text(), "asked");
});
