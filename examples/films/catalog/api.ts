// The JSON API: films by search and one by one.
import { Blueprint, getOr404 } from "demijohn";
import { Film } from "./models.ts";
import { type FoundFilm, findPage, readSearch, searchValues } from "./search.ts";

/** Makes the blueprint of the API. */
export function makeApi(): Blueprint {
  const api = new Blueprint("api");

  api.get("/films", { name: "films" }, async (request) => {
    const search = readSearch(request.query);
    const found = await findPage(search);
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

  api.get("/films/<slug:slug>", { name: "film" }, async ({ params }) =>
    publicFilm(
      await getOr404(
        Film.objects.filter({ slug: params.slug }).selectRelated("director", "genre", "distributor"),
        "There is no film at this address.",
      ),
    ),
  );

  return api;
}

// The list of 2010 knows no sum beyond what a JavaScript number holds exactly.
function publicFilm(film: FoundFilm): object {
  const amount = (value: bigint | null): number | null => (value === null ? null : Number(value));
  return {
    slug: film.slug,
    title: film.title,
    released: String(film.released),
    year: film.year,
    decade: film.decade,
    genre: film.genre?.name ?? null,
    rating: film.rating,
    director: film.director?.name ?? null,
    distributor: film.distributor?.name ?? null,
    source: film.source,
    kind: film.kind,
    minutes: film.minutes,
    budget: amount(film.budget),
    grossUs: amount(film.grossUs),
    grossWorld: amount(film.grossWorld),
    imdb: film.imdb,
    votes: film.votes,
    tomatoes: film.tomatoes,
  };
}
