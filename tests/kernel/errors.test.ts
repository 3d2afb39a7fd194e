// Tests how errors read: four parts in order, indented, quoted and cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DemijohnError, defineErrorTable, quoteValue, SettingsError, SetupError } from "#kernel";

test("an error's message is its code, what happened, what was written and where, the facts and the cure", () => {
  const cause = new TypeError("underneath");
  const error = new DemijohnError("ORM_UNKNOWN_FIELD", 'Book has no field "auther".', {
    wrote: 'Book.objects.filter({ auther: "Le Guin" })',
    where: "src/views.ts:12:24",
    facts: ["Fields: author, id.", "Two\nlines."],
    cure: 'Did you mean "author"?',
    cause,
  });
  assert.equal(
    error.message,
    `ORM_UNKNOWN_FIELD: Book has no field "auther".
  You wrote Book.objects.filter({ auther: "Le Guin" })  at src/views.ts:12:24
  Fields: author, id.
  Two
  lines.
  Did you mean "author"?`,
  );
  assert.equal(error.code, "ORM_UNKNOWN_FIELD");
  assert.equal(error.summary, 'Book has no field "auther".');
  assert.equal(error.cause, cause);
  assert.equal(error.name, "DemijohnError");
});

test("parts that are not given leave no line", () => {
  assert.equal(new DemijohnError("A_B", "It broke.").message, "A_B: It broke.");
  assert.equal(new DemijohnError("A_B", "It broke.", { where: "GET /" }).message, "A_B: It broke.\n  At GET /");
  assert.equal(new DemijohnError("A_B", "It broke.", { wrote: "x" }).message, "A_B: It broke.\n  You wrote x");
  assert.equal("cause" in new DemijohnError("A_B", "It broke."), false);
});

test("every class of error is named for itself and is a DemijohnError", () => {
  for (const ErrorClass of [SetupError, SettingsError]) {
    const error = new ErrorClass("A_B", "It broke.");
    assert.equal(error.name, ErrorClass.name);
    assert.ok(error instanceof DemijohnError && error instanceof Error);
  }
});

test("a SettingsError carries its faults as data", () => {
  const faults = [{ name: "app.port", problem: "is missing." }];
  assert.deepEqual(new SettingsError("A_B", "It broke.", { faults }).faults, faults);
  assert.deepEqual(new SettingsError("A_B", "It broke.").faults, []);
});

test("quoteValue shows values without calling their code", () => {
  const hostile = {
    toString: () => assert.fail("toString was called"),
    toJSON: () => assert.fail("toJSON was called"),
    [Symbol.toPrimitive]: () => assert.fail("toPrimitive was called"),
  };
  assert.equal(quoteValue('say "hi"'), '"say \\"hi\\""');
  assert.equal(quoteValue(12n), "12n");
  assert.equal(quoteValue(-0.5), "-0.5");
  assert.equal(quoteValue(undefined), "undefined");
  assert.equal(quoteValue(null), "null");
  assert.equal(quoteValue(true), "true");
  assert.equal(quoteValue(Symbol("s")), "Symbol(s)");
  assert.equal(
    quoteValue(function named() {}),
    "function named",
  );
  assert.equal(
    quoteValue(() => 0),
    "function (anonymous)",
  );
  assert.equal(quoteValue([1, 2]), "an array of 2");
  assert.equal(quoteValue(new Map()), "an object of class Map");
  assert.equal(quoteValue(Object.create(null)), "an object of class null");
  assert.equal(quoteValue(hostile), "an object of class Object");
});

test("quoteValue cuts long texts to the limit, the ellipsis included", () => {
  assert.equal(quoteValue("a".repeat(100)), `"${"a".repeat(58)}…`);
  assert.equal(quoteValue("abcdef", 5), '"abc…');
});

test("an error table cannot be changed", () => {
  const table = defineErrorTable({ A_B: { when: "Never.", cure: "None." } });
  assert.ok(Object.isFrozen(table));
  assert.equal(table.A_B.when, "Never.");
});
