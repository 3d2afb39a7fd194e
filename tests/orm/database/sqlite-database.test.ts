// Tests what is SQLite's alone: synchronous answers, readers beside a writer, turns of writers, other processes, FTS5.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import type { Database } from "../../../src/orm/database/database.ts";
import { openDatabase } from "../../../src/orm/database/databases.ts";
import { atomic, onCommit } from "../../../src/orm/database/transactions/atomic.ts";
import { compileSql } from "../../../src/orm/sql/compile.ts";
import * as sql from "../../../src/orm/sql/node.ts";
import { query, run } from "../../contracts/databases.ts";
import { expectWarning } from "../../expect-warning.ts";

const folder = mkdtempSync(join(tmpdir(), "demijohn-"));
const opened: Database[] = [];
after(async () => {
  await Promise.all(opened.map((database) => database.close()));
  rmSync(folder, { recursive: true });
});
const path = (name: string) => join(folder, `${name}.db`);
async function open(name: string, options = ""): Promise<Database> {
  const database = openDatabase("default", `sqlite:${path(name)}${options}`);
  opened.push(database);
  await database.script("CREATE TABLE jar (id integer PRIMARY KEY, amount int)");
  return database;
}
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const raw = (text: string, access: "read" | "write") => sql.rawStatement([text], [], access);
const add = (database: Database, id: number) => query(database, `INSERT INTO jar VALUES (${id}, 0)`, "write");

test("statements are answered at once while nothing is in the way", async () => {
  const database = await open("sync");
  const write = compileSql(raw("INSERT INTO jar VALUES (1, 2)", "write"), database.dialect);
  const read = compileSql(raw("SELECT id, amount FROM jar", "read"), database.dialect);
  assert.ok(!(database.execute(write, []) instanceof Promise));
  const answer = database.execute(read, []);
  assert.ok(!(answer instanceof Promise));
  assert.deepEqual(answer.rows, [[1, 2]]);
  await atomic(
    async () => {
      assert.ok(!(database.execute(read, []) instanceof Promise));
    },
    { using: database },
  );
});

test("readers go on, at once, beside another task's transaction, and see what is committed", async () => {
  const database = await open("readers");
  const read = compileSql(raw("SELECT COUNT(*) FROM jar", "read"), database.dialect);
  const written = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const writer = atomic(
    async () => {
      await add(database, 1);
      written.resolve();
      await release.promise;
    },
    { using: database },
  );
  await written.promise;
  const answer = database.execute(read, []);
  assert.ok(!(answer instanceof Promise));
  assert.deepEqual(answer.rows, [[0]]);
  release.resolve();
  await writer;
  assert.deepEqual((await database.execute(read, [])).rows, [[1]]);
});

test("writers take turns in the order in which they came", async () => {
  const database = await open("turns");
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      if (i % 2 === 0) {
        await atomic(
          async () => {
            await add(database, i);
            order.push(i);
            await later(1);
          },
          { using: database },
        );
      } else {
        await add(database, i);
        order.push(i);
      }
    }),
  );
  assert.deepEqual(
    order,
    Array.from({ length: 50 }, (_, i) => i),
  );
});

test("a writer that waits too long is told so", async () => {
  const database = await open("timeout", "?lockTimeout=30");
  const release = Promise.withResolvers<void>();
  const holder = atomic(() => release.promise, { using: database });
  await later(5);
  await assert.rejects(add(database, 1), {
    name: "LockTimeoutError",
    message:
      'ORM_LOCK_TIMEOUT: Another task kept the SQLite database "default" locked for 30 ms.\n' +
      "  Tasks waiting for it: 1.\n" +
      "  Keep transactions short: no waiting for other services inside of atomic. Or raise ?lockTimeout= in the database's URL.",
  });
  release.resolve();
  await holder;
  await add(database, 1);
});

test("a lock of another process is waited for without stopping this one", async () => {
  const database = await open("processes", "?lockTimeout=2000&busyTimeout=1");
  const other = new DatabaseSync(path("processes"));
  other.exec("BEGIN IMMEDIATE");
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 5);
  setTimeout(() => other.exec("COMMIT"), 150);
  await Promise.all([add(database, 1), atomic(() => add(database, 2), { using: database })]);
  clearInterval(ticking);
  other.close();
  assert.ok(ticks > 5, `${ticks} ticks`);
  assert.equal((await query(database, "SELECT id FROM jar")).length, 2);
});

test("a lock of another process that stays is an error in time", async () => {
  const database = await open("stuck", "?lockTimeout=40&busyTimeout=1");
  const other = new DatabaseSync(path("stuck"));
  other.exec("BEGIN IMMEDIATE");
  await assert.rejects(add(database, 1), {
    name: "LockTimeoutError",
    message: "ORM_LOCK_TIMEOUT: SQLite says: database is locked.\n  SQL: INSERT INTO jar VALUES (1, 0)",
  });
  other.exec("COMMIT");
  other.close();
});

test("a commit that fails on a deferred key rolls back, and the next transaction works", async () => {
  const database = await open("deferred");
  await database.script("CREATE TABLE lid (jar int REFERENCES jar (id) DEFERRABLE INITIALLY DEFERRED)");
  await assert.rejects(
    atomic(() => query(database, "INSERT INTO lid VALUES (9)", "write"), { using: database }),
    {
      name: "ForeignKeyViolation",
      message: "ORM_FOREIGN_KEY_VIOLATION: SQLite says: FOREIGN KEY constraint failed.\n  SQL: COMMIT",
    },
  );
  await atomic(() => add(database, 1), { using: database });
  assert.deepEqual(await query(database, "SELECT (SELECT COUNT(*) FROM lid), (SELECT COUNT(*) FROM jar)"), [[0, 1]]);
});

test("values that SQLite has no type for are refused", async () => {
  const database = await open("values");
  const node = compileSql(sql.select({ columns: [sql.selected(sql.slot(0))] }), database.dialect);
  assert.throws(() => database.execute(node, [Symbol("x")]), {
    name: "DataError",
    message: "ORM_DATA_ERROR: SQLite cannot take a value: Provided value cannot be bound to SQLite parameter 1.",
  });
});

test("a file that cannot be opened says which", async () => {
  const database = openDatabase("default", `sqlite:${folder}/no/such.db`);
  assert.throws(() => database.execute(compileSql(raw("SELECT 1", "read"), database.dialect), []), {
    name: "ConnectionError",
    message: `ORM_CONNECTION_ERROR: SQLite says: unable to open database file (${folder}/no/such.db).`,
  });
});

test("wrong SQL shows itself", async () => {
  const database = await open("wrong");
  await assert.rejects(query(database, "SELECT x FROM jar"), {
    name: "ProgrammingError",
    message: "ORM_PROGRAMMING_ERROR: SQLite says: no such column: x.\n  SQL: SELECT x FROM jar",
  });
});

test("the file is in WAL mode, keys are enforced, and pragmas of the URL are set", async () => {
  const database = await open("pragmas", "?cache_size=-1234");
  for (const [name, value] of [
    ["journal_mode", "wal"],
    ["synchronous", 1],
    ["foreign_keys", 1],
    ["cache_size", -1234],
  ] as const)
    assert.deepEqual(await query(database, `PRAGMA ${name}`), [[value]]);
});

test("words are found in an FTS5 table", async () => {
  const database = await open("search");
  await database.script("CREATE VIRTUAL TABLE note USING fts5(body)");
  await database.script("INSERT INTO note VALUES ('a quick brown fox'), ('the quick answer'), ('NEAR the \"end')");
  const body = sql.column("note", "body", { kind: "text" });
  const search = async (text: string, mode: "plain" | "phrase" | "raw") => {
    const node = sql.select({
      columns: [sql.selected(body)],
      from: sql.table("note"),
      where: sql.textSearch([body], sql.slot(0, { kind: "text" }), { mode }),
      orderBy: [sql.order(sql.textSearch([body], sql.slot(0, { kind: "text" }), { rank: true }))],
    });
    return (await run(database, node, [[{ kind: "text" }, text]])).rows.map((row) => row[0]);
  };
  assert.deepEqual(await search("fox quick", "plain"), ["a quick brown fox"]);
  assert.deepEqual(await search('near "end', "plain"), ['NEAR the "end']);
  assert.deepEqual(await search("quick brown", "phrase"), ["a quick brown fox"]);
  assert.deepEqual((await search("fox OR answer", "raw")).length, 2);
});

test("a robust hook that fails only warns, and a plain one leaves atomic", async () => {
  const database = await open("hooks");
  const using = database;
  const warning: NodeJS.ErrnoException = await expectWarning(/mail is down/, () =>
    atomic(async () => onCommit(() => Promise.reject(new Error("mail is down")), { using, robust: true }), { using }),
  );
  assert.deepEqual([warning.code, warning.message], ["ORM_COMMIT_HOOK", "An onCommit callback failed: mail is down"]);
  await assert.rejects(
    atomic(
      async () => {
        await add(database, 1);
        onCommit(
          () => {
            throw new Error("late");
          },
          { using },
        );
      },
      { using },
    ),
    { message: "late" },
  );
  assert.equal((await query(database, "SELECT id FROM jar")).length, 1);
});

test("slow queries are warned about", async () => {
  const database = await open("slow", "?slowQuery=0");
  const warning: NodeJS.ErrnoException = await expectWarning(/^SlowQueryWarning: /, () =>
    query(database, "SELECT 1 FROM jar"),
  );
  assert.deepEqual([warning.name, warning.code], ["SlowQueryWarning", "ORM_SLOW_QUERY"]);
  assert.match(warning.message, /^A query of "default" took \d+ ms at .*databases\.ts:\d+:\d+: SELECT 1 FROM jar$/);
});
