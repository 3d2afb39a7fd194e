// Tests what a client gets whose body comes too slowly: 408 and the end of the connection, however the body is read.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { App, HttpError, type Request } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const multipart = "multipart/form-data; boundary=x";

interface SlowClient {
  readonly type: string;
  /** What is sent at once; one more byte follows now and then, until the server ends it. */
  readonly start: string;
}

async function send(app: App, t: TestContext, { type, start }: SlowClient): Promise<string> {
  const running = await app.run({ port: 0 });
  t.after(() => running.close(0));
  const socket = connect(running.port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (text) => {
    answer += text;
  });
  // What is still on its way when the server closes is reset.
  socket.on("error", () => {});
  const head = `POST / HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nContent-Type: ${type}`;
  socket.write(`${head}\r\nContent-Length: 400000\r\n\r\n${start}`);
  const drip = setInterval(() => socket.write("z"), 20);
  await once(socket, "close");
  clearInterval(drip);
  return answer;
}

const file = `--x\r\nContent-Disposition: form-data; name="jar"; filename="jar.png"\r\n\r\n`;

const ways: readonly (readonly [string, SlowClient, (request: Request) => Promise<unknown>])[] = [
  ["a file of a multipart form", { type: multipart, start: file }, (request) => request.form()],
  [
    "a field of a multipart form",
    { type: multipart, start: `--x\r\nContent-Disposition: form-data; name="jar"\r\n\r\n` },
    (request) => request.form(),
  ],
  ["the head of a part", { type: multipart, start: "--x\r\nContent-Dis" }, (request) => request.form()],
  ["an urlencoded form", { type: "application/x-www-form-urlencoded", start: "jar=" }, (request) => request.form()],
  ["JSON", { type: "application/json", start: `{"jar":"` }, (request) => request.json()],
  [
    "a stream",
    { type: "application/octet-stream", start: "" },
    async (request) => {
      for await (const chunk of request.stream()) void chunk;
    },
  ],
];

for (const [what, client, read] of ways) {
  test(`${what} that comes too slowly is answered with 408, and the connection is closed`, async (t) => {
    const faults: unknown[] = [];
    const app = new App({ logger: silent, limits: { bodyTime: 150 } });
    app.post("/", async (request) => {
      await read(request).catch((error: unknown) => {
        faults.push(error);
        throw error;
      });
      return "read";
    });
    const answer = await send(app, t, client);
    assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\n/);
    assert.match(answer, /\r\nConnection: close\r\n/);
    assert.match(answer, /"status":408/);
    const [fault] = faults;
    assert.ok(fault instanceof HttpError);
    assert.equal(fault.code, "HTTP_REQUEST_TIMEOUT");
    assert.match(fault.message, /^HTTP_REQUEST_TIMEOUT: The request's body did not arrive within 150 ms\./);
  });
}

test("a route can give a slow client more time, and another answer can be given at the limit", async (t) => {
  const app = new App({ logger: silent });
  app.post("/", async (request) => {
    request.limit({ bodyTime: 150 });
    await request.form();
    return "read";
  });
  app.onError(408, () => ({ sorry: "too slow" }));
  assert.match(await send(app, t, { type: multipart, start: file }), / 408 .*\{"sorry":"too slow"\}$/s);
});

test("what a slow upload left in a temporary file is removed", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "demijohn-test-"));
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  t.after(() => {
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    rmSync(folder, { recursive: true });
  });
  let most = 0;
  const app = new App({ logger: silent, limits: { bodyTime: 300, fileMemory: 1000 } });
  app.post("/", async (request) => {
    const look = setInterval(() => {
      most = Math.max(most, readdirSync(folder).length);
    }, 10);
    try {
      await request.form();
    } finally {
      clearInterval(look);
    }
    return "read";
  });
  const answer = await send(app, t, { type: multipart, start: file + "y".repeat(100_000) });
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.equal(most, 1);
  assert.deepEqual(readdirSync(folder), []);
});
