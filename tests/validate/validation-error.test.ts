// Tests the one error of refused values: what it is made of, its texts and codes, and that its fields are no prototypes.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { ValidationError as OrmValidationError } from "#orm";
import { maxLengthValidator, ValidationError } from "#validate";
import { validateErrors } from "#validate/internals";

test("the ORM's error is this one", () => {
  assert.equal(OrmValidationError, ValidationError);
});

test("it is made of texts, issues, errors, lists and records of them", () => {
  const one = new ValidationError("{name} is full.", { code: "full", params: { name: "The jar" } });
  assert.deepEqual(
    [one.messages, one.codes, one.faults],
    [["The jar is full."], ["full"], { "": ["The jar is full."] }],
  );
  const list = new ValidationError(["A.", { code: "b", message: "B." }, one]);
  assert.deepEqual(
    [list.messages, list.codes],
    [
      ["A.", "B.", "The jar is full."],
      ["invalid", "b", "full"],
    ],
  );
  const record = new ValidationError({ title: "Dull.", slug: ["Taken.", maxLengthValidator(1)("ab")!], "": one });
  assert.deepEqual(record.faults, {
    title: ["Dull."],
    slug: ["Taken.", "Ensure this value has at most 1 character (it has 2)."],
    "": ["The jar is full."],
  });
  const nested = new ValidationError({ title: new ValidationError({ inner: "Deep." }) });
  assert.deepEqual(nested.faults, { title: ["Deep."] });
});

test("a record with fields called code and message is a record", () => {
  const error = new ValidationError({ code: ["Too short."], message: ["Too long."] });
  assert.deepEqual(error.faults, { code: ["Too short."], message: ["Too long."] });
});

test("the whole text lists the faults", () => {
  assert.equal(
    new ValidationError({ title: ["Dull."], "": ["Wrong altogether."] }, "blog.Article").message,
    `VALIDATE_INVALID: The values are not valid.
  At blog.Article
  title: Dull.
  Wrong altogether.`,
  );
});

test("fields with dangerous names reach no prototype", () => {
  const error = new ValidationError(JSON.parse('{"__proto__": "a", "constructor": "b"}'));
  assert.deepEqual(Object.keys(error.issues), ["__proto__", "constructor"]);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  assert.equal(Object.getPrototypeOf(error.faults), Object.prototype);
});

test("values in texts are cut to what reads well, and run no code", () => {
  const value = { toString: () => assert.fail("called") };
  assert.deepEqual(new ValidationError("{value} and {list}.", { params: { value, list: [1, 2] } }).messages, [
    "… and 1, 2.",
  ]);
});

test("the table has exactly the codes that the room uses", () => {
  const folder = new URL("../../src/validate/", import.meta.url);
  const used = new Set<string>();
  for (const file of globSync("**/*.ts", { cwd: folder })) {
    if (file === "error-table.ts") continue;
    for (const [, code] of readFileSync(new URL(file, folder), "utf8").matchAll(/"(VALIDATE_[A-Z_]+)"/g))
      used.add(code!);
  }
  assert.deepEqual([...used].sort(), Object.keys(validateErrors).sort());
});
