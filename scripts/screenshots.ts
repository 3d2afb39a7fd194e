// Takes pictures of every kind of page of the films example, in both themes, at desk and phone width: `npm run screenshots [words in names]`.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createUser } from "demijohn/auth";
import { migrationProject } from "demijohn/cli";
import { migrate } from "demijohn/migrations";
import { defineDatabases } from "demijohn/orm";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { createApp } from "../examples/films/app.ts";
import { loadAtlas } from "../examples/films/atlas/load-atlas.ts";
import { loadCatalog } from "../examples/films/catalog/load-catalog.ts";
import { Film } from "../examples/films/catalog/models.ts";
import { Review, User } from "../examples/films/members/models.ts";
import { makeWorkFolder } from "./lib/work-folder.ts";

interface Shot {
  readonly name: string;
  readonly path: string;
  /** What is done on the page before the picture. */
  readonly act?: (page: Page) => Promise<unknown>;
}

const root = new URL("..", import.meta.url);
const output = fileURLToPath(new URL("screenshots/", root));
const work = makeWorkFolder(root, "screenshots");
const words = process.argv.slice(2);
const email = "demo@example.org";
const password = "a password for pictures";
const noon = new Date(Date.UTC(2026, 0, 1, 12));

const silent = { debug() {}, info() {}, warn() {}, error: console.error };
defineDatabases({ default: `sqlite:${join(work, "films.sqlite3")}` });
const app = createApp({ mode: "development", logger: silent });
await app.ready();
await migrate(migrationProject(app));
await loadCatalog(() => {});
await loadAtlas(() => {});
const user = await createUser(User, { email, password, name: "Demo", isStaff: true, isSuperuser: true });
const jaws = await Film.objects.filter({ title: "Jaws" }).get();
await Review.objects.create({
  film: jaws,
  user: user as User,
  stars: 5,
  text: "The shark is late, and that is the point.",
  writtenAt: noon,
});
const server = await app.run({ port: 0, host: "127.0.0.1" });
const site = server.url;
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });

const change = `admin/films/film/${jaws.id}/change`;
const shots: readonly Shot[] = [
  { name: "public-home", path: "" },
  { name: "public-film", path: `films/${jaws.slug}` },
  { name: "public-charts", path: "charts" },
  { name: "public-atlas", path: "atlas/" },
  { name: "reset", path: "accounts/reset" },
  { name: "account", path: "accounts/" },
  { name: "admin-home", path: "admin/" },
  { name: "admin-list", path: "admin/films/film/" },
  { name: "admin-list-filtered", path: "admin/films/film/?q=star&o=-year" },
  { name: "admin-list-empty", path: "admin/films/film/?q=nothing+like+this" },
  { name: "admin-list-large", path: "admin/atlas/place/" },
  { name: "admin-list-plain", path: "admin/films/genre/" },
  { name: "admin-form", path: change },
  { name: "admin-form-add", path: "admin/films/film/add" },
  {
    name: "admin-form-errors",
    path: "admin/films/film/add",
    act: (page) => page.locator(".submit button").first().click(),
  },
  { name: "admin-form-user", path: "admin/members/user/1/change" },
  { name: "admin-delete", path: `admin/films/film/${jaws.id}/delete` },
  { name: "admin-history", path: `admin/films/film/${jaws.id}/history` },
  { name: "admin-activity", path: "admin/activity" },
  { name: "admin-export", path: "admin/films/film/export" },
  { name: "admin-import", path: "admin/films/film/import" },
  { name: "admin-palette", path: "admin/", act: openPalette },
  { name: "admin-account-menu", path: "admin/", act: (page) => page.click(".who summary") },
  { name: "admin-missing", path: "admin/films/film/999999/change" },
];

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("star");
  await page.waitForTimeout(600);
}

async function logIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${site}accounts/login?next=/admin/`);
  await page.fill("#id_login", email);
  await page.fill("#id_password", password);
  await page.press("#id_password", "Enter");
  await page.waitForURL(/\/admin\/$/);
  await page.close();
}

let taken = 0;
mkdirSync(output, { recursive: true });
for (const width of [1280, 390])
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: width === 390 ? 844 : 800 } });
    await logIn(context);
    for (const { name, path, act } of shots) {
      if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
      const page = await context.newPage();
      const answer = await page.goto(`${site}${path}`);
      if (answer !== null && answer.status() >= 500) throw new Error(`/${path} answered ${answer.status()}.`);
      await act?.(page);
      await page.screenshot({ path: join(output, `${name}-${width}-${colorScheme}.png`), fullPage: act === undefined });
      await page.close();
      taken++;
    }
    await context.close();
  }
await browser.close();
await server.close();
rmSync(work, { recursive: true, force: true });
console.log(`${taken} pictures are in screenshots/.`);
