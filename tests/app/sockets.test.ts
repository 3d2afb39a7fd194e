// Tests WebSocket routes through real connections: who may connect, how much may be sent, and how they end.
import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { App, Blueprint } from "demijohn";
import { WebSocket } from "ws";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function serve(app: App, t: TestContext): Promise<string> {
  const running = await app.run({ port: 0 });
  t.after(() => running.close(0));
  return `ws://127.0.0.1:${running.port}`;
}

async function refusal(url: string, options: object): Promise<number> {
  const socket = new WebSocket(url, options);
  const [, response] = (await once(socket, "unexpected-response")) as [
    unknown,
    { statusCode: number; destroy(): void },
  ];
  socket.on("error", () => undefined);
  response.destroy();
  return response.statusCode;
}

test("messages go both ways, text and bytes, and teardown runs after the end", async (t) => {
  const log: string[] = [];
  const torn = Promise.withResolvers<void>();
  const app = new App({ logger: silent });
  const rooms = new Blueprint("rooms", { prefix: "/<lang>" });
  rooms.urlValues((_request, params) => {
    params["lang"] = String(params["lang"]).toUpperCase();
  });
  rooms.teardown(() => {
    log.push("teardown");
    torn.resolve();
  });
  rooms.ws("/rooms/<int:id>", { protocols: ["v2", "v1"] }, async (socket, { params }) => {
    await socket.sendJson({ ...params, protocol: socket.protocol });
    for await (const message of socket) await socket.send(message);
    log.push("left");
  });
  app.use(rooms);
  const socket = new WebSocket(`${await serve(app, t)}/de/rooms/7`, ["v1", "v2"]);
  const [hello] = await once(socket, "message");
  assert.deepEqual(JSON.parse(String(hello)), { lang: "DE", id: 7, protocol: "v2" });
  socket.send("cork");
  assert.deepEqual(await once(socket, "message"), [Buffer.from("cork"), false]);
  socket.send(Buffer.from([1, 2]));
  assert.deepEqual(await once(socket, "message"), [Buffer.from([1, 2]), true]);
  socket.close();
  await torn.promise;
  assert.deepEqual(log, ["left", "teardown"]);
});

test("foreign origins, unknown hosts, closed doors and wrong paths are refused with a status, and torn down", async (t) => {
  const log: string[] = [];
  const app = new App({ logger: silent, allowedHosts: ["127.0.0.1", "site.example"] });
  app.teardown(() => void log.push("teardown"));
  app.before((request) => {
    if (request.query.has("closed")) return "The door is closed.";
    return undefined;
  });
  app.ws("/own", () => undefined);
  app.ws("/partner", { origins: ["https://partner.example"] }, () => undefined);
  const url = await serve(app, t);
  assert.equal(await refusal(`${url}/own`, { origin: "https://evil.example" }), 403);
  assert.equal(await refusal(`${url}/own`, { origin: "null" }), 403);
  assert.equal(await refusal(`${url}/own`, { origin: "http://evil.example", headers: { Host: "evil.example" } }), 421);
  assert.equal(await refusal(`${url}/nowhere`, {}), 404);
  log.length = 0;
  assert.equal(await refusal(`${url}/own?closed=1`, {}), 200);
  assert.deepEqual(log, ["teardown"]);
  for (const [path, origin] of [
    ["/own", url.replace("ws", "http")],
    ["/partner", "https://partner.example"],
  ]) {
    const socket = new WebSocket(url + path, { origin: origin! });
    const [code] = await once(socket, "close");
    assert.equal(code, 1000);
  }
});

test("a message over the limit closes with 1009, a handler that throws with 1011", async (t) => {
  const faults: string[] = [];
  const app = new App({ logger: { ...silent, error: (text) => void faults.push(text.split("\n")[0]!) } });
  app.ws("/small", { maxMessage: 10 }, async (socket) => {
    await socket.receive();
  });
  app.ws("/fails", async () => {
    throw new Error("The cork broke.");
  });
  const url = await serve(app, t);
  const small = new WebSocket(`${url}/small`);
  await once(small, "open");
  small.send("x".repeat(11));
  assert.equal((await once(small, "close"))[0], 1009);
  const failing = new WebSocket(`${url}/fails`);
  const [code, reason] = (await once(failing, "close")) as [number, Buffer];
  assert.equal(code, 1011);
  assert.equal(reason.toString(), "The server met an unexpected fault.");
  assert.deepEqual(faults, ["Error: The cork broke."]);
});

test("a slow handler loses no message, and one that ends in the middle closes at once", async (t) => {
  const app = new App({ logger: silent });
  let started = Promise.withResolvers<void>();
  const total = Promise.withResolvers<number>();
  app.ws("/slow", async (socket) => {
    await started.promise;
    let sum = 0;
    for (let i = 0; i < 500; i++) sum += Number(await socket.receive());
    total.resolve(sum);
  });
  app.ws("/leaves", async () => {
    await started.promise;
  });
  const url = await serve(app, t);
  const flood = async (path: string): Promise<WebSocket> => {
    const socket = new WebSocket(url + path);
    await once(socket, "open");
    for (let i = 0; i < 500; i++) socket.send(String(i));
    setTimeout(() => started.resolve(), 50);
    return socket;
  };
  const slow = await flood("/slow");
  assert.equal(await total.promise, (499 * 500) / 2);
  assert.equal((await once(slow, "close"))[0], 1000);
  started = Promise.withResolvers<void>();
  const begin = performance.now();
  const left = await flood("/leaves");
  assert.equal((await once(left, "close"))[0], 1000);
  assert.ok(performance.now() - begin < 5000);
});

test("sending to a peer that is leaving is no fault", async (t) => {
  const faults: string[] = [];
  const ended = Promise.withResolvers<void>();
  const app = new App({ logger: { ...silent, error: (text) => void faults.push(text) } });
  app.ws("/ticks", async (socket) => {
    while (!socket.closed) {
      await socket.send("tick");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    ended.resolve();
  });
  const socket = new WebSocket(`${await serve(app, t)}/ticks`);
  await once(socket, "message");
  socket.close();
  await ended.promise;
  assert.deepEqual(faults, []);
});
