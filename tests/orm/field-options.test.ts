// Asserts the options that single kinds of fields have, by what fullClean says of values.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createTables, defineDatabases, f, Model, ValidationError } from "#orm";

class Thing extends Model("fo.Thing", () => Thing, {
  slug: f.slug({ default: "plain" }),
  wide: f.slug({ allowUnicode: true, default: "plain" }),
  four: f.ip({ protocol: "ipv4", default: "10.0.0.1" }),
  six: f.ip({ protocol: "ipv6", default: "::1" }),
  any: f.ip({ default: "::1" }),
  bytes: f.binary({ maxLength: 2, default: new Uint8Array(2) }),
}) {}

defineDatabases({ default: "sqlite::memory:" });
before(() => createTables([Thing]));

const faulty = (values: ConstructorParameters<typeof Thing>[0]): Promise<string[]> =>
  new Thing(values).fullClean().then(
    () => [],
    (error: unknown) => (error instanceof ValidationError ? Object.keys(error.issues) : [String(error)]),
  );

test("slugs are of ASCII, or of all scripts", async () => {
  assert.deepEqual(await faulty({ slug: "a-1_b", wide: "größe-ж" }), []);
  assert.deepEqual(await faulty({ slug: "größe", wide: "a b" }), ["slug", "wide"]);
});

test("addresses are of both protocols, or of one", async () => {
  assert.deepEqual(await faulty({ four: "192.168.0.1", six: "fe80::1", any: "1.2.3.4" }), []);
  assert.deepEqual(await faulty({ four: "::1", six: "1.2.3.4", any: "1.2.3" }), ["four", "six", "any"]);
});

test("bytes have a limit", async () => {
  assert.deepEqual(await faulty({ bytes: new Uint8Array([1]) }), []);
  assert.deepEqual(await faulty({ bytes: new Uint8Array(3) }), ["bytes"]);
});
