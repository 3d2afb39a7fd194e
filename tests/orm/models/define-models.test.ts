// Asserts that models gathered by an application are led back to from models that it does not own.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createTables, defineDatabases, defineModels, f, Model } from "#orm";

class Person extends Model("own.Person", () => Person, { name: f.char() }) {}
class Award extends Model("prizes.Award", () => Award, {
  title: f.char(),
  winner: f.foreignKey(() => Person, { relatedName: "awards" }),
}) {}
class Badge extends Model("prizes.Badge", () => Badge, {
  person: f.oneToOne(() => Person, { relatedName: "badge" }),
}) {}

defineDatabases({ default: "sqlite::memory:" });
before(async () => {
  defineModels({ Award, Badge } as never);
  await createTables([Person, Award, Badge]);
});

test("a relatedName that the target does not declare is added to it", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  await Person.objects.create({ name: "Bob" });
  await Award.objects.create({ title: "Nobel", winner: ann });
  await Badge.objects.create({ person: ann });
  const found = await Person.objects.filter({ awards__title: "Nobel" } as never);
  assert.deepEqual(
    found.map((person) => person.name),
    ["Ann"],
  );
  const person = found[0] as Person & { awards: PromiseLike<Award[]>; badge: Promise<Badge> };
  assert.deepEqual(
    (await person.awards).map((award) => award.title),
    ["Nobel"],
  );
  assert.equal((await person.badge).personId, ann.id);
  assert.deepEqual(
    (await Person.objects.exclude({ awards__isnull: false } as never)).map((each) => each.name),
    ["Bob"],
  );
});
