// Answers the questions of the ORM benchmark with Demijohn's models, on whichever database `openModels` is given.
import { closeDatabases, defineDatabases, f, Model } from "demijohn/orm";

const personFields = () => ({
  name: f.char({ maxLength: 100 }),
  email: f.char({ maxLength: 100 }),
  age: f.integer(),
  score: f.float(),
  active: f.boolean(),
  createdAt: f.dateTime(),
  notes: f.text({ null: true }),
});
export class World extends Model(
  "bench.World",
  () => World,
  { randomNumber: f.integer({ column: "randomnumber" }) },
  {
    table: "world",
  },
) {}
export class Fortune extends Model(
  "bench.Fortune",
  () => Fortune,
  { message: f.char({ maxLength: 2048 }) },
  {
    table: "fortune",
  },
) {}
class Person extends Model("bench.Person", () => Person, personFields(), { table: "person" }) {}
class PersonIns extends Model("bench.PersonIns", () => PersonIns, personFields(), { table: "person_ins" }) {}
class Parent extends Model(
  "bench.Parent",
  () => Parent,
  {
    name: f.char({ maxLength: 100 }),
    city: f.char({ maxLength: 100 }),
    children: f.reverse(() => Child, "parent"),
  },
  { table: "parent" },
) {
  toJSON() {
    return { ...this, children: this.children.items };
  }
}
class Child extends Model(
  "bench.Child",
  () => Child,
  {
    parent: f.foreignKey(() => Parent, { relatedName: "children" }),
    title: f.char({ maxLength: 100 }),
    price: f.integer(),
  },
  { table: "child" },
) {}

export const randomId = () => 1 + Math.floor(Math.random() * 10_000);
/** Different ids in ascending order: no two updaters can then wait for each other. */
function randomIds(n) {
  const ids = new Set();
  while (ids.size < n) ids.add(randomId());
  return [...ids].sort((a, b) => a - b);
}

export const find = (id) => World.objects.get({ id });
export const queries = (n) => Promise.all(Array.from({ length: n }, () => find(randomId())));
export async function updates(n) {
  const worlds = await Promise.all(randomIds(n).map(find));
  for (const world of worlds) world.randomNumber = randomId();
  await World.objects.bulkUpdate(worlds, ["randomNumber"]);
  return worlds;
}

/** The questions, asked of the database at `url`. */
export function openModels(url) {
  defineDatabases({ default: url });
  return {
    find,
    queries,
    updates,
    fortunes: () => Fortune.objects.all(),
    all: () => Person.objects.orderBy("id"),
    pk: (id) => Person.objects.get({ id }),
    insert: (rows) =>
      PersonIns.objects.bulkCreate(rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))),
    clear: () => PersonIns.objects.all().delete(),
    join: (city, price) => Child.objects.filter({ parent__city: city, price__gt: price }).orderBy("id"),
    prefetch: () => Parent.objects.orderBy("id").prefetchRelated("children"),
    close: closeDatabases,
  };
}
