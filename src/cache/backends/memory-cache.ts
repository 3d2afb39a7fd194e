// Keeps cached texts in the memory of this process, and forgets those unused for longest when there are too many.
import { type CacheBackend, type CachePut, prefixOf } from "../cache-backend.ts";
import { decodeCount } from "../cache-value.ts";

/** What a {@link MemoryCache} may be given: its size and its clock. */
export interface MemoryCacheOptions {
  /** The most values kept. @default 10000 */
  readonly maxEntries?: number | undefined;
  /** The most bytes that keys and values may take, at two for each UTF-16 unit. @default 67108864 (64 MiB) */
  readonly maxBytes?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

interface Entry {
  readonly text: string;
  readonly endsAt: number;
}

/** A cache in this process: the fastest one, which other processes do not see. */
export class MemoryCache implements CacheBackend {
  // In order of last use, oldest first: a Map keeps the order in which keys were added.
  readonly #entries = new Map<string, Entry>();
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  readonly #now: () => number;
  #bytes = 0;

  constructor({ maxEntries = 10_000, maxBytes = 64 * 1024 * 1024, now = Date.now }: MemoryCacheOptions = {}) {
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  /** How many values are kept, those included that have passed their time and were not asked for since. */
  get size(): number {
    return this.#entries.size;
  }

  /** How many bytes keys and values take. */
  get bytes(): number {
    return this.#bytes;
  }

  get(keys: readonly string[]): (string | undefined)[] {
    return keys.map((key) => this.#use(key)?.text);
  }

  put(key: string, text: string, { ttl, when }: CachePut): boolean {
    if (when !== undefined && (this.#use(key) === undefined) !== (when === "absent")) return false;
    this.#keep(key, { text, endsAt: this.#end(ttl) });
    return true;
  }

  count(key: string, by: number): number | undefined {
    const entry = this.#use(key);
    if (entry === undefined) return undefined;
    const sum = decodeCount(key, entry.text) + by;
    this.#keep(key, { ...entry, text: String(sum) });
    return sum;
  }

  touch(key: string, ttl: number | undefined): boolean {
    const entry = this.#use(key);
    if (entry === undefined) return false;
    this.#keep(key, { text: entry.text, endsAt: this.#end(ttl) });
    return true;
  }

  delete(keys: readonly string[]): number {
    return keys.filter((key) => this.#use(key) !== undefined && this.#drop(key)).length;
  }

  clear(prefix: string): void {
    for (const key of this.#entries.keys()) if (prefixOf(key) === prefix) this.#drop(key);
  }

  clean(): number {
    const now = this.#now();
    const over = [...this.#entries].filter(([, { endsAt }]) => endsAt <= now);
    for (const [key] of over) this.#drop(key);
    return over.length;
  }

  #end(ttl: number | undefined): number {
    return ttl === undefined ? Number.POSITIVE_INFINITY : this.#now() + ttl;
  }

  #use(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.endsAt <= this.#now()) {
      this.#drop(key);
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #keep(key: string, entry: Entry): void {
    this.#drop(key);
    this.#entries.set(key, entry);
    this.#bytes += sizeOf(key, entry);
    for (const oldest of this.#entries.keys()) {
      if (!this.#isFull()) return;
      this.#drop(oldest);
    }
  }

  #isFull(): boolean {
    return this.#entries.size > this.#maxEntries || this.#bytes > this.#maxBytes;
  }

  #drop(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#bytes -= sizeOf(key, entry);
    return this.#entries.delete(key);
  }
}

function sizeOf(key: string, { text }: Entry): number {
  return 2 * (key.length + text.length);
}
