// Asserts what fields of files do: uploads are stored with their instance, and read back with their storage.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createTables, defineDatabases, f, Model, type ValidationError } from "#orm";
import { MemoryStorage, StoredFile, upload } from "#storage";

const media = new MemoryStorage({ baseUrl: "/media/" });
const gif = new Uint8Array([71, 73, 70, 56, 57, 97, 3, 0, 2, 0]);

class Photo extends Model("files.Photo", () => Photo, {
  title: f.char({ maxLength: 20 }),
  image: f.image({ storage: media, uploadTo: "%Y/photos", widthField: "width", heightField: "height" }),
  width: f.integer({ null: true }),
  height: f.integer({ null: true }),
  notes: f.file({
    storage: () => media,
    uploadTo: (photo: Readonly<Record<string, unknown>>, name: string) => `${photo["title"]}/${name}`,
    null: true,
  }),
  plain: f.file({ default: "" }),
}) {}

defineDatabases({ default: "sqlite::memory:" });
before(() => createTables([Photo]));

test("an upload is stored when its instance is saved, and read back with its storage", async () => {
  const photo = new Photo({ title: "cat", image: upload("a cat.gif", gif), notes: upload("n.txt", "purr") });
  assert.deepEqual([photo.image.isSaved, photo.image.name], [false, "a_cat.gif"]);
  await photo.save();
  const year = new Date().getUTCFullYear();
  assert.deepEqual([photo.image.isSaved, photo.image.url], [true, `/media/${year}/photos/a_cat.gif`]);
  const found = await Photo.objects.get({ title: "cat" });
  assert.deepEqual([found.width, found.height, found.notes?.name], [3, 2, "cat/n.txt"]);
  assert.equal(Buffer.from(await found.notes!.read()).toString(), "purr");
  assert.deepEqual(new Uint8Array(await found.image.read()), gif);
  assert.deepEqual(found.changedFields(), []);
  assert.equal(await Photo.objects.filter({ image__endswith: ".gif", image: found.image }).count(), 1);
});

test("another upload under the same name is a change", async () => {
  const photo = await Photo.objects.get({ title: "cat" });
  photo.notes = upload("n.txt", "miaow");
  await photo.save();
  await photo.refresh();
  assert.notEqual(photo.notes?.name, "cat/n.txt");
  assert.equal(Buffer.from(await photo.notes!.read()).toString(), "miaow");
  photo.notes = null;
  await photo.save();
  assert.equal((await Photo.objects.get({ title: "cat" })).notes, null);
});

test("bulkCreate stores what it is given", async () => {
  const [dog] = await Photo.objects.bulkCreate([{ title: "dog", image: upload("dog.gif", gif) }]);
  assert.equal(dog!.image.isSaved, true);
  assert.equal(dog!.width, 3);
  assert.equal(await media.exists(dog!.image.name), true);
});

test("a field of files takes files alone", async () => {
  const photo = new Photo({ title: "x", image: "x.gif" as never });
  await assert.rejects(photo.fullClean(), (error: ValidationError) => {
    assert.deepEqual(Object.keys(error.issues), ["image", "plain"]);
    return true;
  });
  assert.equal(new StoredFile("a.gif", media).url, "/media/a.gif");
});
