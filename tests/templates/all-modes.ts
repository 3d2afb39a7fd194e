// Renders a source in all three modes, which have to agree.
import assert from "node:assert/strict";
import { memoryLoader, Templates, type TemplatesOptions } from "../../src/templates/index.ts";

/** A source, what it renders to, its context and the templates it uses. */
export interface RenderCase {
  readonly source: string;
  readonly result: string;
  readonly context?: object;
  readonly templates?: Readonly<Record<string, string>>;
  readonly options?: TemplatesOptions;
}

/** Makes an engine with templates by name. */
export function engineWith(
  templates: Readonly<Record<string, string>> = {},
  options: TemplatesOptions = {},
): Templates {
  return new Templates({ loader: memoryLoader(templates), ...options });
}

/** Joins the chunks of a stream. */
export async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let out = "";
  for await (const chunk of chunks) out += chunk;
  return out;
}

/** Asserts the result of a source in all modes. */
export async function assertRenders({ source, result, context, templates, options }: RenderCase): Promise<void> {
  const engine = engineWith({ ...templates, main: source }, options);
  const main = engine.get("main");
  assert.equal(main.renderSync(context), result, source);
  // A promise in the context, which nothing reads, does not matter; one that is awaited makes the other mode run.
  const waiting = engine.compile(`{% if later %}{% endif %}{% include "main" %}`);
  assert.equal(await waiting.render({ ...context, later: Promise.resolve(1) }), result, `awaiting: ${source}`);
  assert.equal(await joined(main.stream(context)), result, `streaming: ${source}`);
}

/** Renders a source that fails, and returns the error's text. */
export function failureOf(
  source: string,
  context: object = {},
  options: TemplatesOptions = {},
  templates = {},
): string {
  const engine = engineWith(templates, options);
  try {
    engine.compile(source, { name: "page.html" }).renderSync(context);
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message;
  }
  return assert.fail(`${source} did not fail`);
}
