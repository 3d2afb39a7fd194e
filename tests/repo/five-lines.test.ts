// Tests that the five-line app loads only the rooms that it needs, from its import until its first answer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const program = `
import { registerHooks } from "node:module";
const loaded = [];
registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});
const { App } = await import("demijohn");
const app = new App();
app.get("/", () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => \`Hello, \${params.name}!\`);
const response = await app.request("/hello/Ada");
if ((await response.text()) !== "Hello, Ada!") throw new Error("The app answers something else.");
process.stdout.write(JSON.stringify(loaded));
`;

const loaded: readonly string[] = JSON.parse(
  execFileSync(process.execPath, ["--conditions=demijohn-source", "--input-type=module", "--eval", program], {
    cwd: root,
    encoding: "utf8",
  }),
);
const files = loaded.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url).slice(root.length));

test("the five lines load files of five rooms and no package", () => {
  const rooms = new Set(files.map((file) => /^src\/(\w+)\//.exec(file)?.[1] ?? file));
  assert.deepEqual([...rooms].sort(), ["app", "http", "kernel", "routing", "server", "src/index.ts"]);
});

test("the five lines load no platform module by an import", () => {
  assert.deepEqual(
    loaded.filter((url) => !url.startsWith("file:")),
    [],
  );
});
