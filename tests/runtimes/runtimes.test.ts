// Runs the same app on Node, Bun and Deno, and asks each the same twenty questions and more.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

const root = join(import.meta.dirname, "../..");
const bin = (name: string): string => join(root, "node_modules/.bin", name);
const file = join(import.meta.dirname, "app.mjs");
const condition = "--conditions=demijohn-source";
const runtimes: Readonly<Record<string, readonly string[]>> = {
  Node: [process.execPath, condition],
  Bun: [bin("bun"), condition],
  Deno: [bin("deno"), "run", "--allow-all", condition],
};

/** Starts a program and waits for the port that it prints. */
async function start(command: readonly string[], cwd: string): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", NODE_ENV: "production", PORT: "0" },
  });
  let output = "";
  const port = await new Promise<number>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${command[0]} did not start in 60 s: ${output}`)), 60_000);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /listen(?:ing|s) on (?:http:\/\/127\.0\.0\.1:)?(\d+)/.exec(output);
      if (match === null) return;
      clearTimeout(limit);
      resolve(Number(match[1]));
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    child.on("exit", (code) => reject(new Error(`${command.join(" ")} ended with ${code}: ${output}`)));
  });
  return { child, port };
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const limit = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(limit);
}

for (const [name, command] of Object.entries(runtimes)) {
  const missing = existsSync(command[0]!) ? false : `${name} is not installed`;
  describe(name, { skip: missing }, () => {
    let child: ChildProcess;
    let base: string;
    before(async () => {
      const started = await start([...command, file], root);
      child = started.child;
      base = `http://127.0.0.1:${started.port}`;
    });
    after(() => stop(child));
    const ask = (path: string, init?: RequestInit): Promise<Response> =>
      fetch(base + path, { redirect: "manual", ...init });

    test("text is HTML", async () => {
      const response = await ask("/");
      assert.equal(response.status, 200);
      assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
      assert.equal(await response.text(), "Hello, World!");
    });
    test("parameters are decoded and escaped", async () => {
      assert.equal(await (await ask("/hello/%3Cb%3E%20%C3%BC")).text(), "<p>Hello, &lt;b&gt; ü!</p>");
    });
    test("parameters are converted", async () => assert.deepEqual(await (await ask("/post/41")).json(), { next: 42 }));
    test("what does not convert is not found", async () => assert.equal((await ask("/post/x")).status, 404));
    test("a missing slash redirects with the query", async () => {
      const response = await ask("/projects?a=1");
      assert.equal(response.status, 308);
      const target = new URL(response.headers.get("location")!, base);
      assert.equal(target.pathname + target.search, "/projects/?a=1");
    });
    test("another method is refused", async () => {
      const response = await ask("/", { method: "POST" });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get("allow"), "GET, HEAD, OPTIONS");
    });
    test("HEAD has no body", async () => {
      const response = await ask("/", { method: "HEAD" });
      assert.equal(response.status, 200);
      assert.equal(await response.text(), "");
    });
    test("OPTIONS is answered", async () =>
      assert.equal((await ask("/", { method: "OPTIONS" })).headers.get("allow"), "GET, HEAD, OPTIONS"));
    test("text beyond ASCII arrives", async () => assert.equal(await (await ask("/text")).text(), "naïve ☕"));
    test("a redirect is 303", async () => {
      const response = await ask("/old");
      assert.equal(response.status, 303);
      assert.equal(response.headers.get("location"), "/projects/");
    });
    test("an error page says what it may", async () => {
      const response = await ask("/missing", { headers: { accept: "application/json" } });
      assert.equal(response.status, 404);
      assert.deepEqual(await response.json(), { status: 404, error: "Not Found", message: "No such jar." });
    });
    test("a fault is 500 and tells nothing", async () => {
      const response = await ask("/fails");
      assert.equal(response.status, 500);
      assert.doesNotMatch(await response.text(), /meant to fail/);
    });
    test("headers and query are read", async () => {
      const response = await ask("/headers?q=a&q=b+c", { headers: { "user-agent": "cork/1" } });
      assert.deepEqual(await response.json(), { method: "GET", host: true, agent: "cork/1", q: ["a", "b c"] });
    });
    test("JSON is read", async () => {
      const response = await ask("/json", {
        method: "POST",
        body: '{"a":[1]}',
        headers: { "content-type": "application/json" },
      });
      assert.deepEqual(await response.json(), { got: { a: [1] } });
    });
    test("bad JSON is a bad request", async () => {
      assert.equal(
        (await ask("/json", { method: "POST", body: "{", headers: { "content-type": "application/json" } })).status,
        400,
      );
    });
    test("an urlencoded form is read", async () => {
      assert.deepEqual(
        await (await ask("/form", { method: "POST", body: new URLSearchParams({ name: "Ada" }) })).json(),
        { name: "Ada" },
      );
    });
    test("a missing form key is named", async () => {
      const response = await ask("/form", { method: "POST", body: new URLSearchParams({ nam: "Ada" }) });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /name/);
    });
    test("a multipart form with a file is read", async () => {
      const form = new FormData();
      form.append("name", "Ada");
      form.append("file", new File(["cork"], "a.txt", { type: "text/plain" }));
      assert.deepEqual(await (await ask("/form", { method: "POST", body: form })).json(), {
        name: "Ada",
        file: "cork",
        type: "text/plain",
      });
    });
    test("a stream arrives whole", async () => assert.equal(await (await ask("/stream")).text(), "one two"));
    test("several cookies and own headers are sent", async () => {
      const response = await ask("/cookies");
      assert.equal(response.status, 201);
      assert.equal(response.headers.get("x-jar"), "7");
      assert.deepEqual(response.headers.getSetCookie(), ["a=1; Path=/", "b=2; Path=/"]);
    });
    test("204 has no body", async () => {
      const response = await ask("/empty");
      assert.equal(response.status, 204);
      assert.equal(await response.text(), "");
    });
    test("the session is kept in a signed cookie", async () => {
      const first = await ask("/session");
      const cookie = first.headers.getSetCookie()[0]!.split(";")[0]!;
      assert.deepEqual(await (await ask("/session", { headers: { cookie } })).json(), { visits: 2 });
    });
    test("a WebSocket echoes with its protocol", async () => {
      const socket = new WebSocket(`${base.replace("http", "ws")}/echo`, ["jar"]);
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = reject;
      });
      const message = new Promise((resolve) => {
        socket.onmessage = ({ data }) => resolve(data);
      });
      socket.send("cork");
      assert.equal(await message, "jar:cork");
      socket.close();
    });
  });

  test(`${name} runs the five lines as they stand`, { skip: missing }, async () => {
    const folder = mkdtempSync(join(root, "tests/runtimes/.five-lines-"));
    writeFileSync(
      join(folder, "app.ts"),
      `import { App } from "demijohn";
const app = new App();
app.get("/", () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => \`Hello, \${params.name}!\`);
app.run({ port: 0 });
`,
    );
    try {
      const { child, port } = await start([...command, join(folder, "app.ts")], folder);
      try {
        assert.equal(await (await fetch(`http://127.0.0.1:${port}/hello/Ada`)).text(), "Hello, Ada!");
      } finally {
        await stop(child);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
