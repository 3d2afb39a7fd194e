// Runs the contract of rate-limit stores on the database servers and Redis.
import { after } from "node:test";
import { closeDatabases, connection, defineDatabases } from "demijohn/orm";
import { DatabaseRateStore, RedisRateStore } from "demijohn/security";
import { serverUrl, skipWithout } from "../../servers.ts";
import { testRateStore } from "./rate-store.ts";

const databases = { postgres: "PostgreSQL", mariadb: "MariaDB" } as const;
defineDatabases({ postgres: serverUrl("postgres"), mariadb: serverUrl("mariadb") });
const used: string[] = [];
for (const [using, title] of Object.entries(databases)) {
  const skip = await skipWithout(using as keyof typeof databases);
  if (skip === false) used.push(using);
  const store = new DatabaseRateStore({ using });
  testRateStore(title, () => store, skip);
}

const redis = new RedisRateStore({ url: serverUrl("redis"), prefix: `demijohn:test:${process.pid}:` });
testRateStore("Redis", () => redis, await skipWithout("redis"));

after(async () => {
  for (const using of used) await connection(using).script("DROP TABLE IF EXISTS demijohn_rate_limit");
  await closeDatabases();
  await redis.close();
});
