// Checks the size of values that can be compared, the step of numbers, and the digits of decimals.
import { DecimalText } from "./decimal-text.ts";
import type { Issue, MessageText } from "./issue.ts";
import { defineValidator, type RuleValidator, type ValidatorOptions } from "./validator.ts";

/**
 * A value with an order. These are numbers, instants, values of Temporal, and texts.
 *
 * Decimal texts are compared as numbers when both sides are.
 */
export type Ordered =
  | number
  | bigint
  | string
  | Date
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Instant
  | Temporal.Duration;

/** Compares two values of one kind. NaN where there is no order. */
export function compareOrdered(left: Ordered, right: Ordered): number {
  if (typeof left === "string" || typeof right === "string") return compareTexts(left, right);
  if (left instanceof Date || right instanceof Date) return Number(left) - Number(right);
  if (typeof left === "object" && typeof right === "object") {
    const { compare } = left.constructor as unknown as { compare?: (a: unknown, b: unknown) => number };
    return compare === undefined ? Number.NaN : compare(left, right);
  }
  return left < right ? -1 : left > right ? 1 : left >= right ? 0 : Number.NaN;
}

function compareTexts(left: Ordered, right: Ordered): number {
  const [a, b] = [DecimalText.find(String(left)), DecimalText.find(String(right))];
  if (a !== undefined && b !== undefined) return a.compare(b);
  const [first, second] = [String(left), String(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** The kind of a limit: a limit of 3 is one for every number. */
type Wide<Value> = Value extends number
  ? number
  : Value extends string
    ? string
    : Value extends bigint
      ? bigint
      : Value;

/** Makes a validator that wants a value no greater than `limit`. */
export function maxValueValidator<Value extends Ordered>(
  limit: Value | (() => Value),
  options: ValidatorOptions = {},
): RuleValidator<Wide<Value>> {
  const { message = "Ensure this value is less than or equal to {limit}.", code = "max_value" } = options;
  return boundValidator("maxValue", limit, { message, code }, (order) => order > 0);
}

/** Makes a validator that wants a value no less than `limit`. */
export function minValueValidator<Value extends Ordered>(
  limit: Value | (() => Value),
  options: ValidatorOptions = {},
): RuleValidator<Wide<Value>> {
  const { message = "Ensure this value is greater than or equal to {limit}.", code = "min_value" } = options;
  return boundValidator("minValue", limit, { message, code }, (order) => order < 0);
}

function boundValidator<Value extends Ordered>(
  kind: string,
  limit: Value | (() => Value),
  { message, code }: { readonly message: MessageText; readonly code: string },
  fails: (order: number) => boolean,
): RuleValidator<Wide<Value>> {
  return defineValidator({ kind, limit, message, code }, (value: Wide<Value>): Issue | undefined => {
    const bound = typeof limit === "function" ? limit() : limit;
    const order = compareOrdered(value as Ordered, bound);
    return fails(order) ? { code, message, params: { limit: bound, value } } : undefined;
  });
}

/** Options of {@link stepValueValidator}. */
export interface StepOptions extends ValidatorOptions {
  /** From where steps are counted: zero unless given. */
  readonly offset?: number | string | bigint | undefined;
}

/** Makes a validator that wants a multiple of `step`, counted from `offset`. */
export function stepValueValidator(
  step: number | string | bigint,
  options: StepOptions = {},
): RuleValidator<number | string | bigint> {
  const { offset, code = "step_size" } = options;
  const message =
    options.message ??
    (offset === undefined
      ? "Ensure this value is a multiple of step size {limit}."
      : "Ensure this value is a multiple of step size {limit}, starting from {offset}, e.g. {offset}, {first}, {second}, and so on.");
  return defineValidator({ kind: "step", step, offset, message, code }, (value) => {
    const unit = DecimalText.find(String(step));
    const from = DecimalText.find(String(offset ?? 0));
    const number = DecimalText.find(String(value));
    if (unit === undefined || from === undefined || number === undefined) return { code, message, params: { value } };
    if (number.isMultipleOf(unit, from)) return undefined;
    const [first, second] = [from.plus(unit), from.plus(unit).plus(unit)].map(String);
    return { code, message, params: { limit: step, offset, first, second, value } };
  });
}

/** What {@link decimalValidator} bounds. */
export interface DecimalRule {
  readonly maxDigits?: number | undefined;
  readonly decimalPlaces?: number | undefined;
}

const digitMessages = {
  invalid: "Enter a number.",
  max_digits: {
    one: "Ensure that there are no more than {max} digit in total.",
    other: "Ensure that there are no more than {max} digits in total.",
    count: "max",
  },
  max_decimal_places: {
    one: "Ensure that there are no more than {max} decimal place.",
    other: "Ensure that there are no more than {max} decimal places.",
    count: "max",
  },
  max_whole_digits: {
    one: "Ensure that there are no more than {max} digit before the decimal point.",
    other: "Ensure that there are no more than {max} digits before the decimal point.",
    count: "max",
  },
} as const;

/** Makes a validator of decimals by their digits, in all and after the point. */
export function decimalValidator({ maxDigits, decimalPlaces }: DecimalRule): RuleValidator<string | number> {
  const fault = (code: keyof typeof digitMessages, max: number | undefined, value: unknown): Issue => ({
    code,
    message: digitMessages[code],
    params: { max, value },
  });
  return defineValidator({ kind: "decimal", maxDigits, decimalPlaces }, (value) => {
    const number = DecimalText.find(String(value));
    if (number === undefined) return fault("invalid", undefined, value);
    const { places, wholeDigits } = number;
    if (maxDigits !== undefined && places + wholeDigits > maxDigits) return fault("max_digits", maxDigits, value);
    if (decimalPlaces !== undefined && places > decimalPlaces) return fault("max_decimal_places", decimalPlaces, value);
    if (maxDigits === undefined || decimalPlaces === undefined || wholeDigits <= maxDigits - decimalPlaces)
      return undefined;
    return fault("max_whole_digits", maxDigits - decimalPlaces, value);
  });
}
