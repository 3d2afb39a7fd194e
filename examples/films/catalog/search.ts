// Answers a search: the query set of the films that fit, one page of it, and what each further filter would leave.
import type { MultiMap } from "demijohn/http";
import { count } from "demijohn/orm";
import { foldText } from "./film-list.ts";
import { Film, type FilmQuerySet } from "./models.ts";

/** The filters, by the name of their query parameter. */
export const facetNames: readonly FacetName[] = ["genre", "decade", "rating", "distributor"];
export type FacetName = "genre" | "decade" | "rating" | "distributor";

/** The orders that a list can have, by the name in the query. */
export const sortings: Readonly<
  Record<SortName, { readonly label: string; readonly sort: (films: FilmQuerySet) => FilmQuerySet }>
> = {
  best: { label: "Best rated", sort: (films) => films.bestFirst() },
  newest: { label: "Newest", sort: (films) => films.orderBy("-released", "id") },
  gross: { label: "Top grossing", sort: (films) => films.orderBy(Film.F("grossWorld").desc({ nulls: "last" }), "id") },
  title: { label: "A–Z", sort: (films) => films.orderBy("title", "id") },
};
export type SortName = "best" | "newest" | "gross" | "title";

/** What is asked for; made of a query by {@link readSearch}. */
export interface Search {
  readonly text: string;
  readonly facets: Readonly<Record<FacetName, string | undefined>>;
  readonly director: string | undefined;
  readonly sort: SortName;
  readonly page: number;
}

/** One value of a filter, with the number of films that it would leave. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
  readonly isChosen: boolean;
}

/** One page of the films found. */
export interface Found {
  readonly films: readonly FoundFilm[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly facets: readonly { readonly name: FacetName; readonly values: readonly FacetValue[] }[];
}

export const pageSize = 24;
const shownValues = 10;

/** Reads a search from a query; what makes no sense is left out. */
export function readSearch(query: MultiMap): Search {
  const sort = query.get("sort");
  const page = query.get("page", { type: "int", default: 1 });
  const facet = (name: string): string | undefined => query.get(name) || undefined;
  return {
    text: (query.get("q") ?? "").trim().slice(0, 100),
    facets: {
      genre: facet("genre"),
      decade: facet("decade"),
      rating: facet("rating"),
      distributor: facet("distributor"),
    },
    director: facet("director"),
    sort: sort !== undefined && Object.hasOwn(sortings, sort) ? (sort as SortName) : "best",
    page: Math.max(1, page),
  };
}

/** The query's parameters for a search, without what is the default; `changes` go before. */
export function searchValues(
  search: Search,
  changes: Readonly<Record<string, string | number | undefined>> = {},
): Record<string, string | number | undefined> {
  return {
    q: search.text || undefined,
    ...search.facets,
    director: search.director,
    sort: search.sort === "best" ? undefined : search.sort,
    page: undefined,
    ...changes,
  };
}

/** All films that fit, sorted, with what a list shows of them. */
export function findFilms(search: Search) {
  return sortings[search.sort].sort(filtered(search)).selectRelated("director", "genre", "distributor");
}
export type FoundFilm = Awaited<ReturnType<typeof findFilms>>[number];

/** One page of the films that fit, and what each filter would leave. */
export async function findPage(search: Search): Promise<Found> {
  const total = await filtered(search).count();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const page = Math.min(search.page, pages);
  const films = await findFilms(search).slice((page - 1) * pageSize, page * pageSize);
  const facets = await Promise.all(facetNames.map(async (name) => ({ name, values: await countValues(search, name) })));
  return { films, total, page, pages, facets };
}

// A filter's own values are counted without itself, so that another one can be chosen.
async function countValues(search: Search, name: FacetName): Promise<FacetValue[]> {
  const counted = await countBy[name](filtered(search, name));
  const chosen = search.facets[name];
  const values = counted.map(({ value, count }) => ({ value, count, isChosen: value === chosen }));
  if (name === "decade") return values.sort((a, b) => (a.value < b.value ? 1 : -1));
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return values.filter(({ isChosen }, i) => i < shownValues || isChosen);
}

type Counted = { value: string; count: number }[];

const countBy: Readonly<Record<FacetName, (films: FilmQuerySet) => Promise<Counted>>> = {
  async genre(films) {
    const rows = await films
      .filter({ genre__isnull: false })
      .orderBy()
      .values("genre__name")
      .annotate({ count: count("id") });
    return rows.map((row) => ({ value: row.genre__name!, count: row.count }));
  },
  async distributor(films) {
    const rows = await films
      .filter({ distributor__isnull: false })
      .orderBy()
      .values("distributor__name")
      .annotate({ count: count("id") });
    return rows.map((row) => ({ value: row.distributor__name!, count: row.count }));
  },
  async rating(films) {
    const rows = await films
      .filter({ rating__isnull: false })
      .orderBy()
      .values("rating")
      .annotate({ count: count("id") });
    return rows.map((row) => ({ value: row.rating!, count: row.count }));
  },
  async decade(films) {
    const rows = await films
      .orderBy()
      .values("year")
      .annotate({ count: count("id") });
    const counts = new Map<string, number>();
    for (const { year, count } of rows) {
      const decade = `${Math.floor(year / 10) * 10}s`;
      counts.set(decade, (counts.get(decade) ?? 0) + count);
    }
    return [...counts].map(([value, count]) => ({ value, count }));
  },
};

function filtered({ text, facets, director }: Search, except?: FacetName): FilmQuerySet {
  let films: FilmQuerySet = Film.objects.all();
  for (const word of foldText(text).split(/\s+/)) if (word !== "") films = films.filter({ searchText__contains: word });
  const chosen = (name: FacetName): string | undefined => (name === except ? undefined : facets[name]);
  const genre = chosen("genre");
  const decade = chosen("decade");
  const rating = chosen("rating");
  const distributor = chosen("distributor");
  if (genre !== undefined) films = films.filter({ genre__name: genre });
  if (rating !== undefined) films = films.filter({ rating: rating as "R" });
  if (distributor !== undefined) films = films.filter({ distributor__name: distributor });
  if (director !== undefined) films = films.filter({ director__name: director });
  if (decade !== undefined) {
    const first = /^\d{4}s$/.test(decade) ? Number(decade.slice(0, 4)) : 0;
    films = films.filter({ year__range: [first, first + 9] });
  }
  return films;
}
