// Tests that `demijohn serve` loses no request under load: while it reloads, while it stops, and when a worker hangs.
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { request } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually, makeFolder, startProgram } from "../../cli/program-process.ts";
import { startLoad } from "./load-client.ts";

const body = "answered whole ".repeat(50);
const site = `import { App } from "demijohn";
export const app = new App();
app.get("/", async () => { await new Promise((resolve) => setTimeout(resolve, Math.random() * 5)); return ${JSON.stringify(body)}; });
app.get("/hang", () => { for (;;) ; });
`;
const address = /serves in production mode on https?:\/\/127\.0\.0\.1:(\d+)\//;

test("reloading twice under load fails no request", async (t) => {
  const folder = makeFolder(t, { "app.ts": site });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "2"]);
  const port = Number((await program.says(address))[1]);
  const load = startLoad(port, 16, body);
  await eventually(() => (load.count.answered > 200 ? true : undefined));
  program.process.kill("SIGHUP");
  await program.says(/INFO reloaded/);
  const between = load.count.answered;
  program.process.kill("SIGHUP");
  await program.says(/INFO reloaded[\s\S]*INFO reloaded/);
  await eventually(() => (load.count.answered > between + 200 ? true : undefined));
  const { answered, lost, refused } = await load.stop();
  assert.deepEqual({ lost, refused }, { lost: 0, refused: 0 }, `${answered} answered`);
});

test("stopping under load answers every request on a connection that was accepted", async (t) => {
  const folder = makeFolder(t, { "app.ts": site });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "2"]);
  const port = Number((await program.says(address))[1]);
  const load = startLoad(port, 32, body);
  await eventually(() => (load.count.answered > 300 ? true : undefined));
  program.process.kill("SIGTERM");
  assert.equal(await program.ended, 0);
  const { answered, lost, refused } = await load.stop();
  assert.equal(lost, 0, `${answered} answered`);
  assert.ok(refused > 0);
});

test("workers that are killed under load cost only the requests that they had", async (t) => {
  const folder = makeFolder(t, { "app.ts": `${site}app.get("/pid", () => String(process.pid));\n` });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "2"]);
  const port = Number((await program.says(address))[1]);
  const load = startLoad(port, 16, body);
  await eventually(() => (load.count.answered > 200 ? true : undefined));
  const pid = Number(await (await fetch(`http://127.0.0.1:${port}/pid`)).text());
  process.kill(pid, "SIGKILL");
  await program.says(new RegExp(`worker ${pid} ended by the signal SIGKILL`));
  const before = load.count.answered;
  await eventually(() => (load.count.answered > before + 500 ? true : undefined));
  const { lost, refused } = await load.stop();
  assert.ok(lost <= 16, `${lost} lost`);
  assert.equal(refused, 0);
});

test("a worker that hangs is killed and replaced, and a slow request is cut off as without workers", async (t) => {
  const folder = makeFolder(t, { "app.ts": `${site}app.run({ headersTime: 1500 });\n` });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "1", "--timeout", "4s"]);
  const port = Number((await program.says(address))[1]);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/hang`));
  await program.says(/gave no sign of life for \d+ s and is killed/);
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), body);

  const slow = connect(port, "127.0.0.1");
  slow.write("GET / HT");
  const started = performance.now();
  const answer = await new Promise<string>((resolve, reject) => {
    slow.setEncoding("latin1").once("data", resolve);
    slow.once("error", reject);
    slow.setTimeout(60_000, () => reject(new Error("The connection was never cut off.")));
  });
  slow.destroy();
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.ok(performance.now() - started > 1000);
});

test("a worker that dies young again and again is waited for longer each time", async (t) => {
  const folder = makeFolder(t, {
    "app.ts": `${site}import { existsSync } from "node:fs";\nif (existsSync("broken")) throw new Error("broken");\napp.get("/pid", () => String(process.pid));\n`,
  });
  const program = startProgram(t, folder, ["serve", "--port", "0", "--workers", "1"]);
  const port = Number((await program.says(address))[1]);
  const pid = Number(await (await fetch(`http://127.0.0.1:${port}/pid`)).text());
  cpSync(join(folder, "package.json"), join(folder, "broken"));
  process.kill(pid, "SIGKILL");
  await program.says(
    /the next one starts in 250 ms[\s\S]*the next one starts in 500 ms[\s\S]*the next one starts in 1000 ms/,
  );
  const waiting = fetch(`http://127.0.0.1:${port}/`);
  const { rmSync } = process.getBuiltinModule("node:fs");
  rmSync(join(folder, "broken"));
  assert.equal(await (await waiting).text(), body);
});

test("HTTPS is served by the workers, and the certificate is read again when they are", async (t) => {
  const folder = makeFolder(t, { "app.ts": site });
  cpSync(fileURLToPath(new URL("../../fixtures/tls/", import.meta.url)), folder, { recursive: true });
  const words = ["serve", "--port", "0", "--workers", "1", "--cert", "cert.pem", "--key", "key.pem"];
  const program = startProgram(t, folder, words);
  const port = Number((await program.says(address))[1]);
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const call = request(
        { port, host: "127.0.0.1", path: "/", rejectUnauthorized: false, agent: false },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part) => (text += part));
          response.once("end", () => resolve(text));
        },
      );
      call.once("error", reject).end();
    });
  assert.equal(await ask(), body);
  program.process.kill("SIGHUP");
  await program.says(/INFO reloaded/);
  assert.equal(await ask(), body);
});
