// Tests that a database of Django's making becomes models whose migrations find nothing to change.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { emptyState, findChanges, type ProjectState, stateOfModels } from "#migrations";
import { inspectDatabase, introspect } from "#migrations/internals";
import { openDatabase } from "#orm";

const ddl = `
  CREATE TABLE "shop_maker" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL UNIQUE, "class" varchar(5) NOT NULL);
  CREATE TABLE "shop_item" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "item_name" varchar(200) NOT NULL, "price" decimal(8, 2) NULL,
    "stock" integer unsigned NOT NULL CHECK ("stock" >= 0), "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)),
    "made_at" datetime NOT NULL, "sold" bool DEFAULT 1 NOT NULL, "state" varchar(9) DEFAULT 'new' NOT NULL,
    "twice" integer GENERATED ALWAYS AS ("stock" * 2) STORED,
    "maker_id" bigint NOT NULL REFERENCES "shop_maker" ("id") DEFERRABLE INITIALLY DEFERRED, "other" integer NULL,
    CONSTRAINT "item_other" CHECK ("other" <> "stock"), CONSTRAINT "item_once" UNIQUE ("item_name", "maker_id"));
  CREATE INDEX "shop_item_maker_id_c3e0b2a1" ON "shop_item" ("maker_id");
  CREATE INDEX "cheap" ON "shop_item" ("price" DESC) WHERE "price" < 10;
  CREATE UNIQUE INDEX "one_new" ON "shop_item" ("item_name") WHERE "state" = 'new';
  CREATE INDEX "folded" ON "shop_item" (lower("item_name"));
  CREATE TABLE "odd 1" ("a" text, "b" text, PRIMARY KEY ("a", "b"));
  CREATE VIEW "dear" AS SELECT id, item_name FROM shop_item WHERE price > 100;
  CREATE TRIGGER "watch" AFTER DELETE ON "shop_maker" BEGIN SELECT 1; END;
  CREATE TABLE "django_migrations" ("id" integer PRIMARY KEY, "app" text, "name" text, "applied" datetime);
`;
const text = `// Models of the tables that the database "legacy" has.
import { check, f, index, Model, rawSql, unique } from "demijohn/orm";

// The database also has, and the model does not say: a and b of the key may be null.
export class Odd1 extends Model("old.Odd1", () => Odd1, {
  a: f.text(),
  b: f.text(),
}, { table: "odd 1", primaryKey: ["a", "b"], managed: false }) {}

export class ShopItem extends Model("old.ShopItem", () => ShopItem, {
  id: f.auto(),
  itemName: f.char({ maxLength: 200 }),
  price: f.decimal({ maxDigits: 8, decimalPlaces: 2, null: true }),
  stock: f.integer(),
  data: f.json(),
  madeAt: f.dateTime(),
  sold: f.boolean({ databaseDefault: true }),
  state: f.char({ maxLength: 9, databaseDefault: "new" }),
  twice: f.generated(f.integer({ null: true }), rawSql\`"stock" * 2\`),
  maker: f.foreignKey(() => ShopMaker, { onDelete: "doNothing", index: false }),
  other: f.integer({ null: true }),
}, { table: "shop_item", indexes: [index(["-price"], { name: "cheap", where: { price__lt: 10 } }), index([], { name: "folded", expressions: [rawSql\`lower("item_name")\`] }), index(["maker"], { name: "shop_item_maker_id_c3e0b2a1" })], constraints: [unique("item_once", ["itemName", "maker"]), check("shop_item_check_1", { stock__gte: 0 }), check("item_other", rawSql\`"other" <> "stock"\`.isTrue()), unique("one_new", ["itemName"], { where: rawSql\`"state" = 'new'\`.isTrue() })] }) {}

// The database also has, and the model does not say: trigger watch.
export class ShopMaker extends Model("old.ShopMaker", () => ShopMaker, {
  id: f.auto(),
  name: f.char({ maxLength: 80, unique: true }),
  classField: f.char({ maxLength: 5, column: "class" }),
}, { table: "shop_maker" }) {}
`;

test("tables become models, and migrations of those find nothing to change", async () => {
  const database = openDatabase("legacy", "sqlite::memory:");
  await database.script(ddl);
  assert.equal(await inspectDatabase(database, { label: "old" }), text);
  const folder = mkdtempSync(join(import.meta.dirname, ".inspected-"));
  try {
    writeFileSync(join(folder, "models.ts"), text);
    const models = Object.values(await import(pathToFileURL(join(folder, "models.ts")).href));
    const to = stateOfModels(models);
    let state: ProjectState = emptyState;
    for (const [label, drafts] of await findChanges({ from: emptyState, to }))
      for (const { operations } of drafts)
        for (const operation of operations) state = operation.stateForwards(label, state);
    assert.deepEqual([...(await findChanges({ from: state, to: stateOfModels(models) }))], []);
  } finally {
    rmSync(folder, { recursive: true });
    await database.close();
  }
});

test("views are models that migrations leave alone", async () => {
  const database = openDatabase("legacy", "sqlite::memory:");
  await database.script(ddl);
  const written = await inspectDatabase(database, { label: "old", views: true, tables: ["dear"] });
  assert.match(written, /no primary key; "id" is taken for one/);
  assert.match(written, /\{ table: "dear", managed: false \}/);
  await database.close();
});

test("SQLite's statements are read with all that they can say", async () => {
  const database = openDatabase("legacy", "sqlite::memory:");
  await database.script(`
    CREATE TABLE target (id integer PRIMARY KEY, code text UNIQUE ON CONFLICT IGNORE);
    CREATE TABLE t ( -- a comment, with a comma
      [a b] integer PRIMARY KEY DESC, \`c\`\`d\` text COLLATE NOCASE DEFAULT (upper('x')) /* ( */,
      e int CONSTRAINT named REFERENCES target (id) ON DELETE SET NULL ON UPDATE CASCADE NOT DEFERRABLE,
      f real DEFAULT -1.5 CHECK (f > 0), g AS (f * 2), FOREIGN KEY (e) REFERENCES target ON DELETE CASCADE);
    CREATE INDEX "i" ON t (lower("c\`d") DESC, e ASC) WHERE e IS NOT NULL`);
  const [, t] = await introspect(database, { tables: ["t", "target"] }).then((tables) => [...tables].reverse());
  assert.deepEqual(
    t!.columns.map(({ name, type }) => [name, type.kind]),
    [
      ["a b", "integer"],
      ["c`d", "text"],
      ["e", "integer"],
      ["f", "float"],
      ["g", "custom"],
    ],
  );
  assert.deepEqual(t!.primaryKey, ["a b"]);
  assert.deepEqual(t!.columns[1]!.collation, "NOCASE");
  assert.deepEqual(t!.columns[3]!.default, { kind: "constant", value: -1.5 });
  assert.deepEqual(
    t!.foreignKeys!.map(({ name, targets, onDelete }) => [name, targets, onDelete]),
    [
      ["named", ["id"], "set null"],
      ["t_e_569ef726_fk_target_id", ["id"], "cascade"],
    ],
  );
  assert.equal(t!.indexes![0]!.parts[0]!.descending, true);
  await database.close();
});
