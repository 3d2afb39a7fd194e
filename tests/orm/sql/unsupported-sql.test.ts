// Tests what is said where a dialect has no words for a construct, and where a duration has no length.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dialect } from "../../../src/orm/dialects/dialect.ts";
import { durationMicroseconds } from "../../../src/orm/dialects/duration.ts";
import { mysqlDialect } from "../../../src/orm/dialects/mysql/mysql-dialect.ts";
import { postgresDialect } from "../../../src/orm/dialects/postgres/postgres-dialect.ts";
import { sqliteDialect } from "../../../src/orm/dialects/sqlite/sqlite-dialect.ts";
import { createTables } from "../../../src/orm/schema/create-table.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import * as sql from "../../../src/orm/sql/node.ts";

const name = sql.column("book", "name", { kind: "text" });
const from = sql.table("book");
const of = (expression: sql.SqlExpression): sql.SelectNode => sql.select({ columns: [sql.selected(expression)], from });

const cases: readonly (readonly [dialect: Dialect, node: sql.SqlNode, message: string])[] = [
  [
    sqliteDialect,
    sql.select({ distinct: [name], columns: [sql.selected(name)], from }),
    "SQLite has no DISTINCT ON.\n  Group by those columns, or number the rows with a window.",
  ],
  [
    mysqlDialect,
    sql.update({ table: from, set: [sql.assignment("name", sql.constant("a"))], returning: [sql.selected(name)] }),
    "MySQL and MariaDB have no UPDATE … RETURNING.\n  Select the rows after the update.",
  ],
  [
    sqliteDialect,
    of(sql.postgresCompare("@>", name, name)),
    "SQLite has no arrays or ranges.\n  Store two columns or a JSON list, or use PostgreSQL.",
  ],
  [
    mysqlDialect,
    of(sql.aggregate("stringAgg", [name, name])),
    "MySQL and MariaDB have no delimiter that is not written in the query.\n  Pass the delimiter as plain text.",
  ],
  [
    postgresDialect,
    of(sql.customFunction("f; drop", [])),
    'PostgreSQL has no function "f; drop".\n  Name it with letters, digits and _.',
  ],
  [
    sqliteDialect,
    of(sql.textSearch([sql.constant("x")], name)),
    "SQLite has no full-text search over plain columns.\n  Search an FTS5 table or one of its columns.",
  ],
  [
    mysqlDialect,
    sql.explain(of(name), { details: { buffers: true, timing: false } }),
    "MySQL and MariaDB have no EXPLAIN with buffers, timing.\n  Leave buffers, timing out.",
  ],
];
for (const [dialect, node, message] of cases) {
  test(`${dialect.name}: ${message.split("\n")[0]}`, () => {
    assert.throws(() => compileSql(node, dialect), {
      name: "NotSupportedError",
      code: "ORM_UNSUPPORTED_SQL",
      message: `ORM_UNSUPPORTED_SQL: ${message}`,
    });
  });
}

test("PostgreSQL tells the details of a plan that are asked for", () => {
  const details = { verbose: true, buffers: true, timing: false } as const;
  const { text } = compileSql(sql.explain(of(name), { analyze: true, format: "json", details }), postgresDialect);
  assert.equal(
    text,
    'EXPLAIN (ANALYZE, VERBOSE ON, BUFFERS ON, TIMING OFF, FORMAT JSON) SELECT "book"."name" FROM "book"',
  );
});

test("an exclusion constraint is PostgreSQL's", () => {
  const table = {
    name: "booking",
    columns: [{ name: "days", type: { kind: "text" } }],
    primaryKey: [],
    exclusions: [{ name: "apart", parts: [{ expression: "days", operator: "&&" }] }],
  } as const;
  assert.throws(() => createTables([table], sqliteDialect), {
    message:
      "ORM_UNSUPPORTED_SQL: SQLite has no exclusion constraints.\n  Check for overlaps in the model's clean method.",
  });
});

test("a duration of months has no length", () => {
  const duration = { years: 0, months: 1, toString: () => "P1M" } as unknown as Temporal.Duration;
  assert.throws(() => durationMicroseconds(duration), {
    name: "DataError",
    message:
      "ORM_DURATION_WITHOUT_LENGTH: The duration P1M has years or months, which have no fixed length.\n" +
      '  Write it in weeks, days or smaller units: Temporal.Duration.from("P30D").',
  });
});
