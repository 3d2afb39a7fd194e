// Writes the controls of one line and of many: text, number, address, password, hidden, color, search, telephone, textarea.
import { escapeHtml, Safe } from "#kernel";
import type { FormInput } from "../form/form-input.ts";
import { localizeNumber } from "../formats/number-text.ts";
import { renderAttributes } from "./attributes.ts";
import { formatsOf, type RenderContext, voidElement, Widget, type WidgetOptions, type WidgetView } from "./widget.ts";

/** Options of {@link Input}. */
export interface InputOptions extends WidgetOptions {
  /** The `type` of the element: `text`, `month`, `range`. */
  readonly type?: string | undefined;
}

/** An `<input>` of any type. */
export class Input<Options extends InputOptions = InputOptions> extends Widget<Options> {
  protected get inputType(): string {
    return "text";
  }

  /** The `type` of the element. */
  get type(): string {
    const own = this.options.attrs?.["type"];
    return this.options.type ?? (typeof own === "string" ? own : this.inputType);
  }

  get template(): string {
    return "input";
  }

  override get isHidden(): boolean {
    return this.type === "hidden";
  }

  override formatValue(value: unknown, context: RenderContext): string | undefined {
    const isNumber = typeof value === "number" || typeof value === "bigint";
    if (context.localize === true && isNumber) return localizeNumber(String(value), formatsOf(context));
    return super.formatValue(value, context);
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { type: _type, ...attrs } = this.attributes(context);
    const type = context.attrs?.["type"] ?? this.type;
    return voidElement("input", { type, name, value: this.formatValue(value, context), ...attrs });
  }

  override view(name: string, value: unknown, context: RenderContext = {}): WidgetView {
    return { ...super.view(name, value, context), type: this.type };
  }
}

/** Text of one line. */
export class TextInput extends Input {}

/** A number, with the browser's stepper. Localized numbers are typed as text. */
export class NumberInput extends Input {
  protected override get inputType(): string {
    return "number";
  }

  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    // A number control takes plain notation only.
    if (context.localize !== true || this.options.type !== undefined) return super.render(name, value, context);
    return new Input({ ...this.options, type: "text" }).render(name, value, {
      ...context,
      attrs: { inputmode: "decimal", ...context.attrs, min: null, max: null, step: null },
    });
  }

  override formatValue(value: unknown, context: RenderContext): string | undefined {
    const isLocal = context.localize === true && (typeof value === "string" || typeof value === "number");
    return isLocal ? localizeNumber(String(value), formatsOf(context)) || undefined : super.formatValue(value, context);
  }
}

/** An e-mail address. */
export class EmailInput extends Input {
  protected override get inputType(): string {
    return "email";
  }
}

/** A web address. */
export class UrlInput extends Input {
  protected override get inputType(): string {
    return "url";
  }
}

/** A color, as `#rrggbb`. */
export class ColorInput extends Input {
  protected override get inputType(): string {
    return "color";
  }
}

/** What to search for. */
export class SearchInput extends Input {
  protected override get inputType(): string {
    return "search";
  }
}

/** A telephone number. */
export class TelInput extends Input {
  protected override get inputType(): string {
    return "tel";
  }
}

/** Options of {@link PasswordInput}. */
export interface PasswordInputOptions extends InputOptions {
  /** Whether a form that is shown again holds the password that was sent; false unless given. */
  readonly renderValue?: boolean | undefined;
}

/** A password, which is not sent back to the browser. */
export class PasswordInput extends Input<PasswordInputOptions> {
  protected override get inputType(): string {
    return "password";
  }

  override formatValue(value: unknown, context: RenderContext): string | undefined {
    return this.options.renderValue === true ? super.formatValue(value, context) : undefined;
  }
}

/** A value that is not seen. */
export class HiddenInput extends Input {
  protected override get inputType(): string {
    return "hidden";
  }
}

/** Several values that are not seen, each in an element of its own. */
export class MultipleHiddenInput extends HiddenInput {
  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { id, ...attrs } = this.attributes(context);
    const values = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
    const parts = values.map((one, index) =>
      super.render(name, one, {
        ...context,
        attrs: { ...attrs, id: id === undefined ? undefined : `${String(id)}_${index}` },
      }),
    );
    return new Safe(parts.map(String).join("\n"));
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return input.getAll(name);
  }
}

/** Text of many lines. */
export class Textarea extends Widget {
  get template(): string {
    return "textarea";
  }

  protected override attributes(context: RenderContext): Record<string, unknown> & ReturnType<Widget["attributes"]> {
    return { cols: 40, rows: 10, ...this.options.attrs, ...context.attrs };
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const text = value instanceof Safe ? value : (this.formatValue(value, context) ?? "");
    // A browser drops the first line break of a text area; this one is meant to be dropped.
    return new Safe(
      `<textarea${renderAttributes({ name, ...this.attributes(context) })}>\n${escapeHtml(text)}</textarea>`,
    );
  }
}
