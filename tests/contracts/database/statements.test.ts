// Tests that whole statements do the same on all databases: selects, compounds, inserts, upserts, updates, schema, errors.
// Over 600 lines because all of it runs on the same two tables, opened once for each database.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import * as errors from "../../../src/orm/database/database-error.ts";
import { createTables, dropTable } from "../../../src/orm/schema/create-table.ts";
import type { TableDescription } from "../../../src/orm/schema/table-description.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import * as sql from "../../../src/orm/sql/node.ts";
import { databaseCases, decoded, type OpenedDatabase, query, run } from "../databases.ts";

const int: ColumnType = { kind: "integer" };
const id: ColumnType = { kind: "bigInt", safe: true };
const char: ColumnType = { kind: "char", maxLength: 20 };
const money: ColumnType = { kind: "decimal", maxDigits: 10, decimalPlaces: 2 };
const c = sql.constant;
const column = (name: string, type: ColumnType): sql.ColumnNode => sql.column(undefined, name, type);

const tables: readonly TableDescription[] = [
  {
    // Refers to a table that comes after it, and to itself.
    name: "film",
    columns: [
      { name: "id", type: id, identity: true },
      { name: "title", type: char },
      { name: "pages", type: int, default: c(100) },
      { name: "price", type: money, null: true },
      { name: "maker", type: id, null: true },
      {
        name: "twice",
        type: int,
        generated: { expression: sql.binary("*", column("pages", int), c(2)), stored: true },
      },
    ],
    primaryKey: ["id"],
    uniques: [{ name: "film_title_key", columns: ["title"] }],
    checks: [{ name: "film_pages_positive", condition: sql.compare(">", column("pages", int), c(0)) }],
    foreignKeys: [{ name: "film_maker_fk", columns: ["maker"], table: "maker", targets: ["id"], onDelete: "cascade" }],
    indexes: [
      { name: "film_pages", parts: [{ expression: "pages", descending: true }] },
      {
        name: "film_cheap",
        parts: [{ expression: "title" }],
        condition: sql.compare("<", column("price", money), c(5)),
      },
      { name: "film_lower", parts: [{ expression: sql.call("lower", [column("title", char)]) }] },
    ],
    comment: "Films, and what they cost",
  },
  {
    name: "maker",
    columns: [
      { name: "id", type: id, identity: true },
      { name: "name", type: char, comment: "As it is written in the credits" },
    ],
    primaryKey: ["id"],
  },
];

const film = sql.table("film");
const title = sql.column("film", "title", char);
const pages = sql.column("film", "pages", int);

describe("statements do the same on every database", () => {
  for (const database of databaseCases) {
    describe(database.name, { skip: database.skip }, () => {
      let opened: OpenedDatabase;
      before(async () => {
        opened = await database.open();
        for (const statement of createTables(tables, opened.database.dialect)) await opened.database.script(statement);
      });
      after(() => opened.remove());
      beforeEach(async () => {
        const { database: db } = opened;
        await run(db, sql.deleteFrom({ table: film }));
        await run(db, sql.deleteFrom({ table: sql.table("maker") }));
        for (const [name, count] of [
          ["Alien", 117],
          ["Brazil", 132],
          ["Cube", 90],
        ] as const)
          await insert(name, count);
      });
      const db = () => opened.database;
      const insert = (name: string | null, count: number | null) =>
        run(
          db(),
          sql.insert({
            table: film,
            columns: ["title", "pages"],
            source: { kind: "rows", rows: [[sql.slot(0, char), sql.slot(1, int)]] },
          }),
          [
            [char, name],
            [int, count],
          ],
        );
      const titles = async (
        parts: Partial<Parameters<typeof sql.select>[0]> = {},
        values: [ColumnType, unknown][] = [],
      ) => {
        const node = sql.select({ from: film, orderBy: [sql.order(title)], ...parts, columns: [sql.selected(title)] });
        return (await run(db(), node, values)).rows.map((row) => row[0]);
      };

      test("rows are filtered, ordered and sliced", async () => {
        assert.deepEqual(await titles({ where: sql.compare(">", pages, sql.slot(0, int)) }, [[int, 100]]), [
          "Alien",
          "Brazil",
        ]);
        assert.deepEqual(await titles({ orderBy: [sql.order(pages, true)], limit: sql.slot(0, id) }, [[id, 2]]), [
          "Brazil",
          "Alien",
        ]);
        assert.deepEqual(await titles({ offset: c(1) }), ["Brazil", "Cube"]);
        assert.deepEqual(await titles({ limit: c(1), offset: sql.slot(0, id) }, [[id, 2]]), ["Cube"]);
        assert.deepEqual(
          await titles({ where: sql.inList(title, sql.listSlot(0, char)) }, [[char, ["Cube", "Alien"]]]),
          ["Alien", "Cube"],
        );
        assert.deepEqual(await titles({ where: sql.inList(title, sql.listSlot(0, char), true) }, [[char, []]]), [
          "Alien",
          "Brazil",
          "Cube",
        ]);
        assert.deepEqual(await titles({ lock: { strength: "update", of: [], wait: undefined } }), [
          "Alien",
          "Brazil",
          "Cube",
        ]);
      });

      test("nulls come where they are asked to", async () => {
        await run(
          db(),
          sql.update({
            table: film,
            set: [sql.assignment("price", c(3))],
            where: sql.compare("=", title, c("Brazil")),
          }),
        );
        const price = sql.column("film", "price", money);
        assert.equal((await titles({ orderBy: [sql.order(price, false, "last"), sql.order(title)] }))[0], "Brazil");
        assert.equal(
          (await titles({ orderBy: [sql.order(price, false, "first"), sql.order(title)] })).at(-1),
          "Brazil",
        );
        assert.equal((await titles({ orderBy: [sql.order(price, true, "last"), sql.order(title)] }))[0], "Brazil");
      });

      test("defaults, generated columns and decimals are the database's", async () => {
        await run(
          db(),
          sql.insert({
            table: film,
            columns: ["title", "price"],
            source: { kind: "rows", rows: [[c("Dune"), sql.slot(0, money)]] },
          }),
          [[money, "12345678.10"]],
        );
        const { rows } = await run(
          db(),
          sql.select({
            columns: [pages, sql.column("film", "twice", int), sql.column("film", "price", money)].map((node) =>
              sql.selected(node),
            ),
            from: film,
            where: sql.compare("=", title, c("Dune")),
          }),
        );
        assert.deepEqual(
          rows[0]!.map((value, i) => decoded(db(), i < 2 ? int : money, value)),
          [100, 200, "12345678.10"],
        );
      });

      test("decimals longer than a number holds compare, sort and add up to the last digit", async () => {
        const long: ColumnType = { kind: "decimal", maxDigits: 30, decimalPlaces: 2 };
        const amount = sql.column("vault", "amount", long);
        const [create] = createTables(
          [{ name: "vault", columns: [{ name: "amount", type: long }], primaryKey: [] }],
          db().dialect,
        );
        await db().script(create!);
        const list = [
          "9.99",
          "12345678901234567890.12",
          "-12345678901234567890.13",
          "12345678901234567890.11",
          "-0.01",
        ];
        const values = sql.bulkValues("v", [{ name: "amount", list: sql.listSlot(0, long) }]);
        await run(
          db(),
          sql.insert({ table: sql.table("vault"), columns: ["amount"], source: { kind: "bulk", values } }),
          [[long, list]],
        );
        const ask = async (expression: sql.SqlExpression, where?: sql.SqlExpression, bounds: string[] = []) => {
          const node = sql.select({
            columns: [sql.selected(expression)],
            from: sql.table("vault"),
            where,
            orderBy: expression === amount ? [sql.order(amount)] : [],
          });
          const { rows } = await run(
            db(),
            node,
            bounds.map((bound) => [long, bound] as const),
          );
          return rows.map((row) => decoded(db(), long, row[0]));
        };
        assert.deepEqual(await ask(amount), [list[2], list[4], list[0], list[3], list[1]]);
        const limit = sql.slot(0, long);
        assert.deepEqual(await ask(amount, sql.compare(">", amount, limit), ["12345678901234567890.11"]), [list[1]]);
        assert.deepEqual(await ask(amount, sql.compare("=", amount, limit), ["9.99"]), ["9.99"]);
        assert.deepEqual(await ask(amount, sql.inList(amount, sql.listSlot(0, long)), [["-0.01"] as never]), ["-0.01"]);
        assert.deepEqual(await ask(amount, sql.between(amount, limit, sql.slot(1, long)), ["-1.00", "10.00"]), [
          "-0.01",
          "9.99",
        ]);
        const total = (name: "sum" | "min" | "max") => ask(sql.aggregate(name, [amount], { type: long }));
        assert.deepEqual(
          [await total("sum"), await total("min"), await total("max")],
          [["12345678901234567900.08"], [list[2]], [list[1]]],
        );
        const sum = sql.binary("+", amount, limit, { type: long });
        assert.deepEqual(
          await ask(sum, sql.compare("=", amount, sql.slot(1, long)), ["0.89", "12345678901234567890.11"]),
          ["12345678901234567891.00"],
        );
      });

      test("groups are counted, summed and filtered", async () => {
        const long = sql.compare(">", pages, c(100));
        const aggregates: [sql.SqlExpression, ColumnType, unknown][] = [
          [sql.aggregate("count", [], { type: int }), int, 3],
          [sql.aggregate("count", [], { filter: long, type: int }), int, 2],
          [sql.aggregate("count", [long], { distinct: true, type: int }), int, 2],
          [sql.aggregate("sum", [pages], { type: int }), int, 339],
          [sql.aggregate("avg", [pages], { type: { kind: "float" } }), { kind: "float" }, 113],
          [sql.aggregate("sum", [pages], { filter: long, type: int }), int, 249],
          [sql.aggregate("min", [title]), char, "Alien"],
          [sql.aggregate("max", [pages], { type: int }), int, 132],
          [
            sql.aggregate("stringAgg", [title, c("; ")], { orderBy: [sql.order(title, true)] }),
            char,
            "Cube; Brazil; Alien",
          ],
          [
            sql.aggregate("stringAgg", [title, c(",")], { filter: long, orderBy: [sql.order(title)] }),
            char,
            "Alien,Brazil",
          ],
          [sql.aggregate("bitOr", [pages], { type: int }), int, 117 | 132 | 90],
          [sql.aggregate("bitAnd", [pages], { type: int }), int, 117 & 132 & 90],
          [
            sql.call("round", [sql.aggregate("variance", [pages], { type: { kind: "float" } })]),
            { kind: "float" },
            302,
          ],
          [
            sql.call("round", [sql.aggregate("stdDevSample", [pages], { type: { kind: "float" } })]),
            { kind: "float" },
            21,
          ],
        ];
        const { rows } = await run(
          db(),
          sql.select({ columns: aggregates.map(([node], i) => sql.selected(node, `a${i}`)), from: film }),
        );
        assert.deepEqual(
          rows[0]!.map((value, i) => decoded(db(), aggregates[i]![1], value)),
          aggregates.map(([, , expected]) => expected),
        );
        const grouped = await run(
          db(),
          sql.select({
            columns: [
              sql.selected(sql.caseWhen([sql.branch(long, c("long"))], c("short")), "size"),
              sql.selected(sql.aggregate("count", []), "n"),
            ],
            from: film,
            groupBy: [sql.caseWhen([sql.branch(long, c("long"))], c("short"))],
            having: sql.compare(">", sql.aggregate("count", []), c(1)),
          }),
        );
        assert.deepEqual(
          grouped.rows.map(([size, n]) => [size, Number(n)]),
          [["long", 2]],
        );
      });

      test("windows number and sum rows", async () => {
        const { rows } = await run(
          db(),
          sql.select({
            columns: [
              sql.selected(title),
              sql.selected(sql.window(sql.call("rowNumber", []), { orderBy: [sql.order(pages)] }), "n"),
              sql.selected(
                sql.window(sql.aggregate("sum", [pages], { type: int }), {
                  orderBy: [sql.order(pages)],
                  frame: { unit: "rows", start: -1, end: "current" },
                }),
                "s",
              ),
              sql.selected(
                sql.window(sql.call("lag", [title]), { partitionBy: [c(1)], orderBy: [sql.order(title)] }),
                "before",
              ),
            ],
            from: film,
            orderBy: [sql.order(title)],
          }),
        );
        assert.deepEqual(
          rows.map(([name, n, sum, previous]) => [name, Number(n), Number(sum), previous]),
          [
            ["Alien", 2, 207, null],
            ["Brazil", 3, 249, "Alien"],
            ["Cube", 1, 90, "Brazil"],
          ],
        );
      });

      test("queries are joined as sets, with slices inside", async () => {
        const part = (where: sql.SqlExpression, limit?: sql.SqlExpression) =>
          sql.select({
            columns: [sql.selected(title, "title")],
            from: film,
            where,
            orderBy: limit ? [sql.order(title)] : [],
            limit,
          });
        const order = [sql.order(sql.column(undefined, "title"))];
        const short = sql.compare("<", pages, c(100));
        const set = async (operator: sql.CompoundNode["operator"], queries: sql.SelectNode[]) =>
          (await run(db(), sql.compound(operator, queries, { orderBy: order }))).rows.map((row) => row[0]);
        assert.deepEqual(await set("union", [part(short), part(sql.not(short), c(1))]), ["Alien", "Cube"]);
        assert.deepEqual(await set("union all", [part(short), part(short)]), ["Cube", "Cube"]);
        assert.deepEqual(await set("intersect", [part(sql.and()), part(short)]), ["Cube"]);
        assert.deepEqual(await set("except", [part(sql.and()), part(short)]), ["Alien", "Brazil"]);
      });

      test("a recursive common table expression counts", async () => {
        const n = sql.column("numbers", "n", int);
        const { rows } = await run(
          db(),
          sql.select({
            ctes: [
              sql.cte(
                "numbers",
                sql.compound("union all", [
                  sql.select({ columns: [sql.selected(c(1), "n")] }),
                  sql.select({
                    columns: [sql.selected(sql.binary("+", n, c(1)))],
                    from: sql.table("numbers"),
                    where: sql.compare("<", n, c(5)),
                  }),
                ]),
                { columns: ["n"], recursive: true },
              ),
            ],
            columns: [sql.selected(sql.aggregate("sum", [n], { type: int }))],
            from: sql.table("numbers"),
          }),
        );
        assert.equal(decoded(db(), int, rows[0]![0]), 15);
      });

      test("sub-queries correlate, and derived tables join", async () => {
        const other = sql.column("o", "pages", int);
        const longer = sql.exists(
          sql.select({
            columns: [sql.selected(c(1))],
            from: sql.table("film", "o"),
            where: sql.compare(">", other, pages),
          }),
          true,
        );
        assert.deepEqual(await titles({ where: longer }), ["Brazil"]);
        const most = sql.select({
          columns: [sql.selected(sql.aggregate("max", [other]), "m")],
          from: sql.table("film", "o"),
        });
        assert.deepEqual(
          await titles({
            joins: [sql.join("inner", sql.derived(most, "d"), sql.compare("=", sql.column("d", "m", int), pages))],
          }),
          ["Brazil"],
        );
        assert.deepEqual(await titles({ where: sql.compare("=", pages, sql.subquery(most, int)) }), ["Brazil"]);
      });

      test("bulk inserts of any length are one statement to the caller", async () => {
        const values = sql.bulkValues("v", [
          { name: "title", list: sql.listSlot(0, char) },
          { name: "pages", list: sql.listSlot(1, int) },
        ]);
        const node = sql.insert({ table: film, columns: ["title", "pages"], source: { kind: "bulk", values } });
        for (const count of [0, 1, 49, 50, 51, 1203]) {
          await run(db(), sql.deleteFrom({ table: film }));
          const { affected } = await run(db(), node, [
            [char, Array.from({ length: count }, (_, i) => `t"\\'${i}`)],
            [int, Array.from({ length: count }, (_, i) => i + 1)],
          ]);
          assert.equal(affected, count);
          assert.equal(
            Number((await query(db(), `SELECT COUNT(*) FROM ${db().dialect.quoteName("film")}`))[0]![0]),
            count,
          );
        }
        // All or nothing, though more than one statement is sent.
        await assert.rejects(
          async () =>
            run(db(), node, [
              [char, Array.from({ length: 1300 }, (_, i) => `new ${i === 1299 ? 0 : i}`)],
              [int, Array.from({ length: 1300 }, () => 1)],
            ]),
          errors.UniqueViolation,
        );
        assert.equal(
          Number((await query(db(), `SELECT COUNT(*) FROM ${db().dialect.quoteName("film")}`))[0]![0]),
          1203,
        );
      });

      test("bulk updates set each row its own values", async () => {
        const values = sql.bulkValues("v", [
          { name: "title", list: sql.listSlot(0, char) },
          { name: "pages", list: sql.listSlot(1, int) },
        ]);
        const { affected } = await run(
          db(),
          sql.update({
            table: film,
            set: [sql.assignment("pages", sql.column("v", "pages", int))],
            from: values,
            where: sql.compare("=", title, sql.column("v", "title", char)),
          }),
          [
            [char, ["Alien", "Cube", "Nothing"]],
            [int, [1, 2, 3]],
          ],
        );
        assert.equal(affected, 2);
        assert.deepEqual(await titles({ orderBy: [sql.order(pages)] }), ["Alien", "Cube", "Brazil"]);
      });

      test("upserts insert, leave or change", async () => {
        const upsert = (set: sql.AssignmentNode[] | undefined) =>
          run(
            db(),
            sql.insert({
              table: film,
              columns: ["title", "pages"],
              source: { kind: "rows", rows: [[c("Alien"), c(5)]] },
              conflict: sql.conflict({ target: ["title"], set }),
            }),
          );
        await upsert(undefined);
        assert.deepEqual(await titles({ where: sql.compare("=", pages, c(5)) }), []);
        await upsert([sql.assignment("pages", sql.excluded("pages"))]);
        assert.deepEqual(await titles({ where: sql.compare("=", pages, c(5)) }), ["Alien"]);
      });

      test("inserts from a select, and from the defaults", async () => {
        await run(
          db(),
          sql.insert({
            table: sql.table("maker"),
            columns: ["name"],
            source: { kind: "query", query: sql.select({ columns: [sql.selected(title)], from: film }) },
            conflict: sql.conflict({}),
          }),
        );
        assert.equal((await query(db(), `SELECT name FROM maker`)).length, 3);
      });

      test("a new row's key comes back", async () => {
        const node = sql.insert({
          table: sql.table("maker"),
          columns: ["name"],
          source: { kind: "rows", rows: [[c("Ridley")]] },
          returning: [sql.selected(sql.column(undefined, "id", id))],
        });
        const first = decoded(db(), id, (await run(db(), node)).rows[0]![0]) as number;
        const second = decoded(db(), id, (await run(db(), node)).rows[0]![0]) as number;
        assert.equal(second, first + 1);
      });

      test("integrity errors name what was broken", async () => {
        const fail = async (work: () => Promise<unknown>): Promise<errors.IntegrityError> => {
          const error = await work().then(
            () => undefined,
            (caught) => caught,
          );
          assert.ok(error instanceof errors.IntegrityError, String(error));
          return error;
        };
        const { name } = db().dialect;
        const unique = await fail(() => insert("Alien", 1));
        assert.equal(unique.code, "ORM_UNIQUE_VIOLATION");
        assert.ok(unique instanceof errors.UniqueViolation);
        if (name !== "mysql") assert.deepEqual([unique.table, unique.columns], ["film", ["title"]]);
        if (name !== "sqlite") assert.equal(unique.constraint, "film_title_key");

        const missing = await fail(() => insert(null, 1));
        assert.equal(missing.code, "ORM_NOT_NULL_VIOLATION");
        assert.deepEqual(missing.columns, ["title"]);

        const check = await fail(() => insert("Zero", 0));
        assert.equal(check.code, "ORM_CHECK_VIOLATION");
        assert.equal(check.constraint, "film_pages_positive");

        const foreign = await fail(() =>
          run(
            db(),
            sql.update({
              table: film,
              set: [sql.assignment("maker", c(99))],
              where: sql.compare("=", title, c("Cube")),
            }),
          ),
        );
        assert.equal(foreign.code, "ORM_FOREIGN_KEY_VIOLATION");
        if (name !== "sqlite") assert.equal(foreign.constraint, "film_maker_fk");
      });

      test("wrong SQL and values that do not fit have classes of their own", async () => {
        await assert.rejects(() => query(db(), "SELECT nothing FROM nowhere"), errors.ProgrammingError);
        await assert.rejects(() => query(db(), "SELEKT 1"), errors.ProgrammingError);
        if (db().dialect.name !== "sqlite") await assert.rejects(() => insert("x".repeat(21), 1), errors.DataError);
      });

      test("deleting a row takes along those that point at it", async () => {
        await query(db(), "INSERT INTO maker (id, name) VALUES (7, 'Terry')", "write");
        await run(
          db(),
          sql.update({
            table: film,
            set: [sql.assignment("maker", c(7))],
            where: sql.compare("=", title, c("Brazil")),
          }),
        );
        await run(
          db(),
          sql.deleteFrom({ table: sql.table("maker"), where: sql.compare("=", sql.column("maker", "id", id), c(7)) }),
        );
        assert.deepEqual(await titles(), ["Alien", "Cube"]);
      });

      test("a plan is explained", async () => {
        const node = sql.explain(sql.select({ columns: [sql.selected(title)], from: film }));
        assert.ok((await run(db(), node)).rows.length > 0);
      });

      test("the names of columns come when they are asked for", async () => {
        const compiled = compileSql(
          sql.select({ columns: [sql.selected(title, "name"), sql.selected(pages)], from: film }),
          db().dialect,
        );
        assert.deepEqual((await db().execute(compiled, [], { columns: true })).columns, ["name", "pages"]);
      });

      test("chunks of a stream hold all rows, and a stream may be left early", async () => {
        const values = sql.bulkValues("v", [{ name: "title", list: sql.listSlot(0, char) }]);
        await run(db(), sql.insert({ table: film, columns: ["title"], source: { kind: "bulk", values } }), [
          [char, Array.from({ length: 997 }, (_, i) => `s${i}`)],
        ]);
        const compiled = compileSql(
          sql.select({ columns: [sql.selected(title)], from: film, where: sql.compare(">", pages, sql.slot(0, int)) }),
          db().dialect,
        );
        const sizes: number[] = [];
        for await (const chunk of db().stream(compiled, [1], { chunkSize: 400 })) sizes.push(chunk.length);
        assert.deepEqual(sizes, [400, 400, 200]);
        for await (const chunk of db().stream(compiled, [1], { chunkSize: 10 })) {
          assert.equal(chunk.length, 10);
          break;
        }
        assert.equal((await titles({ where: sql.compare("=", title, c("Cube")) })).length, 1);
      });

      test("a statement that was prepared before goes on when its table has another column", async () => {
        await db().script("CREATE TABLE growing (id int PRIMARY KEY)");
        await db().script("INSERT INTO growing VALUES (1)");
        assert.equal((await query(db(), "SELECT * FROM growing"))[0]!.length, 1);
        await db().script("ALTER TABLE growing ADD COLUMN more int");
        assert.equal((await query(db(), "SELECT * FROM growing"))[0]!.length, 2);
      });

      test("tables can be dropped and made again", async () => {
        const { dialect } = db();
        for (const table of tables) await db().script(dropTable(table, dialect));
        for (const statement of createTables(tables, dialect)) await db().script(statement);
        assert.deepEqual(await titles(), []);
      });
    });
  }
});
