// Walks the tutorial of polls in Chromium, on a project that `demijohn new` makes: every file and command as the page shows it.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { findMarkdownSnippets, type Snippet } from "../../scripts/lib/snippets/find-snippets.ts";
import { eventually, makeFolder, type RunningProgram, runToEnd, startProgram } from "../cli/program-process.ts";
import { launch, skipBrowser } from "./browse.ts";

const skip = skipBrowser;
const root = fileURLToPath(new URL("../../", import.meta.url));
const text = readFileSync(join(root, "docs/tutorial/polls.md"), "utf8");
const password = "three-jars-of-plums";

// The page's blocks by the number of the section that they stand in.
const sections = Map.groupBy(findMarkdownSnippets("polls.md", text), ({ line }) => {
  const before = text.split("\n").slice(0, line);
  return Number(before.findLast((each) => /^## \d/.test(each))?.match(/\d+/)?.[0]);
});

interface Site {
  readonly t: TestContext;
  readonly folder: string;
}

function write({ folder }: Site, files: readonly Snippet[]): void {
  for (const { attributes, code } of files) {
    const name = attributes.get("file");
    // The key in .env is the project's own.
    if (name === undefined || name === ".env") continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code);
  }
}
const files = (section: number): readonly Snippet[] =>
  sections.get(section)!.filter(({ attributes }) => attributes.has("file"));

async function run({ t, folder }: Site, words: string, input = ""): Promise<string> {
  const { status, text: said } = await runToEnd(t, folder, words.split(" "), input);
  assert.equal(status, 0, `${words}: ${said}`);
  return said;
}

async function makeSite(t: TestContext): Promise<Site> {
  const outer = makeFolder(t, {});
  assert.match((await runToEnd(t, outer, ["new", "polls-site"])).text, /Made polls-site\./);
  const folder = join(outer, "polls-site");
  // What npm install would do.
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/demijohn"), "dir");
  symlinkSync(join(root, "node_modules/@types/node"), join(folder, "node_modules/@types/node"), "dir");
  return { t, folder };
}

test("the tutorial of polls, typed as it stands there", { skip, timeout: 240_000 }, async (t) => {
  const site = await makeSite(t);
  const browser: Browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const program: RunningProgram = startProgram(t, site.folder, ["run", "--port", "0"]);
  const url = (await program.says(/runs in development mode on (\S+) /))[1]!;
  const shows = async (path: string, wanted: RegExp): Promise<string> =>
    eventually(async () => {
      const said = await (await fetch(`${url}${path}`, { headers: { Accept: "text/html" } })).text();
      return wanted.test(said) ? said : undefined;
    });
  // A page that is open loads again at each edit, which can cross what is asked for here.
  const open = (path: string): Promise<unknown> =>
    eventually(async () => (await page.goto(`${url}${path}`, { waitUntil: "load" })) ?? undefined);
  const status = async (path: string): Promise<number> => (await fetch(`${url}${path}`, { redirect: "manual" })).status;

  // 1 and 2: a page, then a page of its own; the server starts again at each edit.
  await shows("", /Hello, World!/);
  write(site, files(2));
  await shows("polls/", /^Hello, world\. You are at the polls index\./);
  const missing = await shows("", /No route leads to <code>\/<\/code>/);
  assert.match(missing, /<td>\/polls\/<\/td><td>polls\.index<\/td>/);

  // 3: models, migrations and the shell.
  write(site, files(3));
  const made = await run(site, "makemigrations");
  assert.match(made, /\+ Create model Question\n\s*\+ Create model Choice/);
  assert.match(await run(site, "makemigrations"), /^No changes/);
  const sql = await run(site, "sqlmigrate polls 0001");
  assert.match(sql, /^BEGIN;\nCREATE TABLE "polls_question"/);
  assert.match(sql, /CREATE TABLE "polls_choice"/);
  assert.match(sql, /CONSTRAINT "polls_choice_question_id_c5b4b260_fk_polls_question_id"/);
  assert.match(sql, /CREATE INDEX "polls_choice_question_id_c5b4b260" ON "polls_choice" \("question_id"\);\nCOMMIT;/);
  assert.match(await run(site, "migrate"), /polls\.0001_initial\s+Applied/);
  const typed = sections.get(3)!.find(({ language }) => language === "js")!.code;
  const said = await run(site, "shell", typed);
  const answers = ["[]", "1", "true", "3", "3"];
  for (const answer of answers) assert.ok(said.split("\n").includes(answer), `${answer} in:\n${said}`);
  assert.match(said, /ORM_DOES_NOT_EXIST: There is no Question that matches\./);
  assert.match(said, /Choice \{[^}]*choiceText: 'The sky'/);

  // 4: the admin.
  write(site, files(4));
  await run(site, "makemigrations");
  assert.match(await run(site, "migrate"), /auth\.0001_initial\s+Applied/);
  const weak = await runToEnd(t, site.folder, [
    "createsuperuser",
    "--login",
    "ada@example.org",
    "--password",
    "12345678",
  ]);
  assert.notEqual(weak.status, 0);
  assert.match(weak.text, /common|numeric|digits/i);
  await run(site, `createsuperuser --login ada@example.org --password ${password}`);
  await shows("accounts/login", /id_password/);
  await open("admin/");
  await page.fill("#id_login", "ada@example.org");
  await page.fill("#id_password", "wrong");
  await page.press("#id_password", "Enter");
  await page.waitForSelector("[role=alert], .form-summary, .errorlist, .form-error-summary");
  await page.fill("#id_login", "ada@example.org");
  await page.fill("#id_password", password);
  await page.press("#id_password", "Enter");
  await page.waitForURL(/\/admin\/$/);
  await page.click("main >> text=Questions");
  await page.click('a:has-text("What\'s new?")');
  assert.equal((await page.locator("input[type=datetime-local], input[type=date]").count()) > 0, true);
  for (const name of ["Save", "Save and continue editing", "Save and add another"])
    assert.equal((await page.getByRole("button", { name, exact: true }).count()) > 0, true, name);
  await page.fill("#id_questionText", "What is up?");
  await page.getByRole("button", { name: "Save and continue editing", exact: true }).first().click();
  await page.waitForSelector("text=was saved");
  await page.getByRole("link", { name: "History", exact: true }).click();
  await page.waitForSelector("ins:has-text('What is up?')");
  assert.match((await page.textContent(".log"))!, /ada@example\.org/);

  // 5 and 6: pages from templates, and the vote.
  write(site, files(5));
  write(site, files(6));
  write(site, files(8));
  await shows("polls/", /<li><a href="\/polls\/1\/">What is up\?<\/a><\/li>/);
  assert.equal(await status("polls/34/"), 404);
  await open("polls/");
  assert.equal(await page.evaluate("getComputedStyle(document.querySelector('li a')).color"), "rgb(0, 128, 0)");
  assert.match(await page.evaluate("getComputedStyle(document.body).backgroundImage"), /bottles[^/]*\.svg/);
  await page.click("text=What is up?");
  await page.click("button:has-text('Vote')");
  await page.waitForSelector("text=You didn't select a choice.");
  for (let i = 0; i < 2; i++) {
    await page.check("#choice1");
    await page.click("button:has-text('Vote')");
    await page.waitForURL(/\/polls\/1\/results\/$/);
    assert.match((await page.textContent("ul"))!, i === 0 ? /Not much: 1 vote\n/ : /Not much: 2 votes\n/);
    await page.click("text=Vote again?");
  }
  const forged = await fetch(`${url}polls/1/vote/`, {
    method: "POST",
    body: new URLSearchParams({ choice: "1" }),
    headers: { Origin: "https://evil.example" },
  });
  assert.equal(forged.status, 403);
  // The pattern changes in one place, and the links follow.
  const blueprint = join(site.folder, "polls/index.ts");
  const before = readFileSync(blueprint, "utf8");
  writeFileSync(blueprint, before.replace('"/<int:id>/"', '"/specifics/<int:id>/"'));
  await shows("polls/", /<a href="\/polls\/specifics\/1\/">/);
  writeFileSync(blueprint, before);

  // 7: the first test fails, until the model is mended.
  const [tests, mended] = files(7) as [Snippet, Snippet];
  write(site, [tests]);
  const { spawnSync } = await import("node:child_process");
  const { NODE_TEST_CONTEXT, ...environment } = process.env;
  const runTests = (): { readonly text: string; readonly status: number | null } => {
    const options = {
      cwd: site.folder,
      encoding: "utf8",
      env: { ...environment, NODE_OPTIONS: "--conditions=demijohn-source" },
    } as const;
    const { stdout, stderr, status: code } = spawnSync(process.execPath, ["--test", "polls/polls.test.ts"], options);
    return { text: stdout + stderr, status: code };
  };
  const first = runTests();
  assert.notEqual(first.status, 0);
  assert.match(first.text, /\bpass 3\b/, first.text);
  assert.match(first.text, /\bfail 1\b/);
  write(site, [mended]);
  const second = runTests();
  assert.match(second.text, /\bpass 4\b/, second.text);
  assert.equal(second.status, 0);

  // 9: an admin that fits.
  write(site, files(9));
  await shows("accounts/login", /id_password/);
  await eventually(async () => {
    await open("admin/polls/question/add");
    return (await page.locator("text=Polls of the house").count()) > 0 ? true : undefined;
  });
  assert.equal(await page.locator("input[name$=choiceText]:visible").count(), 3);
  await page.fill("#id_questionText", "Tea or coffee?");
  await page.click("summary:has-text('Date information')");
  const moment = page.locator("input[name^=pubDate]").first();
  await moment.fill((await moment.getAttribute("type")) === "date" ? "2020-01-02" : "2020-01-02T03:04");
  const later = page.locator("input[name=pubDate_1]");
  if ((await later.count()) > 0) await later.fill("03:04");
  await page.getByRole("button", { name: /^Add another choice/i }).click();
  assert.equal(await page.locator("input[name$=choiceText]:visible").count(), 4);
  const rows = page.locator("input[name$=choiceText]:visible");
  await rows.nth(0).fill("Tea");
  await rows.nth(1).fill("Coffee");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.waitForSelector("text=was saved");
  const heads = await page.locator("thead th").allTextContents();
  assert.deepEqual(
    heads.map((each) => each.trim().replace(/ [↑↓]\d*$/, "")).filter((each) => each !== ""),
    ["Question text", "Date published", "Published recently?"],
  );
  assert.equal(await page.locator("tbody span.yes").count(), 1);
  assert.equal(await page.locator("tbody span.no").count(), 1);
  await open("admin/polls/question/?q=coffee");
  assert.equal(await page.locator("tbody tr").count(), 1);
  await open("admin/polls/question/");
  for (const label of ["Today", "Past 7 days", "This month", "This year"])
    assert.equal((await page.locator(`aside >> text=${label}`).count()) > 0, true, label);
  await page
    .locator("aside")
    .getByRole("link", { name: /^Today/ })
    .click();
  await page.waitForURL(/pubDate=/);
  assert.equal(await page.locator("tbody tr").count(), 1);
  assert.deepEqual(complaints, []);
  assert.ok(readdirSync(join(site.folder, "polls/migrations")).includes("0001_initial.ts"));
});
