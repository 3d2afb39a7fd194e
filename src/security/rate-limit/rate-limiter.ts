// Limits how often something may be done: checks its options once, then asks a store for each key.
import { parseDuration, quoteValue, SetupError } from "#kernel";
import { MemoryRateStore } from "./memory-rate-store.ts";
import { judge, type RateQuery, type RateStore, type RateVerdict } from "./rate-store.ts";

/** How often something may be done. */
export interface RateLimiterOptions {
  /** How many times within the window. */
  readonly limit: number;
  /** Seconds, or a text such as `"1 minute"`. */
  readonly window: number | string;
  /** Tells limiters apart that count in one store: `login`. */
  readonly name?: string | undefined;
  readonly store?: RateStore | undefined;
  /** The clock, in milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/**
 * Limits how often something may be done, in a handler or anywhere else.
 *
 * @throws SetupError `SECURITY_BAD_RATE_LIMIT`
 * @example
 * ```ts
 * import { RateLimiter } from "demijohn/security";
 * const resets = new RateLimiter({ limit: 2, window: "1 hour", name: "reset" });
 * await resets.take("ada@example.org");
 * await resets.take("ada@example.org");
 * console.log((await resets.take("ada@example.org")).allowed); // false
 * ```
 */
export class RateLimiter {
  readonly limit: number;
  /** Seconds. */
  readonly window: number;
  readonly name: string;
  readonly #store: RateStore | undefined;
  readonly #now: () => number;
  #fallback: RateStore | undefined;

  constructor({ limit, window, name = "limit", store, now = Date.now }: RateLimiterOptions) {
    const seconds = typeof window === "string" ? parseDuration(window) : window;
    if (!Number.isSafeInteger(limit) || limit < 1) throw badLimit("limit", limit, "A limit is a whole number from 1.");
    if (seconds === undefined || !(seconds >= 0.001) || seconds > 31_536_000)
      throw badLimit("window", window, "A window is a duration of at most a year.");
    this.limit = limit;
    this.window = seconds;
    this.name = name;
    this.#store = store;
    this.#now = now;
  }

  /**
   * Counts one use by somebody, and says whether it is allowed.
   *
   * @param cost how much it counts; 1 if not given.
   * @param store where it is counted, if the limiter has no store of its own.
   */
  async take(key: string, cost = 1, store?: RateStore): Promise<RateVerdict> {
    const query: RateQuery = {
      key: `${this.name}:${key}`,
      limit: this.limit,
      window: Math.max(1, Math.round(this.window * 1000)),
      cost,
      now: this.#now(),
    };
    return judge(query, await this.#storeOr(store).take(query));
  }

  /** Forgets what somebody has used: after a login that succeeded. */
  async forget(key: string, store?: RateStore): Promise<void> {
    await this.#storeOr(store).forget(`${this.name}:${key}`);
  }

  #storeOr(other: RateStore | undefined): RateStore {
    if (this.#store !== undefined) return this.#store;
    if (other !== undefined) return other;
    this.#fallback ??= new MemoryRateStore();
    return this.#fallback;
  }
}

function badLimit(option: string, value: unknown, fact: string): SetupError {
  return new SetupError("SECURITY_BAD_RATE_LIMIT", `The ${option} of a rate limit cannot be used.`, {
    wrote: `${option}: ${quoteValue(value)}`,
    facts: [fact],
    cure: 'Write rateLimit({ limit: 100, window: "1 minute" }).',
  });
}
