// Starts the film site: opens the database, fills it at the first start, and serves.
import { createTables, defineDatabases } from "demijohn/orm";
import { createApp } from "./app.ts";
import { loadAtlas } from "./atlas/load-atlas.ts";
import { Place } from "./atlas/models.ts";
import { loadCatalog } from "./catalog/load-catalog.ts";
import { Film } from "./catalog/models.ts";
import { siteModels } from "./models.ts";

defineDatabases({ default: process.env["DATABASE_URL"] ?? "sqlite::memory:" });
await createTables(siteModels());
await loadCatalog(showProgress("films"));
await loadAtlas(showProgress("places"));

const server = await createApp().run();
console.log(`
  ${(await Film.objects.count()).toLocaleString("en")} films and ${(await Place.objects.count()).toLocaleString("en")} places are served at ${server.url}
    search    ${server.url}?q=kubrick
    charts    ${server.url}charts
    atlas     ${server.url}atlas/
    API       ${server.url}api/films?genre=Comedy&decade=1980s
    CSV       ${server.url}films.csv

  Ctrl-C stops it.
`);

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
