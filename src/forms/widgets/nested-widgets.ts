// Writes the controls of a field that holds others: labelled parts of a group, and a list of controls under one name.
import { escapeHtml, Safe } from "#kernel";
import type { FormInput } from "../form/form-input.ts";
import { renderAttributes } from "./attributes.ts";
import { TextInput } from "./inputs.ts";
import type { Media } from "./media.ts";
import { type RenderContext, Widget, type WidgetOptions } from "./widget.ts";

/** One part of a {@link GroupWidget}. */
export interface GroupPart {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly widget: Widget;
}

/** Options of {@link GroupWidget}. */
export interface GroupWidgetOptions extends WidgetOptions {
  readonly parts?: readonly GroupPart[] | undefined;
}

/** Labelled controls in one fieldset. Their names are those of the group and of the part: `address-street`. */
export class GroupWidget extends Widget<GroupWidgetOptions> {
  get template(): string {
    return "group";
  }
  get #parts(): readonly GroupPart[] {
    return this.options.parts ?? [];
  }
  override get usesFieldset(): boolean {
    return true;
  }
  override get needsMultipart(): boolean {
    return this.#parts.some(({ widget }) => widget.needsMultipart);
  }
  override get media(): Media {
    return this.#parts.reduce((media, { widget }) => media.with(widget.media), super.media);
  }
  override idForLabel(id: string): string {
    const [first] = this.#parts;
    return first === undefined || id === "" ? "" : first.widget.idForLabel(`${id}-${first.name}`);
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const values = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
    const { id, required: _required, ...attrs } = this.attributes(context);
    const word = context.translate ?? ((text: string) => text);
    const parts = this.#parts.map((part) => {
      const own = id === undefined ? undefined : `${String(id)}-${part.name}`;
      const isRequired = part.required && context.required === true;
      const control = part.widget.render(
        `${name}-${part.name}`,
        Object.hasOwn(values, part.name) ? values[part.name] : undefined,
        {
          ...context,
          choices: undefined,
          label: word(part.label),
          attrs: {
            ...attrs,
            ...(own === undefined ? {} : { id: own }),
            ...(isRequired && part.widget.usesRequired(undefined) ? { required: true } : {}),
          },
        },
      );
      const label = `<label${renderAttributes({ for: own === undefined ? undefined : part.widget.idForLabel(own) })}>${escapeHtml(word(part.label))}</label>`;
      return `<div class="form-field">${label}${control}</div>`;
    });
    return new Safe(parts.join(""));
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return Object.fromEntries(
      this.#parts.map((part) => [part.name, part.widget.valueFrom(input, `${name}-${part.name}`)]),
    );
  }

  override isOmittedFrom(input: FormInput, name: string): boolean {
    return this.#parts.every((part) => part.widget.isOmittedFrom(input, `${name}-${part.name}`));
  }
}

/** Options of {@link ListWidget}. */
export interface ListWidgetOptions extends WidgetOptions {
  readonly item?: Widget | undefined;
  /** How many empty controls follow: 1 unless given. */
  readonly extra?: number | undefined;
}

/** Controls under one name, one for each value and some empty ones. */
export class ListWidget extends Widget<ListWidgetOptions> {
  get template(): string {
    return "list";
  }
  get #item(): Widget {
    return this.options.item ?? new TextInput();
  }
  override get usesFieldset(): boolean {
    return true;
  }
  override idForLabel(id: string): string {
    return id === "" ? "" : `${id}_0`;
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const values: readonly unknown[] = Array.isArray(value)
      ? value
      : value === null || value === undefined
        ? []
        : [value];
    const { id, required: _required, ...attrs } = this.attributes(context);
    const { extra = 1 } = this.options;
    const all = [...values, ...new Array<undefined>(Math.max(extra, values.length === 0 ? 1 : 0)).fill(undefined)];
    const items = all.map((one, index) => {
      const own = { ...attrs, ...(id === undefined ? {} : { id: `${String(id)}_${index}` }) };
      const named = context.label === undefined ? own : { "aria-label": `${context.label} ${index + 1}`, ...own };
      return `<div>${this.#item.render(name, one, { ...context, choices: undefined, attrs: named })}</div>`;
    });
    return new Safe(items.join(""));
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return input.getAll(name);
  }
}
