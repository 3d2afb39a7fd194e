// Turns the setting `rateLimits` into the store that it names.

import { DatabaseRateStore } from "./database-rate-store.ts";
import { MemoryRateStore } from "./memory-rate-store.ts";
import type { RateStore } from "./rate-store.ts";
import { RedisRateStore } from "./redis-rate-store.ts";

/** Says what is wrong with the setting; nothing where it can be used. */
export function checkStoreUrl(url: string): string | undefined {
  return /^(memory:|database:\w*|rediss?:\/\/.+)$/.test(url) ? undefined : "is no store of rate limits.";
}

/** Makes the store of `memory:`, `database:` (or `database:alias`) or `redis://host`. */
export function storeOfUrl(url: string): RateStore {
  if (url.startsWith("redis")) return new RedisRateStore({ url });
  if (!url.startsWith("database:")) return new MemoryRateStore();
  return new DatabaseRateStore({ using: url.slice("database:".length) || "default" });
}
