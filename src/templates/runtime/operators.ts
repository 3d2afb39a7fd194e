// Computes and compares as Python does: text and lists are joined and repeated, true division, floor and modulo by sign.
import { findHtml, Safe } from "#kernel";
import { TemplateRuntimeError } from "../errors.ts";
import { printf } from "../format/printf.ts";
import { compareValues, valuesEqual } from "../values/compare-values.ts";
import { isPlain, PythonFloat, pythonFloat } from "../values/python-spelling.ts";
import { isThenable } from "./awaiting.ts";
import { describeType } from "./describe-type.ts";
import { escapeText } from "./escape-text.ts";
import { Fault, failLimit, failType, failUndefined, NeedsAwait } from "./faults.ts";

type Amount = number | bigint;

/** What operators need of the engine. */
export interface OperatorSettings {
  readonly pythonSpelling: boolean;
  /** Longest text or list that an operator may make. */
  readonly maxLength: number;
  text(value: unknown): string;
  /** The text of a value with quotes around strings. */
  quote(value: unknown): string;
}

/** Helpers that compiled code calls for operators; all take the place last, which only serves to be evaluated. */
export interface Operators {
  add(a: unknown, b: unknown): unknown;
  subtract(a: unknown, b: unknown): unknown;
  multiply(a: unknown, b: unknown): unknown;
  divide(a: unknown, b: unknown): unknown;
  floorDivide(a: unknown, b: unknown): unknown;
  modulo(a: unknown, b: unknown): unknown;
  power(a: unknown, b: unknown): unknown;
  negative(a: unknown): unknown;
  positive(a: unknown): unknown;
  join(escapes: boolean, items: readonly unknown[]): unknown;
  equal(a: unknown, b: unknown): boolean;
  unequal(a: unknown, b: unknown): boolean;
  less(a: unknown, b: unknown): boolean;
  lessOrEqual(a: unknown, b: unknown): boolean;
  greater(a: unknown, b: unknown): boolean;
  greaterOrEqual(a: unknown, b: unknown): boolean;
  contains(a: unknown, b: unknown): boolean;
  lacks(a: unknown, b: unknown): boolean;
}

/** Makes the operators of one engine. */
export function makeOperators(settings: OperatorSettings): Operators {
  const { pythonSpelling, maxLength, text } = settings;

  // Python tells 1 from 1.0: a result is a float when an operand is one.
  function compute(a: unknown, b: unknown, symbol: string, run: (x: number, y: number) => number): unknown {
    const x = toAmount(a, symbol, 0);
    const y = toAmount(b, symbol, 1);
    if (typeof x === "bigint" || typeof y === "bigint") return computeBig(x, y, symbol);
    const result = run(x, y);
    return pythonSpelling && (isFloat(a) || isFloat(b)) ? pythonFloat(result) : result;
  }

  const divisor = (b: number): number => (b === 0 ? failType("Division by zero.") : b);
  const floor = (a: number, b: number): number => Math.floor(a / divisor(b));
  const remainder = (a: number, b: number): number => {
    const rest = a % divisor(b);
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  };
  const checked = (length: number): void => {
    if (length > maxLength) failLimit(`A text or list of ${length} would pass the limit of ${maxLength}.`);
  };

  function multiplySlow(a: unknown, b: unknown): unknown {
    if (typeof b === "string" || Array.isArray(b) || b instanceof Safe) [a, b] = [b, a];
    if (typeof a !== "string" && !Array.isArray(a) && !(a instanceof Safe)) return compute(a, b, "*", (x, y) => x * y);
    const times = Math.max(0, Number(toAmount(b, "*", 1)));
    if (!Number.isInteger(times)) failType(`Cannot repeat ${describeType(a)} ${times} times.`);
    checked(a.length * times);
    if (Array.isArray(a)) return Array.from({ length: times }, () => a).flat();
    return a instanceof Safe ? new Safe(a.toString().repeat(times)) : a.repeat(times);
  }

  function addSlow(a: unknown, b: unknown): unknown {
    if (isText(a) && isText(b)) {
      if (typeof a === "string" && typeof b === "string") return a + b;
      return new Safe(toHtml(a) + toHtml(b));
    }
    if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
    if (isText(a) || isText(b) || Array.isArray(a) || Array.isArray(b)) {
      refuseMissing(a, 0);
      refuseMissing(b, 1);
      // JavaScript's users write "a" + 1; Python's get an error.
      if (!pythonSpelling && (isText(a) || isText(b)) && !Array.isArray(a) && !Array.isArray(b))
        return a instanceof Safe || b instanceof Safe ? new Safe(toHtml(a) + toHtml(b)) : text(a) + text(b);
      return failType(`Cannot add ${describeType(a)} and ${describeType(b)}.`, "Join texts with ~: {{ a ~ b }}.");
    }
    return compute(a, b, "+", (x, y) => x + y);
  }

  const toHtml = (value: unknown): string =>
    value instanceof Safe ? value.toString() : (findHtml(value)?.toString() ?? escapeText(text(value)));

  function order(a: unknown, b: unknown, symbol: string): number {
    const result = a === undefined || b === undefined ? undefined : compareValues(a, b);
    if (result !== undefined) return result;
    refuseMissing(a, 0);
    refuseMissing(b, 1);
    return failType(`${describeType(a)} ${symbol} ${describeType(b)}: these have no order.`);
  }

  function equalSlow(a: unknown, b: unknown): boolean {
    refusePromise(a);
    refusePromise(b);
    if (pythonSpelling && (a === undefined) !== (b === undefined)) return false;
    return valuesEqual(a, b);
  }

  function contains(a: unknown, b: unknown): boolean {
    refusePromise(a);
    if (b === undefined || b === null) {
      if (b === null) failType("none is not a container.");
      return false;
    }
    if (isText(b)) {
      if (a === undefined) return false;
      if (!isText(a)) failType(`"in" of a text needs a text, not ${describeType(a)}.`);
      return b.toString().includes(String(a));
    }
    refusePromise(b);
    if (Array.isArray(b)) return b.some((item) => equal(item, a));
    if (b instanceof Set) return b.has(a);
    if (b instanceof Map) return b.has(a);
    if (typeof b === "object" && Symbol.iterator in b) {
      for (const item of b as Iterable<unknown>) if (equal(item, a)) return true;
      return false;
    }
    if (typeof b === "object") return (typeof a === "string" || typeof a === "number") && Object.hasOwn(b, a);
    return failType(`${describeType(b)} is not a container.`);
  }

  function equal(a: unknown, b: unknown): boolean {
    return a === b || ((typeof a !== "string" || typeof b !== "string") && equalSlow(a, b));
  }

  return {
    add: (a, b) => {
      if (typeof a === "number" && typeof b === "number" && !pythonSpelling) return a + b;
      return addSlow(a, b);
    },
    subtract: (a, b) => {
      if (typeof a === "number" && typeof b === "number" && !pythonSpelling) return a - b;
      return compute(a, b, "-", (x, y) => x - y);
    },
    multiply: (a, b) => {
      if (typeof a === "number" && typeof b === "number" && !pythonSpelling) return a * b;
      return multiplySlow(a, b);
    },
    divide: (a, b) => {
      const result = Number(toAmount(a, "/", 0)) / divisor(Number(toAmount(b, "/", 1)));
      return pythonSpelling ? pythonFloat(result) : result;
    },
    floorDivide: (a, b) => compute(a, b, "//", floor),
    modulo: (a, b) => {
      if (!isText(a)) return compute(a, b, "%", remainder);
      const isHtml = a instanceof Safe;
      const values = Array.isArray(b) || isPlain(b) ? b : b instanceof Map ? Object.fromEntries(b) : [b];
      const filled = printf(a.toString(), values, {
        text: isHtml ? toHtml : text,
        quote: isHtml ? (value) => escapeText(settings.quote(value)) : settings.quote,
        error: (message) => new Fault(TemplateRuntimeError, "TEMPLATES_TYPE", message),
        maxLength,
      });
      return isHtml ? new Safe(filled) : filled;
    },
    power: (a, b) => {
      const result = compute(a, b, "**", (x, y) => x ** y);
      return pythonSpelling && typeof result === "number" && Number(toAmount(b, "**", 1)) < 0
        ? pythonFloat(result)
        : result;
    },
    negative: (a) => compute(0, a, "-", (_, y) => -y),
    positive: (a) => compute(0, a, "+", (_, y) => y),
    join: (escapes, items) => {
      if (escapes && items.some((item) => item instanceof Safe || findHtml(item) !== undefined))
        return new Safe(items.map(toHtml).join(""));
      let out = "";
      for (const item of items) out += typeof item === "string" ? item : text(item);
      checked(out.length);
      return out;
    },
    equal,
    unequal: (a, b) => !equal(a, b),
    less: (a, b) => (typeof a === "number" && typeof b === "number" ? a < b : order(a, b, "<") < 0),
    lessOrEqual: (a, b) => (typeof a === "number" && typeof b === "number" ? a <= b : order(a, b, "<=") <= 0),
    greater: (a, b) => (typeof a === "number" && typeof b === "number" ? a > b : order(a, b, ">") > 0),
    greaterOrEqual: (a, b) => (typeof a === "number" && typeof b === "number" ? a >= b : order(a, b, ">=") >= 0),
    contains,
    lacks: (a, b) => !contains(a, b),
  };
}

function isText(value: unknown): value is string | Safe {
  return typeof value === "string" || value instanceof Safe;
}

function isFloat(value: unknown): boolean {
  return value instanceof PythonFloat || (typeof value === "number" && !Number.isInteger(value));
}

function toAmount(value: unknown, symbol: string, side: number): Amount {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof PythonFloat) return value.valueOf();
  refuseMissing(value, side);
  if (value instanceof Date) return value.getTime();
  return failType(`"${symbol}" needs numbers, not ${describeType(value)}.`);
}

function refuseMissing(value: unknown, side: number): void {
  if (value === undefined) failUndefined(side);
  refusePromise(value);
}

function refusePromise(value: unknown): void {
  if (isThenable(value)) throw new NeedsAwait();
}

function computeBig(a: Amount, b: Amount, symbol: string): Amount {
  if ((typeof a === "number" && !Number.isInteger(a)) || (typeof b === "number" && !Number.isInteger(b)))
    return failType(`"${symbol}" cannot mix big integers and fractions.`);
  const x = BigInt(a);
  const y = BigInt(b);
  switch (symbol) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "**":
      return y < 0n || y > 10_000n ? failLimit("The exponent of a big integer must be from 0 to 10000.") : x ** y;
  }
  if (y === 0n) return failType("Division by zero.");
  const rest = x % y;
  const isBelow = rest !== 0n && rest < 0n !== y < 0n;
  if (symbol === "%") return isBelow ? rest + y : rest;
  return isBelow ? x / y - 1n : x / y;
}
