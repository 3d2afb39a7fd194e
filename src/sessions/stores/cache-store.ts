// Keeps sessions in a cache, alone or in front of a store that keeps them for good.
import type { Cache } from "#cache";
import type { SessionSaving, SessionStore } from "../session-store.ts";

/**
 * Keeps sessions in a cache: quick, and gone when the cache is emptied.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { Cache, MemoryCache } from "demijohn/cache";
 * import { CacheStore, sessions } from "demijohn/sessions";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions({ store: new CacheStore(new Cache(new MemoryCache())) }));
 * app.get("/", ({ session }) => ({ user: session.get("user") ?? "nobody" }));
 * console.log(await (await app.request("/")).text()); // {"user":"nobody"}
 * ```
 */
export class CacheStore implements SessionStore {
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  load(key: string): Promise<string | undefined> {
    return this.#cache.get<string>(place(key));
  }

  async save(key: string, text: string, { lifetime, exists }: SessionSaving): Promise<boolean> {
    const options = { ttl: lifetime };
    if (exists) return this.#cache.replace(place(key), text, options);
    await this.#cache.set(place(key), text, options);
    return true;
  }

  async delete(key: string): Promise<void> {
    await this.#cache.delete(place(key));
  }

  async touch(key: string, lifetime: number): Promise<void> {
    await this.#cache.touch(place(key), { ttl: lifetime });
  }
}

// A session that several servers read is looked up again so soon, should a cache of one of them be behind.
const defaultBehind = 60;

/**
 * Keeps sessions in a store such as the database, and reads them from a cache.
 *
 * What is written goes to both, the store first. With a cache that all servers share, an ended session is gone at once; with one for each process
 * it is gone when `behind` seconds have passed.
 */
export class CachedStore implements SessionStore {
  readonly #cache: Cache;
  readonly #store: SessionStore;
  readonly #behind: number;

  /** @param options.behind how long a session may be read from the cache, in seconds: 60. */
  constructor(cache: Cache, store: SessionStore, options: { readonly behind?: number | undefined } = {}) {
    this.#cache = cache;
    this.#store = store;
    this.#behind = options.behind ?? defaultBehind;
  }

  async load(key: string): Promise<string | undefined> {
    const kept = await this.#cache.get<string>(place(key));
    if (kept !== undefined) return kept;
    const text = await this.#store.load(key);
    if (text !== undefined) await this.#keep(key, text, this.#behind);
    return text;
  }

  async save(key: string, text: string, saving: SessionSaving): Promise<boolean> {
    const isSaved = await this.#store.save(key, text, saving);
    if (isSaved) await this.#keep(key, text, saving.lifetime);
    else await this.#cache.delete(place(key));
    return isSaved;
  }

  async delete(key: string): Promise<void> {
    await this.#store.delete(key);
    await this.#cache.delete(place(key));
  }

  async touch(key: string, lifetime: number): Promise<void> {
    await this.#store.touch(key, lifetime);
  }

  /** Deletes what is over in the store; returns how much. */
  async clean(): Promise<number> {
    return (await this.#store.clean?.()) ?? 0;
  }

  #keep(key: string, text: string, lifetime: number): Promise<void> {
    return this.#cache.set(place(key), text, { ttl: Math.min(lifetime, this.#behind) });
  }
}

function place(key: string): string {
  return `session:${key}`;
}
