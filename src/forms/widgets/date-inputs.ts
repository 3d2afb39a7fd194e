// Writes the controls of dates, times and both: native ones, or text in the form that a language or a pattern wants.
import { type DateParts, formatByPattern } from "../formats/date-pattern.ts";
import type { LocaleFormats } from "../formats/locale-formats.ts";
import { clockAt } from "../formats/time-zone.ts";
import { Input, type InputOptions } from "./inputs.ts";
import { formatsOf, type RenderContext } from "./widget.ts";

/** Options of {@link DateInput} and its kind. */
export interface DateInputOptions extends InputOptions {
  /** A pattern such as `%d.%m.%Y`; that of the language unless given. */
  readonly format?: string | undefined;
}

type TemporalValue = Temporal.PlainDate | Temporal.PlainTime | Temporal.PlainDateTime;

/** The parts of any value that says a date or time. */
export function partsOf(value: unknown, timeZone: string | undefined): DateParts | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : clockAt(value, timeZone ?? "UTC");
  if (
    typeof value !== "object" ||
    value === null ||
    !Object.prototype.toString.call(value).startsWith("[object Temporal.Plain")
  )
    return undefined;
  const { year, month, day, hour, minute, second, millisecond, microsecond } = value as TemporalValue &
    Record<string, number>;
  const parts = { year, month, day, hour, minute, second } as DateParts;
  return { ...parts, microsecond: (millisecond ?? 0) * 1000 + (microsecond ?? 0) };
}

abstract class PatternInput extends Input<DateInputOptions> {
  protected abstract get isoFormat(): string;
  protected abstract formatIn(formats: LocaleFormats): string;

  override formatValue(value: unknown, context: RenderContext): string | undefined {
    const parts = partsOf(value, context.timeZone);
    if (parts === undefined) return super.formatValue(value, context);
    // What a browser draws itself, it wants in ISO form.
    const isNative = this.type !== "text" && this.type !== "hidden" && this.options.format === undefined;
    return formatByPattern(
      parts,
      this.options.format ?? (isNative ? this.isoFormat : this.formatIn(formatsOf(context))),
    );
  }
}

/** A day. */
export class DateInput extends PatternInput {
  protected get isoFormat(): string {
    return "%Y-%m-%d";
  }
  protected formatIn(formats: LocaleFormats): string {
    return formats.dateInputFormats[0]!;
  }
}

/** A time of day. */
export class TimeInput extends PatternInput {
  protected get isoFormat(): string {
    return "%H:%M:%S";
  }
  protected formatIn(formats: LocaleFormats): string {
    return formats.timeInputFormats[0]!;
  }
}

/** A day and a time. */
export class DateTimeInput extends PatternInput {
  protected get isoFormat(): string {
    return "%Y-%m-%dT%H:%M:%S";
  }
  protected formatIn(formats: LocaleFormats): string {
    return formats.dateTimeInputFormats[0]!;
  }
}
