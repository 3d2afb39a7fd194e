// Tests actions on many rows, on each database: batches, progress, cancelling, errors, and going on.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { AdminJob } from "demijohn/admin";
import { Cellar, makeApp, makeUsers, siteModels, switches, Visitor, Wine } from "../../admin/exchange/exchange-site.ts";
import { databaseCases, withModels } from "../databases.ts";

const rows = 950;

for (const database of databaseCases) {
  describe(`jobs on ${database.name}`, { skip: database.skip }, () => {
    const app = makeApp();
    let boss: Visitor;
    withModels(database, [...siteModels] as never, async () => {
      await makeUsers();
      await Wine.objects.bulkCreate(
        Array.from({ length: rows }, (_, i) => ({ name: `Wine ${i}`, year: 1900 + (i % 100) })),
      );
    });
    before(async () => {
      boss = await Visitor.login(app, "boss");
    });
    const ready = (): Promise<number> => Wine.objects.filter({ ready: true }).count();
    const start = async (
      perBatch?: (batch: number) => unknown,
      form: Record<string, string> = { action: "open", all: "yes" },
    ): Promise<string> => {
      let batch = 0;
      switches.batches = [];
      switches.perBatch = async () => void (await perBatch?.(++batch));
      await Wine.objects.update({ ready: false });
      const answer = await boss.post("/admin/store/wine/", form);
      assert.equal(answer.status, 303);
      return answer.headers.get("location")!;
    };

    test("more rows than a batch are done in batches, and a page tells how far they are", async () => {
      const path = await start();
      assert.match(path, /^\/admin\/jobs\/[\w-]{36}$/);
      const text = await boss.until(path, /data-job="ended"/);
      assert.match(text, /All 950 rows are done\./);
      assert.deepEqual(switches.batches, [100, 100, 100, 100, 100, 100, 100, 100, 100, 50]);
      assert.equal(await ready(), rows);
    });

    test("a cancelled job stops between two batches, says which rows are done, and goes on when asked", async () => {
      // The button is pressed by another request, which is no part of the batch's transaction.
      const reached = Promise.withResolvers<void>();
      const pressed = reached.promise.then(() => boss.post(path, { do: "cancel" }));
      const path: string = await start(async (batch) => {
        if (batch === 3) reached.resolve();
        if (batch > 2) await new Promise((resolve) => setTimeout(resolve, 50));
      });
      assert.equal((await pressed).status, 303);
      const text = await boss.until(path, /data-job="ended"/);
      const done = await ready();
      assert.ok(done >= 300 && done < rows && done % 100 === 0, String(done));
      assert.match(
        text,
        new RegExp(
          `Cancelled after ${done} of 950 rows\\. Those are done, the other ${rows - done} were not touched\\.`,
        ),
      );
      assert.deepEqual(await AdminJob.objects.orderBy("-id").limit(1).values("done", "state"), [
        { done, state: "cancelled" },
      ]);
      switches.perBatch = undefined;
      await boss.post(path, { do: "go-on" });
      await boss.until(path, /All 950 rows are done\./);
      assert.equal(await ready(), rows);
      assert.equal(
        switches.batches.reduce((sum, count) => sum + count, 0),
        rows,
        "no row was done twice",
      );
    });

    test("an error takes back its batch alone, and the page says so", async () => {
      const path = await start((batch) => {
        if (batch === 4) throw new Error("out of corks");
      });
      const text = await boss.until(path, /data-job="ended"/);
      assert.match(text, /An error stopped it after 300 of 950 rows\./);
      assert.doesNotMatch(text, /out of corks/);
      assert.equal(await ready(), 300);
    });

    test("a job is for the rows that fitted when it began", async () => {
      const path = await start((batch) => (batch === 2 ? Wine.objects.create({ name: "Late" }) : undefined));
      await boss.until(path, /All 950 rows are done\./);
      assert.equal((await Wine.objects.get({ name: "Late" })).ready, false);
      await Wine.objects.filter({ name: "Late" }).delete();
    });

    test("a job is seen and stopped by whoever began it alone", async () => {
      const path = await start();
      const writer = await Visitor.login(app, "writer");
      assert.equal((await writer.get(path)).status, 404);
      assert.equal((await writer.post(path, { do: "cancel" })).status, 404);
      await boss.until(path, /All 950 rows are done\./);
    });

    test("two processes that find the same job do not both run it", async () => {
      const there = await Visitor.login(makeApp(), "boss");
      const path = await start(() => new Promise((resolve) => setTimeout(resolve, 3)));
      await Promise.all([there.post(path, { do: "go-on" }), there.post(path, { do: "go-on" })]);
      await boss.until(path, /All 950 rows are done\./);
      assert.equal(
        switches.batches.reduce((sum, count) => sum + count, 0),
        rows,
      );
    });

    test("a job begins when the transaction around its request has ended", async () => {
      await start(undefined, { action: "close", row: "1" });
      const there = await Visitor.login(makeApp({ atomic: true }), "boss");
      const answer = await there.post("/admin/store/wine/", { action: "open", all: "yes" });
      await there.until(answer.headers.get("location")!, /All 950 rows are done\./);
      assert.equal(await ready(), rows);
      const path = (
        await there.upload("/admin/store/wine/import", "wines.csv", "name,year\nWine 1,2020\nWorse,x\n")
      ).headers.get("location")!;
      await there.post(path, { do: "check", column0: "name", column1: "year", match: "name" });
      await there.until(path, /value="write"/);
      assert.match(await there.page(`${path}/faults.csv`), /3,Vintage,x,/);
      await there.post(path, { do: "write", leave_out: "yes" });
      await there.until(path, /0 new, 1 changed/);
      assert.equal((await Wine.objects.get({ name: "Wine 1" })).year, 2020);
      assert.equal((await there.page("/admin/store/wine/export.csv?column=name")).split("\r\n").length, rows + 2);
    });

    test("an action asks for values with a form, and a job that goes on elsewhere has them still", async () => {
      await start(undefined, { action: "close", row: "1" });
      const asked = await (await boss.post("/admin/store/wine/", { action: "price", row: ["1", "2"] })).text();
      assert.match(asked, /name="form-price"/);
      const sent = { action: "price", confirmed: "yes", "form-price": "0.50" };
      const refused = await boss.post("/admin/store/wine/", { ...sent, row: ["1", "2"] });
      assert.equal(refused.status, 422);
      assert.match(await refused.text(), /Ensure this value is greater than or equal to 1\./);
      assert.equal(await Wine.objects.filter({ price__isnull: false }).count(), 0);
      await boss.post("/admin/store/wine/", { ...sent, "form-price": "7.50", row: ["1", "2"] });
      assert.equal(await Wine.objects.filter({ price: "7.50" }).count(), 2);
      let batch = 0;
      switches.perBatch = async () => {
        if (++batch === 3) throw new Error("out of labels");
      };
      const answer = await boss.post("/admin/store/wine/", { ...sent, "form-price": "8.50", all: "yes" });
      const path = answer.headers.get("location")!;
      await boss.until(path, /An error stopped it after 200 of 950 rows\./);
      switches.perBatch = undefined;
      const there = await Visitor.login(makeApp(), "boss");
      await there.post(path, { do: "go-on" });
      await boss.until(path, /All 950 rows are done\./);
      assert.equal(await Wine.objects.filter({ price: "8.50" }).count(), rows);
    });

    test("an action is refused where a rule forbids one of its rows", async () => {
      await Cellar.objects.bulkCreate([
        { name: "Open", code: "O", rent: 5 },
        { name: "Locked", code: "LOCK", rent: 6 },
      ]);
      const answer = await boss.post("/admin/store/cellar/", { action: "free", all: "yes" });
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /You may not do this with Locked\./);
      assert.deepEqual(await Cellar.objects.orderBy("name").flat("rent"), [6, 5]);
      const [open] = await Cellar.objects.filter({ name: "Open" });
      await boss.post("/admin/store/cellar/", { action: "free", row: String(open!.id) });
      assert.deepEqual(await Cellar.objects.orderBy("name").flat("rent"), [6, 0]);
      const path = (
        await boss.upload("/admin/store/cellar/import", "c.csv", "name,rent\nLocked,1\nOpen,2\n")
      ).headers.get("location")!;
      await boss.post(path, { do: "check", column0: "name", column1: "rent", match: "name" });
      await boss.until(path, /value="write"/);
      assert.match(await boss.page(`${path}/faults.csv`), /2,,,You may not change this row\./);
    });

    test("few rows, and actions without batches, are done at once", async () => {
      await start(undefined, { action: "open", row: "1" });
      assert.equal(await ready(), 1);
      const answer = await boss.post("/admin/store/wine/", { action: "close", all: "yes" });
      assert.equal(answer.headers.get("location"), "/admin/store/wine/?");
      assert.match(await boss.page("/admin/store/wine/"), /950 are closed\./);
    });

    test("many rows are deleted in batches", async () => {
      const path = await start(undefined, { action: "delete", all: "yes", confirmed: "yes" });
      await boss.until(path, /All 950 rows are done\./);
      assert.equal(await Wine.objects.count(), 0);
    });
  });
}
