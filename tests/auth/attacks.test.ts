// Tests attacks on accounts, one a case: enumeration, brute force, fixation, theft, poisoned links, redirects, injection.
// Over 600 lines: it is the one table of attacks, each case a few lines.
import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { App } from "demijohn";
import {
  ApiToken,
  AuthEvent,
  accountsOf,
  argon2Hasher,
  auth,
  createApiToken,
  LoginSession,
  Passwords,
  safeNext,
} from "demijohn/auth";
import { MemoryStore, sessions } from "demijohn/sessions";
import { TestClient } from "demijohn/testing";
import { OneTimeToken } from "../../src/auth/models/one-time-token.ts";
import { RecoveryCode } from "../../src/auth/models/recovery-code.ts";
import { Throttle } from "../../src/auth/models/throttle.ts";
import { TotpDevice } from "../../src/auth/models/totp-device.ts";
import { cheap, enter, freshTables, makeSite, makeUser, password, User } from "./site.ts";

before(() => freshTables());
beforeEach(() => Throttle.objects.all().delete());

function withoutNoise(text: string): string {
  return text.replace(/value="[^"]*"/g, "");
}

describe("enumeration", () => {
  test("a wrong password and an unknown address get the same status and text", async () => {
    const site = makeSite();
    const user = await makeUser();
    const known = await enter(site.client(), user, { password: "wrong-password-1" });
    const unknown = await enter(site.client(), { email: "nobody@example.org" }, { password: "wrong-password-1" });
    assert.equal(known.status, 422);
    assert.equal(unknown.status, 422);
    assert.equal(withoutNoise(await known.text()), withoutNoise(await unknown.text()));
  });

  for (const [what, values] of [
    ["a closed account", { isActive: false }],
    ["an account without a password", { password: undefined }],
  ] as const)
    test(`${what} is refused like an unknown one`, async () => {
      const site = makeSite();
      const user = await makeUser(values);
      const closed = await enter(site.client(), user);
      const unknown = await enter(site.client(), { email: "nobody@example.org" });
      assert.equal(closed.status, unknown.status);
      assert.equal(withoutNoise(await closed.text()), withoutNoise(await unknown.text()));
    });

  test("a login takes as long for an unknown address as for a wrong password", async () => {
    const site = makeSite({
      hashers: [argon2Hasher({ memory: 8192, passes: 1 })],
      maxFailures: 1000,
      maxFailuresOfAddress: 1000,
    });
    const encoded = await new Passwords([argon2Hasher({ memory: 8192, passes: 1 })]).hash(password);
    const user = await makeUser();
    await User.objects.filter({ pk: user.pk }).update({ password: encoded });
    const time = async (email: string): Promise<number> => {
      const start = performance.now();
      await enter(site.client(), { email }, { password: "wrong-password-1" });
      return performance.now() - start;
    };
    await time(user.email);
    const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < 5; i++) {
      known.push(await time(user.email));
      unknown.push(await time(`nobody${i}@example.org`));
    }
    const ratio = median(unknown) / median(known);
    assert.ok(ratio > 0.5 && ratio < 2, `the times differ by ${ratio}`);
  });

  test("a sign-up gets the same answer whether the address has an account or not", async () => {
    const site = makeSite();
    const user = await makeUser();
    const answers = [];
    for (const email of [user.email, "somebody-new@example.org"]) {
      const response = await site.client().post("/accounts/signup", { form: { email, name: "", password } });
      answers.push([response.status, response.headers.get("location")]);
    }
    assert.deepEqual(answers[0], answers[1]);
    const subjects = (await site.mails()).map(({ subject }) => subject);
    assert.deepEqual(subjects.sort(), ["Finish your account at jars", "You have an account at jars already"]);
  });

  test("asking for a reset gets the same answer whether the address has an account or not", async () => {
    const site = makeSite();
    const user = await makeUser();
    const answers = [];
    for (const email of [user.email, "somebody-else@example.org"]) {
      const response = await site.client().post("/accounts/reset", { form: { email } });
      answers.push([response.status, response.headers.get("location"), await response.text()]);
    }
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual(
      (await site.mails()).map(({ to }) => to),
      [user.email],
    );
  });

  test("a lock comes for an account that does not exist too", async () => {
    const site = makeSite();
    for (const email of [(await makeUser()).email, "ghost@example.org"]) {
      const statuses = [];
      for (let i = 0; i < 6; i++) statuses.push((await enter(site.client(), { email }, { password: "wrong" })).status);
      assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    }
  });
});

describe("brute force", () => {
  test("after five failures even the right password waits, until the lock ends", async () => {
    const site = makeSite();
    const user = await makeUser();
    const client = site.client();
    for (let i = 0; i < 5; i++) await enter(client, user, { password: `wrong-${i}` });
    const locked = await enter(client, user);
    assert.equal(locked.status, 429);
    assert.equal(locked.headers.get("retry-after"), "900");
    assert.match(await locked.text(), /too many attempts\. Wait 15 minutes, or reset your password/);
    const [notice] = await site.mails();
    assert.equal(notice?.to, user.email);
    assert.match(notice?.text ?? "", /Further tries are refused for 15 minutes/);
    site.clock.forward(901);
    assert.equal((await enter(client, user)).status, 303);
  });

  test("fifty tries at once are counted as fifty", async () => {
    const site = makeSite();
    const user = await makeUser();
    const tries = Array.from({ length: 50 }, (_, i) => enter(site.client(), user, { password: `wrong-${i}` }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    assert.ok(statuses.filter((status) => status !== 429).length <= 5, String(statuses));
  });

  test("capitals and spaces in the address begin no new count", async () => {
    const site = makeSite();
    const user = await makeUser();
    const spellings = [
      user.email,
      user.email.toUpperCase(),
      ` ${user.email}`,
      `${user.email} `,
      user.email,
      user.email,
    ];
    const statuses = [];
    for (const email of spellings) statuses.push((await enter(site.client(), { email }, { password: "wrong" })).status);
    assert.equal(statuses.at(-1), 429);
  });

  test("many accounts tried from one address are stopped by the address", async () => {
    const site = makeSite({ maxFailuresOfAddress: 10 });
    const statuses = [];
    for (let i = 0; i < 11; i++)
      statuses.push(
        (await enter(site.client(), { email: `victim${i}@example.org` }, { password: "Summer2026" })).status,
      );
    assert.deepEqual([statuses[9], statuses[10]], [422, 429]);
  });

  test("one account tried from many addresses is stopped by the account", async () => {
    const site = makeSite({ maxFailuresOfAccount: 10 });
    const user = await makeUser();
    const statuses = [];
    for (let i = 0; i < 11; i++) {
      const response = await site.app.request("/accounts/login", {
        form: { login: user.email, password: "wrong" },
        remoteAddress: `192.0.2.${i}`,
      });
      statuses.push(response.status);
    }
    assert.deepEqual([statuses[9], statuses[10]], [422, 429]);
  });

  test("a header that names another address does not begin a new count", async () => {
    const site = makeSite();
    const user = await makeUser();
    let status = 0;
    for (let i = 0; i < 6; i++) {
      const headers = { "X-Forwarded-For": `198.51.100.${i}`, "X-Real-IP": `198.51.100.${i}` };
      ({ status } = await site.app.request("/accounts/login", {
        form: { login: user.email, password: "wrong" },
        headers,
      }));
    }
    assert.equal(status, 429);
  });

  test("one-time codes are tried five times, not a million", async () => {
    const site = makeSite();
    const user = await makeUser();
    await site.app.ready();
    const secret = accountsOf(site.app).encryptor.encrypt("JBSWY3DPEHPK3PXP");
    await TotpDevice.objects.create({ user: user as never, secret, confirmedAt: new Date() });
    const client = site.client();
    await enter(client, user);
    const statuses = [];
    for (let i = 0; i < 6; i++)
      statuses.push((await client.post("/accounts/login/code", { form: { code: String(i).padStart(6, "0") } })).status);
    assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
  });

  test("mails that reset a password are sent five times an hour", async () => {
    const site = makeSite();
    const user = await makeUser();
    const statuses = [];
    for (let i = 0; i < 6; i++)
      statuses.push((await site.client().post("/accounts/reset", { form: { email: user.email } })).status);
    assert.deepEqual(statuses, [303, 303, 303, 303, 303, 429]);
    assert.equal((await site.mails()).length, 5);
  });

  test("the password of a sign-up link is tried five times", async () => {
    const site = makeSite();
    await site.client().post("/accounts/signup", { form: { email: "guess@example.org", name: "", password } });
    const link = await site.lastLink();
    let status = 0;
    for (let i = 0; i < 6; i++) ({ status } = await site.client().post(link, { form: { password: `wrong-${i}` } }));
    assert.equal(status, 429);
  });
});

describe("fixation and theft", () => {
  test("a session that the attacker knew is not the one that is logged in", async () => {
    const app = storeSite();
    const [attacker, victim] = [new TestClient(app), new TestClient(app)];
    const user = await makeUser();
    const planted = cookieOf(await attacker.post("/mark"));
    const response = await app.request("/accounts/login", {
      form: { login: user.email, password },
      headers: { Cookie: planted },
    });
    assert.notEqual(cookieOf(response), planted);
    const after = await app.request("/", { headers: { Cookie: planted } });
    assert.equal(await after.text(), "nobody");
    void victim;
  });

  test("a session of the cookie alone that was known before stays logged out", async () => {
    const site = makeSite({}, (app) =>
      app.post("/mark", (request) => {
        request.session.set("mark" as never, 1 as never as never);
        return "ok";
      }),
    );
    const planted = cookieOf(await site.app.request("/mark", { method: "POST" }));
    const user = await makeUser();
    await site.app.request("/accounts/login", { form: { login: user.email, password }, headers: { Cookie: planted } });
    assert.equal(await (await site.app.request("/", { headers: { Cookie: planted } })).text(), "Hello, stranger");
  });

  test("a stolen copy of the cookie is worth nothing after logging out", async () => {
    const site = makeSite();
    const user = await makeUser();
    const stolen = cookieOf(await enter(site.client(), user));
    assert.match(await (await site.app.request("/", { headers: { Cookie: stolen } })).text(), /Hello, user/);
    await site.app.request("/accounts/logout", { method: "POST", headers: { Cookie: stolen } });
    assert.equal(await (await site.app.request("/", { headers: { Cookie: stolen } })).text(), "Hello, stranger");
  });

  test("a stolen copy is worth nothing after the password is changed", async () => {
    const site = makeSite();
    const user = await makeUser();
    const stolen = cookieOf(await enter(site.client(), user));
    await user.setPassword("granite-balcony-40");
    await user.save();
    assert.equal(await (await site.app.request("/", { headers: { Cookie: stolen } })).text(), "Hello, stranger");
  });

  test("a login ends when it is not used, and at its time when it is", async () => {
    const site = makeSite({ idleTime: 3600, loginTime: 7200 });
    const user = await makeUser();
    const idle = cookieOf(await enter(site.client(), user));
    const used = cookieOf(await enter(site.client(), user));
    const ask = async (cookie: string): Promise<string> =>
      (await site.app.request("/", { headers: { Cookie: cookie } })).text();
    site.clock.forward(3000);
    assert.match(await ask(used), /user/);
    site.clock.forward(1000);
    assert.equal(await ask(idle), "Hello, stranger");
    assert.match(await ask(used), /user/);
    site.clock.forward(3300);
    assert.equal(await ask(used), "Hello, stranger");
  });

  test("a closed account is logged out at once", async () => {
    const site = makeSite();
    const user = await makeUser();
    const client = site.client();
    await enter(client, user);
    await User.objects.filter({ pk: user.pk }).update({ isActive: false });
    assert.equal(await (await client.get("/")).text(), "Hello, stranger");
  });

  test("logging in as another forgets what the first one's session held", async () => {
    const site = makeSite({}, (app) => {
      app.get("/note", (request) => String(request.session.get("note") ?? "none"));
      app.post("/note", (request) => {
        request.session.set("note" as never, "of the first" as never);
        return "kept";
      });
    });
    const [first, second] = [await makeUser(), await makeUser()];
    const client = site.client();
    await enter(client, first);
    await client.post("/note");
    await client.post("/accounts/login", { form: { login: second.email, password } });
    assert.equal(await (await client.get("/note")).text(), "none");
  });

  test("a copy of the database opens no session, resets no password and is no token", async () => {
    const site = makeSite();
    const user = await makeUser();
    await enter(site.client(), user);
    await site.client().post("/accounts/reset", { form: { email: user.email } });
    const link = await site.lastLink();
    const { text } = await createApiToken(user, { name: "copy" });
    const [login] = await LoginSession.objects.filter({ userId: user.pk });
    const [reset] = await OneTimeToken.objects.filter({ purpose: "reset", subject: String(user.pk) });
    const [token] = await ApiToken.objects.filter({ userId: user.pk });
    assert.ok(!link.includes(reset!.digest));
    assert.ok(!text.includes(token!.digest));
    assert.equal((await site.client().get(`/accounts/reset/${reset!.digest}`)).status, 410);
    const bearer = await site.app.request("/", { headers: { Authorization: `Bearer djt_${token!.digest}` } });
    assert.equal(bearer.status, 401);
    assert.equal(login!.digest.length, 43);
  });

  test("the session cookie is unreadable to scripts and not sent along by other sites", async () => {
    const site = makeSite();
    const response = await enter(site.client(), await makeUser());
    assert.match(response.headers.get("set-cookie") ?? "", /HttpOnly/i);
    assert.match(response.headers.get("set-cookie") ?? "", /SameSite=Lax/i);
  });

  test("one ends only one's own logins", async () => {
    const site = makeSite();
    const [attacker, victim] = [await makeUser(), await makeUser()];
    const [client, other] = [site.client(), site.client()];
    await enter(client, attacker);
    await enter(other, victim);
    const [login] = await LoginSession.objects.filter({ userId: victim.pk });
    await client.post(`/accounts/sessions/${login!.pk}/end`);
    assert.match(await (await other.get("/")).text(), /Hello, user/);
  });

  test("one revokes only one's own tokens", async () => {
    const site = makeSite();
    const [attacker, victim] = [await makeUser(), await makeUser()];
    const { token } = await createApiToken(victim, { name: "own" });
    const client = site.client();
    await enter(client, attacker);
    await client.post(`/accounts/tokens/${token.pk}/revoke`);
    assert.equal(await ApiToken.objects.filter({ pk: token.pk }).count(), 1);
  });
});

function cookieOf(response: { readonly headers: { getAll(name: string): readonly string[] } }): string {
  return response.headers.getAll("set-cookie").at(-1)?.split(";")[0] ?? "";
}

function storeSite(): App {
  const app = new App({ mode: "test", secretKey: "the key of a site whose sessions are stored" });
  app.use(sessions({ store: new MemoryStore() }));
  app.use(auth({ user: User, hashers: [cheap] }));
  app.post("/mark", (request) => {
    request.session.set("mark" as never, 1 as never as never);
    return "ok";
  });
  app.get("/", async (request) => ((await request.user).isAuthenticated ? "somebody" : "nobody"));
  return app;
}

describe("poisoned links", () => {
  const hosts = [
    "evil.example",
    "localhost@evil.example",
    "localhost:80@evil.example",
    "evil.example:443",
    "localhost.evil.example",
  ];
  for (const host of hosts)
    test(`a reset asked for with the host "${host}" leads to the site's own`, async () => {
      const site = makeSite({ origin: "https://jars.example" });
      const user = await makeUser();
      const headers = { Host: host, "X-Forwarded-Host": "evil.example", Forwarded: "host=evil.example" };
      await site.app.request("/accounts/reset", { form: { email: user.email }, headers });
      for (const { text } of await site.mails()) {
        assert.doesNotMatch(text, /evil\.example/);
        assert.match(text, /https:\/\/jars\.example\/accounts\/reset\//);
      }
    });

  test("without an origin of its own, a site with allowed hosts answers no other", async () => {
    const site = makeSite({}, undefined, { allowedHosts: ["jars.example"] });
    const user = await makeUser();
    const response = await site.app.request("/accounts/reset", {
      form: { email: user.email },
      headers: { Host: "evil.example" },
    });
    assert.equal(response.status, 421);
    assert.equal((await site.mails()).length, 0);
  });

  test("a site with neither is told before it is deployed", async () => {
    const site = makeSite();
    await site.app.ready();
    const check = site.app.plan.checks.find(({ name }) => name === "auth.links")!;
    assert.deepEqual(
      (await check.check(site.app as never)).map(({ code, message, cure }) => [code, message, cure]),
      [
        [
          "AUTH_NO_ORIGIN",
          "Links in mails would be built on the Host header, which a visitor can write as he likes.",
          "Set DEMIJOHN_AUTH_ORIGIN=https://example.org, or give the app allowedHosts.",
        ],
      ],
    );
  });
});

describe("open redirects", () => {
  const foreign = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:evil.example",
    " https://evil.example",
    "/..//evil.example",
    "%2F%2Fevil.example",
    "evil.example",
    "/%09//evil.example\r\nX: y",
    "",
  ];
  for (const next of foreign)
    test(`a login does not lead to ${JSON.stringify(next)}`, async () => {
      assert.equal(safeNext(next), undefined);
      const site = makeSite();
      const query = `?next=${encodeURIComponent(next)}`;
      const response = await site
        .client()
        .post(`/accounts/login${query}`, { form: { login: (await makeUser()).email, password } });
      assert.equal(response.headers.get("location"), "/");
    });

  test("addresses of the site are kept, with their queries", () => {
    for (const next of ["/", "/a?b=c#d", "/path/with%20space", "/?next=https://evil.example"])
      assert.equal(safeNext(next), next);
  });
});

describe("injection", () => {
  const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  const pages: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["/accounts/login", { login: script, password: script }],
    ["/accounts/signup", { email: script, name: script, password: "1" }],
    ["/accounts/reset", { email: script }],
    ["/accounts/password", { password: script, new_password: "1" }],
    ["/accounts/codes", { code: script }],
    ["/accounts/tokens", { name: script }],
    ["/accounts/confirm", { password: script }],
  ];
  for (const [path, form] of pages)
    test(`what is sent to ${path} comes back as text`, async () => {
      const site = makeSite();
      const client = site.client();
      if (!/login|signup|reset/.test(path)) await enter(client, await makeUser({ name: script.slice(0, 100) }));
      const text = await (await client.post(path, { form })).text();
      assert.doesNotMatch(text, /<script>alert|<img src=x/);
      assert.match(text, /<h1>/);
    });

  test("a name and a browser's name come back as text", async () => {
    const site = makeSite();
    const user = await makeUser({ name: script });
    const client = new TestClient(site.app, { headers: { "User-Agent": script } });
    await enter(client, user);
    for (const path of ["/accounts/", "/accounts/sessions", "/accounts/tokens", "/accounts/codes"])
      assert.doesNotMatch(await (await client.get(path)).text(), /<script>alert|<img src=x/);
  });

  test("the query of a page comes back as text", async () => {
    const site = makeSite({ passkeys: true });
    const text = await (await site.client().get(`/accounts/login?next=${encodeURIComponent(`/${script}`)}`)).text();
    assert.doesNotMatch(text, /<script>alert|<img src=x/);
  });

  test("no page has a script or a style of its own", async () => {
    const site = makeSite({ passkeys: true });
    const client = site.client();
    const outside = ["/accounts/login", "/accounts/signup", "/accounts/reset", "/accounts/signup/sent"];
    const check = async (path: string): Promise<void> => {
      const text = await (await client.get(path)).text();
      assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/, path);
    };
    for (const path of outside) await check(path);
    await enter(client, await makeUser());
    for (const path of ["", "password", "sessions", "codes", "passkeys", "tokens", "confirm"])
      await check(`/accounts/${path}`);
  });

  test("a line break in the address makes no header of a mail", async () => {
    const site = makeSite();
    const email = "victim@example.org\r\nBcc: evil@example.org";
    assert.equal((await site.client().post("/accounts/signup", { form: { email, name: "", password } })).status, 422);
    await site.client().post("/accounts/reset", { form: { email } });
    assert.equal((await site.mails()).length, 0);
  });

  test("a failed login writes one event, whatever the name holds", async () => {
    const site = makeSite();
    await enter(site.client(), { email: "a\nlogged-in root@example.org" }, { password: "x" });
    const event = (await AuthEvent.objects.filter({ kind: "login-failed" }).orderBy("-pk").first())!;
    assert.deepEqual(event.details, { login: "a\nlogged-in root@example.org" });
  });

  for (const name of ["' OR 1=1 --", `" OR ""="`, "admin'--", "%", "*", "\\", "user\u0000@example.org"])
    test(`the user name ${JSON.stringify(name)} is nobody's`, async () => {
      const site = makeSite();
      assert.equal((await enter(site.client(), { email: name })).status, 422);
    });
});

describe("mass assignment", () => {
  test("a sign-up makes no superuser, whatever it sends", async () => {
    const site = makeSite();
    const form = {
      email: "mass@example.org",
      name: "",
      password,
      isSuperuser: "true",
      is_superuser: "1",
      isStaff: "true",
      id: "1",
      groups: "1",
    };
    await site.client().post("/accounts/signup", { form });
    await site
      .client()
      .post(await site.lastLink(), { form: { password, isSuperuser: "true", email: "other@example.org" } });
    const user = await User.objects.get({ email: "mass@example.org" });
    assert.deepEqual([user.isSuperuser, user.isStaff], [false, false]);
  });

  test("keys of prototypes are fields like others", async () => {
    const site = makeSite();
    const form = {
      email: "proto@example.org",
      name: "",
      password,
      __proto__: "x",
      "constructor.prototype.isSuperuser": "1",
    };
    assert.equal((await site.client().post("/accounts/signup", { form })).status, 303);
    assert.equal(({} as { isSuperuser?: unknown }).isSuperuser, undefined);
  });

  test("a reset changes the user of its link alone", async () => {
    const site = makeSite();
    const [attacker, victim] = [await makeUser(), await makeUser()];
    await site.client().post("/accounts/reset", { form: { email: attacker.email } });
    await site.client().post(await site.lastLink(), {
      form: {
        new_password: "granite-balcony-40",
        email: victim.email,
        user: String(victim.pk),
        id: String(victim.pk),
      },
    });
    assert.equal(await (await User.objects.get({ pk: victim.pk })).checkPassword(password), true);
  });
});

describe("accounts made for others", () => {
  test("an account that an attacker prepared is finished by nobody", async () => {
    const site = makeSite();
    await site
      .client()
      .post("/accounts/signup", { form: { email: "owner@example.org", name: "", password: "of-the-attacker-1" } });
    const link = await site.lastLink();
    assert.equal((await site.client().post(link, { form: { password: "of-the-owner-22" } })).status, 422);
    assert.equal(await User.objects.filter({ email: "owner@example.org" }).exists(), false);
  });

  test("two accounts do not differ in capitals or look-alike letters alone", async () => {
    const site = makeSite({ verifyEmail: false });
    await makeUser({ email: "same@example.org" });
    for (const email of ["SAME@example.org", "ｓａｍｅ@example.org", " same@Example.ORG "]) {
      const response = await site.client().post("/accounts/signup", { form: { email, name: "", password } });
      assert.equal(response.status, 422, email);
    }
  });

  test("an old link resets nothing once the password was changed by other means", async () => {
    const site = makeSite();
    const user = await makeUser();
    await site.client().post("/accounts/reset", { form: { email: user.email } });
    const link = await site.lastLink();
    await user.setPassword("granite-balcony-40");
    await user.save();
    assert.equal((await site.client().post(link, { form: { new_password: "walnut-signal-28" } })).status, 410);
  });

  test("a link for one purpose is no link for another", async () => {
    const site = makeSite();
    const user = await makeUser();
    await site.client().post("/accounts/reset", { form: { email: user.email } });
    const token = (await site.lastLink()).split("/").at(-1)!;
    assert.equal((await site.client().get(`/accounts/signup/${token}`)).status, 410);
  });

  test("links end with their time", async () => {
    const site = makeSite();
    const user = await makeUser();
    await site.client().post("/accounts/reset", { form: { email: user.email } });
    const link = await site.lastLink();
    site.clock.forward(3601);
    assert.equal((await site.client().get(link)).status, 410);
  });
});

describe("requests of other sites", () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
    { "Sec-Fetch-Site": "same-site", Origin: "https://other.jars.example" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
  ];
  for (const headers of foreign)
    for (const path of ["/accounts/login", "/accounts/logout", "/accounts/sessions/end-all", "/accounts/password"])
      test(`${path} is not sent by ${JSON.stringify(headers)}`, async () => {
        const site = makeSite();
        const client = site.client();
        await enter(client, await makeUser());
        assert.equal((await client.post(path, { form: { login: "x", password }, headers })).status, 403);
        assert.match(await (await client.get("/")).text(), /Hello, user/);
      });
});

test("recovery codes of one user are none of another", async () => {
  const site = makeSite();
  await site.app.ready();
  const { renewRecoveryCodes, checkCode } = await import("../../src/auth/proofs/totp/second-factor.ts");
  const [one, other] = [await makeUser(), await makeUser()];
  const [code] = await renewRecoveryCodes(one as never);
  assert.equal(await checkCode(accountsOf(site.app), other as never, code!), "wrong");
  assert.equal(await checkCode(accountsOf(site.app), one as never, code!), "recovery");
  assert.equal(await RecoveryCode.objects.filter({ userId: one.pk }).count(), 9);
});
