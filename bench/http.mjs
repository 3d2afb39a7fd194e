// Measures Demijohn beside bare node:http in one run: node bench/http.mjs [rounds] [seconds]. Run npm run build first.
// The CPU time a request of the server's process is what counts: on a busy machine it is far steadier than requests a second.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";

const rounds = Number(process.argv[2] ?? 6);
const seconds = Number(process.argv[3] ?? 2);
const connections = 32;
const person = { name: "Grace Hopper", email: "grace@example.com", age: 85, active: true, tags: ["navy", "cobol"] };
const body = JSON.stringify(person);
const post = (text) =>
  `POST /people HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
const get = (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const tests = {
  plaintext: { request: get("/plaintext"), answer: "Hello, World!" },
  json: { request: get("/json"), answer: { message: "Hello, World!" } },
  routing: {
    request: get("/api/r137/items/42?sort=name&limit=10"),
    answer: { id: 42, sort: "name", limit: 10 },
    refused: get("/api/r137/items/x"),
  },
  validate: { request: post(body), answer: person, refused: post(body.replace("@", " at ")) },
};

// Each server counts its own CPU time and tells it when asked.
const meter = `process.on("message", () => process.send(process.cpuUsage()))`;

async function start(name, file) {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(meter)}`, fileURLToPath(new URL(file, import.meta.url))],
    {
      env: { ...process.env, PORT: String(port), NODE_ENV: "production" },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  for (let tries = 0; ; tries++) {
    try {
      await exchange(port, get("/plaintext"));
      break;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  const cpu = () =>
    new Promise((resolve) => {
      child.once("message", ({ user, system }) => resolve(user + system));
      child.send("cpu");
    });
  return { name, port, child, cpu, best: {} };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Sends one request and returns its status and body. */
function exchange(port, request) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    let text = "";
    socket.setEncoding("latin1");
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      text += chunk;
      if (!isWhole(text)) return;
      socket.destroy();
      resolve({ status: Number(text.slice(9, 12)), body: text.slice(text.indexOf("\r\n\r\n") + 4) });
    });
  });
}

function isWhole(text) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(text.slice(0, end));
  return text.length >= end + 4 + Number(length?.[1] ?? 0);
}

/** Asks over kept-alive connections for some time; returns the number of answers. */
async function load(port, request, milliseconds) {
  const end = performance.now() + milliseconds;
  let answers = 0;
  const client = () =>
    new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => socket.write(request));
      let text = "";
      socket.setEncoding("latin1");
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        text += chunk;
        if (!isWhole(text)) return;
        text = "";
        answers++;
        if (performance.now() < end) socket.write(request);
        else {
          socket.destroy();
          resolve();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, client));
  return answers;
}

const servers = [await start("node:http", "./http/node-http.mjs"), await start("demijohn", "./http/demijohn.mjs")];
try {
  for (const [name, test] of Object.entries(tests)) {
    for (const { port } of servers) {
      const { status, body: text } = await exchange(port, test.request);
      assert.equal(status, 200);
      assert.deepEqual(typeof test.answer === "string" ? text : JSON.parse(text), test.answer);
      if (test.refused !== undefined) assert.ok((await exchange(port, test.refused)).status >= 400);
      await load(port, test.request, 500);
    }
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < servers.length; i++) {
        const server = servers[(i + round) % servers.length];
        const before = await server.cpu();
        const answers = await load(server.port, test.request, seconds * 1000);
        const cost = ((await server.cpu()) - before) / answers;
        server.best[name] = Math.min(server.best[name] ?? Number.POSITIVE_INFINITY, cost);
      }
    }
  }
  console.log(`| test | node:http, CPU µs a request | demijohn | ratio |\n|---|---:|---:|---:|`);
  for (const name of Object.keys(tests)) {
    const [bare, ours] = servers.map((server) => server.best[name]);
    console.log(`| ${name} | ${bare.toFixed(1)} | ${ours.toFixed(1)} | ${(bare / ours).toFixed(2)} |`);
  }
} finally {
  for (const { child } of servers) child.kill();
}
