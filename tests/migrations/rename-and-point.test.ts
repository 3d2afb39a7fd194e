// Tests that a renamed model has its new name before a new relation points at it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connection, defineDatabases } from "demijohn/orm";
import { checkPair } from "./schema-properties.ts";

test("a relation to a model that is renamed in the same change comes after the renaming", async () => {
  defineDatabases({ default: "sqlite::memory:" });
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
  const schema = [313, ...zeros(59)];
  const edits = [638, 126, 0, 166, 0, 0, 0, 957, 43, ...zeros(9), 619, 0, 117, ...zeros(19)];
  assert.equal(await checkPair(connection(), { schema, edits }), true);
});
