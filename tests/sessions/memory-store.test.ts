// Tests the store in memory: the contract of all stores, and what goes when it is full.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStore } from "#sessions";
import { testSessionStore } from "../contracts/accounts/session-store.ts";

const isNew = { lifetime: 60, exists: false };

testSessionStore("MemoryStore", (now) => new MemoryStore({ now }));

test("a full store lets go what has ended, then what was unused for longest", () => {
  let now = 0;
  const store = new MemoryStore({ maxSessions: 3, now: () => now });
  store.save("ended", "x", { lifetime: 1, exists: false });
  store.save("a", "x", isNew);
  store.save("b", "x", isNew);
  now = 2000;
  store.save("c", "x", isNew);
  assert.deepEqual(
    ["ended", "a", "b", "c"].map((key) => store.load(key)),
    [undefined, "x", "x", "x"],
  );
  store.load("a");
  store.save("d", "x", isNew);
  assert.equal(store.size, 3);
  assert.deepEqual(
    ["a", "b", "c", "d"].map((key) => store.load(key)),
    ["x", undefined, "x", "x"],
  );
});

test("what has ended leaves the memory when it is asked for", () => {
  let now = 0;
  const store = new MemoryStore({ now: () => now });
  store.save("k", "text", isNew);
  assert.equal(store.size, 1);
  now = 60_000;
  assert.equal(store.load("k"), undefined);
  assert.equal(store.size, 0);
});
