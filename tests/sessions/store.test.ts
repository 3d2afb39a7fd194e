// Tests sessions that are kept on the server: ids, rotation, parallel requests and sessions that end meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { App } from "#app";
import { generateSecretKey } from "#kernel";
import { MemoryStore, type SessionSaving, type SessionStore, type SessionsOptions, sessions } from "#sessions";

const key = generateSecretKey();

// A store that answers late, as databases do, and shows what it was asked.
class SlowStore implements SessionStore {
  readonly memory = new MemoryStore();
  readonly calls: string[] = [];
  async load(id: string): Promise<string | undefined> {
    this.calls.push("load");
    await sleep(2);
    return this.memory.load(id);
  }
  async save(id: string, text: string, saving: SessionSaving): Promise<boolean> {
    this.calls.push(saving.exists ? "replace" : "create");
    await sleep(2);
    return this.memory.save(id, text, saving);
  }
  async delete(id: string): Promise<void> {
    this.calls.push("delete");
    await sleep(2);
    this.memory.delete(id);
  }
  async touch(id: string, lifetime: number): Promise<void> {
    this.calls.push("touch");
    await sleep(2);
    this.memory.touch(id, lifetime);
  }
}

function makeApp(store: SessionStore, options: SessionsOptions = {}): App {
  const app = new App({ mode: "test", secretKey: key });
  app.use(sessions({ store, ...options }));
  app.get("/set/<name>/<value>", ({ session, params }) => {
    session.set(params.name, params.value);
    return "set";
  });
  app.get("/get/<name>", ({ session, params }) => String(session.get(params.name)));
  app.get("/all", ({ session }) => Object.fromEntries(session.entries()));
  app.get("/login", ({ session }) => {
    session.rotate();
    session.set("user", "ada");
    return "in";
  });
  app.get("/logout", ({ session }) => {
    session.clear();
    return "out";
  });
  app.get("/slow/<name>", async ({ session, params }) => {
    session.set(params.name, true);
    await sleep(20);
    return "slow";
  });
  app.get("/permanent", ({ session }) => {
    session.permanent = true;
    return "";
  });
  app.get("/plain", () => "plain");
  return app;
}

async function visit(app: App, path: string, cookie?: string): Promise<{ text: string; cookie: string | undefined }> {
  const response = await app.request(path, { headers: cookie === undefined ? {} : { Cookie: cookie } });
  assert.equal(response.status, 200);
  const set = response.headers.get("set-cookie");
  return { text: await response.text(), cookie: set ? set.split(";")[0] : undefined };
}

for (const makeStore of [() => new MemoryStore(), () => new SlowStore()]) {
  const name = makeStore().constructor.name;

  test(`values are kept on the server, and the cookie holds an id alone (${name})`, async () => {
    const app = makeApp(makeStore());
    const { cookie } = await visit(app, "/set/user/ada");
    assert.match(cookie!, /^session=[\w-]{43}\.[\w-]{6}\.[\w-]{43}$/);
    assert.equal((await visit(app, "/get/user", cookie)).text, "ada");
    assert.equal((await visit(app, "/get/user")).text, "undefined");
  });

  test(`a session may be of any size (${name})`, async () => {
    const app = makeApp(makeStore());
    app.get("/large", ({ session }) => {
      session.set("text", "x".repeat(100_000));
      return "";
    });
    const { cookie } = await visit(app, "/large");
    assert.equal((await visit(app, "/get/text", cookie)).text.length, 100_000);
  });

  test(`an unknown, forged or guessed id opens nothing and is never adopted (${name})`, async () => {
    const app = makeApp(makeStore());
    const mine = generateSecretKey();
    for (const cookie of [`session=${mine}`, `session=${mine}.AAAAAA.${mine}`, "session=", "session=;"]) {
      const answer = await visit(app, "/set/user/mallory", cookie);
      assert.ok(!answer.cookie!.includes(mine));
    }
  });

  test(`rotate ends the old id and keeps the values (${name})`, async () => {
    const app = makeApp(makeStore());
    const before = (await visit(app, "/set/cart/5")).cookie;
    const after = (await visit(app, "/login", before)).cookie;
    assert.notEqual(before, after);
    assert.equal((await visit(app, "/get/user", before)).text, "undefined");
    assert.equal((await visit(app, "/get/cart", before)).text, "undefined");
    assert.equal((await visit(app, "/all", after)).text, '{"cart":"5","user":"ada"}');
  });

  test(`clear ends the session on the server, so that a copied cookie opens nothing (${name})`, async () => {
    const app = makeApp(makeStore());
    const { cookie } = await visit(app, "/login");
    assert.equal((await visit(app, "/logout", cookie)).cookie, "session=");
    assert.equal((await visit(app, "/get/user", cookie)).text, "undefined");
  });

  test(`parallel requests keep each other's changes (${name})`, async () => {
    const app = makeApp(makeStore());
    const { cookie } = await visit(app, "/set/user/ada");
    await Promise.all([visit(app, "/slow/a", cookie), visit(app, "/set/b/1", cookie)]);
    assert.deepEqual(JSON.parse((await visit(app, "/all", cookie)).text), { user: "ada", a: true, b: "1" });
  });

  test(`a request that was under way while somebody logged out does not bring the session back (${name})`, async () => {
    const app = makeApp(makeStore());
    const { cookie } = await visit(app, "/login");
    const slow = visit(app, "/slow/a", cookie);
    await visit(app, "/logout", cookie);
    assert.equal((await slow).cookie, undefined);
    assert.equal((await visit(app, "/all", cookie)).text, "{}");
  });

  test(`a request that was under way during a rotation does not undo it (${name})`, async () => {
    const app = makeApp(makeStore());
    const { cookie } = await visit(app, "/set/cart/5");
    const slow = visit(app, "/slow/a", cookie);
    const after = (await visit(app, "/login", cookie)).cookie;
    assert.equal((await slow).cookie, undefined);
    assert.equal((await visit(app, "/get/user", after)).text, "ada");
    assert.equal((await visit(app, "/all", cookie)).text, "{}");
  });
}

test("the store is asked only where a cookie is sent, and saved to only where something changed", async () => {
  const store = new SlowStore();
  const app = makeApp(store);
  await visit(app, "/plain");
  await visit(app, "/get/user");
  assert.deepEqual(store.calls.splice(0), []);
  const { cookie } = await visit(app, "/set/user/ada");
  assert.deepEqual(store.calls.splice(0), ["create"]);
  await visit(app, "/get/user", cookie);
  assert.deepEqual(store.calls.splice(0), ["load"]);
  await visit(app, "/set/user/grace", cookie);
  assert.deepEqual(store.calls.splice(0), ["load", "load", "replace"]);
  await visit(app, "/get/user", `${cookie!.slice(0, -1)}!`);
  assert.deepEqual(store.calls.splice(0), []);
});

test("the store's keys do not lead back to the cookie", async () => {
  const keys: string[] = [];
  const memory = new MemoryStore();
  const store: SessionStore = {
    load: (id) => memory.load(id),
    save: (id, text, saving) => {
      keys.push(id);
      return memory.save(id, text, saving);
    },
    delete: (id) => memory.delete(id),
    touch: (id, lifetime) => memory.touch(id, lifetime),
  };
  const { cookie } = await visit(makeApp(store), "/set/a/b");
  const [id] = cookie!.slice("session=".length).split(".");
  assert.equal(keys.length, 1);
  assert.notEqual(keys[0], id);
  assert.match(keys[0]!, /^[\w-]{43}$/);
});

test("a permanent session's lifetime starts again in store and cookie", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const store = new MemoryStore({ now: () => now });
  const app = makeApp(store, { lifetime: 1000, now: () => now });
  const first = (await visit(app, "/permanent")).cookie;
  now += 900_000;
  const second = (await visit(app, "/get/a", first)).cookie;
  assert.ok(second !== undefined && second !== first);
  now += 900_000;
  assert.equal((await visit(app, "/get/a", first)).cookie, undefined);
  assert.ok((await visit(app, "/set/x/y", second)).cookie);
  assert.equal((await visit(app, "/get/x", second)).text, "y");
});

test("middleware that runs before the session is loaded is told so", async () => {
  const app = new App({ mode: "test", secretKey: key });
  const seen: Error[] = [];
  app.use((request, next) => {
    try {
      request.session.get("user");
    } catch (error) {
      seen.push(error as Error);
    }
    return next();
  });
  app.use(sessions({ store: new MemoryStore() }));
  app.get("/set", ({ session }) => String(session.set("a", 1).size));
  const { cookie } = await visit(app, "/set");
  assert.equal(seen.length, 0);
  await visit(app, "/set", cookie);
  assert.equal(seen[0]!.name, "SessionError");
  assert.equal(
    seen[0]!.message,
    `SESSIONS_NOT_LOADED: The session was asked for before it was loaded from its store.
  At GET /set
  Write app.use(sessions(…)) before the middleware that asks for the session.`,
  );
});

test("a store that fails is an error of the request, and no lost session", async () => {
  const store = new SlowStore();
  const app = makeApp(store);
  app.onError(500, () => "store failed");
  const { cookie } = await visit(app, "/set/user/ada");
  store.load = () => Promise.reject(new Error("connection lost"));
  const response = await app.request("/get/user", { headers: { Cookie: cookie! } });
  assert.equal(response.status, 500);
  assert.equal(response.headers.has("set-cookie"), false);
});
