// Tests exports over real requests: which rows and columns, in which format, and what nobody gets who may not see it.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { App } from "demijohn";
import { admin, modelAdmin } from "demijohn/admin";
import { auth } from "demijohn/auth";
import { createTables, defineDatabases } from "demijohn/orm";
import { readTable } from "../../../src/admin/data/exchange/read-table.ts";
import { Cellar, Grape, makeApp, makeUsers, Person, silent, siteModels, Visitor, Wine } from "./exchange-site.ts";

const app = makeApp();
let boss: Visitor;
let writer: Visitor;

before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...siteModels] as never);
  await makeUsers();
  const [north] = await Cellar.objects.bulkCreate([{ name: "North", code: "N", rent: 900 }]);
  await Grape.objects.bulkCreate([{ name: "Merlot" }, { name: "Syrah" }]);
  await Wine.objects.bulkCreate([
    {
      name: "Rioja",
      year: 2019,
      cellar: north!.id,
      margin: 41,
      price: "12.50",
      bottledAt: new Date("2020-01-02T03:04:00Z"),
    },
    { name: "Asti", kind: "white", margin: 42 },
  ]);
  const rioja = await Wine.objects.get({ name: "Rioja" });
  await rioja.grapes.add(1, 2);
  boss = await Visitor.login(app, "boss");
  writer = await Visitor.login(app, "writer");
});

const base = "/admin/store/wine/export";

test("a file holds the row itself unless columns are named", async () => {
  assert.equal(
    await boss.page(`${base}.csv`),
    "id,name,year,kind,ready,price,bottledAt,openedOn,margin,cellarId,grapes\r\n" +
      '1,Rioja,2019,red,false,12.50,2020-01-02T03:04:00.000Z,,41,1,"1, 2"\r\n2,Asti,,white,false,,,,42,,\r\n',
  );
});

test("columns, related values, headings and rows are chosen", async () => {
  const asked = "column=name&column=cellar__name&column=cellar__rent";
  assert.equal(
    await boss.page(`${base}.csv?${asked}&headings=labels`),
    "Name,Cellar › Name,Cellar › Rent\r\nRioja,North,900\r\nAsti,,\r\n",
  );
  assert.deepEqual(JSON.parse(await boss.page(`${base}.json?column=name&kind=white`)), [{ name: "Asti" }]);
  assert.deepEqual(JSON.parse(await boss.page(`${base}.json?column=name&kind=white&rows=all`)).length, 2);
  assert.deepEqual(JSON.parse(await boss.page(`${base}.json?column=name&row=1&rows=ticked`)), [{ name: "Rioja" }]);
});

test("a workbook has real dates and numbers", async () => {
  const answer = await boss.get(`${base}.xlsx?column=name&column=price&column=bottledAt`);
  assert.equal(answer.headers.get("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  const { rows } = await readTable(await answer.bytes(), { rows: 10, unpacked: 1_000_000 });
  assert.deepEqual(
    rows.map(({ values }) => values),
    [
      ["Rioja", 12.5, "2020-01-02 03:04:00"],
      ["Asti", null, null],
    ],
  );
});

test("an export says what is offered, and the ticked rows lead to it", async () => {
  const page = await boss.page(`${base}?kind=white`);
  assert.match(page, /The rows that fit the list’s search and filters <span class="soft">1</);
  assert.match(page, /All rows <span class="soft">2</);
  assert.match(page, /name="column" value="cellar__rent"> Cellar › Rent/);
  const answer = await boss.post("/admin/store/wine/", { action: "export", row: ["1", "2"] });
  assert.match(await boss.page(answer.headers.get("location")!), /The ticked rows <span class="soft">2</);
});

test("no column, filter, search or order tells what a user may not see", async () => {
  const page = await writer.page(base);
  assert.doesNotMatch(page, /margin|Margin|__rent|Rent/);
  for (const path of [
    `${base}.csv`,
    `${base}.csv?column=margin`,
    `${base}.json?column=cellar__rent&column=name`,
    "/admin/store/wine/",
  ])
    assert.doesNotMatch(await writer.page(path), /margin|Margin|\b4[12]\b|900/, path);
  assert.equal(
    JSON.parse(await writer.page(`${base}.json?margin=41`)).length,
    2,
    "a filter of a hidden field does not filter",
  );
  const order = async (path: string): Promise<boolean> => {
    const text = await writer.page(path);
    return text.indexOf(">Asti<") < text.indexOf(">Rioja<");
  };
  assert.deepEqual(
    [await order("/admin/store/wine/?o=margin"), await order("/admin/store/wine/?o=-margin")],
    [true, true],
  );
  assert.match(await boss.page("/admin/store/wine/"), /\b41\b/);
  const clerk = await Visitor.login(app, "clerk");
  assert.doesNotMatch(await clerk.page(base), /Cellar › Name/, "who may not see cellars gets no values of theirs");
  assert.equal((await (await Visitor.login(app, "reader")).get("/admin/store/grape/export.csv")).status, 403);
});

test("an admin names its own columns, formats, rows and who may export", async () => {
  const own = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  own.use(auth({ user: Person as never }));
  const wines = modelAdmin(Wine, {
    exportFields: [
      "name",
      "cellar__code",
      { name: "age", label: "Age in years", value: (wine) => 2026 - (wine.year ?? 2026) },
    ],
    getExportQueryset: (_request, rows) => rows.filter({ kind: "red" }),
    exportFormats: [
      {
        name: "lines",
        label: "Lines",
        contentType: "text/plain; charset=utf-8",
        write: async function* (columns, rows) {
          for await (const row of rows)
            yield `${columns.map(({ name }, i) => `${name}=${String(row[i])}`).join(" ")}\n`;
        },
      },
    ],
  });
  const shut = modelAdmin(Grape, { hasExportPermission: () => false });
  own.use(admin({ models: [wines, shut, Cellar] }), { prefix: "/admin" });
  const visitor = await Visitor.login(own, "boss");
  assert.equal(await visitor.page(`${base}.csv?headings=labels`), "Name,Cellar › Code,Age in years\r\nRioja,N,7\r\n");
  const lines = await visitor.get(`${base}.lines?column=name&column=age`);
  assert.equal(lines.headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(await lines.text(), "name=Rioja age=7\n");
  assert.equal((await visitor.get(`${base}.parquet`)).status, 404);
  assert.equal((await visitor.get("/admin/store/grape/export")).status, 403);
  assert.doesNotMatch(await visitor.page("/admin/store/grape/"), /\/export/);
});

test("rows that a rule hides are neither exported, nor told of by rows that lead to them, nor named by an import", async () => {
  const own = new App({
    mode: "development",
    secretKey: "a key that only this test knows, of 50 characters.",
    logger: silent,
  });
  own.use(auth({ user: Person as never }));
  await Cellar.objects.create({ name: "Vault", code: "V", rent: 1 });
  await Wine.objects.filter({ name: "Asti" }).update({ cellar: (await Cellar.objects.get({ name: "Vault" })).id });
  const cellars = modelAdmin(Cellar, {
    hasViewPermission: (_request, cellar) => cellar?.code !== "V",
    hasChangePermission: (_request, cellar) => cellar?.code !== "V",
  });
  const grapes = modelAdmin(Grape, { getQueryset: () => Grape.objects.filter({ name: "Merlot" }) });
  own.use(admin({ models: [Wine, cellars, grapes] }), { prefix: "/admin" });
  const visitor = await Visitor.login(own, "boss");
  assert.equal(await visitor.page("/admin/store/cellar/export.csv?column=name"), "name\r\nNorth\r\n");
  assert.equal(await visitor.page("/admin/store/grape/export.csv?column=name"), "name\r\nMerlot\r\n");
  assert.equal(
    await visitor.page(`${base}.csv?column=name&column=cellar__name`),
    "name,cellar__name\r\nRioja,North\r\nAsti,\r\n",
  );
  const file = "name,cellar__name,grapes__name\nAsti,Vault,\nRioja,North,Syrah\n";
  const path = (await visitor.upload("/admin/store/wine/import", "w.csv", file)).headers.get("location")!;
  await visitor.post(path, {
    do: "check",
    column0: "name",
    column1: "cellar__name",
    column2: "grapes__name",
    match: "name",
  });
  await visitor.until(path, /class="outcomes"/);
  assert.equal(
    await visitor.page(`${path}/faults.csv`),
    "row,field,value,reason\r\n2,Cellar,Vault,There is no cellar “Vault”.\r\n3,Grapes,Syrah,There is no grape “Syrah”.\r\n",
  );
});
