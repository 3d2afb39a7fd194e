// Tests how migrations are ordered, which are replaced, and which graphs are refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createModel,
  defineMigration,
  type Migration,
  MigrationGraph,
  type MigrationId,
  type MigrationParts,
} from "demijohn/migrations";

function migration(text: string, dependencies: readonly string[] = [], more: Partial<MigrationParts> = {}): Migration {
  const [label, name] = idOf(text);
  const operations = [createModel(`M${name}`, { id: { type: "auto" } })];
  return defineMigration({ label, name, dependencies: dependencies.map(idOf), operations, ...more });
}

function idOf(text: string): MigrationId {
  const [label = "", name = ""] = text.split(".");
  return [label, name];
}

function texts(list: readonly Migration[]): string[] {
  return list.map(({ label, name }) => `${label}.${name}`);
}

const chain = [
  migration("a.0001"),
  migration("a.0002", ["a.0001", "b.0001"]),
  migration("b.0001", ["a.__first__"]),
  migration("c.0001", ["b.__latest__"]),
];

test("each migration comes after what it depends on", () => {
  const graph = new MigrationGraph(chain);
  assert.deepEqual(texts(graph.order), ["a.0001", "b.0001", "a.0002", "c.0001"]);
  assert.deepEqual(texts(graph.forwardsPlan(["c", "0001"])), ["a.0001", "b.0001", "c.0001"]);
  assert.deepEqual(texts(graph.backwardsPlan(["b", "0001"])), ["c.0001", "a.0002", "b.0001"]);
  assert.deepEqual(texts(graph.parents(["a", "0002"])), ["a.0001", "b.0001"]);
  assert.deepEqual(Object.keys(graph.state([["b", "0001"]]).models), ["a.m0001", "b.m0001"]);
});

test("a migration can ask others to wait for it, and for the model that a setting names", () => {
  const graph = new MigrationGraph(
    [
      migration("z.0001", [], { runBefore: [["a", "0001"]] }),
      migration("a.0001", [], { dependencies: [["__setting__", "auth.user"]] }),
      migration("m.0001"),
    ],
    { swappables: { "auth.user": "m.User" } },
  );
  assert.deepEqual(texts(graph.order), ["m.0001", "z.0001", "a.0001"]);
});

test("a squashed migration stands for those that it replaces, unless a database has some of them", () => {
  const squashed = migration("a.0001_squashed", [], {
    replaces: [
      ["a", "0001"],
      ["a", "0002"],
    ],
  });
  const all = [migration("a.0001"), migration("a.0002", ["a.0001"]), squashed, migration("a.0003", ["a.0002"])];
  const order = (applied: readonly string[]) => texts(new MigrationGraph(all, { applied: new Set(applied) }).order);
  assert.deepEqual(order([]), ["a.0001_squashed", "a.0003"]);
  assert.deepEqual(order(["a.0001"]), ["a.0001", "a.0002", "a.0003"]);
  assert.deepEqual(order(["a.0001", "a.0002"]), ["a.0001_squashed", "a.0003"]);
});

test("a squashed migration can replace squashed ones", () => {
  const all = [
    migration("a.0001"),
    migration("a.0002", ["a.0001"]),
    migration("a.0001_one", [], { replaces: [["a", "0001"]] }),
    migration("a.0001_two", [], {
      replaces: [
        ["a", "0001_one"],
        ["a", "0002"],
      ],
    }),
  ];
  assert.deepEqual(texts(new MigrationGraph(all).order), ["a.0001_two"]);
});

test("two last migrations are a conflict", () => {
  const graph = new MigrationGraph([
    migration("a.0001"),
    migration("a.0002", ["a.0001"]),
    migration("a.0003", ["a.0001"]),
  ]);
  assert.deepEqual(
    [...graph.conflicts()].map(([label, leaves]) => [label, texts(leaves)]),
    [["a", ["a.0002", "a.0003"]]],
  );
});

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

test("graphs that cannot be are refused", () => {
  assert.equal(
    refusal(() => new MigrationGraph([migration("a.0001", ["b.0001"]), migration("b.0001", ["a.0001"])])),
    `MIGRATIONS_CIRCULAR_GRAPH: Migrations depend on each other in a circle.
  a.0001 → b.0001 → a.0001
  Take one of these dependencies out of its file.`,
  );
  assert.equal(
    refusal(() => new MigrationGraph([migration("a.0001", ["a.0000"])])),
    `MIGRATIONS_MISSING_DEPENDENCY: a.0001 depends on a.0000, which does not exist.
  At a.0001
  Correct the dependency, or bring the missing file back. Did you mean "a.0001"?`,
  );
  assert.equal(
    refusal(() => new MigrationGraph([migration("a.0001"), migration("a.0001")])),
    `MIGRATIONS_TWICE: There are two migrations a.0001.
  Give one of the files another name.`,
  );
});

test("a migration is found by the beginning of its name, if one has it", () => {
  const graph = new MigrationGraph([migration("a.0001_initial"), migration("a.0002_name", ["a.0001_initial"])]);
  assert.equal(graph.get("a", "0002").name, "0002_name");
  assert.equal(
    refusal(() => graph.get("a", "0003")),
    `MIGRATIONS_UNKNOWN: "a" has no migration whose name begins with "0003".
  Migrations: 0001_initial, 0002_name.
  Name one of them.`,
  );
  assert.equal(
    refusal(() => graph.get("a", "000")),
    `MIGRATIONS_UNKNOWN: Several migrations of "a" begin with "000".
  Migrations: 0001_initial, 0002_name.
  Name one of them.`,
  );
});
