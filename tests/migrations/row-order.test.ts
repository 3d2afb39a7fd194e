// Tests that the column of rows with an order of their own is made, filled and taken away by migrations.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  defineMigration,
  emptyState,
  findChanges,
  type Migration,
  migrate,
  modelsOfState,
  stateOfModels,
} from "#migrations";
import { closeDatabases, connection, defineDatabases, f, Model, sql } from "#orm";

class Song extends Model("djord.Song", () => Song, { title: f.char({ maxLength: 20 }) }) {}
const verse = (name: string, options: object): unknown => {
  // biome-ignore lint/suspicious/noExplicitAny: two versions of one model, of which only the state is wanted
  class Verse extends (Model as any)(name, () => Verse, { text: f.text(), song: f.foreignKey(() => Song) }, options) {}
  return Verse;
};
const renamed = (models: readonly unknown[]) => {
  const state = stateOfModels(models);
  const plain = JSON.stringify(state).replaceAll("djord.plain", "djord.verse").replaceAll("Plain", "Verse");
  return JSON.parse(plain) as typeof state;
};

test("an order of rows is found, made, kept by rows of the past, and taken away", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  const without = renamed([Song, verse("djord.Plain", {})]);
  const within = stateOfModels([Song, verse("djord.Verse", { orderWithRespectTo: "song", naturalKey: ["text"] })]);
  assert.deepEqual(within.models["djord.verse"]?.options, { orderWithRespectTo: "song" });
  assert.deepEqual(Object.keys(within.models["djord.verse"]!.fields), ["id", "text", "song"]);

  const steps = async (from: typeof within, to: typeof within): Promise<readonly string[]> =>
    [...(await findChanges({ from, to })).values()]
      .flat()
      .flatMap(({ operations }) => operations.map((each) => each.describe()));
  assert.deepEqual(await steps(without, within), ["Set the order of Verse with respect to song"]);
  assert.deepEqual(await steps(within, without), ["Set the order of Verse with respect to nothing"]);
  assert.deepEqual(await steps(within, within), []);

  const operationsOf = async (from: typeof within, to: typeof within) =>
    [...(await findChanges({ from, to })).values()].flat().flatMap(({ operations }) => operations);
  const migrations: Migration[] = [
    defineMigration({ name: "0001_initial", operations: await operationsOf(emptyState, without) }),
    defineMigration({
      name: "0002_order",
      dependencies: [["djord", "0001_initial"]],
      operations: await operationsOf(without, within),
    }),
  ];
  const project = { sources: [{ label: "djord", models: [], migrations }] };
  await migrate(project, { target: { label: "djord", name: "0001" } });
  await connection().script(
    "INSERT INTO djord_song (title) VALUES ('Low'); INSERT INTO djord_verse (text, song_id) VALUES ('a', 1)",
  );
  await migrate(project);
  const Past = modelsOfState(within).get("djord.Verse");
  await Past.objects.create({ text: "b", songId: 1 });
  assert.deepEqual(await sql`SELECT text, _order FROM djord_verse ORDER BY id`, [
    { text: "a", _order: 0 },
    { text: "b", _order: 1 },
  ]);
  assert.deepEqual(await Past.objects.flat("text"), ["a", "b"]);
  await closeDatabases();
});
