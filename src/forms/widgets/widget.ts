// Defines what every widget does: read its raw value out of the input, and write its control as HTML.
import { Safe } from "#kernel";
import type { FormInput } from "../form/form-input.ts";
import { englishFormats, type LocaleFormats } from "../formats/locale-formats.ts";
import { type Attributes, renderAttributes } from "./attributes.ts";
import type { ChoiceList } from "./choices.ts";
import { Media } from "./media.ts";

/** What every widget takes. */
export interface WidgetOptions {
  /** Attributes of its control: `{ class: "wide", autocomplete: "off" }`. */
  readonly attrs?: Attributes | undefined;
  /** Another template than the widget's own, where forms are rendered by templates. */
  readonly templateName?: string | undefined;
  readonly media?: Media | undefined;
}

/** What a widget knows of the place where it is rendered. */
export interface RenderContext {
  /** Attributes for this one rendering, before those of the widget. */
  readonly attrs?: Attributes | undefined;
  readonly formats?: LocaleFormats | undefined;
  /** Whether values are written as the language of `formats` does. */
  readonly localize?: boolean | undefined;
  /** The choices, where the field knows them better than the widget. */
  readonly choices?: ChoiceList | undefined;
  /** Whether a value must be given. */
  readonly required?: boolean | undefined;
  /** What people read beside the control, for the names of its parts. */
  readonly label?: string | undefined;
  /** Words of the widget in another language. */
  readonly translate?: ((text: string) => string) | undefined;
  /** IANA name of the zone in which instants are shown; UTC unless given. */
  readonly timeZone?: string | undefined;
}

/** What a template that renders a widget gets. */
export interface WidgetView {
  readonly name: string;
  readonly value: unknown;
  readonly attrs: Attributes;
  readonly type: string;
  readonly [more: string]: unknown;
}

/** A control of a form. Widgets are immutable; {@link with} makes a changed copy. */
export abstract class Widget<Options extends WidgetOptions = WidgetOptions> {
  readonly options: Options & WidgetOptions;

  constructor(options: Options = {} as Options) {
    this.options = options;
  }

  /** The template's name without folder and ending: `input`, `select`. */
  abstract get template(): string;

  /** Writes the control. */
  abstract render(name: string, value: unknown, context?: RenderContext): Safe;

  /** A copy with other options. */
  with(changes: Partial<Options & WidgetOptions>): this {
    const Kind = this.constructor as new (options: Options) => this;
    return new Kind({ ...this.options, ...changes });
  }

  /** Whether the control is invisible. */
  get isHidden(): boolean {
    return false;
  }

  /** Whether its form must be sent as multipart. */
  get needsMultipart(): boolean {
    return false;
  }

  /** Whether its controls are several and stand in a fieldset with a legend. */
  get usesFieldset(): boolean {
    return false;
  }

  get media(): Media {
    return this.options.media ?? new Media();
  }

  /** The raw value in the input: undefined where there is none. */
  valueFrom(input: FormInput, name: string): unknown {
    return input.get(name);
  }

  /** Whether the input says nothing of this control; then a model keeps its default. */
  isOmittedFrom(input: FormInput, name: string): boolean {
    return !input.has(name);
  }

  /** The id that a label points at; empty where it should point at none. */
  idForLabel(id: string): string {
    return id;
  }

  /** Whether the browser may be told that the control is required. */
  usesRequired(_initial: unknown): boolean {
    return !this.isHidden;
  }

  /** The value as the control shows it; undefined for no value. */
  formatValue(value: unknown, context: RenderContext): string | undefined {
    if (value === undefined || value === null || value === "") return undefined;
    return textOf(value, context);
  }

  /** What a template that stands for {@link render} gets. */
  view(name: string, value: unknown, context: RenderContext = {}): WidgetView {
    return { name, value: this.formatValue(value, context), attrs: this.attributes(context), type: this.template };
  }

  /** The attributes of the widget and of this rendering. */
  protected attributes(context: RenderContext): Attributes {
    return { ...this.options.attrs, ...context.attrs };
  }
}

/** The text of a value in an attribute; what is HTML already is not escaped again. */
export function textOf(value: unknown, _context: RenderContext): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (typeof value === "object" && value !== null && !(value instanceof Safe) && String(value) === "[object Object]")
    return JSON.stringify(value);
  return String(value);
}

/** The formats of a rendering: those of its language where it is localized. */
export function formatsOf(context: RenderContext): LocaleFormats {
  return context.formats ?? englishFormats;
}

/** Writes an element without content. */
export function voidElement(tag: string, attributes: Attributes): Safe {
  return new Safe(`<${tag}${renderAttributes(attributes)}>`);
}
