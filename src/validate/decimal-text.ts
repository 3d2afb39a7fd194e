// Reads decimals of any length from text and computes with them exactly: order, steps, digits, plain notation.

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
// An exponent beyond this would write out a text longer than any number that people mean.
const largestExponent = 400;

/**
 * A decimal number: an integer and the number of its digits after the point.
 *
 * Texts in scientific notation are taken as well, as far as they can be written out.
 */
export class DecimalText {
  /** The number without its point. */
  readonly units: bigint;
  /** The digits after the point, written zeros included. Never negative. */
  readonly places: number;

  private constructor(units: bigint, places: number) {
    this.units = units;
    this.places = places;
  }

  /** Reads a number; undefined for other texts, and for infinities. */
  static find(text: string): DecimalText | undefined {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const [, sign, whole = "", part = "", exponent = "0"] = found;
    if (whole === "" && part === "") return undefined;
    const shift = Number(exponent);
    if (Math.abs(shift) > largestExponent) return undefined;
    const digits = BigInt(`${whole}${part}`);
    const places = part.length - shift;
    const units = places < 0 ? digits * 10n ** BigInt(-places) : digits;
    return new DecimalText(sign === "-" ? -units : units, Math.max(0, places));
  }

  /** The digits before the point, leading zeros not counted. */
  get wholeDigits(): number {
    const digits = (this.units < 0n ? -this.units : this.units).toString();
    return this.units === 0n ? (this.places === 0 ? 1 : 0) : Math.max(0, digits.length - this.places);
  }

  compare(other: DecimalText): number {
    const [left, right] = align(this, other);
    return left < right ? -1 : left > right ? 1 : 0;
  }

  plus(other: DecimalText): DecimalText {
    const [left, right] = align(this, other);
    return new DecimalText(left + right, Math.max(this.places, other.places));
  }

  /** Whether this is `from` and a whole number of steps. */
  isMultipleOf(step: DecimalText, from: DecimalText): boolean {
    const places = Math.max(this.places, step.places, from.places);
    const unit = scale(step, places);
    return unit !== 0n && (scale(this, places) - scale(from, places)) % unit === 0n;
  }

  /** The number in plain notation: `-1234.50`. */
  toString(): string {
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.places + 1, "0");
    const whole = digits.slice(0, digits.length - this.places);
    const sign = this.units < 0n ? "-" : "";
    return this.places === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-this.places)}`;
  }
}

function align(left: DecimalText, right: DecimalText): readonly [bigint, bigint] {
  const places = Math.max(left.places, right.places);
  return [scale(left, places), scale(right, places)];
}

function scale(number: DecimalText, places: number): bigint {
  return number.units * 10n ** BigInt(places - number.places);
}
