// The models of the film catalogue: films, and the people, genres and distributors that they name.
import { F, f, Model, QuerySet } from "demijohn/orm";
import { Review, WatchItem } from "../members/models.ts";

export class Person extends Model(
  "films.Person",
  () => Person,
  {
    name: f.char({ maxLength: 100, unique: true }),
    slug: f.slug({ maxLength: 120, unique: true }),
    films: f.reverse(() => Film, "director"),
  },
  { ordering: ["name"], verboseNamePlural: "people" },
) {
  override toString(): string {
    return this.name;
  }
}

export class Genre extends Model(
  "films.Genre",
  () => Genre,
  {
    name: f.char({ maxLength: 60, unique: true }),
    slug: f.slug({ maxLength: 60, unique: true }),
    films: f.reverse(() => Film, "genre"),
  },
  { ordering: ["name"] },
) {
  override toString(): string {
    return this.name;
  }
}

export class Distributor extends Model(
  "films.Distributor",
  () => Distributor,
  {
    name: f.char({ maxLength: 100, unique: true }),
    films: f.reverse(() => Film, "distributor"),
  },
  { ordering: ["name"] },
) {
  override toString(): string {
    return this.name;
  }
}

export class FilmQuerySet extends QuerySet<Film> {
  /** Best rated first: a rating of few voters counts as that many votes beside a thousand for the average film. */
  bestFirst() {
    const weighted = F("imdb")
      .mul(F("votes"))
      .add(6.3 * 1000)
      .div(F("votes").add(1000));
    return this.orderBy(weighted.desc({ nulls: "last" }), Film.F("title"), Film.F("id"));
  }
}

export class Film extends Model(
  "films.Film",
  () => Film,
  {
    title: f.char({ maxLength: 150 }),
    slug: f.slug({ maxLength: 170, unique: true }),
    released: f.date(),
    year: f.smallInteger({ index: true, editable: false }),
    genre: f.foreignKey(() => Genre, { null: true, blank: true, relatedName: "films", onDelete: "setNull" }),
    rating: f.char({
      maxLength: 9,
      null: true,
      blank: true,
      choices: ["G", "PG", "PG-13", "R", "NC-17", "Not Rated", "Open"],
      helpText: "The rating of the MPAA.",
    }),
    director: f.foreignKey(() => Person, { null: true, blank: true, relatedName: "films", onDelete: "setNull" }),
    distributor: f.foreignKey(() => Distributor, {
      null: true,
      blank: true,
      relatedName: "films",
      onDelete: "setNull",
    }),
    source: f.char({ maxLength: 60, null: true, blank: true }),
    kind: f.char({ maxLength: 60, null: true, blank: true, verboseName: "setting" }),
    minutes: f.smallInteger({ null: true, blank: true, verboseName: "length", helpText: "In minutes." }),
    budget: f.bigInt({ null: true, blank: true, helpText: "In US dollars." }),
    grossUs: f.bigInt({ null: true, blank: true, verboseName: "gross in the US" }),
    grossWorld: f.bigInt({ null: true, blank: true, verboseName: "gross worldwide" }),
    imdb: f.float({ null: true, blank: true, verboseName: "IMDb rating", helpText: "From 0 to 10." }),
    votes: f.integer({ null: true, blank: true, verboseName: "IMDb votes" }),
    tomatoes: f.smallInteger({ null: true, blank: true, verboseName: "Rotten Tomatoes", helpText: "In percent." }),
    searchText: f.text({ editable: false, default: "" }),
    reviews: f.reverse(() => Review, "film"),
    watchers: f.reverse(() => WatchItem, "film"),
  },
  { ordering: ["title"], indexes: [["title"]] },
) {
  static override readonly objects: FilmQuerySet = new FilmQuerySet(this);

  override toString(): string {
    return `${this.title} (${this.year})`;
  }

  get decade(): string {
    return `${Math.floor(this.year / 10) * 10}s`;
  }
}
