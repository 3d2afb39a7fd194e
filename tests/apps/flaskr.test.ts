// Walks through everything that Flask's tutorial app does, once through real HTTP and once through the test client.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type App, SettingsError } from "demijohn";
import { argon2Hasher, createUser } from "demijohn/auth";
import { runProgram } from "demijohn/cli";
import { closeDatabases } from "demijohn/orm";
import { CookieJar, TestClient } from "demijohn/testing";
import { createApp } from "../../examples/flaskr/app.ts";
import { Post, User } from "../../examples/flaskr/models.ts";

const folder = mkdtempSync(join(tmpdir(), "flaskr-"));
after(async () => {
  await closeDatabases();
  rmSync(folder, { recursive: true });
});

const errors: string[] = [];
const logger = { debug() {}, info() {}, warn() {}, error: (message: string) => void errors.push(message) };
const encoded = await argon2Hasher().hash("the cat sat");
let count = 0;

function makeApp(): App {
  return createApp({ mode: "test", logger, settings: { flaskr: { database: join(folder, `${count++}.sqlite`) } } });
}

async function command(app: App, ...words: string[]): Promise<string> {
  let out = "";
  const write = (text: string): void => void (out += text);
  const status = await runProgram(words, { out: write, err: write, folder, environment: {}, width: 80, app });
  assert.equal(status, 0, out);
  return out;
}

/** Two users, and one post of the first. */
async function seed(app: App): Promise<void> {
  await command(app, "init-db");
  for (const name of ["test", "other"]) {
    const user = await createUser(User, { email: `${name}@example.org`, name });
    await User.objects.filter({ id: user.id }).update({ password: encoded });
  }
  const created = new Date("2018-01-01");
  await Post.objects.create({ title: "test title", body: "test\nbody", author: 1, created });
}

interface Answer {
  readonly status: number;
  /** Where it redirects to. */
  readonly location: string | undefined;
  readonly text: string;
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
    const headers = {
      "Sec-Fetch-Site": "same-origin",
      Accept: "text/html",
      ...(cookie === undefined ? {} : { cookie }),
    };
    const response = await fetch(new URL(path, server.url), { ...init, headers, redirect: "manual" });
    jar.takeIn(response.headers.getSetCookie(), place);
    return {
      status: response.status,
      location: response.headers.get("location") ?? undefined,
      text: await response.text(),
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
    let app: App;
    let visitor: Visitor;
    const login = (name = "test", password = "the cat sat"): Promise<Answer> =>
      visitor.post("/auth/login", { login: `${name}@example.org`, password });
    const titles = async (): Promise<string[]> => (await Post.objects.all()).map(({ title }) => title);

    beforeEach(async () => {
      app = makeApp();
      await seed(app);
      visitor = await visit(app);
    });
    afterEach(() => visitor.close());

    test("/hello greets", async () => {
      assert.deepEqual(await visitor.get("/hello"), { status: 200, location: undefined, text: "Hello, World!" });
    });

    test("registering logs in, and says what is wrong", async () => {
      assert.equal((await visitor.get("/auth/signup")).status, 200);
      const cases = [
        ["", "", "E-mail address is needed."],
        ["a@example.org", "", "Password is needed."],
        ["test@example.org", "violet-harbour-93", "There is an account with this e-mail address already."],
      ] as const;
      for (const [email, password, message] of cases) {
        const page = await visitor.post("/auth/signup", { email, name: "", password });
        assert.equal(page.status, 422);
        assert.match(page.text, new RegExp(RegExp.escape(message)));
      }
      assert.equal(await User.objects.count(), 2);
      const done = await visitor.post("/auth/signup", {
        email: "a@example.org",
        name: "a",
        password: "violet-harbour-93",
      });
      assert.deepEqual([done.status, done.location], [303, "/"]);
      assert.match((await visitor.get("/")).text, /<strong>a<\/strong>/);
    });

    test("logging in shows the name, logging out ends it", async () => {
      assert.equal((await visitor.get("/auth/login")).status, 200);
      assert.equal((await login("test", "wrong")).status, 422);
      assert.match((await visitor.get("/")).text, />Log In</);
      assert.deepEqual([(await login()).location], ["/"]);
      assert.match((await visitor.get("/")).text, /<strong>test<\/strong>/);
      assert.equal((await visitor.post("/auth/logout")).location, "/");
      assert.match((await visitor.get("/")).text, />Register</);
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

    test("writing, changing and deleting want a login, and lead back after it", async () => {
      for (const path of ["/create", "/1/update", "/1/delete"]) {
        const answer = await visitor.post(path, { title: "x", body: "" });
        assert.deepEqual([answer.status, answer.location], [303, "/auth/login"], path);
      }
      assert.equal((await visitor.get("/create")).location, "/auth/login?next=/create");
      assert.deepEqual(await titles(), ["test title"]);
    });

    test("another author is refused, and a post that does not exist is not found", async () => {
      await login("other");
      for (const answer of [
        await visitor.post("/1/update", { title: "x", body: "" }),
        await visitor.post("/1/delete"),
        await visitor.get("/1/update"),
      ])
        assert.equal(answer.status, 403);
      for (const path of ["/2/update", "/2/delete"]) assert.equal((await visitor.post(path)).status, 404, path);
      assert.equal((await visitor.get("/1/delete")).status, 405);
      assert.deepEqual(await titles(), ["test title"]);
    });

    test("a new post is first in the list, and its text is escaped", async () => {
      await login();
      assert.equal((await visitor.get("/create")).status, 200);
      const created = await visitor.post("/create", { title: "<b>created</b>", body: "</p><script>" });
      assert.equal(created.location, "/");
      const page = (await visitor.get("/")).text;
      assert.ok(page.indexOf("&lt;b&gt;created") < page.indexOf("test title"));
      assert.match(page, /&lt;\/p&gt;&lt;script&gt;/);
    });

    test("a post is changed and deleted", async () => {
      await login();
      const form = await visitor.get("/1/update");
      assert.match(form.text, /name="title" [^>]*value="test title"|value="test title"[^>]* name="title"/);
      assert.match(form.text, /<textarea[^>]*>\n?test\nbody<\/textarea>/);
      assert.equal((await visitor.post("/1/update", { title: "updated", body: "" })).location, "/");
      assert.deepEqual(await titles(), ["updated"]);
      assert.equal((await visitor.post("/1/delete")).location, "/");
      assert.match((await visitor.get("/")).text, /Nobody has written anything yet\./);
    });

    test("a title is required, and what was typed stays", async () => {
      await login();
      for (const path of ["/create", "/1/update"]) {
        const page = await visitor.post(path, { title: " ", body: "what I wrote" });
        assert.equal(page.status, 422);
        assert.match(page.text, /Title is required\./);
        assert.match(page.text, />\n?what I wrote<\/textarea>/);
      }
      assert.deepEqual(await titles(), ["test title"]);
    });
  });
}

test("init-db runs from the command line, by the factory's name", async () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=demijohn-source", "src/bin.ts", "--app", "examples/flaskr", "init-db"],
    { cwd: root, env: { ...process.env, FLASKR_DATABASE: join(folder, "command.sqlite") } },
  );
  assert.equal(stdout, "Initialized the database.\n");
});

test("production wants its settings, and its cookies travel by HTTPS alone", async () => {
  const settings = { flaskr: { database: join(folder, "production.sqlite") } };
  const options = { mode: "production", envFiles: [], logger } as const;
  await assert.rejects(
    () => createApp({ ...options, settings }).ready(),
    (error: Error) => error instanceof SettingsError && /secret\.key/.test(error.message),
  );
  const app = createApp({
    ...options,
    secretKey: "Zm9yIHRoaXMgdGVzdCBhbG9uZSwgbm90IGZvciB5b3U",
    allowedHosts: ["flaskr.example"],
    settings: { ...settings, mail: { url: "memory:", from: "flaskr@flaskr.example" } },
  });
  await seed(app);
  const answer = await app.request("https://flaskr.example/auth/login", {
    form: { login: "test@example.org", password: "the cat sat" },
    headers: { "Sec-Fetch-Site": "same-origin" },
  });
  assert.match(
    answer.headers.getAll("set-cookie").join("\n"),
    /^session=.*; Secure; HttpOnly; Path=\/; SameSite=Lax$/m,
  );
});

test("the program is shorter than the tutorial's 345 lines of Python", () => {
  const lines = ["app.ts", "blog.ts", "models.ts"].reduce((sum, file) => {
    const text = readFileSync(new URL(`../../examples/flaskr/${file}`, import.meta.url), "utf8");
    return sum + text.trimEnd().split("\n").length;
  }, 0);
  assert.equal(lines, 108);
});
