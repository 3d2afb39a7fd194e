// Asserts on every database what generic relations do: rows that point at rows of any model.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  assertQueries,
  atomic,
  count,
  defineModels,
  deleteStaleGenerics,
  f,
  getModel,
  listModels,
  Model,
  Prefetch,
  prefetchRelated,
  renameGenericType,
  staleGenericTypes,
} from "#orm";
import { databaseCases, withModels } from "../databases.ts";

class Note extends Model(
  "gen.Note",
  () => Note,
  {
    text: f.char({ maxLength: 30 }),
    targetType: f.char({ maxLength: 100, null: true }),
    targetId: f.char({ maxLength: 40, null: true }),
    target: f.generic("targetType", "targetId"),
  },
  { ordering: ["text"], indexes: [["targetType", "targetId"]] },
) {}
class Book extends Model("gen.Book", () => Book, {
  title: f.char({ maxLength: 30 }),
  author: f.foreignKey(() => Writer, { null: true, relatedName: "books" }),
  notes: f.genericReverse(() => Note, "target"),
}) {}
class Writer extends Model("gen.Writer", () => Writer, {
  name: f.char({ maxLength: 30 }),
  books: f.reverse(() => Book, "author"),
}) {}
class Tag extends Model("gen.Tag", () => Tag, {
  code: f.char({ maxLength: 10, primaryKey: true }),
  notes: f.genericReverse(() => Note, "target"),
}) {}
const models = [Writer, Book, Tag, Note];
defineModels({ Writer, Book, Tag, Note });

async function fill(): Promise<void> {
  const ann = await Writer.objects.create({ name: "Ann" });
  const one = await Book.objects.create({ title: "One", author: ann });
  await Book.objects.create({ title: "Two" });
  const three = await Book.objects.create({ title: "Three" });
  const tag = await Tag.objects.create({ code: "x" });
  await Note.objects.create({ text: "a", target: one });
  await Note.objects.create({ text: "b", target: one });
  await Note.objects.create({ text: "c", target: three });
  await Note.objects.create({ text: "d", target: tag });
  await Note.objects.create({ text: "e" });
}
const texts = async (rows: PromiseLike<readonly { text: string }[]>): Promise<string[]> =>
  (await rows).map((row) => row.text);
const nameOf = (target: unknown): string | null =>
  target instanceof Book ? target.title : target instanceof Tag ? target.code : null;

type Case = readonly [name: string, run: () => PromiseLike<unknown>, answer: unknown];

const cases: readonly Case[] = [
  [
    "what is pointed at is loaded by one query for each model",
    () =>
      assertQueries(3, async () => {
        const found: (string | null)[] = [];
        for (const note of await Note.objects.all()) found.push(nameOf(await note.target));
        return found;
      }),
    ["One", "One", "Three", "x", null],
  ],
  [
    "prefetchRelated loads it beforehand",
    () =>
      assertQueries(3, async () => {
        const notes = await Note.objects.prefetchRelated("target");
        return notes.map((note) => nameOf(note.target));
      }),
    ["One", "One", "Three", "x", null],
  ],
  [
    "query sets for some of the models load what they admit",
    () =>
      assertQueries(5, async () => {
        const books = Book.objects.filter({ title__ne: "One" }).selectRelated("author");
        const notes = await Note.objects.prefetchRelated(new Prefetch("target", [books]));
        const beside = await Note.objects.filter({ text__in: ["a", "c"] });
        await prefetchRelated(beside, new Prefetch("target", books, "book"));
        return [
          notes.map((note) => nameOf(note.target)),
          beside.map((note) => nameOf((note as { book?: unknown }).book)),
        ];
      }),
    [
      [null, null, "Three", "x", null],
      [null, "Three"],
    ],
  ],
  [
    "a query set of another model is refused",
    async () => {
      const text = (error: unknown) => (error as Error).message.split("\n")[0];
      const refused = [];
      for (const given of [Tag.objects, [Book.objects, Book.objects]])
        try {
          Writer.objects.prefetchRelated(new Prefetch("books", given as never));
        } catch (error) {
          refused.push(text(error));
        }
      return refused;
    },
    [
      'ORM_BAD_PREFETCH: "books" leads to Book, and a query set of Tag was given for it.',
      'ORM_BAD_PREFETCH: "books" leads to Book, and several query sets were given for it.',
    ],
  ],
  [
    "names that no model has are found, and their rows deleted",
    async () => {
      const before = await staleGenericTypes();
      await Note.objects.filter({ text: "d" }).update({ targetType: "gen.Label" });
      const found = await staleGenericTypes();
      const { total, byModel } = await deleteStaleGenerics();
      return [before, found, total, byModel, await texts(Note.objects.all()), (await deleteStaleGenerics()).total];
    },
    [[], ["gen.Label"], 1, { "gen.Note": 1 }, ["a", "b", "c", "e"], 0],
  ],
  [
    "rows take the new name of a model",
    async () => {
      await Note.objects.filter({ text: "d" }).update({ targetType: "gen.Label" });
      const changed = await renameGenericType("gen.Label", "gen.Tag");
      return [changed, await texts((await Tag.objects.get()).notes)];
    },
    [1, ["d"]],
  ],
  [
    "a model is found by its name",
    async () => {
      const [note] = await Note.objects.filter({ text: "a" });
      const model = getModel(note!.targetType!);
      const unknown = (() => {
        try {
          return getModel("gen.Bok");
        } catch (error) {
          return (error as Error).message.replace(/Models: .*/, "Models: …");
        }
      })();
      return [
        model === (Book as unknown),
        getModel("gen.book").modelName,
        await model.objects.count(),
        listModels("gen").map((each) => each.name),
        unknown,
      ];
    },
    [
      true,
      "gen.Book",
      3,
      ["Note", "Book", "Writer", "Tag"],
      'ORM_UNKNOWN_MODEL: There is no model "gen.Bok".\n  Models: …\n  Import the module that defines it first. Did you mean "gen.Book"?',
    ],
  ],
  [
    "a result that may not ask for more",
    async () => {
      const note = await Note.objects.fetchMode("raise").get({ text: "a" });
      try {
        await note.target;
        return "loaded";
      } catch (error) {
        return (error as Error).message.split("\n")[0];
      }
    },
    "ORM_NOT_LOADED: Note.target was not loaded, and this result may not ask for more.",
  ],
  ["the rows that point here", async () => texts((await Book.objects.get({ title: "One" })).notes), ["a", "b"]],
  ["with a filter", async () => texts((await Book.objects.get({ title: "One" })).notes.filter({ text: "b" })), ["b"]],
  ["of a key that is text", async () => texts((await Tag.objects.get()).notes), ["d"]],
  ["over the relation", async () => Book.objects.filter({ notes__text: "c" }).flat("title"), ["Three"]],
  ["over the relation of a key that is text", async () => Tag.objects.filter({ notes__text: "d" }).flat("code"), ["x"]],
  [
    "excluded over the relation",
    async () => Book.objects.exclude({ notes__text: "a" }).orderBy("title").flat("title"),
    ["Three", "Two"],
  ],
  ["those to whom nothing points", async () => Book.objects.filter({ notes__isnull: true }).flat("title"), ["Two"]],
  [
    "counted",
    async () =>
      Book.objects
        .annotate({ n: count("notes") })
        .orderBy("title")
        .valuesList("title", "n"),
    [
      ["One", 2],
      ["Three", 1],
      ["Two", 0],
    ],
  ],
  [
    "loaded for the siblings",
    () =>
      assertQueries(2, async () => {
        const found: number[] = [];
        for (const book of await Book.objects.orderBy("title")) found.push((await book.notes).length);
        return found;
      }),
    [2, 1, 0],
  ],
  [
    "prefetched from the other side, which knows what it points at",
    () =>
      assertQueries(2, async () => {
        const books = await Book.objects.prefetchRelated("notes").orderBy("title");
        return books.map((book) => book.notes.items.map((note) => note.target === book));
      }),
    [[true, true], [true], []],
  ],
  [
    "created through the manager",
    async () => {
      const two = await Book.objects.get({ title: "Two" });
      const note = await two.notes.create({ text: "new" });
      return [note.targetType, note.targetId === String(two.pk), await two.notes.count()];
    },
    ["gen.Book", true, 1],
  ],
  [
    "added, removed and set",
    async () => {
      const two = await Book.objects.get({ title: "Two" });
      await two.notes.add(await Note.objects.get({ text: "e" }), await Note.objects.get({ text: "d" }));
      const added = await texts(two.notes.all());
      await two.notes.remove(await Note.objects.get({ text: "d" }));
      const removed = await texts(Note.objects.all());
      await two.notes.clear();
      return [added, removed, await Note.objects.count()];
    },
    [["d", "e"], ["a", "b", "c", "e"], 3],
  ],
  [
    "pointed elsewhere, and at nothing",
    async () => {
      const note = await Note.objects.get({ text: "a" });
      note.target = await Tag.objects.get();
      const changed = note.changedFields();
      await note.save();
      const there = await texts((await Tag.objects.get()).notes);
      note.target = null;
      await note.save();
      return [changed, there, (await Note.objects.get({ text: "a" })).targetType];
    },
    [["targetType", "targetId"], ["a", "d"], null],
  ],
  [
    "an instance that was assigned before it was saved",
    async () => {
      const book = new Book({ title: "Late" });
      const note = new Note({ text: "l", target: book });
      await book.save();
      await note.save();
      return texts(book.notes);
    },
    ["l"],
  ],
  [
    "a deleted row takes those with it that point at it",
    async () => {
      const { byModel } = await (await Book.objects.get({ title: "One" })).delete();
      await Tag.objects.all().delete();
      return [byModel, await texts(Note.objects.all())];
    },
    [{ "gen.Book": 1, "gen.Note": 2 }, ["c", "e"]],
  ],
  [
    "a row that is gone is null",
    async () => {
      await Note.objects.filter({ text: "a" }).update({ targetId: "99999" });
      return (await Note.objects.get({ text: "a" })).target;
    },
    null,
  ],
];

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, models, fill);
    for (const [name, run, answer] of cases)
      test(name, async () => assert.deepEqual(await atomic(run, { rollback: true }), answer));
  });
}
