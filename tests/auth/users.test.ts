// Tests users, permissions, guards, tokens, backends and commands of an app with accounts.
import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { App } from "demijohn";
import {
  Account,
  AuthEvent,
  type AuthEventKind,
  accountsOf,
  auth,
  bcryptHasher,
  createApiToken,
  createUser,
  currentUser,
  freshLoginRequired,
  Group,
  grantPermissions,
  LoginSession,
  logIn,
  loginNotRequired,
  loginRequired,
  md5Hasher,
  modelBackend,
  modelPermissions,
  Passwords,
  Permission,
  pbkdf2Hasher,
  permissionName,
  permissionRequired,
  renameModelPermissions,
  requireUser,
  revokePermissions,
  scopeRequired,
  scryptHasher,
  syncPermissions,
  userClass,
  userPasses,
  usersWithPermission,
} from "demijohn/auth";
import { f, Model } from "demijohn/orm";
import { Throttle } from "../../src/auth/models/throttle.ts";
import { sameOriginOnly } from "../../src/auth/pages/same-origin.ts";
import { cheap, enter, freshTables, makeSite, makeUser, password, User } from "./site.ts";

class Jar extends Model(
  "pantry.Jar",
  () => Jar,
  { label: f.char({ maxLength: 40 }) },
  { permissions: [["seal_jar", "Can seal jars"]] },
) {}

class Lid extends Model("closet.Lid", () => Lid, {}, { defaultPermissions: ["view"] }) {}

before(() => freshTables());
beforeEach(() => Throttle.objects.all().delete());

describe("users", () => {
  test("a model says which permissions it has", () => {
    const codenames = modelPermissions().map(({ codename }) => codename);
    assert.deepEqual(
      codenames.filter((each) => each.startsWith("pantry.") || each.startsWith("closet.")),
      [
        "pantry.add_jar",
        "pantry.change_jar",
        "pantry.delete_jar",
        "pantry.view_jar",
        "pantry.seal_jar",
        permissionName(Lid, "view"),
      ],
    );
  });

  test("an address is folded, and taken once whatever its capitals", async () => {
    const ada = await createUser(User, { email: "  Ada.L@Example.ORG ", password });
    assert.equal(ada.email, "ada.l@example.org");
    await assert.rejects(createUser(User, { email: "ADA.L@example.org" }), (error: Error) => {
      assert.equal(
        error.message,
        "VALIDATE_INVALID: The values are not valid.\n  At people.User\n  email: Another user has this email already.",
      );
      return true;
    });
  });

  test("rules for passwords hold where they are given", async () => {
    const rules = accountsOf(makeSite().app).rules;
    await assert.rejects(createUser(User, { email: "weak@example.org", password: "12345" }, rules), (error: Error) => {
      assert.equal(
        error.message,
        "VALIDATE_INVALID: The values are not valid.\n" +
          "  password: This password is too short. It needs at least 8 characters.\n" +
          "  password: This password is among those that are tried first.\n" +
          "  password: This password has digits only.",
      );
      return true;
    });
  });

  test("a user without a password logs in by none", async () => {
    makeSite();
    const user = await createUser(User, { email: "none@example.org" });
    assert.equal(user.hasUsablePassword, false);
    assert.equal(await user.checkPassword(""), false);
    assert.equal(await user.checkPassword(user.password), false);
  });

  test("a model without the fields of a user is refused", () => {
    assert.throws(() => new App({ mode: "test" }).use(auth({ user: Jar as never })), {
      message:
        "AUTH_NOT_A_USER_MODEL: Jar has not the fields of a user.\n" +
        '  Give the model the mixin: Model("people.User", () => User, {}, { mixins: [Account] }).',
    });
  });

  test("a program has one user model", () => {
    class Other extends Model("others.User", () => Other, {}, { mixins: [Account] }) {}
    assert.equal(userClass() as unknown, User);
    assert.throws(() => new App({ mode: "test" }).use(auth({ user: Other })), {
      message:
        "AUTH_TWO_USER_MODELS: others.User cannot be the user model beside people.User.\n" +
        "  A program has one user model, which sessions and tokens point at.\n" +
        "  Give every auth({ user: … }) the same model, before anything else asks for users.",
    });
  });

  test("an app without accounts says so", async () => {
    const app = new App({ mode: "test" });
    assert.throws(() => accountsOf(app), {
      message:
        "AUTH_NOT_USED: The user was asked for, and the app has no accounts.\n" +
        '  Write app.use(auth({ user: User })), with auth from "demijohn/auth".',
    });
  });

  test("no hasher is an error, MD5 first a warning", async () => {
    assert.throws(() => new Passwords([]), {
      message:
        "AUTH_NO_HASHER: There is no hasher to hash passwords with.\n  You wrote hashers: []\n" +
        "  Write hashers: [argon2Hasher(), pbkdf2Hasher()], or leave the option out.",
    });
    const site = makeSite({ hashers: [md5Hasher()] });
    await site.app.ready();
    const [message] = await site.app.plan.checks.find(({ name }) => name === "auth.hashers")!.check(site.app as never);
    assert.deepEqual(message, {
      level: "error",
      code: "AUTH_WEAK_HASHER",
      message: "New passwords are hashed with MD5, which protects nothing.",
      cure: "Leave the option hashers out, or put argon2Hasher() first.",
    });
  });
});

describe("loading the user", () => {
  test("an anonymous request asks the database nothing, a login one query", async () => {
    const { captureQueries } = await import("demijohn/orm");
    const site = makeSite();
    const client = site.client();
    const queriesOf = async (): Promise<number> => (await captureQueries(() => client.get("/"))).queries.length;
    assert.equal(await queriesOf(), 0);
    await enter(client, await makeUser());
    assert.equal(await queriesOf(), 1);
  });

  test("templates get the user and the permissions, where they ask", async () => {
    const site = makeSite({}, (app) => {
      app.templateTexts({
        "own.html":
          "{{ user.displayName }}|{% if user.isAuthenticated %}in{% else %}out{% endif %}|{% if perms.pantry.seal_jar %}may{% endif %}",
      });
      app.get("/own", (request) => request.render("own.html"));
    });
    const client = site.client();
    assert.equal(await (await client.get("/own")).text(), "|out|");
    const user = await makeUser({ name: "Ada" });
    await grantPermissions(user, "pantry.seal_jar");
    await enter(client, user);
    assert.equal(await (await client.get("/own")).text(), "Ada|in|may");
  });

  test("a template of the app's folder replaces the room's", async (t) => {
    const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
    const { tmpdir } = await import("node:os");
    const root = mkdtempSync(`${tmpdir()}/demijohn-auth-`);
    t.after(() => rmSync(root, { recursive: true }));
    mkdirSync(`${root}/templates/auth`, { recursive: true });
    writeFileSync(
      `${root}/templates/auth/reset.html`,
      '{% extends "auth/base.html" %}{% block content %}Write to Ann.{% endblock %}',
    );
    const site = makeSite({}, undefined, { root });
    const text = await (await site.client().get("/accounts/reset")).text();
    assert.match(text, /Write to Ann\./);
    assert.match(text, /<h1>Reset your password<\/h1>/);
  });
});

describe("permissions", () => {
  test("come from the user and the groups, and superusers have all", async () => {
    makeSite();
    const [user, editors] = [await makeUser(), await Group.objects.create({ name: "editors" })];
    await grantPermissions(editors, "pantry.change_jar");
    await user.groups.add(editors);
    await grantPermissions(user, permissionName(Jar, "view"));
    assert.deepEqual([...(await user.getPermissions())].sort(), ["pantry.change_jar", "pantry.view_jar"]);
    assert.equal(await user.hasPermissions(["pantry.change_jar", "pantry.view_jar"]), true);
    assert.equal(await user.hasPermission("pantry.delete_jar"), false);
    assert.equal(await user.hasModulePermissions("pantry"), true);
    assert.equal(await user.hasModulePermissions("cellar"), false);
    await revokePermissions(user, "pantry.view_jar");
    assert.equal(await user.hasPermission("pantry.view_jar"), false);
    const root = await makeUser({ isSuperuser: true });
    assert.equal(await root.hasPermission("anything.at_all"), true);
    root.isActive = false;
    assert.equal(await root.hasPermission("anything.at_all"), false);
  });

  test("tell who has one", async () => {
    const [own, member, root, closed] = [
      await makeUser(),
      await makeUser(),
      await makeUser({ isSuperuser: true }),
      await makeUser(),
    ];
    const tasters = await Group.objects.create({ name: "tasters" });
    await grantPermissions(tasters, "cellar.taste_wine");
    await grantPermissions(own, "cellar.taste_wine");
    await grantPermissions(closed, "cellar.taste_wine");
    await member.groups.add(tasters);
    await own.groups.add(tasters);
    await User.objects.filter({ pk: closed.pk }).update({ isActive: false });
    const found = (await usersWithPermission("cellar.taste_wine").orderBy("pk")).map(({ pk }) => pk);
    assert.deepEqual(
      found.filter((pk) => [own.pk, member.pk, root.pk, closed.pk].includes(pk)),
      [own.pk, member.pk, root.pk],
    );
  });

  test("rules decide about single objects, also for nobody", async () => {
    const rules = {
      "pantry.change_jar": (user: { displayName: string }, jar: Jar) => jar.label === user.displayName,
      "pantry.view_jar": () => true,
    };
    const site = makeSite({ permissions: rules as never });
    const ada = await makeUser({ name: "Ada" });
    assert.equal(await ada.hasPermission("pantry.change_jar", new Jar({ label: "Ada" })), true);
    assert.equal(await ada.hasPermission("pantry.change_jar", new Jar({ label: "Bob" })), false);
    assert.equal(await ada.hasPermission("pantry.change_jar"), false);
    await site.app.ready();
    const { AnonymousUser } = await import("demijohn/auth");
    assert.equal(await new AnonymousUser().hasPermission("pantry.view_jar", new Jar({ label: "x" })), true);
    assert.equal(await new AnonymousUser().hasPermission("pantry.change_jar", new Jar({ label: "x" })), false);
  });

  test("of all models stand in the database once they are gathered, under a renamed model too", async () => {
    assert.ok((await syncPermissions()) > 0);
    assert.equal(await syncPermissions(), 0);
    const names = await Permission.objects.filter({ codename__startswith: "pantry." }).valuesList("codename", "name");
    assert.deepEqual(
      names.map(([codename]) => codename),
      ["pantry.add_jar", "pantry.change_jar", "pantry.delete_jar", "pantry.seal_jar", "pantry.view_jar"],
    );
    assert.deepEqual(names[3], ["pantry.seal_jar", "Can seal jars"]);
    await renameModelPermissions("pantry.Jar", "pantry.Pot");
    assert.equal(await Permission.objects.filter({ codename: "pantry.add_pot" }).count(), 1);
    await renameModelPermissions("pantry.Pot", "pantry.Jar");
  });
});

describe("guards", () => {
  const build = (app: App): void => {
    app.get("/members", { middleware: [loginRequired()] }, () => "members");
    app.post("/members", { middleware: [loginRequired()] }, () => "posted");
    app.get("/seal", { middleware: [permissionRequired("pantry.seal_jar")] }, () => "sealed");
    app.get("/staff", { middleware: [userPasses((user) => user.isStaff)] }, () => "staff");
    app.get("/fresh", { middleware: [freshLoginRequired()] }, () => "fresh");
    app.get("/require", async (request) => `for ${(await requireUser(request)).displayName}`);
    app.get("/scoped", { middleware: [scopeRequired("jars:read")] }, () => "scoped");
  };

  test("send people to the login page, and programs away", async () => {
    const site = makeSite({}, build);
    const asBrowser = { headers: { Accept: "text/html" } };
    for (const path of ["/members?a=b", "/seal", "/staff", "/fresh", "/require", "/scoped"]) {
      const { status, headers } = await site.app.request(path, asBrowser);
      assert.equal(status, 303, path);
      assert.equal(headers.get("location"), `/accounts/login?next=${path.replace("=", "%3D")}`);
    }
    const posted = await site.app.request("/members", { method: "POST", ...asBrowser });
    assert.equal(posted.headers.get("location"), "/accounts/login");
    const program = await site.app.request("/members", { headers: { Accept: "application/json" } });
    assert.deepEqual([program.status, program.headers.get("www-authenticate")], [401, 'Bearer realm="api"']);
  });

  test("let those pass who may, and tell the others that they may not", async () => {
    const site = makeSite({}, build);
    const user = await makeUser({ name: "Ada" });
    const client = site.client();
    await enter(client, user);
    const textOf = async (path: string): Promise<string> => (await client.get(path)).text();
    assert.equal(await textOf("/members"), "members");
    assert.equal(await textOf("/require"), "for Ada");
    assert.equal((await client.get("/seal")).status, 403);
    await grantPermissions(user, "pantry.seal_jar");
    assert.equal(await textOf("/seal"), "sealed");
    assert.equal((await client.get("/staff")).status, 403);
    await User.objects.filter({ pk: user.pk }).update({ isStaff: true });
    assert.equal(await textOf("/staff"), "staff");
    assert.equal(await textOf("/scoped"), "scoped");
  });

  test("ask for the password again when the login is not fresh", async () => {
    const site = makeSite({}, build);
    const user = await makeUser();
    const client = site.client();
    await enter(client, user, { remember: "yes" });
    assert.equal(await (await client.get("/fresh")).text(), "fresh");
    site.clock.forward(901);
    assert.equal((await client.get("/fresh")).headers.get("location"), "/accounts/confirm?next=/fresh");
    assert.equal((await client.get("/fresh", { headers: { Accept: "application/json" } })).status, 403);
    assert.equal((await client.post("/accounts/confirm?next=/fresh", { form: { password: "wrong" } })).status, 422);
    const confirmed = await client.post("/accounts/confirm?next=/fresh", { form: { password } });
    assert.equal(confirmed.headers.get("location"), "/fresh");
    assert.equal(await (await client.get("/fresh")).text(), "fresh");
  });

  test("stand before every route where that is asked for, but the open ones", async () => {
    const site = makeSite({ loginRequired: true, open: ["about", "docs.*"] }, (app) => {
      app.get("/about", { name: "about" }, () => "about");
      app.get(
        "/marked",
        loginNotRequired(() => "marked"),
      );
      app.get("/other", { name: "other" }, () => "other");
    });
    const statuses = await Promise.all(
      ["/about", "/marked", "/other", "/", "/accounts/login", "/accounts/", "/nowhere"].map(async (path) => [
        path,
        (await site.app.request(path)).status,
      ]),
    );
    assert.deepEqual(statuses, [
      ["/about", 200],
      ["/marked", 200],
      ["/other", 303],
      ["/", 303],
      ["/accounts/login", 200],
      ["/accounts/", 303],
      ["/nowhere", 404],
    ]);
  });
});

test("refusals have codes and texts", async () => {
  const site = makeSite({}, (app) => {
    app.onError(403, (error) => `${error.message}`);
    app.onError(401, (error) => `${error.message}`);
    app.get("/members", { middleware: [loginRequired()] }, () => "members");
    app.get("/fresh", { middleware: [freshLoginRequired()] }, () => "fresh");
  });
  const program = { headers: { Accept: "application/json" } };
  const client = site.client();
  assert.equal(await (await client.get("/members", program)).text(), "AUTH_LOGIN_REQUIRED: You need to log in first.");
  await enter(client, await makeUser());
  site.clock.forward(1000);
  assert.equal(await (await client.get("/fresh", program)).text(), "AUTH_NOT_FRESH: Confirm your login first.");
  const guarded = new App({ mode: "test" });
  guarded.onError(403, (error) => `${error.message}`);
  guarded.use(sameOriginOnly);
  guarded.post("/", () => "taken");
  const foreign = await guarded.request("/", { method: "POST", headers: { "Sec-Fetch-Site": "cross-site" } });
  assert.equal(
    await foreign.text(),
    "AUTH_FOREIGN_ORIGIN: This form can be sent from this site only. Go back, load the page again, and send it once more.",
  );
});

describe("remembering", () => {
  test("a remembered login outlives the browser, and ends in time", async () => {
    const site = makeSite();
    const user = await makeUser();
    const response = await enter(site.client(), user, { remember: "yes" });
    assert.match(response.headers.getAll("set-cookie").join(), /session=[^;]+;.*Max-Age=/i);
    const plain = await enter(site.client(), user);
    assert.doesNotMatch(
      plain.headers.getAll("set-cookie").find((line) => line.startsWith("session="))!,
      /Max-Age|Expires/i,
    );
    const [remembered] = await LoginSession.objects.filter({ userId: user.pk, remembered: true });
    assert.equal(remembered!.endsAt.getTime() - site.clock.time, 30 * 86_400_000);
  });
});

describe("API tokens", () => {
  test("act for their users, within their scopes and time", async () => {
    const site = makeSite({}, (app) => {
      app.get("/who", async (request) => ({ user: (await currentUser(request)).displayName }));
      app.get("/read", { middleware: [scopeRequired("jars:read")] }, () => "read");
      app.get("/write", { middleware: [scopeRequired("jars:write")] }, () => "written");
    });
    const user = await makeUser({ name: "Ada" });
    const { text } = await createApiToken(user, {
      name: "script",
      scopes: ["jars:read"],
      expiresAt: new Date(site.clock.time + 60_000),
    });
    const headers = { Authorization: `Bearer ${text}` };
    assert.deepEqual(await (await site.app.request("/who", { headers })).json(), { user: "Ada" });
    assert.equal((await site.app.request("/read", { headers })).status, 200);
    const refused = await site.app.request("/write", { headers });
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get("www-authenticate"), 'Bearer error="insufficient_scope", scope="jars:write"');
    site.clock.forward(61);
    const late = await site.app.request("/who", { headers });
    assert.equal(late.status, 401);
    assert.equal(late.headers.get("www-authenticate"), 'Bearer realm="api", error="invalid_token"');
    assert.equal((await site.app.request("/who", { headers: { Authorization: "Bearer nonsense" } })).status, 401);
  });
});

describe("backends and events", () => {
  test("a backend of one's own is asked in turn, and stands in the trail", async () => {
    const directory = await makeUser({ email: "carol@corp.example", password: undefined });
    const seen: AuthEventKind[] = [];
    const site = makeSite({
      backends: [
        modelBackend(),
        {
          name: "directory",
          authenticate: ({ login, password: given }) =>
            login === "carol@corp.example" && given === "from the directory" ? (directory as never) : undefined,
          permissions: (user) => (user.email.endsWith("@corp.example") ? ["pantry.seal_jar"] : []),
        },
      ],
      onEvent: [({ kind }) => void seen.push(kind)],
    });
    const client = site.client();
    assert.equal((await enter(client, directory, { password: "wrong" })).status, 422);
    assert.equal((await enter(client, directory, { password: "from the directory" })).status, 303);
    assert.equal(await directory.hasPermission("pantry.seal_jar"), true);
    await client.post("/accounts/logout");
    assert.deepEqual(seen, ["login-failed", "logged-in", "logged-out"]);
    const event = await AuthEvent.objects.filter({ kind: "logged-in", userKey: String(directory.pk) }).get();
    assert.deepEqual([event.details, event.address], [{ method: "directory", remembered: false }, "127.0.0.1"]);
  });

  test("a backend may let closed accounts in, which may do nothing", async () => {
    const site = makeSite({ backends: [modelBackend({ allowInactive: true })] });
    const user = await makeUser({ isActive: false, isSuperuser: true });
    assert.equal((await enter(site.client(), user)).status, 303);
    assert.equal(await user.hasPermission("pantry.view_jar"), false);
  });

  test("handlers of one's own log in", async () => {
    const user = await makeUser({ name: "Ada" });
    const site = makeSite({ pages: false }, (app) =>
      app.post("/enter", async (request) => {
        await logIn(request, user, { method: "badge" });
        return "in";
      }),
    );
    const client = site.client();
    await client.post("/enter");
    assert.equal(await (await client.get("/")).text(), "Hello, Ada");
    assert.equal((await client.get("/accounts/login")).status, 404);
  });
});

describe("passwords of other encodings", () => {
  const encodings = [
    ["pbkdf2_sha256", pbkdf2Hasher({ iterations: 1000 })],
    ["bcrypt_sha256", bcryptHasher({ rounds: 4 })],
    ["scrypt", scryptHasher({ cost: 1024 })],
    ["md5", md5Hasher()],
  ] as const;
  for (const [name, hasher] of encodings)
    test(`${name} is renewed at login, and other logins go on`, async () => {
      const site = makeSite({ hashers: [cheap, ...encodings.map(([, each]) => each)] });
      const user = await makeUser();
      const other = site.client();
      await User.objects.filter({ pk: user.pk }).update({ password: await hasher.hash(password) });
      await enter(other, user);
      await User.objects.filter({ pk: user.pk }).update({ password: await hasher.hash(password) });
      const login = (await LoginSession.objects.filter({ userId: user.pk }).first())!;
      const { passwordMark } = await import("../../src/auth/login/login-sessions.ts");
      login.passwordMark = passwordMark(await User.objects.filter({ pk: user.pk }).get());
      await login.save();
      assert.equal((await enter(site.client(), user)).status, 303);
      const again = await User.objects.filter({ pk: user.pk }).get();
      assert.ok(again.password.startsWith("argon2$argon2id$v=19$m=64,t=1,p=1$"), again.password);
      assert.match(await (await other.get("/")).text(), /Hello, user/);
    });
});

describe("commands", () => {
  const run = async (app: App, name: string, options: object, args: object = {}) => {
    const lines: string[] = [];
    await app.ready();
    const command = app.plan.commands.find((each) => each.name === name)!;
    const status = await command.run({
      args,
      options,
      app,
      print: (line = "") => void lines.push(line),
      warn: (line: string) => void lines.push(`! ${line}`),
    } as never);
    return { status, lines };
  };

  test("createsuperuser makes one, and refuses what is wrong", async () => {
    const { app } = makeSite();
    const made = await run(app, "createsuperuser", { login: "Root@example.org", password });
    assert.deepEqual(made, { status: 0, lines: ["The superuser Root@example.org is made."] });
    const root = await User.objects.filter({ email: "root@example.org" }).get();
    assert.deepEqual([root.isSuperuser, root.isStaff, await root.checkPassword(password)], [true, true, true]);
    const twice = await run(app, "createsuperuser", { login: "root@example.org", password });
    assert.deepEqual(twice, { status: 1, lines: ["! email: Another user has this email already."] });
  });

  test("changepassword changes one, and logs out", async () => {
    const site = makeSite();
    const user = await makeUser();
    const client = site.client();
    await enter(client, user);
    assert.deepEqual(await run(site.app, "changepassword", { password: "granite-balcony-40" }, { login: user.email }), {
      status: 0,
      lines: [`The password of ${user.email} is changed.`],
    });
    assert.equal(await (await client.get("/")).text(), "Hello, stranger");
    assert.deepEqual(await run(site.app, "changepassword", { password }, { login: "ghost@example.org" }), {
      status: 1,
      lines: ['! There is no user "ghost@example.org".'],
    });
    assert.deepEqual((await run(site.app, "changepassword", { password: "12345" }, { login: user.email })).status, 1);
  });

  test("auth permissions and auth clean tell what they did", async () => {
    const site = makeSite();
    await enter(site.client(), await makeUser());
    assert.match((await run(site.app, "auth permissions", {})).lines[0]!, /^\d+ permissions were added or renamed\.$/);
    site.clock.forward(400 * 86_400);
    assert.match(
      (await run(site.app, "auth clean", {})).lines[0]!,
      /^Deleted [1-9]\d* logins, \d+ links and \d+ counts\.$/,
    );
  });
});
