// Writes the controls of texts that a script makes quicker to fill in: long text, JSON, Markdown, colours, addresses, moments.
import { DateTimeInput, type RenderContext, Textarea, TextInput, UrlInput } from "#forms";
import { html, type Safe } from "#kernel";
import { type WordedOptions, wordsOf } from "./worded.ts";

/** Text of many lines, in a control that grows with it. */
export class GrowingTextarea extends Textarea {
  protected override attributes(context: RenderContext): ReturnType<Textarea["attributes"]> {
    return { rows: 4, "data-grow": true, ...this.options.attrs, ...context.attrs };
  }
}

/** A JSON document, checked while it is typed. Nothing is shown as nothing where it may be left empty. */
export class JsonTextarea extends Textarea {
  override formatValue(value: unknown, context: RenderContext): string | undefined {
    return value === "null" && context.required !== true ? undefined : super.formatValue(value, context);
  }

  protected override attributes(context: RenderContext): ReturnType<Textarea["attributes"]> {
    const { attrs } = this.options;
    return {
      rows: 6,
      class: "code",
      spellcheck: "false",
      "data-json": true,
      "data-grow": true,
      ...attrs,
      ...context.attrs,
    };
  }
}

/**
 * Text in Markdown, with a preview where the package `commonmark` is installed.
 *
 * @example
 * ```ts
 * import { MarkdownTextarea, modelAdmin } from "demijohn/admin";
 * import { f, Model } from "demijohn/orm";
 * class Post extends Model("blog.Post", () => Post, { title: f.char({ maxLength: 80 }), body: f.text() }) {}
 * const posts = modelAdmin(Post, { widgets: { body: new MarkdownTextarea() } });
 * console.log(posts.meta.name); // blog.Post
 * ```
 */
export class MarkdownTextarea extends Textarea {
  protected override attributes(context: RenderContext): ReturnType<Textarea["attributes"]> {
    return { rows: 8, "data-grow": true, ...this.options.attrs, ...context.attrs };
  }
}

/** A colour as text, `#1f5fae`, beside a swatch that opens the browser's picker. */
export class ColorTextInput extends TextInput {
  protected override attributes(context: RenderContext): ReturnType<TextInput["attributes"]> {
    const own = { placeholder: "#1f5fae", spellcheck: "false", autocomplete: "off", "data-color": true };
    return { ...own, ...this.options.attrs, ...context.attrs };
  }
}

/** A web address, with a link that opens it. */
export class UrlLinkInput extends UrlInput {
  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const control = super.render(name, value, context);
    const text = typeof value === "string" && /^https?:\/\//i.test(value) ? value : undefined;
    const words = wordsOf(this.options as WordedOptions);
    const open = html`<a class="open" href="${text ?? "#"}" target="_blank" rel="noopener noreferrer"${text === undefined ? html` hidden` : ""}>${words("Open")}</a>`;
    return html`<span class="with-link" data-url>${control}${open}</span>`;
  }
}

/** A day and a time, with the time zone that they are meant in. */
export class ZonedDateTimeInput extends DateTimeInput {
  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const { timeZone = "UTC", attrs = {} } = context;
    const note = attrs["id"] === undefined ? undefined : `${String(attrs["id"])}_zone`;
    const described = [attrs["aria-describedby"], note].filter((id) => id !== undefined).join(" ");
    const control = super.render(name, value, {
      ...context,
      attrs: { ...attrs, "data-zone": timeZone, "aria-describedby": described || undefined },
    });
    const text = wordsOf(this.options as WordedOptions)("Time zone: {zone}", { zone: timeZone });
    return html`<span class="moment">${control}<span class="zone" id="${note ?? ""}">${text}</span></span>`;
  }
}
