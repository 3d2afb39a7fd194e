// Tests each kind of setting: what it reads, what it refuses and how it writes a value for people.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { Secret, type Setting, type SettingContext, setting } from "#kernel";

const context: SettingContext = { mode: "development", root: resolve("/srv/app") };

function read(kind: Setting<unknown, never>, value: unknown): unknown {
  const reading = kind.read(value, context);
  return "value" in reading ? reading.value : `${reading.problem} ${reading.cure ?? ""}`.trim();
}

test("string", () => {
  assert.equal(read(setting.string(), " as it is "), " as it is ");
  assert.equal(read(setting.string(), 5), "is not text.");
  assert.equal(setting.string().kind, "text");
});

test("integer", () => {
  const port = setting.integer({ min: 1, max: 65535 });
  assert.equal(read(port, "8000"), 8000);
  assert.equal(read(port, 8000), 8000);
  assert.equal(read(setting.integer(), "-1e3"), -1000);
  assert.equal(read(port, "0"), "is out of range. Write a whole number from 1 to 65535.");
  for (const wrong of ["80.5", "", "0x10", "NaN", "1_000", "9007199254740993", true, null, [5]]) {
    assert.equal(read(port, wrong), "is not a whole number. Write a whole number from 1 to 65535.");
  }
  assert.equal(read(setting.integer({ min: 1 }), "0"), "is out of range. Write a whole number of at least 1.");
  assert.equal(read(setting.integer({ max: 1 }), "2"), "is out of range. Write a whole number of at most 1.");
});

test("number", () => {
  assert.equal(read(setting.number(), "0.5"), 0.5);
  assert.equal(read(setting.number(), ".5"), 0.5);
  assert.equal(read(setting.number(), "Infinity"), "is not a number. Write a number.");
  assert.equal(read(setting.number(), Number.NaN), "is not a number. Write a number.");
});

test("boolean", () => {
  for (const text of ["true", "1", "yes", "on", "TRUE", true]) assert.equal(read(setting.boolean(), text), true);
  for (const text of ["false", "0", "no", "off", "Off", false]) assert.equal(read(setting.boolean(), text), false);
  assert.equal(
    read(setting.boolean(), "maybe"),
    "is neither true nor false. Write true or false (1, 0, yes, no, on and off do, too).",
  );
});

test("duration", () => {
  const lifetime = setting.duration({ min: 60, max: 86_400 });
  const cure = 'Write seconds, or a text such as "14 days", "1h 30m" or "500ms".';
  assert.equal(read(lifetime, "1h 30m"), 5400);
  assert.equal(read(lifetime, 90), 90);
  assert.equal(read(lifetime, "soon"), `is not a duration. ${cure}`);
  assert.equal(read(lifetime, "30s"), `is less than 1 minute. ${cure}`);
  assert.equal(read(lifetime, "2 days"), `is more than 1 day. ${cure}`);
  assert.equal(lifetime.describe(5400), "1 hour 30 minutes");
});

test("bytes", () => {
  const limit = setting.bytes({ max: 20_000_000 });
  const cure = 'Write bytes, or a text such as "16 MB" (million bytes) or "16 MiB" (1024 × 1024 bytes).';
  assert.equal(read(limit, "16 MB"), 16_000_000);
  assert.equal(read(limit, 5), 5);
  assert.equal(read(limit, "1 GB"), `is more than 20 MB. ${cure}`);
  assert.equal(read(limit, -1), `is less than 0 bytes. ${cure}`);
  assert.equal(read(limit, "big"), `is not a size. ${cure}`);
  assert.equal(limit.describe(16_000_000), "16 MB");
});

test("choice", () => {
  const sameSite = setting.choice(["strict", "lax", "none"]);
  assert.equal(read(sameSite, "Lax"), "lax");
  assert.equal(read(sameSite, "laxx"), 'is none of strict, lax, none. Did you mean "lax"?');
  assert.equal(read(sameSite, "anything"), "is none of strict, lax, none. Write one of: strict, lax, none.");
  assert.equal(read(sameSite, 7), "is none of strict, lax, none. Write one of: strict, lax, none.");
  assert.equal(sameSite.kind, "one of strict, lax, none");
});

test("url", () => {
  const database = setting.url({ protocols: ["postgres:", "mysql:"] });
  const cure = 'Write a whole address, such as "postgres://user:password@host/path".';
  assert.equal(read(database, " postgres://u:p@h/d "), "postgres://u:p@h/d");
  assert.equal(read(database, "sqlite:///x"), `does not begin with postgres: or mysql:. ${cure}`);
  assert.equal(read(database, "h/d"), `is not an address. ${cure}`);
  assert.equal(database.describe("postgres://u:p@ss:word@h/d?x=1"), "postgres://u:***@h/d?x=1");
  assert.equal(database.describe("postgres://u@h/d"), "postgres://u@h/d");
  assert.equal(database.describe("redis://:pw@h"), "redis://:***@h");
});

test("secret", () => {
  const key = setting.secret();
  const value = read(key, "k3y");
  assert.ok(value instanceof Secret);
  assert.equal(value.reveal(), "k3y");
  assert.equal(read(key, value), value);
  assert.equal(read(key, ""), "is empty.");
  assert.equal(read(key, 5), "is not text.");
  assert.equal(key.describe(value), "***");
});

test("path", () => {
  assert.equal(read(setting.path(), "uploads"), resolve("/srv/app/uploads"));
  assert.equal(read(setting.path(), resolve("/var/x")), resolve("/var/x"));
  assert.equal(read(setting.path(), "a\0b"), "is not a path.");
});

test("list", () => {
  const ports = setting.list(setting.integer());
  assert.deepEqual(read(ports, "1, 2,,3,"), [1, 2, 3]);
  assert.deepEqual(read(ports, "[1, 2]"), [1, 2]);
  assert.deepEqual(read(ports, [1, 2]), [1, 2]);
  assert.deepEqual(read(setting.list(setting.string()), '["a,b"]'), ["a,b"]);
  assert.equal(read(ports, "1,x"), 'cannot be used: item 2, "x", is not a whole number. Write a whole number.');
  assert.equal(read(ports, "[1,"), 'is not a list. Write the items between commas, or as JSON: ["a", "b"].');
  assert.equal(ports.describe([1, 2]), "1,2");
  assert.equal(ports.kind, "list of integer");
  assert.ok(Object.isFrozen(read(ports, "1")));
});

test("a list of secrets is secret", () => {
  const keys = setting.list(setting.secret());
  assert.equal(keys.isSecret, true);
  assert.deepEqual(
    (read(keys, "a,b") as Secret[]).map((key) => key.reveal()),
    ["a", "b"],
  );
  assert.equal(read(keys, ["a", ""]), "cannot be used: item 2, ***, is empty.");
  assert.equal(keys.describe([new Secret("a"), new Secret("b")]), "***,***");
});

test("record", () => {
  const limits = setting.record(setting.duration());
  assert.deepEqual({ ...(read(limits, '{"login": "1m", "__proto__": 5}') as object) }, { login: 60, ["__proto__"]: 5 });
  assert.deepEqual({ ...(read(limits, { login: "1m" }) as object) }, { login: 60 });
  assert.equal(read(limits, "[]"), 'is not a record. Write a JSON object, such as {"name": "value"}.');
  assert.match(String(read(limits, '{"login": "x"}')), /^cannot be used: "login", "x", is not a duration\./);
  assert.equal(limits.describe({ login: 60 }), '{"login":"1 minute"}');
});

test("check refuses a value of the right type", () => {
  const even = setting.integer({
    check: (value, { mode }) => (value % 2 === 0 ? undefined : { problem: `is odd in ${mode}.`, cure: "Add one." }),
  });
  assert.equal(read(even, "4"), 4);
  assert.equal(read(even, "3"), "is odd in development. Add one.");
  assert.equal(read(even, "x"), "is not a whole number. Write a whole number.");
});

test("values are typed by kind, default and requirement", () => {
  const certain: Setting<number, number | string> = setting.duration({ default: "1h" });
  const required: Setting<string, string> = setting.string({ required: true });
  const open: Setting<string | undefined, string> = setting.string();
  const inProduction: Setting<Secret | undefined, Secret | string> = setting.secret({ required: "production" });
  const chosen: Setting<"a" | "b", "a" | "b"> = setting.choice(["a", "b"], {
    default: (mode) => (mode === "test" ? "a" : "b"),
  });
  // @ts-expect-error: without a default, the value may be undefined
  const wrong: Setting<string, string> = setting.string();
  // @ts-expect-error: a default is of the setting's own kind
  setting.integer({ default: "five" });
  // @ts-expect-error: a default is one of the choices
  setting.choice(["a", "b"], { default: "c" });
  for (const each of [certain, required, open, inProduction, chosen, wrong]) assert.ok(Object.isFrozen(each));
});
