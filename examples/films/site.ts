// The pages of the site: the list with its search, a film, a director; and the list as CSV.
import { Blueprint, notFound, type Request, reply } from "demijohn";
import type { Film } from "./film.ts";
import { findFilms, findPage, readSearch, type Search, searchValues, sortings } from "./search.ts";

/** Makes the blueprint of the pages. */
export function makeSite(films: readonly Film[]): Blueprint {
  const site = new Blueprint("site");
  const bySlug = new Map(films.map((film) => [film.slug, film]));

  site.get("/", { name: "list" }, (request) => {
    const search = readSearch(request.query);
    const found = findPage(films, search);
    const link = linker(request, search);
    return request.render("list.html", {
      search,
      found,
      link,
      sortings,
      chips: chipsOf(search, link),
      allFilms: films.length,
    });
  });

  site.get("/films/<slug:slug>", { name: "film" }, (request) => {
    const film = bySlug.get(request.params.slug) ?? raiseNotFound();
    const others = films.filter(
      (other) => other.director === film.director && other !== film && film.director !== undefined,
    );
    others.sort(sortings.best.compare);
    return request.render("film.html", { film, others: others.slice(0, 6) });
  });

  site.get("/films.csv", { name: "csv" }, (request) =>
    reply(csvLines(findFilms(films, readSearch(request.query))), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="films.csv"',
    }),
  );

  return site;
}

function raiseNotFound(): never {
  throw notFound("There is no film at this address.");
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

/** Writes films as CSV (RFC 4180), line by line. */
export function* csvLines(films: readonly Film[]): Generator<string> {
  yield `${columns.join(",")}\r\n`;
  for (const film of films) yield `${columns.map((column) => csvCell(film[column])).join(",")}\r\n`;
}

function csvCell(value: string | number | undefined): string {
  if (value === undefined) return "";
  // A spreadsheet would take a text that begins with one of these for a formula.
  const text = typeof value === "string" && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
