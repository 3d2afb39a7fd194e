// Defines where a cache keeps its texts: the interface that memory, databases, files and Redis implement.

/** What a backend answers, at once or later. */
export type Eventually<T> = T | Promise<T>;

/** How a text is kept. */
export interface CachePut {
  /** Milliseconds from now after which the text is gone; undefined: as long as there is room. */
  readonly ttl: number | undefined;
  /** Keep it only where there is none, or only where there is one. */
  readonly when?: "absent" | "present" | undefined;
}

/**
 * Keeps texts under keys.
 *
 * A key is `prefix:version:name`, whose prefix has no colon. Nothing that has passed its time is answered.
 */
export interface CacheBackend {
  /** Returns the texts of the keys, in their order; undefined where there is none. */
  get(keys: readonly string[]): Eventually<readonly (string | undefined)[]>;
  /** Keeps a text; says whether it was kept. Of several that put where there is none at once, one is told true. */
  put(key: string, text: string, how: CachePut): Eventually<boolean>;
  /** Adds to the whole number in a text, undivided; returns the sum, and undefined where there is no text. */
  count(key: string, by: number): Eventually<number | undefined>;
  /** Starts a text's time again; says whether there was one. */
  touch(key: string, ttl: number | undefined): Eventually<boolean>;
  /** Removes keys; returns how many there were. */
  delete(keys: readonly string[]): Eventually<number>;
  /** Removes every key of a prefix. */
  clear(prefix: string): Eventually<void>;
  /** Removes what has passed its time; returns how many. Backends that do so themselves have none. */
  clean?(): Eventually<number>;
  /** Closes what the backend opened. */
  close?(): Eventually<void>;
}

/** The part of a key before its first colon. */
export function prefixOf(key: string): string {
  return key.slice(0, key.indexOf(":"));
}
