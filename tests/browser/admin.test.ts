// Walks the admin in Chromium: every page without a fault for axe in both themes, the script's helpers, the keyboard, no script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { App, type RunningServer } from "demijohn";
import { admin, adminModels, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import type { Browser } from "playwright-core";
import { assertAccessible, launch, type OpenPage, openPage, skipBrowser } from "./browse.ts";

class Shelf extends Model("books.Shelf", () => Shelf, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Book extends Model("books.Book", () => Book, {
  title: f.char({ maxLength: 80 }),
  slug: f.slug({ maxLength: 80 }),
  kind: f.char({ maxLength: 5, choices: { novel: "Novel", essay: "Essay" }, default: "novel" }),
  lent: f.boolean({ default: false }),
  shelf: f.foreignKey(() => Shelf, { onDelete: "cascade" }),
}) {
  override toString(): string {
    return this.title;
  }
}
class Reader extends Model("books.Reader", () => Reader, {}, { mixins: [Account] }) {}

const skip = skipBrowser;
const password = "poured by the river";
let server: RunningServer;
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Reader as never), Shelf, Book, ...adminModels()]);
  await createUser(Reader, { email: "ada@example.org", password, isStaff: true, isSuperuser: true } as never);
  await Shelf.objects.bulkCreate(Array.from({ length: 250 }, (_, i) => ({ name: `Shelf ${i}` })));
  await Book.objects.bulkCreate(
    Array.from({ length: 60 }, (_, i) => ({ title: `Book ${i}`, slug: `book-${i}`, shelf: 1 + (i % 5) })),
  );
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Reader as never }));
  const books = modelAdmin(Book, {
    listDisplay: ["title", "kind", "lent", "shelf"],
    listFilter: ["kind", "lent", "shelf"],
    searchFields: ["title"],
    prepopulatedFields: { slug: ["title"] },
    fieldsets: [{ fields: ["title", "slug", "shelf"] }, { title: "State", fields: ["kind", "lent"], collapsed: true }],
  });
  app.use(admin({ title: "Library", models: [books, modelAdmin(Shelf, { searchFields: ["name"] }), Reader] }), {
    prefix: "/admin",
  });
  server = await app.run({ port: 0, host: "127.0.0.1" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const open = (options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenPage> =>
  openPage(browser, { url: server.url, email: "ada@example.org", password }, options);

const pages = [
  "",
  "books/book/",
  "books/book/?q=none",
  "books/book/add",
  "books/book/3/change",
  "books/book/3/delete",
  "books/book/3/history",
  "books/shelf/",
  "books/reader/1/change",
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`no page has a fault for axe, breaks the policy or is too wide, in ${colorScheme}`, { skip }, async () => {
    for (const width of [1280, 390]) {
      const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 800 } });
      for (const path of pages) {
        await page.goto(`${server.url}admin/${path}`);
        await assertAccessible(page, `${path} at ${width}`);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

test("the script fills the slug, searches relations, ticks rows, and opens the palette", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.goto(`${server.url}admin/books/book/add`);
  await page.locator("#id_title").pressSequentially("Élan vital!");
  assert.equal(await page.inputValue("#id_slug"), "elan-vital");
  await page.locator("#id_shelf").pressSequentially("Shelf 24");
  await page.waitForSelector("[role=listbox] [role=option]");
  await page.keyboard.press("Enter");
  assert.equal(
    await page.inputValue("[name=shelf]"),
    String((await Shelf.objects.filter({ name__startswith: "Shelf 24" }).first())!.id),
  );
  await page.click("button:has-text('Save') >> nth=0");
  await page.waitForSelector("text=“Élan vital!” was saved.");
  await page.click("[data-tick-all]");
  assert.equal(await page.locator("input[name=row]:checked").count(), 50);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("shelf");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin\/books\/(shelf|shelf\/add)/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a list and a form are used with the keyboard alone", { skip }, async () => {
  const { context, page } = await open();
  await page.goto(`${server.url}admin/books/book/`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the content");
  await page.keyboard.press("Enter");
  const reach = async (test: string): Promise<void> => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(test)) return;
    }
    assert.fail(`Tab never reached: ${test}`);
  };
  await reach("document.activeElement.id === 'q'");
  await page.keyboard.type("Book 17");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=Book/);
  await reach("document.activeElement.textContent === 'Book 17'");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/change\b/);
  await reach("document.activeElement.id === 'id_title'");
  await page.keyboard.press("End");
  await page.keyboard.type(" and more");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=“Book 17 and more” was saved.");
  await context.close();
});

test("without JavaScript rows are found, added, changed and deleted", { skip }, async () => {
  const { context, page } = await open({ javaScriptEnabled: false });
  await page.goto(`${server.url}admin/books/book/add`);
  await page.fill("#id_title", "Plain");
  await page.fill("#id_slug", "plain");
  await page.fill("#id_shelf", "3");
  await page.click("main form button >> nth=0");
  await page.goto(`${server.url}admin/books/book/?q=Plain`);
  await page.check("input[name=row]");
  await page.selectOption("#action", "delete");
  await page.click(".actions button");
  assert.match((await page.textContent("h1")) ?? "", /Delete: 1 book/i);
  await page.click("button.danger");
  await page.waitForSelector("text=was deleted.");
  assert.equal(await Book.objects.filter({ title: "Plain" }).exists(), false);
  await context.close();
});
