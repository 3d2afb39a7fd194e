// Tests the development page in Chromium: keyboard, copying, policy, console, phone width, and life without JavaScript.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { App, abort, DemijohnError, type RunningServer } from "demijohn";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
// The machine that decides about changes must not pass for want of a browser.
const skip = existsSync(executablePath) || process.env["CI"] === "true" ? false : `needs Chromium at ${executablePath}`;

const app = new App({
  mode: "development",
  name: "jars",
  logger: { debug() {}, info() {}, warn() {}, error() {} },
  secretKey: "the-key-of-all-the-jars",
});
app.get("/fail", function pour() {
  const cause = new SyntaxError("bad label </textarea><script>document.title = 'broken out'</script>", {
    cause: new Error(`${"a-very-long-word".repeat(60)}`),
  });
  throw new DemijohnError("JAR_FULL", "The jar is full.", {
    wrote: `pour(${"very ".repeat(60)})`,
    facts: ["Jars: a, b."],
    cure: 'Write pour("b").',
    cause,
  });
});
app.post("/post", () => "posted");
app.get("/gone", () => abort(404));
app.get("/long", () => abort(400, `No ${"jar".repeat(100)} here.`));
app.get("/missing-value", () => Reflect.get(undefined as never, "size") as string);

// Gives the texts whose contrast is below 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
const faintTexts = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faults.push(element.className + " " + walker.currentNode.data.slice(0, 20) + " " + ratio.toFixed(2));
  }
  return faults;
})()`;

const plainPages = [
  ["/nothing", 404, "No route leads to /nothing"],
  ["/gone", 404, "Not Found"],
  ["/post", 405, "Method Not Allowed"],
  ["/long", 400, "Bad Request"],
] as const;

let browser: Browser;
let server: RunningServer;

before(async () => {
  if (skip) return;
  server = await app.run({ port: 0 });
  const switches = ["sandbox", "first-run"].map((name) => `--no-${name}`);
  const disabled = ["gpu", "background-networking", "component-update", "sync"].map((name) => `--disable-${name}`);
  browser = await chromium.launch({ executablePath, args: [...switches, ...disabled] });
});
after(async () => {
  if (skip) return;
  await browser.close();
  await app.close(0);
});

/** Opens the page in a context of its own, and gathers what the console says besides the status that is meant. */
async function open(options: BrowserContextOptions = {}, path = "fail"): Promise<{ page: Page; said: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said: string[] = [];
  page.on("console", (message) => {
    if (!/Failed to load resource: the server responded with a status of 500/.test(message.text()))
      said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== `${address(path)}` && !request.url().startsWith("data:"))
      said.push(`asked for ${request.url()}`);
  });
  const response = await page.goto(address(path));
  assert.equal(response!.status(), 500);
  return { page, said };
}

function address(path: string): string {
  return `${server.url.replace(/\/$/, "")}/${path}?token=0123456789abcdef`;
}

test("the page loads nothing else, breaks no policy and keeps hostile text as text", { skip }, async () => {
  const { page, said } = await open();
  assert.equal(await page.locator("h1").textContent(), "The jar is full.");
  assert.match(await page.title(), /^DemijohnError: The jar is full\.$/);
  assert.equal(await page.locator("script").count(), 1);
  assert.deepEqual(said, []);
  await page.context().close();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [390, 1280]) {
    test(`nothing is wider than ${width} pixels in ${colorScheme} colours`, { skip }, async () => {
      const { page } = await open({ colorScheme, viewport: { width, height: 800 } });
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
      await page.context().close();
    });
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the plain error pages fit a phone and can be read in ${colorScheme} colours`, { skip }, async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 800 }, colorScheme });
    const page = await context.newPage();
    for (const [path, status, heading] of plainPages) {
      const response = await page.goto(`${server.url.replace(/\/$/, "")}${path}`);
      assert.equal(response!.status(), status);
      assert.equal(await page.locator("h1").textContent(), heading);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 390);
      assert.ok((await page.evaluate<number>("document.documentElement.scrollHeight")) <= 800);
      assert.deepEqual(await page.evaluate(faintTexts), [], path);
    }
    await context.close();
  });
}

test("text stands out from its ground in both colours", { skip }, async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await open({ colorScheme });
    assert.deepEqual(await page.evaluate(faintTexts), [], colorScheme);
    await page.context().close();
  }
});

test("the keyboard reaches and works everything, in the order of reading", { skip }, async () => {
  const { page } = await open();
  const focused = (): Promise<string> =>
    page.evaluate(`(() => {
      const it = document.activeElement;
      return it.tagName.toLowerCase() + " " + (it.getAttribute("aria-label") ?? it.textContent).trim().slice(0, 30);
    })()`);
  const walk: string[] = [];
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const at = await focused();
    walk.push(at);
    if (at === "summary The report as text") break;
  }
  assert.equal(walk[0], "a Skip to the code");
  assert.match(walk[1]!, /^a tests\/browser\/debug-page/);
  const order = [
    "a SyntaxError",
    "a Error",
    "button Copy as text",
    "a Open in editor",
    "button Copy",
    "summary Request",
    "summary Headers",
    "summary Settings",
    "summary Versions",
    "summary The report as text",
  ];
  let from = 0;
  const places = order.map((name) => {
    const at = walk.findIndex((stop, i) => i >= from && stop.startsWith(name));
    from = at + 1;
    return at;
  });
  assert.ok(!places.includes(-1), walk.join("\n"));
  // The last one opens, and its text is the next stop.
  assert.equal(await page.locator("#report").isVisible(), false);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#report").isVisible(), true);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "textarea The report as text");
  await page.context().close();
});

test("what has the focus is outlined", { skip }, async () => {
  const { page } = await open();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "solid");
  assert.ok((await page.locator(".skip").boundingBox())!.x >= 0);
  await page.context().close();
});

test("the button copies the whole report, and says so", { skip }, async () => {
  const { page, said } = await open({ permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Copy as text" }).click();
  await page.getByRole("status").filter({ hasText: "Copied." }).waitFor();
  const text = await page.evaluate("navigator.clipboard.readText()");
  assert.match(
    String(text),
    /^GET http:\/\/[\d.:]+\/fail\?token=\*\*\* failed with status 500\n\nDemijohnError \[JAR_FULL\]\n/,
  );
  assert.match(String(text), /Cause: SyntaxError\n {2}bad label <\/textarea><script>/);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.waitForFunction("navigator.clipboard.readText().then((text) => text === 'Write pour(\"b\").')");
  assert.deepEqual(said, []);
  await page.context().close();
});

test("where the browser refuses to copy, the text is opened instead", { skip }, async () => {
  const { page } = await open();
  await page.evaluate(`(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  })()`);
  await page.getByRole("button", { name: "Copy as text" }).click();
  await page.getByRole("status").filter({ hasText: "select the text below" }).waitFor();
  assert.equal(await page.locator("#report").isVisible(), true);
  await page.context().close();
});

test("without JavaScript everything opens, and no button stands without use", { skip }, async () => {
  const { page } = await open({ javaScriptEnabled: false });
  assert.equal(await page.locator("button:visible").count(), 0);
  await page.locator("summary", { hasText: "The report as text" }).click();
  assert.equal(await page.locator("#report").isVisible(), true);
  assert.match(await page.locator("#report").inputValue(), /^GET http/);
  await page.context().close();
});

test("the user's own code is open, with its line marked, and the others' folded", { skip }, async () => {
  const { page } = await open({}, "missing-value");
  assert.match(await page.locator("details.frame[open] .hit").first().innerText(), /Reflect\.get\(undefined/);
  assert.equal(await page.locator("details.fold").first().getAttribute("open"), null);
  assert.match(await page.locator("details.fold summary").last().innerText(), /^\d+ frames of .*Demijohn/);
  await page.context().close();
});
