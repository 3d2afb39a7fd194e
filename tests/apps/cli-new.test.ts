// Tests that the projects which `demijohn new` makes compile, pass their own tests and checks, and run.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually, makeFolder, runToEnd, startProgram } from "../cli/program-process.ts";

const password = "three-jars-of-plums";
const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));

for (const [kind, words, page] of [
  ["a five-line", [], "Hello, World!"],
  ["a grown", ["--grown"], "<h1>Notes</h1>"],
] as const) {
  const isGrown = words.length > 0;
  const first = isGrown ? " {2}npx demijohn migrate\n {2}npx demijohn createsuperuser\n" : "";
  test(`${kind} project compiles, passes its tests and checks, and runs`, async (t) => {
    const outer = makeFolder(t, {});
    const made = await runToEnd(t, outer, ["new", "my-site", ...words]);
    assert.equal(made.status, 0);
    const next = `\nMade my-site\\. Next:\n {2}cd my-site\n {2}npm install\n${first} {2}npm run dev\n$`;
    assert.match(made.text, new RegExp(next));
    const folder = join(outer, "my-site");
    // What npm install would do.
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    symlinkSync(fileURLToPath(new URL("../../", import.meta.url)), join(folder, "node_modules/demijohn"), "dir");
    symlinkSync(join(modules, "@types/node"), join(folder, "node_modules/@types/node"), "dir");

    const { NODE_TEST_CONTEXT, ...environment } = process.env;
    const run = (command: string, args: readonly string[]): string => {
      const options = {
        cwd: folder,
        encoding: "utf8",
        env: { ...environment, NODE_OPTIONS: "--conditions=demijohn-source" },
      } as const;
      const { stdout, stderr, status } = spawnSync(command, args, options);
      assert.equal(status, 0, stdout + stderr);
      return stdout;
    };
    run(join(modules, ".bin/tsc"), ["-p", ".", "--customConditions", "demijohn-source"]);
    assert.match(run(process.execPath, ["--test"]), /\bfail 0\b/);
    const checked = await runToEnd(t, folder, ["check"]);
    assert.equal(checked.text, "Everything is in order.\n");
    if (isGrown) {
      assert.equal((await runToEnd(t, folder, ["makemigrations", "--check"])).text, "No changes.\n");
      const migrated = await runToEnd(t, folder, ["migrate"]);
      assert.equal(migrated.status, 0, migrated.text);
      const user = ["createsuperuser", "--login", "ada@example.org", "--password", password];
      assert.equal((await runToEnd(t, folder, user)).text, "The superuser ada@example.org is made.\n");
    }

    const program = startProgram(t, folder, ["run", "--port", "0"]);
    const [, url] = await program.says(/runs in development mode on (\S+) /);
    const text = await eventually(async () => (await fetch(url!)).text());
    assert.ok(text.includes(page), text);
    if (isGrown) await logInToAdmin(url!);
  });
}

// As a browser does it: the form's own address and token, and the cookies that come back.
async function logInToAdmin(url: string): Promise<void> {
  const refused = await fetch(`${url}admin/`, { redirect: "manual" });
  assert.equal(refused.status, 303);
  const page = await fetch(new URL(refused.headers.get("location")!, url));
  const token = /name="csrf_token" value="([^"]+)"/.exec(await page.text())![1]!;
  const cookies = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
  const entered = await fetch(page.url, {
    method: "POST",
    body: new URLSearchParams({ login: "ada@example.org", password, csrf_token: token }),
    headers: { cookie: cookies(page), origin: new URL(url).origin },
    redirect: "manual",
  });
  assert.equal(entered.status, 303);
  const notes = await fetch(`${url}admin/notes/note/`, { headers: { cookie: cookies(entered) }, redirect: "manual" });
  assert.equal(notes.status, 200);
  assert.match(await notes.text(), /Notes/);
}

test("what is in the way is not overwritten, and names that no package can have are refused", async (t) => {
  const folder = makeFolder(t, { "taken/file": "mine" });
  const taken = await runToEnd(t, folder, ["new", "taken"]);
  assert.equal(taken.status, 1);
  assert.equal(
    taken.text,
    "CLI_FOLDER_TAKEN: taken is there already, and not empty.\n  Give another name. Nothing was written.\n",
  );
  assert.deepEqual(readdirSync(join(folder, "taken")), ["file"]);
  assert.equal(readFileSync(join(folder, "taken/file"), "utf8"), "mine");
  const bad = await runToEnd(t, folder, ["new", "My Site"]);
  assert.equal(bad.status, 1);
  assert.equal(
    bad.text,
    'CLI_BAD_PROJECT_NAME: "My Site" cannot be a project\'s name.\n  Use lower-case letters, digits and hyphens, such as demijohn new my-site.\n',
  );
  assert.ok(!existsSync(join(folder, "My Site")));
});
