// Reads the input of a form from a request: its form body, its JSON body, or its query; undefined where nothing was sent.
import type { Request } from "#http";
import type { FormValues } from "./form-input.ts";
import { FormInput } from "./form-input.ts";
import { type FormSettings, formatsOfSettings, settingsOfRequest } from "./form-settings.ts";
import type { FormSource, FromOptions } from "./form-types.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** What a form is to be made of. */
export interface ReadInput {
  readonly input: FormInput | undefined;
  readonly settings: FormSettings;
}

/** Reads a source. @throws HttpError for a body that is malformed or too large. */
export async function readInput(source: FormSource, options: FromOptions): Promise<ReadInput> {
  if (!isRequest(source)) {
    const settings = options.settings ?? {};
    return { settings, input: new FormInput(source, [], formatsOfSettings(settings)) };
  }
  const settings = { ...settingsOfRequest(source), ...options.settings };
  const formats = formatsOfSettings(settings);
  if (options.bind === "query")
    return {
      settings: withoutCsrf(settings),
      input: source.query.size === 0 ? undefined : new FormInput(source.query, [], formats),
    };
  if (safeMethods.has(source.method)) return { settings, input: undefined };
  if (source.isJson) return { settings, input: new FormInput(recordOf(await source.json()), [], formats) };
  const { fields, files } = await source.form();
  return { settings, input: new FormInput(fields, files, formats) };
}

// A form that is sent by GET would carry the token in its address.
function withoutCsrf({ csrf: _csrf, ...settings }: FormSettings): FormSettings {
  return settings;
}

function isRequest(source: FormSource): source is Request {
  const { form, method, header } = source as Partial<Request>;
  return typeof form === "function" && typeof method === "string" && typeof header === "function";
}

function recordOf(value: unknown): FormValues {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
