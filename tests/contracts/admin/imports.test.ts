// Tests imports on each database: what is shown before anything is written, what is written then, and what is refused.
import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { ImportRow, LogEntry } from "demijohn/admin";
import {
  Cellar,
  Grape,
  makeApp,
  makeUsers,
  Shelf,
  siteModels,
  Visitor,
  Wine,
} from "../../admin/exchange/exchange-site.ts";
import { databaseCases, withModels } from "../databases.ts";

for (const database of databaseCases) {
  describe(`imports on ${database.name}`, { skip: database.skip }, () => {
    const app = makeApp();
    let boss: Visitor;
    withModels(database, [...siteModels] as never, async () => {
      await makeUsers();
      await Cellar.objects.bulkCreate([
        { name: "North", code: "N" },
        { name: "South", code: "S" },
        { name: "Far south", code: "S" },
      ]);
      await Grape.objects.bulkCreate([{ name: "Merlot" }, { name: "Syrah" }]);
    });
    before(async () => {
      boss = await Visitor.login(app, "boss");
    });
    beforeEach(async () => {
      await Wine.objects.delete();
      await LogEntry.objects.delete();
      const [north] = await Cellar.objects.filter({ name: "North" });
      await Wine.objects.bulkCreate([
        { name: "Rioja", year: 2019, cellar: north!.id },
        { name: "Barolo", year: 2015, margin: 7 },
      ]);
    });
    const upload = async (content: string | Uint8Array, visitor = boss, name = "wines.csv"): Promise<string> => {
      const answer = await visitor.upload("/admin/store/wine/import", name, content);
      assert.equal(answer.status, 303, (await answer.text()).slice(0, 3000));
      return answer.headers.get("location")!;
    };
    const mapped = async (path: string, form: Record<string, string>, visitor = boss): Promise<string> => {
      const answer = await visitor.post(path, { do: "check", ...form });
      assert.equal(answer.status, 303, /<main[\s\S]*<\/main>/.exec(await answer.text())?.[0]);
      return visitor.until(path, /Nothing is written yet\.<\/p>\s*<nav/);
    };
    const state = async (): Promise<unknown> =>
      Wine.objects.orderBy("name").values("name", "year", "kind", "ready", "margin", "cellar__name");
    const write = async (path: string, form: Record<string, string> = {}, visitor = boss): Promise<string> => {
      await visitor.post(path, { do: "write", ...form });
      return visitor.until(path, /data-job="ended"|nothing was written/);
    };

    test("a file is mapped, shown and written: new, changed and unchanged rows", async () => {
      const path = await upload(
        "Name,Vintage,Kind,ready,cellar__name,grapes__name,bottledAt\r\n" +
          'Rioja,2020,Red,yes,South,"Merlot, Syrah",2024-05-01T10:00:00Z\r\nBarolo,2015,red,,,,\r\nAsti,,White,no,North,Syrah,\r\n',
      );
      const columns = await boss.page(path);
      assert.match(columns, /<option value="name" selected>Name<\/option>/);
      assert.match(columns, /<option value="cellar__name" selected>Cellar › Name<\/option>/);
      const earlier = await state();
      const form = {
        column0: "name",
        column1: "year",
        column2: "kind",
        column3: "ready",
        column4: "cellar__name",
        column5: "grapes__name",
        column6: "bottledAt",
        match: "name",
      };
      const preview = await mapped(path, form);
      assert.match(preview, /New <span class="count">1<\/span>/);
      assert.match(preview, /Changed <span class="count">1<\/span>/);
      assert.match(preview, /As they are <span class="count">1<\/span>/);
      const changed = await boss.page(`${path}?show=update`);
      assert.match(changed, /<dt>Vintage<\/dt><dd><del>2019<\/del> <ins>2020<\/ins>/);
      assert.match(changed, /<dt>Cellar<\/dt><dd><del>North<\/del> <ins>South<\/ins>/);
      assert.match(changed, /<dt>Grapes<\/dt><dd><del>–<\/del> <ins>Merlot, Syrah<\/ins>/);
      assert.deepEqual(await state(), earlier, "nothing is written before it is confirmed");
      assert.match(await write(path), /1 new, 1 changed, 1 as they were, 0 left out/);
      assert.deepEqual(await state(), [
        { name: "Asti", year: null, kind: "white", ready: false, margin: 0, cellar__name: "North" },
        { name: "Barolo", year: 2015, kind: "red", ready: false, margin: 7, cellar__name: null },
        { name: "Rioja", year: 2020, kind: "red", ready: true, margin: 0, cellar__name: "South" },
      ]);
      const rioja = await Wine.objects.get({ name: "Rioja" });
      assert.deepEqual(await rioja.grapes.orderBy("name").flat("name"), ["Merlot", "Syrah"]);
      assert.equal(rioja.bottledAt?.toISOString(), "2024-05-01T10:00:00.000Z");
      const logged = await LogEntry.objects.orderBy("objectText");
      assert.deepEqual(
        logged.map(({ action, objectText, userText }) => [action, objectText, userText]),
        [
          ["add", "Asti", "boss@example.org"],
          ["change", "Rioja", "boss@example.org"],
        ],
      );
      assert.deepEqual(
        logged[1]!.changes.map(({ field }) => field),
        ["Vintage", "Ready", "Cellar", "Grapes", "Bottled at"],
      );
      await boss.post(path, { do: "write" });
      assert.equal(await Wine.objects.count(), 3, "a second confirmation writes nothing");
    });

    test("each bad row is named with its number, field, value and reason", async () => {
      const path = await upload(
        "name,year,kind,ready,cellar__code,price,id\n,2001,red,,,,\nA,old,red,,,,\nB,,blue,,,,\nC,,,maybe,,,\nD,,,,X,,\nE,,,,S,,\nF,,,,,1.234,\nF,,,,,,\nG,,,,,,99999\nH,old,,,X,,\n",
      );
      const form = {
        column0: "name",
        column1: "year",
        column2: "kind",
        column3: "ready",
        column4: "cellar__code",
        column5: "price",
        column6: "id",
      };
      const preview = await mapped(path, { ...form, match: "id" });
      assert.match(preview, /Cannot be written <span class="count">10<\/span>/);
      const csv = (await boss.page(`${path}/faults.csv`)).trimEnd().split("\r\n");
      assert.deepEqual(csv, [
        "row,field,value,reason",
        "2,Name,,This field is required.",
        "3,Vintage,old,Enter a whole number.",
        "4,Kind,blue,Select a valid choice. blue is not one of the available choices.",
        "5,Ready,maybe,Write yes or no.",
        "6,Cellar,X,There is no cellar “X”.",
        "7,Cellar,S,There is more than one cellar “S”.",
        "8,Price,1.234,Ensure that there are no more than 2 decimal places.",
        "9,Name,F,Row 8 has the same.",
        "10,Id,99999,There is no wine with this key.",
        "11,Cellar,X,There is no cellar “X”.",
        "11,Vintage,old,Enter a whole number.",
      ]);
      for (const [, , value, reason] of csv.slice(1).map((line) => line.split(",")))
        assert.ok(preview.includes(reason!) && preview.includes(value!), reason);
      assert.doesNotMatch(preview, /value="write"/);
      assert.equal(await Wine.objects.count(), 2);
    });

    test("good rows are written without the bad ones if that is ticked, and not otherwise", async () => {
      const path = await upload("name,year\nNew,2001\nWorse,x\n");
      await mapped(path, { column0: "name", column1: "year", match: "name" });
      const refused = await boss.post(path, { do: "write" });
      assert.equal(refused.status, 422);
      assert.match(await refused.text(), /Mend the bad rows in the file, or tick that they are left out\./);
      assert.equal(await Wine.objects.count(), 2);
      assert.match(await write(path, { leave_out: "yes" }), /1 new, 0 changed, 0 as they were, 1 left out/);
      assert.deepEqual(await Wine.objects.orderBy("name").flat("name"), ["Barolo", "New", "Rioja"]);
    });

    test("rows that changed between preview and confirmation are named, and nothing is written", async () => {
      const path = await upload("name,year\nRioja,2021\nBarolo,2022\nNew,2001\n");
      const form = { column0: "name", column1: "year", match: "name" };
      await mapped(path, form);
      await Wine.objects.filter({ name: "Barolo" }).update({ ready: true });
      await Wine.objects.create({ name: "New" });
      const earlier = await state();
      const told = await write(path);
      assert.match(told, /Rows changed since they were checked, and nothing was written/);
      assert.match(told, /Row 3: Barolo/);
      assert.match(told, /Row 4: New/);
      assert.doesNotMatch(told, /Row 2|value="write"/);
      assert.deepEqual(await state(), earlier);
      await boss.post(path, { do: "check-again" });
      await boss.until(path, /value="write"/);
      assert.match(await write(path), /0 new, 3 changed/);
      assert.deepEqual(await Wine.objects.orderBy("name").flat("year"), [2022, 2001, 2021]);
    });

    test("permissions hold for each row and field", async () => {
      const rows = "name,year,margin\nRioja,2021,3\nNew,2001,4\n";
      const reader = await Visitor.login(app, "reader");
      assert.equal((await reader.get("/admin/store/wine/import")).status, 403);
      const writer = await Visitor.login(app, "writer");
      const path = await upload(rows, writer);
      const columns = await writer.page(path);
      // Neither the margin, which is hidden, nor the year, which is locked.
      assert.doesNotMatch(columns, /<option value="(margin|year)"/);
      const refused = await writer.post(path, { do: "check", column0: "name", column2: "margin", match: "name" });
      assert.equal(refused.status, 422);
      await mapped(path, { column0: "name", match: "name" }, writer);
      assert.match(await writer.page(`${path}/faults.csv`), /3,,,You may not add wine\./);
      assert.equal((await boss.get(path)).status, 404, "an import is its owner’s alone");
      assert.equal(await Wine.objects.filter({ margin: 3 }).count(), 0);
    });

    test("rows with a key of several fields are found by them", async () => {
      await Shelf.objects.delete();
      await Shelf.objects.bulkCreate([
        { row: 1, place: "a", note: "old" },
        { row: 1, place: "b" },
      ]);
      const file = "row,place,note\n1,a,new\n1,b,\n2,a,fresh\n";
      const path = (await boss.upload("/admin/store/shelf/import", "s.csv", file)).headers.get("location")!;
      const preview = await mapped(path, { column0: "row", column1: "place", column2: "note", match: "row+place" });
      assert.match(
        preview,
        /New <span class="count">1<[\s\S]*Changed <span class="count">1<[\s\S]*As they are <span class="count">1</,
      );
      assert.match(await write(path), /1 new, 1 changed, 1 as they were/);
      assert.deepEqual(await Shelf.objects.orderBy("row", "place").flat("note"), ["new", "", "fresh"]);
    });

    test("an import waits for its owner in any process, and goes away when it is thrown away", async () => {
      const path = await upload("name\nNew\n");
      const there = await Visitor.login(makeApp(), "boss");
      await mapped(path, { column0: "name", match: "name" }, there);
      assert.match(await boss.page(path), /New <span class="count">1<\/span>/);
      const token = path.split("/").at(-1)!;
      assert.equal(await ImportRow.objects.filter({ job: token } as never).count(), 1);
      await there.post(path, { do: "discard" });
      assert.equal(await ImportRow.objects.filter({ job: token } as never).count(), 0);
      assert.equal((await boss.get(path)).status, 404);
    });
  });
}
