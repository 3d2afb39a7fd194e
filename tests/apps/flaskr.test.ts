// Walks through everything that Flask's tutorial app does, once through real HTTP and once through the test client.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type App, SettingsError } from "demijohn";
import { runProgram } from "demijohn/cli";
import { CookieJar, TestClient } from "demijohn/testing";
import { createApp } from "../../examples/flaskr/app.ts";
import { getDb } from "../../examples/flaskr/db.ts";
import { checkPassword, hashPassword } from "../../examples/flaskr/password.ts";

const folder = mkdtempSync(join(tmpdir(), "flaskr-"));
after(() => rmSync(folder, { recursive: true }));

const errors: string[] = [];
const logger = { debug() {}, info() {}, warn() {}, error: (message: string) => void errors.push(message) };
const passwords = { test: await hashPassword("test"), other: await hashPassword("other") };
let count = 0;

/** A path of its own for each test's database. */
function newDatabase(): string {
  return join(folder, String(count++), "flaskr.sqlite");
}

function makeApp(database: string): App {
  return createApp({ mode: "test", logger, settings: { flaskr: { database } } });
}

async function command(app: App, ...words: string[]): Promise<string> {
  let out = "";
  const write = (text: string): void => void (out += text);
  const status = await runProgram(words, { out: write, err: write, folder, environment: {}, width: 80, app });
  assert.equal(status, 0, out);
  return out;
}

/** Two users, and one post of the first. */
async function seed(app: App, database: string): Promise<void> {
  await command(app, "init-db");
  using db = new DatabaseSync(database);
  const addUser = db.prepare("INSERT INTO user (username, password) VALUES (?, ?)");
  addUser.run("test", passwords.test);
  addUser.run("other", passwords.other);
  db.prepare("INSERT INTO post (title, body, author_id, created) VALUES (?, ?, 1, ?)").run(
    "test title",
    "test\nbody",
    "2018-01-01 00:00:00",
  );
}

interface Answer {
  readonly status: number;
  /** Where it redirects to. */
  readonly location: string | undefined;
  readonly text: string;
  header(name: string): string | undefined;
}

interface Visitor {
  get(path: string): Promise<Answer>;
  post(path: string, form?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** A browser on a socket. */
async function visitByHttp(app: App): Promise<Visitor> {
  const server = await app.run({ port: 0 });
  const jar = new CookieJar();
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const place = { host: "127.0.0.1", path, secure: false };
    const cookie = jar.header(place);
    const headers = cookie === undefined ? {} : { cookie };
    const response = await fetch(new URL(path, server.url), { ...init, headers, redirect: "manual" });
    jar.takeIn(response.headers.getSetCookie(), place);
    return {
      status: response.status,
      location: response.headers.get("location") ?? undefined,
      text: await response.text(),
      header: (name) => response.headers.get(name) ?? undefined,
    };
  };
  return {
    get: (path) => ask(path, { method: "GET" }),
    post: (path, form = {}) => ask(path, { method: "POST", body: new URLSearchParams(form) }),
    close: () => server.close(),
  };
}

/** A browser without a socket. */
async function visitByTestClient(app: App): Promise<Visitor> {
  const client = new TestClient(app);
  const answer = async (response: Awaited<ReturnType<TestClient["get"]>>): Promise<Answer> => ({
    status: response.status,
    location: response.location,
    text: await response.text(),
    header: (name) => response.headers.get(name),
  });
  return {
    get: async (path) => answer(await client.get(path)),
    post: async (path, form = {}) => answer(await client.post(path, { form })),
    close: async () => undefined,
  };
}

for (const [by, visit] of [
  ["HTTP", visitByHttp],
  ["the test client", visitByTestClient],
] as const) {
  describe(`by ${by}`, () => {
    let database: string;
    let app: App;
    let visitor: Visitor;
    const login = (username = "test", password = username): Promise<Answer> =>
      visitor.post("/auth/login", { username, password });
    const query = (sql: string, ...values: (string | number)[]): Record<string, unknown>[] => {
      using db = new DatabaseSync(database, { readOnly: true });
      return db.prepare(sql).all(...values);
    };

    beforeEach(async () => {
      database = newDatabase();
      app = makeApp(database);
      await seed(app, database);
      visitor = await visit(app);
    });
    afterEach(() => visitor.close());

    test("/hello greets", async () => {
      const hello = await visitor.get("/hello");
      assert.equal(hello.status, 200);
      assert.equal(hello.text, "Hello, World!");
    });

    test("the register page is there, and registering leads to the login page", async () => {
      assert.equal((await visitor.get("/auth/register")).status, 200);
      const registered = await visitor.post("/auth/register", { username: "a", password: "a" });
      assert.equal(registered.status, 303);
      assert.equal(registered.location, "/auth/login");
      const [user] = query("SELECT * FROM user WHERE username = 'a'");
      assert.match(String(user?.["password"]), /^scrypt:32768:8:3:[\w-]{22}:[\w-]{43}$/);
    });

    test("registering says what is wrong", async () => {
      const cases = [
        ["", "", "Username is required."],
        ["a", "", "Password is required."],
        ["test", "test", "User test is already registered."],
      ] as const;
      for (const [username, password, message] of cases) {
        const page = await visitor.post("/auth/register", { username, password });
        assert.equal(page.status, 200);
        assert.match(page.text, new RegExp(`role="alert">${RegExp.escape(message)}</p>`));
      }
      assert.equal(query("SELECT id FROM user").length, 2);
      const markup = await visitor.post("/auth/register", { username: "<i>", password: "" });
      assert.doesNotMatch(markup.text, /<i>/);
    });

    test("logging in leads to the posts and shows the name", async () => {
      assert.equal((await visitor.get("/auth/login")).status, 200);
      const answer = await login();
      assert.equal(answer.status, 303);
      assert.equal(answer.location, "/");
      assert.match(answer.header("set-cookie") ?? "", /^session=.*; HttpOnly; Path=\/; SameSite=Lax$/);
      const page = await visitor.get("/");
      assert.match(page.text, /<strong>test<\/strong>/);
      assert.match(page.text, /href="\/auth\/logout">Log Out</);
      assert.doesNotMatch(page.text, />Register</);
    });

    test("logging in says what is wrong", async () => {
      const unknown = await login("a", "test");
      assert.equal(unknown.status, 200);
      assert.match(unknown.text, /role="alert">Incorrect username\.</);
      assert.match((await login("test", "a")).text, /role="alert">Incorrect password\.</);
      assert.match((await visitor.get("/")).text, />Log In</);
    });

    test("a message is shown once", async () => {
      await login("test", "wrong");
      assert.doesNotMatch((await visitor.get("/auth/login")).text, /role="alert"/);
    });

    test("logging out ends the session", async () => {
      await login();
      const answer = await visitor.get("/auth/logout");
      assert.equal(answer.location, "/");
      assert.match(answer.header("set-cookie") ?? "", /Max-Age=0/);
      const page = await visitor.get("/");
      assert.match(page.text, /href="\/auth\/register">Register</);
      assert.match(page.text, /href="\/auth\/login">Log In</);
    });

    test("a form without its fields is a bad request that names the field", async () => {
      const answer = await visitor.post("/auth/login", { name: "test" });
      assert.equal(answer.status, 400);
      assert.match(answer.text, /username/);
    });

    test("everybody sees the posts, and only the author the link to edit", async () => {
      const page = await visitor.get("/");
      assert.match(page.text, /<h2>test title<\/h2>/);
      assert.match(page.text, /by test on <time datetime="2018-01-01">2018-01-01<\/time>/);
      assert.match(page.text, /<p class="body">test\nbody<\/p>/);
      assert.doesNotMatch(page.text, /href="\/1\/update"/);
      await login();
      assert.match((await visitor.get("/")).text, /href="\/1\/update"/);
      await login("other");
      assert.doesNotMatch((await visitor.get("/")).text, /href="\/1\/update"/);
    });

    test("writing, changing and deleting want a login", async () => {
      for (const path of ["/create", "/1/update", "/1/delete"]) {
        const answer = await visitor.post(path, { title: "x", body: "" });
        assert.equal(answer.status, 303, path);
        assert.equal(answer.location, "/auth/login", path);
      }
      assert.equal((await visitor.get("/create")).location, "/auth/login");
      assert.equal((await visitor.get("/1/update")).location, "/auth/login");
      assert.deepEqual(query("SELECT title FROM post").map(Object.values), [["test title"]]);
    });

    test("another author is refused", async () => {
      await login("other");
      assert.equal((await visitor.post("/1/update", { title: "x", body: "" })).status, 403);
      assert.equal((await visitor.post("/1/delete")).status, 403);
      assert.equal((await visitor.get("/1/update")).status, 403);
      assert.deepEqual(query("SELECT title FROM post").map(Object.values), [["test title"]]);
    });

    test("a post that does not exist is not found", async () => {
      await login();
      for (const path of ["/2/update", "/2/delete", "/99999999999999999999/delete"])
        assert.equal((await visitor.post(path, { title: "x", body: "" })).status, 404, path);
      assert.equal((await visitor.get("/2/update")).status, 404);
      assert.equal((await visitor.get("/1/delete")).status, 405);
    });

    test("a new post is first in the list, and its text is escaped", async () => {
      await login();
      assert.equal((await visitor.get("/create")).status, 200);
      const created = await visitor.post("/create", { title: "<b>created</b>", body: "</p><script>" });
      assert.equal(created.location, "/");
      assert.equal(query("SELECT id FROM post").length, 2);
      const page = (await visitor.get("/")).text;
      assert.ok(page.indexOf("&lt;b&gt;created") < page.indexOf("test title"));
      assert.match(page, /&lt;\/p&gt;&lt;script&gt;/);
    });

    test("a post is changed", async () => {
      await login();
      const form = await visitor.get("/1/update");
      assert.equal(form.status, 200);
      assert.match(form.text, /name="title" value="test title"/);
      assert.match(form.text, /<textarea[^>]*>\ntest\nbody<\/textarea>/);
      assert.equal((await visitor.post("/1/update", { title: "updated", body: "" })).location, "/");
      assert.deepEqual({ ...query("SELECT title, body FROM post")[0] }, { title: "updated", body: "" });
    });

    test("a title is required, and what was typed stays", async () => {
      await login();
      for (const path of ["/create", "/1/update"]) {
        const page = await visitor.post(path, { title: " ", body: "what I wrote" });
        assert.equal(page.status, 200);
        assert.match(page.text, /role="alert">Title is required\.</);
        assert.match(page.text, />\nwhat I wrote<\/textarea>/);
      }
      assert.deepEqual(query("SELECT title FROM post").map(Object.values), [["test title"]]);
    });

    test("a post is deleted", async () => {
      await login();
      assert.equal((await visitor.post("/1/delete")).location, "/");
      assert.equal(query("SELECT id FROM post").length, 0);
      assert.match((await visitor.get("/")).text, /Nobody has written anything yet\./);
    });

    test("every page links the stylesheet, which is fresh the second time", async () => {
      assert.match((await visitor.get("/auth/login")).text, /<link rel="stylesheet" href="\/static\/style\.css">/);
      const style = await visitor.get("/static/style.css");
      assert.equal(style.status, 200);
      assert.equal(style.header("content-type"), "text/css; charset=utf-8");
      assert.equal(style.header("set-cookie"), undefined);
    });
  });
}

test("a session holds the user's number, and ends where that user is gone", async () => {
  const database = newDatabase();
  const app = makeApp(database);
  await seed(app, database);
  const client = new TestClient(app);
  await client.post("/auth/login", { form: { username: "test", password: "test" } });
  assert.deepEqual((await client.session()).entries(), [["user_id", 1]]);
  await client.withSession((session) => session.set("user_id", 77));
  assert.equal((await client.get("/create")).location, "/auth/login");
});

test("a request has one connection, which is closed after it", async () => {
  const database = newDatabase();
  const app = makeApp(database);
  const seen: DatabaseSync[] = [];
  app.get("/twice", (request) => {
    seen.push(getDb(request), getDb(request));
    return "seen";
  });
  app.get("/fails", (request) => {
    seen.push(getDb(request));
    throw new Error("on purpose");
  });
  await seed(app, database);
  const server = await app.run({ port: 0 });
  assert.equal((await fetch(`${server.url}twice`)).status, 200);
  assert.equal((await fetch(`${server.url}fails`)).status, 500);
  assert.equal((await fetch(`${server.url}hello`)).status, 200);
  await server.close();
  const [first, second, third] = seen;
  assert.equal(first, second);
  assert.notEqual(first, third);
  assert.deepEqual(
    seen.map((db) => db.isOpen),
    [false, false, false],
  );
});

test("init-db makes the tables anew and says so", async () => {
  const database = newDatabase();
  const app = makeApp(database);
  assert.equal(await command(app, "init-db"), "Initialized the database.\n");
  await seed(app, database);
  assert.equal(await command(app, "init-db"), "Initialized the database.\n");
  using db = new DatabaseSync(database);
  assert.equal(db.prepare("SELECT count(*) AS n FROM user").get()?.["n"], 0);
});

test("init-db runs from the command line, by the factory's name", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=demijohn-source", "src/bin.ts", "--app", "examples/flaskr", "init-db"],
    { cwd: root, env: { ...process.env, FLASKR_DATABASE: newDatabase() } },
  );
  assert.equal(stdout, "Initialized the database.\n");
});

test("without a database, the log says what to do", async () => {
  const database = newDatabase();
  errors.length = 0;
  assert.equal((await new TestClient(makeApp(database)).get("/")).status, 500);
  assert.match(
    errors[0] ?? "",
    new RegExp(`There is no database at ${RegExp.escape(database)} yet: run the command init-db first\\.`),
  );
});

test("two apps with different databases live side by side", async () => {
  const [one, two] = [newDatabase(), newDatabase()];
  const apps = [makeApp(one), makeApp(two)] as const;
  await seed(apps[0], one);
  await command(apps[1], "init-db");
  assert.match(await (await apps[0].request("/")).text(), /test title/);
  assert.doesNotMatch(await (await apps[1].request("/")).text(), /test title/);
});

test("the mode that is given is the app's", () => {
  assert.equal(createApp({ mode: "test" }).mode, "test");
  assert.equal(createApp({ mode: "production" }).mode, "production");
});

test("production wants a secret key, and its cookies travel by HTTPS alone", async () => {
  const database = newDatabase();
  const options = { mode: "production", envFiles: [], logger, settings: { flaskr: { database } } } as const;
  await assert.rejects(
    () => createApp(options).ready(),
    (error: Error) => error instanceof SettingsError && /secret\.key/.test(error.message),
  );
  const app = createApp({ ...options, secretKey: "Zm9yIHRoaXMgdGVzdCBhbG9uZSwgbm90IGZvciB5b3U" });
  await seed(app, database);
  const client = new TestClient(app, { origin: "https://flaskr.example" });
  const answer = await client.post("/auth/login", { form: { username: "test", password: "test" } });
  assert.match(answer.headers.get("set-cookie") ?? "", /; Secure; HttpOnly; Path=\/; SameSite=Lax$/);
  assert.match(await (await client.get("/")).text(), /\/static\/style\.[0-9a-f]{12}\.css/);
});

test("the same password is hashed differently each time, and only it fits", async () => {
  const again = await hashPassword("test");
  assert.notEqual(again, passwords.test);
  assert.equal(await checkPassword("test", again), true);
  assert.equal(await checkPassword("Test", again), false);
  assert.equal(await checkPassword("", again), false);
  assert.equal(await checkPassword("test", "plain:test"), false);
});
