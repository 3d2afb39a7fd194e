// Writes forms by the templates of a project where it has some, and by plain HTML where it has none.
import { Safe } from "#kernel";
import type { FormRenderer } from "./form-renderer.ts";
import { htmlRenderer } from "./html-renderer.ts";

/** What of a template engine a renderer needs; `Templates` has it. */
export interface TemplateEngine {
  list(): readonly string[];
  renderSync(name: string, context: object): string;
}

/** Options of {@link templateRenderer}. */
export interface TemplateRendererOptions {
  /** The folder of the templates: `forms` unless given. */
  readonly folder?: string | undefined;
}

/**
 * Makes a renderer that writes forms by a project's templates.
 *
 * It looks for `forms/form.html`, `forms/field.html`, `forms/summary.html` and `forms/widgets/<widget>.html`. What a
 * project does not have is written as plain HTML.
 *
 * @example
 * ```ts
 * import { field, Form, templateRenderer } from "demijohn/forms";
 * import { memoryLoader, Templates } from "demijohn/templates";
 * const templates = new Templates({
 *   loader: memoryLoader({ "forms/field.html": "<p>{{ field.labelTag }}{{ field }}</p>" }),
 * });
 * class JarForm extends Form({ name: field.char({ required: false }) }) {}
 * const form = new JarForm({ settings: { renderer: templateRenderer(templates) } });
 * console.log(String(form)); // <p><label for="id_name">Name</label><input type="text" name="name" id="id_name"></p>
 * ```
 */
export function templateRenderer(templates: TemplateEngine, options: TemplateRendererOptions = {}): FormRenderer {
  const { folder = "forms" } = options;
  let names: ReadonlySet<string> | undefined;
  const has = (name: string): boolean => (names ??= new Set(templates.list())).has(name);
  const render = (own: string | undefined, standard: string, context: object): Safe | undefined => {
    const name = own ?? `${folder}/${standard}.html`;
    return own !== undefined || has(name) ? new Safe(templates.renderSync(name, context)) : undefined;
  };
  return {
    form: (form) => render(form.templateName, "form", { form }) ?? htmlRenderer.form(form),
    group: (field) => render(field.field.options.templateName, "field", { field }) ?? htmlRenderer.group(field),
    summary: (form) => render(undefined, "summary", { form, errors: form.errors }) ?? htmlRenderer.summary(form),
    widget: (widget, name, value, context) =>
      render(widget.options.templateName, `widgets/${widget.template}`, {
        widget: widget.view(name, value, context),
      }) ?? htmlRenderer.widget(widget, name, value, context),
  };
}
