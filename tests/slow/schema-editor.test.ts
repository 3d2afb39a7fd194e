// Random tables are changed into others and back, with rows in them, on every database.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createSchemaEditor, introspect } from "#migrations/internals";
import { type Database, openDatabase } from "#orm";
import type { ColumnDescription, SqlExpression, TableDescription } from "#orm/internals";
import { serverUrl, skipWithout } from "../servers.ts";

const constant = (value: string | number | boolean | null): SqlExpression => ({ kind: "constant", value });
const column = (name: string): SqlExpression => ({ kind: "column", source: undefined, name, type: undefined });

type Group = "number" | "text" | "moment" | "boolean" | "json";
const groups: Readonly<
  Record<Group, { types: ColumnDescription["type"][]; value: SqlExpression; fill: SqlExpression }>
> = {
  number: {
    types: [
      { kind: "smallInt" },
      { kind: "integer" },
      { kind: "bigInt" },
      { kind: "float" },
      { kind: "decimal", maxDigits: 10, decimalPlaces: 2 },
      { kind: "decimal", maxDigits: 12, decimalPlaces: 3 },
    ],
    value: constant(7),
    fill: constant(3),
  },
  text: {
    types: [
      { kind: "char", maxLength: 20 },
      { kind: "char", maxLength: 60 },
    ],
    value: constant("it's"),
    fill: constant("filled"),
  },
  moment: {
    types: [{ kind: "date" }, { kind: "dateTime" }],
    value: constant("2024-02-29"),
    fill: constant("2024-03-01"),
  },
  boolean: { types: [{ kind: "boolean" }], value: constant(true), fill: constant(false) },
  json: { types: [{ kind: "json" }], value: constant('{"a": 1}'), fill: constant("{}") },
};
// A column's name says what it holds, so that its values can become those of any type that it may get.
const pool: readonly (readonly [string, Group])[] = [
  ["n1", "number"],
  ["n2", "number"],
  ["order", "number"],
  ["t1", "text"],
  ["t 2", "text"],
  ["d1", "moment"],
  ["b1", "boolean"],
  ["j1", "json"],
];

interface ColumnChoice {
  readonly there: boolean;
  readonly type: number;
  readonly null: boolean;
  readonly default: boolean;
  readonly comment: boolean;
}
interface TableChoice {
  readonly columns: readonly ColumnChoice[];
  readonly index: readonly number[];
  readonly uniques: readonly number[];
  readonly check: boolean;
  readonly key: "none" | "plain" | "not null" | "indexed" | "cascade";
  readonly generated: "none" | "stored";
  readonly comment: boolean;
  readonly names: "plain" | "other";
}

const columnChoice: fc.Arbitrary<ColumnChoice> = fc.record({
  there: fc.boolean(),
  type: fc.nat(5),
  null: fc.boolean(),
  default: fc.boolean(),
  comment: fc.boolean(),
});
const tableChoice: fc.Arbitrary<TableChoice> = fc.record({
  columns: fc.array(columnChoice, { minLength: pool.length, maxLength: pool.length }),
  index: fc.subarray([0, 1, 2, 3, 5]),
  uniques: fc.subarray([0, 3]),
  check: fc.boolean(),
  key: fc.constantFrom("none" as const, "plain" as const, "not null" as const, "indexed" as const, "cascade" as const),
  generated: fc.constantFrom("none" as const, "stored" as const),
  comment: fc.boolean(),
  names: fc.constantFrom("plain" as const, "other" as const),
});

const id: ColumnDescription = { name: "id", type: { kind: "bigInt", safe: true }, identity: true };
const author: TableDescription = {
  name: "djt_author",
  columns: [id, { name: "name", type: { kind: "char", maxLength: 20 }, null: true }],
  primaryKey: ["id"],
};

function tableOf(choice: TableChoice): TableDescription {
  const there = pool.flatMap(([name, group], i) => {
    const each = choice.columns[i]!;
    const { types, value } = groups[group];
    const described: ColumnDescription = {
      name,
      type: types[each.type % types.length]!,
      null: each.null,
      default: each.default && group !== "json" ? value : undefined,
      comment: each.comment ? `The column's ${name}` : undefined,
    };
    return each.there ? [described] : [];
  });
  const has = (name: string) => there.some((each) => each.name === name);
  const named = (text: string) => (choice.names === "plain" ? `djt_film_${text}` : `djt_film_${text}_too`);
  const at = (i: number) => pool[i]![0];
  const key = choice.key === "none" ? [] : [{ name: "author_id", type: id.type, null: choice.key !== "not null" }];
  const computed: ColumnDescription[] =
    choice.generated === "stored" && has("n1")
      ? [
          {
            name: "g1",
            type: { kind: "bigInt" },
            null: true,
            generated: {
              expression: {
                kind: "binary",
                operator: "+",
                left: column("n1"),
                right: constant(1),
                type: { kind: "integer" },
              },
              stored: true,
            },
          },
        ]
      : [];
  return {
    name: "djt_film",
    columns: [id, ...there, ...key, ...computed],
    primaryKey: ["id"],
    uniques: choice.uniques.filter((i) => has(at(i))).map((i) => ({ name: named(`u${i}`), columns: ["id", at(i)] })),
    checks:
      choice.check && has("n2")
        ? [
            {
              name: named("check"),
              condition: { kind: "compare", operator: ">", left: column("n2"), right: constant(0) },
            },
          ]
        : [],
    foreignKeys:
      choice.key === "none"
        ? []
        : [
            {
              name: named("key"),
              columns: ["author_id"],
              table: author.name,
              targets: ["id"],
              onDelete: choice.key === "cascade" ? "cascade" : undefined,
              deferrable: "deferred",
            },
          ],
    indexes: [
      ...choice.index
        .filter((i) => has(at(i)))
        .map((i) => ({ name: named(`i${i}`), parts: [{ expression: at(i), descending: i === 1 }] })),
      ...(choice.key === "indexed" ? [{ name: named("k"), parts: [{ expression: "author_id" }] }] : []),
    ],
    comment: choice.comment ? "All films" : undefined,
  };
}

/** Values for the rows that are there, where the change would leave none. */
function fillsOf(before: TableDescription, after: TableDescription): Record<string, SqlExpression> {
  const fills: Record<string, SqlExpression> = {};
  for (const each of after.columns) {
    if (each.null === true || each.identity === true || each.generated !== undefined) continue;
    const was = before.columns.find((other) => other.name === each.name);
    const group = pool.find(([name]) => name === each.name)?.[1];
    if (was === undefined || was.null === true)
      fills[each.name] = group === undefined ? constant(1) : groups[group].fill;
  }
  return fills;
}

async function snapshot(database: Database): Promise<string> {
  const tables = await introspect(database, { tables: ["djt_film", "djt_author"] });
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  const sorted = tables.map((table) => ({
    ...table,
    columns: [...table.columns].sort(byName),
    uniques: [...(table.uniques ?? [])].sort(byName),
    checks: [...(table.checks ?? [])].sort(byName),
    foreignKeys: [...(table.foreignKeys ?? [])].sort(byName),
    indexes: [...(table.indexes ?? [])].sort(byName),
    declaredTypes: Object.fromEntries(Object.entries(table.declaredTypes).sort()),
  }));
  return JSON.stringify(sorted, null, 1);
}

async function rowsOf(database: Database, columns: readonly string[]): Promise<string> {
  const list = columns.map((name) => database.dialect.quoteName(name)).join(", ");
  const compiled = {
    text: `SELECT ${list} FROM djt_film ORDER BY id`,
    order: undefined,
    slotCount: 0,
    access: "write",
    returnsRows: true,
    expand: undefined,
    bulk: undefined,
    lists: [],
    bigInts: [],
  } as const;
  return JSON.stringify((await database.execute(compiled, [])).rows);
}

async function clear(database: Database): Promise<void> {
  await database.script("DROP TABLE IF EXISTS djt_film");
  await database.script("DROP TABLE IF EXISTS djt_author");
}

async function create(database: Database, table: TableDescription): Promise<void> {
  await clear(database);
  const editor = createSchemaEditor(database);
  await editor.createTable(author);
  await editor.createTable(table);
}

function insertRows(database: Database, table: TableDescription): Promise<void> {
  const { dialect } = database;
  const own = table.columns.filter((each) => each.generated === undefined && each.identity !== true);
  const values = (i: number) =>
    own.map((each) => {
      const group = pool.find(([name]) => name === each.name)?.[1];
      if (each.null === true && i % 2 === 1) return "NULL";
      if (group === undefined) return "1";
      const { value } = groups[group] as { value: { value: unknown } };
      if (each.type.kind === "dateTime" && dialect.name === "sqlite") return "'2024-02-29T00:00:00.000Z'";
      return typeof value.value === "string"
        ? dialect.quoteText(value.value)
        : String(Number(value.value)) === "1" && each.type.kind === "boolean"
          ? dialect.name === "postgres"
            ? "true"
            : "1"
          : String(value.value);
    });
  const names = own.map((each) => dialect.quoteName(each.name)).join(", ");
  const rows = Array.from({ length: 6 }, (_, i) => `(${[...values(i)].join(", ")})`);
  const insert = own.length === 0 ? "" : `; INSERT INTO djt_film (${names}) VALUES ${rows.join(", ")}`;
  return database.script(`INSERT INTO djt_author (name) VALUES ('x')${insert}`);
}

async function changeBothWays(database: Database, first: TableDescription, second: TableDescription): Promise<void> {
  await create(database, second);
  const wanted = await snapshot(database);
  await create(database, first);
  const start = await snapshot(database);
  await insertRows(database, first);
  const untouched = first.columns
    .filter((each) => {
      const other = second.columns.find((one) => one.name === each.name);
      return (
        other !== undefined &&
        JSON.stringify([other.type, other.null, other.generated]) ===
          JSON.stringify([each.type, each.null, each.generated]) &&
        each.generated === undefined
      );
    })
    .map((each) => each.name);
  const before = await rowsOf(database, untouched);
  const editor = createSchemaEditor(database);
  await editor.changeTable(first, second, { fill: fillsOf(first, second) });
  assert.equal(await snapshot(database), wanted);
  assert.equal(await rowsOf(database, untouched), before);
  await editor.changeTable(second, first, { fill: fillsOf(second, first) });
  assert.equal(await snapshot(database), start);
  assert.equal(await rowsOf(database, untouched), before);
}

async function property(database: Database, runs: number): Promise<void> {
  try {
    await fc.assert(
      fc.asyncProperty(tableChoice, tableChoice, (first, second) =>
        changeBothWays(database, tableOf(first), tableOf(second)),
      ),
      { numRuns: runs, seed: Number(process.env["SEED"] ?? 20) },
    );
  } finally {
    await clear(database);
    await database.close();
  }
}

test("tables of SQLite become others and come back", async () => {
  const database = openDatabase("sqlite", "sqlite::memory:");
  await database.script("PRAGMA foreign_keys = OFF");
  await property(database, Number(process.env["RUNS"] ?? 2000));
});

test("tables of PostgreSQL become others and come back", { skip: await skipWithout("postgres") }, () =>
  property(openDatabase("postgres", serverUrl("postgres")), Number(process.env["RUNS"] ?? 200)),
);

test("tables of MariaDB become others and come back", { skip: await skipWithout("mariadb") }, () =>
  property(openDatabase("mariadb", serverUrl("mariadb")), Number(process.env["RUNS"] ?? 200)),
);
