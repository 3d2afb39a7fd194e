// Asserts how rows come one by one out of chunks: in order, also when many are asked for at once, and until the reader ends.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RowIterator } from "../../../../src/orm/query/read/row-iterator.ts";

async function* chunksOf(log: string[], ...chunks: number[][]): AsyncGenerator<number[], void, undefined> {
  try {
    for (const chunk of chunks) {
      log.push(`read ${chunk.join()}`);
      yield chunk;
    }
  } finally {
    log.push("closed");
  }
}

test("rows come in order, and chunks only when they are needed; empty ones are passed over", async () => {
  const log: string[] = [];
  for await (const row of new RowIterator(chunksOf(log, [1, 2], [], [3]))) log.push(`row ${row}`);
  assert.deepEqual(log, ["read 1,2", "row 1", "row 2", "read ", "read 3", "row 3", "closed"]);
});

test("rows that are asked for at once are handed out in the order of the asking", async () => {
  const rows = new RowIterator(chunksOf([], [1, 2], [3, 4]));
  const answers = await Promise.all(Array.from({ length: 6 }, () => rows.next()));
  assert.deepEqual(
    answers.map(({ value }) => value),
    [1, 2, 3, 4, undefined, undefined],
  );
});

test("a reading that ends early closes the chunks", async () => {
  const log: string[] = [];
  for await (const row of new RowIterator(chunksOf(log, [1, 2], [3]))) if (row === 2) break;
  assert.deepEqual(log, ["read 1,2", "closed"]);
  const rows = new RowIterator(chunksOf(log, [1]));
  await rows.next();
  await assert.rejects(rows.throw(new Error("enough")), { message: "enough" });
  assert.deepEqual(await rows.next(), { value: undefined, done: true });
});

test("what fails in a chunk fails the row that needs it", async () => {
  const rows = new RowIterator(
    (async function* () {
      yield [1];
      throw new Error("broken");
    })(),
  );
  assert.deepEqual(await rows.next(), { value: 1, done: false });
  await assert.rejects(rows.next(), { message: "broken" });
});
