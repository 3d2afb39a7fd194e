// Tests the admin with many rows: an import of 10,000 with 37 bad ones, and a bulk action over 135,233 that is cancelled.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Cellar, makeApp, makeUsers, siteModels, switches, Visitor, Wine } from "../../admin/exchange/exchange-site.ts";
import { databaseCases, withModels } from "../../contracts/databases.ts";

const many = 135_233;
const isTested = (name: string): boolean => ["SQLite in a file", "PostgreSQL", "MariaDB"].includes(name);

for (const database of databaseCases.filter(({ name }) => isTested(name))) {
  describe(`many rows on ${database.name}`, { skip: database.skip }, () => {
    const app = makeApp();
    let boss: Visitor;
    withModels(database, [...siteModels] as never, async () => {
      await makeUsers();
      await Cellar.objects.bulkCreate(Array.from({ length: 50 }, (_, i) => ({ name: `Cellar ${i}`, code: `C${i}` })));
      await Wine.objects.bulkCreate(Array.from({ length: 5_000 }, (_, i) => ({ name: `Wine ${i}`, year: 1900 })));
    });
    before(async () => {
      boss = await Visitor.login(app, "boss");
    });

    test("an import of 10,000 rows with 37 bad ones changes nothing until confirmed and names each row and reason", async (t) => {
      const isBad = (i: number): boolean => i % 270 === 5 && i < 270 * 37;
      const lines = Array.from(
        { length: 10_000 },
        (_, i) => `Wine ${i},${isBad(i) ? "old" : 2000},Cellar ${i % 50},${i}.50`,
      );
      const file = ["name,year,cellar__name,price", ...lines].join("\n");
      const started = performance.now();
      const path = (await boss.upload("/admin/store/wine/import", "wines.csv", file)).headers.get("location")!;
      const form = { column0: "name", column1: "year", column2: "cellar__name", column3: "price", match: "name" };
      await boss.post(path, { do: "check", ...form });
      const preview = await boss.until(path, /Nothing is written yet\.<\/p>\s*<nav/);
      const checked = performance.now();
      for (const [label, count] of [
        ["Cannot be written", "37"],
        ["New", "4,982"],
        ["Changed", "4,981"],
        ["As they are", "0"],
      ])
        assert.ok(preview.includes(`${label} <span class="count">${count}</span>`), `${label}: ${count}`);
      assert.equal(await Wine.objects.count(), 5_000);
      assert.equal(
        await Wine.objects.filter({ year: 1900, cellar__isnull: true }).count(),
        5_000,
        "nothing is written",
      );
      const csv = (await boss.page(`${path}/faults.csv`)).trimEnd().split("\r\n").slice(1);
      const expected = Array.from({ length: 37 }, (_, i) => `${i * 270 + 7},Vintage,old,Enter a whole number.`);
      assert.deepEqual(csv, expected);
      await boss.post(path, { do: "write", leave_out: "yes" });
      const written = performance.now();
      await boss.until(path, /4,982 new, 4,981 changed, 0 as they were, 37 left out/);
      t.diagnostic(
        `read and checked in ${Math.round(checked - started)} ms, written in ${Math.round(performance.now() - written)} ms`,
      );
      assert.equal(await Wine.objects.filter({ year: 2000, cellar__isnull: false }).count(), 9_963);
      assert.equal(await Wine.objects.filter({ year: 1900 }).count(), 5_000 - 4_981);
    });

    test("a bulk action over 135,233 rows can be cancelled and leaves a consistent state", async (t) => {
      await Wine.objects.delete();
      for (let start = 0; start < many; start += 10_000)
        await Wine.objects.bulkCreate(
          Array.from({ length: Math.min(10_000, many - start) }, (_, i) => ({ name: `Wine ${start + i}` })),
        );
      const ready = (): Promise<number> => Wine.objects.filter({ ready: true }).count();
      let batches = 0;
      // The button is pressed by another request, which is no part of the batch's transaction.
      const reached = Promise.withResolvers<void>();
      const pressed = reached.promise.then(() => boss.post(path, { do: "cancel" }));
      switches.perBatch = async () => {
        batches++;
        if (batches === 200) reached.resolve();
      };
      const path = (await boss.post("/admin/store/wine/", { action: "open", all: "yes" })).headers.get("location")!;
      const text = await boss.until(path, /data-job="ended"/);
      assert.equal((await pressed).status, 303);
      const done = await ready();
      assert.ok(done >= 20_000 && done < many && done % 100 === 0, String(done));
      const shown = (count: number): string => count.toLocaleString("en");
      assert.ok(
        text.includes(
          `Cancelled after ${shown(done)} of ${shown(many)} rows. Those are done, the other ${shown(many - done)} were not touched.`,
        ),
        text,
      );
      // In the order of the keys, so that nothing lies between what is done and what is not.
      const [last] = await Wine.objects.filter({ ready: true }).orderBy("-id").limit(1);
      assert.equal(await Wine.objects.filter({ ready: true, id__lte: last!.id }).count(), done);
      const started = performance.now();
      await boss.post(path, { do: "go-on" });
      await boss.until(path, /All 135,233 rows are done\./);
      t.diagnostic(
        `cancelled after ${done} rows; the other ${many - done} took ${Math.round(performance.now() - started)} ms`,
      );
      assert.equal(await ready(), many);
      assert.equal(batches, Math.ceil(many / 100));
    });

    test("135,233 rows are exported as CSV, JSON and XLSX while they are read", async (t) => {
      for (const format of ["csv", "json", "xlsx"]) {
        const started = performance.now();
        const answer = await boss.get(
          `/admin/store/wine/export.${format}?column=id&column=name&column=ready&column=openedOn`,
        );
        assert.equal(answer.status, 200);
        const bytes = await answer.bytes();
        t.diagnostic(`${format}: ${bytes.length} bytes in ${Math.round(performance.now() - started)} ms`);
        if (format === "csv") assert.equal(new TextDecoder().decode(bytes).split("\r\n").length, many + 2);
        if (format === "json") assert.equal(JSON.parse(new TextDecoder().decode(bytes)).length, many);
      }
    });
  });
}
