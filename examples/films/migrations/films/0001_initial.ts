// Create model Distributor, and 3 more (films).
import { createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  operations: [
    createModel(
      "Distributor",
      { id: { type: "auto" }, name: { type: "char", maxLength: 100, unique: true } },
      { ordering: ["name"] },
    ),
    createModel(
      "Genre",
      {
        id: { type: "auto" },
        name: { type: "char", maxLength: 60, unique: true },
        slug: { type: "slug", maxLength: 60, unique: true },
      },
      { ordering: ["name"] },
    ),
    createModel(
      "Person",
      {
        id: { type: "auto" },
        name: { type: "char", maxLength: 100, unique: true },
        slug: { type: "slug", maxLength: 120, unique: true },
      },
      { ordering: ["name"], verboseNamePlural: "people" },
    ),
    createModel(
      "Film",
      {
        id: { type: "auto" },
        title: { type: "char", maxLength: 150 },
        slug: { type: "slug", maxLength: 170, unique: true },
        released: { type: "date" },
        year: { type: "smallInteger", index: true, editable: false },
        rating: {
          type: "char",
          maxLength: 9,
          null: true,
          blank: true,
          choices: ["G", "PG", "PG-13", "R", "NC-17", "Not Rated", "Open"],
          helpText: "The rating of the MPAA.",
        },
        source: { type: "char", maxLength: 60, null: true, blank: true },
        kind: { type: "char", maxLength: 60, null: true, blank: true, verboseName: "setting" },
        minutes: {
          type: "smallInteger",
          null: true,
          blank: true,
          verboseName: "length",
          helpText: "In minutes.",
        },
        budget: { type: "bigInt", null: true, blank: true, helpText: "In US dollars." },
        grossUs: { type: "bigInt", null: true, blank: true, verboseName: "gross in the US" },
        grossWorld: { type: "bigInt", null: true, blank: true, verboseName: "gross worldwide" },
        imdb: {
          type: "float",
          null: true,
          blank: true,
          verboseName: "IMDb rating",
          helpText: "From 0 to 10.",
        },
        votes: { type: "integer", null: true, blank: true, verboseName: "IMDb votes" },
        tomatoes: {
          type: "smallInteger",
          null: true,
          blank: true,
          verboseName: "Rotten Tomatoes",
          helpText: "In percent.",
        },
        searchText: { type: "text", editable: false, default: "" },
        distributor: {
          type: "foreignKey",
          to: "films.Distributor",
          null: true,
          blank: true,
          relatedName: "films",
          onDelete: "setNull",
        },
        genre: {
          type: "foreignKey",
          to: "films.Genre",
          null: true,
          blank: true,
          relatedName: "films",
          onDelete: "setNull",
        },
        director: {
          type: "foreignKey",
          to: "films.Person",
          null: true,
          blank: true,
          relatedName: "films",
          onDelete: "setNull",
        },
      },
      { ordering: ["title"], indexes: [{ name: "films_film_title_e9f71b_idx", fields: ["title"] }] },
    ),
  ],
});
