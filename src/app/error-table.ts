// Lists every error code of the app room, with when it is thrown and what to do.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const appErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  APP_ANY_HOST: {
    when: "`demijohn check --deploy` finds an app that answers for any Host header.",
    cure: 'Name its hosts: new App({ allowedHosts: ["example.org"] }).',
  },
  APP_NO_PROXY: {
    when: "`demijohn check --deploy` finds an app that trusts no proxy.",
    cure: "Behind one proxy, write new App({ trustedProxies: 1 }); without one, nothing.",
  },
  APP_NOT_PRODUCTION: {
    when: "`demijohn check --deploy` runs in another mode than production.",
    cure: "Run DEMIJOHN_MODE=production demijohn check --deploy.",
  },
  APP_BAD_BLUEPRINT_NAME: {
    when: "A blueprint is made with a name that is empty or has a dot, a slash or a space.",
    cure: "Use one word; names of nested blueprints are joined with dots.",
  },
  APP_BAD_ERROR_KEY: {
    when: "onError() is called with something that is neither a status from 400 to 599 nor a class.",
    cure: "Write onError(404, \u2026) or onError(NotFound, \u2026).",
  },
  APP_BAD_ROUTE: {
    when: "A route is declared without a pattern or without a handler function.",
    cure: 'Write get("/path", (request) => \u2026).',
  },
  APP_BAD_ROUTE_NAME: {
    when: "A route is given a name with a dot.",
    cure: "Leave the blueprint's name out; it is put in front.",
  },
  APP_BAD_TARGET: {
    when: "app.request() or a test client is given a path that does not begin with a slash.",
    cure: "Begin it with a slash, or give a whole address.",
  },
  APP_BAD_USE: {
    when: "use() is called with something that is no middleware, blueprint or battery.",
    cure: "Check what was imported; a battery is called first: use(sessions()).",
  },
  APP_BAD_WEB_RESPONSE: {
    when: "A handler returned a platform response that is an error or a protocol switch.",
    cure: "Throw an HttpError, or return a response with a status from 200 to 599.",
  },
  APP_BATTERY_IN_BLUEPRINT: { when: "A blueprint uses a battery.", cure: "Let the app use it." },
  APP_BATTERY_TWICE: { when: "An app uses the same battery twice.", cure: "Keep one of the two." },
  APP_BLUEPRINT_TWICE: {
    when: "Two blueprints of one app have the same name.",
    cure: "Give one another name where it is used: use(blueprint, { name }).",
  },
  APP_ERROR_HANDLER_TWICE: {
    when: "A scope has two error handlers for the same status or class.",
    cure: "Keep one of the two.",
  },
  APP_FROZEN: {
    when: "Something is declared after the app answered its first request.",
    cure: "Declare it before app.run(), or in app.onReady().",
  },
  APP_HOST_UNKNOWN: {
    when: "An absolute address is built outside of a request, and the app does not know its host.",
    cure: "Give the app a serverName.",
  },
  APP_NEXT_TWICE: { when: "A middleware calls next() twice for one request.", cure: "Keep what the first call gave." },
  APP_NO_REPLY: {
    when: "A handler returns nothing, or a bare number or boolean.",
    cure: "Return text, an object, an array or a Response.",
  },
  APP_NO_REQUEST: {
    when: "currentRequest() is called outside of a request, or in an app that does not keep it.",
    cure: "Make the app with asyncContext: true, or pass the request along.",
  },
  APP_REQUEST_PROPERTY_TWICE: {
    when: "Two batteries add a request property of the same name.",
    cure: "Keep one of them.",
  },
});
