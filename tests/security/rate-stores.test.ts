// Runs the contract of rate-limit stores in memory and on SQLite, and tests what is told of wrong limits and lost stores.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";
import { defineDatabases } from "demijohn/orm";
import {
  clientKey,
  DatabaseRateStore,
  MemoryRateStore,
  RateLimiter,
  RedisRateStore,
  rateLimit,
  security,
} from "demijohn/security";
import { testRateStore } from "../contracts/caches/rate-store.ts";

defineDatabases({ default: "sqlite::memory:" });
testRateStore("memory", () => new MemoryRateStore());
const database = new DatabaseRateStore();
testRateStore("SQLite", () => database);

test("the memory forgets what is over, and the oldest of too many", async () => {
  const store = new MemoryRateStore({ maxKeys: 3 });
  let now = 0;
  const limiter = new RateLimiter({ limit: 1, window: 1, store, now: () => now });
  for (const key of ["a", "b", "c", "d"]) await limiter.take(key);
  assert.equal(store.size, 3);
  now = 10_000;
  await limiter.take("e");
  assert.equal(store.size, 1);
});

test("a limit that cannot be used is told", () => {
  assert.throws(() => rateLimit({ limit: 0, window: 60 }), {
    message:
      "SECURITY_BAD_RATE_LIMIT: The limit of a rate limit cannot be used.\n" +
      "  You wrote limit: 0\n" +
      "  A limit is a whole number from 1.\n" +
      '  Write rateLimit({ limit: 100, window: "1 minute" }).',
  });
  assert.throws(() => rateLimit({ limit: 1, window: "soon" }), {
    message:
      "SECURITY_BAD_RATE_LIMIT: The window of a rate limit cannot be used.\n" +
      '  You wrote window: "soon"\n' +
      "  A window is a duration of at most a year.\n" +
      '  Write rateLimit({ limit: 100, window: "1 minute" }).',
  });
});

test("answers tell what is left, and the refusal when to come again", async () => {
  const app = new App({ mode: "test" });
  const now = 1_800_000_015_000;
  app.get("/", { middleware: [rateLimit({ limit: 2, window: "1 minute", now: () => now })] }, () => "ok");
  const told = async (): Promise<unknown[]> => {
    const { status, headers } = await app.request("/");
    const names = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"];
    return [status, ...names.map((name) => headers.get(name))];
  };
  assert.deepEqual(await told(), [200, "2", "1", "45", undefined]);
  assert.deepEqual(await told(), [200, "2", "0", "45", undefined]);
  assert.deepEqual(await told(), [429, "2", "0", "45", "75"]);
});

test("a refusal is an error of its own, for a page of its own", async () => {
  const app = new App({ mode: "test" });
  const limited = rateLimit({
    limit: 1,
    window: "1 minute",
    key: (request) => request.query.get("who"),
    headers: false,
  });
  app.use(limited);
  app.onError(429, (error) => `${(error as Error & { code: string }).code}`);
  app.get("/", () => "ok");
  await app.request("/?who=ada");
  const refused = await app.request("/?who=ada");
  assert.equal(await refused.text(), "SECURITY_TOO_MANY_REQUESTS");
  assert.equal(refused.headers.get("ratelimit-limit"), undefined);
  assert.equal((await app.request("/?who=bob")).status, 200);
  assert.equal((await app.request("/")).status, 200);
});

test("while the store fails, requests pass uncounted and the log says so; or they fail, where that is wanted", async () => {
  const log: string[] = [];
  const logger = { debug() {}, info() {}, warn: (text: string) => void log.push(text), error() {} };
  const store = {
    take() {
      throw new Error("gone");
    },
    forget() {},
  };
  const app = new App({ mode: "test", logger });
  app.get("/open", { middleware: [rateLimit({ limit: 1, window: 60, store })] }, () => "ok");
  app.get("/closed", { middleware: [rateLimit({ limit: 1, window: 60, store, failClosed: true })] }, () => "ok");
  assert.equal((await app.request("/open")).status, 200);
  assert.deepEqual(log, ["SECURITY_RATE_STORE: Rate limits are not counted. Error: gone"]);
  assert.equal((await app.request("/closed")).status, 500);
});

test("limits without a store count where the setting says", async () => {
  const app = new App({ mode: "test" });
  app.use(security({ rateLimits: "database:" }));
  app.get("/", { middleware: [rateLimit({ limit: 1, window: "1 hour", name: "set" })] }, () => "ok");
  await app.request("/", { remoteAddress: "192.0.2.1" });
  const limiter = new RateLimiter({ limit: 1, window: "1 hour", name: "set", store: database });
  assert.equal((await limiter.take("192.0.2.1")).allowed, false);
});

test("where @redis/client is missing, the cure is told", async () => {
  const { registerHooks } = await import("node:module");
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === "@redis/client") throw new Error("Cannot find package");
      return next(specifier, context);
    },
  });
  const store = new RedisRateStore({ url: "redis://127.0.0.1:9" });
  await assert.rejects(new RateLimiter({ limit: 1, window: 1, store }).take("a"), {
    message:
      'SECURITY_NO_REDIS: Redis needs the package "@redis/client", which is not installed.\n' +
      "  Run npm install @redis/client, or count in the database: new DatabaseRateStore().",
  });
  hooks.deregister();
});

const addresses: readonly (readonly [address: string, key: string])[] = [
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:0:1::5", "2001:db8:0:1::/64"],
  ["2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd", "2001:db8:0:1::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["", "unknown"],
];
for (const [address, key] of addresses) {
  test(`the client at ${JSON.stringify(address)} is ${key}`, async () => {
    const app = new App({ mode: "test" });
    app.get("/", clientKey);
    assert.equal(await (await app.request("/", { remoteAddress: address })).text(), key);
  });
}
