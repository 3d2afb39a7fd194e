// Runs the contract of cache backends on the database servers and Redis.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createCache, DatabaseCache, RedisCache } from "demijohn/cache";
import { closeDatabases, connection, defineDatabases } from "demijohn/orm";
import { serverUrl, skipWithout } from "../../servers.ts";
import { testCacheBackend } from "./cache-backend.ts";

const databases = { postgres: "PostgreSQL", mariadb: "MariaDB" } as const;
defineDatabases({ postgres: serverUrl("postgres"), mariadb: serverUrl("mariadb") });
const used: string[] = [];
for (const [using, title] of Object.entries(databases)) {
  const skip = await skipWithout(using as keyof typeof databases);
  if (skip === false) used.push(using);
  testCacheBackend(title, { make: (now) => new DatabaseCache({ using, now }), skip });
}

const skip = await skipWithout("redis");
const redis = new RedisCache({ url: serverUrl("redis") });
testCacheBackend("Redis", { make: () => redis, pass: setTimeout, skip });

test("Redis that does not answer fails the command, and is tried again by the next", { skip }, async () => {
  const cache = createCache("redis://127.0.0.1:1");
  await assert.rejects(cache.get("a"), { message: "connect ECONNREFUSED 127.0.0.1:1" });
  await assert.rejects(cache.get("a"), { message: "connect ECONNREFUSED 127.0.0.1:1" });
  await cache.close();
});

after(async () => {
  for (const using of used) await connection(using).script("DROP TABLE IF EXISTS demijohn_cache");
  await closeDatabases();
  await redis.close();
});
