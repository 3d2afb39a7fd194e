// Asserts what instances do: save, change, refresh, delete, signals, deferred fields, links with a model, constraints.
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import {
  assertQueries,
  atomic,
  type CleanStep,
  check,
  createTables,
  defineDatabases,
  defineModels,
  F,
  f,
  index,
  linksChanged,
  Model,
  postDelete,
  postSave,
  preSave,
  Q,
  registerLookup,
  unique,
  ValidationError,
} from "#orm";

class Person extends Model(
  "m.Person",
  () => Person,
  {
    name: f.char({ maxLength: 20 }),
    nick: f.char({ maxLength: 20, null: true, column: "nickname" }),
    age: f.integer({ default: 18, validators: [(age: number) => (age < 0 ? "Nobody is that young." : undefined)] }),
    joined: f.dateTime({ autoNowAdd: true }),
    changed: f.dateTime({ autoNow: true }),
    settings: f.json<{ dark?: boolean }>({ default: {} }),
    doubled: f.generated(f.integer(), F("age").mul(2)),
    level: f.integer({ databaseDefault: 7 }),
    friends: f.manyToMany(() => Person, { relatedName: "friendOf" }),
    friendOf: f.reverse(() => Person, "friends"),
    clubs: f.manyToMany(() => Club, { relatedName: "people", through: () => Membership }),
    memberships: f.reverse(() => Membership, "person"),
  },
  {
    verboseName: "somebody",
    indexes: [["name", "-age"]],
    latestBy: "joined",
  },
) {
  #visits = 0;
  visit() {
    return ++this.#visits;
  }
  override async clean() {
    if (this.name === "Nobody") throw new ValidationError({ name: ["Nobody is somebody."] });
  }
  override toString() {
    return this.name;
  }
}
class Club extends Model("m.Club", () => Club, {
  name: f.char({ maxLength: 20 }),
  people: f.reverse(() => Person, "clubs"),
}) {}
class Membership extends Model(
  "m.Membership",
  () => Membership,
  {
    person: f.foreignKey(() => Person, { relatedName: "memberships" }),
    club: f.foreignKey(() => Club),
    role: f.char({ maxLength: 10, default: "member" }),
    active: f.boolean({ default: true }),
  },
  {
    constraints: [
      unique("m_one_active", ["person", "club"], {
        where: new Q({ kind: "where", where: { active: true } }),
        message: "One active membership is enough.",
      }),
    ],
  },
) {}
class Slot extends Model(
  "m.Slot",
  () => Slot,
  {
    room: f.char({ maxLength: 10 }),
    day: f.integer(),
    open: f.boolean({ default: true }),
  },
  {
    unique: [["room", "day"]],
    constraints: [
      check(
        "m_slot_day",
        new Q({ kind: "where", where: { day__gte: 0 } }).and(new Q({ kind: "where", where: { room__ne: "" } })),
      ),
    ],
    indexes: [index(["day"], { where: new Q({ kind: "where", where: { open: true } }) })],
  },
) {}

defineDatabases({ default: "sqlite::memory:" });
defineModels({ Person, Club, Membership, Slot });

before(() => createTables([Person, Club, Membership, Slot]));
beforeEach(async () => {
  await Membership.objects.all().delete();
  await Person.objects.all().delete();
  await Club.objects.all().delete();
});

test("an instance is new until it is saved", async () => {
  const ann = new Person({ name: "Ann" });
  assert.equal(ann.isNew, true);
  assert.equal(ann.age, 18);
  await ann.save();
  assert.equal(ann.isNew, false);
  assert.equal(ann.level, 7);
  assert.equal(ann.doubled, 36);
  assert.ok(ann.joined instanceof Date);
  assert.equal(String(ann), "Ann");
});

test("save writes changed columns alone, and keeps the time of each save", async () => {
  const ann = await Person.objects.create({ name: "Ann", nick: "A" });
  const before = ann.changed;
  await new Promise((resolve) => setTimeout(resolve, 3));
  ann.settings.dark = true;
  assert.deepEqual(ann.changedFields(), ["settings"]);
  await ann.save();
  assert.deepEqual(ann.changedFields(), []);
  assert.ok(ann.changed > before);
  assert.deepEqual((await Person.objects.get({ pk: ann.pk })).settings, { dark: true });
});

test("save with updateFields writes these alone", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  ann.name = "Anna";
  ann.age = 30;
  await ann.save({ updateFields: ["age"] });
  const found = await Person.objects.get({ pk: ann.pk });
  assert.deepEqual([found.name, found.age], ["Ann", 30]);
  assert.deepEqual(ann.changedFields(), ["name"]);
});

test("private fields and initialisers live on instances that were read", async () => {
  await Person.objects.create({ name: "Ann" });
  const ann = await Person.objects.get();
  assert.equal(ann.visit(), 1);
  assert.equal(ann.visit(), 2);
});

test("refresh reads again, and forgets relations", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  await Person.objects.update({ name: "Bea", nick: "B" });
  await ann.refresh({ fields: ["nick"] });
  assert.deepEqual([ann.name, ann.nick], ["Ann", "B"]);
  await ann.refresh();
  assert.equal(ann.name, "Bea");
});

test("instances with the same key are equal", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  assert.equal(ann.equals(await Person.objects.get()), true);
  assert.equal(ann.equals(await Person.objects.create({ name: "Bea" })), false);
});

test("only leaves fields out until they are refreshed", async () => {
  await Person.objects.create({ name: "Ann" });
  const [ann] = await Person.objects.only("name");
  assert.ok((ann as unknown) instanceof Person);
  const person = ann as unknown as Person;
  assert.deepEqual(person.deferredFields(), ["nick", "age", "joined", "changed", "settings", "doubled", "level"]);
  await person.refresh({ fields: ["age"] });
  assert.equal(person.age, 18);
  person.name = "Bea";
  await person.save();
  assert.equal((await Person.objects.get()).name, "Bea");
});

test("signals tell of saves, deletes and links", async () => {
  const heard: string[] = [];
  const ends = [
    preSave.connect(({ instance }) => void heard.push(`before ${instance}`), { model: Person }),
    postSave.connect(({ instance, created }) => void heard.push(`saved ${instance} ${created}`), { model: Person }),
    postDelete.connect(({ instance }) => void heard.push(`deleted ${instance}`), { model: Person }),
    linksChanged.connect(({ relation, action, keys }) => void heard.push(`${action} ${relation} ${keys.length}`), {
      model: Person,
    }),
  ];
  const ann = await Person.objects.create({ name: "Ann" });
  const bea = await Person.objects.create({ name: "Bea" });
  await ann.friends.add(bea);
  await ann.delete();
  for (const end of ends) end();
  await bea.save();
  assert.deepEqual(heard, [
    "before Ann",
    "saved Ann true",
    "before Bea",
    "saved Bea true",
    "add friends 1",
    "deleted Ann",
  ]);
});

test("a relation to oneself has two sides", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  const bea = await Person.objects.create({ name: "Bea" });
  await ann.friends.add(bea);
  assert.deepEqual((await ann.friends).map(String), ["Bea"]);
  assert.deepEqual((await bea.friendOf).map(String), ["Ann"]);
  assert.deepEqual((await Person.objects.filter({ friends__name: "Bea" })).map(String), ["Ann"]);
  assert.deepEqual((await Person.objects.filter({ friendOf__name: "Ann" })).map(String), ["Bea"]);
});

test("a relation goes through a model of the application", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  const chess = await Club.objects.create({ name: "Chess" });
  await Membership.objects.create({ person: ann, club: chess, role: "head" });
  assert.deepEqual(
    (await ann.clubs).map((club) => club.name),
    ["Chess"],
  );
  assert.deepEqual((await chess.people).map(String), ["Ann"]);
  assert.equal(await Person.objects.filter({ clubs__name: "Chess", memberships__role: "head" }).count(), 1);
});

test("prefetched relations to many are read without a query", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  await ann.friends.add(await Person.objects.create({ name: "Bea" }), await Person.objects.create({ name: "Cid" }));
  const rows = await Person.objects.prefetchRelated("friends").orderBy("name");
  await assertQueries(0, async () => {
    assert.equal(rows[0]!.friends.items.length, 2);
    assert.equal(await rows[0]!.friends.count(), 2);
    assert.equal((await rows[0]!.friends).length, 2);
  });
});

test("an assigned relation is loaded, and its key written", async () => {
  const ann = await Person.objects.create({ name: "Ann" });
  const membership = new Membership({ person: ann, club: await Club.objects.create({ name: "Chess" }) });
  assert.equal(membership.person, ann);
  assert.equal(membership.personId, ann.id);
  const bea = new Person({ name: "Bea" });
  membership.person = bea;
  await bea.save();
  await membership.save();
  assert.equal(membership.personId, bea.id);
});

test("fetch modes load for one, or refuse", async () => {
  const chess = await Club.objects.create({ name: "Chess" });
  for (const name of ["Ann", "Bea"])
    await Membership.objects.create({ person: await Person.objects.create({ name }), club: chess });
  await assertQueries(3, async () => {
    for (const each of await Membership.objects.fetchMode("one")) await each.person;
  });
  const [first] = await Membership.objects.fetchMode("raise");
  assert.throws(() => first!.person, { code: "ORM_NOT_LOADED" });
});

test("fullClean gathers the faults of fields, validators, clean and uniqueness", async () => {
  await assert.rejects(new Person({ name: "x".repeat(21), age: -1 }).fullClean(), (error: ValidationError) => {
    assert.deepEqual(error.faults, {
      name: ["Ensure this value has at most 20 characters (it has 21)."],
      age: ["Nobody is that young."],
    });
    return true;
  });
  await assert.rejects(new Person({ name: "Nobody" }).fullClean(), { code: "VALIDATE_INVALID" });
  await Slot.objects.create({ room: "a", day: 1 });
  await assert.rejects(new Slot({ room: "a", day: 1 }).fullClean(), (error: ValidationError) => {
    assert.deepEqual(error.faults, { "": ["Another slot has this room and day already."] });
    return true;
  });
  await new Slot({ room: "a", day: 2 }).fullClean();
  await Slot.objects.all().delete();
});

test("fullClean runs the parts that are named", async () => {
  class Seat extends Model(
    "m.Seat",
    () => Seat,
    { row: f.integer({ unique: true }), name: f.char({ maxLength: 2 }) },
    { constraints: [check("m_seat_row", new Q({ kind: "where", where: { row__gt: 0 } }))] },
  ) {
    override clean() {
      throw new ValidationError({ "": [{ code: "odd", message: "Never." }] });
    }
  }
  await createTables([Seat]);
  await Seat.objects.create({ row: 1, name: "a" });
  const codes = async (row: number, checks?: readonly CleanStep[]) => {
    const seat = new Seat({ row, name: "long" });
    const error = await seat.fullClean({ checks }).catch((caught: ValidationError) => caught);
    return error === undefined
      ? []
      : Object.values((error as ValidationError).issues)
          .flat()
          .map((issue) => issue.code);
  };
  assert.deepEqual(await codes(1, ["fields"]), ["max_length"]);
  assert.deepEqual(await codes(1, ["clean"]), ["odd"]);
  assert.deepEqual(await codes(1, ["unique"]), ["unique"]);
  assert.deepEqual(await codes(-5, ["constraints"]), ["check"]);
  assert.deepEqual(await codes(1, ["constraints"]), []);
  assert.deepEqual((await codes(-5)).sort(), ["check", "max_length", "odd"]);
});

test("unique fields together are unique in the database", async () => {
  await Slot.objects.create({ room: "a", day: 1 });
  await assert.rejects(
    atomic(() => Slot.objects.create({ room: "a", day: 1 })),
    { code: "ORM_UNIQUE_VIOLATION" },
  );
});

test("checks and partial unique constraints hold in the database", async () => {
  await assert.rejects(
    atomic(() => Slot.objects.create({ room: "b", day: -1 })),
    { code: "ORM_CHECK_VIOLATION" },
  );
  const person = await Person.objects.create({ name: "Ann" });
  const club = await Club.objects.create({ name: "Chess" });
  await Membership.objects.create({ person, club, active: false });
  await Membership.objects.create({ person, club });
  await assert.rejects(
    atomic(() => Membership.objects.create({ person, club })),
    { code: "ORM_UNIQUE_VIOLATION" },
  );
  await assert.rejects(new Membership({ person, club }).fullClean(), (error: ValidationError) => {
    assert.deepEqual(error.faults, { "": ["One active membership is enough."] });
    return true;
  });
  await new Membership({ person, club, active: false }).fullClean();
});

test("the same query with other values is planned once", async () => {
  await Person.objects.create({ name: "Ann" });
  const first = Person.objects.filter({ name: "Ann", age__in: [1, 18] }).toSql();
  const second = Person.objects.filter({ name: "Bea", age__in: [4, 5, 6, 7] }).toSql();
  assert.equal(first.text, second.text);
  assert.equal(await Person.objects.filter({ name: "Ann", age__in: [1, 18] }).count(), 1);
  assert.equal(await Person.objects.filter({ name: "Ann", age__in: [4, 5, 6, 7] }).count(), 0);
});

test("an application adds a lookup", async () => {
  registerLookup("number", {
    name: "divides",
    takes: "value",
    build: (left, right) => ({
      kind: "compare",
      operator: "=",
      left: { kind: "binary", operator: "%", left, right: right[0]!, type: undefined },
      right: { kind: "constant", value: 0 },
    }),
  });
  await Person.objects.create({ name: "Ann", age: 21 });
  assert.equal(await Person.objects.filter({ age__divides: 7 } as never).count(), 1);
  assert.equal(await Person.objects.filter({ age__divides: 5 } as never).count(), 0);
});
