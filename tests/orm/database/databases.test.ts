// Tests the declaring of databases by alias, replicas, and what is said of missing databases and drivers.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  closeDatabases,
  connection,
  databaseAliases,
  defineDatabases,
  openDatabase,
} from "../../../src/orm/database/databases.ts";
import { loadDriver } from "../../../src/orm/database/drivers/load-driver.ts";
import { withReplicaPins } from "../../../src/orm/database/replicated-database.ts";
import { atomic } from "../../../src/orm/database/transactions/atomic.ts";
import { query } from "../../contracts/databases.ts";

const folder = mkdtempSync(join(tmpdir(), "demijohn-"));
after(async () => {
  await closeDatabases();
  rmSync(folder, { recursive: true });
});
const file = (name: string) => `sqlite:${join(folder, name)}`;

test("without any database the cure is told", () => {
  const { DATABASE_URL } = process.env;
  delete process.env.DATABASE_URL;
  try {
    assert.throws(() => connection(), {
      name: "SettingsError",
      message:
        "ORM_NO_DATABASE: No database is configured.\n" +
        '  Set DATABASE_URL=sqlite:db.sqlite3, or call defineDatabases({ default: "sqlite:db.sqlite3" }).',
    });
    process.env.DATABASE_URL = "sqlite::memory:";
    assert.equal(connection().alias, "default");
  } finally {
    if (DATABASE_URL === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = DATABASE_URL;
  }
});

test("databases are declared by alias, opened once, and a wrong alias gets a suggestion", () => {
  defineDatabases({ default: "sqlite::memory:", archive: file("archive.db") });
  assert.deepEqual(databaseAliases(), ["default", "archive"]);
  assert.equal(connection("archive"), connection("archive"));
  assert.throws(() => connection("archiv"), {
    message:
      'ORM_NO_DATABASE: There is no database "archiv". Did you mean "archive"?\n' +
      "  Databases: archive, default.\n" +
      '  Declare it: defineDatabases({ archiv: "…" }).',
  });
});

test("transactions of two databases are apart", async () => {
  defineDatabases({ one: file("one.db"), two: file("two.db") });
  for (const alias of ["one", "two"]) await connection(alias).script("CREATE TABLE jar (id int)");
  await assert.rejects(
    atomic(
      async () => {
        await query(connection("one"), "INSERT INTO jar VALUES (1)", "write");
        await atomic(() => query(connection("two"), "INSERT INTO jar VALUES (1)", "write"), { using: "two" });
        throw new Error("undo");
      },
      { using: "one" },
    ),
  );
  assert.equal((await query(connection("one"), "SELECT id FROM jar")).length, 0);
  assert.equal((await query(connection("two"), "SELECT id FROM jar")).length, 1);
});

test("reads go to replicas, and to the primary after a write of the same request", async () => {
  // No server copies the rows here, so that each database tells who it is.
  const names = ["primary", "first", "second"];
  for (const name of names) {
    const database = openDatabase(name, file(`${name}.db`));
    await database.script(`CREATE TABLE me (name text); INSERT INTO me VALUES ('${name}')`);
    await database.close();
  }
  const open = (pinFor: number) =>
    openDatabase("default", {
      url: file("primary.db"),
      replicas: [file("first.db"), file("second.db")],
      pinFor,
    });
  const ask = async () => (await query(database, "SELECT name FROM me"))[0]![0];
  const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  let database = open(600_000);
  try {
    // "atomic" pins as a write does: it is asked in a request of its own.
    assert.deepEqual(new Set([await ask(), await ask(), await ask()]), new Set(["first", "second"]));
    assert.equal(await withReplicaPins(() => atomic(ask, { using: database })), "primary");
    await withReplicaPins(async () => {
      assert.notEqual(await ask(), "primary");
      await query(database, "UPDATE me SET name = name", "write");
      assert.equal(await ask(), "primary");
    });
    assert.notEqual(await ask(), "primary");
    await query(database, "UPDATE me SET name = name", "write");
    assert.equal(await ask(), "primary");
  } finally {
    await database.close();
  }
  database = open(1);
  try {
    await query(database, "UPDATE me SET name = name", "write");
    await later(20);
    assert.notEqual(await ask(), "primary");
  } finally {
    await database.close();
  }
});

test("a replica of another kind is refused", () => {
  assert.throws(() => openDatabase("default", { url: "postgres://h/x", replicas: ["sqlite::memory:"] }), {
    name: "SetupError",
    message:
      'ORM_MIXED_REPLICAS: A replica of "default" is sqlite, but the primary is postgres.\n' +
      "  A replica is a copy of its primary, kept by the database server: give it the same kind of URL.",
  });
});

test("a driver that is not installed is named, with the command that installs it", async () => {
  await assert.rejects(loadDriver("pg", "a-package-that-nobody-has-installed"), {
    name: "SetupError",
    message: "ORM_NO_DRIVER: PostgreSQL needs the package pg, which is not installed.\n  Run npm install pg.",
  });
});
