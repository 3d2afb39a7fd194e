// Asserts on every database what models can do beside queries: managers, constraints, neighbours, links, own fields.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  atomic,
  check,
  connection,
  defineModels,
  F,
  f,
  lower,
  Mixin,
  Model,
  Q,
  QuerySet,
  UniqueViolation,
  unique,
  ValidationError,
} from "#orm";
import { databaseCases, withModels } from "./databases.ts";

/** An amount of money, kept in cents. */
class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
}
const money = <const O extends { readonly null?: boolean; readonly default?: () => Money }>(options: O) =>
  f.custom({
    ...options,
    type: { kind: "integer" },
    lookups: "number",
    converter: { toDatabase: (value: Money) => value.cents, fromDatabase: (cents: number) => new Money(cents) },
    check: (value: Money) => (value.cents < 0 ? "Nobody owes." : undefined),
  });

const where = <Lookups extends object>(lookups: Lookups) => new Q({ kind: "where", where: lookups as never });

class Owned extends Mixin({
  owner: f.foreignKey(() => Writer, { null: true, relatedName: "{model}sOwned", limitChoicesTo: { name__ne: "Cleo" } }),
}) {}
class Pen extends Model(
  "mf.Pen",
  () => Pen,
  { colour: f.char({ maxLength: 10 }) },
  {
    mixins: [Owned],
    constraints: [
      unique("mf_pen_colour", [], { expressions: [lower("colour")] }),
      unique("mf_pen_covered", ["owner", "colour"], { include: ["id"] }),
    ],
  },
) {}

class LiveQuerySet extends QuerySet<Post> {
  long() {
    return this.filter({ words__gte: 100 });
  }
}
class Post extends Model(
  "mf.Post",
  () => Post,
  {
    title: f.char({ maxLength: 30, uniqueForMonth: "day" }),
    words: f.integer({ default: 0 }),
    day: f.dateTime(),
    live: f.boolean({ default: true }),
    author: f.foreignKey(() => Writer, { relatedName: "posts" }),
    slot: f.integer({ null: true }),
    fee: money({ default: () => new Money(0) }),
    tip: money({ null: true }),
  },
  {
    constraints: [
      check("mf_words", where({ words__gte: 0, words__lt: 1000 }), { message: "That is no number of words." }),
      check("mf_slot", where({ slot__gt: F("words") })),
      unique("mf_slot_once", ["slot"], { where: where({ live: true, words__gt: 10 }) }),
    ],
    ordering: ["day"],
  },
) {
  static override readonly objects = new LiveQuerySet(this).filter({ live: true });
  static readonly everything = new LiveQuerySet(this);
}
class Writer extends Model("mf.Writer", () => Writer, {
  name: f.char({ maxLength: 30 }),
  posts: f.reverse(() => Post, "author"),
  pensOwned: f.reverse(() => Pen, "owner"),
  friends: f.manyToMany(() => Writer, { symmetrical: true }),
  clubs: f.manyToMany(() => Club, { relatedName: "writers", through: () => Membership }),
}) {}
class Club extends Model("mf.Club", () => Club, {
  name: f.char({ maxLength: 30 }),
  writers: f.reverse(() => Writer, "clubs"),
}) {}
class Membership extends Model("mf.Membership", () => Membership, {
  writer: f.foreignKey(() => Writer),
  club: f.foreignKey(() => Club),
  role: f.char({ maxLength: 10, default: "member" }),
}) {}
const models = [Writer, Club, Membership, Post, Pen];
defineModels({ Writer, Club, Membership, Post, Pen });

const at = (day: string): Date => new Date(`${day}T12:00:00Z`);

async function fill(): Promise<void> {
  const [ann, bob] = await Writer.objects.bulkCreate([{ name: "Ann" }, { name: "Bob" }, { name: "Cleo" }]);
  await Club.objects.bulkCreate([{ name: "Chess" }, { name: "Go" }]);
  await Post.everything.bulkCreate([
    { title: "one", words: 50, day: at("2026-01-05"), author: ann!, slot: 60 },
    { title: "two", words: 500, day: at("2026-01-06"), author: ann! },
    { title: "three", words: 500, day: at("2026-01-06"), author: bob!, fee: new Money(250), tip: new Money(5) },
    { title: "draft", words: 5, day: at("2026-02-01"), author: ann!, live: false },
  ]);
}

const titles = async (rows: PromiseLike<readonly { title: string }[]>): Promise<string[]> =>
  (await rows).map((row) => row.title);
const faultsOf = (instance: { fullClean(): Promise<void> }): Promise<unknown> =>
  instance.fullClean().then(
    () => "clean",
    (error: unknown) => (error instanceof ValidationError ? error.faults : error),
  );
const postOf = async (values: Partial<ConstructorParameters<typeof Post>[0]> & object): Promise<Post> =>
  new Post({ title: "x", day: at("2026-05-01"), author: (await Writer.objects.first())!, ...values });

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];

const cases: readonly Case[] = [
  ["the manager has a filter of its own", () => titles(Post.objects.all()), ["one", "two", "three"]],
  ["another manager has none", () => Post.everything.count(), 4],
  ["methods of the query set follow the filter", () => titles(Post.objects.long()), ["two", "three"]],
  [
    "related rows come through the manager",
    async () => titles((await Writer.objects.get({ name: "Ann" })).posts.all()),
    ["one", "two"],
  ],
  [
    "the manager of related rows has its methods",
    async () => titles((await Writer.objects.get({ name: "Ann" })).posts.long()),
    ["two"],
  ],
  [
    "an instance that the manager hides is saved and read again",
    async () => {
      const draft = await Post.everything.get({ title: "draft" });
      draft.words = 6;
      await draft.save();
      await draft.refresh();
      return draft.words;
    },
    6,
  ],
  ["values that satisfy the constraints", async () => faultsOf(await postOf({ words: 3, slot: 4 })), "clean"],
  ["null satisfies a constraint", async () => faultsOf(await postOf({ words: 3 })), "clean"],
  [
    "a violated constraint has its own text",
    async () => faultsOf(await postOf({ words: 1000 })),
    { "": ["That is no number of words."] },
  ],
  [
    "a constraint between fields",
    async () => faultsOf(await postOf({ words: 30, slot: 20 })),
    { "": ['The constraint "mf_slot" is violated.'] },
  ],
  [
    "unique where a condition holds",
    async () => [
      await faultsOf(await postOf({ words: 20, slot: 60 })),
      await faultsOf(await postOf({ words: 20, slot: 60, live: false })),
      await faultsOf(await postOf({ words: 10, slot: 60 })),
    ],
    [{ "": ["Another post has this slot already."] }, "clean", "clean"],
  ],
  [
    "unique for a month",
    async () => [
      await faultsOf(await postOf({ title: "one", day: at("2026-01-31") })),
      await faultsOf(await postOf({ title: "one", day: at("2026-02-01") })),
      await faultsOf(await Post.objects.get({ title: "one" })),
    ],
    [{ title: ["Another post has this title in the same month of its day already."] }, "clean", "clean"],
  ],
  [
    "the next and the previous row",
    async () => {
      const two = await Post.objects.get({ title: "two" });
      const three = await two.findNext("day");
      return [three?.title, (await three?.findNext("day"))?.title, (await two.findPrevious("day"))?.title];
    },
    ["three", "draft", "one"],
  ],
  [
    "the next row among some",
    async () => {
      const three = await Post.objects.get({ title: "three" });
      return [await three.findNext("day", Post.q({ live: true })), (await three.findPrevious("words"))?.title];
    },
    [null, "two"],
  ],
  [
    "a relation of a mixin has another name for each model",
    async () => {
      const [ann] = await Writer.objects.filter({ name: "Ann" });
      await Pen.objects.create({ colour: "red", owner: ann! });
      return Writer.objects.filter({ pensOwned__colour: "red" }).flat("name");
    },
    ["Ann"],
  ],
  [
    "only some rows may be chosen",
    async () => {
      const [ann, , cleo] = (await Writer.objects.orderBy("name")) as [Writer, Writer, Writer];
      return [
        await faultsOf(new Pen({ colour: "x", owner: ann })),
        await faultsOf(new Pen({ colour: "x", owner: cleo })),
      ];
    },
    ["clean", { owner: ["3 is not one of the choices."] }],
  ],
  [
    "an expression is unique, where the database has indexes of expressions",
    async () => {
      await Pen.objects.create({ colour: "Blue" });
      const second = atomic(() => Pen.objects.create({ colour: "bLUE" }));
      return second.then(
        () => connection().dialect.name === "mysql",
        (error: unknown) => error instanceof UniqueViolation,
      );
    },
    true,
  ],
  [
    "a symmetrical link goes both ways",
    async () => {
      const [ann, bob, cleo] = (await Writer.objects.orderBy("name")) as [Writer, Writer, Writer];
      await ann.friends.add(bob, cleo);
      const both = [await bob.friends.count(), await cleo.friends.flat("name"), await ann.friends.count()];
      await bob.friends.remove(ann);
      const after_ = [await bob.friends.count(), await ann.friends.flat("name")];
      await cleo.friends.clear();
      return [both, after_, await ann.friends.count()];
    },
    [[1, ["Ann"], 2], [0, ["Cleo"]], 0],
  ],
  [
    "links through a model have its defaults, or values of their own",
    async () => {
      const ann = await Writer.objects.get({ name: "Ann" });
      const [chess, go] = (await Club.objects.orderBy("name")) as [Club, Club];
      await ann.clubs.add(chess);
      await ann.clubs.link([chess, go], { role: "boss" });
      const roles = await Membership.objects.orderBy("club__name").valuesList("club__name", "role");
      await ann.clubs.set([go]);
      return [roles, await ann.clubs.flat("name"), await Membership.objects.flat("role")];
    },
    [
      [
        ["Chess", "member"],
        ["Go", "boss"],
      ],
      ["Go"],
      ["boss"],
    ],
  ],
  [
    "a field of one's own",
    async () => {
      const three = await Post.objects.get({ fee: new Money(250), fee__gt: new Money(1) });
      const before = [three.fee instanceof Money, three.fee.cents, three.tip?.cents, three.changedFields()];
      three.fee = new Money(300);
      const changed = three.changedFields();
      await three.save();
      return [before, changed, (await Post.objects.values("fee").get({ title: "three" })).fee, await faultsOf(three)];
    },
    [[true, 250, 5, []], ["fee"], new Money(300), "clean"],
  ],
  [
    "a field of one's own is checked",
    async () => faultsOf(await postOf({ fee: new Money(-1) })),
    { fee: ["Nobody owes."] },
  ],
  [
    "a field of one's own may be null, and has a default",
    async () => {
      const made = await (await postOf({})).save();
      return [made.tip, made.fee.cents, await Post.objects.filter({ tip__isnull: true }).count()];
    },
    [null, 0, 3],
  ],
];

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, models, fill);
    for (const [name, run, answer] of cases)
      test(name, async () => assert.deepEqual(await atomic(run, { rollback: true }), answer));
  });
}
