// Loads the film list into an empty database, all of it or nothing.
import { atomic } from "demijohn/orm";
import { Temporal } from "temporal-polyfill";
import { type FilmRecord, makeSlug, readFilmList } from "./film-list.ts";
import { Distributor, Film, Genre, Person } from "./models.ts";

/** Told how many of how many rows are written. */
export type Progress = (done: number, total: number) => void;

/** Writes the films and what they name; returns false where there are films already. */
export async function loadCatalog(progress: Progress = () => undefined): Promise<boolean> {
  if (await Film.objects.exists()) return false;
  const list = readFilmList();
  await atomic(async () => {
    const genres = await Genre.objects.bulkCreate(
      namesOf(list, "genre").map((name) => ({ name, slug: makeSlug(name) })),
    );
    const people = await Person.objects.bulkCreate(
      withSlugs(namesOf(list, "director")).map(([name, slug]) => ({ name, slug })),
    );
    const distributors = await Distributor.objects.bulkCreate(namesOf(list, "distributor").map((name) => ({ name })));
    const genre = byName(genres);
    const director = byName(people);
    const distributor = byName(distributors);
    const chunk = 500;
    for (let start = 0; start < list.length; start += chunk) {
      await Film.objects.bulkCreate(
        list.slice(start, start + chunk).map((film) => ({
          ...film,
          released: Temporal.PlainDate.from(film.released),
          genre: genre(film.genre),
          director: director(film.director),
          distributor: distributor(film.distributor),
        })),
      );
      progress(Math.min(start + chunk, list.length), list.length);
    }
  });
  return true;
}

function namesOf(list: readonly FilmRecord[], key: "genre" | "director" | "distributor"): string[] {
  return [...new Set(list.flatMap((film) => film[key] ?? []))].sort();
}

function byName<T extends { readonly name: string }>(rows: readonly T[]): (name: string | null) => T | null {
  const map = new Map(rows.map((row) => [row.name, row]));
  return (name) => (name === null ? null : map.get(name)!);
}

function withSlugs(names: readonly string[]): [string, string][] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const slug = makeSlug(name);
    const count = (counts.get(slug) ?? 0) + 1;
    counts.set(slug, count);
    return [name, count === 1 ? slug : `${slug}-${count}`];
  });
}
