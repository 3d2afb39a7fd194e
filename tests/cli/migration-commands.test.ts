// Tests that an app's models bring the commands about migrations, and where their migrations are looked for.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { App, Blueprint } from "demijohn";
import { invokeCommand } from "demijohn/cli";
import { createModel, defineMigration } from "demijohn/migrations";
import { closeDatabases, defineDatabases, f, Model } from "demijohn/orm";

class Jar extends Model("djcli.Jar", () => Jar, { name: f.char({ maxLength: 9 }) }) {}
class Lid extends Model("djlid.Lid", () => Lid, { jar: f.foreignKey(() => Jar) }) {}

const folder = mkdtempSync(join(import.meta.dirname, ".migrations-"));
after(async () => {
  await closeDatabases();
  rmSync(folder, { recursive: true });
});

function writeMigration(path: string, operations: string, dependencies = ""): void {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(
    join(folder, path, "0001_initial.ts"),
    `import { createModel, defineMigration } from "demijohn/migrations";
export const migration = defineMigration({ ${dependencies} operations: [${operations}] });\n`,
  );
}

test("an app's migrations stand in a folder for each label, a blueprint's beside it", async () => {
  writeMigration(
    "migrations/djcli",
    'createModel("Jar", { id: { type: "auto" }, name: { type: "char", maxLength: 9 } })',
  );
  writeMigration(
    "lids/migrations",
    'createModel("Lid", { id: { type: "auto" }, jar: { type: "foreignKey", to: "djcli.Jar", onDelete: "cascade" } })',
    'dependencies: [["djcli", "0001_initial"]],',
  );
  defineDatabases({ default: "sqlite::memory:" });
  const app = new App({ mode: "test", root: folder });
  app.models([Jar]);
  const lids = new Blueprint("lids", { root: pathToFileURL(join(folder, "lids", "blueprint.ts")) });
  lids.models([Lid]);
  app.use(lids);
  const checked = await invokeCommand(app, ["migrate", "--check"]);
  assert.deepEqual(
    [checked.status, checked.output],
    [1, "Not applied: djcli.0001_initial\nNot applied: djlid.0001_initial\n"],
  );
  assert.equal((await invokeCommand(app, ["migrate"])).status, 0);
  assert.equal((await invokeCommand(app, ["migrate", "--check"])).status, 0);
  const lid = await Lid.objects.create({ jar: await Jar.objects.create({ name: "Plum" }) });
  assert.equal(lid.id, 1);
});

test("models may bring their migrations as values", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  const app = new App({ mode: "test" });
  const first = defineMigration({
    name: "0001_initial",
    operations: [createModel("Jar", { id: { type: "auto" }, name: { type: "char", maxLength: 9 } })],
  });
  app.models([Jar], { migrations: [first] });
  assert.match((await invokeCommand(app, ["migrate"])).output, /^djcli\.0001_initial {2}Applied in /);
});

test("an app without models and database has no such commands", async () => {
  const { DATABASE_URL } = process.env;
  delete process.env["DATABASE_URL"];
  try {
    assert.equal((await invokeCommand(new App({ mode: "test" }), ["migrate"])).status, 2);
  } finally {
    if (DATABASE_URL !== undefined) process.env["DATABASE_URL"] = DATABASE_URL;
  }
});
