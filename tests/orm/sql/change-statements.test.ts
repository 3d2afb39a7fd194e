// Tests the SQL text of inserts, upserts, updates and deletes, on the three dialects.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../../src/orm/column-type.ts";
import { mysqlDialect } from "../../../src/orm/dialects/mysql/mysql-dialect.ts";
import { postgresDialect } from "../../../src/orm/dialects/postgres/postgres-dialect.ts";
import { sqliteDialect } from "../../../src/orm/dialects/sqlite/sqlite-dialect.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import {
  assignment,
  binary,
  bulkValues,
  column,
  compare,
  conflict,
  constant,
  deleteFrom,
  excluded,
  inList,
  insert,
  listSlot,
  type SqlNode,
  select,
  selected,
  slot,
  table,
  update,
} from "../../../src/orm/sql/node.ts";

const text: ColumnType = { kind: "text" };
const int: ColumnType = { kind: "integer" };
const id = column("book", "id", int);
const name = column("book", "name", text);
const pages = column("book", "pages", int);
const book = table("book");
const ids = select({ columns: [selected(id)], from: book });
const lists = bulkValues("v", [
  { name: "name", list: listSlot(0, text) },
  { name: "pages", list: listSlot(1, int) },
]);
const one = { kind: "rows", rows: [[slot(0, text)]] } as const;

/** What is written, and its text on SQLite, PostgreSQL and MariaDB. */
const cases: readonly (readonly [name: string, node: SqlNode, sqlite: string, postgres: string, mysql: string])[] = [
  [
    "a row",
    insert({
      table: book,
      columns: ["name", "pages"],
      source: { kind: "rows", rows: [[slot(0, text), slot(1, int)]] },
    }),
    'INSERT INTO "book" ("name", "pages") VALUES (?1, ?2)',
    'INSERT INTO "book" ("name", "pages") VALUES ($1, $2)',
    "INSERT INTO `book` (`name`, `pages`) VALUES (?, ?)",
  ],
  [
    "rows with defaults",
    insert({
      table: book,
      columns: ["name", "pages"],
      source: {
        kind: "rows",
        rows: [
          [constant("a"), constant(1)],
          [slot(0, text), slot(1, int)],
        ],
      },
      returning: [selected(id)],
    }),
    'INSERT INTO "book" ("name", "pages") VALUES (\'a\', 1), (?1, ?2) RETURNING "book"."id"',
    'INSERT INTO "book" ("name", "pages") VALUES (\'a\', 1), ($1, $2) RETURNING "book"."id"',
    "INSERT INTO `book` (`name`, `pages`) VALUES ('a', 1), (?, ?) RETURNING `book`.`id`",
  ],
  [
    "the defaults alone",
    insert({ table: book, columns: [], source: { kind: "defaults" } }),
    'INSERT INTO "book" DEFAULT VALUES',
    'INSERT INTO "book" DEFAULT VALUES',
    "INSERT INTO `book` () VALUES ()",
  ],
  [
    "rows in bulk",
    insert({ table: book, columns: ["name", "pages"], source: { kind: "bulk", values: lists } }),
    'INSERT INTO "book" ("name", "pages") VALUES (?, ?), …',
    'INSERT INTO "book" ("name", "pages") SELECT "v"."name", "v"."pages" FROM unnest($1::text[], $2::integer[]) AS "v" ("name", "pages")',
    "INSERT INTO `book` (`name`, `pages`) VALUES (?, ?), …",
  ],
  [
    "rows of a query",
    insert({ table: book, columns: ["id"], source: { kind: "query", query: ids }, conflict: conflict({}) }),
    'INSERT INTO "book" ("id") SELECT "book"."id" FROM "book" WHERE TRUE ON CONFLICT DO NOTHING',
    'INSERT INTO "book" ("id") SELECT "book"."id" FROM "book" ON CONFLICT DO NOTHING',
    "INSERT IGNORE INTO `book` (`id`) SELECT `book`.`id` FROM `book`",
  ],
  [
    "an upsert that leaves",
    insert({ table: book, columns: ["name"], source: one, conflict: conflict({ target: ["name"] }) }),
    'INSERT INTO "book" ("name") VALUES (?1) ON CONFLICT ("name") DO NOTHING',
    'INSERT INTO "book" ("name") VALUES ($1) ON CONFLICT ("name") DO NOTHING',
    "INSERT IGNORE INTO `book` (`name`) VALUES (?)",
  ],
  [
    "an upsert that changes",
    insert({
      table: book,
      columns: ["name"],
      source: one,
      conflict: conflict({ target: ["name"], set: [assignment("name", excluded("name"))] }),
    }),
    'INSERT INTO "book" ("name") VALUES (?1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name"',
    'INSERT INTO "book" ("name") VALUES ($1) ON CONFLICT ("name") DO UPDATE SET "name" = excluded."name"',
    "INSERT INTO `book` (`name`) VALUES (?) ON DUPLICATE KEY UPDATE `name` = VALUES(`name`)",
  ],
  [
    "an update",
    update({
      table: book,
      set: [assignment("pages", binary("+", pages, constant(1))), assignment("name", slot(0, text))],
      where: compare("=", id, slot(1, int)),
    }),
    'UPDATE "book" SET "pages" = ("book"."pages" + 1), "name" = ?1 WHERE "book"."id" = ?2',
    'UPDATE "book" SET "pages" = ("book"."pages" + 1), "name" = $1 WHERE "book"."id" = $2',
    "UPDATE `book` SET `pages` = (`book`.`pages` + 1), `name` = ? WHERE `book`.`id` = ?",
  ],
  [
    "an update in bulk",
    update({
      table: book,
      set: [assignment("pages", column("v", "pages", int))],
      from: lists,
      where: compare("=", name, column("v", "name", text)),
    }),
    'UPDATE "book" SET "pages" = "v"."pages" FROM (SELECT column1 AS "name", column2 AS "pages" FROM (VALUES (?, ?), …)) AS "v" WHERE "book"."name" = "v"."name"',
    'UPDATE "book" SET "pages" = "v"."pages" FROM unnest($1::text[], $2::integer[]) AS "v" ("name", "pages") WHERE "book"."name" = "v"."name"',
    "UPDATE `book` INNER JOIN (SELECT ? AS `name`, ? AS `pages`, …) AS `v` SET `book`.`pages` = `v`.`pages` WHERE `book`.`name` = `v`.`name`",
  ],
  [
    "a delete",
    deleteFrom({ table: book, where: compare("=", id, slot(0, int)), returning: [selected(id)] }),
    'DELETE FROM "book" WHERE "book"."id" = ?1 RETURNING "book"."id"',
    'DELETE FROM "book" WHERE "book"."id" = $1 RETURNING "book"."id"',
    "DELETE FROM `book` WHERE `book`.`id` = ? RETURNING `book`.`id`",
  ],
  [
    "a delete by a list",
    deleteFrom({ table: book, where: inList(id, listSlot(0, int)) }),
    'DELETE FROM "book" WHERE "book"."id" IN (SELECT value FROM json_each(?1))',
    'DELETE FROM "book" WHERE "book"."id" = ANY($1::integer[])',
    "DELETE FROM `book` WHERE `book`.`id` IN (?, …)",
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
