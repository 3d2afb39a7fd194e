// Attacks an app from other sites in Chromium: forged forms, frames, readers and scripts, as a browser really does them.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { App, type RunningServer } from "demijohn";
import { type CspReport, CsrfError, security } from "demijohn/security";
import { type Browser, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) || process.env["CI"] === "true" ? false : `needs Chromium at ${executablePath}`;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

// The names below localhost lead to this machine: two sites, and a subdomain of the first.
const changes: string[] = [];
const refused: string[] = [];
const reports: CspReport[] = [];
const app = new App({ mode: "production", logger: silent });
app.use(
  security({
    allowedHosts: ["site.localhost"],
    // By report-to, browsers send what they have once a minute; by report-uri alone, at once.
    csp: { reportTo: false },
    cspReports: "/csp",
    onCspReport: (report) => void reports.push(report),
  }),
);
app.get("/", (request) =>
  request.cspNonce === ""
    ? ""
    : `<!doctype html><title>site</title>
<form id="own" method="post" action="/change">${request.csrfInput}<input name="to" value="ada"></form>
<script nonce="${request.cspNonce}">document.title = "nonce ran"</script>
<script>document.title = "injected"</script>
<img src="data:," onerror="document.title = 'handler'">`,
);
app.post("/change", async (request) => {
  const { fields } = await request.form();
  changes.push(fields.get("to") ?? (await request.text()));
  return "<title>changed</title>";
});
app.onError(CsrfError, (error) => String(refused.push(error.reason)));
app.get("/secret", () => ({ secret: 7 }));

const attacker = new App({ mode: "production", logger: silent });
let target = "";
const attack = (body: string): string => `<!doctype html><title>evil</title>${body.replaceAll("TARGET", target)}`;
const formTo = (enctype: string): string =>
  attack(`<form method="post" action="TARGET/change" enctype="${enctype}"><input name="to" value="eve"></form>
<script>document.forms[0].submit()</script>`);
attacker.get("/form", () => formTo("application/x-www-form-urlencoded"));
attacker.get("/multipart", () => formTo("multipart/form-data"));
attacker.get("/plain", () => formTo("text/plain"));
attacker.get("/frame", () => attack(`<iframe src="TARGET/"></iframe>`));
attacker.get("/sandbox", () => {
  const inner = `<form method=post action=TARGET/change><input name=to value=eve></form><script>document.forms[0].submit()</script>`;
  return attack(`<iframe sandbox="allow-scripts allow-forms" srcdoc="${inner}"></iframe>`);
});
attacker.get("/empty", () => attack(""));

let servers: RunningServer[] = [];
let browser: Browser;
let evil = "";
let subdomain = "";

before(async () => {
  if (skip !== false) return;
  servers = [await app.run({ port: 0, host: "127.0.0.1" }), await attacker.run({ port: 0, host: "127.0.0.1" })];
  const [sitePort, evilPort] = servers.map(({ url }) => new URL(url).port);
  target = `http://site.localhost:${sitePort}`;
  evil = `http://evil.localhost:${evilPort}`;
  subdomain = `http://blog.site.localhost:${evilPort}`;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
});

/** A page of a visitor who has been on the site and keeps its cookie. */
async function visitor(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(target);
  return page;
}

async function until(page: Page, isDone: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isDone() && Date.now() < end) await page.waitForTimeout(20);
}

test("the site's own form changes something", { skip }, async () => {
  const page = await visitor();
  await page.evaluate("document.getElementById('own').submit()");
  await page.waitForFunction("document.title === 'changed'");
  assert.deepEqual(changes.splice(0), ["ada"]);
});

for (const path of ["/form", "/multipart", "/plain"]) {
  for (const from of ["another site", "a subdomain"]) {
    test(`${path} of ${from} changes nothing`, { skip }, async () => {
      const page = await visitor();
      await page.goto(`${from === "a subdomain" ? subdomain : evil}${path}`);
      await until(page, () => refused.length > 0);
      assert.deepEqual(refused.splice(0), ["foreign-site"]);
      assert.deepEqual(changes, []);
    });
  }
}

test("a form in a sandboxed frame changes nothing", { skip }, async () => {
  const page = await visitor();
  await page.goto(`${evil}/sandbox`);
  await until(page, () => refused.length > 0);
  assert.deepEqual(refused.splice(0), ["foreign-site"]);
  assert.deepEqual(changes, []);
});

test("another site's script can neither change nor read anything", { skip }, async () => {
  const page = await visitor();
  await page.goto(`${evil}/empty`);
  const outcomes = await page.evaluate(`Promise.all([
    fetch("${target}/change", { method: "POST", mode: "no-cors", credentials: "include", body: '{"to":"eve"}' }).then((r) => r.type, String),
    fetch("${target}/change", { method: "PUT", credentials: "include" }).then((r) => r.status, (e) => e.name),
    fetch("${target}/secret", { credentials: "include" }).then((r) => r.text(), (e) => e.name),
    fetch("${target}/secret", { mode: "no-cors" }).then((r) => r.type, (e) => e.name),
  ])`);
  // Cross-Origin-Resource-Policy stops even the answers that a page could not have read.
  assert.deepEqual(outcomes, ["TypeError: Failed to fetch", "TypeError", "TypeError", "TypeError"]);
  assert.deepEqual(changes, []);
});

test("another site cannot show a page in a frame", { skip }, async () => {
  const page = await visitor();
  await page.goto(`${evil}/frame`);
  const shown = (): string => page.frames()[1]?.url() ?? "";
  await until(page, () => shown() !== "");
  assert.match(shown(), /^chrome-error:/);
});

test("only the script with the nonce runs, and what was stopped is reported", { skip }, async () => {
  reports.length = 0;
  const page = await visitor();
  assert.equal(await page.title(), "nonce ran");
  // Reports on the frame of the test before may come late.
  const stopped = (): string[] => [
    ...new Set(
      reports.map(({ directive, blocked }) => `${directive} ${blocked}`).filter((text) => /^script/.test(text)),
    ),
  ];
  await until(page, () => stopped().length === 2);
  assert.deepEqual(stopped().sort(), ["script-src-attr inline", "script-src-elem inline"]);
});

test("a subdomain cannot set the site's cookie", { skip }, async () => {
  const page = await visitor();
  await page.goto(`${subdomain}/empty`);
  await page.evaluate(`document.cookie = "__Host-csrf=${"A".repeat(43)}; domain=site.localhost; path=/; secure"`);
  const cookies = await page.context().cookies(target);
  assert.equal(cookies.filter(({ name }) => name === "__Host-csrf").length, 1);
  assert.notEqual(cookies[0]!.value, "A".repeat(43));
});
