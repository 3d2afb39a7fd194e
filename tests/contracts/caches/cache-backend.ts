// Declares the tests that every cache backend passes, wherever it keeps its texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Cache, type CacheBackend } from "demijohn/cache";

/** How a backend is made; `now` is its clock, in milliseconds, which `pass` moves on. */
export interface BackendUnderTest {
  readonly make: (now: () => number) => CacheBackend;
  /** Lets time pass where the backend has a clock of its own. */
  readonly pass?: ((milliseconds: number) => Promise<unknown>) | undefined;
  readonly skip?: string | false | undefined;
}

/** Runs the contract of {@link CacheBackend}, through a {@link Cache}, on one kind of backend. */
export function testCacheBackend(name: string, { make, pass, skip = false }: BackendUnderTest): void {
  let caches = 0;
  const open = (): { cache: Cache; wait: (milliseconds: number) => Promise<unknown> } => {
    let now = 1_800_000_000_000;
    const backend = make(() => now);
    const wait =
      pass ??
      (async (milliseconds: number) => {
        now += milliseconds;
      });
    return { cache: new Cache(backend, { prefix: `contract-${process.pid}-${++caches}` }), wait };
  };

  test(`${name}: values come back as they were, and others are not there`, { skip }, async () => {
    const { cache } = open();
    const values = [null, false, 0, -1.5, "", "Grüße, 世界 \u0000 '\"\\", [], {}, { a: [1, { b: "c" }] }];
    for (const value of values) {
      await cache.set("one", value);
      assert.deepEqual(await cache.get("one"), value);
      assert.equal(await cache.has("one"), true);
    }
    assert.equal(await cache.get("other"), undefined);
    assert.equal(await cache.get("__proto__"), undefined);
    assert.equal(await cache.has("other"), false);
    await cache.clear();
  });

  test(`${name}: keys of any length and letters are told apart`, { skip }, async () => {
    const { cache } = open();
    const keys = [
      "",
      "a",
      "A",
      "a ",
      "á",
      "x".repeat(5000),
      "x".repeat(5001),
      "../a",
      "a:b",
      "*",
      "{a}",
      "b\nc'\"; --",
    ];
    for (const [i, key] of keys.entries()) await cache.set(key, i);
    for (const [i, key] of keys.entries()) assert.equal(await cache.get(key), i, key);
    await cache.clear();
  });

  test(`${name}: a text of a megabyte is kept whole`, { skip }, async () => {
    const { cache } = open();
    await cache.set("large", "x".repeat(1_000_000));
    assert.equal((await cache.get<string>("large"))?.length, 1_000_000);
    await cache.clear();
  });

  test(`${name}: a value is there until its time has passed, and touching starts it again`, { skip }, async () => {
    const { cache, wait } = open();
    await cache.set("short", 1, { ttl: 0.2 });
    await cache.set("touched", 2, { ttl: 0.2 });
    await cache.set("kept", 3, { ttl: 0.2 });
    await cache.set("never", 4, { ttl: null });
    assert.equal(await cache.touch("touched", { ttl: 60 }), true);
    assert.equal(await cache.touch("kept", { ttl: null }), true);
    assert.equal(await cache.touch("none"), false);
    assert.equal(await cache.get("short"), 1);
    await wait(250);
    assert.equal(await cache.get("short"), undefined);
    assert.equal(await cache.touch("short"), false);
    assert.equal(await cache.delete("short"), false);
    assert.deepEqual([...(await cache.getMany(["touched", "kept", "never"])).values()], [2, 3, 4]);
    assert.equal(await cache.add("short", 5), true);
    assert.equal(await cache.get("short"), 5);
    await cache.clear();
  });

  test(`${name}: adds where there is none, and replaces where there is one`, { skip }, async () => {
    const { cache } = open();
    assert.equal(await cache.replace("one", 0), false);
    assert.equal(await cache.get("one"), undefined);
    assert.equal(await cache.add("one", 1), true);
    assert.equal(await cache.add("one", 2), false);
    assert.equal(await cache.get("one"), 1);
    assert.equal(await cache.replace("one", 3), true);
    assert.equal(await cache.get("one"), 3);
    await cache.clear();
  });

  test(`${name}: many at once`, { skip }, async () => {
    const { cache } = open();
    await cache.setMany({ a: 1, b: 2 });
    await cache.setMany(new Map([["c", 3]]));
    assert.deepEqual(
      [...(await cache.getMany(["c", "none", "a"]))],
      [
        ["c", 3],
        ["a", 1],
      ],
    );
    assert.deepEqual([...(await cache.getMany([]))], []);
    assert.equal(await cache.deleteMany(["a", "a", "none", "b"]), 2);
    assert.equal(await cache.deleteMany([]), 0);
    assert.equal(await cache.delete("c"), true);
    assert.equal(await cache.delete("c"), false);
    await cache.clear();
  });

  test(`${name}: counts, keeping the time`, { skip }, async () => {
    const { cache, wait } = open();
    assert.equal(await cache.increment("hits"), undefined);
    assert.equal(await cache.has("hits"), false);
    await cache.set("hits", 40, { ttl: 0.2 });
    assert.equal(await cache.increment("hits"), 41);
    assert.equal(await cache.increment("hits", 9), 50);
    assert.equal(await cache.decrement("hits", 60), -10);
    assert.equal(await cache.get("hits"), -10);
    await wait(250);
    assert.equal(await cache.get("hits"), undefined);
    await cache.set("name", "Plum");
    await assert.rejects(cache.increment("name"), {
      message: 'CACHE_NOT_A_NUMBER: The value under "name" is no whole number.\n  Begin with cache.set("name", 0).',
    });
    await cache.clear();
  });

  test(`${name}: of twenty that add at once one does, and none is lost that counts`, { skip }, async () => {
    const { cache } = open();
    const added = await Promise.all(Array.from({ length: 20 }, (_, i) => cache.add("lock", i)));
    assert.equal(added.filter(Boolean).length, 1);
    await cache.set("hits", 0);
    await Promise.all(Array.from({ length: 20 }, () => cache.increment("hits")));
    assert.equal(await cache.get("hits"), 20);
    await cache.clear();
  });

  test(`${name}: clearing leaves other prefixes alone, and takes every version`, { skip }, async () => {
    const { cache } = open();
    const next = new Cache(cache.backend, { prefix: cache.prefix, version: 2 });
    const other = new Cache(cache.backend, { prefix: `${cache.prefix}-other` });
    await cache.set("one", 1);
    assert.equal(await next.get("one"), undefined);
    await next.set("one", 2);
    await other.set("one", 3);
    assert.equal(await cache.get("one"), 1);
    await cache.clear();
    assert.deepEqual(
      [await cache.get("one"), await next.get("one"), await other.get("one")],
      [undefined, undefined, 3],
    );
    await other.clear();
  });
}
