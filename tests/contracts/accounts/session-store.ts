// Declares the tests that every session store passes, whatever it keeps sessions in.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { SessionStore } from "#sessions";

/** How a store is made for one test; `now` is its clock, in milliseconds. */
export type MakeStore = (now: () => number) => SessionStore | Promise<SessionStore>;

/** Runs the contract of {@link SessionStore} on one kind of store. */
export function testSessionStore(name: string, make: MakeStore): void {
  const isNew = { lifetime: 60, exists: false };
  const replaces = { lifetime: 60, exists: true };

  test(`${name}: a saved text is loaded as it was, and others are not there`, async () => {
    const store = await make(Date.now);
    const text = `{"note":"Grüße, 世界 \\u0000 '\\"\\\\"}`;
    assert.equal(await store.save("one", text, isNew), true);
    assert.equal(await store.load("one"), text);
    assert.equal(await store.load("other"), undefined);
    assert.equal(await store.load("__proto__"), undefined);
  });

  test(`${name}: a text of a megabyte is kept whole`, async () => {
    const store = await make(Date.now);
    const text = JSON.stringify({ text: "x".repeat(1_000_000) });
    await store.save("large", text, isNew);
    assert.equal(await store.load("large"), text);
  });

  test(`${name}: saving again replaces`, async () => {
    const store = await make(Date.now);
    await store.save("one", "{}", isNew);
    assert.equal(await store.save("one", '{"a":1}', replaces), true);
    assert.equal(await store.load("one"), '{"a":1}');
  });

  test(`${name}: a session is there until its lifetime has passed`, async () => {
    let now = 1_800_000_000_000;
    const store = await make(() => now);
    await store.save("one", "{}", isNew);
    now += 59_000;
    assert.equal(await store.load("one"), "{}");
    now += 1000;
    assert.equal(await store.load("one"), undefined);
  });

  test(`${name}: replacing and touching start the lifetime again`, async () => {
    let now = 1_800_000_000_000;
    const store = await make(() => now);
    await store.save("one", "{}", isNew);
    now += 50_000;
    await store.save("one", "{}", replaces);
    now += 50_000;
    await store.touch("one", 60);
    now += 50_000;
    assert.equal(await store.load("one"), "{}");
    await store.touch("none", 60);
    assert.equal(await store.load("none"), undefined);
  });

  test(`${name}: a session that was deleted or has ended is not brought back`, async () => {
    let now = 1_800_000_000_000;
    const store = await make(() => now);
    await store.save("deleted", "{}", isNew);
    await store.delete("deleted");
    await store.delete("deleted");
    assert.equal(await store.save("deleted", '{"a":1}', replaces), false);
    assert.equal(await store.load("deleted"), undefined);
    await store.save("ended", "{}", isNew);
    now += 60_000;
    await store.touch("ended", 60);
    assert.equal(await store.save("ended", '{"a":1}', replaces), false);
    assert.equal(await store.load("ended"), undefined);
  });
}
