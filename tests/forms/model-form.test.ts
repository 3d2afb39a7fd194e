// Tests forms of models: their fields, mass assignment, checks of the whole row, and saving with relations in one transaction.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { App } from "demijohn";
import { field, inlineFormSet, modelForm } from "#forms";
import { atomic, closeDatabases, createTables, defineDatabases, f, Model, ValidationError } from "#orm";
import { MemoryStorage } from "#storage";

class Author extends Model("mf.Author", () => Author, { name: f.char({ maxLength: 20, unique: true }) }) {
  override toString() {
    return this.name;
  }
}
class Tag extends Model("mf.Tag", () => Tag, { word: f.char({ maxLength: 10 }) }) {
  override toString() {
    return this.word;
  }
}
class Article extends Model(
  "mf.Article",
  () => Article,
  {
    title: f.char({ maxLength: 30, helpText: "As it is printed." }),
    slug: f.slug({ unique: true, errorMessages: { unique: "That address is taken." } }),
    body: f.text({ blank: true }),
    status: f.char({ maxLength: 5, choices: { draft: "Draft", live: "Live" }, default: "draft" }),
    pages: f.positiveInteger({ null: true }),
    price: f.decimal({ maxDigits: 6, decimalPlaces: 2, null: true }),
    pinned: f.boolean({ default: false }),
    published: f.date({ null: true }),
    created: f.dateTime({ autoNowAdd: true }),
    secret: f.boolean({ default: false }),
    author: f.foreignKey(() => Author, { relatedName: "articles" }),
    tags: f.manyToMany(() => Tag, { relatedName: "articles", blank: true }),
  },
  { unique: [["title", "author"]] },
) {
  override clean() {
    if (this.title && this.title === this.body)
      throw new ValidationError("The body repeats the title.", { code: "repeats" });
  }
}

class ArticleForm extends modelForm(Article, {
  fields: ["title", "slug", "body", "status", "pages", "price", "pinned", "published", "author", "tags"],
  labels: { pages: "Number of pages" },
}) {}

let ann: Author;
let tags: Tag[];

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([Author, Tag, Article]);
  ann = await Author.objects.create({ name: "Ann" });
  tags = [await Tag.objects.create({ word: "red" }), await Tag.objects.create({ word: "dry" })];
});
after(() => closeDatabases());

const good = () => ({
  title: "Corks",
  slug: `corks-${Math.random().toString(36).slice(2)}`,
  status: "live",
  author: String(ann.id),
});

test("a form writes the named fields alone, relations included, in one transaction", async () => {
  const form = await ArticleForm.from({
    ...good(),
    pages: "12",
    price: "9.5",
    pinned: "on",
    published: "2026-02-03",
    tags: tags.map((tag) => String(tag.id)),
    secret: "on",
    id: "99",
    created: "2000-01-01",
  });
  assert.deepEqual({ ...form.errors }, {});
  const article = await form.save();
  assert.ok(article);
  const read = await Article.objects.get({ id: article.id });
  assert.deepEqual(
    [read.title, read.pages, read.price, read.pinned, String(read.published), read.secret, read.authorId],
    ["Corks", 12, "9.50", true, "2026-02-03", false, ann.id],
  );
  assert.notEqual(read.id, 99);
  assert.deepEqual((await read.tags).map((tag) => tag.word).sort(), ["dry", "red"]);
});

test("a form of a row shows it and changes what was sent", async () => {
  const made = await (await ArticleForm.from({ ...good(), title: "Old", tags: [String(tags[0]!.id)] })).save();
  const shown = await ArticleForm.from({ method: "GET", header: () => undefined, form: () => undefined } as never, {
    instance: made!,
  });
  assert.match(String(shown), /name="title" value="Old" maxlength="30"/);
  assert.match(
    String(shown),
    new RegExp(`<option value="${tags[0]!.id}" selected>red</option><option value="${tags[1]!.id}">dry</option>`),
  );
  const changed = await ArticleForm.from(
    { ...good(), title: "New", slug: made!.slug, tags: [String(tags[1]!.id)] },
    { instance: made! },
  );
  assert.deepEqual(changed.changedData, ["title", "tags"]);
  await changed.save();
  const read = await Article.objects.get({ id: made!.id });
  assert.equal(read.title, "New");
  assert.deepEqual(
    (await read.tags).map((tag) => tag.word),
    ["dry"],
  );
});

test("the model's checks are the form's errors", async () => {
  const form = await ArticleForm.from({
    title: "x".repeat(31),
    slug: "not a slug",
    status: "gone",
    pages: "-1",
    author: "77777",
    tags: ["1", "88888"],
    price: "12345.678",
  });
  assert.deepEqual(JSON.parse(JSON.stringify(form.errors)), {
    title: ["Ensure this value has at most 30 characters (it has 31)."],
    slug: ["Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."],
    status: ["Select a valid choice. gone is not one of the available choices."],
    pages: ["Ensure this value is greater than or equal to 0."],
    price: ["Ensure that there are no more than 6 digits in total."],
    author: ["Select a valid choice. That choice is not one of the available choices."],
    tags: ["Select a valid choice. 88888 is not one of the available choices."],
  });
  const repeats = await ArticleForm.from({ ...good(), title: "Same", body: "Same" });
  assert.deepEqual(repeats.nonFieldErrors.codes, ["repeats"]);
});

test("what must be unique is told by field, and by the model's own text", async () => {
  const first = await (await ArticleForm.from({ ...good(), title: "Unique" })).save();
  const taken = await ArticleForm.from({ ...good(), title: "Other", slug: first!.slug });
  assert.deepEqual([...taken.errors.slug!], ["That address is taken."]);
  const together = await ArticleForm.from({ ...good(), title: "Unique" });
  assert.deepEqual([...together.nonFieldErrors], ["Another article has this title and author already."]);
  const same = await ArticleForm.from({ ...good(), title: "Unique", slug: first!.slug }, { instance: first! });
  assert.equal(same.isValid(), true);
});

test("a row that came in between is an error of the form, and nothing is written", async () => {
  class AuthorForm extends modelForm(Author, { fields: ["name"] }) {}
  const form = await AuthorForm.from({ name: "Bea" });
  assert.equal(form.isValid(), true);
  await Author.objects.create({ name: "Bea" });
  assert.equal(await form.save(), undefined);
  assert.deepEqual([form.status, [...form.errors.name!]], [422, ["Another author has this name already."]]);
  await atomic(async () => {
    const again = await AuthorForm.from({ name: "Cid" });
    await Author.objects.create({ name: "Cid" });
    assert.equal(await again.save(), undefined);
    assert.equal(await Author.objects.filter({ name: "Cid" }).count(), 1);
  });
});

test("a form may have fields of its own, others than the model's, and choices of its own", async () => {
  class Special extends modelForm(Article, {
    fields: ["title", "author"],
    extra: { agree: field.boolean() },
    querysets: { author: () => Author.objects.filter({ name: "nobody" }) },
    replace: { title: (title) => title.with({ helpText: "Short." }) },
    errorMessages: { title: { required: "A title, please." } },
  }) {}
  const form = await Special.from({ title: "", author: String(ann.id) });
  assert.deepEqual(JSON.parse(JSON.stringify(form.errors)), {
    title: ["A title, please."],
    author: ["Select a valid choice. That choice is not one of the available choices."],
    agree: ["This field is required."],
  });
  assert.match(String(form), /Short\./);
});

const media = new MemoryStorage({ baseUrl: "/media/" });
class Photo extends Model("mf.Photo", () => Photo, {
  title: f.char({ maxLength: 20 }),
  file: f.file({ storage: media, uploadTo: "photos", null: true }),
  plain: f.file({ blank: true, default: "" }),
}) {}

test("uploads are stored with the row, shown in its form, and removed where it is asked for", async () => {
  await createTables([Photo]);
  class PhotoForm extends modelForm(Photo, { fields: ["title", "file"] }) {}
  const app = new App();
  app.post("/", async (request) => {
    const form = await PhotoForm.from(request);
    const photo = await form.save();
    return photo === undefined ? { errors: form.errors } : { name: photo.file?.name };
  });
  const answer = await app.request("/", { form: { title: "cat", file: new File(["purr"], "../my cat.txt") } });
  assert.deepEqual(await answer.json(), { name: "photos/my_cat.txt" });
  const photo = await Photo.objects.get({ title: "cat" });
  assert.equal(Buffer.from(await photo.file!.read()).toString(), "purr");
  assert.match(
    String(new PhotoForm({ instance: photo })),
    /<a class="form-file" href="\/media\/photos\/my_cat\.txt">photos\/my_cat\.txt<\/a>/,
  );
  await (await PhotoForm.from({ title: "cat" }, { instance: photo })).save();
  assert.equal((await Photo.objects.get({ title: "cat" })).file?.name, "photos/my_cat.txt");
  await (await PhotoForm.from({ title: "cat", "file-clear": "on" }, { instance: photo })).save();
  assert.equal((await Photo.objects.get({ title: "cat" })).file, null);
});

const errors: readonly (readonly [string, () => unknown, string])[] = [
  [
    "no model",
    () => modelForm(class {} as never, { fields: [] }),
    `FORMS_NOT_A_MODEL: A form of a model was asked for function (anonymous), which is none.
  Give it a class that extends Model(…).`,
  ],
  [
    "an unknown field",
    () => modelForm(Author, { fields: ["nmae" as never] }),
    `FORMS_UNKNOWN_FIELD: Author has no field "nmae" for a form.
  Fields: name.
  Did you mean "name"?`,
  ],
  [
    "a field that no form writes",
    () => modelForm(Author, { fields: ["id" as never] }),
    `FORMS_NOT_EDITABLE: Author.id cannot be edited in a form.
  At mf.Author.id
  Fields that can: name.
  Leave it out of the form: it is computed, set by the clock, kept by another model or declared with editable: false.`,
  ],
  [
    "no foreign key",
    () => new (inlineFormSet(Tag, ArticleForm))({ instance: tags[0]! }).forms,
    `FORMS_NO_FOREIGN_KEY: Article has no foreign key to Tag.
  Name the one that is meant: inlineFormSet(Tag, ArticleForm, { foreignKey: "…" }).`,
  ],
];

for (const [name, call, text] of errors)
  test(`the error of ${name} says what to do`, () => {
    assert.throws(call, { message: text });
  });

test("the error of an upload without a storage says what to do", async () => {
  class PlainForm extends modelForm(Photo, { fields: ["title", "plain"] }) {}
  const file = { filename: "a.txt", safeName: "a.txt", size: 1, name: "plain" };
  const form = await PlainForm.from({ title: "x", plain: file });
  await assert.rejects(form.save(), {
    message: `FORMS_NO_STORAGE: Photo.plain was uploaded, and nothing says where files are stored.
  At mf.Photo.plain
  Give the form a storage: modelForm(Model, { fields: [...], storage }).`,
  });
  const stored = { save: async (name: string) => `kept/${name}` };
  const kept = await PlainForm.from({ title: "x", plain: file }, { settings: { storage: stored } });
  assert.equal((await kept.save())?.plain, "kept/a.txt");
});
