// Defines what every form field does: turn a raw value into a clean one or refuse it, and a value into what a widget shows.
import type { Safe } from "#kernel";
import { type AsyncValidator, checkValueAsync, type Issue, type MessageText, ruleOf, ValidationError } from "#validate";
import type { LocaleFormats } from "../formats/locale-formats.ts";
import { englishFormats } from "../formats/locale-formats.ts";
import type { Attributes } from "../widgets/attributes.ts";
import { HiddenInput, TextInput } from "../widgets/inputs.ts";
import type { Widget } from "../widgets/widget.ts";

/** What every field takes. */
export interface FieldOptions {
  /** Whether a value must be given; true unless said otherwise. */
  readonly required?: boolean | undefined;
  /** What people read; made from the name unless given. */
  readonly label?: string | undefined;
  /** What follows the label; that of the form unless given. */
  readonly labelSuffix?: string | undefined;
  /** A sentence beside the control. `Safe` text is HTML. */
  readonly helpText?: string | Safe | undefined;
  /** What an empty form shows, or a function that makes it. */
  readonly initial?: unknown;
  readonly widget?: Widget | undefined;
  /** Attributes of the control, besides those of the widget. */
  readonly attrs?: Attributes | undefined;
  /** Checks of the clean value; they return a fault, or throw a ValidationError, at once or later. */
  readonly validators?: readonly AsyncValidator[] | undefined;
  /** Other texts by code: `{ required: "Tell us your name." }`. */
  readonly errorMessages?: Readonly<Record<string, MessageText>> | undefined;
  /** Whether numbers and dates are read and written as the form's language does. */
  readonly localize?: boolean | undefined;
  /** Whether the control is shown but its input ignored. */
  readonly disabled?: boolean | undefined;
  /** Whether the initial value travels with the form, to tell what changed from what the visitor saw. */
  readonly showHiddenInitial?: boolean | undefined;
  /** Another template for the field's group. */
  readonly templateName?: string | undefined;
}

/** What a field knows when it reads a value. */
export interface FieldContext {
  readonly formats: LocaleFormats;
  /** IANA name of the zone whose clock people mean. */
  readonly timeZone: string;
  readonly initial?: unknown;
}

/** The context of a field that stands alone. */
export const plainContext: FieldContext = Object.freeze({ formats: englishFormats, timeZone: "UTC" });

/** {@link FieldOptions} with validators of the field's own kind of value. */
export type OptionsOf<Value> = Omit<FieldOptions, "validators"> & {
  readonly validators?: readonly AsyncValidator<Value>[] | undefined;
};

const baseMessages: Readonly<Record<string, MessageText>> = { required: "This field is required." };

/**
 * A field of a form. Fields are immutable; {@link with} makes a changed copy.
 *
 * A field of one's own extends this class or one of its kinds: `toValue` reads, `prepare` writes, `defaultMessages`
 * adds texts.
 */
export abstract class Field<Value = unknown, Options extends FieldOptions = FieldOptions> {
  /** Types alone: the clean value. */
  declare readonly "~value": Value;
  readonly options: Options & FieldOptions;
  // Made at its first use, when the class of the field is complete.
  #widget: Widget | undefined;

  constructor(options: Options = {} as Options) {
    this.options = options;
  }

  get widget(): Widget {
    this.#widget ??= this.options.widget ?? this.defaultWidget();
    return this.#widget;
  }

  get required(): boolean {
    return this.options.required !== false;
  }
  get disabled(): boolean {
    return this.options.disabled === true;
  }

  /** The widget unless another is given. */
  protected defaultWidget(): Widget {
    return new TextInput();
  }

  /** The widget that carries the value unseen. */
  hiddenWidget(): Widget {
    return new HiddenInput();
  }

  /** The texts of the field's own codes. */
  protected defaultMessages(): Readonly<Record<string, MessageText>> {
    return {};
  }

  /** The validators: the field's own, then those of its options. */
  protected ownValidators(): readonly AsyncValidator[] {
    return [];
  }

  get validators(): readonly AsyncValidator[] {
    return [...this.ownValidators(), ...(this.options.validators ?? [])];
  }

  /** The text of a code. */
  message(code: string): MessageText {
    const { errorMessages = {} } = this.options;
    if (Object.hasOwn(errorMessages, code)) return errorMessages[code]!;
    return this.defaultMessages()[code] ?? baseMessages[code] ?? "Enter a valid value.";
  }

  /** The error of a code. */
  error(code: string, params?: Readonly<Record<string, unknown>>): ValidationError {
    return new ValidationError({ code, message: this.message(code), params });
  }

  /** A copy with other options. */
  with(changes: Partial<Options & FieldOptions>): this {
    const Kind = this.constructor as new (options: Options) => this;
    return new Kind({ ...this.options, ...changes });
  }

  /** Turns what a widget or a program gives into a value. @throws ValidationError */
  abstract toValue(raw: unknown, context: FieldContext): Value | Promise<Value>;

  /** Refuses a value that is missing. @throws ValidationError */
  validate(value: unknown, _context: FieldContext): void | Promise<void> {
    if (this.required && isEmpty(value)) throw this.error("required");
  }

  /** Runs the validators. @throws ValidationError with the issues of all. */
  async runValidators(value: unknown): Promise<void> {
    if (isEmpty(value)) return;
    const { validators } = this;
    if (validators.length === 0) return;
    const issues = await checkValueAsync(value as never, validators);
    if (issues.length > 0) throw new ValidationError(issues.map((issue) => this.#reword(issue)));
  }

  // The text of the field's own options goes before that of a validator with the same code.
  #reword(issue: Issue): Issue {
    const { errorMessages = {} } = this.options;
    return Object.hasOwn(errorMessages, issue.code) ? { ...issue, message: errorMessages[issue.code]! } : issue;
  }

  /** Reads, requires and checks. @throws ValidationError */
  async clean(raw: unknown, context: FieldContext = plainContext): Promise<Value> {
    const value = await this.toValue(raw, context);
    await this.validate(value, context);
    await this.runValidators(value);
    return value;
  }

  /** What the widget shows for a value. */
  prepare(value: unknown, _context: FieldContext = plainContext): unknown {
    return value;
  }

  /** What the widget shows of a raw value that was sent. */
  boundValue(raw: unknown, initial: unknown, _context: FieldContext = plainContext): unknown {
    return this.disabled ? initial : raw;
  }

  /** Whether a raw value says something else than the initial one. */
  hasChanged(initial: unknown, raw: unknown, context: FieldContext = plainContext): boolean {
    if (this.disabled) return false;
    let value: unknown;
    try {
      value = this.toValue(raw, context);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      return true;
    }
    return comparable(initial) !== comparable(value);
  }

  /** Attributes that the field gives its widget, such as `maxlength`. */
  widgetAttributes(_widget: Widget): Attributes {
    return {};
  }

  /** The limit of a rule among the validators, for attributes of controls. */
  protected limitOf(kind: string): unknown {
    const limits = this.validators.map(ruleOf).filter((rule) => rule?.kind === kind);
    const [first] = limits;
    return typeof first?.["limit"] === "function" ? undefined : first?.["limit"];
  }
}

/** Whether a value counts as not given. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && isPlainObject(value) && Object.keys(value).length === 0;
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

function comparable(value: unknown): unknown {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.getTime();
  return typeof value === "object" ? String(value) : value;
}
