// Tests of fixtures, flushing, the databases of tests, the call of dbshell, and the commands, on SQLite.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Command } from "#kernel";
import { createModel, createTestDatabase, defineMigration, type MigrationProject, migrate } from "#migrations";
import { databaseCommands, shellCall } from "#migrations/internals";
import { closeDatabases, connection, defineDatabases, f, Model } from "#orm";

class Author extends Model("djfix.Author", () => Author, {
  name: f.char({ maxLength: 50 }),
  born: f.date({ null: true }),
  photo: f.binary({ null: true }),
  big: f.bigInt({ default: 9007199254740993n }),
  price: f.decimal({ maxDigits: 6, decimalPlaces: 2, default: "1.50" }),
  data: f.json({ default: { a: [1, null] } }),
}) {}
class Book extends Model("djfix.Book", () => Book, {
  title: f.char({ maxLength: 50 }),
  author: f.foreignKey(() => Author),
  sequel: f.foreignKey(() => Book, { null: true }),
  readers: f.manyToMany(() => Author),
}) {}

const first = defineMigration({
  name: "0001_initial",
  operations: [
    createModel("Author", {
      id: { type: "auto" },
      name: { type: "char", maxLength: 50 },
      born: { type: "date", null: true },
      photo: { type: "binary", null: true },
      big: { type: "bigInt" },
      price: { type: "decimal", maxDigits: 6, decimalPlaces: 2 },
      data: { type: "json" },
    }),
    createModel("Book", {
      id: { type: "auto" },
      title: { type: "char", maxLength: 50 },
      author: { type: "foreignKey", to: "djfix.Author", onDelete: "cascade" },
      sequel: { type: "foreignKey", to: "djfix.Book", null: true, onDelete: "cascade" },
      readers: { type: "manyToMany", to: "djfix.Author" },
    }),
  ],
});
const project: MigrationProject = { sources: [{ label: "djfix", models: [Book, Author], migrations: [first] }] };

const folder = mkdtempSync(join(tmpdir(), "demijohn-fixtures-"));
after(async () => {
  await closeDatabases();
  rmSync(folder, { recursive: true });
});

async function run(
  name: string,
  args: object = {},
  options: object = {},
): Promise<{ status: unknown; lines: string[] }> {
  const command = databaseCommands(() => project).find((each) => each.name === name) as Command;
  const lines: string[] = [];
  const print = (text = "") => void lines.push(text);
  const call = {
    args: { labels: [], models: [], files: [], ...args },
    options: { exclude: [], ...options },
    app: undefined,
    print,
    warn: print,
  };
  return { status: await command.run(call as never), lines };
}

async function fill(): Promise<void> {
  const ann = await Author.objects.create({ name: "Ann", photo: new Uint8Array([0, 255]) });
  const second = await Book.objects.create({ title: "Two", author: ann });
  const book = await Book.objects.create({ title: "One", author: ann, sequel: second });
  await book.readers.add(ann);
}

const dumped = [
  "[",
  '{"model":"djfix.Author","pk":1,"fields":{"name":"Ann","born":null,"photo":"AP8=","big":"9007199254740993","price":"1.50","data":{"a":[1,null]}}},',
  '{"model":"djfix.Book","pk":1,"fields":{"title":"Two","author":1,"sequel":null,"readers":[]}},',
  '{"model":"djfix.Book","pk":2,"fields":{"title":"One","author":1,"sequel":1,"readers":[1]}}',
  "]",
];

test("rows are written as a fixture in the order of their keys, and loaded again", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await migrate(project);
  await fill();
  assert.deepEqual((await run("dumpdata")).lines, dumped);
  assert.deepEqual((await run("dumpdata", { models: ["DJFIX.author"] })).lines.length, 3);
  assert.deepEqual((await run("dumpdata", {}, { exclude: ["djfix.Author"] })).lines.length, 4);
  for (const name of ["rows.json", "rows.jsonl"]) {
    const file = join(folder, name);
    await run("dumpdata", {}, { output: file });
    assert.deepEqual(await run("flush"), {
      status: 1,
      lines: ['This deletes every row of 2 models in the database "default". Run demijohn flush --yes to do it.'],
    });
    await run("flush", {}, { yes: true });
    assert.equal(await Book.objects.count(), 0);
    assert.deepEqual((await run("loaddata", { files: [file] })).lines, ["3 rows loaded."]);
    assert.deepEqual((await run("dumpdata")).lines, dumped);
  }
  assert.equal(readFileSync(join(folder, "rows.jsonl"), "utf8").split("\n").length, 4);
});

test("a fixture replaces rows, and may name what comes after it", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await migrate(project);
  await fill();
  const file = join(folder, "more.json");
  const records = [
    { model: "djfix.book", pk: 1, fields: { title: "New", author: 9, readers: [9, 1] } },
    { model: "djfix.author", pk: 9, fields: { name: "Zoe", big: 1, price: "2.00", data: {} } },
  ];
  writeFileSync(file, JSON.stringify(records));
  await run("loaddata", { files: [file] });
  const book = await Book.objects.get({ title: "New" });
  assert.equal((await book.author)?.name, "Zoe");
  assert.equal(await book.readers.count(), 2);
});

test("a fixture that does not fit changes nothing, and says why", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await migrate(project);
  const load = async (text: string) => {
    writeFileSync(join(folder, "bad.json"), text);
    return run("loaddata", { files: [join(folder, "bad.json")] });
  };
  await assert.rejects(load('[{"model":"djfix.Boook","pk":1,"fields":{}}]'), {
    message: [
      'MIGRATIONS_BAD_FIXTURE: A fixture has a record of the model "djfix.Boook", which there is not.',
      "  Models: djfix.Book, djfix.Author.",
      '  Correct the record, or load with --ignore-unknown. Did you mean "djfix.Book"?',
    ].join("\n"),
  });
  await assert.rejects(load('[{"model":"djfix.Book","pk":1,"fields":{"titel":"x"}}]'), {
    message: [
      'MIGRATIONS_BAD_FIXTURE: A fixture has a field "titel", which djfix.Book has not.',
      "  Fields: id, title, author, sequel, readers.",
      '  Correct the record, or load with --ignore-unknown. Did you mean "title"?',
    ].join("\n"),
  });
  await assert.rejects(load('[{"model":"djfix.Book","pk":1,"fields":{"title":"x","author":7}}]'), {
    message: [
      "MIGRATIONS_BROKEN_FIXTURE: The records point at rows that are not there.",
      "  djfix.Book 1: author is 7, which is no Author.",
      "  Load what they point at with them. Nothing has been changed.",
    ].join("\n"),
  });
  await assert.rejects(load('[{"model":"djfix.Author","pk":1,"fields":{"born":"soon"}}]'), {
    message: [
      'MIGRATIONS_BAD_FIXTURE: djfix.Author.born cannot hold "soon".',
      "  Write it as dumpdata does: moments as ISO 8601 text, bytes in base64.",
    ].join("\n"),
  });
  await assert.rejects(load("{}"), {
    message: [
      `MIGRATIONS_BAD_FIXTURE: ${JSON.stringify(join(folder, "bad.json"))} is no fixture.`,
      "  It holds no list of records.",
      '  Give it the form of dumpdata: [{ "model": "blog.Article", "pk": 1, "fields": { "title": "…" } }].',
    ].join("\n"),
  });
  await assert.rejects(run("dumpdata", { models: ["djfix.Bok"] }), {
    message: [
      'MIGRATIONS_NO_SUCH_MODEL: There is no model or label "djfix.Bok".',
      "  Models: djfix.Book, djfix.Author.",
      '  Name one of them, or a label. Did you mean "djfix.Book"?',
    ].join("\n"),
  });
  assert.equal(await Book.objects.count(), 0);
});

test("the databases of tests are copies of one that was migrated once", async () => {
  const url = `sqlite:${join(folder, `app-${process.pid}.sqlite3`)}`;
  defineDatabases({ default: url });
  const one = await createTestDatabase(project, { worker: "1" });
  await fill();
  await one.drop();
  const two = await createTestDatabase(project, { worker: "2" });
  assert.deepEqual([one.cached, two.cached], [false, true]);
  assert.notEqual(one.url, two.url);
  assert.equal(await Book.objects.count(), 0);
  await two.drop();
  rmSync(two.url.slice("sqlite:".length).replace(/_2\.sqlite3$/, ".sqlite3"));
  defineDatabases({ default: "sqlite::memory:" });
  await assert.rejects(createTestDatabase(project), {
    message: [
      "MIGRATIONS_BAD_TEST_DATABASE: Tests get no database of their own beside sqlite::memory:.",
      '  Give the alias a file or a server\'s database: defineDatabases({ default: "sqlite:db.sqlite3" }). One in memory is migrated by migrate(project) itself.',
    ].join("\n"),
  });
});

test("dbshell calls the database's own program, with the password in the environment", () => {
  assert.deepEqual(shellCall("sqlite:films.db?cache=1"), { program: "sqlite3", args: ["films.db"], environment: {} });
  assert.deepEqual(shellCall("postgres://ann:s%40c@host:5433/films?max=3"), {
    program: "psql",
    args: ["--host", "host", "--port", "5433", "--username", "ann", "films"],
    environment: { PGPASSWORD: "s@c" },
  });
  assert.deepEqual(shellCall("mariadb://root@host/films"), {
    program: "mariadb",
    args: ["--host=host", "--user=root", "films"],
    environment: {},
  });
  assert.throws(() => shellCall("sqlite::memory:"), {
    message: [
      "MIGRATIONS_NO_SHELL: This database lives inside of the program, and has no command line.",
      "  Use demijohn shell, or give the project a database in a file or on a server.",
    ].join("\n"),
  });
});

test("a shell without its program says what to install", async () => {
  const { PATH } = process.env;
  defineDatabases({ default: "sqlite:nowhere.db" });
  process.env["PATH"] = folder;
  try {
    await assert.rejects(run("dbshell", { rest: [] }), (error: Error) => {
      assert.match(
        error.message,
        /^MIGRATIONS_NO_CLIENT: The program sqlite3 could not be started\.\n {2}spawn sqlite3 ENOENT\n {2}Install the database's command line, so that sqlite3 is on the PATH\.$/,
      );
      return true;
    });
  } finally {
    process.env["PATH"] = PATH;
  }
});

test("the commands say what runs, what has run and what would", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  assert.deepEqual((await run("migrate", {}, { check: true })).status, 1);
  assert.deepEqual((await run("migrate", {}, { plan: true })).lines.slice(0, 3), [
    "djfix.0001_initial",
    "  Create model Author",
    "  Create model Book",
  ]);
  assert.match((await run("migrate")).lines.join("\n"), /^djfix\.0001_initial {2}Applied in \d+\.\d\d s$/);
  assert.deepEqual((await run("migrate")).lines, ["Nothing to do: every migration is applied."]);
  assert.match(
    (await run("showmigrations")).lines.join("\n"),
    /^djfix\n \[X\] 0001_initial {2}\d{4}-\d\d-\d\d \d\d:\d\d$/,
  );
  assert.deepEqual((await run("showmigrations", {}, { plan: true })).lines, ["[X] djfix.0001_initial"]);
  const sql = (await run("sqlmigrate", { label: "djfix", name: "0001" }, { backwards: true })).lines;
  assert.deepEqual([sql[0], sql.at(-1)], ["BEGIN;", "COMMIT;"]);
  assert.ok(sql.includes('DROP TABLE "djfix_book";'));
  assert.deepEqual(await run("lintmigrations", { label: "djfix", name: "0001" }), {
    status: 0,
    lines: ["Nothing that locks or loses."],
  });
  await connection().script("INSERT INTO demijohn_migrations VALUES ('djfix', '0009_gone', '2024')");
  assert.ok((await run("showmigrations")).lines.includes(" [?] djfix.0009_gone  is recorded, but has no file"));
  assert.deepEqual((await run("migrate", {}, { prune: true })).lines, ["Taken off the record: djfix.0009_gone."]);
  assert.deepEqual((await run("sqlsequencereset", { labels: ["djfix"] })).lines, []);
  assert.deepEqual((await run("removestaletypes")).lines, ["No generic relation leads to a model that is gone."]);
});

test("commands say that a file, a table or a label is not there", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await migrate(project);
  const label = {
    message: `MIGRATIONS_UNKNOWN_LABEL: "djfx" has no migrations.
  Labels: djfix.
  Name one of them, or make its first migration: demijohn makemigrations. Did you mean "djfix"?`,
  };
  await assert.rejects(run("showmigrations", { labels: ["djfx"] }), label);
  await assert.rejects(run("sqlmigrate", { label: "djfx", name: "0001" }), label);
  await assert.rejects(run("inspectdb", { tables: ["djfix_bok"] }, { label: "legacy" }), {
    message: `MIGRATIONS_NO_SUCH_TABLE: The database "default" has no table "djfix_bok".
  Tables: demijohn_migrations, djfix_author, djfix_book, djfix_book_readers.
  Name one of them. Did you mean "djfix_book"?`,
  });
  await assert.rejects(run("loaddata", { files: ["missing.json"] }), {
    message: `MIGRATIONS_BAD_FIXTURE: "missing.json" is no fixture.
  There is no such file.
  Give it the form of dumpdata: [{ "model": "blog.Article", "pk": 1, "fields": { "title": "…" } }].`,
  });
  await closeDatabases();
});

test("inspectdb writes one table of several", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await migrate(project);
  const { lines } = await run("inspectdb", { tables: ["djfix_book"] }, { label: "legacy" });
  assert.match(lines.join("\n"), /class DjfixBook extends/);
  await closeDatabases();
});
