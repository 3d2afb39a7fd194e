// Tests the session as a handler uses it: reading, writing, and knowing what happened to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "#sessions";

declare global {
  namespace Demijohn {
    interface SessionData {
      testJars: number[];
      testName: string;
    }
  }
}

const loaded = (values: Record<string, unknown>): Session =>
  new Session({ text: JSON.stringify(values), writtenAt: new Date(0) });

test("values are read, written, taken and forgotten", () => {
  const session = new Session();
  assert.equal(session.set("a", 1), session);
  session.update({ b: 2, c: [3], d: undefined });
  assert.equal(session.get("a"), 1);
  assert.equal(session.get("none"), undefined);
  assert.equal(session.has("b"), true);
  assert.equal(session.has("d"), false);
  assert.deepEqual(session.keys(), ["a", "b", "c"]);
  assert.deepEqual(session.entries(), [
    ["a", 1],
    ["b", 2],
    ["c", [3]],
  ]);
  assert.equal(session.size, 3);
  assert.deepEqual(session.pop("c"), [3]);
  assert.equal(session.pop("c"), undefined);
  assert.equal(session.delete("a"), true);
  assert.equal(session.delete("a"), false);
  session.clear();
  assert.equal(session.size, 0);
});

test("getOrSet makes a value once", () => {
  const session = new Session();
  assert.equal(
    session.getOrSet("token", () => "x"),
    "x",
  );
  assert.equal(
    session.getOrSet("token", () => assert.fail("made twice")),
    "x",
  );
});

test("looking marks a session as accessed, not as modified", () => {
  const looks: ((session: Session) => unknown)[] = [
    (session) => session.get("a"),
    (session) => session.get("list"),
    (session) => session.has("a"),
    (session) => session.keys(),
    (session) => session.entries(),
    (session) => session.size,
    (session) => session.permanent,
    (session) => session.isNew,
    (session) => session.delete("none"),
    (session) => session.pop("none"),
  ];
  for (const look of looks) {
    const session = loaded({ a: 1, list: [1] });
    assert.equal(session.accessed, false);
    look(session);
    assert.equal(session.accessed, true, String(look));
    assert.equal(session.modified, false, String(look));
  }
});

test("writing marks a session as accessed and modified", () => {
  const changes: ((session: Session) => unknown)[] = [
    (session) => session.set("a", 1),
    (session) => session.delete("a"),
    (session) => session.pop("a"),
    (session) => session.clear(),
    (session) => session.rotate(),
    (session) => {
      session.permanent = true;
    },
    (session) => {
      session.modified = true;
    },
  ];
  for (const change of changes) {
    const session = loaded({ a: 1 });
    change(session);
    assert.equal(session.accessed && session.modified, true, String(change));
  }
});

test("a change inside of a value is noticed", () => {
  const session = loaded({ cart: { items: [1] } });
  const cart = session.get("cart") as { items: number[] };
  assert.equal(session.modified, false);
  cart.items.push(2);
  assert.equal(session.modified, true);
  cart.items.pop();
  assert.equal(session.modified, false);
});

test("clearing an empty new session changes nothing", () => {
  const session = new Session();
  session.clear();
  assert.equal(session.modified, false);
});

test("permanent and flashed messages are kept among the values, unseen", () => {
  const session = loaded({ _permanent: true, _flashes: [["message", "x"]], a: 1 });
  assert.equal(session.permanent, true);
  assert.deepEqual(session.keys(), ["a"]);
  assert.equal(session.size, 1);
  session.permanent = true;
  assert.equal(session.modified, false);
  session.permanent = false;
  assert.equal(session.modified, true);
  assert.equal(session.permanent, false);
});

test("a session without a cookie is new", () => {
  assert.equal(new Session().isNew, true);
  assert.equal(loaded({}).isNew, false);
});

test("names of the prototype are ordinary keys", () => {
  const session = new Session();
  assert.equal(session.get("constructor"), undefined);
  assert.equal(session.has("__proto__"), false);
  session.set("__proto__", { a: 1 });
  assert.deepEqual(session.keys(), ["__proto__"]);
  assert.equal(({} as { a?: number }).a, undefined);
});

test("text that is no session's is refused", () => {
  for (const text of ["", "[]", "null", "5", '"x"', "{", '{"a":{" d":"never"}}', '{"a":{" b":5}}', '{"a":{" t":5}}']) {
    assert.throws(() => new Session({ text, writtenAt: new Date(0) }), text);
  }
});

test("keys merged into SessionData are typed, and others are unknown", () => {
  const session = new Session();
  session.set("testJars", [1]);
  const jars: number[] | undefined = session.get("testJars");
  const name: string | undefined = session.pop("testName");
  const made: string = session.getOrSet("testName", () => "x");
  const other: unknown = session.get("anything");
  // @ts-expect-error: testJars holds numbers
  session.set("testJars", ["one"]);
  // @ts-expect-error: an unmerged key's value is unknown
  const wrong: string = session.get("anything");
  // @ts-expect-error: testName is text
  session.update({ testName: 5 });
  assert.deepEqual([jars, name, made, other, wrong], [[1], undefined, "x", undefined, undefined]);
});
