// Writes several controls for one value: any list of widgets, a date beside a time, and a date in three lists.
import { Safe } from "#kernel";
import type { FormInput } from "../form/form-input.ts";
import { type DateParts, formatByPattern, isRealDay, parseByPattern } from "../formats/date-pattern.ts";
import type { Attributes } from "./attributes.ts";
import { Select } from "./choice-widgets.ts";
import type { Choices } from "./choices.ts";
import { DateInput, partsOf, TimeInput } from "./date-inputs.ts";
import type { Media } from "./media.ts";
import { formatsOf, type RenderContext, Widget, type WidgetOptions } from "./widget.ts";

/** Options of {@link MultiWidget}. */
export interface MultiWidgetOptions extends WidgetOptions {
  /** The controls; in a record, under the ends of their names. */
  readonly widgets?: readonly Widget[] | Readonly<Record<string, Widget>> | undefined;
  /** Parts a value into those of the controls. */
  readonly decompress?: ((value: unknown) => readonly unknown[]) | undefined;
}

/** Several controls for one value. The names of the parts end in `_0`, `_1` … */
export class MultiWidget<Options extends MultiWidgetOptions = MultiWidgetOptions> extends Widget<Options> {
  get template(): string {
    return "multi";
  }

  /** The controls with the ends of their names. */
  get parts(): readonly (readonly [string, Widget])[] {
    const { widgets = [] } = this.options;
    if (Array.isArray(widgets)) return (widgets as readonly Widget[]).map((widget, index) => [`_${index}`, widget]);
    return Object.entries(widgets as Readonly<Record<string, Widget>>).map(([end, widget]) => [
      end === "" ? "" : `_${end}`,
      widget,
    ]);
  }

  /** The values of the parts. */
  decompress(value: unknown): readonly unknown[] {
    return this.options.decompress?.(value) ?? [];
  }

  override get isHidden(): boolean {
    return this.parts.every(([, widget]) => widget.isHidden);
  }
  override get needsMultipart(): boolean {
    return this.parts.some(([, widget]) => widget.needsMultipart);
  }
  override get usesFieldset(): boolean {
    return true;
  }
  override idForLabel(): string {
    return "";
  }
  override get media(): Media {
    return this.parts.reduce((media, [, widget]) => media.with(widget.media), super.media);
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    return new Safe(this.subwidgets(name, value, context).map(String).join(""));
  }

  /** The controls one by one. */
  subwidgets(name: string, value: unknown, context: RenderContext): readonly Safe[] {
    const values = Array.isArray(value) ? value : this.decompress(value);
    const { id, ...attrs } = this.attributes(context);
    return this.parts.map(([end, widget], index) => {
      const own = {
        ...attrs,
        ...(id === undefined ? {} : { id: `${String(id)}${end}` }),
        // The legend names the whole; what a single control is for, only this says.
        ...(context.label === undefined ? {} : { "aria-label": this.partLabel(index, context) }),
        ...this.partAttributes(index),
      };
      return widget.render(`${name}${end}`, values[index], { ...context, attrs: own });
    });
  }

  /** The name of one control, for those who do not see its place. */
  protected partLabel(index: number, context: RenderContext): string {
    return `${context.label ?? ""} ${index + 1}`;
  }

  /** Attributes of one control alone. */
  protected partAttributes(_index: number): Attributes {
    return {};
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return this.parts.map(([end, widget]) => widget.valueFrom(input, `${name}${end}`));
  }

  override isOmittedFrom(input: FormInput, name: string): boolean {
    return this.parts.every(([end, widget]) => widget.isOmittedFrom(input, `${name}${end}`));
  }
}

/** Options of {@link SplitDateTimeWidget}. */
export interface SplitDateTimeOptions extends MultiWidgetOptions {
  readonly dateFormat?: string | undefined;
  readonly timeFormat?: string | undefined;
  readonly dateAttrs?: Attributes | undefined;
  readonly timeAttrs?: Attributes | undefined;
}

/** A date beside a time. */
export class SplitDateTimeWidget extends MultiWidget<SplitDateTimeOptions> {
  protected get inputType(): string | undefined {
    return undefined;
  }

  override get parts(): readonly (readonly [string, Widget])[] {
    const { dateFormat, timeFormat } = this.options;
    const type = this.inputType;
    return [
      ["_0", new DateInput({ type, format: dateFormat })],
      ["_1", new TimeInput({ type, format: timeFormat })],
    ];
  }

  protected override partLabel(index: number, { translate = (text) => text }: RenderContext): string {
    return translate(index === 0 ? "Date" : "Time");
  }

  protected override partAttributes(index: number): Attributes {
    return (index === 0 ? this.options.dateAttrs : this.options.timeAttrs) ?? {};
  }

  // Seconds are as fine as the control gets.
  override decompress(value: unknown): readonly unknown[] {
    return value === null || value === undefined ? [undefined, undefined] : [value, value];
  }
}

/** A date and a time that are not seen. */
export class SplitHiddenDateTimeWidget extends SplitDateTimeWidget {
  protected override get inputType(): string {
    return "hidden";
  }
}

/** Options of {@link SelectDateWidget}. */
export interface SelectDateOptions extends WidgetOptions {
  /** The years to choose from: this one and the nine that follow unless given. */
  readonly years?: readonly (number | string)[] | undefined;
  /** The names of the months by their number. */
  readonly months?: Readonly<Record<number, string>> | undefined;
  /** The label of the empty option, or those of year, month and day. */
  readonly emptyLabel?: string | readonly [string, string, string] | undefined;
  /** The clock, for the years. @default Date.now */
  readonly now?: (() => number) | undefined;
}

type Part = "year" | "month" | "day";

/** A date in three lists: month, day and year, in the order of the language. */
export class SelectDateWidget extends Widget<SelectDateOptions> {
  get template(): string {
    return "select_date";
  }
  override get usesFieldset(): boolean {
    return true;
  }
  override idForLabel(id: string): string {
    return id === "" ? "" : `${id}_${this.#order(formatsOf({}).dateInputFormats)[0]}`;
  }

  // Patterns begin with that of ISO 8601 in English, whose people write the month first.
  #order(patterns: readonly string[]): readonly Part[] {
    const pattern = patterns[0] === "%Y-%m-%d" ? (patterns[1] ?? patterns[0]) : patterns[0]!;
    const letters: Readonly<Record<string, Part>> = {
      Y: "year",
      y: "year",
      m: "month",
      b: "month",
      B: "month",
      d: "day",
    };
    return [...pattern.matchAll(/%([YymbBd])/g)].map(([, letter]) => letters[letter!]!);
  }

  render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const formats = formatsOf(context);
    const chosen = this.#read(value, formats.dateInputFormats, context);
    const { id, ...attrs } = this.attributes(context);
    const parts = this.#order(formats.dateInputFormats).map((part) => {
      const choices = [...this.#empty(part, context), ...this.#choices(part, formats.locale, chosen)];
      const word = context.translate ?? ((text: string) => text);
      const label =
        context.label === undefined ? {} : { "aria-label": word({ year: "Year", month: "Month", day: "Day" }[part]) };
      const own = { ...attrs, id: `${String(id ?? `id_${name}`)}_${part}`, ...label };
      return new Select({ choices }).render(`${name}_${part}`, chosen[part], { attrs: own });
    });
    return new Safe(parts.map(String).join(""));
  }

  #read(value: unknown, patterns: readonly string[], context: RenderContext): Partial<Record<Part, number | string>> {
    const parts = partsOf(value, context.timeZone);
    if (parts !== undefined) return pick(parts);
    if (typeof value !== "string") return {};
    const iso = /^(\d{4}|0)-(\d?\d)-(\d?\d)$/.exec(value);
    if (iso !== null) {
      const [year, month, day] = iso.slice(1).map((text) => (Number(text) === 0 ? "" : Number(text)));
      return { year: year!, month: month!, day: day! };
    }
    for (const pattern of patterns) {
      const found = parseByPattern(value, pattern);
      if (found !== undefined) return pick(found);
    }
    return {};
  }

  #empty(part: Part, context: RenderContext): readonly (readonly [string, string])[] {
    const { emptyLabel = "---" } = this.options;
    const isOffered = context.required !== true;
    if (!isOffered && typeof emptyLabel === "string" && emptyLabel === "") return [];
    const label = typeof emptyLabel === "string" ? emptyLabel : emptyLabel[{ year: 0, month: 1, day: 2 }[part] as 0];
    return [["", label!]];
  }

  #choices(
    part: Part,
    locale: string,
    chosen: Partial<Record<Part, number | string>>,
  ): readonly (readonly [unknown, string])[] {
    if (part === "day") return Array.from({ length: 31 }, (_, index) => [index + 1, String(index + 1)] as const);
    if (part === "month") return this.#months(locale);
    const thisYear = new Date((this.options.now ?? Date.now)()).getUTCFullYear();
    const years = this.options.years ?? Array.from({ length: 10 }, (_, index) => thisYear + index);
    const list = years.map((year) => [Number(year), String(year)] as const);
    const missing = chosen.year === undefined || chosen.year === "" || list.some(([year]) => year === chosen.year);
    return missing || this.options.years !== undefined ? list : [[chosen.year, String(chosen.year)] as const, ...list];
  }

  #months(locale: string): readonly (readonly [unknown, string])[] {
    const { months } = this.options;
    if (months !== undefined) return Object.entries(months).map(([month, label]) => [Number(month), label] as const);
    const names = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC", calendar: "gregory" });
    return Array.from({ length: 12 }, (_, index) => [index + 1, names.format(Date.UTC(2001, index, 15))] as const);
  }

  // A day that is not in the calendar stays readable for the field, which refuses it.
  override valueFrom(input: FormInput, name: string): unknown {
    const texts = {
      year: text(input, `${name}_year`),
      month: text(input, `${name}_month`),
      day: text(input, `${name}_day`),
    };
    if (texts.year === "" && texts.month === "" && texts.day === "")
      return input.has(`${name}_year`) ? null : input.get(name);
    const [year, month, day] = [texts.year, texts.month, texts.day].map((part) => Number(part || 0));
    const parts: DateParts = { year: year!, month: month!, day: day! };
    const isDigits =
      /^\d{1,4}$/.test(texts.year || "0") && /^\d{1,2}$/.test(texts.month || "0") && /^\d{1,2}$/.test(texts.day || "0");
    if (!isDigits || !isRealDay(parts)) return `${texts.year || 0}-${texts.month || 0}-${texts.day || 0}`;
    return formatByPattern(parts, input.formats.dateInputFormats[0]!);
  }

  override isOmittedFrom(input: FormInput, name: string): boolean {
    return !input.has(`${name}_year`) && !input.has(`${name}_month`) && !input.has(`${name}_day`);
  }

  /** The choices of one of the lists, for templates. */
  choicesOf(part: Part): Choices {
    return this.#choices(part, "en", {}) as Choices;
  }
}

function pick({ year, month, day }: DateParts): Partial<Record<Part, number>> {
  return { year: year!, month: month!, day: day! };
}

function text(input: FormInput, name: string): string {
  return String(input.get(name) ?? "");
}
