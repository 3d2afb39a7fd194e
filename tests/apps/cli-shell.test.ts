// Tests `demijohn shell`, own commands and --env-file through real processes.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { makeFolder, runToEnd } from "../cli/program-process.ts";

const site = `import { App, defineCommand } from "demijohn";
export const app = new App({ root: import.meta.url, name: "cellar" });
app.get("/hello/<name>", { name: "hello" }, ({ params }) => "Hello, " + params.name + "!");
app.command(defineCommand({ name: "where", summary: "Tells.", run: ({ print }) => print(app.settings.describe().map(({ key, from }) => key + "=" + from).join(" ")) }));
app.onStop(() => console.log("stopped"));
`;

test("the shell has the app in it, awaits at the top level, and stops the app at its end", async (t) => {
  const folder = makeFolder(t, { "app.ts": site });
  const input =
    'app.name\nawait (await request("/hello/Ada")).text()\nconst url = urlFor("hello", { name: "Bo" })\nurl\n[1,\n2]\nnothing\n';
  const { status, text } = await runToEnd(t, folder, ["shell"], input);
  assert.equal(status, 0);
  assert.match(
    text,
    /'cellar'\n'Hello, Ada!'\nundefined\n'\/hello\/Bo'\n\| ?\[ 1, 2 \]\nUncaught ReferenceError: nothing is not defined\n[\s\S]*stopped\n$/,
  );
});

test("--env-file replaces the usual files, the last one wins, and one that is not there is a fault", async (t) => {
  const folder = makeFolder(t, {
    "app.ts": site,
    ".env": "HOST=usual\nPORT=1\n",
    "a.env": "HOST=a\nPORT=2\n",
    "b.env": "HOST=b\n",
  });
  const usual = await runToEnd(t, folder, ["where"]);
  assert.equal(usual.text, "port=PORT at .env:2 host=HOST at .env:1 url=none\n");
  const two = await runToEnd(t, folder, ["-e", "a.env", "--env-file=b.env", "where"]);
  assert.equal(two.text, `port=PORT at ${join(folder, "a.env")}:2 host=HOST at ${join(folder, "b.env")}:1 url=none\n`);
  const gone = await runToEnd(t, folder, ["-e", "gone.env", "where"]);
  assert.equal(gone.status, 1);
  assert.match(gone.text, /KERNEL_BAD_SETTINGS: 1 setting is wrong\.\n {2}.*gone\.env: The file cannot be read\./);
});

test("DEMIJOHN_APP names the app, and a mistyped command of the app is suggested", async (t) => {
  const folder = makeFolder(t, { "odd/name.ts": site });
  const { status, text } = await runToEnd(t, folder, ["--app", "odd/name.ts", "were"]);
  assert.equal(status, 2);
  assert.equal(
    text,
    'CLI_UNKNOWN_COMMAND: There is no command "were". Did you mean "where"?\n  demijohn --help lists the commands.\n',
  );
  const alone = await runToEnd(t, folder, ["were"]);
  assert.equal(alone.status, 2);
  assert.match(alone.text, /No app was found here, so its own commands are not known: name it with --app\./);
});
