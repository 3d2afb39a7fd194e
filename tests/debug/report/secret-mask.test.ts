// Tests which names sound secret, and that their values show nowhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSecretCookie, isSecretName, SecretMask } from "../../../src/debug/report/secret-mask.ts";

test("names that sound secret are known in every spelling", () => {
  for (const name of [
    "Authorization",
    "proxy-authorization",
    "Cookie",
    "Set-Cookie",
    "password",
    "user_password",
    "newPassword",
    "passwd",
    "pwd",
    "token",
    "accessToken",
    "X-CSRF-Token",
    "secret",
    "SECRET_KEY",
    "clientSecret",
    "key",
    "apiKey",
    "api_key",
    "api-key",
    "X-Api-Key",
    "session",
    "sessionid",
    "connect.sid",
    "JSESSIONID",
    "signature",
    "credentials",
    "otp",
    "DSN",
  ])
    assert.equal(isSecretName(name), true, name);
});

test("names of every day are left alone", () => {
  for (const name of [
    "author",
    "monkey",
    "keyboard",
    "page",
    "q",
    "Accept",
    "Host",
    "passenger",
    "secondary",
    "inside",
    "pinned",
  ])
    assert.equal(isSecretName(name), false, name);
});

test("a cookie is masked for its name, or for a value as long as a token", () => {
  assert.equal(isSecretCookie("session", "x"), true);
  assert.equal(isSecretCookie("remember_me", "d41d8cd98f00b204e9800998ecf8427e"), true);
  assert.equal(isSecretCookie("theme", "dark"), false);
});

test("a known secret is masked wherever it stands, encoded too", () => {
  const secrets = new SecretMask();
  secrets.add("hunter2 & co");
  assert.equal(secrets.text("sent hunter2 & co to /?x=hunter2%20%26%20co"), "sent *** to /?x=***");
});

test("a secret with characters of regular expressions is masked literally", () => {
  const secrets = new SecretMask();
  secrets.add("a+b(c)[d]$.*");
  assert.equal(secrets.text("a+b(c)[d]$.* but not aab(c)"), "*** but not aab(c)");
});

test("short values are not taken for secrets, because they would mask words", () => {
  const secrets = new SecretMask();
  secrets.add("jar");
  assert.equal(secrets.text("a jar"), "a jar");
});

test("passwords in addresses, credentials and pairs are masked without being known", () => {
  const secrets = new SecretMask();
  assert.equal(secrets.text("postgres://ada:pa55@db.local/x failed"), "postgres://ada:***@db.local/x failed");
  assert.equal(secrets.text("sent Bearer abc.def-ghi_jkl"), "sent Bearer ***");
  assert.equal(secrets.text("/reset?page=2&token=abc#top"), "/reset?page=2&token=***#top");
  assert.equal(secrets.text("bad login: password=hunter2, user=ada"), "bad login: password=***, user=ada");
});

test("printed objects lose the values of secret keys, nested and in maps", () => {
  const secrets = new SecretMask();
  assert.equal(
    secrets.inspected(`{ user: 'ada', auth: { password: 'it\\'s', 'api-key': "k" }, m: Map(1) { 'token' => 42 } }`),
    "{ user: 'ada', auth: { password: ***, 'api-key': *** }, m: Map(1) { 'token' => *** } }",
  );
});

test("long text is masked in linear time", () => {
  const secrets = new SecretMask();
  const started = performance.now();
  for (const text of [
    "a://".repeat(5000),
    "'".repeat(20_000),
    "&a".repeat(10_000),
    "x=".repeat(10_000),
    `a: '${"\\".repeat(20_000)}`,
  ])
    secrets.inspected(text);
  assert.ok(performance.now() - started < 2000);
});
