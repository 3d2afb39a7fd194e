// Computes with decimals that are longer than a number can hold, which SQLite keeps as text.
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";

type Value = SQLOutputValue;
interface Decimal {
  /** All digits as one whole number; the last `places` of them stand behind the point. */
  readonly digits: bigint;
  readonly places: number;
}

function parse(value: Value): Decimal | undefined {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?\s*$/i.exec(String(value));
  if (match === null || (match[2] === "" && (match[3] ?? "") === "")) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  const places = fraction.length - Number(exponent);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

function print({ digits, places }: Decimal): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const sign = digits < 0n ? "-" : "";
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function align(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const places = Math.max(a.places, b.places);
  return [a.digits * 10n ** BigInt(places - a.places), b.digits * 10n ** BigInt(places - b.places), places];
}

// Text of one length, whose order is that of the numbers: nines' complements stand for negative ones.
const wholeDigits = 70;
const fractionDigits = 40;
function sortKey(value: Value): string | null {
  const decimal = value === null ? undefined : parse(value);
  if (decimal === undefined) return null;
  const { digits, places } = decimal;
  const scaled =
    places <= fractionDigits
      ? digits * 10n ** BigInt(fractionDigits - places)
      : digits / 10n ** BigInt(places - fractionDigits);
  const limit = 10n ** BigInt(wholeDigits + fractionDigits);
  return scaled < 0n
    ? `0${(limit + scaled).toString().padStart(wholeDigits + fractionDigits, "0")}`
    : `1${scaled.toString().padStart(wholeDigits + fractionDigits, "0")}`;
}

/** Gives a connection the functions with which the SQLite dialect orders, adds and multiplies long decimals. */
export function registerDecimals(database: DatabaseSync): void {
  const pure = { deterministic: true } as const;
  database.function("dj_decimal_key", pure, sortKey);
  const operation = (name: string, compute: (a: Decimal, b: Decimal) => Decimal) =>
    database.function(name, pure, (left: Value, right: Value) => {
      const a = left === null ? undefined : parse(left);
      const b = right === null ? undefined : parse(right);
      return a === undefined || b === undefined ? null : print(compute(a, b));
    });
  const add = (a: Decimal, b: Decimal): Decimal => {
    const [x, y, places] = align(a, b);
    return { digits: x + y, places };
  };
  operation("dj_decimal_add", add);
  operation("dj_decimal_subtract", (a, b) => add(a, { ...b, digits: -b.digits }));
  operation("dj_decimal_multiply", (a, b) => ({ digits: a.digits * b.digits, places: a.places + b.places }));
  const aggregate = (name: string, join: (total: Decimal, next: Decimal) => Decimal) =>
    database.aggregate(name, {
      start: null,
      step(total: Decimal | null, value: Value) {
        const next = value === null ? undefined : parse(value);
        return next === undefined ? total : total === null ? next : join(total, next);
      },
      result: (total: Decimal | null) => (total === null ? null : print(total)),
    } as never);
  const isLess = (a: Decimal, b: Decimal) => {
    const [x, y] = align(a, b);
    return x < y;
  };
  aggregate("dj_decimal_sum", add);
  aggregate("dj_decimal_min", (total, next) => (isLess(next, total) ? next : total));
  aggregate("dj_decimal_max", (total, next) => (isLess(total, next) ? next : total));
}
