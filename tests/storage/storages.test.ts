// Asserts that the storages keep files alike: names, contents, lists, addresses, and what they refuse.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { cleanFileName, FileSystemStorage, imageSize, MemoryStorage, type Storage, StoredFile, upload } from "#storage";

const location = mkdtempSync(join(tmpdir(), "demijohn-storage-"));
after(() => rmSync(location, { recursive: true, force: true }));

const storages: readonly (readonly [name: string, storage: Storage])[] = [
  ["in memory", new MemoryStorage({ baseUrl: "/media" })],
  ["on the disk", new FileSystemStorage({ location: join(location, "files"), baseUrl: "/media/" })],
];

const text = async (storage: Storage, name: string): Promise<string> =>
  Buffer.from(await storage.read(name)).toString();

async function textOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

for (const [where, storage] of storages) {
  describe(where, () => {
    test("a file is kept under its name, whatever it is made of", async () => {
      async function* pieces() {
        yield new Uint8Array([97]);
        yield new Uint8Array([98]);
      }
      assert.equal(await storage.save("a/text.txt", "hé"), "a/text.txt");
      assert.equal(await storage.save("a/bytes.bin", new Uint8Array([97, 98])), "a/bytes.bin");
      assert.equal(await storage.save("a/blob.txt", new Blob(["ab"])), "a/blob.txt");
      assert.equal(await storage.save("a/b/pieces.txt", pieces()), "a/b/pieces.txt");
      assert.equal(await text(storage, "a/text.txt"), "hé");
      for (const name of ["a/bytes.bin", "a/blob.txt", "a/b/pieces.txt"]) assert.equal(await text(storage, name), "ab");
      assert.equal((await storage.stat("a/text.txt")).size, 3);
      assert.ok((await storage.stat("a/text.txt")).modifiedAt instanceof Date);
      assert.deepEqual(await storage.list("a"), { files: ["blob.txt", "bytes.bin", "text.txt"], folders: ["b"] });
      assert.deepEqual(await storage.list(""), { files: [], folders: ["a"] });
      assert.deepEqual(await storage.list("nowhere"), { files: [], folders: [] });
      assert.equal(Buffer.concat(await Array.fromAsync(storage.open("a/b/pieces.txt"))).toString(), "ab");
    });

    test("no file is written over, even by those that come at once", async () => {
      const names = await Promise.all(Array.from({ length: 5 }, (_, i) => storage.save("same.tar.gz", `${i}`)));
      assert.equal(new Set(names).size, 5);
      for (const name of names) assert.match(name, /^same(_\w{7})?\.tar\.gz$/);
      const contents = await Promise.all(names.map((name) => text(storage, name)));
      assert.deepEqual(contents, ["0", "1", "2", "3", "4"]);
    });

    test("a long name is cut before its extension", async () => {
      assert.equal(await storage.save(`${"x".repeat(30)}.png`, "1", { maxLength: 10 }), "xxxxxx.png");
      assert.match(await storage.save(`${"x".repeat(30)}.png`, "1", { maxLength: 14 }), /^x{10}\.png$/);
    });

    test("a deleted file is gone, and deleting it again is no fault", async () => {
      const name = await storage.save("gone.txt", "x");
      assert.equal(await storage.exists(name), true);
      await storage.delete(name);
      await storage.delete(name);
      assert.equal(await storage.exists(name), false);
    });

    test("a file has an address below that of the storage", () => {
      assert.equal(storage.url("a b/ü?.png"), "/media/a%20b/%C3%BC%3F.png");
    });

    for (const name of ["../up", "a/../../up", "/etc/passwd", "C:\\x", "a//b", "", ".", "a\0b", "..\\up"])
      test(`${JSON.stringify(name)} is refused`, async () => {
        for (const call of [
          () => storage.save(name, "x"),
          () => storage.read(name),
          () => storage.delete(name),
          () => storage.url(name),
        ])
          assert.match(await textOf(call), /^STORAGE_BAD_NAME: /);
      });

    test("what is not there is said to be not there", async () => {
      const message = `STORAGE_NO_FILE: There is no file "none.txt" in the storage.
  Ask first: await storage.exists(name).`;
      assert.equal(await textOf(() => storage.read("none.txt")), message);
      assert.equal(await textOf(() => storage.stat("none.txt")), message);
      assert.equal(await textOf(() => Array.fromAsync(storage.open("none.txt"))), message);
    });
  });
}

test("the errors say what to do", async () => {
  assert.equal(
    await textOf(() => new MemoryStorage().save("../up", "x")),
    `STORAGE_BAD_NAME: "../up" is no name for a file in a storage.
  Use a relative name without "..": storage.save("photos/cat.png", content).`,
  );
  assert.equal(
    await textOf(() => new MemoryStorage().save("folder/name.extension", "x", { maxLength: 12 })),
    `STORAGE_BAD_NAME: "folder/name.extension" does not fit into 12 characters.
  Use shorter names of folders, or a larger maxLength.`,
  );
  assert.equal(
    await textOf(() => new MemoryStorage().url("a.txt")),
    `STORAGE_NO_URL: The storage has no addresses, and so "a.txt" has none.
  Tell it under which address its files are served: { baseUrl: "/media/" }.`,
  );
  assert.equal(
    await textOf(() => upload("a.txt", "x").url),
    `STORAGE_NOT_SAVED: The file "a.txt" is not in its storage yet.
  Save the instance first: await instance.save().`,
  );
});

test("a link out of the folder is not followed", async () => {
  const storage = new FileSystemStorage({ location: join(location, "linked") });
  await storage.save("a.txt", "x");
  symlinkSync(tmpdir(), join(location, "linked", "out"));
  assert.equal(
    await textOf(() => storage.save("out/x.txt", "x")),
    `STORAGE_BAD_NAME: A link leads from "out/x.txt" out of the storage.
  Remove the link, or keep its files in a storage of their own.`,
  );
});

test("a file whose writing fails leaves nothing behind", async () => {
  const storage = new FileSystemStorage({ location: join(location, "failing") });
  async function* broken() {
    yield new Uint8Array(10);
    throw new Error("cut off");
  }
  assert.equal(await textOf(() => storage.save("x.bin", broken())), "cut off");
  assert.deepEqual(readdirSync(join(location, "failing")), []);
});

test("what browsers call a file is cleaned", () => {
  assert.equal(cleanFileName("C:\\photos\\my  cat.PNG"), "my_cat.PNG");
  assert.equal(cleanFileName("../../.htaccess"), "htaccess");
  assert.equal(cleanFileName("naïve (1).txt"), "naïve_1.txt");
  assert.equal(cleanFileName("///"), "file");
});

test("an upload is stored when it is told to, once", async () => {
  const storage = new MemoryStorage({ baseUrl: "/m/" });
  const file = upload(new File(["hello"], "a b.txt"));
  assert.deepEqual([file.name, file.isSaved, Buffer.from(await file.read()).toString()], ["a_b.txt", false, "hello"]);
  await file.saveTo(storage, "x/a_b.txt", 100);
  await file.saveTo(storage, "y/a_b.txt", 100);
  assert.deepEqual([file.name, file.isSaved, file.url, await file.size()], ["x/a_b.txt", true, "/m/x/a_b.txt", 5]);
  assert.equal(JSON.stringify({ file, text: `${file}` }), '{"file":"x/a_b.txt","text":"x/a_b.txt"}');
  const again = new StoredFile("x/a_b.txt", storage);
  assert.equal(Buffer.concat(await Array.fromAsync(again.open())).toString(), "hello");
  await again.delete();
  assert.equal(await storage.exists("x/a_b.txt"), false);
});

test("the size of an image is read from its first bytes", () => {
  const of = (hex: string): unknown => imageSize(Buffer.from(hex.replace(/ /g, ""), "hex"));
  assert.deepEqual(of("89504e470d0a1a0a 0000000d49484452 00000140 000000f0"), { width: 320, height: 240 });
  assert.deepEqual(of("474946383961 0300 0200"), { width: 3, height: 2 });
  assert.deepEqual(of("ffd8 ffe0 0004 0000 ffc0 0011 08 0010 0020 03"), { width: 32, height: 16 });
  assert.deepEqual(of("52494646 00000000 57454250 56503820 00000000 000000 9d012a 4001 f000"), {
    width: 320,
    height: 240,
  });
  assert.deepEqual(of("52494646 00000000 57454250 5650384c 00000000 2f 3fc13b00"), { width: 320, height: 240 });
  assert.deepEqual(of("52494646 00000000 57454250 56503858 00000000 00000000 3f0100 ef0000"), {
    width: 320,
    height: 240,
  });
  for (const hex of ["", "8950", "89504e47", "ffd8 ffe0", "00112233445566778899"]) assert.equal(of(hex), undefined);
});
