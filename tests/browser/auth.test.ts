// Walks the pages of accounts in Chromium: with the keyboard alone, then without JavaScript; no page has a fault for axe.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import type { RunningServer } from "demijohn";
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { fromBase32, totpCode, totpStep } from "#auth/internals";
import { freshTables, makeSite, password } from "../auth/site.ts";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const skip = existsSync(executablePath) || process.env["CI"] === "true" ? false : `needs Chromium at ${executablePath}`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Pictures of all pages, for people to look at: AUTH_PICTURES=folder npm test -- tests/browser/auth
const pictures = process.env["AUTH_PICTURES"];

let clockMoves = 0;
const site = makeSite(
  { passkeys: true, now: () => Date.now() + clockMoves },
  (app) =>
    app.get("/hello", async (request) => `<!doctype html><title>hello</title><p>${(await request.user).displayName}`),
  { name: "Jars" },
);
let server: RunningServer;
let browser: Browser;
let origin: string;

before(async () => {
  if (skip !== false) return;
  await freshTables();
  server = await site.app.run({ port: 0, host: "127.0.0.1" });
  origin = `http://localhost:${new URL(server.url).port}`;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** What the browser complains about: scripts and styles that the policy stops, and errors. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    // Chromium reports each answer of 4xx as an error of the console.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

const looked = new Set<string>();

async function inspect(page: Page, name: string): Promise<void> {
  await page.evaluate(axe);
  const faults = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' ')))",
  )) as string[];
  assert.deepEqual(faults, [], name);
  if (pictures === undefined || looked.has(name)) return;
  looked.add(name);
  mkdirSync(pictures, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${width}.png`, fullPage: true });
    }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Presses Tab until the element has the focus: what cannot be reached so, cannot be used without a mouse. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`)) === true) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${selector} on ${page.url()}`);
}

async function type(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(fields)) {
    await tabTo(page, `#id_${name}`);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
  }
}

async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;
const heading = (page: Page): Promise<string | null> => page.textContent("h1");

async function addAuthenticator(
  context: BrowserContext,
  page: Page,
): Promise<{ cdp: CDPSession; present(isThere: boolean): Promise<unknown> }> {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable", { enableUI: false });
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  });
  return {
    cdp,
    present: (enabled) => cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
  };
}

async function signUp(page: Page, email: string, isByKeyboard: boolean): Promise<void> {
  await page.goto(`${origin}/accounts/signup`);
  await inspect(page, "signup");
  await fillIn(page, { email, name: "Ada Lovelace", password: "short" }, isByKeyboard);
  assert.match((await page.textContent('[role="alert"]')) ?? "", /too short/);
  await inspect(page, "signup-faults");
  await fillIn(page, { email, password }, isByKeyboard);
  assert.equal(await heading(page), "Look into your mail");
  await inspect(page, "mail-sent");
  await page.goto(origin + (await site.lastLink()));
  await inspect(page, "verify");
  await fillIn(page, { password }, isByKeyboard);
}

async function fillIn(page: Page, fields: Readonly<Record<string, string>>, isByKeyboard: boolean): Promise<void> {
  if (isByKeyboard) {
    await type(page, fields);
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    return;
  }
  for (const [name, text] of Object.entries(fields)) await page.fill(`#id_${name}`, text);
  await Promise.all([page.waitForEvent("load"), page.click("main form button:not([type=button])")]);
}

async function turnCodesOn(page: Page, isByKeyboard: boolean): Promise<Uint8Array> {
  await page.goto(`${origin}/accounts/codes`);
  await inspect(page, "codes");
  const link = (await page.getAttribute('a[href^="otpauth:"]', "href")) ?? "";
  const secret = fromBase32(new URL(link).searchParams.get("secret") ?? "");
  await fillIn(page, { code: codeNow(secret) }, isByKeyboard);
  assert.equal(await heading(page), "Your recovery codes");
  await inspect(page, "recovery-codes");
  await page.goto(`${origin}/accounts/codes`);
  await inspect(page, "codes-on");
  return secret;
}

const codeNow = (secret: Uint8Array): string => totpCode(secret, totpStep(Date.now() + clockMoves));

async function logIn(
  page: Page,
  email: string,
  { secret, using = password, isByKeyboard }: { secret: Uint8Array; using?: string; isByKeyboard: boolean },
): Promise<void> {
  await page.goto(`${origin}/accounts/login?next=/accounts/`);
  await inspect(page, "login");
  await fillIn(page, { login: email, password: using }, isByKeyboard);
  assert.equal(await heading(page), "Your one-time code");
  await inspect(page, "code");
  // The code of this half minute may be used already.
  clockMoves += 30_000;
  await fillIn(page, { code: codeNow(secret) }, isByKeyboard);
  assert.equal(pathOf(page), "/accounts/");
}

test("somebody walks through all pages with the keyboard alone", { skip }, async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const complaints = watch(page);
  const { present } = await addAuthenticator(context, page);
  const email = "ada@example.org";

  await signUp(page, email, true);
  await page.goto(`${origin}/accounts/`);
  await inspect(page, "account");
  const secret = await turnCodesOn(page, true);
  await press(page, "header button");
  await logIn(page, email, { secret, isByKeyboard: true });

  await page.goto(`${origin}/accounts/passkeys`);
  await inspect(page, "passkeys-none");
  await type(page, { name: "My laptop" });
  await present(true);
  await press(page, 'form[data-passkey="add"] button');
  await present(false);
  assert.match((await page.textContent(".dj-list")) ?? "", /My laptop/);
  await inspect(page, "passkeys");
  await press(page, "header button");

  await page.goto(`${origin}/accounts/login?next=/accounts/`);
  await tabTo(page, 'button[data-passkey="login"]');
  await present(true);
  await Promise.all([page.waitForURL(`${origin}/accounts/`), page.keyboard.press("Enter")]);
  await present(false);

  await page.goto(`${origin}/accounts/password`);
  await inspect(page, "password");
  await fillIn(page, { password, new_password: "copper-meadow-51" }, true);
  assert.match((await page.textContent('[role="status"]')) ?? "", /Your password is changed/);
  await inspect(page, "account-message");
  await page.goto(`${origin}/accounts/tokens`);
  await inspect(page, "tokens-none");
  await fillIn(page, { name: "Backup script" }, true);
  await inspect(page, "tokens");
  await page.goto(`${origin}/accounts/confirm`);
  await inspect(page, "confirm");
  await page.goto(`${origin}/accounts/sessions`);
  await inspect(page, "sessions");
  await press(page, 'form[action$="/end-all"] button');
  assert.equal(pathOf(page), "/accounts/login");
  await page.goto(`${origin}/accounts/`);
  assert.equal(pathOf(page), "/accounts/login");

  await page.goto(`${origin}/accounts/reset`);
  await inspect(page, "reset");
  await fillIn(page, { email }, true);
  await page.goto(origin + (await site.lastLink()));
  await inspect(page, "reset-confirm");
  await fillIn(page, { new_password: "walnut-signal-28" }, true);
  assert.equal(pathOf(page), "/accounts/login");
  await inspect(page, "login-message");
  await logIn(page, email, { secret, using: "walnut-signal-28", isByKeyboard: true });
  await page.goto(`${origin}/accounts/reset/not-a-token`);
  await inspect(page, "bad-link");
  await press(page, "header button");
  await page.goto(`${origin}/accounts/login`);
  await fillIn(page, { login: email, password: "wrong" }, true);
  await inspect(page, "login-wrong");
  assert.deepEqual(complaints, []);
});

test("a passkey that the browser offers by itself logs in", { skip }, async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  const { present } = await addAuthenticator(context, page);
  await signUp(page, "grace@example.org", false);
  await page.goto(`${origin}/accounts/passkeys`);
  await present(true);
  await Promise.all([page.waitForEvent("load"), page.click('form[data-passkey="add"] button')]);
  await Promise.all([page.waitForEvent("load"), page.click("header button")]);
  await page.goto(`${origin}/accounts/login?next=/hello`);
  await page.waitForURL(`${origin}/hello`);
  assert.equal(await page.textContent("p"), "Ada Lovelace");
});

test("without JavaScript everything works but passkeys", { skip }, async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();
  const email = "joan@example.org";
  const walk = async (path: string, fields: Readonly<Record<string, string>>): Promise<void> => {
    await page.goto(origin + path);
    await fillIn(page, fields, false);
  };
  await walk("/accounts/signup", { email, name: "Joan", password });
  await walk(await site.lastLink(), { password });
  await page.goto(`${origin}/accounts/codes`);
  const link = (await page.getAttribute('a[href^="otpauth:"]', "href")) ?? "";
  const secret = fromBase32(new URL(link).searchParams.get("secret") ?? "");
  await fillIn(page, { code: codeNow(secret) }, false);
  assert.equal(await heading(page), "Your recovery codes");
  await Promise.all([page.waitForEvent("load"), page.click("header button")]);
  await walk("/accounts/login?next=/accounts/", { login: email, password });
  clockMoves += 30_000;
  await fillIn(page, { code: codeNow(secret) }, false);
  assert.equal(pathOf(page), "/accounts/");
  await walk("/accounts/password", { password, new_password: "copper-meadow-51" });
  assert.equal(pathOf(page), "/accounts/");
  await page.goto(`${origin}/accounts/passkeys`);
  assert.equal(await page.isVisible('form[data-passkey="add"]'), false);
  await page.goto(`${origin}/accounts/sessions`);
  await Promise.all([page.waitForEvent("load"), page.click('form[action$="/end-all"] button')]);
  assert.equal(pathOf(page), "/accounts/login");
  await walk("/accounts/reset", { email });
  await walk(await site.lastLink(), { new_password: "walnut-signal-28" });
  assert.equal(pathOf(page), "/accounts/login");
});
