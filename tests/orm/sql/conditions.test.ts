// Tests the SQL text of comparisons, logic, membership, patterns, JSON and text search, on the three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import { mysqlDialect } from "../../../src/orm/dialects/mysql/mysql-dialect.ts";
import { postgresDialect } from "../../../src/orm/dialects/postgres/postgres-dialect.ts";
import { sqliteDialect } from "../../../src/orm/dialects/sqlite/sqlite-dialect.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import {
  and,
  between,
  column,
  compare,
  constant,
  inList,
  isNull,
  jsonContains,
  jsonHasKey,
  jsonPath,
  listSlot,
  logical,
  match,
  not,
  or,
  type SqlExpression,
  select,
  selected,
  slot,
  table,
  tuple,
} from "../../../src/orm/sql/node.ts";

const text: ColumnType = { kind: "text" };
const int: ColumnType = { kind: "integer" };
const json: ColumnType = { kind: "json" };
const id = column("book", "id", int);
const name = column("book", "name", text);
const pages = column("book", "pages", int);
const data = column("book", "data", json);
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
    "equality with a parameter",
    compare("=", name, slot(0, text)),
    '"book"."name" = ?1',
    '"book"."name" = $1',
    "`book`.`name` = ?",
  ],
  [
    "equality of nulls",
    compare("is", name, slot(0, text)),
    '"book"."name" IS ?1',
    '"book"."name" IS NOT DISTINCT FROM $1',
    "`book`.`name` <=> ?",
  ],
  [
    "inequality of nulls",
    compare("is not", name, slot(0, text)),
    '"book"."name" IS NOT ?1',
    '"book"."name" IS DISTINCT FROM $1',
    "NOT (`book`.`name` <=> ?)",
  ],
  [
    "tuples",
    compare("<", tuple([id, pages]), tuple([slot(0, int), slot(1, int)])),
    '("book"."id", "book"."pages") < (CAST(?1 AS INTEGER), CAST(?2 AS INTEGER))',
    '("book"."id", "book"."pages") < ($1::integer, $2::integer)',
    "(`book`.`id`, `book`.`pages`) < (?, ?)",
  ],
  [
    "a condition as a value",
    compare("=", isNull(name), constant(true)),
    '("book"."name" IS NULL) = TRUE',
    '("book"."name" IS NULL) = TRUE',
    "(`book`.`name` IS NULL) = TRUE",
  ],
  [
    "and, or, not",
    or(and(isNull(name), isNull(id, true)), not(compare("=", id, constant(1)))),
    '(("book"."name" IS NULL AND "book"."id" IS NOT NULL) OR NOT ("book"."id" = 1))',
    '(("book"."name" IS NULL AND "book"."id" IS NOT NULL) OR NOT ("book"."id" = 1))',
    "((`book`.`name` IS NULL AND `book`.`id` IS NOT NULL) OR NOT (`book`.`id` = 1))",
  ],
  [
    "xor",
    logical("xor", [isNull(name), isNull(id)]),
    '(CASE WHEN "book"."name" IS NULL THEN 1 WHEN NOT ("book"."name" IS NULL) THEN 0 END + CASE WHEN "book"."id" IS NULL THEN 1 WHEN NOT ("book"."id" IS NULL) THEN 0 END) % 2 = 1',
    '(CASE WHEN "book"."name" IS NULL THEN 1 WHEN NOT ("book"."name" IS NULL) THEN 0 END + CASE WHEN "book"."id" IS NULL THEN 1 WHEN NOT ("book"."id" IS NULL) THEN 0 END) % 2 = 1',
    "(`book`.`name` IS NULL XOR `book`.`id` IS NULL)",
  ],
  ["no conditions", or(and(), or()), "(1 = 1 OR 1 = 0)", "(1 = 1 OR 1 = 0)", "(1 = 1 OR 1 = 0)"],
  [
    "between",
    between(pages, slot(0, int), slot(1, int)),
    '("book"."pages" BETWEEN ?1 AND ?2)',
    '("book"."pages" BETWEEN $1 AND $2)',
    "(`book`.`pages` BETWEEN ? AND ?)",
  ],
  [
    "in values",
    inList(id, [constant(1), slot(0, int)]),
    '"book"."id" IN (1, CAST(?1 AS INTEGER))',
    '"book"."id" IN (1, $1::integer)',
    "`book`.`id` IN (1, ?)",
  ],
  ["in no values", inList(id, [], true), "1 = 1", "1 = 1", "1 = 1"],
  [
    "in a list",
    inList(id, listSlot(0, int), true),
    '"book"."id" NOT IN (SELECT value FROM json_each(?1))',
    '"book"."id" <> ALL($1::integer[])',
    "`book`.`id` NOT IN (?, …)",
  ],
  [
    "in a query",
    inList(id, ids),
    '"book"."id" IN (SELECT "book"."id" FROM "book")',
    '"book"."id" IN (SELECT "book"."id" FROM "book")',
    "`book`.`id` IN (SELECT `book`.`id` FROM `book`)",
  ],
  [
    "contains",
    match("contains", name, slot(0, text)),
    '"book"."name" GLOB ?1',
    '"book"."name" LIKE $1::text',
    "`book`.`name` LIKE BINARY ? ESCAPE '\\'",
  ],
  [
    "icontains",
    match("icontains", name, slot(0, text)),
    '("book"."name" LIKE ?1 ESCAPE \'\\\' OR (?1 GLOB \'*[^ -~]*\' AND LOWER("book"."name") LIKE LOWER(?1) ESCAPE \'\\\'))',
    '"book"."name" ILIKE $1::text',
    "LOWER(`book`.`name`) LIKE LOWER(?) ESCAPE '\\'",
  ],
  [
    "startsWith another column",
    match("startsWith", name, column("book", "code", text)),
    "\"book\".\"name\" GLOB (REPLACE(REPLACE(REPLACE(\"book\".\"code\", '[', '[[]'), '*', '[*]'), '?', '[?]') || '*')",
    "\"book\".\"name\" LIKE (REPLACE(REPLACE(REPLACE(\"book\".\"code\", E'\\\\', E'\\\\\\\\'), '%', E'\\\\%'), '_', E'\\\\_') || '%')",
    "`book`.`name` LIKE BINARY CONCAT(REPLACE(REPLACE(REPLACE(`book`.`code`, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '%') ESCAPE '\\'",
  ],
  [
    "iexact",
    match("iexact", name, slot(0, text)),
    'LOWER("book"."name") = LOWER(?1)',
    'LOWER("book"."name") = LOWER($1::text)',
    "LOWER(`book`.`name`) = LOWER(?)",
  ],
  [
    "regex",
    match("regex", name, slot(0, text)),
    'DJ_REGEXP(?1, "book"."name")',
    '"book"."name" ~ $1::text',
    "`book`.`name` REGEXP CONCAT('(?-i)', ?)",
  ],
  [
    "iregex",
    match("iregex", name, slot(0, text)),
    'DJ_IREGEXP(?1, "book"."name")',
    '"book"."name" ~* $1::text',
    "`book`.`name` REGEXP CONCAT('(?i)', ?)",
  ],
  [
    "a pattern on a number",
    match("contains", pages, constant("1%")),
    '"book"."pages" GLOB \'*1%*\'',
    '"book"."pages"::text LIKE E\'%1\\\\%%\'',
    "`book`.`pages` LIKE BINARY '%1\\%%' ESCAPE '\\'",
  ],
  [
    "a JSON key",
    jsonHasKey(data, ["a b"]),
    'JSON_TYPE("book"."data", \'$."a b"\') IS NOT NULL',
    '("book"."data" ? \'a b\')',
    "JSON_CONTAINS_PATH(`book`.`data`, 'one', '$.\"a b\"')",
  ],
  [
    "a JSON path",
    jsonHasKey(data, ["a", 0]),
    'JSON_TYPE("book"."data", \'$."a"[0]\') IS NOT NULL',
    '("book"."data" #> \'{"a","0"}\') IS NOT NULL',
    "JSON_CONTAINS_PATH(`book`.`data`, 'one', '$.\"a\"[0]')",
  ],
  [
    "JSON equality",
    compare("=", jsonPath(data, ["a", 0]), slot(0, json)),
    'JSON(("book"."data" -> \'$."a"[0]\')) = JSON(?1)',
    '("book"."data" #> \'{"a","0"}\') = $1::jsonb',
    "IF(JSON_EXTRACT(`book`.`data`, '$.\"a\"[0]') IS NULL OR ? IS NULL, NULL, JSON_EQUALS(JSON_EXTRACT(`book`.`data`, '$.\"a\"[0]'), ?))",
  ],
  [
    "JSON order",
    compare("<", jsonPath(data, ["a"]), slot(0, json)),
    "JSON_EXTRACT((\"book\".\"data\" -> '$.\"a\"'), '$') < JSON_EXTRACT(?1, '$')",
    '("book"."data" #> \'{"a"}\') < $1::jsonb',
    "JSON_VALUE(JSON_EXTRACT(`book`.`data`, '$.\"a\"'), '$') < JSON_VALUE(?, '$') + 0",
  ],
  [
    "JSON containment",
    jsonContains(data, slot(0, json)),
    'DJ_JSON_CONTAINS("book"."data", ?1)',
    '("book"."data" @> $1::jsonb)',
    "JSON_CONTAINS(`book`.`data`, ?)",
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
