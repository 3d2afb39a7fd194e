// Tests the pages of accounts as a browser without JavaScript walks them.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { AuthEvent, LoginSession } from "demijohn/auth";
import { fromBase32, totpCode, totpStep } from "../../src/auth/proofs/totp/totp.ts";
import { enter, freshTables, makeSite, makeUser, password, User } from "./site.ts";

before(() => freshTables());

test("somebody signs up, follows the link of the mail, and is logged in", async () => {
  const site = makeSite();
  const client = site.client();
  assert.match(await (await client.get("/accounts/signup")).text(), /<h1>Make an account<\/h1>/);
  const sent = await client.post("/accounts/signup", { form: { email: "Ada@Example.org", name: "Ada", password } });
  assert.deepEqual([sent.status, sent.headers.get("location")], [303, "/accounts/signup/sent"]);
  const link = await site.lastLink();
  assert.equal(await User.objects.filter({ email: "ada@example.org" }).exists(), false);
  const wrong = await client.post(link, { form: { password: "another-one-77" } });
  assert.equal(wrong.status, 422);
  const done = await client.post(link, { form: { password } });
  assert.deepEqual([done.status, done.headers.get("location")], [303, "/"]);
  assert.equal(await (await client.get("/")).text(), "Hello, Ada");
  const ada = await User.objects.get({ email: "ada@example.org" });
  assert.deepEqual(ada.emailVerifiedAt, new Date(site.clock.time));
  assert.equal((await client.get(link)).status, 410);
  const kinds = await AuthEvent.objects
    .filter({ userKey: String(ada.pk) })
    .orderBy("pk")
    .valuesList("kind");
  assert.deepEqual(kinds.flat(), ["signed-up", "email-verified", "logged-in"]);
});

test("logging in leads to the page that was wanted, and out again", async () => {
  const site = makeSite({}, (app) => app.get("/secret", async (request) => `for ${(await request.user).displayName}`));
  const user = await makeUser({ name: "Grace" });
  const client = site.client();
  const login = await client.post("/accounts/login?next=/secret", {
    form: { login: user.email.toUpperCase(), password },
  });
  assert.deepEqual([login.status, login.headers.get("location")], [303, "/secret"]);
  assert.equal(await (await client.get("/secret")).text(), "for Grace");
  assert.equal((await client.get("/accounts/login")).headers.get("location"), "/");
  assert.equal((await client.get("/accounts/logout")).status, 405);
  assert.equal((await client.post("/accounts/logout")).headers.get("location"), "/");
  assert.equal(await (await client.get("/secret")).text(), "for ");
});

test("a changed password ends the other logins, and a reset ends all", async () => {
  const site = makeSite();
  const user = await makeUser();
  const [here, there] = [site.client(), site.client()];
  await enter(here, user);
  await enter(there, user);
  const changed = await here.post("/accounts/password", { form: { password, new_password: "copper-meadow-51" } });
  assert.equal(changed.headers.get("location"), "/accounts/");
  assert.match(await (await here.get("/accounts/")).text(), /logged out everywhere else/);
  assert.equal(await (await there.get("/")).text(), "Hello, stranger");
  assert.equal((await site.client().post("/accounts/reset", { form: { email: user.email } })).status, 303);
  const link = await site.lastLink();
  assert.equal((await there.post(link, { form: { new_password: "123" } })).status, 422);
  const reset = await there.post(link, { form: { new_password: "walnut-signal-28" } });
  assert.equal(reset.headers.get("location"), "/accounts/login");
  assert.equal(await (await here.get("/")).text(), "Hello, stranger");
  assert.equal((await there.post(link, { form: { new_password: "walnut-signal-29" } })).status, 410);
  assert.equal((await enter(there, user, { password: "walnut-signal-28" })).status, 303);
});

test("a one-time code is asked for at login, and none works twice", async () => {
  const site = makeSite();
  const user = await makeUser();
  const client = site.client();
  await enter(client, user);
  const page = await (await client.get("/accounts/codes")).text();
  const secret = fromBase32(/secret=([A-Z2-7]+)/.exec(page)![1]!);
  const codeNow = (): string => totpCode(secret, totpStep(site.clock.time));
  const wrong = await client.post("/accounts/codes", { form: { code: "000000" } });
  assert.equal(wrong.status, 422);
  const on = await (await client.post("/accounts/codes", { form: { code: codeNow() } })).text();
  const recovery = [...on.matchAll(/<li>(\w{4}-\w{4}-\w{4})<\/li>/g)].map(([, code]) => code!);
  assert.equal(recovery.length, 10);
  const other = site.client();
  assert.equal((await enter(other, user)).headers.get("location"), "/accounts/login/code");
  assert.equal(await (await other.get("/")).text(), "Hello, stranger");
  assert.equal((await other.post("/accounts/login/code", { form: { code: codeNow() } })).status, 422);
  site.clock.forward(30);
  assert.equal((await other.post("/accounts/login/code", { form: { code: codeNow() } })).headers.get("location"), "/");
  assert.match(await (await other.get("/")).text(), /Hello, user/);
  const third = site.client();
  await enter(third, user);
  assert.equal((await third.post("/accounts/login/code", { form: { code: codeNow() } })).status, 422);
  assert.equal((await third.post("/accounts/login/code", { form: { code: recovery[0]! } })).status, 303);
  const fourth = site.client();
  await enter(fourth, user);
  assert.equal((await fourth.post("/accounts/login/code", { form: { code: recovery[0]! } })).status, 422);
});

test("one sees where one is logged in, ends one login, and all", async () => {
  const site = makeSite();
  const user = await makeUser();
  const [here, there] = [site.client(), site.client()];
  await enter(here, user);
  await enter(there, user);
  const page = await (await here.get("/accounts/sessions")).text();
  assert.match(page, /This device/);
  const ends = [...page.matchAll(/action="(\/accounts\/sessions\/\d+\/end)"/g)].map(([, path]) => path!);
  assert.equal(ends.length, 1);
  await here.post(ends[0]!);
  assert.equal(await (await there.get("/")).text(), "Hello, stranger");
  await here.post("/accounts/sessions/end-all");
  assert.equal(await (await here.get("/")).text(), "Hello, stranger");
  assert.equal(await LoginSession.objects.filter({ userId: user.pk }).count(), 0);
});
