// Checks order, equality and truth of values.
import assert from "node:assert/strict";
import { test } from "node:test";
import { safe } from "#kernel";
import { compareValues, identityKey, isTrue, valuesEqual } from "../../../src/templates/values/compare-values.ts";
import { pythonFloat } from "../../../src/templates/values/python-spelling.ts";

test("amounts, texts, dates and lists have an order", () => {
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [1, 2],
    [1, 2n],
    [false, true],
    [pythonFloat(1), 1.5],
    ["a", "b"],
    ["B", "a"],
    ["a", "ab"],
    ["\uffee", "😀"],
    [safe("a"), "b"],
    [new Date(1), new Date(2)],
    [
      [1, 2],
      [1, 3],
    ],
    [[1], [1, 0]],
  ];
  for (const [less, more] of pairs) {
    assert.ok(compareValues(less, more)! < 0, `${less} < ${more}`);
    assert.ok(compareValues(more, less)! > 0, `${more} > ${less}`);
    assert.equal(compareValues(less, less), 0);
  }
});

test("values of different kinds have no order", () => {
  for (const [a, b] of [
    [1, "1"],
    [null, 1],
    [undefined, undefined],
    [{}, {}],
    [[1], ["a"]],
  ])
    assert.equal(compareValues(a, b), undefined);
});

test("values are equal by content", () => {
  const equal: readonly (readonly [unknown, unknown])[] = [
    [1, 1n],
    [1, pythonFloat(1)],
    [true, 1],
    [null, undefined],
    ["a", safe("a")],
    [
      [1, [2]],
      [1, [2]],
    ],
    [{ a: [1] }, new Map([["a", [1]]])],
    [new Set([1, 2]), new Set([2, 1])],
    [new Date(5), new Date(5)],
  ];
  for (const [a, b] of equal) assert.ok(valuesEqual(a, b));
  const unequal: readonly (readonly [unknown, unknown])[] = [
    [1, "1"],
    [null, 0],
    [[1], [1, 2]],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [new Set([1]), new Set([2])],
    [[], {}],
    [Number.NaN, Number.NaN],
  ];
  for (const [a, b] of unequal) assert.ok(!valuesEqual(a, b));
});

test("comparing values inside themselves comes to an end", () => {
  const a: unknown[] = [];
  const b: unknown[] = [];
  a.push(a, a);
  b.push(b, b);
  assert.ok(valuesEqual(a, b));
  let [x, y]: [unknown[], unknown[]] = [[1], [1]];
  for (let i = 0; i < 64; i++)
    [x, y] = [
      [x, x],
      [y, y],
    ];
  assert.equal(valuesEqual(x, y), false);
});

test("empty values are false", () => {
  for (const value of ["", 0, 0n, null, undefined, false, [], {}, new Map(), new Set(), safe(""), pythonFloat(0)])
    assert.equal(isTrue(value), false);
  for (const value of [
    "0",
    1,
    [0],
    { a: 0 },
    new Map([[1, 1]]),
    safe("x"),
    pythonFloat(1),
    new Date(0),
    new (class X {})(),
  ])
    assert.equal(isTrue(value), true);
});

test("equal values have one key", () => {
  assert.equal(identityKey(1), identityKey(true));
  assert.equal(identityKey(1), identityKey(pythonFloat(1)));
  assert.equal(identityKey("a"), identityKey(safe("a")));
  assert.equal(identityKey(new Date(1)), identityKey(new Date(1)));
  assert.notEqual(identityKey("1"), identityKey(1));
});
