// Opens pages of an app in Chromium for its tests: logs in, gathers what the browser complains of, and asks axe for faults.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Why tests with a browser are left out; false where there is one. */
export const skipBrowser: string | false =
  existsSync(executablePath) || process.env["CI"] === "true" ? false : `needs Chromium at ${executablePath}`;

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
}

/** A page of somebody who is logged in. */
export interface OpenPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts and reports of the policy. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  login: { readonly url: string; readonly email: string; readonly password: string },
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${login.url}accounts/login?next=/admin/`);
  await page.fill("#id_login", login.email);
  await page.fill("#id_password", login.password);
  await page.press("#id_password", "Enter");
  await page.waitForURL(/\/admin\/$/);
  return { context, page, complaints };
}

/** Asserts that axe finds nothing, and that nothing is wider than the window. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const faults = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' ')))",
  );
  assert.deepEqual(faults, [], where);
  assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${where} is too wide`);
}
