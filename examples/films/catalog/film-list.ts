// Reads the film list of the vega-datasets package and cleans it: titles, dates, missing values, addresses.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** One film of the list. Money in US dollars; null is what the list does not know. */
export interface FilmRecord {
  readonly slug: string;
  readonly title: string;
  /** `1998-06-12`. */
  readonly released: string;
  readonly year: number;
  readonly genre: string | null;
  readonly rating: Rating | null;
  readonly director: string | null;
  readonly distributor: string | null;
  readonly source: string | null;
  readonly kind: string | null;
  readonly minutes: number | null;
  readonly budget: bigint | null;
  readonly grossUs: bigint | null;
  readonly grossWorld: bigint | null;
  /** 0 to 10. */
  readonly imdb: number | null;
  readonly votes: number | null;
  /** Percent. */
  readonly tomatoes: number | null;
  /** What a search looks in. */
  readonly searchText: string;
}
type Rating = "G" | "PG" | "PG-13" | "R" | "NC-17" | "Not Rated" | "Open";

type RawFilm = Readonly<Record<string, string | number | null>>;

// The list was made in 2010: a later year is a two-digit one that was read as the wrong century.
const lastYear = 2010;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Reads all films, in the order of the list. */
export function readFilmList(): readonly FilmRecord[] {
  const raw = JSON.parse(readFileSync(findList(), "utf8")) as RawFilm[];
  const slugs = new Map<string, number>();
  return raw.map((film) => cleanFilm(film, slugs));
}

// The package exports its program only; the list lies in a folder beside it.
function findList(): string {
  const program = fileURLToPath(import.meta.resolve("vega-datasets"));
  return join(dirname(program), "..", "data", "movies.json");
}

function cleanFilm(raw: RawFilm, slugs: Map<string, number>): FilmRecord {
  const title = raw["Title"] === null ? "Untitled" : String(raw["Title"]).trim();
  const released = cleanDate(String(raw["Release Date"]));
  const year = Number(released.slice(0, 4));
  const director = text(raw["Director"]);
  return {
    slug: uniqueSlug(`${title} ${year}`, slugs),
    title,
    released,
    year,
    genre: text(raw["Major Genre"]),
    rating: text(raw["MPAA Rating"]) as Rating | null,
    director,
    distributor: text(raw["Distributor"]),
    source: text(raw["Source"]),
    kind: text(raw["Creative Type"]),
    minutes: number(raw["Running Time min"]),
    budget: money(raw["Production Budget"]),
    grossUs: money(raw["US Gross"]),
    grossWorld: money(raw["Worldwide Gross"]),
    imdb: number(raw["IMDB Rating"]),
    votes: number(raw["IMDB Votes"]),
    tomatoes: number(raw["Rotten Tomatoes Rating"]),
    searchText: foldText(`${title} ${director ?? ""}`),
  };
}

function cleanDate(given: string): string {
  const [month = "", day = "01", year = "1900"] = given.split(" ");
  const century = Number(year) > lastYear ? Number(year) - 100 : Number(year);
  return `${century}-${String(months.indexOf(month) + 1).padStart(2, "0")}-${day}`;
}

function text(value: string | number | null | undefined): string | null {
  return value === null || value === undefined || value === "" ? null : String(value);
}

function number(value: string | number | null | undefined): number | null {
  return typeof value === "number" && value > 0 ? value : null;
}

function money(value: string | number | null | undefined): bigint | null {
  const amount = number(value);
  return amount === null ? null : BigInt(amount);
}

/** Lower case without accents, for searching. */
export function foldText(given: string): string {
  return given
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** The text as a part of an address: `Sci-Fi & Co.` becomes `sci-fi-co`. */
export function makeSlug(name: string): string {
  return foldText(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function uniqueSlug(name: string, slugs: Map<string, number>): string {
  const slug = makeSlug(name);
  const count = (slugs.get(slug) ?? 0) + 1;
  slugs.set(slug, count);
  return count === 1 ? slug : `${slug}-${count}`;
}
