// Answers the database questions of the HTTP benchmark with Demijohn's app, models and templates.
import { App } from "demijohn";
import { defineDatabases } from "demijohn/orm";
import { Fortune, find, queries, randomId, updates } from "../orm/demijohn.mjs";

defineDatabases({
  default: process.env.DATA === "sqlite" ? `sqlite:${process.env.SQLITE_PATH}` : process.env.PG_URL,
});
const app = new App({
  root: import.meta.url,
  templateFolder: "../templates/views/demijohn",
  logger: { debug() {}, info() {}, warn() {}, error: console.error },
});

/** How many rows a request asks for: from 1 to 500. */
const count = (query) => Math.min(Math.max(Number.parseInt(query.get("queries"), 10) || 1, 1), 500);

app.get("/plaintext", () => "Hello, World!");
app.get("/db", () => find(randomId()));
app.get("/queries", ({ query }) => queries(count(query)));
app.get("/updates", ({ query }) => updates(count(query)));
app.get("/fortunes", async (request) => {
  const fortunes = await Fortune.objects.all();
  fortunes.push(new Fortune({ id: 0, message: "Additional fortune added at request time." }));
  fortunes.sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
  return request.render("fortunes.html", { rows: fortunes });
});
await app.run({ port: Number(process.env.PORT), host: "127.0.0.1" });
