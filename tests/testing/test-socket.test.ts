// Tests sockets that are opened without a server: what goes through, who is refused, and how they end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "demijohn";
import { connectSocket, TestResponse, TestSocket } from "demijohn/testing";

type Options = Parameters<typeof connectSocket>[2];

async function open(app: App, path: string, options?: Options): Promise<TestSocket> {
  const socket = await connectSocket(app, path, options);
  assert.ok(socket instanceof TestSocket);
  return socket;
}

async function refused(app: App, path: string, options?: Options): Promise<TestResponse> {
  const response = await connectSocket(app, path, options);
  assert.ok(response instanceof TestResponse);
  return response;
}

function recording(): { logger: NonNullable<App["logger"]>; errors: string[] } {
  const errors: string[] = [];
  return { errors, logger: { debug() {}, info() {}, warn() {}, error: (message) => void errors.push(message) } };
}

test("texts and bytes go both ways in order", async () => {
  const app = new App();
  app.ws("/echo", async (socket) => {
    for await (const message of socket) await socket.send(message);
  });
  const socket = await open(app, "/echo");
  socket.send("one");
  socket.send(Uint8Array.of(2));
  assert.equal(await socket.receive(), "one");
  assert.deepEqual(await socket.receive(), Uint8Array.of(2));
  const third = socket.receive();
  socket.send("three");
  assert.equal(await third, "three");
  assert.equal(socket.closed, undefined);
  socket.close(4000, "enough");
  assert.deepEqual(socket.closed, { code: 4000, reason: "enough" });
  assert.equal(await socket.receive(), undefined);
});

test("messages that were sent before the app closed can still be read", async () => {
  const app = new App();
  app.ws("/<name>", async (socket, { params, query }) => {
    await socket.send(`Hello, ${params.name}!`);
    await socket.sendJson({ size: query.get("size") });
  });
  const socket = await open(app, "/Ada", { query: [["size", "5"]] });
  assert.equal(await socket.receive(), "Hello, Ada!");
  assert.equal(await socket.receive(), '{"size":"5"}');
  assert.equal(await socket.receive(), undefined);
  assert.deepEqual(socket.closed, { code: 1000, reason: "" });
});

test("a code that the handler closes with arrives, and later ones do not replace it", async () => {
  const app = new App();
  app.ws("/", (socket) => {
    socket.close(4001, "full");
    socket.close(4002, "again");
  });
  const socket = await open(app, "/");
  assert.equal(await socket.receive(), undefined);
  socket.close(4003);
  assert.deepEqual(socket.closed, { code: 4001, reason: "full" });
});

test("the client's close ends the handler's loop", async () => {
  const ended = Promise.withResolvers<boolean>();
  const app = new App();
  app.ws("/", async (socket) => {
    for await (const _message of socket);
    ended.resolve(socket.closed);
  });
  (await open(app, "/")).close();
  assert.equal(await ended.promise, true);
});

test("a handler that throws closes with 1011, and the log has the error", async () => {
  const { logger, errors } = recording();
  const app = new App({ logger });
  app.ws("/", async (socket) => {
    await socket.receive();
    throw new RangeError("Too far.");
  });
  const socket = await open(app, "/");
  socket.send("go");
  assert.equal(await socket.receive(), undefined);
  assert.deepEqual(socket.closed, { code: 1011, reason: "The server met an unexpected fault." });
  assert.equal(errors.length, 1);
  assert.match(errors[0]!, /RangeError: Too far\./);
});

test("a foreign origin is refused with 403, the own and an allowed one are not", async () => {
  const app = new App();
  app.ws("/own", () => undefined);
  app.ws("/shared", { origins: ["https://friend.example"] }, () => undefined);
  app.ws("/public", { origins: "*" }, () => undefined);
  const from = (origin: string): Options => ({ headers: { Origin: origin } });
  assert.equal((await refused(app, "/own", from("https://friend.example"))).status, 403);
  assert.equal((await refused(app, "/own", from("null"))).status, 403);
  assert.equal((await refused(app, "/shared", from("https://other.example"))).status, 403);
  await open(app, "/own");
  await open(app, "/own", from("http://localhost"));
  await open(app, "/shared", from("https://friend.example"));
  await open(app, "/public", from("https://anyone.example"));
});

test("the app's favourite among the offered protocols is taken", async () => {
  const app = new App();
  app.ws("/", { protocols: ["v3", "v2", "v1"] }, (socket) => socket.send(socket.protocol));
  for (const [protocols, chosen] of [
    [["v1", "v2"], "v2"],
    [["v3"], "v3"],
    [["v9"], ""],
    [[], ""],
  ] as const) {
    const socket = await open(app, "/", { protocols });
    assert.equal(socket.protocol, chosen);
    assert.equal(await socket.receive(), chosen);
  }
});

test("no route and a hook that answers are refusals", async () => {
  const app = new App();
  app.before((request) => (request.query.has("token") ? undefined : "Who are you?"));
  app.ws("/", () => undefined);
  assert.equal((await refused(app, "/missing?token=1")).status, 404);
  assert.equal(await (await refused(app, "/")).text(), "Who are you?");
  await open(app, "/?token=1");
});
