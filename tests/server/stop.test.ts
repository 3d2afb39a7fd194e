// Tests that a server that stops finishes what it has begun and loses no request that was sent.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { test } from "node:test";
import { App } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

test("a request in flight is finished, and nothing new is taken", async () => {
  let release: () => void = () => undefined;
  const app = new App({ mode: "production", logger: silent });
  let started: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    started = resolve;
  });
  app.get("/slow", async () => {
    started();
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return "finished";
  });
  const server = await app.run({ port: 0 });
  const answer = fetch(`${server.url}slow`);
  await running;
  const closed = server.close();
  await assert.rejects(fetch(`${server.url}slow`));
  release();
  const response = await answer;
  assert.equal(await response.text(), "finished");
  assert.equal(response.headers.get("connection"), "close");
  await closed;
});

test("after the grace time the rest is cut off", async () => {
  const app = new App({ mode: "production", logger: silent });
  app.get(
    "/never",
    (request) => new Promise<string>((resolve) => request.signal.addEventListener("abort", () => resolve("too late"))),
  );
  const server = await app.run({ port: 0 });
  const answer = fetch(`${server.url}never`);
  answer.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await server.close(200);
  await assert.rejects(answer);
});

test("stopping under load answers every request that was sent", async () => {
  const app = new App({ mode: "production", logger: silent });
  app.get("/", () => "ok");
  app.get("/later", async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return "ok";
  });
  const server = await app.run({ port: 0 });
  let answered = 0;
  const lost: string[] = [];
  let isStopping = false;
  const client = async (path: string): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (;;) {
      const outcome = await new Promise<"answered" | "refused" | "closing" | Error>((resolve) => {
        const out = request({ port: server.port, host: "127.0.0.1", path, agent }, (message) => {
          const isLast = message.headers.connection === "close";
          message.resume();
          message.on("end", () => resolve(isLast ? "closing" : "answered"));
          message.on("error", resolve);
        });
        out.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED" ? "refused" : error));
        out.end();
      });
      if (outcome === "refused") break;
      if (outcome instanceof Error) {
        lost.push(outcome.message);
        break;
      }
      answered++;
      if (outcome === "closing") {
        assert.equal(isStopping, true);
        break;
      }
    }
    agent.destroy();
  };
  const clients = Array.from({ length: 32 }, (_, i) => client(i % 2 === 0 ? "/" : "/later"));
  await new Promise((resolve) => setTimeout(resolve, 400));
  isStopping = true;
  await Promise.all([server.close(), ...clients]);
  assert.ok(answered > 100);
  assert.deepEqual(lost, []);
});

test("onStart, onStop and background work run once and in order", async () => {
  const log: string[] = [];
  const app = new App({ mode: "production", logger: silent });
  app.onReady(() => void log.push("ready"));
  app.onStart(async () => void log.push("start"));
  app.onStop(() => void log.push("stop 1"));
  app.onStop(() => void log.push("stop 2"));
  app.get("/", (request) => {
    request.app.background(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      log.push("background");
    });
    return "sent";
  });
  const server = await app.run({ port: 0 });
  await (await fetch(server.url)).text();
  await Promise.all([server.close(), app.close()]);
  assert.deepEqual(log, ["ready", "start", "background", "stop 2", "stop 1"]);
});
