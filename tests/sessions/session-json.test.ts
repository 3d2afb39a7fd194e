// Tests that a session's values come back as what they were, and that what cannot is refused by name.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { App } from "#app";
import { safe } from "#kernel";
import { MemoryStore, Session, SessionError, sessions } from "#sessions";

// What a session makes of a value: set in one request, read in the next.
async function roundTrip(value: unknown): Promise<unknown> {
  const app = new App({ mode: "test" });
  app.use(sessions({ store: new MemoryStore() }));
  let found: unknown;
  app.get("/set", ({ session }) => String(session.set("value", value).size));
  app.get("/get", ({ session }) => {
    found = session.get("value");
    return "";
  });
  const response = await app.request("/set");
  assert.equal(response.status, 200);
  await app.request("/get", { headers: { Cookie: response.headers.get("set-cookie")!.split(";")[0]! } });
  return found;
}

test("dates, bytes, bigints, safe HTML, arrays and nested objects come back", async () => {
  const value = {
    date: new Date("2026-02-03T04:05:06.789Z"),
    second: new Date("2026-02-03T04:05:06Z"),
    early: new Date("0001-01-01T00:00:00Z"),
    bytes: new Uint8Array([0, 1, 255]),
    big: 12345678901234567890n,
    html: safe("<b>"),
    list: [1, "zwei", null, true, [new Date(0)]],
    ["__proto__"]: { polluted: true },
  };
  const found = (await roundTrip(value)) as typeof value;
  assert.deepEqual(found, value);
  assert.equal(String(found.html), "<b>");
  assert.equal(Object.getPrototypeOf(found), Object.prototype);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("an object that looks like a tag stays an object", async () => {
  for (const value of [
    { " d": "x" },
    { " di": 1 },
    { " t": [1] },
    { " t__": 1 },
    { " t": 1, b: 2 },
    { " di": { " t__": 1 } },
  ]) {
    assert.deepEqual(await roundTrip(value), value);
  }
});

test("undefined leaves a property out and is null in an array", async () => {
  assert.deepEqual(await roundTrip({ a: undefined, b: [undefined] }), { b: [null] });
});

test("any JSON value comes back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      assert.deepEqual(
        await roundTrip(value),
        JSON.parse(JSON.stringify(value).replaceAll(/(?<=[[:,])-0(?=[\],}])|^-0$/g, "0")),
      );
    }),
    { numRuns: 50 },
  );
});

test("a value that cannot be kept is refused when it is set, by the path that leads to it", () => {
  class Cart {}
  const circle: { inner: unknown[] } = { inner: [] };
  circle.inner.push(circle);
  const refused: readonly (readonly [unknown, string])[] = [
    [new Map(), '"cart" is an object of class Map, which a session cannot keep'],
    [{ owner: new Cart() }, '"cart.owner" is an object of class Cart, which a session cannot keep'],
    [[1, [Number.NaN]], '"cart[1][0]" is NaN, which a session cannot keep'],
    [Number.POSITIVE_INFINITY, '"cart" is Infinity, which a session cannot keep'],
    [{ add() {} }, '"cart.add" is function add, which a session cannot keep'],
    [undefined, '"cart" is undefined, which a session cannot keep'],
    [Symbol("s"), '"cart" is Symbol(s), which a session cannot keep'],
    [new Date(Number.NaN), '"cart" is an invalid date, which a session cannot keep'],
    [circle, '"cart.inner[0]" contains itself'],
  ];
  for (const [value, what] of refused) {
    assert.throws(() => new Session().set("cart", value), {
      name: "SessionError",
      message: `SESSIONS_BAD_VALUE: The session value ${what}.
  A session keeps text, finite numbers, bigints, booleans, null, dates, bytes, safe HTML, arrays and plain objects.
  Store what identifies it, such as an id, and look the rest up.`,
    });
  }
});

test("one object in two places is no circle", async () => {
  const jar = { size: 5 };
  assert.deepEqual(await roundTrip([jar, jar]), [jar, jar]);
});

test("SessionError can be caught as itself", () => {
  assert.throws(() => new Session().set("x", () => 0), SessionError);
});
