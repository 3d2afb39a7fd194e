// Tests what the changes between two states are, which questions they ask, and how migrations are named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createModel, findChanges, modelStateOf, projectOf, stateOfModels, writeMigration } from "demijohn/migrations";
import { connection, defineDatabases, f, lower, Model } from "demijohn/orm";
import fc from "fast-check";
import { changes, model } from "./changes-between.ts";
import { checkPair } from "./schema-properties.ts";

const text = { type: "char", maxLength: 20 };

test("models that point at each other across labels are made in two steps", async () => {
  const a = model("a", "One", { two: { type: "foreignKey", to: "b.Two" } });
  const b = model("b", "Two", { one: { type: "foreignKey", to: "a.One" } });
  assert.deepEqual(await changes([], [a, b]), {
    a: [["Create model One"], ["b.auto_1", "a.auto_1", "Add field two to One"]],
    b: [["a.auto_1", "Create model Two"]],
  });
});

test("a model that moved to another label is moved once somebody agrees", async () => {
  const before = [model("a", "One", { name: text }), model("a", "Two", { one: { type: "foreignKey", to: "a.One" } })];
  const after = [model("b", "One", { name: text }), model("a", "Two", { one: { type: "foreignKey", to: "b.One" } })];
  assert.deepEqual(await changes(before, after, { moveModel: () => true }), {
    b: [["a.__first__", "Move model One here from a"]],
  });
});

test("a field that was renamed and one that was not differ by the answer", async () => {
  const before = [model("a", "One", { name: text })];
  const after = [model("a", "One", { title: text })];
  assert.deepEqual(await changes(before, after, { renameField: () => true }), {
    a: [["Rename field name on One to title"]],
  });
  assert.deepEqual(await changes(before, after), { a: [["Remove field name from One", "Add field title to One"]] });
});

test("what is removed is asked about first", async () => {
  const asked: string[] = [];
  const before = [model("a", "One", { name: text }), model("a", "Two", {})];
  await changes(before, [model("a", "One", {})], {
    removeModel: ({ name }) => void asked.push(name),
    removeField: ({ name }, field) => void asked.push(`${name}.${field}`),
  });
  assert.deepEqual(asked, ["Two", "One.name"]);
});

test("a constraint whose message alone differs is altered, not made anew", async () => {
  const check = { kind: "check", name: "some", condition: { id__gt: 0 } };
  const before = [model("a", "One", {}, { constraints: [check] })];
  const after = [model("a", "One", {}, { constraints: [{ ...check, message: "No." }] })];
  assert.deepEqual(await changes(before, after), { a: [["Alter constraint some on One"]] });
});

test("an index with another name alone is renamed", async () => {
  const before = [model("a", "One", { name: text }, { indexes: [{ name: "x", fields: ["name"] }] })];
  const after = [model("a", "One", { name: text }, { indexes: [{ name: "y", fields: ["name"] }] })];
  assert.deepEqual(await changes(before, after), { a: [["Rename index x on One to y"]] });
});

test("unique fields wait for the fields that they name", async () => {
  const before = [model("a", "One", { name: text, old: text })];
  const after = [model("a", "One", { name: text, fresh: text }, { unique: [["name", "fresh"]] })];
  const [[, ...rest]] = (await changes(before, after))["a"] as [string[]];
  const said = [...rest].join("; ");
  assert.ok(said.indexOf("Add field fresh") < said.indexOf("Alter unique") || !said.includes("Add field fresh"), said);
});

test("the state of models holds what a database or a history needs", () => {
  class Person extends Model("census.Person", () => Person, {
    name: f.char({ maxLength: 20, validators: [() => {}] }),
    token: f.uuid({ default: () => crypto.randomUUID() }),
    key: f.generated(f.char({ maxLength: 20 }), lower("name")),
    boss: f.foreignKey(() => Person, { null: true, onDelete: "setNull" }),
    friends: f.manyToMany(() => Person),
  }) {}
  const state = stateOfModels([Person]).models["census.person"]!;
  const { key, ...fields } = state.fields;
  assert.deepEqual(fields, {
    id: { type: "auto" },
    name: { type: "char", maxLength: 20 },
    token: { type: "uuid", default: { computed: "default" } },
    boss: { type: "foreignKey", to: "census.Person", null: true, onDelete: "setNull" },
    friends: { type: "manyToMany", to: "census.Person" },
  });
  const file = writeMigration({
    label: "census",
    name: "0001_initial",
    initial: true,
    dependencies: [],
    operations: [createModel("Person", { key: key! })],
    answers: ["Is it so? yes"],
  });
  assert.equal(
    file,
    `// Create model Person (census).
// Answered: Is it so? yes
import { createModel, defineMigration } from "demijohn/migrations";
import { lower } from "demijohn/orm";

export const migration = defineMigration({
  initial: true,
  operations: [
    createModel("Person", {
      key: {
        type: "generated",
        as: { type: "char", maxLength: 20 },
        expression: lower("name"),
        stored: true,
      },
    }),
  ],
});
`,
  );
});

test("models without a label, and what is no model, are refused", () => {
  class Stray extends Model("Stray", () => Stray, {}) {}
  assert.throws(() => stateOfModels([Stray]), {
    message: `MIGRATIONS_NO_LABEL: The model "Stray" does not say which blueprint it belongs to.
  Name it with the blueprint before it: Model("blog.Stray", …).`,
  });
  assert.throws(() => stateOfModels([class {}]), {
    message: `MIGRATIONS_NOT_A_MODEL: The models of a blueprint hold something that is not a model.
  Give it model classes: models: [Author, Article].`,
  });
});

test("an instance of a class cannot be written", () => {
  const operations = [createModel("One", { name: { type: "char", default: new Map() } })];
  assert.throws(() => writeMigration({ label: "a", name: "0001", dependencies: [], operations }), {
    message: `MIGRATIONS_UNWRITABLE: A migration cannot hold an instance of Map.
  Use plain values in defaults and options: text, numbers, dates, lists and records.`,
  });
});

test("changes that wait for each other in a circle are refused", async () => {
  const ring = (label: string, other: string) =>
    modelStateOf({ label, name: "One", fields: { one: { type: "oneToOne", to: `${other}.One`, primaryKey: true } } });
  await assert.rejects(findChanges({ from: projectOf([]), to: projectOf([ring("a", "b"), ring("b", "a")]) }), {
    message: `MIGRATIONS_CIRCLE: The changes of "a, b" wait for each other in a circle.
  Create model One
  Create model One
  Make the change in two steps: add the new relation with null: true, migrate, and then take the old one away.`,
  });
});

test("12 random pairs of schemas migrate on SQLite, there, back and squashed", async () => {
  const numbers = (least: number) =>
    fc.array(fc.nat({ max: 1000 }), { minLength: least, maxLength: least * 2, size: "max" });
  const pairs = fc.record({ schema: numbers(60), edits: numbers(30) });
  await fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      defineDatabases({ pairs: "sqlite::memory:" });
      fc.pre(await checkPair(connection("pairs"), pair));
    }),
    { numRuns: 12 },
  );
});
