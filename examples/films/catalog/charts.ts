// Computes what the page of charts shows: films and money by year and by genre, as plain numbers.
import { avg, count, sum } from "demijohn/orm";
import { Film, Genre, Person } from "./models.ts";

/** One bar of a chart. `part` is its length, from 0 to 100. */
export interface Bar {
  readonly label: string;
  readonly amount: number;
  readonly part: number;
}

/** The charts' bars, from the database's own sums. */
export async function readCharts() {
  const years = await Film.objects
    .filter({ year__gte: 1960 })
    .orderBy()
    .values("year")
    .annotate({ films: count("id"), gross: sum("grossWorld") });
  years.sort((a, b) => a.year - b.year);
  const genres = await Genre.objects.annotate({ mean: avg("films__imdb") }).orderBy("-mean");
  const people = await Person.objects
    .annotate({ gross: sum("films__grossWorld") })
    .filter({ gross__isnull: false })
    .orderBy("-gross")
    .limit(12);
  return {
    films: barsOf(years.map(({ year, films }) => [String(year), films])),
    gross: barsOf(years.map(({ year, gross }) => [String(year), Number(gross ?? 0)])),
    genres: barsOf(genres.flatMap(({ name, mean }) => (mean === null ? [] : [[name, Number(mean)]]))),
    people: people.map((person, _, all) => ({
      label: person.name,
      slug: person.slug,
      amount: Number(person.gross),
      part: (100 * Number(person.gross)) / Number(all[0]!.gross),
    })),
  };
}

function barsOf(amounts: readonly (readonly [label: string, amount: number])[]): Bar[] {
  const most = Math.max(...amounts.map(([, amount]) => amount));
  return amounts.map(([label, amount]) => ({ label, amount, part: most === 0 ? 0 : (100 * amount) / most }));
}
