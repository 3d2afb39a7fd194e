// Asserts the SQL and the values that each construct of a query set makes on SQLite, PostgreSQL and MariaDB.
//
// No server is asked: the statements are those that the trace reports of databases that are not there. What is expected
// stands in tests/fixtures/orm-sql.txt; DEMIJOHN_UPDATE_FIXTURES=1 writes it anew, to be read before it is committed.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import * as orm from "#orm";
import { captureQueries, closeDatabases, defineDatabases, F, f, Model, QuerySet } from "#orm";
import { temporal } from "../../src/orm/temporal.ts";

class Author extends Model("shop.Author", () => Author, {
  name: f.char({ maxLength: 50 }),
  born: f.date({ null: true }),
  mentor: f.foreignKey(() => Author, { null: true, relatedName: "pupils" }),
  pupils: f.reverse(() => Author, "mentor"),
  books: f.reverse(() => Book, "author"),
  profile: f.reverseOne(() => Profile, "author"),
}) {}
class Book extends Model(
  "shop.Book",
  () => Book,
  {
    title: f.char({ maxLength: 80 }),
    pages: f.integer({ null: true }),
    price: f.decimal({ maxDigits: 8, decimalPlaces: 2 }),
    sold: f.bigInt({ default: 0n }),
    rating: f.float({ null: true }),
    stocked: f.boolean({ default: true }),
    at: f.dateTime(),
    data: f.json<Record<string, unknown>>({ default: {} }),
    author: f.foreignKey(() => Author, { relatedName: "books" }),
    tags: f.manyToMany(() => Tag, { relatedName: "books" }),
  },
  { ordering: ["title"] },
) {}
class Tag extends Model("shop.Tag", () => Tag, {
  name: f.slug({ unique: true }),
  books: f.reverse(() => Book, "tags"),
}) {}
class Profile extends Model("shop.Profile", () => Profile, {
  author: f.oneToOne(() => Author, { relatedName: "profile" }),
  motto: f.text(),
}) {}

class Stock extends Model(
  "shop.Stock",
  () => Stock,
  {
    book: f.foreignKey(() => Book),
    shelf: f.char({ maxLength: 9 }),
    copies: f.integer({ default: 0 }),
  },
  { primaryKey: ["book", "shelf"] },
) {}
class Link extends Model("shop.Link", () => Link, { tag: f.foreignKey(() => Tag, { toField: "name" }) }) {}

const stocks = Stock.objects;
const keysOnly = stocks.orderBy().values("copies");
const books = Book.objects;
const authors = Author.objects;
const bare = books.orderBy().values("id");
const day = (text: string) => temporal().PlainDate.from(text);
const moment = new Date("2026-01-02T03:04:05.678Z");
const all = new QuerySet<Book>(Book as never);

/** The constructs, by what they are. */
const constructs: Readonly<Record<string, Readonly<Record<string, () => PromiseLike<unknown>>>>> = {
  "keys of several fields": {
    exact: () => keysOnly.filter({ pk: [1, "a"] }),
    ne: () => keysOnly.filter({ pk__ne: [1, "a"] }),
    "in a list": () =>
      keysOnly.filter({
        pk__in: [
          [1, "a"],
          [2, "b"],
        ],
      }),
    "in a query": () => keysOnly.filter({ pk__in: stocks.filter({ copies: 0 }).flat("pk") }),
    "greater than": () => keysOnly.filter({ pk__gt: [1, "a"] }),
    range: () =>
      keysOnly.filter({
        pk__range: [
          [1, "a"],
          [2, "b"],
        ],
      }),
    exclude: () => keysOnly.exclude({ pk: [1, "a"] }),
    "behind a relation": () => bare.filter({ pk__in: stocks.flat("book") }).orderBy("-pk"),
    ordered: () => keysOnly.orderBy("-pk"),
    values: () => stocks.values("pk"),
    count: () => stocks.aggregate({ n: orm.count("pk"), different: orm.count("pk", { distinct: true }) }),
    "a group for each row": () => stocks.orderBy().annotate({ n: orm.count("book__tags") }),
  },
  "keys to a unique field": {
    "all rows": () => Link.objects,
    "by the value": () => Link.objects.filter({ tag: "old" }).values("id"),
    "by another field": () => Link.objects.filter({ tag__id: 1 }).values("id"),
    "loaded with the query": () => Link.objects.selectRelated("tag"),
  },
  "which rows": {
    "all rows, in the model's order": () => books,
    exact: () => bare.filter({ title: "Emma" }),
    "exact null": () => bare.filter({ pages: null }),
    ne: () => bare.filter({ title__ne: "Emma" }),
    "in a list": () => bare.filter({ pages__in: [1, 2] }),
    "in a list of texts": () => bare.filter({ title__in: ["Emma", "Eva"] }),
    "in nothing": () => bare.filter({ pages__in: [] }),
    "in a query": () => bare.filter({ author__in: authors.filter({ name: "Ann" }).flat("pk") }),
    isnull: () => bare.filter({ pages__isnull: true }),
    comparisons: () => bare.filter({ pages__gt: 1, pages__gte: 2, pages__lt: 3, pages__lte: 4 }),
    range: () => bare.filter({ pages__range: [1, 9] }),
    "several lookups": () => bare.filter({ title: "Emma", stocked: true }),
    iexact: () => bare.filter({ title__iexact: "emma" }),
    contains: () => bare.filter({ title__contains: "50%" }),
    icontains: () => bare.filter({ title__icontains: "mm" }),
    "startswith and istartswith": () => bare.filter({ title__startswith: "E", title__istartswith: "e" }),
    "endswith and iendswith": () => bare.filter({ title__endswith: "a", title__iendswith: "A" }),
    "regex and iregex": () => bare.filter({ title__regex: "^E", title__iregex: "^e" }),
    length: () => bare.filter({ title__length__gt: 3 }),
    "a decimal": () => bare.filter({ price__gt: "9.90" }),
    "a 64-bit number": () => bare.filter({ sold: 9007199254740993n }),
    "a float": () => bare.filter({ rating__lt: 0.5 }),
    "an instant": () => bare.filter({ at__lt: moment }),
    "a day": () =>
      authors
        .orderBy()
        .values("id")
        .filter({ born: day("1999-12-31") }),
    "parts of an instant": () => bare.filter({ at__year: 2026, at__month__gte: 2, at__weekDay: 1, at__hour: 3 }),
    "the day and the time of an instant": () => bare.filter({ at__date: day("2026-01-02"), at__time__isnull: false }),
    "parts of a day": () =>
      authors.orderBy().values("id").filter({ born__quarter: 2, born__week: 9, born__isoYear: 2026 }),
    "JSON: a key": () => bare.filter({ data__size__width: 3 }),
    "JSON: a key's null": () => bare.filter({ data__size: null }),
    "JSON: no key": () => bare.filter({ data__size__isnull: true }),
    "JSON: text inside": () => bare.filter({ data__kind__icontains: "ir" }),
    "JSON: hasKey, hasKeys and hasAnyKeys": () =>
      bare.filter({ data__hasKey: "a", data__hasKeys: ["b", "c"], data__hasAnyKeys: ["d", "e"] }),
    "JSON: contains and containedBy": () =>
      bare.filter({ data__contains: { a: 1 }, data__containedBy: { a: 1, b: 2 } }),
    exclude: () => bare.exclude({ title: "Emma" }),
    "exclude of what may be null": () => bare.exclude({ pages__gt: 3 }),
    "exclude of two lookups": () => bare.exclude({ title: "Emma", pages: 3 }),
    or: () => bare.filter(Book.q({ title: "Emma" }).or(Book.q({ pages: 3 }))),
    xor: () => bare.filter(Book.q({ title: "Emma" }).xor(Book.q({ pages: 3 }))),
    not: () => bare.filter(Book.q({ title: "Emma" }).not()),
    "a column beside a column": () => bare.filter({ pages__gt: Book.F("author__id") }),
    "comparisons of expressions": () => bare.filter(Book.F("pages").mul(2).gte(Book.F("rating"))),
    "a condition as an expression": () =>
      bare.filter(orm.exists(Author.objects.filter({ pk: orm.outerRef("author") }))),
    none: () => bare.none().union(bare),
    distinct: () => books.values("title").distinct(),
    "distinct on": () => books.orderBy("author", "-at").values("author", "title").distinct("author"),
    "limit, offset and slice": () => bare.limit(9).offset(2).slice(1, 3),
    "offset alone": () => bare.offset(2),
  },
  relations: {
    "a foreign key": () => bare.filter({ author: 3 }),
    "over a foreign key": () => bare.filter({ author__name: "Ann" }),
    "over two": () => bare.filter({ author__mentor__name: "Ann" }),
    "over one that may be null": () => authors.orderBy().values("id").filter({ mentor__name__isnull: true }),
    "over a reverse relation": () => authors.orderBy().values("id").filter({ books__title: "Emma" }),
    "two lookups of one row": () =>
      authors.orderBy().values("id").filter({ books__title: "Emma", books__pages__gt: 3 }),
    "two lookups of two rows": () =>
      authors.orderBy().values("id").filter({ books__title: "Emma" }).filter({ books__pages__gt: 3 }),
    "over many to many": () => bare.filter({ tags__name: "new" }),
    "over a one-to-one relation": () => authors.orderBy().values("id").filter({ profile__motto: "x" }),
    "exclude over a foreign key": () => bare.exclude({ author__mentor__name: "Ann" }),
    "exclude over a reverse relation": () => authors.orderBy().values("id").exclude({ books__title: "Emma" }),
    "exclude over many to many": () => bare.exclude({ tags__name: "new" }),
    "exclude of none": () => authors.orderBy().values("id").exclude({ books__isnull: true }),
    "or over relations": () => bare.filter(Book.q({ author__name: "Ann" }).or(Book.q({ tags__name: "new" }))),
    selectRelated: () => books.orderBy().only("title").selectRelated("author__mentor"),
    "a filtered relation": () =>
      authors
        .orderBy()
        .filteredRelation("dear", "books", { price__gt: "9" })
        .annotate({ n: orm.count("dear") })
        .values("id", "n"),
    "a filter over a filtered relation": () =>
      authors
        .orderBy()
        .values("id")
        .filteredRelation("dear", "books", { price__gt: "9" })
        .filter({ dear__title: "Emma" }),
    "exclude over a filtered relation": () =>
      authors
        .orderBy()
        .values("id")
        .filteredRelation("dear", "books", { price__gt: "9" })
        .exclude({ dear__title: "Emma" }),
  },
  order: {
    orderBy: () => books.orderBy("title", "-pages").values("id"),
    "orderBy over relations": () => books.orderBy("author__name").values("id"),
    "nulls first and last": () =>
      books.orderBy(F("pages").asc({ nulls: "first" }), F("rating").desc({ nulls: "last" })).values("id"),
    "by an expression": () => books.orderBy(orm.lower("title").desc()).values("id"),
    "at random": () => books.orderBy("?").values("id"),
    reverse: () =>
      books
        .orderBy("title", F("pages").asc({ nulls: "first" }))
        .reverse()
        .values("id"),
  },
  "what is read": {
    values: () => books.orderBy().values("title", "author__name", "at__year"),
    valuesList: () => books.orderBy().valuesList("title", "author"),
    "only and defer": () => books.orderBy().only("title", "author"),
    defer: () => authors.orderBy().defer("born"),
    annotate: () =>
      books
        .orderBy()
        .annotate({ twice: F("pages").mul(2) })
        .values("twice"),
    alias: () => bare.alias({ twice: F("pages").mul(2) }).filter({ twice__gt: 9 }),
    dates: () => books.dates("at", "month"),
    dateTimes: () => books.dateTimes("at", "hour", "descending"),
  },
  expressions: {
    arithmetic: () =>
      bare.annotate({ x: F("pages").add(1).sub(2).mul(3).div(4).mod(5).pow(6).bitAnd(7).bitOr(8).neg() }),
    "moments and durations": () => bare.annotate({ x: F("at").sub(orm.now()) }),
    caseWhen: () =>
      bare.annotate({
        x: orm.caseWhen(
          [
            [Book.q({ pages__gt: 300 }), "long"],
            [Book.q({ pages__isnull: true }), "unknown"],
          ],
          "short",
        ),
      }),
    cast: () =>
      bare.annotate({
        a: orm.cast("pages", "text"),
        b: orm.cast("title", "integer"),
        c: orm.cast("pages", { kind: "decimal", maxDigits: 6, decimalPlaces: 2 }),
      }),
    "a sub-query": () =>
      authors
        .orderBy()
        .values("id")
        .annotate({
          x: orm.subquery(
            all
              .filter({ author: orm.outerRef("pk") })
              .orderBy("-at")
              .limit(1)
              .flat("title"),
          ),
        }),
    exists: () =>
      authors
        .orderBy()
        .values("id")
        .annotate({ x: orm.exists(all.filter({ author: orm.outerRef("pk") })) }),
    "a window": () => bare.annotate({ x: orm.over(orm.rowNumber(), { partitionBy: ["author"], orderBy: ["-at"] }) }),
    "a window's frame": () =>
      bare.annotate({
        x: orm.over(orm.sum("pages"), { orderBy: ["at"], frame: { unit: "rows", start: -2, end: "current" } }),
      }),
    "a filter over a window": () =>
      bare.annotate({ x: orm.over(orm.rank(), { orderBy: ["-pages"] }) }).filter({ x__lte: 3 }),
    "lag and lead": () =>
      bare.annotate({
        a: orm.over(orm.lag("pages"), { orderBy: ["at"] }),
        b: orm.over(orm.lead("pages", 2), { orderBy: ["at"] }),
      }),
    "other windows": () =>
      bare.annotate({
        a: orm.over(orm.ntile(4), { orderBy: ["at"] }),
        b: orm.over(orm.firstValue("title"), { orderBy: ["at"] }),
        c: orm.over(orm.nthValue("title", 2), { orderBy: ["at"] }),
      }),
    "hand-written SQL": () => bare.annotate({ x: orm.rawSql`${F("pages")} * ${2}`.as("integer") }),
    "a function by its name": () => bare.annotate({ x: orm.func("soundex", ["title"], "text") }),
    collate: () => books.orderBy(orm.collate("title", "C")).values("id"),
    "any value": () =>
      bare.annotate({
        a: orm.coalesce("pages", 0),
        b: orm.nullIf("pages", 0),
        c: orm.greatest("pages", 1),
        d: orm.least("pages", 1),
      }),
    text: () =>
      bare.annotate({
        a: orm.lower("title"),
        b: orm.concat("title", orm.value("!")),
        c: orm.trim("title"),
        d: orm.substr("title", 2, 3),
        e: orm.left("title", 2),
        g: orm.right("title", 2),
      }),
    "more text": () =>
      bare.annotate({
        a: orm.replace("title", "a", "b"),
        b: orm.strIndex("title", "a"),
        c: orm.lpad("title", 9, "*"),
        d: orm.repeat("title", 2),
        e: orm.reverse("title"),
        g: orm.length("title"),
        h: F("title").slice(1, 3),
      }),
    "characters and digests": () =>
      bare.annotate({ a: orm.chr(65), b: orm.ord("title"), c: orm.md5("title"), d: orm.sha256("title") }),
    numbers: () =>
      bare.annotate({
        a: orm.abs("pages"),
        b: orm.round("rating", 1),
        c: orm.ceil("rating"),
        d: orm.floor("rating"),
        e: orm.sqrt("rating"),
        g: orm.mod("pages", 3),
        h: orm.power("pages", 2),
        i: orm.sign("pages"),
      }),
    "more numbers": () =>
      bare.annotate({
        a: orm.exp("rating"),
        b: orm.ln("rating"),
        c: orm.log(2, "rating"),
        d: orm.pi(),
        e: orm.degrees("rating"),
        g: orm.radians("rating"),
        h: orm.sin("rating"),
        i: orm.cot("rating"),
        j: orm.atan2("rating", 1),
        k: orm.random(),
      }),
    moments: () =>
      bare.annotate({
        a: orm.now(),
        b: orm.extract("year", "at"),
        c: orm.trunc("month", "at"),
        d: orm.truncDate("at"),
        e: orm.truncTime("at"),
        g: orm.extract("hour", "at", { timeZone: "Asia/Tokyo" }),
      }),
    "starts of units": () =>
      bare.annotate({
        a: orm.trunc("year", "at"),
        b: orm.trunc("quarter", "at"),
        c: orm.trunc("week", "at"),
        d: orm.trunc("hour", "at"),
      }),
    JSON: () =>
      bare.annotate({
        a: orm.jsonObject({ t: "title", s: "stocked" }),
        b: orm.jsonArray("pages"),
        c: orm.jsonText("data__size__width"),
      }),
    identifiers: () => bare.annotate({ a: orm.uuid4(), b: orm.uuid7() }),
    "a search": () => bare.filter(orm.search(["title"], "quick fox")),
  },
  aggregates: {
    "over all rows": () =>
      books.aggregate({
        n: orm.count(),
        s: orm.sum("pages"),
        a: orm.avg("pages"),
        least: orm.min("at"),
        most: orm.max("price"),
      }),
    "distinct, filtered, with a default": () =>
      books.aggregate({
        a: orm.count("author", { distinct: true }),
        b: orm.sum("pages", { filter: Book.q({ stocked: true }), default: 0 }),
      }),
    statistics: () => books.aggregate({ a: orm.stdDev("rating"), b: orm.variance("rating", { sample: true }) }),
    texts: () =>
      books.aggregate({
        a: orm.stringAgg("title", "; ", { orderBy: ["-title"] }),
        b: orm.stringAgg("title", "; ", { distinct: true }),
      }),
    lists: () =>
      books.aggregate({
        a: orm.jsonAgg("title", { orderBy: ["title"] }),
        b: orm.jsonAgg("stocked", { filter: Book.q({ pages__gt: 3 }) }),
      }),
    arrays: () => books.aggregate({ a: orm.arrayAgg("title") }),
    "truths and bits": () =>
      books.aggregate({
        a: orm.boolAnd("stocked"),
        b: orm.boolOr("stocked"),
        c: orm.bitAnd("pages"),
        d: orm.bitOr("pages"),
        e: orm.bitXor("pages"),
        g: orm.anyValue("title"),
      }),
    "for each instance": () =>
      authors
        .orderBy()
        .only("name")
        .annotate({ n: orm.count("books") }),
    "for each value": () => books.orderBy().values("author").annotate({ n: orm.count() }),
    "filters over aggregates": () =>
      authors
        .orderBy()
        .values("name")
        .annotate({ n: orm.count("books") })
        .filter({ n__gt: 3, name__ne: "Ann" }),
    "of a slice": () => books.limit(3).aggregate({ most: orm.max("pages") }),
    "of annotations": () => authors.annotate({ n: orm.count("books") }).aggregate({ mean: orm.avg("n") }),
    count: () => books.filter({ stocked: true }).count(),
    "count of distinct values": () => books.values("author").distinct().count(),
    exists: () => books.filter({ stocked: true }).exists(),
  },
  combinations: {
    union: () => bare.filter({ pages: 1 }).union(bare.filter({ pages: 2 })),
    "union of all, in an order and sliced": () =>
      bare
        .filter({ pages: 1 })
        .union(bare.filter({ pages: 2 }), { all: true })
        .orderBy("-id")
        .limit(3),
    intersection: () => bare.intersection(bare.filter({ pages: 2 })),
    difference: () => bare.difference(bare.filter({ pages: 2 })),
    "of slices": () => books.orderBy("-at").limit(2).values("id").union(books.orderBy("at").limit(2).values("id")),
    "count of a union": () => bare.union(bare.filter({ pages: 2 })).count(),
    "a common table expression": () =>
      books.orderBy("-at").limit(9).asCte("late").filter({ stocked: true }).orderBy().values("id"),
    "one in two places": () => {
      const late = books.orderBy("-at").limit(9).asCte("late");
      return authors
        .orderBy()
        .values("id")
        .filter({ books__in: late.flat("pk"), pk__in: late.flat("author") });
    },
    "what a common table expression computed": () =>
      authors
        .annotate({ n: orm.count("books") })
        .asCte("counted")
        .filter({ n__gt: 3 })
        .orderBy()
        .values("n"),
    "a tree": () => authors.filter({ pk: 1 }).recursive("pupils").orderBy().values("name"),
    "a tree with its depth": () =>
      authors.filter({ pk: 1 }).recursive("mentor", { depth: "level" }).orderBy("level").values("name", "level"),
  },
  "one row": {
    get: () => books.get({ pk: 3 }),
    first: () => bare.first(),
    last: () => books.values("id").last(),
    latest: () => books.only("title").latest("at"),
    inBulk: () => books.only("title").inBulk([1, 2]),
    contains: () => books.contains(Object.assign(new Book(), { id: 3 })),
  },
  "how it runs": {
    selectForUpdate: () => bare.selectForUpdate(),
    "selectForUpdate, skipping locked rows": () => bare.selectForUpdate({ skipLocked: true }),
    "selectForUpdate, failing at once, without keys": () => bare.selectForUpdate({ noWait: true, noKey: true }),
    "selectForUpdate of some tables": () =>
      books
        .orderBy()
        .only("title")
        .selectRelated("author")
        .selectForUpdate({ of: ["self", "author"] }),
    explain: () => bare.explain(),
    "explain, analyzed, as JSON": () => bare.explain({ analyze: true, format: "json" }),
    raw: () => books.raw`SELECT * FROM shop_book WHERE pages > ${9} AND title IN ${["a", "b"]}`,
  },
  writing: {
    create: () => Tag.objects.create({ name: "new" }),
    "create with a key": () => Tag.objects.create({ id: 7, name: "new" }),
    save: () => {
      const tag = new Tag({ id: 7, name: "old" });
      return tag.save({ forceUpdate: true });
    },
    update: () => books.filter({ pages: 1 }).update({ title: "x", pages: Book.F("pages").add(1) }),
    "update over a relation": () => books.filter({ author__name: "Ann" }).update({ stocked: false }),
    delete: () => Profile.objects.filter({ motto: "x" }).delete(),
    bulkCreate: () => Tag.objects.bulkCreate([{ name: "a" }, { name: "b" }]),
    "bulkCreate, ignoring conflicts": () => Tag.objects.bulkCreate([{ name: "a" }], { ignoreConflicts: true }),
    "bulkCreate, updating conflicts": () =>
      Tag.objects.bulkCreate([{ id: 1, name: "a" }], { updateFields: ["name"], uniqueFields: ["pk"] }),
    "a key of several fields: save": () => new Stock({ book: 1, shelf: "a", copies: 2 }).save({ forceUpdate: true }),
    "a key of several fields: refresh": () => new Stock({ book: 1, shelf: "a" }).refresh(),
    "a key of several fields: update over a relation": () =>
      stocks.filter({ book__title: "Emma" }).update({ copies: 0 }),
    "a key of several fields: delete over a relation": () => stocks.filter({ book__title: "Emma" }).delete(),
    "a key of several fields: bulkCreate, updating conflicts": () =>
      stocks.bulkCreate([{ book: 1, shelf: "a", copies: 2 }], { updateFields: ["copies"], uniqueFields: ["pk"] }),
    "a key of several fields: bulkUpdate": () =>
      stocks.bulkUpdate([new Stock({ book: 1, shelf: "a", copies: 2 })], ["copies"]),
    bulkUpdate: () => Tag.objects.bulkUpdate([new Tag({ id: 1, name: "a" }), new Tag({ id: 2, name: "b" })], ["name"]),
  },
};

// Nothing answers at these addresses.
const databases = {
  sqlite: "sqlite::memory:",
  postgres: "postgres://nobody@127.0.0.1:9/nothing",
  mysql: "mariadb://nobody@127.0.0.1:9/nothing",
} as const;

/** The first statement that a call sends, with its values; or why the database has no way to say it. */
async function statementOf(call: () => PromiseLike<unknown>): Promise<string> {
  let failure: unknown;
  const { queries } = await captureQueries(async () => {
    try {
      await call();
    } catch (error) {
      failure = error;
    }
  });
  const [query] = queries;
  if (query === undefined) return `(${(failure as Error | undefined)?.message.split("\n")[0] ?? "nothing is asked"})`;
  const values = query.params.map((value) => (typeof value === "bigint" ? `${value}n` : JSON.stringify(value)));
  return values.length === 0 ? query.sql : `${query.sql}  <- ${values.join(", ")}`;
}

const fixture = new URL("../fixtures/orm-sql.txt", import.meta.url);
const updating = process.env["DEMIJOHN_UPDATE_FIXTURES"] === "1";
const expected = updating ? "" : readFileSync(fixture, "utf8");
const parts: string[] = [];

after(async () => {
  await closeDatabases();
  if (updating) writeFileSync(fixture, parts.join("\n"));
});

for (const [group, cases] of Object.entries(constructs))
  for (const [name, call] of Object.entries(cases))
    test(`${group}: ${name}`, async () => {
      let part = `# ${group}: ${name}\n`;
      for (const [dialect, url] of Object.entries(databases)) {
        defineDatabases({ default: url });
        part += `${dialect.padEnd(9)}${await statementOf(call)}\n`;
      }
      parts.push(part);
      if (!updating) assert.ok(expected.includes(part), `not as expected:\n${part}`);
    });
