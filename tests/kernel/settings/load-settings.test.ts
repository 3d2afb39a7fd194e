// Tests where settings come from, in which order, and that all faults are reported at once without showing a secret.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  defineSettings,
  type LoadSettingsOptions,
  loadSettings,
  Secret,
  type Settings,
  SettingsError,
  setting,
} from "#kernel";

const jar = defineSettings("jar", {
  size: setting.integer({ default: 5, min: 1, help: "Litres." }),
  label: setting.string({ env: "LABEL" }),
  seal: setting.choice(["cork", "wax"], { default: (mode) => (mode === "production" ? "wax" : "cork") }),
  rest: setting.duration({ default: "14 days" }),
  key: setting.secret(),
});

const root = mkdtempSync(join(tmpdir(), "demijohn-settings-"));
after(() => rmSync(root, { recursive: true }));

function load(options: LoadSettingsOptions = {}): Settings {
  return loadSettings([jar], { mode: "development", environment: {}, files: [], ...options });
}

test("defaults may depend on the mode, and are read as values of code are", () => {
  assert.deepEqual(load().get(jar), { size: 5, label: undefined, seal: "cork", rest: 1_209_600, key: undefined });
  assert.equal(load({ mode: "production" }).get(jar).seal, "wax");
});

test("code goes before the environment, that before .env.local, that before .env, and defaults come last", () => {
  writeFileSync(join(root, ".env.local"), "DEMIJOHN_JAR_SIZE=3\nLABEL=local\n");
  writeFileSync(join(root, ".env"), "DEMIJOHN_JAR_SIZE=4\nDEMIJOHN_JAR_LABEL=file\nDEMIJOHN_JAR_REST=1h\n");
  const common = { root, files: undefined };
  const environment = { DEMIJOHN_JAR_SIZE: "2" };
  assert.equal(load({ ...common, environment, given: { jar: { size: 1 } } }).get(jar).size, 1);
  assert.equal(load({ ...common, environment }).get(jar).size, 2);
  assert.deepEqual(load(common).get(jar), { size: 3, label: "local", seal: "cork", rest: 3600, key: undefined });
});

test("tests do not read .env.local", () => {
  writeFileSync(join(root, ".env.local"), "DEMIJOHN_JAR_SIZE=3\n");
  writeFileSync(join(root, ".env"), "DEMIJOHN_JAR_SIZE=4\n");
  assert.equal(load({ root, mode: "test", files: undefined }).get(jar).size, 4);
});

test("within one source the section's own variable goes before the others", () => {
  assert.equal(load({ environment: { DEMIJOHN_JAR_LABEL: "own", LABEL: "other" } }).get(jar).label, "own");
  assert.equal(load({ environment: { LABEL: "other" } }).get(jar).label, "other");
});

test("an empty variable counts as not given", () => {
  assert.equal(load({ environment: { DEMIJOHN_JAR_SIZE: "", LABEL: "" } }).get(jar).size, 5);
});

test("values are frozen, and process.env is not touched", () => {
  writeFileSync(join(root, "own.env"), "DEMIJOHN_JAR_SIZE=9");
  const values = load({ root, files: ["own.env"] }).get(jar);
  assert.equal(values.size, 9);
  assert.ok(Object.isFrozen(values));
  assert.equal(process.env.DEMIJOHN_JAR_SIZE, undefined);
});

test("all faults are listed at once, each with its place and cure, and no secret is shown", () => {
  const shop = defineSettings("shop", {
    currency: setting.choice(["EUR", "USD"], { required: true }),
    apiKey: setting.secret({ check: () => ({ problem: "is too short." }) }),
    database: setting.url({ protocols: ["postgres:"] }),
  });
  writeFileSync(
    join(root, "bad.env"),
    "DEMIJOHN_SHOP_API_KEY=swordfish\nDEMIJOHN_SHOP_DATABASE=mysql://u:swordfish@h/d\nno line\nDEMIJOHN_SHOP_CURENCY=EUR\n",
  );
  assert.throws(
    () =>
      loadSettings([jar, shop], {
        mode: "production",
        root,
        files: ["bad.env", "none.env"],
        environment: { DEMIJOHN_JAR_REST: "14 dayz", DEMIJOHN_JARS_SIZE: "1" },
        given: { jar: { size: 0, sise: 1 }, ship: {} },
      }),
    (error) => {
      assert.ok(error instanceof SettingsError);
      assert.equal(
        error.message,
        `KERNEL_BAD_SETTINGS: 11 settings are wrong.
  bad.env:3: This is not a NAME=value line.
    Write NAME=value, or begin the line with #.
  none.env: The file cannot be read.
    Create it, or leave it out.
  jar.size: 0 is out of range.
    given in code
    Write a whole number of at least 1.
  jar.rest: "14 dayz" is not a duration.
    from DEMIJOHN_JAR_REST
    Write seconds, or a text such as "14 days", "1h 30m" or "500ms".
  jar.sise: There is no such setting.
    given in code
    Did you mean jar.size?
  shop.currency: A value is required, and none is given.
    Set DEMIJOHN_SHOP_CURRENCY in the environment or in .env.
  shop.apiKey: *** is too short.
    from DEMIJOHN_SHOP_API_KEY at bad.env:1
  shop.database: "mysql://u:***@h/d" does not begin with postgres:.
    from DEMIJOHN_SHOP_DATABASE at bad.env:2
    Write a whole address, such as "postgres://user:password@host/path".
  DEMIJOHN_JARS_SIZE: No setting is read from it.
    in the environment
    Did you mean DEMIJOHN_JAR_SIZE?
  DEMIJOHN_SHOP_CURENCY: The section "shop" has no such setting.
    at bad.env:4
    Did you mean DEMIJOHN_SHOP_CURRENCY?
  ship: There is no such section.
    given in code
    Did you mean shop?`,
      );
      assert.equal(error.faults.length, 11);
      assert.deepEqual(error.faults[3], {
        name: "jar.rest",
        problem: '"14 dayz" is not a duration.',
        where: "from DEMIJOHN_JAR_REST",
        cure: 'Write seconds, or a text such as "14 days", "1h 30m" or "500ms".',
      });
      return true;
    },
  );
});

test("an unknown variable inside a section names those that there are", () => {
  assert.throws(() => load({ environment: { DEMIJOHN_JAR_ZZZZZZZZ: "1" } }), {
    message: `KERNEL_BAD_SETTINGS: 1 setting is wrong.
  DEMIJOHN_JAR_ZZZZZZZZ: The section "jar" has no such setting.
    in the environment
    Its variables: DEMIJOHN_JAR_SIZE, DEMIJOHN_JAR_LABEL, LABEL, DEMIJOHN_JAR_SEAL, DEMIJOHN_JAR_REST, DEMIJOHN_JAR_KEY.`,
  });
});

test("a variable of a battery that is not in use is only warned of", () => {
  const settings = load({ environment: { DEMIJOHN_CACHE_URL: "redis://h", DEMIJOHN_MODE: "development", HOME: "/" } });
  assert.deepEqual(settings.warnings, [
    {
      level: "warning",
      code: "KERNEL_UNKNOWN_VARIABLE",
      message: "No setting is read from DEMIJOHN_CACHE_URL.",
      where: "in the environment",
      cure: "Remove it, or use the battery that it belongs to.",
    },
  ]);
});

test("what production requires is not asked for elsewhere", () => {
  const vault = defineSettings("vault", { key: setting.secret({ required: "production", cure: "Make one." }) });
  const options = { environment: {}, files: [] };
  assert.equal(loadSettings([vault], { mode: "development", ...options }).get(vault).key, undefined);
  assert.throws(() => loadSettings([vault], { mode: "production", ...options }), {
    message: `KERNEL_BAD_SETTINGS: 1 setting is wrong.
  vault.key: In production a value is required.
    Make one.`,
  });
});

test("paths start at the root", () => {
  const disk = defineSettings("disk", { folder: setting.path({ default: "uploads" }) });
  assert.equal(loadSettings([disk], { root, environment: {}, files: [] }).get(disk).folder, join(root, "uploads"));
});

test("describe lists every setting with its source, and masks secrets", () => {
  writeFileSync(join(root, "own.env"), "\nDEMIJOHN_JAR_KEY=swordfish");
  const settings = load({ root, files: ["own.env"], environment: { LABEL: "Port" }, given: { jar: { rest: 90 } } });
  assert.deepEqual(
    settings.describe().map(({ key, value, from }) => [key, value, from]),
    [
      ["size", "5", "default"],
      ["label", "Port", "LABEL"],
      ["seal", "cork", "default"],
      ["rest", "1 minute 30 seconds", "code"],
      ["key", "***", "DEMIJOHN_JAR_KEY at own.env:2"],
    ],
  );
  assert.deepEqual(settings.describe()[0], {
    section: "jar",
    key: "size",
    kind: "integer",
    variables: ["DEMIJOHN_JAR_SIZE"],
    value: "5",
    from: "default",
    help: "Litres.",
  });
  assert.equal(load().describe().at(-1)!.value, "");
  assert.equal(load().describe().at(-1)!.from, "none");
  assert.doesNotMatch(JSON.stringify(settings.describe()) + JSON.stringify(settings.get(jar)), /swordfish/);
});

test("a section that was not loaded cannot be asked for", () => {
  const other = defineSettings("other", {});
  assert.equal(load().has(jar), true);
  assert.equal(load().has(other), false);
  assert.throws(() => load().get(other), {
    name: "SetupError",
    message: `KERNEL_SECTION_NOT_LOADED: The settings section "other" was not loaded.
  Sections: jar.
  Declare it where the app is set up, before the first request.`,
  });
});

test("one section twice is one; two of one name are an error", () => {
  assert.equal(loadSettings([jar, jar], { environment: {}, files: [] }).describe().length, 5);
  assert.throws(() => loadSettings([jar, defineSettings("jar", {})], { environment: {}, files: [] }), {
    name: "SetupError",
    message: `KERNEL_BAD_SECTION: Two settings sections are named "jar".
  Rename one of them in its defineSettings call.`,
  });
});

test("two apps in one process keep their settings apart", () => {
  const one = load({ given: { jar: { size: 1 } } });
  const two = load({ given: { jar: { size: 2 } } });
  assert.deepEqual([one.get(jar).size, two.get(jar).size], [1, 2]);
});

test("a secret given in code is wrapped", () => {
  const { key } = load({ given: { jar: { key: "swordfish" } } }).get(jar);
  assert.ok(key instanceof Secret && key.reveal() === "swordfish");
});

test("a mode in a file is a fault, as it would change nothing", () => {
  writeFileSync(join(root, "mode.env"), "\nDEMIJOHN_MODE=production\n");
  assert.throws(() => load({ root, files: ["mode.env"] }), {
    message: `KERNEL_BAD_SETTINGS: 1 setting is wrong.
  DEMIJOHN_MODE: The mode decides which files are read, so that it cannot stand in one.
    at mode.env:2
    Set it in the environment of the process.`,
  });
});
