// Provides the secret keys of an app: required and strong in production, made once and kept beside the app in development.
import { SettingsError } from "../errors.ts";
import { Secret } from "../signing/secret.ts";
import { defineSettings, type SettingsSection } from "./define-settings.ts";
import type { Settings } from "./load-settings.ts";
import { type Setting, type SettingContext, type SettingProblem, setting } from "./setting.ts";

/** Makes a secret key: 32 random bytes as base64url text of 43 characters. */
export function generateSecretKey(): string {
  return process.getBuiltinModule("node:crypto").randomBytes(32).toString("base64url");
}

const printsKey = `node -p "require('node:crypto').randomBytes(32).toString('base64url')"`;
const cure = `Set SECRET_KEY to the output of this command, and keep it out of the repository:\n  ${printsKey}`;
const leastLength = 32;
const leastDifferent = 8;

// Keys that are long enough, and printed in the manuals of other frameworks or in many a repository.
const wellKnown =
  /^(django-insecure-|192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf$|09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7$)|change.?(me|this|it)|your.?(very.?)?(secret|own|random)|secret.?key|^my.?key|(super|top|very|bit).?secret|placeholder|example|replace.?(me|this)|keyboard.?cat|development|insecure/i;

/** Says why a text is no secret key; nothing when it is one. */
export function checkSecretKey(text: string): SettingProblem | undefined {
  // Random text has one of these words once in millions of keys; that key is refused, and the next one is not.
  if (wellKnown.test(text)) return { problem: "is well known or easily guessed.", cure };
  if (text.length < leastLength) {
    return { problem: `is too short: ${text.length} of at least ${leastLength} characters.`, cure };
  }
  const different = new Set(text).size;
  if (different < leastDifferent) {
    return { problem: `repeats itself: ${different} of at least ${leastDifferent} different characters.`, cure };
  }
  return undefined;
}

function checkInProduction(key: Secret, { mode }: SettingContext): SettingProblem | undefined {
  return mode === "production" ? checkSecretKey(key.reveal()) : undefined;
}

/** The settings section of the app's secret keys; ask {@link secretKeys} for the keys. */
export const secretSettings: SettingsSection<{
  readonly key: Setting<Secret | undefined, Secret | string>;
  readonly oldKeys: Setting<readonly Secret[], readonly (Secret | string)[]>;
}> = defineSettings("secret", {
  key: setting.secret({
    env: "SECRET_KEY",
    required: "production",
    cure,
    check: checkInProduction,
    help: "Signs and encrypts what browsers keep: sessions, tokens. Development makes one in .demijohn/secret-key.",
  }),
  oldKeys: setting.list(setting.secret(), {
    env: "SECRET_KEY_FALLBACKS",
    default: [],
    help: "Keys that were replaced, newest first: they verify and decrypt, and never sign.",
  }),
});

/**
 * Returns an app's secret keys, newest first: the first signs, all verify.
 *
 * Without a key, development keeps one in `.demijohn/secret-key`, tests use one of this process.
 *
 * @throws SettingsError `KERNEL_NO_SECRET_KEY` when development cannot keep one.
 */
export function secretKeys(settings: Settings): readonly Secret[] {
  const { key, oldKeys } = settings.get(secretSettings);
  return [key ?? (settings.mode === "test" ? testKey() : loadDevelopmentKey(settings.root)), ...oldKeys];
}

let keyOfTests: Secret | undefined;

function testKey(): Secret {
  keyOfTests ??= new Secret(generateSecretKey());
  return keyOfTests;
}

/** Returns the key in `.demijohn/secret-key` under `root`, made at the first call; the folder ignores itself in git. */
export function loadDevelopmentKey(root: string): Secret {
  const { join } = process.getBuiltinModule("node:path");
  const folder = join(root, ".demijohn");
  const path = join(folder, "secret-key");
  try {
    return readKey(path) ?? saveKey(folder, path);
  } catch (cause) {
    throw new SettingsError("KERNEL_NO_SECRET_KEY", "The secret key of development can be neither read nor written.", {
      where: path,
      cure: `Make the folder writable, or set SECRET_KEY to the output of:\n  ${printsKey}`,
      cause,
    });
  }
}

function readKey(path: string): Secret | undefined {
  const { existsSync, readFileSync } = process.getBuiltinModule("node:fs");
  const text = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  return text === "" ? undefined : new Secret(text);
}

// Several processes may start at once: each writes a file of its own, and the first to link it decides for all.
function saveKey(folder: string, path: string): Secret {
  const fs = process.getBuiltinModule("node:fs");
  fs.mkdirSync(folder, { recursive: true });
  const ignore = `${folder}/.gitignore`;
  if (!fs.existsSync(ignore)) fs.writeFileSync(ignore, "*\n");
  const draft = `${path}.${process.pid}.${generateSecretKey().slice(0, 8)}`;
  fs.writeFileSync(draft, `${generateSecretKey()}\n`, { mode: 0o600 });
  try {
    fs.linkSync(draft, path);
  } catch (error) {
    // An empty file is what a full disk or an interrupted copy leaves behind; it holds no key that could be lost.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || readKey(path) === undefined) fs.renameSync(draft, path);
  } finally {
    fs.rmSync(draft, { force: true });
  }
  return readKey(path)!;
}
