// Defines where sessions can be kept on the server: the interface that memory, databases and caches implement.

/** How a session is saved in a store. */
export interface SessionSaving {
  /** Seconds from now after which the session is gone. */
  readonly lifetime: number;
  /**
   * True: replace a session that is there, and answer false, saving nothing, where it is gone (somebody logged out
   * meanwhile). False: the session is new.
   */
  readonly exists: boolean;
}

/**
 * Keeps sessions on the server. Their size is not bounded there, and they can be ended at any time.
 *
 * `key` is derived from the visitor's id and does not lead back to it, so that a copy of the store opens no session.
 * Every method may be async.
 */
export interface SessionStore {
  /** Returns the text saved under a key; undefined where there is none or its lifetime has passed. */
  load(key: string): string | undefined | Promise<string | undefined>;
  /** Saves text under a key; says whether it was saved. */
  save(key: string, text: string, saving: SessionSaving): boolean | Promise<boolean>;
  /** Ends a session; nothing happens where there is none. */
  delete(key: string): void | Promise<void>;
  /** Starts a session's lifetime, in seconds, again; nothing happens where there is none. */
  touch(key: string, lifetime: number): void | Promise<void>;
  /** Deletes what is over and returns how much; for the command `sessions clean`. Left out where nothing stays behind. */
  clean?(): number | Promise<number>;
}
