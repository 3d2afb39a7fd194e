// Tests that what is tied to a response is closed when another response goes out in its place.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App, Response } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

for (const isAsync of [false, true]) {
  test(`teardown runs when a middleware answers with another response (${isAsync ? "async" : "sync"})`, async () => {
    const log: string[] = [];
    const app = new App({ mode: "production", logger: silent });
    app.use((request, next) => {
      const response = next();
      if (request.query.has("fail")) throw new Error("The middleware failed.");
      if (response instanceof Response) return `${response.status} sync`;
      return response.then(({ status }) => {
        if (request.query.has("later")) throw new Error("The middleware failed later.");
        return `${status} async`;
      });
    });
    app.teardown(() => void log.push("teardown"));
    app.get("/", () => {
      const response = new Response("page").onClose(() => void log.push("closed"));
      return isAsync ? Promise.resolve(response) : response;
    });
    assert.equal(await (await app.request("/")).text(), `200 ${isAsync ? "async" : "sync"}`);
    assert.deepEqual(log.splice(0), ["closed", "teardown"]);
    if (isAsync) {
      assert.equal((await app.request("/?later=1")).status, 500);
      assert.deepEqual(log, ["closed", "teardown"]);
    } else {
      assert.equal((await app.request("/?fail=1")).status, 500);
      assert.deepEqual(log, ["closed", "teardown"]);
    }
  });

  test(`an after hook that replaces the response or fails keeps what is to be closed (${isAsync ? "async" : "sync"})`, async () => {
    const log: string[] = [];
    const app = new App({ mode: "production", logger: silent });
    const done = <T>(value: T): T | Promise<T> => (isAsync ? Promise.resolve(value) : value);
    app.after((request) => {
      if (request.query.has("fail")) throw new Error("The hook failed.");
      return done(new Response("other"));
    });
    app.after(() => done(undefined));
    app.teardown(() => void log.push("teardown"));
    app.get("/", () => new Response("page").onClose(() => void log.push("closed")));
    assert.equal(await (await app.request("/")).text(), "other");
    assert.deepEqual(log.splice(0), ["closed", "teardown"]);
    assert.equal((await app.request("/?fail=1")).status, 500);
    assert.deepEqual(log, ["closed", "teardown"]);
  });
}

test("a teardown hook that fails is reported, and the others run", async () => {
  const log: string[] = [];
  const app = new App({
    mode: "production",
    logger: { ...silent, error: (text) => void log.push(text.split("\n")[0]!) },
  });
  app.teardown(() => void log.push("first"));
  app.teardown(() => {
    throw new Error("The second failed.");
  });
  app.get("/", () => "page");
  await app.request("/");
  assert.deepEqual(log, ["first", "Error: The second failed."]);
});
