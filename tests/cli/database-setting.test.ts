// Tests that the default database may be named in a .env file of the app, or in its code.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { App } from "demijohn";
import { connection } from "demijohn/orm";

delete process.env["DATABASE_URL"];

test("DATABASE_URL in .env is the default database, once the app has read its settings", async () => {
  assert.throws(() => connection(), { code: "ORM_NO_DATABASE" });
  const root = mkdtempSync(join(tmpdir(), "demijohn-env-"));
  try {
    writeFileSync(join(root, ".env"), "DATABASE_URL=sqlite::memory:\n");
    const app = new App({ root });
    await app.ready();
    await connection().script("CREATE TABLE note (body TEXT)");
    const described = app.settings.describe().find(({ section }) => section === "database");
    assert.deepEqual([described?.value, described?.from], ["***", "DATABASE_URL at .env:1"]);
  } finally {
    await connection().close();
    rmSync(root, { recursive: true });
  }
});

test("an app that names no database leaves the one that another has named", async () => {
  await new App({ settings: { database: { url: "sqlite::memory:" } } }).ready();
  await new App().ready();
  await connection().script("SELECT 1");
  await connection().close();
});
