// Asserts the errors of models: those of their definition, and those of what instances cannot do.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createTables, defineDatabases, f, Model } from "#orm";

class Place extends Model("me.Place", () => Place, { name: f.char({ maxLength: 20, unique: true }) }) {}
class Cafe extends Model("me.Cafe", () => Cafe, { cups: f.integer({ default: 0 }) }, { parent: Place }) {}

class Mark extends Model("me.Mark", () => Mark, {
  onType: f.char({ maxLength: 50, null: true }),
  onId: f.char({ maxLength: 50, null: true }),
  on: f.generic("onType", "onId"),
}) {}

defineDatabases({ default: "sqlite::memory:" });
before(() => createTables([Place, Cafe]));

/** The text of what `call` throws, its place made the same for every machine. */
async function textOf(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return (error as Error).message.replace(/tests\/orm\/model-errors\.test\.ts:\d+:\d+/g, "PLACE");
  }
  throw new Error("nothing was thrown");
}

const cases: readonly (readonly [name: string, call: () => unknown, text: string])[] = [
  [
    "a model cannot have a field of its parent's again",
    () => Model("me.Clash", () => Cafe, { name: f.char() }, { parent: Place }),
    `ORM_FIELD_CLASH: The field me.Clash.name has the name of one that it inherits from me.Place.
  At me.Clash.name
  Give it another name.`,
  ],
  [
    "a parent is a model",
    () => Model("me.Orphan", () => Cafe, {}, { parent: class {} }),
    `ORM_NOT_A_MODEL: The parent of me.Orphan is not a model.
  At me.Orphan
  Give the class of a model that is defined before: { parent: Place }.`,
  ],
  [
    "a generic relation takes an instance",
    () => new Mark({ on: 5 as never }),
    `ORM_NOT_AN_INSTANCE: Mark.on takes an instance of a model.
  At PLACE
  Give an instance: a key alone does not say of which model it is.`,
  ],
  [
    "what a generic relation leads to is saved",
    () => new Mark({ on: new Place({ name: "x" }) }).save(),
    `ORM_UNSAVED_INSTANCE: Mark.on is an instance that is not saved, so that no row can point at it.
  At PLACE
  Save it first: await instance.on.save().`,
  ],
  [
    "clashing rows of several tables are not left out",
    () => Cafe.objects.bulkCreate([{ name: "x" }], { ignoreConflicts: true }),
    `ORM_BULK_CONFLICT: bulkCreate() cannot leave out or change clashing rows of Cafe, which are kept in several tables.
  At PLACE
  Create them without these options, or one by one with updateOrCreate().`,
  ],
];

for (const [name, call, text] of cases) test(name, async () => assert.equal(await textOf(call), text));
