// Tests the store in memory: lifetimes, and what goes when it is full.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MemoryStore } from "#sessions";

const isNew = { lifetime: 60, exists: false };

test("a session is there until its lifetime has passed", () => {
  let now = 0;
  const store = new MemoryStore({ now: () => now });
  assert.equal(store.save("k", "text", isNew), true);
  now = 59_999;
  assert.equal(store.load("k"), "text");
  now = 60_000;
  assert.equal(store.load("k"), undefined);
  assert.equal(store.size, 0);
});

test("touch starts the lifetime again", () => {
  let now = 0;
  const store = new MemoryStore({ now: () => now });
  store.save("k", "text", isNew);
  now = 50_000;
  store.touch("k", 60);
  now = 100_000;
  assert.equal(store.load("k"), "text");
  store.touch("none", 60);
  assert.equal(store.load("none"), undefined);
});

test("a session that was deleted is not brought back by a save that expects it", () => {
  const store = new MemoryStore();
  store.save("k", "one", isNew);
  assert.equal(store.save("k", "two", { lifetime: 60, exists: true }), true);
  store.delete("k");
  store.delete("k");
  assert.equal(store.save("k", "three", { lifetime: 60, exists: true }), false);
  assert.equal(store.load("k"), undefined);
});

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
