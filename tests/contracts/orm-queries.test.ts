// Asserts that functions, aggregates, hand-written SQL and other rare parts of queries answer alike on every database.
// Over 600 lines: one table of cases, which every database runs.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import * as orm from "#orm";
import { closeDatabases, connection, createTables, defineDatabases, dropTables, f, Model } from "#orm";
import { databaseCases } from "./databases.ts";

class Maker extends Model("q.Maker", () => Maker, {
  name: f.char({ maxLength: 40 }),
  items: f.reverse(() => Item, "maker"),
}) {}

class Item extends Model("q.Item", () => Item, {
  name: f.char({ maxLength: 40 }),
  amount: f.integer({ null: true }),
  ratio: f.float(),
  cost: f.decimal({ maxDigits: 8, decimalPlaces: 2 }),
  fresh: f.boolean(),
  at: f.dateTime(),
  data: f.json<Record<string, unknown>>({ default: {} }),
  maker: f.foreignKey(() => Maker, { relatedName: "items" }),
}) {}

class Part extends Model("q.Part", () => Part, {
  name: f.char({ maxLength: 10 }),
  whole: f.foreignKey(() => Part, { null: true, relatedName: "parts" }),
  parts: f.reverse(() => Part, "whole"),
  fits: f.manyToMany(() => Part, { relatedName: "fitted" }),
  fitted: f.reverse(() => Part, "fits"),
}) {}

const models = [Maker, Item, Part];

async function fillParts(): Promise<void> {
  const car = await Part.objects.create({ name: "car" });
  const [motor, wheel] = [
    await Part.objects.create({ name: "motor", whole: car }),
    await Part.objects.create({ name: "wheel", whole: car }),
  ];
  const bolt = await Part.objects.create({ name: "bolt", whole: wheel });
  await Part.objects.create({ name: "boat" });
  await bolt.fits.add(motor, wheel);
  await motor.fits.add(car);
}

async function fill(): Promise<void> {
  await fillParts();
  const [acme, blue] = await Maker.objects.bulkCreate([{ name: "Acme" }, { name: "Blue" }, { name: "None" }]);
  await Item.objects.bulkCreate([
    {
      name: "Anvil",
      amount: 6,
      ratio: 0.25,
      cost: "19.90",
      fresh: true,
      at: new Date("2026-03-05T10:20:30.000Z"),
      data: { kind: "iron", sizes: [1, 2], by: { who: "Ann" }, gone: null },
      maker: acme!,
    },
    {
      name: "Bell",
      amount: 3,
      ratio: -1.5,
      cost: "5.00",
      fresh: false,
      at: new Date("2026-03-06T23:00:00.000Z"),
      data: { kind: "brass", sizes: [3], n: 7 },
      maker: acme!,
    },
    {
      name: "Cord",
      amount: null,
      ratio: 2,
      cost: "0.50",
      fresh: true,
      at: new Date("2025-12-31T00:00:00.000Z"),
      data: {},
      maker: blue!,
    },
  ]);
}

// biome-ignore lint/suspicious/noExplicitAny: each expression has paths of its own, which running it checks
type Loose = any;

type Dialect = "sqlite" | "postgres" | "mysql";
interface Case {
  readonly name: string;
  readonly ask: () => PromiseLike<unknown>;
  readonly answer: unknown;
  /** The dialects that have it; the others refuse it with ORM_UNSUPPORTED_SQL. */
  readonly only?: readonly Dialect[];
}

/** What an expression yields for the items, in the order of their names. */
const each = async (expression: Loose): Promise<unknown[]> =>
  (await Item.objects.annotate({ x: expression }).orderBy("name").values("x")).map((row) => row.x);
const of =
  (expression: Loose): (() => Promise<unknown[]>) =>
  () =>
    each(expression);
/** What an aggregate yields over all items. */
const over =
  (expression: Loose): (() => Promise<unknown>) =>
  async () =>
    ((await Item.objects.aggregate({ x: expression })) as { x: unknown }).x;
const about = async (numbers: Promise<unknown[]>): Promise<unknown[]> =>
  (await numbers).map((number) => (number === null ? null : Math.round(Number(number) * 1e6) / 1e6));
const near =
  (expression: Loose): (() => Promise<unknown[]>) =>
  () =>
    about(each(expression));

const { F, value } = orm;
const functions: readonly Case[] = [
  { name: "replace", ask: of(orm.replace("name", "l", "L")), answer: ["AnviL", "BeLL", "Cord"] },
  { name: "strIndex", ask: of(orm.strIndex("name", "l")), answer: [5, 3, 0] },
  { name: "lpad", ask: of(orm.lpad("name", 6, "*")), answer: ["*Anvil", "**Bell", "**Cord"] },
  { name: "rpad cuts", ask: of(orm.rpad("name", 3)), answer: ["Anv", "Bel", "Cor"] },
  { name: "repeat", ask: of(orm.repeat("name", 2)), answer: ["AnvilAnvil", "BellBell", "CordCord"] },
  { name: "reverse", ask: of(orm.reverse("name")), answer: ["livnA", "lleB", "droC"] },
  {
    name: "left and right",
    ask: of(orm.concat(orm.left("name", 1), orm.right("name", 1))),
    answer: ["Al", "Bl", "Cd"],
  },
  { name: "chr", ask: of(orm.chr(233)), answer: ["é", "é", "é"] },
  { name: "ord", ask: of(orm.ord("name")), answer: [65, 66, 67] },
  {
    name: "md5",
    ask: of(orm.md5(value("a"))),
    answer: Array(3).fill("0cc175b9c0f1b6a831c399e269772661"),
  },
  {
    name: "sha256",
    ask: of(orm.sha256(value("a"))),
    answer: Array(3).fill("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
  },
  {
    name: "sha224, sha384 and sha512",
    ask: of(orm.length(orm.concat(orm.sha224("name"), orm.sha384("name"), orm.sha512("name")))),
    answer: [280, 280, 280],
  },
  { name: "slices of text", ask: of(F("name").slice(1, 3)), answer: ["nv", "el", "or"] },
  { name: "slices of text to the end", ask: of(F("name").slice(2)), answer: ["vil", "ll", "rd"] },
  { name: "mod", ask: of(orm.mod("amount", 4)), answer: [2, 3, null] },
  { name: "power", ask: of(orm.power("amount", 2)), answer: [36, 9, null] },
  { name: "sign", ask: of(orm.sign("ratio")), answer: [1, -1, 1] },
  { name: "exp and ln", ask: near(orm.ln(orm.exp("ratio"))), answer: [0.25, -1.5, 2] },
  { name: "log", ask: near(orm.log(2, orm.coalesce("amount", 8))), answer: [2.584963, 1.584963, 3] },
  { name: "pi", ask: near(orm.pi()), answer: Array(3).fill(Math.round(Math.PI * 1e6) / 1e6) },
  { name: "degrees and radians", ask: near(orm.degrees(orm.radians("ratio"))), answer: [0.25, -1.5, 2] },
  { name: "sin", ask: near(orm.sin("ratio")), answer: [0.247404, -0.997495, 0.909297] },
  { name: "cos", ask: near(orm.cos("ratio")), answer: [0.968912, 0.070737, -0.416147] },
  { name: "tan and cot", ask: near(orm.tan("ratio").mul(orm.cot("ratio"))), answer: [1, 1, 1] },
  {
    name: "asin, acos and atan",
    ask: near(
      orm
        .asin(value(0.5))
        .add(orm.acos(value(0.5)))
        .add(orm.atan(value(1))),
    ),
    answer: [2.356194, 2.356194, 2.356194],
  },
  { name: "atan2", ask: near(orm.atan2("ratio", 1)), answer: [0.244979, -0.982794, 1.107149] },
  {
    name: "abs, ceil, floor and round",
    ask: of(orm.abs("ratio").add(orm.ceil("ratio")).add(orm.floor("ratio")).add(orm.round("ratio"))),
    answer: [1.25, -3.5, 8],
  },
  { name: "sqrt", ask: near(orm.sqrt("amount")), answer: [2.44949, 1.732051, null] },
  {
    name: "truncTime",
    ask: async () => (await each(orm.truncTime("at"))).map(String),
    answer: ["10:20:30", "23:00:00", "00:00:00"],
  },
  {
    name: "trunc to the quarter",
    ask: of(orm.trunc("quarter", "at")),
    answer: ["2026-01-01", "2026-01-01", "2025-10-01"].map((day) => new Date(day)),
  },
  {
    name: "extract",
    ask: of(orm.extract("isoYear", "at").mul(100).add(orm.extract("week", "at"))),
    answer: [202610, 202610, 202601],
  },
  {
    name: "cast to an integer",
    ask: of(orm.cast(orm.right(orm.cast("cost", "text"), 2), "integer")),
    answer: [90, 0, 50],
  },
  {
    name: "cast to a decimal",
    ask: of(orm.cast("amount", { kind: "decimal", maxDigits: 5, decimalPlaces: 1 })),
    answer: ["6.0", "3.0", null],
  },
  {
    name: "jsonObject",
    ask: of(orm.jsonObject({ n: "name", is: "fresh", q: "amount", d: "data__sizes" })),
    answer: [
      { n: "Anvil", is: true, q: 6, d: [1, 2] },
      { n: "Bell", is: false, q: 3, d: [3] },
      { n: "Cord", is: true, q: null, d: null },
    ],
  },
  {
    name: "jsonArray",
    ask: of(orm.jsonArray("name", "fresh")),
    answer: [
      ["Anvil", true],
      ["Bell", false],
      ["Cord", true],
    ],
  },
  { name: "jsonText", ask: of(orm.jsonText("data__by__who")), answer: ["Ann", null, null] },
  {
    name: "jsonText of a number and of null",
    ask: of(
      orm.concat(
        orm.coalesce(orm.jsonText("data__n"), value("-")),
        orm.coalesce(orm.jsonText("data__gone"), value("-")),
      ),
    ),
    answer: ["--", "7-", "--"],
  },
  {
    name: "jsonText in an order",
    ask: async () =>
      (await Item.objects.orderBy(orm.jsonText("data__kind").desc({ nulls: "last" }))).map((item) => item.name),
    answer: ["Anvil", "Bell", "Cord"],
  },
  {
    name: "uuid4 and uuid7",
    ask: async () => {
      const [four] = (await each(orm.uuid4())) as string[];
      const [seven] = (await each(orm.uuid7())) as string[];
      const age = Date.now() - Number.parseInt(seven!.replaceAll("-", "").slice(0, 12), 16);
      return [
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(four!),
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(seven!),
        Math.abs(age) < 60_000,
      ];
    },
    answer: [true, true, true],
  },
  { name: "func", ask: of(orm.func("abs", ["ratio"], "float")), answer: [0.25, 1.5, 2] },
  {
    name: "hand-written SQL with a type",
    ask: of(orm.rawSql`${F("amount")} * ${2}`.as("integer")),
    answer: [12, 6, null],
  },
  {
    name: "ntile and percentRank",
    ask: of(
      orm.jsonArray(
        orm.over(orm.ntile(2), { orderBy: ["name"] }),
        orm.over(orm.percentRank(), { orderBy: ["name"] }),
        orm.over(orm.rowNumber(), { orderBy: ["-name"] }),
      ),
    ),
    answer: [
      [1, 0, 3],
      [1, 0.5, 2],
      [2, 1, 1],
    ],
  },
  { name: "cumeDist", ask: near(orm.over(orm.cumeDist(), { orderBy: ["cost"] })), answer: [1, 0.666667, 0.333333] },
  {
    name: "lag with another value",
    ask: of(orm.over(orm.lag("amount", 1, -1), { orderBy: ["name"] })),
    answer: [-1, 6, 3],
    only: ["sqlite", "postgres"],
  },
  {
    name: "nthValue",
    ask: of(
      orm.over(orm.nthValue("name", 2), {
        orderBy: ["name"],
        frame: { unit: "rows", start: "unbounded", end: "unbounded" },
      }),
    ),
    answer: ["Bell", "Bell", "Bell"],
  },
  { name: "comparisons of expressions", ask: of(F("amount").gt(F("ratio").mul(10))), answer: [true, true, null] },
  { name: "comparisons with null", ask: of(F("amount").eq(null)), answer: [false, false, true] },
  {
    name: "comparisons as conditions",
    ask: async () =>
      (
        await Item.objects
          .filter(
            Item.F("amount")
              .lte(Item.F("ratio").mul(30))
              .or(Item.q({ name: "Bell" })),
          )
          .orderBy("name")
      ).map((item) => item.name),
    answer: ["Anvil", "Bell"],
  },
  {
    name: "comparisons negated",
    ask: async () => (await Item.objects.exclude(Item.F("amount").gt(4)).orderBy("name")).map((item) => item.name),
    answer: ["Bell", "Cord"],
  },
];

const aggregates: readonly Case[] = [
  { name: "stringAgg", ask: over(orm.stringAgg("name", "; ", { orderBy: ["-name"] })), answer: "Cord; Bell; Anvil" },
  {
    name: "stringAgg, each text once",
    ask: over(orm.stringAgg("maker__name", " + ", { distinct: true, orderBy: ["maker__name"] })),
    answer: "Acme + Blue",
  },
  {
    name: "stringAgg of some",
    ask: over(orm.stringAgg("name", ",", { filter: Item.q({ fresh: true }), orderBy: ["name"] })),
    answer: "Anvil,Cord",
  },
  {
    name: "stringAgg of none, with a default",
    ask: over(orm.stringAgg("name", ",", { filter: Item.q({ name: "x" }), default: "nobody" })),
    answer: "nobody",
  },
  {
    name: "jsonAgg of texts",
    ask: over(orm.jsonAgg("name", { orderBy: ["name"] })),
    answer: ["Anvil", "Bell", "Cord"],
  },
  {
    name: "jsonAgg of numbers and nulls",
    ask: over(orm.jsonAgg("amount", { orderBy: ["name"] })),
    answer: [6, 3, null],
  },
  { name: "jsonAgg of booleans", ask: over(orm.jsonAgg("fresh", { orderBy: ["name"] })), answer: [true, false, true] },
  {
    name: "jsonAgg of documents",
    ask: over(orm.jsonAgg("data__sizes", { orderBy: ["name"], filter: Item.q({ amount__isnull: false }) })),
    answer: [[1, 2], [3]],
  },
  { name: "jsonAgg of nothing", ask: over(orm.jsonAgg("name", { filter: Item.q({ name: "x" }) })), answer: null },
  {
    name: "arrayAgg",
    ask: over(orm.arrayAgg("amount", { orderBy: ["name"] })),
    answer: [6, 3, null],
    only: ["postgres"],
  },
  {
    name: "boolAnd and boolOr",
    ask: async () => Item.objects.aggregate({ all: orm.boolAnd("fresh"), any: orm.boolOr("fresh") }),
    answer: { all: false, any: true },
  },
  {
    name: "bitAnd, bitOr and bitXor",
    ask: async () =>
      Item.objects.aggregate({ a: orm.bitAnd("amount"), o: orm.bitOr("amount"), x: orm.bitXor("amount") }),
    answer: { a: 2, o: 7, x: 5 },
  },
  { name: "anyValue", ask: over(orm.anyValue("fresh", { filter: Item.q({ name: "Bell" }) })), answer: false },
  {
    name: "stdDev and variance",
    ask: async () =>
      about(
        Promise.resolve(
          Object.values(
            await Item.objects.aggregate({
              a: orm.stdDev("ratio"),
              b: orm.stdDev("ratio", { sample: true }),
              c: orm.variance("ratio"),
              d: orm.variance("ratio", { sample: true }),
            }),
          ),
        ),
      ),
    answer: [1.428869, 1.75, 2.041667, 3.0625],
  },
  {
    name: "avg of distinct values, with a default",
    ask: over(orm.avg("amount", { distinct: true, default: 0 })),
    answer: 4.5,
  },
  {
    name: "aggregates by their names, for groups",
    ask: () =>
      Maker.objects
        .annotate({
          most: orm.aggregateFunc("max", ["items__amount"], "integer", { filter: Maker.q({ items__fresh: true }) }),
        })
        .filter({ most__isnull: false })
        .valuesList("name", "most"),
    answer: [["Acme", 6]],
  },
  {
    name: "aggregates of bad names",
    ask: () =>
      Item.objects.aggregate({ x: orm.aggregateFunc("max; drop", ["amount"], "integer") }).then(
        () => "ran",
        (error: unknown) => (error as { code: string }).code,
      ),
    answer: "ORM_UNSUPPORTED_SQL",
  },
  {
    name: "aggregates of groups",
    ask: () =>
      Maker.objects
        .annotate({ texts: orm.stringAgg("items__name", "/", { orderBy: ["items__name"] }) })
        .orderBy("name")
        .valuesList("name", "texts"),
    answer: [
      ["Acme", "Anvil/Bell"],
      ["Blue", "Cord"],
      ["None", null],
    ],
  },
];

const table = (): string => connection().dialect.quoteName("q_item");
const raw: readonly Case[] = [
  {
    name: "instances, with values",
    ask: async () =>
      (await Item.objects.raw`SELECT * FROM q_item WHERE amount > ${3} AND name LIKE ${"A%"}`).map((item) => [
        item instanceof Item,
        item.name,
        item.cost,
        item.fresh,
        item.at.toISOString(),
        item.data,
        item.changedFields(),
      ]),
    answer: [
      [
        true,
        "Anvil",
        "19.90",
        true,
        "2026-03-05T10:20:30.000Z",
        { kind: "iron", sizes: [1, 2], by: { who: "Ann" }, gone: null },
        [],
      ],
    ],
  },
  {
    name: "a list of values, and an empty one",
    ask: async () => [
      (await Item.objects.raw`SELECT * FROM q_item WHERE name IN ${["Bell", "Cord"]} ORDER BY name`).map(
        (item) => item.name,
      ),
      (await Item.objects.raw`SELECT * FROM q_item WHERE name IN ${[]}`).length,
    ],
    answer: [["Bell", "Cord"], 0],
  },
  {
    name: "text made elsewhere",
    ask: async () =>
      (await Item.objects.raw([`SELECT * FROM ${table()} WHERE name = `, ""], "Bell")).map((item) => item.name),
    answer: ["Bell"],
  },
  {
    name: "columns in any order, some of them deferred",
    ask: async () => {
      const [item] = await Item.objects.raw`SELECT name, id FROM q_item WHERE name = ${"Cord"}`;
      assert.throws(() => item!.ratio, { code: "ORM_DEFERRED_FIELD" });
      await item!.refresh({ fields: ["ratio"] });
      return [item!.name, item!.ratio];
    },
    answer: ["Cord", 2],
  },
  {
    name: "columns of other names, and others beside the fields",
    ask: async () => {
      const rows = await Item.objects
        .raw`SELECT id, name AS label, amount * 2 AS twice, at AS later FROM q_item WHERE amount = ${6}`
        .fields({ label: "name" })
        .extras({ twice: "integer", later: "dateTime" });
      return rows.map((item) => [item.name, item.twice, item.later?.toISOString()]);
    },
    answer: [["Anvil", 12, "2026-03-05T10:20:30.000Z"]],
  },
  {
    name: "relations, loaded for all instances at once",
    ask: async () => {
      const items = await Item.objects.raw`SELECT * FROM q_item ORDER BY name`;
      const { queries } = await orm.captureQueries(async () => {
        for (const item of items) await item.maker;
      });
      return [(await items[2]!.maker).name, queries.length];
    },
    answer: ["Blue", 1],
  },
  {
    name: "relations, prefetched",
    ask: async () => {
      const makers = await Maker.objects.raw`SELECT * FROM q_maker ORDER BY name`.prefetchRelated("items");
      return orm.assertQueries(0, async () => (await makers[0]!.items).map((item) => item.name).sort());
    },
    answer: ["Anvil", "Bell"],
  },
  {
    name: "a relation that may not be loaded",
    ask: async () => {
      const [item] = await Item.objects.raw`SELECT * FROM q_item`.fetchMode("raise");
      assert.throws(() => item!.maker, { code: "ORM_NOT_LOADED" });
      return item instanceof Item;
    },
    answer: true,
  },
  {
    name: "iteration",
    ask: async () => {
      const found: string[] = [];
      for await (const item of Item.objects.raw`SELECT * FROM q_item ORDER BY name`) found.push(item.name);
      return found;
    },
    answer: ["Anvil", "Bell", "Cord"],
  },
  {
    name: "SQL without the key",
    ask: () =>
      Item.objects.raw`SELECT name FROM q_item`.then(
        () => "read",
        (error: unknown) => (error as Error).message.replace(/ {2}At .*\n/, ""),
      ),
    answer:
      'ORM_RAW_WITHOUT_KEY: The SQL of Item.objects.raw does not select the primary key, "id".\n' +
      "  Columns: name.\n" +
      '  Select it, or name the column that holds it: .fields({ code: "id" }).',
  },
];

const found =
  (where: Loose): (() => Promise<string[]>) =>
  async () =>
    (await Item.objects.filter(where).orderBy("name")).map((item) => item.name);
const without =
  (where: Loose): (() => Promise<string[]>) =>
  async () =>
    (await Item.objects.exclude(where).orderBy("name")).map((item) => item.name);
const json: readonly Case[] = [
  { name: "a key", ask: found({ data__kind: "iron" }), answer: ["Anvil"] },
  { name: "a key of a key", ask: found({ data__by__who: "Ann" }), answer: ["Anvil"] },
  { name: "an index", ask: found({ data__sizes__0: 1 }), answer: ["Anvil"] },
  { name: "an index from the end", ask: found({ "data__sizes__-1": 2 }), answer: ["Anvil"] },
  { name: "a list", ask: found({ data__sizes: [3] }), answer: ["Bell"] },
  { name: "a number, compared", ask: found({ data__n__gt: 5 }), answer: ["Bell"] },
  { name: "one of several", ask: found({ data__kind__in: ["iron", "wood"] }), answer: ["Anvil"] },
  { name: "text inside", ask: found({ data__kind__startswith: "br" }), answer: ["Bell"] },
  { name: "text inside, whatever its case", ask: found({ data__kind__icontains: "RO" }), answer: ["Anvil"] },
  { name: "null inside is a value", ask: found({ data__gone: null }), answer: ["Anvil"] },
  { name: "a key that is not there", ask: found({ data__gone__isnull: true }), answer: ["Bell", "Cord"] },
  { name: "a key that is there", ask: found({ data__gone__isnull: false }), answer: ["Anvil"] },
  { name: "not null inside", ask: without({ data__gone: null }), answer: ["Bell", "Cord"] },
  { name: "not a key's value", ask: without({ data__kind: "iron" }), answer: ["Bell", "Cord"] },
  { name: "contains", ask: found({ data__contains: { kind: "iron", by: { who: "Ann" } } }), answer: ["Anvil"] },
  { name: "contains, at a key", ask: found({ data__sizes__contains: [2] }), answer: ["Anvil"] },
  {
    name: "contained by",
    ask: found({ data__containedBy: { kind: "brass", sizes: [3, 4], n: 7, more: 1 } }),
    answer: ["Bell", "Cord"],
  },
  { name: "hasKey at a key", ask: found({ data__by__hasKey: "who" }), answer: ["Anvil"] },
  {
    name: "hasKeys and hasAnyKeys",
    ask: found({ data__hasKeys: ["kind", "sizes"], data__hasAnyKeys: ["n", "x"] }),
    answer: ["Bell"],
  },
  {
    name: "in an order",
    ask: async () =>
      (await Item.objects.orderBy(F("data__n").desc({ nulls: "last" }), "name")).map((item) => item.name),
    answer: ["Bell", "Anvil", "Cord"],
  },
  { name: "among values", ask: () => Item.objects.orderBy("name").flat("data__by__who"), answer: ["Ann", null, null] },
  {
    name: "a document that is null, beside no document",
    ask: () =>
      orm.atomic(
        async () => {
          const { pk: maker } = (await Maker.objects.first())!;
          const rest = { ratio: 1, cost: "1", fresh: true, at: new Date(0), maker };
          await Item.objects.create({ ...rest, name: "Null", data: orm.jsonNull as never });
          return [
            await Item.objects.filter({ data: orm.jsonNull as never }).flat("name"),
            await Item.objects.filter({ data__isnull: true }).count(),
          ];
        },
        { rollback: true },
      ),
    answer: [["Null"], 0],
  },
];

orm.registerTransform("text", {
  name: "backwards",
  type: { kind: "text" },
  build: (operand) => ({ kind: "function", name: "reverse", args: [operand], type: { kind: "text" } }),
});
orm.registerLookup("text", {
  name: "soundsLike",
  takes: "value",
  build: (left, right) => ({
    kind: "compare",
    operator: "=",
    left: { kind: "function", name: "lower", args: [left], type: { kind: "text" } },
    right: { kind: "function", name: "lower", args: [right[0]!], type: { kind: "text" } },
  }),
});
const registered: readonly Case[] = [
  { name: "a part", ask: found({ name__backwards: "lleB" }), answer: ["Bell"] },
  { name: "a part, then a lookup", ask: found({ name__backwards__startswith: "d" }), answer: ["Cord"] },
  { name: "a part of a part", ask: found({ name__backwards__length: 5 }), answer: ["Anvil"] },
  { name: "a part over a relation", ask: found({ maker__name__backwards: "eulB" }), answer: ["Cord"] },
  {
    name: "a part among values",
    ask: () => Item.objects.orderBy("name").flat("name__backwards" as never),
    answer: ["livnA", "lleB", "droC"],
  },
  { name: "a lookup", ask: found({ name__soundsLike: "BELL" }), answer: ["Bell"] },
  { name: "a lookup after a part", ask: found({ name__backwards__soundsLike: "LLEB" }), answer: ["Bell"] },
];

const partNames = async (rows: PromiseLike<readonly { name: string }[]>): Promise<string[]> =>
  (await rows).map((part) => part.name);
const relations: readonly Case[] = [
  {
    name: "count some rows of a relation, and keep those without any",
    ask: () =>
      Maker.objects
        .filteredRelation("dear", "items", { cost__gte: "5" })
        .annotate({ n: orm.count("dear"), all: orm.count("items", { distinct: true }) })
        .orderBy("name")
        .valuesList("name", "n", "all"),
    answer: [
      ["Acme", 4, 2],
      ["Blue", 0, 1],
      ["None", 0, 0],
    ],
  },
  {
    name: "values of some rows",
    ask: () =>
      Maker.objects
        .filteredRelation("fresh", "items", { fresh: true })
        .orderBy("name")
        .valuesList("name", "fresh__name"),
    answer: [
      ["Acme", "Anvil"],
      ["Blue", "Cord"],
      ["None", null],
    ],
  },
  {
    name: "filters over some rows",
    ask: async () =>
      partNames(
        Maker.objects
          .filteredRelation("dear", "items", { cost__gte: "5" })
          .filter({ dear__fresh: true })
          .orderBy("name"),
      ),
    answer: ["Acme"],
  },
  {
    name: "excludes over some rows speak of all of these",
    ask: async () =>
      partNames(
        Maker.objects
          .filteredRelation("dear", "items", { cost__gte: "5" })
          .exclude({ dear__fresh: false })
          .orderBy("name"),
      ),
    answer: ["Blue", "None"],
  },
  {
    name: "an order by some rows",
    ask: async () =>
      partNames(
        Maker.objects
          .filteredRelation("cheap", "items", { cost__lt: "1" })
          .orderBy(F("cheap__cost").desc({ nulls: "last" }), "name"),
      ),
    answer: ["Blue", "Acme", "None"],
  },
  {
    name: "over many to many",
    ask: async () =>
      Part.objects.filteredRelation("whole2", "fits", { name: "car" }).filter({ whole2__isnull: false }).flat("name"),
    answer: ["motor"],
  },
  {
    name: "over a foreign key",
    ask: async () =>
      Item.objects.filteredRelation("acme", "maker", { name: "Acme" }).orderBy("name").valuesList("name", "acme__name"),
    answer: [
      ["Anvil", "Acme"],
      ["Bell", "Acme"],
      ["Cord", null],
    ],
  },
  {
    name: "a condition that reaches further",
    ask: async () => {
      const message = (() => {
        try {
          Maker.objects.filteredRelation("odd", "items", { maker__name: "x" });
          return "";
        } catch (error) {
          return (error as Error).message.replace(/ {2}At .*\n/, "");
        }
      })();
      return message;
    },
    answer:
      'ORM_FILTERED_RELATION: The condition of the filtered relation "odd" reaches beyond the rows of Item.\n' +
      "  Use the fields of that model alone, and filter by what lies beyond afterwards.",
  },
];

const ctes: readonly Case[] = [
  {
    name: "a slice is filtered",
    ask: async () => partNames(Item.objects.orderBy("name").limit(2).asCte("few").filter({ fresh: true })),
    answer: ["Anvil"],
  },
  {
    name: "groups are grouped again",
    ask: async () =>
      Maker.objects
        .annotate({ n: orm.count("items") })
        .asCte("counted")
        .aggregate({ most: orm.max("n"), all: orm.sum("n") }),
    answer: { most: 2, all: 3 },
  },
  {
    name: "what was computed is filtered, ordered and read",
    ask: async () =>
      (
        await Maker.objects
          .annotate({ n: orm.count("items") })
          .asCte("counted")
          .filter({ n__gt: 0 })
          .orderBy("-n")
          .values("name", "n")
      ).map((row) => [row.name, row.n]),
    answer: [
      ["Acme", 2],
      ["Blue", 1],
    ],
  },
  {
    name: "windows are filtered by",
    ask: async () =>
      Item.objects
        .annotate({ place: orm.over(orm.rowNumber(), { orderBy: ["-cost"] }) })
        .asCte("placed")
        .filter({ place: 1 })
        .flat("name"),
    answer: ["Anvil"],
  },
  {
    name: "relations go on from it",
    ask: async () =>
      Item.objects
        .filter({ fresh: true })
        .asCte("ripe")
        .filter({ maker__name: "Blue" })
        .selectRelated("maker")
        .then((items) => items.map((item) => [item.name, item.maker.name])),
    answer: [["Cord", "Blue"]],
  },
  {
    name: "one in two places runs once",
    ask: async () => {
      const ripe = Item.objects.filter({ fresh: true }).asCte("ripe");
      const query = Maker.objects.filter({ items__in: ripe.flat("pk"), pk__in: ripe.flat("maker") }).orderBy("name");
      return [query.toSql().text.match(/WITH/g)?.length, await partNames(query)];
    },
    answer: [1, ["Acme", "Blue"]],
  },
  {
    name: "two of one name",
    ask: async () => {
      const one = Item.objects.filter({ fresh: true }).asCte("same");
      const other = Item.objects.filter({ fresh: false }).asCte("same");
      return Maker.objects.filter({ items__in: one.flat("pk"), pk__in: other.flat("maker") }).then(
        () => "ran",
        (error: unknown) => (error as Error).message.replace(/ {2}At .*\n/, ""),
      );
    },
    answer:
      'ORM_SAME_CTE: Two queries of one statement are named "same".\n' +
      "  Give each a name of its own, or use the same query set in both places.",
  },
  {
    name: "counts and existence",
    ask: async () => {
      const few = Item.objects.limit(2).asCte("few");
      return [await few.count(), await few.exists(), await few.filter({ name: "x" }).exists()];
    },
    answer: [2, true, false],
  },
  {
    name: "changes of its rows",
    ask: () =>
      orm.atomic(
        async () => [
          await Item.objects.filter({ fresh: true }).asCte("ripe").filter({ name: "Cord" }).update({ amount: 9 }),
          await Item.objects.filter({ amount: 9 }).flat("name"),
          (await Item.objects.filter({ fresh: true }).asCte("ripe").filter({ name: "Anvil" }).delete()).total,
          await Item.objects.count(),
        ],
        { rollback: true },
      ),
    answer: [1, ["Cord"], 1, 2],
  },
  {
    name: "a tree downwards",
    ask: async () => partNames(Part.objects.filter({ name: "car" }).recursive("parts").orderBy("name")),
    answer: ["bolt", "car", "motor", "wheel"],
  },
  {
    name: "a tree downwards, with its depth",
    ask: async () =>
      (
        await Part.objects
          .filter({ name: "car" })
          .recursive("parts", { depth: "level" })
          .filter({ level__gte: 1 })
          .orderBy("level", "name")
      ).map((part) => [part.name, part.level]),
    answer: [
      ["motor", 1],
      ["wheel", 1],
      ["bolt", 2],
    ],
  },
  {
    name: "a tree upwards",
    ask: async () =>
      partNames(Part.objects.filter({ name: "bolt" }).recursive("whole", { depth: "level" }).orderBy("-level")),
    answer: ["car", "wheel", "bolt"],
  },
  {
    name: "a net over many to many",
    ask: async () => partNames(Part.objects.filter({ name: "bolt" }).recursive("fits").orderBy("name")),
    answer: ["bolt", "car", "motor", "wheel"],
  },
  {
    name: "the tree of a slice",
    ask: async () => partNames(Part.objects.orderBy("name").limit(1).recursive("parts").orderBy("name")),
    answer: ["boat"],
  },
  {
    name: "a relation that leads elsewhere",
    ask: async () => {
      try {
        Maker.objects.recursive("items" as never);
        return "made";
      } catch (error) {
        return (error as { code: string }).code;
      }
    },
    answer: "ORM_UNKNOWN_RELATION",
  },
  {
    name: "values cannot be named",
    ask: async () => {
      try {
        Maker.objects.values("name").asCte("names");
        return "made";
      } catch (error) {
        return (error as Error).message.replace(/ {2}At .*\n/, "");
      }
    },
    answer:
      'ORM_BAD_CTE: Only a query of whole instances can be named "names": this one reads values.\n' +
      "  Name the query before values(), union() and the like.",
  },
];

const written: readonly Case[] = [
  {
    name: "rows as objects, with types",
    ask: async () =>
      orm.sql`SELECT name, amount + ${1} AS more, at FROM q_item WHERE name IN ${["Anvil", "Cord"]} ORDER BY name`.types(
        {
          more: "integer",
          at: "dateTime",
        },
      ),
    answer: [
      { name: "Anvil", more: 7, at: new Date("2026-03-05T10:20:30.000Z") },
      { name: "Cord", more: null, at: new Date("2025-12-31T00:00:00.000Z") },
    ],
  },
  {
    name: "changes, inside a transaction",
    ask: () =>
      orm.atomic(
        async () => [
          await orm.sql`UPDATE q_item SET amount = ${5} WHERE name <> ${"Bell"}`.run(),
          await Item.objects.filter({ amount: 5 }).count(),
        ],
        { rollback: true },
      ),
    answer: [2, 2],
  },
  { name: "no rows", ask: async () => orm.sql`SELECT name FROM q_item WHERE name = ${"x"}`, answer: [] },
  {
    name: "another database",
    ask: () =>
      orm.sql`SELECT 1`.using("elsewhere").then(
        () => "ran",
        (error: unknown) => (error as { code: string }).code,
      ),
    answer: "ORM_NO_DATABASE",
  },
];

const instances: readonly Case[] = [
  {
    name: "relations of instances that were read already",
    ask: async () => {
      const makers = await Maker.objects.orderBy("name");
      await orm.prefetchRelated(
        makers,
        "items",
        new orm.Prefetch("items", Item.objects.filter({ fresh: true }), "ripe"),
      );
      return orm.assertQueries(0, () =>
        makers.map((maker) => [
          (maker.items as unknown as { items: Item[] }).items.length,
          (maker as unknown as { ripe: Item[] }).ripe.length,
        ]),
      );
    },
    answer: [
      [2, 1],
      [1, 1],
      [0, 0],
    ],
  },
  {
    name: "an unknown relation",
    ask: async () =>
      orm.prefetchRelated(await Maker.objects.limit(1), "itmes").then(
        () => "read",
        (error: unknown) => (error as { code: string }).code,
      ),
    answer: "ORM_UNKNOWN_RELATION",
  },
  { name: "no instances", ask: async () => (await orm.prefetchRelated([], "items")) ?? "nothing", answer: "nothing" },
  {
    name: "whether an order tells all rows apart",
    ask: async () => [
      Item.objects.orderBy("name").totallyOrdered,
      Item.objects.orderBy("name", "-id").totallyOrdered,
      Item.objects.orderBy("maker__id").totallyOrdered,
      Item.objects.orderBy("?").totallyOrdered,
    ],
    answer: [false, true, false, false],
  },
  {
    name: "inBulk by a field that is not unique",
    ask: () =>
      Item.objects.inBulk(["Bell"], "name").then(
        () => "read",
        (error: unknown) => (error as Error).message.replace(/ {2}At .*\n/, ""),
      ),
    answer:
      "ORM_NOT_UNIQUE: inBulk() finds rows by Item.name, which is not unique.\n" +
      "  Name a unique field, or filter by in and group the rows by hand.",
  },
];

const all: readonly (readonly [string, readonly Case[]])[] = [
  ["functions", functions],
  ["aggregates", aggregates],
  ["raw", raw],
  ["written SQL", written],
  ["instances", instances],
  ["json", json],
  ["registered", registered],
  ["filtered relations", relations],
  ["common table expressions", ctes],
];

for (const server of databaseCases) {
  describe(server.name, { skip: server.skip }, () => {
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await server.open();
      remove = () => opened.remove();
      if (opened.url.includes(":memory:")) await opened.database.close();
      defineDatabases({ default: opened.url });
      await createTables(models);
      await fill();
    });
    after(async () => {
      try {
        await dropTables(models);
      } finally {
        await closeDatabases().finally(remove);
      }
    });
    for (const [group, cases] of all)
      for (const { name, ask, answer, only } of cases)
        test(`${group}: ${name}`, async () => {
          if (only === undefined || only.includes(connection().dialect.name)) assert.deepEqual(await ask(), answer);
          else await assert.rejects(async () => ask(), { code: "ORM_UNSUPPORTED_SQL" });
        });
  });
}
