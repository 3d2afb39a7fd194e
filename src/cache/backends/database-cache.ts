// Keeps cached texts in a table of the database, which all processes share; the ORM is loaded by the first use.
import type { CacheBackend, CachePut } from "../cache-backend.ts";

type Rows = typeof import("./database-rows.ts");

const sweepEvery = 60_000;

/** What a {@link DatabaseCache} may be given: its database and its clock. */
export interface DatabaseCacheOptions {
  /** The database, by alias. @default "default" */
  readonly using?: string | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** A cache in the table `demijohn_cache`, which it makes itself. */
export class DatabaseCache implements CacheBackend {
  readonly #using: string;
  readonly #now: () => number;
  #rows: Promise<Rows> | undefined;
  #sweptAt = 0;

  constructor({ using = "default", now = Date.now }: DatabaseCacheOptions = {}) {
    this.#using = using;
    this.#now = now;
  }

  async get(keys: readonly string[]): Promise<(string | undefined)[]> {
    return (await this.#open()).readTexts(keys, this.#at());
  }

  async put(key: string, text: string, { ttl, when }: CachePut): Promise<boolean> {
    const rows = await this.#open();
    const now = this.#now();
    if (now - this.#sweptAt > sweepEvery) {
      this.#sweptAt = now;
      await rows.sweepRows(this.#at());
    }
    return rows.putRow({ key, text, ttl, when }, this.#at());
  }

  async count(key: string, by: number): Promise<number | undefined> {
    return (await this.#open()).countRow(key, by, this.#at());
  }

  async touch(key: string, ttl: number | undefined): Promise<boolean> {
    return (await this.#open()).touchRow(key, ttl, this.#at());
  }

  async delete(keys: readonly string[]): Promise<number> {
    return (await this.#open()).deleteRows(keys, this.#at());
  }

  async clear(prefix: string): Promise<void> {
    await (await this.#open()).clearRows(prefix, this.#at());
  }

  async clean(): Promise<number> {
    return (await this.#open()).sweepRows(this.#at());
  }

  #at(): { readonly using: string; readonly now: number } {
    return { using: this.#using, now: this.#now() };
  }

  #open(): Promise<Rows> {
    this.#rows ??= this.#make().catch((error: unknown) => {
      this.#rows = undefined;
      throw error;
    });
    return this.#rows;
  }

  async #make(): Promise<Rows> {
    const rows = await import("./database-rows.ts");
    await rows.makeCacheTable(this.#using);
    return rows;
  }
}
