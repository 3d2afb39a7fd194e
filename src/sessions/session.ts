// Holds what a visitor's session remembers between requests, and knows whether that was read or changed.
import { quoteValue } from "#kernel";
import { SessionError } from "./session-error.ts";
import { parseSession, stringifySession, stringifyValue } from "./session-json.ts";

declare global {
  namespace Demijohn {
    /** Merge into this to type what your sessions keep: `interface SessionData { userId: number }`. */
    interface SessionData {}
  }
}

/** The keys that are typed by merging into `Demijohn.SessionData`. All other texts are keys too. */
export type SessionKey = keyof Demijohn.SessionData | (string & {});

/** What a key's value is: as merged into `Demijohn.SessionData`, else unknown. */
export type SessionValue<Key> = Key extends keyof Demijohn.SessionData ? Demijohn.SessionData[Key] : unknown;

/** What was found where a session is kept. */
export interface LoadedSession {
  /** The values as text, in the form of `stringifySession`. */
  readonly text: string;
  /** When it was last written to the visitor's cookie. */
  readonly writtenAt: Date;
  /** What the store knows it by; undefined for sessions that live in the cookie. */
  readonly id?: string | undefined;
}

/** The inside of a session, for those who save it. */
export interface SessionInside {
  readonly loaded: LoadedSession | undefined;
  readonly values: Map<string, unknown>;
  readonly isRotated: boolean;
  readonly isPermanent: boolean;
}

/** Looks inside a session without counting as an access. */
export let inspectSession: (session: Session) => SessionInside;

/** The lifetime of its own that a session has, in seconds; without counting as an access. */
export let ownLifetimeOf: (session: Session) => number | undefined;

/** Ends the time in which a session can be changed. */
export let closeSession: (session: Session) => void;

// Kept among the values, under the names that Flask uses.
const permanentKey = "_permanent";
const lifetimeKey = "_lifetime";
const hiddenKeys: ReadonlySet<string> = new Set([permanentKey, lifetimeKey, "_flashes"]);

// Invariants: #accessed is true once anything was read or written. #isChanged is set by every writing method;
// changes inside a value that get() handed out are found by comparing texts when the session is saved.
// After #close, writing throws: the cookie is on its way.

/**
 * The session of one request: `request.session`.
 *
 * Keys and values are typed by merging into `Demijohn.SessionData`. Changing an object that `get` returned is enough;
 * nothing needs to be set again.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { sessions } from "demijohn/sessions";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions());
 * app.get("/", ({ session }) => {
 *   const visits = Number(session.get("visits") ?? 0) + 1;
 *   session.set("visits", visits);
 *   return `Visit number ${visits}`;
 * });
 * ```
 */
export class Session {
  readonly #loaded: LoadedSession | undefined;
  #values: Map<string, unknown>;
  #isAccessed = false;
  #isChanged = false;
  #isRotated = false;
  #isClosed = false;
  #hasHandedOut = false;

  /** Makes an empty session, or one of what was loaded. @throws SyntaxError or TypeError when its text is no session's. */
  constructor(loaded?: LoadedSession) {
    this.#loaded = loaded;
    this.#values = loaded === undefined ? new Map() : parseSession(loaded.text);
  }

  /** Returns the value of a key; undefined where there is none. */
  get<const Key extends SessionKey>(key: Key): SessionValue<Key> | undefined {
    this.#isAccessed = true;
    const value = this.#values.get(key);
    if (typeof value === "object" && value !== null) this.#hasHandedOut = true;
    return value as SessionValue<Key> | undefined;
  }

  /** Whether there is a value of this key. */
  has(key: SessionKey): boolean {
    this.#isAccessed = true;
    return this.#values.has(key);
  }

  /**
   * Remembers a value.
   *
   * @throws SessionError `SESSIONS_BAD_VALUE` for what a session cannot keep, `SESSIONS_TOO_LATE` after the response.
   */
  set<const Key extends SessionKey>(key: Key, value: SessionValue<Key>): this {
    this.#assertOpen();
    stringifyValue(key, value);
    this.#values.set(key, value);
    this.#isChanged = true;
    return this;
  }

  /** Remembers several values at once. */
  update(values: Partial<Demijohn.SessionData> & Readonly<Record<string, unknown>>): this {
    for (const [key, value] of Object.entries(values)) if (value !== undefined) this.set(key, value);
    return this;
  }

  /** Returns the value of a key, made and remembered where there is none. */
  getOrSet<const Key extends SessionKey>(key: Key, make: () => SessionValue<Key>): SessionValue<Key> {
    if (!this.has(key)) this.set(key, make());
    return this.get(key) as SessionValue<Key>;
  }

  /** Forgets a key; says whether there was a value. */
  delete(key: SessionKey): boolean {
    this.#assertOpen();
    const isDeleted = this.#values.delete(key);
    if (isDeleted) this.#isChanged = true;
    return isDeleted;
  }

  /** Returns the value of a key and forgets it. */
  pop<const Key extends SessionKey>(key: Key): SessionValue<Key> | undefined {
    const value = this.get(key);
    this.delete(key);
    return value;
  }

  /** Forgets everything, flashed messages included; the visitor's cookie is removed with the response. */
  clear(): void {
    this.#assertOpen();
    if (this.#values.size === 0 && this.#loaded === undefined) return;
    this.#values.clear();
    this.#isChanged = true;
  }

  /** The keys that have a value. */
  keys(): readonly string[] {
    return this.entries().map(([key]) => key);
  }

  /** The keys with their values. */
  entries(): readonly (readonly [key: string, value: unknown])[] {
    this.#isAccessed = true;
    this.#hasHandedOut = true;
    return [...this.#values].filter(([key]) => !hiddenKeys.has(key));
  }

  /** How many keys have a value. */
  get size(): number {
    return this.keys().length;
  }

  /** Whether the cookie outlives the browser, for the `lifetime` of the settings. */
  get permanent(): boolean {
    this.#isAccessed = true;
    return this.#values.get(permanentKey) === true;
  }
  set permanent(isPermanent: boolean) {
    if (isPermanent === this.permanent) return;
    this.#assertOpen();
    if (isPermanent) this.#values.set(permanentKey, true);
    else this.#values.delete(permanentKey);
    this.#isChanged = true;
  }

  /**
   * Seconds after which the session ends that is not written again; undefined for the `lifetime` of the settings.
   *
   * It can be shorter than that of the settings, and not longer.
   *
   * @throws SessionError `SESSIONS_BAD_LIFETIME` when it is set to what is no time.
   */
  get lifetime(): number | undefined {
    this.#isAccessed = true;
    return lifetimeOf(this.#values);
  }
  set lifetime(seconds: number | undefined) {
    this.#assertOpen();
    if (seconds === undefined) this.#values.delete(lifetimeKey);
    else if (Number.isSafeInteger(seconds) && seconds > 0) this.#values.set(lifetimeKey, seconds);
    else
      throw new SessionError("SESSIONS_BAD_LIFETIME", `A session cannot last ${quoteValue(seconds)} seconds.`, {
        cure: "Give whole seconds above 0, such as session.lifetime = 900; session.clear() ends it now.",
      });
    this.#isChanged = true;
  }

  /** Whether the visitor brought no session, or none that can be trusted. */
  get isNew(): boolean {
    this.#isAccessed = true;
    return this.#loaded === undefined;
  }

  /** Whether anything was read or written: the response then varies by cookie. */
  get accessed(): boolean {
    return this.#isAccessed;
  }

  /** Whether the session will be saved. Set it to true to save it in any case. */
  get modified(): boolean {
    return this.#isChanged || this.#isRotated || (this.#hasHandedOut && this.#differsFromLoaded());
  }
  set modified(isModified: true) {
    this.#assertOpen();
    this.#isChanged = isModified;
  }

  /**
   * Gives the session a new id and ends the old one: to be called whenever somebody logs in, so that an id which was
   * known before opens nothing after. A session that lives in its cookie has no id, and is only written anew.
   */
  rotate(): void {
    this.#assertOpen();
    this.#isRotated = true;
  }

  #differsFromLoaded(): boolean {
    const before = this.#loaded === undefined ? "{}" : stringifySession(parseSession(this.#loaded.text));
    return stringifySession(this.#values) !== before;
  }

  #assertOpen(): void {
    this.#isAccessed = true;
    if (!this.#isClosed) return;
    throw new SessionError("SESSIONS_TOO_LATE", "The session was changed after the response was made.", {
      facts: ["A session is saved in a cookie of the response, before the first byte of a streamed body."],
      cure: "Change it in the handler, before it returns.",
    });
  }

  // What only the rooms that load and save sessions may see.
  static {
    inspectSession = (session) => ({
      loaded: session.#loaded,
      values: session.#values,
      isRotated: session.#isRotated,
      isPermanent: session.#values.get(permanentKey) === true,
    });
    ownLifetimeOf = (session) => lifetimeOf(session.#values);
    closeSession = (session) => {
      session.#isClosed = true;
    };
  }
}

function lifetimeOf(values: ReadonlyMap<string, unknown>): number | undefined {
  const seconds = values.get(lifetimeKey);
  return typeof seconds === "number" ? seconds : undefined;
}
