// Defines the fields of days, times, instants and durations, read from native controls, ISO texts or a language's patterns.
import { temporal } from "#orm/internals";
import type { MessageText } from "#validate";
import { type DateParts, parseByPattern } from "../formats/date-pattern.ts";
import { formatDuration, parseDuration } from "../formats/duration-text.ts";
import { clockAt, instantOf } from "../formats/time-zone.ts";
import { DateInput, DateTimeInput, TimeInput } from "../widgets/date-inputs.ts";
import { SplitHiddenDateTimeWidget } from "../widgets/multi-widget.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty } from "./field.ts";

/** Options of the fields of dates and times. */
export interface DateFieldOptions extends FieldOptions {
  /** Patterns such as `%d.%m.%Y`; those of the form's language unless given. */
  readonly inputFormats?: readonly string[] | undefined;
}

const isTemporal = (value: unknown, kind: string): boolean =>
  Object.prototype.toString.call(value) === `[object Temporal.${kind}]`;

abstract class PatternField<Value> extends Field<Value, DateFieldOptions> {
  /** Whether the value is typed in a pattern, so that the browser's own control would not do. */
  protected get isTyped(): boolean {
    return this.options.localize === true || this.options.inputFormats !== undefined;
  }

  protected read(raw: unknown, standard: readonly string[]): DateParts | undefined {
    const text = String(raw).trim();
    for (const pattern of this.options.inputFormats ?? standard) {
      const parts = parseByPattern(text, pattern);
      if (parts !== undefined) return parts;
    }
    return undefined;
  }
}

/** A day, as a `Temporal.PlainDate`. */
export class DateField<Value = Temporal.PlainDate | null> extends PatternField<Value> {
  protected override defaultWidget(): Widget {
    return new DateInput({ type: this.isTyped ? "text" : "date", format: this.options.inputFormats?.[0] });
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a valid date." };
  }

  toValue(raw: unknown, context: FieldContext): Value {
    if (isEmpty(raw)) return null as Value;
    if (isTemporal(raw, "PlainDate")) return raw as Value;
    if (isTemporal(raw, "PlainDateTime")) return (raw as Temporal.PlainDateTime).toPlainDate() as Value;
    const parts =
      raw instanceof Date ? clockOf(raw, context.timeZone) : this.read(raw, context.formats.dateInputFormats);
    if (parts === undefined) throw this.error("invalid", { value: raw });
    return temporal().PlainDate.from({
      year: parts.year ?? 1900,
      month: parts.month ?? 1,
      day: parts.day ?? 1,
    }) as Value;
  }
}

function clockOf(instant: Date, timeZone: string): DateParts | undefined {
  return Number.isNaN(instant.getTime()) ? undefined : clockAt(instant, timeZone);
}

/** A time of day, as a `Temporal.PlainTime`. */
export class TimeField<Value = Temporal.PlainTime | null> extends PatternField<Value> {
  protected override defaultWidget(): Widget {
    return new TimeInput({ type: this.isTyped ? "text" : "time", format: this.options.inputFormats?.[0] });
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a valid time." };
  }

  toValue(raw: unknown, context: FieldContext): Value {
    if (isEmpty(raw)) return null as Value;
    if (isTemporal(raw, "PlainTime")) return raw as Value;
    const parts = this.read(raw, context.formats.timeInputFormats);
    if (parts === undefined) throw this.error("invalid", { value: raw });
    const { hour = 0, minute = 0, second = 0, microsecond = 0 } = parts;
    return temporal().PlainTime.from({
      hour,
      minute,
      second,
      millisecond: Math.floor(microsecond / 1000),
      microsecond: microsecond % 1000,
    }) as Value;
  }

  // A control that shows no fraction changes none.
  override hasChanged(initial: unknown, raw: unknown, context: FieldContext): boolean {
    if (!isTemporal(initial, "PlainTime")) return super.hasChanged(initial, raw, context);
    const shown =
      typeof raw === "string" && /\.\d/.test(raw)
        ? initial
        : (initial as Temporal.PlainTime).with({ millisecond: 0, microsecond: 0, nanosecond: 0 });
    return super.hasChanged(shown, raw, context);
  }
}

const isoDateTime =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d{0,6})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** An instant, as a `Date`. Times without an offset are meant on the clock of the form's time zone. */
export class DateTimeField<Value = Date | null> extends PatternField<Value> {
  protected override defaultWidget(): Widget {
    return new DateTimeInput({
      type: this.isTyped ? "text" : "datetime-local",
      format: this.options.inputFormats?.[0],
    });
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      invalid: "Enter a valid date/time.",
      ambiguous_timezone:
        "{value} couldn’t be interpreted in time zone {timeZone}; it may be ambiguous or it may not exist.",
    };
  }

  toValue(raw: unknown, context: FieldContext): Value {
    if (isEmpty(raw)) return null as Value;
    if (raw instanceof Date && !Number.isNaN(raw.getTime())) return raw as Value;
    const parts = partsOfTemporal(raw) ?? readIso(String(raw).trim()) ?? this.#readPatterns(raw, context);
    if (parts === undefined) throw this.error("invalid", { value: raw });
    const instant = instantOf(parts, context.timeZone);
    if (instant === undefined)
      throw this.error("ambiguous_timezone", { value: String(raw), timeZone: context.timeZone });
    return instant as Value;
  }

  // Where only a day is sent, it begins at midnight.
  #readPatterns(raw: unknown, { formats }: FieldContext): DateParts | undefined {
    return this.read(raw, [...formats.dateTimeInputFormats, ...formats.dateInputFormats]);
  }

  override hasChanged(initial: unknown, raw: unknown, context: FieldContext): boolean {
    if (!(initial instanceof Date)) return super.hasChanged(initial, raw, context);
    const hasFraction = typeof raw === "string" && /\.\d/.test(raw);
    return super.hasChanged(
      hasFraction ? initial : new Date(Math.floor(initial.getTime() / 1000) * 1000),
      raw,
      context,
    );
  }
}

function partsOfTemporal(raw: unknown): DateParts | undefined {
  const isDateTime = isTemporal(raw, "PlainDateTime");
  if (!isDateTime && !isTemporal(raw, "PlainDate")) return undefined;
  const { year, month, day, hour, minute, second, millisecond } = raw as Temporal.PlainDateTime;
  const date = { year, month, day };
  return isDateTime ? { ...date, hour, minute, second, microsecond: millisecond * 1000 } : date;
}

function readIso(text: string): DateParts | undefined {
  const found = isoDateTime.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const parsed = parseByPattern(`${found[1]}-${month}-${day} ${hour}:${minute}:${second}`, "%Y-%m-%d %H:%M:%S");
  if (parsed === undefined || year === undefined) return undefined;
  const offset = found[8] === undefined ? undefined : offsetOf(found[8]);
  return {
    ...parsed,
    microsecond: Number((found[7] ?? "").padEnd(6, "0")),
    ...(offset === undefined ? {} : { offset }),
  };
}

function offsetOf(text: string): number {
  if (text.toLowerCase() === "z") return 0;
  const digits = text.replace(/\D/g, "").padEnd(4, "0");
  return (text.startsWith("-") ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

// About 2.7 million years: what a 64-bit count of microseconds holds with room to spare.
const longestDuration = 999_999_999n * 86_400_000_000n;

/** A duration, as a `Temporal.Duration`, written `3 04:05:06`. */
export class DurationField<Value = Temporal.Duration | null> extends Field<Value> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      invalid: "Enter a valid duration.",
      overflow: "The number of days must be between {minDays} and {maxDays}.",
    };
  }

  toValue(raw: unknown): Value {
    if (isEmpty(raw)) return null as Value;
    if (isTemporal(raw, "Duration")) return raw as Value;
    const micros = parseDuration(String(raw).trim());
    if (micros === undefined) throw this.error("invalid", { value: raw });
    if (micros > longestDuration || micros < -longestDuration)
      throw this.error("overflow", { minDays: -999_999_999, maxDays: 999_999_999 });
    return durationOf(micros) as Value;
  }

  override prepare(value: unknown): unknown {
    return isTemporal(value, "Duration") ? formatDuration(microsecondsOf(value as Temporal.Duration)) : value;
  }

  override hasChanged(initial: unknown, raw: unknown): boolean {
    return super.hasChanged(this.prepare(initial), this.#written(raw));
  }

  #written(raw: unknown): unknown {
    try {
      return this.prepare(this.toValue(raw));
    } catch {
      return raw;
    }
  }
}

function durationOf(total: bigint): Temporal.Duration {
  const sign = total < 0n ? -1 : 1;
  let rest = total < 0n ? -total : total;
  const take = (unit: bigint): number => {
    const count = Number(rest / unit) * sign;
    rest %= unit;
    return count === 0 ? 0 : count;
  };
  const [days, hours, minutes, seconds, milliseconds, microseconds] = [
    86_400_000_000n,
    3_600_000_000n,
    60_000_000n,
    1_000_000n,
    1000n,
    1n,
  ].map(take);
  return temporal().Duration.from({
    days: days!,
    hours: hours!,
    minutes: minutes!,
    seconds: seconds!,
    milliseconds: milliseconds!,
    microseconds: microseconds!,
  });
}

function microsecondsOf(duration: Temporal.Duration): bigint {
  const { weeks, days, hours, minutes, seconds, milliseconds, microseconds } = duration;
  const dayCount = BigInt(weeks) * 7n + BigInt(days);
  const clock = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  return (dayCount * 86_400n + clock) * 1_000_000n + BigInt(milliseconds) * 1000n + BigInt(microseconds);
}

/** The hidden widget of dates with times in two parts. */
export function hiddenDateTime(): Widget {
  return new SplitHiddenDateTimeWidget();
}
