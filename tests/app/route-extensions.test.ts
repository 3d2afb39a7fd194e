// Tests what routes and blueprints say for batteries: it is found at the matched route, the inner before the outer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Blueprint } from "demijohn";

declare global {
  namespace Demijohn {
    interface RouteExtensions {
      readonly testing?: { readonly a?: number; readonly b?: number } | false | undefined;
    }
  }
}

test("a route's word goes before its blueprint's, entry by entry", async () => {
  const app = new App();
  const outer = new Blueprint("outer", { routes: { testing: { a: 1, b: 1 } } });
  const inner = new Blueprint("inner", { routes: { testing: { b: 2 } } });
  inner.get("/both", (request) => ({ got: request.route?.extensions.testing }));
  inner.get("/own", { testing: { a: 3 } }, (request) => ({ got: request.route?.extensions.testing }));
  inner.get("/off", { testing: false }, (request) => ({ got: request.route?.extensions.testing }));
  outer.use(inner);
  app.use(outer);
  app.get("/none", (request) => ({ got: request.route?.extensions.testing ?? "nothing" }));
  const get = async (path: string): Promise<unknown> =>
    ((await (await app.request(path)).json()) as { got: unknown }).got;
  assert.deepEqual(await get("/both"), { a: 1, b: 2 });
  assert.deepEqual(await get("/own"), { a: 3, b: 2 });
  assert.equal(await get("/off"), false);
  assert.equal(await get("/none"), "nothing");
});
