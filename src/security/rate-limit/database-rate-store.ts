// Counts rate limits in the database, for several processes and machines; the ORM is loaded by the first request.
import { hashLongKey } from "./hash-long-key.ts";
import type { RateCount, RateQuery, RateStore } from "./rate-store.ts";

type Counts = typeof import("./database-counts.ts");

const sweepEvery = 60_000;

/** Counts in a table that it makes itself. */
export class DatabaseRateStore implements RateStore {
  readonly #using: string;
  #counts: Promise<Counts> | undefined;
  #sweptAt = 0;

  /** @param options.using the database, by alias; `default` if not given. */
  constructor({ using = "default" }: { readonly using?: string | undefined } = {}) {
    this.#using = using;
  }

  async take(query: RateQuery): Promise<RateCount> {
    const counts = await this.#open();
    if (query.now - this.#sweptAt > sweepEvery) {
      this.#sweptAt = query.now;
      await counts.sweepTable(query.now, this.#using);
    }
    return counts.takeFromTable({ ...query, key: hashLongKey(query.key) }, this.#using);
  }

  async forget(key: string): Promise<void> {
    await (await this.#open()).forgetInTable(hashLongKey(key), this.#using);
  }

  #open(): Promise<Counts> {
    this.#counts ??= this.#make().catch((error: unknown) => {
      this.#counts = undefined;
      throw error;
    });
    return this.#counts;
  }

  async #make(): Promise<Counts> {
    const counts = await import("./database-counts.ts");
    await counts.makeRateTable(this.#using);
    return counts;
  }
}
