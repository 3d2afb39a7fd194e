// Tests that a million rows are read in chunks, in little memory, on every database that has room for them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { captureQueries, closeDatabases, connection, createTables, defineDatabases, f, Model } from "#orm";
import { compileSql } from "../../src/orm/sql/compile.ts";
import { rawStatement } from "../../src/orm/sql/node.ts";
import { databaseCases } from "../contracts/databases.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

class Measurement extends Model("stream.Measurement", () => Measurement, {
  place: f.char({ maxLength: 40 }),
  at: f.dateTime(),
  value: f.float(),
}) {}

const ROWS = 1_000_000;
const million = {
  sqlite: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})`,
  postgres: `WITH n AS (SELECT generate_series(1, ${ROWS}) AS i)`,
  mysql: `WITH n AS (SELECT seq AS i FROM seq_1_to_${ROWS})`,
} as const;
const place = { sqlite: "'place ' || i", postgres: "'place ' || i", mysql: "CONCAT('place ', i)" } as const;
const moment = {
  sqlite: "'2026-01-01T00:00:00.000Z'",
  postgres: "'2026-01-01T00:00:00Z'::timestamptz",
  mysql: "'2026-01-01 00:00:00'",
} as const;

// When the collector runs is its own affair, on a busy machine above all: of two readings the smaller one counts.
async function growth(read: (look: () => void) => Promise<void>): Promise<number> {
  const first = await growthOnce(read);
  return first < 100 ? first : Math.min(first, await growthOnce(read));
}

/** Megabytes of the whole process above those at the start, at their most, while a call looks at them. */
async function growthOnce(read: (look: () => void) => Promise<void>): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let most = before;
  await read(() => {
    most = Math.max(most, process.memoryUsage.rss());
  });
  return (most - before) / 2 ** 20;
}

for (const { name, skip, open } of databaseCases.filter((found) => found.name !== "PGlite")) {
  describe(`a million rows of ${name}`, { skip }, () => {
    let remove: () => Promise<void>;
    before(async () => {
      const opened = await open();
      remove = () => opened.remove();
      if (opened.url.includes(":memory:")) await opened.database.close();
      defineDatabases({ default: opened.url });
      await createTables([Measurement]);
      const kind = connection().dialect.name;
      await connection().script(
        `INSERT INTO stream_measurement (place, at, value) ${million[kind]} SELECT ${place[kind]}, ${moment[kind]}, i / 2.0 FROM n`,
      );
      // What is loaded at the first use, such as the driver, is no part of the reading.
      for await (const row of Measurement.objects.limit(10)) assert.equal(row.value, row.id / 2);
    });
    after(() => closeDatabases().finally(remove));

    test("as chunks of a statement take less than 100 MB", async () => {
      const database = connection();
      const text = "SELECT id, place, at, value FROM stream_measurement";
      const compiled = compileSql(rawStatement([text], [], "read"), database.dialect);
      let count = 0;
      let sum = 0;
      const megabytes = await growth(async (look) => {
        count = 0;
        sum = 0;
        for await (const chunk of database.stream(compiled, [])) {
          count += chunk.length;
          for (const row of chunk) sum += Number(row[0]);
          look();
        }
      });
      assert.deepEqual([count, sum], [ROWS, (ROWS * (ROWS + 1)) / 2]);
      assert.ok(megabytes < 100, `${megabytes.toFixed(0)} MB above the start`);
    });

    test("as instances of a model take less than 100 MB", async () => {
      let count = 0;
      let sum = 0;
      const megabytes = await growth(async (look) => {
        count = 0;
        sum = 0;
        for await (const row of Measurement.objects.iterator()) {
          count++;
          sum += row.id;
          if (count % 1000 === 0) look();
        }
      });
      assert.deepEqual([count, sum], [ROWS, (ROWS * (ROWS + 1)) / 2]);
      assert.ok(megabytes < 100, `${megabytes.toFixed(0)} MB above the start`);
    });

    test("are traced as one statement, also when the reading ends early", async () => {
      const { queries } = await captureQueries(async () => {
        let count = 0;
        for await (const row of Measurement.objects.iterator({ chunkSize: 100 })) {
          assert.equal(row.value, row.id / 2);
          if (++count === 150) break;
        }
      });
      assert.equal(queries.length, 1);
      assert.match(queries[0]!.sql, /^SELECT .* FROM .stream_measurement/);
      assert.match(queries[0]!.place ?? "", /orm-stream\.test\.ts:\d+:\d+$/);
      assert.deepEqual([queries[0]!.rows, queries[0]!.error], [200, undefined]);
    });
  });
}
