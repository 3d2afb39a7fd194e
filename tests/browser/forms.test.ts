// Fills in forms in Chromium: the summary of errors takes the focus, rows are added with and without scripts, axe finds no fault.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { App, type Request, type RunningServer, reply } from "demijohn";
import { CheckboxSelectMultiple, Form, field, formSet, forms, SelectDateWidget } from "demijohn/forms";
import { memoryLoader } from "demijohn/templates";
import { type Browser, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) || process.env["CI"] === "true" ? false : `needs Chromium at ${executablePath}`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Pictures of all pages, for people to look at: FORMS_PICTURES=folder npm test -- tests/browser/forms
const pictures = process.env["FORMS_PICTURES"];

class WineForm extends Form({
  name: field.char({ maxLength: 60, helpText: "As it stands on the label." }),
  maker: field.email({ label: "The maker's address" }),
  color: field.radio({ choices: { red: "Red", white: "White", rose: "Rosé" } }),
  grapes: field.multipleChoice({
    choices: { Red: { merlot: "Merlot", malbec: "Malbec" }, White: { riesling: "Riesling" } },
    widget: new CheckboxSelectMultiple(),
  }),
  country: field.choice({
    choices: [
      ["", "Choose one"],
      ["fr", "France"],
      ["it", "Italy"],
    ],
  }),
  litres: field.decimal({ maxDigits: 6, decimalPlaces: 2, minValue: 0 }),
  bottled: field.date({ required: false, helpText: "The day of bottling." }),
  harvest: field.date({ required: false, widget: new SelectDateWidget({ years: [2024, 2025, 2026] }) }),
  notes: field.text({ required: false }),
  picture: field.image({ required: false, helpText: "A picture of the label, at most 2 MiB." }),
  organic: field.boolean({ required: false, label: "Grown without chemicals", helpText: "By a certificate." }),
}) {}
class JarForm extends Form({ name: field.char({ maxLength: 20 }), litres: field.integer({ minValue: 1 }) }) {}
class Jars extends formSet(JarForm, {
  extra: 1,
  canDelete: true,
  maxNum: 4,
  rowText: "Jar",
  addText: "Add another jar",
}) {}

const frame = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>{{ form_media }}<style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:var(--form-ink);background:var(--form-paper)}main{max-width:44rem;margin:0 auto;padding:1rem}</style></head>
<body><main><h1>{{ title }}</h1><form method="post" enctype="{{ form.enctype or 'application/x-www-form-urlencoded' }}" novalidate>{{ form }}<button class="form-submit">Save</button></form></main></body></html>`;

const app = new App({ templates: { loader: memoryLoader({ "page.html": frame }) } });
app.use(forms());
const show = async (request: Request, title: string, form: { readonly status: number }) =>
  reply(await request.render("page.html", { title, form }), form.status);
app.route("/wine", { methods: ["GET", "POST"] }, async (request) => {
  const form = await WineForm.from(request);
  return form.isValid()
    ? `<!doctype html><title>saved</title><p>${form.cleanedData.color}`
    : show(request, "A wine", form);
});
app.route("/jars", { methods: ["GET", "POST"] }, async (request) => {
  const set = await Jars.from(request);
  return set.isValid() ? { jars: set.cleanedData.map((jar) => jar.name) } : show(request, "The jars", set);
});

let server: RunningServer;
let browser: Browser;
let origin: string;

before(async () => {
  if (skip !== false) return;
  server = await app.run({ port: 0, host: "127.0.0.1" });
  origin = new URL(server.url).origin;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function inspect(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  const faults = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' ')))",
  )) as string[];
  assert.deepEqual(faults, [], name);
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 390]) {
    test(`a form with errors is accessible in ${colorScheme} at ${width}`, { skip }, async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      page.setDefaultTimeout(5000);
      await page.goto(`${origin}/wine`);
      await inspect(page, `wine-${colorScheme}-${width}`);
      await page.fill("#id_maker", "nobody");
      await page.click(".form-submit");
      // The script puts it there when the page has come; who waits in vain fails by the time limit.
      await page.waitForFunction("document.activeElement.className === 'form-summary'");
      await inspect(page, `wine-errors-${colorScheme}-${width}`);
      await page.click(".form-summary a[href='#id_color_0']");
      assert.equal(await page.evaluate("location.hash"), "#id_color_0");
      await page.goto(`${origin}/jars`);
      await page.click(".form-add");
      await inspect(page, `jars-${colorScheme}-${width}`);
      await page.close();
    });
  }
}

test("rows are added by the script and by the server alike", { skip }, async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    page.setDefaultTimeout(5000);
    await page.goto(`${origin}/jars`);
    await page.fill("#id_form-0-name", "red");
    await page.fill("#id_form-0-litres", "5");
    await page.click(".form-add");
    await page.fill("#id_form-1-name", "white");
    await page.fill("#id_form-1-litres", "3");
    await page.click(".form-submit");
    assert.equal(await page.textContent("body"), '{"jars":["red","white"]}', `scripts: ${javaScriptEnabled}`);
    await context.close();
  }
});
