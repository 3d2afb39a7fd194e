// Fills `%s`, `%d`, `%05.2f` and their kind in a text, as Python's `%` operator does.
import { PythonFloat } from "../values/python-spelling.ts";
import { toExponential, toFixed } from "./round.ts";

/** How values become text, and how faults become errors. */
export interface PrintfOptions {
  /** The text of a value for `%s`. */
  readonly text: (value: unknown) => string;
  /** The text of a value for `%r`. */
  readonly quote: (value: unknown) => string;
  /** Makes the error to throw. */
  readonly error: (message: string) => Error;
  /** The longest text a width or precision may ask for. */
  readonly maxLength: number;
}

const directive = /%(?:\(([^()]*)\))?([#0\- +]*)(\*|[0-9]*)(?:\.(\*|[0-9]*))?[hlL]?(.?)/gsu;

/** Replaces each directive of `format` by the next of `values`, or by the value of its name when `values` is a mapping. */
export function printf(
  format: string,
  values: readonly unknown[] | Readonly<Record<string, unknown>>,
  options: PrintfOptions,
): string {
  const list = Array.isArray(values) ? (values as readonly unknown[]) : undefined;
  const named = list === undefined ? (values as Readonly<Record<string, unknown>>) : undefined;
  let next = 0;
  const take = (name: string | undefined): unknown => {
    if (name !== undefined) {
      if (named === undefined) throw options.error("format requires a mapping");
      if (!Object.hasOwn(named, name)) throw options.error(`format has no value named '${name}'`);
      return named[name];
    }
    if (list === undefined) return named;
    if (next >= list.length) throw options.error("not enough arguments for format string");
    return list[next++];
  };
  const result = format.replace(directive, (_, name, flags: string, width: string, precision, kind: string) => {
    if (kind === "%") return "%";
    if (kind === "") throw options.error("incomplete format");
    const wide = width === "*" ? Number(take(undefined)) : Number(width);
    const precise =
      precision === undefined ? undefined : precision === "*" ? Number(take(undefined)) : Number(precision);
    if (!(Math.abs(wide) <= options.maxLength) || (precise !== undefined && !(precise <= options.maxLength)))
      throw options.error(`the width or precision of "${_}" is too large`);
    const left = flags.includes("-") || wide < 0;
    return pad(convert(kind, take(name), { flags, precise, options }), Math.abs(wide), {
      left,
      zero: flags.includes("0"),
    });
  });
  if (list !== undefined && next < list.length)
    throw options.error("not all arguments converted during string formatting");
  return result;
}

interface Converted {
  readonly sign: string;
  readonly body: string;
  readonly isNumber: boolean;
}

interface Directive {
  readonly flags: string;
  readonly precise: number | undefined;
  readonly options: PrintfOptions;
}

function convert(kind: string, value: unknown, { flags, precise, options }: Directive): Converted {
  const word = (text: string): Converted => ({
    sign: "",
    body: precise === undefined ? text : Array.from(text).slice(0, precise).join(""),
    isNumber: false,
  });
  if (kind === "s") return word(options.text(value));
  if (kind === "r" || kind === "a") return word(options.quote(value));
  if (kind === "c") {
    if (typeof value === "number") return word(String.fromCodePoint(value));
    if (typeof value === "string" && Array.from(value).length === 1) return word(value);
    throw options.error("%c requires int or char");
  }
  if ("diuxXo".includes(kind)) return signed(wholeText(kind, value, { flags, precise, options }), flags);
  if ("eEfFgG".includes(kind)) return signed(floatText(kind, value, { flags, precise, options }), flags);
  throw options.error(`unsupported format character '${kind}'`);
}

function signed(text: string, flags: string): Converted {
  const negative = text.startsWith("-");
  const sign = negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  return { sign, body: negative ? text.slice(1) : text, isNumber: true };
}

function pad(
  { sign, body, isNumber }: Converted,
  width: number,
  { left, zero }: { left: boolean; zero: boolean },
): string {
  const text = sign + body;
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  if (left) return text + " ".repeat(missing);
  return isNumber && zero ? sign + "0".repeat(missing) + body : " ".repeat(missing) + text;
}

function wholeText(kind: string, value: unknown, { flags, precise, options }: Directive): string {
  const number = typeof value === "boolean" ? Number(value) : value instanceof PythonFloat ? value.valueOf() : value;
  if (typeof number !== "number" && typeof number !== "bigint")
    throw options.error(`%${kind} format: a number is required, not ${kindOf(value)}`);
  if (typeof number === "number" && !Number.isFinite(number))
    throw options.error(`cannot convert ${number} to a whole number`);
  const whole = typeof number === "bigint" ? number : BigInt(Math.trunc(number));
  const size = whole < 0n ? -whole : whole;
  let digits = size.toString(kind === "o" ? 8 : kind === "x" || kind === "X" ? 16 : 10).padStart(precise ?? 0, "0");
  if (flags.includes("#") && "xXo".includes(kind)) digits = `0${kind.toLowerCase()}${digits}`;
  return (whole < 0n ? "-" : "") + (kind === "X" ? digits.toUpperCase() : digits);
}

function floatText(kind: string, value: unknown, { precise = 6, options }: Directive): string {
  if (
    typeof value === "string" ||
    (typeof value === "object" && !(value instanceof PythonFloat)) ||
    value === undefined
  )
    throw options.error(`must be real number, not ${kindOf(value)}`);
  const number = Number(value);
  const text = Number.isFinite(number)
    ? finiteText(kind, number, precise)
    : Number.isNaN(number)
      ? "nan"
      : number > 0
        ? "inf"
        : "-inf";
  return kind === kind.toUpperCase() ? text.toUpperCase() : text;
}

function finiteText(kind: string, number: number, precision: number): string {
  const digits = Math.min(precision, 100);
  const lower = kind.toLowerCase();
  if (lower === "f") return toFixed(number, digits);
  if (lower === "e") return twoDigitExponent(toExponential(number, digits));
  const significant = Math.max(digits, 1);
  const exponent = number === 0 ? 0 : Number(toExponential(number, significant - 1).split("e")[1]);
  if (exponent < -4 || exponent >= significant) {
    const [mantissa, power] = toExponential(number, significant - 1).split("e") as [string, string];
    return twoDigitExponent(`${trimZeros(mantissa)}e${power}`);
  }
  return trimZeros(toFixed(number, Math.max(significant - 1 - exponent, 0)));
}

function trimZeros(text: string): string {
  if (!text.includes(".")) return text;
  let end = text.length;
  while (text[end - 1] === "0") end--;
  return text.slice(0, text[end - 1] === "." ? end - 1 : end);
}

function twoDigitExponent(text: string): string {
  const [mantissa, exponent] = text.split("e") as [string, string];
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}
