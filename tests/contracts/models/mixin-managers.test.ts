// Asserts on every database that mixins give models the rows that their managers begin with, and methods of query sets.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { atomic, count, defineModels, f, lower, Mixin, Model, QuerySet } from "#orm";
import { databaseCases, withModels } from "../databases.ts";

class Kept extends Mixin(
  { deletedAt: f.dateTime({ null: true }), rank: f.integer({ default: 0 }) },
  {
    objects: (all) => all.filter({ deletedAt: null }),
    methods: {
      above(rank: number) {
        return this.filter({ rank__gt: rank }).orderBy("-rank");
      },
      async best() {
        return (await this.orderBy("-rank").first())?.rank ?? 0;
      },
      ranks() {
        return this.orderBy("rank").flat("rank");
      },
    },
  },
) {}
class Named extends Mixin(
  { name: f.char({ maxLength: 20 }) },
  {
    methods: {
      named(name: string) {
        return this.filter({ name });
      },
    },
  },
) {}
class Shelf extends Model("mix.Shelf", () => Shelf, { jars: f.reverse(() => Jar, "shelf") }, { mixins: [Named] }) {}
class Jar extends Model(
  "mix.Jar",
  () => Jar,
  { litres: f.integer({ default: 1 }), shelf: f.foreignKey(() => Shelf, { relatedName: "jars" }) },
  { mixins: [Kept, Named] },
) {
  static readonly everything = new QuerySet(this);
}
class Bowl extends Model("mix.Bowl", () => Bowl, {}, { mixins: [Kept] }) {
  static override readonly objects = new QuerySet(this) as never;
}
const models = [Shelf, Jar, Bowl];
defineModels({ Shelf, Jar, Bowl });

async function fill(): Promise<void> {
  const shelf = await Shelf.objects.create({ name: "top" });
  const other = await Shelf.objects.create({ name: "low" });
  await Jar.objects.bulkCreate([
    { name: "plum", rank: 1, shelf },
    { name: "pear", rank: 2, litres: 3, shelf },
    { name: "fig", rank: 3, shelf, deletedAt: new Date("2026-01-01") },
    { name: "pear", rank: 4, shelf: other },
  ]);
}

const names = async (rows: PromiseLike<readonly { name: string }[]>) => (await rows).map((row) => row.name);
type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];
const cases: readonly Case[] = [
  [
    "the manager begins with the rows that the mixin says",
    () => names(Jar.objects.orderBy("rank")),
    ["plum", "pear", "pear"],
  ],
  ["another manager has all rows", () => Jar.everything.count(), 4],
  ["methods of all mixins follow each other", () => names(Jar.objects.named("pear").above(2)), ["pear"]],
  ["and what the model has itself", () => Jar.objects.above(0).filter({ litres__gt: 1 }).named("pear").count(), 1],
  ["a method may answer", () => Jar.objects.named("plum").best(), 1],
  ["a method may read values", () => Jar.objects.filter({ litres: 1 }).ranks(), [1, 4]],
  [
    "related rows come by the same manager",
    async () => {
      const shelf = await Shelf.objects.named("top").get();
      return [await names(shelf.jars.above(0)), await shelf.jars.all().count()];
    },
    [["pear", "plum"], 2],
  ],
  [
    "annotations and the like go on",
    () =>
      Shelf.objects
        .named("top")
        .annotate({ n: count("jars"), low: lower("name") })
        .values("low", "n"),
    [{ low: "top", n: 3 }],
  ],
  [
    "a model's own objects come before",
    async () => Object.keys(Bowl).includes("objects") && "above" in Bowl.objects,
    false,
  ],
];

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, models, fill);
    for (const [name, run, answer] of cases)
      test(name, async () => assert.deepEqual(await atomic(run, { rollback: true }), answer));
  });
}
