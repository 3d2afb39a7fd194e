// Lists the error codes of sessions: when each is thrown and what to do about it.
import { defineErrorTable, type ErrorRow } from "#kernel";

type SessionCode =
  | "SESSIONS_BAD_COOKIE"
  | "SESSIONS_BAD_LIFETIME"
  | "SESSIONS_BAD_VALUE"
  | "SESSIONS_INSECURE_COOKIE"
  | "SESSIONS_NOT_LOADED"
  | "SESSIONS_NOT_READY"
  | "SESSIONS_NOT_USED"
  | "SESSIONS_TOO_LARGE"
  | "SESSIONS_TOO_LATE";

export const sessionErrors: Readonly<Record<SessionCode, ErrorRow>> = defineErrorTable({
  SESSIONS_BAD_COOKIE: {
    when: "The settings of the session cookie contradict each other, so that browsers would drop it.",
    cure: "Change one of the settings that the error lists.",
  },
  SESSIONS_BAD_LIFETIME: {
    when: "A session is given a lifetime that is no time.",
    cure: "Give whole seconds above 0; end a session with session.clear().",
  },
  SESSIONS_BAD_VALUE: {
    when: "A session is given a value that it cannot keep, such as a function, a Map or an instance of a class.",
    cure: "Store what identifies the value, such as an id, or a plain object of its parts.",
  },
  SESSIONS_INSECURE_COOKIE: {
    when: "The check before deployment finds that the session cookie travels in the clear or can be read by scripts.",
    cure: "Leave secure and httpOnly as they are by default in production.",
  },
  SESSIONS_NOT_LOADED: {
    when: "Middleware asks for a session that is kept in a store, and runs before the sessions battery has loaded it.",
    cure: "Use the sessions battery before that middleware.",
  },
  SESSIONS_NOT_READY: {
    when: "Sessions are opened outside of a request before the app is ready.",
    cure: "Await app.ready() first.",
  },
  SESSIONS_NOT_USED: {
    when: "A message is flashed, or a session asked for, in an app without the sessions battery.",
    cure: "Write app.use(sessions()).",
  },
  SESSIONS_TOO_LARGE: {
    when: "A session that is kept in its cookie has grown beyond what browsers accept.",
    cure: "Keep ids instead of objects, or give sessions a store on the server.",
  },
  SESSIONS_TOO_LATE: {
    when: "A session is changed after the response was made, for example while its body is streamed.",
    cure: "Change the session in the handler, before it returns.",
  },
});
