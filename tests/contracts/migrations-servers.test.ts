// Tests of migrations on PostgreSQL and MariaDB: locks, statements outside of transactions, fixtures, inspection, test databases.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addConstraint,
  addField,
  addIndex,
  alterField,
  createModel,
  createTestDatabase,
  defineMigration,
  type Migration,
  type MigrationProject,
  migrate,
  runCode,
  runSql,
  validateConstraint,
} from "#migrations";
import { inspectDatabase, introspect, lintMigration, makePlan, readStatus } from "#migrations/internals";
import { atomic, closeDatabases, connection, defineDatabases, f, Model, openDatabase } from "#orm";
import { type ServerName, serverUrl, skipWithout } from "../servers.ts";

class Studio extends Model("djsrv.Studio", () => Studio, { name: f.char({ maxLength: 50 }) }) {}
class Film extends Model("djsrv.Film", () => Film, {
  title: f.char({ maxLength: 50 }),
  year: f.integer(),
  studio: f.foreignKey(() => Studio),
  fans: f.manyToMany(() => Studio),
}) {}

const initial = defineMigration({
  name: "0001_initial",
  operations: [
    createModel("Studio", { id: { type: "auto" }, name: { type: "char", maxLength: 50 } }),
    createModel("Film", {
      id: { type: "auto" },
      title: { type: "char", maxLength: 50 },
      year: { type: "integer" },
      studio: { type: "foreignKey", to: "djsrv.Studio", onDelete: "cascade" },
      fans: { type: "manyToMany", to: "djsrv.Studio" },
    }),
  ],
});
const after = { dependencies: [["djsrv", "0001_initial"]] as const };
const project = (...migrations: Migration[]): MigrationProject => ({
  sources: [{ label: "djsrv", models: [Studio, Film], migrations: [initial, ...migrations] }],
});

/** Runs work on a database of its own, which is dropped afterwards. */
async function onServer(server: ServerName, work: () => Promise<void>): Promise<void> {
  const name = `demijohn_servers_${process.pid}`;
  const admin = openDatabase("admin", serverUrl(server));
  const url = new URL(serverUrl(server));
  url.pathname = `/${name}`;
  try {
    await admin.script(`DROP DATABASE IF EXISTS ${name}`);
    await admin.script(`CREATE DATABASE ${name}`);
    defineDatabases({ default: String(url) });
    await work();
  } finally {
    await closeDatabases();
    await admin.script(`DROP DATABASE IF EXISTS ${name}`);
    await admin.close();
  }
}

async function rows(text: string): Promise<readonly (readonly unknown[])[]> {
  const shape = { order: undefined, slotCount: 0, expand: undefined, bulk: undefined, lists: [], bigInts: [] };
  const compiled = { text, access: "write", returnsRows: true, ...shape } as const;
  return (await connection().execute(compiled, [])).rows;
}

for (const server of ["postgres", "mariadb"] as const) {
  const skip = { skip: await skipWithout(server) };

  test(`on ${server}, of two runs at once one does the work and the other finds it done`, skip, () =>
    onServer(server, async () => {
      let inside = 0;
      const slow = defineMigration({
        ...after,
        name: "0002_slow",
        operations: [
          runCode({
            name: "wait",
            async forwards() {
              assert.equal(++inside, 1);
              await new Promise((resolve) => setTimeout(resolve, 100));
              inside--;
            },
          }),
        ],
      });
      await migrate(project());
      const waiting: string[] = [];
      const watcher = { waiting: ({ migration }: { migration: Migration }) => void waiting.push(migration.name) };
      const both = await Promise.all([1, 2].map(() => migrate(project(slow), { watcher })));
      assert.deepEqual(both.flatMap((done) => done.map((each) => each.outcome)).sort(), ["done", "skipped"]);
      assert.ok(waiting.length >= 1);
    }),
  );

  test(`on ${server}, a fixture is loaded, and new rows get numbers behind it`, skip, () =>
    onServer(server, async () => {
      await migrate(project());
      const { loadData } = await import("../../src/migrations/data/load-data.ts");
      const { dumpData } = await import("../../src/migrations/data/dump-data.ts");
      const { pickModels } = await import("../../src/migrations/data/fixture-models.ts");
      const { flush } = await import("../../src/migrations/data/flush.ts");
      const records = [
        { model: "djsrv.Film", pk: 7, fields: { title: "Alien", year: 1979, studio: 5, fans: [5] } },
        { model: "djsrv.Studio", pk: 5, fields: { name: "Fox" } },
      ];
      assert.equal(await loadData(connection(), project(), records), 2);
      assert.equal((await Studio.objects.create({ name: "A24" })).id, 6);
      const models = pickModels(project(), []);
      const dumped: unknown[] = [];
      for await (const record of dumpData(connection(), models)) dumped.push(record);
      assert.deepEqual(dumped, [records[1], { model: "djsrv.Studio", pk: 6, fields: { name: "A24" } }, records[0]]);
      await assert.rejects(
        loadData(connection(), project(), [
          { model: "djsrv.Film", pk: 8, fields: { title: "x", year: 1, studio: 99 } },
        ]),
      );
      assert.equal(await Film.objects.count(), 1);
      await flush(connection(), models);
      assert.equal((await Studio.objects.create({ name: "New" })).id, 1);
    }),
  );

  test(
    `on ${server}, code of a migration that is not atomic commits as it goes, and is run again after a failure`,
    skip,
    () =>
      onServer(server, async () => {
        let fails = true;
        const batches = defineMigration({
          ...after,
          name: "0002_batches",
          atomic: false,
          operations: [
            addField("Studio", "size", { type: "integer", null: true }),
            runCode({
              name: "add studios",
              async forwards() {
                await atomic(() => connection().script("INSERT INTO djsrv_studio (name) VALUES ('x')"));
                if (fails) throw new Error("not yet");
              },
            }),
          ],
        });
        await migrate(project());
        await assert.rejects(migrate(project(batches)), { message: "not yet" });
        assert.equal(await Studio.objects.count(), 1);
        fails = false;
        await migrate(project(batches));
        assert.equal(await Studio.objects.count(), 2);
      }),
  );

  test(`on ${server}, models of the tables make the same tables again`, skip, () =>
    onServer(server, async () => {
      await migrate(project());
      const text = await inspectDatabase(connection(), { label: "old" });
      assert.match(text, /studio: f\.foreignKey\(\(\) => DjsrvStudio, \{ onDelete: "doNothing" \}\)/);
      assert.match(text, /unique: \[\["film", "studio"\]\]/);
      assert.doesNotMatch(text, /does not say/);
    }),
  );

  test(`on ${server}, the databases of tests are copies of one that was migrated once`, skip, () =>
    onServer(server, async () => {
      const worker = `w${process.pid}`;
      const first = await createTestDatabase(project(), { worker });
      await Studio.objects.create({ name: "Fox" });
      await first.drop();
      const second = await createTestDatabase(project(), { worker });
      assert.deepEqual([first.cached, second.cached], [false, true]);
      assert.equal(await Studio.objects.count(), 0);
      const film = await Film.objects.create({
        title: "x",
        year: 1,
        studio: await Studio.objects.create({ name: "y" }),
      });
      assert.equal(film.id, 1);
      await second.drop();
      const like =
        server === "postgres"
          ? "SELECT datname FROM pg_database WHERE datname LIKE"
          : "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE";
      for (const [name] of await rows(`${like} 'test_demijohn_servers_${process.pid}%'`))
        await connection().script(`DROP DATABASE ${connection().dialect.quoteName(String(name))}`);
    }),
  );

  test(`on ${server}, a key's type changes with the columns that hold it`, skip, () =>
    onServer(server, async () => {
      const small = defineMigration({
        name: "0001_initial",
        operations: [
          createModel("Studio", { id: { type: "integer", primaryKey: true }, name: { type: "char", maxLength: 50 } }),
          createModel("Film", {
            id: { type: "auto" },
            studio: { type: "foreignKey", to: "djsrv.Studio", onDelete: "cascade" },
          }),
        ],
      });
      const wide = defineMigration({
        ...after,
        name: "0002_wide",
        operations: [alterField("Studio", "id", { type: "bigInt", primaryKey: true })],
      });
      const sources = { sources: [{ label: "djsrv", models: [], migrations: [small, wide] }] };
      await migrate(sources, { target: { label: "djsrv", name: "0001" } });
      await connection().script(
        "INSERT INTO djsrv_studio (id, name) VALUES (3, 'Fox'); INSERT INTO djsrv_film (studio_id) VALUES (3)",
      );
      await migrate(sources);
      const [film] = await introspect(connection(), { tables: ["djsrv_film"] });
      assert.deepEqual(
        film!.columns.map((each) => each.type.kind),
        ["bigInt", "bigInt"],
      );
      assert.equal(film!.foreignKeys!.length, 1);
      assert.deepEqual((await rows("SELECT studio_id FROM djsrv_film")).map(Number), [3]);
      await migrate(sources, { target: { label: "djsrv", name: "0001" } });
      assert.equal((await introspect(connection(), { tables: ["djsrv_film"] }))[0]!.columns[1]!.type.kind, "integer");
    }),
  );
}

const postgres = { skip: await skipWithout("postgres") };

test("an index is made concurrently, and one that was left half-made is made again", postgres, () =>
  onServer("postgres", async () => {
    const index = { name: "djsrv_year", fields: ["year"] };
    const inside = defineMigration({
      ...after,
      name: "0002_index",
      operations: [addIndex("Film", index, { concurrently: true })],
    });
    await migrate(project());
    await assert.rejects(migrate(project(inside)), {
      message: [
        "MIGRATIONS_NOT_ATOMIC: djsrv.0002_index holds an operation that no transaction may enclose.",
        `  Operation: ${inside.operations[0]!.describe()}.`,
        "  Move it to a migration of its own: defineMigration({ atomic: false, operations: […] }).",
      ].join("\n"),
    });
    await connection().script(
      "INSERT INTO djsrv_studio (name) VALUES ('Fox'); INSERT INTO djsrv_film (title, year, studio_id) VALUES ('a', 1, 1), ('b', 1, 1)",
    );
    const alone = defineMigration({ ...inside, atomic: false });
    let kills = true;
    const watcher = {
      statement(_: unknown, when: string) {
        if (!kills || when !== "before") return;
        kills = false;
        throw new Error("cut off");
      },
    };
    await assert.rejects(migrate(project(alone), { watcher }), { message: "cut off" });
    // What a process that is killed in the middle leaves: an index that is not valid.
    await connection()
      .script("CREATE UNIQUE INDEX CONCURRENTLY djsrv_year ON djsrv_film (year)")
      .catch(() => {});
    assert.deepEqual(await rows("SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('djsrv_year')"), [
      ["false"],
    ]);
    await migrate(project(alone), { watcher });
    assert.deepEqual(await rows("SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('djsrv_year')"), [
      ["true"],
    ]);
  }),
);

test("a constraint is added first and checked later", postgres, () =>
  onServer("postgres", async () => {
    const check = { kind: "check", name: "djsrv_new", condition: { year__gt: 1900 } };
    const later = defineMigration({
      ...after,
      name: "0002_check",
      operations: [addConstraint("Film", check, { notValid: true })],
    });
    const validated = defineMigration({
      name: "0003_validate",
      dependencies: [["djsrv", "0002_check"]],
      operations: [validateConstraint("Film", "djsrv_new")],
    });
    await migrate(project());
    await connection().script(
      "INSERT INTO djsrv_studio (name) VALUES ('Fox'); INSERT INTO djsrv_film (title, year, studio_id) VALUES ('old', 1890, 1)",
    );
    await migrate(project(later));
    await assert.rejects(migrate(project(later, validated)), { code: "ORM_CHECK_VIOLATION" });
    await connection().script("DELETE FROM djsrv_film");
    await migrate(project(later, validated));
    assert.deepEqual(await rows("SELECT convalidated::text FROM pg_constraint WHERE conname = 'djsrv_new'"), [
      ["true"],
    ]);
  }),
);

test(
  "rows that are changed and tables that are altered go in one transaction, though keys are deferred",
  postgres,
  () =>
    onServer("postgres", async () => {
      const mixed = defineMigration({
        ...after,
        name: "0002_mixed",
        operations: [
          runCode({
            name: "add",
            forwards: () =>
              connection().script(
                "INSERT INTO djsrv_studio (name) VALUES ('Fox'); INSERT INTO djsrv_film (title, year, studio_id) VALUES ('x', 1, 1)",
              ),
          }),
          addField("Film", "rating", { type: "integer" }, { fill: 3 }),
          runSql("UPDATE djsrv_film SET rating = 4"),
        ],
      });
      await migrate(project(mixed));
      assert.deepEqual(await rows("SELECT rating::text FROM djsrv_film"), [["4"]]);
    }),
);

test("the lint of PostgreSQL names locks, and the way around", postgres, () =>
  onServer("postgres", async () => {
    const risky = defineMigration({
      ...after,
      name: "0002_risky",
      operations: [
        addIndex("Film", { name: "djsrv_year", fields: ["year"] }),
        alterField("Film", "title", { type: "char", maxLength: 10 }),
        alterField("Film", "year", { type: "bigInt" }),
        addConstraint("Film", { kind: "check", name: "djsrv_new", condition: { year__gt: 1900 } }),
      ],
    });
    await migrate(project());
    const { database, graph, applied } = await readStatus(project(risky));
    const findings = await lintMigration(database, makePlan(graph, applied)[0]!, { rows: "always" });
    assert.deepEqual(
      findings.map((each) => `${each.risk} ${each.rule}`),
      [
        "locks index-blocks-writes",
        "fails narrows-type",
        "locks rewrites-table",
        "locks rewrites-table",
        "locks scans-under-lock",
      ],
    );
  }),
);

test("MariaDB is not let make up values for a new column", { skip: await skipWithout("mariadb") }, () =>
  onServer("mariadb", async () => {
    const editor = (await import("#migrations/internals")).createSchemaEditor(connection());
    await connection().script("CREATE TABLE djsrv_t (id int PRIMARY KEY); INSERT INTO djsrv_t VALUES (1)");
    const [table] = await introspect(connection(), { tables: ["djsrv_t"] });
    const columns = [...table!.columns, { name: "size", type: { kind: "integer" as const } }];
    await assert.rejects(editor.changeTable(table!, { ...table!, columns }), {
      message: [
        'MIGRATIONS_NO_VALUE: The column "size" of "djsrv_t" takes no nulls, and there is no value for the rows that are there.',
        "  Give the field a default, or make it null: true, fill it, and take that away in a later migration.",
      ].join("\n"),
    });
  }),
);
