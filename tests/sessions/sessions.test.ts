// Tests sessions through whole requests: cookies, their attributes, lifetimes, keys, and that nothing forged is believed.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { App, type AppOptions } from "#app";
import { Response } from "#http";
import { flaskSessionScheme, generateSecretKey, TimedSerializer } from "#kernel";
import { MemoryStore, Session, type SessionsOptions, sessionSettings, sessions } from "#sessions";
import { sessionManagerOf } from "#sessions/internals";

const key = generateSecretKey();
const start = Date.parse("2026-01-01T00:00:00Z");

interface Site {
  readonly app: App;
  /** Sends what the browser has, keeps what it gets. */
  readonly visit: (path: string, cookie?: string) => Promise<Response>;
  cookie: string | undefined;
}

function site(options: SessionsOptions = {}, appOptions: AppOptions = {}): Site {
  const app = new App({ mode: "test", secretKey: key, ...appOptions });
  app.use(sessions(options));
  app.get("/set/<name>/<value>", ({ session, params }) => {
    session.set(params.name, params.value);
    return "set";
  });
  app.get("/get/<name>", ({ session, params }) => String(session.get(params.name)));
  app.get("/pop/<name>", ({ session, params }) => String(session.pop(params.name)));
  app.get("/clear", ({ session }) => {
    session.clear();
    return "cleared";
  });
  app.get("/permanent", ({ session }) => {
    session.permanent = true;
    return "permanent";
  });
  app.get("/plain", () => "plain");
  const state: Site = {
    app,
    cookie: undefined,
    async visit(path, cookie = state.cookie) {
      const response = await app.request(path, { headers: cookie === undefined ? {} : { Cookie: cookie } });
      const set = response.headers.get("set-cookie");
      if (set !== null && set !== undefined) state.cookie = /Max-Age=0/.test(set) ? undefined : set.split(";")[0];
      return response;
    },
  };
  return state;
}

test("a value set in one request is there in the next", async () => {
  const { visit } = site();
  await visit("/set/user/ada");
  assert.equal(await (await visit("/get/user")).text(), "ada");
  assert.equal(await (await visit("/pop/user")).text(), "ada");
  assert.equal(await (await visit("/get/user")).text(), "undefined");
});

test("a request that does not look at the session has no trace of it", async () => {
  const { visit } = site();
  await visit("/set/user/ada");
  const response = await visit("/plain");
  assert.deepEqual([...response.headers], [["Content-Type", "text/html; charset=utf-8"]]);
});

test("a request that reads the session varies by cookie and sets none", async () => {
  const { visit } = site();
  await visit("/set/user/ada");
  const response = await visit("/get/user");
  assert.equal(response.headers.get("vary"), "Cookie");
  assert.equal(response.headers.has("set-cookie"), false);
});

test("a response that sets the cookie is kept from shared caches", async () => {
  const { visit, app } = site();
  app.get("/own", ({ session }) => {
    session.set("a", 1);
    return new Response("x", { headers: { "Cache-Control": "no-store", Vary: "Accept" } });
  });
  const response = await visit("/set/user/ada");
  assert.equal(response.headers.get("cache-control"), "private");
  assert.equal(response.headers.get("vary"), "Cookie");
  const own = await visit("/own");
  assert.equal(own.headers.get("cache-control"), "no-store");
  assert.equal(own.headers.get("vary"), "Accept, Cookie");
});

test("the cookie is signed, readable, HttpOnly and SameSite=Lax", async () => {
  const { visit } = site();
  const cookie = (await visit("/set/user/ada")).headers.get("set-cookie")!;
  assert.match(cookie, /^session=[\w-]+\.[\w-]+\.[\w-]{43}; HttpOnly; Path=\/; SameSite=Lax$/);
  assert.equal(Buffer.from(cookie.slice(8).split(".")[0]!, "base64url").toString(), '{"user":"ada"}');
});

test("all attributes of the cookie can be set", async () => {
  const { visit } = site({
    cookieName: "s",
    domain: "example.org",
    path: "/shop",
    httpOnly: false,
    secure: true,
    sameSite: "none",
    partitioned: true,
  });
  const cookie = (await visit("/set/a/b")).headers.get("set-cookie")!;
  assert.match(cookie, /^s=[\w.-]+; Domain=example\.org; Secure; Path=\/shop; SameSite=None; Partitioned$/);
});

test("in production the cookie is Secure by default", async () => {
  const { visit } = site({}, { mode: "production" });
  assert.match((await visit("/set/a/b")).headers.get("set-cookie")!, /; Secure; HttpOnly; /);
  const plain = site({ secure: false }, { mode: "production" });
  assert.doesNotMatch((await plain.visit("/set/a/b")).headers.get("set-cookie")!, /Secure/);
});

test("with hostPrefix the name begins with __Host-", async () => {
  const { visit } = site({ hostPrefix: true, secure: true });
  assert.match((await visit("/set/a/b")).headers.get("set-cookie")!, /^__Host-session=/);
  assert.equal(await (await visit("/get/a")).text(), "b");
});

test("attributes that browsers refuse together stop the app from starting", async () => {
  const refused: readonly (readonly [SessionsOptions, string])[] = [
    [{ hostPrefix: true }, "A __Host- cookie must be secure, have the path / and no domain."],
    [
      { hostPrefix: true, secure: true, domain: "x.org" },
      "A __Host- cookie must be secure, have the path / and no domain.",
    ],
    [{ hostPrefix: true, secure: true, path: "/a" }, "A __Host- cookie must be secure, have the path / and no domain."],
    [{ sameSite: "none" }, "A cookie with sameSite none must be secure."],
    [{ partitioned: true }, "A partitioned cookie must be secure."],
  ];
  for (const [options, summary] of refused) {
    await assert.rejects(site(options).app.ready(), { code: "SESSIONS_BAD_COOKIE", summary });
  }
  await assert.rejects(site({ sameSite: "none" }).app.ready(), {
    name: "SetupError",
    message: `SESSIONS_BAD_COOKIE: A cookie with sameSite none must be secure.
  sessions: hostPrefix false, secure false, sameSite none, partitioned false, domain none, path /.
  Browsers would drop the cookie: change one of these settings.`,
  });
});

test("wrong settings are found when the app gets ready, and settings of the app reach the battery", async () => {
  await assert.rejects(site({ lifetime: "a while", cookieName: "a b" }).app.ready(), {
    message: `KERNEL_BAD_SETTINGS: 2 settings are wrong.
  sessions.cookieName: "a b" cannot name a cookie.
    given in code
    Use letters, digits, - and _.
  sessions.lifetime: "a while" is not a duration.
    given in code
    Write seconds, or a text such as "14 days", "1h 30m" or "500ms".`,
  });
  const { app } = site({}, { settings: { sessions: { cookieName: "mine" } } });
  assert.equal(app.settings.get(sessionSettings).cookieName, "mine");
});

test("without a secret key, production does not start and says what to do", async () => {
  const app = new App({ mode: "production" });
  app.use(sessions());
  await assert.rejects(app.ready(), {
    name: "SettingsError",
    message: `KERNEL_BAD_SETTINGS: 1 setting is wrong.
  secret.key: In production a value is required.
    Set SECRET_KEY to the output of this command, and keep it out of the repository:
      node -p "require('node:crypto').randomBytes(32).toString('base64url')"`,
  });
});

test("keys of their own are enough", async () => {
  const app = new App({ mode: "production" });
  app.use(sessions({ secretKeys: [key] }));
  app.get("/", ({ session }) => String(session.isNew));
  assert.equal(await (await app.request("/")).text(), "true");
});

test("an emptied session removes its cookie, with the attributes that it was set with", async () => {
  const { visit } = site({ path: "/", domain: "example.org" });
  await visit("/set/a/b");
  const cookie = (await visit("/clear")).headers.get("set-cookie")!;
  assert.match(
    cookie,
    /^session=; Domain=example\.org; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; HttpOnly; Path=\/; SameSite=Lax$/,
  );
  assert.equal((await visit("/clear")).headers.has("set-cookie"), false);
});

test("taking the last value removes the cookie, too", async () => {
  const { visit } = site();
  await visit("/set/a/b");
  assert.match((await visit("/pop/a")).headers.get("set-cookie")!, /Max-Age=0/);
});

test("a session ends its lifetime after it was written", async () => {
  let now = start;
  const { visit } = site({ lifetime: "1h", now: () => now });
  await visit("/set/a/b");
  now += 3_600_000;
  assert.equal(await (await visit("/get/a")).text(), "b");
  now += 1000;
  const late = await visit("/get/a");
  assert.equal(await late.text(), "undefined");
  assert.equal(late.headers.has("set-cookie"), false);
});

test("a cookie that was found genuine before is still looked at: its age, and every letter", async () => {
  for (const store of [undefined, new MemoryStore()]) {
    let now = start;
    const made = site({ lifetime: "1h", now: () => now, store });
    await made.visit("/set/jar/7");
    const { cookie } = made;
    const read = async (sent: string): Promise<string> => (await made.visit("/get/jar", sent)).text();
    assert.deepEqual([await read(cookie!), await read(cookie!)], ["7", "7"]);
    for (const changed of [`${cookie}x`, cookie!.slice(0, -1), cookie!.replace(/=./, "=_")])
      assert.equal(await read(changed), "undefined", changed);
    now = start - 29_000;
    assert.equal(await read(cookie!), "7", "another machine's clock is ahead");
    now = start - 60_000;
    assert.equal(await read(cookie!), "undefined", "signed in the future");
    now = start + 3601_000;
    assert.equal(await read(cookie!), "undefined", "too old");
  }
});

test("more visitors than are remembered all keep their sessions", async () => {
  const { visit } = site();
  const cookies: string[] = [];
  for (let i = 0; i < 1010; i++) {
    const response = await visit(`/set/jar/${i}`, "");
    cookies.push(response.headers.get("set-cookie")!.split(";")[0]!);
  }
  for (const round of [1, 2])
    for (const i of [0, 9, 10, 500, 1009])
      assert.equal(await (await visit("/get/jar", cookies[i]!)).text(), String(i), `round ${round}`);
});

test("a permanent session outlives the browser", async () => {
  const { visit } = site({ lifetime: "1h" });
  assert.doesNotMatch((await visit("/set/a/b")).headers.get("set-cookie")!, /Max-Age/);
  assert.match((await visit("/permanent")).headers.get("set-cookie")!, /; Max-Age=3600; /);
  assert.match((await visit("/set/a/c")).headers.get("set-cookie")!, /; Max-Age=3600; /);
});

test("a permanent session that is read is prolonged once a tenth of its lifetime has passed", async () => {
  let now = start;
  const { visit } = site({ lifetime: 1000, now: () => now });
  await visit("/permanent");
  now += 99_000;
  assert.equal((await visit("/get/a")).headers.has("set-cookie"), false);
  now += 1000;
  assert.equal((await visit("/plain")).headers.has("set-cookie"), false);
  assert.match((await visit("/get/a")).headers.get("set-cookie")!, /Max-Age=1000/);
  assert.equal((await visit("/get/a")).headers.has("set-cookie"), false);
});

test("refresh each-request prolongs a permanent session without a look, never does not", async () => {
  const each = site({ refresh: "each-request" });
  await each.visit("/set/a/b");
  assert.equal((await each.visit("/plain")).headers.has("set-cookie"), false);
  await each.visit("/permanent");
  const response = await each.visit("/plain");
  assert.match(response.headers.get("set-cookie")!, /Max-Age=2678400/);
  assert.equal(response.headers.get("vary"), "Cookie");
  let now = start;
  const never = site({ refresh: "never", lifetime: 1000, now: () => now });
  await never.visit("/permanent");
  now += 900_000;
  assert.equal((await never.visit("/get/a")).headers.has("set-cookie"), false);
});

test("a tampered cookie is an empty session, and no error", async () => {
  const { visit } = site();
  await visit("/set/user/ada");
  const [payload, time, signature] = (await visit("/set/user/ada")).headers
    .get("set-cookie")!
    .slice(8)
    .split(";")[0]!
    .split(".");
  const other = Buffer.from('{"user":"root"}').toString("base64url");
  const forged = [
    `${other}.${time}.${signature}`,
    `${payload}.${time}.${signature!.slice(1)}`,
    `${payload}.AAAA.${signature}`,
    `${payload}.${signature}`,
    `.${payload}.${time}.${signature}`,
    `${payload}.${time}.`,
    "",
    "1.",
    "1.AAAA",
    "null",
    '"quoted;"',
  ];
  for (const cookie of forged) {
    const response = await visit("/get/user", `session=${cookie}`);
    assert.equal(response.status, 200);
    assert.equal(await response.text(), "undefined", cookie);
  }
});

test("a genuine cookie behind one of the same name that is not is found", async () => {
  const { visit } = site();
  await visit("/set/user/ada");
  const cookie = (await visit("/set/user/ada")).headers.get("set-cookie")!.split(";")[0]!;
  assert.equal(await (await visit("/get/user", `session=tossed; ${cookie}`)).text(), "ada");
  assert.equal(await (await visit("/get/user", `${"session=x; ".repeat(8)}${cookie}`)).text(), "undefined");
});

test("no cookie header makes an error of 500", async () => {
  const { app } = site();
  const pieces = fc.constantFrom(
    "session",
    "=",
    ";",
    " ",
    '"',
    "\\",
    "1.",
    ".",
    "eyJhIjoxfQ",
    "é",
    "%00",
    ",",
    "\t",
    "__Host-",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), async (parts) => {
      const header = `session=${parts.join("")}`.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "");
      const response = await app.request("/get/user", { headers: { Cookie: header } });
      assert.equal(response.status, 200);
      assert.equal(await response.text(), "undefined");
    }),
    { numRuns: 1000 },
  );
});

test("a text that was signed for sessions and is none is an empty session", async () => {
  const { visit } = site();
  const serializer = new TimedSerializer(key, { purpose: "cookie-session" });
  for (const value of [[1], 5, "x", null, { a: { " d": "never" } }]) {
    assert.equal(await (await visit("/get/a", `session=${serializer.sign(value)}`)).text(), "undefined");
  }
});

test("a replaced key goes on opening sessions, which the next change signs anew", async () => {
  const old = site();
  await old.visit("/set/user/ada");
  const next = site({}, { secretKey: [generateSecretKey(), key] });
  next.cookie = old.cookie;
  assert.equal(await (await next.visit("/get/user")).text(), "ada");
  await next.visit("/set/more/1");
  assert.equal(await (await old.visit("/get/user", next.cookie)).text(), "undefined");
  assert.equal(await (await next.visit("/get/user")).text(), "ada");
});

test("encrypted sessions do not show what they hold, and encryption can be turned on and off", async () => {
  const open = site();
  await open.visit("/set/user/ada");
  const sealed = site({ encrypt: true });
  sealed.cookie = open.cookie;
  assert.equal(await (await sealed.visit("/get/user")).text(), "ada");
  const cookie = (await sealed.visit("/set/plan/secret")).headers.get("set-cookie")!;
  assert.match(cookie, /^session=1\.[\w-]+;/);
  assert.equal(await (await sealed.visit("/get/plan")).text(), "secret");
  assert.equal(await (await open.visit("/get/plan", sealed.cookie)).text(), "secret");
  const flipped = sealed.cookie!.slice(0, -6) + (sealed.cookie!.at(-6) === "A" ? "B" : "A") + sealed.cookie!.slice(-5);
  assert.equal(await (await sealed.visit("/get/plan", flipped)).text(), "undefined");
});

test("a session cookie of Flask is read, and Flask's scheme can be written", async () => {
  const flask =
    ".eJx1zjELwjAQhuG_Em4OkkRrSxBBRBxEHBQcVEpsTltoqySNDpL_7lVxdAo83wuXFwSPLq8saMkhv6NrTIttB7pzAUkutfEletCHFzDiA_hQFOg9cNiaB9oBnCL_bQ0N5oq0rY5BiMu4bmk-cXiW2IKmjA7BHi1nSrJN0TElZMJEqlWmhWDL9Q4iB2een_hM8Wy2mPdWdk39wYZwcp72Fvp_EwUiqYajZJxm_96-v9lvb6s8B61ifANlPEf1.ZVPxAA.qbhWoPWJAXS0HE8DTCGUJzFPEHw";
  const now = () => 1_700_000_000_000;
  const { visit, app } = site({ signing: { fallbacks: [flaskSessionScheme] }, now }, { secretKey: "flask-secret" });
  let found: unknown;
  app.get("/all", ({ session }) => {
    found = { ...Object.fromEntries(session.entries()), permanent: session.permanent };
    return "";
  });
  await visit("/all", `session=${flask}`);
  const { html, ...rest } = found as { html: unknown };
  assert.equal(String(html), "<b>");
  assert.deepEqual(rest, {
    user_id: 1,
    when: new Date("2015-10-21T07:28:00Z"),
    raw: new Uint8Array([0, 1, 2]),
    uid: "12345678-1234-5678-1234-567812345678",
    odd: { " di__": 2 },
    permanent: true,
  });
  const shared = site({ signing: flaskSessionScheme, now }, { secretKey: "flask-secret" });
  await shared.visit("/set/a/b");
  const value = new TimedSerializer("flask-secret", flaskSessionScheme).unsign(shared.cookie!.slice(8));
  assert.deepEqual(value, { a: "b" });
});

test("a session that does not fit in a cookie is an error that names what is large", async () => {
  const { app, visit } = site();
  let seen: unknown;
  app.onError(500, (error) => {
    seen = error.cause;
    return "failed";
  });
  app.get("/large", ({ session }) => {
    session.set(
      "cart",
      Array.from({ length: 500 }, () => generateSecretKey().slice(0, 9)),
    );
    session.set("user", "ada");
    return "large";
  });
  const response = await visit("/large");
  assert.equal(response.status, 500);
  const { message, name } = seen as Error;
  assert.equal(name, "SessionError");
  assert.match(
    message,
    /^SESSIONS_TOO_LARGE: The session makes a cookie of \d{4} bytes, and browsers drop cookies beyond 4096, attributes included\.\n {2}Largest values: cart 6001 bytes, user 5 bytes\.\n {2}Keep ids in the session, not what they stand for; or keep sessions on the server: sessions\(\{ store: … \}\)\.$/,
  );
  assert.equal(response.headers.has("set-cookie"), false);
});

test("a handler that fails saves nothing; an answer below 500 does", async () => {
  const { app, visit } = site();
  app.get("/fail", ({ session }) => {
    session.set("a", 1);
    throw new Error("spilled");
  });
  app.get("/missing", ({ session }) => {
    session.set("b", 2);
    return new Response("no", { status: 404 });
  });
  app.onError(500, () => "failed");
  const failed = await visit("/fail");
  assert.equal(failed.status, 500);
  assert.equal(failed.headers.has("set-cookie"), false);
  await visit("/missing");
  assert.equal(await (await visit("/get/b")).text(), "2");
});

test("hooks and error pages share the session of the request", async () => {
  const { app, visit } = site();
  app.before(({ session }) => void session.set("count", Number(session.get("count") ?? 0) + 1));
  app.after(({ session }) => void session.set("after", session.get("count")));
  app.onError(404, (_error, { session }) => `missing ${String(session.get("count"))}`);
  assert.equal(await (await visit("/nowhere")).text(), "missing 1");
  assert.equal(await (await visit("/get/after")).text(), "1");
});

test("an async handler's changes are saved", async () => {
  const { app, visit } = site();
  app.get("/later", async ({ session }) => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    session.set("late", "yes");
    return "ok";
  });
  await visit("/later");
  assert.equal(await (await visit("/get/late")).text(), "yes");
});

test("a change while the body is streamed is an error, and not lost in silence", async () => {
  const { app, visit } = site();
  app.get("/stream", ({ session }) => {
    session.set("a", 1);
    return (async function* () {
      yield "one";
      session.set("a", 2);
    })();
  });
  const response = await visit("/stream");
  await assert.rejects(response.text(), {
    name: "SessionError",
    message: `SESSIONS_TOO_LATE: The session was changed after the response was made.
  A session is saved in a cookie of the response, before the first byte of a streamed body.
  Change it in the handler, before it returns.`,
  });
  assert.equal(await (await visit("/get/a")).text(), "1");
});

test("a session first opened while the body is streamed can be read and not changed", async () => {
  const { app, visit } = site();
  await visit("/set/user/ada");
  app.plan;
  const streamed = site();
  streamed.app.get("/stream", (request) =>
    (async function* () {
      yield String(request.session.get("user"));
      request.session.set("user", "grace");
    })(),
  );
  const response = await streamed.visit(
    "/stream",
    (await visit("/set/user/ada")).headers.get("set-cookie")!.split(";")[0],
  );
  await assert.rejects(response.text(), { code: "SESSIONS_TOO_LATE" });
});

test("parallel requests do not mix their sessions", async () => {
  const { app } = site();
  app.get("/mine/<name>", async ({ session, params }) => {
    session.set("name", params.name);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    return String(session.get("name"));
  });
  const names = Array.from({ length: 100 }, (_, i) => `visitor-${i}`);
  const answers = await Promise.all(
    names.map(async (name) => {
      const response = await app.request(`/mine/${name}`);
      const cookie = response.headers.get("set-cookie")!.split(";")[0]!;
      const again = await app.request("/get/name", { headers: { Cookie: cookie } });
      return [await response.text(), await again.text()];
    }),
  );
  assert.deepEqual(
    answers,
    names.map((name) => [name, name]),
  );
});

test("two apps keep their sessions apart", async () => {
  const one = site({}, { secretKey: generateSecretKey() });
  const two = site({}, { secretKey: generateSecretKey() });
  await one.visit("/set/user/ada");
  assert.equal(await (await two.visit("/get/user", one.cookie)).text(), "undefined");
});

test("rotate writes the cookie again", async () => {
  const { app, visit } = site();
  app.get("/login", ({ session }) => {
    session.rotate();
    return "in";
  });
  await visit("/set/a/b");
  assert.equal((await visit("/login")).headers.has("set-cookie"), true);
  assert.equal(await (await visit("/get/a")).text(), "b");
});

test("sessions can be opened and saved outside of a request, for tests", async () => {
  const { app, visit } = site();
  await app.ready();
  const manager = sessionManagerOf(app);
  const session = await manager.loadCookies([]);
  session.set("user", "ada");
  const response = new Response();
  await manager.save(session, response);
  const cookie = response.headers.get("set-cookie")!.split(";")[0]!;
  assert.equal(await (await visit("/get/user", cookie)).text(), "ada");
  const loaded = await manager.loadCookies([cookie.slice("session=".length)]);
  assert.ok(loaded instanceof Session);
  assert.equal(loaded.get("user"), "ada");
});

test("sessions cannot be asked for too early or where there are none", () => {
  assert.throws(() => sessionManagerOf(site().app), {
    name: "SetupError",
    message: "SESSIONS_NOT_READY: Sessions cannot be used before the app is ready.\n  Write await app.ready() first.",
  });
  assert.throws(() => sessionManagerOf(new App({ mode: "test" })), {
    name: "SessionError",
    message: `SESSIONS_NOT_USED: The session was asked for, and the app uses no sessions.
  Write app.use(sessions()), with sessions from "demijohn/sessions".`,
  });
});

test("the check before deployment warns of cookies in the clear", async () => {
  const { app } = site({ secure: false, httpOnly: false }, { mode: "production" });
  const [check] = app.declarations.checks;
  assert.equal(check!.deploy, true);
  assert.deepEqual(await check!.check(app as never), [
    {
      level: "warning",
      code: "SESSIONS_INSECURE_COOKIE",
      message: "The session cookie is sent over plain HTTP too: whoever listens can take over a session.",
      where: "sessions.secure",
      cure: "Serve the site over HTTPS and set DEMIJOHN_SESSIONS_SECURE=true.",
    },
    {
      level: "warning",
      code: "SESSIONS_INSECURE_COOKIE",
      message: "Scripts can read the session cookie: one hole in a page gives all sessions away.",
      where: "sessions.httpOnly",
      cure: "Set DEMIJOHN_SESSIONS_HTTP_ONLY=true.",
    },
  ]);
  const safeSite = site({}, { mode: "production" });
  assert.deepEqual(await safeSite.app.declarations.checks[0]!.check(safeSite.app as never), []);
});
