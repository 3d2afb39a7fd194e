// Declares the tests that every store of rate limits passes, wherever it counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RateLimiter, type RateStore } from "demijohn/security";

/** Runs the contract of {@link RateStore} on one kind of store. */
export function testRateStore(
  name: string,
  make: () => RateStore | Promise<RateStore>,
  skip: string | false = false,
): void {
  const start = 1_800_000_000_000;
  let keys = 0;
  const own = (): string => `contract-${process.pid}-${keys++}`;

  test(`${name}: allows up to the limit, and again when the window has moved on`, { skip }, async () => {
    const store = await make();
    let now = start;
    const limiter = new RateLimiter({ limit: 3, window: 60, name: own(), store, now: () => now });
    for (const remaining of [2, 1, 0]) {
      const verdict = await limiter.take("ada");
      assert.deepEqual([verdict.allowed, verdict.remaining], [true, remaining]);
    }
    assert.equal((await limiter.take("ada")).allowed, false);
    assert.equal((await limiter.take("bob")).allowed, true);
    // Half of the next window later, half of the three still count.
    now += 90_000;
    assert.equal((await limiter.take("ada")).allowed, true);
    assert.equal((await limiter.take("ada")).allowed, false);
    now += 180_000;
    assert.equal((await limiter.take("ada")).remaining, 2);
  });

  test(`${name}: says how long to wait, and no shorter than that`, { skip }, async () => {
    const store = await make();
    let now = start + 15_000;
    const limiter = new RateLimiter({ limit: 2, window: 60, name: own(), store, now: () => now });
    await limiter.take("ada");
    await limiter.take("ada");
    const { allowed, retryAfter, resetAfter } = await limiter.take("ada");
    assert.deepEqual([allowed, retryAfter, resetAfter], [false, 75, 45]);
    now += (retryAfter - 1) * 1000;
    assert.equal((await limiter.take("ada")).allowed, false);
    now += 1000;
    assert.equal((await limiter.take("ada")).allowed, true);
  });

  test(`${name}: what is refused is not counted`, { skip }, async () => {
    const store = await make();
    let now = start;
    const limiter = new RateLimiter({ limit: 1, window: 60, name: own(), store, now: () => now });
    for (let i = 0; i < 5; i++) await limiter.take("ada");
    now += 120_000;
    assert.equal((await limiter.take("ada")).allowed, true);
  });

  test(`${name}: a request may cost more than one`, { skip }, async () => {
    const store = await make();
    const limiter = new RateLimiter({ limit: 5, window: 60, name: own(), store, now: () => start });
    assert.equal((await limiter.take("ada", 4)).remaining, 1);
    assert.equal((await limiter.take("ada", 2)).allowed, false);
    assert.equal((await limiter.take("ada", 1)).allowed, true);
    assert.equal((await limiter.take("bob", 6)).allowed, false);
  });

  test(`${name}: forgets a key`, { skip }, async () => {
    const store = await make();
    const limiter = new RateLimiter({ limit: 1, window: 60, name: own(), store, now: () => start });
    await limiter.take("ada");
    await limiter.forget("ada");
    assert.equal((await limiter.take("ada")).allowed, true);
    await limiter.forget("nobody");
  });

  test(`${name}: of thirty at once, the limit gets through`, { skip }, async () => {
    const store = await make();
    const limiter = new RateLimiter({ limit: 7, window: 60, name: own(), store, now: () => start });
    const all = await Promise.all(Array.from({ length: 30 }, () => limiter.take("ada")));
    assert.equal(all.filter(({ allowed }) => allowed).length, 7);
  });

  test(`${name}: takes keys of any length and letters`, { skip }, async () => {
    const store = await make();
    const limiter = new RateLimiter({ limit: 1, window: 60, name: own(), store, now: () => start });
    for (const key of ["", "x".repeat(5000), "Grüße 世界", "a b\nc'\"; --", "__proto__", "{a}"]) {
      assert.equal((await limiter.take(key)).allowed, true, key);
      assert.equal((await limiter.take(key)).allowed, false, key);
    }
  });
}
