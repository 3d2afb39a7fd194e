// Tests sessions with a lifetime of their own, and the command that deletes what is over.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { App } from "demijohn";
import { Cache, MemoryCache } from "demijohn/cache";
import { invokeCommand } from "demijohn/cli";
import { createTables, defineDatabases } from "demijohn/orm";
import {
  CachedStore,
  CacheStore,
  DatabaseStore,
  FileStore,
  MemoryStore,
  Session,
  SessionError,
  type SessionStore,
  sessionModels,
  sessions,
} from "demijohn/sessions";
import { TestClient } from "demijohn/testing";

function makeApp(store: SessionStore | undefined, now: () => number): App {
  const app = new App({ mode: "test", secretKey: "a key of fifty characters, for these tests alone !!!" });
  app.use(sessions({ ...(store === undefined ? {} : { store }), now, lifetime: "1 hour" }));
  app.get("/short", ({ session }) => {
    session.set("name", "Ada");
    session.lifetime = 60;
    return "short";
  });
  app.get("/usual", ({ session }) => {
    session.lifetime = undefined;
    return "usual";
  });
  app.get("/long", ({ session }) => {
    session.set("name", "Ada");
    session.lifetime = 1e6;
    return "long";
  });
  app.get("/permanent", ({ session }) => {
    session.permanent = true;
    return "permanent";
  });
  app.get("/", ({ session }) => `${session.get("name") ?? "nobody"}`);
  return app;
}

const makers: readonly (readonly [string, (now: () => number) => SessionStore | undefined])[] = [
  ["its cookie", () => undefined],
  ["a store", (now) => new MemoryStore({ now })],
];
for (const [kind, makeStore] of makers) {
  test(`a session in ${kind} ends after its own lifetime, unless it is written again`, async () => {
    let now = 1e12;
    const client = new TestClient(
      makeApp(
        makeStore(() => now),
        () => now,
      ),
    );
    const name = async () => (await client.get("/")).text();
    await client.get("/short");
    now += 59_000;
    assert.equal(await name(), "Ada");
    await client.get("/short");
    now += 59_000;
    assert.equal(await name(), "Ada");
    now += 2_000;
    assert.equal(await name(), "nobody");
  });

  test(`a session in ${kind} gets the usual lifetime back, and none that is longer`, async () => {
    let now = 1e12;
    const client = new TestClient(
      makeApp(
        makeStore(() => now),
        () => now,
      ),
    );
    await client.get("/short");
    await client.get("/usual");
    now += 3_599_000;
    assert.equal(await (await client.get("/")).text(), "Ada");
    await client.get("/long");
    now += 3_602_000;
    assert.equal(await (await client.get("/")).text(), "nobody");
  });
}

test("the browser keeps a permanent session for its own lifetime", async () => {
  const client = new TestClient(makeApp(undefined, Date.now));
  await client.get("/short");
  assert.match((await client.get("/permanent")).headers.get("set-cookie") ?? "", /; Max-Age=60;/);
});

test("an own lifetime is told, and is none of the session's keys", () => {
  const session = new Session();
  assert.equal(session.lifetime, undefined);
  session.lifetime = 60;
  assert.deepEqual([session.lifetime, session.keys(), session.modified], [60, [], true]);
});

test("what is no time is refused", () => {
  const session = new Session();
  for (const seconds of [0, -5, 1.5, Number.NaN])
    assert.throws(
      () => {
        session.lifetime = seconds;
      },
      (error) =>
        error instanceof SessionError &&
        error.message ===
          `SESSIONS_BAD_LIFETIME: A session cannot last ${seconds} seconds.\n  Give whole seconds above 0, such as session.lifetime = 900; session.clear() ends it now.`,
    );
});

test("sessions clean deletes what is over, in files and in the database", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "demijohn-sessions-"));
  t.after(() => rmSync(folder, { recursive: true }));
  defineDatabases({ default: "sqlite::memory:" });
  const [StoredSession] = await sessionModels();
  await createTables([StoredSession]);
  let now = Date.now();
  const stores: readonly (readonly [SessionStore, () => number | Promise<number>])[] = [
    [new FileStore(folder, { now: () => now }), () => readdirSync(folder).length],
    [new DatabaseStore({ now: () => now }), () => StoredSession.objects.count()],
    [
      new CachedStore(new Cache(new MemoryCache()), new DatabaseStore({ now: () => now })),
      () => StoredSession.objects.count(),
    ],
  ];
  for (const [store, count] of stores) {
    const app = makeApp(store, () => now);
    for (const path of ["/short", "/short", "/long"]) await new TestClient(app).get(path);
    assert.equal(await count(), 3);
    now += 61_000;
    const { status, output } = await invokeCommand(app, ["sessions", "clean"]);
    assert.deepEqual([status, output], [0, "Deleted 2 sessions.\n"]);
    assert.equal(await count(), 1);
    now += 3_600_000;
    assert.equal((await invokeCommand(app, ["sessions", "clean"])).output, "Deleted 1 session.\n");
  }
});

test("where nothing stays behind there is no such command", async () => {
  for (const store of [undefined, new CacheStore(new Cache(new MemoryCache()))])
    assert.equal((await invokeCommand(makeApp(store, Date.now), ["sessions", "clean"])).status, 2);
});
