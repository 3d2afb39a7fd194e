// Tests the stores that outlive a process: the database and files.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { App } from "#app";
import { Cache, MemoryCache } from "#cache";
import { createTables, defineDatabases } from "#orm";
import { CachedStore, CacheStore, DatabaseStore, FileStore, MemoryStore, sessionModels, sessions } from "#sessions";
import { TestClient } from "#testing";
import { testSessionStore } from "../contracts/accounts/session-store.ts";

const folder = mkdtempSync(join(tmpdir(), "demijohn-sessions-"));
before(async () => {
  defineDatabases({ default: "sqlite::memory:" });
  await createTables(await sessionModels());
});
after(() => rmSync(folder, { recursive: true }));

let count = 0;
testSessionStore("FileStore", (now) => new FileStore(join(folder, String(++count)), { now }));
testSessionStore("DatabaseStore", async (now) => {
  const [StoredSession] = await sessionModels();
  await StoredSession.objects.all().delete();
  return new DatabaseStore({ now });
});

test("an app keeps its sessions in the database and in files", async () => {
  for (const store of [new DatabaseStore(), new FileStore(join(folder, "app"))]) {
    const app = new App({ mode: "test" });
    app.use(sessions({ store }));
    app.get("/", ({ session }) => {
      const visits = Number(session.get("visits") ?? 0) + 1;
      session.set("visits", visits);
      return `${visits}`;
    });
    const client = new TestClient(app);
    await client.get("/");
    assert.equal(await (await client.get("/")).text(), "2");
  }
});

test("what is over is cleaned away", async () => {
  let time = Date.now();
  const now = (): number => time;
  for (const store of [new DatabaseStore({ now }), new FileStore(join(folder, "clean"), { now })]) {
    await store.clean();
    await store.save("short", "{}", { lifetime: 10, exists: false });
    await store.save("long", "{}", { lifetime: 1000, exists: false });
    time += 11_000;
    assert.equal(await store.clean(), 1);
    assert.equal(await store.load("long"), "{}");
  }
});

test("the file of a session is readable by its owner alone, and lies in the folder whatever its key", async () => {
  const store = new FileStore(join(folder, "modes"));
  await store.save("one", "{}", { lifetime: 10, exists: false });
  assert.equal(statSync(join(folder, "modes", "one.session")).mode & 0o777, 0o600);
  await store.save("../../out", "{}", { lifetime: 10, exists: false });
  assert.ok(statSync(join(folder, "modes", "out.session")).isFile());
});

testSessionStore("a cache", (now) => new CacheStore(new Cache(new MemoryCache({ now }))));
testSessionStore(
  "a cache before a store",
  (now) => new CachedStore(new Cache(new MemoryCache({ now })), new MemoryStore({ now })),
);

test("what is ended in the store is gone from the cache before it once its time has passed", async () => {
  let time = 1_000_000;
  const now = (): number => time;
  const store = new MemoryStore({ now });
  const cached = new CachedStore(new Cache(new MemoryCache({ now })), store, { behind: 5 });
  await cached.save("one", "{}", { lifetime: 60, exists: false });
  await store.delete("one");
  assert.equal(await cached.load("one"), "{}");
  time += 5_001;
  assert.equal(await cached.load("one"), undefined);
});
