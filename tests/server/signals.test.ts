// Tests that a process with a running app finishes its requests when it is asked to end.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} lets a request in flight finish, runs onStop, and ends the process by the signal`, async () => {
    const folder = mkdtempSync(join(root, "tests/runtimes/.five-lines-"));
    const file = join(folder, "app.ts");
    writeFileSync(
      file,
      `import { App } from "demijohn";
const app = new App();
app.get("/", async () => {
  console.log("asked");
  await new Promise((resolve) => setTimeout(resolve, 300));
  return "finished";
});
app.onStop(() => console.log("stopped"));
const server = await app.run({ port: 0 });
console.log(\`port \${server.port}\`);
`,
    );
    const child = spawn(process.execPath, ["--conditions=demijohn-source", file], {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    const saw = (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve) => {
        const look = (): void => {
          const match = pattern.exec(output);
          if (match !== null) resolve(match);
        };
        child.stdout.on("data", look);
        look();
      });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_code, by) => resolve(by)));
    try {
      const [, port] = await saw(/port (\d+)/);
      const answer = fetch(`http://127.0.0.1:${port}/`);
      await saw(/asked/);
      child.kill(signal);
      assert.equal(await (await answer).text(), "finished");
      assert.equal(await ended, signal);
      assert.match(output, /stopped/);
    } finally {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    }
  });
}
