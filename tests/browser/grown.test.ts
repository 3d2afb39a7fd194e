// Walks a grown project of `demijohn new` in Chromium: log in from the front page, add a note, meet it in the admin.
import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFolder, runToEnd, startProgram } from "../cli/program-process.ts";
import { assertAccessible, launch, openPage, skipBrowser } from "./browse.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const email = "ada@example.org";
const password = "three-jars-of-plums";

test("a grown project has notes, accounts and an admin that work together", {
  skip: skipBrowser,
  timeout: 240_000,
}, async (t) => {
  const outer = makeFolder(t, {});
  const run = async (folder: string, ...words: string[]): Promise<void> => {
    const { status, text } = await runToEnd(t, folder, words);
    assert.equal(status, 0, text);
  };
  await run(outer, "new", "my-site", "--grown");
  const folder = join(outer, "my-site");
  // What npm install would do.
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/demijohn"), "dir");
  await run(folder, "migrate");
  await run(folder, "createsuperuser", "--login", email, "--password", password);
  const program = startProgram(t, folder, ["run", "--port", "0"]);
  const url = (await program.says(/runs in development mode on (\S+) /))[1]!;
  const browser = await launch();
  t.after(() => browser.close());

  const stranger = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage();
  await stranger.goto(url, { timeout: 60_000 });
  assert.equal(await stranger.locator("textarea").count(), 0);
  await assertAccessible(stranger, "the list for strangers");
  await stranger.click("text=Log in >> nth=0");
  await stranger.fill("#id_login", email);
  await stranger.fill("#id_password", password);
  await stranger.press("#id_password", "Enter");
  await stranger.waitForURL(`${url}notes/`);

  for (const colorScheme of ["light", "dark"] as const) {
    const { page, complaints } = await openPage(browser, { url, email, password }, { colorScheme });
    await page.goto(`${url}notes/`);
    await page.click("text=Keep");
    await page.fill("textarea", `Milk <${colorScheme}>`);
    await page.click("text=Keep");
    await page.waitForSelector(`a:has-text("Milk <${colorScheme}>")`);
    await assertAccessible(page, `the list in ${colorScheme}`);
    const shots = process.env["DEMIJOHN_SHOTS"];
    if (shots !== undefined) await page.screenshot({ path: join(shots, `grown-${colorScheme}.png`) });
    await page.click(`text=Milk <${colorScheme}>`);
    await assertAccessible(page, `a note in ${colorScheme}`);
    await page.goto(`${url}nowhere`);
    await assertAccessible(page, `a missing page in ${colorScheme}`);
    await page.goto(url);
    await page.click("text=Admin");
    await page.click('main >> a[href="/admin/notes/note/"] >> nth=0');
    await page.waitForSelector(`text=Milk <${colorScheme}>`);
    assert.deepEqual(complaints, []);
    await page.goto(url);
    await page.click("text=Log out");
    await page.waitForSelector("text=Log in");
  }
});
