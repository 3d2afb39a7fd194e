// Keeps sessions in the memory of this process: for tests, and for sites of one process that may forget on restart.
import type { SessionSaving, SessionStore } from "../session-store.ts";

/** What a {@link MemoryStore} may be given: its size and its clock. */
export interface MemoryStoreOptions {
  /** The most sessions kept; the one unused for longest goes first. @default 100000 */
  readonly maxSessions?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * A session store in memory.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { MemoryStore, sessions } from "demijohn/sessions";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions({ store: new MemoryStore() }));
 * ```
 */
export class MemoryStore implements SessionStore {
  // In order of last use, oldest first: a Map keeps the order in which keys were added.
  readonly #sessions = new Map<string, { readonly text: string; readonly endsAt: number }>();
  readonly #maxSessions: number;
  readonly #now: () => number;

  constructor({ maxSessions = 100_000, now = Date.now }: MemoryStoreOptions = {}) {
    this.#maxSessions = maxSessions;
    this.#now = now;
  }

  /** How many sessions are kept, those included whose lifetime has passed and that were not asked for since. */
  get size(): number {
    return this.#sessions.size;
  }

  load(key: string): string | undefined {
    const session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    this.#sessions.delete(key);
    if (session.endsAt <= this.#now()) return undefined;
    this.#sessions.set(key, session);
    return session.text;
  }

  save(key: string, text: string, { lifetime, exists }: SessionSaving): boolean {
    if (exists && this.load(key) === undefined) return false;
    this.#sessions.delete(key);
    this.#sessions.set(key, { text, endsAt: this.#now() + lifetime * 1000 });
    if (this.#sessions.size > this.#maxSessions) this.#makeRoom();
    return true;
  }

  delete(key: string): void {
    this.#sessions.delete(key);
  }

  touch(key: string, lifetime: number): void {
    const text = this.load(key);
    if (text !== undefined) this.#sessions.set(key, { text, endsAt: this.#now() + lifetime * 1000 });
  }

  #makeRoom(): void {
    const now = this.#now();
    for (const [key, { endsAt }] of this.#sessions) if (endsAt <= now) this.#sessions.delete(key);
    for (const key of this.#sessions.keys()) {
      if (this.#sessions.size <= this.#maxSessions) break;
      this.#sessions.delete(key);
    }
  }
}
