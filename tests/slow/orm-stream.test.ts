// Tests that a million rows are read in chunks, in little memory, on every database that has room for them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compileSql } from "../../src/orm/sql/compile.ts";
import { rawStatement } from "../../src/orm/sql/node.ts";
import { databaseCases } from "../contracts/databases.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

// What is in use: the resident size also counts the room that V8 keeps free for the young, up to 100 MB by itself.
const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const million = {
  sqlite:
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i, 'row number ' || i FROM n",
  postgres: "SELECT i, 'row number ' || i FROM generate_series(1, 1000000) AS n (i)",
  mysql: "SELECT seq, CONCAT('row number ', seq) FROM seq_1_to_1000000",
} as const;

for (const { name, skip, open } of databaseCases.filter((found) => found.name !== "PGlite")) {
  test(`a million rows of ${name} take less than 100 MB`, { skip }, async () => {
    const { database, remove } = await open();
    try {
      const compiled = compileSql(rawStatement([million[database.dialect.name]], [], "read"), database.dialect);
      // What is loaded at the first use, such as the driver, is no part of the reading.
      for await (const chunk of database.stream(compiled, [])) if (chunk.length > 0) break;
      collectGarbage();
      const before = inUse();
      let most = before;
      let count = 0;
      let sum = 0;
      for await (const chunk of database.stream(compiled, [])) {
        count += chunk.length;
        for (const row of chunk) sum += Number(row[0]);
        most = Math.max(most, inUse());
      }
      assert.deepEqual([count, sum], [1_000_000, 500_000_500_000]);
      const megabytes = (most - before) / 2 ** 20;
      assert.ok(megabytes < 100, `${megabytes.toFixed(0)} MB above the start`);
    } finally {
      await remove();
    }
  });
}
