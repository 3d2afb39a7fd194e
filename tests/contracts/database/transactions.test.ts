// Tests transactions on all databases: rollback, savepoints, hooks, taking turns, retries, and what ends badly.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import * as errors from "../../../src/orm/database/database-error.ts";
import { assertQueries } from "../../../src/orm/database/trace/assert-queries.ts";
import { captureQueries } from "../../../src/orm/database/trace/query-trace.ts";
import { atomic, onCommit, setRollback } from "../../../src/orm/database/transactions/atomic.ts";
import { databaseCases, type OpenedDatabase, query } from "../databases.ts";

describe("transactions are the same on every database", () => {
  for (const database of databaseCases) {
    describe(database.name, { skip: database.skip }, () => {
      let opened: OpenedDatabase;
      before(async () => {
        opened = await database.open();
        await opened.database.script("CREATE TABLE jar (id int PRIMARY KEY, amount int NOT NULL)");
      });
      after(() => opened.remove());
      beforeEach(async () => {
        await opened.database.script("DELETE FROM jar");
        await opened.database.script("INSERT INTO jar VALUES (1, 10)");
      });
      const add = (id: number) => query(opened.database, `INSERT INTO jar VALUES (${id}, 0)`, "write");
      const ids = async () =>
        (await query(opened.database, "SELECT id FROM jar ORDER BY id")).map(([id]) => Number(id));
      const inside = <Result>(work: () => Promise<Result>, options: Parameters<typeof atomic>[1] = {}) =>
        atomic(work, { using: opened.database, ...options });
      const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      class Undo extends Error {}

      test("what succeeds is kept, and its value returned", async () => {
        assert.equal(opened.database.inTransaction, false);
        const value = await inside(async () => {
          assert.equal(opened.database.inTransaction, true);
          await add(2);
          return 42;
        });
        assert.deepEqual([value, await ids()], [42, [1, 2]]);
      });

      test("statements that are asked side by side have their own answers", async () => {
        const ask = (n: number) => query(opened.database, `SELECT ${n} FROM jar WHERE id = 1`);
        const answers = await inside(() => Promise.all([ask(1), ask(2), ask(3)]));
        assert.deepEqual(answers.flat(2).map(Number), [1, 2, 3]);
      });

      test("what throws is undone, and the error is the work's own", async () => {
        const error = new Undo();
        await assert.rejects(
          inside(async () => {
            await add(2);
            throw error;
          }),
          (caught) => caught === error,
        );
        assert.deepEqual(await ids(), [1]);
      });

      test("a nested failure undoes the nested work alone", async () => {
        await inside(async () => {
          await add(2);
          await assert.rejects(
            inside(async () => {
              await add(3);
              await inside(() => add(4));
              throw new Undo();
            }),
            Undo,
          );
          await inside(() => add(5));
        });
        assert.deepEqual(await ids(), [1, 2, 5]);
      });

      test("a statement that fails in a savepoint leaves the transaction usable", async () => {
        await inside(async () => {
          await assert.rejects(
            inside(() => add(1)),
            errors.UniqueViolation,
          );
          await add(2);
        });
        assert.deepEqual(await ids(), [1, 2]);
      });

      test("nested ones that run side by side take turns", async () => {
        await inside(async () => {
          await Promise.allSettled(
            [2, 3, 4, 5].map((id) =>
              inside(async () => {
                await add(id);
                await later(2);
                if (id % 2 === 0) throw new Undo();
              }),
            ),
          );
        });
        assert.deepEqual(await ids(), [1, 3, 5]);
      });

      test("without a savepoint a nested failure fails the whole", async () => {
        await inside(async () => {
          await assert.rejects(
            inside(
              async () => {
                await add(2);
                throw new Undo();
              },
              { savepoint: false },
            ),
            Undo,
          );
          await assert.rejects(async () => add(3), {
            message:
              'ORM_TRANSACTION_FAILED: The transaction of "default" can only be rolled back, because a nested atomic without a savepoint failed.\n' +
              "  Let the error leave the outer atomic, or give the inner one its savepoint.",
          });
        });
        assert.deepEqual(await ids(), [1]);
      });

      test("a durable one refuses to be nested", async () => {
        await inside(async () => {}, { durable: true });
        await inside(async () => {
          await assert.rejects(
            inside(async () => {}, { durable: true }),
            {
              code: "ORM_NOT_OUTERMOST",
              message:
                'ORM_NOT_OUTERMOST: A durable atomic of "default" was called inside of another.\n' +
                "  Call it outside, or leave durable out where the caller's transaction may end it.",
            },
          );
        });
      });

      test("hooks run after the commit, in order, and not for what was rolled back", async () => {
        const log: string[] = [];
        const using = opened.database;
        await inside(async () => {
          onCommit(() => log.push("outer"), { using });
          await inside(async () => onCommit(() => log.push("nested"), { using }));
          await inside(async () => {
            onCommit(() => log.push("undone"), { using });
            throw new Undo();
          }).catch(() => {});
          onCommit(async () => log.push(`sees ${await ids()}, in a transaction: ${using.inTransaction}`), { using });
          await add(2);
          log.push("work");
        });
        assert.deepEqual(log, ["work", "outer", "nested", "sees 1,2, in a transaction: false"]);
        onCommit(() => log.push("at once"), { using });
        assert.equal(log.at(-1), "at once");
        await inside(async () => {
          onCommit(() => log.push("never"), { using });
          throw new Undo();
        }).catch(() => {});
        assert.equal(log.at(-1), "at once");
      });

      test("a rollback can be asked for without an error", async () => {
        await inside(async () => {
          await add(2);
          setRollback(opened.database);
        });
        await inside(() => add(3), { rollback: true });
        assert.deepEqual(await ids(), [1]);
        assert.throws(() => setRollback(opened.database), {
          message:
            'ORM_NO_TRANSACTION: There is no transaction of "default" to roll back.\n' +
            "  Call setRollback inside of atomic(async () => …).",
        });
      });

      test("work that outlives its transaction is refused", async () => {
        let straggler: Promise<unknown> | undefined;
        const ended = Promise.withResolvers<void>();
        await inside(async () => {
          straggler = ended.promise.then(() => add(2));
          straggler.catch(() => {});
        });
        ended.resolve();
        await assert.rejects(straggler!, {
          message:
            'ORM_TRANSACTION_OVER: The transaction of "default" has ended already.\n' +
            "  Await every query inside of atomic, or start work that outlives it with onCommit.",
        });
      });

      test("deadlocks and serialization failures are tried again as often as asked", async () => {
        let attempts = 0;
        await inside(
          async () => {
            await add(++attempts + 1);
            if (attempts < 3) throw new errors.SerializationFailure("ORM_SERIALIZATION_FAILURE", "A clash.");
          },
          { retries: 2 },
        );
        assert.deepEqual(await ids(), [1, 4]);
        await assert.rejects(
          inside(
            async () => {
              throw new errors.DeadlockDetected("ORM_DEADLOCK_DETECTED", "A knot.");
            },
            { retries: 1 },
          ),
          errors.DeadlockDetected,
        );
      });

      test("200 concurrent transactions that read and write lose nothing", async () => {
        const lock = opened.database.dialect.features.lockRows ? " FOR UPDATE" : "";
        await Promise.all(
          Array.from({ length: 200 }, () =>
            inside(async () => {
              const [row] = await query(opened.database, `SELECT amount FROM jar WHERE id = 1${lock}`);
              await query(opened.database, `UPDATE jar SET amount = ${Number(row![0]) + 1} WHERE id = 1`, "write");
            }),
          ),
        );
        assert.equal(Number((await query(opened.database, "SELECT amount FROM jar"))[0]![0]), 210);
      });

      test("statements of other tasks are not part of a transaction", async () => {
        const ready = Promise.withResolvers<void>();
        const done = Promise.withResolvers<void>();
        const transaction = inside(async () => {
          await add(2);
          ready.resolve();
          await done.promise;
          throw new Undo();
        });
        transaction.catch(() => {});
        await ready.promise;
        // One connection is all that a database in memory and PGlite have: there, the others wait for it.
        const alone = database.name === "SQLite in memory" || database.name === "PGlite";
        const seen = ids();
        let written: Promise<unknown> | undefined;
        try {
          if (!alone) assert.deepEqual(await seen, [1]);
          written = add(3);
        } finally {
          done.resolve();
        }
        await assert.rejects(transaction, Undo);
        await written;
        assert.deepEqual(await seen, [1]);
        assert.deepEqual(await ids(), [1, 3]);
      });

      test("queries are captured with their places, counted, and shown where the count is wrong", async () => {
        const { queries } = await captureQueries(async () => {
          await ids();
          await inside(() => add(2));
        });
        assert.deepEqual(
          queries.map(({ sql, error }) => [sql, error]),
          [
            ["SELECT id FROM jar ORDER BY id", undefined],
            ["INSERT INTO jar VALUES (2, 0)", undefined],
          ],
        );
        assert.equal(queries[0]!.rows, 1);
        assert.equal(queries[0]!.database, "default");
        assert.match(queries[0]!.place ?? "", /tests\/contracts\/database.*\.ts:\d+:\d+$/);
        assert.ok(queries[0]!.milliseconds >= 0);
        assert.equal(await assertQueries(1, async () => (await ids()).length), 2);
        await assert.rejects(
          assertQueries(0, ids),
          /^DemijohnError: ORM_QUERY_COUNT: 1 query ran where 0 queries were expected\.\n {2}1\. SELECT id FROM jar ORDER BY id {2}at .*databases\.ts:\d+:\d+$/,
        );
      });
    });
  }
});
