// The pages of the catalogue: the list with its search, films, people, genres, years, and the list as CSV.
import { Blueprint, getOr404, notFound, type Request, reply } from "demijohn";
import { avg, count, sum } from "demijohn/orm";
import { Review, WatchItem } from "../members/models.ts";
import { readCharts } from "./charts.ts";
import { Film, Genre, Person } from "./models.ts";
import { findFilms, findPage, readSearch, type Search, searchValues, sortings } from "./search.ts";

/** Makes the blueprint of the pages. */
export function makeSite(): Blueprint {
  const site = new Blueprint("site");

  site.get("/", { name: "list" }, async (request) => {
    const search = readSearch(request.query);
    const found = await findPage(search);
    const link = linker(request, search);
    return request.render("list.html", {
      search,
      found,
      link,
      sortings,
      chips: chipsOf(search, link),
      allFilms: await Film.objects.count(),
    });
  });

  site.get("/films/<slug:slug>", { name: "film" }, async (request) => {
    const film = await getOr404(
      Film.objects.filter({ slug: request.params.slug }).selectRelated("director", "genre", "distributor"),
      "There is no film at this address.",
    );
    const others =
      film.director === null
        ? []
        : await Film.objects.filter({ director: film.director }).exclude({ id: film.id }).bestFirst().limit(6);
    const user = await request.user;
    const reviews = await Review.objects.filter({ film }).selectRelated("user").limit(20);
    const watched = user.isAuthenticated && (await WatchItem.objects.filter({ film, user }).exists());
    const reviewed = user.isAuthenticated && reviews.some((review) => review.userId === user.id);
    return request.render("film.html", { film, money: moneyOf(film), others, reviews, watched, reviewed });
  });

  site.get("/people/<slug:slug>", { name: "person" }, async (request) => {
    const person = await getOr404(Person.objects.filter({ slug: request.params.slug }));
    const films = await Film.objects.filter({ director: person }).selectRelated("genre").orderBy("-released");
    const totals = await Film.objects
      .filter({ director: person })
      .aggregate({ films: count("id"), gross: sum("grossWorld"), imdb: avg("imdb") });
    return request.render("person.html", { person, films, totals });
  });

  site.get("/genres", { name: "genres" }, async (request) => {
    const genres = await Genre.objects
      .annotate({ count: count("films"), imdb: avg("films__imdb"), gross: sum("films__grossWorld") })
      .orderBy("-count");
    return request.render("genres.html", { genres });
  });

  site.get("/years/<int:year>", { name: "year" }, async (request) => {
    const { year } = request.params;
    const films = await Film.objects.filter({ year }).selectRelated("director", "genre").bestFirst().limit(60);
    if (films.length === 0) throw notFound("No film of that year is known.");
    const total = await Film.objects.filter({ year }).count();
    const before = await Film.objects.filter({ year__lt: year }).orderBy("-year").flat("year").first();
    const after = await Film.objects.filter({ year__gt: year }).orderBy("year").flat("year").first();
    return request.render("year.html", { year, films, total, before, after });
  });

  site.get("/charts", { name: "charts" }, async (request) => request.render("charts.html", await readCharts()));

  site.get("/films.csv", { name: "csv" }, (request) =>
    reply(csvLines(findFilms(readSearch(request.query))), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="films.csv"',
    }),
  );

  return site;
}

type Link = (changes?: Readonly<Record<string, string | number | undefined>>) => string;

function linker(request: Request, search: Search): Link {
  return (changes) => request.urlFor(".list", searchValues(search, changes));
}

// What is chosen, each with the address that takes it back.
function chipsOf(search: Search, link: Link): { label: string; url: string }[] {
  const chips: { label: string; url: string }[] = [];
  if (search.text !== "") chips.push({ label: `“${search.text}”`, url: link({ q: undefined }) });
  for (const [name, value] of Object.entries(search.facets))
    if (value !== undefined) chips.push({ label: value, url: link({ [name]: undefined }) });
  if (search.director !== undefined) chips.push({ label: `by ${search.director}`, url: link({ director: undefined }) });
  return chips;
}

// What the bars of a film's page show; null where nothing is known of its money.
function moneyOf(film: Film): { most: number; bars: { label: string; amount: number }[] } | null {
  const bars = [
    { label: "Budget", amount: Number(film.budget ?? 0) },
    { label: "Gross, US", amount: Number(film.grossUs ?? 0) },
    { label: "Gross, world", amount: Number(film.grossWorld ?? 0) },
  ];
  const most = Math.max(...bars.map(({ amount }) => amount));
  return most === 0 ? null : { most, bars };
}

const columns = [
  "title",
  "released",
  "genre",
  "rating",
  "director",
  "distributor",
  "minutes",
  "budget",
  "grossUs",
  "grossWorld",
  "imdb",
  "votes",
  "tomatoes",
] as const;

/** Writes films as CSV (RFC 4180), line by line, while the database still reads. */
export async function* csvLines(films: ReturnType<typeof findFilms>): AsyncGenerator<string> {
  yield `${columns.join(",")}\r\n`;
  for await (const film of films) yield `${columns.map((column) => csvCell(film[column])).join(",")}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === null) return "";
  // A spreadsheet would take a text that begins with one of these for a formula.
  const given = String(value);
  const text =
    typeof value === "number" || typeof value === "bigint" || !/^[=+\-@\t]/.test(given) ? given : `'${given}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
