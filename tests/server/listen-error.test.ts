// Tests that a server which cannot listen says why and what to do.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { App } from "demijohn";
import { listenFailed } from "../../src/server/listen-error.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

test("a taken port names the next one", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  try {
    await assert.rejects(new App({ logger: silent }).run({ port }), {
      message: `SERVER_PORT_IN_USE: Port ${port} on 127.0.0.1 is taken by another program.
  Choose another one with PORT=${port + 1} or --port ${port + 1}, or end the other program.`,
    });
  } finally {
    other.close();
  }
});

test("a foreign address is named", async () => {
  await assert.rejects(new App({ logger: silent }).run({ port: 0, host: "203.0.113.7" }), {
    message: `SERVER_HOST_UNKNOWN: "203.0.113.7" is no address of this machine.
  Use "127.0.0.1" for this machine alone, or "0.0.0.0" for every network.`,
  });
});

test("a socket path that cannot be made shows the system's word", async () => {
  await assert.rejects(new App({ logger: silent }).run({ path: "/nowhere/at/all.sock" }), (error: Error) => {
    assert.match(
      error.message,
      /^SERVER_(PORT_FORBIDDEN|CANNOT_LISTEN): The (server cannot listen|system does not let)/,
    );
    return true;
  });
});

test("a forbidden port and any other fault are told in full", () => {
  const fault = (code: string, message: string): NodeJS.ErrnoException => Object.assign(new Error(message), { code });
  assert.equal(
    listenFailed(fault("EACCES", "permission denied"), "0.0.0.0", 80).message,
    `SERVER_PORT_FORBIDDEN: The system does not let this program listen on port 80.
  Choose a port above 1023, or put a proxy in front.`,
  );
  const other = fault("EMFILE", "too many open files");
  const error = listenFailed(other, "127.0.0.1", 8000);
  assert.equal(error.message, "SERVER_CANNOT_LISTEN: The server cannot listen on 127.0.0.1:8000: too many open files.");
  assert.equal(error.cause, other);
});
