// Asserts the errors of keys of several fields, and of foreign keys to other fields than the key.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { avg, checkModels, createTables, defineDatabases, F, f, Model } from "#orm";
import { findMeta } from "#orm/internals";

class Book extends Model("ke.Book", () => Book, { title: f.char(), isbn: f.char({ unique: true }) }) {}
class Tag extends Model("ke.Tag", () => Tag, { code: f.char({ primaryKey: true }) }) {}
class Label extends Model(
  "ke.Label",
  () => Label,
  {
    book: f.foreignKey(() => Book, { toField: "isbn" }),
    tag: f.foreignKey(() => Tag),
    weight: f.integer({ default: 1 }),
  },
  { primaryKey: ["book", "tag"] },
) {}
class Note extends Model("ke.Note", () => Note, {
  kind: f.char({ null: true }),
  key: f.char({ null: true }),
  on: f.generic("kind", "key"),
}) {}

// biome-ignore lint/suspicious/noExplicitAny: these are the mistakes of code that no compiler has seen
const modelOf = Model as any;
let made = 0;
/** Defines a model that is looked at as far as its columns and relations go. */
const define = (fields: object, options: object = {}): unknown => {
  const cls = modelOf(`ke.Made${++made}`, () => cls, fields, options);
  const meta = findMeta(cls)!;
  for (const name of meta.relationNames) meta.relation(name);
  return meta.columns;
};

defineDatabases({ default: "sqlite::memory:" });
before(() => createTables([Book, Tag, Label, Note]));

/** The text of what `call` throws, its place and the number of the model made the same always. */
async function textOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    const { message } = error as Error;
    return message.replace(/tests\/orm\/key-errors\.test\.ts:\d+:\d+/g, "PLACE").replaceAll(/Made\d+/g, "Made");
  }
  throw new Error("nothing was thrown");
}

const cases: readonly (readonly [name: string, call: () => unknown, text: string])[] = [
  [
    "a key of one field",
    () => define({ a: f.char() }, { primaryKey: ["a"] }),
    `ORM_BAD_KEY: The key of ke.Made is to be made of one field.
  You wrote primaryKey: ["a"]  at ke.Made
  Name several fields, or write primaryKey: true among the options of the one.`,
  ],
  [
    "a key of fields that there are not",
    () => define({ name: f.char(), size: f.integer() }, { primaryKey: ["name", "sise"] }),
    `ORM_BAD_KEY: The key of ke.Made names "sise", which is no field of it.
  You wrote primaryKey: ["name","sise"]  at ke.Made
  Did you mean "size"?`,
  ],
  [
    "a field twice in a key",
    () => define({ name: f.char(), size: f.integer() }, { primaryKey: ["name", "name"] }),
    `ORM_BAD_KEY: The key of ke.Made names name twice.
  You wrote primaryKey: ["name","name"]  at ke.Made
  Name each field once.`,
  ],
  [
    "two keys",
    () => define({ id: f.auto(), name: f.char(), size: f.integer() }, { primaryKey: ["name", "size"] }),
    `ORM_BAD_KEY: ke.Made has two primary keys: the field id, and name and size together.
  You wrote primaryKey: ["name","size"]  at ke.Made
  Take primaryKey away from the field id, or the option of the model.`,
  ],
  [
    "a key that may be null",
    () => define({ name: f.char({ null: true }), size: f.integer() }, { primaryKey: ["name", "size"] }),
    `ORM_BAD_KEY: The field name may be null, and cannot be a part of a key.
  You wrote primaryKey: ["name","size"]  at ke.Made
  Take null: true away from the field.`,
  ],
  [
    "a key of many instances",
    () => define({ tags: f.manyToMany(() => Tag), size: f.integer() }, { primaryKey: ["tags", "size"] }),
    `ORM_BAD_KEY: The field tags holds many instances, and cannot be a part of a key.
  You wrote primaryKey: ["tags","size"]  at ke.Made
  Name fields with a column of their own: values and foreign keys.`,
  ],
  [
    "a key that the database computes",
    () => define({ a: f.integer(), b: f.generated(f.integer(), F("a").add(1)) }, { primaryKey: ["a", "b"] }),
    `ORM_BAD_KEY: The field b is computed by the database, and cannot be a part of a key.
  You wrote primaryKey: ["a","b"]  at ke.Made
  Name fields that rows are written with.`,
  ],
  [
    "a key beside that of a parent",
    () => define({ a: f.integer(), b: f.integer() }, { primaryKey: ["a", "b"], parent: Book }),
    `ORM_BAD_KEY: The key of ke.Made is that of ke.Book, which it extends.
  You wrote primaryKey: ["a","b"]  at ke.Made
  Take the option primaryKey away.`,
  ],
  [
    "a foreign key to a key of several fields",
    () => define({ label: f.foreignKey(() => Label) }),
    `ORM_COMPOSITE_TARGET: ke.Made.label cannot point at ke.Label, whose key is made of several fields: book and tag.
  At ke.Made.label
  Point at a unique field of Label with toField, or give it a key of one field and make these unique together: { unique: [["book","tag"]] }.`,
  ],
  [
    "links to a key of several fields",
    () => define({ labels: f.manyToMany(() => Label) }),
    `ORM_COMPOSITE_TARGET: ke.Made.labels cannot point at ke.Label, whose key is made of several fields: book and tag.
  At ke.Made.labels
  Point at a unique field of Label with toField, or give it a key of one field and make these unique together: { unique: [["book","tag"]] }.`,
  ],
  [
    "a generic relation to a key of several fields",
    () => new Note({ on: new Label({ book: "1", tag: "a" }) }),
    `ORM_COMPOSITE_TARGET: ke.Note.on cannot point at ke.Label, whose key is made of several fields: book and tag.
  At ke.Note.on
  Point at a unique field of Label with toField, or give it a key of one field and make these unique together: { unique: [["book","tag"]] }.`,
  ],
  [
    "a foreign key to a field that there is not",
    () => define({ book: f.foreignKey(() => Book, { toField: "isbm" }) }),
    `ORM_BAD_TO_FIELD: ke.Made.book points at the field "isbm" of ke.Book, which has no such field of its own.
  You wrote toField: "isbm"  at ke.Made.book
  Unique fields: id, isbn.
  Did you mean "isbn"?`,
  ],
  [
    "a foreign key to a field that is not unique",
    () => define({ book: f.foreignKey(() => Book, { toField: "title" }) }),
    `ORM_BAD_TO_FIELD: ke.Made.book points at ke.Book.title, which is not unique.
  You wrote toField: "title"  at ke.Made.book
  Unique fields: id, isbn.
  Make it unique: true, or name another field.`,
  ],
  [
    "a key as a number",
    () => Label.objects.filter({ pk: 5 as never }),
    `ORM_BAD_KEY_VALUE: The key asked for by "pk" has 2 parts.
  You wrote { pk: 5 }  at PLACE
  Columns of the key: book_id, tag_id.
  Give them in this order, as a list: [book_id, tag_id].`,
  ],
  [
    "keys of other lengths",
    () => Label.objects.filter({ pk__in: [["1", "a"], ["2"]] as never }),
    `ORM_BAD_KEY_VALUE: The key asked for by "pk__in" has 2 parts.
  You wrote { pk__in: an array of 1 }  at PLACE
  Columns of the key: book_id, tag_id.
  Give them in this order, as a list: [book_id, tag_id].`,
  ],
  [
    "the mean of keys",
    () => Label.objects.aggregate({ mean: avg("pk") }),
    `ORM_COMPOSITE_KEY: A key of several fields stands where one value is needed.
  At PLACE
  Columns of the key: book_id, tag_id.
  Name one of its fields in place of pk.`,
  ],
  [
    "a key that equals a number",
    () => Label.objects.filter({ pk: F("weight") as never }),
    `ORM_COMPOSITE_KEY: A key of several fields is compared with something that is no such key.
  Columns of the key: book_id, tag_id.
  Compare pk with a list of values, with outerRef("pk"), or with a query of such keys.`,
  ],
  [
    "the column of a key of several fields",
    () => findMeta(Label)!.key.column,
    `ORM_COMPOSITE_KEY: The key of Label is made of several fields, book and tag: no one column holds it.
  Use these fields, or pk as a whole in lookups, orders and values.`,
  ],
  [
    "a change of the key of many rows",
    () => Label.objects.bulkUpdate([new Label({ book: "1", tag: "a" })], ["weight", "tag"]),
    `ORM_KEY_CHANGED: bulkUpdate() finds the rows by their key, and cannot write tag, which is a part of it.
  At PLACE
  Name other fields, or delete the rows and create others.`,
  ],
  [
    "an instance without the value that is pointed at",
    () => Label.objects.filter({ book: new Book({ title: "x" } as never) }),
    `ORM_UNSAVED_INSTANCE: The instance given for "book" is not saved, so that no row can point at it.
  At PLACE
  Save it first: await instance.save().`,
  ],
];

for (const [name, call, text] of cases)
  test(`the error of ${name}`, async () => assert.equal(await textOf(call), text));

test("the check of models tells of relations that lead to such keys", () => {
  const Loose = modelOf("ke.Loose", () => Loose, { label: f.foreignKey(() => Label) });
  assert.deepEqual(
    checkModels([Loose, Label]).map(({ code, message, where }) => [code, message, where]),
    [
      [
        "ORM_COMPOSITE_TARGET",
        "ke.Loose.label cannot point at ke.Label, whose key is made of several fields: book and tag.",
        "ke.Loose.label",
      ],
    ],
  );
});
