// Writes decimal numbers exactly: rounded, grouped, with a language's separators, and in words such as "1.2 million".

/** A decimal number: `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: bigint;
  readonly exponent: number;
}

const decimal = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:e([+-]?[0-9]{1,9}))?$/i;

/** Reads a decimal number from text such as `-12.50` or `1e9`. Infinity and NaN are none. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = decimal.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  const exponent = Number(power) - fraction.length;
  const size = whole.length + fraction.length;
  // Larger numbers would cost memory out of proportion to their text.
  if (size + Math.abs(exponent) > 400) return undefined;
  return { isNegative: sign === "-", digits: BigInt(whole + fraction), exponent };
}

/** Whether a number has digits other than zero behind the point. */
export function hasFraction({ digits, exponent }: Decimal): boolean {
  return exponent < 0 && digits % 10n ** BigInt(-exponent) !== 0n;
}

/** The digits of a number with exactly `places` decimals; halves are rounded away from zero. */
export function roundHalfUp({ isNegative, digits, exponent }: Decimal, places: number): string {
  const shift = exponent + places;
  let scaled: bigint;
  if (shift >= 0) scaled = digits * 10n ** BigInt(shift);
  else {
    const unit = 10n ** BigInt(-shift);
    scaled = (digits * 2n + unit) / (unit * 2n);
  }
  const text = scaled.toString().padStart(places + 1, "0");
  const sign = isNegative && scaled !== 0n ? "-" : "";
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

interface Separators {
  readonly decimal: string;
  readonly group: string;
  readonly isIndian: boolean;
}

const separatorsByLocale = new Map<string, Separators>();

function separatorsOf(locale: string): Separators {
  let separators = separatorsByLocale.get(locale);
  if (separators === undefined) {
    const parts = new Intl.NumberFormat(locale, { useGrouping: true, numberingSystem: "latn" }).formatToParts(
      12_345_678.5,
    );
    const groups = parts.filter(({ type }) => type === "group");
    separators = {
      decimal: parts.find(({ type }) => type === "decimal")?.value ?? ".",
      group: groups[0]?.value ?? "",
      isIndian: parts.find(({ type }) => type === "integer")?.value === "1",
    };
    if (separatorsByLocale.size < 1000) separatorsByLocale.set(locale, separators);
  }
  return separators;
}

/** Writes the digits of a number with a language's decimal sign and, where asked, its groups. */
export function localizeDigits(text: string, locale: string, isGrouped: boolean): string {
  const { decimal: sign, group, isIndian } = separatorsOf(locale);
  const minus = text.startsWith("-") ? "-" : "";
  const [whole = "", fraction] = text.slice(minus.length).split(".") as [string, string?];
  const digits = isGrouped ? groupDigits(whole, group, isIndian ? 2 : 3) : whole;
  return minus + digits + (fraction === undefined ? "" : sign + fraction);
}

// The first group from the right has three digits in every language; Indian ones go on in pairs.
function groupDigits(whole: string, separator: string, size: number): string {
  if (separator === "" || whole.length <= 3) return whole;
  const groups = [whole.slice(-3)];
  for (let end = whole.length - 3; end > 0; end -= size) groups.unshift(whole.slice(Math.max(end - size, 0), end));
  return groups.join(separator);
}

/** The digits of a number without an exponent. */
export function plainDigits(number: number | bigint): string {
  if (typeof number === "bigint" || !Number.isFinite(number)) return String(number);
  const text = String(number);
  if (!text.includes("e")) return text;
  const parsed = parseDecimal(text);
  return parsed === undefined ? text : roundHalfUp(parsed, Math.max(-parsed.exponent, 0));
}

const largeNumbers: readonly (readonly [number, string])[] = [
  [6, "million"],
  [9, "billion"],
  [12, "trillion"],
  [15, "quadrillion"],
  [18, "quintillion"],
  [21, "sextillion"],
  [24, "septillion"],
  [27, "octillion"],
  [30, "nonillion"],
  [33, "decillion"],
  [100, "googol"],
];

/** A number of at least a million in words: `1.2 million`; undefined for others. */
export function findNumberWord(number: number, locale: string): string | undefined {
  const size = Math.abs(number);
  if (!(size >= 1e6)) return undefined;
  if (locale !== "en" && !locale.startsWith("en-"))
    return new Intl.NumberFormat(locale, {
      notation: "compact",
      compactDisplay: "long",
      maximumFractionDigits: 1,
    }).format(number);
  const found = largeNumbers.find(([exponent]) => size < 10 ** exponent * 1000);
  if (found === undefined) return undefined;
  const parsed = parseDecimal(String(number / 10 ** found[0]))!;
  return `${roundHalfUp(parsed, 1)} ${found[1]}`;
}
