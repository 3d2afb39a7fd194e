// Keeps cached texts in Redis or Valkey, for several processes and machines.
import { SetupError } from "#kernel";
import type { CacheBackend, CachePut } from "../cache-backend.ts";
import { notANumber } from "../cache-value.ts";
import { connectRedis, type OwnRedisClient } from "./connect-redis.ts";

/** What is used of a client of `@redis/client`. */
export interface CacheRedisClient {
  sendCommand(parts: string[]): Promise<unknown>;
}

/** Where the Redis of a {@link RedisCache} is: a URL, or a connected client. */
export interface RedisCacheOptions {
  readonly url?: string | undefined;
  readonly client?: CacheRedisClient | undefined;
}

type OwnClient = CacheRedisClient & OwnRedisClient;

// INCRBY alone would begin at 0 where there is nothing, and keep that for ever.
const countScript =
  "if redis.call('EXISTS', KEYS[1]) == 0 then return false end return redis.call('INCRBY', KEYS[1], ARGV[1])";

/** A cache in Redis or Valkey. The package `@redis/client` is loaded by the first use. */
export class RedisCache implements CacheBackend {
  readonly #options: RedisCacheOptions;
  #client: Promise<CacheRedisClient> | undefined;
  #own: OwnClient | undefined;

  constructor(options: RedisCacheOptions) {
    this.#options = options;
  }

  async get(keys: readonly string[]): Promise<(string | undefined)[]> {
    const texts = (await this.#send("MGET", ...keys.map(place))) as (string | null)[];
    return texts.map((text) => text ?? undefined);
  }

  async put(key: string, text: string, { ttl, when }: CachePut): Promise<boolean> {
    const time = ttl === undefined ? [] : ["PX", String(ttl)];
    const only = when === undefined ? [] : [when === "absent" ? "NX" : "XX"];
    return (await this.#send("SET", place(key), text, ...time, ...only)) !== null;
  }

  async count(key: string, by: number): Promise<number | undefined> {
    try {
      const sum = await this.#send("EVAL", countScript, "1", place(key), String(by));
      return sum === null ? undefined : Number(sum);
    } catch (error) {
      if (error instanceof Error && error.message.includes("not an integer")) throw notANumber(key, error);
      throw error;
    }
  }

  async touch(key: string, ttl: number | undefined): Promise<boolean> {
    if (ttl !== undefined) return Number(await this.#send("PEXPIRE", place(key), String(ttl))) === 1;
    const [, there] = await Promise.all([this.#send("PERSIST", place(key)), this.#send("EXISTS", place(key))]);
    return Number(there) === 1;
  }

  async delete(keys: readonly string[]): Promise<number> {
    return Number(await this.#send("UNLINK", ...keys.map(place)));
  }

  async clear(prefix: string): Promise<void> {
    let cursor = "0";
    do {
      const answer = await this.#send("SCAN", cursor, "MATCH", `${place(prefix)}:*`, "COUNT", "1000");
      const [next, keys] = answer as [string, string[]];
      if (keys.length > 0) await this.#send("UNLINK", ...keys);
      cursor = String(next);
    } while (cursor !== "0");
  }

  /** Closes the connection, if it was made here. */
  async close(): Promise<void> {
    await this.#client?.catch(() => undefined);
    this.#own?.destroy();
    this.#own = undefined;
    this.#client = undefined;
  }

  async #send(...parts: string[]): Promise<unknown> {
    return (await this.#open()).sendCommand(parts);
  }

  #open(): Promise<CacheRedisClient> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<CacheRedisClient> {
    const { client, url } = this.#options;
    if (client !== undefined) return client;
    const own = await connectRedis<OwnClient>(url, noRedis);
    this.#own = own;
    return own;
  }
}

function place(key: string): string {
  return `demijohn:${key}`;
}

function noRedis(cause: unknown): SetupError {
  return new SetupError("CACHE_NO_REDIS", 'Redis needs the package "@redis/client", which is not installed.', {
    cure: 'Run npm install @redis/client, or keep the cache in the database: createCache("database:").',
    cause,
  });
}
