// Tests that one header of a request is what Node makes of its lines: found in any case, repeated ones joined.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { App } from "demijohn";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

test("headers are found in any case, and repeated lines are joined as their kind wants it", async () => {
  const app = new App({ mode: "production", logger: silent });
  const names = ["x-jar", "cookie", "accept", "content-type", "user-agent", "x-none", "host"];
  app.get("/", (request) => Object.fromEntries(names.map((name) => [name, request.header(name) ?? null])));
  const server = await app.run({ port: 0 });
  try {
    const lines = [
      "GET / HTTP/1.1",
      "hOST: example.org",
      "X-JAR: one",
      "x-jar: two",
      "Cookie: a=1",
      "cookie: b=2",
      "Accept: text/html",
      "ACCEPT: application/json",
      "Content-Type: text/plain",
      "content-type: text/html",
      "User-Agent: cork/1",
      "Connection: close",
    ];
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk.toString();
      });
      socket.on("end", () => resolve(text));
      socket.on("error", reject);
    });
    assert.deepEqual(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)), {
      "x-jar": "one, two",
      cookie: "a=1; b=2",
      accept: "text/html, application/json",
      "content-type": "text/plain",
      "user-agent": "cork/1",
      "x-none": null,
      host: "example.org",
    });
  } finally {
    await server.close();
  }
});
