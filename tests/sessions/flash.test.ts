// Tests that a flashed message is shown exactly once, on the next page that shows messages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "#app";
import { type Request, redirect } from "#http";
import { safe } from "#kernel";
import { flash, getFlashedMessages, sessions } from "#sessions";

function makeSite(): (path: string) => Promise<string> {
  const app = new App({ mode: "test" });
  app.use(sessions());
  app.get("/save", (request) => {
    request.flash("Saved.", "success");
    return redirect("/");
  });
  app.get("/many", (request) => {
    flash(request, "one");
    flash(request, "two", "error");
    flash(request, safe("<b>three</b>"), "success");
    return "ok";
  });
  app.get("/", (request) => show(getFlashedMessages(request)));
  app.get("/plain", () => "no messages here");
  app.get("/errors", (request) => show(getFlashedMessages(request, { categories: ["error"] })));
  app.get("/twice", (request) => [show(getFlashedMessages(request)), show(getFlashedMessages(request))].join(" | "));
  app.get("/parts", (request) =>
    [["error"], ["error", "success"], undefined]
      .map((categories) => show(getFlashedMessages(request, { categories })))
      .join(" | "),
  );
  app.get("/now", (request) => {
    request.flash("now");
    return show(getFlashedMessages(request));
  });
  let cookie = "";
  return async (path) => {
    const response = await app.request(path, { headers: cookie === "" ? {} : { Cookie: cookie } });
    const set = response.headers.get("set-cookie");
    if (set) cookie = set.includes("Max-Age=0") ? "" : set.split(";")[0]!;
    return response.text();
  };
}

function show(messages: ReturnType<typeof getFlashedMessages>): string {
  return messages.map(({ category, message }) => `${category}: ${String(message)}`).join(", ");
}

test("a message survives the redirect and is shown once", async () => {
  const visit = makeSite();
  await visit("/save");
  assert.equal(await visit("/"), "success: Saved.");
  assert.equal(await visit("/"), "");
});

test("a message waits until a page shows messages", async () => {
  const visit = makeSite();
  await visit("/save");
  await visit("/plain");
  await visit("/save");
  assert.equal(await visit("/"), "success: Saved., success: Saved.");
});

test("messages keep their order, category and safe HTML", async () => {
  const visit = makeSite();
  await visit("/many");
  assert.equal(await visit("/"), "message: one, error: two, success: <b>three</b>");
});

test("asking twice in one request gives the same messages", async () => {
  const visit = makeSite();
  await visit("/many");
  const all = "message: one, error: two, success: <b>three</b>";
  assert.equal(await visit("/twice"), `${all} | ${all}`);
  assert.equal(await visit("/"), "");
});

test("asking for some categories leaves the others waiting", async () => {
  const visit = makeSite();
  await visit("/many");
  assert.equal(await visit("/errors"), "error: two");
  assert.equal(await visit("/errors"), "");
  assert.equal(await visit("/"), "message: one, success: <b>three</b>");
});

test("parts of a page may ask for their categories one after the other", async () => {
  const visit = makeSite();
  await visit("/many");
  assert.equal(
    await visit("/parts"),
    "error: two | error: two, success: <b>three</b> | error: two, success: <b>three</b>, message: one",
  );
});

test("a message can be shown in the request that flashed it", async () => {
  const visit = makeSite();
  assert.equal(await visit("/now"), "message: now");
  assert.equal(await visit("/"), "");
});

test("a page that asks in vain sets no cookie", async () => {
  const app = new App({ mode: "test" });
  app.use(sessions());
  app.get("/", (request) => show(getFlashedMessages(request)));
  const response = await app.request("/");
  assert.equal(response.headers.has("set-cookie"), false);
  assert.equal(response.headers.get("vary"), "Cookie");
});

test("without sessions the error says what to do", async () => {
  const app = new App({ mode: "test" });
  let seen: unknown;
  app.get("/", (request) => {
    try {
      flash(request, "x");
    } catch (error) {
      seen = error;
    }
    return "";
  });
  await app.request("/");
  assert.equal((seen as Error).name, "SessionError");
  assert.equal(
    (seen as Error).message,
    `SESSIONS_NOT_USED: A message was flashed or asked for, and the app uses no sessions.
  Write app.use(sessions()), with sessions from "demijohn/sessions".`,
  );
});

test("templates get the session and the messages, and open the session only when they look", async () => {
  const app = new App({ mode: "test" });
  app.use(sessions());
  interface TemplateContext {
    readonly session: Record<string, unknown>;
    get_flashed_messages(...args: unknown[]): unknown[];
  }
  const context = (request: Request): TemplateContext =>
    app.declarations.contextProcessors[0]!(request) as unknown as TemplateContext;
  const answers: Record<string, (request: Request) => unknown> = {
    closed: (request) => {
      const { session } = context(request);
      return session["then"] === undefined ? [] : ["a promise"];
    },
    session: (request) => {
      const { session } = context(request);
      return [
        session["user"],
        "user" in session,
        "none" in session,
        session["constructor"] ?? null,
        Object.entries(session),
      ];
    },
    write: (request) => Reflect.set(context(request).session, "user", "mallory"),
    messages: (request) => context(request).get_flashed_messages(),
    categories: (request) => context(request).get_flashed_messages(true),
    positional: (request) => context(request).get_flashed_messages(true, ["error"]),
    named: (request) => context(request).get_flashed_messages({ with_categories: true, category_filter: ["error"] }),
    filtered: (request) => context(request).get_flashed_messages({ category_filter: ["error", "message"] }),
  };
  app.get("/prepare", (request) => {
    request.session.set("user", "ada");
    request.flash("one");
    request.flash("two", "error");
    return "";
  });
  app.get("/<name>", (request) => ({ answer: answers[request.params.name]!(request) }));
  const cookie = (await app.request("/prepare")).headers.get("set-cookie")!.split(";")[0]!;
  const ask = async (name: string): Promise<unknown> => {
    const response = await app.request(`/${name}`, { headers: { Cookie: cookie } });
    assert.equal(response.headers.has("vary"), name !== "closed" && name !== "write", name);
    return ((await response.json()) as { answer: unknown }).answer;
  };
  assert.deepEqual(await ask("closed"), []);
  assert.deepEqual(await ask("session"), ["ada", true, false, null, [["user", "ada"]]]);
  assert.equal(await ask("write"), false);
  assert.deepEqual(await ask("messages"), ["one", "two"]);
  assert.deepEqual(await ask("categories"), [
    ["message", "one"],
    ["error", "two"],
  ]);
  assert.deepEqual(await ask("positional"), [["error", "two"]]);
  assert.deepEqual(await ask("named"), [["error", "two"]]);
  assert.deepEqual(await ask("filtered"), ["one", "two"]);
});
