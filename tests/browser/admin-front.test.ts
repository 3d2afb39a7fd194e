// Walks what the admin has besides lists and forms in Chromium: cards, palette, kept views, undo, restore, themes, from the right to the left.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { App, html, type RunningServer } from "demijohn";
import { admin, adminModels, LogEntry, modelAdmin, SavedView } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import type { Browser } from "playwright-core";
import { assertAccessible, launch, type OpenPage, openPage, skipBrowser } from "./browse.ts";

class Boat extends Model("harbour.Boat", () => Boat, {
  name: f.char({ maxLength: 80 }),
  kind: f.char({ maxLength: 5, choices: { sail: "Sail", motor: "Motor" }, default: "sail" }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Sailor extends Model("harbour.Sailor", () => Sailor, {}, { mixins: [Account] }) {}

const skip = skipBrowser;
const password = "wind from the west";
let server: RunningServer;
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Sailor as never), Boat, ...adminModels()]);
  await createUser(Sailor, { email: "ada@example.org", password, isStaff: true, isSuperuser: true } as never);
  await Boat.objects.bulkCreate(
    Array.from({ length: 30 }, (_, i) => ({ name: `Boat ${i}`, kind: i % 2 ? "sail" : "motor" }) as const),
  );
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Sailor as never }));
  const boats = modelAdmin(Boat, { listDisplay: ["name", "kind"], listFilter: ["kind"], searchFields: ["name"] });
  app.use(
    admin({
      models: [boats],
      languages: [{ locale: "ar", texts: { Overview: "نظرة عامة", Save: "حفظ" } }],
      dashboard: [
        {
          kind: "number",
          title: "Boats",
          read: async () => ({ value: await Boat.objects.count(), address: "/admin/harbour/boat/" }),
        },
        {
          kind: "line",
          title: "Arrivals",
          wide: true,
          read: async () => [4, 9, 2].map((value, i) => ({ label: `Day ${i}`, value })),
        },
        {
          kind: "bars",
          title: "Kinds",
          read: async () => [{ label: "Sail", value: 15, address: "/admin/harbour/boat/?kind=sail" }],
        },
        {
          kind: "donut",
          title: "Parts",
          read: async () => [
            { label: "a", value: 1 },
            { label: "b", value: 3 },
          ],
        },
        { kind: "table", title: "Rows", read: async () => ({ columns: ["Name", "Number"], rows: [["one", 1]] }) },
      ],
      pages: [{ name: "tides", title: "Tides", show: () => ({ body: html`<p>High at noon.</p>` }) }],
    }),
    { prefix: "/admin" },
  );
  server = await app.run({ port: 0, host: "127.0.0.1" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const open = (options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenPage> =>
  openPage(browser, { url: server.url, email: "ada@example.org", password }, options);

for (const colorScheme of ["light", "dark"] as const)
  test(`cards, own pages, activity and restore have no fault for axe, in ${colorScheme}`, { skip }, async () => {
    const boat = await Boat.objects.orderBy("id").get({ name: "Boat 3" });
    for (const width of [1280, 390]) {
      const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 800 } });
      await page.goto(`${server.url}admin/harbour/boat/${boat.id}/change`);
      await page.fill("#id_name", `Boat 3 at ${width}`);
      await page.click("button:has-text('Save') >> nth=0");
      await page.goto(`${server.url}admin/harbour/boat/${boat.id}/change`);
      await page.fill("#id_name", "Boat 3");
      await page.click("button:has-text('Save') >> nth=0");
      const entry = await LogEntry.objects.filter({ action: "change" }).first();
      for (const path of [
        "",
        "pages/tides",
        "activity",
        "activity?action=delete",
        `activity/${entry!.id}/restore`,
        "harbour/boat/?kind=sail",
      ]) {
        await page.goto(`${server.url}admin/${path}`);
        await assertAccessible(page, `${path} at ${width}`);
      }
      await page.click(".who summary");
      await assertAccessible(page, `the account menu at ${width}`);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });

test("the palette goes to lists and objects and does what the page can do, with the keyboard alone", {
  skip,
}, async () => {
  const { context, page, complaints } = await open();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Boat 17");
  await page.waitForSelector("[role=option]:has-text('Boat 17')");
  await assertAccessible(page, "the open palette");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/boat\/18\/change$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("history");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/boat\/18\/history$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("dark");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.waitForSelector("html[data-theme=dark]");
  assert.equal(await page.evaluate("getComputedStyle(document.body).colorScheme"), "dark");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog.palette[open]").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const javaScriptEnabled of [true, false])
  test(`a view is kept and a deletion taken back, ${javaScriptEnabled ? "with" : "without"} JavaScript`, {
    skip,
  }, async () => {
    const { context, page } = await open({ javaScriptEnabled });
    await page.goto(`${server.url}admin/harbour/boat/?kind=motor`);
    await page.click(".keep summary");
    await page.fill(".keep input[name=name]", "Motors");
    await page.click(".keep button");
    await page.waitForSelector("nav[aria-label=Views] a[aria-current=page]:has-text('Motors')");
    await page.click("[aria-label='Forget the view Motors']");
    await page.waitForSelector("text=The view “Motors” is forgotten.");
    assert.equal(await SavedView.objects.count(), 0);

    const boat = await Boat.objects.get({ name: "Boat 29" });
    await page.goto(`${server.url}admin/harbour/boat/${boat.id}/delete`);
    await page.click("main button.danger");
    await page.waitForSelector("text=“Boat 29” was deleted.");
    await page.click(".undo button");
    await page.waitForSelector("text=Boat “Boat 29” is as it was.");
    assert.equal((await Boat.objects.get({ name: "Boat 29" })).id, boat.id);
    await context.close();
  });

test("a language from the right to the left turns the page, and axe finds no fault", { skip }, async () => {
  const { context, page, complaints } = await open({ locale: "ar", viewport: { width: 1280, height: 800 } });
  assert.equal(await page.textContent("h1"), "نظرة عامة");
  const menu = await page.locator("nav.menu").boundingBox();
  const content = await page.locator("main").boundingBox();
  assert.ok(menu!.x > content!.x, "the menu stands on the right");
  await assertAccessible(page, "the first page in Arabic");
  await page.goto(`${server.url}admin/harbour/boat/1/change`);
  await assertAccessible(page, "a form in Arabic");
  assert.deepEqual(complaints, []);
  await context.close();
});
