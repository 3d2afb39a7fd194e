// Makes the battery that gives an app's forms its language, renderer and storage, and serves their style sheet and script.
import { type Request, Response } from "#http";
import { html } from "#kernel";
import type { FormSettings } from "./form/form-settings.ts";
import type { FormRenderer } from "./rendering/form-renderer.ts";
import { formScript } from "./rendering/form-script.ts";
import { formStyles } from "./rendering/style-sheet.ts";
import { type TemplateEngine, templateRenderer } from "./rendering/template-renderer.ts";

/** Options of {@link forms}. */
export interface FormsOptions extends Omit<FormSettings, "csrf" | "renderer"> {
  /** A renderer, or the app's template engine whose templates in `forms/` go first. */
  readonly renderer?: FormRenderer | TemplateEngine | undefined;
  /** What of a request decides: its language, its visitor's time zone. It goes before the options. */
  readonly forRequest?: ((request: Request) => Partial<FormSettings>) | undefined;
  /** Where the style sheet and the script are served: `/forms` unless given. */
  readonly assets?: string | undefined;
}

interface Linking {
  urlFor(name: string, values: Readonly<Record<string, unknown>>): string;
}

/** What of an app the battery needs. */
interface HostApp {
  extendRequest(name: "formSettings", make: (request: Request) => FormSettings): unknown;
  contextProcessor(processor: (request: Linking) => Record<string, unknown>): unknown;
  get(pattern: string, options: { readonly name: string }, handler: () => Response): unknown;
}

declare global {
  namespace Demijohn {
    interface RequestExtensions {
      /** What forms made from this request take from the app. */
      readonly formSettings: FormSettings;
    }
  }
}

/** The battery of forms, for `app.use`. */
export interface FormsBattery {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the app's room stands beside this one, so that its type is not known here
  install(app: any): void;
}

/**
 * Gives an app's forms a language, a time zone, templates and storage.
 *
 * It serves their style sheet and script. Forms work without it. Templates get `form_media`, the tags of both files.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { field, Form, forms } from "demijohn/forms";
 * class PriceForm extends Form({ price: field.decimal({ localize: true }) }) {}
 * const app = new App();
 * app.use(forms({ locale: "de" }));
 * app.post("/", async (request) => {
 *   const form = await PriceForm.from(request);
 *   return form.isValid() ? form.cleanedData.price : form.errors;
 * });
 * console.log(await (await app.request("/", { form: { price: "1.234,50" } })).text()); // 1234.50
 * ```
 */
export function forms(options: FormsOptions = {}): FormsBattery {
  return { name: "forms", install: (app: HostApp) => install(app, options) };
}

function install(app: HostApp, options: FormsOptions): void {
  const { forRequest, assets = "/forms", renderer, ...shared } = options;
  const settings: FormSettings = { ...shared, ...(renderer === undefined ? {} : { renderer: rendererOf(renderer) }) };
  app.extendRequest("formSettings", (request) => ({ ...settings, ...forRequest?.(request) }));
  const files = [
    { file: "forms.css", type: "text/css; charset=utf-8", text: formStyles },
    { file: "forms.js", type: "text/javascript; charset=utf-8", text: formScript },
  ];
  let digests: readonly string[] | undefined;
  for (const { file, type, text } of files)
    app.get(`${assets}/${file}`, { name: routeName(file) }, () => {
      const response = new Response(text, { headers: { "Cache-Control": "public, max-age=31536000, immutable" } });
      response.contentType = type;
      return response;
    });
  app.contextProcessor((request) => {
    digests ??= files.map(({ text }) => digestOf(text));
    const [css, js] = files.map(({ file }, i) => request.urlFor(routeName(file), { v: digests![i] }));
    return { form_media: html`<link rel="stylesheet" href="${css}">\n<script src="${js}" defer></script>` };
  });
}

function routeName(file: string): string {
  return file.replace(".", "_");
}

function rendererOf(renderer: FormRenderer | TemplateEngine): FormRenderer {
  return "renderSync" in renderer ? templateRenderer(renderer) : renderer;
}

function digestOf(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex").slice(0, 10);
}
