// Tests secret keys: random, strong in production, made once and kept in development.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { generateSecretKey, loadSettings, type Mode, secretKeys, secretSettings } from "#kernel";
import { checkSecretKey, loadDevelopmentKey } from "#kernel/internals";

const folder = mkdtempSync(join(tmpdir(), "demijohn-secret-"));
after(() => rmSync(folder, { recursive: true }));
let count = 0;
const newRoot = (): string => {
  const root = join(folder, String(count++));
  mkdirSync(root);
  return root;
};

function keys(mode: Mode, environment: Record<string, string>, root: string = folder): string[] {
  return secretKeys(loadSettings([secretSettings], { mode, environment, root, files: [] })).map((key) => key.reveal());
}

test("generated keys are 32 random bytes as text, and strong enough", () => {
  const key = generateSecretKey();
  assert.match(key, /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(generateSecretKey(), key);
  assert.equal(checkSecretKey(key), undefined);
});

test("production requires a key and says how to make one", () => {
  assert.throws(() => keys("production", {}), {
    name: "SettingsError",
    message: `KERNEL_BAD_SETTINGS: 1 setting is wrong.
  secret.key: In production a value is required.
    Set SECRET_KEY to the output of this command, and keep it out of the repository:
      node -p "require('node:crypto').randomBytes(32).toString('base64url')"`,
  });
});

test("production refuses short, repetitive and well-known keys without showing them", () => {
  const refused: readonly (readonly [string, string])[] = [
    ["dev", "is too short: 3 of at least 32 characters."],
    ["a1".repeat(30), "repeats itself: 2 of at least 8 different characters."],
    ["change-me-please-change-me-please-change", "is well known or easily guessed."],
    ["django-insecure-0123456789abcdefghijklmnopqrstuvwxyz", "is well known or easily guessed."],
    ["192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf", "is well known or easily guessed."],
    ["your-256-bit-secret-your-256-bit-secret", "is well known or easily guessed."],
    ["my_super_secret_key_for_this_site", "is well known or easily guessed."],
  ];
  for (const [key, problem] of refused) {
    assert.throws(() => keys("production", { SECRET_KEY: key }), {
      message: `KERNEL_BAD_SETTINGS: 1 setting is wrong.
  secret.key: *** ${problem}
    from SECRET_KEY
    Set SECRET_KEY to the output of this command, and keep it out of the repository:
      node -p "require('node:crypto').randomBytes(32).toString('base64url')"`,
    });
    assert.deepEqual(keys("development", { SECRET_KEY: key }), [key]);
  }
});

test("the command that the cure names prints a key that is accepted", async () => {
  const child = spawn(process.execPath, ["-p", "require('node:crypto').randomBytes(32).toString('base64url')"]);
  let printed = "";
  for await (const chunk of child.stdout) printed += chunk;
  assert.equal(checkSecretKey(printed.trim()), undefined);
});

test("old keys follow the key", () => {
  const key = generateSecretKey();
  assert.deepEqual(keys("production", { SECRET_KEY: key, SECRET_KEY_FALLBACKS: "old1,old2" }), [key, "old1", "old2"]);
  assert.deepEqual(keys("production", { DEMIJOHN_SECRET_KEY: key, DEMIJOHN_SECRET_OLD_KEYS: '["o"]' }), [key, "o"]);
});

test("tests share one key of their process and write no file", () => {
  const root = newRoot();
  assert.deepEqual(keys("test", {}, root), keys("test", {}, newRoot()));
  assert.deepEqual(readdirSync(root), []);
});

test("development makes a key once, readable by its owner alone, in a folder that git ignores", () => {
  const root = newRoot();
  const [key] = keys("development", {}, root);
  assert.deepEqual(keys("development", {}, root), [key]);
  assert.equal(readFileSync(join(root, ".demijohn/secret-key"), "utf8"), `${key}\n`);
  assert.equal(readFileSync(join(root, ".demijohn/.gitignore"), "utf8"), "*\n");
  assert.deepEqual(readdirSync(join(root, ".demijohn")).sort(), [".gitignore", "secret-key"]);
  if (process.platform !== "win32") assert.equal(statSync(join(root, ".demijohn/secret-key")).mode & 0o777, 0o600);
  assert.notDeepEqual(keys("development", {}, newRoot()), [key]);
});

test("a given key makes no file", () => {
  const root = newRoot();
  assert.deepEqual(keys("development", { SECRET_KEY: "dev" }, root), ["dev"]);
  assert.equal(existsSync(join(root, ".demijohn")), false);
});

test("an existing .gitignore is kept and an empty key file is replaced", () => {
  const root = newRoot();
  mkdirSync(join(root, ".demijohn"));
  writeFileSync(join(root, ".demijohn/.gitignore"), "cache\n");
  writeFileSync(join(root, ".demijohn/secret-key"), "");
  const key = loadDevelopmentKey(root).reveal();
  assert.equal(key.length, 43);
  assert.equal(loadDevelopmentKey(root).reveal(), key);
  assert.equal(readFileSync(join(root, ".demijohn/.gitignore"), "utf8"), "cache\n");
});

test("processes that start together agree on one key", async () => {
  const root = newRoot();
  const code = `import { loadDevelopmentKey } from "#kernel/internals"; console.log(loadDevelopmentKey(${JSON.stringify(root)}).reveal());`;
  const printed = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ["--conditions=demijohn-source", "--input-type=module", "-e", code], {
        cwd: new URL("../../../", import.meta.url),
      });
      let text = "";
      for await (const chunk of child.stdout) text += chunk;
      return text.trim();
    }),
  );
  assert.equal(new Set(printed).size, 1);
  assert.equal(printed[0]!.length, 43);
  assert.deepEqual(readdirSync(join(root, ".demijohn")).sort(), [".gitignore", "secret-key"]);
});

test("a folder that cannot be written is an error with a cure", () => {
  const root = newRoot();
  writeFileSync(join(root, ".demijohn"), "a file stands where the folder should be");
  assert.throws(() => loadDevelopmentKey(root), {
    name: "SettingsError",
    message: `KERNEL_NO_SECRET_KEY: The secret key of development can be neither read nor written.
  At ${join(root, ".demijohn/secret-key")}
  Make the folder writable, or set SECRET_KEY to the output of:
    node -p "require('node:crypto').randomBytes(32).toString('base64url')"`,
  });
});
