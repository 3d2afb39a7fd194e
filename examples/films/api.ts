// The JSON API: films by search and one by one.
import { Blueprint, notFound } from "demijohn";
import type { Film } from "./film.ts";
import { findPage, readSearch, searchValues } from "./search.ts";

/** Makes the blueprint of the API. */
export function makeApi(films: readonly Film[]): Blueprint {
  const api = new Blueprint("api");
  const bySlug = new Map(films.map((film) => [film.slug, film]));

  api.get("/films", { name: "films" }, (request) => {
    const search = readSearch(request.query);
    const found = findPage(films, search);
    const page = (number: number): string | null =>
      number < 1 || number > found.pages
        ? null
        : request.urlFor(".films", searchValues(search, { page: number }), { absolute: true });
    return {
      total: found.total,
      page: found.page,
      pages: found.pages,
      next: page(found.page + 1),
      previous: page(found.page - 1),
      films: found.films.map((film) => ({
        url: request.urlFor(".film", { slug: film.slug }, { absolute: true }),
        ...publicFilm(film),
      })),
    };
  });

  api.get("/films/<slug:slug>", { name: "film" }, ({ params }) => {
    const film = bySlug.get(params.slug);
    return film === undefined ? notFound("There is no film at this address.") : publicFilm(film);
  });

  return api;
}

function publicFilm({ searchText: _searchText, ...film }: Film): Omit<Film, "searchText"> {
  return film;
}
