// Defines the fields of numbers: whole ones, whole ones of any size, floats and exact decimals.
import {
  type AsyncValidator,
  DecimalText,
  decimalValidator,
  type MessageText,
  maxValueValidator,
  minValueValidator,
  stepValueValidator,
} from "#validate";
import { delocalizeNumber } from "../formats/number-text.ts";
import type { Attributes } from "../widgets/attributes.ts";
import { NumberInput } from "../widgets/inputs.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty } from "./field.ts";

/** Options of the fields of numbers; `Bound` is how their limits are written. */
export interface NumberFieldOptions<Bound = number> extends FieldOptions {
  readonly minValue?: Bound | (() => Bound) | undefined;
  readonly maxValue?: Bound | (() => Bound) | undefined;
  /** The value is a multiple of it, counted from `minValue`. */
  readonly stepSize?: Bound | undefined;
}

type Bounds = number | string | bigint;

abstract class NumberField<Value, Options extends NumberFieldOptions<Bounds>> extends Field<Value, Options> {
  protected override defaultWidget(): Widget {
    return new NumberInput();
  }

  protected override ownValidators(): readonly AsyncValidator[] {
    const { minValue, maxValue, stepSize } = this.options;
    const offset = typeof minValue === "function" ? undefined : minValue;
    return [
      ...(maxValue === undefined ? [] : [maxValueValidator(maxValue)]),
      ...(minValue === undefined ? [] : [minValueValidator(minValue)]),
      ...(stepSize === undefined ? [] : [stepValueValidator(stepSize, { offset })]),
    ];
  }

  toValue(raw: unknown, context: FieldContext): Value {
    if (isEmpty(raw)) return null as Value;
    const text = this.#text(raw, context);
    if (text === "") return null as Value;
    const value = this.parse(text);
    if (value === undefined) throw this.error("invalid", { value: raw });
    return value;
  }

  #text(raw: unknown, { formats }: FieldContext): string {
    const text = String(raw)
      .trim()
      .replace(/[^\P{Nd}0-9]/gu, asciiDigit);
    return this.options.localize === true && typeof raw === "string" ? delocalizeNumber(text, formats) : text;
  }

  /** The value of a number in plain notation; undefined where it is none. */
  protected abstract parse(text: string): Value | undefined;

  /** The step of the browser's control. */
  protected abstract get step(): number | string | bigint;

  override widgetAttributes(widget: Widget): Attributes {
    if (!(widget instanceof NumberInput)) return {};
    const { minValue, maxValue, stepSize } = this.options;
    const bound = (value: unknown): string | undefined =>
      value === undefined || typeof value === "function" ? undefined : String(value);
    const { step: _own, ...rest } = { step: "" };
    return {
      ...rest,
      ...(bound(minValue) === undefined ? {} : { min: bound(minValue) }),
      ...(bound(maxValue) === undefined ? {} : { max: bound(maxValue) }),
      ...("step" in (widget.options.attrs ?? {}) ? {} : { step: String(stepSize ?? this.step) }),
    };
  }
}

// Digits of other scripts, which stand in runs of ten from their zero.
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}

// A browser's control, or a spreadsheet, may add zeros behind a point to a whole number.
const whole = /^([+-]?\d+)(?:\.0*)?$/;
// No number that people mean has more digits, and reading one takes time that grows with its square.
const mostDigits = 4300;

/** A whole number that a JavaScript number holds exactly. */
export class IntegerField<Value = number | null> extends NumberField<Value, NumberFieldOptions> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a whole number." };
  }
  protected get step(): number {
    return 1;
  }
  protected parse(text: string): Value | undefined {
    const number = whole.test(text) && text.length <= mostDigits ? Number(text) : Number.NaN;
    return Number.isSafeInteger(number) ? ((number === 0 ? 0 : number) as Value) : undefined;
  }
}

/** A whole number of any size, as a `bigint`. */
export class BigIntegerField<Value = bigint | null> extends NumberField<Value, NumberFieldOptions<bigint>> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a whole number." };
  }
  protected get step(): number {
    return 1;
  }
  protected parse(text: string): Value | undefined {
    const digits = text.length <= mostDigits ? whole.exec(text)?.[1] : undefined;
    return digits === undefined ? undefined : (BigInt(digits.replace("+", "")) as Value);
  }
}

/** A number with a fraction. */
export class FloatField<Value = number | null> extends NumberField<Value, NumberFieldOptions> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a number." };
  }
  protected get step(): string {
    return "any";
  }
  protected parse(text: string): Value | undefined {
    const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(number) ? (number as Value) : undefined;
  }
}

/** Options of {@link DecimalField}. */
export interface DecimalFieldOptions extends NumberFieldOptions<number | string> {
  /** Digits in all. */
  readonly maxDigits?: number | undefined;
  /** Digits after the point. */
  readonly decimalPlaces?: number | undefined;
}

/** An exact decimal, as text in plain notation: `"10.50"`. */
export class DecimalField<Value = string | null> extends NumberField<Value, DecimalFieldOptions> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a number." };
  }

  protected override ownValidators(): readonly AsyncValidator[] {
    return [...super.ownValidators(), decimalValidator(this.options)];
  }

  protected get step(): string {
    const { decimalPlaces } = this.options;
    if (decimalPlaces === undefined) return "any";
    return decimalPlaces === 0 ? "1" : `0.${"1".padStart(decimalPlaces, "0")}`;
  }

  protected parse(text: string): Value | undefined {
    if (text.length > mostDigits) return undefined;
    return DecimalText.find(text)?.toString() as Value | undefined;
  }

  override hasChanged(initial: unknown, raw: unknown, context: FieldContext): boolean {
    const before = isEmpty(initial) ? undefined : DecimalText.find(String(initial));
    let after: DecimalText | undefined;
    try {
      const value = this.toValue(raw, context);
      after = value === null ? undefined : DecimalText.find(String(value));
    } catch {
      return !this.disabled;
    }
    if (this.disabled) return false;
    return before === undefined || after === undefined ? before !== after : before.compare(after) !== 0;
  }
}
