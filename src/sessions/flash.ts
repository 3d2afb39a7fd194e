// Keeps short messages in the session until a page has shown them: "Saved." after a redirect, exactly once.

import type { Request } from "#http";
import { RequestSlot } from "#http/internals";
import type { Safe } from "#kernel";
import type { Session } from "./session.ts";
import { SessionError } from "./session-error.ts";

/** One message that waits to be shown. */
export interface FlashedMessage {
  readonly message: string | Safe;
  /** What kind it is, such as `success` or `error`: often a CSS class. */
  readonly category: string;
}

/** Options of {@link getFlashedMessages}. */
export interface FlashedMessagesOptions {
  /** Only these categories; the others wait on. */
  readonly categories?: readonly string[] | undefined;
}

type StoredMessage = readonly [category: string, message: string | Safe];

// Under the name and in the form that Flask uses.
const flashesKey = "_flashes";

// What was shown in a request stays readable in it: a page may ask twice.
const shown = new RequestSlot<FlashedMessage[]>();

/**
 * Keeps a message for the next page that shows messages. `request.flash(message, category)` does the same.
 *
 * @throws SessionError `SESSIONS_NOT_USED` when the app does not use `sessions()`.
 * @example
 * ```ts
 * import { App, redirect } from "demijohn";
 * import { flash, getFlashedMessages, sessions } from "demijohn/sessions";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions());
 * app.post("/jars", (request) => {
 *   flash(request, "Saved.", "success");
 *   return redirect("/");
 * });
 * app.get("/", (request) => getFlashedMessages(request).map(({ message }) => String(message)));
 * ```
 */
export function flash(request: Request, message: string | Safe, category = "message"): void {
  const session = sessionOf(request);
  session.set(flashesKey, [...storedMessages(session), [category, message]]);
}

/**
 * Returns the messages that wait, oldest first, and forgets them. Each is shown on one page. Asking again for the same
 * request gives the same messages.
 *
 * @throws SessionError `SESSIONS_NOT_USED` when the app does not use `sessions()`.
 */
export function getFlashedMessages(request: Request, options: FlashedMessagesOptions = {}): readonly FlashedMessage[] {
  const session = sessionOf(request);
  const { categories } = options;
  const isWanted = (category: string): boolean => categories === undefined || categories.includes(category);
  const stored = storedMessages(session);
  const taken = stored.filter(([category]) => isWanted(category)).map(([category, message]) => ({ message, category }));
  const all = [...(shown.find(request) ?? []), ...taken];
  if (taken.length > 0) {
    const rest = stored.filter(([category]) => !isWanted(category));
    if (rest.length > 0) session.set(flashesKey, rest);
    else session.delete(flashesKey);
    shown.keep(request, all);
  }
  return all.filter(({ category }) => isWanted(category));
}

function storedMessages(session: Session): readonly StoredMessage[] {
  const stored = session.get(flashesKey);
  return Array.isArray(stored) ? (stored as StoredMessage[]) : [];
}

function sessionOf(request: Request): Session {
  const session = request.session as Session | undefined;
  if (session !== undefined) return session;
  throw new SessionError("SESSIONS_NOT_USED", "A message was flashed or asked for, and the app uses no sessions.", {
    cure: 'Write app.use(sessions()), with sessions from "demijohn/sessions".',
  });
}
