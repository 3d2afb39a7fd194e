// Writes the controls that choose rows among many: by a search, by their keys, or from two lists.
import { type FormInput, type RenderContext, SelectMultiple, TextInput, type WidgetOptions } from "#forms";
import { html, type Safe } from "#kernel";
import { type WordedOptions, wordsOf } from "./worded.ts";

/** A row that was chosen, as people read it. */
export interface ChosenRow {
  readonly key: string;
  readonly text: string;
  /** Its form, for those who may see it. */
  readonly address: string | undefined;
}

/** Options of the widgets that choose rows by their keys. */
export interface KeyPickerOptions extends WidgetOptions, WordedOptions {
  /** The page that lists what can be chosen, and answers searches. */
  readonly choices?: string | undefined;
  /** The rows that are chosen, by their keys; set when the form is shown. */
  readonly chosen?: ReadonlyMap<string, ChosenRow> | undefined;
  /** Whether the key stays in sight, rather than a search. */
  readonly isRaw?: boolean | undefined;
}

/** One row by its key. A script puts a search in its place, or with `isRaw` beside it. */
export class KeyInput extends TextInput {
  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { attrs, kind, chosen, find } = pickerParts(this.options as KeyPickerOptions, context);
    const control = super.render(name, value, { ...context, attrs });
    const row = chosen.get(String(value ?? ""));
    return html`<span class="key-field" data-pick="${kind}" data-choices="${choicesOf(this.options)}" data-text="${row?.text ?? ""}">${control}${find}<span class="chosen">${
      row === undefined ? "" : shownRow(row)
    }</span></span>`;
  }
}

/** Several rows by their keys, with commas between. */
export class KeysInput extends TextInput {
  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { attrs, chosen, find } = pickerParts(this.options as KeyPickerOptions, context);
    const keys = Array.isArray(value) ? value.map(String) : [];
    const control = super.render(name, keys.join(","), { ...context, attrs });
    const rows = keys.flatMap((key) => chosen.get(key) ?? []);
    const texts = rows.map((row, i) => html`${i === 0 ? "" : ", "}${shownRow(row)}`);
    return html`<span class="key-field" data-pick="keys" data-choices="${choicesOf(this.options)}">${control}${find}<span class="chosen">${texts}</span></span>`;
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return input.getAll(name).flatMap((text) => splitKeys(text));
  }
}

/** Several rows as chips: boxes of those that are chosen, and a control for further keys that a script makes a search. */
export class ChipsInput extends TextInput {
  override get usesFieldset(): boolean {
    return true;
  }

  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { attrs, chosen, find, words } = pickerParts(this.options as KeyPickerOptions, context);
    const chips = (Array.isArray(value) ? value.map(String) : []).map(
      (key) =>
        html`<li><label><input type="checkbox" name="${name}" value="${key}" checked> ${chosen.get(key)?.text ?? key}</label></li>`,
    );
    const more = super.render(`${name}-add`, "", {
      ...context,
      attrs: { ...attrs, required: undefined, "aria-label": words("Add by key") },
    });
    return html`<div class="chips-field" data-pick="many" data-name="${name}" data-choices="${choicesOf(this.options)}"><ul class="chips">${chips}</ul><span class="key-field">${more}${find}</span></div>`;
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return [...input.getAll(name), ...input.getAll(`${name}-add`).flatMap((text) => splitKeys(text))];
  }

  // Nothing chosen sends nothing.
  override isOmittedFrom(): boolean {
    return false;
  }
}

/** A list of which several can be chosen; a script makes two lists of it. */
export class TwoLists extends SelectMultiple {
  protected override attributes(context: RenderContext): ReturnType<SelectMultiple["attributes"]> {
    return { "data-lists": "horizontal", ...this.options.attrs, ...context.attrs };
  }
}

/** Whether a widget shows the texts of rows that are chosen by their keys. */
export function isKeyPicker(widget: unknown): widget is KeyInput | KeysInput | ChipsInput {
  return widget instanceof KeyInput || widget instanceof KeysInput || widget instanceof ChipsInput;
}

function pickerParts(options: KeyPickerOptions, context: RenderContext) {
  const words = wordsOf(options);
  const choices = choicesOf(options);
  const find = html`<a class="find" href="${choices}" target="_blank" rel="noopener">${words("Look up")}<span class="hidden"> ${context.label ?? ""} (${words("opens in a new tab")})</span></a>`;
  return {
    words,
    find,
    kind: options.isRaw === true ? "raw" : "one",
    chosen: options.chosen ?? new Map<string, ChosenRow>(),
    attrs: { autocomplete: "off", ...context.attrs },
  };
}

function choicesOf(options: unknown): string {
  return (options as KeyPickerOptions).choices ?? "";
}

function shownRow({ text, address }: ChosenRow): Safe {
  return address === undefined ? html`${text}` : html`<a href="${address}">${text}</a>`;
}

function splitKeys(text: unknown): readonly string[] {
  return String(text)
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "");
}
