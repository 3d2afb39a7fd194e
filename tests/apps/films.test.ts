// Tests the film site with its real list: search, filters, pages, a film, the API and the CSV export.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createUser } from "demijohn/auth";
import { migrationProject } from "demijohn/cli";
import { migrate } from "demijohn/migrations";
import { captureQueries, defineDatabases } from "demijohn/orm";
import { TestClient } from "demijohn/testing";
import { createApp } from "../../examples/films/app.ts";
import { loadAtlas } from "../../examples/films/atlas/load-atlas.ts";
import { readFilmList } from "../../examples/films/catalog/film-list.ts";
import { loadCatalog } from "../../examples/films/catalog/load-catalog.ts";
import { Review, User } from "../../examples/films/members/models.ts";

const films = readFilmList();
const app = createApp();
const client = new TestClient(app);

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await app.ready();
  await migrate(migrationProject(app));
  assert.equal(await loadCatalog(), true);
  assert.equal(await loadAtlas(), true);
});
const text = async (path: string): Promise<string> => {
  const response = await client.get(path);
  assert.equal(response.status, 200, path);
  return response.text();
};

test("the list is read whole and cleaned", () => {
  assert.equal(films.length, 3201);
  assert.equal(new Set(films.map((film) => film.slug)).size, 3201);
  assert.equal(films.filter((film) => /^\d{4}-\d{2}-\d{2}$/.test(film.released)).length, 3201);
  assert.ok(films.every((film) => film.year >= 1900 && film.year <= 2010));
  assert.ok(
    films.some((film) => film.title === "300"),
    "titles that are numbers are text",
  );
  assert.equal(films.filter((film) => film.title === "Untitled").length, 1);
  assert.equal(films.find((film) => film.title === "The Big Parade")?.released, "1925-01-01");
});

test("the first page shows the best rated films and the filters with their counts", async () => {
  const page = await text("/");
  assert.match(page, /<h1>3,201 films<\/h1>/);
  assert.match(page, /The Shawshank Redemption/);
  assert.match(page, /<span>Drama<\/span><span class="count">789<\/span>/);
  assert.match(page, /Page 1 of 134/);
});

test("a search finds words of title and director in any order, without accents", async () => {
  const page = await text("/?q=SPIELBERG+jaws");
  assert.match(page, /<h1>1 film<\/h1>/);
  assert.match(page, /<a href="\/films\/jaws-1975">Jaws<\/a>/);
  const { total } = (await (await client.get("/api/films?q=almodovar")).json()) as { total: number };
  assert.equal(total, films.filter((film) => /almod[oó]var/i.test(`${film.title} ${film.director}`)).length);
});

test("filters narrow each other and can be taken back", async () => {
  const page = await text("/?genre=Comedy&decade=1980s");
  const count = films.filter((film) => film.genre === "Comedy" && film.year >= 1980 && film.year <= 1989).length;
  assert.match(page, new RegExp(`<h1>${count} films</h1>`));
  assert.match(page, /<a href="\/\?decade=1980s">Comedy/);
  assert.match(page, /<a href="\/\?genre=Comedy">1980s/);
});

test("a search without result says so, and a page past the end is the last one", async () => {
  assert.match(await text("/?q=xyzzy"), /No film fits all of this\./);
  assert.match(await text("/?page=9999"), /Page 134 of 134/);
  assert.match(await text("/?page=-3&sort=nonsense"), /Page 1 of 134/);
});

test("text from the address is escaped", async () => {
  const page = await text("/?q=%3Cscript%3Ealert(1)%3C/script%3E");
  assert.doesNotMatch(page, /<script>/);
  assert.match(page, /&lt;script&gt;/);
});

test("a film has its page, and a missing one an own 404", async () => {
  const page = await text("/films/jaws-1975");
  assert.match(page, /<h1>Jaws <small>1975<\/small><\/h1>/);
  assert.match(page, /Also by Steven Spielberg/);
  const missing = await client.get("/films/no-such-film");
  assert.equal(missing.status, 404);
  assert.match(await missing.text(), /There is no film at this address\./);
});

test("a director, a genre, a year and the charts have pages", async () => {
  const person = await text("/people/steven-spielberg");
  assert.match(person, /<h1>Steven Spielberg <small>\d+ films<\/small><\/h1>/);
  assert.match(person, /Jaws/);
  assert.match(await text("/genres"), /<a href="\/\?genre=Drama">Drama<\/a><\/th><td class="number">789<\/td>/);
  const year = await text("/years/1975");
  assert.match(
    year,
    new RegExp(`<h1>1975 <small>${films.filter((film) => film.year === 1975).length} films</small></h1>`),
  );
  assert.match(year, /1976 →/);
  assert.equal((await client.get("/years/1850")).status, 404);
  const charts = await text("/charts");
  assert.match(charts, /aria-label="Films by year, 1960 to 2010"/);
  assert.match(charts, /<title>2006: \d+<\/title>/);
});

test("the atlas lists countries, their places page by page, and finds places", async () => {
  const countries = await text("/atlas/");
  assert.equal(countries.match(/<tr><th scope="row">/g)?.length, 246);
  assert.match(await text("/atlas/at"), /<h1>Austria <small>[\d,]+ places<\/small><\/h1>/);
  assert.match(await text("/atlas/at?page=2"), /Page 2 of \d+/);
  assert.match(await text("/atlas/?q=Llanfairpwll"), /Llanfairpwllgwyngyll/);
  assert.match(await text("/atlas/?q=%25"), /No place has this name\./);
  assert.equal((await client.get("/atlas/zz")).status, 404);
});

test("a member reviews a film once, and keeps a list of films to watch", async () => {
  const visitor = new TestClient(app);
  const toLogin = await visitor.get("/films/jaws-1975/review");
  assert.equal(toLogin.headers.get("location"), "/accounts/login?next=/films/jaws-1975/review");
  const user = await createUser(User, { email: "ada@example.org", password: "poured by the river", name: "Ada" });
  const post = (path: string, form: Record<string, string> = {}) =>
    visitor.post(path, { form, headers: { "Sec-Fetch-Site": "same-origin" } });
  const welcome = await post("/accounts/login", { login: user.email, password: "poured by the river" });
  assert.equal(welcome.status, 303);
  await post("/films/jaws-1975/watch");
  assert.match(await (await visitor.get("/watch-list")).text(), /films\/jaws-1975/);
  const bad = await post("/films/jaws-1975/review", { stars: "9", text: "Nine of five." });
  assert.equal(bad.status, 422);
  assert.match(await bad.text(), /Select a valid choice/);
  await post("/films/jaws-1975/review", { stars: "5", text: "<b>Teeth</b>" });
  await post("/films/jaws-1975/review", { stars: "3", text: "<b>Teeth</b> and boats" });
  assert.equal(await Review.objects.count(), 1);
  const page = await text("/films/jaws-1975");
  assert.match(page, /<strong>★★★<\/strong> Ada/);
  assert.match(page, /&lt;b&gt;Teeth&lt;\/b&gt; and boats/);
});

test("a page asks as many questions for many rows as for few", async () => {
  for (const [path, most] of [
    ["/", 8],
    ["/films/jaws-1975", 3],
    ["/people/steven-spielberg", 4],
    ["/atlas/us", 4],
  ] as const) {
    const { queries } = await captureQueries(() => text(path));
    assert.ok(
      queries.length <= most,
      `${path} asked ${queries.length} times:\n${queries.map(({ sql }) => sql).join("\n")}`,
    );
  }
});

test("every film's page renders", async () => {
  for (const film of films) {
    const response = await client.get(`/films/${film.slug}`);
    assert.equal(response.status, 200, film.slug);
    await response.text();
  }
});

test("the API pages through a search with absolute links", async () => {
  const first = (await (await client.get("/api/films?genre=Musical&sort=title")).json()) as {
    total: number;
    pages: number;
    next: string;
    previous: null;
    films: { title: string; url: string }[];
  };
  assert.equal(first.total, 53);
  assert.equal(first.previous, null);
  assert.equal(first.films.length, 24);
  const titles = first.films.map(({ title }) => title);
  let next: string | null = first.next;
  while (next !== null) {
    const page = (await (await client.get(next)).json()) as { next: string | null; films: { title: string }[] };
    titles.push(...page.films.map(({ title }) => title));
    next = page.next;
  }
  assert.equal(new Set(titles).size, 53);
  const one = (await (await client.get(first.films[0]!.url)).json()) as { title: string; searchText?: string };
  assert.equal(one.title, titles[0]);
  assert.equal(one.searchText, undefined);
  assert.equal((await client.get("/api/films/none")).status, 404);
});

test("the CSV has a line for each film found, with quotes where they are needed", async () => {
  const response = await client.get("/films.csv");
  assert.equal(response.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.equal(response.headers.get("content-disposition"), 'attachment; filename="films.csv"');
  const csv = await response.text();
  assert.equal(csv.split("\r\n").length, 3203);
  assert.match(csv, /\r\n"First Love, Last Rites",1998-08-07,/);
});
