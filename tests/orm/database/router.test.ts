// Asserts which database rows are read from and written to, by using(), by the instance, and by the rules of routers.
import assert from "node:assert/strict";
import { afterEach, before, test } from "node:test";
import { connection, createTables, defineDatabases, defineRouters, f, Model } from "#orm";

class Writer extends Model("routed.Writer", () => Writer, { name: f.char() }) {}
class Line extends Model("logs.Line", () => Line, {
  text: f.char(),
  writer: f.foreignKey(() => Writer, { null: true, constraint: false }),
}) {}

before(async () => {
  defineDatabases({ default: "sqlite::memory:", logs: "sqlite::memory:", copy: "sqlite::memory:" });
  for (const using of ["default", "logs", "copy"]) await createTables([Writer, Line], { using });
});
afterEach(async () => {
  defineRouters();
  for (const alias of ["default", "logs", "copy"])
    await connection(alias).script("DELETE FROM logs_line; DELETE FROM routed_writer");
});

const texts = async (alias: string): Promise<string[]> => Line.objects.using(alias).orderBy("id").flat("text");

test("using() names the database of reads and writes", async () => {
  await Line.objects.using("logs").create({ text: "a" });
  await Line.objects.using("logs").bulkCreate([{ text: "b" }]);
  await Line.objects.using("logs").getOrCreate({ text: "c" });
  const [line] = await Line.objects.using("logs").updateOrCreate({ text: "c" }, { text: "d" });
  assert.deepEqual([await texts("logs"), await texts("default")], [["a", "b", "d"], []]);
  line.text = "e";
  await line.save();
  assert.deepEqual(await texts("logs"), ["a", "b", "e"]);
  await line.save({ using: "copy", forceInsert: true });
  assert.deepEqual(await texts("copy"), ["e"]);
  assert.equal(await Line.objects.using("logs").filter({ text: "a" }).update({ text: "x" }), 1);
  assert.equal((await Line.objects.using("logs").all().delete()).total, 3);
  assert.deepEqual([Line.objects.using("logs").db, Line.objects.db], ["logs", "default"]);
});

test("a router sends models to databases, where no query names one", async () => {
  const ofLogs = (model: string) => (model.startsWith("logs.") ? "logs" : undefined);
  defineRouters({}, { read: ofLogs, write: ofLogs });
  await Line.objects.create({ text: "a" });
  await Writer.objects.create({ name: "Ann" });
  assert.equal(Line.objects.db, "logs");
  assert.deepEqual(await Line.objects.flat("text"), ["a"]);
  assert.deepEqual([await texts("logs"), await texts("default")], [["a"], []]);
  assert.equal(await Writer.objects.using("default").count(), 1);
});

test("a router reads from a copy and writes to the primary, also what was read from the copy", async () => {
  await Line.objects.using("copy").create({ id: 7, text: "old" });
  await Line.objects.create({ id: 7, text: "old" });
  defineRouters({ read: () => "copy", write: () => "default" });
  const line = await Line.objects.get({ text: "old" });
  line.text = "new";
  await line.save();
  assert.deepEqual([await texts("default"), await texts("copy")], [["new"], ["old"]]);
  assert.equal(Line.objects.selectForUpdate().query.lock === undefined, false);
  assert.deepEqual(await Line.objects.selectForUpdate().flat("text"), ["new"]);
  assert.equal(await Line.objects.filter({ text: "new" }).update({ text: "newer" }), 1);
  assert.equal((await (await Line.objects.first())!.delete()).total, 1);
  assert.deepEqual([await texts("default"), await texts("copy")], [[], ["old"]]);
});

test("an instance points at one of another database only where a router allows it", async () => {
  const ann = await Writer.objects.create({ name: "Ann" });
  const line = await Line.objects.using("logs").create({ text: "a" });
  assert.throws(
    () => {
      line.writer = ann;
    },
    {
      message: new RegExp(
        '^ORM_CROSS_DATABASE: Line\\.writer is of the database "logs" and cannot point at an instance of "default"\\.\\n' +
          "  At tests/orm/database/router\\.test\\.ts:\\d+:\\d+\\n" +
          "  Read both from one database with using\\(alias\\), or allow it by allowRelation of a router\\.$",
      ),
    },
  );
  defineRouters({ allowRelation: (from, to) => (from.model === "logs.Line" && to.alias === "default") || undefined });
  line.writer = ann;
  await line.save();
  assert.equal(line.writerId, ann.pk);
});

test("a database gets only the tables that routers allow it", async () => {
  defineDatabases({ fresh: "sqlite::memory:" });
  defineRouters({ allowMigrate: (alias, model) => (alias === "fresh" ? model.startsWith("logs.") : undefined) });
  await createTables([Writer, Line], { using: "fresh" });
  assert.equal(await Line.objects.using("fresh").count(), 0);
  await assert.rejects(Writer.objects.using("fresh").count(), { code: "ORM_PROGRAMMING_ERROR" });
});
