// Measures what accounts cost: node bench/auth.mjs [rounds] [seconds]. Run npm run build first, or add --conditions=demijohn-source.
// A request that reads the session and the user from SQLite through the full default middleware, beside a handler alone; and
// Django's the same way, where python3-django is installed. The CPU time a request is what counts.
import assert from "node:assert/strict";
import { fork, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request as ask } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 2);
const connections = 16;
const python = "/usr/bin/python3";
const folder = mkdtempSync(join(tmpdir(), "demijohn-bench-"));
const login = { login: "ada@example.org", password: "violet-harbour-93" };

async function startSite(mode) {
  const port = await freePort();
  const env = { ...process.env, MODE: mode, PORT: String(port), DATABASE: join(folder, `${mode}.db`) };
  const child = fork(fileURLToPath(new URL("auth/site.mjs", import.meta.url)), { env });
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", () => reject(new Error(`The site "${mode}" did not start.`)));
  });
  const cpu = () =>
    new Promise((resolve) => {
      child.once("message", resolve);
      child.send("cpu");
    });
  const headers = mode === "bare" ? {} : await enter(port);
  return { name: `demijohn ${mode}`, port, headers, cpu, stop: () => child.kill(), best: Number.POSITIVE_INFINITY };
}

async function enter(port) {
  const answer = await send(port, "/accounts/login", {
    method: "POST",
    body: new URLSearchParams(login).toString(),
    headers: { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" },
  });
  assert.equal(answer.status, 303, answer.text);
  return { Cookie: answer.cookies.map((line) => line.split(";")[0]).join("; ") };
}

async function startDjango() {
  if (spawnSync(python, ["-c", "import django"]).status !== 0) return undefined;
  const port = await freePort();
  const script = fileURLToPath(new URL("auth/django_site.py", import.meta.url));
  const child = spawn(python, [script, String(port), join(folder, "django.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const cookie = await new Promise((resolve) => child.stdout.once("data", (chunk) => resolve(String(chunk).trim())));
  const ticks = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
    // Hundredths of a second, as Linux counts them.
    return (Number(fields[11]) + Number(fields[12])) * 10_000;
  };
  const headers = { Cookie: cookie };
  return {
    name: "django",
    port,
    headers,
    cpu: async () => ticks(),
    stop: () => child.kill(),
    best: Number.POSITIVE_INFINITY,
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: connections });

function send(port, path, { method = "GET", headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const outgoing = ask({ host: "127.0.0.1", port, path, method, headers, agent }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, text, cookies: answer.headers["set-cookie"] ?? [] }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** CPU microseconds a request. */
async function measure({ port, headers, cpu }) {
  const before = await cpu();
  const end = performance.now() + seconds * 1000;
  let answers = 0;
  const client = async () => {
    while (performance.now() < end) {
      await send(port, "/", { headers });
      answers++;
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return ((await cpu()) - before) / answers;
}

const sites = [await startSite("bare"), await startSite("full"), await startSite("stored"), await startDjango()].filter(
  Boolean,
);
try {
  for (const site of sites) {
    const { status, text } = await send(site.port, "/", { headers: site.headers });
    assert.deepEqual([status, text], [200, "Hello, Ada."], site.name);
    await measure(site);
  }
  for (let round = 0; round < rounds; round++)
    for (const site of sites) site.best = Math.min(site.best, await measure(site));
  for (const { name, best } of sites)
    console.log(
      `${name.padEnd(18)} ${best.toFixed(1).padStart(8)} µs a request   ${(sites[0].best / best).toFixed(2)} of the handler alone`,
    );
} finally {
  for (const { stop } of sites) stop();
  agent.destroy();
  rmSync(folder, { recursive: true });
}
