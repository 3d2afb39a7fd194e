// Tests that an answer sent in one write has the same bytes as one that node:http wrote by itself.
import assert from "node:assert/strict";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { App, Response, text } from "demijohn";
import { canSendWhole } from "#server/internals";

/** Sends raw text to a port and gathers what comes back until the connection is silent for a moment or closed. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    let timer = setTimeout(() => socket.end(), 1500);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      clearTimeout(timer);
      timer = setTimeout(() => socket.end(), 150);
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(answer);
    });
    socket.on("error", reject);
    socket.write(request);
  });
}

const withoutDate = (answer: string): string => answer.replace(/Date: [^\r]+/g, "Date: -");

test("this version of Node has what a single write needs", () => {
  assert.equal(canSendWhole(), true);
});

test("the bytes are those of writeHead and end", async () => {
  const bodies: Record<string, readonly [number, string, string]> = {
    "/plain": [200, "text/plain; charset=utf-8", "Hello"],
    "/empty": [200, "text/plain; charset=utf-8", ""],
    "/created": [201, "application/json", '{"a":1}'],
    "/missing": [404, "text/html; charset=utf-8", "<p>no</p>"],
    "/accents": [200, "text/plain; charset=utf-8", "naïve ☕"],
    "/nothing": [204, "text/plain; charset=utf-8", ""],
    "/same": [304, "text/plain; charset=utf-8", ""],
  };
  const app = new App({ mode: "production", logger: { debug() {}, info() {}, warn() {}, error() {} } });
  for (const [path, [status, type, body]] of Object.entries(bodies)) {
    app.get(path, () => {
      const response = new Response(body, { status });
      response.contentType = type;
      return response;
    });
  }
  const ours = await app.run({ port: 0 });
  const plain = createServer((message, out: ServerResponse) => {
    const [status, type, body] = bodies[message.url!]!;
    const head =
      status === 204 || status === 304
        ? ["Content-Type", type]
        : ["Content-Type", type, "Content-Length", String(Buffer.byteLength(body))];
    out.writeHead(status, head);
    out.end(status === 204 || status === 304 || message.method === "HEAD" ? undefined : body);
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  const { port } = plain.address() as { port: number };
  try {
    const heads = ["Host: x", "Host: x\r\nConnection: close", "Host: x\r\nConnection: keep-alive"];
    const requests = Object.keys(bodies).flatMap((path) =>
      heads.flatMap((head) =>
        [`GET ${path} HTTP/1.1`, `HEAD ${path} HTTP/1.1`, `GET ${path} HTTP/1.0`].map(
          (line) => `${line}\r\n${head}\r\n\r\n`,
        ),
      ),
    );
    const compare = async (request: string): Promise<void> => {
      const [a, b] = await Promise.all([exchange(ours.port, request), exchange(port, request)]);
      assert.equal(withoutDate(a), withoutDate(b), request);
    };
    await Promise.all(requests.map(compare));
    const pipelined =
      "GET /plain HTTP/1.1\r\nHost: x\r\n\r\nGET /created HTTP/1.1\r\nHost: x\r\n\r\nGET /accents HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    const [a, b] = await Promise.all([exchange(ours.port, pipelined), exchange(port, pipelined)]);
    assert.equal(withoutDate(a), withoutDate(b), "pipelined requests");
  } finally {
    plain.close();
    await ours.close();
  }
});

test("the date is right and moves on", async () => {
  const app = new App({ mode: "production", logger: { debug() {}, info() {}, warn() {}, error() {} } });
  app.get("/", () => text("tick"));
  const server = await app.run({ port: 0 });
  try {
    const first = (await fetch(server.url)).headers.get("date")!;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const second = (await fetch(server.url)).headers.get("date")!;
    assert.ok(Math.abs(Date.parse(second) - Date.now()) < 2000);
    assert.ok(Date.parse(second) > Date.parse(first));
  } finally {
    await server.close();
  }
});
