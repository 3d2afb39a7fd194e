// Tests how a section names its variables, and which sections cannot be declared.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defineSettings, loadSettings, type SettingsInput, type SettingsValues, setting, withValues } from "#kernel";

test("variables are named for the section and the key, then as the setting says", () => {
  const section = defineSettings("mailBox", {
    smtpPort: setting.integer({ env: "SMTP_PORT" }),
    url2: setting.url({ env: ["MAIL_URL", "SMTP_URL"] }),
    host: setting.string(),
  });
  assert.deepEqual(section.variables, {
    smtpPort: ["DEMIJOHN_MAIL_BOX_SMTP_PORT", "SMTP_PORT"],
    url2: ["DEMIJOHN_MAIL_BOX_URL2", "MAIL_URL", "SMTP_URL"],
    host: ["DEMIJOHN_MAIL_BOX_HOST"],
  });
  assert.equal(section.prefix, "DEMIJOHN_MAIL_BOX_");
});

test("a prefix replaces the usual one", () => {
  const section = defineSettings("shop", { currency: setting.string() }, { prefix: "SHOP_" });
  assert.deepEqual(section.variables, { currency: ["SHOP_CURRENCY"] });
});

test("a section is frozen", () => {
  const section = defineSettings("shop", { currency: setting.string() });
  assert.ok(Object.isFrozen(section) && Object.isFrozen(section.shape) && Object.isFrozen(section.variables));
});

test("names are camelCase", () => {
  const cure = '\n  Use letters and digits in camelCase, such as "cookieName".';
  assert.throws(() => defineSettings("Shop", {}), {
    name: "SetupError",
    message: `KERNEL_BAD_SECTION: "Shop" cannot name a setting or a section.${cure}`,
  });
  assert.throws(() => defineSettings("shop", { a_b: setting.string() }), {
    message: `KERNEL_BAD_SECTION: "a_b" cannot name a setting or a section.${cure}`,
  });
});

test("two settings cannot share a variable", () => {
  assert.throws(() => defineSettings("shop", { a: setting.string({ env: "X" }), b: setting.string({ env: "X" }) }), {
    message: `KERNEL_BAD_SECTION: Two settings of "shop" are read from X.
  Settings: a, b.
  Give each a variable of its own.`,
  });
});

test("values and inputs are typed by the shape", () => {
  const section = defineSettings("shop", {
    lifetime: setting.duration({ default: 60 }),
    name: setting.string(),
    kinds: setting.list(setting.choice(["a", "b"]), { default: [] }),
  });
  type Shape = typeof section.shape;
  const values: SettingsValues<Shape> = { lifetime: 5, name: undefined, kinds: ["a"] };
  const input: SettingsInput<Shape> = { lifetime: "5s", kinds: ["b"] };
  // @ts-expect-error: a value is seconds, never text
  const wrong: SettingsValues<Shape> = { lifetime: "5s", name: "x", kinds: [] };
  // @ts-expect-error: "c" is no choice
  const wrongInput: SettingsInput<Shape> = { kinds: ["c"] };
  assert.ok(values && input && wrong && wrongInput);
});

test("values of code travel with the section, and it answers to the original", () => {
  const shop = defineSettings("shop", { currency: setting.string({ default: "EUR" }), size: setting.integer() });
  const own = withValues(withValues(shop, { currency: "JPY" }), { size: 3 });
  const environment = { DEMIJOHN_SHOP_CURRENCY: "USD", DEMIJOHN_SHOP_SIZE: "1" };
  assert.deepEqual(loadSettings([own, shop], { environment, files: [] }).get(shop), { currency: "JPY", size: 3 });
  assert.deepEqual(loadSettings([shop, own], { environment, files: [] }).get(own), { currency: "JPY", size: 3 });
  assert.deepEqual(loadSettings([shop], { environment, files: [] }).get(own), { currency: "USD", size: 1 });
  assert.equal(loadSettings([shop], { environment, files: [] }).has(own), true);
});

test("values of a section go before those given to all sections, and undefined gives nothing", () => {
  const shop = defineSettings("shop", { currency: setting.string(), size: setting.integer() });
  const own = withValues(shop, { currency: "JPY", size: undefined });
  const settings = loadSettings([own], { environment: {}, files: [], given: { shop: { currency: "EUR", size: 2 } } });
  assert.deepEqual(settings.get(shop), { currency: "JPY", size: 2 });
});
