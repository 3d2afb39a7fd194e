// Runs the contract of cache backends in memory, on SQLite and in files, and tests what a cache adds to its backend.
import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Cache, createCache, DatabaseCache, FileCache, MemoryCache, NoCache } from "demijohn/cache";
import { connection, defineDatabases } from "demijohn/orm";
import { cacheErrors } from "#cache/internals";
import { testCacheBackend } from "../contracts/caches/cache-backend.ts";

const folder = mkdtempSync(join(tmpdir(), "demijohn-cache-"));
after(() => rmSync(folder, { recursive: true }));
defineDatabases({ default: "sqlite::memory:" });

testCacheBackend("memory", { make: (now) => new MemoryCache({ now }) });
testCacheBackend("SQLite", { make: (now) => new DatabaseCache({ now }) });
testCacheBackend("files", { make: (now) => new FileCache(folder, { now }) });

test("the error table has exactly the codes that the room uses", () => {
  const sources = new URL("../../src/cache/", import.meta.url);
  const used = new Set<string>();
  for (const file of globSync("**/*.ts", { cwd: sources, exclude: ["error-table.ts"] }))
    for (const [, code] of readFileSync(new URL(file, sources), "utf8").matchAll(/"(CACHE_[A-Z_]+)",/g))
      used.add(code!);
  for (const name of ["CACHE_URL", "CACHE_PREFIX", "CACHE_TTL"]) used.delete(name);
  assert.deepEqual([...used].sort(), Object.keys(cacheErrors).sort());
});

test("the memory forgets what was unused for longest when there are too many or they are too large", async () => {
  const memory = new MemoryCache({ maxEntries: 3, maxBytes: 2000 });
  const cache = new Cache(memory);
  for (const key of ["a", "b", "c"]) await cache.set(key, key);
  await cache.get("a");
  await cache.set("d", "d");
  assert.deepEqual([...(await cache.getMany(["a", "b", "c", "d"])).keys()], ["a", "c", "d"]);
  await cache.set("large", "x".repeat(967));
  assert.deepEqual([...(await cache.getMany(["a", "c", "d", "large"])).keys()], ["d", "large"]);
  await cache.set("larger", "x".repeat(2000));
  assert.deepEqual([memory.size, memory.bytes], [0, 0]);
});

test("a missing value is computed once for all who ask at once", async () => {
  const cache = createCache("memory:");
  let made = 0;
  const make = async (): Promise<{ n: number }> => {
    await Promise.resolve();
    return { n: ++made };
  };
  const all = await Promise.all(Array.from({ length: 10 }, () => cache.getOrSet("one", make)));
  assert.deepEqual(all, Array(10).fill({ n: 1 }));
  assert.notEqual(all[0], all[1]);
  assert.deepEqual(await cache.getOrSet("one", make), { n: 1 });
  assert.equal(made, 1);
});

test("a computation that fails or gives nothing leaves nothing behind", async () => {
  const cache = createCache("memory:");
  const failing = (): never => {
    throw new Error("no jar");
  };
  await assert.rejects(cache.getOrSet("one", failing), { message: "no jar" });
  assert.equal(await cache.getOrSet<number | undefined>("one", () => undefined), undefined);
  assert.equal(await cache.getOrSet("one", () => 1), 1);
});

test("what was deleted or set while it was computed is not overwritten by the older value", async () => {
  const cache = createCache("memory:");
  for (const change of [() => cache.set("one", "new"), () => cache.delete("one"), () => cache.clear()]) {
    await cache.delete("one");
    let finish = (_value: string): void => {};
    const older = cache.getOrSet("one", () => new Promise<string>((resolve) => (finish = resolve)));
    await new Promise((resolve) => setImmediate(resolve));
    await change();
    finish("old");
    assert.equal(await older, "old");
    assert.notEqual(await cache.get("one"), "old");
  }
});

test("values that would not come back as they were are refused", async () => {
  const cache = createCache("memory:");
  const facts =
    "  What comes back as it was: texts, finite numbers, booleans, null, arrays and plain objects of them.\n";
  const cure = "  Cache plain parts of it, such as date.toISOString() or [...map].";
  await assert.rejects(cache.set("jar", { lids: [1, new Date(0)] }), {
    message: `CACHE_BAD_VALUE: The value for "jar" cannot be cached.\n  Its part lids[1] is an object of class Date.\n${facts}${cure}`,
  });
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  await assert.rejects(cache.set("jar", circle), {
    message: `CACHE_BAD_VALUE: The value for "jar" cannot be cached.\n  Its part self is a circle.\n${facts}${cure}`,
  });
  for (const value of [undefined, Number.NaN, 1n, () => 1, Symbol("a"), new Map(), new Uint8Array(1), [undefined]])
    await assert.rejects(cache.set("jar", value), { code: "CACHE_BAD_VALUE" });
  await cache.set("jar", { lid: undefined, size: 1 });
  assert.deepEqual(await cache.get("jar"), { size: 1 });
});

test("times, prefixes, versions and steps that cannot be used are told", async () => {
  const cache = createCache("memory:");
  await assert.rejects(cache.set("a", 1, { ttl: "soon" }), {
    message:
      'CACHE_BAD_TTL: A value cannot be kept for "soon".\n' +
      '  Give seconds above 0, a duration such as "5 minutes", or null for as long as there is room.',
  });
  for (const ttl of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    await assert.rejects(cache.touch("a", { ttl }), { code: "CACHE_BAD_TTL" });
  assert.throws(() => createCache("memory:", { prefix: "a:b" }), {
    message:
      "CACHE_BAD_OPTION: The prefix of a cache cannot be used.\n" +
      '  You wrote prefix: "a:b"\n' +
      '  Write lower-case letters, digits, ".", "_" and "-", 50 at most, such as prefix: "shop".',
  });
  assert.throws(() => createCache("memory:", { version: 1.5 }), {
    message:
      "CACHE_BAD_OPTION: The version of a cache cannot be used.\n" +
      "  You wrote version: 1.5\n  Write a whole number, such as version: 2.",
  });
  await assert.rejects(cache.increment("a", 0.5), {
    message: 'CACHE_NOT_A_NUMBER: "a" cannot be counted on by 0.5.\n  Count by whole numbers.',
  });
});

test("a URL names the backend, or is refused without showing its password", () => {
  assert.ok(createCache("none:").backend instanceof NoCache);
  assert.ok(createCache("database:other").backend instanceof DatabaseCache);
  assert.equal((createCache(`file:${folder}`).backend as FileCache).folder, folder);
  assert.equal((createCache(`file://${folder}`).backend as FileCache).folder, folder);
  assert.throws(() => createCache("memcached://ada:secret@host"), {
    message:
      'CACHE_BAD_URL: A URL names no cache.\n  You wrote "memcached://***@host"\n' +
      "  Write memory:, database:, file:folder, redis://host:6379 or none:.",
  });
  for (const url of ["", "memory", "file:", "redis:", "redis://", "database:a b"])
    assert.throws(() => createCache(url), { code: "CACHE_BAD_URL" }, url);
});

test("without a URL, the environment says which cache it is", () => {
  Object.assign(process.env, { CACHE_URL: "none:", CACHE_PREFIX: "shop", CACHE_TTL: "1 hour" });
  const cache = createCache();
  assert.ok(cache.backend instanceof NoCache);
  assert.deepEqual([cache.prefix, cache.ttl], ["shop", 3600]);
  process.env["CACHE_URL"] = "memcached:";
  assert.throws(() => createCache(), { name: "SettingsError", message: /names no cache/ });
  for (const name of ["CACHE_URL", "CACHE_PREFIX", "CACHE_TTL"]) delete process.env[name];
  assert.ok(createCache().backend instanceof MemoryCache);
});

test("no cache keeps nothing", async () => {
  const cache = createCache("none:");
  await cache.set("a", 1);
  assert.equal(await cache.get("a"), undefined);
  assert.deepEqual([await cache.add("a", 1), await cache.replace("a", 1)], [true, false]);
  assert.deepEqual([await cache.touch("a"), await cache.delete("a")], [false, false]);
  assert.equal(await cache.increment("a"), undefined);
  assert.equal(await cache.getOrSet("a", () => 2), 2);
  await cache.clear();
});

test("what has passed its time is cleaned away", async () => {
  let time = Date.now();
  const now = (): number => time;
  for (const backend of [
    new MemoryCache({ now }),
    new DatabaseCache({ now }),
    new FileCache(join(folder, "c"), { now }),
  ]) {
    const cache = new Cache(backend, { prefix: "clean" });
    await cache.clean();
    await cache.set("short", 1, { ttl: 10 });
    await cache.set("long", 2, { ttl: 1000 });
    time += 11_000;
    assert.equal(await cache.clean(), 1);
    assert.equal(await cache.get("long"), 2);
  }
});

test("the files of a cache are readable by their owner alone, and damaged ones hold nothing", async () => {
  const cache = new Cache(new FileCache(join(folder, "modes")), { prefix: "own" });
  await cache.set("a", 1);
  await cache.add("b", 1);
  const files = globSync("modes/own/*", { cwd: folder }).map((name) => join(folder, name));
  assert.deepEqual(
    files.map((file) => statSync(file).mode & 0o777),
    [0o600, 0o600],
  );
  for (const damage of ["", "9999999999999\n{", "x\n1"]) {
    for (const file of files) writeFileSync(file, damage);
    assert.equal(await cache.get("a"), undefined);
  }
});

test("CACHE_CONTENDED: a number that is always changed by others ends in an error", async () => {
  const cache = createCache("database:");
  await cache.set("count", 1);
  await connection().script("CREATE TRIGGER stopped BEFORE UPDATE ON demijohn_cache BEGIN SELECT RAISE(IGNORE); END");
  await assert.rejects(cache.increment("count"), {
    message: [
      "CACHE_CONTENDED: A number was changed by others 100 times while it was counted on.",
      "  Count outside of a transaction, or keep the number in Redis.",
    ].join("\n"),
  });
  await connection().script("DROP TRIGGER stopped");
});

test("CACHE_NO_REDIS: where @redis/client is missing, the cure is told", async () => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === "@redis/client") throw new Error("Cannot find package");
      return next(specifier, context);
    },
  });
  await assert.rejects(createCache("redis://127.0.0.1:9").get("a"), {
    message: [
      'CACHE_NO_REDIS: Redis needs the package "@redis/client", which is not installed.',
      '  Run npm install @redis/client, or keep the cache in the database: createCache("database:").',
    ].join("\n"),
  });
  hooks.deregister();
});
