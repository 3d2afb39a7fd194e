// Tests the SQL text of whole selects: sources, joins, conditions, groups, order, slices, locks, compounds and common table expressions, on the three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import { mysqlDialect } from "../../../src/orm/dialects/mysql/mysql-dialect.ts";
import { postgresDialect } from "../../../src/orm/dialects/postgres/postgres-dialect.ts";
import { sqliteDialect } from "../../../src/orm/dialects/sqlite/sqlite-dialect.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import {
  aggregate,
  and,
  binary,
  column,
  compare,
  compound,
  constant,
  cte,
  derived,
  exists,
  explain,
  isNull,
  join,
  order,
  rawStatement,
  type SqlNode,
  select,
  selected,
  slot,
  star,
  table,
} from "../../../src/orm/sql/node.ts";

const text: ColumnType = { kind: "text" };
const int: ColumnType = { kind: "integer" };
const id = column("book", "id", int);
const name = column("book", "name", text);
const pages = column("book", "pages", int);
const book = table("book");
const same = compare("=", column("a", "id", int), column("book", "author_id", int));
const ids = select({ columns: [selected(id)], from: book });

/** What is written, and its text on SQLite, PostgreSQL and MariaDB. */
const cases: readonly (readonly [name: string, node: SqlNode, sqlite: string, postgres: string, mysql: string])[] = [
  [
    "a table and its columns",
    select({ columns: [selected(id), selected(name, "label")], from: book }),
    'SELECT "book"."id", "book"."name" AS "label" FROM "book"',
    'SELECT "book"."id", "book"."name" AS "label" FROM "book"',
    "SELECT `book`.`id`, `book`.`name` AS `label` FROM `book`",
  ],
  [
    "all columns",
    select({ columns: [selected(star("b"))], from: table("book", "b") }),
    'SELECT "b".* FROM "book" AS "b"',
    'SELECT "b".* FROM "book" AS "b"',
    "SELECT `b`.* FROM `book` AS `b`",
  ],
  [
    "a schema",
    select({ columns: [selected(star())], from: table("book", "b", "shop") }),
    'SELECT * FROM "shop"."book" AS "b"',
    'SELECT * FROM "shop"."book" AS "b"',
    "SELECT * FROM `shop`.`book` AS `b`",
  ],
  [
    "names with quotes",
    select({ columns: [selected(column('o"dd`', "x"))], from: table('o"dd`') }),
    'SELECT "o""dd`"."x" FROM "o""dd`"',
    'SELECT "o""dd`"."x" FROM "o""dd`"',
    'SELECT `o"dd```.`x` FROM `o"dd```',
  ],
  [
    "distinct",
    select({ distinct: true, columns: [selected(name)], from: book }),
    'SELECT DISTINCT "book"."name" FROM "book"',
    'SELECT DISTINCT "book"."name" FROM "book"',
    "SELECT DISTINCT `book`.`name` FROM `book`",
  ],
  [
    "a condition",
    select({ columns: [selected(id)], from: book, where: compare("=", name, slot(0, text)) }),
    'SELECT "book"."id" FROM "book" WHERE "book"."name" = ?1',
    'SELECT "book"."id" FROM "book" WHERE "book"."name" = $1',
    "SELECT `book`.`id` FROM `book` WHERE `book`.`name` = ?",
  ],
  [
    "conditions joined by and",
    select({ columns: [selected(id)], from: book, where: and(compare(">", pages, slot(0, int)), isNull(name)) }),
    'SELECT "book"."id" FROM "book" WHERE "book"."pages" > ?1 AND "book"."name" IS NULL',
    'SELECT "book"."id" FROM "book" WHERE "book"."pages" > $1 AND "book"."name" IS NULL',
    "SELECT `book`.`id` FROM `book` WHERE `book`.`pages` > ? AND `book`.`name` IS NULL",
  ],
  [
    "joins",
    select({
      columns: [selected(id)],
      from: book,
      joins: [
        join("inner", table("author", "a"), same),
        join("left", table("author", "a2"), compare("=", column("a2", "id", int), column("book", "id", int))),
        join("cross", table("tag")),
      ],
    }),
    'SELECT "book"."id" FROM "book" INNER JOIN "author" AS "a" ON "a"."id" = "book"."author_id" LEFT JOIN "author" AS "a2" ON "a2"."id" = "book"."id" CROSS JOIN "tag"',
    'SELECT "book"."id" FROM "book" INNER JOIN "author" AS "a" ON "a"."id" = "book"."author_id" LEFT JOIN "author" AS "a2" ON "a2"."id" = "book"."id" CROSS JOIN "tag"',
    "SELECT `book`.`id` FROM `book` INNER JOIN `author` AS `a` ON `a`.`id` = `book`.`author_id` LEFT JOIN `author` AS `a2` ON `a2`.`id` = `book`.`id` CROSS JOIN `tag`",
  ],
  [
    "a derived table",
    select({ columns: [selected(column("d", "id"))], from: derived(ids, "d") }),
    'SELECT "d"."id" FROM (SELECT "book"."id" FROM "book") AS "d"',
    'SELECT "d"."id" FROM (SELECT "book"."id" FROM "book") AS "d"',
    "SELECT `d`.`id` FROM (SELECT `book`.`id` FROM `book`) AS `d`",
  ],
  [
    "groups and having",
    select({
      columns: [selected(name), selected(aggregate("count", []), "n")],
      from: book,
      groupBy: [name],
      having: compare(">", aggregate("count", []), constant(1)),
    }),
    'SELECT "book"."name", COUNT(*) AS "n" FROM "book" GROUP BY "book"."name" HAVING COUNT(*) > 1',
    'SELECT "book"."name", COUNT(*) AS "n" FROM "book" GROUP BY "book"."name" HAVING COUNT(*) > 1',
    "SELECT `book`.`name`, COUNT(*) AS `n` FROM `book` GROUP BY `book`.`name` HAVING COUNT(*) > 1",
  ],
  [
    "order with nulls",
    select({ columns: [selected(id)], from: book, orderBy: [order(name, true, "last"), order(id)] }),
    'SELECT "book"."id" FROM "book" ORDER BY "book"."name" DESC NULLS LAST, "book"."id"',
    'SELECT "book"."id" FROM "book" ORDER BY "book"."name" DESC NULLS LAST, "book"."id"',
    "SELECT `book`.`id` FROM `book` ORDER BY `book`.`name` IS NULL, `book`.`name` DESC, `book`.`id`",
  ],
  [
    "a slice",
    select({ columns: [selected(id)], from: book, limit: slot(0, int), offset: slot(1, int) }),
    'SELECT "book"."id" FROM "book" LIMIT ?1 OFFSET ?2',
    'SELECT "book"."id" FROM "book" LIMIT $1 OFFSET $2',
    "SELECT `book`.`id` FROM `book` LIMIT ? OFFSET ?",
  ],
  [
    "an offset alone",
    select({ columns: [selected(id)], from: book, offset: constant(5) }),
    'SELECT "book"."id" FROM "book" LIMIT -1 OFFSET 5',
    'SELECT "book"."id" FROM "book" OFFSET 5',
    "SELECT `book`.`id` FROM `book` LIMIT 18446744073709551615 OFFSET 5",
  ],
  [
    "a lock",
    select({ columns: [selected(id)], from: book, lock: { strength: "update", of: [], wait: "skip locked" } }),
    'SELECT "book"."id" FROM "book"',
    'SELECT "book"."id" FROM "book" FOR UPDATE SKIP LOCKED',
    "SELECT `book`.`id` FROM `book` FOR UPDATE SKIP LOCKED",
  ],
  [
    "a share lock that does not wait",
    select({ columns: [selected(id)], from: book, lock: { strength: "share", of: [], wait: "nowait" } }),
    'SELECT "book"."id" FROM "book"',
    'SELECT "book"."id" FROM "book" FOR SHARE NOWAIT',
    "SELECT `book`.`id` FROM `book` LOCK IN SHARE MODE NOWAIT",
  ],
  [
    "a union",
    compound("union", [ids, ids], { orderBy: [order(column(undefined, "id"))], limit: constant(3) }),
    'SELECT "book"."id" FROM "book" UNION SELECT "book"."id" FROM "book" ORDER BY "id" LIMIT 3',
    '(SELECT "book"."id" FROM "book") UNION (SELECT "book"."id" FROM "book") ORDER BY "id" LIMIT 3',
    "(SELECT `book`.`id` FROM `book`) UNION (SELECT `book`.`id` FROM `book`) ORDER BY `id` LIMIT 3",
  ],
  [
    "an intersection of slices",
    compound("intersect", [select({ columns: [selected(id)], from: book, limit: constant(1) }), ids]),
    'SELECT * FROM (SELECT "book"."id" FROM "book" LIMIT 1) INTERSECT SELECT "book"."id" FROM "book"',
    '(SELECT "book"."id" FROM "book" LIMIT 1) INTERSECT (SELECT "book"."id" FROM "book")',
    "(SELECT `book`.`id` FROM `book` LIMIT 1) INTERSECT (SELECT `book`.`id` FROM `book`)",
  ],
  [
    "a common table expression",
    select({ ctes: [cte("c", ids)], columns: [selected(star())], from: table("c") }),
    'WITH "c" AS (SELECT "book"."id" FROM "book") SELECT * FROM "c"',
    'WITH "c" AS (SELECT "book"."id" FROM "book") SELECT * FROM "c"',
    "WITH `c` AS (SELECT `book`.`id` FROM `book`) SELECT * FROM `c`",
  ],
  [
    "a recursive one",
    select({
      ctes: [
        cte(
          "c",
          compound("union all", [
            select({ columns: [selected(constant(1))] }),
            select({ columns: [selected(binary("+", column("c", "n", int), constant(1)))], from: table("c") }),
          ]),
          { columns: ["n"], recursive: true },
        ),
      ],
      columns: [selected(star())],
      from: table("c"),
    }),
    'WITH RECURSIVE "c" ("n") AS (SELECT 1 UNION ALL SELECT ("c"."n" + 1) FROM "c") SELECT * FROM "c"',
    'WITH RECURSIVE "c" ("n") AS ((SELECT 1) UNION ALL (SELECT ("c"."n" + 1) FROM "c")) SELECT * FROM "c"',
    "WITH RECURSIVE `c` (`n`) AS ((SELECT 1) UNION ALL (SELECT (`c`.`n` + 1) FROM `c`)) SELECT * FROM `c`",
  ],
  [
    "exists",
    select({ columns: [selected(id)], from: book, where: exists(ids, true) }),
    'SELECT "book"."id" FROM "book" WHERE NOT EXISTS (SELECT "book"."id" FROM "book")',
    'SELECT "book"."id" FROM "book" WHERE NOT EXISTS (SELECT "book"."id" FROM "book")',
    "SELECT `book`.`id` FROM `book` WHERE NOT EXISTS (SELECT `book`.`id` FROM `book`)",
  ],
  [
    "a plan",
    explain(ids),
    'EXPLAIN QUERY PLAN SELECT "book"."id" FROM "book"',
    'EXPLAIN SELECT "book"."id" FROM "book"',
    "EXPLAIN SELECT `book`.`id` FROM `book`",
  ],
  [
    "hand-written SQL",
    rawStatement(["SELECT ", " FROM t"], [slot(0, int)], "read"),
    "SELECT CAST(?1 AS INTEGER) FROM t",
    "SELECT $1::integer FROM t",
    "SELECT ? FROM t",
  ],
];

const compile = (node: SqlNode, dialect: typeof sqliteDialect): string => compileSql(node, dialect).text;

for (const [name, node, sqlite, postgres, mysql] of cases) {
  test(name, () => {
    assert.deepEqual(
      [sqliteDialect, postgresDialect, mysqlDialect].map((dialect) => compile(node, dialect)),
      [sqlite, postgres, mysql],
    );
  });
}
