// Walks inlines in Chromium: rows that are added, taken back, moved and nested, by mouse, by keyboard and without a script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { App, type RunningServer } from "demijohn";
import { admin, adminModels, inline, modelAdmin } from "demijohn/admin";
import { Account, auth, authModels, createUser } from "demijohn/auth";
import { createTables, defineDatabases, f, Model } from "demijohn/orm";
import type { Browser, Page } from "playwright-core";
import { assertAccessible, launch, type OpenPage, openPage, skipBrowser as skip } from "./browse.ts";

class Dish extends Model("menu.Dish", () => Dish, { name: f.char({ maxLength: 50 }) }) {
  override toString(): string {
    return this.name;
  }
}
class Spice extends Model("menu.Spice", () => Spice, { name: f.char({ maxLength: 50 }) }, { ordering: ["id"] }) {
  override toString(): string {
    return this.name;
  }
}
class Step extends Model("menu.Step", () => Step, {
  dish: f.foreignKey(() => Dish, { relatedName: "steps", onDelete: "cascade" }),
  title: f.char({ maxLength: 50 }),
  slug: f.slug({ maxLength: 50, blank: true, default: "" }),
  spice: f.foreignKey(() => Spice, { null: true, blank: true, onDelete: "setNull" }),
  place: f.integer({ default: 0 }),
}) {
  override toString(): string {
    return this.title;
  }
}
class Hint extends Model("menu.Hint", () => Hint, {
  step: f.foreignKey(() => Step, { relatedName: "hints", onDelete: "cascade" }),
  text: f.char({ maxLength: 50 }),
}) {
  override toString(): string {
    return this.text;
  }
}
class Story extends Model("menu.Story", () => Story, {
  dish: f.foreignKey(() => Dish, { relatedName: "stories", onDelete: "cascade" }),
  title: f.char({ maxLength: 50 }),
  body: f.text({ blank: true, default: "" }),
}) {
  override toString(): string {
    return this.title;
  }
}
class Cook extends Model("people.Cook", () => Cook, {}, { mixins: [Account] }) {}

const login = { url: "", email: "ada@example.org", password: "poured by the river" };
let server: RunningServer;
let browser: Browser;

before(async () => {
  if (skip !== false) return;
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...authModels(Cook as never), Dish, Spice, Step, Hint, Story, ...adminModels()]);
  await createUser(Cook, { email: login.email, password: login.password, isStaff: true, isSuperuser: true } as never);
  await Spice.objects.bulkCreate(Array.from({ length: 250 }, (_, i) => ({ name: `Spice ${i}` })));
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const app = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  app.use(auth({ user: Cook as never }));
  const dishes = modelAdmin(Dish, {
    inlines: [
      inline(Step, { sortable: "place", prepopulatedFields: { slug: ["title"] }, maxNum: 5, inlines: [inline(Hint)] }),
      inline(Story, { kind: "stacked", collapsed: true, verboseNamePlural: "stories" }),
    ],
  });
  app.use(admin({ title: "Kitchen", models: [dishes, modelAdmin(Spice, { searchFields: ["name"] })] }), {
    prefix: "/admin",
  });
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

async function makeDish(name: string, ...steps: readonly string[]): Promise<{ dish: Dish; address: string }> {
  const dish = await Dish.objects.create({ name });
  for (const [i, title] of steps.entries()) {
    const step = await Step.objects.create({ dish, title, place: i + 1 });
    await Hint.objects.create({ step, text: `To ${title}` });
  }
  return { dish, address: `${server.url}admin/menu/dish/${dish.id}/change` };
}
const stepsOf = async (dish: Dish): Promise<string[]> =>
  (await Step.objects.filter({ dish }).orderBy("place", "id")).map(({ title }) => title);
const save = async (page: Page): Promise<void> => {
  await page.click(".submit button >> nth=0");
  await page.waitForSelector(".message.success, .message >> text=saved");
};

for (const colorScheme of ["light", "dark"] as const) {
  test(`inlines have no fault for axe and fit, in ${colorScheme}`, { skip }, async () => {
    const { dish, address } = await makeDish("Soup", "Cut", "Boil");
    await Story.objects.create({ dish, title: "Once" });
    for (const width of [1280, 390]) {
      const { context, page, complaints } = await open({ colorScheme, viewport: { width, height: 800 } });
      await page.goto(address);
      await assertAccessible(page, `as opened at ${width}`);
      await page.click("text=Add another step");
      await page.click("[aria-label='Delete Step “Cut”']");
      await page.locator("summary:has-text('Stories')").click();
      await assertAccessible(page, `as edited at ${width}`);
      await page.fill("[name=step-1-title]", "");
      await page.click(".submit button >> nth=0");
      await page.waitForSelector(".form-summary");
      await assertAccessible(page, `with faults at ${width}`);
      assert.deepEqual(complaints, []);
      await context.close();
    }
  });
}

test("rows and rows in them are added, and fill in their own fields", { skip }, async () => {
  const { context, page, complaints } = await open();
  await page.goto(`${server.url}admin/menu/dish/add`);
  await page.fill("[name=name]", "Stew");
  await page.evaluate("addEventListener('formset:added', (event) => (window.heard = event.detail.formsetName))");
  // The empty row is for who has no script.
  assert.equal(await page.locator("[name=step-0-title]").isVisible(), false);
  await page.click("text=Add another step");
  assert.equal(await page.evaluate("document.activeElement.name"), "step-0-title");
  await page.keyboard.type("Fry onions");
  assert.equal(await page.inputValue("[name=step-0-slug]"), "fry-onions");
  await page.click("text=Add another step");
  assert.equal(await page.evaluate("document.activeElement.name"), "step-1-title");
  assert.equal(await page.evaluate("window.heard"), "step");
  await page.keyboard.type("Add wine");
  assert.equal(await page.inputValue("[name=step-1-slug]"), "add-wine");
  // What comes later is searched as what was there.
  await page.locator("[data-row] input[role=combobox] >> nth=1").pressSequentially("Spice 24");
  await page.waitForSelector("[role=listbox] [role=option]");
  await page.keyboard.press("Enter");
  await page.locator("text=Add another hint >> nth=1").click();
  assert.equal(await page.evaluate("document.activeElement.name"), "step-1-hint-0-text");
  await page.keyboard.type("A dry one");
  await page.locator("text=Add another hint >> nth=1").click();
  assert.equal(await page.evaluate("document.activeElement.name"), "step-1-hint-1-text");
  await page.keyboard.type("Not too much");
  await save(page);
  const dish = await Dish.objects.get({ name: "Stew" });
  assert.deepEqual(await stepsOf(dish), ["Fry onions", "Add wine"]);
  const wine = await Step.objects.get({ dish, title: "Add wine" });
  assert.ok(wine.spiceId !== null);
  assert.deepEqual(await Hint.objects.filter({ step: wine }).orderBy("id").flat("text"), ["A dry one", "Not too much"]);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a row is marked for deletion, kept after all, and there is a most", { skip }, async () => {
  const { dish, address } = await makeDish("Cake", "Mix", "Bake", "Eat");
  const { context, page } = await open();
  await page.goto(address);
  await page.click("[aria-label='Delete Step “Mix”']");
  await page.click("[aria-label='Delete Step “Bake”']");
  assert.equal(await page.locator("[data-dropped]").count(), 2);
  assert.equal(await page.textContent("#inline-said"), "Step “Bake” goes when you save.");
  await page.click("[aria-label='Undo deleting Step “Bake”']");
  assert.equal(await page.locator("[data-dropped]").count(), 1);
  const more = page.locator("button:has-text('Add another step')");
  for (let i = 0; i < 3; i++) await more.click();
  assert.equal(await more.isDisabled(), true);
  await save(page);
  assert.deepEqual(await stepsOf(dish), ["Bake", "Eat"]);
  await context.close();
});

test("rows are moved by buttons, by keys and by dragging", { skip }, async () => {
  const { dish, address } = await makeDish("Tea", "Boil", "Pour", "Wait", "Drink");
  const { context, page } = await open({ viewport: { width: 1280, height: 1600 } });
  await page.goto(address);
  await page.focus("[aria-label='Move Step “Drink” up']");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), "Move Step “Drink” up");
  assert.equal(await page.textContent("#inline-said"), "Step “Drink”: place 3 of 4");
  await page.focus("[name=step-0-title]");
  await page.keyboard.press("Alt+ArrowDown");
  assert.equal(await page.evaluate("document.activeElement.name"), "step-0-title");
  await save(page);
  assert.deepEqual(await stepsOf(dish), ["Pour", "Boil", "Drink", "Wait"]);
  await page.goto(address);
  const rows = page.locator("#id_step-inline > details > table > tbody");
  await rows
    .nth(3)
    .locator(".handle")
    .dragTo(rows.nth(0), { targetPosition: { x: 40, y: 4 } });
  await save(page);
  assert.deepEqual(await stepsOf(dish), ["Wait", "Pour", "Boil", "Drink"]);
  await context.close();
});

test("a form with inlines is filled in and saved with the keyboard alone", { skip }, async () => {
  const { dish, address } = await makeDish("Rice", "Wash");
  const { context, page } = await open();
  await page.goto(address);
  const reach = async (what: string): Promise<void> => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(what)) return;
    }
    assert.fail(`Tab never reached: ${what}`);
  };
  await reach("document.activeElement.textContent === 'Add another step'");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Steam");
  await reach("document.activeElement.getAttribute('aria-label') === 'Move New step up'");
  await page.keyboard.press("Space");
  // Enter in a field saves, whatever buttons stand before.
  await page.focus("[name=step-0-title]");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=saved");
  assert.deepEqual(await stepsOf(dish), ["Steam", "Wash"]);
  await context.close();
});

test("without JavaScript rows are added, moved, deleted and nested", { skip }, async () => {
  const { dish, address } = await makeDish("Bread", "Knead", "Rest");
  const { context, page } = await open({ javaScriptEnabled: false });
  await page.goto(address);
  await page.fill("[name=step-2-title]", "Bake");
  await page.click("button[name=step-ADD]");
  assert.equal(await page.inputValue("[name=step-2-title]"), "Bake");
  await page.fill("[name=step-3-title]", "Cool");
  await page.fill("[name=step-2-ORDER]", "4");
  await page.fill("[name=step-3-ORDER]", "3");
  await page.fill("[name=step-3-hint-0-text]", "On a rack");
  await page.check("[name=step-0-DELETE]");
  await page.locator(".submit button").first().click();
  await page.waitForSelector("text=saved");
  assert.deepEqual(await stepsOf(dish), ["Rest", "Cool", "Bake"]);
  assert.equal(await Hint.objects.filter({ step__dish: dish, text: "On a rack" }).count(), 1);
  await page.goto(address);
  await page.fill("[name=step-0-title]", "");
  await page.locator(".submit button").first().click();
  await page.click(".form-summary a");
  assert.match(page.url(), /#id_step-0-title$/);
  await context.close();
});

test("the second of two editors sees what the first did to rows", { skip }, async () => {
  const { dish, address } = await makeDish("Pie", "Roll", "Fill");
  const [one, two] = [await open(), await open()];
  await one.page.goto(address);
  await two.page.goto(address);
  await one.page.fill("[name=step-0-title]", "Roll thin");
  await one.page.click("[aria-label='Delete Step “Fill”']");
  await save(one.page);
  await two.page.fill("[name=step-0-title]", "Roll thick");
  await two.page.fill("[name=step-1-title]", "Fill well");
  await two.page.click(".submit button >> nth=0");
  await two.page.waitForSelector(".conflict");
  await assertAccessible(two.page, "conflict");
  assert.match((await two.page.textContent(".conflict")) ?? "", /Step “Roll thin”[\s\S]*Title[\s\S]*Roll thin/);
  assert.equal(await two.page.inputValue("[name=step-0-title]"), "Roll thick");
  assert.equal(await two.page.inputValue("[name=step-1-title]"), "Fill well");
  await two.page.click("[aria-label='Undo deleting New step']");
  await save(two.page);
  assert.deepEqual(await stepsOf(dish), ["Roll thick", "Fill well"]);
  await one.context.close();
  await two.context.close();
});
