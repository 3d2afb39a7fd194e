// Asserts the whole text of every error that models and query sets throw.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  count,
  createTables,
  defineDatabases,
  defineModels,
  f,
  lower,
  Model,
  QuerySet,
  registerLookup,
  value,
} from "#orm";
import { loadPolyfill } from "../../src/orm/temporal.ts";

class Author extends Model("e.Author", () => Author, {
  name: f.char({ maxLength: 20, unique: true }),
  books: f.reverse(() => Book, "author"),
}) {}
class Book extends Model("e.Book", () => Book, {
  title: f.char({ maxLength: 20 }),
  pages: f.integer({ default: 1 }),
  author: f.foreignKey(() => Author, { relatedName: "books", onDelete: "protect" }),
  tags: f.manyToMany(() => Author),
}) {}

defineDatabases({ default: "sqlite::memory:" });

before(async () => {
  await createTables([Author, Book]);
  const ann = await Author.objects.create({ name: "Ann" });
  await Book.objects.bulkCreate([
    { title: "One", author: ann },
    { title: "Two", author: ann },
  ]);
});

/** The text of what `call` throws, its place made the same for every machine. */
async function textOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).message.replace(/tests\/orm\/errors\.test\.ts:\d+:\d+/g, "PLACE");
  }
  throw new Error("nothing was thrown");
}

// biome-ignore lint/suspicious/noExplicitAny: these are the mistakes of code that no compiler has seen
const books = Book.objects as any;
// biome-ignore lint/suspicious/noExplicitAny: as above
const modelOf = Model as any;

const cases: readonly (readonly [name: string, call: () => unknown, text: string])[] = [
  [
    "an unknown field names the near one",
    () => books.filter({ auther__name: "Le Guin" }),
    `ORM_UNKNOWN_FIELD: Book has no field "auther".
  You wrote "auther__name" on Book  at PLACE
  Fields: author, authorId, id, pages, pk, tags, title.
  Did you mean "author"? Write "author__name".`,
  ],
  [
    "an unknown lookup lists those that there are",
    () => books.filter({ pages__gte1: 1 }),
    `ORM_UNKNOWN_LOOKUP: The field pages has no lookup or field "gte1".
  You wrote "pages__gte1"  at PLACE
  Lookups: exact, ne, isnull, in, gt, gte, lt, lte, range.
  Did you mean "gte"? Write "pages__gte".`,
  ],
  [
    "an undefined value is refused",
    () => books.filter({ title: undefined }),
    `ORM_UNDEFINED_VALUE: The value of "title" is undefined.
  You wrote { title: undefined }  at PLACE
  Leave the key out to ask for any value, or write title__isnull: true to ask for none.`,
  ],
  [
    "an unsaved instance cannot be looked for",
    () => books.filter({ author: new Author({ name: "x" }) }),
    `ORM_UNSAVED_INSTANCE: The instance given for "author" is not saved, so that no row can point at it.
  At PLACE
  Save it first: await instance.save().`,
  ],
  [
    "a row that is missing",
    () => Book.objects.get({ title: "None" }),
    `ORM_DOES_NOT_EXIST: There is no Book that matches.
  You wrote get({ title })  at PLACE
  Use first() where there may be none.`,
  ],
  [
    "rows that are too many",
    () => Book.objects.get({ pages: 1 }),
    `ORM_MULTIPLE_OBJECTS: There are several of Book that match, and get() gives one.
  You wrote get({ pages })  at PLACE
  Add lookups until one row is left, or use first().`,
  ],
  [
    "a filter after a slice",
    () => Book.objects.limit(1).filter({ pages: 1 }),
    `ORM_SLICED: filter() cannot follow a slice, which has chosen its rows already.
  At PLACE
  Call filter() before limit(), offset() or slice().`,
  ],
  [
    "a filter after a union",
    () => Book.objects.union(Book.objects).filter({ pages: 1 }),
    `ORM_COMBINED: filter() cannot follow union, whose rows come from several queries.
  At PLACE
  Call filter() on each of the queries before they are combined.`,
  ],
  [
    "a union in an order that it does not select",
    () => Book.objects.union(Book.objects).orderBy("author__name"),
    `ORM_COMBINED_ORDER: A combined query can be ordered by the columns that it selects alone.
  Order by a field of the model, or by a name that values() selects.`,
  ],
  [
    "an aggregate of a union",
    () => Book.objects.union(Book.objects).aggregate({ n: count("pages") }),
    `ORM_COMBINED: aggregate() of a field cannot follow a union, whose rows come from several queries.
  At PLACE
  Count the rows by count(), or aggregate each of the queries.`,
  ],
  [
    "an aggregate that is none",
    () => Book.objects.limit(1).aggregate({ n: lower("title") }),
    `ORM_NOT_AGGREGATE: aggregate() takes aggregates, and arithmetic and functions of them.
  At PLACE
  Compute other values for each row by annotate(), and aggregate these.`,
  ],
  [
    "a slice from the end",
    () => Book.objects.slice(-1),
    `ORM_BAD_SLICE: A query cannot be sliced from -1 to undefined.
  At PLACE
  Use whole numbers from 0 on; reverse() the order to count from the end.`,
  ],
  [
    "an annotation with a field's name",
    () => books.annotate({ title: count("id") }),
    `ORM_ANNOTATION_CLASH: The annotation "title" has the name of a field of Book.
  At PLACE
  Give it another name.`,
  ],
  [
    "distinct on a database without it",
    () => Book.objects.distinct("title"),
    `ORM_NO_DISTINCT_ON: distinct(...fields) needs PostgreSQL, and this query runs on sqlite.
  Use a window: annotate rowNumber() over the fields and filter by 1.`,
  ],
  [
    "the latest without a field",
    () => Book.objects.latest(),
    `ORM_NO_LATEST_BY: Book does not say by which field a row is the latest.
  At PLACE
  Name it: latest("createdAt"), or set latestBy among the options of the model.`,
  ],
  [
    "a relation to many in selectRelated",
    () => books.selectRelated("tags"),
    `ORM_UNKNOWN_RELATION: Book has no relation "tags" that selectRelated() can load.
  You wrote selectRelated("tags")  at PLACE
  Relations: author.`,
  ],
  [
    "an unknown field in create",
    () => books.create({ title: "x", autor: 1 }),
    `ORM_UNKNOWN_FIELD: Book has no field "autor" that can be given a value.
  At PLACE
  Fields: id, title, pages, author.
  Did you mean "author"?`,
  ],
  [
    "an unknown field in update",
    () => books.update({ titel: "x" }),
    `ORM_UNKNOWN_FIELD: Book has no field "titel" to update.
  At PLACE
  Fields: id, title, pages, author.
  Did you mean "title"?`,
  ],
  [
    "an expression in bulkCreate",
    () => books.bulkCreate([{ title: value("x"), author: 1 }]),
    `ORM_BULK_EXPRESSION: bulkCreate() takes plain values, and Book.title is given an expression.
  At PLACE
  Insert that row by create(), or update it afterwards.`,
  ],
  [
    "a field that was left out",
    async () => (await books.only("title").first()).pages,
    `ORM_DEFERRED_FIELD: Book.pages was not read: only() or defer() left it out.
  At PLACE
  Read it first: await instance.refresh({ fields: ["pages"] }).`,
  ],
  [
    "a relation that may not be loaded",
    async () => (await Book.objects.fetchMode("raise").first())?.author,
    `ORM_NOT_LOADED: Book.author was not loaded, and this result may not ask for more.
  At PLACE
  Load it with the query: selectRelated("author").`,
  ],
  [
    "a relation to many that is assigned",
    async () => {
      // biome-ignore lint/suspicious/noExplicitAny: the compiler refuses it, too
      ((await Book.objects.first()) as any).tags = [];
    },
    `ORM_MANY_ASSIGNED: Book.tags holds many instances and cannot be assigned.
  At PLACE
  Use its manager: await instance.tags.set([…]).`,
  ],
  [
    "rows that cannot leave their relation",
    async () => (await Author.objects.get({ name: "Ann" })).books.clear(),
    `ORM_NOT_NULLABLE: Book.author cannot be null, so no row can leave the relation.
  At PLACE
  Delete the rows, or add them to another instance.`,
  ],
  [
    "a protected row",
    async () => (await Author.objects.get({ name: "Ann" })).delete(),
    `ORM_PROTECTED: 2 rows of Book point at what is to be deleted, and Book.author forbids it.
  At PLACE
  Book.author has onDelete: "protect".
  Delete or change the rows of Book first, or choose another onDelete.`,
  ],
  [
    "a row that is gone when it is saved",
    async () => {
      const book = await Book.objects.create({ title: "Gone", author: 1 });
      await Book.objects.filter({ id: book.id }).delete();
      book.title = "x";
      await book.save({ updateFields: ["title"] });
    },
    `ORM_NOT_UPDATED: There is no row of Book with the key 3 to update.
  At PLACE
  It was deleted meanwhile: read it again, or save with { forceInsert: true }.`,
  ],
  [
    "values that are not valid",
    () => new Author({ name: "Ann" }).fullClean(),
    `VALIDATE_INVALID: The values are not valid.
  At e.Author
  name: Another author has this name already.`,
  ],
  [
    "a model that is defined twice",
    () => modelOf("e.Book", () => Book, {}),
    `ORM_DUPLICATE_MODEL: The model "e.Book" is defined twice.
  At e.Book
  Give one of them another name: Model("blog.OtherName", …).`,
  ],
  [
    "a field with a double underscore",
    () => modelOf("e.Bad", () => Book, { a__b: f.char() }),
    `ORM_BAD_FIELD_NAME: The field e.Bad.a__b cannot be named in a lookup: "__" parts its names.
  At e.Bad.a__b
  Give it a name without double underscores, and without one at its end.`,
  ],
  [
    "a relation to something else",
    () => {
      class Odd extends modelOf("e.Odd", () => Odd, { to: f.foreignKey(() => 42) }) {}
      return defineModels({ Odd } as never);
    },
    `ORM_NOT_A_MODEL: e.Odd.to does not lead to a model.
  At e.Odd.to
  Give a function that returns a model class: f.foreignKey(() => Author).`,
  ],
  [
    "another side that is not there",
    () => {
      class Lone extends modelOf("e.Lone", () => Lone, { books: f.reverse(() => Book, "auther") }) {}
      return defineModels({ Lone } as never);
    },
    `ORM_NO_OTHER_SIDE: e.Lone.books names no relation of e.Book to this model.
  You wrote f.reverse(() => Book, "auther")  at e.Lone.books
  Name the field of e.Book that leads here. Did you mean "author"?`,
  ],
  [
    "a related name that is a field",
    () => {
      class Clash extends modelOf("e.Clash", () => Clash, {
        to: f.foreignKey(() => Author, { relatedName: "name" }),
      }) {}
      return defineModels({ Clash } as never);
    },
    `ORM_RELATED_NAME_CLASH: e.Clash.to has the relatedName "name", which is a field of e.Author.
  At e.Clash.to
  Give it another relatedName.`,
  ],
  [
    "a name for paths that is a field",
    () => {
      class Clash2 extends modelOf("e.Clash2", () => Clash2, {
        to: f.foreignKey(() => Author, { relatedName: "clashes", relatedQueryName: "name" }),
      }) {}
      return defineModels({ Clash2 } as never);
    },
    `ORM_RELATED_NAME_CLASH: e.Clash2.to has the relatedQueryName "name", which is a field of e.Author.
  At e.Clash2.to
  Give it another relatedQueryName.`,
  ],
  [
    "two relations with one default name",
    () => {
      class Twin extends modelOf(
        "e.Twin",
        () => Twin,
        { left: f.foreignKey(() => Author), right: f.foreignKey(() => Author) },
        { defaultRelatedName: "twins" },
      ) {}
      return defineModels({ Twin } as never);
    },
    `ORM_RELATED_NAME_CLASH: e.Twin.right has the relatedName "twins", which is a field of e.Author.
  At e.Twin.right
  Give it another relatedName.`,
  ],
  [
    "a manager that is not there",
    () => {
      class Shy extends modelOf("e.Shy", () => Shy, {}, { defaultManagerName: "everythin" }) {
        static readonly everything = new QuerySet(this as never);
      }
      class Host extends modelOf("e.Host", () => Host, { shy: f.manyToMany(() => Shy) }) {}
      return (new Host() as never as { shy: unknown }).shy;
    },
    `ORM_NO_MANAGER: Shy has no static query set "everythin".
  At e.Shy
  Query sets: objects, everything.
  Declare it in the class: static readonly everythin = new QuerySet(this). Did you mean "everything"?`,
  ],
  [
    "an order that rows do not have",
    async () => (await Author.objects.get({ name: "Ann" })).books.getOrder(),
    `ORM_NOT_ORDERED: The rows of Author.books have no order of their own.
  At PLACE
  Give Book the option { orderWithRespectTo: "author" }.`,
  ],
  [
    "a neighbour in an order that rows do not have",
    async () => (await Author.objects.get({ name: "Ann" })).findNextInOrder(),
    `ORM_NOT_ORDERED: The rows of Author have no order of their own.
  At PLACE
  Give Author the option { orderWithRespectTo: "…" }.`,
  ],
  [
    "a natural key that a model does not have",
    async () => (await Author.objects.get({ name: "Ann" })).naturalKey(),
    `ORM_NO_NATURAL_KEY: Author has no natural key.
  At PLACE
  Give it the option { naturalKey: ["…"] } with the fields that name a row.`,
  ],
  [
    "a through model without both keys",
    () => {
      class Half extends modelOf("e.Half", () => Half, { to: f.manyToMany(() => Author, { through: () => Book }) }) {}
      return defineModels({ Half } as never);
    },
    `ORM_BAD_THROUGH: e.Half.to goes through a model without a foreign key to each side.
  At e.Half.to
  Give the model of "through" a foreign key to e.Half and one to e.Author, and name them in "throughFields" where it has several.`,
  ],
  [
    "a lookup that is there",
    () => registerLookup("text", { name: "contains", takes: "text", build: (left) => left }),
    `ORM_LOOKUP_EXISTS: The kind "text" has a lookup "contains" already.
  Give yours another name.`,
  ],
];

for (const [name, call, text] of cases) {
  test(`the error of ${name}`, async () => {
    assert.equal(await textOf(call), text);
  });
}

test("a date without Temporal says how to get it", async () => {
  assert.equal(
    await textOf(() => loadPolyfill("a-package-that-nobody-has-installed")),
    `ORM_NO_TEMPORAL: Dates, times of day and durations need Temporal, which this Node does not have.
  Run npm install temporal-polyfill, or start Node with --harmony-temporal.`,
  );
});
