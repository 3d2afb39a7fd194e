// Rounds numbers as Python does: exact halves go to the even neighbour, and decimals are those of the stored value.

/** The text of a number with `digits` decimals, 0 to 100; the exact halves that a float can hold round to even. */
export function toFixed(number: number, digits: number): string {
  if (Math.abs(number) >= 1e21) return BigInt(number).toString() + (digits > 0 ? `.${"0".repeat(digits)}` : "");
  const text = number.toFixed(digits);
  if (digits > 60) return text;
  // The platform rounds halves away from zero. A half has a 5 at the next place and nothing behind it.
  const exact = Math.abs(number).toFixed(Math.min(100, digits + 40));
  const point = exact.indexOf(".");
  const rest = exact.slice(point + 1 + digits);
  if (rest[0] !== "5" || !isZero(rest.slice(1))) return text;
  const lower = exact.slice(0, digits === 0 ? point : point + 1 + digits);
  const isEven = Number(lower.at(-1)) % 2 === 0;
  return isEven ? (number < 0 ? `-${lower}` : lower) : text;
}

/** The text of a number with an exponent and `digits` decimals, 0 to 60; exact halves round to even. */
export function toExponential(number: number, digits: number): string {
  const text = number.toExponential(digits);
  const [mantissa, power] = Math.abs(number)
    .toExponential(Math.min(100, digits + 40))
    .split("e") as [string, string];
  const rest = mantissa.slice(2 + digits);
  if (rest[0] !== "5" || !isZero(rest.slice(1))) return text;
  const lower = mantissa.slice(0, digits === 0 ? 1 : 2 + digits);
  return Number(lower.at(-1)) % 2 === 0 ? `${number < 0 ? "-" : ""}${lower}e${power}` : text;
}

function roundWhole(number: bigint, unit: bigint): bigint {
  const size = number < 0n ? -number : number;
  const rest = size % unit;
  const lower = size - rest;
  const isUp = rest * 2n > unit || (rest * 2n === unit && (lower / unit) % 2n === 1n);
  const rounded = isUp ? lower + unit : lower;
  return number < 0n ? -rounded : rounded;
}

function isZero(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) if (digits[i] !== "0") return false;
  return true;
}

/** A number rounded to `digits` decimals, half to even; negative digits round before the point. */
export function roundHalfEven(number: number, digits: number): number {
  if (!Number.isFinite(number)) return number;
  if (digits >= 0) return digits > 60 ? number : Number(toFixed(number, digits));
  if (digits < -308) return 0;
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return Number(roundWhole(BigInt(number), 10n ** BigInt(-digits)));
  const unit = 10 ** -digits;
  const quotient = number / unit;
  const floor = Math.floor(quotient);
  const rest = quotient - floor;
  return (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor) * unit;
}
