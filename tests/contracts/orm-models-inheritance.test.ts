// Asserts that models which extend others answer alike on every database: parents, grandparents and proxies.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  assertQueries,
  atomic,
  count,
  defineModels,
  F,
  f,
  Model,
  postDelete,
  postSave,
  QuerySet,
  ValidationError,
} from "#orm";
import { databaseCases, withModels } from "./databases.ts";

class Town extends Model("mti.Town", () => Town, {
  name: f.char({ maxLength: 30 }),
  places: f.reverse(() => Place, "town"),
}) {}
class Place extends Model(
  "mti.Place",
  () => Place,
  {
    name: f.char({ maxLength: 30, unique: true }),
    seats: f.integer({ default: 0 }),
    town: f.foreignKey(() => Town, { null: true, relatedName: "places" }),
    tags: f.manyToMany(() => Tag, { relatedName: "places" }),
    reviews: f.reverse(() => Review, "place"),
    restaurant: f.reverseOne(() => Restaurant, "placePtr"),
  },
  { ordering: ["name"] },
) {
  get label() {
    return `${this.name} (${this.seats})`;
  }
}
class Restaurant extends Model(
  "mti.Restaurant",
  () => Restaurant,
  {
    pizza: f.boolean({ default: false }),
    stars: f.integer({ default: 0 }),
    chef: f.foreignKey(() => Chef, { null: true, relatedName: "restaurants" }),
  },
  { parent: Place },
) {
  override get label() {
    return `${super.label}*${this.stars}`;
  }
}
class Bistro extends Model("mti.Bistro", () => Bistro, { wine: f.char({ maxLength: 20 }) }, { parent: Restaurant }) {}
class Chef extends Model("mti.Chef", () => Chef, {
  name: f.char({ maxLength: 30 }),
  restaurants: f.reverse(() => Restaurant, "chef"),
  favourite: f.foreignKey(() => Restaurant, { null: true, onDelete: "setNull" }),
}) {}
class Tag extends Model("mti.Tag", () => Tag, {
  name: f.char({ maxLength: 30 }),
  places: f.reverse(() => Place, "tags"),
}) {}
class Review extends Model("mti.Review", () => Review, {
  place: f.foreignKey(() => Place, { relatedName: "reviews" }),
  text: f.char({ maxLength: 30 }),
}) {}
class BigPlaceQuerySet extends QuerySet<BigPlace> {
  big() {
    return this.filter({ seats__gte: 50 });
  }
}
class BigPlace extends Model("mti.BigPlace", () => BigPlace, {}, { parent: Place, proxy: true, ordering: ["-seats"] }) {
  static override readonly objects = new BigPlaceQuerySet(this);
  get shout() {
    return this.name.toUpperCase();
  }
}
const models = [Town, Tag, Place, Chef, Restaurant, Bistro, Review, BigPlace];
defineModels({ Town, Place, Restaurant, Bistro, Chef, Tag, Review, BigPlace });

async function fill(): Promise<void> {
  const [lyon, nice] = await Town.objects.bulkCreate([{ name: "Lyon" }, { name: "Nice" }]);
  const [anna] = await Chef.objects.bulkCreate([{ name: "Anna" }]);
  await Place.objects.create({ name: "Park", seats: 10, town: lyon! });
  const roma = await Restaurant.objects.create({
    name: "Roma",
    seats: 60,
    town: nice!,
    pizza: true,
    stars: 1,
    chef: anna!,
  });
  await Restaurant.objects.create({ name: "Olive", seats: 30, town: lyon! });
  const coin = await Bistro.objects.create({ name: "Coin", seats: 20, stars: 2, wine: "red" });
  const [old, new_] = await Tag.objects.bulkCreate([{ name: "old" }, { name: "new" }]);
  await roma.tags.add(old!, new_!);
  await coin.tags.add(old!);
  await Review.objects.bulkCreate([
    { place: roma, text: "good" },
    { place: coin, text: "fine" },
    { place: coin, text: "dear" },
  ]);
}

const names = async (rows: PromiseLike<readonly { name: string }[]>): Promise<string[]> =>
  (await rows).map((row) => row.name);

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];

const reads: readonly Case[] = [
  ["the parent has all rows", () => names(Place.objects.all()), ["Coin", "Olive", "Park", "Roma"]],
  ["the child has its own, in the parent's order", () => names(Restaurant.objects.all()), ["Coin", "Olive", "Roma"]],
  ["a grandchild has its own", () => names(Bistro.objects.all()), ["Coin"]],
  [
    "an instance has the values of all tables",
    async () => {
      const coin = await Bistro.objects.get();
      return [coin.name, coin.seats, coin.stars, coin.pizza, coin.wine, coin.label, coin.id === coin.pk];
    },
    ["Coin", 20, 2, false, "red", "Coin (20)*2", true],
  ],
  [
    "an instance is one of its parents' classes too",
    async () => {
      const coin = await Bistro.objects.get();
      return [coin instanceof Restaurant, coin instanceof Place];
    },
    [true, true],
  ],
  ["filter by the parent's field", () => names(Restaurant.objects.filter({ seats__gt: 25 })), ["Olive", "Roma"]],
  ["filter by both", () => names(Restaurant.objects.filter({ seats__gt: 25, pizza: true })), ["Roma"]],
  ["filter a grandchild by its root's field", () => names(Bistro.objects.filter({ name: "Coin" })), ["Coin"]],
  ["filter by the key", async () => (await Bistro.objects.filter({ pk__gt: 0, id__gt: 0 })).length, 1],
  ["over the parent's foreign key", () => names(Restaurant.objects.filter({ town__name: "Lyon" })), ["Olive"]],
  ["by the parent's key column", () => Restaurant.objects.filter({ townId__isnull: true }).count(), 1],
  ["over the parent's many to many", () => names(Restaurant.objects.filter({ tags__name: "old" })), ["Coin", "Roma"]],
  ["over the parent's reverse relation", () => names(Bistro.objects.filter({ reviews__text: "dear" })), ["Coin"]],
  [
    "exclude over the parent's reverse",
    () => names(Restaurant.objects.exclude({ reviews__text: "fine" })),
    ["Olive", "Roma"],
  ],
  ["exclude over the parent's many", () => names(Restaurant.objects.exclude({ tags__name: "old" })), ["Olive"]],
  ["from the parent to the child's field", () => names(Place.objects.filter({ restaurant__pizza: true })), ["Roma"]],
  ["the parent without a child", () => names(Place.objects.filter({ restaurant__isnull: true })), ["Park"]],
  [
    "from afar to the parent's field of a child",
    () => Chef.objects.filter({ restaurants__name: "Roma" }).values("name", "restaurants__seats"),
    [{ name: "Anna", restaurants__seats: 60 }],
  ],
  [
    "values of all tables",
    () => Bistro.objects.values("name", "stars", "wine", "town__name"),
    [{ name: "Coin", stars: 2, wine: "red", town__name: null }],
  ],
  ["order by the parent's field", () => names(Restaurant.objects.orderBy("-seats")), ["Roma", "Olive", "Coin"]],
  [
    "expressions over both",
    () => names(Restaurant.objects.filter({ seats__gt: F("stars").mul(20) as never })),
    ["Olive", "Roma"],
  ],
  [
    "aggregates over both",
    () =>
      Restaurant.objects
        .annotate({ n: count("reviews") })
        .orderBy("name")
        .valuesList("name", "n"),
    [
      ["Coin", 2],
      ["Olive", 0],
      ["Roma", 1],
    ],
  ],
  ["count", () => Restaurant.objects.filter({ seats__lt: 50 }).count(), 2],
  ["exists", () => Bistro.objects.filter({ seats: 20 }).exists(), true],
  [
    "only",
    async () => (await Restaurant.objects.only("stars").orderBy("-stars").first())?.deferredFields(),
    ["name", "seats", "town", "pizza", "chef"],
  ],
  ["first by the key", async () => (await Restaurant.objects.orderBy("pk").first())?.name, "Roma"],
  [
    "the child of a parent is loaded for its siblings",
    () =>
      assertQueries(2, async () => {
        const found = [];
        for (const place of await Place.objects.all()) found.push((await place.restaurant)?.stars ?? null);
        return found;
      }),
    [2, 0, null, 1],
  ],
  [
    "selectRelated of the child",
    () =>
      assertQueries(1, async () => {
        const places = await Place.objects.selectRelated("restaurant").orderBy("name");
        return places.map((place) => [place.restaurant?.name ?? null, place.restaurant?.stars ?? null]);
      }),
    [
      ["Coin", 2],
      ["Olive", 0],
      [null, null],
      ["Roma", 1],
    ],
  ],
  [
    "selectRelated of a child with the parent's values, and of the parent's relation",
    async () => {
      const rows = await Restaurant.objects.selectRelated("town", "chef").filter({ name: "Roma" });
      return rows.map((each) => [each.town?.name, each.chef?.name]);
    },
    [["Nice", "Anna"]],
  ],
  [
    "prefetchRelated of the parent's relations",
    async () => {
      const rows = await Restaurant.objects.prefetchRelated("reviews", "tags").orderBy("name");
      return rows.map((each) => [each.reviews.items.length, each.tags.items.length]);
    },
    [
      [2, 1],
      [0, 0],
      [1, 2],
    ],
  ],
  [
    "the parent of a child",
    async () => {
      const coin = await Bistro.objects.get();
      const parent = await (coin as unknown as { restaurantPtr: Promise<Restaurant> }).restaurantPtr;
      return [parent.constructor === Restaurant, parent.name, parent.pk === coin.pk];
    },
    [true, "Coin", true],
  ],
  ["a query of keys", () => names(Place.objects.filter({ pk__in: Bistro.objects.all().flat("pk") })), ["Coin"]],
  ["a relation to a child", () => Chef.objects.filter({ favourite__isnull: true }).count(), 1],
  ["a proxy has the rows in its own order", () => names(BigPlace.objects.all()), ["Roma", "Olive", "Coin", "Park"]],
  ["a proxy has its own query set", () => names(BigPlace.objects.big()), ["Roma"]],
  [
    "a proxy's rows are of its class",
    async () => {
      const place = await BigPlace.objects.big().get();
      return [place.shout, place.label, place instanceof BigPlace, place instanceof Place];
    },
    ["ROMA", "Roma (60)", true, true],
  ],
  ["over a relation of a proxy", () => names(BigPlace.objects.filter({ town__name: "Nice" })), ["Roma"]],
  [
    "a proxy equals what it stands for",
    async () => (await BigPlace.objects.big().get()).equals(await Place.objects.get({ name: "Roma" })),
    true,
  ],
];

const writes: readonly Case[] = [
  [
    "saving writes the table of what changed alone",
    async () => {
      const coin = await Bistro.objects.get();
      coin.seats = 21;
      await assertQueries(1, () => coin.save());
      coin.wine = "white";
      await assertQueries(1, () => coin.save());
      coin.name = "Angle";
      coin.stars = 3;
      await coin.save();
      await coin.save({ updateFields: ["pizza", "seats"] });
      return [
        await Place.objects.filter({ name: "Angle" }).flat("seats"),
        await Bistro.objects.valuesList("stars", "wine"),
      ];
    },
    [[21], [[3, "white"]]],
  ],
  [
    "a child that is saved anew",
    async () => {
      const place = new Bistro({ name: "Neu", wine: "rosé" });
      const before = place.isNew;
      await place.save();
      return [before, place.isNew, place.pk === place.id, (await Bistro.objects.get({ pk: place.pk })).name];
    },
    [true, false, true, "Neu"],
  ],
  [
    "a child for a parent that is there",
    async () => {
      const park = await Place.objects.get({ name: "Park" });
      const child = new Restaurant({ id: park.id, name: park.name, seats: park.seats, stars: 5 });
      await child.save();
      return [await Place.objects.count(), await Restaurant.objects.filter({ name: "Park" }).flat("stars")];
    },
    [4, [5]],
  ],
  [
    "deleting a child deletes its parents, and what points at these",
    async () => {
      const coin = await Bistro.objects.get();
      const { byModel } = await coin.delete();
      return [byModel, await Place.objects.count(), await Review.objects.count()];
    },
    [{ "mti.Bistro": 1, "mti.Restaurant": 1, "mti.Place": 1, "mti.Review": 2 }, 3, 1],
  ],
  [
    "deleting a parent deletes its children",
    async () => {
      await Place.objects.filter({ name__in: ["Coin", "Roma"] }).delete();
      return [await names(Restaurant.objects.all()), await Bistro.objects.count(), await Place.objects.count()];
    },
    [["Olive"], 0, 2],
  ],
  [
    "deleting by a query of the child",
    async () => {
      const { total } = await Restaurant.objects.filter({ seats__lt: 40 }).delete();
      return [total, await names(Place.objects.all())];
    },
    [7, ["Park", "Roma"]],
  ],
  [
    "a relation to a deleted child is set to null",
    async () => {
      const roma = await Restaurant.objects.get({ name: "Roma" });
      await Chef.objects.update({ favourite: roma });
      await (await Place.objects.get({ name: "Roma" })).delete();
      return Chef.objects.flat("favourite");
    },
    [null],
  ],
  [
    "update of all tables",
    async () => {
      const n = await Restaurant.objects
        .filter({ seats__lt: 50 })
        .update({ seats: 99, stars: Restaurant.F("stars").add(1) });
      return [n, await Restaurant.objects.valuesList("name", "seats", "stars")];
    },
    [
      2,
      [
        ["Coin", 99, 3],
        ["Olive", 99, 1],
        ["Roma", 60, 1],
      ],
    ],
  ],
  [
    "update of the parent's table alone",
    async () => {
      await Bistro.objects.update({ seats: Bistro.F("seats").mul(2) });
      return Place.objects.filter({ name: "Coin" }).flat("seats");
    },
    [40],
  ],
  [
    "update of the own table by a condition on the parent's",
    async () => {
      await Restaurant.objects.filter({ town__name: "Lyon" }).update({ pizza: true });
      return names(Restaurant.objects.filter({ pizza: true }));
    },
    ["Olive", "Roma"],
  ],
  [
    "bulkCreate",
    async () => {
      const made = await Bistro.objects.bulkCreate([
        { name: "A", wine: "a", seats: 1 },
        { name: "B", wine: "b", stars: 9 },
      ]);
      const keys = made.map((each) => each.pk);
      const rows = await Bistro.objects.filter({ pk__in: keys }).valuesList("name", "wine", "seats", "stars");
      return [made.every((each) => !each.isNew), rows];
    },
    [
      true,
      [
        ["A", "a", 1, 0],
        ["B", "b", 0, 9],
      ],
    ],
  ],
  [
    "bulkUpdate",
    async () => {
      const all = await Restaurant.objects.all();
      for (const each of all) {
        each.seats += 1;
        each.stars += 1;
      }
      const n = await Restaurant.objects.bulkUpdate(all, ["seats", "stars"]);
      return [n, await Restaurant.objects.valuesList("seats", "stars")];
    },
    [
      3,
      [
        [21, 3],
        [31, 1],
        [61, 2],
      ],
    ],
  ],
  [
    "refresh",
    async () => {
      const coin = await Bistro.objects.get();
      await Place.objects.filter({ pk: coin.pk }).update({ seats: 77 });
      await coin.refresh();
      return coin.seats;
    },
    77,
  ],
  [
    "getOrCreate and updateOrCreate",
    async () => {
      const [first, made] = await Restaurant.objects.getOrCreate({ name: "Neu" }, { stars: 4 });
      const [second, again] = await Restaurant.objects.updateOrCreate({ name: "Neu" }, { seats: 8, stars: 5 });
      return [
        made,
        again,
        first.equals(second),
        second.stars,
        await Place.objects.filter({ name: "Neu" }).flat("seats"),
      ];
    },
    [true, false, true, 5, [8]],
  ],
  [
    "uniqueness is that of the parent's table",
    async () => {
      const twice = new Restaurant({ name: "Park" });
      return twice.fullClean().then(
        () => "clean",
        (error: unknown) => error instanceof ValidationError && Object.keys(error.faults),
      );
    },
    ["name"],
  ],
  [
    "signals name the model that was saved",
    async () => {
      const seen: string[] = [];
      const ends = [
        postSave.connect(({ instance }) => void seen.push(`saved ${instance.constructor.name}`), { model: Bistro }),
        postDelete.connect(() => void seen.push("deleted place"), { model: Place }),
      ];
      try {
        const made = await Bistro.objects.create({ name: "S", wine: "s" });
        await made.delete();
      } finally {
        for (const end of ends) end();
      }
      return seen;
    },
    ["saved Bistro", "deleted place"],
  ],
  [
    "a proxy is saved, changed and deleted as what it stands for",
    async () => {
      const made = await BigPlace.objects.create({ name: "Hall", seats: 500 });
      made.seats = 600;
      await made.save();
      const seats = await Place.objects.filter({ name: "Hall" }).flat("seats");
      const { byModel } = await made.delete();
      return [seats, byModel, await BigPlace.objects.count()];
    },
    [[600], { "mti.Place": 1 }, 4],
  ],
  [
    "deleting through a proxy deletes the children",
    async () => {
      await BigPlace.objects.filter({ name: "Coin" }).delete();
      return Bistro.objects.count();
    },
    0,
  ],
];

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, models, fill);
    for (const [name, read, answer] of reads)
      test(`reads: ${name}`, async () => assert.deepEqual(await read(), answer));
    for (const [name, write, answer] of writes)
      test(`writes: ${name}`, async () => assert.deepEqual(await atomic(write, { rollback: true }), answer));
  });
}
