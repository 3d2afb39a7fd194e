// Defines the fields that are made of others: all of whose checks hold, or whose values are put together into one.
import { type Issue, type MessageText, ValidationError } from "#validate";
import { parseByPattern } from "../formats/date-pattern.ts";
import { clockAt, instantOf } from "../formats/time-zone.ts";
import { MultiWidget, SplitDateTimeWidget, SplitHiddenDateTimeWidget } from "../widgets/multi-widget.ts";
import type { Widget } from "../widgets/widget.ts";
import { DateField, TimeField } from "./date-fields.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty, plainContext } from "./field.ts";

/** Options of {@link ComboField}. */
export interface ComboFieldOptions extends FieldOptions {
  /** Each reads what the one before gave. */
  readonly fields: readonly Field[];
}

/** A value that several fields must take, one after the other. */
export class ComboField<Value = unknown> extends Field<Value, ComboFieldOptions> {
  toValue(raw: unknown): Value {
    return (raw ?? "") as Value;
  }

  override async clean(raw: unknown, context: FieldContext = plainContext): Promise<Value> {
    let value: unknown = await super.clean(raw, context);
    for (const field of this.options.fields) value = await field.with({ required: false }).clean(value, context);
    return value as Value;
  }
}

/** Options of {@link MultiValueField}. */
export interface MultiValueFieldOptions extends FieldOptions {
  readonly fields: readonly Field[];
  /** Whether each part must be given where the whole is required; else each part says so itself. True unless given. */
  readonly requireAllFields?: boolean | undefined;
  /** Puts the clean parts together. */
  readonly compress?: ((values: readonly never[]) => unknown) | undefined;
}

/** One value of several parts, each with a field and control of its own. */
export class MultiValueField<
  Value = unknown,
  Options extends MultiValueFieldOptions = MultiValueFieldOptions,
> extends Field<Value, Options> {
  protected override defaultWidget(): Widget {
    return new MultiWidget({ widgets: this.options.fields.map((field) => field.widget) }) as Widget;
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid: "Enter a list of values.", incomplete: "Enter a complete value." };
  }

  /** The fields of the parts, as they are asked. */
  get parts(): readonly Field[] {
    const { fields, requireAllFields = true } = this.options;
    // The whole says what is missing, unless each part is to say it.
    return requireAllFields ? fields.map((field) => field.with({ required: false })) : fields;
  }

  toValue(raw: unknown): Value {
    return raw as Value;
  }

  /** Puts the clean parts together. */
  compress(values: readonly unknown[], _context: FieldContext): Value {
    const { compress } = this.options;
    return (compress === undefined ? values : compress(values as readonly never[])) as Value;
  }

  override async clean(raw: unknown, context: FieldContext = plainContext): Promise<Value> {
    const { requireAllFields = true } = this.options;
    const values = this.disabled && !Array.isArray(raw) ? this.#decompress(raw) : raw;
    if (isEmpty(values) || (Array.isArray(values) && values.every(isEmpty))) {
      if (this.required) throw this.error("required");
      return this.compress([], context);
    }
    if (!Array.isArray(values)) throw this.error("invalid");
    const issues: Issue[] = [];
    const clean: unknown[] = [];
    for (const [index, field] of this.parts.entries()) {
      const value = values[index] as unknown;
      if (isEmpty(value)) {
        if (requireAllFields && this.required) throw this.error("required");
        if (!requireAllFields && field.required) {
          addOnce(issues, { code: "incomplete", message: incompleteText(field) ?? this.message("incomplete") });
          continue;
        }
      }
      clean.push(await field.clean(value, context).catch((error: unknown) => collect(error, issues)));
    }
    if (issues.length > 0) throw new ValidationError(issues);
    const value = this.compress(clean, context);
    this.validate(value, context);
    await this.runValidators(value);
    return value;
  }

  override validate(_value: unknown, _context: FieldContext): void {}

  #decompress(value: unknown): unknown {
    return this.widget instanceof MultiWidget ? this.widget.decompress(value) : value;
  }

  override hasChanged(initial: unknown, raw: unknown, context: FieldContext = plainContext): boolean {
    if (this.disabled) return false;
    const before =
      initial === null || initial === undefined
        ? []
        : Array.isArray(initial)
          ? initial
          : (this.#decompress(initial) as readonly unknown[]);
    const after = Array.isArray(raw) ? (raw as readonly unknown[]) : [];
    return this.parts.some((field, index) => {
      try {
        return field.hasChanged(field.toValue(before[index] ?? "", context), after[index], context);
      } catch {
        return true;
      }
    });
  }
}

function incompleteText(field: Field): MessageText | undefined {
  const texts = field.options.errorMessages ?? {};
  return Object.hasOwn(texts, "incomplete") ? texts["incomplete"] : undefined;
}

function addOnce(issues: Issue[], issue: Issue): void {
  if (!issues.some((each) => each.code === issue.code && each.message === issue.message)) issues.push(issue);
}

function collect(error: unknown, issues: Issue[]): undefined {
  if (!(error instanceof ValidationError)) throw error;
  for (const issue of Object.values(error.issues).flat()) addOnce(issues, issue);
}

/** Options of {@link SplitDateTimeField}. */
export interface SplitDateTimeFieldOptions extends FieldOptions {
  readonly inputDateFormats?: readonly string[] | undefined;
  readonly inputTimeFormats?: readonly string[] | undefined;
}

/** An instant, typed as a date beside a time. */
export class SplitDateTimeField<Value = Date | null> extends MultiValueField<
  Value,
  SplitDateTimeFieldOptions & MultiValueFieldOptions
> {
  constructor(options: SplitDateTimeFieldOptions = {}) {
    const { inputDateFormats, inputTimeFormats, localize, errorMessages = {} } = options;
    const invalid = (code: string): Record<string, MessageText> => {
      const own = errorMessages[code] ?? errorMessages["invalid"];
      return own === undefined ? {} : { invalid: own };
    };
    const fields = [
      new DateField({ inputFormats: inputDateFormats, localize, errorMessages: invalid("invalid_date") }),
      new TimeField({ inputFormats: inputTimeFormats, localize, errorMessages: invalid("invalid_time") }),
    ];
    super({ ...options, fields });
  }

  protected override defaultWidget(): Widget {
    return new SplitDateTimeWidget();
  }

  override hiddenWidget(): Widget {
    return new SplitHiddenDateTimeWidget();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { ...super.defaultMessages(), invalid_date: "Enter a valid date.", invalid_time: "Enter a valid time." };
  }

  override compress(values: readonly unknown[], context: FieldContext): Value {
    if (values.length === 0) return null as Value;
    const [date, time] = values as readonly [Temporal.PlainDate | null, Temporal.PlainTime | null];
    if (date === null) throw this.error("invalid_date");
    if (time === null) throw this.error("invalid_time");
    const { year, month, day } = date;
    const { hour, minute, second, millisecond } = time;
    const instant = instantOf(
      { year, month, day, hour, minute, second, microsecond: millisecond * 1000 },
      context.timeZone,
    );
    if (instant === undefined) throw this.error("invalid_time");
    return instant as Value;
  }

  override hasChanged(initial: unknown, raw: unknown, context: FieldContext = plainContext): boolean {
    if (!(initial instanceof Date) || Number.isNaN(initial.getTime())) return super.hasChanged(initial, raw, context);
    const clock = clockAt(initial, context.timeZone);
    const [date, time] = this.parts as readonly [DateField, TimeField];
    const two = (value: number | undefined): string => String(value ?? 0).padStart(2, "0");
    const day = `${String(clock.year).padStart(4, "0")}-${two(clock.month)}-${two(clock.day)}`;
    const [sentDate, sentTime] = Array.isArray(raw) ? (raw as readonly unknown[]) : [];
    const hour = parseByPattern(`${two(clock.hour)}:${two(clock.minute)}:${two(clock.second)}`, "%H:%M:%S")!;
    const shown = { ...hour, microsecond: 0 };
    const plain = { ...plainContext, timeZone: context.timeZone };
    const iso = `${two(shown.hour)}:${two(shown.minute)}:${two(shown.second)}`;
    return (
      date.hasChanged(new DateField().toValue(day, plain), sentDate, context) ||
      time.hasChanged(new TimeField().toValue(iso, plain), sentTime, context)
    );
  }
}
