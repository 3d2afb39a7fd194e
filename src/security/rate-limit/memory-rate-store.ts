// Counts rate limits in the memory of this process.
import { fits, type RateCount, type RateQuery, type RateStore, slotOf } from "./rate-store.ts";

interface Entry {
  slot: number;
  current: number;
  previous: number;
  endsAt: number;
}

/** Counts in this process alone: several processes each allow the whole limit. */
export class MemoryRateStore implements RateStore {
  // In order of last use, oldest first: a Map keeps the order in which keys were added.
  readonly #entries = new Map<string, Entry>();
  readonly #maxKeys: number;

  constructor({ maxKeys = 100_000 }: { readonly maxKeys?: number | undefined } = {}) {
    this.#maxKeys = maxKeys;
  }

  /** The number of keys that are remembered. */
  get size(): number {
    return this.#entries.size;
  }

  take(query: RateQuery): RateCount {
    const { key, window, cost, now } = query;
    const slot = slotOf(now, window);
    const entry = this.#entries.get(key) ?? { slot, current: 0, previous: 0, endsAt: 0 };
    if (entry.slot !== slot) {
      entry.previous = entry.slot === slot - 1 ? entry.current : 0;
      entry.current = 0;
      entry.slot = slot;
    }
    const allowed = fits(query, entry.current, entry.previous);
    if (allowed) entry.current += cost;
    entry.endsAt = (slot + 2) * window;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#sweep(now);
    return { allowed, current: entry.current, previous: entry.previous };
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  // A few of the oldest at each step: what is over goes, and what is too much.
  #sweep(now: number): void {
    let looked = 0;
    for (const [key, { endsAt }] of this.#entries) {
      if (looked++ >= 4 || (endsAt > now && this.#entries.size <= this.#maxKeys)) return;
      this.#entries.delete(key);
    }
  }
}
