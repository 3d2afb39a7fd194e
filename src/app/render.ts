// Renders an app's templates: makes the engine at the first use, and fills the context that every template gets.

import type { Request } from "#http";
import { RequestSlot } from "#http/internals";
import { type CheckMessage, type Safe, safe } from "#kernel";
import type { TemplateName, TemplateReference, Templates } from "#templates";
import type { App } from "./app.ts";
import { MemorySource } from "./memory-source.ts";

// A request's own values are the same for all its templates, and are gathered once.
const contexts = new RequestSlot<Promise<Record<string, unknown>>>();
const engines = new WeakMap<App, Promise<Templates>>();

/** The engine of an app: its `templates/` before those of its blueprints, in the order they were taken in. */
export function templatesOf(app: App): Promise<Templates> {
  let engine = engines.get(app);
  if (engine === undefined) {
    engine = makeEngine(app);
    engines.set(app, engine);
  }
  return engine;
}

async function makeEngine(app: App): Promise<Templates> {
  const { choiceLoader, memoryLoader, Templates } = await import("#templates");
  const { filters, tests, globals, texts } = app.plan.templateParts;
  const options = app.options.templates ?? {};
  const brought = memoryLoader(texts);
  return new Templates({
    ...options,
    loader: options.loader === undefined ? brought : choiceLoader(options.loader, brought),
    folders: app.templateFolders,
    filters: { ...filters, ...options.filters },
    tests: { ...tests, ...options.tests },
    // Imported macros see globals alone: there, addresses are those of the app and not of the request.
    globals: { ...linksOf(app, undefined), ...globals, ...options.globals },
    development: options.development ?? app.mode === "development",
    onWarning:
      options.onWarning ??
      ((warning) => app.logger.warn(`${warning.template}:${warning.line}:${warning.column} ${warning.message}`)),
  });
}

/** What is rendered: a template and its own context, and one of its blocks where only that is wanted. */
export interface Rendering<C extends object> {
  readonly name: TemplateName<C>;
  readonly context: C | undefined;
  readonly block?: string | undefined;
}

/** Renders a template for a request, or for none. */
export async function renderTemplate<C extends object>(
  app: App,
  request: Request | undefined,
  { name, context, block }: Rendering<C>,
): Promise<Safe> {
  const templates = await templatesOf(app);
  const whole = { ...(await contextOf(app, request)), ...context } as unknown as C;
  const text = block === undefined ? templates.render(name, whole) : templates.renderBlock(name, block, whole);
  return safe(await text);
}

/** Renders a template in chunks for a request, or for none. */
export async function* streamTemplate<C extends object>(
  app: App,
  request: Request | undefined,
  { name, context }: Rendering<C>,
): AsyncGenerator<string, void> {
  const templates = await templatesOf(app);
  yield* templates.stream(name, { ...(await contextOf(app, request)), ...context } as unknown as C);
}

function contextOf(app: App, request: Request | undefined): Promise<Record<string, unknown>> {
  if (request === undefined) return Promise.resolve(linksOf(app, undefined));
  let context = contexts.find(request);
  if (context === undefined) {
    context = gatherContext(app, request);
    contexts.keep(request, context);
  }
  return context;
}

async function gatherContext(app: App, request: Request): Promise<Record<string, unknown>> {
  const context: Record<string, unknown> = { ...linksOf(app, request), request, state: request.state };
  for (const processor of app.plan.contextProcessors) Object.assign(context, await processor(request));
  return context;
}

// Named arguments of a call in a template arrive as one object: url_for("post", id=1) is url_for("post", { id: 1 }).
function linksOf(app: App, request: Request | undefined): Record<string, unknown> {
  const urlFor = (name: unknown, values: unknown = {}): string => {
    const { _external, _anchor, _scheme, _method, ...given } = values as Record<string, unknown>;
    const options = {
      absolute: _external === true,
      fragment: _anchor as string | undefined,
      scheme: _scheme as string | undefined,
      method: _method as string | undefined,
    };
    return request === undefined
      ? app.urlFor(String(name), given, options)
      : request.urlFor(String(name), given, options);
  };
  const staticUrl = (path: unknown): string => urlFor("static", { filename: path });
  return { url_for: urlFor, static_url: staticUrl };
}

/**
 * Compiles every template of an app and compares those that were declared with their context: for `demijohn check`.
 * Nothing is loaded where the app has no templates.
 */
export async function checkTemplates(app: App): Promise<readonly CheckMessage[]> {
  if (app.templateFolders.length === 0 && Object.keys(app.plan.templateParts.texts).length === 0) return [];
  const templates = await templatesOf(app);
  const { references } = app.plan.templateParts;
  // What every template gets is known only by asking for it, as a request would.
  const always =
    references.length === 0
      ? []
      : await app.inRequest(await MemorySource.make("/"), async (request) =>
          Object.keys(await contextOf(app, request)),
        );
  return templates.check(references.map((reference) => withVariables(reference, always)));
}

function withVariables(reference: TemplateReference<object>, names: readonly string[]): TemplateReference<object> {
  return reference.variables === undefined
    ? reference
    : { ...reference, variables: [...reference.variables, ...names] };
}
