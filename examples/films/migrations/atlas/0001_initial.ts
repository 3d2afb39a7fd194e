// Create model Country, and 1 more (atlas).
import { createModel, defineMigration } from "demijohn/migrations";

export const migration = defineMigration({
  initial: true,
  operations: [
    createModel(
      "Country",
      {
        code: { type: "char", maxLength: 2, primaryKey: true, helpText: "ISO 3166-1, two letters." },
        name: { type: "char", maxLength: 60 },
      },
      { ordering: ["name"], verboseNamePlural: "countries" },
    ),
    createModel(
      "Place",
      {
        id: { type: "auto" },
        name: { type: "char", maxLength: 200, index: true },
        kind: {
          type: "char",
          maxLength: 5,
          choices: {
            PPL: "populated place",
            PPLA: "seat of a first-order division",
            PPLA2: "seat of a second-order division",
            PPLA3: "seat of a third-order division",
            PPLA4: "seat of a fourth-order division",
            PPLA5: "seat of a fifth-order division",
            PPLC: "capital",
            PPLCH: "former capital",
            PPLF: "farm village",
            PPLG: "seat of government",
            PPLH: "historical place",
            PPLL: "populated locality",
            PPLQ: "abandoned place",
            PPLR: "religious place",
            PPLS: "populated places",
            PPLW: "destroyed place",
            PPLX: "section of a place",
            STLMT: "settlement",
          },
        },
        population: { type: "integer", index: true },
        latitude: { type: "float", helpText: "In degrees, north of the equator." },
        longitude: { type: "float", helpText: "In degrees, east of Greenwich." },
        country: { type: "foreignKey", to: "atlas.Country", relatedName: "places", onDelete: "protect" },
      },
      { ordering: ["-population", "id"] },
    ),
  ],
});
