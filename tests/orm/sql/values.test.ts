// Tests the SQL text of functions, aggregates, windows, moments, JSON paths and arithmetic, on the three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import { mysqlDialect } from "../../../src/orm/dialects/mysql/mysql-dialect.ts";
import { postgresDialect } from "../../../src/orm/dialects/postgres/postgres-dialect.ts";
import { sqliteDialect } from "../../../src/orm/dialects/sqlite/sqlite-dialect.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import {
  aggregate,
  binary,
  branch,
  call,
  caseWhen,
  cast,
  collate,
  column,
  constant,
  customFunction,
  extract,
  isNull,
  jsonPath,
  order,
  raw,
  type SqlExpression,
  select,
  selected,
  slot,
  subquery,
  table,
  trunc,
  window,
} from "../../../src/orm/sql/node.ts";

const text: ColumnType = { kind: "text" };
const int: ColumnType = { kind: "integer" };
const json: ColumnType = { kind: "json" };
const id = column("book", "id", int);
const name = column("book", "name", text);
const pages = column("book", "pages", int);
const data = column("book", "data", json);
const moment = column("book", "at", { kind: "dateTime" });
const book = table("book");
const ids = select({ columns: [selected(id)], from: book });

/** What is written, and its text on SQLite, PostgreSQL and MariaDB. */
const cases: readonly (readonly [
  name: string,
  node: SqlExpression,
  sqlite: string,
  postgres: string,
  mysql: string,
])[] = [
  [
    "constants",
    raw(["", " ", " ", " ", " "], [constant("it's"), constant(-1), constant(true), constant(null), constant("a\\b")]),
    "'it''s' (-1) TRUE NULL 'a\\b'",
    "'it''s' (-1) TRUE NULL E'a\\\\b'",
    "'it''s' (-1) TRUE NULL 'a\\b'",
  ],
  [
    "a parameter with a type",
    call("coalesce", [slot(0, int), slot(1, text)]),
    "COALESCE(CAST(?1 AS INTEGER), ?2)",
    "COALESCE($1::integer, $2::text)",
    "COALESCE(?, ?)",
  ],
  [
    "arithmetic",
    binary("-", binary("*", pages, constant(2)), constant(1)),
    '(("book"."pages" * 2) - 1)',
    '(("book"."pages" * 2) - 1)',
    "((`book`.`pages` * 2) - 1)",
  ],
  [
    "division of whole numbers",
    binary("/", pages, cast(constant(2), int)),
    '("book"."pages" / CAST(2 AS INTEGER))',
    '("book"."pages" / (2)::integer)',
    "(`book`.`pages` DIV CAST(2 AS SIGNED))",
  ],
  [
    "a power",
    binary("^", pages, constant(2)),
    'POWER("book"."pages", 2)',
    'POWER("book"."pages", 2)',
    "POWER(`book`.`pages`, 2)",
  ],
  [
    "exclusive or",
    binary("#", pages, constant(2)),
    '(("book"."pages" | 2) - ("book"."pages" & 2))',
    '("book"."pages" # 2)',
    "(`book`.`pages` ^ 2)",
  ],
  [
    "joined text",
    binary("||", name, pages),
    '("book"."name" || "book"."pages")',
    '("book"."name" || "book"."pages"::text)',
    "CONCAT(`book`.`name`, `book`.`pages`)",
  ],
  [
    "a moment and a duration",
    binary("+", moment, slot(0, { kind: "duration" })),
    "STRFTIME('%Y-%m-%dT%H:%M:%fZ', \"book\".\"at\", (CAST(?1 AS INTEGER) / 1000000.0) || ' seconds')",
    '("book"."at" + $1::interval)',
    "(`book`.`at` + INTERVAL ? MICROSECOND)",
  ],
  [
    "two moments",
    binary("-", moment, slot(0, { kind: "dateTime" })),
    'CAST(ROUND((JULIANDAY("book"."at") - JULIANDAY(?1)) * 86400000) * 1000 AS INTEGER)',
    '("book"."at" - $1::timestamptz)',
    "TIMESTAMPDIFF(MICROSECOND, ?, `book`.`at`)",
  ],
  [
    "case",
    caseWhen([branch(isNull(name), constant(1))], constant(2)),
    'CASE WHEN "book"."name" IS NULL THEN 1 ELSE 2 END',
    'CASE WHEN "book"."name" IS NULL THEN 1 ELSE 2 END',
    "CASE WHEN `book`.`name` IS NULL THEN 1 ELSE 2 END",
  ],
  [
    "cast",
    cast(name, { kind: "decimal", maxDigits: 8, decimalPlaces: 2 }),
    'CAST("book"."name" AS NUMERIC)',
    '("book"."name")::numeric(8, 2)',
    "CAST(`book`.`name` AS DECIMAL(8, 2))",
  ],
  [
    "a collation",
    collate(name, "C"),
    '"book"."name" COLLATE "C"',
    '"book"."name" COLLATE "C"',
    "`book`.`name` COLLATE `C`",
  ],
  [
    "a sub-query",
    subquery(ids),
    '(SELECT "book"."id" FROM "book")',
    '(SELECT "book"."id" FROM "book")',
    "(SELECT `book`.`id` FROM `book`)",
  ],
  [
    "concat",
    call("concat", [name, constant("x")]),
    'CONCAT("book"."name", \'x\')',
    'CONCAT("book"."name", \'x\')',
    "CONCAT(COALESCE(`book`.`name`, ''), COALESCE('x', ''))",
  ],
  [
    "left, right",
    call("left", [call("right", [name, constant(3)]), constant(2)]),
    'SUBSTR(SUBSTR("book"."name", -(3), 3), 1, 2)',
    'LEFT(RIGHT("book"."name", 3), 2)',
    "LEFT(RIGHT(`book`.`name`, 3), 2)",
  ],
  [
    "a hash",
    call("sha256", [name]),
    'DJ_HASH(\'sha256\', "book"."name")',
    "ENCODE(SHA256(CONVERT_TO(\"book\".\"name\", 'UTF8')), 'hex')",
    "SHA2(`book`.`name`, 256)",
  ],
  ["now", call("now", []), "STRFTIME('%Y-%m-%dT%H:%M:%fZ', 'now')", "STATEMENT_TIMESTAMP()", "UTC_TIMESTAMP(6)"],
  ["random", call("random", []), "(0.5 + RANDOM() / 18446744073709551616.0)", "RANDOM()", "RAND()"],
  [
    "a JSON object",
    call("jsonObject", [constant("a"), name]),
    'JSON_OBJECT(\'a\', "book"."name")',
    'JSONB_BUILD_OBJECT(\'a\', "book"."name")',
    "JSON_OBJECT('a', `book`.`name`)",
  ],
  [
    "a function of one's own",
    customFunction("my.f", [name, constant(1)]),
    'my.f("book"."name", 1)',
    'my.f("book"."name", 1)',
    "my.f(`book`.`name`, 1)",
  ],
  ["count of all", aggregate("count", []), "COUNT(*)", "COUNT(*)", "COUNT(*)"],
  [
    "count of different ones that fulfil",
    aggregate("count", [name], { distinct: true, filter: isNull(pages) }),
    'COUNT(DISTINCT "book"."name") FILTER (WHERE "book"."pages" IS NULL)',
    'COUNT(DISTINCT "book"."name") FILTER (WHERE "book"."pages" IS NULL)',
    "COUNT(DISTINCT CASE WHEN `book`.`pages` IS NULL THEN `book`.`name` END)",
  ],
  [
    "sum",
    aggregate("sum", [pages], { type: int }),
    'SUM("book"."pages")',
    'SUM("book"."pages")',
    "CAST(SUM(`book`.`pages`) AS SIGNED)",
  ],
  [
    "joined texts",
    aggregate("stringAgg", [name, constant(", ")], { orderBy: [order(name)] }),
    'GROUP_CONCAT("book"."name", \', \' ORDER BY "book"."name")',
    'STRING_AGG("book"."name", \', \' ORDER BY "book"."name")',
    "GROUP_CONCAT(`book`.`name` ORDER BY `book`.`name` SEPARATOR ', ')",
  ],
  [
    "a window",
    window(aggregate("sum", [pages]), {
      partitionBy: [name],
      orderBy: [order(id, true)],
      frame: { unit: "rows", start: "unbounded", end: "current" },
    }),
    'SUM("book"."pages") OVER (PARTITION BY "book"."name" ORDER BY "book"."id" DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)',
    'SUM("book"."pages") OVER (PARTITION BY "book"."name" ORDER BY "book"."id" DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)',
    "SUM(`book`.`pages`) OVER (PARTITION BY `book`.`name` ORDER BY `book`.`id` DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
  ],
  [
    "a row number",
    window(call("rowNumber", []), {}),
    "ROW_NUMBER() OVER ()",
    "ROW_NUMBER() OVER ()",
    "ROW_NUMBER() OVER ()",
  ],
  [
    "the year",
    extract("year", moment, { type: { kind: "dateTime" } }),
    'CAST(STRFTIME(\'%Y\', "book"."at") AS INTEGER)',
    'EXTRACT(YEAR FROM ("book"."at" AT TIME ZONE \'UTC\'))::integer',
    "YEAR(`book`.`at`)",
  ],
  [
    "the weekday",
    extract("weekDay", moment, { type: { kind: "dateTime" } }),
    '(CAST(STRFTIME(\'%w\', "book"."at") AS INTEGER) + 1)',
    '(EXTRACT(DOW FROM ("book"."at" AT TIME ZONE \'UTC\'))::integer + 1)',
    "DAYOFWEEK(`book`.`at`)",
  ],
  [
    "the hour in a time zone",
    extract("hour", moment, { type: { kind: "dateTime" }, timeZone: "Europe/Berlin" }),
    "CAST(STRFTIME('%H', DJ_LOCAL(\"book\".\"at\", 'Europe/Berlin')) AS INTEGER)",
    'EXTRACT(HOUR FROM ("book"."at" AT TIME ZONE \'Europe/Berlin\'))::integer',
    "HOUR(CONVERT_TZ(`book`.`at`, '+00:00', 'Europe/Berlin'))",
  ],
  [
    "the month's start",
    trunc("month", moment, { type: { kind: "dateTime" }, to: "dateTime" }),
    'STRFTIME(\'%Y-%m-01T00:00:00.000Z\', "book"."at")',
    "(DATE_TRUNC('month', (\"book\".\"at\" AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC')",
    "CAST(DATE_FORMAT(`book`.`at`, '%Y-%m-01 00:00:00') AS DATETIME(6))",
  ],
  [
    "the week's first day in a time zone",
    trunc("week", moment, { type: { kind: "dateTime" }, to: "date", timeZone: "Europe/Berlin" }),
    "STRFTIME('%Y-%m-%d', DJ_LOCAL(\"book\".\"at\", 'Europe/Berlin'), '-6 days', 'weekday 1')",
    "(DATE_TRUNC('week', (\"book\".\"at\" AT TIME ZONE 'Europe/Berlin')))::date",
    "CAST((DATE(CONVERT_TZ(`book`.`at`, '+00:00', 'Europe/Berlin')) - INTERVAL WEEKDAY(CONVERT_TZ(`book`.`at`, '+00:00', 'Europe/Berlin')) DAY) AS DATE)",
  ],
  [
    "a JSON value",
    jsonPath(data, ["a", 0, 'b"c']),
    '("book"."data" -> \'$."a"[0]."b\\"c"\')',
    '("book"."data" #> E\'{"a","0","b\\\\"c"}\')',
    'JSON_EXTRACT(`book`.`data`, \'$."a"[0]."b\\"c"\')',
  ],
  [
    "a JSON text",
    jsonPath(data, ["a"], "text"),
    '("book"."data" ->> \'$."a"\')',
    '("book"."data" #>> \'{"a"}\')',
    "IF(JSON_TYPE(JSON_EXTRACT(`book`.`data`, '$.\"a\"')) = 'NULL', NULL, JSON_UNQUOTE(JSON_EXTRACT(`book`.`data`, '$.\"a\"')))",
  ],
];

const compile = (node: SqlExpression, dialect: typeof sqliteDialect): string =>
  compileSql(select({ columns: [selected(node)] }), dialect).text.slice("SELECT ".length);

for (const [name, node, sqlite, postgres, mysql] of cases) {
  test(name, () => {
    assert.deepEqual(
      [sqliteDialect, postgresDialect, mysqlDialect].map((dialect) => compile(node, dialect)),
      [sqlite, postgres, mysql],
    );
  });
}
