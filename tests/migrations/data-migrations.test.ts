// Tests code on historical models, in a database: types, batches, both ways, and what stands before it.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addField,
  addIndex,
  createExtension,
  createModel,
  defineMigration,
  type Migration,
  MigrationGraph,
  migrate,
  modelsOfState,
  renameField,
  runCode,
  runSql,
  separateDatabaseAndState,
} from "demijohn/migrations";
import { connection, defineDatabases } from "demijohn/orm";

const models = {
  "zoo.Keeper": { id: { type: "auto" }, name: { type: "char" } },
  "zoo.Animal": {
    id: { type: "auto" },
    name: { type: "char" },
    shout: { type: "char" },
    keeper: { type: "foreignKey", to: "zoo.Keeper", null: true },
  },
} as const;

const seen: number[] = [];

const first = defineMigration({
  name: "0001_initial",
  operations: [
    createModel("Keeper", { id: { type: "auto" }, name: { type: "char", maxLength: 20 } }),
    createModel("Animal", {
      id: { type: "auto" },
      name: { type: "char", maxLength: 20 },
      keeper: { type: "foreignKey", to: "zoo.Keeper", null: true },
    }),
    runSql("INSERT INTO zoo_keeper (name) VALUES ('Ann')", { reverse: "DELETE FROM zoo_keeper" }),
    runSql(
      { sqlite: "INSERT INTO zoo_animal (name, keeper_id) VALUES ('cat', 1), ('dog', NULL), ('owl', 1)" },
      { reverse: [] },
    ),
    createExtension("pg_trgm"),
  ],
});

const second = defineMigration({
  name: "0002_shout",
  dependencies: [["zoo", "0001_initial"]],
  operations: [
    addField("Animal", "shout", { type: "char", maxLength: 20, blank: true }),
    runCode({
      name: "shout",
      models,
      async forwards({ model, backfill, using }) {
        const Animal = model("zoo.Animal");
        await backfill(
          Animal.objects.using(using ?? "default").filter({ shout: "" }),
          async (animals) => {
            for (const animal of animals) animal.shout = animal.name.toUpperCase();
            await Animal.objects.using(using ?? "default").bulkUpdate(animals, ["shout"]);
          },
          { size: 2, report: (done) => seen.push(done) },
        );
        const [kept] = await Animal.objects
          .using(using ?? "default")
          .filter({ keeper__name: "Ann" })
          .orderBy("-id")
          .slice(0, 1);
        assert.equal(kept?.name, "owl");
      },
      async backwards() {},
    }),
    renameField("Animal", "shout", "cry"),
    addIndex("Animal", { name: "by_cry", fields: ["cry"] }),
    separateDatabaseAndState({ state: [addField("Animal", "ghost", { type: "integer", null: true })] }),
  ],
});

function project(migrations: readonly Migration[]) {
  return { sources: [{ label: "zoo", models: [], migrations }] };
}

test("code runs on the models of its moment, in batches, and migrations run there and back", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await migrate(project([first, second]));
  assert.deepEqual(seen, [2, 3]);
  const past = modelsOfState(new MigrationGraph([first, second].map((each) => ({ ...each, label: "zoo" }))).state());
  const animals: { cry: string }[] = await past.get("zoo.Animal").objects.only("cry").orderBy("id");
  assert.deepEqual(
    animals.map(({ cry }) => cry),
    ["CAT", "DOG", "OWL"],
  );
  await migrate(project([first, second]), { target: { label: "zoo", name: "0001_initial" } });
  await migrate(project([first, second]));
  assert.deepEqual(seen, [2, 3, 2, 3]);
  await migrate(project([first, second]), { target: { label: "zoo", name: "zero" } });
  await connection().close();
});

test("what cannot be undone is said before anything is", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  const code = runCode({ name: "for good", forwards: () => {} });
  const third = defineMigration({ name: "0003", dependencies: [["zoo", "0002_shout"]], operations: [code] });
  const all = project([first, second, third]);
  await migrate(all);
  await assert.rejects(migrate(all, { target: { label: "zoo", name: "zero" } }), {
    message: `MIGRATIONS_IRREVERSIBLE: "Run code: for good" of zoo.0003 cannot be undone.
  At zoo.0003
  Give it what undoes it: runCode({ forwards, backwards }). A backwards of async () => {} does nothing.`,
  });
  await connection().close();
});
