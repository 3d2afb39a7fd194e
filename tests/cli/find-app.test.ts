// Tests how a project's app is found: by file, by export, by factory, by its call of run().
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { findAppFile, loadApp } from "demijohn/cli";
import { makeFolder } from "./program-process.ts";

const made = `import { App } from "demijohn";\n`;

test("the usual files are found in order, with the usual endings", (t) => {
  const folder = makeFolder(t, { "src/app.ts": "", "index.mjs": "", "main.js": "" });
  assert.equal(findAppFile(undefined, folder), join(folder, "src/app.ts"));
  assert.equal(findAppFile(undefined, join(folder, "src")), join(folder, "src/app.ts"));
  assert.equal(findAppFile("main", folder), join(folder, "main.js"));
  assert.equal(findAppFile("src", folder), join(folder, "src/app.ts"));
  assert.equal(findAppFile("index.mjs:other", folder), join(folder, "index.mjs"));
});

test("a file that is not there is named with the near one, and an empty folder says where it looked", (t) => {
  const folder = makeFolder(t, { "server.ts": "" });
  assert.throws(() => findAppFile("servre.ts", folder), {
    message:
      'CLI_NO_APP_FILE: There is no file servre.ts. Did you mean "server.ts"?\n  You wrote --app servre.ts\n' +
      "  Give the module that makes the app, such as --app src/app.ts or --app app.ts:createApp.",
  });
  const empty = makeFolder(t, {});
  assert.throws(() => findAppFile(undefined, empty), {
    message:
      `CLI_NO_APP_FILE: No app was found in ${empty}.\n  Looked for app.ts, src/app.ts, main.ts, src/main.ts and the like.\n` +
      "  Name the module: demijohn --app path/to/app.ts …, or set DEMIJOHN_APP. demijohn new makes a project.",
  });
});

test("an app is taken from its usual export, the only one, a factory, or its call of run()", async (t) => {
  const folder = makeFolder(t, {
    "usual.ts": `${made}export const other = new App({ name: "no" });\nexport const app = new App({ name: "usual" });\n`,
    "default.ts": `${made}export default new App({ name: "default" });\n`,
    "only.ts": `${made}export const site = new App({ name: "only" });\nexport const number = 7;\n`,
    "promised.ts": `${made}export const app = Promise.resolve(new App({ name: "promised" }));\n`,
    "factory.ts": `${made}export const createApp = async (name = "made") => new App({ name });\n`,
    "runs.ts": `${made}const app = new App({ name: "runs" });\nawait app.run({ port: 4321 });\n`,
  });
  for (const name of ["usual", "default", "only", "promised"]) {
    const loaded = await loadApp(`${name}.ts`, folder, "test");
    assert.equal(loaded.app.name, name);
    assert.equal(loaded.file, join(folder, `${name}.ts`));
  }
  assert.equal((await loadApp("factory.ts", folder, "test")).app.name, "made");
  assert.equal((await loadApp("factory.ts:createApp('called')", folder, "test")).app.name, "called");
  assert.equal((await loadApp("usual.ts:other", folder, "test")).app.name, "no");
  const runs = await loadApp("runs.ts", folder, "test");
  assert.equal(runs.app.name, "runs");
  assert.deepEqual(runs.serveOptions, { port: 4321 });
});

test("a module without an app, a wrong name and wrong arguments are explained", async (t) => {
  const folder = makeFolder(t, {
    "none.ts": "export const jar = 1;\n",
    "some.ts": `${made}export const site = new App();\nexport const word = "x";\nexport const make = (x: unknown) => x;\n`,
  });
  const file = join(folder, "some.ts");
  await assert.rejects(loadApp("none.ts", folder, "test"), {
    message:
      `CLI_NO_APP: ${join(folder, "none.ts")} has no app.\n  It exports: jar.\n` +
      "  Write export const app = new App(), or export function createApp() that returns one, or call app.run().",
  });
  await assert.rejects(loadApp("some.ts:sitee", folder, "test"), {
    message: `CLI_NO_APP: ${file} does not export "sitee". Did you mean "site"?\n  It exports: make, site, word.`,
  });
  await assert.rejects(loadApp("some.ts:word", folder, "test"), {
    message: `CLI_NO_APP: "word" of ${file} is no app.\n  It must be an App, or a function that returns one.`,
  });
  await assert.rejects(loadApp("some.ts:make(unquoted)", folder, "test"), {
    message:
      "CLI_BAD_FACTORY_ARGUMENTS: The arguments of the factory are not JSON.\n  You wrote unquoted\n" +
      "  Write text in quotes, and numbers, true, false, null, lists and objects as JSON.",
  });
});
