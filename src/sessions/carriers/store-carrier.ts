// Carries an id in the cookie and keeps the session itself in a store on the server.
import { BadSignature, generateSecretKey, type SecretKey, TimestampSigner } from "#kernel";
import { sha256 } from "#kernel/internals";
import { inspectSession, type LoadedSession, ownLifetimeOf, type Session } from "../session.ts";
import { parseSession, stringifySession, stringifyValue } from "../session-json.ts";
import type { SessionStore } from "../session-store.ts";
import { RecentCookies } from "./recent-cookies.ts";
import type { SessionCarrier } from "./session-carrier.ts";

export interface StoreCarrierOptions {
  readonly keys: readonly SecretKey[];
  readonly store: SessionStore;
  /** Seconds. */
  readonly lifetime: number;
  readonly now: () => number;
}

interface SignedId {
  readonly id: string;
  /** What the store knows the session by. */
  readonly key: string;
  readonly writtenAt: Date;
}

/**
 * Carries sessions by their ids.
 *
 * Security: an id is made here, of 32 random bytes, and never taken from the visitor; it is signed, so that guesses do
 * not reach the store; the store sees only its SHA-256 digest; a session that was ended while a request was under way is
 * not brought back by it.
 */
export class StoreCarrier implements SessionCarrier {
  readonly isSync = false;
  readonly #store: SessionStore;
  readonly #lifetime: number;
  readonly #signer: TimestampSigner;
  readonly #recent: RecentCookies<SignedId>;

  constructor({ keys, store, lifetime, now }: StoreCarrierOptions) {
    this.#store = store;
    this.#lifetime = lifetime;
    this.#signer = new TimestampSigner(keys, { purpose: "session-id", now });
    this.#recent = new RecentCookies(lifetime, now);
  }

  load(cookie: string): LoadedSession | undefined | Promise<LoadedSession | undefined> {
    const found = this.#recent.find(cookie) ?? this.#readId(cookie);
    if (found === undefined) return undefined;
    const text = this.#store.load(found.key);
    return typeof text === "object" ? text.then((value) => loadedOf(found, value)) : loadedOf(found, text);
  }

  #readId(cookie: string): SignedId | undefined {
    try {
      const { value, signedAt } = this.#signer.unsignWithDate(cookie, { maxAge: this.#lifetime });
      return this.#recent.keep(cookie, { id: value, key: storeKey(value), writtenAt: signedAt });
    } catch (error) {
      if (error instanceof BadSignature) return undefined;
      throw error;
    }
  }

  async save(session: Session): Promise<string | undefined> {
    const { loaded, values, isRotated } = inspectSession(session);
    const lifetime = this.#lifetimeOf(session);
    if (loaded?.id === undefined) return this.#create(stringifySession(values), lifetime);
    const key = storeKey(loaded.id);
    const current = await this.#store.load(key);
    if (isRotated) {
      await this.#store.delete(key);
      return this.#create(mergeChanges(session, current), lifetime);
    }
    if (current === undefined) return undefined;
    const isSaved = await this.#store.save(key, mergeChanges(session, current), { lifetime, exists: true });
    return isSaved ? this.#signer.sign(loaded.id) : undefined;
  }

  #lifetimeOf(session: Session): number {
    return Math.min(ownLifetimeOf(session) ?? Infinity, this.#lifetime);
  }

  async #create(text: string, lifetime: number): Promise<string> {
    const id = generateSecretKey();
    await this.#store.save(storeKey(id), text, { lifetime, exists: false });
    return this.#signer.sign(id);
  }

  async refresh(session: Session): Promise<string> {
    const id = inspectSession(session).loaded!.id!;
    await this.#store.touch(storeKey(id), this.#lifetimeOf(session));
    return this.#signer.sign(id);
  }

  async remove(session: Session): Promise<void> {
    const id = inspectSession(session).loaded?.id;
    if (id !== undefined) await this.#store.delete(storeKey(id));
  }
}

function storeKey(id: string): string {
  return sha256(id);
}

function loadedOf({ id, writtenAt }: SignedId, text: string | undefined): LoadedSession | undefined {
  return text === undefined ? undefined : { text, writtenAt, id };
}

// Applies what this request changed to what the store holds now, so that parallel requests keep each other's changes.
function mergeChanges(session: Session, current: string | undefined): string {
  const { loaded, values } = inspectSession(session);
  if (current === undefined || current === loaded!.text) return stringifySession(values);
  const before = parseSession(loaded!.text);
  const merged = parseSession(current);
  for (const key of before.keys()) if (!values.has(key)) merged.delete(key);
  for (const [key, value] of values) {
    const isChanged = !before.has(key) || stringifyValue(key, value) !== stringifyValue(key, before.get(key));
    if (isChanged) merged.set(key, value);
  }
  return stringifySession(merged);
}
