// Tests the pool under load and in trouble, on real servers: 5,000 tasks, killed backends, time limits, nothing leaked.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as errors from "../../src/orm/database/database-error.ts";
import { parseDatabaseUrl } from "../../src/orm/database/database-url.ts";
import { openDatabase } from "../../src/orm/database/databases.ts";
import { createMysqlDriver } from "../../src/orm/database/drivers/mysql/mysql-driver.ts";
import { createPostgresDriver } from "../../src/orm/database/drivers/postgres/postgres-driver.ts";
import { Pool } from "../../src/orm/database/pool.ts";
import { PooledDatabase } from "../../src/orm/database/pooled-database.ts";
import { atomic } from "../../src/orm/database/transactions/atomic.ts";
import { databaseCases, query } from "../contracts/databases.ts";

const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

for (const name of ["PostgreSQL", "MariaDB"]) {
  const server = databaseCases.find((candidate) => candidate.name === name)!;
  describe(`the pool of ${name}`, { skip: server.skip }, () => {
    test("5,000 concurrent tasks on 10 connections all finish and leave nothing behind", async () => {
      const { database, remove } = await server.open("max=10&acquireTimeout=60000");
      assert.ok(database instanceof PooledDatabase);
      try {
        await database.script("CREATE TABLE jar (id int PRIMARY KEY, amount int NOT NULL)");
        await database.script("INSERT INTO jar VALUES (1, 0)");
        let most = 0;
        await Promise.all(
          Array.from({ length: 5000 }, async (_, i) => {
            if (i % 5 === 0) {
              await atomic(
                async () => {
                  await query(database, "UPDATE jar SET amount = amount + 1 WHERE id = 1", "write");
                  if (i % 50 === 0) throw new Error("undo");
                },
                { using: database },
              ).catch((error) => assert.equal(error.message, "undo"));
            } else {
              await query(database, "SELECT amount FROM jar");
            }
            most = Math.max(most, database.poolState.open);
          }),
        );
        assert.equal(Number((await query(database, "SELECT amount FROM jar"))[0]![0]), 900);
        assert.ok(most <= 10, `${most} connections`);
        assert.deepEqual(database.poolState, { open: most, idle: most, waiting: 0 });
      } finally {
        await remove();
      }
    });

    test("connections are handed out in the order in which they were asked for", async () => {
      const { url, remove } = await server.open();
      const address = parseDatabaseUrl(url);
      const driver =
        name === "PostgreSQL"
          ? createPostgresDriver({ client: { connectionString: address.url }, prepare: true, connectTimeout: 5000 })
          : createMysqlDriver(address);
      const pool = new Pool("default", driver, { ...address, max: 10, acquireTimeout: 60_000 });
      const granted: number[] = [];
      await Promise.all(
        Array.from({ length: 5000 }, async (_, i) => {
          // Statements that may share a connection and transactions that may not wait in the same line.
          const member = await pool.wait(i % 3 === 0);
          granted.push(i);
          if (i % 100 === 0) await later(Math.random() * 5);
          pool.release(member);
        }),
      );
      assert.deepEqual(
        granted,
        Array.from({ length: 5000 }, (_, i) => i),
      );
      assert.equal(pool.state.waiting, 0);
      await pool.close();
      assert.deepEqual(pool.state, { open: 0, idle: 0, waiting: 0 });
      await remove();
    });

    test("a task that waits too long is told so, and the pool goes on", async () => {
      const { database, remove } = await server.open("max=2&acquireTimeout=50");
      try {
        const release = Promise.withResolvers<void>();
        const hold = (started: () => void) =>
          atomic(
            async () => {
              await query(database, "SELECT 1");
              started();
              await release.promise;
            },
            { using: database },
          );
        const holders: Promise<void>[] = [];
        for (let i = 0; i < 2; i++) await new Promise<void>((started) => holders.push(hold(started)));
        await assert.rejects(query(database, "SELECT 1"), {
          name: "PoolTimeoutError",
          message:
            'ORM_POOL_TIMEOUT: No connection to "default" became free within 50 ms.\n' +
            "  Connections in use: 2 of 2. Tasks waiting: 1.\n" +
            "  Keep transactions short, and await nothing else inside of them; or raise ?max= or ?acquireTimeout= in the database's URL.",
        });
        release.resolve();
        await Promise.all(holders);
        assert.equal(Number((await query(database, "SELECT 7"))[0]![0]), 7);
      } finally {
        await remove();
      }
    });

    test("a connection killed in the middle of a transaction fails it cleanly, and the next one works", async () => {
      const { database, url, remove } = await server.open("max=1");
      const killer = openDatabase("killer", url);
      try {
        await database.script("CREATE TABLE jar (id int PRIMARY KEY)");
        const self = name === "PostgreSQL" ? "SELECT pg_backend_pid()" : "SELECT connection_id()";
        const error = await atomic(
          async () => {
            await query(database, "INSERT INTO jar VALUES (1)", "write");
            const pid = Number((await query(database, self))[0]![0]);
            await query(killer, name === "PostgreSQL" ? `SELECT pg_terminate_backend(${pid})` : `KILL ${pid}`, "write");
            await later(50);
            await query(database, "INSERT INTO jar VALUES (2)", "write");
          },
          { using: database },
        ).then(
          () => undefined,
          (caught) => caught,
        );
        assert.ok(error instanceof errors.ConnectionError, String(error));
        await atomic(() => query(database, "INSERT INTO jar VALUES (3)", "write"), { using: database });
        assert.deepEqual(
          (await query(database, "SELECT id FROM jar")).map(([id]) => Number(id)),
          [3],
        );
      } finally {
        await killer.close().finally(remove);
      }
    });

    test("connections that died while idle are replaced before they are used", async () => {
      const { database, url, remove } = await server.open("max=3&checkAfter=0");
      const killer = openDatabase("killer", url);
      try {
        await Promise.all([1, 2, 3].map(() => atomic(() => query(database, "SELECT 1"), { using: database })));
        const list =
          name === "PostgreSQL"
            ? "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            : "SELECT id FROM information_schema.processlist WHERE db = database() AND id <> connection_id()";
        for (const [pid] of await query(killer, list))
          await query(killer, name === "PostgreSQL" ? `SELECT pg_terminate_backend(${pid})` : `KILL ${pid}`, "write");
        for (let i = 0; i < 5; i++) assert.equal(Number((await query(database, "SELECT 7"))[0]![0]), 7);
      } finally {
        await killer.close().finally(remove);
      }
    });

    test("two transactions in a deadlock: one is told, and succeeds when it is tried again", async () => {
      const { database, remove } = await server.open();
      try {
        await database.script("CREATE TABLE jar (id int PRIMARY KEY, amount int NOT NULL)");
        await database.script("INSERT INTO jar VALUES (1, 0), (2, 0)");
        let failures = 0;
        let locked = 0;
        const bothLocked = Promise.withResolvers<void>();
        const cross = (first: number, second: number) =>
          atomic(
            async () => {
              try {
                await query(database, `UPDATE jar SET amount = amount + 1 WHERE id = ${first}`, "write");
                if (++locked === 2) bothLocked.resolve();
                await bothLocked.promise;
                await query(database, `UPDATE jar SET amount = amount + 1 WHERE id = ${second}`, "write");
              } catch (error) {
                assert.ok(error instanceof errors.DeadlockDetected, String(error));
                failures++;
                throw error;
              }
            },
            { using: database, retries: 3 },
          );
        await Promise.all([cross(1, 2), cross(2, 1)]);
        assert.equal(failures, 1);
        assert.deepEqual(
          (await query(database, "SELECT amount FROM jar ORDER BY id")).map(([n]) => Number(n)),
          [2, 2],
        );
      } finally {
        await remove();
      }
    });

    test("a database that cannot be reached is said to be so", async () => {
      const url = name === "PostgreSQL" ? "postgres://nobody@127.0.0.1:9/x" : "mariadb://nobody@127.0.0.1:9/x";
      const database = openDatabase("away", url);
      await assert.rejects(query(database, "SELECT 1"), (error) => {
        assert.ok(error instanceof errors.ConnectionError);
        assert.match(
          error.message,
          /^ORM_CONNECTION_ERROR: The connection to (PostgreSQL|MariaDB) failed: .*ECONNREFUSED/,
        );
        return true;
      });
      await database.close();
    });
  });
}
