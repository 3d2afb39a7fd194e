// What forms know of their values: what must compile and what must not.

import { Form, field, formSet, inlineFormSet, modelForm } from "demijohn/forms";
import type { UploadedFile } from "demijohn/http";
import { f, Model } from "demijohn/orm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Equal<A, B>): void {}

class WineForm extends Form(
  {
    name: field.char({ maxLength: 20 }),
    nick: field.char({ required: false, emptyValue: null }),
    year: field.integer(),
    litres: field.decimal({ required: false }),
    day: field.date({ required: false }),
    at: field.dateTime(),
    color: field.choice({ choices: ["red", "white"] }),
    grape: field.choice({ choices: { merlot: "Merlot", malbec: "Malbec" }, required: false }),
    tags: field.multipleChoice({
      choices: [
        ["a", "A"],
        ["b", "B"],
      ],
    }),
    stars: field.typedChoice({ choices: ["1", "2"], coerce: Number }),
    organic: field.boolean(),
    label: field.file(),
    picture: field.image({ required: false }),
    settings: field.json<{ dark: boolean }>(),
    span: field.multiValue({
      fields: [field.integer(), field.char()],
      compress: (parts): string | null =>
        parts.length === 0 ? null : `${parts[0].toFixed()}${parts[1].toUpperCase()}`,
    }),
  },
  {
    cleanFields: { name: (name) => name.toUpperCase(), year: async (year, form) => year + form.changedData.length },
    fieldOrder: ["year", "name"],
  },
) {
  override clean() {
    const { year } = this.cleanedData;
    same<typeof year, number | undefined>(true);
    this.addError("year", "Too late.");
    // @ts-expect-error: there is no field "yaer"
    this.addError("yaer", "Too late.");
  }
}

const form = await WineForm.from({});
// @ts-expect-error: a value may be missing before isValid() said yes
form.cleanedData.name.length;
if (form.isValid()) {
  const { cleanedData } = form;
  same<typeof cleanedData.name, string>(true);
  same<typeof cleanedData.nick, string | null>(true);
  same<typeof cleanedData.year, number>(true);
  same<typeof cleanedData.litres, string | null>(true);
  same<typeof cleanedData.day, Temporal.PlainDate | null>(true);
  same<typeof cleanedData.at, Date>(true);
  same<typeof cleanedData.color, "red" | "white">(true);
  same<typeof cleanedData.grape, "" | "merlot" | "malbec">(true);
  same<typeof cleanedData.tags, ("a" | "b")[]>(true);
  same<typeof cleanedData.stars, number>(true);
  same<typeof cleanedData.organic, boolean>(true);
  same<typeof cleanedData.label, UploadedFile>(true);
  const picture: UploadedFile | false | null = cleanedData.picture;
  void picture;
  same<typeof cleanedData.settings, { dark: boolean }>(true);
  const span: string | null = cleanedData.span;
  void span;
  // @ts-expect-error: there is no field "nmae"
  cleanedData.nmae;
}
form.fields.name.label;
// @ts-expect-error: there is no field "nmae"
form.fields.nmae;
// @ts-expect-error: there is no field "nmae"
form.errors.nmae;
// @ts-expect-error: there is no field "nmae" to clean
Form({ name: field.char() }, { cleanFields: { nmae: () => "" } });
// @ts-expect-error: a cleaned text is a text
Form({ name: field.char() }, { cleanFields: { name: () => 7 } });
// @ts-expect-error: there is no field "nmae" to show
Form({ name: field.char() }, { fieldOrder: ["nmae"] });
// @ts-expect-error: misspelled option
field.char({ maxLenght: 3 });
// @ts-expect-error: a validator of texts gets no number
field.char({ validators: [(value: number) => String(value)] });
// @ts-expect-error: initial values are of fields that there are
new WineForm({ initial: { nmae: 1 } });

class Author extends Model("tf.Author", () => Author, { name: f.char({ maxLength: 9 }) }) {}
class Book extends Model("tf.Book", () => Book, {
  title: f.char({ maxLength: 9 }),
  pages: f.integer({ null: true }),
  status: f.char({ choices: { new: "New", old: "Old" } }),
  author: f.foreignKey(() => Author, { relatedName: "books" }),
  editor: f.foreignKey(() => Author, { null: true, relatedName: "edited" }),
  readers: f.manyToMany(() => Author, { relatedName: "read" }),
}) {}
class BookForm extends modelForm(Book, {
  fields: ["title", "pages", "status", "author", "editor", "readers"],
  labels: { title: "The title" },
  extra: { agree: field.boolean() },
}) {}
const bookForm = await BookForm.from({}, { instance: new Book() });
if (bookForm.isValid()) {
  const { cleanedData } = bookForm;
  same<typeof cleanedData.title, string>(true);
  same<typeof cleanedData.pages, number | null>(true);
  same<typeof cleanedData.status, "new" | "old">(true);
  same<typeof cleanedData.author, Author>(true);
  same<typeof cleanedData.editor, Author | null>(true);
  same<typeof cleanedData.readers, Author[]>(true);
  same<typeof cleanedData.agree, boolean>(true);
}
const book = await bookForm.save();
same<typeof book, Book | undefined>(true);
// @ts-expect-error: there is no field "titel"
modelForm(Book, { fields: ["titel"] });
// @ts-expect-error: a label is of a field that the form has
modelForm(Book, { fields: ["title"], labels: { pages: "Pages" } });
// @ts-expect-error: another model's row
await BookForm.from({}, { instance: new Author() });

class Wines extends formSet(WineForm) {}
for (const row of (await Wines.from({})).cleanedData) same<typeof row.year, number>(true);
class Books extends inlineFormSet(Author, BookForm) {}
const saved = await (await Books.from({}, { instance: new Author() })).save();
for (const created of saved?.created ?? []) same<typeof created.title, string>(true);
// @ts-expect-error: the parent is an author
await Books.from({}, { instance: new Book() });
