// Asserts what query sets read: filters over every kind of relation, order, values, annotations, and loaded relations.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  assertQueries,
  count,
  createTables,
  defineDatabases,
  defineModels,
  f,
  Mixin,
  Model,
  max,
  QuerySet,
  sum,
} from "#orm";

class Timestamped extends Mixin({ createdAt: f.dateTime({ autoNowAdd: true }) }) {
  get year() {
    return this.createdAt.getUTCFullYear();
  }
}

class Author extends Model("blog.Author", () => Author, {
  name: f.char({ maxLength: 100 }),
  age: f.integer({ null: true }),
  mentor: f.foreignKey(() => Author, { null: true, relatedName: "mentees" }),
  mentees: f.reverse(() => Author, "mentor"),
  articles: f.reverse(() => Article, "author"),
}) {
  get initials() {
    return this.name
      .split(" ")
      .map((part) => part[0])
      .join("");
  }
}

class ArticleQuerySet extends QuerySet<Article> {
  published() {
    return this.filter({ publishedAt__isnull: false });
  }
}

class Article extends Model(
  "blog.Article",
  () => Article,
  {
    title: f.char({ maxLength: 200 }),
    slug: f.slug({ unique: true }),
    views: f.integer({ default: 0 }),
    publishedAt: f.dateTime({ null: true }),
    author: f.foreignKey(() => Author, { relatedName: "articles" }),
    tags: f.manyToMany(() => Tag, { relatedName: "articles" }),
  },
  { ordering: ["title"], mixins: [Timestamped] },
) {
  static override readonly objects = new ArticleQuerySet(this);
  get shout() {
    return this.title.toUpperCase();
  }
}

class Tag extends Model("blog.Tag", () => Tag, {
  name: f.char({ maxLength: 50, unique: true }),
  articles: f.reverse(() => Article, "tags"),
}) {}

defineDatabases({ default: "sqlite::memory:" });
defineModels({ Author, Article, Tag });

before(async () => {
  await createTables([Author, Article, Tag]);
  const ann = await Author.objects.create({ name: "Ann Lee", age: 60 });
  const bob = await Author.objects.create({ name: "Bob Ray", age: 30, mentor: ann });
  await Author.objects.create({ name: "Cid Moe", mentor: bob.id });
  const hello = await Article.objects.create({
    title: "Hello",
    slug: "hello",
    author: ann,
    views: 3,
    publishedAt: new Date("2024-05-01"),
  });
  const world = await Article.objects.create({
    title: "World",
    slug: "world",
    author: bob,
    views: 5,
    publishedAt: new Date("2025-01-01"),
  });
  await Article.objects.create({ title: "Draft", slug: "draft", author: bob });
  const [red, blue] = await Tag.objects.bulkCreate([{ name: "red" }, { name: "blue" }]);
  await hello.tags.add(red!, blue!);
  await world.tags.add(blue!);
});

const titles = (rows: readonly { title: string }[]) => rows.map((row) => row.title);

test("filter reads over forward, reverse and many-to-many relations", async () => {
  assert.deepEqual(titles(await Article.objects.filter({ author__name__icontains: "ANN" })), ["Hello"]);
  assert.deepEqual(
    titles(await Article.objects.filter({ author__mentor__name: "Ann Lee", tags__name__in: ["blue"] })),
    ["World"],
  );
  const authors = await Author.objects.filter({ articles__tags__name: "red" });
  assert.deepEqual(
    authors.map((author) => author.initials),
    ["AL"],
  );
  assert.deepEqual(
    (await Tag.objects.filter({ articles__author__mentees__name: "Bob Ray" }).orderBy("name")).map((tag) => tag.name),
    ["blue", "red"],
  );
});

test("custom query-set methods chain, and relations to them keep the class", async () => {
  assert.deepEqual(titles(await Article.objects.published().filter({ views__gt: 3 })), ["World"]);
  const bob = await Author.objects.get({ name: "Bob Ray" });
  assert.deepEqual(titles(await bob.articles.published()), ["World"]);
});

test("exclude keeps rows whose value is null, and speaks of all rows behind a relation to many", async () => {
  assert.deepEqual(
    (await Author.objects.exclude({ age: 60 }).orderBy("name")).map((author) => author.name),
    ["Bob Ray", "Cid Moe"],
  );
  assert.deepEqual(
    (await Author.objects.exclude({ articles__title: "Draft" }).orderBy("name")).map((author) => author.name),
    ["Ann Lee", "Cid Moe"],
  );
  assert.deepEqual(
    (await Author.objects.exclude({ articles__isnull: true }).distinct().orderBy("name")).map((author) => author.name),
    ["Ann Lee", "Bob Ray"],
  );
});

test("values reads plain objects over relations", async () => {
  const rows = await Article.objects.values("title", "author__name", "author__mentor__name");
  assert.deepEqual(rows, [
    { title: "Draft", author__name: "Bob Ray", author__mentor__name: "Ann Lee" },
    { title: "Hello", author__name: "Ann Lee", author__mentor__name: null },
    { title: "World", author__name: "Bob Ray", author__mentor__name: "Ann Lee" },
  ]);
  assert.deepEqual(await Article.objects.flat("views"), [0, 3, 5]);
  assert.deepEqual(await Article.objects.valuesList("title", "views"), [
    ["Draft", 0],
    ["Hello", 3],
    ["World", 5],
  ]);
});

test("annotate groups by instance, and its names are filtered and ordered by", async () => {
  const rows = await Author.objects
    .annotate({ n: count("articles"), top: max("articles__views") })
    .filter({ n__gt: 0 })
    .orderBy("-n");
  assert.deepEqual(
    rows.map((row) => [row.initials, row.n, row.top]),
    [
      ["BR", 2, 5],
      ["AL", 1, 3],
    ],
  );
  const grouped = await Article.objects
    .values("author__name")
    .annotate({ total: sum("views") })
    .orderBy("author__name");
  assert.deepEqual(grouped, [
    { author__name: "Ann Lee", total: 3 },
    { author__name: "Bob Ray", total: 5 },
  ]);
});

test("aggregate and count answer for all rows", async () => {
  assert.deepEqual(await Article.objects.aggregate({ oldest: max("author__age"), n: count() }), { oldest: 60, n: 3 });
  assert.equal(await Article.objects.filter({ tags__name: "blue" }).count(), 2);
  assert.equal(await Article.objects.limit(2).count(), 2);
  assert.equal(await Author.objects.filter({ name: "Nobody" }).exists(), false);
});

test("selectRelated reads relations in one query", async () => {
  await assertQueries(1, async () => {
    const rows = await Article.objects.selectRelated("author", "author__mentor");
    assert.deepEqual(
      rows.map((row) => [row.title, row.author.name, row.author.mentor?.name]),
      [
        ["Draft", "Bob Ray", "Ann Lee"],
        ["Hello", "Ann Lee", undefined],
        ["World", "Bob Ray", "Ann Lee"],
      ],
    );
  });
});

test("touching a relation loads it for all rows of the result", async () => {
  await assertQueries(2, async () => {
    const names = [];
    for (const article of await Article.objects.all()) names.push((await article.author).name);
    assert.deepEqual(names, ["Bob Ray", "Ann Lee", "Bob Ray"]);
  });
  await assertQueries(2, async () => {
    const found: string[][] = [];
    for (const author of await Author.objects.orderBy("name")) found.push(titles(await author.articles));
    assert.deepEqual(found, [["Hello"], ["Draft", "World"], []]);
  });
  await assertQueries(2, async () => {
    const found: string[][] = [];
    for (const article of await Article.objects.all()) found.push((await article.tags).map((tag) => tag.name).sort());
    assert.deepEqual(found, [[], ["blue", "red"], ["blue"]]);
  });
});

test("prefetchRelated loads relations to many beside the result", async () => {
  await assertQueries(3, async () => {
    const authors = await Author.objects.prefetchRelated("articles__tags").orderBy("name");
    assert.deepEqual(
      authors.map((author) => author.articles.items.map((article) => article.title)),
      [["Hello"], ["Draft", "World"], []],
    );
  });
});

test("first, last, get and slices choose rows", async () => {
  assert.equal((await Article.objects.first())?.title, "Draft");
  assert.equal((await Article.objects.last())?.title, "World");
  assert.deepEqual(titles(await Article.objects.slice(1, 3)), ["Hello", "World"]);
  assert.equal((await Article.objects.get({ slug: "hello" })).shout, "HELLO");
  assert.equal((await Article.objects.get({ slug: "hello" })).year, new Date().getUTCFullYear());
});

test("save writes what changed", async () => {
  const article = await Article.objects.get({ slug: "draft" });
  article.views = 9;
  assert.deepEqual(article.changedFields(), ["views"]);
  await assertQueries(1, () => article.save());
  await assertQueries(0, () => article.save());
  assert.equal((await Article.objects.get({ slug: "draft" })).views, 9);
  await Article.objects.filter({ slug: "draft" }).update({ views: Article.F("views").sub(9) });
  assert.equal((await article.refresh()).views, 0);
});
