// Writes the controls that choose: checkbox, select, radio buttons, lists of checkboxes, and yes or no or unknown.
import { escapeHtml, Safe } from "#kernel";
import type { FormInput } from "../form/form-input.ts";
import { type Attributes, renderAttributes } from "./attributes.ts";
import { type ChoiceList, type Choices, choiceText, type Option, readChoices } from "./choices.ts";
import { type RenderContext, voidElement, Widget, type WidgetOptions, type WidgetView } from "./widget.ts";

/** Options of {@link CheckboxInput}. */
export interface CheckboxOptions extends WidgetOptions {
  /** Whether a value counts as checked. */
  readonly isChecked?: ((value: unknown) => boolean) | undefined;
}

/** A single checkbox. */
export class CheckboxInput extends Widget<CheckboxOptions> {
  get template(): string {
    return "checkbox";
  }

  override formatValue(value: unknown): string | undefined {
    const isPlain = value === true || value === false || value === null || value === undefined || value === "";
    return isPlain ? undefined : choiceText(value);
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const attrs = this.attributes(context);
    const checked = "checked" in attrs ? attrs["checked"] : this.#isChecked(value);
    return voidElement("input", { type: "checkbox", name, value: this.formatValue(value), ...attrs, checked });
  }

  override view(name: string, value: unknown, context: RenderContext = {}): WidgetView {
    return { ...super.view(name, value, context), checked: this.#isChecked(value) };
  }

  #isChecked(value: unknown): boolean {
    const { isChecked } = this.options;
    if (isChecked !== undefined) return isChecked(value);
    return value !== false && value !== null && value !== undefined && value !== "";
  }

  override valueFrom(input: FormInput, name: string): boolean {
    if (!input.has(name)) return false;
    const value = input.get(name);
    if (typeof value === "string") return !["false", "False"].includes(value) && value !== "";
    return Boolean(value);
  }

  // A checkbox that is not checked sends nothing: silence is an answer.
  override isOmittedFrom(): boolean {
    return false;
  }
}

/** Options of widgets that choose. */
export interface ChoiceWidgetOptions extends WidgetOptions {
  readonly choices?: Choices | ChoiceList | undefined;
  /** Attributes of single options, by value: `{ nl: { "data-flag": "nl" } }`. */
  readonly optionAttrs?:
    | Readonly<Record<string, Attributes>>
    | ((option: Option) => Attributes | undefined)
    | undefined;
}

interface ShownOption extends Omit<Option, "attrs"> {
  readonly text: string;
  readonly selected: boolean;
  readonly attrs: Attributes;
}

interface ShownGroup {
  readonly heading: string | undefined;
  readonly options: readonly ShownOption[];
}

abstract class ChoiceWidget extends Widget<ChoiceWidgetOptions> {
  get allowsSeveral(): boolean {
    return false;
  }

  /** The options, with which of them are chosen. */
  groups(value: unknown, context: RenderContext): readonly ShownGroup[] {
    const list = context.choices ?? readChoices(this.options.choices ?? []);
    const chosen = new Set(this.texts(value));
    let hasChosen = false;
    return list.map((group) => ({
      heading: group.heading,
      options: group.options.map((option) => {
        const text = choiceText(option.value);
        const selected = chosen.has(text) && (!hasChosen || this.allowsSeveral);
        hasChosen ||= selected;
        return { ...option, text, selected, attrs: { ...option.attrs, ...this.#ownAttributes(option, text) } };
      }),
    }));
  }

  #ownAttributes(option: Option, text: string): Attributes | undefined {
    const { optionAttrs } = this.options;
    if (typeof optionAttrs === "function") return optionAttrs(option);
    return optionAttrs !== undefined && Object.hasOwn(optionAttrs, text) ? optionAttrs[text] : undefined;
  }

  /** The chosen values as texts. */
  protected texts(value: unknown): readonly string[] {
    if (value === null || value === undefined) return this.allowsSeveral ? [] : [""];
    return Array.isArray(value) ? value.map(choiceText) : [choiceText(value)];
  }

  override view(name: string, value: unknown, context: RenderContext = {}): WidgetView {
    return { ...super.view(name, undefined, context), value, groups: this.groups(value, context) };
  }
}

/** A list that drops down. */
export class Select extends ChoiceWidget {
  get template(): string {
    return "select";
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const parts = this.groups(value, context).map((group) => {
      const options = group.options.map(renderOption).join("");
      return group.heading === undefined
        ? options
        : `<optgroup label="${escapeHtml(group.heading)}">${options}</optgroup>`;
    });
    const attrs = { name, ...this.attributes(context), multiple: this.allowsSeveral };
    return new Safe(`<select${renderAttributes(attrs)}>${parts.join("")}</select>`);
  }

  // A select that must be answered needs an empty first option, or the browser answers it by itself.
  override usesRequired(initial: unknown): boolean {
    if (!super.usesRequired(initial)) return false;
    if (this.allowsSeveral) return true;
    const first = readChoices(this.options.choices ?? [])[0];
    return first !== undefined && first.heading === undefined && choiceText(first.options[0]?.value) === "";
  }
}

function renderOption({ text, label, selected, disabled, attrs }: ShownOption): string {
  return `<option${renderAttributes({ value: text, ...attrs, selected, disabled })}>${escapeHtml(label)}</option>`;
}

/** A list of which several can be chosen. */
export class SelectMultiple extends Select {
  override get allowsSeveral(): boolean {
    return true;
  }
  override valueFrom(input: FormInput, name: string): unknown {
    return input.getAll(name);
  }
  // Nothing chosen sends nothing.
  override isOmittedFrom(): boolean {
    return false;
  }
}

/** Yes, no or unknown. */
export class NullBooleanSelect extends Select {
  override groups(value: unknown, context: RenderContext): readonly ShownGroup[] {
    const word = context.translate ?? ((text: string) => text);
    const choices = readChoices([
      ["unknown", word("Unknown")],
      ["true", word("Yes")],
      ["false", word("No")],
    ]);
    return super.groups(nullBooleanText(value), { ...context, choices });
  }

  override valueFrom(input: FormInput, name: string): boolean | null {
    const text = nullBooleanText(input.get(name));
    return text === "unknown" ? null : text === "true";
  }

  override usesRequired(): boolean {
    return false;
  }
}

function nullBooleanText(value: unknown): string {
  if (value === true || value === "true" || value === "True" || value === "2") return "true";
  return value === false || value === "false" || value === "False" || value === "3" ? "false" : "unknown";
}

/** Radio buttons. */
export class RadioSelect extends ChoiceWidget {
  protected get inputType(): string {
    return "radio";
  }

  get template(): string {
    return "options";
  }

  override get usesFieldset(): boolean {
    return true;
  }

  override idForLabel(): string {
    return "";
  }

  override usesRequired(initial: unknown): boolean {
    return super.usesRequired(initial);
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { id, class: kind, ...attrs } = this.attributes(context);
    const parts = this.groups(value, context).map((group, groupIndex) => {
      const options = group.options.map((option) => {
        const own =
          id === undefined || id === ""
            ? undefined
            : group.heading === undefined
              ? `${id}_${groupIndex}`
              : `${id}_${groupIndex}_${group.options.indexOf(option)}`;
        return this.#renderOption(name, option, { class: kind, ...attrs, id: own });
      });
      if (group.heading === undefined) return options.join("");
      return `<div><label>${escapeHtml(group.heading)}</label>${options.join("")}</div>`;
    });
    return new Safe(`<div${renderAttributes({ id, class: kind })}>${parts.join("")}</div>`);
  }

  /** The options one by one, as `{{ form.color.subwidgets }}` gives them. */
  subwidgets(name: string, value: unknown, context: RenderContext): readonly Safe[] {
    const { id, ...attrs } = this.attributes(context);
    return this.groups(value, context)
      .flatMap((group) => group.options)
      .map(
        (option, index) =>
          new Safe(
            this.#renderOption(name, option, { ...attrs, id: id === undefined ? undefined : `${String(id)}_${index}` }),
          ),
      );
  }

  #renderOption(name: string, { text, label, selected, disabled, attrs }: ShownOption, shared: Attributes): string {
    const input = {
      type: this.inputType,
      name,
      value: text,
      ...shared,
      ...attrs,
      checked: selected,
      disabled: disabled === true ? true : shared["disabled"],
    };
    const control = voidElement("input", input);
    return `<div><label${renderAttributes({ for: shared["id"] })}>${control} ${escapeHtml(label)}</label></div>`;
  }
}

/** Checkboxes of which several can be chosen. */
export class CheckboxSelectMultiple extends RadioSelect {
  protected override get inputType(): string {
    return "checkbox";
  }
  override get allowsSeveral(): boolean {
    return true;
  }
  // A browser would want every single box checked.
  override usesRequired(): boolean {
    return false;
  }
  override valueFrom(input: FormInput, name: string): unknown {
    return input.getAll(name);
  }
  override isOmittedFrom(): boolean {
    return false;
  }
}
