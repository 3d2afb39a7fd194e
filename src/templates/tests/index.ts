// Gathers the built-in tests by name.
import { Safe } from "#kernel";
import { defineTest, type TemplateCall, type TestDefinition } from "../definitions.ts";
import { compareValues, valuesEqual } from "../values/compare-values.ts";
import { isPlain, PythonFloat, reprPython } from "../values/python-spelling.ts";

const equal = defineTest(isEqual, { call: true, params: ["other"] });
const unequal = defineTest((call: TemplateCall, value: unknown, other: unknown) => !isEqual(call, value, other), {
  call: true,
  params: ["other"],
});
const greater = ordered("gt", (order) => order > 0);
const atLeast = ordered("ge", (order) => order >= 0);
const less = ordered("lt", (order) => order < 0);
const atMost = ordered("le", (order) => order <= 0);

/** The tests that every engine has: Jinja's, by Jinja's names. */
export const builtinTests: Readonly<Record<string, TestDefinition>> = {
  boolean: defineTest((value: unknown) => typeof value === "boolean", { params: [] }),
  callable: defineTest((value: unknown) => typeof value === "function", { params: [] }),
  defined: defineTest((call: TemplateCall, value: unknown) => !call.isUndefined(value), { call: true, params: [] }),
  divisibleby: defineTest(isDivisible, { call: true, params: ["num"] }),
  escaped: defineTest((value: unknown) => value instanceof Safe, { params: [] }),
  even: defineTest((call: TemplateCall, value: unknown) => isDivisible(call, value, 2), { call: true, params: [] }),
  false: defineTest((value: unknown) => value === false, { params: [] }),
  filter: defineTest((call: TemplateCall, value: unknown) => call.engine.hasFilter(call.text(value)), {
    call: true,
    params: [],
  }),
  float: defineTest(isFloat, { params: [] }),
  in: defineTest(isIn, { call: true, params: ["seq"] }),
  integer: defineTest(
    (value: unknown) => typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value)),
  ),
  iterable: defineTest(isIterable, { call: true, params: [] }),
  lower: defineTest((call: TemplateCall, value: unknown) => isCased(call.text(value), /\p{Lu}|\p{Lt}/u, /\p{Ll}/u), {
    call: true,
  }),
  mapping: defineTest((value: unknown) => value instanceof Map || isPlain(value), { params: [] }),
  none: defineTest(isNone, { call: true, params: [] }),
  number: defineTest(isNumber, { params: [] }),
  odd: defineTest((call: TemplateCall, value: unknown) => !isDivisible(call, value, 2), { call: true, params: [] }),
  sameas: defineTest((value: unknown, other: unknown) => value === other, { params: ["other"] }),
  sequence: defineTest(isSequence, { call: true, params: [] }),
  string: defineTest((value: unknown) => typeof value === "string" || value instanceof Safe, { params: [] }),
  test: defineTest((call: TemplateCall, value: unknown) => call.engine.hasTest(call.text(value)), {
    call: true,
    params: [],
  }),
  true: defineTest((value: unknown) => value === true, { params: [] }),
  undefined: defineTest((call: TemplateCall, value: unknown) => call.isUndefined(value), { call: true, params: [] }),
  upper: defineTest((call: TemplateCall, value: unknown) => isCased(call.text(value), /\p{Ll}|\p{Lt}/u, /\p{Lu}/u), {
    call: true,
  }),
  eq: equal,
  equalto: equal,
  "==": equal,
  ne: unequal,
  "!=": unequal,
  gt: greater,
  greaterthan: greater,
  ">": greater,
  ge: atLeast,
  ">=": atLeast,
  lt: less,
  lessthan: less,
  "<": less,
  le: atMost,
  "<=": atMost,
};

// In JavaScript null and undefined both say "nothing"; Python's None is a value like any other.
function isNone(call: TemplateCall, value: unknown): boolean {
  return value === null || (!call.options.pythonSpelling && call.isUndefined(value));
}

function isEqual(call: TemplateCall, value: unknown, other: unknown): boolean {
  if (call.options.pythonSpelling && call.isUndefined(value) !== call.isUndefined(other)) return false;
  return valuesEqual(value, other);
}

function ordered(name: string, matches: (order: number) => boolean): TestDefinition {
  const compare = (call: TemplateCall, value: unknown, other: unknown): boolean => {
    const order = compareValues(value, other);
    if (order === undefined || Number.isNaN(order))
      throw call.error(
        `The test ${name} cannot compare ${describe(value)} with ${describe(other)}.`,
        "Compare numbers with numbers and texts with texts.",
      );
    return matches(order);
  };
  return defineTest(compare, { call: true, params: ["other"] });
}

function describe(value: unknown): string {
  return value === undefined ? "an undefined value" : reprPython(value).slice(0, 40);
}

function isDivisible(call: TemplateCall, value: unknown, by: unknown): boolean {
  const [number, divisor] = [amount(value), amount(by)];
  if (number === undefined || divisor === undefined)
    throw call.error(
      `The tests odd, even and divisibleby take numbers, not ${describe(number === undefined ? value : by)}.`,
      "Write value|int is odd.",
    );
  if (Number(divisor) === 0) throw call.error("divisibleby cannot divide by zero.");
  return typeof number === "number" && typeof divisor === "number"
    ? number % divisor === 0
    : BigInt(number) % BigInt(divisor) === 0n;
}

function amount(value: unknown): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  return value instanceof PythonFloat ? value.valueOf() : undefined;
}

function isFloat(value: unknown): boolean {
  return value instanceof PythonFloat || (typeof value === "number" && !Number.isInteger(value));
}

function isNumber(value: unknown): boolean {
  return amount(value) !== undefined;
}

function isIn(call: TemplateCall, value: unknown, container: unknown): boolean {
  if (typeof container === "string" || container instanceof Safe) {
    if (typeof value === "string" || value instanceof Safe) return container.toString().includes(value.toString());
    throw call.error(
      `'in <string>' requires string as left operand, not ${describe(value)}.`,
      "Write value|string in text.",
    );
  }
  if (container instanceof Map || container instanceof Set) return container.has(value);
  if (isPlain(container))
    return (typeof value === "string" || typeof value === "number") && Object.hasOwn(container, value);
  return call.items(container).some((item) => valuesEqual(item, value));
}

function isIterable(call: TemplateCall, value: unknown): boolean {
  if (typeof value === "string" || call.isUndefined(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Symbol.iterator in value || Symbol.asyncIterator in value || isPlain(value) || value instanceof Safe;
}

function isSequence(call: TemplateCall, value: unknown): boolean {
  if (typeof value === "string" || value instanceof Safe || call.isUndefined(value)) return true;
  return (
    Array.isArray(value) ||
    value instanceof Map ||
    isPlain(value) ||
    (ArrayBuffer.isView(value) && Symbol.iterator in value)
  );
}

// A text is of one case when it has letters of that case and none of another.
function isCased(text: string, other: RegExp, own: RegExp): boolean {
  return own.test(text) && !other.test(text);
}
