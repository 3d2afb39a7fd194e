// Tests `demijohn serve` through real processes: workers that die, reloading, health, logs, sockets, faults at the start.
import assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, makeFolder, startProgram } from "../cli/program-process.ts";

const site = (word: string): string =>
  `import { App } from "demijohn";
export const app = new App({ trustedProxies: 1 });
app.get("/", () => "${word}");
app.get("/pid", () => ({ pid: process.pid }));
app.get("/slow", async () => { await new Promise((resolve) => setTimeout(resolve, 700)); return "slow but whole"; });
app.get("/stray", () => { setTimeout(() => { throw new Error("a stray fault"); }, 1); return "soon"; });
app.get("/grow", () => { app.state = Buffer.alloc(300e6, 1); return "grown"; });
`.replace("app.state", "(globalThis as { kept?: unknown }).kept");
const address = /serves in production mode on (http:\/\/127\.0\.0\.1:\d+\/) with \d+ workers?, process (\d+)/;

async function read(url: string, init: RequestInit = {}): Promise<string> {
  return (
    await fetch(url, {
      ...init,
      headers: { connection: "close", ...init.headers },
      signal: AbortSignal.timeout(20_000),
    })
  ).text();
}

async function pidOf(url: string): Promise<number> {
  return (JSON.parse(await read(`${url}pid`)) as { pid: number }).pid;
}

test("several workers answer, a killed one is replaced, and TERM lets a request in flight end whole", async (t) => {
  const folder = makeFolder(t, { "app.ts": site("one") });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "2", "--pid-file", "master.pid"]);
  const [, url] = await program.says(address);
  const pids = new Set<number>();
  await eventually(async () => (pids.add(await pidOf(url!)).size === 2 ? true : undefined));
  assert.ok(!pids.has(program.process.pid!));
  assert.equal(readFileSync(join(folder, "master.pid"), "utf8"), `${program.process.pid}\n`);
  const [victim] = pids;
  process.kill(victim!, "SIGKILL");
  for (let i = 0; i < 10; i++) assert.equal(await read(url!), "one");
  await program.says(new RegExp(`worker ${victim} ended by the signal SIGKILL`));
  await eventually(async () => (pids.add(await pidOf(url!)).size === 3 ? true : undefined));

  const again = startProgram(t, folder, ["serve", "--port", "0", "--pid-file", "master.pid"]);
  assert.equal(await again.ended, 1);
  assert.equal(
    again.text(),
    `CLI_ALREADY_RUNS: The process ${program.process.pid} of ${join(folder, "master.pid")} still runs.\n` +
      `  End it with kill ${program.process.pid}, or give another --pid-file.\n`,
  );

  const slow = read(`${url}slow`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  program.process.kill("SIGTERM");
  assert.equal(await slow, "slow but whole");
  assert.equal(await program.ended, 0);
  assert.ok(!existsSync(join(folder, "master.pid")));
});

test("HUP brings the new code; where that cannot start, the old one goes on", async (t) => {
  const folder = makeFolder(t, { "app.ts": site("one") });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "2"]);
  const [, url] = await program.says(address);
  writeFileSync(join(folder, "app.ts"), site("two"));
  program.process.kill("SIGHUP");
  await program.says(/INFO reloaded/);
  for (let i = 0; i < 6; i++) assert.equal(await read(url!), "two");
  writeFileSync(join(folder, "app.ts"), "const = 1;\n");
  program.process.kill("SIGHUP");
  await program.says(/reloading was given up: the new worker could not start, the old ones go on/);
  for (let i = 0; i < 6; i++) assert.equal(await read(url!), "two");
  program.process.kill("SIGTTIN");
  await program.says(/3 workers from now on/);
  program.process.kill("SIGTTOU");
  await program.says(/2 workers from now on/);
  program.process.kill("SIGINT");
  assert.equal(await program.ended, 0);
});

test("health checks are answered, and fail while the master waits to stop", async (t) => {
  const folder = makeFolder(t, { "app.ts": site("one") });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "1", "--stop-delay", "2s"]);
  const [, url] = await program.says(address);
  const good = await fetch(`${url}healthz?x`, { headers: { connection: "close" } });
  assert.equal(good.status, 200);
  assert.equal(good.headers.get("cache-control"), "no-store");
  assert.equal(await good.text(), "ok\n");
  assert.equal((await fetch(`${url}healthzz`)).status, 404);
  program.process.kill("SIGTERM");
  await program.says(/stopping when all requests are answered/);
  const bad = await eventually(async () => {
    const response = await fetch(`${url}healthz`, { headers: { connection: "close" } });
    return response.status === 503 ? response : undefined;
  });
  assert.equal(await bad.text(), "stopping\n");
  assert.equal(await read(url!), "one");
  assert.equal(await program.ended, 0);
});

test("a worker is replaced after its requests, above its memory, after a stray fault, and on its own TERM", async (t) => {
  const folder = makeFolder(t, { "app.ts": site("one") });
  const words = ["--max-requests", "30", "--max-requests-jitter", "3", "--max-memory", "280MB"];
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "1", ...words]);
  const [, url] = await program.says(address);
  const first = await pidOf(url!);
  for (let i = 0; i < 36; i++) assert.equal(await read(url!), "one");
  await program.says(new RegExp(`worker ${first} is replaced after 3\\d requests`));
  const second = await eventually(async () => {
    const pid = await pidOf(url!);
    return pid === first ? undefined : pid;
  });
  process.kill(second, "SIGTERM");
  await program.says(new RegExp(`worker ${second} is replaced on SIGTERM`));
  const third = await eventually(async () => {
    const pid = await pidOf(url!);
    return pid === second ? undefined : pid;
  });
  assert.equal(await read(`${url}stray`), "soon");
  await program.says(/a stray fault[\s\S]*is replaced after an error that nothing caught/);
  await eventually(async () => ((await pidOf(url!)) === third ? undefined : true));
  assert.equal(await read(`${url}grow`), "grown");
  await program.says(/is replaced at \d{3} MiB/);
});

test("the access log has a line a request in each format, from the client's address, and is reopened on USR1", async (t) => {
  const folder = makeFolder(t, { "app.ts": site("one") });
  const headers = { "x-forwarded-for": "192.0.2.7", referer: 'http://a.example/"x', "user-agent": "tést\\1" };
  const log = join(folder, "access.log");
  const program = startProgram(t, folder, [
    "serve",
    "--port",
    "0",
    "-w",
    "1",
    "--access-log",
    "combined",
    "--access-log-file",
    "access.log",
  ]);
  const [, url] = await program.says(address);
  await new Promise<void>((resolve, reject) => {
    const call = request(
      `${url}?q="1`,
      { headers: { ...headers, "user-agent": Buffer.from("t\u00e9st\\1", "latin1").toString("latin1") } },
      (response) => {
        response.resume().once("end", resolve);
      },
    );
    call.once("error", reject).end();
  });
  const line = await eventually(() => readFileSync(log, "utf8") || undefined);
  assert.match(
    line,
    /^192\.0\.2\.7 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/\?q=(?:\\"|%22)1 HTTP\/1\.1" 200 3 "http:\/\/a\.example\/\\"x" "t\\xc3\\xa9st\\\\1"\n$/,
  );
  renameSync(log, `${log}.1`);
  program.process.kill("SIGUSR1");
  await eventually(() => (existsSync(log) ? true : undefined));
  await read(`${url}nowhere`);
  await eventually(() => (readFileSync(log, "utf8").includes("/nowhere") ? true : undefined));
  assert.equal(readFileSync(`${log}.1`, "utf8"), line);

  const json = startProgram(t, folder, ["serve", "--port", "0", "-w", "1", "--access-log", "json"]);
  const [, other] = await json.says(address);
  await read(`${other}pid`);
  const [, text] = await json.says(/^(\{"time".*\})$/m);
  const record = JSON.parse(text!);
  assert.equal(record.target, "/pid");
  assert.equal(record.status, 200);
  assert.equal(record.address, "127.0.0.1");
  assert.ok(record.duration > 0);
});

test("a Unix socket serves, is freed when its owner is gone, and is refused while somebody listens", async (t) => {
  const folder = makeFolder(t, { "app.ts": site("one"), file: "" });
  const socket = join(folder, "site.sock");
  const program = startProgram(t, folder, ["serve", "--socket", "site.sock", "--workers", "1"]);
  await program.says(new RegExp(`on unix:${socket} with 1 worker,`));
  const body = await new Promise<string>((resolve, reject) => {
    const call = request({ socketPath: socket, path: "/", agent: false }, (response) => {
      response.setEncoding("utf8").once("data", resolve);
    });
    call.once("error", reject).end();
  });
  assert.equal(body, "one");
  const second = startProgram(t, folder, ["serve", "--socket", "site.sock", "--workers", "1"]);
  assert.equal(await second.ended, 1);
  assert.equal(
    second.text(),
    `CLI_SOCKET_TAKEN: ${socket} is another program's socket.\n  Give another path to --socket, or remove what is there.\n`,
  );
  const third = startProgram(t, folder, ["serve", "--socket", "file", "--workers", "1"]);
  assert.equal(await third.ended, 1);
  assert.match(third.text(), /^CLI_SOCKET_TAKEN: .*file is no socket\.\n/);
  program.process.kill("SIGKILL");
  await program.ended;
  assert.ok(existsSync(socket));
  const next = startProgram(t, folder, ["serve", "--socket", "site.sock", "--workers", "1"]);
  await next.says(/on unix:/);
});

test("a taken port, an app that cannot start and a missing secret end the master with status 1 and the reason", async (t) => {
  const blocker = createServer();
  const port = await new Promise<number>((resolve) =>
    blocker.listen(0, "127.0.0.1", () => resolve((blocker.address() as { port: number }).port)),
  );
  t.after(() => blocker.close());
  const folder = makeFolder(t, {
    "app.ts": site("one"),
    "broken.ts": "throw new Error('no');\n",
    "secret.ts": `import { App } from "demijohn";\nexport const app = new App();\napp.declareSecrets();\n`,
  });
  const taken = startProgram(t, folder, ["serve", "--port", String(port), "--workers", "1"]);
  assert.equal(await taken.ended, 1);
  assert.match(
    taken.text(),
    new RegExp(`^SERVER_PORT_IN_USE: Port ${port} on 127\\.0\\.0\\.1 is taken by another program\\.\\n`),
  );
  const broken = startProgram(t, folder, ["serve", "broken.ts", "--port", "0"]);
  assert.equal(await broken.ended, 1);
  assert.match(broken.text(), /^Error: no\n {4}at .*broken\.ts:1:7\)?\n/);
  assert.ok(
    broken
      .text()
      .endsWith(
        "CLI_WORKER_FAILED: The first worker ended with status 1 before it could serve.\n" +
          "  Its own message stands above. demijohn serve --check-config looks without serving.\n",
      ),
    broken.text(),
  );
  const check = startProgram(t, folder, ["serve", "secret.ts", "--check-config"]);
  assert.equal(await check.ended, 1);
  assert.match(check.text(), /KERNEL_BAD_SETTINGS[\s\S]*SECRET_KEY[\s\S]*The app cannot be served\.\n$/);
  const good = startProgram(t, folder, ["serve", "app.ts", "--check-config"]);
  assert.equal(await good.ended, 0);
  assert.match(good.text(), /The app can be served\.\n/);
});
