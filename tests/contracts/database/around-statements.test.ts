// Tests on all databases what stands around statements: requests in transactions, commit hooks, wrappers, new connections.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { App, notFound, Response } from "demijohn";
import {
  atomic,
  atomicRequests,
  captureCommitHooks,
  closeDatabases,
  connection,
  connectionOpened,
  defineDatabases,
  f,
  Model,
  onCommit,
  QuerySet,
  type QueryWrapper,
  sql,
  withQueryWrapper,
} from "#orm";
import { databaseCases, withModels } from "../databases.ts";

class Visit extends Model("around.Visit", () => Visit, { path: f.char({ maxLength: 20 }) }, { ordering: ["id"] }) {}
const add = (path: string) => Visit.objects.create({ path });
const paths = () => Visit.objects.flat("path");

function makeApp(): App {
  const app = new App();
  app.use(atomicRequests({ isolation: undefined, except: (request) => request.header("x-plain") !== undefined }));
  app.onError(RangeError, () => "handled");
  const route = (path: string, options: object, end: () => unknown) =>
    app.get(path, options, async () => {
      await add(path);
      assert.equal(connection().inTransaction, !("atomic" in options) && !path.startsWith("/plain"));
      return end() as string;
    });
  route("/good", {}, () => "done");
  route("/returned", {}, () => new Response("Nothing here.", { status: 404 }));
  route("/thrown", {}, () => {
    throw notFound("Nothing here.");
  });
  route("/handled", {}, () => {
    throw new RangeError("too far");
  });
  route("/out", { atomic: false }, () => {
    throw new RangeError("too far");
  });
  route("/plain", {}, () => {
    throw new RangeError("too far");
  });
  return app;
}

for (const each of databaseCases) {
  describe(each.name, { skip: each.skip }, () => {
    withModels(each, [Visit], async () => {});
    beforeEach(() => Visit.objects.all().delete());

    test("a request is a transaction, which an error that is thrown rolls back", async () => {
      const app = makeApp();
      const statuses: number[] = [];
      for (const path of ["/good", "/thrown", "/handled", "/out"]) statuses.push((await app.request(path)).status);
      statuses.push((await app.request("/plain", { headers: { "x-plain": "1" } })).status);
      assert.deepEqual(statuses, [200, 404, 500, 500, 500]);
      assert.deepEqual(await paths(), ["/good", "/out", "/plain"]);
    });

    test("an answer that is returned commits, whatever its status", async () => {
      assert.equal((await makeApp().request("/returned")).status, 404);
      assert.deepEqual(await paths(), ["/returned"]);
    });

    test("callbacks are gathered in a transaction that is rolled back, and called when that is asked for", async () => {
      const done: string[] = [];
      await atomic(
        async () => {
          onCommit(() => done.push("before"));
          const gathered = await captureCommitHooks(async () => {
            await atomic(async () => onCommit(() => done.push("inner")));
            await atomic(async () => onCommit(() => done.push("undone")), { rollback: true });
            return 7;
          });
          assert.deepEqual([gathered.result, gathered.hooks.length, done], [7, 1, []]);
          const ran = await captureCommitHooks(
            () =>
              onCommit(() => {
                done.push("first");
                onCommit(() => done.push("second"));
              }),
            { run: true },
          );
          assert.deepEqual([ran.hooks.length, done], [2, ["first", "second"]]);
        },
        { rollback: true },
      );
      assert.deepEqual(done, ["first", "second"]);
    });

    test("callbacks that were called are not called again by the commit", async () => {
      let calls = 0;
      await atomic(() => captureCommitHooks(() => onCommit(() => calls++), { run: true }));
      assert.equal(calls, 1);
    });

    test("callbacks outside of a transaction are not gathered", async () => {
      await assert.rejects(
        captureCommitHooks(() => {}),
        (error: Error) => {
          assert.equal(
            error.message,
            'ORM_NO_TRANSACTION: There is no transaction of "default" whose callbacks could be gathered.\n  Call captureCommitHooks inside of atomic(async () => …, { rollback: true }).',
          );
          return true;
        },
      );
    });

    test("wrappers stand around statements, inner ones first", async () => {
      const seen: string[] = [];
      const naming =
        (name: string): QueryWrapper =>
        async (query, run) => {
          seen.push(`${name} ${query.sql.split(" ")[0]} ${query.streamed}`);
          const result = await run();
          seen.push(`${name} ${result.affected}`);
          return result;
        };
      await withQueryWrapper(naming("outer"), async () => {
        await withQueryWrapper(naming("inner"), () => add("x"));
        for await (const visit of Visit.objects) assert.equal(visit.path, "x");
      });
      await paths();
      assert.deepEqual(seen, [
        "outer INSERT false",
        "inner INSERT false",
        "inner 1",
        "outer 1",
        "outer SELECT true",
        "outer 0",
      ]);
    });

    test("a wrapper forbids statements, and those alone of the call", async () => {
      const refuse = () => {
        throw new RangeError("No queries here.");
      };
      const [inside] = await Promise.allSettled([
        withQueryWrapper(refuse, () => paths()),
        add("beside"),
        withQueryWrapper(refuse, async () => {
          for await (const _ of new QuerySet(Visit)) assert.fail();
        }).catch((error) => assert.equal(error.message, "No queries here.")),
      ]);
      assert.equal(inside.status === "rejected" && inside.reason.message, "No queries here.");
      assert.deepEqual(await paths(), ["beside"]);
    });
  });

  describe(`new connections of ${each.name}`, { skip: each.skip }, () => {
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await each.open();
      remove = () => opened.remove();
      await opened.database.close();
      defineDatabases({ default: opened.url });
    });
    after(() => closeDatabases().finally(() => remove()));

    test("listeners hear of each before its first statement, until they are ended", async () => {
      const heard: string[] = [];
      const end = connectionOpened.connect(async ({ database, dialect, readOnly, script }) => {
        heard.push(`${database} ${dialect} ${readOnly}`);
        if (dialect === "postgres") await script("SET application_name = 'cellar'");
        else if (dialect === "mysql") await script("SET @cellar = 'cellar'");
        else await script("PRAGMA cache_size = -4321");
      });
      const { name } = connection().dialect;
      const [row] =
        name === "postgres"
          ? await sql`SELECT current_setting('application_name') AS v`
          : name === "mysql"
            ? await sql`SELECT @cellar AS v`
            : await sql`SELECT cache_size AS v FROM pragma_cache_size`;
      assert.equal(String(row?.["v"]), name === "sqlite" ? "-4321" : "cellar");
      end();
      const count = heard.length;
      assert.ok(heard.includes(`default ${name} false`));
      await closeDatabases();
      if (!each.name.includes("memory") && each.name !== "PGlite") await sql`SELECT 1`;
      assert.equal(heard.length, count);
    });

    test("an error of a listener is that of the statement", async () => {
      await closeDatabases();
      const end = connectionOpened.connect(({ script }) => script("SELECT nothing FROM nowhere"));
      await assert.rejects(async () => await sql`SELECT 1`, /nowhere/);
      end();
      await closeDatabases();
      assert.equal((await sql`SELECT 1 AS n`).length, 1);
    });
  });
}
