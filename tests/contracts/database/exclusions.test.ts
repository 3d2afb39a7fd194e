// Asserts exclusion constraints on PostgreSQL: the database and fullClean refuse alike, migrations make them, inspection finds them.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  emptyState,
  findChanges,
  introspect,
  type Migration,
  type ProjectState,
  projectOf,
  silentQuestioner,
  stateOfModels,
} from "#migrations";
import { inspectDatabase, runMigration } from "#migrations/internals";
import {
  atomic,
  connection,
  createTables,
  type Database,
  defineDatabases,
  ExclusionViolation,
  exclusion,
  F,
  f,
  func,
  lower,
  Model,
  Q,
  unique,
  ValidationError,
} from "#orm";
import { temporal } from "../../../src/orm/temporal.ts";
import { databaseCases, withModels } from "../databases.ts";

const where = <Lookups extends object>(lookups: Lookups) => new Q({ kind: "where", where: lookups as never });
const span = func("int4range", [F("first") as never, F("last") as never], { kind: "range", of: { kind: "integer" } });

class Booking extends Model(
  "ex.Booking",
  () => Booking,
  {
    rooms: f.integerRange(),
    nights: f.dateRange({ column: "during" }),
    cancelled: f.boolean({ default: false }),
    first: f.integer({ default: 0 }),
    last: f.integer({ default: 0 }),
    guest: f.char({ maxLength: 20, default: "", blank: true }),
  },
  {
    constraints: [
      exclusion(
        "free_rooms",
        [
          ["rooms", "&&"],
          ["nights", "&&"],
        ],
        {
          where: where({ cancelled: false }),
          message: "The room is taken.",
        },
      ),
      exclusion("no_shared_places", [[span, "&&"]], { deferrable: "deferred" }),
      unique("one_guest", [], { expressions: [lower("guest")], where: where({ guest__ne: "" }) }),
    ],
  },
) {}

const day = (text: string) => temporal().PlainDate.from(text);
const rooms = (first: number, last: number) => ({ lower: first, upper: last, bounds: "[)" as const });
const nights = (first: number, last: number) => ({
  lower: day(`2026-05-0${first}`),
  upper: day(`2026-05-0${last}`),
  bounds: "[)" as const,
});
const faultsOf = (booking: Booking, exclude: readonly never[] = []): Promise<unknown> =>
  booking.fullClean({ exclude }).then(
    () => "clean",
    (error: unknown) => (error instanceof ValidationError ? error.faults : error),
  );

async function fill(): Promise<void> {
  await Booking.objects.bulkCreate([
    { rooms: rooms(1, 3), nights: nights(1, 4), first: 1, last: 5, guest: "Ann" },
    { rooms: rooms(3, 5), nights: nights(1, 4), cancelled: true },
  ]);
}

let made = 0;
const migrationOf = (operations: Migration["operations"]): Migration => ({
  label: "ex",
  name: `000${++made}`,
  dependencies: [],
  runBefore: [],
  replaces: [],
  initial: undefined,
  atomic: true,
  operations,
});
async function migrationTo(from: ProjectState, to: ProjectState): Promise<Migration> {
  const found = await findChanges({
    from,
    to,
    questioner: {
      ...silentQuestioner,
      renameField: (_model, before, after) => before === "rooms" && after === "halls",
    },
  });
  return migrationOf([...found.values()].flat().flatMap((draft) => draft.operations));
}
const run = (migration: Migration, before: ProjectState, backwards = false) =>
  runMigration(connection() as Database, { migration, backwards, before }, { using: "default" });
const exclusionsOf = async (): Promise<unknown> => {
  const [table] = await introspect(connection() as Database, { tables: ["ex_booking"] });
  return table?.exclusions;
};

for (const database of databaseCases.filter(({ name }) => name === "PGlite" || name === "PostgreSQL"))
  describe(`exclusions on ${database.name}`, { skip: database.skip }, () => {
    withModels(database, [Booking], fill);

    test("the database refuses a row that overlaps another", async () => {
      const clash = atomic(() => Booking.objects.create({ rooms: rooms(2, 4), nights: nights(3, 5) }));
      await assert.rejects(clash, (error: unknown) => {
        assert.ok(error instanceof ExclusionViolation);
        assert.equal(error.constraint, "free_rooms");
        return true;
      });
      const apart = new Booking({ rooms: rooms(2, 4), nights: nights(4, 6) });
      await apart.save();
      await apart.delete();
    });

    test("a deferred one is checked at the end of the transaction", async () => {
      let reached = false;
      const clash = atomic(async () => {
        await Booking.objects.create({ rooms: rooms(8, 9), nights: nights(1, 2), first: 4, last: 6 });
        reached = true;
      });
      await assert.rejects(clash, ExclusionViolation);
      assert.equal(reached, true);
    });

    test("fullClean refuses the same rows", async () => {
      const taken = { "": ["The room is taken."] };
      assert.deepEqual(await faultsOf(new Booking({ rooms: rooms(2, 4), nights: nights(3, 5) })), taken);
      assert.equal(await faultsOf(new Booking({ rooms: rooms(2, 4), nights: nights(4, 6) })), "clean");
      const cancelled = new Booking({ rooms: rooms(2, 4), nights: nights(3, 5), cancelled: true });
      assert.equal(await faultsOf(cancelled), "clean");
      assert.equal(await faultsOf(new Booking({ rooms: rooms(3, 4), nights: nights(1, 2) })), "clean");
      assert.deepEqual(await faultsOf(new Booking({ rooms: rooms(8, 9), nights: nights(1, 2), first: 4, last: 6 })), {
        "": ['The constraint "no_shared_places" is violated.'],
      });
      const mine = await Booking.objects.get({ guest: "Ann" });
      mine.nights = nights(2, 6);
      assert.equal(await faultsOf(mine), "clean");
      assert.equal(
        await faultsOf(new Booking({ rooms: rooms(2, 4), nights: nights(3, 5) }), ["nights"] as never),
        "clean",
      );
    });

    test("migrations make, change and undo them", async () => {
      const atFirst = await exclusionsOf();
      const target = stateOfModels([Booking]);
      await Booking.objects.all().delete();
      await connection().script("DROP TABLE ex_booking");
      const first = await migrationTo(emptyState, target);
      await run(first, emptyState);
      assert.deepEqual(await exclusionsOf(), atFirst);
      const state = first.operations.reduce((at, operation) => operation.stateForwards("ex", at), emptyState);
      assert.equal((await findChanges({ from: state, to: target })).size, 0);
      const [model] = Object.values(target.models);
      const { rooms: moved, ...others } = model!.fields;
      const [free, places] = model!.options.constraints!;
      const parts = [{ of: "halls", operator: "&&" }, free!.parts![1]!];
      const constraints = [
        { ...free!, parts },
        { ...places!, where: { cancelled: false } },
      ];
      const changed = projectOf([
        { ...model!, fields: { ...others, halls: moved! }, options: { ...model!.options, constraints } },
      ]);
      const second = await migrationTo(state, changed);
      const kinds = second.operations.map(({ kind }) => kind);
      assert.deepEqual(kinds.toSorted(), [
        "addConstraint",
        "addConstraint",
        "removeConstraint",
        "removeConstraint",
        "removeConstraint",
        "renameField",
      ]);
      await run(second, state);
      const now = (await exclusionsOf()) as readonly { readonly name: string; readonly condition?: unknown }[];
      assert.deepEqual(
        now.map(({ name, condition }) => [name, condition !== undefined]),
        [
          ["free_rooms", true],
          ["no_shared_places", true],
        ],
      );
      await run(second, state, true);
      assert.deepEqual(await exclusionsOf(), atFirst);
      await run(first, emptyState, true);
      await createTables([Booking]);
    });

    test("inspection writes them", async () => {
      const written = await inspectDatabase(connection() as Database, {
        label: `ex${database.name}`,
        tables: ["ex_booking"],
      });
      assert.match(written, /exclusion\("free_rooms", \[\["rooms", "&&"\], \["during", "&&"\]\], \{ where: /);
      assert.match(
        written,
        /exclusion\("no_shared_places", \[\[rawSql`int4range\(first, last\)`, "&&"\]\], \{ deferrable: "deferred" \}\)/,
      );
      const folder = mkdtempSync(join(import.meta.dirname, ".inspected-"));
      try {
        writeFileSync(join(folder, "models.ts"), written);
        const models = Object.values(await import(pathToFileURL(join(folder, "models.ts")).href));
        const before = await exclusionsOf();
        await connection().script("DROP TABLE ex_booking");
        await createTables(models);
        assert.deepEqual(await exclusionsOf(), before);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

test("other databases say that they have none", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await assert.rejects(createTables([Booking]), { code: "ORM_UNSUPPORTED_SQL" });
});
