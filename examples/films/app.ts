// The film site: 3,201 films with search, filters, pages, a JSON API and CSV, from memory.
import { App } from "demijohn";
import { makeApi } from "./api.ts";
import { type Film, loadFilms } from "./film.ts";
import { makeSite } from "./site.ts";

/** Makes the site; films can be given for tests. */
export function createApp(films: readonly Film[] = loadFilms()): App {
  const app = new App({ root: import.meta.url, name: "films", templates: { trimBlocks: true, lstripBlocks: true } });
  app.use(makeSite(films));
  app.use(makeApi(films), { prefix: "/api" });
  app.templateFilter("money", (amount: number | undefined) => (amount === undefined ? "–" : shortMoney(amount)));
  app.onError(404, (error, request) =>
    request.render("missing.html", { message: error.message.split(": ").slice(1).join(": ") }),
  );
  return app;
}

// $1.2 billion, $34.5 million, $120,000
function shortMoney(amount: number): string {
  if (amount >= 1e9) return `$${(amount / 1e9).toFixed(2)} billion`;
  if (amount >= 1e6) return `$${(amount / 1e6).toFixed(1)} million`;
  return `$${amount.toLocaleString("en-US")}`;
}

if (import.meta.main) {
  const server = await createApp().run();
  console.log(`
  3,201 films are served at ${server.url}
    search    ${server.url}?q=kubrick
    API       ${server.url}api/films?genre=Comedy&decade=1980s
    CSV       ${server.url}films.csv

  Ctrl-C stops it.
`);
}
