// Tests the settings of sessions: their defaults by mode, their variables, and that the reference lists each.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadSettings, type Mode } from "#kernel";
import { type SessionSettings, sessionSettings } from "#sessions";

function load(mode: Mode, environment: Record<string, string> = {}): SessionSettings {
  return loadSettings([sessionSettings], { mode, environment, files: [] }).get(sessionSettings);
}

test("the defaults are strict, and the cookie asks for HTTPS in production alone", () => {
  const defaults = {
    cookieName: "session",
    lifetime: 31 * 24 * 3600,
    refresh: "accessed",
    encrypt: false,
    domain: undefined,
    path: "/",
    httpOnly: true,
    secure: false,
    sameSite: "lax",
    partitioned: false,
    hostPrefix: false,
  };
  assert.deepEqual(load("development"), defaults);
  assert.deepEqual(load("test"), defaults);
  assert.deepEqual(load("production"), { ...defaults, secure: true });
});

test("every setting has a variable", () => {
  const { cookieName, lifetime, secure, sameSite, domain } = load("production", {
    DEMIJOHN_SESSIONS_COOKIE_NAME: "jar",
    DEMIJOHN_SESSIONS_LIFETIME: "14 days",
    DEMIJOHN_SESSIONS_SECURE: "off",
    DEMIJOHN_SESSIONS_SAME_SITE: "Strict",
    DEMIJOHN_SESSIONS_DOMAIN: "example.org",
  });
  assert.deepEqual(
    [cookieName, lifetime, secure, sameSite, domain],
    ["jar", 1_209_600, false, "strict", "example.org"],
  );
});

test("values are typed", () => {
  const settings = load("test");
  const lifetime: number = settings.lifetime;
  const sameSite: "strict" | "lax" | "none" = settings.sameSite;
  // @ts-expect-error: there is no such setting
  settings.lifetim;
  assert.ok(lifetime && sameSite);
});

test("the reference lists every setting", () => {
  const page = readFileSync(new URL("../../docs/reference/sessions.md", import.meta.url), "utf8");
  for (const key of Object.keys(sessionSettings.shape)) assert.ok(page.includes(`\n| \`${key}\` | `), key);
});
