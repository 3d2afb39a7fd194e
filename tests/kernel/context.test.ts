// Tests that a context variable keeps its value across awaits, timers and callbacks, apart for each call.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createContext } from "#kernel";

test("there is no value outside of run", () => {
  const current = createContext<string>();
  assert.equal(current.find(), undefined);
  current.run("a", () => assert.equal(current.find(), "a"));
  assert.equal(current.find(), undefined);
});

test("run returns what the call returns and throws what it throws", () => {
  const current = createContext<string>();
  assert.equal(
    current.run("a", () => 7),
    7,
  );
  assert.throws(
    () =>
      current.run("a", () => {
        throw new RangeError("out");
      }),
    RangeError,
  );
  assert.equal(current.find(), undefined);
});

test("an inner run hides the outer value until it ends", () => {
  const current = createContext<string>();
  current.run("outer", () => {
    current.run("inner", () => assert.equal(current.find(), "inner"));
    assert.equal(current.find(), "outer");
  });
});

test("the value survives awaits, timers, microtasks and streams of events", async () => {
  const current = createContext<string>();
  await current.run("a", async () => {
    await sleep(1);
    assert.equal(current.find(), "a");
    await new Promise<void>((resolve) => setImmediate(resolve));
    assert.equal(current.find(), "a");
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    assert.equal(current.find(), "a");
    const emitter = new EventEmitter();
    emitter.once("poured", () => assert.equal(current.find(), "a"));
    emitter.emit("poured");
  });
});

test("parallel calls do not see each other's values", async () => {
  const current = createContext<number>();
  const seen = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      current.run(i, async () => {
        await sleep(i % 7);
        return current.find();
      }),
    ),
  );
  assert.deepEqual(
    seen,
    Array.from({ length: 50 }, (_, i) => i),
  );
});

test("two variables are independent", () => {
  const user = createContext<string>();
  const request = createContext<number>();
  user.run("ada", () =>
    request.run(1, () => {
      assert.equal(user.find(), "ada");
      assert.equal(request.find(), 1);
    }),
  );
});
