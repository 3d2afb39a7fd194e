// Tests which mode the environment chooses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveMode } from "#kernel";

test("DEMIJOHN_MODE comes first, then NODE_ENV, then the test runner, and production is what is left", () => {
  assert.equal(resolveMode({ DEMIJOHN_MODE: "development", NODE_ENV: "production" }), "development");
  assert.equal(resolveMode({ NODE_ENV: "test" }), "test");
  assert.equal(resolveMode({ NODE_ENV: "development", NODE_TEST_CONTEXT: "child-v8" }), "development");
  assert.equal(resolveMode({ NODE_TEST_CONTEXT: "child-v8" }), "test");
  assert.equal(resolveMode({}), "production");
  assert.equal(resolveMode({ DEMIJOHN_MODE: "", NODE_ENV: "" }), "production");
});

test("a NODE_ENV of another word is production", () => {
  assert.equal(resolveMode({ NODE_ENV: "staging" }), "production");
  assert.equal(resolveMode({ NODE_ENV: "Development" }), "production");
});

test("another DEMIJOHN_MODE is an error", () => {
  assert.throws(() => resolveMode({ DEMIJOHN_MODE: "developement" }), {
    name: "SettingsError",
    message: `KERNEL_BAD_MODE: There is no mode "developement". Did you mean "development"?
  You wrote DEMIJOHN_MODE=developement
  Set DEMIJOHN_MODE to development, production or test.`,
  });
});

test("under node --test the mode is test", () => {
  const { DEMIJOHN_MODE, NODE_ENV } = process.env;
  assert.equal(resolveMode(), DEMIJOHN_MODE ?? NODE_ENV ?? "test");
});
