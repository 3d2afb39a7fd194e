// The models of the atlas: 135,233 places of the world and the countries that they lie in.
import { f, Model } from "demijohn/orm";

export class Country extends Model(
  "atlas.Country",
  () => Country,
  {
    code: f.char({ maxLength: 2, primaryKey: true, helpText: "ISO 3166-1, two letters." }),
    name: f.char({ maxLength: 60 }),
    places: f.reverse(() => Place, "country"),
  },
  { ordering: ["name"], verboseNamePlural: "countries" },
) {
  override toString(): string {
    return this.name;
  }
}

export class Place extends Model(
  "atlas.Place",
  () => Place,
  {
    name: f.char({ maxLength: 200, index: true }),
    country: f.foreignKey(() => Country, { relatedName: "places", onDelete: "protect" }),
    kind: f.char({
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
    }),
    population: f.integer({ index: true }),
    latitude: f.float({ helpText: "In degrees, north of the equator." }),
    longitude: f.float({ helpText: "In degrees, east of Greenwich." }),
  },
  { ordering: ["-population", "id"] },
) {
  override toString(): string {
    return this.name;
  }
}
