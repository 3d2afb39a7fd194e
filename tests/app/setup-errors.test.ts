// Tests that a wrong set-up is refused with the whole text: what was written and what to write instead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Blueprint, currentRequest, type Middleware, SetupError } from "demijohn";
import { TestClient } from "demijohn/testing";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof SetupError);
    return error.message;
  }
  return "nothing was thrown";
}

const cases: readonly (readonly [string, () => unknown, string])[] = [
  [
    "a blueprint with a dot in its name",
    () => new Blueprint("shop.admin"),
    `APP_BAD_BLUEPRINT_NAME: A blueprint's name is one word without dots.
  You wrote new Blueprint("shop.admin")
  Names of nested blueprints are joined with dots by Demijohn.`,
  ],
  [
    "a handler for a status that is no error",
    () => new App().onError(200, () => "fine"),
    `APP_BAD_ERROR_KEY: onError() takes a status from 400 to 599 or an error class.
  You wrote onError(200, …)
  Write onError(404, (error, request) => …) or onError(NotFound, (error, request) => …).`,
  ],
  [
    "a route without a handler",
    () => new App().get("/jars", undefined as never),
    `APP_BAD_ROUTE: get() takes a pattern and a handler function.
  You wrote get("/jars", undefined)
  Write get("/path", (request) => …).`,
  ],
  [
    "a socket route without a handler",
    () => new App().ws("/jars", "no" as never),
    `APP_BAD_ROUTE: ws() takes a pattern and a handler function.
  You wrote ws("/jars", "no")
  Write ws("/path", (socket, request) => …).`,
  ],
  [
    "a route name with a dot",
    () => new App().get("/", { name: "shop.index" }, () => "").plan,
    `APP_BAD_ROUTE_NAME: The route name "shop.index" has a dot of its own.
  Dots join the names of blueprints and routes; leave them out of the name option.`,
  ],
  [
    "use() of nothing that can be used",
    () => new App().use(7 as unknown as Middleware),
    `APP_BAD_USE: use() takes a middleware function, a Blueprint or a battery.
  You wrote use(7)
  Write use(async (request, next) => next()), use(blog, { prefix: "/blog" }) or use(sessions()).`,
  ],
  [
    "a battery in a blueprint",
    () => new Blueprint("blog").use({ name: "mail", install() {} }),
    `APP_BATTERY_IN_BLUEPRINT: The battery "mail" belongs to the app, not to a blueprint.
  You wrote blog.use(mail())
  Write app.use(mail()).`,
  ],
  [
    "a battery twice",
    () => new App().use({ name: "mail", install() {} }).use({ name: "mail", install() {} }),
    `APP_BATTERY_TWICE: The app already uses the battery "mail".
  Keep one of the two use() calls.`,
  ],
  [
    "two blueprints of one name",
    () => new App().use(new Blueprint("blog")).use(new Blueprint("blog")).plan,
    `APP_BLUEPRINT_TWICE: Two blueprints have the name "blog".
  Give one another name: use(blueprint, { name: "blog2", prefix: "…" }).`,
  ],
  [
    "two handlers for one status",
    () => new App({ name: "shop" }).onError(404, () => "").onError(404, () => ""),
    `APP_ERROR_HANDLER_TWICE: "shop" already has an error handler for 404.
  Keep one of the two.`,
  ],
  [
    "an absolute address without a host",
    () => new App().get("/", { name: "index" }, () => "").urlFor("index", {}, { absolute: true }),
    `APP_HOST_UNKNOWN: urlFor("index", …, { absolute: true }) does not know the site's host outside of a request.
  Name it once: new App({ serverName: "example.org", scheme: "https" }).`,
  ],
  [
    "the current request outside of one",
    () => currentRequest(),
    `APP_NO_REQUEST: currentRequest() was called while no request is being answered.
  Make the app with new App({ asyncContext: true }), and call it from what a handler, hook or middleware calls. Scripts have no request: pass what they need.`,
  ],
  [
    "two request properties of one name",
    () => new App().extendRequest("app", () => new App() as never).extendRequest("app", () => new App() as never),
    `APP_REQUEST_PROPERTY_TWICE: Requests already have a property "app".
  Two batteries claim the name, or the same one was used twice: keep one.`,
  ],
];
for (const [name, action, message] of cases) {
  test(`${name} is refused`, () => assert.equal(refusal(action), message));
}

test("declaring after the first request is refused", async () => {
  const app = new App({ name: "shop" });
  app.get("/", () => "page");
  await app.request("/");
  assert.equal(app.isFrozen, true);
  for (const [verb, declare] of Object.entries({
    get: () => app.get("/x", () => ""),
    use: () => app.use((_request, next) => next()),
    before: () => app.before(() => undefined),
    onError: () => app.onError(404, () => ""),
  })) {
    assert.equal(
      refusal(declare),
      `APP_FROZEN: The app "shop" already answers requests, so ${verb}() comes too late.
  Declare everything before app.run() and before the first request, or in app.onReady().`,
    );
  }
});

test("a request to a path without a slash is refused", async () => {
  await assert.rejects(new TestClient(new App()).get("jars"), (error: Error) => {
    assert.equal(
      error.message,
      `APP_BAD_TARGET: A request goes to a path that begins with a slash, or to a whole address.
  You wrote request("http://localhostjars")
  Write request("/http://localhostjars").`.replaceAll("http://localhostjars", "jars"),
    );
    return true;
  });
});

test("a platform response that is an error is refused", async () => {
  const errors: string[] = [];
  const app = new App({ mode: "production", logger: { ...silent, error: (line) => void errors.push(line) } });
  app.get("/", () => globalThis.Response.error());
  assert.equal((await app.request("/")).status, 500);
  assert.match(
    errors[0] ?? "",
    /APP_BAD_WEB_RESPONSE: A handler returned a platform response that is an error or a protocol switch\.\n {2}You wrote a Response with status 0\n {2}Throw an HttpError/,
  );
});
