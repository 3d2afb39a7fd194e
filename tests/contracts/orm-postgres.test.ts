// Asserts what query sets have on PostgreSQL alone: lists, ranges, distinct on, row locks; and full-text search everywhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  arrayAgg,
  atomic,
  closeDatabases,
  connection,
  createTables,
  defineDatabases,
  F,
  f,
  Model,
  search,
  searchHeadline,
  searchRank,
  trigramSimilarity,
  trigramWordSimilarity,
} from "#orm";
import { temporal } from "../../src/orm/temporal.ts";
import { databaseCases } from "./databases.ts";

class Book extends Model("pg.Book", () => Book, {
  title: f.char({ maxLength: 80 }),
  body: f.text({ default: "" }),
  tags: f.array(f.char({ maxLength: 20 }), { default: [] }),
  grid: f.array(f.array(f.integer()), { default: [] }),
  pages: f.integerRange({ null: true }),
  lent: f.dateRange({ null: true }),
  open: f.dateTimeRange({ null: true }),
  price: f.decimalRange({ null: true, maxDigits: 6, decimalPlaces: 2 }),
}) {}

const titles = async (rows: PromiseLike<readonly { title: string }[]>): Promise<string[]> =>
  (await rows).map((row) => row.title).sort();
const day = (text: string): Temporal.PlainDate => temporal().PlainDate.from(text);

const cases: readonly (readonly [name: string, ask: () => PromiseLike<unknown>, answer: unknown])[] = [
  ["lists come back as lists", async () => (await Book.objects.get({ title: "Ants" })).tags, ["zoo", "small"]],
  [
    "lists of lists",
    async () => (await Book.objects.get({ title: "Ants" })).grid,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["a list that contains others", () => titles(Book.objects.filter({ tags__contains: ["zoo"] })), ["Ants", "Bears"]],
  [
    "a list that is contained",
    () => titles(Book.objects.filter({ tags__containedBy: ["zoo", "big", "x"] })),
    ["Bears", "Cats"],
  ],
  ["lists that overlap", () => titles(Book.objects.filter({ tags__overlap: ["small", "big"] })), ["Ants", "Bears"]],
  ["exactly a list", () => titles(Book.objects.filter({ tags: ["zoo", "big"] })), ["Bears"]],
  ["the length of a list", () => titles(Book.objects.filter({ tags__length: 0 })), ["Cats"]],
  ["the length of a list, compared", () => titles(Book.objects.filter({ tags__length__gte: 2 })), ["Ants", "Bears"]],
  ["an index of a list", () => titles(Book.objects.filter({ tags__1: "big" })), ["Bears"]],
  [
    "an index of a list, and a lookup",
    () => titles(Book.objects.filter({ tags__0__startswith: "z" })),
    ["Ants", "Bears"],
  ],
  ["a slice of a list", () => titles(Book.objects.filter({ tags__0_1: ["zoo"] })), ["Ants", "Bears"]],
  ["an index among values", () => Book.objects.orderBy("title").flat("tags__0"), ["zoo", "zoo", null]],
  [
    "gathered lists",
    () => Book.objects.aggregate({ all: arrayAgg("title", { orderBy: ["-title"] }) }),
    { all: ["Cats", "Bears", "Ants"] },
  ],
  [
    "ranges come back as ranges",
    async () => (await Book.objects.get({ title: "Ants" })).pages,
    { lower: 1, upper: 10, bounds: "[)" },
  ],
  ["ranges of days", async () => String((await Book.objects.get({ title: "Ants" })).lent?.upper), "2026-02-01"],
  [
    "ranges of decimals",
    async () => (await Book.objects.get({ title: "Ants" })).price,
    { lower: "1.50", upper: null, bounds: "[)" },
  ],
  [
    "ranges of instants",
    async () => (await Book.objects.get({ title: "Ants" })).open?.lower,
    new Date("2026-01-01T08:00:00Z"),
  ],
  ["a range that contains a value", () => titles(Book.objects.filter({ pages__contains: 9 })), ["Ants", "Bears"]],
  ["a range that contains a day", () => titles(Book.objects.filter({ lent__contains: day("2026-01-15") })), ["Ants"]],
  [
    "a range that contains a range",
    () => titles(Book.objects.filter({ pages__contains: { lower: 6, upper: 8 } })),
    ["Ants", "Bears"],
  ],
  [
    "a range that is contained",
    () => titles(Book.objects.filter({ pages__containedBy: { lower: 0, upper: 12 } })),
    ["Ants"],
  ],
  ["ranges that overlap", () => titles(Book.objects.filter({ pages__overlap: { lower: 12, upper: null } })), ["Bears"]],
  ["a range before another", () => titles(Book.objects.filter({ pages__fullyLt: { lower: 10, upper: 12 } })), ["Ants"]],
  ["a range after another", () => titles(Book.objects.filter({ pages__fullyGt: { lower: 0, upper: 5 } })), ["Bears"]],
  [
    "a range not beyond another",
    () => titles(Book.objects.filter({ pages__notGt: { lower: 0, upper: 10 } })),
    ["Ants"],
  ],
  [
    "a range not before another",
    () => titles(Book.objects.filter({ pages__notLt: { lower: 5, upper: 6 } })),
    ["Bears"],
  ],
  ["ranges that touch", () => titles(Book.objects.filter({ pages__adjacentTo: { lower: 20, upper: 30 } })), ["Bears"]],
  ["a bound", () => titles(Book.objects.filter({ pages__lower__gte: 5 })), ["Bears"]],
  [
    "whether a range is empty or open",
    () => titles(Book.objects.filter({ pages__isEmpty: false, price__upperInfinite: true })),
    ["Ants"],
  ],
  [
    "bounds among values",
    () => Book.objects.filter({ title: "Ants" }).valuesList("pages__lower", "pages__upper"),
    [[1, 10]],
  ],
  [
    "the first of each group",
    async () => (await Book.objects.distinct("tags__0").orderBy("tags__0", "-title")).map((book) => book.title),
    ["Bears", "Cats"],
  ],
  ["words", () => titles(Book.objects.filter(search(["title", "body"], "bears honey"))), ["Bears"]],
  [
    "words in a language",
    () => titles(Book.objects.filter(search(["body"], "liking", { config: "english" }))),
    ["Bears", "Cats"],
  ],
  ["words in a row", () => titles(Book.objects.filter(search(["body"], "like honey", { mode: "phrase" }))), ["Bears"]],
  [
    "words as people write them",
    () => titles(Book.objects.filter(search(["body"], "like -honey", { mode: "web" }))),
    ["Cats"],
  ],
  [
    "words in operators",
    () => titles(Book.objects.filter(search(["body"], "honey | milk", { mode: "raw" }))),
    ["Bears", "Cats"],
  ],
  ["no words", () => titles(Book.objects.exclude(search(["body"], "like"))), ["Ants"]],
  [
    "a search beside other conditions",
    () => titles(Book.objects.filter(search(["body"], "like").and(Book.q({ title: "Cats" })))),
    ["Cats"],
  ],
  [
    "ranks by weights",
    async () =>
      (
        await Book.objects
          .annotate({
            rank: searchRank(["title", "body"], "cats | bears", {
              mode: "raw",
              weights: ["A", "D"],
              config: "english",
            }),
          })
          .filter({ rank__gt: 0 })
          .orderBy("-rank", "title")
      ).map((book) => [book.title, book.rank > 0.2]),
    [
      ["Bears", true],
      ["Cats", true],
    ],
  ],
  [
    "headlines",
    async () =>
      (
        await Book.objects
          .filter({ title: "Cats" })
          .annotate({ part: searchHeadline("body", "milk", { start: "<i>", stop: "</i>" }) })
      )[0]?.part,
    "Cats like <i>milk</i>",
  ],
  ["search as a lookup", () => titles(Book.objects.filter({ body__search: "milk" })), ["Cats"]],
];

for (const found of databaseCases.filter(({ name }) => name === "PGlite" || name === "PostgreSQL")) {
  describe(found.name, { skip: found.skip }, () => {
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await found.open();
      remove = () => opened.remove();
      if (opened.url.includes(":memory:")) await opened.database.close();
      defineDatabases({ default: opened.url });
      await createTables([Book]);
      await Book.objects.bulkCreate([
        {
          title: "Ants",
          body: "Ants walk",
          tags: ["zoo", "small"],
          grid: [
            [1, 2],
            [3, 4],
          ],
          pages: { lower: 1, upper: 10 },
          lent: { lower: day("2026-01-01"), upper: day("2026-02-01") },
          open: { lower: new Date("2026-01-01T08:00:00Z"), upper: new Date("2026-01-01T18:00:00Z") },
          price: { lower: "1.50", upper: null },
        },
        { title: "Bears", body: "Bears like honey", tags: ["zoo", "big"], pages: { lower: 5, upper: 20 } },
        { title: "Cats", body: "Cats like milk", tags: [] },
      ]);
    });
    after(() => closeDatabases().finally(remove));

    for (const [name, ask, answer] of cases)
      test(name, async () => {
        assert.deepEqual(await ask(), answer);
      });

    test("row locks wait, skip or fail", {
      skip: found.name === "PGlite" ? "one connection alone" : false,
    }, async () => {
      const rest = { title__in: ["Ants", "Bears"] } as const;
      await atomic(async () => {
        assert.equal((await Book.objects.selectForUpdate({ of: ["self"] }).get({ title: "Ants" })).title, "Ants");
        const other = connection().begin({});
        const session = await other;
        try {
          const asked = async (sql: string) => session.script(sql);
          await assert.rejects(asked(`SELECT * FROM pg_book WHERE title = 'Ants' FOR UPDATE NOWAIT`), {
            code: "ORM_LOCK_TIMEOUT",
          });
        } finally {
          await connection().end(session, "rollback");
        }
        assert.deepEqual(
          await new Promise((resolve, reject) => {
            // Another task, outside of this transaction's context.
            setImmediate(
              outside(() =>
                atomic(() => titles(Book.objects.filter(rest).selectForUpdate({ skipLocked: true }))).then(
                  resolve,
                  reject,
                ),
              ),
            );
          }),
          ["Bears"],
        );
      });
    });
  });
}

const { AsyncResource } = process.getBuiltinModule("node:async_hooks");
const root = new AsyncResource("test");
function outside(call: () => unknown): () => void {
  return () => root.runInAsyncScope(call);
}

test("alike texts are found by pg_trgm", {
  skip: databaseCases.find(({ name }) => name === "PostgreSQL")!.skip,
}, async () => {
  const opened = await databaseCases.find(({ name }) => name === "PostgreSQL")!.open();
  try {
    defineDatabases({ default: opened.url });
    await connection().script("CREATE EXTENSION pg_trgm");
    await createTables([Book]);
    await Book.objects.bulkCreate([{ title: "Kangaroo" }, { title: "Koala" }]);
    const found = await Book.objects
      .annotate({ near: trigramSimilarity("title", "kangoroo"), word: trigramWordSimilarity("kang", "title") })
      .filter({ title__trigramSimilar: "kangoroo" })
      .orderBy(F("near").desc());
    assert.deepEqual(
      found.map((book) => [book.title, (book.near ?? 0) > 0.3, (book.word ?? 0) > 0.5]),
      [["Kangaroo", true, true]],
    );
  } finally {
    await closeDatabases().finally(() => opened.remove());
  }
});

class Page extends Model(
  "fts.Page",
  () => Page,
  { id: f.auto({ column: "rowid" }), title: f.text(), body: f.text() },
  { table: "fts_page", managed: false },
) {}

test("words are found in an FTS5 table of SQLite", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  try {
    await connection().script("CREATE VIRTUAL TABLE fts_page USING fts5(title, body)");
    await Page.objects.bulkCreate([
      { title: "Bears", body: "Bears like honey" },
      { title: "Cats", body: "Cats like milk, bears do not" },
      { title: "Ants", body: "Ants walk" },
    ]);
    assert.deepEqual(await titles(Page.objects.filter({ body__search: "like" })), ["Bears", "Cats"]);
    assert.deepEqual(await titles(Page.objects.filter(search(["title"], "bears"))), ["Bears"]);
    assert.deepEqual(await titles(Page.objects.filter(search(["title", "body"], "bears"))), ["Bears", "Cats"]);
    assert.deepEqual(await titles(Page.objects.filter(search(["body"], "like milk", { mode: "phrase" }))), ["Cats"]);
    assert.deepEqual(await titles(Page.objects.filter(search(["body"], "honey OR walk", { mode: "raw" }))), [
      "Ants",
      "Bears",
    ]);
    const ranked = await Page.objects
      .filter(search(["title", "body"], "bears"))
      .annotate({ rank: searchRank(["title", "body"], "bears"), part: searchHeadline("body", "bears") })
      .orderBy("-rank");
    assert.deepEqual(
      ranked.map((page) => [page.title, page.part]),
      [
        ["Bears", "<b>Bears</b> like honey"],
        ["Cats", "Cats like milk, <b>bears</b> do not"],
      ],
    );
  } finally {
    await closeDatabases();
  }
});

test("words are found by a full-text index of MariaDB", {
  skip: databaseCases.find(({ name }) => name === "MariaDB")!.skip,
}, async () => {
  const opened = await databaseCases.find(({ name }) => name === "MariaDB")!.open();
  try {
    defineDatabases({ default: opened.url });
    await connection().script(
      "CREATE TABLE fts_page (rowid bigint PRIMARY KEY AUTO_INCREMENT, title text NOT NULL, body text NOT NULL, FULLTEXT (title, body))",
    );
    await Page.objects.bulkCreate([
      { title: "Bears", body: "Bears enjoy honey" },
      { title: "Cats", body: "Cats enjoy cream, bears rarely" },
      { title: "Ants", body: "Ants travel" },
    ]);
    assert.deepEqual(await titles(Page.objects.filter(search(["title", "body"], "bears"))), ["Bears", "Cats"]);
    assert.deepEqual(await titles(Page.objects.filter(search(["title", "body"], "enjoy cream", { mode: "phrase" }))), [
      "Cats",
    ]);
    assert.deepEqual(await titles(Page.objects.filter(search(["title", "body"], "+bears -cream", { mode: "raw" }))), [
      "Bears",
    ]);
    const [best] = await Page.objects.annotate({ rank: searchRank(["title", "body"], "bears") }).orderBy("-rank");
    assert.equal(best?.title, "Bears");
    await assert.rejects(async () => Page.objects.annotate({ part: searchHeadline("body", "bears") }), {
      code: "ORM_UNSUPPORTED_SQL",
    });
  } finally {
    await closeDatabases().finally(() => opened.remove());
  }
});
