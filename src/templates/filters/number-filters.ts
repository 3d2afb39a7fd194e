// Defines Jinja's filters about numbers: abs, float, int, round and filesizeformat.
import { Safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { roundHalfEven, toFixed } from "../format/round.ts";
import { PythonFloat, pythonFloat } from "../values/python-spelling.ts";
import { textOf, wholeNumber } from "./text-of.ts";

/** Jinja's filters about numbers. */
export const numberFilters: Readonly<Record<string, FilterDefinition>> = {
  abs: defineFilter(absolute, { call: true, params: [] }),
  filesizeformat: defineFilter(fileSize, { call: true, params: ["binary"] }),
  float: defineFilter(toFloat, { call: true, params: ["default"] }),
  int: defineFilter(toInteger, { call: true, params: ["default", "base"] }),
  round: defineFilter(round, { call: true, params: ["precision", "method"] }),
};

/** The amount of a value that is a number of any kind. */
export function findNumber(value: unknown): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  return value instanceof PythonFloat ? value.valueOf() : undefined;
}

function absolute(call: TemplateCall, value: unknown): unknown {
  const number = findNumber(value);
  if (number === undefined)
    throw call.error(`abs takes a number, not ${describe(call, value)}.`, "Write value|float|abs.");
  if (typeof number === "bigint") return number < 0n ? -number : number;
  return value instanceof PythonFloat ? pythonFloat(Math.abs(number)) : Math.abs(number);
}

function describe(call: TemplateCall, value: unknown): string {
  return call.isUndefined(value) || value === null
    ? "nothing"
    : `${typeof value} ${JSON.stringify(call.text(value).slice(0, 40))}`;
}

const floatText =
  /^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:e[+-]?[0-9](?:_?[0-9])*)?$/i;
const namedFloat = /^([+-]?)(?:inf(?:inity)?|(nan))$/i;

/** The number that a text spells as Python's `float` reads it. */
function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim();
  if (floatText.test(trimmed)) return Number(trimmed.replaceAll("_", ""));
  const named = namedFloat.exec(trimmed);
  if (named === null) return undefined;
  return named[2] === undefined ? (named[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number.NaN;
}

/** A number from a number, a text, or an object that stands for one, such as a decimal. */
export function findFloat(value: unknown): number | undefined {
  const number = findNumber(value);
  if (number !== undefined) return Number(number);
  if (typeof value === "string" || value instanceof Safe) return parseFloatText(value.toString());
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const amount: unknown = value.valueOf();
  return typeof amount === "number" || typeof amount === "bigint" ? Number(amount) : undefined;
}

function toFloat(call: TemplateCall, value: unknown, fallback: unknown): unknown {
  const number = findFloat(value) ?? (fallback === undefined ? 0 : fallback);
  return typeof number === "number" && call.options.pythonSpelling ? pythonFloat(number) : number;
}

const digitValues = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The whole number that a text spells in a base, with Python's prefixes and underscores. */
function parseWhole(text: string, base: number): number | bigint | undefined {
  const match = /^([+-]?)(?:0([xob]))?_?([0-9a-z](?:_?[0-9a-z])*)$/i.exec(text.trim());
  if (match === null) return undefined;
  const prefixBase = { x: 16, o: 8, b: 2 }[match[2]?.toLowerCase() as "x"];
  let digits = match[3]!.replaceAll("_", "").toLowerCase();
  // In base 16, "0b1" is a number and not a prefix; in base 10, "0x1" is none.
  if (prefixBase !== undefined && base !== 0 && base !== prefixBase) digits = `0${match[2]!.toLowerCase()}${digits}`;
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  if (base === 0 && prefixBase === undefined && /^0+[1-9]/.test(digits)) return undefined;
  for (const digit of digits) if (digitValues.indexOf(digit) >= radix) return undefined;
  const sign = match[1] === "-" ? -1 : 1;
  const number = Number.parseInt(digits, radix);
  if (Number.isSafeInteger(number)) return sign * number;
  return digits.length > 4300 ? undefined : BigInt(sign) * exactWhole(digits, radix);
}

function exactWhole(digits: string, radix: number): bigint {
  if (radix === 10) return BigInt(digits);
  let number = 0n;
  for (const digit of digits) number = number * BigInt(radix) + BigInt(digitValues.indexOf(digit));
  return number;
}

function toInteger(call: TemplateCall, value: unknown, fallback: unknown, base: unknown): unknown {
  const radix = wholeNumber(call, base, 10, "The base of int");
  if (typeof value === "bigint") return value;
  if ((typeof value === "string" || value instanceof Safe) && (radix === 0 || (radix >= 2 && radix <= 36))) {
    const whole = parseWhole(value.toString(), radix);
    if (whole !== undefined) return whole;
  }
  const number = findFloat(value);
  if (number === undefined || !Number.isFinite(number)) return fallback === undefined ? 0 : fallback;
  const whole = Math.trunc(number) + 0;
  return Number.isSafeInteger(whole) ? whole : BigInt(whole);
}

function round(call: TemplateCall, value: unknown, precision: unknown, method: unknown): unknown {
  const digits = wholeNumber(call, precision, 0, "The precision of round");
  const way = method === undefined ? "common" : textOf(call, method);
  if (way !== "common" && way !== "ceil" && way !== "floor")
    throw call.error("method must be common, ceil or floor", "Write number|round(2, 'floor').");
  const number = findNumber(value) ?? findFloat(typeof value === "object" ? value : undefined);
  if (number === undefined)
    throw call.error(`round takes a number, not ${describe(call, value)}.`, "Write value|float|round.");
  if (typeof number === "bigint") return number;
  const isWhole = Number.isInteger(number) && !(value instanceof PythonFloat);
  if (way === "common") {
    const rounded = roundHalfEven(number, digits) + 0;
    return call.options.pythonSpelling && !isWhole ? pythonFloat(rounded) : rounded;
  }
  const unit = 10 ** digits;
  const rounded = (way === "ceil" ? Math.ceil(number * unit) : Math.floor(number * unit)) / unit + 0;
  return call.options.pythonSpelling ? pythonFloat(rounded) : rounded;
}

const decimalUnits = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
const binaryUnits = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

function fileSize(call: TemplateCall, value: unknown, binary: unknown): string {
  const bytes = findFloat(value);
  if (bytes === undefined || Number.isNaN(bytes))
    throw call.error(
      `filesizeformat takes a number of bytes, not ${describe(call, value)}.`,
      "Write size|default(0)|filesizeformat.",
    );
  if (bytes === 1) return "1 Byte";
  if (!Number.isFinite(bytes))
    throw call.error("filesizeformat takes a finite number of bytes.", "Write the size as a number.");
  const base = binary ? 1024 : 1000;
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const units = binary ? binaryUnits : decimalUnits;
  let power = 1;
  while (power < units.length && bytes >= base ** (power + 1)) power++;
  return `${toFixed((base * bytes) / base ** (power + 1), 1)} ${units[power - 1]}`;
}
