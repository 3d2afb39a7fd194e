// Defines the fields that choose among values: one or several, as text or turned into a type of the program's own.
import type { MessageText } from "#validate";
import { ValidationError } from "#validate";
import { Select, SelectMultiple } from "../widgets/choice-widgets.ts";
import { type ChoiceList, type Choices, choiceText, optionsOf, readChoices } from "../widgets/choices.ts";
import { MultipleHiddenInput } from "../widgets/inputs.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty } from "./field.ts";

/** Choices, or a function that finds them for each form, at once or later. */
export type ChoiceSource = Choices | (() => Choices | Promise<Choices>);

/** Options of {@link ChoiceField}. */
export interface ChoiceFieldOptions extends FieldOptions {
  readonly choices?: ChoiceSource | undefined;
}

/** A field whose choices may have to be loaded before it is rendered. */
export interface ChoosingField {
  loadChoices(): ChoiceList | Promise<ChoiceList>;
}

/** Whether a field has choices. */
export function isChoosing(field: unknown): field is ChoosingField {
  return typeof (field as Partial<ChoosingField>).loadChoices === "function";
}

/** One of several values. */
export class ChoiceField<Value = string, Options extends ChoiceFieldOptions = ChoiceFieldOptions>
  extends Field<Value, Options>
  implements ChoosingField
{
  protected override defaultWidget(): Widget {
    return new Select();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { invalid_choice: "Select a valid choice. {value} is not one of the available choices." };
  }

  loadChoices(): ChoiceList | Promise<ChoiceList> {
    const { choices = this.#widgetChoices() } = this.options;
    if (typeof choices !== "function") return readChoices(choices);
    const found = choices();
    return found instanceof Promise ? found.then(readChoices) : readChoices(found);
  }

  #widgetChoices(): ChoiceSource {
    return ((this.options.widget?.options as { choices?: Choices } | undefined)?.choices ?? []) as Choices;
  }

  toValue(raw: unknown, _context: FieldContext): Value {
    return (isEmpty(raw) ? "" : choiceText(raw)) as Value;
  }

  override async validate(value: unknown, context: FieldContext): Promise<void> {
    await super.validate(value, context);
    if (!isEmpty(value)) await this.checkChoices([value]);
  }

  // Values of any type stand in the page as texts.
  override hasChanged(initial: unknown, raw: unknown, _context?: FieldContext): boolean {
    return !this.disabled && choiceText(initial) !== choiceText(raw);
  }

  /** Refuses the first value that is no choice. @throws ValidationError */
  protected async checkChoices(values: readonly unknown[]): Promise<void> {
    const known = new Set(optionsOf(await this.loadChoices()).map((option) => choiceText(option.value)));
    for (const value of values) if (!known.has(choiceText(value))) throw this.error("invalid_choice", { value });
  }
}

/** Options of {@link TypedChoiceField}. */
export interface TypedChoiceFieldOptions<Value = unknown> extends ChoiceFieldOptions {
  /** Turns the chosen text into a value; what throws is refused. */
  readonly coerce?: ((text: string) => Value) | undefined;
  /** The value where nothing is chosen: the empty text unless given. */
  readonly emptyValue?: unknown;
}

/** One of several values, turned into a type of the program's own. */
export class TypedChoiceField<Value = unknown> extends ChoiceField<Value, TypedChoiceFieldOptions<Value>> {
  override async clean(raw: unknown, context?: FieldContext): Promise<Value> {
    const text = (await super.clean(raw, context)) as string;
    return coerceOne(this, text, this.options) as Value;
  }
}

function coerceOne(
  field: Field<unknown, TypedChoiceFieldOptions<unknown>>,
  text: string,
  options: TypedChoiceFieldOptions<unknown>,
): unknown {
  if (isEmpty(text)) return "emptyValue" in options ? options.emptyValue : "";
  try {
    const value = options.coerce === undefined ? text : options.coerce(text);
    // A conversion by Number or parseInt refuses by this value instead of throwing.
    if (!(typeof value === "number" && Number.isNaN(value))) return value;
  } catch (error) {
    if (error instanceof ValidationError) throw error;
  }
  throw field.error("invalid_choice", { value: text });
}

/** Several values. */
export class MultipleChoiceField<
  Value = string[],
  Options extends ChoiceFieldOptions = ChoiceFieldOptions,
> extends ChoiceField<Value, Options> {
  protected override defaultWidget(): Widget {
    return new SelectMultiple();
  }

  override hiddenWidget(): Widget {
    return new MultipleHiddenInput();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return { ...super.defaultMessages(), invalid_list: "Enter a list of values." };
  }

  override toValue(raw: unknown): Value {
    if (isEmpty(raw)) return [] as Value;
    if (!Array.isArray(raw)) throw this.error("invalid_list");
    return raw.map(choiceText) as Value;
  }

  override async validate(value: unknown): Promise<void> {
    const values = value as readonly unknown[];
    if (this.required && values.length === 0) throw this.error("required");
    await this.checkChoices(values);
  }

  override hasChanged(initial: unknown, raw: unknown): boolean {
    if (this.disabled) return false;
    const before = new Set(listOf(initial).map(choiceText));
    const after = new Set(listOf(raw).map(choiceText));
    return before.size !== after.size || [...before].some((value) => !after.has(value));
  }
}

function listOf(value: unknown): readonly unknown[] {
  return value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Several values, each turned into a type of the program's own. */
export class TypedMultipleChoiceField<Value = unknown> extends MultipleChoiceField<
  Value[],
  TypedChoiceFieldOptions<Value>
> {
  override async clean(raw: unknown, context?: FieldContext): Promise<Value[]> {
    const texts = (await super.clean(raw, context)) as unknown as readonly string[];
    const { options } = this;
    if (texts.length === 0) return ("emptyValue" in options ? options.emptyValue : []) as Value[];
    return texts.map((text) => coerceOne(this as never, text, options as TypedChoiceFieldOptions<unknown>) as Value);
  }
}
