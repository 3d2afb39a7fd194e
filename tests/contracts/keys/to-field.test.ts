// Asserts on every database what foreign keys can do that point at another unique field than the primary key.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { atomic, captureQueries, count, defineModels, f, Model, ProtectedError } from "#orm";
import { databaseCases, withModels } from "../databases.ts";

class Country extends Model("mk.Country", () => Country, {
  iso: f.char({ maxLength: 2, unique: true }),
  name: f.char({ maxLength: 30 }),
  cities: f.reverse(() => City, "country"),
  capital: f.reverseOne(() => Capital, "country"),
  clubs: f.manyToMany(() => Club, { relatedName: "countries", through: () => Membership }),
}) {}
class City extends Model("mk.City", () => City, {
  name: f.char({ maxLength: 30 }),
  country: f.foreignKey(() => Country, { relatedName: "cities", toField: "iso" }),
  twin: f.foreignKey(() => Country, { toField: "iso", null: true, onDelete: "setNull" }),
  guard: f.foreignKey(() => Country, { toField: "iso", null: true, onDelete: "protect" }),
}) {}
class Capital extends Model("mk.Capital", () => Capital, {
  name: f.char({ maxLength: 30 }),
  country: f.oneToOne(() => Country, { relatedName: "capital", toField: "iso", primaryKey: true }),
}) {}
class Club extends Model("mk.Club", () => Club, {
  name: f.char({ maxLength: 30, unique: true }),
  countries: f.reverse(() => Country, "clubs"),
}) {}
class Membership extends Model("mk.Membership", () => Membership, {
  country: f.foreignKey(() => Country, { toField: "iso" }),
  club: f.foreignKey(() => Club, { toField: "name" }),
}) {}

const models = [Country, City, Capital, Club, Membership];
defineModels({ Country, City, Capital, Club, Membership });

async function fill(): Promise<void> {
  const [at, ch] = await Country.objects.bulkCreate([
    { iso: "at", name: "Austria" },
    { iso: "ch", name: "Switzerland" },
    { iso: "li", name: "Liechtenstein" },
  ]);
  await City.objects.bulkCreate([
    { name: "Graz", country: at! },
    { name: "Linz", country: "at", twin: "ch" },
    { name: "Bern", country: ch!, twin: at! },
  ]);
  await Capital.objects.create({ name: "Vienna", country: at! });
  await Club.objects.bulkCreate([{ name: "EFTA" }, { name: "EU" }]);
  await Membership.objects.bulkCreate([
    { country: "at", club: "EU" },
    { country: "ch", club: "EFTA" },
  ]);
}

const names = async (rows: PromiseLike<readonly { name: string }[]>): Promise<string[]> =>
  (await rows).map((row) => row.name).sort();
const messageOf = (run: () => unknown): Promise<string> =>
  Promise.resolve()
    .then(run)
    .then(
      () => "nothing is thrown",
      (error: Error) => error.message.split("\n")[0]!,
    );
/** Runs in a transaction that is rolled back. */
const undone = async <Value>(run: () => Promise<Value>): Promise<Value> => {
  let value: Value;
  await atomic(async () => {
    value = await run();
    throw new Error("undo");
  }).catch((error: Error) => {
    if (error.message !== "undo") throw error;
  });
  return value!;
};

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];

const fields: readonly Case[] = [
  [
    "the key holds what the field holds",
    async () => (await City.objects.orderBy("id")).map((city) => [city.countryId, city.twinId]),
    [
      ["at", null],
      ["at", "ch"],
      ["ch", "at"],
    ],
  ],
  [
    "filter by an instance, by the value, and by a list of both",
    async () => {
      const at = await Country.objects.get({ iso: "at" });
      return [
        await names(City.objects.filter({ country: at })),
        await names(City.objects.filter({ country: "ch" })),
        await names(City.objects.filter({ country__in: [at, "ch"] })),
        await names(City.objects.filter({ countryId__startswith: "a" })),
        await names(City.objects.exclude({ twin: "ch" })),
      ];
    },
    [["Graz", "Linz"], ["Bern"], ["Bern", "Graz", "Linz"], ["Graz", "Linz"], ["Bern", "Graz"]],
  ],
  [
    "filter by a query of instances, and of values",
    async () => [
      await names(City.objects.filter({ country__in: Country.objects.filter({ name__startswith: "S" }) as never })),
      await names(City.objects.filter({ country__in: Country.objects.filter({ name__startswith: "S" }).flat("iso") })),
    ],
    [["Bern"], ["Bern"]],
  ],
  [
    "no join where the key holds the value",
    async () => {
      const { text } = City.objects.filter({ country__iso: "at" }).toSql();
      return [text.includes("JOIN"), await names(City.objects.filter({ country__iso: "at" }))];
    },
    [false, ["Graz", "Linz"]],
  ],
  [
    "joins go over the field",
    async () => [
      await names(City.objects.filter({ country__name: "Austria" })),
      await names(City.objects.filter({ country__id: (await Country.objects.get({ iso: "ch" })).id })),
      await names(Country.objects.filter({ cities__name: "Graz" })),
      await names(Country.objects.filter({ cities__isnull: true })),
      await names(Country.objects.exclude({ cities__name: "Graz" })),
      await names(Country.objects.filter({ capital__name: "Vienna" })),
    ],
    [["Graz", "Linz"], ["Bern"], ["Austria"], ["Liechtenstein"], ["Liechtenstein", "Switzerland"], ["Austria"]],
  ],
  [
    "values and aggregates",
    async () => [
      await City.objects.orderBy("id").values("country", "twin", "country__name"),
      await Country.objects
        .orderBy("id")
        .annotate({ n: count("cities") })
        .flat("n" as never),
    ],
    [
      [
        { country: "at", twin: null, country__name: "Austria" },
        { country: "at", twin: "ch", country__name: "Austria" },
        { country: "ch", twin: "at", country__name: "Switzerland" },
      ],
      [2, 1, 0],
    ],
  ],
  [
    "siblings are loaded together",
    async () => {
      let seen: string[] = [];
      const { queries } = await captureQueries(async () => {
        const cities = await City.objects.orderBy("id");
        seen = [];
        for (const city of cities) seen.push((await city.country).name);
      });
      return [queries.length, seen];
    },
    [2, ["Austria", "Austria", "Switzerland"]],
  ],
  [
    "loaded with the query, and beside it",
    async () => {
      const linz = await City.objects.selectRelated("country", "twin").get({ name: "Linz" });
      const [at, ch, li] = await Country.objects.prefetchRelated("cities", "capital").orderBy("id");
      return [
        linz.country.name,
        linz.twin?.name,
        at!.cities.items.map((city) => city.name),
        ch!.cities.items.map((city) => city.name),
        li!.cities.items.length,
        at!.capital?.name,
        ch!.capital,
      ];
    },
    ["Austria", "Switzerland", ["Graz", "Linz"], ["Bern"], 0, "Vienna", null],
  ],
  [
    "rows behind the relation",
    () =>
      undone(async () => {
        const li = await Country.objects.get({ iso: "li" });
        await li.cities.create({ name: "Vaduz" } as never);
        const graz = await City.objects.get({ name: "Graz" });
        await li.cities.add(graz);
        await graz.refresh();
        return [await names(li.cities.all()), graz.countryId];
      }),
    [["Graz", "Vaduz"], "li"],
  ],
  [
    "a row points at a new instance",
    () =>
      undone(async () => {
        const it = new Country({ iso: "it", name: "Italy" });
        const rome = new City({ name: "Rome", country: it });
        await it.save();
        await rome.save();
        rome.country = await Country.objects.get({ iso: "li" });
        await rome.save();
        const updated = await City.objects.filter({ name: "Rome" }).update({ twin: it });
        await rome.refresh();
        return [rome.countryId, updated, rome.twinId, (await rome.twin)?.name];
      }),
    ["li", 1, "it", "Italy"],
  ],
  [
    "deletes follow the field",
    () =>
      undone(async () => {
        const at = await Country.objects.get({ iso: "at" });
        const { byModel } = await at.delete();
        return [byModel, (await City.objects.get({ name: "Bern" })).twinId];
      }),
    [{ "mk.City": 2, "mk.Capital": 1, "mk.Membership": 1, "mk.Country": 1 }, null],
  ],
  [
    "deletes are refused by the field",
    () =>
      undone(async () => {
        await City.objects.filter({ name: "Bern" }).update({ guard: "li" });
        const li = await Country.objects.get({ iso: "li" });
        return li.delete().catch((error: unknown) => error instanceof ProtectedError);
      }),
    true,
  ],
  [
    "a one-to-one field to another field as the key",
    async () => {
      const { pk, countryId } = await Capital.objects.get({ pk: "at" });
      const vienna = await (await Country.objects.get({ iso: "at" })).capital;
      return [pk, countryId, vienna?.name];
    },
    ["at", "at", "Vienna"],
  ],
  [
    "links that keep other fields than the keys",
    () =>
      undone(async () => {
        const [at, eu, efta] = [
          await Country.objects.get({ iso: "at" }),
          await Club.objects.get({ name: "EU" }),
          await Club.objects.get({ name: "EFTA" }),
        ];
        await at.clubs.add(efta);
        const both = await names(at.clubs.all());
        await at.clubs.remove(eu);
        const loaded = await Country.objects.prefetchRelated("clubs").orderBy("id");
        return [
          both,
          loaded.map((country) => country.clubs.items.map((club) => club.name)),
          await names(Country.objects.filter({ clubs__name: "EFTA" })),
          await names(Country.objects.filter({ clubs: efta })),
          await names(efta.countries.all()),
          await messageOf(() => at.clubs.add(1)),
        ];
      }),
    [
      ["EFTA", "EU"],
      [["EFTA"], ["EFTA"], []],
      ["Austria", "Switzerland"],
      ["Austria", "Switzerland"],
      ["Austria", "Switzerland"],
      "ORM_NOT_AN_INSTANCE: Country.clubs takes instances: its links keep Club.name, and not the key.",
    ],
  ],
];

for (const database of databaseCases)
  describe(`keys to a field on ${database.name}`, { skip: database.skip }, () => {
    withModels(database, models, fill);
    for (const [name, run, answer] of fields) test(name, async () => assert.deepEqual(await run(), answer));
  });
