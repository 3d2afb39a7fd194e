// Walks exports, imports and jobs of the admin in Chromium, with and without JavaScript, in both themes and on a phone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { createTables, defineDatabases } from "demijohn/orm";
import type { RunningServer } from "demijohn/server";
import type { Browser, Page } from "playwright-core";
import { Cellar, makeApp, makeUsers, siteModels, switches, Wine } from "../admin/exchange/exchange-site.ts";
import { assertAccessible, launch, type OpenPage, openPage, skipBrowser as skip } from "./browse.ts";

const file = (name: string, text: string): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});
let server: RunningServer;
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...siteModels] as never);
  await makeUsers();
  await Cellar.objects.bulkCreate([{ name: "North", code: "N" }]);
  await Wine.objects.bulkCreate(Array.from({ length: 450 }, (_, i) => ({ name: `Wine ${i}`, year: 2000 })));
  server = await makeApp().run({ port: 0, host: "127.0.0.1" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

function open(options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenPage> {
  return openPage(browser, { url: server.url, email: "boss@example.org", password: "poured by the river" }, options);
}

async function startJob(page: Page): Promise<void> {
  await page.goto(`${server.url}admin/store/wine/?o=name`);
  await page.check("input[name=row] >> nth=0");
  await page.check("input[name=all]");
  await page.selectOption("select[name=action]", "open");
  await page.click(".actions button");
  await page.waitForURL(/\/jobs\//);
}

const csv = "name,year,colour\nWine 1,2020,a\nWine 2,2000,b\nNew,2001,c\nWorse,old,d\n";

async function upload(page: Page, text = csv): Promise<void> {
  await page.goto(`${server.url}admin/store/wine/`);
  await page.click(".tools >> text=Import");
  await page.setInputFiles("#file", file("wines.csv", text));
  await page.click("text=Upload");
  await page.waitForURL(/\/imports\//);
}

async function preview(page: Page): Promise<void> {
  await upload(page);
  await page.selectOption("#match", "name");
  await page.click("text=Show what would change");
  await page.waitForSelector(".outcomes");
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no page of exports, imports and jobs has a fault for axe or is too wide, in ${colorScheme}`, {
    skip,
  }, async () => {
    for (const width of [1280, 390]) {
      const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 800 } });
      const look = (what: string): Promise<void> => assertAccessible(page, `${what} at ${width}`);
      await page.goto(`${server.url}admin/store/wine/export?row=1&q=1`);
      await look("export");
      await page.goto(`${server.url}admin/store/wine/import`);
      await look("upload");
      await upload(page);
      await look("columns");
      await page.selectOption("#match", "name");
      await page.click("text=Show what would change");
      await page.waitForSelector(".outcomes");
      for (const show of ["bad", "create", "update", "same"]) {
        await page.click(`.outcome.${show}`);
        await look(`preview of ${show}`);
      }
      await page.click("text=Throw the import away");
      await page.goto(`${server.url}admin/store/wine/?o=name`);
      await page.check("input[name=row] >> nth=0");
      await page.selectOption("select[name=action]", "price");
      await page.click(".actions button");
      await look("form of an action");
      await page.fill("[name=form-price]", "0");
      await page.click("main button:has-text('Set the price')");
      await page.waitForSelector("text=Ensure this value is greater");
      await look("form of an action with an error");
      switches.perBatch = () => new Promise((resolve) => setTimeout(resolve, 400));
      await startJob(page);
      await look("job at work");
      await page.waitForSelector("[data-job=ended]");
      await look("job that has ended");
      switches.perBatch = undefined;
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`a job tells how far it is, is cancelled and goes on ${how} JavaScript`, { skip }, async () => {
    const { context, page, complaints } = await open({ javaScriptEnabled });
    await Wine.objects.update({ ready: false });
    switches.perBatch = () => new Promise((resolve) => setTimeout(resolve, 600));
    await startJob(page);
    await page.waitForSelector("text=/[123]00 of \\d+ rows are done/");
    await page.click("text=Cancel");
    await page.waitForSelector("text=/Cancelled after [1234]00 of/");
    const done = await Wine.objects.filter({ ready: true }).count();
    assert.ok((await page.textContent("[role=status]"))?.includes(`Cancelled after ${done} of`));
    switches.perBatch = undefined;
    await page.click("text=Go on");
    await page.waitForSelector("text=/All \\d+ rows are done/");
    assert.equal(await Wine.objects.filter({ ready: false }).count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`a file is imported ${how} JavaScript`, { skip }, async () => {
    const { context, page, complaints } = await open({ javaScriptEnabled });
    await Wine.objects.filter({ name: "New" }).delete();
    await Wine.objects.filter({ name: "Wine 1" }).update({ year: 2000 });
    await preview(page);
    await page.waitForSelector("text=Enter a whole number.");
    await page.click(".outcome.update");
    await page.waitForSelector("ins:has-text('2020')");
    await page.click("button[value=write]");
    await page.waitForSelector("text=Mend the bad rows in the file");
    await page.check("[name=leave_out]");
    await page.click("button[value=write]");
    await page.waitForSelector("text=It is written: 1 new, 1 changed, 1 as they were, 1 left out.");
    assert.equal((await Wine.objects.get({ name: "New" })).year, 2001);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`ticked rows are exported ${how} JavaScript`, { skip }, async () => {
    const { context, page } = await open({ javaScriptEnabled, acceptDownloads: true });
    await page.goto(`${server.url}admin/store/wine/?q=Wine+449`);
    await page.check("input[name=row] >> nth=0");
    await page.selectOption("select[name=action]", "export");
    await page.click(".actions button");
    await page.waitForURL(/export\?/);
    for (const box of await page.locator("[name=column]").all())
      await box.setChecked((await box.getAttribute("value")) === "name");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("button:has-text('CSV')")]);
    assert.equal(download.suggestedFilename(), "wine.csv");
    assert.equal(readFileSync(await download.path(), "utf8"), "name\r\nWine 449\r\n");
    await context.close();
  });
}

test("an upload that is no table says what is wrong, and a heading that resembles a field asks about it", {
  skip,
}, async () => {
  const { context, page } = await open();
  await page.goto(`${server.url}admin/store/wine/import`);
  await page.setInputFiles("#file", file("wines.csv", 'a,b\n1,"2'));
  await page.click("text=Upload");
  await page.waitForSelector("text=A quote on line 2 is never closed.");
  await upload(page, "name,yeer\nX,1\n");
  await page.waitForSelector("text=Did you mean Vintage?");
  await context.close();
});
