// Defines how a session travels: what stands in the visitor's cookie, and what is done on the server for it.
import type { LoadedSession, Session } from "../session.ts";

/** Reads sessions from cookie values and makes the cookie values that stand for them. */
export interface SessionCarrier {
  /** Whether every method returns without a promise, so that a session can be loaded when it is first asked for. */
  readonly isSync: boolean;
  /** Returns the session that a cookie's value stands for; undefined for a forged, expired or unknown one. */
  load(cookie: string): LoadedSession | undefined | Promise<LoadedSession | undefined>;
  /** Saves a session and returns its cookie's value; undefined when it ended meanwhile and nothing was saved. */
  save(session: Session): string | undefined | Promise<string | undefined>;
  /** Starts the lifetime of an unchanged session again, and returns its cookie's value. */
  refresh(session: Session): string | Promise<string>;
  /** Ends a session. */
  remove(session: Session): void | Promise<void>;
}
