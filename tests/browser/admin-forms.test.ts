// Walks the admin's forms in Chromium: tabs, pickers, dialogs, widgets, the keyboard, and all of it without a script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { App, type RunningServer } from "demijohn";
import { admin, adminModels, ColorTextInput, MarkdownTextarea, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { Response } from "demijohn/http";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import { MemoryStorage, upload } from "demijohn/storage";
import type { Browser, Page } from "playwright-core";
import { assertAccessible, launch, type OpenPage, openPage, skipBrowser as skip } from "./browse.ts";

const storage = new MemoryStorage({ baseUrl: "/media/" });
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

class Town extends Model("map.Town", () => Town, { name: f.char({ maxLength: 50 }) }, { ordering: ["id"] }) {
  override toString(): string {
    return this.name;
  }
}
class Tag extends Model("map.Tag", () => Tag, { name: f.char({ maxLength: 50 }) }, { ordering: ["id"] }) {
  override toString(): string {
    return this.name;
  }
}
class Kind extends Model("map.Kind", () => Kind, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Guide extends Model("map.Guide", () => Guide, {
  name: f.char({ maxLength: 50 }),
  slug: f.slug({ maxLength: 50 }),
  kind: f.foreignKey(() => Kind, { onDelete: "cascade" }),
  level: f.char({ maxLength: 5, choices: { easy: "Easy", hard: "Hard" }, default: "easy" }),
  town: f.foreignKey(() => Town, { onDelete: "cascade", relatedName: "guides" }),
  other: f.foreignKey(() => Town, { onDelete: "setNull", null: true, blank: true, relatedName: "others" }),
  tags: f.manyToMany(() => Tag, { blank: true, relatedName: "guides" }),
  near: f.manyToMany(() => Town, { blank: true, relatedName: "near" }),
  body: f.text({ blank: true, default: "" }),
  extra: f.json({ null: true, blank: true }),
  colour: f.char({ maxLength: 7, blank: true, default: "" }),
  site: f.url({ blank: true, default: "" }),
  day: f.date({ null: true, blank: true }),
  published: f.dateTime({ null: true, blank: true }),
  length: f.duration({ null: true, blank: true }),
  photo: f.image({ null: true, blank: true, storage, uploadTo: "photos" }),
  price: f.decimal({ maxDigits: 8, decimalPlaces: 2, default: "0" }),
}) {
  override toString(): string {
    return this.name;
  }
}
class Reader extends Model("people.Reader", () => Reader, {}, { mixins: [Account] }) {}

const login = { url: "", email: "ada@example.org", password: "poured by the river" };
let server: RunningServer;
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Reader as never), Town, Tag, Kind, Guide, ...adminModels()]);
  await createUser(Reader, { email: login.email, password: login.password, isStaff: true, isSuperuser: true } as never);
  await Town.objects.bulkCreate(Array.from({ length: 300 }, (_, i) => ({ name: `Town ${i}` })));
  await Tag.objects.bulkCreate(Array.from({ length: 20 }, (_, i) => ({ name: `Tag ${i}` })));
  await Kind.objects.create({ name: "Walk" });
  const guide = await Guide.objects.create({
    name: "Ways",
    slug: "ways",
    kind: 1,
    town: 7,
    other: 8,
    photo: upload("cat.png", new Uint8Array(picture)),
  });
  await guide.tags.add(1, 2);
  await guide.near.add(3, 4);
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Reader as never }));
  app.get("/media/<path:name>", async (request) => {
    const { name } = request.params as { readonly name: string };
    return new Response(await storage.read(name), { headers: { "Content-Type": "image/png" } });
  });
  const guides = modelAdmin(Guide, {
    fieldsets: [
      { fields: [["name", "slug"], "kind", "level", "town", "other"] },
      { title: "Neighbours", tab: "Relations", fields: ["tags", "near"] },
      { tab: "Content", fields: ["body", "extra", "colour", "site"] },
      { tab: "When", fields: ["day", "published", "length", "photo"] },
      { title: "Shop", tab: "When", fields: ["price"], collapsed: true },
    ],
    rawIdFields: ["other"],
    radioFields: { level: "horizontal" },
    filterHorizontal: ["tags"],
    widgets: { body: new MarkdownTextarea(), colour: new ColorTextInput() },
    formfieldOverrides: { image: (image) => image.with({ maxSize: 2000 }) },
    prepopulatedFields: { slug: ["name"] },
    saveAs: true,
  });
  app.use(admin({ models: [guides, modelAdmin(Town, { searchFields: ["name"] }), Tag, Kind] }), { prefix: "/admin" });
  server = await app.run({ port: 0, host: "127.0.0.1" });
  login.url = server.url;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const open = (options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenPage> =>
  openPage(browser, login, options);
const form = (): string => `${server.url}admin/map/guide/1/change`;
const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement.id || document.activeElement.className");
const section = (page: Page, name: string): Promise<void> => page.click(`[role=tab]:has-text('${name}')`);

for (const colorScheme of ["light", "dark"] as const)
  test(`forms, look-ups and dialogs have no fault for axe and break no policy, in ${colorScheme}`, {
    skip,
  }, async () => {
    for (const width of [1280, 390]) {
      const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 800 } });
      const shot = async (name: string): Promise<void> => {
        const folder = process.env["DEMIJOHN_SCREENSHOTS"];
        if (folder !== undefined)
          await page.screenshot({ path: `${folder}/form-${name}-${colorScheme}-${width}.png`, fullPage: true });
      };
      await page.goto(form());
      for (const name of ["Relations", "Content", "When"]) {
        await section(page, name);
        await shot(name);
        await assertAccessible(page, `${name} at ${width}`);
      }
      await page.fill("#id_name", "");
      await section(page, "When");
      await page.evaluate(
        "document.querySelector('#id_price').type = 'text'; document.querySelector('#id_price').value = 'much'",
      );
      await page.click("button:has-text('Save and continue')");
      await page.waitForSelector(".form-summary");
      await shot("errors");
      await assertAccessible(page, `errors at ${width}`);
      await page.goto(`${server.url}admin/choices/map/guide/town`);
      await shot("choices");
      await assertAccessible(page, `choices at ${width}`);
      await page.goto(`${server.url}admin/map/guide/add`);
      await page.click("[data-part=kind] .add-related");
      await page.waitForSelector("dialog [name=name]");
      await shot("dialog");
      await assertAccessible(page, `dialog at ${width}`);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });

test("sections are tabs, moved through with the arrows, and the one with an error is open", { skip }, async () => {
  const { context, page } = await open();
  await page.goto(form());
  await page.focus("[role=tab][aria-selected=true]");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.textContent("[role=tab][aria-selected=true]"), "Content");
  await page.keyboard.press("End");
  assert.equal(await page.isVisible("#id_day"), true);
  assert.equal(await page.isVisible("#id_body"), false);
  await page.evaluate("document.querySelector('#id_site').value = 'nowhere at all'");
  await page.keyboard.press("Control+s");
  await page.waitForSelector(".form-summary");
  await page.waitForSelector(".form-summary:focus");
  assert.match((await page.textContent("[role=tab][aria-selected=true]")) ?? "", /Content\s+1 error/);
  await page.click(".form-summary a");
  assert.equal(await focused(page), "id_site");
  await context.close();
});

test("a link to a field opens the tab and the fold that hide it", { skip }, async () => {
  const { context, page } = await open();
  await page.goto(form());
  await page.evaluate(
    "document.querySelector('#id_site').value = 'nowhere'; document.querySelector('#id_day').type = 'text'; document.querySelector('#id_day').value = 'never'",
  );
  await page.keyboard.press("Control+s");
  await page.waitForSelector(".form-summary");
  await page.click(".form-summary a[href='#id_day']");
  assert.equal(await focused(page), "id_day");
  await context.close();
});

test("a relation is searched with the keyboard, looked up in a dialog, and cleared", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.goto(form());
  assert.equal(await page.inputValue("#id_town"), "Town 6");
  await page.fill("#id_town", "");
  await page.locator("#id_town").pressSequentially("Town 290");
  await page.waitForSelector("[role=listbox]:not([hidden]) [role=option]");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#id_town"), "Town 290");
  assert.equal(await page.inputValue("[name=town]"), "291");
  assert.match((await page.getAttribute("[data-part=town] .open-related", "href")) ?? "", /town\/291\/change$/);
  await page.locator("#id_town").pressSequentially(" no such");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.inputValue("#id_town"), "Town 290", "what was left half way is as it was");
  await page.click("[data-part=other] .find");
  await page.waitForSelector("dialog [name=q]");
  await page.fill("dialog [name=q]", "Town 123");
  await page.keyboard.press("Enter");
  await page.click("dialog button:has-text('Town 123')");
  assert.equal(await page.inputValue("#id_other"), "124");
  await page.waitForSelector("[data-part=other] .chosen:has-text('Town 123')");
  assert.equal(await page.locator("dialog.sheet").count(), 0);
  await page.keyboard.press("Control+s");
  await page.waitForSelector("text=“Ways” was saved.");
  const guide = await Guide.objects.get({ id: 1 });
  assert.deepEqual([guide.townId, guide.otherId].map(Number), [291, 124]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("rows are moved between two lists, and added and removed as chips, with the keyboard", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.goto(form());
  await section(page, "Relations");
  const lists = page.locator("[data-part=tags] .side select");
  await page.locator("[data-part=tags] .side input").first().fill("Tag 1");
  assert.equal(await lists.nth(0).locator("option").count(), 10);
  await lists.nth(0).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  assert.deepEqual(await lists.nth(1).locator("option").allTextContents(), ["Tag 0", "Tag 1", "Tag 10"]);
  await lists.nth(1).selectOption({ label: "Tag 0" });
  await page.locator("[data-part=tags] .side button:has-text('Remove')").first().click();
  await page.locator("[data-part=near] .chip-remove").first().click();
  await page.locator("#id_near").pressSequentially("Town 55");
  await page.waitForSelector("[data-part=near] [role=option]");
  await page.keyboard.press("Enter");
  assert.deepEqual(
    (await page.locator("[data-part=near] .chips label").allTextContents()).map((text) => text.trim()),
    ["Town 3", "Town 55"],
  );
  await page.keyboard.press("Control+s");
  await page.waitForSelector("text=“Ways” was saved.");
  const guide = await Guide.objects.get({ id: 1 });
  assert.deepEqual(await guide.tags.orderBy("id").flat("name"), ["Tag 1", "Tag 10"]);
  assert.deepEqual(await guide.near.orderBy("id").flat("name"), ["Town 3", "Town 55"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a related object is added and changed in a dialog, chosen, and the focus comes back", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.goto(form());
  await page.focus("[data-part=kind] .add-related");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog [name=name]");
  await page.keyboard.press("Control+s");
  await page.waitForSelector("dialog .form-summary");
  await page.fill("dialog [name=name]", "Ride");
  await page.keyboard.press("Control+s");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  assert.match(await focused(page), /add-related/);
  assert.equal(await page.locator("#id_kind option:checked").textContent(), "Ride");
  await page.click("[data-part=kind] .open-related");
  await page.waitForSelector("dialog [name=name]");
  await page.fill("dialog [name=name]", "Cycle ride");
  await page.click("dialog button:has-text('Save')");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  assert.equal(await page.locator("#id_kind option:checked").textContent(), "Cycle ride");
  await page.click("[data-part=kind] .add-related");
  await page.fill("dialog [name=name]", "By mistake");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  await page.click("[data-part=kind] .open-related");
  await page.click("dialog a:has-text('Delete')");
  await page.waitForSelector("dialog h1:has-text('Delete By mistake?')");
  await page.click("dialog a:has-text('Keep it')");
  await page.waitForSelector("dialog [name=name]");
  await page.click("dialog a:has-text('Delete')");
  await page.click("dialog button.danger");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  assert.equal(await Kind.objects.filter({ name: "By mistake" }).exists(), false);
  assert.deepEqual(await page.locator("#id_kind option").allTextContents(), ["---------", "Walk", "Cycle ride"]);
  await page.selectOption("#id_kind", { label: "Cycle ride" });
  await page.click("[data-part=town] .add-related");
  await page.waitForSelector("dialog [name=name]");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  assert.match(await focused(page), /add-related/);
  await page.click("[data-part=town] .add-related");
  await page.fill("dialog [name=name]", "Newtown");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.sheet", { state: "detached" });
  assert.equal(await page.inputValue("#id_town"), "Newtown");
  await section(page, "Relations");
  await page.click("[data-part=near] .add-related");
  await page.fill("dialog [name=name]", "Hamlet");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-part=near] .chips li:has-text('Hamlet')");
  await page.keyboard.press("Control+s");
  await page.waitForSelector("text=“Ways” was saved.");
  const guide = await Guide.objects.get({ id: 1 });
  assert.deepEqual([String(await guide.kind), String(await guide.town)], ["Cycle ride", "Newtown"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("JSON is checked while it is typed, Markdown looked at, colours picked, moments filled in", { skip }, async () => {
  const { context, page, complaints } = await open({ timezoneId: "Asia/Tokyo" });
  await page.goto(form());
  await section(page, "Content");
  await page.fill("#id_extra", '{"a": 1,}');
  await page.waitForSelector("text=This is not valid JSON: see line 1, column 9.");
  await page.fill("#id_extra", '{"a":1}');
  await page.waitForSelector("text=Valid JSON");
  await page.click("text=Tidy up");
  assert.equal(await page.inputValue("#id_extra"), '{\n  "a": 1\n}');
  await page.fill(
    "#id_body",
    "# Hello\n\n<script>document.title = 'taken'</script>\n\n![x](https://evil.example/x.png)",
  );
  await page.click("button:has-text('Preview')");
  await page.waitForSelector(".markdown h1:has-text('Hello')");
  assert.doesNotMatch(await page.title(), /taken/);
  await page.click("button:has-text('Write')");
  assert.equal(await focused(page), "id_body");
  await page.fill("#id_colour", "#Ab12cD");
  assert.equal(await page.inputValue(".swatch"), "#ab12cd");
  await page.fill(".swatch", "#00ff00");
  assert.equal(await page.inputValue("#id_colour"), "#00ff00");
  await page.fill("#id_site", "https://example.org/a");
  assert.equal(await page.getAttribute("[data-part=site] .open", "href"), "https://example.org/a");
  await section(page, "When");
  await page.click("[data-part=day] button:has-text('Today')");
  assert.match(await page.inputValue("#id_day"), /^\d{4}-\d\d-\d\d$/);
  await page.click("[data-part=published] button:has-text('Now')");
  const shown = new Date(`${await page.inputValue("#id_published")}Z`).getTime();
  assert.ok(Math.abs(shown - Date.now()) < 60_000, "on the clock of the form's zone, not of the browser's");
  await page.fill("#id_length", "1 02:30:00");
  await page.waitForSelector("text=1 day, 2 hours, 30 minutes");
  await page.keyboard.press("Control+s");
  await page.waitForSelector("text=“Ways” was saved.");
  const guide = await Guide.objects.get({ id: 1 });
  assert.deepEqual([guide.extra, guide.colour], [{ a: 1 }, "#00ff00"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a file is looked at before it is sent, refused when it is too large, and dropped", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.goto(form());
  await section(page, "When");
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "image/png", buffer });
  await page.setInputFiles("#id_photo", file("big.png", Buffer.alloc(5000)));
  await page.waitForSelector("text=big.png is too large: 5 kB.");
  await page.setInputFiles("#id_photo", file("dot.png", picture));
  await page.waitForSelector(".picked img[src^='data:image/png']");
  await page.click("text=Forget it");
  assert.equal(await page.locator(".picked img").count(), 0);
  const dropped = await page.evaluateHandle(
    `(() => { const data = new DataTransfer(); data.items.add(new File([Uint8Array.from(atob("${picture.toString("base64")}"), (c) => c.charCodeAt(0))], "dropped.png", { type: "image/png" })); return data; })()`,
  );
  await page.dispatchEvent("[data-part=photo] .file", "drop", { dataTransfer: dropped });
  await page.waitForSelector(".picked:has-text('dropped.png')");
  await page.keyboard.press("Control+s");
  await page.waitForSelector("text=“Ways” was saved.");
  assert.equal((await Guide.objects.get({ id: 1 })).photo?.name, "photos/dropped.png");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("leaving with unsaved changes is asked, and saving is not", { skip }, async () => {
  const { context, page } = await open();
  await page.goto(form());
  await page.fill("#id_name", "Ways!");
  let asked = 0;
  page.on("dialog", (dialog) => {
    asked++;
    void dialog.dismiss();
  });
  await page.click(".brand").catch(() => {});
  await page.waitForTimeout(200);
  assert.equal(asked, 1);
  await page.fill("#id_name", "Ways");
  await page.click("[data-part=kind] .add-related");
  await page.fill("dialog [name=name]", "Half");
  await page.keyboard.press("Escape");
  assert.equal(asked, 2);
  assert.equal(await page.locator("dialog.sheet").count(), 1, "the answer was to stay");
  await context.close();
});

test("without a script every field is filled in, sections are reached by links, and all is saved", {
  skip,
}, async () => {
  const { context, page } = await open({ javaScriptEnabled: false });
  await page.goto(`${server.url}admin/map/guide/add`);
  await page.fill("#id_name", "Plain");
  await page.fill("#id_slug", "plain");
  await page.selectOption("#id_kind", { label: "Walk" });
  await page.check("[name=level][value=hard]");
  await page.fill("#id_town", "12");
  await page.selectOption("#id_tags", ["3", "4"]);
  await page.fill("#id_near", "5, 6");
  await page.fill("#id_body", "Text");
  await page.fill("#id_extra", "[1]");
  await page.fill("#id_colour", "#123456");
  await page.fill("#id_day", "2026-05-04");
  await page.setInputFiles("#id_photo", { name: "p.png", mimeType: "image/png", buffer: picture });
  assert.match((await page.getAttribute("[data-part=town] .find", "target")) ?? "", /_blank/);
  assert.match((await page.textContent("[data-part=kind] .add-related")) ?? "", /opens in a new tab/);
  assert.deepEqual(
    await page.locator(".tab-list a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ["#tab-1", "#tab-2", "#tab-3"],
  );
  await page.click("main button:has-text('Save') >> nth=0");
  await page.waitForSelector("text=“Plain” was saved.");
  const guide = await Guide.objects.get({ name: "Plain" });
  assert.deepEqual(
    [Number(guide.townId), guide.level, guide.extra, String(guide.day)],
    [12, "hard", [1], "2026-05-04"],
  );
  assert.deepEqual(await guide.near.orderBy("id").flat("name"), ["Town 4", "Town 5"]);
  assert.deepEqual(await guide.tags.orderBy("id").flat("name"), ["Tag 2", "Tag 3"]);
  await page.goto(`${server.url}admin/map/guide/${guide.id}/change`);
  await page.uncheck("[name=near][value='5']");
  await page.fill("#id_near", "7");
  await page.click("main button:has-text('Save') >> nth=0");
  await page.waitForSelector("text=“Plain” was saved.");
  assert.deepEqual(await guide.near.orderBy("id").flat("name"), ["Town 5", "Town 6"]);
  await page.goto(`${server.url}admin/choices/map/guide/town?q=Town+299`);
  assert.match((await page.textContent("tbody")) ?? "", /Town 299\s*300/);
  await context.close();
});
