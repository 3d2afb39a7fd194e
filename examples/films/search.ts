// Answers a search: filters the films, counts what each further filter would leave, sorts, and cuts one page out.
import type { MultiMap } from "demijohn/http";
import { type Film, foldText } from "./film.ts";

/** The filters, by the name of their query parameter. */
export const facetNames: readonly FacetName[] = ["genre", "decade", "rating", "distributor"];
export type FacetName = "genre" | "decade" | "rating" | "distributor";

/** The orders that a list can have, by the name in the query. */
export const sortings: Readonly<
  Record<SortName, { readonly label: string; readonly compare: (a: Film, b: Film) => number }>
> = {
  best: { label: "Best rated", compare: (a, b) => weightedScore(b) - weightedScore(a) },
  newest: {
    label: "Newest",
    compare: (a, b) => (a.released < b.released ? 1 : a.released > b.released ? -1 : 0),
  },
  gross: { label: "Top grossing", compare: (a, b) => (b.grossWorld ?? 0) - (a.grossWorld ?? 0) },
  title: { label: "A–Z", compare: (a, b) => a.title.localeCompare(b.title, "en", { numeric: true }) },
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
  readonly films: readonly Film[];
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

/** All films that fit, sorted. */
export function findFilms(films: readonly Film[], search: Search): Film[] {
  return films.filter((film) => fits(film, search, undefined)).sort(sortings[search.sort].compare);
}

/** One page of the films that fit, and what each filter would leave. */
export function findPage(films: readonly Film[], search: Search): Found {
  const found = findFilms(films, search);
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(search.page, pages);
  return {
    films: found.slice((page - 1) * pageSize, page * pageSize),
    total: found.length,
    page,
    pages,
    facets: facetNames.map((name) => ({ name, values: countValues(films, search, name) })),
  };
}

// A filter's own values are counted without itself, so that another one can be chosen.
function countValues(films: readonly Film[], search: Search, name: FacetName): FacetValue[] {
  const counts = new Map<string, number>();
  for (const film of films) {
    const value = film[name];
    if (value !== undefined && fits(film, search, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const chosen = search.facets[name];
  const values = [...counts].map(([value, count]) => ({ value, count, isChosen: value === chosen }));
  if (name === "decade") return values.sort((a, b) => (a.value < b.value ? 1 : -1));
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return values.filter(({ isChosen }, i) => i < shownValues || isChosen);
}

function fits(film: Film, { text, facets, director }: Search, except: FacetName | undefined): boolean {
  for (const name of facetNames)
    if (name !== except && facets[name] !== undefined && film[name] !== facets[name]) return false;
  if (director !== undefined && film.director !== director) return false;
  return (
    text === "" ||
    foldText(text)
      .split(/\s+/)
      .every((word) => film.searchText.includes(word))
  );
}

// A rating of few voters counts as that many votes beside a thousand for the average film.
function weightedScore({ imdb, votes }: Film): number {
  return imdb === undefined || votes === undefined ? 0 : (imdb * votes + 6.3 * 1000) / (votes + 1000);
}
