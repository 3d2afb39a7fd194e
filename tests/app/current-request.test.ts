// Tests that the current request is found from whatever a handler started, and nowhere else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { App, currentRequest, findCurrentRequest } from "demijohn";

const noRequest = {
  message: `APP_NO_REQUEST: currentRequest() was called while no request is being answered.
  Make the app with new App({ asyncContext: true }), and call it from what a handler, hook or middleware calls. Scripts have no request: pass what they need.`,
};

const waits: readonly (readonly [string, (run: () => void) => unknown])[] = [
  ["at once", (run) => run()],
  [
    "after an await",
    async (run) => {
      await undefined;
      run();
    },
  ],
  ["in a timer", (run) => setTimeout(run, 1)],
  ["in setImmediate", (run) => setImmediate(run)],
  ["in queueMicrotask", (run) => queueMicrotask(run)],
  ["in process.nextTick", (run) => process.nextTick(run)],
];

for (const [name, wait] of waits) {
  test(`the current request is found ${name}, for each of several at once`, async () => {
    const app = new App({ asyncContext: true });
    app.get("/<int:id>", async ({ params }) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      await sleep(params.id % 2);
      wait(() => resolve(currentRequest().path));
      return promise;
    });
    const texts = await Promise.all([1, 2, 3, 4].map(async (id) => (await app.request(`/${id}`)).text()));
    assert.deepEqual(texts, ["/1", "/2", "/3", "/4"]);
    assert.equal(findCurrentRequest(), undefined);
  });
}

test("hooks, middleware and error handlers find it too", async () => {
  const seen: string[] = [];
  const note = (place: string): void => void seen.push(`${place} ${currentRequest().path}`);
  const app = new App({ asyncContext: true });
  app.use((_request, next) => {
    note("middleware");
    return next();
  });
  app.before(() => note("before"));
  app.after(() => note("after"));
  app.onError(RangeError, () => {
    note("onError");
    return "caught";
  });
  app.teardown(() => note("teardown"));
  app.get("/fail", () => {
    throw new RangeError("Too far.");
  });
  assert.equal(await (await app.request("/fail")).text(), "caught");
  assert.deepEqual(seen, ["middleware /fail", "before /fail", "onError /fail", "after /fail", "teardown /fail"]);
});

test("no current request is kept unless the app asks for it", async () => {
  const app = new App();
  app.get("/", () => {
    assert.throws(() => currentRequest(), noRequest);
    return String(findCurrentRequest());
  });
  assert.equal(await (await app.request("/")).text(), "undefined");
});

test("outside of a request there is none", () => {
  assert.throws(() => currentRequest(), noRequest);
  assert.equal(findCurrentRequest(), undefined);
});
