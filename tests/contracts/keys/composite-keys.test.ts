// Asserts on every database what models with primary keys of several fields can do.
// Over 600 lines: one table of cases, each a name, a call and its answer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  atomic,
  captureQueries,
  connection,
  count,
  type Database,
  defineModels,
  exists,
  F,
  f,
  Model,
  max,
  outerRef,
  over,
  rowNumber,
  subquery,
  UniqueViolation,
  type ValidationError,
} from "#orm";
import { dumpData } from "../../../src/migrations/data/dump-data.ts";
import { pickModels } from "../../../src/migrations/data/fixture-models.ts";
import { loadData } from "../../../src/migrations/data/load-data.ts";
import { temporal } from "../../../src/orm/temporal.ts";
import { databaseCases, withModels } from "../databases.ts";

class Book extends Model("mk.Book", () => Book, {
  title: f.char({ maxLength: 30 }),
  tags: f.manyToMany(() => Tag, { relatedName: "books", through: () => Labelling }),
  labellings: f.reverse(() => Labelling, "book"),
}) {}
class Tag extends Model("mk.Tag", () => Tag, {
  code: f.char({ maxLength: 10, primaryKey: true }),
  books: f.reverse(() => Book, "tags"),
  labellings: f.reverse(() => Labelling, "tag"),
}) {}
class Labelling extends Model(
  "mk.Labelling",
  () => Labelling,
  {
    book: f.foreignKey(() => Book, { relatedName: "labellings" }),
    tag: f.foreignKey(() => Tag, { relatedName: "labellings" }),
    weight: f.integer({ default: 1 }),
    note: f.char({ maxLength: 30, null: true }),
  },
  { primaryKey: ["book", "tag"] },
) {}
class Visit extends Model(
  "mk.Visit",
  () => Visit,
  {
    day: f.date(),
    room: f.char({ maxLength: 10, column: "room_no" }),
    guests: f.bigInt({ default: 0n }),
    code: f.uuid({ unique: true }),
    remarks: f.reverse(() => Remark, "visit"),
  },
  { primaryKey: ["room", "day"], ordering: ["-pk"] },
) {}
class Remark extends Model("mk.Remark", () => Remark, {
  text: f.char({ maxLength: 30 }),
  visit: f.foreignKey(() => Visit, { relatedName: "remarks", toField: "code", null: true }),
}) {}

const models = [Book, Tag, Labelling, Visit, Remark];
defineModels({ Book, Tag, Labelling, Visit, Remark });

const day = (text: string) => temporal().PlainDate.from(text);
const uuid = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;

async function fill(): Promise<void> {
  const [emma, dune, loot] = await Book.objects.bulkCreate([{ title: "Emma" }, { title: "Dune" }, { title: "Loot" }]);
  await Tag.objects.bulkCreate([{ code: "a" }, { code: "b" }, { code: "c,d" }]);
  await Labelling.objects.bulkCreate([
    { book: emma!, tag: "a", weight: 1 },
    { book: emma!, tag: "b", weight: 2, note: "x" },
    { book: dune!, tag: "a", weight: 3 },
    { book: loot!, tag: "c,d", weight: 4 },
  ]);
  await Visit.objects.bulkCreate([
    { room: "x", day: day("2026-01-01"), guests: 3n, code: uuid(1) },
    { room: "x", day: day("2026-01-02"), guests: 4n, code: uuid(2) },
    { room: "y", day: day("2026-01-01"), guests: 9_007_199_254_740_993n, code: uuid(3) },
  ]);
  await Remark.objects.bulkCreate([
    { text: "fine", visit: uuid(1) },
    { text: "loud", visit: uuid(1) },
    { text: "none" },
  ]);
}

const books = async (...titles: string[]): Promise<number[]> => {
  const rows = await Book.objects.filter({ title__in: titles });
  return titles.map((title) => rows.find((row) => row.title === title)!.id);
};
const ids = async (rows: PromiseLike<readonly Labelling[]>): Promise<string[]> =>
  (await rows).map((row) => `${row.weight}`).sort();
const visits = async (rows: PromiseLike<readonly Visit[]>): Promise<string[]> =>
  (await rows).map((row) => `${row.room}${row.day.day}`);
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

const cases: readonly Case[] = [
  [
    "pk is the tuple of the fields",
    async () => {
      const [emma] = await books("Emma");
      const { pk } = await Labelling.objects.get({ pk: [emma!, "b"] });
      return [pk[0] === emma, pk[1], Object.isFrozen(pk)];
    },
    [true, "b", true],
  ],
  ["a new instance has no key before all parts are there", async () => new Labelling({ tag: "a" }).pk, null],
  ["an instance is shown with its key", async () => String(await Visit.objects.first()), "Visit(y, 2026-01-01)"],
  ["filter by the key", async () => ids(Labelling.objects.filter({ pk: [(await books("Dune"))[0]!, "a"] })), ["3"]],
  [
    "filter by an instance",
    async () => ids(Labelling.objects.filter({ pk: (await Labelling.objects.get({ weight: 4 })) as never })),
    ["4"],
  ],
  [
    "exclude by the key",
    async () => ids(Labelling.objects.exclude({ pk: [(await books("Dune"))[0]!, "a"] })),
    ["1", "2", "4"],
  ],
  [
    "the key is not equal",
    async () => ids(Labelling.objects.filter({ pk__ne: [(await books("Dune"))[0]!, "a"] })),
    ["1", "2", "4"],
  ],
  [
    "keys in a list, also of other lengths",
    async () => {
      const [emma, loot] = await books("Emma", "Loot");
      return [
        await ids(
          Labelling.objects.filter({
            pk__in: [
              [emma!, "a"],
              [loot!, "c,d"],
              [loot!, "a"],
            ],
          }),
        ),
        await ids(Labelling.objects.filter({ pk__in: [[emma!, "b"]] })),
        await ids(Labelling.objects.filter({ pk__in: [] })),
      ];
    },
    [["1", "4"], ["2"], []],
  ],
  [
    "two lists of keys in one query",
    async () => {
      const [emma, dune] = await books("Emma", "Dune");
      return ids(
        Labelling.objects
          .filter({
            pk__in: [
              [emma!, "a"],
              [emma!, "b"],
              [dune!, "a"],
            ],
            weight__in: [1, 3],
          })
          .exclude({ pk__in: [[emma!, "a"]] }),
      );
    },
    ["3"],
  ],
  [
    "more keys than a statement has parameters",
    async () => {
      const [emma] = await books("Emma");
      const many = Array.from({ length: 40_000 }, (_, i): [number, string] => [1_000_000 + i, `x${i}`]);
      return ids(Labelling.objects.filter({ pk__in: [...many, [emma!, "b"]] }));
    },
    ["2"],
  ],
  [
    "keys in a query",
    () => ids(Labelling.objects.filter({ pk__in: Labelling.objects.filter({ weight__gt: 2 }).flat("pk") })),
    ["3", "4"],
  ],
  [
    "a key of dates, texts and great numbers",
    () =>
      visits(
        Visit.objects.filter({
          pk__in: [
            ["x", day("2026-01-02")],
            ["y", day("2026-01-01")],
          ],
        }),
      ),
    ["y1", "x2"],
  ],
  ["keys that are greater", () => visits(Visit.objects.filter({ pk__gt: ["x", day("2026-01-01")] })), ["y1", "x2"]],
  [
    "keys that are less or equal",
    () => visits(Visit.objects.filter({ pk__lte: ["x", day("2026-01-02")] })),
    ["x2", "x1"],
  ],
  [
    "keys in a range",
    () =>
      visits(
        Visit.objects.filter({
          pk__range: [
            ["x", day("2026-01-02")],
            ["y", day("2026-01-01")],
          ],
        }),
      ),
    ["y1", "x2"],
  ],
  [
    "the key of the query around",
    () =>
      visits(
        Visit.objects.filter(exists(Visit.objects.filter({ pk: outerRef("pk"), guests__gt: 3n }) as never) as never),
      ),
    ["y1", "x2"],
  ],
  [
    "a query of one key",
    () => visits(Visit.objects.filter({ pk: subquery(Visit.objects.filter({ guests: 4n }).flat("pk")) as never })),
    ["x2"],
  ],
  ["ordered by the key", () => visits(Visit.objects.orderBy("pk")), ["x1", "x2", "y1"]],
  ["the model's order by the key", () => visits(Visit.objects.all()), ["y1", "x2", "x1"]],
  ["turned around", () => visits(Visit.objects.reverse()), ["x1", "x2", "y1"]],
  [
    "first and last",
    async () => [(await Labelling.objects.first())?.weight, (await Labelling.objects.last())?.weight],
    [1, 4],
  ],
  [
    "an order by the key tells all rows apart",
    async () => [
      Visit.objects.totallyOrdered,
      Visit.objects.orderBy("room", "day").totallyOrdered,
      Visit.objects.orderBy("room").totallyOrdered,
    ],
    [true, true, false],
  ],
  [
    "values of the key",
    async () => (await Visit.objects.values("pk", "guests")).map((row) => [String(row.pk), row.guests]),
    [
      ["y,2026-01-01", 9_007_199_254_740_993n],
      ["x,2026-01-02", 4n],
      ["x,2026-01-01", 3n],
    ],
  ],
  [
    "lists and bare values of the key",
    async () => [
      (await Visit.objects.valuesList("guests", "pk")).map(([guests, pk]) => [guests, ...pk].join()),
      (await Visit.objects.flat("pk")).map(([room, on]) => [room, on.day]),
    ],
    [
      ["9007199254740993,y,2026-01-01", "4,x,2026-01-02", "3,x,2026-01-01"],
      [
        ["y", 1],
        ["x", 2],
        ["x", 1],
      ],
    ],
  ],
  [
    "the key beyond a relation that is not there",
    async () =>
      (await Remark.objects.orderBy("text").values("text", "visit__pk")).map((row) => [
        row.text,
        row.visit__pk?.[0] ?? null,
      ]),
    [
      ["fine", "x"],
      ["loud", "x"],
      ["none", null],
    ],
  ],
  ["how many", () => Labelling.objects.count(), 4],
  [
    "count of the key",
    () => Labelling.objects.aggregate({ n: count("pk"), greatest: max("weight") }),
    { n: 4, greatest: 4 },
  ],
  [
    "count of keys over joins",
    async () => [
      await Book.objects
        .orderBy("id")
        .annotate({ n: count("labellings") })
        .flat("n" as never),
      await Book.objects.aggregate({
        n: count("tags__labellings__pk"),
        m: count("tags__labellings__pk", { distinct: true }),
      }),
    ],
    [[2, 1, 1], { n: 6, m: 4 }],
  ],
  [
    "count of keys of a slice",
    () =>
      Labelling.objects
        .orderBy("pk")
        .limit(3)
        .aggregate({ n: count("pk") }),
    { n: 3 },
  ],
  [
    "a group for each key",
    async () =>
      (
        await Book.objects
          .orderBy("id")
          .annotate({ n: count("tags") })
          .filter({ n__gt: 1 })
      ).map((row) => row.title),
    ["Emma"],
  ],
  [
    "annotated by an aggregate over a relation",
    async () => (await Visit.objects.annotate({ n: count("remarks") })).map((row) => [row.room, row.n]),
    [
      ["y", 0],
      ["x", 0],
      ["x", 2],
    ],
  ],
  [
    "values of the key, grouped",
    async () =>
      (
        await Labelling.objects
          .orderBy("pk")
          .values("pk")
          .annotate({ n: count("note") })
      ).map((row) => [row.pk[1], row.n]),
    [
      ["a", 0],
      ["b", 1],
      ["a", 0],
      ["c,d", 0],
    ],
  ],
  [
    "windows over the key",
    async () =>
      (
        await Visit.objects.orderBy("pk").annotate({
          place: over(rowNumber(), { orderBy: ["-pk"] }),
          alone: over(count(), { partitionBy: ["pk"] }),
        })
      ).map((row) => [row.place, row.alone]),
    [
      [3, 1],
      [2, 1],
      [1, 1],
    ],
  ],
  [
    "a union, ordered by the key",
    () =>
      visits(
        Visit.objects
          .filter({ room: "y" })
          .union(Visit.objects.filter({ guests: 3n }))
          .orderBy("pk"),
      ),
    ["x1", "y1"],
  ],
  ["equal rows once", () => visits(Visit.objects.distinct().orderBy("pk")), ["x1", "x2", "y1"]],
  ["contains", async () => Visit.objects.filter({ room: "x" }).contains((await Visit.objects.first())!), false],
  [
    "inBulk finds the keys by what they hold",
    async () => {
      const [emma, loot] = await books("Emma", "Loot");
      const found = await Labelling.objects.inBulk([
        [emma!, "b"],
        [loot!, "c,d"],
        [loot!, "b"],
      ]);
      return [found.size, found.get([emma!, "b"])?.weight, found.has([loot!, "c,d"]), found.has([loot!, "b"])];
    },
    [2, 2, true, false],
  ],
  [
    "get throws for none",
    () => messageOf(() => Labelling.objects.get({ pk: [-1, "a"] })),
    "ORM_DOES_NOT_EXIST: There is no Labelling that matches.",
  ],
  [
    "a row is saved, changed, refreshed and deleted",
    () =>
      undone(async () => {
        const [dune] = await books("Dune");
        const row = new Labelling({ book: dune!, tag: "b" });
        const wasNew = row.isNew;
        await row.save();
        row.note = "y";
        const changed = row.changedFields();
        const { queries } = await captureQueries(() => row.save());
        await Labelling.objects.filter({ pk: row.pk }).update({ weight: 9 });
        await row.refresh();
        const { total } = await row.delete();
        return [wasNew, changed, queries.length, row.weight, row.note, total, await Labelling.objects.count()];
      }),
    [true, ["note"], 1, 9, "y", 1, 4],
  ],
  [
    "a key given by hand updates the row that is there",
    () =>
      undone(async () => {
        const [dune] = await books("Dune");
        await new Labelling({ book: dune!, tag: "a", weight: 7 }).save();
        return [await Labelling.objects.count(), (await Labelling.objects.get({ pk: [dune!, "a"] })).weight];
      }),
    [4, 7],
  ],
  [
    "create refuses a key that is there",
    async () => {
      const [dune] = await books("Dune");
      return atomic(() => Labelling.objects.create({ book: dune!, tag: "a" })).catch(
        (error: unknown) => error instanceof UniqueViolation,
      );
    },
    true,
  ],
  [
    "a row that is gone is not updated",
    async () => messageOf(async () => new Labelling({ book: -1, tag: "a" }).save({ forceUpdate: true })),
    "ORM_NOT_UPDATED: There is no row of Labelling with the key -1,a to update.",
  ],
  [
    "assigning pk assigns the fields",
    async () => {
      const visit = new Visit({ pk: ["z", day("2026-02-01")] } as never);
      const [room] = visit.pk;
      return [room, visit.room, visit.day.month];
    },
    ["z", "z", 2],
  ],
  [
    "instances of equal keys are equal",
    async () => {
      const [one, other] = [await Visit.objects.first(), await Visit.objects.get({ guests: 9_007_199_254_740_993n })];
      return [one!.equals(other), one!.equals(await Visit.objects.last()), new Visit({ room: "y" }).equals(one)];
    },
    [true, false, false],
  ],
  [
    "getOrCreate and updateOrCreate by the key",
    () =>
      undone(async () => {
        const [loot] = await books("Loot");
        const [, first] = await Labelling.objects.getOrCreate({ pk: [loot!, "a"] }, { weight: 5 });
        const [again, second] = await Labelling.objects.getOrCreate({ pk: [loot!, "a"] });
        const [changed] = await Labelling.objects.updateOrCreate({ pk: [loot!, "a"] }, { weight: 6 });
        return [first, second, again.weight, changed.weight, changed.tagId];
      }),
    [true, false, 5, 6, "a"],
  ],
  [
    "rows are changed and deleted that a relation chooses",
    () =>
      undone(async () => {
        const changed = await Labelling.objects.filter({ book__title: "Emma" }).update({ weight: 0 });
        const { total } = await Labelling.objects.filter({ tag__books__title: "Dune" }).delete();
        return [changed, total, await ids(Labelling.objects.all())];
      }),
    [2, 2, ["0", "4"]],
  ],
  [
    "rows that a query of keys chooses are changed",
    () =>
      undone(async () => {
        const few = Visit.objects.filter({ guests__lt: 4n });
        return Visit.objects.filter({ pk__in: (await few).map((visit) => visit.pk) }).update({ guests: 0n });
      }),
    1,
  ],
  [
    "bulkUpdate finds the rows by all parts",
    () =>
      undone(async () => {
        const rows = await Labelling.objects.orderBy("pk");
        for (const row of rows) row.weight += 10;
        return [await Labelling.objects.bulkUpdate(rows, ["weight"]), await ids(Labelling.objects.all())];
      }),
    [4, ["11", "12", "13", "14"]],
  ],
  [
    "bulkUpdate refuses a part of the key",
    async () => messageOf(async () => Labelling.objects.bulkUpdate(await Labelling.objects.all(), ["tag"])),
    "ORM_KEY_CHANGED: bulkUpdate() finds the rows by their key, and cannot write tag, which is a part of it.",
  ],
  [
    "bulkCreate writes anew the rows whose keys clash",
    () =>
      undone(async () => {
        const [dune, loot] = await books("Dune", "Loot");
        await Labelling.objects.bulkCreate(
          [
            { book: dune!, tag: "a", weight: 30 },
            { book: loot!, tag: "a", weight: 40 },
          ],
          { updateFields: ["weight"], uniqueFields: ["pk"] },
        );
        await Labelling.objects.bulkCreate([{ book: dune!, tag: "a", weight: 50 }], { ignoreConflicts: true });
        return ids(Labelling.objects.all());
      }),
    ["1", "2", "30", "4", "40"],
  ],
  [
    "fullClean refuses a key that is there",
    async () => {
      const [dune] = await books("Dune");
      const fault = await new Labelling({ book: dune!, tag: "a" })
        .fullClean()
        .catch((error: unknown) => (error as ValidationError).faults);
      await (await Labelling.objects.get({ pk: [dune!, "a"] })).fullClean();
      await new Labelling({ book: dune!, tag: "b" }).fullClean();
      return fault;
    },
    { "": ["Another labelling has this book and tag already."] },
  ],
  [
    "rows are read in chunks",
    async () => {
      const seen: unknown[] = [];
      for await (const row of Visit.objects.orderBy("pk").iterator({ chunkSize: 2 })) seen.push(row.pk[0]);
      return seen;
    },
    ["x", "x", "y"],
  ],
  [
    "fields that were left out keep the key",
    async () => {
      const visit = await Visit.objects.only("guests").first();
      return [String(visit!.pk), (visit as Visit).deferredFields()];
    },
    ["y,2026-01-01", ["code"]],
  ],
  [
    "hand-written SQL makes instances",
    async () =>
      (await Visit.objects.raw`SELECT * FROM mk_visit WHERE room_no = ${"x"} ORDER BY 1, 2`).map((row) => row.pk[0]),
    ["x", "x"],
  ],
  [
    "hand-written SQL without a part of the key",
    () => messageOf(() => Visit.objects.raw`SELECT room_no FROM mk_visit`),
    'ORM_RAW_WITHOUT_KEY: The SQL of Visit.objects.raw does not select the primary key, "day".',
  ],
  [
    "neighbours",
    async () => {
      const [low] = await Visit.objects.orderBy("pk");
      return [(await low!.findNext("room"))?.day.day, await low!.findPrevious("room")];
    },
    [2, null],
  ],
  [
    "a common table expression",
    async () =>
      visits(
        Visit.objects
          .orderBy("pk")
          .limit(2)
          .asCte("low")
          .filter({ pk__gt: ["x", day("2026-01-01")] }),
      ),
    ["x2"],
  ],
  [
    "a lock",
    () => undone(() => visits(Visit.objects.selectForUpdate().filter({ pk: ["x", day("2026-01-01")] }))),
    ["x1"],
  ],
  [
    "relations of the rows are loaded together",
    async () => {
      const { queries } = await captureQueries(async () => {
        const rows = await Labelling.objects.orderBy("pk");
        for (const row of rows) await row.book;
      });
      return queries.length;
    },
    2,
  ],
  [
    "rows behind a relation",
    async () => {
      const { queries } = await captureQueries(async () => {
        for (const book of await Book.objects.orderBy("id")) for (const row of await book.labellings) assert.ok(row.pk);
      });
      const [emma] = await Book.objects.prefetchRelated("labellings__tag", "tags").orderBy("id");
      return [
        queries.length,
        emma!.labellings.items.map((row) => row.tagId),
        emma!.tags.items.map((tag) => tag.code).sort(),
      ];
    },
    [2, ["a", "b"], ["a", "b"]],
  ],
  [
    "selectRelated from such rows, and lookups back to them",
    async () => {
      const row = await Labelling.objects.selectRelated("book", "tag").get({ weight: 4 });
      const [loot] = await books("Loot");
      return [
        row.book.title,
        row.tag.code,
        await ids(Labelling.objects.filter({ book__labellings: [loot!, "c,d"] })),
        (await Book.objects.filter({ labellings__in: [row] })).map((book) => book.title),
        (await Book.objects.filter({ labellings__pk__in: [row.pk] })).map((book) => book.title),
        (await Book.objects.filter({ labellings__isnull: true })).length,
      ];
    },
    ["Loot", "c,d", ["4"], ["Loot"], ["Loot"], 0],
  ],
  [
    "links of a many-to-many relation",
    () =>
      undone(async () => {
        const dune = await Book.objects.get({ title: "Dune" });
        await dune.tags.add("b", "a");
        await dune.tags.link(["c,d"], { weight: 8 });
        const all = await ids(dune.labellings.all());
        await dune.tags.set(["b"]);
        const left = await ids(dune.labellings.all());
        await dune.tags.clear();
        return [all, left, await dune.labellings.count()];
      }),
    [["1", "3", "8"], ["1"], 0],
  ],
  [
    "rows go with what they point at",
    () =>
      undone(async () => {
        const emma = await Book.objects.get({ title: "Emma" });
        return emma.delete();
      }),
    { total: 3, byModel: { "mk.Labelling": 2, "mk.Book": 1 } },
  ],
  [
    "rows that point at a unique field of such a row go with it",
    () => undone(async () => (await Visit.objects.get({ pk: ["x", day("2026-01-01")] })).delete()),
    { total: 3, byModel: { "mk.Remark": 2, "mk.Visit": 1 } },
  ],
  [
    "a list as long as the key is asked for",
    () => messageOf(() => Labelling.objects.filter({ pk: 5 } as never)),
    'ORM_BAD_KEY_VALUE: The key asked for by "pk" has 2 parts.',
  ],
  ["a part of the key is a null", () => ids(Labelling.objects.filter({ pk: [null, "a"] } as never)), []],
  [
    "the key is no number",
    () => messageOf(() => Labelling.objects.aggregate({ n: max("pk") })),
    "ORM_COMPOSITE_KEY: A key of several fields stands where one value is needed.",
  ],
  [
    "a key is compared with keys",
    () => messageOf(() => Labelling.objects.filter({ pk: F("weight") } as never)),
    "ORM_COMPOSITE_KEY: A key of several fields is compared with something that is no such key.",
  ],
  [
    "a field of a model with a key of several fields",
    async () => {
      const [fine] = await Remark.objects.orderBy("text").selectRelated("visit");
      const visit = await Visit.objects.get({ pk: ["x", day("2026-01-01")] });
      return [
        fine!.visitId,
        fine!.visit?.room,
        await visit.remarks.count(),
        await Remark.objects.filter({ visit }).count(),
      ];
    },
    [uuid(1), "x", 2, 2],
  ],
];

async function fixturesThereAndBack(): Promise<void> {
  const project = { sources: [{ label: "mk", models, migrations: [] }] };
  const picked = pickModels(project, ["mk.Labelling", "mk.Visit", "mk.Remark"]);
  const records = await Array.fromAsync(dumpData(connection() as Database, picked));
  const [emma] = await books("Emma");
  const first = records.find((record) => record.model === "mk.Labelling");
  assert.deepEqual(first, { model: "mk.Labelling", pk: [emma, "a"], fields: { weight: 1, note: null } });
  const visit = records.find((record) => record.model === "mk.Visit");
  assert.deepEqual(visit?.pk, ["x", "2026-01-01"]);
  const before = [await ids(Labelling.objects.all()), await visits(Visit.objects.all())];
  await Remark.objects.all().delete();
  await Visit.objects.filter({ room: "x" }).delete();
  await Labelling.objects.filter({ weight__gt: 1 }).delete();
  await Labelling.objects.update({ weight: 8 });
  assert.equal(await loadData(connection() as Database, project, records), records.length);
  assert.deepEqual([await ids(Labelling.objects.all()), await visits(Visit.objects.all())], before);
  assert.equal(await Remark.objects.filter({ visit__room: "x" }).count(), 2);
  const bad = loadData(connection() as Database, project, [{ model: "mk.Visit", pk: "x", fields: {} }]);
  await assert.rejects(bad, { summary: 'A record of mk.Visit has the key "x".' });
}

for (const database of databaseCases)
  describe(`composite keys on ${database.name}`, { skip: database.skip }, () => {
    withModels(database, models, fill);
    for (const [name, run, answer] of cases) test(name, async () => assert.deepEqual(await run(), answer));
    test("rows go into fixtures and back", () => undone(fixturesThereAndBack));
  });
