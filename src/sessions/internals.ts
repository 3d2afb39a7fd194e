// The sessions room's inner door: opening and saving sessions outside of a request, for the testing room.
import type { App } from "#app";
import { SessionError } from "./session-error.ts";
import type { SessionManager } from "./session-manager.ts";
import { SessionsBattery } from "./sessions.ts";

export { sessionErrors } from "./error-table.ts";
export type { SessionManager } from "./session-manager.ts";

/**
 * Returns what loads and saves the sessions of an app that is ready: `loadCookies(values)` opens a session from cookie
 * values, `save(session, response)` puts it into a response's `Set-Cookie`.
 *
 * @throws SessionError `SESSIONS_NOT_USED`
 */
export function sessionManagerOf(app: App): SessionManager {
  const battery = app.battery("sessions");
  if (battery instanceof SessionsBattery) return battery.manager;
  throw new SessionError("SESSIONS_NOT_USED", "The session was asked for, and the app uses no sessions.", {
    cure: 'Write app.use(sessions()), with sessions from "demijohn/sessions".',
  });
}
