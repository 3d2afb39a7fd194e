// Checks the settings of sessions before deployment: what is allowed, and yet hardly meant.
import type { App } from "#app";
import type { Check, CheckMessage } from "#kernel";
import { sessionSettings } from "./session-settings.ts";

/** Warns of session cookies that travel in the clear or that scripts can read; for `demijohn check --deploy`. */
export const sessionCookieCheck: Check<App> = {
  name: "session-cookie",
  deploy: true,
  check(app) {
    const { secure, httpOnly } = app.settings.get(sessionSettings);
    const messages: CheckMessage[] = [];
    if (!secure) {
      messages.push({
        level: "warning",
        code: "SESSIONS_INSECURE_COOKIE",
        message: "The session cookie is sent over plain HTTP too: whoever listens can take over a session.",
        where: "sessions.secure",
        cure: "Serve the site over HTTPS and set DEMIJOHN_SESSIONS_SECURE=true.",
      });
    }
    if (!httpOnly) {
      messages.push({
        level: "warning",
        code: "SESSIONS_INSECURE_COOKIE",
        message: "Scripts can read the session cookie: one hole in a page gives all sessions away.",
        where: "sessions.httpOnly",
        cure: "Set DEMIJOHN_SESSIONS_HTTP_ONLY=true.",
      });
    }
    return messages;
  },
};
