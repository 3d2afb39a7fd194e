// Counts rate limits in Redis, for several processes and machines, by a script that runs there undivided.
import { connectRedis, type OwnRedisClient } from "#cache/internals";
import { SetupError } from "#kernel";
import { hashLongKey } from "./hash-long-key.ts";
import { type RateCount, type RateQuery, type RateStore, slotOf, weightOf } from "./rate-store.ts";

// One hash for each key: the window's number, its count, and that of the window before.
const script = `
local kept = redis.call('HMGET', KEYS[1], 's', 'c', 'p')
local slot, cost = tonumber(ARGV[1]), tonumber(ARGV[3])
local current, previous = 0, 0
if tonumber(kept[1]) == slot then
  current, previous = tonumber(kept[2]), tonumber(kept[3])
elseif tonumber(kept[1]) == slot - 1 then
  previous = tonumber(kept[2])
end
if previous * tonumber(ARGV[4]) + current + cost > tonumber(ARGV[2]) then return {0, current, previous} end
current = current + cost
redis.call('HSET', KEYS[1], 's', slot, 'c', current, 'p', previous)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return {1, current, previous}`;

/** The commands that are used of a client of `@redis/client`. */
export interface RateRedisClient {
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>;
  del(keys: string[]): Promise<unknown>;
}

/** Where the Redis of a {@link RedisRateStore} is: a URL, or a connected client. */
export interface RedisRateStoreOptions {
  readonly url?: string | undefined;
  readonly client?: RateRedisClient | undefined;
  /** What all keys begin with: `demijohn:rate:`. */
  readonly prefix?: string | undefined;
}

type OwnClient = RateRedisClient & OwnRedisClient;

/** Counts in Redis or Valkey. The package `@redis/client` is loaded by the first request. */
export class RedisRateStore implements RateStore {
  readonly #options: RedisRateStoreOptions;
  readonly #prefix: string;
  #client: Promise<RateRedisClient> | undefined;
  #own: OwnClient | undefined;

  constructor(options: RedisRateStoreOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? "demijohn:rate:";
  }

  async take(query: RateQuery): Promise<RateCount> {
    const client = await this.#open();
    const { limit, window, cost, now } = query;
    const answer = (await client.eval(script, {
      keys: [this.#keyOf(query.key)],
      arguments: [slotOf(now, window), limit, cost, weightOf(now, window), window * 2].map(String),
    })) as [number, number, number];
    return { allowed: answer[0] === 1, current: Number(answer[1]), previous: Number(answer[2]) };
  }

  async forget(key: string): Promise<void> {
    await (await this.#open()).del([this.#keyOf(key)]);
  }

  /** Closes the connection, if it was made here. */
  async close(): Promise<void> {
    await this.#client?.catch(() => undefined);
    this.#own?.destroy();
    this.#client = undefined;
  }

  #keyOf(key: string): string {
    return this.#prefix + hashLongKey(key);
  }

  #open(): Promise<RateRedisClient> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<RateRedisClient> {
    const { client, url } = this.#options;
    if (client !== undefined) return client;
    const own = await connectRedis<OwnClient>(url, noRedis);
    this.#own = own;
    return own;
  }
}

function noRedis(cause: unknown): SetupError {
  return new SetupError("SECURITY_NO_REDIS", 'Redis needs the package "@redis/client", which is not installed.', {
    cure: "Run npm install @redis/client, or count in the database: new DatabaseRateStore().",
    cause,
  });
}
