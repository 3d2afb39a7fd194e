// Keeps JSON values for a while under names: turns values into texts for a backend, and computes what is missing once.
import { parseDuration, quoteValue, SetupError } from "#kernel";
import type { CacheBackend, CachePut } from "./cache-backend.ts";
import { CacheError } from "./cache-error.ts";
import { decodeValue, encodeValue } from "./cache-value.ts";

/** How long a value is kept: seconds, `"5 minutes"`, or null for no end. */
export type CacheTtl = number | string | null;

/** What a {@link Cache} may be given besides its backend. */
export interface CacheOptions {
  /** What all keys begin with, apart from other programs' keys in the same place. @default "cache" */
  readonly prefix?: string | undefined;
  /** A whole number that stands in all keys: a new one leaves all values behind. @default 1 */
  readonly version?: number | undefined;
  /** How long values are kept that are given no time. @default "5 minutes" */
  readonly ttl?: CacheTtl | undefined;
}

/** How one value is kept. */
export interface CacheSetOptions {
  readonly ttl?: CacheTtl | undefined;
}

/**
 * Values under names; {@link createCache} makes one by a URL.
 *
 * @example
 * ```ts
 * import { Cache, MemoryCache } from "demijohn/cache";
 * const cache = new Cache(new MemoryCache(), { ttl: "1 hour" });
 * await cache.set("jar", { name: "Plum" });
 * console.log(await cache.get<{ name: string }>("jar")); // => { name: "Plum" }
 * ```
 */
export class Cache {
  readonly backend: CacheBackend;
  readonly prefix: string;
  readonly version: number;
  readonly ttl: CacheTtl;
  // What is being computed. One that is no longer here when it ends is not kept: its key was written meanwhile.
  readonly #computing = new Map<string, Promise<string | undefined>>();

  /** @throws SetupError `CACHE_BAD_OPTION`, `CACHE_BAD_TTL` */
  constructor(backend: CacheBackend, { prefix = "cache", version = 1, ttl = "5 minutes" }: CacheOptions = {}) {
    if (!/^[a-z0-9][a-z0-9._-]{0,49}$/.test(prefix)) throw badOption("prefix", prefix);
    if (!Number.isSafeInteger(version)) throw badOption("version", version);
    readTtl(ttl);
    this.backend = backend;
    this.prefix = prefix;
    this.version = version;
    this.ttl = ttl;
  }

  /** Returns the value of a key; undefined where there is none. Its type is what you say it is. */
  async get<T = unknown>(key: string): Promise<T | undefined> {
    const [text] = await this.backend.get([this.#whole(key)]);
    return decodeValue(text) as T | undefined;
  }

  /** Returns the values that there are of several keys. */
  async getMany<T = unknown>(keys: Iterable<string>): Promise<Map<string, T>> {
    const names = [...keys];
    const found = new Map<string, T>();
    if (names.length === 0) return found;
    const texts = await this.backend.get(names.map((name) => this.#whole(name)));
    for (const [i, name] of names.entries()) {
      const value = decodeValue(texts[i]);
      if (value !== undefined) found.set(name, value as T);
    }
    return found;
  }

  /** Says whether there is a value. */
  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  /** Keeps a value. @throws CacheError `CACHE_BAD_VALUE`, `CACHE_BAD_TTL` */
  async set(key: string, value: unknown, options: CacheSetOptions = {}): Promise<void> {
    await this.#put(key, value, this.#how(options));
  }

  /** Keeps several values: of an object, or pairs. @throws CacheError `CACHE_BAD_VALUE`, `CACHE_BAD_TTL` */
  async setMany(
    values: Readonly<Record<string, unknown>> | Iterable<readonly [string, unknown]>,
    options: CacheSetOptions = {},
  ): Promise<void> {
    const how = this.#how(options);
    const pairs = Symbol.iterator in values ? [...values] : Object.entries(values);
    const texts = pairs.map(([key, value]) => [key, encodeValue(key, value)] as const);
    await Promise.all(texts.map(([key, text]) => this.#putText(key, text, how)));
  }

  /** Keeps a value where there is none; says whether it was kept. Of several at once, one is. */
  async add(key: string, value: unknown, options: CacheSetOptions = {}): Promise<boolean> {
    return this.#put(key, value, { ...this.#how(options), when: "absent" });
  }

  /** Keeps a value where there is one already; says whether it was kept. */
  async replace(key: string, value: unknown, options: CacheSetOptions = {}): Promise<boolean> {
    return this.#put(key, value, { ...this.#how(options), when: "present" });
  }

  /**
   * Returns the value of a key, made by `make` and kept where there is none.
   *
   * Callers that come while it is being made wait for the same one. Everybody gets a copy that went through JSON. A
   * `make` that throws or returns undefined leaves nothing behind.
   *
   * @throws CacheError `CACHE_BAD_VALUE`, `CACHE_BAD_TTL`, and what `make` throws
   */
  async getOrSet<T>(key: string, make: () => T | Promise<T>, options: CacheSetOptions = {}): Promise<T> {
    const how = this.#how(options);
    const whole = this.#whole(key);
    const waiting = this.#computing.get(whole);
    if (waiting !== undefined) return decodeValue(await waiting) as T;
    const computing = this.#compute({ key, whole, make, how }, () => this.#computing.get(whole) === computing);
    this.#computing.set(whole, computing);
    try {
      return decodeValue(await computing) as T;
    } finally {
      if (this.#computing.get(whole) === computing) this.#computing.delete(whole);
    }
  }

  async #compute(
    { key, whole, make, how }: { key: string; whole: string; make: () => unknown; how: CachePut },
    isCurrent: () => boolean,
  ): Promise<string | undefined> {
    const [kept] = await this.backend.get([whole]);
    if (decodeValue(kept) !== undefined) return kept;
    const value = await make();
    if (value === undefined) return undefined;
    const text = encodeValue(key, value);
    if (isCurrent()) await this.backend.put(whole, text, how);
    return text;
  }

  /**
   * Adds to a whole number, 1 if not told otherwise; returns the sum. It keeps its time.
   *
   * Where there is none, nothing happens and undefined is returned: begin with `add(key, 0)`.
   *
   * @throws CacheError `CACHE_NOT_A_NUMBER`
   */
  async increment(key: string, by = 1): Promise<number | undefined> {
    if (!Number.isSafeInteger(by)) {
      throw new CacheError("CACHE_NOT_A_NUMBER", `${quoteValue(key)} cannot be counted on by ${quoteValue(by)}.`, {
        cure: "Count by whole numbers.",
      });
    }
    return this.backend.count(this.#whole(key), by);
  }

  /** Takes from a whole number, as {@link increment} adds. @throws CacheError `CACHE_NOT_A_NUMBER` */
  async decrement(key: string, by = 1): Promise<number | undefined> {
    return this.increment(key, -by);
  }

  /** Starts the time of a value again; says whether there is one. */
  async touch(key: string, options: CacheSetOptions = {}): Promise<boolean> {
    return this.backend.touch(this.#whole(key), this.#how(options).ttl);
  }

  /** Removes a value; says whether there was one. */
  async delete(key: string): Promise<boolean> {
    return (await this.deleteMany([key])) > 0;
  }

  /** Removes several values; returns how many there were. */
  async deleteMany(keys: Iterable<string>): Promise<number> {
    const wholes = [...new Set(keys)].map((key) => this.#whole(key));
    for (const whole of wholes) this.#computing.delete(whole);
    return wholes.length === 0 ? 0 : this.backend.delete(wholes);
  }

  /** Removes all values of the prefix, of every version. */
  async clear(): Promise<void> {
    this.#computing.clear();
    await this.backend.clear(this.prefix);
  }

  /** Removes what has passed its time, of every prefix; returns how many. Memory and Redis do so themselves. */
  async clean(): Promise<number> {
    return (await this.backend.clean?.()) ?? 0;
  }

  /** Closes what the backend opened, such as a connection to Redis. */
  async close(): Promise<void> {
    await this.backend.close?.();
  }

  #put(key: string, value: unknown, how: CachePut): Promise<boolean> {
    return this.#putText(key, encodeValue(key, value), how);
  }

  async #putText(key: string, text: string, how: CachePut): Promise<boolean> {
    const whole = this.#whole(key);
    this.#computing.delete(whole);
    return this.backend.put(whole, text, how);
  }

  #whole(key: string): string {
    return `${this.prefix}:${this.version}:${key}`;
  }

  #how({ ttl = this.ttl }: CacheSetOptions): CachePut {
    return { ttl: readTtl(ttl) };
  }
}

// In milliseconds.
function readTtl(ttl: CacheTtl): number | undefined {
  if (ttl === null) return undefined;
  const seconds = typeof ttl === "string" ? parseDuration(ttl) : ttl;
  if (seconds !== undefined && seconds > 0 && seconds < 1e11) return Math.max(1, Math.round(seconds * 1000));
  throw new CacheError("CACHE_BAD_TTL", `A value cannot be kept for ${quoteValue(ttl)}.`, {
    cure: 'Give seconds above 0, a duration such as "5 minutes", or null for as long as there is room.',
  });
}

function badOption(name: "prefix" | "version", value: unknown): SetupError {
  return new SetupError("CACHE_BAD_OPTION", `The ${name} of a cache cannot be used.`, {
    wrote: `${name}: ${quoteValue(value)}`,
    cure:
      name === "version"
        ? "Write a whole number, such as version: 2."
        : 'Write lower-case letters, digits, ".", "_" and "-", 50 at most, such as prefix: "shop".',
  });
}
