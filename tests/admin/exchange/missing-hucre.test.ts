// Tests what the admin says where the package that writes and reads spreadsheets is not installed.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { before, test } from "node:test";
import { createTables, defineDatabases } from "demijohn/orm";
import { xlsxBytes } from "../../../src/admin/data/exchange/xlsx-file.ts";
import { makeApp, makeUsers, siteModels, Visitor } from "./exchange-site.ts";

let boss: Visitor;

before(async () => {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith("hucre")) throw new Error(`Cannot find package '${specifier}'`);
      return next(specifier, context);
    },
  });
  defineDatabases({ default: "sqlite::memory:" });
  await createTables([...siteModels] as never);
  await makeUsers();
  boss = await Visitor.login(makeApp(), "boss");
});

test("ADMIN_NO_XLSX names the package", () =>
  assert.rejects(xlsxBytes("Wine", [], (async function* () {})()), {
    message:
      "ADMIN_NO_XLSX: Spreadsheets need the package hucre, which is not installed.\n" +
      "  Run npm install hucre, or export and import CSV or JSON.",
  }));

test("neither export nor import offers spreadsheets", async () => {
  assert.doesNotMatch(await boss.page("/admin/store/wine/export"), /xlsx|Excel/);
  assert.doesNotMatch(await boss.page("/admin/store/wine/import"), /xlsx|Excel/);
  assert.match(await (await boss.get("/admin/store/wine/export.xlsx")).text(), /Run npm install hucre/);
  const answer = await boss.upload("/admin/store/wine/import", "wines.xlsx", Uint8Array.from([0x50, 0x4b, 3, 4]));
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /This server cannot read spreadsheets\. Save the file as CSV\./);
});
