// Tests what is PostgreSQL's alone, on a server and on PGlite: arrays, ranges, text search, exclusion, isolation.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import * as errors from "../../../src/orm/database/database-error.ts";
import { openDatabase } from "../../../src/orm/database/databases.ts";
import { atomic } from "../../../src/orm/database/transactions/atomic.ts";
import { createTables } from "../../../src/orm/schema/create-table.ts";
import * as sql from "../../../src/orm/sql/node.ts";
import { databaseCases, decoded, type OpenedDatabase, query, run } from "../databases.ts";

const int: ColumnType = { kind: "integer" };
const text: ColumnType = { kind: "text" };
const texts = { kind: "array", of: text } as const;
const grid = { kind: "array", of: { kind: "array", of: int } } as const;
const span: ColumnType = { kind: "range", of: { kind: "integer" } };
const moments: ColumnType = { kind: "range", of: { kind: "dateTime" } };
const c = sql.constant;

for (const { name, open, skip } of databaseCases.filter((found) => /^PG|^Postgre/.test(found.name))) {
  describe(`what is PostgreSQL's alone works on ${name}`, { skip }, () => {
    let opened: OpenedDatabase;
    before(async () => {
      opened = await open();
    });
    after(() => opened.remove());
    const value = async (expression: sql.SqlExpression, type: ColumnType, values: [ColumnType, unknown][] = []) => {
      const { rows } = await run(opened.database, sql.select({ columns: [sql.selected(expression)] }), values);
      return decoded(opened.database, type, rows[0]![0]);
    };

    test("arrays travel both ways, nested ones and odd characters too", async () => {
      for (const [type, list] of [
        [texts, ["a", 'b"c', "d\\e", "f,g", "{h}", "", "NULL", null]],
        [texts, []],
        [
          grid,
          [
            [1, 2],
            [3, 4],
          ],
        ],
        [{ kind: "array", of: { kind: "boolean" } }, [true, false, null]],
        [{ kind: "array", of: { kind: "dateTime" } }, [new Date("2024-02-29T01:02:03.004Z")]],
        [{ kind: "array", of: { kind: "bigInt" } }, [9007199254740993n]],
      ] as [ColumnType, unknown][])
        assert.deepEqual(await value(sql.slot(0, type), type, [[type, list]]), list);
    });

    test("arrays contain, overlap, are built and gathered", async () => {
      const left = sql.array([c("a"), c("b")], texts);
      assert.equal(
        await value(sql.postgresCompare("@>", left, sql.slot(0, texts)), { kind: "boolean" }, [[texts, ["b"]]]),
        true,
      );
      assert.equal(
        await value(sql.postgresCompare("&&", left, sql.slot(0, texts)), { kind: "boolean" }, [[texts, ["x"]]]),
        false,
      );
      const gathered = sql.arraySubquery(sql.select({ columns: [sql.selected(sql.cast(c(7), int))] }));
      assert.deepEqual(await value(gathered, { kind: "array", of: int }), [7]);
      assert.deepEqual(await value(sql.aggregate("arrayAgg", [sql.cast(c("x"), text)]), texts), ["x"]);
    });

    test("ranges travel both ways, and compare", async () => {
      for (const [type, range] of [
        [span, { lower: 1, upper: 5, bounds: "[)" }],
        [span, { lower: null, upper: 5, bounds: "()" }],
        [moments, { lower: new Date("2024-01-01T00:00:00Z"), upper: null, bounds: "[)" }],
        [span, { lower: null, upper: null, bounds: "()", empty: true }],
      ] as [ColumnType, unknown][])
        assert.deepEqual(await value(sql.slot(0, type), type, [[type, range]]), range);
      const holds = sql.postgresCompare("@>", sql.slot(0, span), sql.cast(c(3), int));
      assert.equal(await value(holds, { kind: "boolean" }, [[span, { lower: 1, upper: 5 }]]), true);
    });

    test("words are found by their stem, and ranked", async () => {
      const search = (mode: sql.TextSearchNode["mode"], rank = false) =>
        sql.textSearch([c("The quick foxes"), c(null)], sql.slot(0, text), { config: "english", mode, rank });
      assert.equal(await value(search("plain"), { kind: "boolean" }, [[text, "fox quick"]]), true);
      assert.equal(await value(search("phrase"), { kind: "boolean" }, [[text, "foxes quick"]]), false);
      assert.equal(await value(search("web"), { kind: "boolean" }, [[text, '"quick fox" -dog']]), true);
      assert.ok(((await value(search("plain", true), { kind: "float" }, [[text, "fox"]])) as number) > 0);
    });

    test("DISTINCT ON and LATERAL say what they say", async () => {
      const series = sql.derived(
        sql.select({ columns: [sql.selected(sql.raw(["generate_series(1, 4)"], []), "n")] }),
        "s",
      );
      const n = sql.column("s", "n", int);
      const { rows } = await run(
        opened.database,
        sql.select({
          distinct: [sql.binary("%", n, c(2))],
          columns: [sql.selected(n), sql.selected(sql.column("d", "double", int))],
          from: series,
          joins: [
            sql.join(
              "cross",
              sql.derived(sql.select({ columns: [sql.selected(sql.binary("*", n, c(2)), "double")] }), "d", true),
            ),
          ],
          orderBy: [sql.order(sql.binary("%", n, c(2))), sql.order(n, true)],
        }),
      );
      assert.deepEqual(
        rows.map((row) => row.map(Number)),
        [
          [4, 8],
          [3, 6],
        ],
      );
    });

    test("lists of arrays are inserted in bulk", async () => {
      await opened.database.script("CREATE TABLE tagged (tags text[], cells integer[][])");
      const values = sql.bulkValues("v", [
        { name: "tags", list: sql.listSlot(0, texts) },
        { name: "cells", list: sql.listSlot(1, grid) },
      ]);
      const { encode } = opened.database.dialect.codec(texts);
      const cells = opened.database.dialect.codec(grid).encode;
      const node = sql.insert({
        table: sql.table("tagged"),
        columns: ["tags", "cells"],
        source: { kind: "bulk", values },
      });
      const { compileSql } = await import("../../../src/orm/sql/compile.ts");
      await opened.database.execute(compileSql(node, opened.database.dialect), [
        [["a", 'b"'], []].map((list) => encode!(list as never)),
        [
          [
            [1, 2],
            [3, 4],
          ],
          [[5]],
        ].map((list) => cells!(list as never)),
      ]);
      const rows = await query(opened.database, "SELECT tags, cells FROM tagged");
      assert.deepEqual(
        rows.map(([tags, list]) => [decoded(opened.database, texts, tags), decoded(opened.database, grid, list)]),
        [
          [
            ["a", 'b"'],
            [
              [1, 2],
              [3, 4],
            ],
          ],
          [[], [[5]]],
        ],
      );
    });

    test("exclusion, deferred uniqueness, covering and GIN indexes are created, and broken ones named", async () => {
      const statements = createTables(
        [
          {
            name: "booking",
            columns: [
              { name: "id", type: int, identity: true },
              { name: "days", type: span },
              { name: "tags", type: texts, null: true },
              { name: "place", type: int, null: true },
            ],
            primaryKey: ["id"],
            uniques: [{ name: "booking_place", columns: ["place"], deferrable: "deferred" }],
            exclusions: [{ name: "booking_apart", parts: [{ expression: "days", operator: "&&" }] }],
            indexes: [
              { name: "booking_tags", parts: [{ expression: "tags" }], method: "gin" },
              { name: "booking_cover", parts: [{ expression: "place" }], include: ["days"] },
              { name: "booking_one", parts: [{ expression: "place" }], unique: true, nullsDistinct: false },
            ],
            comment: "Who's here",
          },
        ],
        opened.database.dialect,
      );
      for (const statement of statements) await opened.database.script(statement);
      const book = (days: string, place: number) =>
        query(opened.database, `INSERT INTO booking (days, place) VALUES ('${days}', ${place})`, "write");
      await book("[1,5)", 1);
      await assert.rejects(book("[4,6)", 2), (error) => {
        assert.ok(error instanceof errors.ExclusionViolation);
        assert.deepEqual(
          [error.code, error.constraint, error.table],
          ["ORM_EXCLUSION_VIOLATION", "booking_apart", "booking"],
        );
        return true;
      });
      await opened.database.script("DROP INDEX booking_one");
      await assert.rejects(
        atomic(() => book("[7,9)", 1), { using: opened.database }),
        errors.UniqueViolation,
      );
    });

    test("a failed statement of a transaction says that it can only be rolled back", async () => {
      await assert.rejects(
        atomic(
          async () => {
            await query(opened.database, "SELECT 1 / 0").catch(() => {});
            await query(opened.database, "SELECT 1");
          },
          { using: opened.database },
        ),
        {
          name: "TransactionError",
          message:
            "ORM_TRANSACTION_FAILED: PostgreSQL says: current transaction is aborted, commands ignored until end of transaction block.\n" +
            "  SQL: SELECT 1",
        },
      );
    });

    test("errors have the classes of their kind", async () => {
      for (const [text, Class, code] of [
        ["SELECT 1 / 0", errors.DataError, "ORM_DATA_ERROR"],
        ["SELECT nothing", errors.ProgrammingError, "ORM_PROGRAMMING_ERROR"],
        ["DO $$ BEGIN RAISE integrity_constraint_violation; END $$", errors.IntegrityError, "ORM_INTEGRITY_ERROR"],
        ["DO $$ BEGIN RAISE disk_full; END $$", errors.OperationalError, "ORM_OPERATIONAL_ERROR"],
        ["DO $$ BEGIN RAISE feature_not_supported; END $$", errors.NotSupportedError, "ORM_NOT_SUPPORTED"],
        ["DO $$ BEGIN RAISE query_canceled; END $$", errors.StatementTimeoutError, "ORM_STATEMENT_TIMEOUT"],
        ["DO $$ BEGIN RAISE lock_not_available; END $$", errors.LockTimeoutError, "ORM_LOCK_TIMEOUT"],
      ] as [string, new (...args: never[]) => errors.DatabaseError, string][])
        await assert.rejects(query(opened.database, text, "write"), (error) => {
          assert.ok(error instanceof Class, `${text}: ${error}`);
          assert.equal(error.code, code);
          assert.equal(error.sql, text);
          return true;
        });
      await opened.database.script("CREATE TABLE IF NOT EXISTS page (id int)");
      await assert.rejects(
        atomic(() => query(opened.database, "INSERT INTO page VALUES (1)", "write"), {
          using: opened.database,
          readOnly: true,
        }),
        {
          message:
            "ORM_TRANSACTION_ERROR: PostgreSQL says: cannot execute INSERT in a read-only transaction.\n" +
            "  SQL: INSERT INTO page VALUES (1)",
        },
      );
    });

    test("the isolation level is the one asked for", async () => {
      for (const isolation of ["read committed", "repeatable read", "serializable"] as const) {
        const level = await atomic(() => query(opened.database, "SHOW transaction_isolation"), {
          using: opened.database,
          isolation,
        });
        assert.deepEqual(level, [[isolation]]);
      }
    });

    if (name === "PostgreSQL") {
      test("serializable transactions that clash are tried again and lose nothing", async () => {
        await opened.database.script("CREATE TABLE counter (n int)");
        await opened.database.script("INSERT INTO counter VALUES (0)");
        let runs = 0;
        await Promise.all(
          Array.from({ length: 8 }, () =>
            atomic(
              async () => {
                runs++;
                const [row] = await query(opened.database, "SELECT n FROM counter");
                await query(opened.database, `UPDATE counter SET n = ${Number(row![0]) + 1}`, "write");
              },
              { using: opened.database, isolation: "serializable", retries: 50 },
            ),
          ),
        );
        assert.deepEqual(await query(opened.database, "SELECT n FROM counter"), [["8"]]);
        assert.ok(runs > 8, "no transaction clashed");
      });

      test("a pooled server that keeps no prepared statements is spoken to without them", async () => {
        const separator = opened.url.includes("?") ? "&" : "?";
        const database = openDatabase("plain", `${opened.url}${separator}pgbouncer=true`);
        try {
          await query(database, "SELECT 1");
          assert.deepEqual(await query(database, "SELECT COUNT(*) FROM pg_prepared_statements"), [["0"]]);
        } finally {
          await database.close();
        }
      });

      test("a prepared statement that the server has forgotten is prepared again", async () => {
        const database = openDatabase("single", `${opened.url}?max=1`);
        try {
          assert.deepEqual(await query(database, "SELECT 5"), [["5"]]);
          await database.script("DEALLOCATE ALL");
          assert.deepEqual(await query(database, "SELECT 5"), [["5"]]);
        } finally {
          await database.close();
        }
      });
    }
  });
}
