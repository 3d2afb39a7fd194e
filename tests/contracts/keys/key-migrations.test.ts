// Asserts on every database that migrations make, change and undo keys of several fields and keys to other unique fields.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  emptyState,
  type FieldState,
  findChanges,
  introspect,
  type Migration,
  modelStateOf,
  modelsOfState,
  type ProjectState,
  projectOf,
  silentQuestioner,
  stateOfModels,
} from "#migrations";
import { inspectDatabase, runMigration } from "#migrations/internals";
import { closeDatabases, connection, type Database, defineDatabases } from "#orm";
import { databaseCases } from "../databases.ts";

type Fields = Readonly<Record<string, FieldState>>;
const text = { type: "char", maxLength: 20 };
const country = (fields: Fields) => modelStateOf({ label: "geo", name: "Country", fields });
const label = (fields: Fields, options: object = {}) => modelStateOf({ label: "geo", name: "Label", fields, options });

const countries = country({ id: { type: "auto" }, iso: { type: "char", maxLength: 2, unique: true }, name: text });
const toCountry = { type: "foreignKey", to: "geo.Country" };
const weight = { type: "integer", default: 1 };
/** What the project is, step by step. */
const states: Readonly<Record<string, ProjectState>> = {
  "an automatic key": projectOf([
    countries,
    label({ id: { type: "auto" }, country: toCountry, code: text, weight }, { unique: [["country", "code"]] }),
  ]),
  "a key of two fields": projectOf([
    countries,
    label({ country: toCountry, code: text, weight }, { primaryKey: ["country", "code"] }),
  ]),
  "a key of two others": projectOf([
    countries,
    label({ country: toCountry, code: text, weight }, { primaryKey: ["code", "weight"] }),
  ]),
  "a part with another name": projectOf([
    countries,
    label({ country: toCountry, name: text, weight }, { primaryKey: ["name", "weight"] }),
  ]),
  "a key that lost a part": projectOf([
    countries,
    label({ country: toCountry, name: text, size: weight }, { primaryKey: ["country", "name"] }),
  ]),
  "a key to a unique field": projectOf([
    countries,
    label({ country: { ...toCountry, toField: "iso" }, name: text, size: weight }, { primaryKey: ["country", "name"] }),
  ]),
  "a wider unique field": projectOf([
    country({ id: { type: "auto" }, iso: { type: "char", maxLength: 5, unique: true }, name: text }),
    label({ country: { ...toCountry, toField: "iso" }, name: text, size: weight }, { primaryKey: ["country", "name"] }),
  ]),
  "a renamed unique field": projectOf([
    country({ id: { type: "auto" }, alpha: { type: "char", maxLength: 5, unique: true }, name: text }),
    label(
      { country: { ...toCountry, toField: "alpha" }, name: text, size: weight },
      { primaryKey: ["country", "name"] },
    ),
  ]),
  "a key of one field": projectOf([
    country({ id: { type: "auto" }, alpha: { type: "char", maxLength: 5, unique: true }, name: text }),
    label({ country: { ...toCountry, toField: "alpha" }, name: { ...text, primaryKey: true }, size: weight }),
  ]),
  "an automatic key again": projectOf([
    country({ id: { type: "auto" }, alpha: { type: "char", maxLength: 5, unique: true }, name: text }),
    label({ id: { type: "auto" }, country: { ...toCountry, toField: "alpha" }, name: text, size: weight }),
  ]),
};
const names = Object.keys(states);
// The values of a key that points elsewhere are not those that it had: the rows are made anew there.
const emptied = new Set(["a key to a unique field"]);

const questioner = {
  ...silentQuestioner,
  renameField: (_model: unknown, from: string, to: string) =>
    `${from} ${to}` === "code name" || `${from} ${to}` === "iso alpha",
};

async function migrationTo(from: ProjectState, to: ProjectState, name: string): Promise<Migration> {
  const found = await findChanges({ from, to, questioner });
  const operations = (found.get("geo") ?? []).flatMap((draft) => draft.operations);
  return {
    label: "geo",
    name,
    dependencies: [],
    runBefore: [],
    replaces: [],
    initial: undefined,
    atomic: true,
    operations,
  };
}

function stateAfter({ operations }: Migration, from: ProjectState): ProjectState {
  return operations.reduce((state, operation) => operation.stateForwards("geo", state), from);
}

async function schemaOf(database: Database): Promise<unknown> {
  const byName = <Each extends { readonly name: string }>(list: readonly Each[] = []) =>
    [...list].sort((left, right) => (left.name < right.name ? -1 : 1));
  const tables = (await introspect(database)).filter((table) => table.name.startsWith("geo_"));
  return byName(tables).map((table) => ({
    name: table.name,
    columns: byName(table.columns),
    primaryKey: table.primaryKey,
    uniques: byName(table.uniques),
    foreignKeys: byName(table.foreignKeys),
    indexes: byName(table.indexes),
  }));
}

// The values that every step keeps.
const rowsOf = async (database: Database, state: ProjectState): Promise<unknown> => {
  const rows = await modelsOfState(state).get("geo.Label").objects.using(database.alias).values();
  return (rows as readonly Record<string, unknown>[])
    .map((row) => `${row["countryId"]} ${row["code"] ?? row["name"]}`)
    .sort();
};

test("a field leaves the key before it goes, and the key of one field comes after", async () => {
  const fields = { country: toCountry, code: text, weight };
  const before = projectOf([countries, label(fields, { primaryKey: ["country", "code"] })]);
  const stepsTo = async (to: ProjectState) =>
    (await migrationTo(before, to, "0001")).operations.map((operation) => operation.describe());
  assert.deepEqual(await stepsTo(projectOf([label({ code: text, weight }, { primaryKey: ["code", "weight"] })])), [
    "Alter primary key of Label (code, weight)",
    "Remove field country from Label",
    "Delete model Country",
  ]);
  assert.deepEqual(await stepsTo(projectOf([label({ id: { type: "auto" }, code: text, weight })])), [
    "Alter primary key of Label (one field)",
    "Remove field country from Label",
    "Add field id to Label",
    "Delete model Country",
  ]);
});

for (const one of databaseCases)
  describe(`migrations of keys on ${one.name}`, { skip: one.skip }, () => {
    let database: Database;
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await one.open();
      remove = () => opened.remove();
      if (opened.url.includes(":memory:")) await opened.database.close();
      defineDatabases({ default: opened.url });
      database = connection() as Database;
    });
    after(() => closeDatabases().finally(remove));

    const run = (migration: Migration, from: ProjectState, backwards = false) =>
      runMigration(database, { migration, backwards, before: from }, { using: database.alias });
    const fill = async (state: ProjectState): Promise<void> => {
      const models = modelsOfState(state);
      const [Country, Label] = [models.get("geo.Country"), models.get("geo.Label")];
      await Label.objects.using(database.alias).delete();
      await Country.objects.using(database.alias).delete();
      const unique = "iso" in state.models["geo.country"]!.fields ? "iso" : "alpha";
      const made = [];
      for (const code of ["at", "ch"])
        made.push(await Country.objects.using(database.alias).create({ [unique]: code, name: code.toUpperCase() }));
      const { fields } = state.models["geo.label"]!;
      const [name, size] = ["code" in fields ? "code" : "name", "weight" in fields ? "weight" : "size"];
      await Label.objects.using(database.alias).bulkCreate([
        { country: made[0], [name]: "a", [size]: 5 },
        { country: made[1], [name]: "b", [size]: 7 },
      ]);
    };

    test("every step leaves nothing to do, and the way back the schema and the rows that were there", async () => {
      let state = emptyState;
      const done: { readonly migration: Migration; readonly from: ProjectState; readonly schema: unknown }[] = [];
      for (const [at, name] of names.entries()) {
        const migration = await migrationTo(state, states[name]!, `000${at + 1}`);
        done.push({ migration, from: state, schema: await schemaOf(database) });
        if (emptied.has(name)) await modelsOfState(state).get("geo.Label").objects.using(database.alias).delete();
        const rows = at === 0 || emptied.has(name) ? undefined : await rowsOf(database, state);
        await run(migration, state);
        state = stateAfter(migration, state);
        assert.equal((await findChanges({ from: state, to: states[name]! })).size, 0, name);
        if (rows === undefined) await fill(state);
        else assert.deepEqual(await rowsOf(database, state), rows, name);
        const fresh = await migrationTo(emptyState, states[name]!, "0001");
        assert.equal((await findChanges({ from: stateAfter(fresh, emptyState), to: states[name]! })).size, 0);
      }
      for (const { migration, from, schema } of done.reverse()) {
        if (migration.name === "0006")
          await modelsOfState(state).get("geo.Label").objects.using(database.alias).delete();
        await run(migration, from, true);
        assert.deepEqual(await schemaOf(database), schema, `back from ${migration.name}`);
        state = from;
      }
    });

    test("what is inspected finds no difference", async () => {
      const state = states["a key to a unique field"]!;
      const migration = await migrationTo(emptyState, state, "0001");
      await run(migration, emptyState);
      const schema = await schemaOf(database);
      const folder = mkdtempSync(join(import.meta.dirname, ".inspected-"));
      try {
        const written = await inspectDatabase(database, { label: "geo", tables: ["geo_country", "geo_label"] });
        assert.match(written, /primaryKey: \["country", "name"\]/);
        assert.match(written, /toField: "iso"/);
        writeFileSync(join(folder, "models.ts"), written.replaceAll('"geo.', `"geo${databaseCases.indexOf(one)}.`));
        const models = Object.values(await import(pathToFileURL(join(folder, "models.ts")).href));
        const found = stateOfModels(models);
        const again = projectOf(
          Object.values(found.models).map((model) => ({ ...model, fields: relabelled(model.fields), label: "geo" })),
        );
        await run(migration, emptyState, true);
        await run(await migrationTo(emptyState, again, "0001"), emptyState);
        assert.deepEqual(await schemaOf(database), schema);
        await run(await migrationTo(emptyState, again, "0001"), emptyState, true);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

function relabelled(fields: Fields): Fields {
  const renamed = Object.entries(fields).map(([name, field]) => {
    const to = field.to?.replace(/^geo\d+/, "geo");
    return [name, to === undefined ? field : { ...field, to }] as const;
  });
  return Object.fromEntries(renamed);
}
