// Joins a field with the form that it stands in: its name, value, errors, label and control, as templates show them.
import { escapeHtml, type HtmlSource, Safe } from "#kernel";
import { type Attributes, joinWords, renderAttributes } from "../widgets/attributes.ts";
import { RadioSelect } from "../widgets/choice-widgets.ts";
import { type ChoiceList, optionsOf } from "../widgets/choices.ts";
import { MultiWidget } from "../widgets/multi-widget.ts";
import type { RenderContext, Widget } from "../widgets/widget.ts";
import type { ErrorList } from "./error-list.ts";
import type { AnyField } from "./form-types.ts";

/** What a bound field needs of its form. */
export interface FieldHost {
  readonly isBound: boolean;
  htmlName(name: string): string;
  idFor(name: string): string;
  errorsOf(name: string): ErrorList;
  rawValue(name: string): unknown;
  initialFor(name: string): unknown;
  choicesFor(name: string): ChoiceList | undefined;
  word(text: string): string;
  renderWidget(widget: Widget, name: string, value: unknown, context: RenderContext): Safe;
  renderGroup(field: BoundField): Safe;
  fieldContext(name: string): import("../fields/field.ts").FieldContext;
  readonly usesRequiredAttribute: boolean;
  readonly labelSuffix: string;
  readonly requiredClass: string | undefined;
  readonly errorClass: string | undefined;
}

/**
 * A field of one form, with what was sent to it.
 *
 * In a template `{{ form.title }}` prints the control, and the properties below are read as `{{ form.title.label }}`.
 */
export class BoundField implements HtmlSource {
  /** Names of the methods that templates may call. */
  static readonly templateCallable: readonly string[] = ["with", "hidden"];
  readonly name: string;
  readonly field: AnyField;
  readonly #host: FieldHost;

  constructor(host: FieldHost, name: string, field: AnyField) {
    this.#host = host;
    this.name = name;
    this.field = field;
  }

  /** The name of the control. */
  get htmlName(): string {
    return this.#host.htmlName(this.name);
  }

  /** The id of the control; empty where the form gives none. */
  get id(): string {
    const own = this.widget.options.attrs?.["id"];
    return own === undefined || own === null ? this.#host.idFor(this.name) : String(own);
  }

  get widget(): Widget {
    return this.field.widget;
  }

  get errors(): ErrorList {
    return this.#host.errorsOf(this.name);
  }

  get hasErrors(): boolean {
    return this.errors.length > 0;
  }

  /** What people read: the field's own label, or its name in words. */
  get label(): string {
    return this.#host.word(this.field.options.label ?? labelOf(this.name));
  }

  get helpText(): string | Safe {
    const { helpText = "" } = this.field.options;
    return typeof helpText === "string" ? this.#host.word(helpText) : helpText;
  }

  get required(): boolean {
    return this.field.required;
  }

  get isHidden(): boolean {
    return this.widget.isHidden;
  }

  /** Whether the controls are several, so that they stand in a fieldset. */
  get usesFieldset(): boolean {
    return this.widget.usesFieldset;
  }

  /** What was sent, or the initial value, as the field prepares it for its control. */
  get value(): unknown {
    const context = this.#host.fieldContext(this.name);
    const { initial } = context;
    const shown = this.#host.isBound
      ? this.field.boundValue(this.#host.rawValue(this.name), initial, context)
      : initial;
    return this.field.prepare(shown, context);
  }

  get initial(): unknown {
    return this.#host.initialFor(this.name);
  }

  /** The class names of the field's group. */
  get classes(): string {
    const { requiredClass, errorClass } = this.#host;
    return (
      joinWords(
        "form-field",
        this.required && requiredClass,
        this.hasErrors && (errorClass ?? "form-invalid"),
        `form-${this.widget.template.replaceAll("_", "-")}`,
      ) ?? ""
    );
  }

  /** The id of the help text; empty where there is none. */
  get helpId(): string {
    return this.id === "" || String(this.helpText) === "" ? "" : `${this.id}_help`;
  }

  /** The id of the list of errors. */
  get errorId(): string {
    return this.id === "" ? "" : `${this.id}_errors`;
  }

  /** The id of the first control, which a link in the summary of errors leads to. */
  get focusId(): string {
    const { id, widget } = this;
    if (id === "") return "";
    if (widget instanceof RadioSelect) {
      const [first] = this.#host.choicesFor(this.name) ?? [];
      return first?.heading === undefined ? `${id}_0` : `${id}_0_0`;
    }
    if (widget instanceof MultiWidget) return `${id}${widget.parts[0]?.[0] ?? ""}`;
    return widget.idForLabel(id);
  }

  /** The label, or for several controls the legend. */
  get labelTag(): Safe {
    const target = this.widget.idForLabel(this.id);
    const suffix = this.field.options.labelSuffix ?? this.#host.labelSuffix;
    const text = `${escapeHtml(this.label)}${/[:?.!]$/.test(this.label) ? "" : escapeHtml(suffix)}`;
    if (this.usesFieldset) return new Safe(`<legend>${text}</legend>`);
    return new Safe(`<label${renderAttributes({ for: target === "" ? undefined : target })}>${text}</label>`);
  }

  /** The legend of several controls, whatever the widget. */
  get legendTag(): Safe {
    return new Safe(`<legend>${escapeHtml(this.label)}</legend>`);
  }

  /** Label, help, errors and control together. */
  get group(): Safe {
    return this.#host.renderGroup(this);
  }

  /** The control with attributes of this place: `{{ form.title.with(class="wide") }}`. */
  with(attrs: Attributes): Safe {
    return this.#render(this.widget, attrs);
  }

  /** The value in a control that is not seen. */
  hidden(): Safe {
    return this.#render(this.field.hiddenWidget(), {});
  }

  /** The control, and the hidden initial value where the field wants it. */
  toHtml(): Safe {
    const control = this.#render(this.widget, {});
    return this.field.options.showHiddenInitial === true ? new Safe(`${control}${this.#hiddenInitial()}`) : control;
  }

  /** The single controls of a list of choices or of a value with several parts. */
  get subwidgets(): readonly Safe[] {
    const { widget } = this;
    const context = this.#context(widget, {});
    if (widget instanceof RadioSelect || widget instanceof MultiWidget)
      return widget.subwidgets(this.htmlName, this.value, context);
    return [this.#render(widget, {})];
  }

  /** The options of a field with choices. */
  get options(): readonly { readonly value: unknown; readonly label: string }[] {
    return optionsOf(this.#host.choicesFor(this.name) ?? []);
  }

  toString(): string {
    return this.toHtml().toString();
  }

  #hiddenInitial(): Safe {
    const name = `initial-${this.htmlName}`;
    const value = this.field.prepare(this.initial, this.#host.fieldContext(this.name));
    const context = {
      ...this.#context(this.field.hiddenWidget(), {}),
      attrs: { id: this.id === "" ? undefined : `initial-${this.id}` },
    };
    return this.field.hiddenWidget().render(name, value, context);
  }

  #render(widget: Widget, attrs: Attributes): Safe {
    return this.#host.renderWidget(widget, this.htmlName, this.value, this.#context(widget, attrs));
  }

  #context(widget: Widget, attrs: Attributes): RenderContext {
    const { field } = this;
    const { formats, timeZone } = this.#host.fieldContext(this.name);
    return {
      attrs: { ...this.#attributes(widget), ...attrs },
      formats,
      timeZone,
      localize: field.options.localize === true,
      choices: this.#host.choicesFor(this.name),
      required: field.required,
      label: this.label,
      translate: (text) => this.#host.word(text),
    };
  }

  #attributes(widget: Widget): Attributes {
    const { field, id } = this;
    const own = widget.options.attrs ?? {};
    const attrs: Record<string, Attributes[string]> = { ...field.widgetAttributes(widget), ...field.options.attrs };
    if (id !== "" && own["id"] === undefined) attrs["id"] = id;
    if (widget.isHidden) return field.disabled ? { ...attrs, disabled: true } : attrs;
    if (field.required && this.#host.usesRequiredAttribute && this.#allowsRequired(widget)) attrs["required"] = true;
    if (field.disabled) attrs["disabled"] = true;
    if (this.hasErrors) attrs["aria-invalid"] = "true";
    const described = joinWords(own["aria-describedby"], this.helpId, this.hasErrors && this.errorId);
    // A fieldset carries the description of all that stands in it.
    if (described !== undefined && !widget.usesFieldset) attrs["aria-describedby"] = described;
    return attrs;
  }

  #allowsRequired(widget: Widget): boolean {
    const choices = this.#host.choicesFor(this.name);
    const known = choices === undefined ? widget : widget.with({ choices } as never);
    return known.usesRequired(this.initial);
  }
}

/** A name in words: `ccMyself` and `cc_myself` are "Cc myself". */
export function labelOf(name: string): string {
  const words = name
    .replace(/_+/g, " ")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, (_pair, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
