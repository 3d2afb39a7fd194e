// Tests of running migrations on SQLite: plans, the record, copies of tables with all they hold, adoption, and the errors.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  addField,
  addIndex,
  alterField,
  createModel,
  defineMigration,
  deleteModel,
  type Migration,
  type MigrationError,
  type MigrationId,
  type MigrationProject,
  migrate,
  postMigrate,
  preMigrate,
  removeField,
  renameModel,
  runCode,
  runSql,
} from "#migrations";
import {
  createSchemaEditor,
  describeFinding,
  introspect,
  lintMigration,
  makePlan,
  readStatus,
} from "#migrations/internals";
import { closeDatabases, connection, defineDatabases, defineRouters } from "#orm";

const studio = createModel("Studio", { id: { type: "auto" }, name: { type: "char", maxLength: 50 } });
const film = createModel("Film", {
  id: { type: "auto" },
  title: { type: "char", maxLength: 50 },
  note: { type: "text", null: true },
  studio: { type: "foreignKey", to: "shop.Studio", onDelete: "databaseCascade" },
});
const initial = defineMigration({ name: "0001_initial", operations: [studio, film] });
const retitled = defineMigration({
  name: "0002_title",
  dependencies: [["shop", "0001_initial"]],
  operations: [alterField("Film", "title", { type: "char", maxLength: 50, null: true })],
});
const project = (...migrations: Migration[]): MigrationProject => ({
  sources: [{ label: "shop", models: [], migrations }],
});

beforeEach(() => defineDatabases({ default: "sqlite::memory:" }));
afterEach(() => closeDatabases());

async function rows(text: string): Promise<readonly (readonly unknown[])[]> {
  const shape = { order: undefined, slotCount: 0, expand: undefined, bulk: undefined, lists: [], bigInts: [] };
  const compiled = { text, access: "write", returnsRows: true, ...shape } as const;
  return (await connection().execute(compiled, [])).rows;
}

const names = (
  done: readonly { readonly migration: Migration; readonly backwards: boolean; readonly outcome: string }[],
) => done.map(({ migration, backwards, outcome }) => `${backwards ? "-" : "+"}${migration.name} ${outcome}`);

test("migrations run once, in their order, to a target and back", async () => {
  const all = project(retitled, initial);
  assert.deepEqual(names(await migrate(all)), ["+0001_initial done", "+0002_title done"]);
  assert.deepEqual(names(await migrate(all)), []);
  assert.deepEqual(names(await migrate(all, { target: { label: "shop", name: "0001" } })), ["-0002_title done"]);
  assert.deepEqual(names(await migrate(all, { target: { label: "shop", name: "zero" } })), ["-0001_initial done"]);
  assert.deepEqual(await introspect(connection(), { tables: ["shop_film"] }), []);
});

test("faking records alone, and first migrations are taken over where their tables are there", async () => {
  assert.deepEqual(names(await migrate(project(initial), { fake: true })), ["+0001_initial faked"]);
  assert.deepEqual(await introspect(connection(), { tables: ["shop_film"] }), []);
  await connection().script("DELETE FROM demijohn_migrations");
  await migrate(project(initial));
  await connection().script("DELETE FROM demijohn_migrations");
  const done = await migrate(project(initial, retitled), { fakeInitial: true });
  assert.deepEqual(names(done), ["+0001_initial faked", "+0002_title done"]);
});

test("a database with half of a first migration's tables is not taken over", async () => {
  await connection().script("CREATE TABLE shop_film (id integer PRIMARY KEY, title text)");
  await assert.rejects(migrate(project(initial), { fakeInitial: true }), (error: MigrationError) => {
    assert.equal(
      error.message,
      [
        "MIGRATIONS_OTHER_TABLES: The database has some of what shop.0001_initial creates, but not all of it.",
        '  There is no table "shop_studio".',
        '  The table "shop_film" has no column "note".',
        '  The table "shop_film" has no column "studio_id".',
        "  Change the models to what is there, as demijohn inspectdb writes it, and make the migration anew.",
      ].join("\n"),
    );
    return true;
  });
});

test("a copied table keeps rows, numbering, triggers, views, indexes that nobody described, and what points at it", async () => {
  await migrate(project(initial));
  await connection().script(`
    CREATE TABLE log (text text);
    INSERT INTO shop_studio (name) VALUES ('A24'), ('BBC');
    INSERT INTO shop_film (title, studio_id) VALUES ('Alien', 1), ('Brazil', 2), ('Gone', 2);
    DELETE FROM shop_film WHERE id = 3;
    CREATE TRIGGER shout AFTER INSERT ON shop_studio BEGIN INSERT INTO log VALUES (new.name); END;
    CREATE VIEW studios AS SELECT id, upper(name) AS name FROM shop_studio;
    CREATE INDEX own ON shop_studio (name, id);
  `);
  const change = defineMigration({
    name: "0002_change",
    dependencies: [["shop", "0001_initial"]],
    operations: [
      alterField("Studio", "name", { type: "char", maxLength: 50, null: true }),
      alterField("Film", "title", { type: "char", maxLength: 50, null: true }),
    ],
  });
  await migrate(project(initial, change));
  await connection().script(
    "INSERT INTO shop_studio (name) VALUES (NULL); INSERT INTO shop_film (title, studio_id) VALUES ('New', 1)",
  );
  assert.deepEqual(await rows("SELECT id, title, studio_id FROM shop_film ORDER BY id"), [
    [1, "Alien", 1],
    [2, "Brazil", 2],
    [4, "New", 1],
  ]);
  assert.deepEqual(await rows("SELECT count(*) FROM log"), [[1]]);
  assert.deepEqual(await rows("SELECT name FROM studios ORDER BY id"), [["A24"], ["BBC"], [null]]);
  assert.deepEqual(await rows("SELECT name FROM sqlite_master WHERE name = 'own'"), [["own"]]);
  assert.deepEqual(await rows("PRAGMA foreign_keys"), [[1]]);
  assert.deepEqual(await rows("PRAGMA foreign_key_check"), []);
});

test("a copy is refused in a transaction that enforces keys, before anything is lost", async () => {
  await migrate(project(initial));
  const [table] = await introspect(connection(), { tables: ["shop_studio"] });
  const after = { ...table!, columns: table!.columns.map((each) => ({ ...each, null: true })) };
  await assert.rejects(createSchemaEditor(connection()).changeTable(table!, after), {
    message: [
      'MIGRATIONS_KEYS_ENFORCED: The table "shop_studio" has to be copied, but foreign keys are enforced: dropping the old one would delete what points at it.',
      "  Tables that point at it: shop_film.",
      '  Run the change through demijohn migrate, or run connection().script("PRAGMA foreign_keys = OFF") before the transaction.',
    ].join("\n"),
  });
});

test("a migration that would leave broken keys is undone as a whole", async () => {
  await migrate(project(initial));
  await connection().script(
    "INSERT INTO shop_studio (name) VALUES ('A24'); INSERT INTO shop_film (title, studio_id) VALUES ('Alien', 1)",
  );
  const breaking = defineMigration({
    name: "0002_break",
    dependencies: [["shop", "0001_initial"]],
    operations: [
      alterField("Film", "title", { type: "char", maxLength: 50, null: true }),
      runSql("UPDATE shop_film SET studio_id = 7"),
    ],
  });
  await assert.rejects(migrate(project(initial, breaking)), {
    message: [
      "MIGRATIONS_BROKEN_KEYS: shop.0002_break would leave keys that point at nothing.",
      '  Row 1 of "shop_film" points at a row of "shop_studio" that is not there.',
      "  Delete or mend those rows in an operation before, and run it again. Nothing has been changed.",
    ].join("\n"),
  });
  assert.deepEqual(await rows("SELECT studio_id FROM shop_film"), [[1]]);
  assert.deepEqual(await rows("PRAGMA foreign_keys"), [[1]]);
});

test("a failing operation leaves nothing of its migration", async () => {
  const failing = defineMigration({
    name: "0001_initial",
    operations: [
      studio,
      runCode({
        name: "fail",
        forwards() {
          throw new Error("no");
        },
      }),
    ],
  });
  await assert.rejects(migrate(project(failing)), { message: "no" });
  assert.deepEqual(await introspect(connection(), { tables: ["shop_studio"] }), []);
  assert.deepEqual(await rows("SELECT * FROM demijohn_migrations"), []);
});

test("what cannot be undone says so before anything runs", async () => {
  const once = defineMigration({ name: "0001_initial", operations: [studio, runSql("SELECT 1")] });
  await migrate(project(once));
  await assert.rejects(migrate(project(once), { target: { label: "shop", name: "zero" } }), {
    code: "MIGRATIONS_IRREVERSIBLE",
  });
  assert.equal((await introspect(connection(), { tables: ["shop_studio"] })).length, 1);
});

test("a label that is not there, and a history with a hole, are refused", async () => {
  await assert.rejects(migrate(project(initial), { target: { label: "shp" } }), {
    message: [
      'MIGRATIONS_UNKNOWN_LABEL: "shp" has no migrations.',
      "  Labels: shop.",
      '  Name one of them, or make its first migration: demijohn makemigrations. Did you mean "shop"?',
    ].join("\n"),
  });
  await migrate(project(initial, retitled), { fake: true });
  await connection().script("DELETE FROM demijohn_migrations WHERE name = '0001_initial'");
  await assert.rejects(migrate(project(initial, retitled)), {
    message: [
      'MIGRATIONS_INCONSISTENT: The database "default" has shop.0002_title, but not shop.0001_initial, on which that depends.',
      "  If its tables are as shop.0001_initial leaves them, record it: demijohn migrate shop 0001_initial --fake. Otherwise correct the dependency.",
    ].join("\n"),
  });
});

test("two last migrations of a label are a conflict", async () => {
  const other = defineMigration({ name: "0002_other", dependencies: [["shop", "0001_initial"]], operations: [] });
  await assert.rejects(migrate(project(initial, retitled, other)), {
    message: [
      'MIGRATIONS_CONFLICT: "shop" has several last migrations.',
      "  0002_other, 0002_title",
      "  Put one behind the other: demijohn rebasemigration shop. Or join them: demijohn makemigrations --merge.",
    ].join("\n"),
  });
});

test("a squashed migration is recorded where all that it replaces is applied", async () => {
  await migrate(project(initial, retitled));
  const squashed = defineMigration({
    name: "0001_squashed",
    replaces: [
      ["shop", "0001_initial"],
      ["shop", "0002_title"],
    ],
    operations: [studio, film],
  });
  assert.deepEqual(names(await migrate(project(squashed, initial, retitled))), []);
  assert.deepEqual(await rows("SELECT name FROM demijohn_migrations ORDER BY name"), [
    ["0001_initial"],
    ["0001_squashed"],
    ["0002_title"],
  ]);
});

test("listeners are told before and after, with the plan", async () => {
  const told: string[] = [];
  const ends = [
    preMigrate.connect(({ plan }) => void told.push(`before ${plan.length}`)),
    postMigrate.connect(({ using }) => void told.push(`after on ${using}`)),
  ];
  await migrate(project(initial));
  for (const end of ends) end();
  assert.deepEqual(told, ["before 1", "after on default"]);
});

test("a migration that is not atomic goes on after the operation that failed", async () => {
  let fails = true;
  const ran: string[] = [];
  const steps = defineMigration({
    name: "0001_initial",
    atomic: false,
    operations: [
      studio,
      runCode({ name: "first", forwards: () => void ran.push("first") }),
      runCode({
        name: "second",
        forwards() {
          if (fails) throw new Error("not yet");
          ran.push("second");
        },
      }),
      film,
    ],
  });
  await assert.rejects(migrate(project(steps)), { message: "not yet" });
  fails = false;
  const resumed: number[] = [];
  await migrate(project(steps), { watcher: { resumed: (_, done) => void resumed.push(done) } });
  assert.deepEqual(ran, ["first", "second"]);
  assert.deepEqual(resumed, [2]);
  assert.deepEqual(await rows("SELECT count(*) FROM demijohn_migration_journal"), [[0]]);
});

test("a migration that was cut off and edited is refused", async () => {
  const broken = (sql: string) =>
    defineMigration({ name: "0001_initial", atomic: false, operations: [runSql(sql), runSql("SELECT nothing")] });
  await assert.rejects(migrate(project(broken("CREATE TABLE djt_a (id integer)"))));
  await assert.rejects(migrate(project(broken("CREATE TABLE djt_b (id integer)"))), {
    message: [
      "MIGRATIONS_JOURNAL_DIFFERS: shop.0001_initial was cut off, and is not the same any more: step 1 is another statement.",
      "  Then: Run SQL: CREATE TABLE djt_a (id integer)",
      "  Now: Run SQL: CREATE TABLE djt_b (id integer)",
      "  Restore the migration's file as it was, and run demijohn migrate again. Or undo by hand what has been done, and delete its rows from demijohn_migration_journal.",
    ].join("\n"),
  });
});

test("a statement outside of a transaction that was cut off is run again only when somebody says so", async () => {
  const outside = defineMigration({
    name: "0001_initial",
    atomic: false,
    operations: [runSql("INSERT INTO djt_nowhere VALUES (1)", { atomic: false })],
  });
  await assert.rejects(migrate(project(outside)));
  await assert.rejects(migrate(project(outside)), {
    message: [
      "MIGRATIONS_UNSURE: shop.0001_initial was cut off during step 1, and whether that took effect cannot be told.",
      "  Statement: INSERT INTO djt_nowhere VALUES (1)",
      "  Look whether it did. If so, run demijohn migrate --resume-as done; if not, demijohn migrate --resume-as again.",
    ].join("\n"),
  });
  assert.deepEqual(names(await migrate(project(outside), { resumeAs: "done" })), ["+0001_initial done"]);
});

test("the lint names what is lost, locked or broken on filled tables alone", async () => {
  const rest = defineMigration({
    name: "0002_rest",
    dependencies: [["shop", "0001_initial"]],
    operations: [
      createModel("Award", { id: { type: "auto" }, title: { type: "char", maxLength: 9 } }),
      addIndex("Award", { name: "award_title", fields: ["title"] }),
      removeField("Film", "note"),
      alterField("Film", "title", { type: "char", maxLength: 50, unique: true }),
      addField("Studio", "code", { type: "integer" }, { fill: 1 }),
      renameModel("Studio", "Company"),
    ],
  });
  await migrate(project(initial));
  const found = async (rowsOption?: "always") => {
    const { database, graph, applied } = await readStatus(project(initial, rest));
    const [step] = makePlan(graph, applied);
    return (await lintMigration(database, step!, rowsOption === undefined ? {} : { rows: rowsOption })).map(
      (each) => each.rule,
    );
  };
  assert.deepEqual(await found(), []);
  const all = ["drops-column", "unique-on-rows", "copies-table", "renames-table"];
  assert.deepEqual((await found("always")).slice(0, 4), all);
  await connection().script(
    "INSERT INTO shop_studio (name) VALUES ('A24'); INSERT INTO shop_film (title, studio_id) VALUES ('Alien', 1)",
  );
  assert.deepEqual((await found()).slice(0, 4), all);
});

test("a finding says what it is, and the safe way", () => {
  assert.equal(
    describeFinding({
      rule: "drops-table",
      risk: "loses",
      operation: "Delete model Old",
      message: 'The table "old" has rows.',
      recipe: "Wait.",
    }),
    'LOSES (drops-table): The table "old" has rows.\n  Wait.',
  );
});

test("a model that is deleted takes its table along, and comes back empty", async () => {
  const gone = defineMigration({
    name: "0002_gone",
    dependencies: [["shop", "0001_initial"]],
    operations: [deleteModel("Film")],
  });
  await migrate(project(initial, gone));
  assert.deepEqual(await introspect(connection(), { tables: ["shop_film"] }), []);
  await migrate(project(initial, gone), { target: { label: "shop", name: "0001" } });
  assert.equal((await introspect(connection(), { tables: ["shop_film"] })).length, 1);
});

test("values that a new type has no place for stop the migration, where SQLite would make them 0 or nothing", async () => {
  const typed = (type: "integer" | "date") =>
    defineMigration({
      name: "0002_typed",
      dependencies: [["shop", "0001_initial"]],
      operations: [alterField("Film", "note", { type, null: true })],
    });
  await migrate(project(initial));
  await connection().script(
    "INSERT INTO shop_studio (name) VALUES ('A24'); INSERT INTO shop_film (title, note, studio_id) VALUES ('a', '12', 1), ('b', 'abc', 1), ('c', NULL, 1)",
  );
  for (const type of ["integer", "date"] as const)
    await assert.rejects(migrate(project(initial, typed(type))), {
      message: [
        `MIGRATIONS_LOST_VALUES: Values of "note" in "shop_film" cannot become those of its new type, ${type}.`,
        '  Values: "abc".',
        "  Mend them in a migration before this one. Nothing has been changed.",
      ].join("\n"),
    });
  await connection().script("UPDATE shop_film SET note = ' 7 ' WHERE note = 'abc'");
  await migrate(project(initial, typed("integer")));
  assert.deepEqual(await rows("SELECT note FROM shop_film ORDER BY id"), [[12], [7], [null]]);
});

test("a router says which database gets the tables of a model", async () => {
  defineDatabases({ archive: "sqlite::memory:" });
  defineRouters({ allowMigrate: (alias, model) => (model === "shop.Studio" ? undefined : alias === "default") });
  try {
    await migrate(project(initial, retitled), { using: "archive" });
    const found = await introspect(connection("archive"));
    assert.deepEqual(
      found.map((table) => table.name),
      ["demijohn_migrations", "shop_studio"],
    );
  } finally {
    defineRouters();
  }
});

test("a migration squashed of squashed ones goes off the record with all that it stands for", async () => {
  const squash = (name: string, operations: Migration["operations"], replaces: MigrationId[]) =>
    defineMigration({ name, initial: true, operations, replaces });
  const once = squash(
    "0001_squashed_0002",
    [...initial.operations, ...retitled.operations],
    [
      ["shop", "0001_initial"],
      ["shop", "0002_title"],
    ],
  );
  const more = defineMigration({
    name: "0003_more",
    dependencies: [["shop", "0002_title"]],
    operations: [createModel("More", { id: { type: "auto" } })],
  });
  const twice = squash(
    "0001_squashed_0003",
    [...once.operations, ...more.operations],
    [
      ["shop", "0001_squashed_0002"],
      ["shop", "0003_more"],
    ],
  );
  await migrate(project(initial, retitled));
  await migrate(project(initial, retitled, once));
  const all = project(initial, retitled, once, more, twice);
  assert.deepEqual(
    (await migrate(all)).map(({ migration }) => migration.name),
    ["0003_more"],
  );
  await migrate(all, { target: { label: "shop", name: "zero" } });
  assert.deepEqual(
    (await migrate(all)).map(({ migration, outcome }) => `${migration.name} ${outcome}`),
    ["0001_squashed_0003 done"],
  );
});
