// Renders one template for the tests of filters, tests and tags.
import { Templates, type TemplatesOptions } from "demijohn/templates";

const settings = {
  now: () => new Date("2026-01-02T15:04:05Z"),
  timezone: "UTC",
  locale: "en",
} satisfies Partial<TemplatesOptions>;

const page = new Templates(settings);
const text = new Templates({ ...settings, autoescape: false });
const python = new Templates({ ...settings, autoescape: false, pythonSpelling: true });

/** Renders with escaping on, as in a page. */
export async function render(source: string, context: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return page.renderString(source, context);
}

/** Renders with escaping off, as in a text file. */
export async function renderText(source: string, context: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return text.renderString(source, context);
}

/** Renders with escaping off and Python's spelling. */
export async function renderPython(source: string, context: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return python.renderString(source, context);
}
