// Provides the built-in converters whose values are numbers: int and float.
import type { Ends, Scan, ValueConverter } from "./value-converter.ts";

/** The limits that a pattern may set, as in `<int(min=1, max=9):n>`. */
export interface NumberLimits {
  readonly fixedDigits: number;
  readonly min: number;
  readonly max: number;
  readonly signed: boolean;
}

const zero = 48;
const hyphen = 45;
const point = 46;

function isDigit(code: number): boolean {
  return code >= zero && code <= 57;
}

function describeLimits(noun: string, limits: NumberLimits): string {
  let text = limits.fixedDigits > 0 ? `${noun} of ${limits.fixedDigits} digits` : noun;
  if (limits.min > -Infinity) text += ` of at least ${limits.min}`;
  if (limits.max < Infinity) text += `${limits.min > -Infinity ? " and" : " of"} at most ${limits.max}`;
  return limits.signed || limits.min >= 0 ? text : `${text}, not negative`;
}

function sign(noun: string, limits: NumberLimits): string {
  return `${noun}(${limits.fixedDigits},${limits.min},${limits.max},${limits.signed})`;
}

/**
 * Decimal digits, with a leading `-` only where `signed`.
 *
 * Numbers beyond 2⁵³ − 1 do not match: as a JavaScript number they would be another one.
 */
export class IntegerConverter implements ValueConverter {
  readonly signature: string;
  readonly weight = 50;
  readonly isolating = true;
  readonly greedy = true;
  readonly regex: string;
  readonly scan: Scan;
  readonly expects: string;
  readonly #limits: NumberLimits;
  readonly #signed: boolean;
  readonly #fixed: number;

  constructor(limits: NumberLimits) {
    this.#limits = limits;
    this.#signed = limits.signed;
    this.#fixed = limits.fixedDigits;
    this.signature = sign("int", limits);
    this.regex = limits.signed ? "-?[0-9]+" : "[0-9]+";
    this.expects = describeLimits("an integer", limits);
    this.scan = {
      kind: "run",
      member: isDigit,
      find: (text, start, runs, ends) => this.#find(text, start, runs, ends),
    };
  }

  accepts(text: string, start: number, end: number): boolean {
    if (this.#fixed > 0 && end - start !== this.#fixed) return false;
    let at = start;
    if (this.#signed && text.charCodeAt(at) === hyphen) at++;
    if (at >= end) return false;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code < zero || code > 57) return false;
    }
    return true;
  }

  #find(text: string, start: number, runs: Int32Array, ends: Ends): boolean {
    const digits = this.#signed && text.charCodeAt(start) === hyphen ? start + 1 : start;
    ends.least = digits + 1;
    ends.most = runs[digits]!;
    if (this.#fixed > 0) {
      if (start + this.#fixed > ends.most) return false;
      ends.least = Math.max(ends.least, start + this.#fixed);
      ends.most = start + this.#fixed;
    }
    return ends.most >= ends.least;
  }

  read(text: string, start: number, end: number): number | undefined {
    const negative = text.charCodeAt(start) === hyphen;
    let value = 0;
    for (let i = negative ? start + 1 : start; i < end; i++) value = value * 10 + (text.charCodeAt(i) - zero);
    if (value > Number.MAX_SAFE_INTEGER) return undefined;
    if (negative) value = 0 - value;
    return value < this.#limits.min || value > this.#limits.max ? undefined : value;
  }

  write(value: unknown): string | undefined {
    const text =
      typeof value === "number" && Number.isSafeInteger(value)
        ? String(value)
        : typeof value === "bigint" || typeof value === "string"
          ? String(value)
          : undefined;
    if (text === undefined || this.#fixed === 0) return text;
    return text.startsWith("-") ? `-${text.slice(1).padStart(this.#fixed - 1, "0")}` : text.padStart(this.#fixed, "0");
  }
}

/** Digits, a point and digits, with a leading `-` only where `signed`. */
export class FloatConverter implements ValueConverter {
  readonly signature: string;
  readonly weight = 50;
  readonly isolating = true;
  readonly greedy = true;
  readonly regex: string;
  readonly scan: Scan;
  readonly expects: string;
  readonly #limits: NumberLimits;

  constructor(limits: NumberLimits) {
    this.#limits = limits;
    this.signature = sign("float", limits);
    this.regex = limits.signed ? "-?[0-9]+\\.[0-9]+" : "[0-9]+\\.[0-9]+";
    this.expects = describeLimits("a number", limits);
    this.scan = {
      kind: "run",
      member: isDigit,
      find: (text, start, runs, ends) => this.#find(text, start, runs, ends),
    };
  }

  accepts(text: string, start: number, end: number): boolean {
    let at = this.#limits.signed && text.charCodeAt(start) === hyphen ? start + 1 : start;
    const whole = at;
    while (at < end && isDigit(text.charCodeAt(at))) at++;
    if (at === whole || at >= end || text.charCodeAt(at) !== point) return false;
    const fraction = ++at;
    while (at < end && isDigit(text.charCodeAt(at))) at++;
    return at === end && at > fraction;
  }

  #find(text: string, start: number, runs: Int32Array, ends: Ends): boolean {
    const digits = this.#limits.signed && text.charCodeAt(start) === hyphen ? start + 1 : start;
    const dot = runs[digits]!;
    if (dot === digits || text.charCodeAt(dot) !== point) return false;
    ends.least = dot + 2;
    ends.most = runs[dot + 1]!;
    return ends.most >= ends.least;
  }

  read(text: string, start: number, end: number): number | undefined {
    const value = Number(text.slice(start, end));
    return Number.isFinite(value) && value >= this.#limits.min && value <= this.#limits.max ? value : undefined;
  }

  write(value: unknown): string | undefined {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number === "bigint") return `${number}.0`;
    return typeof number === "number" && Number.isFinite(number) ? spellDecimal(number) : undefined;
  }
}

// JavaScript writes very large and very small numbers with an exponent, which the pattern does not read.
function spellDecimal(value: number): string {
  const text = String(value);
  const [digits, exponent] = text.split("e") as [string, string | undefined];
  if (exponent === undefined) return digits.includes(".") ? digits : `${digits}.0`;
  const negative = digits.startsWith("-") ? "-" : "";
  const [whole, fraction = ""] = digits.replace("-", "").split(".") as [string, string | undefined];
  const shift = Number(exponent);
  if (shift > 0) return `${negative}${(whole + fraction).padEnd(whole.length + shift, "0")}.0`;
  return `${negative}0.${"0".repeat(-shift - whole.length)}${whole}${fraction}`;
}
