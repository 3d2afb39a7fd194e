// Checks one value against its field's type, and returns the fault as a text for people.

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(\.[^\s@<>(),;:"[\]\\.]+)+$/;
const SLUG = /^[-a-zA-Z0-9_]+$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const DECIMAL = /^-?(\d+)(?:\.(\d*))?$/;

export function checkText(value: unknown): string | undefined {
  return typeof value === "string" ? undefined : "Enter text.";
}

export function checkMaxLength(limit: number): (value: string) => string | undefined {
  return (value) => {
    const length = [...value].length;
    return length > limit ? `Enter at most ${limit} characters (these are ${length}).` : undefined;
  };
}

export function checkEmail(value: string): string | undefined {
  return EMAIL.test(value) && value.length <= 320 ? undefined : "Enter a valid email address.";
}

export function checkSlug(value: string): string | undefined {
  return SLUG.test(value) ? undefined : "Enter letters, digits, hyphens and underscores alone.";
}

export function checkUrl(value: string): string | undefined {
  const url = URL.parse(value);
  const known = url !== null && ["http:", "https:", "ftp:", "ftps:"].includes(url.protocol);
  return known && url.hostname !== "" ? undefined : "Enter a valid URL.";
}

export function checkUuid(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? undefined : "Enter a valid UUID.";
}

export function checkIp(value: unknown): string | undefined {
  const { isIP } = process.getBuiltinModule("node:net");
  return typeof value === "string" && isIP(value) !== 0 ? undefined : "Enter a valid IPv4 or IPv6 address.";
}

export function checkInteger(min: number, max: number): (value: unknown) => string | undefined {
  return (value) => {
    if (!Number.isSafeInteger(value)) return "Enter a whole number.";
    if ((value as number) < min) return `Enter a number of at least ${min}.`;
    return (value as number) > max ? `Enter a number of at most ${max}.` : undefined;
  };
}

export function checkBigInt(min: bigint): (value: unknown) => string | undefined {
  return (value) => {
    if (typeof value !== "bigint") return "Enter a whole number as a bigint.";
    if (value < min) return `Enter a number of at least ${min}.`;
    return value > 9_223_372_036_854_775_807n ? "Enter a number of at most 9223372036854775807." : undefined;
  };
}

export function checkFloat(value: unknown): string | undefined {
  return typeof value === "number" && Number.isFinite(value) ? undefined : "Enter a number.";
}

export function checkBoolean(value: unknown): string | undefined {
  return typeof value === "boolean" ? undefined : "Choose true or false.";
}

export function checkDate(value: unknown): string | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? undefined : "Enter a valid date and time.";
}

export function checkDecimal(maxDigits: number, decimalPlaces: number): (value: unknown) => string | undefined {
  return (value) => {
    const parts = typeof value === "string" ? DECIMAL.exec(value) : null;
    if (parts === null) return 'Enter a decimal number as text, such as "10.50".';
    const whole = parts[1]!.replace(/^0+(?=\d)/, "");
    const places = (parts[2] ?? "").replace(/0+$/, "").length;
    if (places > decimalPlaces) return `Enter at most ${decimalPlaces} digits after the point.`;
    const digits = whole === "0" ? 0 : whole.length;
    return digits > maxDigits - decimalPlaces
      ? `Enter at most ${maxDigits - decimalPlaces} digits before the point.`
      : undefined;
  };
}

export function checkBytes(value: unknown): string | undefined {
  return value instanceof Uint8Array ? undefined : "Give the bytes as a Uint8Array.";
}

/** Checks for one of the Temporal types by the name that its values give themselves. */
export function checkTemporal(
  name: "PlainDate" | "PlainTime" | "Duration",
  what: string,
): (value: unknown) => string | undefined {
  return (value) =>
    typeof value === "object" && value !== null && Reflect.get(value, Symbol.toStringTag) === `Temporal.${name}`
      ? undefined
      : `Enter a valid ${what}.`;
}

export function checkList(value: unknown): string | undefined {
  return Array.isArray(value) ? undefined : "Give a list.";
}
