// Walks the admin's lists in Chromium: parts exchanged as one types, sorts, pages and filters, cells saved one by one, the keyboard, and all without a script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { App, type RunningServer } from "demijohn";
import { admin, adminModels, LogEntry, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import type { Browser, Page } from "playwright-core";
import { assertAccessible, launch, type OpenPage, openPage, skipBrowser as skip } from "./browse.ts";

class Port extends Model("sea.Port", () => Port, { name: f.char({ maxLength: 50 }) }, { ordering: ["name"] }) {
  override toString(): string {
    return this.name;
  }
}
class Ship extends Model("sea.Ship", () => Ship, {
  name: f.char({ maxLength: 80, unique: true }),
  kind: f.char({ maxLength: 5, choices: { sail: "Sail", motor: "Motor" }, default: "sail" }),
  afloat: f.boolean({ default: true }),
  tons: f.integer({ null: true, blank: true }),
  built: f.date({ null: true, blank: true }),
  port: f.foreignKey(() => Port, { onDelete: "cascade" }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Sailor extends Model("sea.Sailor", () => Sailor, {}, { mixins: [Account] }) {}

const password = "wind from the west";
let server: RunningServer;
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Sailor as never), Port, Ship, ...adminModels()]);
  await createUser(Sailor, { email: "ada@example.org", password, isStaff: true, isSuperuser: true } as never);
  await Port.objects.bulkCreate(Array.from({ length: 40 }, (_, i) => ({ name: `Port ${String(i).padStart(2, "0")}` })));
  await Ship.objects.bulkCreate(
    Array.from({ length: 60 }, (_, i) => ({
      name: `Ship ${String(i).padStart(2, "0")}`,
      kind: i % 2 === 0 ? ("sail" as const) : ("motor" as const),
      tons: i * 10,
      built: `19${60 + (i % 3)}-0${1 + (i % 9)}-11`,
      port: 1 + (i % 40),
    })) as never,
  );
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Sailor as never }));
  const ships = modelAdmin(Ship, {
    listDisplay: ["name", "kind", "afloat", "tons", "built", "port"],
    listEditable: ["kind", "afloat", "tons"],
    listFilter: ["kind", "afloat", "tons", "port"],
    listTotals: { tons: "sum" },
    searchFields: ["name"],
    dateHierarchy: "built",
    ordering: ["name"],
    listPerPage: 20,
    actionsOnTop: true,
  });
  app.use(admin({ models: [ships, modelAdmin(Port, { searchFields: ["name"] })] }), { prefix: "/admin" });
  server = await app.run({ port: 0, host: "127.0.0.1" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenPage> {
  const opened = await openPage(browser, { url: server.url, email: "ada@example.org", password }, options);
  await opened.page.goto(list());
  return opened;
}

/** Waits until something holds in the page, whose policy forbids scripts made of texts. */
async function until(page: Page, expression: string): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    if ((await page.evaluate(expression)) === true) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`It never came to be that ${expression}`);
}

const names = (page: Page): Promise<string[]> => page.locator("tbody td a").allTextContents();
const list = (path = ""): string => `${server.url}admin/sea/ship/${path}`;

for (const colorScheme of ["light", "dark"] as const)
  test(`no list has a fault for axe, breaks the policy or is too wide, in ${colorScheme}`, { skip }, async () => {
    for (const width of [1280, 390]) {
      const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 800 } });
      for (const path of ["", "?q=none", "?kind=sail&tons__from=100&_date=1961", "?_date=1960-01-11&o=-name,tons"]) {
        await page.goto(list(path));
        await assertAccessible(page, `${path} at ${width}`);
      }
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });

test("searching, sorting, paging and filtering exchange the list alone, and are said", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.evaluate("window.isSamePage = true");
  await page.locator("#q").pressSequentially("ship 1");
  await page.waitForURL(/q=ship(\+|%20)1/);
  await until(page, "document.querySelectorAll('tbody tr').length === 15");
  assert.equal(await page.evaluate("document.activeElement.id"), "q");
  assert.equal(await page.inputValue("#q"), "ship 1");
  assert.match(await page.locator("#list-said").innerText(), /15 ships/);
  await page.locator("#q").fill("");
  await until(page, "document.querySelectorAll('tbody tr').length === 20");
  await page.click("#sort-tons");
  await page.waitForURL(/o=tons/);
  await page.click("#sort-tons");
  await page.waitForURL(/o=-tons/);
  await until(page, "document.querySelector('tbody td a').textContent === 'Ship 59'");
  await page.click("#page-next");
  await page.waitForURL(/p=2/);
  await until(page, "document.querySelector('tbody td a').textContent === 'Ship 39'");
  await page.click("aside a:has-text('Motor')");
  await page.waitForURL(/kind=motor/);
  await page.waitForSelector(".active-filters li:has-text('Motor')");
  assert.equal(await page.evaluate("window.isSamePage"), true);
  await page.goBack();
  await page.waitForURL(/p=2/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a relation with many rows is filtered by a search, and dates are gone down by", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.locator("#filter-port").evaluate((details) => details.setAttribute("open", ""));
  await page.locator("#find-port").pressSequentially("port 07");
  await page.waitForSelector("[role=listbox] [role=option]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/port=8/);
  assert.deepEqual(await names(page), ["Ship 07", "Ship 47"]);
  await page.goto(list());
  await page.click(".dates a:has-text('1961')");
  await page.waitForURL(/_date=1961/);
  await page.click(".dates a:has-text('February')");
  await page.waitForURL(/_date=1961-02/);
  await page.waitForSelector(".dates strong:has-text('February')");
  assert.equal((await names(page)).length, await Ship.objects.filter({ built: "1961-02-11" as never }).count());
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a cell is saved when it is changed, told when it is wrong or somebody else was there, and undone", {
  skip,
}, async () => {
  const { context, page, complaints } = await open();
  await page.goto(list());
  const row = page.locator("tr", { hasText: "Ship 03" });
  await row.locator("[data-cell=tons]").fill("77");
  await row.locator("[data-cell=tons]").press("Enter");
  await page.waitForSelector(".toast:has-text('“Ship 03” was saved.')");
  assert.equal((await Ship.objects.get({ name: "Ship 03" })).tons, 77);
  await row.locator("[data-cell=afloat]").uncheck();
  await until(page, "document.querySelectorAll('td.saved').length === 2");
  assert.equal((await Ship.objects.get({ name: "Ship 03" })).afloat, false);
  await page.click(".toast button");
  await page.waitForSelector("text=“Ship 03” is as it was.");
  assert.match(page.url(), /\/admin\/sea\/ship\//);
  assert.deepEqual(
    [(await Ship.objects.get({ name: "Ship 03" })).afloat, (await Ship.objects.get({ name: "Ship 03" })).tons],
    [true, 77],
  );
  await page.locator("tr", { hasText: "Ship 04" }).locator("[data-cell=tons]").fill("99999999999");
  await page.locator("#q").focus();
  await page.waitForSelector("td.unsaved .form-errors");
  await Ship.objects.filter({ name: "Ship 05" }).update({ tons: 1 });
  await page.locator("tr", { hasText: "Ship 05" }).locator("[data-cell=kind]").selectOption("sail");
  await page.waitForSelector("text=“Ship 05” was changed by somebody else meanwhile.");
  assert.equal((await Ship.objects.get({ name: "Ship 05" })).kind, "motor");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the keyboard goes over rows, ticks, searches, pages, opens, and tells its keys", { skip }, async () => {
  const { context, page } = await open();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Ship 01");
  await page.keyboard.press("x");
  assert.equal(await page.locator("input[name=row]:checked").count(), 1);
  assert.match(await page.locator("[data-ticked]").first().innerText(), /1 ticked/);
  await page.keyboard.press("n");
  await page.waitForURL(/p=2/);
  await page.keyboard.press("?");
  await page.waitForSelector("dialog.shortcuts");
  await assertAccessible(page, "the help");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog.shortcuts", { state: "detached" });
  await page.keyboard.press("/");
  assert.equal(await page.evaluate("document.activeElement.id"), "q");
  await page.locator("#q").press("Tab");
  await page.evaluate("document.activeElement.blur()");
  await until(page, "document.querySelector('tbody td a').textContent === 'Ship 20'");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/21\/change/);
  await page.click("button:has-text('Save') >> nth=0");
  await page.waitForURL(/\/admin\/sea\/ship\/\?p=2$/);
  await context.close();
});

test("without a script, rows are changed with one button, filters are forms and links, and wrong cells are marked", {
  skip,
}, async () => {
  const { context, page } = await open({ javaScriptEnabled: false });
  await page.locator("tr", { hasText: "Ship 10" }).locator("[data-cell=tons]").fill("5");
  await page.locator("tr", { hasText: "Ship 11" }).locator("[data-cell=kind]").selectOption("sail");
  await page.click(".save-bar button");
  assert.match(await page.locator(".message").first().innerText(), /2 ships were changed\./);
  assert.equal((await Ship.objects.get({ name: "Ship 10" })).tons, 5);
  await page.locator("tr", { hasText: "Ship 12" }).locator("[data-cell=tons]").fill("3");
  await page.locator("tr", { hasText: "Ship 13" }).locator("[data-cell=tons]").fill("99999999999");
  await page.click(".save-bar button");
  assert.match(await page.locator(".message.error").innerText(), /Nothing was saved/);
  assert.equal(await page.locator("tr", { hasText: "Ship 12" }).locator("[data-cell=tons]").inputValue(), "3");
  assert.equal((await Ship.objects.get({ name: "Ship 12" })).tons, 120);
  await page.goto(list());
  await page.fill("input[name=tons__from]", "500");
  await page.click(".range button");
  assert.equal((await names(page)).length, 10);
  await page.click(".active-filters a");
  assert.equal((await names(page)).length, 20);
  assert.equal(await LogEntry.objects.filter({ objectText: "Ship 10", action: "change" }).count(), 1);
  await context.close();
});

test("on a phone the filters are a sheet that opens and closes", { skip }, async () => {
  const { context, page } = await open({ viewport: { width: 390, height: 800 } });
  assert.equal(await page.locator(".filter-body").isVisible(), false);
  await page.click(".filters > summary");
  assert.equal(await page.locator(".filter-body").isVisible(), true);
  await page.click("aside a:has-text('Motor')");
  await page.waitForURL(/kind=motor/);
  await until(page, "!document.querySelector('details.filters').open");
  assert.equal(await page.locator(".badge").innerText(), "1");
  await context.close();
});
