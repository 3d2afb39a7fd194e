// Tests what happens when clients leave early, keep their connection, or offer another protocol: nothing stays behind.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { App, Response } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function serving(app: App, t: TestContext): Promise<{ port: number; open: () => Promise<Socket> }> {
  const running = await app.run({ port: 0 });
  t.after(() => running.close(0));
  const open = async (): Promise<Socket> => {
    const socket = connect(running.port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  return { port: running.port, open };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await sleep(10);
  assert.equal(holds(), true);
}

async function answerOf(socket: Socket, end: (text: string) => boolean): Promise<string> {
  let text = "";
  for await (const chunk of socket.setEncoding("utf8").iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
    text += chunk;
    if (end(text)) break;
  }
  return text;
}

test("teardown runs and uploads are deleted when the client left before there was a response", async (t) => {
  const log: string[] = [];
  const reached = Promise.withResolvers<void>();
  const folder = mkdtempSync(join(tmpdir(), "demijohn-test-"));
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  t.after(() => {
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    rmSync(folder, { recursive: true });
  });
  const app = new App({ logger: silent });
  app.teardown(() => void log.push("teardown"));
  app.post("/", async (request) => {
    await request.form();
    reached.resolve();
    if (!request.signal.aborted) await once(request.signal, "abort");
    await sleep(20);
    return "too late";
  });
  const { open } = await serving(app, t);
  const socket = await open();
  const content = "x".repeat(2_000_000);
  const body = `--b\r\nContent-Disposition: form-data; name="jar"; filename="jar.bin"\r\n\r\n${content}\r\n--b--\r\n`;
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await reached.promise;
  assert.equal(readdirSync(folder).length, 1);
  socket.destroy();
  await until(() => log.length > 0 && readdirSync(folder).length === 0);
  assert.deepEqual(log, ["teardown"]);
});

test("a stream whose client leaves ends its generator and runs teardown", async (t) => {
  const log: string[] = [];
  const app = new App({ logger: silent });
  app.teardown(() => void log.push("teardown"));
  app.get("/events", async function* () {
    try {
      for (let i = 0; ; i++) {
        yield `event ${i}\n`;
        await sleep(5);
      }
    } finally {
      log.push("generator ended");
    }
  });
  const { open } = await serving(app, t);
  const socket = await open();
  socket.write("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
  await answerOf(socket, (text) => text.includes("event 2"));
  socket.destroy();
  await until(() => log.length === 2);
  assert.deepEqual(log.toSorted(), ["generator ended", "teardown"]);
});

test("a stream made after the client left is not sent, and its generator does not hang", async (t) => {
  const log: string[] = [];
  const reached = Promise.withResolvers<void>();
  const app = new App({ logger: silent });
  app.get("/", async (request) => {
    request.signal.addEventListener("abort", () => log.push("aborted"));
    reached.resolve();
    await until(() => log.length > 0);
    await sleep(10);
    return new Response(
      new ReadableStream({
        cancel: () => void log.push("cancelled"),
      }),
    );
  });
  const { open } = await serving(app, t);
  const socket = await open();
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await reached.promise;
  socket.destroy();
  await until(() => log.length === 2);
  assert.deepEqual(log, ["aborted", "cancelled"]);
});

test("a body that breaks off is an error for the handler, also when it is read after that", async (t) => {
  const errors: string[] = [];
  const app = new App({ logger: silent });
  app.post("/now", async (request) => request.text().catch((error: Error) => void errors.push(error.message)) as never);
  app.post("/later", async (request) => {
    if (!request.signal.aborted) await once(request.signal, "abort");
    await sleep(10);
    return request.text().catch((error: Error) => void errors.push(error.message)) as never;
  });
  const { open } = await serving(app, t);
  for (const path of ["/now", "/later"]) {
    const socket = await open();
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc`);
    await sleep(30);
    socket.destroy();
  }
  await until(() => errors.length === 2);
  for (const message of errors) assert.match(message, /The request broke off before its body was complete\./);
});

test("many requests that ask for their signal leave no listeners on their connection", async (t) => {
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning.name);
  process.on("warning", onWarning);
  t.after(() => process.off("warning", onWarning));
  const app = new App({ logger: silent });
  const aborted: string[] = [];
  app.get("/", (request) => {
    request.signal.addEventListener("abort", () => aborted.push("aborted"));
    return "page";
  });
  const { open } = await serving(app, t);
  const socket = await open();
  for (let i = 0; i < 15; i++) {
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await answerOf(socket, (text) => text.endsWith("page"));
  }
  socket.destroy();
  await sleep(30);
  assert.deepEqual({ warnings, aborted }, { warnings: [], aborted: [] });
});

for (const hasSockets of [false, true]) {
  test(`an offer of HTTP/2 is ignored ${hasSockets ? "beside" : "without"} WebSocket routes`, async (t) => {
    const app = new App({ logger: silent });
    app.get("/", () => "page");
    if (hasSockets) app.ws("/socket", () => undefined);
    const { open } = await serving(app, t);
    const socket = await open();
    socket.write(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
    );
    const answer = await answerOf(socket, (text) => text.endsWith("page"));
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    socket.destroy();
  });
}

test("HEAD, 204 and 304 carry no body, and HEAD of a stream starts nothing", async (t) => {
  const app = new App({ logger: silent });
  let started = false;
  app.get("/stream", async function* () {
    started = true;
    yield "chunk";
  });
  app.get("/text", () => "wörter");
  app.get("/204", () => new Response("ignored", { status: 204 }));
  app.get("/304", () => new Response("ignored", { status: 304, headers: { ETag: '"1"' } }));
  const { open } = await serving(app, t);
  const socket = await open();
  const answers: string[] = [];
  for (const line of ["HEAD /stream", "HEAD /text", "GET /204", "GET /304"]) {
    socket.write(`${line} HTTP/1.1\r\nHost: a\r\n\r\n`);
    answers.push(await answerOf(socket, (text) => text.endsWith("\r\n\r\n")));
  }
  socket.destroy();
  assert.equal(started, false);
  assert.match(answers[0]!, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(answers[1]!, /\r\nContent-Length: 7\r\n/);
  assert.doesNotMatch(answers[2]!, /content-length|ignored/i);
  assert.doesNotMatch(answers[3]!, /content-length|ignored/i);
  for (const answer of answers) assert.match(answer, /\r\nDate: \w{3}, /);
});

test("an answer to a request whose body nobody reads does not confuse the next request", async (t) => {
  const app = new App({ logger: silent, limits: { body: 1000 } });
  app.post("/unread", () => "unread");
  app.post("/read", async (request) => request.text());
  app.get("/next", () => "next page");
  const { open } = await serving(app, t);
  const socket = await open();
  const smuggled = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  socket.write(`POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`);
  const first = await answerOf(socket, (text) => text.endsWith("unread"));
  assert.match(first, /^HTTP\/1\.1 200 OK/);
  socket.write(`POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n${"x".repeat(2000)}${smuggled}`);
  const rest = await answerOf(socket, (text) => text.endsWith("next page"));
  assert.match(rest, /^HTTP\/1\.1 413 Content Too Large/);
  socket.destroy();
});

test("a client that waits for 100 Continue gets it and is answered", async (t) => {
  const app = new App({ logger: silent });
  app.post("/", async (request) => request.text());
  const { open } = await serving(app, t);
  const socket = await open();
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  assert.equal(await answerOf(socket, (text) => text.endsWith("\r\n\r\n")), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.write("cork");
  assert.match(await answerOf(socket, (text) => text.endsWith("cork")), /^HTTP\/1\.1 200 OK/);
  socket.destroy();
});

test("a stream that fails breaks the connection off, so that half a body passes for none", async (t) => {
  const faults: string[] = [];
  const app = new App({ logger: { ...silent, error: (message) => void faults.push(message) } });
  app.get("/", async function* () {
    yield "half";
    throw new Error("The barrel is empty.");
  });
  const { open } = await serving(app, t);
  const socket = await open();
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const answer = await answerOf(socket, () => false).catch(() => "reset");
  assert.doesNotMatch(answer, /\r\n0\r\n\r\n$/);
  assert.match(faults[0]!, /^Error: The barrel is empty\./);
});
