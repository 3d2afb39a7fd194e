// Asserts on every database that rows are named, found, dumped and loaded by natural keys.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertQueries, atomic, connection, defineModels, f, Model } from "#orm";
import { dumpData, type FixtureRecord } from "../../../src/migrations/data/dump-data.ts";
import { pickModels } from "../../../src/migrations/data/fixture-models.ts";
import { loadData } from "../../../src/migrations/data/load-data.ts";
import { databaseCases, withModels } from "../databases.ts";

class Land extends Model(
  "nat.Land",
  () => Land,
  { code: f.char({ maxLength: 2, unique: true }) },
  { naturalKey: ["code"] },
) {}
class City extends Model(
  "nat.City",
  () => City,
  {
    id: f.uuid({ primaryKey: true, default: () => crypto.randomUUID() }),
    name: f.char({ maxLength: 20 }),
    land: f.foreignKey(() => Land, { null: true }),
    twin: f.foreignKey(() => City, { null: true }),
  },
  { naturalKey: ["land", "name"], unique: [["land", "name"]], ordering: ["name"] },
) {}
class Trip extends Model("nat.Trip", () => Trip, {
  day: f.integer(),
  from: f.foreignKey(() => City),
  over: f.manyToMany(() => City),
}) {}
defineModels({ Land, City, Trip });
const models = [Land, City, Trip];
const project = { sources: [{ label: "nat", models: [Trip, City, Land], migrations: [] }] };

async function fill(): Promise<void> {
  const [at, de] = await Land.objects.bulkCreate([{ code: "AT" }, { code: "DE" }]);
  const wien = await City.objects.create({ name: "Wien", land: at! });
  const bonn = await City.objects.create({ name: "Bonn", land: de!, twin: wien });
  const atlantis = await City.objects.create({ name: "Atlantis" });
  wien.twin = bonn;
  await wien.save();
  const trip = await Trip.objects.create({ day: 7, from: bonn });
  await trip.over.add(wien, atlantis);
}

const dump = async (options: Parameters<typeof dumpData>[2]): Promise<FixtureRecord[]> =>
  Array.fromAsync(dumpData(connection(), pickModels(project, []), options));
const fault = (error: Error) =>
  error.message
    .split("\n")
    .filter((line) => !line.startsWith("  At "))
    .join("\n");

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];
const cases: readonly Case[] = [
  [
    "an instance tells its natural key, with that of what it points at",
    async () => [
      await (await City.objects.get({ name: "Bonn" })).naturalKey(),
      await (await City.objects.get({ name: "Atlantis" })).naturalKey(),
      await new Land({ code: "CH" }).naturalKey(),
    ],
    [["DE", "Bonn"], [null, "Atlantis"], ["CH"]],
  ],
  [
    "a row is found by it in one query",
    () =>
      assertQueries(2, async () => [
        (await City.objects.getByNaturalKey("DE", "Bonn")).name,
        (await City.objects.getByNaturalKey(null, "Atlantis")).name,
      ]),
    ["Bonn", "Atlantis"],
  ],
  [
    "too few values are refused",
    () => City.objects.getByNaturalKey("Bonn").catch(fault),
    "ORM_BAD_NATURAL_KEY: The natural key of City has 2 values, and 1 were given.\n  Give them in this order: land__code, name.",
  ],
  [
    "a model without a natural key says so",
    async () => (await Trip.objects.get()).naturalKey().catch(fault),
    'ORM_NO_NATURAL_KEY: Trip has no natural key.\n  Give it the option { naturalKey: ["…"] } with the fields that name a row.',
  ],
  [
    "a dump names rows by natural keys",
    async () => {
      const records = await dump({ naturalForeign: true, naturalPrimary: true });
      const trip = records.find((each) => each.model === "nat.Trip")!;
      const over = (trip.fields["over"] as unknown[][]).map((each) => each.join());
      return [
        records.filter((each) => each.model === "nat.Land"),
        records.find((each) => each.fields["name"] === "Bonn"),
        trip.fields["from"],
        over.sort(),
        "pk" in trip,
      ];
    },
    [
      [
        { model: "nat.Land", fields: { code: "AT" } },
        { model: "nat.Land", fields: { code: "DE" } },
      ],
      { model: "nat.City", fields: { name: "Bonn", land: ["DE"], twin: ["AT", "Wien"] } },
      ["DE", "Bonn"],
      [",Atlantis", "AT,Wien"],
      true,
    ],
  ],
  [
    "it is loaded into an empty database, and found again by a second load",
    async () => {
      const records = await dump({ naturalForeign: true, naturalPrimary: true });
      // Rows that are named come after those that name them, and two name each other.
      const turned = records
        .toReversed()
        .map((each) => (each.fields["name"] === "Wien" ? { ...each, fields: { ...each.fields, twin: null } } : each));
      await Trip.objects.all().delete();
      await City.objects.update({ twin: null });
      await City.objects.all().delete();
      await Land.objects.all().delete();
      const loaded = [await loadData(connection(), project, turned), await loadData(connection(), project, records)];
      const trip = await Trip.objects.get();
      return [
        loaded,
        await City.objects.valuesList("name", "land__code", "twin__name"),
        (await trip.from).name,
        await trip.over.flat("name"),
      ];
    },
    [
      [6, 6],
      [
        ["Atlantis", null, null],
        ["Bonn", "DE", "Wien"],
        ["Wien", "AT", "Bonn"],
      ],
      "Bonn",
      ["Atlantis", "Wien"],
    ],
  ],
  [
    "a record that names a row which never comes is refused",
    () =>
      loadData(connection(), project, [
        { model: "nat.City", fields: { name: "Graz", land: ["XX"], twin: null } },
      ]).catch(fault),
    'MIGRATIONS_BROKEN_FIXTURE: The records name rows that are not there.\n  nat.City: there is no Land ["XX"].\n  Load what they name with them. Nothing has been changed.',
  ],
];

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, models, fill);
    for (const [name, run, answer] of cases)
      test(name, async () => assert.deepEqual(await atomic(run, { rollback: true }), answer));
  });
}
