// Starts the film site: opens the database, fills it at the first start, and serves.
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createUser } from "demijohn/auth";
import { migrationProject } from "demijohn/cli";
import { migrate } from "demijohn/migrations";
import { defineDatabases } from "demijohn/orm";
import { createApp } from "./app.ts";
import { loadAtlas } from "./atlas/load-atlas.ts";
import { Place } from "./atlas/models.ts";
import { loadCatalog } from "./catalog/load-catalog.ts";
import { Film } from "./catalog/models.ts";
import { User } from "./members/models.ts";

// The demonstration needs no settings; a real start names the mode, the hosts and the secret key in its environment.
const isTold = process.env["DEMIJOHN_MODE"] !== undefined || process.env["NODE_ENV"] !== undefined;
const app = createApp({ mode: isTold ? undefined : "development" });
defineDatabases({ default: process.env["DATABASE_URL"] ?? `sqlite:${embeddedFile()}` });
await app.ready();
await migrate(migrationProject(app));
await loadCatalog(showProgress("films"));
await loadAtlas(showProgress("places"));
const demo = await makeDemoUser();
const server = await app.run();
console.log(`
  ${(await Film.objects.count()).toLocaleString("en")} films and ${(await Place.objects.count()).toLocaleString("en")} places are served at ${server.url}
    search    ${server.url}?q=kubrick
    charts    ${server.url}charts
    atlas     ${server.url}atlas/
    API       ${server.url}api/films?genre=Comedy&decade=1980s
    CSV       ${server.url}films.csv
    admin     ${server.url}admin/    ${demo}

  Ctrl-C stops it.
`);

// The database stands beside the site, and outlives the process: the second start finds it filled.
function embeddedFile(): string {
  const folder = fileURLToPath(new URL("data/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  return join(folder, "films.sqlite3");
}

// The password is made at the first start and printed once; the account is this database's alone.
async function makeDemoUser(): Promise<string> {
  const email = "demo@example.org";
  if (await User.objects.filter({ email }).exists()) return `log in as ${email}`;
  const password = randomBytes(9).toString("base64url");
  await createUser(User, { email, password, name: "Demo", isStaff: true, isSuperuser: true });
  return `log in as ${email} with the password ${password}`;
}

// A bar on a terminal; one line at the end elsewhere.
function showProgress(what: string): (done: number, total: number) => void {
  return (done, total) => {
    const { stderr } = process;
    if (stderr.isTTY) {
      const filled = Math.round((30 * done) / total);
      stderr.write(
        `\r  ${what.padEnd(7)} ${"█".repeat(filled)}${"░".repeat(30 - filled)} ${done.toLocaleString("en")}`,
      );
    }
    if (done === total) stderr.write(`${stderr.isTTY ? "\n" : `  ${done.toLocaleString("en")} ${what} loaded\n`}`);
  };
}
